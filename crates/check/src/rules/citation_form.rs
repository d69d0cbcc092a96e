//! `citation-form`: text in brackets that was meant as a citation, and is shown as text: a key without its `@`, a space after
//! the `@`, keys that `,` or `&` separates.
//!
//! A key without `@` is only found if it has a letter and a digit, as `smith-2020`, and stands alone between separators, or
//! after a lead such as `see`. A library may have a source `who`, and `[who]` is also how authors put words into a quotation.

use std::ops::Range;

use rustc_hash::FxHashMap;

use wellpress_diagnostics::{Diagnostic, Source, Span, rules};
use wellpress_markdown::body::{Body, Element, TextRef};
use wellpress_markdown::citations::{CitationForm, CitationGroup, read_key};
use wellpress_markdown::walk::{Skip, TextEvent};

use wellpress_site::model::page::PageRecord;
use wellpress_site::model::reference::Library;
use wellpress_site::model::{Page, Site};

/// The longest text in brackets that is looked at, in characters. It is longer than any list of keys, and short enough that a
/// text of many open brackets is not read to its end for each of them.
const MAX_LENGTH: usize = 400;

/// What authors write before a key, in lower case.
const LEADS: [&str; 6] = ["see also", "see", "cf.", "cf", "e.g.", "also"];

/// What authors write between two keys.
const SEPARATORS: [char; 3] = [',', ';', '&'];

/// Findings in the text, the key points and the plain fields of a page.
pub(super) fn find(library: &Library, page: &Page) -> Vec<Diagnostic> {
    let source = &page.source;
    let mut findings = BracketSearch { library, source, is_yaml: false }.in_body(&page.body);
    let in_yaml = BracketSearch { library, source, is_yaml: true };
    findings.extend(page.front_texts.iter().flat_map(|text| in_yaml.in_body(text)));
    findings.extend(plain_fields(page).flat_map(|field| in_yaml.in_plain_field(field)));
    findings
}

/// Findings in disclaimers and in the definitions of glossaries.
pub(super) fn find_outside_pages(site: &Site) -> Vec<Diagnostic> {
    let library = &site.library;
    let in_disclaimers = site.disclaimers.iter().flat_map(|disclaimer| {
        BracketSearch { library, source: &disclaimer.source, is_yaml: false }.in_body(&disclaimer.body)
    });
    let in_glossaries = site.glossaries.iter().flat_map(|glossary| {
        let search = BracketSearch { library, source: &glossary.source, is_yaml: true };
        glossary.terms.iter().flat_map(move |term| search.in_body(&term.definition))
    });
    in_disclaimers.chain(in_glossaries).collect()
}

/// Fields of the front matter that readers see as they are written.
fn plain_fields(page: &Page) -> impl Iterator<Item = &str> {
    let editorial = page.editorial().into_iter();
    let corrections = editorial.flat_map(|editorial| &editorial.corrections);
    let corrections = corrections.flat_map(|correction| [correction.was.as_str(), correction.now.as_str()]);
    let article = page.article().into_iter().flat_map(|article| [&article.funding, &article.conflicts]).flatten();
    let exercise = page.exercise().into_iter();
    let exercise = exercise.flat_map(|exercise| {
        let advice = exercise.cautions.iter().filter(|caution| !caution.is_of_original).map(|caution| &caution.advice);
        let alts = exercise.images.iter().filter_map(|image| image.alt.as_ref());
        exercise.stop_if.iter().chain(advice).chain(exercise.equipment.iter().flatten()).chain(alts)
    });
    let credentials = match &page.record {
        PageRecord::Person(person) => &person.credentials[..],
        _ => &[],
    };
    let pictures = page.hero.iter().chain(&page.field_pictures);
    let pictures = pictures.flat_map(|picture| [&picture.alt, &picture.caption, &picture.credit]).flatten();
    let texts = [&page.title]
        .into_iter()
        .chain(&page.description)
        .chain(credentials)
        .chain(article.map(|field| &field.value))
        .chain(exercise)
        .chain(pictures);
    texts.map(String::as_str).chain(corrections)
}

/// Looks for brackets in the texts of a file.
#[derive(Clone, Copy)]
struct BracketSearch<'a> {
    library: &'a Library,
    source: &'a Source,
    /// Whether the texts are values in YAML, where an escape depends on the quotes.
    is_yaml: bool,
}

impl BracketSearch<'_> {
    fn in_body(self, body: &Body) -> Vec<Diagnostic> {
        // A citation is looked at too: a second key in it can lack its `@`, and is then printed as words.
        let citations = body.citations.iter().filter(|citation| citation.form == CitationForm::Brackets);
        let starts = opening_brackets(self.source, body).into_iter();
        let starts = starts.chain(citations.map(|citation| citation.span.start as usize));
        let narrative = body.citations.iter().filter(|group| group.form == CitationForm::Narrative);
        let narrative: FxHashMap<usize, &CitationGroup> =
            narrative.map(|group| (group.span.end as usize, group)).collect();
        let in_text = starts.filter_map(|start| self.finding(start).or_else(|| self.unread(&narrative, start)));
        let attributes = body.directives.iter().flat_map(|directive| &directive.attributes);
        let attributes = attributes.map(|attribute| (&*attribute.key, &*attribute.value, attribute.span));
        let titles = body.links.iter().filter_map(|link| Some(("title", link.title.as_deref()?, link.span)));
        let in_attributes =
            attributes.chain(titles).flat_map(|(name, value, span)| self.in_attribute(name, value, span));
        in_text.chain(in_attributes).collect()
    }

    /// One finding for each citation in an attribute of a directive, such as the alternative text of a figure, or of a link.
    fn in_attribute(self, name: &str, value: &str, span: Span) -> impl Iterator<Item = Diagnostic> {
        self.plain_citations(value).map(move |citation| {
            let location = self.source.locate(span);
            let message = format!("`{citation}` is no citation in the attribute `{name}`: readers get it as it is");
            Diagnostic::new(&rules::CITATION_FORM, location, message)
                .help("cite the source in the text or in a caption")
        })
    }

    /// The citations in a text that is no Markdown, from their `@`. Without brackets a key has to be one of the library.
    fn plain_citations(self, text: &str) -> impl Iterator<Item = &str> {
        text.match_indices('@').filter_map(move |(at_sign, _)| {
            let text_before = text[..at_sign].trim_end_matches('-');
            let (key, _) = read_key(text, at_sign + 1)?;
            let is_bracketed = text_before.ends_with('[');
            let is_free = !text_before.ends_with(|c: char| c.is_alphanumeric() || c == '\\');
            let is_citation = is_bracketed || (is_free && self.library.find(&text[key.clone()]).is_some());
            is_citation.then(|| &text[at_sign..key.end])
        })
    }

    /// The finding about brackets behind a narrative citation that stayed text. `narrative` has those citations by their ends.
    fn unread(self, narrative: &FxHashMap<usize, &CitationGroup>, start: usize) -> Option<Diagnostic> {
        let text = &self.source.text;
        let key_end = text[..start].trim_end_matches(' ').len();
        let subject = narrative.get(&key_end)?;
        self.library.find(&subject.items.first()?.key)?;
        let inside = text.get(start + 1..)?.strip_prefix(|c| !matches!(c, '^' | '['))?;
        let (end, _) = inside.char_indices().take(MAX_LENGTH).find(|(_, c)| *c == ']')?;
        let location = self.source.locate(Span::new(start..text.len() - inside.len() + end + 1));
        let message = "the brackets behind the citation cannot be read, and are shown as text";
        let help = "write a locator, words, or more sources behind `;`, without code and emphasis: `@key [p. 3; see also @other]`";
        Some(Diagnostic::new(&rules::CITATION_FORM, location, message).help(help))
    }

    /// One finding for each citation in a text that is no Markdown.
    fn in_plain_field(self, text: &str) -> Vec<Diagnostic> {
        let whole_file = Span::new(0..self.source.text.len());
        // The field's place, if its words stand in the file as one line; else that of the key.
        let field = self.source.find(text, whole_file).map(|start| Span::new(start..start + text.len()));
        let findings = self.plain_citations(text).map(|citation| {
            let start = self.source.find(citation, field.unwrap_or(whole_file)).unwrap_or_default();
            let location = self.source.locate(Span::new(start..start + citation.len()));
            let message = format!("`{citation}` is no citation in this field: readers see it as it is");
            Diagnostic::new(&rules::CITATION_FORM, location, message)
                .help("cite the source in the text or in a key point")
        });
        findings.collect()
    }

    fn finding(self, start: usize) -> Option<Diagnostic> {
        let text = &self.source.text;
        let backslashes = text.get(..start)?.bytes().rev().take_while(|byte| *byte == b'\\').count();
        if backslashes % 2 == 1 {
            return None;
        }
        let text_after_bracket = text.get(start + 1..)?;
        let end = end_of_brackets(text_after_bracket)?;
        let (inside, after) = (&text_after_bracket[..end], &text_after_bracket[end + 1..]);
        // A link whose definition is missing has its own finding.
        if after.starts_with(['(', '{']) || is_link_label(after) {
            return None;
        }
        let keys = written_keys(self.library, inside);
        let message = mistake(inside, &keys)?;
        let location = self.source.locate(Span::new(start..start + 1 + end + 1));
        let finding = Diagnostic::new(&rules::CITATION_FORM, location, message);
        // A key with its `@` is a citation without the brackets too.
        let is_citation = keys.iter().any(|key| key.at_sign == AtSign::Adjacent);
        let escape = if self.is_yaml || is_citation { "" } else { ", or escape the bracket: `\\[`" };
        let form = keys.iter().map(|key| key.corrected.as_str()).collect::<Vec<_>>().join("; ");
        Some(finding.help(format!("write it in the form `[{form}]`{escape}")))
    }
}

/// Whether the text behind brackets begins with the label of a link, in brackets of its own.
fn is_link_label(text: &str) -> bool {
    text.strip_prefix('[').is_some_and(|label| !label.starts_with(['^', '@']))
}

/// The byte of the bracket that closes the one before a text. The brackets of footnotes may stand between, and no others.
fn end_of_brackets(text: &str) -> Option<usize> {
    let mut is_in_footnote = false;
    for (offset, c) in text.char_indices().take(MAX_LENGTH) {
        match c {
            '[' if !is_in_footnote && text[offset..].starts_with("[^") => is_in_footnote = true,
            ']' if is_in_footnote => is_in_footnote = false,
            ']' => return Some(offset),
            '[' => return None,
            _ => {}
        }
    }
    None
}

/// Where a text has an opening bracket, outside of links and code.
fn opening_brackets(source: &Source, body: &Body) -> Vec<usize> {
    let mut brackets = Vec::new();
    let mut walk = body.walk(source, 0..body.nodes.len(), &[Skip::CodeBlocks, Skip::Images]);
    while let Some((at, event)) = walk.next() {
        match event {
            TextEvent::Start(Element::Link(_)) => walk.skip_to(body.end_of(at) + 1),
            TextEvent::Text { text, stored: TextRef::Source(span), .. } => {
                let in_text = memchr::memchr_iter(b'[', text.as_bytes());
                brackets.extend(in_text.map(|offset| span.start as usize + offset));
            }
            _ => {}
        }
    }
    brackets
}

/// A key of the library in brackets.
struct WrittenKey<'a> {
    key: &'a str,
    /// As it has to be written: `@key`, `-@key`, `@{key}`.
    corrected: String,
    /// The bytes of the key with its `@`, if it has one.
    range: Range<usize>,
    at_sign: AtSign,
}

/// How a key has its `@`.
#[derive(Clone, Copy, PartialEq, Eq)]
enum AtSign {
    Adjacent,
    /// With a space after it.
    Spaced,
    Missing,
}

/// What is wrong with the keys in brackets; `None` if nothing is.
fn mistake(inside: &str, keys: &[WrittenKey<'_>]) -> Option<String> {
    if let Some(key) = first_key_with(keys, AtSign::Missing) {
        return Some(format!("the key `{key}` without `@` is no citation"));
    }
    if let Some(key) = first_key_with(keys, AtSign::Spaced) {
        return Some(format!("a space divides `@` from the key `{key}`"));
    }
    if !keys.is_empty() && inside.contains("[^") {
        return Some("a footnote stands inside the brackets of a citation".to_owned());
    }
    let mut pairs = keys.windows(2).map(|pair| &inside[pair[0].range.end..pair[1].range.start]);
    pairs.find(|between| !between.contains(';')).map(|_| "keys in one mark are divided by `;`".to_owned())
}

fn first_key_with<'a>(keys: &[WrittenKey<'a>], at_sign: AtSign) -> Option<&'a str> {
    keys.iter().find(|key| key.at_sign == at_sign).map(|key| key.key)
}

/// The keys in brackets, in their order.
fn written_keys<'a>(library: &Library, inside: &'a str) -> Vec<WrittenKey<'a>> {
    let mut keys: Vec<WrittenKey<'a>> = Vec::new();
    for word in words(inside) {
        if keys.last().is_some_and(|key| word.start < key.range.end) {
            continue;
        }
        let key = key_at(inside, word).filter(|written| library.find(written.key).is_some());
        keys.extend(key);
    }
    keys
}

/// The key that a word of the text in brackets may be.
fn key_at(inside: &str, word: Range<usize>) -> Option<WrittenKey<'_>> {
    let text = &inside[word.clone()];
    let sign = text.strip_prefix('-').unwrap_or(text);
    if !sign.starts_with('@') {
        let is_like_key = text.contains(char::is_alphabetic) && text.contains(char::is_numeric);
        return (is_like_key && stands_alone(inside, &word)).then(|| WrittenKey {
            key: text,
            corrected: format!("@{text}"),
            range: word,
            at_sign: AtSign::Missing,
        });
    }
    let behind_sign = word.end - sign.len() + 1;
    let spaces = inside[behind_sign..].len() - inside[behind_sign..].trim_start().len();
    let start = behind_sign + spaces;
    let (key, end) = read_key(inside, start)?;
    Some(WrittenKey {
        key: &inside[key],
        corrected: format!("{}{}", &inside[word.start..behind_sign], &inside[start..end]),
        range: word.start..end,
        at_sign: if spaces == 0 { AtSign::Adjacent } else { AtSign::Spaced },
    })
}

/// The ranges of the words between spaces, commas and semicolons.
fn words(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut end = 0;
    let words = text.split_inclusive(is_word_end).map(move |piece| {
        let start = end;
        end += piece.len();
        start..start + piece.trim_end_matches(is_word_end).len()
    });
    words.filter(|range| !range.is_empty())
}

fn is_word_end(c: char) -> bool {
    c.is_whitespace() || matches!(c, ',' | ';')
}

/// Whether a word has separators, or the ends of the text, on both sides. A lead may stand before it.
fn stands_alone(text: &str, word: &Range<usize>) -> bool {
    let (before, after) = (text[..word.start].trim_end().to_lowercase(), text[word.end..].trim_start());
    let mut before_leads = LEADS.iter().filter_map(|lead| before.strip_suffix(lead)).map(str::trim_end);
    (is_key_start(&before) || before_leads.any(is_key_start)) && (after.is_empty() || after.starts_with(SEPARATORS))
}

/// Whether a key can begin behind this text.
fn is_key_start(preceding_text: &str) -> bool {
    preceding_text.is_empty() || preceding_text.ends_with(SEPARATORS)
}

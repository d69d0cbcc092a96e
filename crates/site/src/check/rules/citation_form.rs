//! `citation-form`: text in brackets that was meant as a citation mark, and is shown as text: a key without its `@`, a
//! space behind the `@`, keys that a comma divides.
//!
//! A key without `@` is only found if it has a letter and a digit, as `smith-2020`, and stands where a key of a mark does. A
//! library may have a source `who`, and `[who]` is also how authors put words into a quotation.

use std::ops::Range;

use wellpress_diagnostics::{Diagnostic, Source, Span, rules};
use wellpress_markdown::body::{Body, Element, TextRef};
use wellpress_markdown::citations::{CitationForm, read_key};
use wellpress_markdown::walk::{Skip, TextEvent};

use crate::model::reference::Library;
use crate::model::{Page, Site};

/// The longest text in brackets that is looked at, in characters.
const MAX_LENGTH: usize = 400;

/// What authors write before a key.
const LEADS: [&str; 7] = ["see also", "see", "cf.", "cf", "e.g.", "e.g.,", "also"];

/// What stands between two marks besides words. A `>` begins the next line of a quotation.
const DIVIDERS: [char; 4] = [',', ';', '&', '>'];

/// One finding for each such pair of brackets in the text and the key points of a page.
pub(super) fn find(library: &Library, page: &Page) -> Vec<Diagnostic> {
    let source = &page.source;
    let mut findings = BracketSearch { library, source, is_yaml: false }.in_body(&page.body);
    let in_points = BracketSearch { library, source, is_yaml: true };
    findings.extend(page.key_points().iter().flat_map(|point| in_points.in_body(point)));
    findings.extend(plain_fields(page).flat_map(|field| in_points.in_plain_field(field)));
    findings
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
        exercise.stop_if.iter().chain(advice)
    });
    let picture = page.hero.iter().flat_map(|hero| [&hero.caption, &hero.credit]).flatten();
    let texts = page.description.iter().chain(article.map(|field| &field.value)).chain(exercise).chain(picture);
    texts.map(String::as_str).chain(corrections)
}

/// Those in disclaimers and glossaries.
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
        // A mark is looked at too: a second key in it can lack its `@`, and is then printed as words.
        let marks = body.citations.iter().filter(|mark| mark.form == CitationForm::Brackets);
        let starts = opening_brackets(self.source, body).into_iter().chain(marks.map(|mark| mark.span.start as usize));
        starts.filter_map(|start| self.finding(start)).collect()
    }

    /// One finding for each mark in a text that is no Markdown.
    fn in_plain_field(self, text: &str) -> Vec<Diagnostic> {
        let marks = text.match_indices("[@").filter_map(|(start, _)| {
            let (key, _) = read_key(text, start + "[@".len())?;
            self.library.find(&text[key.clone()])?;
            Some(&text[start..key.end])
        });
        let front_matter = Span::new(0..self.source.text.len());
        // The field's place, if its words stand in the file as one line; else that of the mark.
        let field = self.source.find(text, front_matter).map(|start| Span::new(start..start + text.len()));
        let findings = marks.map(|mark| {
            let start = self.source.find(mark, field.unwrap_or(front_matter)).unwrap_or_default();
            let location = self.source.locate(Span::new(start..start + mark.len()));
            let message = format!("`{}` is no citation in this field: readers see it as it is", &mark["[".len()..]);
            Diagnostic::new(&rules::CITATION_FORM, location, message)
                .help("cite the source in the text or in a key point")
        });
        findings.collect()
    }

    fn finding(self, start: usize) -> Option<Diagnostic> {
        let text = &self.source.text;
        let backslashes = text[..start].bytes().rev().take_while(|byte| *byte == b'\\').count();
        if backslashes % 2 == 1 {
            return None;
        }
        let behind = &text[start + 1..];
        let (end, _) = behind.char_indices().take(MAX_LENGTH).find(|(_, c)| matches!(c, ']' | '['))?;
        let (inside, after) = (&behind[..end], behind[end..].strip_prefix(']')?);
        // A link whose definition is missing has its own finding.
        let is_link = |after: &str| after.strip_prefix('[').is_some_and(|label| !label.starts_with(['^', '@']));
        if after.starts_with(['(', '{']) || is_link(after) {
            return None;
        }
        let (message, right) = mistake(self.library, inside)?;
        let span = Span::new(start..start + 1 + end + 1);
        let finding = Diagnostic::new(&rules::CITATION_FORM, self.source.locate(span), message);
        let escape = if self.is_yaml { "" } else { ", or escape the bracket: `\\[`" };
        Some(finding.help(format!("write `[{right}]`{escape}")))
    }
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
    /// The bytes from its `@`, if it has one, to its end.
    range: Range<usize>,
    sign: Sign,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Sign {
    Directly,
    WithSpace,
    Missing,
}

/// What is wrong with the text in brackets, and what to write in it.
fn mistake(library: &Library, inside: &str) -> Option<(String, String)> {
    let keys = written_keys(library, inside);
    let message = if let Some(WrittenKey { key, .. }) = keys.iter().find(|key| key.sign == Sign::Missing) {
        format!("the key `{key}` without `@` is no citation")
    } else if let Some(WrittenKey { key, .. }) = keys.iter().find(|key| key.sign == Sign::WithSpace) {
        format!("a space divides `@` from the key `{key}`")
    } else {
        keys.windows(2).find(|pair| !inside[pair[0].range.end..pair[1].range.start].contains(';'))?;
        "keys in one mark are divided by `;`".to_owned()
    };
    Some((message, corrected(inside, &keys)))
}

/// The keys in brackets, in their order. One without `@` is between dividers or behind one of the [`LEADS`].
fn written_keys<'a>(library: &Library, inside: &'a str) -> Vec<WrittenKey<'a>> {
    let is_key = |key: &str| library.find(key).is_some();
    let mut keys: Vec<WrittenKey<'a>> = Vec::new();
    // Where an `@` stands alone, in front of the next word.
    let mut lone_sign = None;
    for range in words(inside) {
        let word = &inside[range.clone()];
        let found = match (word.strip_prefix('@'), lone_sign.take()) {
            (Some(""), _) => {
                lone_sign = Some(range.start);
                None
            }
            (Some(key), _) => Some((key, range.start, Sign::Directly)),
            (None, Some(sign)) => Some((word, sign, Sign::WithSpace)),
            (None, None) => {
                (is_like_key(word) && is_between_dividers(inside, &range)).then_some((word, range.start, Sign::Missing))
            }
        };
        let found = found.filter(|(key, ..)| is_key(key));
        keys.extend(found.map(|(key, start, sign)| WrittenKey { key, range: start..range.end, sign }));
    }
    keys
}

/// The ranges of the words between spaces and [`DIVIDERS`].
fn words(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut end = 0;
    let pieces = text.split_inclusive(is_divider).map(move |piece| {
        let start = end;
        end += piece.len();
        start..start + piece.trim_end_matches(is_divider).len()
    });
    pieces.filter(|range| !range.is_empty())
}

fn is_divider(c: char) -> bool {
    c.is_whitespace() || DIVIDERS.contains(&c)
}

fn is_like_key(word: &str) -> bool {
    word.contains(char::is_alphabetic) && word.contains(char::is_numeric)
}

fn is_between_dividers(text: &str, word: &Range<usize>) -> bool {
    let (before, after) = (text[..word.start].trim_end(), text[word.end..].trim_start());
    let is_start = |before: &str| before.is_empty() || before.ends_with(DIVIDERS);
    let is_behind_lead =
        LEADS.iter().any(|lead| before.strip_suffix(lead).is_some_and(|rest| is_start(rest.trim_end())));
    (is_start(before) || is_behind_lead) && (after.is_empty() || after.starts_with(DIVIDERS))
}

/// The text in brackets as a mark: each key with its `@`, and `;` between two keys.
fn corrected(inside: &str, keys: &[WrittenKey<'_>]) -> String {
    let mut right = String::new();
    let mut end = 0;
    for key in keys {
        let between = &inside[end..key.range.start];
        match end {
            0 => right.push_str(between.trim_start()),
            _ if between.contains(';') => right.push_str(between),
            _ => right.push_str(&divided(between)),
        }
        right.push('@');
        right.push_str(key.key);
        end = key.range.end;
    }
    right + inside[end..].trim_end()
}

/// The text between two keys with `;`: words that lead to the second behind it, such as "see", and others before it.
fn divided(between: &str) -> String {
    let words = between.trim_matches(is_divider);
    let words =
        words.strip_suffix(" and").unwrap_or(if words == "and" { "" } else { words }).trim_end_matches(is_divider);
    match LEADS.iter().find_map(|lead| words.strip_suffix(lead)) {
        Some(rest) if rest.is_empty() || rest.ends_with(is_divider) => {
            let locator = rest.trim_end_matches(is_divider);
            let comma = if locator.is_empty() { "" } else { ", " };
            format!("{comma}{locator}; {} ", words[rest.len()..].trim_start())
        }
        _ if words.is_empty() => "; ".to_owned(),
        _ => format!(", {words}; "),
    }
}

//! Marks in the text: Pandoc's citation grammar for a group in brackets and for a key in the line.
//!
//! A pure reading of one stretch of text; whether a key exists is for `resolve` to say.

use std::ops::Range;

use pulldown_cmark::{Event, Options, Parser};

use wellpress_diagnostics::Span;

/// One mark: a source, or several in brackets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CitationGroup {
    /// How it is written.
    pub form: CitationForm,
    /// Its sources, as written.
    pub items: Vec<CitationItem>,
    /// The whole mark with its brackets, or the link.
    pub span: Span,
}

/// How a mark is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CitationForm {
    /// In brackets beside the sentence, `[@key]`.
    Brackets,
    /// `@key`, read as a part of the sentence.
    Narrative,
    /// Words of the author that are linked to the source, `[words](cite:key)`.
    Words,
}

/// One source in a mark.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CitationItem {
    /// The key, or `doi:..`, `pmid:..`.
    pub key: String,
    /// Where the key stands, without `@`.
    pub key_span: Span,
    /// Words before it, such as `see `.
    pub prefix: String,
    /// Where in the source, such as `pp. 3-5`.
    pub locator: Option<Locator>,
    /// Words after the locator, such as ` and elsewhere`.
    pub suffix: String,
    /// Whether the author is left out (`-@key`).
    pub author: AuthorDisplay,
}

/// Whether a mark names the author.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AuthorDisplay {
    /// The mark shows the author where its style does.
    Named,
    /// The sentence has named the author already.
    Suppressed,
}

/// Where in a source, in the terms of CSL.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Locator {
    /// `page`, `chapter`, `section`, ...
    pub label: &'static str,
    /// A number, a range or several, such as `3-5`, with hyphens for dashes.
    pub value: String,
}

/// Reads what stands between brackets as a group of citations. `text[range]` is without the brackets. `None` if any part
/// between semicolons has no key, or has two.
///
/// ```
/// use wellpress_markdown::citations::read_group;
///
/// let text = "see @berg2020, pp. 3-5; -@okoro2019";
/// let items = read_group(text, 0..text.len()).unwrap();
/// assert_eq!((items[0].key.as_str(), items[0].prefix.as_str()), ("berg2020", "see "));
/// assert_eq!(items[0].locator.as_ref().unwrap().value, "3-5");
/// ```
#[must_use]
pub fn read_group(text: &str, range: Range<usize>) -> Option<Vec<CitationItem>> {
    let splits = splits(text, range.clone());
    let mut items = Vec::with_capacity(splits.len() + 1);
    let mut start = range.start;
    for end in splits {
        items.push(read_item(text, start..end)?);
        start = end + 1;
    }
    items.push(read_item(text, start..range.end)?);
    Some(items)
}

/// No key has more characters: without a limit, each of many open braces would be read to the end.
const LONGEST_KEY: usize = 500;

/// Reads `key` at `at`, just behind an `@`: its text and its span, with or without braces. The span ends before a
/// closing brace; the second value is where reading goes on.
#[must_use]
pub fn read_key(text: &str, at: usize) -> Option<(Range<usize>, usize)> {
    let rest = &text[at..];
    if let Some(inside) = rest.strip_prefix('{') {
        let length = inside.char_indices().take(LONGEST_KEY).find(|(_, c)| matches!(c, '}' | '\n'))?.0;
        let closed = inside[length..].starts_with('}') && length > 0;
        return closed.then_some((at + 1..at + 1 + length, at + 2 + length));
    }
    let doi = before_doi(rest);
    let end = match doi {
        Some(start) => start + word_length(&rest[start..], Parentheses::Belong),
        None => word_length(rest, Parentheses::End),
    };
    (end > doi.unwrap_or(0)).then_some((at..at + end, at + end))
}

/// Whether parentheses are part of a word: they are in a DOI, as long as they come in pairs.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Parentheses {
    Belong,
    End,
}

/// How many bytes of `text` a key without braces has.
fn word_length(text: &str, parentheses: Parentheses) -> usize {
    let is_open = |c: char| c == '(' && parentheses == Parentheses::Belong;
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    if !text.starts_with(is_word) {
        return 0;
    }
    let mut end = 0;
    let mut depth = 0_usize;
    let mut chars = text.char_indices().take(LONGEST_KEY).peekable();
    while let Some((offset, c)) = chars.next() {
        let next = chars.peek().map(|(_, next)| *next);
        match c {
            _ if is_word(c) => {}
            _ if is_open(c) => depth += 1,
            ')' if depth > 0 => depth -= 1,
            _ if is_inner_punctuation(c) && next.is_some_and(|next| is_word(next) || is_open(next)) => continue,
            _ => break,
        }
        if depth == 0 {
            end = offset + c.len_utf8();
        }
    }
    text[..end].trim_end_matches('_').len()
}

/// How many bytes stand before the `10.` of a DOI: `doi:`, the resolver's address, or both.
fn before_doi(text: &str) -> Option<usize> {
    let labelled = strip(text, "doi:");
    let rest = labelled.unwrap_or(text);
    let rest = match strip(rest, "https://").or_else(|| strip(rest, "http://")) {
        Some(host) => strip(strip(host, "dx.").or_else(|| strip(host, "www.")).unwrap_or(host), "doi.org/")?,
        None => labelled?,
    };
    rest.starts_with("10.").then(|| text.len() - rest.len())
}

/// What follows a prefix in any case.
fn strip<'t>(text: &'t str, prefix: &str) -> Option<&'t str> {
    let (start, rest) = text.split_at_checked(prefix.len())?;
    start.eq_ignore_ascii_case(prefix).then_some(rest)
}

/// Reads a locator and a suffix.
///
/// ```
/// use wellpress_markdown::citations::read_locator;
///
/// let (locator, suffix) = read_locator(", chap. 4 and elsewhere");
/// assert_eq!(locator.map(|locator| (locator.label, locator.value)), Some(("chapter", "4".to_owned())));
/// assert_eq!(suffix, " and elsewhere");
/// ```
///
/// They stand behind a key: `, pp. 3-5 and elsewhere`. In braces it is as long as they say:
/// `, {pp. iv, vi-xi, (xv)} and elsewhere`; empty ones say that what follows is none: `{}, 99 years later`.
#[must_use]
pub fn read_locator(text: &str) -> (Option<Locator>, String) {
    let trimmed = text.trim_start();
    let after_comma = trimmed.strip_prefix(',').unwrap_or(trimmed).trim_start();
    if let Some((inside, suffix)) = after_comma.strip_prefix('{').and_then(|rest| rest.split_once('}')) {
        return (locator_in_braces(inside.trim()), suffix.trim_end().to_owned());
    }
    if let Some((label, rest)) = locator_label(after_comma)
        && let Some((value, suffix)) = locator_value(rest)
    {
        return (Some(Locator { label, value }), suffix.to_owned());
    }
    if trimmed.starts_with(',')
        && after_comma.starts_with(|c: char| c.is_ascii_digit())
        && let Some((value, suffix)) = locator_value(after_comma)
    {
        return (Some(Locator { label: "page", value }), suffix.to_owned());
    }
    (None, text.trim_end().to_owned())
}

/// A locator that ends where its braces do: all of it is the value.
fn locator_in_braces(inside: &str) -> Option<Locator> {
    let (label, value) = locator_label(inside).unwrap_or(("page", inside));
    let value = value.split_whitespace().collect::<Vec<_>>().join(" ").replace("--", "-");
    (!value.is_empty()).then_some(Locator { label, value })
}

/// Whether `c` may stand inside a key, single and between letters or digits.
fn is_inner_punctuation(c: char) -> bool {
    matches!(c, ':' | '.' | '#' | '$' | '%' | '&' | '-' | '+' | '?' | '<' | '>' | '~' | '/')
}

/// The semicolons that part a group's sources, not those in braces.
fn splits(text: &str, range: Range<usize>) -> Vec<usize> {
    let mut depth = 0_usize;
    let mut splits = Vec::new();
    for (offset, byte) in text[range.clone()].bytes().enumerate() {
        match byte {
            b'{' => depth += 1,
            b'}' => depth = depth.saturating_sub(1),
            b';' if depth == 0 => splits.push(range.start + offset),
            _ => {}
        }
    }
    splits
}

/// Reads one source of a group. `None` without a key, or with two, as in `[@a and @b]`.
fn read_item(text: &str, range: Range<usize>) -> Option<CitationItem> {
    let (at, author, prefix_end) = find_at(text, range.clone())?;
    let (key, next) = read_key(text, at + 1)?;
    if next > range.end {
        return None;
    }
    // Two keys without a semicolon are two parts of a sentence; as one item, the second would be lost without a finding.
    let second = find_at(text, next..range.end).and_then(|(at, ..)| read_key(text, at + 1));
    if second.is_some() {
        return None;
    }
    let (locator, suffix) = read_locator(&text[next..range.end]);
    let prefix = words(text[range.start..prefix_end].trim_start());
    Some(CitationItem {
        key: text[key.clone()].to_owned(),
        key_span: Span::new(key),
        prefix,
        locator,
        suffix: words(&suffix),
        author,
    })
}

/// The words around a key as they read: without the signs of emphasis and comments, and with the quotes and dashes of print.
fn words(text: &str) -> String {
    let text = text.replace('\n', " ");
    let may_be_marked_up = text.contains(['*', '_', '"', '\'', '<']) || text.contains("--") || text.contains("...");
    if !may_be_marked_up {
        return text;
    }
    let inner = text.trim();
    let (before, after) = (text.len() - text.trim_start().len(), text.trim_end().len());
    let mut plain = text[..before].to_owned();
    // A full stop ahead keeps a number or a dash from being that of a list.
    let line = format!(". {inner}");
    let events = Parser::new_ext(&line, Options::ENABLE_SMART_PUNCTUATION);
    let mut read = String::with_capacity(line.len());
    for event in events {
        if let Event::Text(piece) = event {
            read.push_str(&piece);
        }
    }
    plain.push_str(read.strip_prefix(". ").unwrap_or(inner));
    plain.push_str(&text[after.max(before)..]);
    plain
}

/// The `@` that begins the key: not part of a word, not escaped.
fn find_at(text: &str, range: Range<usize>) -> Option<(usize, AuthorDisplay, usize)> {
    for (offset, _) in text[range.clone()].match_indices('@') {
        let at = range.start + offset;
        let before = text[range.start..at].chars().next_back();
        match before {
            Some('-') => {
                let ahead = text[range.start..at - 1].chars().next_back();
                if ahead.is_none_or(|c| !c.is_alphanumeric()) {
                    return Some((at, AuthorDisplay::Suppressed, at - 1));
                }
            }
            Some('\\') => {}
            Some(c) if c.is_alphanumeric() => {}
            _ => return Some((at, AuthorDisplay::Named, at)),
        }
    }
    None
}

/// CSL's locator terms with the forms in which they are written.
const LABELS: &[(&str, &[&str])] = &[
    ("page", &["pp.", "p.", "pages", "page"]),
    ("chapter", &["chap.", "chaps.", "ch.", "chapters", "chapter"]),
    ("section", &["sec.", "secs.", "sections", "section", "§§", "§"]),
    ("paragraph", &["para.", "paras.", "paragraphs", "paragraph", "¶¶", "¶"]),
    ("figure", &["fig.", "figs.", "figures", "figure"]),
    ("volume", &["vol.", "vols.", "volumes", "volume"]),
    ("verse", &["v.", "vv.", "verses", "verse"]),
    ("line", &["l.", "ll.", "lines", "line"]),
    ("note", &["n.", "nn.", "notes", "note"]),
    ("part", &["pt.", "pts.", "parts", "part"]),
    ("column", &["col.", "cols.", "columns", "column"]),
    ("book", &["bk.", "bks.", "books", "book"]),
    ("folio", &["fol.", "fols.", "folios", "folio"]),
    ("issue", &["no.", "nos.", "issues", "issue"]),
];

fn locator_label(text: &str) -> Option<(&'static str, &str)> {
    let first = text.chars().next()?;
    let forms = LABELS.iter().flat_map(|(label, forms)| forms.iter().map(move |form| (*label, *form)));
    let forms = forms.filter(|(_, form)| form.starts_with(first));
    let matching = forms.filter_map(|(label, form)| Some((label, form, text.strip_prefix(form)?)));
    let whole_word = |rest: &str| rest.starts_with([' ', '\u{a0}']) || rest.starts_with(|c: char| c.is_ascii_digit());
    matching
        .filter(|(_, _, rest)| whole_word(rest))
        .max_by_key(|(_, form, _)| form.len())
        .map(|(label, _, rest)| (label, rest))
}

/// A locator's number or range, and what follows it.
fn locator_value(text: &str) -> Option<(String, &str)> {
    let text = text.trim_start_matches([' ', '\u{a0}']);
    let part_end = |c: char| !(c.is_alphanumeric() || matches!(c, '-' | '–' | '—' | '.' | ':' | '/'));
    let mut end = text.find(part_end).unwrap_or(text.len());
    loop {
        let rest = &text[end..];
        let next = rest.strip_prefix(", ").or_else(|| rest.strip_prefix(','));
        match next {
            Some(next) if next.starts_with(|c: char| c.is_ascii_digit()) => {
                let skipped = rest.len() - next.len();
                end += skipped + next.find(part_end).unwrap_or(next.len());
            }
            _ => break,
        }
    }
    let value = text[..end].trim_end_matches(['.', ':']);
    let has_number = value.chars().any(|c| c.is_ascii_digit()) || is_roman(value);
    has_number.then(|| (value.replace("--", "-"), &text[value.len()..]))
}

fn is_roman(value: &str) -> bool {
    !value.is_empty()
        && value.chars().all(|c| matches!(c.to_ascii_lowercase(), 'i' | 'v' | 'x' | 'l' | 'c' | 'd' | 'm' | '-' | '–'))
}

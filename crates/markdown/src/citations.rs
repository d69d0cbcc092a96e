//! Parses Pandoc's citation syntax: a group in brackets (`[see @key, p. 3]`) and a key in a line (`@key`).
//!
//! Input is a range of text in a language, output the keys with prefixes, locators and suffixes as written. Whether a key exists and
//! how a citation is printed is left to the caller.

use std::borrow::Cow;
use std::ops::Range;

use pulldown_cmark::{Event, Options, Parser};
use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use wellpress_diagnostics::{Diagnostic, Location, Span, rules};
use wellpress_foundation::text::{is_combining_mark, is_joiner, one_line, strip_prefix_ignoring_case};

use crate::language::{LocatorWord, TextLanguage};

/// The finding about a citation inside the text of a link or of a picture.
///
/// ```
/// use wellpress_diagnostics::Location;
/// use wellpress_markdown::citations::in_link;
///
/// assert_eq!(in_link(Location::file("a.md")).rule.id, "citation-in-link");
/// ```
#[must_use]
pub fn in_link(location: Location) -> Diagnostic {
    Diagnostic::new(&rules::CITATION_IN_LINK, location, "a citation stands inside the text of a link or a picture")
        .help("put it behind, or link the words to the source with `[words](cite:key)`")
}

/// One citation in the text: of a single source, or of several in brackets.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CitationGroup {
    /// The syntax in which it is written.
    pub form: CitationForm,
    /// Its sources in the order written; never empty.
    pub items: Vec<CitationItem>,
    /// The citation with its brackets, or the whole link.
    pub span: Span,
}

/// The syntax of a citation, which decides how a style prints it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum CitationForm {
    /// In brackets beside the sentence, `[@key]`.
    Brackets,
    /// `@key`, read as a part of the sentence.
    Narrative,
    /// Words of the author that are linked to the source, `[words](cite:key)`.
    Words,
}

/// One source in a citation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CitationItem {
    /// The key, or `doi:..`, `pmid:..`.
    pub key: String,
    /// The span of the key without `@`, for findings about it.
    pub key_span: Span,
    /// The words before it, such as `see `, as they are printed.
    pub prefix: String,
    /// The cited part of the source, such as `pp. 3-5`.
    pub locator: Option<Locator>,
    /// The words behind the locator, such as ` and elsewhere`, as they are printed.
    pub suffix: String,
    /// Whether the author is left out (`-@key`).
    pub author: AuthorDisplay,
}

/// Whether a citation prints the author.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum AuthorDisplay {
    /// The author is printed if the style does so.
    Named,
    /// The sentence has named the author already.
    Suppressed,
}

/// A part of a source, in the terms of CSL.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Locator {
    /// CSL's term for the kind of part: `page`, `chapter`, `section`, ...
    pub label: &'static str,
    /// A number, a range or several, such as `3-5`, with hyphens for dashes.
    pub value: String,
}

/// Parses the content of brackets, `text[range]`, as a group of citations. `None` if a part between semicolons has no
/// key or more than one: such brackets are text. A semicolon behind a source, as in `[@key;]`, divides nothing.
///
/// ```
/// use wellpress_markdown::citations::read_group;
/// use wellpress_markdown::language::TextLanguage;
///
/// let text = "see @berg2020, pp. 3-5; -@okoro2019";
/// let items = read_group(text, 0..text.len(), TextLanguage::ENGLISH).unwrap();
/// assert_eq!((items[0].key.as_str(), items[0].prefix.as_str()), ("berg2020", "see "));
/// assert_eq!(items[0].locator.as_ref().unwrap().value, "3-5");
/// ```
#[must_use]
pub fn read_group(text: &str, range: Range<usize>, language: TextLanguage<'_>) -> Option<Vec<CitationItem>> {
    // Brackets that overlap in broken markup leave nothing between them.
    text.get(range.clone())?;
    let separators = separators(text, range.clone());
    let mut items = Vec::with_capacity(separators.len() + 1);
    let mut start = range.start;
    for end in separators.into_iter().chain([range.end]) {
        // In front of the first source, a semicolon is text.
        if start == range.start || !text[start..end].trim().is_empty() {
            items.push(read_item(text, start..end, language)?);
        }
        start = end + 1;
    }
    (!items.is_empty()).then_some(items)
}

/// What the brackets behind a narrative citation say, as in `@key [p. 3; see also @other]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NarrativeBrackets {
    /// The cited part of the source before the brackets.
    pub locator: Option<Locator>,
    /// The words behind the locator.
    pub suffix: String,
    /// The sources behind the first semicolon.
    pub others: Vec<CitationItem>,
}

/// Parses the content of brackets behind a narrative citation, `text[range]`. `None` if they are empty or a footnote, or if a
/// part behind a semicolon is no citation: such brackets are text.
///
/// ```
/// use wellpress_markdown::citations::read_narrative_brackets;
/// use wellpress_markdown::language::TextLanguage;
///
/// let text = "p. 30; see also @okoro2019";
/// let brackets = read_narrative_brackets(text, 0..text.len(), TextLanguage::ENGLISH).unwrap();
/// assert_eq!((brackets.locator.unwrap().value.as_str(), brackets.others.len()), ("30", 1));
/// ```
#[must_use]
pub fn read_narrative_brackets(
    text: &str,
    range: Range<usize>,
    language: TextLanguage<'_>,
) -> Option<NarrativeBrackets> {
    text.get(range.clone())?;
    let end = separators(text, range.clone()).first().copied().unwrap_or(range.end);
    let words = text[range.start..end].trim();
    let has_others = end < range.end && !text[end + 1..range.end].trim().is_empty();
    if (words.is_empty() && !has_others) || words.starts_with('^') || find_key_start(text, range.start..end).is_some() {
        return None;
    }
    // In running text a locator follows the key behind a comma.
    let (locator, suffix) = read_locator(&single_blanks(&format!(", {words}")), language);
    let suffix = match locator {
        Some(_) => printed_words(closed_up(&suffix), language),
        None if words.is_empty() => String::new(),
        None => format!(", {}", printed_words(words, language)),
    };
    let others = if has_others { read_group(text, end + 1..range.end, language)? } else { Vec::new() };
    Some(NarrativeBrackets { locator, suffix, others })
}

/// The number of characters of the longest key. Without a limit, each of many open braces would be read to the end of
/// the text.
const LONGEST_KEY: usize = 500;

/// Parses the key at `start`, the byte behind an `@`. The first value is the range of the key, without braces if it has
/// them; the second is the byte behind the key and its braces.
///
/// Keys follow Pandoc, with one addition: a DOI is a key with or without `doi:` or the resolver's address before it,
/// and its parentheses belong to it as long as they pair.
///
/// ```
/// use wellpress_markdown::citations::read_key;
///
/// assert_eq!(read_key("@berg2020, p. 3", 1), Some((1..9, 9)));
/// assert_eq!(read_key("@{a key}.", 1), Some((2..7, 8)));
/// assert_eq!(read_key("@ home", 1), None);
/// ```
#[must_use]
pub fn read_key(text: &str, start: usize) -> Option<(Range<usize>, usize)> {
    let key_text = &text[start..];
    if let Some(inside) = key_text.strip_prefix('{') {
        let length = inside.char_indices().take(LONGEST_KEY).find(|(_, c)| matches!(c, '}' | '\n'))?.0;
        let is_closed = inside[length..].starts_with('}') && length > 0;
        return is_closed.then_some((start + 1..start + 1 + length, start + 2 + length));
    }
    if let Some(address) = address_key(key_text) {
        return Some((start..start + address, start + address));
    }
    let doi_start = doi_start(key_text);
    let length = match doi_start {
        Some(doi_start) => doi_start + key_length(&key_text[doi_start..], Parentheses::PartOfKey),
        None => key_length(key_text, Parentheses::EndOfKey),
    };
    (length > doi_start.unwrap_or(0)).then_some((start..start + length, start + length))
}

/// The length of `url:https://..` at the start of a text. The address ends before a blank or what ends a citation, and the
/// punctuation of a sentence does not belong to it.
fn address_key(text: &str) -> Option<usize> {
    let address = strip_prefix_ignoring_case(text, "url:").filter(|address| address.starts_with("http"))?;
    let end = address.find(is_behind_address).unwrap_or(address.len());
    let longest = address.char_indices().nth(LONGEST_KEY).map_or(address.len(), |(at, _)| at);
    let address = address[..end.min(longest)].trim_end_matches([',', '.', ':', '!', '?']);
    address.contains("://").then(|| "url:".len() + address.len())
}

fn is_behind_address(c: char) -> bool {
    c.is_whitespace() || matches!(c, ']' | ';' | '}' | '"' | '<' | '>')
}

/// Whether parentheses in pairs are part of a key, as they are of a DOI.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Parentheses {
    PartOfKey,
    EndOfKey,
}

/// The number of bytes of the key without braces at the start of `text`. Punctuation counts only between letters or
/// digits, so that the full stop of a sentence does not.
fn key_length(text: &str, parentheses: Parentheses) -> usize {
    if !text.starts_with(is_word) {
        return 0;
    }
    let mut end = 0;
    let mut depth = 0_usize;
    let mut chars = text.char_indices().take(LONGEST_KEY).peekable();
    while let Some((offset, c)) = chars.next() {
        match c {
            _ if is_word(c) => {}
            '(' if parentheses == Parentheses::PartOfKey => depth += 1,
            ')' if depth > 0 => depth -= 1,
            _ if is_inner_punctuation(c) => match chars.peek() {
                Some((_, next)) if is_word(*next) || (*next == '(' && parentheses == Parentheses::PartOfKey) => {
                    continue;
                }
                _ => break,
            },
            _ => break,
        }
        if depth == 0 {
            end = offset + c.len_utf8();
        }
    }
    // Underscores at the end are the mark of emphasis around the key, as in `_@key_`.
    text[..end].trim_end_matches('_').len()
}

/// Whether the character stands within a word. An accent that has no composed form and a soft hyphen end no key.
fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_' || (!c.is_ascii() && (is_combining_mark(c) || is_joiner(c)))
}

/// The byte at which the `10.` of a DOI starts, behind `doi:`, the resolver's address, or both.
fn doi_start(text: &str) -> Option<usize> {
    let without_label = strip_prefix_ignoring_case(text, "doi:");
    let address = without_label.unwrap_or(text);
    let host =
        strip_prefix_ignoring_case(address, "https://").or_else(|| strip_prefix_ignoring_case(address, "http://"));
    let doi = match host {
        Some(host) => {
            let subdomains = ["dx.", "www."];
            let domain = subdomains.into_iter().find_map(|subdomain| strip_prefix_ignoring_case(host, subdomain));
            strip_prefix_ignoring_case(domain.unwrap_or(host), "doi.org/")?
        }
        None => without_label?,
    };
    doi.starts_with("10.").then(|| text.len() - doi.len())
}

/// Parses the text behind a key into a locator and a suffix, such as `, pp. 3-5 and elsewhere`.
///
/// ```
/// use wellpress_markdown::citations::read_locator;
/// use wellpress_markdown::language::TextLanguage;
///
/// let (locator, suffix) = read_locator(", chap. 4 and elsewhere", TextLanguage::ENGLISH);
/// assert_eq!(locator.map(|locator| (locator.label, locator.value)), Some(("chapter", "4".to_owned())));
/// assert_eq!(suffix, " and elsewhere");
/// ```
///
/// Braces say where a locator ends: `, {pp. iv, vi-xi, (xv)} and elsewhere`. Empty braces say that there is none: with
/// `{}, 99 years later` the number belongs to the suffix.
#[must_use]
pub fn read_locator(text: &str, language: TextLanguage<'_>) -> (Option<Locator>, String) {
    let trimmed = text.trim_start();
    let after_comma = trimmed.strip_prefix(',').unwrap_or(trimmed).trim_start();
    if let Some((inside, suffix)) = after_comma.strip_prefix('{').and_then(|inside| inside.split_once('}')) {
        return (locator_in_braces(inside.trim(), language), suffix.trim_end().to_owned());
    }
    if let Some((label, value)) = locator_label(after_comma, language)
        && let Some((value, suffix)) = locator_value(value)
    {
        return (Some(Locator { label, value }), suffix.to_owned());
    }
    // A bare number is a page, but only behind a comma: in `@key 2020 was cold` it belongs to the sentence.
    if trimmed.starts_with(',')
        && after_comma.starts_with(char::is_numeric)
        && let Some((value, suffix)) = locator_value(after_comma)
    {
        return (Some(Locator { label: "page", value }), suffix.to_owned());
    }
    (None, text.trim_end().to_owned())
}

/// A locator in braces: everything behind its label is the value.
fn locator_in_braces(inside: &str, language: TextLanguage<'_>) -> Option<Locator> {
    let (label, value) = locator_label(inside, language).unwrap_or(("page", inside));
    let value = one_line(value).replace("--", "-");
    (!value.is_empty()).then_some(Locator { label, value })
}

/// Whether a character may be part of a key between two letters or digits (Pandoc's list).
fn is_inner_punctuation(c: char) -> bool {
    matches!(c, ':' | '.' | '#' | '$' | '%' | '&' | '-' | '+' | '?' | '<' | '>' | '~' | '/')
}

/// The offsets of the semicolons that divide the sources of a group. Those in braces belong to a key or locator.
fn separators(text: &str, range: Range<usize>) -> Vec<usize> {
    let mut depth = 0_usize;
    let mut separators = Vec::new();
    for (offset, byte) in text[range.clone()].bytes().enumerate() {
        match byte {
            b'{' => depth += 1,
            b'}' => depth = depth.saturating_sub(1),
            b';' if depth == 0 => separators.push(range.start + offset),
            _ => {}
        }
    }
    separators
}

/// Parses one source of a group. `None` without a key, or with two, as in `[@a and @b]`.
fn read_item(text: &str, range: Range<usize>, language: TextLanguage<'_>) -> Option<CitationItem> {
    let OnlyKey { start, key, end } = find_only_key(text, range.clone())?;
    let (locator, suffix) = read_locator(&single_blanks(&text[end..range.end]), language);
    let prefix = printed_words(single_blanks(&text[range.start..start.prefix_end]).trim_start(), language);
    Some(CitationItem {
        key: text[key.clone()].to_owned(),
        key_span: Span::new(key),
        prefix,
        locator,
        suffix: printed_words(closed_up(&suffix), language),
        author: start.author,
    })
}

/// The words behind a key or a locator without a blank in front of a comma.
fn closed_up(suffix: &str) -> &str {
    let words = suffix.trim_start();
    if words.starts_with(',') { words } else { suffix }
}

/// The key of one source of a group.
struct OnlyKey {
    start: KeyStart,
    /// The key without braces.
    key: Range<usize>,
    /// The byte behind the key and its braces.
    end: usize,
}

/// The key in a range that has exactly one.
fn find_only_key(text: &str, range: Range<usize>) -> Option<OnlyKey> {
    let start = find_key_start(text, range.clone())?;
    let (key, end) = read_key(text, start.at_sign + 1)?;
    // The key is read from the whole text, so it may go on behind the brackets. Then these hold no citation.
    if end > range.end {
        return None;
    }
    // Two keys without a semicolon are parts of a sentence; as one item, the second would be lost without a finding.
    let second_key = find_key_start(text, end..range.end).and_then(|start| read_key(text, start.at_sign + 1));
    second_key.is_none().then_some(OnlyKey { start, key, end })
}

/// The words around a key as they are printed: without the marks of emphasis and without comments, and with the quotes and dashes
/// of the language. A citation processor takes plain text, so emphasis is lost.
fn printed_words(text: &str, language: TextLanguage<'_>) -> String {
    let text = text.replace('\n', " ");
    let may_be_marked_up = text.contains(['*', '_', '"', '\'', '<']) || text.contains("--") || text.contains("...");
    if !may_be_marked_up {
        return text;
    }
    let inner = text.trim();
    // The parser drops blanks at the ends, which divide the words from the key.
    let inner_start = text.len() - text.trim_start().len();
    let inner_end = text.trim_end().len().max(inner_start);
    // A full stop at the start keeps a number or a dash from beginning a list.
    let line = format!(". {inner}");
    let mut printed = String::with_capacity(line.len());
    let mut is_inner_open = false;
    for (event, range) in Parser::new_ext(&line, Options::ENABLE_SMART_PUNCTUATION).into_offset_iter() {
        let Event::Text(piece) = event else { continue };
        let is_straight_quote = matches!(&line[range.clone()], "\"" | "'") && *piece != line[range.clone()];
        printed.push_str(match is_straight_quote {
            true => language.quotes.localised(&piece, &line[..range.start], &line[range.end..], &mut is_inner_open),
            false => &piece,
        });
    }
    let printed = printed.strip_prefix(". ").unwrap_or(inner);
    format!("{}{printed}{}", &text[..inner_start], &text[inner_end..])
}

/// The text with one blank for each run of blanks, tabs and ends of lines.
fn single_blanks(text: &str) -> Cow<'_, str> {
    if !text.contains(['\n', '\t']) && !text.contains("  ") {
        return Cow::Borrowed(text);
    }
    let mut single = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            ' ' | '\t' | '\r' | '\n' if single.ends_with(' ') => {}
            ' ' | '\t' | '\r' | '\n' => single.push(' '),
            _ => single.push(c),
        }
    }
    Cow::Owned(single)
}

/// The start of a key in a group.
struct KeyStart {
    /// The byte of the `@`.
    at_sign: usize,
    author: AuthorDisplay,
    /// The byte at which the words before the key end: the `@`, or the hyphen before it.
    prefix_end: usize,
}

/// The first `@` in a range that is not part of a word and not escaped.
fn find_key_start(text: &str, range: Range<usize>) -> Option<KeyStart> {
    for (offset, _) in text[range.clone()].match_indices('@') {
        let at_sign = range.start + offset;
        match text[range.start..at_sign].chars().next_back() {
            Some('-') => {
                let before_hyphen = text[range.start..at_sign - 1].chars().next_back();
                if before_hyphen.is_none_or(|c| !c.is_alphanumeric()) {
                    return Some(KeyStart { at_sign, author: AuthorDisplay::Suppressed, prefix_end: at_sign - 1 });
                }
            }
            Some('\\') => {}
            Some(c) if c.is_alphanumeric() => {}
            _ => return Some(KeyStart { at_sign, author: AuthorDisplay::Named, prefix_end: at_sign }),
        }
    }
    None
}

/// CSL's terms for locators with the abbreviations and words that authors write.
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
    ("table", &["table", "tables", "tbl."]),
    ("appendix", &["app.", "apps.", "appendices", "appendix"]),
    ("supplement", &["suppl.", "supp.", "supplements", "supplement"]),
    ("equation", &["eq.", "eqs.", "equations", "equation"]),
    ("article-locator", &["art.", "arts.", "articles", "article"]),
    ("rule", &["r.", "rr.", "rules", "rule"]),
    ("act", &["act", "acts"]),
    ("scene", &["sc.", "scs.", "scenes", "scene"]),
    ("canon", &["canons", "canon"]),
    ("opus", &["op.", "opp.", "opus"]),
    ("sub-verbo", &["s.v.", "s.vv.", "sub verbo"]),
    ("timestamp", &["timestamp", "minute", "min."]),
    ("location", &["loc.", "locs.", "location"]),
];

impl Serialize for Locator {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        (self.label, &self.value).serialize(serializer)
    }
}

// Not derived: a derived implementation would borrow the label from what it reads.
impl<'de> Deserialize<'de> for Locator {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let (term, value) = <(String, String)>::deserialize(deserializer)?;
        let label = LABELS.iter().map(|(label, _)| *label).find(|label| *label == term);
        Ok(Self { label: label.ok_or_else(|| D::Error::custom("not a term of CSL"))?, value })
    }
}

/// Each of CSL's terms for locators with the English word that authors write before a single one, such as `p.`
///
/// ```
/// assert!(wellpress_markdown::citations::english_locators().any(|locator| locator == ("chapter", "chap.")));
/// ```
pub fn english_locators() -> impl Iterator<Item = (&'static str, &'static str)> {
    // Of pages the plural comes first.
    LABELS.iter().map(|(label, forms)| (*label, if *label == "page" { forms[1] } else { forms[0] }))
}

/// The term of the word at the start of a text, and the text behind it. A word of the text's language wins over an English one:
/// `v. 3` is a verse in English and a volume in Brazil.
fn locator_label<'t>(text: &'t str, language: TextLanguage<'_>) -> Option<(&'static str, &'t str)> {
    let words_of_language = language.locator_words.iter().map(|LocatorWord { label, word }| (*label, word.as_str()));
    let english = LABELS.iter().flat_map(|(label, forms)| forms.iter().map(move |form| (*label, *form)));
    longest_form(text, words_of_language).or_else(|| longest_form(text, english))
}

/// The term of the longest form at the start of a text, and the text behind it. A form counts as a whole word only.
fn longest_form<'t, 'w>(
    text: &'t str,
    forms: impl Iterator<Item = (&'static str, &'w str)>,
) -> Option<(&'static str, &'t str)> {
    let first = text.chars().next()?;
    // Most forms differ in their first character, which is cheaper to compare.
    let candidates = forms.filter(|(_, form)| form.starts_with(first));
    let matches = candidates.filter_map(|(label, form)| Some((label, form, text.strip_prefix(form)?)));
    let whole_words = matches.filter(|(_, _, value)| value.starts_with(|c: char| is_blank(c) || c.is_numeric()));
    whole_words.max_by_key(|(_, form, _)| form.len()).map(|(label, _, value)| (label, value))
}

/// Whether a character may stand between the word of a locator and its number: French texts have a narrow no-break space there.
fn is_blank(c: char) -> bool {
    matches!(c, ' ' | '\u{a0}' | '\u{202f}')
}

/// The number, range or list of numbers at the start of a text, and the text behind it. `None` if it has neither a
/// digit nor a Roman numeral: in `p. and so on` there is no locator.
fn locator_value(text: &str) -> Option<(String, &str)> {
    let text = text.trim_start_matches(is_blank);
    let mut end = text.find(ends_number).unwrap_or(text.len());
    loop {
        let behind = &text[end..];
        match behind.strip_prefix(", ").or_else(|| behind.strip_prefix(',')) {
            Some(next) if next.starts_with(char::is_numeric) => {
                let separator_length = behind.len() - next.len();
                end += separator_length + next.find(ends_number).unwrap_or(next.len());
            }
            _ => break,
        }
    }
    // The full stop of the sentence is not part of the number; it begins the suffix.
    let value = text[..end].trim_end_matches(['.', ':']);
    let has_number = value.contains(char::is_numeric) || is_roman(value);
    has_number.then(|| (value.replace("--", "-"), &text[value.len()..]))
}

fn ends_number(c: char) -> bool {
    !(c.is_alphanumeric() || matches!(c, '-' | '–' | '—' | '.' | ':' | '/'))
}

fn is_roman(value: &str) -> bool {
    !value.is_empty()
        && value.chars().all(|c| matches!(c.to_ascii_lowercase(), 'i' | 'v' | 'x' | 'l' | 'c' | 'd' | 'm' | '-' | '–'))
}

//! Decides what `[..]` without a link definition is: a citation, a directive in a line, the name of a callout, a
//! locator, or text.
//!
//! Input is the text as the author wrote it and the range of the brackets. What is decided here is added to the body by
//! [`super::links`].

use std::cell::RefCell;
use std::ops::Range;
use std::rc::Rc;

use memchr::{memchr, memchr_iter, memchr2_iter, memmem, memrchr};
use pulldown_cmark::{BrokenLink, CowStr, LinkType};
use rustc_hash::FxHashMap;

use crate::citations::{CitationItem, NarrativeBrackets, read_group, read_key, read_narrative_brackets};
use crate::directives::{self, marker_length};
use crate::language::TextLanguage;

use super::grammar::Grammar;

/// The meaning of brackets without a link definition, with the values that were parsed to find it out.
#[derive(Debug)]
pub(super) enum Bracket {
    /// `[@key]`, or several such brackets in a row.
    Citations(Vec<BracketedGroup>),
    /// The label of `:name[..]`.
    Directive,
    /// The name of a callout, `> [!NOTE]`.
    Alert,
    /// `[words]{.class}`.
    Attributes,
    /// `[p. 3]` behind a narrative citation.
    BehindKey(NarrativeBrackets),
    /// `[^1][@key]`: the reference to a footnote from its bracket to behind the closing one, and the citations.
    Footnote(Range<usize>, Vec<BracketedGroup>),
}

/// One pair of brackets with the citations in it.
#[derive(Debug)]
pub(super) struct BracketedGroup {
    /// From the opening bracket to behind the closing one.
    pub(super) range: Range<usize>,
    pub(super) items: Vec<CitationItem>,
}

/// The brackets that the callback has decided and the parser has not yet reported as links, by the byte at which they
/// start.
///
/// The parser calls back when it reads a block, and reports the links of the block afterwards. The callback can return
/// only an address, so its results are kept here in between. The map is shared between the callback and the builder,
/// both of which the parser's loop borrows, hence the `RefCell`.
#[derive(Debug, Default, Clone)]
pub(super) struct DecidedBrackets(Rc<RefCell<FxHashMap<usize, Bracket>>>);

impl DecidedBrackets {
    /// Decides the meaning of brackets, stores it, and returns whether they have one. The range of `link` counts from
    /// `text_start`; text before that does not matter.
    pub(super) fn decide(&self, text: &str, text_start: usize, link: &BrokenLink<'_>, grammar: Grammar<'_>) -> bool {
        let span = text_start + link.span.start..text_start + link.span.end;
        let bracket = bracket(text, text_start, span.clone(), link.link_type, grammar.language);
        let bracket = bracket.or_else(|| {
            let has_attributes =
                grammar.extensions.attributes && directives::loose_attributes_at(text, span.end).is_some();
            has_attributes.then_some(Bracket::Attributes)
        });
        let Some(bracket) = bracket else { return false };
        self.0.borrow_mut().insert(span.start, bracket);
        true
    }

    /// Removes and returns the meaning of the brackets that start at a byte.
    pub(super) fn remove(&self, start: usize) -> Option<Bracket> {
        self.0.borrow_mut().remove(&start)
    }
}

/// Longer brackets, in bytes, hold no citations: without a limit, each of many nested ones would be read to its end.
const LONGEST_CITATION: usize = 4_000;

/// The meaning of the brackets at `span`; `None` for plain text. The order of the cases matters: a directive's label
/// may contain an `@`.
fn bracket(
    text: &str,
    text_start: usize,
    span: Range<usize>,
    link_type: LinkType,
    language: TextLanguage<'_>,
) -> Option<Bracket> {
    let inside = text.get(span.start + 1..span.end.checked_sub(1)?)?;
    let may_be_citations = inside.len() <= LONGEST_CITATION && inside.contains('@') && !has_markup(inside);
    match link_type {
        LinkType::Shortcut => {}
        // The parser takes a footnote with brackets behind it for the words of a link.
        LinkType::Reference if inside.starts_with('^') && may_be_citations => {
            let end = span.start + text[span.clone()].find(']')? + 1;
            let groups = groups(text, end..span.end, language)?;
            return Some(Bracket::Footnote(span.start..end, groups));
        }
        LinkType::Reference | LinkType::Collapsed => {
            return if may_be_citations { groups(text, span, language).map(Bracket::Citations) } else { None };
        }
        _ => return None,
    }
    let text_before = &text[text_start..span.start];
    // Only behind the mark of a quote is `[!x]` an alert.
    if inside.starts_with('!') && text_before.trim_end_matches([' ', '\t']).ends_with('>') {
        return Some(Bracket::Alert);
    }
    if directive_name_before(text_before).is_some() {
        return Some(Bracket::Directive);
    }
    let content = span.start + 1..span.end - 1;
    if may_be_citations && let Some(items) = read_group(text, content.clone(), language) {
        return Some(Bracket::Citations(vec![BracketedGroup { range: span, items }]));
    }
    let is_readable = inside.len() <= LONGEST_CITATION && !has_markup(inside);
    if !is_readable || !ends_with_key(&text_before[..text_before.len() - blank_behind_key(text_before)]) {
        return None;
    }
    read_narrative_brackets(text, content, language).map(Bracket::BehindKey)
}

/// The length of what may stand between a narrative citation and its brackets: nothing, a blank or the end of a line.
pub(super) fn blank_behind_key(text_before: &str) -> usize {
    usize::from(text_before.ends_with([' ', '\n']))
}

/// The offsets of colons behind citations that begin a line. `[@a]: yes` is text, but the parser would take it for the
/// definition of a link, as `[a]: /b` is. Only the first `]:` of a line can be one, so that no text is searched twice.
pub(super) fn colons_behind_citations(text: &str, from: usize) -> impl Iterator<Item = usize> {
    let bytes = text.as_bytes();
    let mut next = from;
    let line_starts = std::iter::from_fn(move || {
        let end = next + memmem::find(&bytes[next..], b"]:")?;
        let line = memrchr(b'\n', &bytes[next..end]).map_or(next, |newline| next + newline + 1);
        next = memchr(b'\n', &bytes[end..]).map_or(bytes.len(), |length| end + length);
        Some(line + marker_length(&text[line..end])..end)
    });
    line_starts.filter_map(|Range { start, end }| {
        let is_citation = text[start..end].starts_with('[') && end - start <= LONGEST_CITATION;
        let line_end = memchr(b'\n', &bytes[end..]).map_or(bytes.len(), |length| end + length);
        // The definition of a link wins over a citation with the same text.
        let is_definition = is_destination(&text[end + 2..line_end]);
        (is_citation && !is_definition && read_group(text, start + 1..end, TextLanguage::ENGLISH).is_some())
            .then_some(end + 1)
    })
}

/// Whether a text names a work by an identifier, as behind Manubot's `[@tag:x]:`.
pub(super) fn is_identifier(text: &str) -> bool {
    const LABELS: [&str; 7] = ["doi:", "pmid:", "pmcid:", "pmc:", "arxiv:", "isbn:", "url:"];
    let lower = text.to_ascii_lowercase();
    !text.contains(char::is_whitespace)
        && LABELS.iter().any(|label| lower.len() > label.len() && lower.starts_with(label))
}

/// Whether a text is the destination of a link definition and not a sentence: an address or a path, perhaps with a title.
fn is_destination(text: &str) -> bool {
    let (destination, title) = text.trim().split_once(char::is_whitespace).unwrap_or((text.trim(), ""));
    let title = title.trim();
    let is_title = title.is_empty() || title.starts_with(['"', '\'', '(']);
    let is_address = ["https://", "http://", "mailto:", "/", "#", "./", "../", "<"]
        .iter()
        .any(|start| destination.starts_with(start))
        || destination.ends_with(".md");
    is_title && is_address
}

/// Whether code or emphasis begins within the brackets before an `@`. Code never holds a citation, and a key within
/// emphasis is a narrative one.
fn has_markup(inside: &str) -> bool {
    inside.contains('`') || inside.contains("*@") || inside.contains("_@")
}

/// The groups in `[@a][@b]` or `[@a][]`, which the parser reports as one link; `None` if a part is not a citation.
fn groups(text: &str, span: Range<usize>, language: TextLanguage<'_>) -> Option<Vec<BracketedGroup>> {
    let mut groups = Vec::new();
    let mut start = span.start;
    let inside = &text[span.start..span.end];
    let inside = inside.strip_suffix("[]").unwrap_or(inside);
    for part in inside.split_inclusive(']') {
        let end = start + part.len();
        let items = read_group(text, start + 1..end.checked_sub(1)?, language)?;
        groups.push(BracketedGroup { range: start..end, items });
        start = end;
    }
    Some(groups)
}

/// The range of `:name` at the end of `text_before`, if a directive in a line can begin there.
pub(super) fn directive_name_before(text_before: &str) -> Option<Range<usize>> {
    let (colon, _) = text_before
        .rmatch_indices(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '_')))
        .next()
        .filter(|(_, c)| *c == ":")?;
    if !text_before[colon + 1..].starts_with(|c: char| c.is_ascii_alphabetic()) {
        return None;
    }
    let previous = text_before[..colon].chars().next_back();
    let is_free = previous.is_none_or(|c| !(c.is_alphanumeric() || matches!(c, ':' | '\\')));
    is_free.then_some(colon..text_before.len())
}

/// Whether `text` ends with a narrative `@key`.
fn ends_with_key(text: &str) -> bool {
    // Limits the search: otherwise a line with many brackets would be searched to its start for each of them.
    let start = text.len().saturating_sub(LONGEST_CITATION);
    let Some(at_sign) = memrchr(b'@', &text.as_bytes()[start..]).map(|at| start + at) else { return false };
    let is_free = text[..at_sign].chars().next_back().is_none_or(|c| !c.is_alphanumeric() && c != '\\');
    is_free && read_key(text, at_sign + 1).is_some_and(|(_, end)| end == text.len())
}

/// Finds the brackets of a link's text, or of a picture's, around a citation.
///
/// If a citation stands in the text of a link, the parser sees a link in a link and reports only the inner one. So the
/// outer one has to be found in the source. The brackets of a block are indexed once, however many citations the block
/// has.
#[derive(Debug, Default)]
pub(super) struct LinkTexts {
    block: Range<usize>,
    /// The offset of each bracket of the block, and whether a link's text is open right before it.
    brackets: Vec<(usize, bool)>,
}

impl LinkTexts {
    /// Whether an offset is within a link's text.
    pub(super) fn have_around(&mut self, text: &str, offset: usize) -> bool {
        if !self.block.contains(&offset) {
            self.index_block(text, offset);
        }
        let next = self.brackets.partition_point(|(bracket, _)| *bracket < offset);
        self.brackets.get(next).is_some_and(|(_, is_link_text)| *is_link_text)
    }

    /// Indexes the brackets from `start` to the next blank line. Backwards, because only the closing bracket tells
    /// whether a link's text ends there.
    fn index_block(&mut self, text: &str, start: usize) {
        let bytes = &text.as_bytes()[start..];
        let end = memchr_iter(b'\n', bytes).find(|newline| bytes.get(newline + 1) == Some(&b'\n'));
        let end = end.map_or(text.len(), |length| start + length);
        self.block = start..end;
        self.brackets.clear();
        let mut closing_brackets = Vec::new();
        for bracket in memchr2_iter(b'[', b']', &text.as_bytes()[start..end]).rev().map(|offset| start + offset) {
            if text[bracket..].starts_with(']') {
                closing_brackets.push(bracket);
            } else {
                closing_brackets.pop();
            }
            let is_link_text = closing_brackets.last().is_some_and(|closing| text[*closing..].starts_with("]("));
            self.brackets.push((bracket, is_link_text));
        }
        self.brackets.reverse();
    }
}

/// The destination and title that the parser stores for a bracket that is a citation or the like. They are never read:
/// the type of the link tells such a bracket, and its meaning is looked up by its offset.
pub(super) fn no_address<'t>() -> (CowStr<'t>, CowStr<'t>) {
    (CowStr::Borrowed(""), CowStr::Borrowed(""))
}

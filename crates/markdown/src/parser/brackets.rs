//! What `[..]` without a link definition is: a mark, a directive in the line, the name of a callout, a locator.

use std::ops::Range;

use memchr::{memchr, memchr_iter, memchr2_iter, memmem, memrchr};
use pulldown_cmark::{BrokenLink, LinkType};

use crate::citations::{CitationItem, read_group, read_key, read_locator};
use crate::directives::marker_length;

/// What a bracket without a link definition turned out to be; carried as the address of the link that it becomes.
pub(super) const CITATION: &str = "\u{1}c";
pub(super) const DIRECTIVE: &str = "\u{1}d";
pub(super) const ALERT: &str = "\u{1}a";
pub(super) const LOCATOR: &str = "\u{1}l";

/// Longer brackets hold no marks: each of many nested ones would be read to its end.
const LONGEST_MARK: usize = 4_000;

/// Decides what `[..]` without a definition is, by the text as the author wrote it.
pub(super) fn bracket(text: &str, link: &BrokenLink<'_>) -> Option<&'static str> {
    let inside = text.get(link.span.start + 1..link.span.end.checked_sub(1)?)?;
    let may_be_marks = inside.len() <= LONGEST_MARK && inside.contains('@') && !has_markup(inside);
    match link.link_type {
        LinkType::Shortcut => {}
        LinkType::Reference | LinkType::Collapsed => {
            return if may_be_marks { groups(text, link.span.clone()).map(|_| CITATION) } else { None };
        }
        _ => return None,
    }
    let before = &text[..link.span.start];
    if inside.starts_with('!') && before.trim_end_matches([' ', '\t']).ends_with('>') {
        return Some(ALERT);
    }
    if directive_name_before(before).is_some() {
        return Some(DIRECTIVE);
    }
    if may_be_marks {
        return read_group(text, link.span.start + 1..link.span.end - 1).map(|_| CITATION);
    }
    let narrative = before.ends_with(' ') && ends_with_key(&before[..before.len() - 1]);
    (narrative && read_locator(&format!(", {inside}")).0.is_some()).then_some(LOCATOR)
}

/// The colons behind marks that begin a line: `[@a]: yes` is text, where `[a]: /b` says where a link leads. Of each line
/// only the first can be one, so that no stretch is looked at twice.
pub(super) fn colons_behind_marks(text: &str, from: usize) -> impl Iterator<Item = usize> {
    let bytes = text.as_bytes();
    let mut next = from;
    let closed = std::iter::from_fn(move || {
        let end = next + memmem::find(&bytes[next..], b"]:")?;
        let line = memrchr(b'\n', &bytes[next..end]).map_or(next, |newline| next + newline + 1);
        next = memchr(b'\n', &bytes[end..]).map_or(bytes.len(), |length| end + length);
        Some(line + marker_length(&text[line..end])..end)
    });
    closed.filter_map(|Range { start, end }| {
        let is_mark = text[start..end].starts_with('[') && end - start <= LONGEST_MARK;
        (is_mark && read_group(text, start + 1..end).is_some()).then_some(end + 1)
    })
}

/// Whether code or emphasis stands around an `@`: code is never touched, and a key inside emphasis is one of the line.
fn has_markup(inside: &str) -> bool {
    inside.contains('`') || inside.contains("*@") || inside.contains("_@")
}

/// The groups in `[@a][@b]` or `[@a][]`, or `None` where a part is not one.
pub(super) fn groups(text: &str, span: Range<usize>) -> Option<Vec<(Range<usize>, Vec<CitationItem>)>> {
    let mut groups = Vec::new();
    let mut start = span.start;
    let inside = &text[span.start..span.end];
    let inside = inside.strip_suffix("[]").unwrap_or(inside);
    for part in inside.split_inclusive(']') {
        let end = start + part.len();
        groups.push((start..end, read_group(text, start + 1..end.checked_sub(1)?)?));
        start = end;
    }
    Some(groups)
}

/// The bytes of `:name` at the end of `before`, if a directive in the line begins there.
pub(super) fn directive_name_before(before: &str) -> Option<Range<usize>> {
    let (colon, _) = before
        .rmatch_indices(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '_')))
        .next()
        .filter(|(_, c)| *c == ":")?;
    if !before[colon + 1..].starts_with(|c: char| c.is_ascii_alphabetic()) {
        return None;
    }
    let ahead = before[..colon].chars().next_back();
    let free = ahead.is_none_or(|c| !(c.is_alphanumeric() || matches!(c, ':' | '\\')));
    free.then_some(colon..before.len())
}

/// Whether `text` ends with a narrative `@key`.
fn ends_with_key(text: &str) -> bool {
    let Some(at) = text.rfind('@') else { return false };
    let free = text[..at].chars().next_back().is_none_or(|c| !c.is_alphanumeric() && c != '\\');
    free && read_key(text, at + 1).is_some_and(|(_, end)| end == text.len())
}

/// In whose brackets something stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Within {
    /// A link's text.
    Link,
    /// A picture's alternative text.
    Picture,
}

/// The brackets of a block of text that close as a link's text does. The parser sees no link there where a mark stands in
/// it. A block is read once, however many marks it has.
#[derive(Debug, Default)]
pub(super) struct LinkTexts {
    block: Range<usize>,
    /// Each bracket of the block, with what is open right before it.
    brackets: Vec<(usize, Option<Within>)>,
}

impl LinkTexts {
    /// In which of them `at` stands.
    pub(super) fn around(&mut self, text: &str, at: usize) -> Option<Within> {
        if !self.block.contains(&at) {
            self.read(text, at);
        }
        let next = self.brackets.partition_point(|(bracket, _)| *bracket < at);
        self.brackets.get(next).and_then(|(_, within)| *within)
    }

    fn read(&mut self, text: &str, start: usize) {
        let bytes = &text.as_bytes()[start..];
        let end = memchr_iter(b'\n', bytes).find(|at| bytes.get(at + 1) == Some(&b'\n'));
        let end = end.map_or(text.len(), |length| start + length);
        self.block = start..end;
        self.brackets.clear();
        let mut closing = Vec::new();
        for at in memchr2_iter(b'[', b']', &text.as_bytes()[start..end]).rev().map(|offset| start + offset) {
            if text[at..].starts_with(']') {
                closing.push(at);
            } else {
                closing.pop();
            }
            let is_link_text = closing.last().is_some_and(|closing| text[*closing..].starts_with("]("));
            self.brackets.push((at, is_link_text.then_some(Within::Link)));
        }
        self.brackets.reverse();
        self.tell_pictures(text);
    }

    /// Which of the texts belong to pictures is known only from their start on.
    fn tell_pictures(&mut self, text: &str) {
        let mut open = Vec::new();
        for (at, within) in &mut self.brackets {
            if within.is_some() && open.last() == Some(&true) {
                *within = Some(Within::Picture);
            }
            if text[*at..].starts_with('[') {
                open.push(text[..*at].ends_with('!'));
            } else {
                open.pop();
            }
        }
    }
}

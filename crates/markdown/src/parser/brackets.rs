//! What `[..]` without a link definition is: a mark, a directive in the line, the name of a callout, a locator.

use std::cell::RefCell;
use std::ops::Range;
use std::rc::Rc;

use memchr::{memchr, memchr_iter, memchr2_iter, memmem, memrchr};
use pulldown_cmark::{BrokenLink, LinkType};
use rustc_hash::FxHashMap;

use crate::citations::{CitationItem, Locator, read_group, read_key, read_locator};
use crate::directives::marker_length;

/// What a bracket without a link definition turned out to be, with what was read to find that out.
#[derive(Debug)]
pub(super) enum Bracket {
    /// `[@key]`, or several one behind the other.
    Citations(Vec<MarkGroup>),
    /// `:name[..]`.
    Directive,
    /// `> [!NOTE]`.
    Alert,
    /// `[p. 3]` behind a key in the line.
    Locator { locator: Locator, suffix: String },
}

/// One pair of brackets with its sources.
pub(super) type MarkGroup = (Range<usize>, Vec<CitationItem>);

/// The brackets that were decided and not yet reported as links, by the byte at which they start.
///
/// The CommonMark parser asks what a bracket is when it meets a block, and reports the link that it becomes later. Its
/// callback can return only an address, so what was read stays here in between.
#[derive(Debug, Default, Clone)]
pub(super) struct DecidedBrackets(Rc<RefCell<FxHashMap<usize, Bracket>>>);

impl DecidedBrackets {
    /// Decides what a bracket is, and keeps it; whether it is one of this grammar. The places of `link` count from
    /// `text_start`, and what stands before that has no say.
    pub(super) fn decide(&self, text: &str, text_start: usize, link: &BrokenLink<'_>) -> bool {
        let span = text_start + link.span.start..text_start + link.span.end;
        let decided = bracket(text, text_start, span.clone(), link.link_type);
        let is_decided = decided.is_some();
        if let Some(bracket) = decided {
            self.0.borrow_mut().insert(span.start, bracket);
        }
        is_decided
    }

    /// What the brackets that start at a byte are.
    pub(super) fn take(&self, start: usize) -> Option<Bracket> {
        self.0.borrow_mut().remove(&start)
    }
}

/// Longer brackets hold no marks: each of many nested ones would be read to its end.
const LONGEST_MARK: usize = 4_000;

/// Decides what `[..]` without a definition is, by the text as the author wrote it, from `text_start` on.
fn bracket(text: &str, text_start: usize, span: Range<usize>, link_type: LinkType) -> Option<Bracket> {
    let inside = text.get(span.start + 1..span.end.checked_sub(1)?)?;
    let may_be_marks = inside.len() <= LONGEST_MARK && inside.contains('@') && !has_markup(inside);
    match link_type {
        LinkType::Shortcut => {}
        LinkType::Reference | LinkType::Collapsed => {
            return if may_be_marks { groups(text, span).map(Bracket::Citations) } else { None };
        }
        _ => return None,
    }
    let before = &text[text_start..span.start];
    if inside.starts_with('!') && before.trim_end_matches([' ', '\t']).ends_with('>') {
        return Some(Bracket::Alert);
    }
    if directive_name_before(before).is_some() {
        return Some(Bracket::Directive);
    }
    if may_be_marks {
        let items = read_group(text, span.start + 1..span.end - 1)?;
        return Some(Bracket::Citations(vec![(span, items)]));
    }
    let follows_key = before.ends_with(' ') && ends_with_key(&before[..before.len() - 1]);
    let (locator, suffix) = if follows_key { read_locator(&format!(", {inside}")) } else { return None };
    locator.map(|locator| Bracket::Locator { locator, suffix })
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
fn groups(text: &str, span: Range<usize>) -> Option<Vec<MarkGroup>> {
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

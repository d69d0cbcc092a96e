//! What `[..]` without a link definition is: a mark, a directive in the line, the name of a callout, a locator.

use std::ops::Range;

use pulldown_cmark::{BrokenLink, LinkType};

use crate::parse::citations::{CitationItem, read_group, read_key, read_locator};

/// What a bracket without a link definition turned out to be; carried as the address of the link that it becomes.
pub(super) const CITATION: &str = "\u{1}c";
pub(super) const DIRECTIVE: &str = "\u{1}d";
pub(super) const ALERT: &str = "\u{1}a";
pub(super) const LOCATOR: &str = "\u{1}l";

/// Decides what `[..]` without a definition is, by the text as the author wrote it.
pub(super) fn bracket(text: &str, link: &BrokenLink<'_>) -> Option<&'static str> {
    let inside = text.get(link.span.start + 1..link.span.end.checked_sub(1)?)?;
    match link.link_type {
        LinkType::Shortcut => {}
        LinkType::Reference | LinkType::Collapsed => {
            return groups(text, link.span.clone()).map(|_| CITATION);
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
    if inside.contains('@') {
        return read_group(text, link.span.start + 1..link.span.end - 1).map(|_| CITATION);
    }
    let narrative = before.ends_with(' ') && ends_with_key(&before[..before.len() - 1]);
    (narrative && read_locator(&format!(", {inside}")).0.is_some()).then_some(LOCATOR)
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
    let name_start = before.rfind(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '_')))? + 1;
    let colon = name_start.checked_sub(1)?;
    let named = before[name_start..].starts_with(|c: char| c.is_ascii_alphabetic());
    if !named || before.as_bytes()[colon] != b':' {
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

//! Directive lines (`::name[label]{attributes}`, `:::name`, `:::`) found in a text before Markdown is parsed.
//!
//! Only the shape counts here. What a name means is looked up in [`super::table`], and the parser pairs the lines that open
//! and close a container.

use std::ops::Range;

use memchr::{memchr, memrchr};

/// A directive line as it stands in the text, before its name is looked up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Fence {
    /// From the first colon to the end of the line's text.
    pub span: Range<usize>,
    /// How many colons.
    pub colons: usize,
    /// The name's bytes; empty for a closing line.
    pub name: Range<usize>,
    /// The label's bytes, without brackets.
    pub label: Option<Range<usize>>,
    /// The attributes' bytes, without braces.
    pub attributes: Option<Range<usize>>,
    /// Whether anything else stands on the line.
    pub shape: FenceShape,
}

/// Whether a line has the shape of a directive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum FenceShape {
    /// It has.
    Sound,
    /// It begins like one and goes on otherwise: an exercise that only shows as text would be lost with its cautions.
    Broken,
}

impl Fence {
    /// Whether it closes a container.
    pub(crate) fn closes(&self) -> bool {
        self.name.is_empty() && self.shape == FenceShape::Sound
    }
}

/// Finds the lines of `text` that have the shape of a directive, in order.
pub(crate) fn fences(text: &str, from: usize) -> Vec<Fence> {
    let lines = colon_lines(text, from).filter(|line| text[line.clone()].starts_with("::"));
    lines.filter_map(|line| read_fence(text, line.start..line.start + text[line].trim_end().len())).collect()
}

/// The colons that begin a line's text and neither a definition, which has a blank behind its colon, nor the columns
/// of a table, nor one of `fences`.
pub(crate) fn leading_colons(text: &str, from: usize, fences: &[Fence]) -> Vec<usize> {
    let is_fence = |at: usize| fences.binary_search_by_key(&at, |fence| fence.span.start).is_ok();
    let begins = |line: &Range<usize>| {
        text[line.clone()].chars().nth(1).is_some_and(|c| !c.is_whitespace() && c != '-') && !is_fence(line.start)
    };
    colon_lines(text, from).filter(begins).map(|line| line.start).collect()
}

/// The lines whose text begins with a colon, each from there to its end. Colons are few, so they are looked for, not lines.
fn colon_lines(text: &str, from: usize) -> impl Iterator<Item = Range<usize>> {
    let bytes = text.as_bytes();
    let mut next = from;
    std::iter::from_fn(move || {
        loop {
            let colon = next + memchr(b':', &bytes[next..])?;
            let start = memrchr(b'\n', &bytes[next..colon]).map_or(next, |newline| next + newline + 1);
            let end = memchr(b'\n', &bytes[colon..]).map_or(bytes.len(), |length| colon + length);
            next = end;
            if start + marker_length(&text[start..end]) == colon {
                return Some(colon..end);
            }
        }
    })
}

/// The bytes of a line before its text: blanks, quote markers and list markers.
pub(crate) fn marker_length(line: &str) -> usize {
    let bytes = line.as_bytes();
    let mut at = 0;
    loop {
        match bytes.get(at) {
            Some(b' ' | b'\t' | b'>') => at += 1,
            Some(b'-' | b'*' | b'+') if bytes.get(at + 1) == Some(&b' ') => at += 2,
            Some(b'0'..=b'9') => {
                let digits = bytes[at..].iter().take_while(|byte| byte.is_ascii_digit()).count();
                let marker = bytes.get(at + digits).is_some_and(|byte| matches!(byte, b'.' | b')'));
                if digits > 9 || !marker || bytes.get(at + digits + 1) != Some(&b' ') {
                    return at;
                }
                at += digits + 2;
            }
            _ => return at,
        }
    }
}

fn read_fence(text: &str, span: Range<usize>) -> Option<Fence> {
    let colons = text[span.clone()].bytes().take_while(|byte| *byte == b':').count();
    let name = read_name(text, span.start + colons);
    let (label, attributes, end) = read_tail(text, name.end, span.end);
    let closes = name.is_empty();
    let is_sound = if closes { colons >= 3 && name.end == span.end } else { end == span.end };
    if is_sound {
        return Some(Fence { span, colons, name, label, attributes, shape: FenceShape::Sound });
    }
    let rest = text[name.end..span.end].trim_start();
    let begins_like_one = match colons {
        2 => !closes && rest.starts_with(['[', '{']),
        _ => !closes || rest.starts_with(|c: char| c.is_ascii_alphabetic()),
    };
    begins_like_one.then_some(Fence { span, colons, name, label: None, attributes: None, shape: FenceShape::Broken })
}

/// The name at `at`: a letter, then letters, digits, `-` or `_`.
pub(crate) fn read_name(text: &str, at: usize) -> Range<usize> {
    let rest = &text[at..];
    if !rest.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return at..at;
    }
    let length = rest.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))).unwrap_or(rest.len());
    at..at + length
}

type Tail = (Option<Range<usize>>, Option<Range<usize>>, usize);

/// `[label]{attributes}` from `at`, each optional, and where reading stopped.
fn read_tail(text: &str, at: usize, limit: usize) -> Tail {
    let label = enclosed(text, at, limit, b'[', b']');
    let after_label = label.as_ref().map_or(at, |label| label.end + 1);
    let attributes = enclosed(text, after_label, limit, b'{', b'}');
    let end = attributes.as_ref().map_or(after_label, |attributes| attributes.end + 1);
    (label, attributes, end)
}

/// Braces in a line that hold more hold no attributes: without a limit, each of many open ones would be read to the end.
const LONGEST_ATTRIBUTES: usize = 2_000;

/// The attributes in braces at `at`, if they stand there, without the braces.
pub(crate) fn attributes_at(text: &str, at: usize) -> Option<Range<usize>> {
    if !text[at..].starts_with('{') {
        return None;
    }
    let length = text.as_bytes()[at..].iter().take(LONGEST_ATTRIBUTES).position(|byte| *byte == b'\n');
    let limit = length.map_or_else(|| text.len().min(at + LONGEST_ATTRIBUTES), |length| at + length);
    enclosed(text, at, limit, b'{', b'}')
}

/// What stands between `open` at `at` and its `close`; quotes and backslashes protect.
fn enclosed(text: &str, at: usize, limit: usize, open: u8, close: u8) -> Option<Range<usize>> {
    let bytes = text.as_bytes();
    if at >= limit || bytes[at] != open {
        return None;
    }
    let (mut depth, mut quoted, mut position) = (1_usize, None, at + 1);
    while position < limit {
        let byte = bytes[position];
        match byte {
            b'\\' => position += 1,
            b'"' | b'\'' if open == b'{' && quoted.is_none() && bytes[position - 1] == b'=' => quoted = Some(byte),
            _ if quoted == Some(byte) => quoted = None,
            _ if quoted.is_some() => {}
            _ if byte == open => depth += 1,
            _ if byte == close => {
                depth -= 1;
                if depth == 0 {
                    return Some(at + 1..position);
                }
            }
            _ => {}
        }
        position += 1;
    }
    None
}

//! Where each item of a CSL-JSON file starts and ends. A parser of JSON gives up on a whole file at its first mistake; with
//! the boundaries found here each item is parsed alone, so that one broken item costs one item.

use std::ops::Range;

/// A file deeper than this in brackets is refused at that item: no source needs it.
const DEEPEST: usize = 64;

/// One item of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Item {
    /// From its opening brace to its closing one; to the next item, where none closes it.
    pub(super) range: Range<usize>,
    /// What is wrong with its boundaries.
    pub(super) fault: Option<Fault>,
}

/// What can be wrong with the boundaries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fault {
    /// Nothing closes it before the next one.
    Unclosed,
    /// It is nested too deep.
    Deep,
    /// It is no object at all.
    NoObject,
}

/// The items of a list, of the list under `items` or `references` of an object, or the one object that the text is.
pub(super) fn split(text: &str) -> Vec<Item> {
    let start = text.len() - text.trim_start().len();
    if text[start..].starts_with('{') {
        return match list_within(text, start) {
            Some(list) => items(text, list..text.len()),
            None => items(text, start..text.len()),
        };
    }
    let after = start + usize::from(text[start..].starts_with('['));
    items(text, after..text.len())
}

/// The items in a range that does not parse as one, where another begins in it on a line of its own and as far in.
pub(super) fn split_again(text: &str, range: Range<usize>) -> Option<Vec<Item>> {
    let line = text[..range.start].rfind('\n').map_or(0, |at| at + 1);
    let indent = &text[line..range.start];
    let opening = format!("\n{indent}{{");
    if !indent.trim().is_empty() || !text[range.clone()].contains(&opening) {
        return None;
    }
    let mut starts = vec![range.start];
    starts.extend(text[range.clone()].match_indices(&opening).map(|(at, found)| range.start + at + found.len() - 1));
    let ends = starts.iter().skip(1).copied().chain([range.end]);
    let parts = starts.iter().copied().zip(ends).flat_map(|(start, end)| items(text, start..end));
    Some(parts.collect())
}

/// Where the list of an object's `items` or `references` begins, behind its bracket.
fn list_within(text: &str, start: usize) -> Option<usize> {
    let (bytes, mut at, mut depth) = (text.as_bytes(), start, 0_usize);
    while at < bytes.len() {
        match bytes[at] {
            b'"' => {
                let end = string_end(bytes, at);
                let rest = text[end..].trim_start().strip_prefix(':').map(str::trim_start);
                let name = &text[at..end];
                if let Some(list) = rest.filter(|_| depth == 1 && matches!(name, "\"items\"" | "\"references\""))
                    && list.starts_with('[')
                {
                    return Some(text.len() - list.len() + 1);
                }
                at = end;
                continue;
            }
            b'{' | b'[' => depth += 1,
            b'}' | b']' => depth = depth.saturating_sub(1),
            _ => {}
        }
        at += 1;
    }
    None
}

fn items(text: &str, range: Range<usize>) -> Vec<Item> {
    let bytes = &text.as_bytes()[..range.end];
    let mut items = Vec::new();
    let mut at = range.start;
    while at < bytes.len() {
        match bytes[at] {
            b'{' => {
                let item = item(bytes, at);
                at = item.range.end;
                items.push(item);
            }
            b']' => break,
            byte if byte == b',' || byte.is_ascii_whitespace() => at += 1,
            _ => {
                let end = junk_end(bytes, at);
                items.push(Item { range: at..end, fault: Some(Fault::NoObject) });
                at = end;
            }
        }
    }
    items
}

/// The end of what stands where an item should: the next item, or the end of the list.
fn junk_end(bytes: &[u8], mut at: usize) -> usize {
    while at < bytes.len() && !matches!(bytes[at], b'{' | b']') {
        at = if bytes[at] == b'"' { string_end(bytes, at) } else { at + 1 };
    }
    at
}

/// The item that opens at `start`. In an object a brace stands behind a colon; one that does not opens the next item.
fn item(bytes: &[u8], start: usize) -> Item {
    let (mut open, mut at, mut last, mut deep) = (vec![b'{'], start + 1, b'{', false);
    while at < bytes.len() {
        let byte = bytes[at];
        let innermost = open.last().copied();
        match byte {
            b'"' => {
                at = string_end(bytes, at);
                last = byte;
                continue;
            }
            b'{' if innermost == Some(b'{') && last != b':' => break,
            b'{' | b'[' => open.push(byte),
            b']' if innermost == Some(b'{') => break,
            b']' => {
                open.pop();
            }
            b'}' => while open.pop() == Some(b'[') {},
            _ => {}
        }
        deep |= open.len() > DEEPEST;
        at += 1;
        if open.is_empty() {
            return Item { range: start..at, fault: deep.then_some(Fault::Deep) };
        }
        last = if byte.is_ascii_whitespace() { last } else { byte };
    }
    Item { range: start..at, fault: Some(if deep { Fault::Deep } else { Fault::Unclosed }) }
}

/// The place behind a string's closing quote; behind its line, which no string of JSON goes over, where it has none.
fn string_end(bytes: &[u8], start: usize) -> usize {
    let mut at = start + 1;
    while at < bytes.len() {
        match bytes[at] {
            b'"' => return at + 1,
            b'\n' => return at,
            b'\\' => at += 2,
            _ => at += 1,
        }
    }
    bytes.len()
}

//! Finds where each item of a CSL-JSON file starts and ends.
//!
//! A parser of JSON gives up on a whole file at its first mistake. With the boundaries found here each item is parsed
//! alone, so that one broken item costs one item. The scan takes linear time and knows only the brackets and strings of
//! JSON. In a sound file it finds exactly the items; in a broken one it guesses where the next item starts, by signs
//! that no sound item contains.

use std::ops::Range;

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct ItemRange {
    /// From the opening brace to the closing one, or to the next item if no brace closes it.
    pub(super) range: Range<usize>,
    pub(super) fault: Option<ItemFault>,
}

/// A mistake in the boundaries of an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ItemFault {
    /// Nothing closes it before the next one.
    Unclosed,
    NotAnObject,
}

/// The items of a list, of the list under `items` or `references` of an object, or the one object that the text is.
pub(super) fn split(text: &str) -> Vec<ItemRange> {
    let start = text.len() - text.trim_start().len();
    if text[start..].starts_with('{') {
        let items_start = list_within_object(text).unwrap_or(start);
        return items_in(text, items_start..text.len());
    }
    let items_start = start + usize::from(text[start..].starts_with('['));
    items_in(text, items_start..text.len())
}

/// The byte behind the opening bracket of an object's list `items` or `references`.
fn list_within_object(text: &str) -> Option<usize> {
    ["\"items\"", "\"references\""].iter().find_map(|name| {
        let (_, value) = text.split_once(name)?;
        let list = value.trim_start().strip_prefix(':')?.trim_start().strip_prefix('[')?;
        Some(text.len() - list.len())
    })
}

fn items_in(text: &str, range: Range<usize>) -> Vec<ItemRange> {
    let bytes = &text.as_bytes()[..range.end];
    let mut items = Vec::new();
    let mut offset = range.start;
    while offset < bytes.len() {
        match bytes[offset] {
            b'{' => {
                let item = item_at(bytes, offset);
                offset = item.range.end;
                items.push(item);
            }
            b']' => break,
            byte if byte == b',' || byte.is_ascii_whitespace() => offset += 1,
            _ => {
                let end = junk_end(bytes, offset);
                items.push(ItemRange { range: offset..end, fault: Some(ItemFault::NotAnObject) });
                offset = end;
            }
        }
    }
    items
}

/// The end of text in the place of an item: at the next item, or at the end of the list.
fn junk_end(bytes: &[u8], mut offset: usize) -> usize {
    while offset < bytes.len() && !matches!(bytes[offset], b'{' | b']') {
        offset = if bytes[offset] == b'"' { string_end(bytes, offset) } else { offset + 1 };
    }
    offset
}

/// The item that opens at `start`. Directly within an object, a brace can only follow a colon; any other brace opens
/// the next item, and the one before was never closed.
fn item_at(bytes: &[u8], start: usize) -> ItemRange {
    let (mut open_brackets, mut offset, mut previous) = (vec![b'{'], start + 1, b'{');
    while offset < bytes.len() {
        let byte = bytes[offset];
        let innermost = open_brackets.last().copied();
        match byte {
            b'"' => {
                offset = string_end(bytes, offset);
                previous = byte;
                continue;
            }
            b'{' if innermost == Some(b'{') && previous != b':' => break,
            b'{' | b'[' => open_brackets.push(byte),
            b']' if innermost == Some(b'{') => break,
            b']' => {
                open_brackets.pop();
            }
            // A brace also closes lists that were left open.
            b'}' => while open_brackets.pop() == Some(b'[') {},
            _ => {}
        }
        offset += 1;
        if open_brackets.is_empty() {
            return ItemRange { range: start..offset, fault: None };
        }
        previous = if byte.is_ascii_whitespace() { previous } else { byte };
    }
    ItemRange { range: start..offset, fault: Some(ItemFault::Unclosed) }
}

/// The byte behind a string's closing quotation mark, or the end of the line if it has none. JSON has no strings over
/// several lines, so the rest of the file is not taken for one.
fn string_end(bytes: &[u8], start: usize) -> usize {
    let mut offset = start + 1;
    while offset < bytes.len() {
        match bytes[offset] {
            b'"' => return offset + 1,
            b'\n' => return offset,
            b'\\' => offset += 2,
            _ => offset += 1,
        }
    }
    bytes.len()
}

//! Where each entry of a BibTeX file starts and ends. The parser of biblatex gives up on a whole file at its first mistake;
//! with the boundaries found here each entry is parsed alone, so that one broken entry costs one entry.

use std::ops::Range;

/// One `@word{ .. }` of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Block {
    /// From `@` to the closing brace; to the next entry, where none closes it.
    pub(super) range: Range<usize>,
    /// Its word, in lower case: `article`, `string`.
    pub(super) word: String,
    /// What is wrong with its boundaries.
    pub(super) fault: Option<BlockFault>,
}

/// What can be wrong with an entry's boundaries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum BlockFault {
    /// No brace opens it.
    Unopened,
    /// Nothing closes it before the next entry.
    Unclosed,
    /// It closes, and goes on: one closing brace too many before this byte.
    ClosedEarly(usize),
}

/// The blocks of `text` in order. Linear: where an entry never closes, every later one ends at the latest where a line
/// starts with the next, instead of searching the rest of the file again.
pub(super) fn split(text: &str) -> Vec<Block> {
    blocks(text, 0, false)
}

/// Whether nothing closes the last entry of a file: what is written behind it would belong to it for most programs.
#[must_use]
pub fn ends_within_entry(text: &str) -> bool {
    split(text).last().is_some_and(|block| block.fault == Some(BlockFault::Unclosed))
}

/// The blocks in a range of `text` that does not parse as one entry, where a second one starts on a line of its own in it.
pub(super) fn split_again(text: &str, range: Range<usize>) -> Option<Vec<Block>> {
    next_line_entry(text, range.clone())?;
    Some(blocks(&text[..range.end], range.start, true))
}

fn blocks(text: &str, mut at: usize, mut broken: bool) -> Vec<Block> {
    let mut blocks = Vec::new();
    while let Some(start) = next_entry(text, at) {
        let block = read_block(text, start, &mut broken);
        at = block.range.end;
        blocks.push(block);
    }
    blocks
}

/// Where a line after the first starts with an entry.
fn next_line_entry(text: &str, range: Range<usize>) -> Option<usize> {
    let mut from = range.start;
    while let Some(newline) = text[from..range.end].find('\n') {
        from += newline + 1;
        let indent = text[from..range.end].len() - text[from..range.end].trim_start_matches([' ', '\t']).len();
        if starts_entry(&text[from + indent..]) {
            return Some(from + indent);
        }
    }
    None
}

/// The next `@` outside of comments that opens an entry: anywhere with a word and a brace, at a line's start with a word.
fn next_entry(text: &str, from: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut at = from;
    let mut line_start = text[..from].trim_end_matches([' ', '\t']).ends_with('\n') || from == 0;
    while at < bytes.len() {
        match bytes[at] {
            b'%' => at += text[at..].find('\n').unwrap_or(bytes.len() - at),
            b'@' if starts_entry(&text[at..]) || (line_start && !word(&text[at + 1..]).is_empty()) => return Some(at),
            b'\n' => {
                line_start = true;
                at += 1;
            }
            byte => {
                line_start &= byte.is_ascii_whitespace();
                at += 1;
            }
        }
    }
    None
}

fn read_block(text: &str, start: usize, broken: &mut bool) -> Block {
    let name = word(&text[start + 1..]);
    let word = name.to_ascii_lowercase();
    let after = start + 1 + name.len();
    let open = after + text[after..].len() - text[after..].trim_start().len();
    if !text[open..].starts_with('{') {
        let end = after + text[after..].find('\n').unwrap_or(text.len() - after);
        return Block { range: start..end, word, fault: Some(BlockFault::Unopened) };
    }
    let limit = if *broken { next_line_entry(text, open..text.len()).unwrap_or(text.len()) } else { text.len() };
    match closing_brace(&text[open..limit]) {
        Some(length) => {
            let end = open + length;
            Block { range: start..end, word, fault: closed_early(text, end).map(BlockFault::ClosedEarly) }
        }
        None => {
            *broken = true;
            let end = next_line_entry(text, open..limit).unwrap_or(limit);
            Block { range: start..end, word, fault: Some(BlockFault::Unclosed) }
        }
    }
}

/// The length up to and with the brace that closes the one at the start. A backslash takes the next character along.
fn closing_brace(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut depth = 0_usize;
    let mut at = 0;
    while at < bytes.len() {
        match bytes[at] {
            b'\\' => at += 1,
            b'{' => depth += 1,
            b'}' if depth <= 1 => return Some(at + 1),
            b'}' => depth -= 1,
            _ => {}
        }
        at += 1;
    }
    None
}

/// The place behind an entry's end where the entry visibly goes on.
fn closed_early(text: &str, end: usize) -> Option<usize> {
    let rest = text[end..].trim_start();
    rest.starts_with([',', '}']).then(|| text.len() - rest.len())
}

fn starts_entry(text: &str) -> bool {
    let Some(rest) = text.strip_prefix('@') else { return false };
    let name = word(rest);
    !name.is_empty() && rest[name.len()..].trim_start().starts_with(['{', '('])
}

/// The letters at the start of `text`.
fn word(text: &str) -> &str {
    &text[..text.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(text.len())]
}

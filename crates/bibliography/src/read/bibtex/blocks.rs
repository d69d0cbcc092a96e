//! Finds where each entry of a BibTeX file starts and ends.
//!
//! With the boundaries found here each entry is parsed alone, so that one broken entry costs one entry. Parsing the
//! entries is left to [`super::entry`].

use std::ops::Range;

use super::entry::group_length;

/// One `@word{ .. }` or `@word( .. )` of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Block {
    /// From `@` to the closing brace, or to the next entry if no brace closes it.
    pub(super) range: Range<usize>,
    /// The bytes between the two braces.
    pub(super) content: Range<usize>,
    /// The word behind `@` in lower case, such as `article` or `string`.
    pub(super) word: String,
    pub(super) word_range: Range<usize>,
    pub(super) fault: Option<BlockFault>,
}

/// A mistake in the boundaries of an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum BlockFault {
    /// No brace opens it.
    Unopened,
    /// Nothing closes it before the next entry.
    Unclosed,
    /// The entry goes on behind its closing brace: there is one brace too many before this byte.
    ClosedEarly(usize),
}

/// The blocks of a text in order. A block ends at its closing brace or at the next line that starts one: a value may hold a
/// line such as `@book{`, but a missing brace is far more common, and would make an entry swallow those behind it.
///
/// Takes linear time, since the lines are searched once.
pub(super) fn split(text: &str) -> Vec<Block> {
    let mut blocks = Vec::new();
    let (mut offset, mut next_line) = (0, 0);
    while let Some(start) = next_entry(text, offset) {
        if next_line <= start {
            next_line = next_line_with_entry(text, start);
        }
        let block = read_block(text, start, next_line);
        offset = block.range.end;
        blocks.push(block);
    }
    blocks
}

/// Whether the last entry of a file is not closed. Most programs would take text that is appended to such a file for a
/// part of that entry.
///
/// ```
/// use wellpress_bibliography::ends_within_entry;
///
/// assert!(ends_within_entry("@book{a, title = {T}"));
/// assert!(!ends_within_entry("@book{a, title = {T}}\n% a comment"));
/// ```
#[must_use]
pub fn ends_within_entry(text: &str) -> bool {
    split(text).last().is_some_and(|block| block.fault == Some(BlockFault::Unclosed))
}

/// The byte at which the next line starts an entry, or the end of the text.
fn next_line_with_entry(text: &str, from: usize) -> usize {
    let mut line_start = from;
    while let Some(newline) = text[line_start..].find('\n') {
        line_start += newline + 1;
        let line = text[line_start..].trim_start_matches([' ', '\t']);
        let opens = line.strip_prefix('@').map(|behind| (behind, leading_word(behind)));
        if opens.is_some_and(|(behind, word)| !word.is_empty() && behind[word.len()..].starts_with('{')) {
            return text.len() - line.len();
        }
    }
    text.len()
}

/// The next `@` outside of comments that opens an entry: with a word and a brace anywhere, since an entry may follow
/// another on its line; with a word alone only at the start of a line, since `me@example.org` is text.
fn next_entry(text: &str, from: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut offset = from;
    let mut is_line_start = text[..from].trim_end_matches([' ', '\t']).ends_with('\n') || from == 0;
    while offset < bytes.len() {
        match bytes[offset] {
            b'%' => offset += text[offset..].find('\n').unwrap_or(bytes.len() - offset),
            b'@' if opens_entry(&text[offset..]) => return Some(offset),
            b'@' if is_line_start && opens_entry_of_line(&text[offset..]) => return Some(offset),
            b'@' if is_line_start && !leading_word(&text[offset + 1..]).is_empty() => return Some(offset),
            b'\n' => {
                is_line_start = true;
                offset += 1;
            }
            byte => {
                is_line_start &= byte.is_ascii_whitespace();
                offset += 1;
            }
        }
    }
    None
}

fn read_block(text: &str, start: usize, limit: usize) -> Block {
    let blanks = text[start + 1..].len() - text[start + 1..].trim_start_matches([' ', '\t']).len();
    let word = leading_word(&text[start + 1 + blanks..]);
    let word_range = start + 1 + blanks..start + 1 + blanks + word.len();
    let word_end = word_range.end;
    let word = word.to_ascii_lowercase();
    let open = word_end + text[word_end..].len() - text[word_end..].trim_start().len();
    let end_of_group = match text.as_bytes().get(open) {
        Some(b'{') => group_length,
        Some(b'(') => parenthesis_length,
        _ => {
            let end = word_end + text[word_end..].find('\n').unwrap_or(text.len() - word_end);
            return Block { range: start..end, content: end..end, word, word_range, fault: Some(BlockFault::Unopened) };
        }
    };
    match end_of_group(&text[open..limit]) {
        Some(length) => {
            let end = open + length;
            let fault = continuation(text, end).map(BlockFault::ClosedEarly);
            Block { range: start..end, content: open + 1..end - 1, word, word_range, fault }
        }
        None => {
            let fault = Some(BlockFault::Unclosed);
            Block { range: start..limit, content: open + 1..limit, word, word_range, fault }
        }
    }
}

/// The length of a block in parentheses. As in BibTeX, the first `)` outside of braces and quotes closes it.
fn parenthesis_length(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let (mut depth, mut is_quoted, mut offset) = (0_usize, false, 1);
    while offset < bytes.len() {
        match bytes[offset] {
            b'\\' => offset += 1,
            b'{' => depth += 1,
            b'}' => depth = depth.saturating_sub(1),
            b'"' if depth == 0 => is_quoted = !is_quoted,
            b')' if depth == 0 && !is_quoted => return Some(offset + 1),
            _ => {}
        }
        offset += 1;
    }
    None
}

/// The byte at which an entry visibly goes on behind its closing brace: with a comma, as before a field, or another
/// brace.
fn continuation(text: &str, end: usize) -> Option<usize> {
    let following = text[end..].trim_start();
    following.starts_with([',', '}']).then(|| text.len() - following.len())
}

/// Whether an entry opens at an `@` anywhere in a line.
fn opens_entry(text: &str) -> bool {
    !text[1..].starts_with([' ', '\t']) && opens_entry_of_line(text)
}

/// Whether a line that begins with `@` opens an entry. Blanks may stand behind the `@`, as BibTeX allows; elsewhere than at the
/// start of a line, `@ home (..)` is text.
fn opens_entry_of_line(text: &str) -> bool {
    let Some(behind) = text.strip_prefix('@') else { return false };
    let behind = behind.trim_start_matches([' ', '\t']);
    let word = leading_word(behind);
    !word.is_empty() && behind[word.len()..].trim_start().starts_with(['{', '('])
}

/// A type such as `article`; Mendeley writes types with an underscore, such as `book_section`.
fn leading_word(text: &str) -> &str {
    &text[..text.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(text.len())]
}

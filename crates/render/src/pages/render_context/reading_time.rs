//! The reading time of a page: its text in, minutes out.
//!
//! Every build counts the words of every page that it renders, so words are counted in blocks of 16 bytes, which the compiler
//! turns into vector instructions, instead of with `split_whitespace`. Blanks outside ASCII do not separate words here; for a
//! time that is rounded to minutes that makes no difference.

use wellpress_markdown::body::NodeKind;
use wellpress_site::model::Page;

/// How many words an adult reads in a minute.
const WORDS_PER_MINUTE: usize = 220;

/// Bytes that are counted together.
const BLOCK: usize = 16;

/// The time for the text of the page's own file, rounded up, at least 1 minute.
pub(crate) fn reading_minutes(page: &Page) -> usize {
    let words = page.body.nodes.iter().map(|node| match node.kind {
        NodeKind::Text(text) => count_words(page.body.text(&page.source, text)),
        _ => 0,
    });
    words.sum::<usize>().div_ceil(WORDS_PER_MINUTE).max(1)
}

/// How many words begin in a text. A word begins at a byte that is no blank behind one that is.
///
/// The text is compared with itself, shifted by one byte: `preceding` has for each byte of `bytes` its neighbour to the left.
/// The first byte has none and is counted apart.
fn count_words(text: &str) -> usize {
    let text = text.as_bytes();
    let Some((first, bytes)) = text.split_first() else { return 0 };
    let (preceding_blocks, preceding_tail) = text[..bytes.len()].as_chunks::<BLOCK>();
    let (blocks, tail) = bytes.as_chunks::<BLOCK>();
    let in_blocks: usize =
        preceding_blocks.iter().zip(blocks).map(|(preceding, bytes)| words_in_block(preceding, bytes)).sum();
    let in_tail = words_in_block(&padded(preceding_tail), &padded(tail));
    usize::from(!is_blank(*first)) + in_blocks + in_tail
}

/// How many words begin in a block. The sum of a block fits into a byte, which keeps 16 counters in one vector.
fn words_in_block(preceding: &[u8; BLOCK], bytes: &[u8; BLOCK]) -> usize {
    let begins = preceding.iter().zip(bytes).map(|(preceding, byte)| u8::from(is_blank(*preceding) & !is_blank(*byte)));
    usize::from(begins.sum::<u8>())
}

/// A tail as a block. Blanks begin no word, so they do not count.
fn padded(tail: &[u8]) -> [u8; BLOCK] {
    let mut block = [b' '; BLOCK];
    block[..tail.len()].copy_from_slice(tail);
    block
}

/// `|` instead of `||` leaves no branches, without which the comparisons of a block could not be done at once.
fn is_blank(byte: u8) -> bool {
    (byte == b' ') | (byte == b'\n') | (byte == b'\t') | (byte == b'\r') | (byte == 0x0C)
}

#[cfg(test)]
mod tests {
    use crate::pages::render_context::reading_time::count_words;

    #[test]
    fn words_are_counted_in_texts_of_every_length_as_the_standard_library_splits_them() {
        for length in 0..70 {
            for text in ["ab  c\nd\t\r\x0cefg ", " \u{e9}t\u{e9} d'\u{e9}t\u{e9}"] {
                let text: String = text.chars().cycle().take(length).collect();
                assert_eq!(count_words(&text), text.split_whitespace().count(), "{text:?}");
            }
        }
    }
}

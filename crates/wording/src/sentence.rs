//! Splits plain text into sentences.
//!
//! A sentence ends with `.`, `!` or `?` before white space and a letter that is not lower case, except after a known
//! abbreviation or an initial. Segmenters by UAX #29 do not know abbreviations and would break at "approx. 20 g", and
//! models trained for it are large; a wrong boundary only makes a sentence too short or too long.

use std::ops::Range;

/// The byte ranges of all sentences. White space between two sentences belongs to the second; empty ones are left out.
#[must_use]
pub fn sentences(text: &str) -> Vec<Range<usize>> {
    let mut start = 0;
    let ends = sentence_ends(text, 0..text.len()).chain([text.len()]);
    let ranges = ends.map(|end| std::mem::replace(&mut start, end)..end);
    ranges.filter(|range| !text[range.clone()].trim().is_empty()).collect()
}

/// The byte offsets in `text` at which sentences end, after closing quotes and brackets, for marks within `range`.
pub fn sentence_ends(text: &str, range: Range<usize>) -> impl Iterator<Item = usize> {
    let start = range.start;
    let ascii = memchr::memchr3_iter(b'.', b'!', b'?', &text.as_bytes()[range.clone()]);
    // The first bytes of `。` and `؟` in UTF-8.
    let others = memchr::memchr2_iter(0xe3, 0xd8, &text.as_bytes()[range.clone()]);
    let marks =
        merged(ascii, others).filter_map(move |offset| Some((start + offset, text[start + offset..].chars().next()?)));
    marks
        .filter(|(_, mark)| matches!(mark, '.' | '!' | '?' | '。' | '؟'))
        .filter_map(move |(at, mark)| sentence_end(text, at, mark))
        .filter(move |end| *end <= range.end)
}

/// The numbers of both, ascending.
fn merged(left: impl Iterator<Item = usize>, right: impl Iterator<Item = usize>) -> impl Iterator<Item = usize> {
    let (mut left, mut right) = (left.peekable(), right.peekable());
    std::iter::from_fn(move || match (left.peek(), right.peek()) {
        (Some(first), Some(second)) if second < first => right.next(),
        (None, _) => right.next(),
        _ => left.next(),
    })
}

/// The end of the sentence whose end mark is at `at`, or `None` if the mark does not end a sentence.
///
/// An abbreviation keeps the sentence open; where a sentence does end with one, two are taken for one.
fn sentence_end(text: &str, at: usize, mark: char) -> Option<usize> {
    let after_mark = at + mark.len_utf8();
    // Quotes and brackets that close behind the mark belong to the sentence.
    let closing = text[after_mark..]
        .find(|c: char| !matches!(c, '"' | '\'' | '”' | '’' | ')' | ']' | '»'))
        .unwrap_or(text.len() - after_mark);
    let end = after_mark + closing;
    let following = &text[end..];
    // Chinese and Japanese have no space and no capital letter after the full stop.
    if following.is_empty() || mark == '。' {
        return Some(end);
    }
    let next = following.trim_start().chars().next();
    let continues = !following.starts_with(char::is_whitespace) || next.is_some_and(char::is_lowercase);
    let is_open = continues || (mark == '.' && ends_with_abbreviation(&text[..at]));
    (!is_open).then_some(end)
}

/// In lower case, without the last full stop.
const ABBREVIATIONS: &[&str] = &[
    "dr", "mr", "mrs", "ms", "prof", "e.g", "i.e", "vs", "fig", "no", "p", "pp", "al", "etc", "approx", "st", "vol",
    "ca", "cf", "z.b", "bzw",
];

/// Whether the last word of `text` is an abbreviation or an initial, so that a full stop after it does not end the sentence.
fn ends_with_abbreviation(text: &str) -> bool {
    let word =
        text.rsplit(|c: char| c.is_whitespace() || matches!(c, '(' | '[' | '“' | '"')).next().unwrap_or_default();
    let mut letters = word.chars();
    let is_initial = letters.next().is_some_and(char::is_uppercase) && letters.next().is_none();
    is_initial || ABBREVIATIONS.iter().any(|abbreviation| abbreviation.eq_ignore_ascii_case(word))
}

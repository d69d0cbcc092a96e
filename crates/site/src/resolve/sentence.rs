//! The sentence around a mark, found in plain text with little knowledge of language: a sentence ends with `.`, `!` or
//! `?` before a blank and a capital letter, and not after a known abbreviation or an initial.

use std::ops::Range;

/// The sentence of `text` around the byte range `around`, without blanks at its ends other than those of `around`: the marks
/// of some styles begin with one.
pub(super) fn sentence(text: &str, around: Range<usize>) -> Range<usize> {
    let start = ends(text, 0..around.start).next_back().unwrap_or(0);
    let end = ends(text, around.end..text.len()).next().unwrap_or(text.len());
    let piece = &text[start..end];
    let lead = piece.len() - piece.trim_start().len();
    let tail = piece.len() - piece.trim_end().len();
    (start + lead).min(around.start)..(end - tail).max(around.end)
}

/// The sentences of a text, one after the other, with the blanks between them at their starts.
pub fn sentences(text: &str) -> Vec<Range<usize>> {
    let bytes = text.as_bytes();
    let end = |at: usize| sentence_end(text, at, char::from(bytes[at]));
    // Marks of one byte, where the text has no others, are found many bytes at a time.
    match memchr::memchr2(FULL_STOP, QUESTION_MARK, bytes) {
        None => between(text, memchr::memchr3_iter(b'.', b'!', b'?', bytes).filter_map(end)),
        Some(_) => between(text, ends(text, 0..text.len())),
    }
}

/// The first bytes of `。` and `؟`.
const FULL_STOP: u8 = 0xe3;
const QUESTION_MARK: u8 = 0xd8;

fn between(text: &str, ends: impl Iterator<Item = usize>) -> Vec<Range<usize>> {
    let mut start = 0;
    let ranges = ends.chain([text.len()]).map(|end| std::mem::replace(&mut start, end)..end);
    ranges.filter(|range| !text[range.clone()].trim().is_empty()).collect()
}

/// Where sentences end in a part of `text`, behind their closing marks.
fn ends(text: &str, range: Range<usize>) -> impl DoubleEndedIterator<Item = usize> {
    // Each mark by the byte with which it begins: few bytes have to be read as characters.
    let bytes = text.as_bytes()[range.clone()].iter().enumerate();
    let found = bytes.filter(|(_, byte)| matches!(**byte, b'.' | b'!' | b'?' | FULL_STOP | QUESTION_MARK));
    let marks = found.filter_map(move |(offset, _)| Some((offset, text[range.start + offset..].chars().next()?)));
    marks
        .filter(|(_, mark)| matches!(mark, '.' | '!' | '?' | '。' | '؟'))
        .filter_map(move |(offset, mark)| sentence_end(text, range.start + offset, mark))
        .filter(move |end| *end <= range.end)
}

fn sentence_end(text: &str, at: usize, mark: char) -> Option<usize> {
    let behind = at + mark.len_utf8();
    let closing = text[behind..]
        .find(|c: char| !matches!(c, '"' | '\'' | '”' | '’' | ')' | ']' | '»'))
        .unwrap_or(text.len() - behind);
    let end = behind + closing;
    let rest = &text[end..];
    if rest.is_empty() || mark == '。' {
        return Some(end);
    }
    let next = rest.trim_start().chars().next();
    let goes_on = !rest.starts_with(char::is_whitespace) || next.is_some_and(char::is_lowercase);
    let is_inside = mark == '.' && is_abbreviation(&text[..at]);
    (!goes_on && !is_inside).then_some(end)
}

const ABBREVIATIONS: &[&str] = &[
    "dr", "mr", "mrs", "ms", "prof", "e.g", "i.e", "vs", "fig", "no", "p", "pp", "al", "etc", "approx", "st", "vol",
    "ca", "cf", "z.b", "bzw",
];

/// Whether a full stop after `before` belongs to an abbreviation or an initial.
fn is_abbreviation(before: &str) -> bool {
    let word =
        before.rsplit(|c: char| c.is_whitespace() || matches!(c, '(' | '[' | '“' | '"')).next().unwrap_or_default();
    let is_initial = word.chars().count() == 1 && word.chars().all(char::is_uppercase);
    is_initial || ABBREVIATIONS.contains(&word.to_lowercase().as_str())
}

//! [`Quotation`]: the sentence around a mark, as the citation index quotes it.

use std::ops::Range;

use wellpress_wording::sentence_ends;

/// The most bytes of a sentence that are quoted on either side of a mark. Hardly any sentence is longer, and without a limit a
/// text with thousands of marks in one sentence would be quoted as a whole for each of them.
const QUOTED_BYTES: usize = 1000;

/// The part of a sentence that is quoted with a mark in it.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Quotation {
    pub range: Range<usize>,
    /// Whether the sentence begins before the quotation.
    pub is_cut_before: bool,
    /// Whether the sentence goes on behind the quotation.
    pub is_cut_after: bool,
}

impl Quotation {
    /// The sentence of `text` that contains `mark`, a byte range. White space at its ends is trimmed, but never into the mark: in
    /// some citation styles a mark begins with a space. A very long sentence is cut between words.
    pub fn around(text: &str, mark: Range<usize>) -> Self {
        let is_between_characters = |at: &usize| text.is_char_boundary(*at);
        let window_start =
            (mark.start.saturating_sub(QUOTED_BYTES)..mark.start).find(is_between_characters).unwrap_or(mark.start);
        let window_end =
            (mark.end..text.len().min(mark.end + QUOTED_BYTES) + 1).rfind(is_between_characters).unwrap_or(mark.end);
        let sentence_start = sentence_ends(text, window_start..mark.start).last().or((window_start == 0).then_some(0));
        let sentence_end =
            sentence_ends(text, mark.end..window_end).next().or((window_end == text.len()).then_some(window_end));
        let first_space = || {
            text[window_start..mark.start].find(char::is_whitespace).map_or(window_start, |space| window_start + space)
        };
        let last_space =
            || text[mark.end..window_end].rfind(char::is_whitespace).map_or(window_end, |space| mark.end + space);
        let start = sentence_start.unwrap_or_else(first_space);
        let end = sentence_end.unwrap_or_else(last_space);
        let words = &text[start..end];
        let leading = words.len() - words.trim_start().len();
        let trailing = words.len() - words.trim_end().len();
        Self {
            range: (start + leading).min(mark.start)..(end - trailing).max(mark.end),
            is_cut_before: sentence_start.is_none(),
            is_cut_after: sentence_end.is_none(),
        }
    }
}

//! Goes over the signs of a text: what each becomes, and where brackets close.

use std::collections::HashMap;
use std::ops::Range;

/// A character of ASCII in a range of private characters, where no converter changes it. Others stay.
pub(crate) fn hidden(sign: char, first: u32) -> char {
    char::from_u32(first + u32::from(sign)).filter(|_| sign.is_ascii()).unwrap_or(sign)
}

/// The character of ASCII for which one of a range of private characters stands.
pub(crate) fn visible(hidden: char, first: u32) -> Option<char> {
    u32::from(hidden).checked_sub(first).filter(|code| *code < 0x80).and_then(char::from_u32)
}

/// Whether a sign can stand in the id of a figure, a table or a heading.
pub(crate) fn is_of_id(sign: char) -> bool {
    sign.is_alphanumeric() || matches!(sign, '-' | '_')
}

/// The id with which a text begins.
pub(crate) fn id_at_start(text: &str) -> &str {
    &text[..text.find(|sign| !is_of_id(sign)).unwrap_or(text.len())]
}

/// A text in which each place of a sign may become other words. `replace` gets what is written so far and what stands behind the sign,
/// and returns the words and what is to be read then; with `None` the sign stays.
pub(crate) fn replaced<'t>(
    text: &'t str,
    sign: &str,
    mut replace: impl FnMut(&str, &'t str) -> Option<(String, &'t str)>,
) -> String {
    let (mut output, mut rest) = (String::with_capacity(text.len()), text);
    while let Some((before, behind)) = rest.split_once(sign) {
        output.push_str(before);
        match replace(&output, behind) {
            Some((words, unread_text)) => {
                output.push_str(&words);
                rest = unread_text;
            }
            None => {
                output.push_str(sign);
                rest = behind;
            }
        }
    }
    output + rest
}

/// A text with other words in the place of ranges, which are in their order. One that begins in the range before it is passed over.
pub(crate) fn spliced(text: &str, edits: impl IntoIterator<Item = (Range<usize>, String)>) -> String {
    let (mut output, mut at) = (String::with_capacity(text.len()), 0);
    for (range, words) in edits {
        if range.start >= at {
            output.extend([&text[at..range.start], &words]);
            at = range.end;
        }
    }
    output + &text[at..]
}

/// No end of a tag, a shortcode or a block is looked for behind this.
pub(crate) const FARTHEST: usize = 10_000;

/// Where the end of something is looked for. Without a limit a text full of starts would be searched once for each.
pub(crate) fn near(text: &str) -> &str {
    (FARTHEST..FARTHEST + 4).find_map(|end| text.get(..end)).unwrap_or(text)
}

/// How far back the start of something is looked for.
const FARTHEST_BACK: usize = 4000;

/// The last line of a text, as far back as [`FARTHEST_BACK`]: a long line is not read once for each of its tags.
pub(crate) fn last_line(text: &str) -> &str {
    near_end(text).rsplit('\n').next().unwrap_or_default()
}

/// The end of a text, in which the start of something is looked for.
pub(crate) fn near_end(text: &str) -> &str {
    let start = text.len().saturating_sub(FARTHEST_BACK);
    (start..start + 4).find_map(|start| text.get(start..)).unwrap_or_default()
}

/// Finds the first of some signs in parts of a text, which begin one behind the other and end with the text. No place is looked at
/// twice.
pub(crate) fn next_of(signs: &[char]) -> impl FnMut(&str) -> Option<usize> {
    // The length of the text from the sign on.
    let mut left = usize::MAX;
    move |behind| {
        if left > behind.len() {
            left = behind.find(signs).map_or(0, |at| behind.len() - at);
        }
        (left > 0).then(|| behind.len() - left)
    }
}

/// The places behind the brackets that are opened in a text, each with the place of the bracket that closes it.
pub(crate) fn pairs(text: &str, [open, close]: [char; 2]) -> HashMap<usize, usize> {
    let (mut pairs, mut starts) = (HashMap::new(), Vec::new());
    for (at, sign) in text.char_indices() {
        if sign == open {
            starts.push(at + open.len_utf8());
        } else if sign == close {
            pairs.extend(starts.pop().map(|start| (start, at)));
        }
    }
    pairs
}

/// The first sign outside of quotes for which `is_end` holds, and where it is.
pub(crate) fn find_unquoted(
    text: &str,
    quotes: &[char],
    mut is_end: impl FnMut(char) -> bool,
) -> Option<(usize, char)> {
    let mut open = None;
    text.char_indices().find(|(_, sign)| {
        if open.is_some() || quotes.contains(sign) {
            open = if open == Some(*sign) { None } else { open.or(Some(*sign)) };
            return false;
        }
        is_end(*sign)
    })
}

/// What stands in a bracket that is open at the start of a text, and what behind the bracket that closes it.
pub(crate) fn split_at_closing(text: &str, [open, close]: [char; 2]) -> Option<(&str, &str)> {
    let mut depth = 1;
    let end = text.find(|sign| {
        depth += i32::from(sign == open) - i32::from(sign == close);
        depth == 0
    })?;
    Some((&text[..end], &text[end + close.len_utf8()..]))
}

#[cfg(test)]
mod tests {
    use super::{find_unquoted, near, near_end, next_of, pairs, replaced, spliced, split_at_closing};

    #[test]
    fn ranges_get_other_words() {
        let edits = [(0..1, "x"), (2..4, ""), (3..5, "y"), (4..4, "z")];
        assert_eq!(spliced("abcde", edits.map(|(range, words)| (range, words.to_owned()))), "xbze");
    }

    #[test]
    fn signs_are_replaced_or_stay() {
        let doubled = |_: &str, behind: &'static str| behind.split_once(')').map(|(word, rest)| (word.repeat(2), rest));
        assert_eq!(replaced("a (b) c (d", "(", doubled), "a bb c (d");
        assert_eq!(replaced("aa", "a", |before, behind| before.is_empty().then(|| ("b".to_owned(), behind))), "ba");
    }

    #[test]
    fn ends_are_found_outside_of_quotes_and_brackets() {
        assert_eq!(split_at_closing("a [b] c] d", ['[', ']']), Some(("a [b] c", " d")));
        assert_eq!(split_at_closing("a [b]", ['[', ']']), None);
        assert_eq!(find_unquoted("a '>\"' >", &['"', '\''], |sign| sign == '>'), Some((7, '>')));
        assert_eq!(near(&"ä".repeat(9000)).len(), 10_000);
        assert_eq!(near_end(&format!("{}a", "ä".repeat(9000))).len(), 3999);
        assert_eq!(pairs("a (b (c) d", ['(', ')']), [(6, 7)].into());
        let (text, mut next) = ("ab)c)d", next_of(&[')']));
        assert_eq!([0, 1, 2, 3, 5].map(|start| next(&text[start..])), [Some(2), Some(1), Some(0), Some(1), None]);
    }
}

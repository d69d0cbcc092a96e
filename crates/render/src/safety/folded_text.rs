//! [`folded`]: a text without what a template can change about it while readers still read the same words.
//!
//! Input: the text of a page or of a step. Output: its letters and digits in one case. Two texts that look alike but have letters of
//! different scripts stay different.

use unicode_normalization::char::decompose_compatible;

use super::notices::BETWEEN_PARTS;

/// Letters that no font draws (`Default_Ignorable_Code_Point` of Unicode). Other characters of that kind are no letters.
const UNDRAWN_LETTERS: [char; 4] = ['\u{115f}', '\u{1160}', '\u{3164}', '\u{ffa0}'];

/// The letters and digits of a text, without case, accents, punctuation, blanks and what nobody sees. [`BETWEEN_PARTS`] stays, so that
/// nothing is found across it.
pub(super) fn folded(text: &str) -> String {
    let mut letters = String::with_capacity(text.len());
    for char in text.chars() {
        match char {
            'A'..='Z' => letters.push(char.to_ascii_lowercase()),
            'a'..='z' | '0'..='9' => letters.push(char),
            _ if char.is_ascii() => {}
            _ if BETWEEN_PARTS.contains(char) => letters.push(char),
            _ => decompose_compatible(char, |part| fold_into(&mut letters, part)),
        }
    }
    letters
}

fn fold_into(letters: &mut String, char: char) {
    if char.is_alphanumeric() && !UNDRAWN_LETTERS.contains(&char) {
        // By way of capitals, which have one form of the letters that have two small ones: `ß` and `ss`.
        letters.extend(char.to_uppercase().flat_map(char::to_lowercase));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_reads_alike_is_alike() {
        let expected = folded("Lift your chest, and press: don't stop!");
        for text in [
            "LIFT YOUR CHEST AND PRESS. DON\u{2019}T STOP",
            "Li\u{200b}ft you\u{ad}r\u{a0}chest \u{2013} a\u{3164}nd press; don\u{fe0f}t stop",
            "\u{ff2c}ift your \u{1d41c}hest and pre\u{17f}s; don't stop",
        ] {
            assert_eq!(folded(text), expected, "{text}");
        }
        assert_eq!(folded("Stra\u{df}e, \u{e9}l\u{e8}ve 12"), folded("STRASSE E\u{301}LE\u{300}VE (12)"));
        assert_eq!(folded("a\u{f8ff}b"), "a\u{f8ff}b");
    }
}

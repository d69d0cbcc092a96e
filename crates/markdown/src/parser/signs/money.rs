//! Dollar signs, which stand for money or mark a formula.

use memchr::memchr_iter;

use super::sign::{Reading, Sign, Signs, is_escaped_behind, is_single_sign, line_at};
use crate::parser::code_lines::TextLine;

/// Hides the dollar signs that do not mark a formula. As in Pandoc, a mark that opens stands before a character, and the next one
/// closes unless a blank stands before it or a digit behind it: `$5-$10` are two prices. A mark behind a letter or a digit does not
/// open either, so that `US$5` is a price.
pub(super) fn read(text: &str, from: usize, lines: &[TextLine], signs: &mut Signs) {
    let bytes = text.as_bytes();
    let all: Vec<usize> = memchr_iter(b'$', &bytes[from..]).map(|offset| from + offset).collect();
    // The two signs of `$$` belong to a formula of its own lines.
    let mut singles = all
        .into_iter()
        .filter(|sign| is_single_sign(bytes, *sign, from) && !is_escaped_behind(&text[from..*sign]))
        .peekable();
    while let Some(sign) = singles.next() {
        let opens = text[sign + 1..].starts_with(|c: char| !c.is_whitespace())
            && !text[from..sign].ends_with(char::is_alphanumeric);
        let closes = |next: &usize| {
            let content = &text[sign + 1..*next];
            !content.ends_with(char::is_whitespace)
                && !content.contains('`')
                && !content.contains("\n\n")
                && !text[next + 1..].starts_with(|c: char| c.is_ascii_digit())
                && formula_reading(content) != Reading::Text
        };
        match singles.next_if(closes).filter(|_| opens) {
            None => signs.hide(Sign::Dollar, sign..sign + 1),
            Some(end) if formula_reading(&text[sign + 1..end]) == Reading::Both && line_at(lines, sign).is_some() => {
                signs.doubt(Sign::Dollar, sign..end + 1);
            }
            Some(_) => {}
        }
    }
}

/// What two dollar signs are around a text. A price has a number first, and words of a sentence behind it.
fn formula_reading(content: &str) -> Reading {
    const MARKS_OF_FORMULA: [char; 8] = ['\\', '^', '_', '=', '{', '<', '>', '&'];
    if !content.starts_with(|c: char| c.is_ascii_digit()) || content.contains(MARKS_OF_FORMULA) {
        return Reading::Markup;
    }
    let is_word = |word: &&str| word.chars().count() > 1 && word.chars().all(char::is_alphabetic);
    let words = content.split(|c: char| c.is_whitespace() || c == ',').filter(is_word).count();
    match words {
        0 => Reading::Markup,
        1 if content.ends_with(|c: char| c.is_ascii_digit()) => Reading::Both,
        1 => Reading::Markup,
        _ => Reading::Text,
    }
}

#[cfg(test)]
mod tests {
    use super::super::Reading::{Both, Markup, Text};
    use super::formula_reading;

    #[test]
    fn a_number_with_words_behind_it_is_a_price() {
        for (content, expected) in [
            ("5 a day, that is 35", Text),
            ("5 or 10", Both),
            ("5", Markup),
            ("5 mg", Markup),
            ("2 + 3", Markup),
            ("5\\,\\text{mg per day}", Markup),
            ("x = 5 or so", Markup),
        ] {
            assert_eq!(formula_reading(content), expected, "{content}");
        }
    }
}

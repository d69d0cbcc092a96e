//! Carets and tildes, which raise and lower what stands between them. Beside digits each may as well be a sign of its own:
//! `10^5-10^6`, `~10 minutes`, `3~5`.

use memchr::memchr_iter;

use super::sign::{Reading, Sign, Signs, is_single_sign};
use crate::extensions::Extensions;

/// Hides the single tildes that are no marks of a subscript: "~10 minutes", "from ~5 to ~8 mg". The parser would take two of them for
/// the marks of deleted text, which needs two tildes on each side here; that of GitHub takes one as well.
pub(super) fn read(text: &str, from: usize, extensions: Extensions, signs: &mut Signs) {
    let bytes = text.as_bytes();
    let singles =
        memchr_iter(b'~', &bytes[from..]).map(|offset| from + offset).filter(|at| is_single_sign(bytes, *at, from));
    let mut singles = singles.peekable();
    while let Some(tilde) = singles.next() {
        let closes = |next: &usize| {
            let content = &text[tilde + 1..*next];
            !content.is_empty()
                && !content.contains(char::is_whitespace)
                && script_reading(&text[from..tilde], content, &text[next + 1..]) != Reading::Text
        };
        if !extensions.scripts || singles.next_if(closes).is_none() {
            signs.hide(Sign::Tilde, tilde..tilde + 1);
        }
    }
}

/// What two marks are around a text without blanks. In `10^5-10^6` a calculation stands between them, and each is an exponent's; in
/// `2^3^4` both readings are possible. `H~2~O` and `Ca^2+^` are markup.
pub(in crate::parser) fn script_reading(before: &str, content: &str, behind: &str) -> Reading {
    let follows_operand = before.ends_with(char::is_alphanumeric);
    let begins_operand = behind.starts_with(char::is_alphanumeric) || begins_with_signed_number(behind);
    let is_between_digits = before.ends_with(char::is_numeric) && behind.starts_with(char::is_numeric);
    let stands_between_digits =
        is_between_digits && content.starts_with(char::is_numeric) && content.ends_with(char::is_numeric);
    if follows_operand && begins_operand && is_calculation(content) {
        return Reading::Text;
    }
    match stands_between_digits {
        true if content.chars().all(char::is_numeric) => Reading::Both,
        true => Reading::Text,
        false => Reading::Markup,
    }
}

/// `-10`, `{6}`.
fn begins_with_signed_number(text: &str) -> bool {
    let number = text.trim_start_matches(['+', '-', '\u{2212}', '{', '.']);
    number.len() < text.len() && number.starts_with(|c: char| c.is_ascii_digit())
}

/// Whether two operands stand in a text with something between them: `5-10`, `5/2*10`.
fn is_calculation(text: &str) -> bool {
    let unsigned = text.trim_start_matches(['+', '-', '\u{2212}', '{', '(']);
    let first = unsigned.trim_start_matches(char::is_alphanumeric);
    first.len() < unsigned.len()
        && first.starts_with(|c: char| !c.is_alphanumeric())
        && first.trim_end_matches(['}', ')']).ends_with(char::is_alphanumeric)
}

#[cfg(test)]
mod tests {
    use super::super::Reading::{self, Both, Markup, Text};
    use super::script_reading;

    #[test]
    fn a_calculation_between_two_carets_is_none_of_a_superscript() {
        let readings: [(&str, Reading); 14] = [
            ("10^5-10^6", Text),
            ("10^5/10^6", Text),
            ("10^-3-10^-4", Text),
            ("x^2+y^2", Text),
            ("3^5回、1^2週", Text),
            ("2^3^4", Both),
            ("10^5^-10^6^", Markup),
            ("H^2^O", Markup),
            ("Ca^2+^", Markup),
            ("Ca^2+^ATPase", Markup),
            ("W/m^2^K", Markup),
            ("^131^I", Markup),
            ("5^th^", Markup),
            ("word^a,b^", Markup),
        ];
        for (text, expected) in readings {
            let (before, marked) = text.split_once('^').expect("two carets");
            let (content, behind) = marked.split_once('^').expect("two carets");
            assert_eq!(script_reading(before, content, behind), expected, "{text}");
        }
    }
}

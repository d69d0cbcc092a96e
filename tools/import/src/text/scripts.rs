//! Numbers above and below the line as characters of Unicode, for texts that have no elements, such as titles.

/// What has a raised character, and that character.
const RAISED: [(char, char); 15] = [
    ('0', '⁰'),
    ('1', '¹'),
    ('2', '²'),
    ('3', '³'),
    ('4', '⁴'),
    ('5', '⁵'),
    ('6', '⁶'),
    ('7', '⁷'),
    ('8', '⁸'),
    ('9', '⁹'),
    ('+', '⁺'),
    ('-', '⁻'),
    ('\u{2212}', '⁻'),
    ('\u{2013}', '⁻'),
    ('n', 'ⁿ'),
];

/// The fractions that are one character, by their numbers.
const FRACTIONS: [(&str, &str, char); 17] = [
    ("1", "2", '½'),
    ("1", "3", '⅓'),
    ("2", "3", '⅔'),
    ("1", "4", '¼'),
    ("3", "4", '¾'),
    ("1", "5", '⅕'),
    ("2", "5", '⅖'),
    ("3", "5", '⅗'),
    ("4", "5", '⅘'),
    ("1", "6", '⅙'),
    ("5", "6", '⅚'),
    ("1", "7", '⅐'),
    ("1", "8", '⅛'),
    ("3", "8", '⅜'),
    ("5", "8", '⅝'),
    ("7", "8", '⅞'),
    ("1", "9", '⅑'),
];

/// A text above the line: `6` is `⁶`. One that has no raised characters, such as `th`, stays as it is; one with a number in it gets a
/// sign, since `10a` is not ten to the power of a.
pub(crate) fn raised(text: &str) -> String {
    let raised = |sign: char| RAISED.iter().find(|(plain, _)| *plain == sign).map(|(_, raised)| *raised);
    match text.trim().chars().map(raised).collect::<Option<String>>() {
        Some(raised) => raised,
        None if text.contains(|sign: char| sign.is_ascii_digit()) => format!("^{}", text.trim()),
        None => text.to_owned(),
    }
}

/// A text below the line: `2` is `₂`.
pub(crate) fn lowered(text: &str) -> String {
    let lowered = |sign: char| match sign {
        '0'..='9' => char::from_u32('₀' as u32 + u32::from(sign) - u32::from('0')),
        '+' => Some('₊'),
        '-' | '\u{2212}' => Some('₋'),
        _ => None,
    };
    text.trim().chars().map(lowered).collect::<Option<String>>().unwrap_or_else(|| text.to_owned())
}

/// The character of a fraction, such as `½`.
pub(crate) fn fraction(numerator: &str, denominator: &str) -> Option<char> {
    FRACTIONS.iter().find(|(top, bottom, _)| *top == numerator && *bottom == denominator).map(|(.., sign)| *sign)
}

#[cfg(test)]
mod tests {
    use super::{fraction, lowered, raised};

    #[test]
    fn numbers_keep_their_line() {
        assert_eq!((raised("6"), raised("-10"), raised("th")), ("⁶".to_owned(), "⁻¹⁰".to_owned(), "th".to_owned()));
        assert_eq!((raised("2a"), lowered("2"), lowered("max")), ("^2a".to_owned(), "₂".to_owned(), "max".to_owned()));
        assert_eq!((fraction("1", "2"), fraction("3", "7")), (Some('½'), None));
    }
}

//! Numbers above and below the line as characters of Unicode, for texts that have no elements, such as titles.

/// What has a raised character, and these characters in the same order.
const RAISED: [&str; 2] = ["0123456789+-\u{2212}\u{2013}n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁻ⁿ"];

/// The fractions that are one character.
const FRACTIONS: &str =
    "½=1/2 ⅓=1/3 ⅔=2/3 ¼=1/4 ¾=3/4 ⅕=1/5 ⅖=2/5 ⅗=3/5 ⅘=4/5 ⅙=1/6 ⅚=5/6 ⅐=1/7 ⅛=1/8 ⅜=3/8 ⅝=5/8 ⅞=7/8 ⅑=1/9";

/// A text above the line: `6` is `⁶`. One that has no raised characters, such as `th`, stays as it is; one with a number in it gets a
/// sign, since `10a` is not ten to the power of a.
pub(crate) fn raised(text: &str) -> String {
    let raised = |sign: char| RAISED[1].chars().nth(RAISED[0].chars().position(|plain| plain == sign)?);
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
    let parts = format!("{numerator}/{denominator}");
    let mut fractions = FRACTIONS.split(' ').filter_map(|fraction| fraction.split_once('='));
    fractions.find(|(_, known)| *known == parts).and_then(|(sign, _)| sign.chars().next())
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

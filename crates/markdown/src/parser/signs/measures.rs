//! What a number looks like beside a sign.

/// Whether a text begins with a number, perhaps behind the sign of a currency or a further sign: `65`, `.5`, `= 65`, `€ 5`, `½`.
pub(super) fn begins_with_number(text: &str) -> bool {
    let number = text.trim_start_matches(['=', '~', '\u{2248}', '\u{b1}', '\u{2212}', '$', '\u{20ac}', '\u{a3}', ' ']);
    number.strip_prefix(['.', ',']).unwrap_or(number).starts_with(char::is_numeric)
}

/// Whether a text is a measured value and no words that have a number: `2.5`, `18 °C`, `2 to + 8 degrees`.
pub(super) fn is_measure(text: &str) -> bool {
    const LONGEST_UNIT: usize = 5;
    if !begins_with_number(text) {
        return false;
    }
    let words = text.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty());
    let letters: usize = words.map(|word| word.chars().count()).sum();
    letters <= LONGEST_UNIT || has_signed_number(text)
}

/// Whether a number with a sign of its own stands among the words of a text: `to + 8`, `and -1`.
fn has_signed_number(text: &str) -> bool {
    let signs = text.match_indices([' ']).map(|(at, _)| &text[at + 1..]);
    signs.filter_map(|behind| behind.strip_prefix(['+', '-', '\u{2212}'])).any(begins_with_number)
}

//! Text without what spelling alone decides: case, punctuation, accents, blanks, `&`, Greek letters and German umlauts.

use std::borrow::Cow;

/// Greek letters that titles of medicine write as letters or as words.
const GREEK: [(char, &str); 8] = [
    ('\u{3b1}', "alpha"),
    ('\u{3b2}', "beta"),
    ('\u{3b3}', "gamma"),
    ('\u{3b4}', "delta"),
    ('\u{3ba}', "kappa"),
    ('\u{3bc}', "mu"),
    ('\u{b5}', "mu"),
    ('\u{3c9}', "omega"),
];

/// Marks behind names and titles, which would be spelled out as `(r)` and `tm`.
const MARKS: [char; 4] = ['\u{a9}', '\u{ae}', '\u{2120}', '\u{2122}'];

/// Letters that have a spelling in two letters of ASCII besides that without the accent.
const TWO_LETTERS: [(char, &str); 10] = [
    ('ä', "ae"),
    ('ö', "oe"),
    ('ü', "ue"),
    ('Ä', "Ae"),
    ('Ö', "Oe"),
    ('Ü', "Ue"),
    ('ø', "oe"),
    ('Ø', "Oe"),
    ('å', "aa"),
    ('Å', "Aa"),
];

/// Whether two texts differ in spelling alone. Blanks do not count, so that `follow-up`, `follow up` and `followup` are one.
pub(super) fn is_same_text(first: &str, second: &str) -> bool {
    ascii_letters(first) == ascii_letters(second)
        || ascii_letters(&in_two_letters(first)) == ascii_letters(&in_two_letters(second))
}

/// The letters and digits of a text as [`ascii_words`] gives them, without blanks.
pub(super) fn ascii_letters(text: &str) -> String {
    ascii_words(text).concat()
}

/// The words of a text in lower case and in ASCII as far as possible.
pub(super) fn ascii_words(text: &str) -> Vec<String> {
    let spelled = replaced(&text.replace(MARKS, ""), &GREEK).replace('&', " and ");
    let ascii = deunicode::deunicode(&spelled).to_lowercase();
    let words = ascii.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_owned).collect()
}

/// Whether a name in capitals stands for another name of several words, as `JAMA` does. It may leave out words, as `NICE`
/// does for the National Institute for Health and Care Excellence.
pub(super) fn is_acronym(name: &str, full: &[String]) -> bool {
    let is_short = (2..=8).contains(&name.len()) && name.bytes().all(|byte| byte.is_ascii_uppercase());
    let lower = name.to_lowercase();
    let mut initials = full.iter().filter_map(|word| word.chars().next());
    let begins_alike = initials.clone().next() == lower.chars().next();
    // `any` stops behind the initial that it finds, so the letters have to come in the order of the words.
    is_short && full.len() > 1 && begins_alike && lower.chars().all(|letter| initials.any(|initial| initial == letter))
}

fn in_two_letters(text: &str) -> Cow<'_, str> {
    if text.is_ascii() { Cow::Borrowed(text) } else { Cow::Owned(replaced(text, &TWO_LETTERS)) }
}

fn replaced(text: &str, table: &[(char, &str)]) -> String {
    let mut output = String::with_capacity(text.len());
    for c in text.chars() {
        match table.iter().find(|(letter, _)| *letter == c) {
            Some((_, spelled)) => output.push_str(spelled),
            None => output.push(c),
        }
    }
    output
}

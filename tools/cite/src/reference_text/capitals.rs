//! Family names in capitals, as ISO 690 and many lists in French, Spanish and Italian have them: `MOSS, Karen and Luis FERN`. They say
//! which word is the family name, and are written in small letters in the library.

use std::sync::LazyLock;

use fancy_regex::Regex;
use serde_json::{Value, json};

use super::patterns::pattern;

const WORD: &str = r"(?:(?:\p{Lu}['’]|Mc|Mac)\p{Lu}+|\p{Lu}{2,})(?:['’-]\p{Lu}+)*";
/// No word stands behind an initial: in `MOSS, K. Stairs` it begins the title.
const GIVEN: &str =
    r"(?:\p{Lu}\p{Ll}[\p{L}'’]*(?:[\s-]\p{Lu}\p{Ll}[\p{L}'’]*)*(?:\s\p{Lu}\.)*|\p{Lu}\.(?:[\s-]?\p{Lu}\.)*)";

/// A list that is nothing but such names, the first with its family name first.
static LIST: LazyLock<Regex> = LazyLock::new(|| {
    let family = format!(r"(?:(?:de|del|della|la|von|van|der|den|di|da|du|dos|zu)\s)*{WORD}(?:\s{WORD})*");
    let first = format!(r"{family},\s?{GIVEN}");
    let other = format!(r"(?:{first}|{GIVEN}\s{family})");
    pattern(&format!(r"^{first}(?:(?:,\s|;\s?|,?\s(?:&|and|und|et|y|e)\s){other})*\.?$"))
});
static CAPITALS: LazyLock<Regex> = LazyLock::new(|| pattern(&format!(r"(?<![\p{{L}}.]){WORD}(?!\p{{L}})")));

/// Names of organisations, which have the same form before a place: `WHO, Geneva`.
const ORGANISATIONS: [&str; 18] = [
    "AWMF", "BMA", "CDC", "EMA", "EU", "FDA", "HAS", "NHS", "NICE", "NIH", "OECD", "RKI", "SIGN", "UK", "UN", "US",
    "USA", "WHO",
];
const PARTICLES: [&str; 13] = ["de", "del", "della", "la", "von", "van", "der", "den", "di", "da", "du", "dos", "zu"];

/// The list with its family names in small letters; `None` for a text that is no list of names in capitals.
pub(super) fn family_names_in_small_letters(text: &str) -> Option<String> {
    let first = text.split([',', ' ']).next().unwrap_or_default();
    if ORGANISATIONS.contains(&first) || !LIST.is_match(text.trim_end()).unwrap_or(false) {
        return None;
    }
    Some(CAPITALS.replace_all(text, |word: &fancy_regex::Captures<'_, str>| small(&word[0])).into_owned())
}

/// Writes the family names of a list small if all of them are in capitals, as in `MOSS KA, FERN L`.
pub(super) fn write_small(names: &mut [Value]) {
    let families = || names.iter().filter_map(|name| name["family"].as_str());
    let are_in_capitals =
        families().all(|family| !family.contains(char::is_lowercase) && !ORGANISATIONS.contains(&family));
    // Two capitals alone may be initials.
    if !are_in_capitals || families().all(|family| family.chars().count() < 3) {
        return;
    }
    for name in names {
        if let Some(family) = name["family"].as_str().map(small) {
            name["family"] = json!(family);
        }
    }
}

/// `O'BRIEN` as `O'Brien`, `DE LA CRUZ` as `de la Cruz`, `MCDONALD` as `McDonald`.
fn small(family: &str) -> String {
    let words = family.split(' ').map(|word| {
        let lower = word.to_lowercase();
        if PARTICLES.contains(&&*lower) {
            lower
        } else {
            word.split_inclusive(['-', '\'', '’']).map(capitalised).collect()
        }
    });
    words.collect::<Vec<String>>().join(" ")
}

fn capitalised(part: &str) -> String {
    let lower = part.to_lowercase();
    let (start, rest) = lower.split_at(if lower.len() > 4 && lower.starts_with("mc") { 2 } else { 0 });
    [start, rest].map(with_first_capital).concat()
}

fn with_first_capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

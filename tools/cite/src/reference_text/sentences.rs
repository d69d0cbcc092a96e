//! Divides a reference into its sentences.

use super::item_fields::trimmed;

/// Abbreviations whose full stop ends no sentence.
const ABBREVIATIONS: [&str; 15] =
    ["st", "dr", "prof", "mr", "mrs", "ms", "no", "vol", "vs", "fig", "suppl", "univ", "dept", "p", "pp"];

/// The sentences of a reference, without the full stops behind them.
pub(super) fn sentences(text: &str) -> Vec<&str> {
    let mut sentences = Vec::new();
    let mut start = 0;
    for (at, sign) in text.char_indices().filter(|(_, c)| matches!(c, '.' | '?' | '!')) {
        let behind = &text[at + sign.len_utf8()..];
        if !(behind.is_empty() || behind.starts_with(char::is_whitespace)) {
            continue;
        }
        let last_word = text[start..at].rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
        // `U.S.` and `C. May` go on; `Vitamin D.` ends.
        let text_before_word = text[start..at - last_word.len()].trim_end();
        let is_initial = last_word.chars().count() == 1
            && last_word.chars().all(char::is_uppercase)
            && (text_before_word.is_empty() || text_before_word.ends_with(['.', ',', '&']));
        let is_abbreviation = sign == '.' && (is_initial || ABBREVIATIONS.contains(&&*last_word.to_lowercase()));
        // A name such as medRxiv begins the next one.
        let next_word = behind.split_whitespace().next().unwrap_or_default();
        let goes_on = next_word.starts_with(char::is_lowercase) && !next_word.contains(char::is_uppercase);
        if !goes_on && !is_abbreviation {
            let end = if sign == '.' { at } else { at + sign.len_utf8() };
            sentences.push(trimmed(&text[start..end]));
            start = at + sign.len_utf8();
        }
    }
    sentences.push(trimmed(&text[start..]));
    sentences.retain(|sentence| !sentence.is_empty());
    sentences
}

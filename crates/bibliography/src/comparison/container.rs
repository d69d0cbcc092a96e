//! Decides whether two names mean one journal or book: in full, abbreviated as in ISO 4, or as initials.

use super::folded_text::{is_same_text, words};
use crate::{Reference, markup};

/// Words that abbreviations of journals leave out.
const LEFT_OUT: [&str; 23] = [
    "an", "and", "at", "de", "del", "der", "des", "di", "die", "du", "el", "for", "fur", "in", "la", "le", "of", "on",
    "the", "vol", "volume", "ed", "edition",
];

/// Whether the containers agree under their full names or under their short ones, as far as both have any.
pub(crate) fn containers_agree(library: &Reference, record: &Reference) -> bool {
    let (library, record) = (names(library), names(record));
    library.is_empty()
        || record.is_empty()
        || library.iter().any(|first| record.iter().any(|second| is_same_container(first, second)))
}

fn names(reference: &Reference) -> Vec<String> {
    let full = reference.container.as_ref().map(|container| markup::plain(container).into_owned());
    full.into_iter().chain(reference.container_short.clone()).collect()
}

fn is_same_container(first: &str, second: &str) -> bool {
    let (first, second) = (main_name(first), main_name(second));
    let (first_words, second_words) = (important_words(first), important_words(second));
    is_same_text(first, second)
        || first_words == second_words
        || is_abbreviation(&first_words, &second_words)
        || is_abbreviation(&second_words, &first_words)
        || are_initials(first, &second_words)
        || are_initials(second, &first_words)
}

/// The name without what PubMed puts behind it: a subtitle, a name in another language, a place in brackets.
fn main_name(name: &str) -> &str {
    let end = name.find([':', '=', '(', '[']).filter(|end| *end > 0).unwrap_or(name.len());
    name[..end].trim()
}

fn important_words(name: &str) -> Vec<String> {
    words(name).into_iter().filter(|word| !LEFT_OUT.contains(&word.as_str())).collect()
}

/// Whether each word is short for the word of the full name in the same place.
fn is_abbreviation(short: &[String], full: &[String]) -> bool {
    !short.is_empty()
        && short.len() == full.len()
        && short.iter().zip(full).all(|(short, full)| is_short_for(short, full))
}

/// `Natl` is short for `National`: the same first letter, and all others in their order.
fn is_short_for(short: &str, full: &str) -> bool {
    let mut letters = full.chars();
    let starts_alike = short.chars().next() == full.chars().next();
    starts_alike && short.chars().all(|letter| letters.any(|other| other == letter))
}

/// Whether a name in capitals, such as `JAMA`, has the first letters of a full name.
fn are_initials(name: &str, full: &[String]) -> bool {
    let is_acronym = (2..=8).contains(&name.len()) && name.chars().all(|c| c.is_ascii_uppercase());
    let initials: String = full.iter().filter_map(|word| word.chars().next()).collect();
    // `PNAS` leaves out the country behind the name.
    is_acronym && full.len() > 1 && initials.starts_with(&name.to_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_journal_is_known_by_its_abbreviations() {
        for (first, second) in [
            ("J Bone Miner Res", "Journal of Bone and Mineral Research"),
            ("J. Natl. Cancer Inst.", "Journal of the National Cancer Institute"),
            ("Lancet", "The Lancet"),
            ("The Lancet", "Lancet (London, England)"),
            (
                "Proc Natl Acad Sci U S A",
                "Proceedings of the National Academy of Sciences of the United States of America",
            ),
            ("J Bone Joint Surg Am", "The Journal of Bone and Joint Surgery. American Volume"),
            ("JAMA", "Journal of the American Medical Association"),
            ("PNAS", "Proceedings of the National Academy of Sciences of the United States of America"),
            ("Spine", "Spine (Phila Pa 1976)"),
            ("Osteoporosis International", "Osteoporosis international : a journal established in cooperation"),
            ("Bone & Joint Journal", "Bone and Joint Journal"),
            ("Przegląd Lekarski", "Przeglad lekarski"),
        ] {
            assert!(is_same_container(first, second), "{first} | {second}");
            assert!(is_same_container(second, first), "{second} | {first}");
        }
    }

    #[test]
    fn other_journals_differ() {
        for (first, second) in [
            ("Pain", "The Journal of Pain"),
            ("BMJ", "BMJ Open"),
            ("Bone", "Bone Reports"),
            ("Spine", "European Spine Journal"),
            ("J Bone Miner Res", "Journal of Bone and Joint Surgery"),
            ("JAMA", "JAMA Internal Medicine"),
        ] {
            assert!(!is_same_container(first, second), "{first} | {second}");
        }
    }
}

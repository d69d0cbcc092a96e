//! Decides whether two names mean one journal or book: in full, abbreviated as in ISO 4, or as initials.

use super::spelling::{ascii_words, is_acronym, is_same_text};
use crate::{Reference, markup};

/// Words that abbreviations of journals leave out.
const LEFT_OUT: [&str; 23] = [
    "an", "and", "at", "de", "del", "der", "des", "di", "die", "du", "el", "for", "fur", "in", "la", "le", "of", "on",
    "the", "vol", "volume", "ed", "edition",
];

/// Abbreviations of ISO 4 and PubMed that leave out letters within a word, with the word.
const CONTRACTIONS: [(&str, &str); 5] =
    [("assn", "association"), ("dtsch", "deutsch"), ("intl", "international"), ("jpn", "japan"), ("natl", "national")];

/// Whether the containers have an ISSN in common, or agree under their full names or under their short ones, as far as both
/// have any. Two ISSNs that differ say nothing: a journal has one in print and another online.
pub(super) fn containers_agree(entry: &Reference, record: &Reference) -> bool {
    if issns(entry).any(|issn| issns(record).any(|other| issn == other)) {
        return true;
    }
    let (entry, record) = (names(entry), names(record));
    entry.is_empty()
        || record.is_empty()
        || entry.iter().any(|first| record.iter().any(|second| is_same_container(first, second)))
}

fn names(reference: &Reference) -> Vec<String> {
    let full = reference.container.as_ref().map(|container| markup::plain(container).into_owned());
    full.into_iter().chain(reference.container_short.clone()).collect()
}

/// The ISSNs of a reference without their hyphens.
fn issns(reference: &Reference) -> impl Iterator<Item = String> {
    let numbers = reference.issn.iter().flat_map(|issn| issn.split([',', ';', ' ', '/']));
    let plain = numbers.map(|number| number.replace(['-', '\u{2010}', '\u{2013}'], "").to_uppercase());
    plain.filter(|number| number.len() == 8 && number.bytes().all(|byte| byte.is_ascii_digit() || byte == b'X'))
}

fn is_same_container(first: &str, second: &str) -> bool {
    let (first, second) = (main_name(first), main_name(second));
    let (first_words, second_words) = (important_words(first), important_words(second));
    is_same_text(first, second)
        || first_words == second_words
        || is_abbreviation(&first_words, &second_words)
        || is_abbreviation(&second_words, &first_words)
        || is_acronym(first, &second_words)
        || is_acronym(second, &first_words)
}

/// The name without what PubMed puts behind it: a subtitle, a name in another language, a place in brackets.
fn main_name(name: &str) -> &str {
    let end = name.find([':', '=', '(', '[']).filter(|end| *end > 0).unwrap_or(name.len());
    name[..end].trim()
}

/// The words without those that abbreviations leave out. British spellings are written as American ones.
fn important_words(name: &str) -> Vec<String> {
    let words = ascii_words(name).into_iter().filter(|word| !LEFT_OUT.contains(&word.as_str()));
    words.map(|word| american(&word)).collect()
}

fn american(word: &str) -> String {
    word.replace("ae", "e").replace("oe", "e")
}

/// Whether each word is short for the word of the full name in the same place. A word is short for every word that begins
/// with it: a list of the abbreviations that ISO 4 allows would tell `J Exam` from the Journal of Examples, and few others.
fn is_abbreviation(short: &[String], full: &[String]) -> bool {
    short.len() == full.len() && short.iter().zip(full).all(|(short, full)| is_short_for(short, full))
}

/// `Orthop` is short for `Orthopaedic`, and `Natl` for `National`.
fn is_short_for(short: &str, full: &str) -> bool {
    let is_contraction = |(abbreviation, start): &(&str, &str)| *abbreviation == short && full.starts_with(start);
    full.starts_with(short) || CONTRACTIONS.iter().any(is_contraction)
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
            ("J Orthop Res", "Journal of Orthopaedic Research"),
            ("Journal of Orthopedic Research", "Journal of Orthopaedic Research"),
            ("J. Ex.", "Journal of Examples"),
            ("Arthritis Care Res (Hoboken)", "Arthritis Care & Research"),
            ("Ann Rheum Dis", "Annals of the Rheumatic Diseases"),
            ("Eur Spine J", "European Spine Journal"),
            ("Curr Opin Rheumatol", "Current Opinion in Rheumatology"),
            ("J Natl Med Assn", "Journal of the National Medical Association"),
            ("Acta Paediatr", "Acta Paediatrica"),
            ("Int J Environ Res Public Health", "International Journal of Environmental Research and Public Health"),
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
            ("Journal of Exams", "Journal of Examples"),
            ("J Exams", "Journal of Examples"),
            ("J Orthop Res", "Journal of Orthopaedic Reports"),
            ("J Orthop Rep", "Journal of Orthopaedic Research"),
            ("J Orthop. Rep.", "Journal of Orthopaedic Research"),
            ("Sci J", "Journal of Science"),
            ("J Pan", "Journal of Pain"),
        ] {
            assert!(!is_same_container(first, second), "{first} | {second}");
        }
    }
}

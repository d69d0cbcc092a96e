//! Decides whether two names mean one journal or book: in full, abbreviated as in ISO 4, or as initials.

use super::spelling::{ascii_words, is_same_text};
use crate::{Reference, markup};

/// Words that abbreviations of journals leave out.
const LEFT_OUT: [&str; 23] = [
    "an", "and", "at", "de", "del", "der", "des", "di", "die", "du", "el", "for", "fur", "in", "la", "le", "of", "on",
    "the", "vol", "volume", "ed", "edition",
];

/// Abbreviations that leave out letters within a word, with the word.
const CONTRACTIONS: &[(&str, &str)] = &[
    ("assn", "association"),
    ("dept", "department"),
    ("dtsch", "deutsch"),
    ("edn", "education"),
    ("govt", "government"),
    ("hlth", "health"),
    ("intl", "international"),
    ("jpn", "japan"),
    ("jnl", "journal"),
    ("jrnl", "journal"),
    ("mgmt", "management"),
    ("mthly", "monthly"),
    ("natl", "national"),
    ("phila", "philadelphia"),
    ("qly", "quarterly"),
    ("rept", "report"),
    ("rpt", "report"),
    ("soc", "societ"),
    ("wchnschr", "wochenschrift"),
    ("wkly", "weekly"),
    ("ztg", "zeitung"),
    ("ztschr", "zeitschrift"),
];

/// Abbreviations of the list of ISO 4 that end names of journals, with the letters with which the word begins. As a last word,
/// no other beginning is taken for an abbreviation: `J Exam` need not be the Journal of Examples. Words in `-ology` are
/// not listed, see [`is_cut_before_ogy`].
const LAST_WORDS: &[(&str, &str)] = &[
    ("a", "america"),
    ("acad", "academ"),
    ("act", "activit"),
    ("addict", "addict"),
    ("adm", "administration"),
    ("aff", "affair"),
    ("allied", "allied"),
    ("am", "america"),
    ("anaesth", "anaesthe"),
    ("anat", "anatom"),
    ("anesth", "anesthe"),
    ("ann", "annal"),
    ("appl", "appli"),
    ("arch", "archiv"),
    ("arthrosc", "arthroscop"),
    ("assess", "assessment"),
    ("assoc", "associat"),
    ("behav", "behavio"),
    ("belg", "belg"),
    ("biochem", "biochem"),
    ("biomech", "biomechanic"),
    ("biomed", "biomedic"),
    ("br", "brit"),
    ("bull", "bulletin"),
    ("can", "canad"),
    ("chem", "chemi"),
    ("chir", "chirurg"),
    ("clin", "clini"),
    ("coll", "college"),
    ("commun", "communication"),
    ("compr", "comprehensive"),
    ("conf", "conference"),
    ("contemp", "contemporary"),
    ("couns", "counsel"),
    ("deform", "deformit"),
    ("dent", "dent"),
    ("dev", "development"),
    ("diagn", "diagnos"),
    ("diet", "diet"),
    ("dis", "diseas"),
    ("disabil", "disabilit"),
    ("disord", "disorder"),
    ("educ", "educat"),
    ("eng", "engineering"),
    ("environ", "environment"),
    ("ergon", "ergonomic"),
    ("eur", "europ"),
    ("eval", "evaluation"),
    ("exerc", "exercise"),
    ("exp", "experiment"),
    ("fisioter", "fisioterap"),
    ("forsch", "forschung"),
    ("fr", "franc"),
    ("genet", "genetic"),
    ("geriatr", "geriatri"),
    ("gynaecol", "gynaecolog"),
    ("hosp", "hospital"),
    ("hyg", "hygien"),
    ("hypertens", "hypertensi"),
    ("ind", "indust"),
    ("inform", "informat"),
    ("inj", "injur"),
    ("inst", "institut"),
    ("int", "international"),
    ("invest", "investigat"),
    ("j", "journal"),
    ("kinet", "kinetic"),
    ("lek", "lekar"),
    ("lett", "letter"),
    ("mag", "magazin"),
    ("manag", "management"),
    ("mech", "mechanic"),
    ("med", "medi"),
    ("ment", "mental"),
    ("metab", "metaboli"),
    ("microsurg", "microsurg"),
    ("monit", "monitor"),
    ("motr", "motricidade"),
    ("musculoskelet", "musculoskelet"),
    ("neurosci", "neuroscien"),
    ("neurosurg", "neurosurg"),
    ("nurs", "nurs"),
    ("nutr", "nutri"),
    ("obes", "obes"),
    ("obstet", "obstetric"),
    ("occup", "occupation"),
    ("organ", "organi"),
    ("orthop", "orthop"),
    ("osteopath", "osteopath"),
    ("osteoporos", "osteoporos"),
    ("paediatr", "paediatri"),
    ("pediatr", "pediatri"),
    ("perform", "performance"),
    ("perspect", "perspective"),
    ("pharm", "pharm"),
    ("physiother", "physiotherap"),
    ("pract", "practi"),
    ("prev", "prevent"),
    ("proc", "proceeding"),
    ("psychiatr", "psychiatr"),
    ("psychother", "psychotherap"),
    ("q", "quarterly"),
    ("qual", "quality"),
    ("rehabil", "rehabilitat"),
    ("rep", "report"),
    ("res", "research"),
    ("rev", "review"),
    ("rheum", "rheum"),
    ("scand", "scandinav"),
    ("sci", "scien"),
    ("soc", "societ"),
    ("sportsmed", "sportsmedic"),
    ("stat", "statistic"),
    ("stud", "stud"),
    ("surg", "surg"),
    ("syst", "system"),
    ("ther", "therap"),
    ("therap", "therap"),
    ("train", "training"),
    ("transplant", "transplant"),
    ("treat", "treatment"),
    ("urodyn", "urodynamic"),
    ("wochenschr", "wochenschrift"),
];

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
        || is_abbreviation(&first_words, ends_with_period(first), &second_words)
        || is_abbreviation(&second_words, ends_with_period(second), &first_words)
        || are_initials(first, &second_words)
        || are_initials(second, &first_words)
}

fn ends_with_period(name: &str) -> bool {
    name.ends_with('.')
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

/// Whether each word is short for the word of the full name in the same place. The last word decides more than the others:
/// `J Orthop Res` is not the Journal of Orthopaedic Reports.
fn is_abbreviation(short: &[String], has_period: bool, full: &[String]) -> bool {
    let (Some((short_last, short_words)), Some((full_last, full_words))) = (short.split_last(), full.split_last())
    else {
        return false;
    };
    short_words.len() == full_words.len()
        && short_words.iter().zip(full_words).all(|(short, full)| is_short_for(short, full))
        && is_short_for(short_last, full_last)
        && (has_period || short_last == full_last || is_listed(short_last, full_last))
}

/// `Orthop` is short for `Orthopaedic`, and `Natl` for `National`.
fn is_short_for(short: &str, full: &str) -> bool {
    full.starts_with(short) || has_pair(CONTRACTIONS, short, full)
}

fn is_listed(short: &str, full: &str) -> bool {
    has_pair(CONTRACTIONS, short, full) || has_pair(LAST_WORDS, short, full) || is_cut_before_ogy(short, full)
}

fn has_pair(pairs: &[(&str, &str)], short: &str, full: &str) -> bool {
    pairs.iter().any(|(abbreviation, start)| american(abbreviation) == short && full.starts_with(&american(start)))
}

/// `Rheumatol` is short for `Rheumatology` and `Rheumatological`.
fn is_cut_before_ogy(short: &str, full: &str) -> bool {
    short.ends_with("ol") && full.strip_prefix(short).is_some_and(|ending| ending.starts_with("og"))
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
            ("J Exam", "Journal of Examples"),
            ("J Orthop Res", "Journal of Orthopaedic Reports"),
            ("J Orthop Res", "Journal of Orthopaedic Residents"),
            ("J Orthop Rep", "Journal of Orthopaedic Research"),
            ("J Orthop. Rep.", "Journal of Orthopaedic Research"),
            ("Sci J", "Journal of Science"),
            ("J Pan", "Journal of Pain"),
        ] {
            assert!(!is_same_container(first, second), "{first} | {second}");
        }
    }
}

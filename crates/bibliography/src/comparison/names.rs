//! Decides whether two lists of authors are the same people in the same order.

use super::spelling::{ascii_letters, ascii_words, is_same_text};
use crate::ContributorName;

/// A message shows at most so many authors.
const MOST_NAMES: usize = 6;

/// Whether the authors agree. A list without authors is not compared; a list that ends in "and others" is compared as far as
/// it goes; groups behind the people may be missing, because services seldom list them.
pub(super) fn authors_agree(entry: &[ContributorName], record: &[ContributorName]) -> bool {
    let is_open = entry.contains(&ContributorName::Others) || record.contains(&ContributorName::Others);
    let (entry, record) = (without_groups(entry), without_groups(record));
    if entry.is_empty() || record.is_empty() {
        return true;
    }
    let has_same_length = entry.len() == record.len() || is_open;
    has_same_length && entry.iter().zip(&record).all(|(first, second)| is_same_author(first, second))
}

/// The authors of a record, and behind them the groups that the library names beside people.
pub(super) fn with_groups(record: &[ContributorName], entry: &[ContributorName]) -> Vec<ContributorName> {
    let groups =
        entry.iter().filter(|name| is_missing_group(name, record)).filter(|_| has_people(record) && has_people(entry));
    record.iter().chain(groups).cloned().collect()
}

pub(super) fn has_people<'a>(names: impl IntoIterator<Item = &'a ContributorName>) -> bool {
    names.into_iter().any(|name| matches!(name, ContributorName::Person { .. }))
}

fn is_missing_group(name: &ContributorName, record: &[ContributorName]) -> bool {
    matches!(name, ContributorName::Organisation(_)) && !record.iter().any(|other| is_same_author(name, other))
}

/// Both lists for a message: in full if they are short, else from the first author that differs.
pub(super) fn differing_parts(entry: &[ContributorName], record: &[ContributorName]) -> (String, String) {
    let (entry, record) = (without_groups(entry), without_groups(record));
    let is_short = entry.len().max(record.len()) <= MOST_NAMES;
    let equal = entry.iter().zip(&record).take_while(|(first, second)| is_same_author(first, second)).count();
    let start = if is_short { 0 } else { equal.saturating_sub(1) };
    (names_around(&entry, start), names_around(&record, start))
}

/// The names from `start` on, at most [`MOST_NAMES`] of them, and how many others there are.
fn names_around(names: &[&ContributorName], start: usize) -> String {
    let full_names: Vec<String> = names.iter().skip(start).take(MOST_NAMES).map(|name| name.in_full()).collect();
    let (before, behind) = (start.min(names.len()), names.len().saturating_sub(start + MOST_NAMES));
    let mut text = if before > 0 { format!("({before} before) ") } else { String::new() };
    text += &full_names.join("; ");
    text + &if behind > 0 { format!(" (and {behind} more)") } else { String::new() }
}

/// The authors without "and others" and without organisations behind the first person.
fn without_groups(names: &[ContributorName]) -> Vec<&ContributorName> {
    let has_people = has_people(names);
    let is_counted = |name: &&ContributorName| match name {
        ContributorName::Person { .. } => true,
        ContributorName::Organisation(_) => !has_people,
        ContributorName::Others => false,
    };
    names.iter().filter(is_counted).collect()
}

/// Whether two names can be those of one author.
pub(super) fn is_same_author(first: &ContributorName, second: &ContributorName) -> bool {
    let (ContributorName::Person { .. }, ContributorName::Person { .. }) = (first, second) else {
        return is_same_text(&first.in_full(), &second.in_full());
    };
    let given = [first, second].map(|name| name.display_given().unwrap_or_default());
    let families = [first, second].map(family);
    if is_same_text(&families[0], &families[1]) {
        return initials_agree(&given[0], &given[1]);
    }
    // Double family names are divided into given and family names in several ways.
    is_divided_otherwise(&families[0], &given[0], &families[1], &given[1])
        || is_divided_otherwise(&families[1], &given[1], &families[0], &given[0])
}

/// Whether the `short` family name is the end of the `long` one, and the words before it are among the given names that stand
/// with it: `López, J. G.` and `García López, Juan`.
fn is_divided_otherwise(short: &str, given_of_short: &str, long: &str, given_of_long: &str) -> bool {
    let (short_words, long_words) = (ascii_words(short), ascii_words(long));
    if short_words.is_empty() || short_words.len() >= long_words.len() || !long_words.ends_with(&short_words) {
        return false;
    }
    let leading_words = &long_words[..long_words.len() - short_words.len()];
    let all_initials: Vec<char> = initials(given_of_short).collect();
    let of_long = initials(given_of_long).chain(leading_words.iter().filter_map(|word| word.chars().next()));
    all_initials == of_long.collect::<Vec<_>>()
}

/// The family name without particles, which services drop or put elsewhere.
fn family(name: &ContributorName) -> String {
    let ContributorName::Person { family, .. } = name else { return name.in_full() };
    let is_particle = |word: &&str| word.starts_with(char::is_lowercase);
    let mut words: Vec<&str> = family.split_whitespace().skip_while(is_particle).collect();
    // Crossref sometimes has the suffix within the family name.
    if words.len() > 1 {
        words.pop_if(|last| is_suffix(last));
    }
    if words.is_empty() { family.clone() } else { words.join(" ") }
}

fn is_suffix(word: &str) -> bool {
    matches!(word.trim_end_matches('.'), "Jr" | "Sr" | "II" | "III" | "IV")
}

/// Whether the initials agree as far as both names give them.
fn initials_agree(first: &str, second: &str) -> bool {
    is_same_text(first, second) || initials(first).zip(initials(second)).all(|(first, second)| first == second)
}

/// The first letters of given names. `JB` and `J.B.` are initials already; `Jean-Pierre` has two.
fn initials(given: &str) -> impl Iterator<Item = char> + use<> {
    let parts = given.split(|c: char| c.is_whitespace() || matches!(c, '.' | '-' | '\u{2010}' | '\u{2011}'));
    let letters = parts.flat_map(|part| {
        let is_initials = part.chars().count() <= 3 && part.chars().all(char::is_uppercase);
        let count = if is_initials { 3 } else { 1 };
        // Particles and titles such as `von` and `Jr` are no names.
        let is_name = part.starts_with(|c: char| c.is_uppercase() || !c.is_alphabetic());
        part.chars().filter(|c| c.is_alphabetic()).take(if is_name { count } else { 0 }).collect::<Vec<_>>()
    });
    let letters: Vec<char> = letters.filter_map(|letter| ascii_letters(&letter.to_string()).chars().next()).collect();
    letters.into_iter()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn agree(entry: &str, record: &str) -> bool {
        let authors = |names: &str| {
            let text = format!("@book{{a, title={{A}}, author={{{names}}}}}");
            crate::parse(&wellpress_diagnostics::Source::new("a.bib", text)).references.remove(0).authors
        };
        authors_agree(&authors(entry), &authors(record))
    }

    #[test]
    fn authors_that_differ_in_spelling_alone_agree() {
        for (entry, record) in [
            ("Życińska, K. and Müller, J.-P.", "Zycinska, Katarzyna and Mueller, Jean-Pierre"),
            ("Lee, AB", "Lee, Ann B."),
            ("Lee, A.", "Lee, Ann Bea"),
            ("van der Berg, W.", "Berg, Willem van der"),
            ("García López, Juan", "López, Juan García"),
            ("Bastos Silva, Rita", "Silva, R. B."),
            ("Wilson, A. and May, B.", "Wilson Jr, Ann and May, B."),
            ("Lee, A. and others", "Lee, A. and May, B. and Roe, C."),
            ("Lee, A. and May, B. and {The Walking Group}", "Lee, A. and May, B."),
            ("{World Health Organization}", "{World health organization}"),
            ("O'Neill, T.", "O\u{2019}Neill, T"),
        ] {
            assert!(agree(entry, record), "{entry} | {record}");
        }
    }

    #[test]
    fn other_people_and_another_order_differ() {
        for (entry, record) in [
            ("Lee, A. and May, B.", "May, B. and Lee, A."),
            ("Lee, A.", "Lee, A. and May, B."),
            ("Lee, A. and May, B.", "Lee, A."),
            ("Lee, A.", "Lea, A."),
            ("Lee, A.", "Lee, B."),
            ("Ann, L.", "Lee, Ann"),
            ("García López, Juan", "López, Ana García"),
            ("Lee Bastos, Rita", "Bastos, Rita"),
            ("May, B. and others", "Lee, A. and May, B."),
        ] {
            assert!(!agree(entry, record), "{entry} | {record}");
        }
    }
}

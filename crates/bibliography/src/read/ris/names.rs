//! Reads names of RIS, one from each line: `Family, Given, Suffix` is a person; a text without a comma, or with one at
//! its end, is an organisation.

use crate::ContributorName;
use crate::read::read_context::nonempty_line;

/// The person in a line of the form in which Embase writes persons: `Liu R.`, `van der Berg A. B.` or `Moss J.B., III`.
pub(super) fn name_with_initials(text: &str) -> Option<ContributorName> {
    const SUFFIXES: [&str; 7] = ["Jr.", "Jr", "Sr.", "Sr", "III", "II", "IV"];
    let whole = nonempty_line(text)?;
    let suffix = SUFFIXES.into_iter().find(|suffix| whole.ends_with(&format!(" {suffix}")));
    let name = whole[..whole.len() - suffix.map_or(0, str::len)].trim_end_matches([' ', ',']);
    let initials = name.rsplit(' ').take_while(|word| are_initials(word));
    let length = initials.map(|word| word.len() + 1).sum::<usize>();
    let (family, initials) = name.split_at_checked(name.len().checked_sub(length)?)?;
    let is_person = !initials.is_empty() && !family.is_empty() && !family.contains(',');
    is_person.then(|| person(family, initials.trim_start(), suffix))
}

/// Whether a word is made of initials, each with a full stop.
fn are_initials(word: &str) -> bool {
    let mut letters = word.split(['.', '-']).filter(|part| !part.is_empty());
    word.ends_with('.') && letters.all(|letter| letter.chars().count() <= 2 && letter.starts_with(char::is_uppercase))
}

/// The name in a line; `None` if it is blank, or if it is an e-mail address.
pub(super) fn name(text: &str) -> Option<ContributorName> {
    let whole = nonempty_line(&crate::read::private_data::without_private_words(text))?;
    let parts: Vec<&str> = whole.split(',').map(str::trim).collect();
    match parts.as_slice() {
        [single] if matches!(*single, "et al." | "et al" | "others") => Some(ContributorName::Others),
        [family, given] if !given.is_empty() && !family.is_empty() => Some(person(family, given, None)),
        [family, given, suffix] if is_suffix(suffix) && !family.is_empty() => Some(person(family, given, Some(suffix))),
        _ => {
            let organisation = whole.trim_end_matches([',', ' ']);
            (!organisation.is_empty()).then(|| ContributorName::Organisation(organisation.to_owned()))
        }
    }
}

fn person(family: &str, given: &str, suffix: Option<&str>) -> ContributorName {
    let (particle, family) = split_particle(family);
    ContributorName::of_parts(family.to_owned(), nonempty(given), nonempty(particle), suffix.map(str::to_owned))
}

fn nonempty(text: &str) -> Option<String> {
    Some(text.trim_end().to_owned()).filter(|part| !part.is_empty())
}

/// A particle and the family name behind it. The particle is the words in lower case, as in `van der Berg`; a name
/// entirely in lower case has none.
fn split_particle(family: &str) -> (&str, &str) {
    let particles = family.split_inclusive(' ').take_while(|word| word.starts_with(char::is_lowercase));
    let length: usize = particles.map(str::len).sum();
    if length < family.len() { family.split_at(length) } else { ("", family) }
}

/// Whether a text is a suffix such as `Jr.` or `III`, and not the end of an organisation's name, as in
/// `World Body, Division of Bones, Inc and Sons`.
fn is_suffix(text: &str) -> bool {
    (1..=5).contains(&text.chars().count()) && !text.contains(' ')
}

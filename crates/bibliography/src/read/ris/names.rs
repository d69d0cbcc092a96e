//! Names of RIS, one a line: `Family, Given, Suffix` is a person; without a comma, or with one at the end, it is an
//! organisation.

use crate::ContributorName;
use crate::read::read_context::one_line;

/// The name of a line; `None` where it is blank.
pub(super) fn name(text: &str) -> Option<ContributorName> {
    let whole = one_line(text)?;
    let parts: Vec<&str> = whole.split(',').map(str::trim).collect();
    match parts.as_slice() {
        [only] if matches!(*only, "et al." | "et al" | "others") => Some(ContributorName::Others),
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
    ContributorName::Person {
        family: family.to_owned(),
        given: Some(given.to_owned()).filter(|given| !given.is_empty()),
        particle: Some(particle.trim_end().to_owned()).filter(|particle| !particle.is_empty()),
        suffix: suffix.map(str::to_owned),
    }
}

/// The words in lower case before a family name are its particle: `van der Berg`. A name in lower case altogether has none.
fn split_particle(family: &str) -> (&str, &str) {
    let is_particle = |word: &&str| word.starts_with(char::is_lowercase);
    let length: usize = family.split_inclusive(' ').take_while(is_particle).map(str::len).sum();
    if length < family.len() { family.split_at(length) } else { ("", family) }
}

/// Tells `Jr.` or `III` from the end of an organisation's name, as in `World Body, Division of Bones, Inc and Sons`.
fn is_suffix(text: &str) -> bool {
    (1..=5).contains(&text.chars().count()) && !text.contains(' ')
}

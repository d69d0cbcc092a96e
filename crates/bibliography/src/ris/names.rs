//! RIS's names: `Family, Given, Suffix`, one a line; without a comma, or with one at the end, a body.

use super::super::intake::line;
use super::super::record::Name;

/// The name of a line.
pub(super) fn name(text: &str) -> Option<Name> {
    let whole = line(text)?;
    let parts: Vec<&str> = whole.split(',').map(str::trim).collect();
    Some(match parts.as_slice() {
        [rest] if matches!(*rest, "et al." | "et al" | "others") => Name::Others,
        [family, given] if !given.is_empty() && !family.is_empty() => person(family, given, None),
        [family, given, suffix] if is_suffix(suffix) && !family.is_empty() => person(family, given, Some(suffix)),
        _ => Name::Body(whole.trim_end_matches([',', ' ']).to_owned()).some_text()?,
    })
}

impl Name {
    fn some_text(self) -> Option<Self> {
        Some(self).filter(|name| !name.display_family().is_empty())
    }
}

/// The words in lower case before a family name are its particle.
fn person(family: &str, given: &str, suffix: Option<&str>) -> Name {
    let is_particle = |word: &&str| word.starts_with(char::is_lowercase);
    let length: usize = family.split_inclusive(' ').take_while(is_particle).map(str::len).sum();
    let (particle, rest) = if length < family.len() { family.split_at(length) } else { ("", family) };
    Name::Person {
        family: rest.to_owned(),
        given: Some(given.to_owned()).filter(|given| !given.is_empty()),
        particle: Some(particle.trim_end().to_owned()).filter(|particle| !particle.is_empty()),
        suffix: suffix.map(str::to_owned),
    }
}

/// Whether the third part of a name can be a suffix, such as `Jr.` or `III`, and not the end of a body's name.
fn is_suffix(text: &str) -> bool {
    (1..=5).contains(&text.chars().count()) && !text.contains(' ')
}

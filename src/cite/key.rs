//! Readable keys: `sawicki-2021`, and `sawicki-2021a` where that is taken.

use std::collections::HashSet;

use wellpress_bibliography::{CiteKey, ContributorName, Reference, markup};

/// Words that say nothing about a title or a body.
const SMALL: [&str; 14] = ["a", "an", "and", "at", "by", "for", "from", "in", "of", "on", "or", "the", "to", "with"];
/// Longer keys are not typed gladly.
const LONGEST_WORD: usize = 24;

/// The keys that are taken, as they stand in addresses and without case.
#[derive(Debug, Default)]
pub struct Taken(HashSet<String>);

impl Taken {
    /// Those of these sources.
    #[must_use]
    pub fn of<'a>(references: impl IntoIterator<Item = &'a Reference>) -> Self {
        Self(references.into_iter().map(|reference| folded(&reference.key)).collect())
    }

    /// Takes a key as it is, if nobody has it.
    pub fn take(&mut self, key: &CiteKey) -> bool {
        self.0.insert(folded(key))
    }

    /// Takes a readable key for a source.
    pub fn name(&mut self, reference: &Reference) -> CiteKey {
        let base = base(reference);
        let keys = std::iter::once(base.clone()).chain(letters().map(|letter| format!("{base}{letter}")));
        let free = keys.map(CiteKey::new).find(|key| self.take(key));
        free.expect("there is no end of letters")
    }
}

fn folded(key: &CiteKey) -> String {
    key.slug().to_lowercase()
}

/// Who and when; where nobody or no year is known, the first words of the title.
fn base(reference: &Reference) -> String {
    let names = if reference.authors.is_empty() { &reference.editors } else { &reference.authors };
    let site = || reference.container.as_ref().filter(|_| names.is_empty()).map(|site| body(site));
    let who = names.first().map(name).or_else(site).filter(|who| !who.is_empty());
    let year = reference.issued.as_ref().map(|issued| issued.year.to_string());
    let title = |count| {
        reference.title.as_ref().map(|title| words(&markup::plain(title), count)).filter(|words| !words.is_empty())
    };
    let parts = match (who, year) {
        (Some(who), Some(year)) => [Some(who), Some(year)],
        (Some(who), None) => [Some(who), title(1)],
        (None, year) => [title(3), year],
    };
    let base = parts.into_iter().flatten().collect::<Vec<_>>().join("-");
    if base.is_empty() { "source".to_owned() } else { base }
}

fn name(name: &ContributorName) -> String {
    match name {
        ContributorName::Person { family, .. } => slug::slugify(family),
        ContributorName::Organisation(text) => body(text),
        ContributorName::Others => String::new(),
    }
}

/// `Mayo Clinic` as `mayo-clinic`, `World Health Organization` as `who`.
fn body(text: &str) -> String {
    let telling: Vec<String> = telling(text).collect();
    match telling.len() {
        0..=2 => telling.join("-"),
        _ => telling.iter().filter_map(|word| word.chars().next()).collect(),
    }
}

fn words(text: &str, count: usize) -> String {
    telling(text).take(count).collect::<Vec<_>>().join("-")
}

fn telling(text: &str) -> impl Iterator<Item = String> {
    let slug = slug::slugify(text.replace(['\'', '\u{2019}'], ""));
    let words: Vec<String> = slug.split('-').map(|word| word.chars().take(LONGEST_WORD).collect()).collect();
    words.into_iter().filter(|word: &String| !word.is_empty() && !SMALL.contains(&word.as_str()))
}

/// `a` to `z`, then `aa`, without end.
fn letters() -> impl Iterator<Item = String> {
    (1_usize..).map(|number| {
        let (mut rest, mut letters) = (number, Vec::new());
        while rest > 0 {
            rest -= 1;
            letters.push(char::from(b"abcdefghijklmnopqrstuvwxyz"[rest % 26]));
            rest /= 26;
        }
        letters.iter().rev().collect()
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use wellpress_bibliography::{PartialDate, ReferenceKind, Title};
    use wellpress_diagnostics::Location;

    fn source(author: Option<ContributorName>, title: &str, year: Option<i32>) -> Reference {
        let date = |year| PartialDate { year, ..PartialDate::default() };
        let mut reference = Reference::new(CiteKey::new(""), Location::file("a"), ReferenceKind::Document);
        reference.authors = author.into_iter().collect();
        reference.title = Some(Title::from(title));
        reference.issued = year.map(date);
        reference
    }

    fn person(family: &str) -> Option<ContributorName> {
        Some(ContributorName::Person { family: family.to_owned(), given: None, particle: None, suffix: None })
    }

    fn key(author: Option<ContributorName>, title: &str, year: Option<i32>) -> String {
        Taken::default().name(&source(author, title, year)).to_string()
    }

    #[test]
    fn a_key_says_who_and_when() {
        assert_eq!(key(person("Życińska"), "T", Some(2021)), "zycinska-2021");
        assert_eq!(key(person("van der Berg"), "T", Some(2021)), "van-der-berg-2021");
        assert_eq!(key(Some(ContributorName::Organisation("Mayo Clinic".into())), "T", Some(2021)), "mayo-clinic-2021");
        assert_eq!(
            key(Some(ContributorName::Organisation("World Health Organization".into())), "T", Some(2021)),
            "who-2021"
        );
        assert_eq!(
            key(Some(ContributorName::Organisation("Mayo Clinic".into())), "The exercises of it", None),
            "mayo-clinic-exercises"
        );
        assert_eq!(key(None, "On the health of a spine in old age", Some(2020)), "health-spine-old-2020");
        assert_eq!(key(None, "", None), "source");
    }

    #[test]
    fn a_key_that_is_taken_gets_a_letter_without_regard_to_case() {
        let mut taken = Taken::default();
        assert!(taken.take(&CiteKey::new("Sawicki-2021")));
        let sawicki = source(person("Sawicki"), "T", Some(2021));
        let keys: Vec<String> = (0..28).map(|_| taken.name(&sawicki).to_string()).collect();
        assert_eq!(keys[0], "sawicki-2021a");
        assert_eq!(keys[25], "sawicki-2021z");
        assert_eq!(keys[26], "sawicki-2021aa");
    }
}

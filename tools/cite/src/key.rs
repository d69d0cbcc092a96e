//! Makes readable citation keys from records: `sawicki-2021`, and `sawicki-2021a` if that key is in use.

use std::collections::HashSet;

use super::LibraryFiles;
use wellpress_bibliography::{CiteKey, ContributorName, Reference, lower_alpha, markup};

/// Words left out of keys: every title has them.
const STOP_WORDS: [&str; 14] =
    ["a", "an", "and", "at", "by", "for", "from", "in", "of", "on", "or", "the", "to", "with"];
/// Authors type keys by hand.
const MAX_WORD_CHARS: usize = 24;

/// The keys that a library uses. The page of each source is in a folder named after the slug of its key, and some file systems
/// ignore case, so keys are compared as slugs in lower case: `Sawicki-2021` and `sawicki-2021` would be one folder.
#[derive(Debug, Default)]
pub struct UsedKeys(HashSet<String>);

impl UsedKeys {
    /// Collects the keys of all references of a library, with their aliases.
    #[must_use]
    pub fn of(library: &LibraryFiles) -> Self {
        let of_references =
            library.references.iter().flat_map(|reference| reference.aliases.iter().chain([&reference.key]));
        let aliases = library.aliases.iter().map(|alias| &alias.alias);
        let of_drafts = library.drafts.iter().map(|draft| &draft.key);
        Self(of_references.chain(aliases).chain(of_drafts).map(comparable).collect())
    }

    /// Reserves this very key. False if it is in use already.
    pub fn reserve(&mut self, key: &CiteKey) -> bool {
        self.0.insert(comparable(key))
    }

    /// Makes and reserves a readable key for a record, with a letter behind it if the plain one is in use.
    pub fn assign(&mut self, reference: &Reference) -> CiteKey {
        let base = readable_key(reference);
        let candidates =
            std::iter::once(base.clone()).chain((1..).map(|number| format!("{base}{}", lower_alpha(number))));
        let unused = candidates.map(CiteKey::new).find(|key| self.reserve(key));
        unused.expect("a library has fewer keys than there are letters to put behind one")
    }
}

fn comparable(key: &CiteKey) -> String {
    key.slug().to_lowercase()
}

/// First author (or editor, or website) and year. A record without a year takes a word of its title instead, one without a
/// name three words: `mayo-clinic-exercises`, `health-spine-old-2020`.
fn readable_key(reference: &Reference) -> String {
    let year = reference.issued.as_ref().map(|issued| issued.year.to_string());
    let parts = match (creator(reference), year) {
        (Some(creator), Some(year)) => [Some(creator), Some(year)],
        (Some(creator), None) => [Some(creator), first_title_words(reference, 1)],
        (None, year) => [first_title_words(reference, 3), year],
    };
    let key = parts.into_iter().flatten().collect::<Vec<_>>().join("-");
    if key.is_empty() { "source".to_owned() } else { key }
}

fn creator(reference: &Reference) -> Option<String> {
    let names = if reference.authors.is_empty() { &reference.editors } else { &reference.authors };
    let creator = match names.first() {
        Some(ContributorName::Person { family, .. }) => slug::slugify(family),
        Some(ContributorName::Organisation(name)) => organisation(name),
        Some(ContributorName::Others) => String::new(),
        None => organisation(reference.container.as_ref()?),
    };
    (!creator.is_empty()).then_some(creator)
}

/// `Mayo Clinic` as `mayo-clinic`, `World Health Organization` as `who`.
fn organisation(name: &str) -> String {
    let words: Vec<String> = significant_words(name).collect();
    match words.len() {
        0..=2 => words.join("-"),
        _ => words.iter().filter_map(|word| word.chars().next()).collect(),
    }
}

fn first_title_words(reference: &Reference, count: usize) -> Option<String> {
    let title = markup::plain(reference.title.as_ref()?);
    let words = significant_words(&title).take(count).collect::<Vec<_>>().join("-");
    (!words.is_empty()).then_some(words)
}

fn significant_words(text: &str) -> impl Iterator<Item = String> {
    // Without its apostrophe `Parkinson's` stays one word.
    let slug = slug::slugify(text.replace(['\'', '\u{2019}'], ""));
    let words: Vec<String> = slug.split('-').map(|word| word.chars().take(MAX_WORD_CHARS).collect()).collect();
    words.into_iter().filter(|word: &String| !word.is_empty() && !STOP_WORDS.contains(&word.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use wellpress_bibliography::{PartialDate, ReferenceKind, Title};
    use wellpress_diagnostics::Location;

    fn source(author: Option<ContributorName>, title: &str, year: Option<i32>) -> Reference {
        let mut reference = Reference::new(CiteKey::new(""), Location::file("a"), ReferenceKind::Document);
        reference.authors = author.into_iter().collect();
        reference.title = Some(Title::from(title));
        reference.issued = year.map(|year| PartialDate { year, ..PartialDate::default() });
        reference
    }

    fn person(family: &str) -> Option<ContributorName> {
        Some(ContributorName::person(family, None))
    }

    fn key(author: Option<ContributorName>, title: &str, year: Option<i32>) -> String {
        UsedKeys::default().assign(&source(author, title, year)).to_string()
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
        let mut used_keys = UsedKeys::default();
        assert!(used_keys.reserve(&CiteKey::new("Sawicki-2021")));
        let sawicki = source(person("Sawicki"), "T", Some(2021));
        let keys: Vec<String> = (0..28).map(|_| used_keys.assign(&sawicki).to_string()).collect();
        assert_eq!(keys[0], "sawicki-2021a");
        assert_eq!(keys[25], "sawicki-2021z");
        assert_eq!(keys[26], "sawicki-2021aa");
    }
}

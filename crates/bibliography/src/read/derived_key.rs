//! A key for an entry whose file gives it none.

use crate::{ContributorName, Reference, markup};

/// The first word of a title with so many letters is part of a readable key; shorter ones are articles and prepositions.
const LEAST_LETTERS: usize = 4;

/// The DOI or PubMed id, by which pages can cite the entry anyway, else author, year and the first long word of the title.
/// `None` for an entry that has nothing of these.
///
/// The same entry gives the same key again, so that citations stay valid when the file is exported once more. Keys are not
/// made unique here: two entries of one author, year and word are reported as one key with two contents.
pub(super) fn derived_key(reference: &Reference) -> Option<String> {
    let doi = reference.doi.as_ref().map(|doi| format!("doi:{}", doi.to_lowercase()));
    let pmid = || reference.pmid.as_ref().map(|pmid| format!("pmid:{pmid}"));
    doi.or_else(pmid).or_else(|| readable_key(reference))
}

fn readable_key(reference: &Reference) -> Option<String> {
    let author =
        reference.authors.first().or(reference.editors.first()).filter(|name| **name != ContributorName::Others);
    let author = author.map(ContributorName::display_family).unwrap_or_default();
    let year = reference.issued.as_ref().map(|date| date.year.to_string()).unwrap_or_default();
    let title = reference.title.as_ref().map(|title| slug::slugify(markup::plain(title))).unwrap_or_default();
    let long_word = title.split('-').find(|word| word.len() >= LEAST_LETTERS);
    let word = long_word.or_else(|| title.split('-').next()).unwrap_or_default();
    let key = slug::slugify(format!("{author} {year} {word}"));
    Some(key).filter(|key| !key.is_empty())
}

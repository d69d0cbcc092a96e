//! Derives a key for an entry whose file gives it none, as is usual in RIS and MEDLINE.

use crate::{ContributorName, Reference, markup};

/// The key contains the first word of the title with at least so many letters: shorter words are articles and
/// prepositions.
const LEAST_LETTERS: usize = 4;

/// The DOI or PubMed id, by which pages can cite the entry anyway, else author, year and the first long word of the
/// title. `None` for an entry without any of these.
///
/// The same entry gives the same key again, so that citations stay valid when the file is exported once more. Keys are
/// not made unique here: two entries of one author, year and word are reported as one key with two contents.
pub(super) fn derived_key(reference: &Reference) -> Option<String> {
    match (&reference.doi, &reference.pmid) {
        (Some(doi), _) => Some(format!("doi:{}", doi.to_lowercase())),
        (None, Some(pmid)) => Some(format!("pmid:{pmid}")),
        (None, None) => readable_key(reference),
    }
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

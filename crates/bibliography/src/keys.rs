//! Keys for entries of formats that have none.

use super::record::{Name, Reference};

/// The key of an entry that its file gives none: its DOI or PubMed id, by which marks find it anyway, or else author, year
/// and the first long word of the title. Nothing where there is none of these.
pub(super) fn derived(reference: &Reference) -> Option<String> {
    let doi = reference.doi.as_ref().map(|doi| format!("doi:{}", doi.to_lowercase()));
    let pmid = || reference.pmid.as_ref().map(|pmid| format!("pmid:{pmid}"));
    doi.or_else(pmid).or_else(|| readable(reference))
}

fn readable(reference: &Reference) -> Option<String> {
    let author = reference.authors.first().or(reference.editors.first()).filter(|name| **name != Name::Others);
    let author = author.map(Name::display_family).unwrap_or_default();
    let year = reference.issued.as_ref().map(|date| date.year.to_string()).unwrap_or_default();
    let title = reference.title.as_ref().map(|title| slug::slugify(super::markup::plain(title))).unwrap_or_default();
    let mut words = title.split('-');
    let word = words.find(|word| word.len() > 3).or_else(|| title.split('-').next()).unwrap_or_default();
    let key = slug::slugify(format!("{author} {year} {word}"));
    Some(key).filter(|key| !key.is_empty())
}

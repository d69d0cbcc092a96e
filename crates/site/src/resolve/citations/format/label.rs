//! Who stands for a source where a label of the program's own has its authors: in short names, in the index of sources, and before
//! number marks. Marks and lists themselves are those of their style.

use wellpress_bibliography::{ContributorName, Reference};

/// The authors of a source, else its editors; none for a source that its title stands for.
#[must_use]
pub fn label_names(reference: &Reference) -> &[ContributorName] {
    if reference.authors.is_empty() { &reference.editors } else { &reference.authors }
}

/// A source in few words, in English, for those who write: "Park and Kim 2019".
#[must_use]
pub fn authors_and_year(reference: &Reference) -> String {
    let names: Vec<String> = label_names(reference).iter().map(ContributorName::display_family).collect();
    let authors = match names.as_slice() {
        [] => String::new(),
        [one] => one.clone(),
        [one, two] => format!("{one} and {two}"),
        [first, ..] => format!("{first} et al."),
    };
    let year = reference.issued.as_ref().map_or_else(|| "n.d.".to_owned(), |date| date.year.to_string());
    format!("{authors} {year}").trim().to_owned()
}

/// The short title of a source, else its title.
fn label_title(reference: &Reference) -> Option<String> {
    let title = reference.short_title.as_ref().or(reference.title.as_ref());
    title.map(|title| title.plain().into_owned())
}

/// A source without its names: its short title, its title, or its key.
pub(super) fn title_or_key(reference: &Reference) -> String {
    label_title(reference).unwrap_or_else(|| reference.key.to_string())
}

/// A source in few words, with `no_date` in place of a missing year.
#[must_use]
pub fn short_name(reference: &Reference, no_date: &str) -> String {
    let names = label_names(reference);
    let name = names.first().map(ContributorName::display_family).filter(|name| !name.is_empty());
    let year = reference.issued.as_ref().map_or_else(|| no_date.to_owned(), |date| date.year.to_string());
    format!("{} {year}", name.unwrap_or_else(|| title_or_key(reference)))
}

//! The sources of a site as choices: key, authors, year and title.

use serde_json::{Value, json};

use wellpress_bibliography::{ContributorName, Reference};
use wellpress_site::resolve::citations::format::label_names;

/// The choice of a source, by its authors and its title.
#[must_use]
pub fn choice(reference: &Reference) -> Value {
    let title = reference.title.as_ref().map(|title| title.plain().into_owned()).unwrap_or_default();
    let label = format!("{}: {title}", authors_and_year(reference));
    json!({"value": reference.key.to_string(), "label": label.trim_end_matches([':', ' '])})
}

fn authors_and_year(reference: &Reference) -> String {
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

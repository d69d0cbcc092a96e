//! The sources of a site as choices: key, authors, year and title.

use serde_json::{Value, json};

use wellpress_bibliography::Reference;
use wellpress_site::resolve::citations::format::authors_and_year;

/// The choice of a source, by its authors and its title.
#[must_use]
pub fn choice(reference: &Reference) -> Value {
    let title = reference.title.as_ref().map(|title| title.plain().into_owned()).unwrap_or_default();
    let label = format!("{}: {title}", authors_and_year(reference));
    json!({"value": reference.key.to_string(), "label": label.trim_end_matches([':', ' '])})
}

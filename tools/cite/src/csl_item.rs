//! Turns the JSON that a citation service sends into a CSL item. Crossref sends lists where CSL has one text, the subtitle apart
//! from the title, and a hundred fields that CSL does not know.

use serde_json::{Map, Value, json};
use wellpress_bibliography::DATES_OF_CROSSREF;
use wellpress_foundation::text::one_line;

/// The CSL variables that an entry keeps. `abstract` is not among them: the publisher usually owns it, and an author who adds
/// an entry would publish it with the library's exports.
const VARIABLES: [&str; 28] = [
    "type",
    "title",
    "title-short",
    "container-title",
    "container-title-short",
    "collection-title",
    "collection-number",
    "event-title",
    "publisher",
    "publisher-place",
    "volume",
    "issue",
    "page",
    "number",
    "edition",
    "version",
    "genre",
    "DOI",
    "PMID",
    "PMCID",
    "ISBN",
    "ISSN",
    "URL",
    "language",
    "author",
    "editor",
    "translator",
    "issued",
];

/// Reduces a service's item to a CSL item: one text per variable, the subtitle joined to the title, and only the [`VARIABLES`]
/// of an entry, with the dates that the reader of the library may take in the place of a missing `issued`. Its markup stays: the reader of the library replaces it.
pub(super) fn csl_item(service_item: Map<String, Value>) -> Map<String, Value> {
    let title = title_with_subtitle(&service_item);
    let mut item = Map::new();
    for (key, value) in service_item {
        // Crossref's name for the abbreviated journal title.
        let key = if key == "short-container-title" { "container-title-short".to_owned() } else { key };
        let value = match first_text(value) {
            Value::String(text) => json!(one_line(&text)),
            value => value,
        };
        let is_empty = value.is_null() || value.as_str().is_some_and(str::is_empty);
        let is_kept = VARIABLES.contains(&key.as_str()) || DATES_OF_CROSSREF.contains(&key.as_str());
        if is_kept && !is_empty {
            item.entry(key).or_insert(value);
        }
    }
    item.extend(title.map(|title| ("title".to_owned(), json!(title))));
    item
}

/// Joins title and subtitle; `None` if the item has no subtitle or its title contains it already, as some publishers send it.
fn title_with_subtitle(item: &Map<String, Value>) -> Option<String> {
    let (title, subtitle) = (text_of(item, "title")?, text_of(item, "subtitle")?);
    let has_subtitle = title.to_lowercase().contains(&subtitle.to_lowercase());
    let divider = if title.ends_with(['?', '!', ':']) { " " } else { ": " };
    (!has_subtitle).then(|| format!("{}{divider}{subtitle}", title.trim_end_matches('.')))
}

fn text_of(item: &Map<String, Value>, name: &str) -> Option<String> {
    let text = one_line(first_text(item.get(name)?.clone()).as_str()?);
    (!text.is_empty()).then_some(text)
}

/// The first text of a list of texts; any other value as it is.
fn first_text(value: Value) -> Value {
    match value {
        Value::Array(texts) if texts.iter().all(Value::is_string) => texts.into_iter().next().unwrap_or_default(),
        value => value,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn item_of(json: &str) -> Value {
        let Ok(Value::Object(item)) = serde_json::from_str(json) else { panic!("no item: {json}") };
        Value::Object(csl_item(item))
    }

    #[test]
    fn lists_and_subtitles_become_one_text() {
        let item = item_of(
            r#"{"title":["Walking"],"subtitle":["a trial"],"ISSN":["1","2"],"short-container-title":["J"],"x":1}"#,
        );
        assert_eq!(item, json!({"title": "Walking: a trial", "ISSN": "1", "container-title-short": "J"}));
        assert_eq!(item_of(r#"{"title":"Why walk?","subtitle":["A trial"]}"#)["title"], "Why walk? A trial");
        assert_eq!(item_of(r#"{"title":"Walking: A Trial","subtitle":["a trial"]}"#)["title"], "Walking: A Trial");
    }
}

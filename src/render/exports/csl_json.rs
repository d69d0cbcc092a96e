//! CSL-JSON: an array of items with CSL's own variables, keys in order.

use serde_json::{Map, Value, json};

use super::Abstracts;
use crate::parse::bibliography::{Name, PartialDate, Reference, ReferenceKind as Kind};

/// The references as a CSL-JSON file.
#[must_use]
pub fn csl_json(references: &[&Reference], abstracts: Abstracts) -> String {
    let entries: Vec<_> = references.iter().map(|reference| entry(reference, abstracts)).collect();
    join(&entries.iter().map(String::as_str).collect::<Vec<_>>())
}

/// Entries as a file.
pub(super) fn join(entries: &[&str]) -> String {
    if entries.is_empty() { "[]\n".to_owned() } else { format!("[\n{}\n]\n", entries.join(",\n")) }
}

/// A reference as an item of an array, without the array.
pub(super) fn entry(reference: &Reference, abstracts: Abstracts) -> String {
    let array = serde_json::to_string_pretty(&[item(reference, abstracts)]).unwrap_or_default();
    array.trim_start_matches("[\n").trim_end_matches("\n]").to_owned()
}

fn item(reference: &Reference, abstracts: Abstracts) -> Value {
    let mut item = Map::new();
    let in_series = matches!(reference.kind, Kind::Book | Kind::Chapter);
    let texts = [
        ("id", Some(reference.key.as_str())),
        ("type", Some(reference.kind.csl())),
        ("title", reference.title.as_deref()),
        ("title-short", reference.short_title.as_deref()),
        ("container-title", reference.container.as_deref()),
        ("container-title-short", reference.container_short.as_deref()),
        ("collection-title", reference.collection.as_deref()),
        ("event-title", reference.event.as_deref()),
        ("publisher", reference.publisher.as_deref()),
        ("publisher-place", reference.place.as_deref()),
        ("volume", reference.volume.as_deref()),
        ("issue", reference.issue.as_deref()),
        ("page", reference.pages.as_deref()),
        ("chapter-number", reference.chapter.as_deref()),
        (if in_series { "collection-number" } else { "number" }, reference.number.as_deref()),
        ("version", reference.version.as_deref()),
        ("edition", reference.edition.as_deref()),
        ("status", reference.status.as_deref()),
        ("genre", reference.genre.as_deref()),
        ("DOI", reference.doi.as_deref()),
        ("PMID", reference.pmid.as_deref()),
        ("PMCID", reference.pmcid.as_deref()),
        ("ISBN", reference.isbn.as_deref()),
        ("ISSN", reference.issn.as_deref()),
        ("URL", reference.url.as_deref()),
        ("language", reference.language.as_deref()),
        ("note", reference.note.as_deref()),
        ("abstract", reference.abstract_text.as_deref().filter(|_| abstracts == Abstracts::Keep)),
    ];
    for (name, text) in texts.into_iter().filter_map(|(name, text)| Some((name, text?))) {
        item.insert(name.to_owned(), json!(text));
    }
    let names =
        [("author", &reference.authors), ("editor", &reference.editors), ("translator", &reference.translators)];
    for (role, names) in names.into_iter().filter(|(_, names)| !names.is_empty()) {
        item.insert(role.to_owned(), names.iter().map(name).collect());
    }
    for (name, value) in [("issued", &reference.issued), ("accessed", &reference.accessed)] {
        item.extend(value.as_ref().map(|value| (name.to_owned(), date(value))));
    }
    if !reference.keywords.is_empty() {
        item.insert("keyword".to_owned(), json!(reference.keywords.join(", ")));
    }
    Value::Object(item)
}

fn name(name: &Name) -> Value {
    match name {
        Name::Body(body) => json!({ "literal": body }),
        Name::Others => json!({ "literal": "others" }),
        Name::Person { family, given, particle, suffix } => {
            let parts = [("given", given), ("non-dropping-particle", particle), ("suffix", suffix)];
            let parts = parts.into_iter().filter_map(|(key, part)| Some((key.to_owned(), json!(part.as_ref()?))));
            Value::Object(parts.chain([("family".to_owned(), json!(family))]).collect())
        }
    }
}

fn date(date: &PartialDate) -> Value {
    let mut start = vec![date.year];
    start.extend(date.month.map(i32::from));
    start.extend(date.day.map(i32::from));
    let parts: Vec<_> = std::iter::once(start).chain(date.end_year.map(|year| vec![year])).collect();
    let mut value = json!({ "date-parts": parts });
    if date.approximate {
        value["circa"] = json!(true);
    }
    value
}

//! CSL-JSON: an array of items with CSL's own variables, keys in order.

use serde_json::{Map, Value, json};

use super::Abstracts;
use crate::markup;
use crate::{ContributorName, PartialDate, Reference, ReferenceKind as Kind};

pub(super) fn join(entries: &[&str]) -> String {
    if entries.is_empty() { "[]\n".to_owned() } else { format!("[\n{}\n]\n", entries.join(",\n")) }
}

/// A reference as an item of an array, indented as in one but without its brackets, so that [`join`] can put items
/// together as text.
pub(super) fn entry(reference: &Reference, abstracts: Abstracts) -> String {
    let array = serde_json::to_string_pretty(&[item(reference, abstracts)]).unwrap_or_default();
    array.trim_start_matches("[\n").trim_end_matches("\n]").to_owned()
}

/// A reference as CSL's variables.
pub(super) fn item(reference: &Reference, abstracts: Abstracts) -> Map<String, Value> {
    let mut item = Map::new();
    let in_series = matches!(reference.kind, Kind::Book | Kind::Chapter | Kind::Entry);
    let note = reference.note_with_notice();
    let texts = [
        ("id", Some(reference.key.as_str())),
        ("type", Some(reference.kind.csl())),
        ("container-title-short", reference.container_short.as_deref()),
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
        ("archive_location", reference.archived.as_deref()),
        ("language", reference.language.as_deref()),
        ("note", note.as_deref()),
        ("abstract", reference.abstract_text.as_deref().filter(|_| abstracts == Abstracts::Keep)),
    ];
    for (name, text) in texts.into_iter().filter_map(|(name, text)| Some((name, text?))) {
        item.insert(name.to_owned(), json!(text));
    }
    let titles = [
        ("title", &reference.title),
        ("title-short", &reference.short_title),
        ("container-title", &reference.container),
        ("collection-title", &reference.collection),
    ];
    for (name, title) in titles.into_iter().filter_map(|(name, title)| Some((name, title.as_ref()?))) {
        item.insert(name.to_owned(), json!(markup::with_case_marked(title)));
    }
    let names =
        [("author", &reference.authors), ("editor", &reference.editors), ("translator", &reference.translators)];
    for (role, names) in names.into_iter().filter(|(_, names)| !names.is_empty()) {
        item.insert(role.to_owned(), names.iter().map(name).collect());
    }
    for (name, value) in [("issued", &reference.issued), ("accessed", &reference.accessed)] {
        item.extend(value.as_ref().map(|value| (name.to_owned(), date(value))));
    }
    keywords_and_custom(&mut item, reference);
    item
}

/// What CSL has no variable for stands below `custom`.
fn keywords_and_custom(item: &mut Map<String, Value>, reference: &Reference) {
    let mut custom = Map::new();
    custom.extend(reference.evidence.map(|evidence| ("evidence".to_owned(), json!(evidence.as_str()))));
    let successor = reference.superseded_by.as_ref();
    custom.extend(successor.map(|successor| ("superseded_by".to_owned(), json!(successor.key.as_str()))));
    let is_listed = reference.keywords.iter().any(|word| word.contains([',', ';']));
    custom.extend(is_listed.then(|| ("keywords".to_owned(), json!(reference.keywords))));
    if !custom.is_empty() {
        item.insert("custom".to_owned(), Value::Object(custom));
    }
    if !is_listed && !reference.keywords.is_empty() {
        item.insert("keyword".to_owned(), json!(reference.keywords.join(", ")));
    }
}

fn name(name: &ContributorName) -> Value {
    match name {
        ContributorName::Organisation(body) => json!({ "literal": body }),
        ContributorName::Others => json!({ "literal": "others" }),
        ContributorName::Person { family, given, particle, suffix } => {
            let parts = [("given", given), ("non-dropping-particle", particle), ("suffix", suffix)];
            let parts = parts.into_iter().filter_map(|(key, part)| Some((key.to_owned(), json!(part.as_ref()?))));
            Value::Object(parts.chain([("family".to_owned(), json!(family))]).collect())
        }
    }
}

/// In parts; as text where CSL's parts have no place for a year 0.
fn date(date: &PartialDate) -> Value {
    if date.year == 0 {
        return json!({ "raw": date.to_string() });
    }
    let part = |year: i32, month: Option<u8>, day: Option<u8>| {
        let rest = [month, day].into_iter().map_while(|part| part.map(i32::from));
        std::iter::once(year).chain(rest).collect::<Vec<_>>()
    };
    let mut parts = vec![part(date.year, date.month, date.day)];
    if date.end_year.is_some() || date.end_month.is_some() {
        parts.push(part(date.end_year.unwrap_or(date.year), date.end_month, date.end_day));
    }
    let mut value = json!({ "date-parts": parts });
    if let Some(season) = date.season {
        value["season"] = json!(season.number());
    }
    if date.approximate {
        value["circa"] = json!(true);
    }
    value
}

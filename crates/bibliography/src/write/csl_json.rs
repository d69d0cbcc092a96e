//! Writes CSL-JSON: an array of items with CSL's own variables, in a fixed order. Every variable of a reference is carried.
//! Data without a variable stands under `custom`, which CSL leaves to programs.

use serde_json::{Map, Value, json};

use super::export_scope::ExportScope;
use crate::csl_variables::{CslDate, CslDatePoint, CslValue, csl_variables};
use crate::{CiteKey, ContributorName, Reference, Season, TextVariable};

pub(super) fn join(entries: &[&str]) -> String {
    if entries.is_empty() { "[]\n".to_owned() } else { format!("[\n{}\n]\n", entries.join(",\n")) }
}

/// A reference as an item with the indentation of an array but without its brackets, so that [`join`] can join items as
/// text.
pub(super) fn entry(reference: &Reference, scope: ExportScope) -> String {
    // An array of one gives the item the indentation that it has within the array of the file.
    let array = serde_json::to_string_pretty(&[item(reference, scope)]).unwrap_or_default();
    array.trim_start_matches("[\n").trim_end_matches("\n]").to_owned()
}

/// The variables of a reference. The writer of RIS uses them too, for what RIS cannot hold.
pub(super) fn item(reference: &Reference, scope: ExportScope) -> Map<String, Value> {
    let mut item = Map::new();
    item.insert("id".to_owned(), json!(reference.key.as_str()));
    item.insert("type".to_owned(), json!(reference.kind.csl()));
    item.extend(reference.note_with_notice().map(|note| ("note".to_owned(), json!(note))));
    // Before the other texts, so that the address of a copy does not take the place of a signature.
    item.extend(reference.archived.as_ref().map(|address| ("archive_location".to_owned(), json!(address))));
    for (name, value) in csl_variables(reference).filter(|(name, _)| *name != "abstract" || scope.has_abstracts()) {
        let value = match value {
            CslValue::Text(text) => json!(text),
            CslValue::Names(names) => names.iter().map(json_name).collect(),
            CslValue::DateWords(words) => json!({ "literal": words }),
            CslValue::Date(date) => json_date(&date),
        };
        item.insert(name.to_owned(), value);
    }
    keywords_and_custom(&mut item, reference);
    item
}

/// Adds the keywords, and `custom` with the fields for which CSL has no variable. CSL has one text for all keywords,
/// divided by commas, so keywords with a comma are listed under `custom`.
fn keywords_and_custom(item: &mut Map<String, Value>, reference: &Reference) {
    let mut custom = Map::new();
    custom.extend(reference.evidence.map(|evidence| ("evidence".to_owned(), json!(evidence.as_str()))));
    let aliases: Vec<&str> = reference.aliases.iter().map(CiteKey::as_str).collect();
    custom.extend((!aliases.is_empty()).then(|| ("aliases".to_owned(), json!(aliases))));
    let successor = reference.superseded_by.as_ref();
    custom.extend(successor.map(|successor| ("superseded_by".to_owned(), json!(successor.key.as_str()))));
    // CSL has one location in an archive, which the reference may have as a signature and as an address.
    let copy = reference.archived.as_ref().filter(|_| reference.more.text(TextVariable::ArchiveLocation).is_some());
    custom.extend(copy.map(|address| ("archived".to_owned(), json!(address))));
    let is_list_needed = reference.keywords.iter().any(|word| word.contains([',', ';']));
    custom.extend(is_list_needed.then(|| ("keywords".to_owned(), json!(reference.keywords))));
    if !custom.is_empty() {
        item.insert("custom".to_owned(), Value::Object(custom));
    }
    if !is_list_needed && !reference.keywords.is_empty() {
        item.insert("keyword".to_owned(), json!(reference.keywords.join(", ")));
    }
}

fn json_name(name: &ContributorName) -> Value {
    match name {
        ContributorName::Organisation(name) => json!({ "literal": name }),
        // CSL has no mark for further authors; the reader of this crate knows this word.
        ContributorName::Others => json!({ "literal": "others" }),
        ContributorName::Person {
            family,
            given,
            dropping_particle,
            non_dropping_particle,
            suffix,
            comma_suffix,
            static_ordering,
        } => {
            let parts = [
                ("given", given),
                ("dropping-particle", dropping_particle),
                ("non-dropping-particle", non_dropping_particle),
                ("suffix", suffix),
            ];
            let parts = parts.into_iter().filter_map(|(key, part)| Some((key.to_owned(), json!(part.as_ref()?))));
            let flags = [("comma-suffix", comma_suffix), ("static-ordering", static_ordering)];
            let flags = flags.into_iter().filter(|(_, is_set)| **is_set).map(|(key, _)| (key.to_owned(), json!(true)));
            Value::Object(parts.chain(flags).chain([("family".to_owned(), json!(family))]).collect())
        }
    }
}

/// A date in parts.
fn json_date(date: &CslDate) -> Value {
    // In a range of seasons each end has its own, as a month behind the twelfth.
    let is_range_of_seasons = date.end.is_some_and(|end| end.season.is_some());
    let parts: Vec<Vec<i32>> = [Some(date.start), date.end]
        .into_iter()
        .flatten()
        .map(|day| date_parts(day, day.month.or(day.season.filter(|_| is_range_of_seasons).map(month_of_season))))
        .collect();
    let mut value = json!({ "date-parts": parts });
    if let Some(season) = date.start.season.filter(|_| !is_range_of_seasons) {
        value["season"] = json!(season.number());
    }
    if date.is_approximate {
        value["circa"] = json!(true);
    }
    value
}

fn month_of_season(season: Season) -> u8 {
    season.number() + 20
}

/// The variables in which `readable`, the reference that is read back from the fields of another format, differs from the
/// reference. They have the values of the reference, or `null` if only the fields gave a value. Abstracts are not compared.
pub(super) fn lost_variables(reference: &Reference, readable: &Reference) -> Map<String, Value> {
    let carried = item(readable, ExportScope::Readers);
    let mut lost = item(reference, ExportScope::Readers);
    let surplus: Vec<_> = carried.keys().filter(|name| !lost.contains_key(*name)).cloned().collect();
    lost.retain(|name, value| carried.get(name) != Some(value));
    // Keywords under `custom` replace those of the other format.
    let has_keyword_list = lost.get("custom").is_some_and(|custom| custom.get("keywords").is_some());
    let surplus = surplus.into_iter().filter(|name| name != "custom" && !(has_keyword_list && name == "keyword"));
    lost.extend(surplus.map(|name| (name, Value::Null)));
    lost
}

/// Year, month and day as a list that ends before the first unknown part.
fn date_parts(day: CslDatePoint, month: Option<u8>) -> Vec<i32> {
    std::iter::once(day.year).chain([month, day.day].into_iter().map_while(|part| part.map(i32::from))).collect()
}

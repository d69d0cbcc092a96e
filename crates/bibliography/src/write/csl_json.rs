//! Writes CSL-JSON: an array of items with CSL's own variables, in a fixed order. Every variable of a reference is carried.
//! Data without a variable stands under `custom`, which CSL leaves to programs.

use serde_json::{Map, Value, json};

use super::ExportScope;
use crate::markup;
use crate::{CiteKey, ContributorName, PartialDate, Reference, Season, TextVariable};

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
    for (name, text) in reference.texts().filter(|(name, _)| *name != "abstract" || scope.has_abstracts()) {
        item.insert(name.to_owned(), json!(text));
    }
    for (name, title) in reference.titles() {
        item.insert(name.to_owned(), json!(markup::with_case_marked(title)));
    }
    for (role, names) in reference.names() {
        item.insert(role.to_owned(), names.iter().map(name).collect());
    }
    for (name, words) in reference.date_words() {
        item.insert(name.to_owned(), json!({ "literal": words }));
    }
    for (name, day) in reference.dates() {
        item.insert(name.to_owned(), date(day));
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

fn name(name: &ContributorName) -> Value {
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

/// A date in parts, or as text for a range without a start, which CSL's parts cannot express.
fn date(date: &PartialDate) -> Value {
    // In a range of seasons each end has its own, as a month behind the twelfth.
    let is_range_of_seasons = date.end_season.is_some();
    let month = date.month.or(date.season.filter(|_| is_range_of_seasons).map(month_of_season));
    let mut parts = vec![date_parts(date.year, month, date.day)];
    if date.has_end() {
        let end_month = date.end_month.or(date.end_season.map(month_of_season));
        parts.push(date_parts(date.end_year.unwrap_or(date.year), end_month, date.end_day));
    }
    parts.extend(date.is_open.then(|| vec![0]));
    let mut value = json!({ "date-parts": parts });
    if let Some(season) = date.season.filter(|_| !is_range_of_seasons) {
        value["season"] = json!(season.number());
    }
    if date.approximate {
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

/// Year, month and day as a list that ends before the first unknown part. CSL has no year 0: the year before 1 is -1.
fn date_parts(year: i32, month: Option<u8>, day: Option<u8>) -> Vec<i32> {
    std::iter::once(if year <= 0 { year - 1 } else { year })
        .chain([month, day].into_iter().map_while(|part| part.map(i32::from)))
        .collect()
}

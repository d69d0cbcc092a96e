//! Tables of data files, what the configuration says of collections, days as Liquid writes them, and how large its values are.

use std::collections::BTreeMap;

use liquid_core::model::{Value, ValueView};
use serde_json::{Map, Value as Json};

/// The rows of a table of data by the words of its head.
pub(super) fn rows(text: &str, delimiter: u8) -> Option<Json> {
    let mut reader = csv::ReaderBuilder::new().delimiter(delimiter).from_reader(text.as_bytes());
    let rows = reader.deserialize::<BTreeMap<String, Option<String>>>().collect::<Result<Vec<_>, _>>().ok()?;
    serde_json::to_value(rows).ok()
}

/// A day by a pattern; `None` with a sign for the time or another that is not known.
pub(super) fn written_day(value: &str, pattern: &str) -> Option<String> {
    const MONTHS: &str = "January February March April May June July August September October November December";
    let day = crate::dates::day(value)?.to_string();
    let month = MONTHS.split(' ').nth(day.get(5..7)?.parse::<usize>().ok()?.checked_sub(1)?)?;
    let signs = [
        ("%Y", &day[..4]),
        ("%y", &day[2..4]),
        ("%m", &day[5..7]),
        ("%-m", day[5..7].trim_start_matches('0')),
        ("%B", month),
        ("%b", &month[..3]),
        ("%d", &day[8..10]),
        ("%-d", day[8..10].trim_start_matches('0')),
        ("%e", day[8..10].trim_start_matches('0')),
    ];
    let text = signs.iter().fold(pattern.to_owned(), |text, (sign, words)| text.replace(sign, words));
    (!text.contains('%')).then_some(text)
}

/// Whether the pages of a collection have addresses. Without `output: true` only templates show their words.
pub(super) fn is_rendered(config: &Map<String, Json>, collection: &str) -> bool {
    let output = config.get("collections").and_then(|collections| collections.get(collection)?.get("output"));
    output.and_then(Json::as_bool).unwrap_or_default()
}

/// How much a value has, as bytes of its texts.
fn size(value: &Value) -> usize {
    match value {
        Value::Scalar(text) => text.to_kstr().len(),
        Value::Array(values) => values.iter().map(|value| 1 + size(value)).sum(),
        Value::Object(values) => values.values().map(|value| 1 + size(value)).sum(),
        _ => 0,
    }
}

/// Whether a value is so large that no person gives it a name or a filter.
pub(super) fn is_too_large(value: &Value) -> bool {
    const MOST_OF_TEXT: usize = 20_000;
    const MOST_OF_LIST: usize = 5_000_000;
    size(value) > if value.is_scalar() { MOST_OF_TEXT } else { MOST_OF_LIST }
}

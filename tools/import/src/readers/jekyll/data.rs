//! Values of data files, front matter and the configuration, as Liquid reads them.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::super::page_keys::text_of;

/// The rows of a table of data by the words of its head.
pub(super) fn rows(text: &str, delimiter: u8) -> Option<Value> {
    let mut reader = csv::ReaderBuilder::new().delimiter(delimiter).from_reader(text.as_bytes());
    let rows = reader.deserialize::<BTreeMap<String, String>>().collect::<Result<Vec<_>, _>>().ok()?;
    serde_json::to_value(rows).ok()
}

/// A value by its path, such as `contact.fax`.
pub(super) fn value_at(values: &Map<String, Value>, path: &str) -> Option<Value> {
    let mut parts = path.split('.');
    let first = values.get(parts.next()?)?;
    parts.try_fold(first, |value, part| value.get(part)).cloned()
}

/// The items that a loop shows; `None` if not all its words are known. Liquid turns the order last, and reads `reversed` first alone.
pub(super) fn chosen(items: Vec<Value>, words: &[&str]) -> Option<Vec<Value>> {
    let is_reversed = words.first() == Some(&"reversed");
    let words = words[usize::from(is_reversed)..].join(" ").replace([':', ','], " ");
    let (mut words, mut offset, mut limit) = (words.split_whitespace(), 0, usize::MAX);
    while let Some(word) = words.next() {
        let place = match word {
            "offset" => &mut offset,
            "limit" => &mut limit,
            _ => return None,
        };
        *place = words.next()?.parse().ok()?;
    }
    let mut items: Vec<Value> = items.into_iter().skip(offset).take(limit).collect();
    if is_reversed {
        items.reverse();
    }
    Some(items)
}

/// What a loop shows for each item: not the words for a list without items, and not the line end before a row of the table above.
pub(super) fn body_of_items<'b>(body: &'b str, above: &str) -> &'b str {
    let items = body.split_once("{% else %}").map_or(body, |(items, _)| items);
    // The `else` may be that of a condition.
    let has_conditions = ["{% if ", "{% unless ", "{% case "].iter().any(|tag| items.contains(tag));
    let body = if has_conditions { body } else { items };
    let is_table = body.contains("|--") || body.contains("| --");
    let is_row = body.trim_start().starts_with('|') && !is_table && body.ends_with('\n') && above.ends_with('\n');
    body.strip_prefix('\n').filter(|_| is_row).unwrap_or(body)
}

/// What Liquid shows of an item at a path: nothing without a value, `None` for one that is no text.
pub(super) fn shown_of(item: &Value, path: &str) -> Option<String> {
    static NOTHING: Value = Value::Null;
    let value = path.split('.').skip(1).try_fold(item, |value, key| match value {
        _ if key.contains('[') => None,
        Value::Null => Some(value),
        Value::Object(map) => map.get(key).or_else(|| (key != "size").then_some(&NOTHING)),
        _ => None,
    })?;
    if value.is_null() || value.as_str().is_some_and(|text| text.trim().is_empty()) {
        return Some(String::new());
    }
    text_of(value)
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

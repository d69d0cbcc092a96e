//! Writes what was read of a reference into the fields of its item. A field that is there already stays.

use serde_json::{Map, Value, json};

/// Adds words to the note, which keeps what nobody could read.
pub(super) fn add_note(item: &mut Map<String, Value>, words: &str) {
    let words = trimmed(words);
    if words.is_empty() {
        return;
    }
    let note =
        item.get("note").and_then(Value::as_str).map_or_else(|| words.to_owned(), |note| format!("{note}. {words}"));
    item.insert("note".to_owned(), json!(note));
}

pub(super) fn set(item: &mut Map<String, Value>, name: &str, value: &str) {
    let value = trimmed(value);
    if !value.is_empty() {
        item.entry(name.to_owned()).or_insert_with(|| json!(value));
    }
}

/// A date for the library's reader, which knows the forms of dates.
pub(super) fn set_date(item: &mut Map<String, Value>, name: &str, date: &str) {
    item.entry(name.to_owned()).or_insert_with(|| json!({ "raw": trimmed(date) }));
}

pub(super) fn trimmed(text: &str) -> &str {
    text.trim_matches(|c: char| c.is_whitespace() || matches!(c, '.' | ',' | ';' | ':'))
}

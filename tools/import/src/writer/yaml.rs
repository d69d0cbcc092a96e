//! YAML for front matter and settings. Every text is in quotes, so that none is read as a number, a date or a comment.

use serde_json::{Map, Value};

/// The keys of a file with their values, in their order.
pub(crate) type Entries = Vec<(&'static str, Value)>;

/// Lines of YAML. Empty values are left out.
pub(crate) fn document(entries: &Entries) -> String {
    let mut output = String::new();
    lines(&mut entries.iter().map(|(key, value)| (*key, value)), 0, &mut output);
    output
}

/// Lines of YAML for a map.
pub(crate) fn map(values: &Map<String, Value>) -> String {
    let mut output = String::new();
    lines(&mut values.iter().map(|(key, value)| (key.as_str(), value)), 0, &mut output);
    output
}

fn lines<'v>(values: &mut dyn Iterator<Item = (&'v str, &'v Value)>, indent: usize, output: &mut String) {
    for (key, value) in values.filter(|(_, value)| !is_empty(value)) {
        output.push_str(&format!("{}{}:", " ".repeat(indent), self::key(key)));
        match value {
            Value::Object(inner) if inner.values().any(|value| !is_empty(value)) => {
                output.push('\n');
                let inner: &Map<String, Value> = inner;
                lines(&mut inner.iter().map(|(key, value)| (key.as_str(), value)), indent + 2, output);
            }
            Value::Array(items) if items.iter().any(Value::is_object) => {
                output.push('\n');
                items.iter().for_each(|item| output.push_str(&format!("{}- {}\n", " ".repeat(indent + 2), flow(item))));
            }
            value => output.push_str(&format!(" {}\n", flow(value))),
        }
    }
}

fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Array(items) => items.is_empty(),
        Value::Object(values) => values.values().all(is_empty),
        _ => false,
    }
}

fn key(key: &str) -> String {
    let is_plain = key.chars().all(|character| character.is_ascii_alphanumeric() || matches!(character, '_' | '-'));
    let is_word = key.starts_with(|character: char| character.is_ascii_alphabetic());
    let reads_as_boolean =
        ["true", "false", "yes", "no", "on", "off", "null", "y", "n"].contains(&key.to_lowercase().as_str());
    if is_plain && is_word && !reads_as_boolean { key.to_owned() } else { text(key) }
}

/// A value on one line.
pub(crate) fn flow(value: &Value) -> String {
    match value {
        Value::String(words) => text(words),
        Value::Array(items) => format!("[{}]", items.iter().map(flow).collect::<Vec<_>>().join(", ")),
        Value::Object(values) => {
            let entries = values.iter().filter(|(_, value)| !value.is_null());
            let entries: Vec<String> =
                entries.map(|(key, value)| format!("{}: {}", self::key(key), flow(value))).collect();
            format!("{{{}}}", entries.join(", "))
        }
        other => other.to_string(),
    }
}

/// A text in double quotes, or without them if it is an id or a date.
fn text(words: &str) -> String {
    let is_id = !words.is_empty()
        && words.starts_with(|character: char| character.is_ascii_lowercase())
        && words
            .chars()
            .all(|character| character.is_ascii_lowercase() || character.is_ascii_digit() || character == '-')
        && !["true", "false", "yes", "no", "on", "off", "null", "y", "n"].contains(&words);
    let is_day = words.len() == 10 && wellpress_foundation::Day::parse(words).is_some();
    // A text of JSON is a text of YAML, but for characters that YAML does not print.
    let words: String =
        words.chars().filter(|character| !character.is_control() || matches!(character, '\n' | '\t')).collect();
    if is_id || is_day { words } else { Value::from(words).to_string() }
}

#[cfg(test)]
mod tests {
    use super::document;

    #[test]
    fn what_is_written_is_read_again() {
        let extra = serde_json::json!({"a b": [{"x": "é\n", "off": true}], "empty": {}, "deep": {"y": 1.5}});
        let entries = vec![
            ("title", "A: \"b\" # c".into()),
            ("date", "2024-03-05".into()),
            ("topics", vec!["neck-pain", "No", "1e3"].into()),
            ("weight", 3.into()),
            ("none", serde_json::Value::Null),
            ("extra", extra),
        ];
        let yaml = document(&entries);
        let values = crate::front_matter::yaml(&yaml).unwrap();
        assert_eq!(values["title"], "A: \"b\" # c");
        assert_eq!(values["topics"], serde_json::json!(["neck-pain", "No", "1e3"]));
        assert_eq!(values["extra"], serde_json::json!({"a b": [{"x": "é\n", "off": true}], "deep": {"y": 1.5}}));
        assert!(yaml.contains("date: 2024-03-05\ntopics: [neck-pain, \"No\", \"1e3\"]\nweight: 3\nextra:\n"), "{yaml}");
    }
}

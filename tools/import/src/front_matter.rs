//! Front matter in YAML, TOML or JSON as one map.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::fmt;

use serde::de::{DeserializeSeed, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::{Map, Number, Value};
use toml::de::{DeTable, DeValue};

/// A file divided into front matter and text.
#[derive(Debug)]
pub(crate) struct FrontMatter<'t> {
    pub values: Map<String, Value>,
    pub text: &'t str,
    /// Why the front matter cannot be read; `values` is empty then.
    pub error: Option<String>,
    /// Keys that stand there twice. The last one counts, as in most tools.
    pub twice: Vec<String>,
    /// The front matter as it is written.
    pub raw: &'t str,
}

/// The text of a file that others include. Without front matter that can be read, that is the whole file: hyphens above an empty line
/// are a rule if others stand below one, or if words stand between them.
pub(crate) fn included_text(file: &str) -> &str {
    let matter = divide(file);
    let is_key = |key: &String| key.chars().all(|sign| sign.is_alphanumeric() || "_-".contains(sign));
    let has_keys = !matter.values.is_empty() && matter.values.keys().all(is_key);
    let has_words = matter.raw.ends_with("\n\n") || !has_keys;
    let begins_empty = file.starts_with("---") && matter.raw.starts_with('\n');
    let is_rule = begins_empty && has_words && !matter.raw.trim().is_empty();
    if matter.error.is_some() || is_rule { file } else { matter.text }
}

/// Divides a file. A file without front matter is all text.
pub(crate) fn divide(file: &str) -> FrontMatter<'_> {
    let (parsed, text, raw) = if let Some((matter, text)) = fenced(file, "---") {
        (yaml(matter), text, matter)
    } else if let Some((matter, text)) = fenced(file, "+++") {
        (toml(matter), text, matter)
    } else if file.starts_with("{\n") || file.starts_with("{\r") || file.starts_with("{\"") {
        let mut stream = serde_json::Deserializer::from_str(file).into_iter::<Map<String, Value>>();
        match stream.next() {
            Some(Ok(values)) => {
                let (json, text) = file.split_at(stream.byte_offset());
                // Numbers are as they are written, if it is YAML as well.
                (yaml(json).or(Ok(values)), text, "")
            }
            _ => return FrontMatter::without_values(file, None, ""),
        }
    } else {
        return FrontMatter::without_values(file, None, "");
    };
    match parsed {
        Ok(values) => FrontMatter { values, text, error: None, twice: keys_twice(raw), raw },
        Err(error) => FrontMatter::without_values(text, Some(error), raw),
    }
}

impl<'t> FrontMatter<'t> {
    fn without_values(text: &'t str, error: Option<String>, raw: &'t str) -> Self {
        Self { values: Map::new(), text, error, twice: Vec::new(), raw }
    }
}

/// The keys at the margin of a map in YAML that stand there more than once.
fn keys_twice(raw: &str) -> Vec<String> {
    let (mut seen, mut twice) = (BTreeSet::new(), Vec::new());
    let at_margin = raw.lines().filter(|line| line.starts_with(char::is_alphanumeric));
    for key in at_margin.filter_map(|line| Some(line.split_once(':')?.0.trim())) {
        if !key.contains(char::is_whitespace) && !seen.insert(key) && !twice.iter().any(|known| known == key) {
            twice.push(key.to_owned());
        }
    }
    twice
}

/// The front matter between two fences, and the text behind them.
fn fenced<'a>(file: &'a str, fence: &str) -> Option<(&'a str, &'a str)> {
    let text_behind_fence = file.strip_prefix(fence)?;
    let matter_and_text = text_behind_fence.trim_start_matches([' ', '\t']).strip_prefix('\n')?;
    let mut at = 0;
    for line in matter_and_text.split_inclusive('\n') {
        if line.trim_end().starts_with(fence) || (fence == "---" && line.trim_end() == "...") {
            // Jekyll also takes `------`, the end of one file and the start of another.
            return Some((&matter_and_text[..at], &matter_and_text[at + line.len()..]));
        }
        at += line.len();
    }
    None
}

/// A map in YAML. Tags are read as if they were not there, so that nothing of the source is run.
pub(crate) fn yaml(text: &str) -> Result<Map<String, Value>, String> {
    match yaml_value(text)? {
        Value::Object(map) => Ok(map),
        Value::Null => Ok(Map::new()),
        _ => Err("it is no map".to_owned()),
    }
}

/// Any value in YAML.
pub(crate) fn yaml_value(text: &str) -> Result<Value, String> {
    if text.trim().is_empty() {
        return Ok(Value::Null);
    }
    // `no` and `N` are words here, as in YAML 1.2. Of two equal keys, the tools take the last.
    let options = serde_yaml::options! {
        strict_booleans: true, with_snippet: false, emit_comments: false,
        duplicate_keys: serde_yaml::DuplicateKeyPolicy::LastWins,
    };
    let message = |error: serde_yaml::Error| first_line(&error.to_string());
    let read = |text: &str| serde_yaml::from_str_with_options::<Value>(text, options.clone()).map_err(message);
    let (value, text) = match read(text) {
        Ok(value) => (value, Cow::Borrowed(text)),
        Err(error) => {
            let indented = with_indented_quotes(text);
            (read(&indented).map_err(|_| error)?, Cow::Owned(indented))
        }
    };
    if !has_number(&value) {
        return Ok(value);
    }
    let as_written = |reader: serde_yaml::Deserializer<'_, '_>| AsWritten(&value).deserialize(reader);
    Ok(serde_yaml::with_deserializer_from_str_with_options(&text, options, as_written).unwrap_or(value))
}

/// A text in YAML whose quoted values go on at the margin, as the parsers of Hugo and Jekyll allow.
fn with_indented_quotes(text: &str) -> String {
    let (mut output, mut open) = (String::with_capacity(text.len()), None);
    // The indent of the key above a block of text.
    let mut block = None;
    for line in text.split_inclusive('\n') {
        let words = line.trim();
        let indent = line.len() - line.trim_start().len();
        block = block.filter(|above| words.is_empty() || indent > *above);
        let mut rest = line;
        if open.is_some() {
            output.push(' ');
        } else if block.is_none() && !words.starts_with('#') {
            let value =
                words.split_once(": ").map_or(words.trim_start_matches([' ', '-']), |(_, value)| value.trim_start());
            block = value.starts_with(['|', '>']).then_some(indent);
            open = value.chars().next().filter(|sign| matches!(sign, '"' | '\''));
            rest = value.get(1..).unwrap_or_default();
        }
        output.push_str(line);
        let signs = rest.replace("\\\\", "").replace("\\\"", "").replace("''", "");
        open = open.filter(|sign| !signs.contains(*sign));
    }
    output
}

fn has_number(value: &Value) -> bool {
    match value {
        Value::Array(values) => values.iter().any(has_number),
        Value::Object(map) => map.values().any(has_number),
        value => value.is_number(),
    }
}

/// A value that is read once more, for the numbers in it whose spelling says more: the dose `2.50`, the telephone number `0800`, or the
/// code `1e3`. These become texts.
struct AsWritten<'v>(&'v Value);

impl<'de> DeserializeSeed<'de> for AsWritten<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, reader: D) -> Result<Value, D::Error> {
        match self.0 {
            Value::Object(_) => reader.deserialize_map(self),
            Value::Array(_) => reader.deserialize_seq(self),
            Value::Number(number) => {
                let text = String::deserialize(reader)?;
                Ok(if text == number.to_string() { self.0.clone() } else { text.into() })
            }
            value => IgnoredAny::deserialize(reader).map(|_| value.clone()),
        }
    }
}

impl<'de> Visitor<'de> for AsWritten<'_> {
    type Value = Value;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("the value that was read before")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Value, A::Error> {
        let mut map = Map::new();
        while let Some(key) = entries.next_key::<String>()? {
            let value = entries.next_value_seed(AsWritten(&self.0[&key]))?;
            map.insert(key, value);
        }
        Ok(Value::Object(map))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut values: A) -> Result<Value, A::Error> {
        let mut list = Vec::new();
        while let Some(value) = values.next_element_seed(AsWritten(&self.0[list.len()]))? {
            list.push(value);
        }
        Ok(Value::Array(list))
    }
}

/// The entries of a map in the order in which its keys stand in a text, each with the text behind its key.
pub(crate) fn in_order<'v, 't, V>(
    map: impl IntoIterator<Item = (&'v String, &'v V)>,
    text: &'t str,
) -> Vec<(&'v String, &'v V, &'t str)> {
    let behind = |key: &str| {
        let ends = text.match_indices(key).map(|(at, key)| (at, at + key.len()));
        let mut keys = ends.filter(|(start, end)| {
            let is_whole = !text[..*start].ends_with(char::is_alphanumeric);
            is_whole && text[*end..].trim_start_matches(['"', '\'', ' ']).starts_with([':', '='])
        });
        keys.next().map_or("", |(_, end)| &text[end..])
    };
    let mut entries: Vec<_> = map.into_iter().map(|(key, value)| (key, value, behind(key))).collect();
    entries.sort_by_key(|(.., behind)| std::cmp::Reverse(behind.len()));
    entries
}

/// A map in TOML. Numbers are as in [`yaml_value`].
pub(crate) fn toml(text: &str) -> Result<Map<String, Value>, String> {
    let table = DeTable::parse(text).map_err(|error| first_line(error.message()))?;
    Ok(map_of(table.into_inner()))
}

fn map_of(table: DeTable<'_>) -> Map<String, Value> {
    table.into_iter().map(|(key, value)| (key.into_inner().into_owned(), json_of(value.into_inner()))).collect()
}

fn json_of(value: DeValue<'_>) -> Value {
    let number = |text: &str| match serde_json::from_str::<Number>(text) {
        Ok(number) if number.to_string() == text => number.into(),
        _ => Value::from(text),
    };
    match value {
        DeValue::String(text) => text.into(),
        DeValue::Integer(integer) => number(&integer.to_string()),
        DeValue::Float(float) => number(float.as_str()),
        DeValue::Boolean(flag) => flag.into(),
        DeValue::Datetime(date) => date.to_string().into(),
        DeValue::Array(values) => values.into_iter().map(|value| json_of(value.into_inner())).collect(),
        DeValue::Table(table) => Value::Object(map_of(table)),
    }
}

fn first_line(message: &str) -> String {
    message.lines().next().unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{divide, in_order, included_text, yaml};

    #[test]
    fn a_rule_at_the_beginning_of_an_included_text_is_no_front_matter() {
        for file in [
            "---\n\nAt most 5 mg: never more.\n\nNot now.\n\n---\n",
            "---\n\nWarning: at most 5 mg\n\n---\n",
            "---\n\n# At most 5 mg\n---\n",
        ] {
            assert_eq!(included_text(file), file);
        }
        assert_eq!(included_text("---\ntitle: A\n---\nB\n"), "B\n");
        assert_eq!(included_text("---\n\n---\nB\n"), "B\n");
        assert_eq!(included_text("---\n\ntitle: X\nsecret: 5\n---\nWords 6 mg.\n"), "Words 6 mg.\n");
    }

    #[test]
    fn entries_have_the_order_of_their_file() {
        for text in ["us: 1\nAbout: !ENV [x]\n\"A: b\": 3\nAb: {c: 4}\n", "{\"us\": 1, \"About\":2, 'A: b' : 3, Ab: 4}"]
        {
            let map = yaml(text).unwrap();
            let keys: Vec<&str> = in_order(&map, text).into_iter().map(|(key, ..)| key.as_str()).collect();
            assert_eq!(keys, ["us", "About", "A: b", "Ab"]);
        }
    }

    #[test]
    fn numbers_are_as_they_are_written() {
        for file in [
            "---\na: 2.50\nb: [0800, 1e3]\nc: {d: 5, e: 0x10}\nf: &f\n  g: 0.10\nh: *f\nweight: -3\n---\n",
            "+++\na = 2.50\nb = [\"0800\", 1e3]\nc = {d = 5, e = 0x10}\nf.g = 0.10\nh.g = 0.10\nweight = -3\n+++\n",
        ] {
            let values = Value::Object(divide(file).values);
            let expected = json!({"a": "2.50", "b": ["0800", "1e3"], "c": {"d": 5, "e": "0x10"}, "f": {"g": "0.10"},
                "h": {"g": "0.10"}, "weight": -3});
            assert_eq!(values, expected, "{file}");
        }
        assert_eq!(divide("{\"a\": 2.50, \"b\": 3}\n").values["a"], "2.50");
        assert_eq!(divide("---\n<<: {a: 1.0}\nb: 1.50\n---\n").values["b"], "1.50");
    }

    #[test]
    fn the_three_forms_are_read() {
        for file in [
            "---\ntitle: A\ntags: [b]\n---\nText.\n",
            "+++\ntitle = \"A\"\ntags = [\"b\"]\n+++\nText.\n",
            "{\"title\": \"A\", \"tags\": [\"b\"]}\nText.\n",
        ] {
            let matter = divide(file);
            assert_eq!((matter.values["title"].as_str(), matter.text.trim()), (Some("A"), "Text."), "{file}");
            assert_eq!(matter.values["tags"][0], "b");
        }
        assert_eq!(divide("---\ntitle: A\n...\nText.\n").values["title"], "A");
        let at_margin = divide("---\ntitle: A\na: \"\nAt \\\"most\\\" 5 mg.\"\nb: 'it''s\n5'\nc: d\n---\n").values;
        let other = "---\na: \"\n5 mg\"\nb: |\n  'tis\n# e.g.: \"x\nphone: \"112\"\n---\n";
        assert_eq!((&divide(other).values["b"], &divide(other).values["phone"]), (&json!("'tis\n"), &json!("112")));
        assert_eq!(
            (&at_margin["a"], &at_margin["b"], &at_margin["c"]),
            (&json!(" At \"most\" 5 mg."), &json!("it's 5"), &json!("d"))
        );
        assert_eq!(divide("Text.\n---\n").text, "Text.\n---\n");
        let doubled = divide("---\ntags: [a]\nb:\n  c: 1\n  d: 2\ntags:\n- e\n---\n");
        assert_eq!((doubled.values["tags"][0].as_str(), doubled.twice.join(" ")), (Some("e"), "tags".to_owned()));
        let broken = divide("---\ntitle: [A\n---\nText.\n");
        assert!(broken.error.is_some() && broken.text == "Text.\n");
        let comments = "# c\n".repeat(100);
        assert_eq!(divide(&format!("---\na:\n{comments}title: A # 5 mg\n---\n")).values["title"], "A");
        assert!(divide("---\na: !!python/name:os.system x\n---\n").error.is_none());
    }
}

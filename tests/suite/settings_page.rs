//! The tables of `docs/settings.md`: every key of `wellpress.yaml` with its type, its default and what it does, made of the JSON Schema.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use serde_json::Value;

use wellpress_csl::style_names;
use wellpress_site::schema::SchemaSubject;

use crate::written_pages::{cell, choices, compare_or_write, description, path_of, resolved, type_words, with_table};

/// The headings of the page with the keys below each, in their order. A key that is in none is one of the first.
const GROUPS: [(&str, &[&str]); 9] = [
    (
        "## The site",
        &[
            "title",
            "base_url",
            "description",
            "language",
            "menus",
            "languages",
            "theme",
            "organization",
            "featured",
            "redirects",
            "pagination",
            "related",
            "feeds",
            "raw_html",
            "markdown",
            "variables",
            "extra",
        ],
    ),
    ("## Sections", &["sections"]),
    ("## Citations", &["citations"]),
    ("## Asking for sources", &["cite"]),
    (
        "## What health publishing needs",
        &["disclaimers", "review", "policies", "callouts", "calls_to_action", "feedback"],
    ),
    ("## Pictures", &["images"]),
    ("## PDF files", &["handouts"]),
    ("## Copies for programs", &["machine_readable"]),
    ("## Rules, limits, crawlers, editor", &["check", "limits", "crawlers", "editor", "search", "deploy"]),
];

#[test]
fn the_page_of_settings_is_up_to_date() {
    let schema = SchemaSubject::Settings.schema();
    let mut page = std::fs::read_to_string(path_of("settings.md")).unwrap();
    let mut table = SettingsTable { root: &schema, described: BTreeMap::new(), rows: String::new() };
    let required = required(&schema);
    for (number, (heading, keys)) in GROUPS.iter().enumerate() {
        let all = schema["properties"].as_object().unwrap().keys().map(String::as_str);
        let others = all.filter(|key| number == 0 && !GROUPS.iter().any(|(_, keys)| keys.contains(key)));
        for key in keys.iter().copied().chain(others) {
            table.rows_of(key, &schema["properties"][key], required.contains(&key));
        }
        let head = "| key | type | default | what it does |\n| --- | --- | --- | --- |\n";
        page = with_table(&page, heading, &format!("{head}{}", std::mem::take(&mut table.rows)));
    }
    page = with_table(&page, "### Styles that ship", &table_of_styles());
    compare_or_write("settings.md", &page, "settings_page");
}

/// The names of the styles, a row for each letter.
fn table_of_styles() -> String {
    let mut by_letter: BTreeMap<char, BTreeSet<&str>> = BTreeMap::new();
    for name in style_names() {
        by_letter.entry(name.chars().next().unwrap()).or_default().insert(name);
    }
    let rows = by_letter.into_values().map(|names| format!("| `{}` |\n", Vec::from_iter(names).join("`, `")));
    format!("| styles |\n| --- |\n{}", rows.collect::<String>())
}

fn required(schema: &Value) -> Vec<&str> {
    schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str).collect()
}

struct SettingsTable<'s> {
    root: &'s Value,
    /// The keys that describe a type, by the name of the type.
    described: BTreeMap<&'s str, String>,
    rows: String,
}

impl<'s> SettingsTable<'s> {
    /// A row for a key, and rows for the keys below it.
    fn rows_of(&mut self, key: &str, schema: &'s Value, is_required: bool) {
        let inner = self.with_keys(schema);
        let described = inner.and_then(|(name, ..)| self.described.get(name?));
        let same = described.map(|other| format!(" The keys are those of `{other}`.")).unwrap_or_default();
        self.row(key, schema, is_required, &same);
        let Some((name, mark, keys)) = inner.filter(|_| same.is_empty()) else { return };
        let path = format!("{key}{mark}");
        if let Some(name) = name {
            self.described.insert(name, path.clone());
        }
        let required = required(keys);
        for (name, schema) in keys["properties"].as_object().into_iter().flatten() {
            self.rows_of(&format!("{path}.{name}"), schema, required.contains(&name.as_str()));
        }
    }

    fn row(&mut self, key: &str, schema: &Value, is_required: bool, more: &str) {
        let default = match &schema["default"] {
            _ if is_required => "required".to_owned(),
            Value::Null => String::new(),
            Value::String(word) => format!("`{word}`"),
            Value::Object(_) => String::new(),
            Value::Array(values) if values.is_empty() => String::new(),
            value => format!("`{}`", value.to_string().replace(',', ", ")),
        };
        let mut meaning = description(schema) + more;
        let value = resolved(self.root, schema);
        let inner = ["items", "additionalProperties"].map(|name| resolved(self.root, &value[name]));
        let words: Vec<String> = [value]
            .into_iter()
            .chain(inner)
            .flat_map(choices)
            .map(|(word, words)| match words.trim_end_matches('.') {
                "" => format!("`{word}`"),
                words => format!("`{word}` ({words})"),
            })
            .collect();
        if !words.is_empty() {
            let _ = write!(meaning, " One of {}.", words.join(", "));
        }
        let kind = type_words(self.root, schema);
        let _ = writeln!(self.rows, "| `{key}` | {kind} | {} | {} |", cell(&default), cell(&meaning));
    }

    /// The type below a key that has keys, with its name and how a path to its keys goes on: through a map by name, or a list.
    fn with_keys(&self, schema: &'s Value) -> Option<(Option<&'s str>, &'static str, &'s Value)> {
        let forms = schema["anyOf"].as_array().into_iter().flatten().chain([schema]);
        let mut forms = forms.filter_map(|form| {
            let of_type = resolved(self.root, form);
            let inner = ["items", "additionalProperties"].map(|name| &of_type[name]);
            let (mark, keys) = match inner {
                _ if of_type["properties"].is_object() => ("", form),
                [items, _] if items.is_object() => ("[]", items),
                [_, values] if values.is_object() => (".NAME", values),
                _ => return None,
            };
            let with_keys = resolved(self.root, keys);
            let name = keys["$ref"].as_str().and_then(|name| name.rsplit('/').next());
            with_keys["properties"].is_object().then_some((name, mark, with_keys))
        });
        forms.next()
    }
}

//! The tables of `docs/settings.md`: every key of `wellpress.yaml` with its type, its default and what it does, made of the JSON Schema.

use std::collections::{BTreeMap, BTreeSet};

use wellpress_csl::style_names;
use wellpress_site::schema::SchemaSubject;

use crate::written_pages::{TableOfKeys, compare_or_write, path_of, required, with_table};

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
    let mut table = TableOfKeys::new(&schema);
    let required = required(&schema);
    for (number, (heading, keys)) in GROUPS.iter().enumerate() {
        let all = schema["properties"].as_object().unwrap().keys().map(String::as_str);
        let others = all.filter(|key| number == 0 && !GROUPS.iter().any(|(_, keys)| keys.contains(key)));
        for key in keys.iter().copied().chain(others) {
            table.rows_of(key, &schema["properties"][key], required.contains(&key));
        }
        page = with_table(&page, heading, &table.take());
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

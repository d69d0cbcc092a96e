//! The reader of YAML gives the same values and the same errors, at the same places, as serde-saphyr does when it reads a text straight
//! into a type.

use std::collections::BTreeMap;
use std::fmt::Debug;

use serde::Deserialize;
use serde::de::DeserializeOwned;
use wellpress_diagnostics::yaml::{Located, from_str};

#[derive(Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Page {
    title: String,
    #[serde(alias = "date")]
    day: Option<String>,
    #[serde(default)]
    draft: bool,
    #[serde(default)]
    tags: Vec<String>,
    count: Option<u8>,
    weight: Option<i64>,
    share: Option<f64>,
    kind: Option<Kind>,
    #[serde(default)]
    nested: Option<Nested>,
    #[serde(default)]
    list: Vec<Nested>,
    #[serde(default)]
    any: Option<serde_json::Value>,
    #[serde(default)]
    names: BTreeMap<String, u32>,
    pair: Option<(u8, u8)>,
    nothing: Option<()>,
}

#[derive(Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Nested {
    id: String,
    kind: Option<Kind>,
}

#[derive(Debug, PartialEq, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Kind {
    Plain,
    Of(u8),
    With { size: u8 },
}

/// Each value is tried for each key. Mistakes of syntax are left out: the tree is read as a whole first, so that these come before
/// mistakes of types above them.
const KEYS: &[&str] = &[
    "title", "day", "date", "draft", "tags", "count", "weight", "share", "kind", "nested", "list", "any", "names",
    "pair", "nothing", "unknown",
];

const VALUES: &[&str] = &[
    "word",
    "two words",
    "\"quoted\"",
    "'it''s'",
    "\"tab\\tand \\u00e9\"",
    "~",
    "null",
    "Null",
    "\"null\"",
    "",
    "true",
    "True",
    "false",
    "\"true\"",
    "yes",
    "no",
    "on",
    "0",
    "7",
    "007",
    "-7",
    "+7",
    "1_000",
    "1__0",
    "_1",
    "0x1F",
    "0o17",
    "0b101",
    "-0x10",
    "255",
    "256",
    "-1",
    "18446744073709551615",
    "18446744073709551616",
    "1.5",
    "-1.5",
    "1e3",
    "1e999",
    ".5",
    "5.",
    ".inf",
    "-.inf",
    ".nan",
    "1.10",
    "2025-01-01",
    "12:30",
    "plain",
    "Plain",
    "[]",
    "[a]",
    "[a, b]",
    "[1, 2]",
    "[1, 2, 3]",
    "[1]",
    "[[a], [b]]",
    "[{id: x}, {id: y, kind: plain}]",
    "[{id: x, no: 1}]",
    "[{kind: plain}]",
    "{id: x}",
    "{id: x, kind: oops}",
    "{id: [x]}",
    "{id: x, more: 1}",
    "{kind: plain}",
    "{of: 3}",
    "{of: x}",
    "{of: 3, plain: ~}",
    "{plain: ~}",
    "{plain: 1}",
    "{with: {size: 2}}",
    "{with: {size: 2, no: 1}}",
    "{with: {}}",
    "{a: 1, b: 2}",
    "{a: x}",
    "{1: 2}",
    "{[a]: 1}",
    "{true: 1}",
    "\n  folded\n  text",
    "\n  - a\n  - b",
    "\n- a\n- b",
    "\n  id: x\n  kind: plain",
    "|\n  block\n  text",
    ">-\n  folded\n  block",
    "word # comment",
    "é ü 漢",
    "\"😀\"",
];

/// What a reader made of a text: the value, or the error with its kind and place.
fn outcome<T: Debug>(result: Result<T, serde_yaml::Error>) -> String {
    match result {
        Ok(value) => format!("{value:?}"),
        Err(error) => {
            let kind = format!("{:?}", error.without_snippet());
            let kind = kind.split(['{', '(']).next().unwrap_or_default().trim().to_owned();
            let place = error.location().map(|place| (place.line(), place.column()));
            format!("{kind} {place:?} {}", error.without_snippet())
        }
    }
}

fn straight<T: DeserializeOwned + Debug>(text: &str) -> String {
    let options = serde_yaml::options! {
        budget: serde_yaml::budget! { max_depth: 32, max_nodes: 20_000, max_anchors: 0 },
        strict_booleans: true,
        with_snippet: false,
    };
    outcome(serde_yaml::from_str_with_options::<T>(text, options))
}

fn compare<T: DeserializeOwned + Debug>(text: &str, different: &mut Vec<String>) {
    let (expected, actual) = (straight::<T>(text), outcome(from_str::<T>(text)));
    if expected != actual {
        different.push(format!("{text:?}\n  straight: {expected}\n  tree:     {actual}"));
    }
}

#[test]
fn values_and_errors_are_those_of_a_straight_reading() {
    let mut different = Vec::new();
    for value in VALUES {
        for key in KEYS {
            let title = if *key == "title" { "" } else { "title: T\n" };
            compare::<Page>(&format!("---\n{title}{key}: {value}\n"), &mut different);
            let last = if *key == "weight" { "" } else { "weight: 3\n" };
            compare::<Page>(&format!("{key}: {value}\n{last}"), &mut different);
        }
        compare::<Option<Vec<String>>>(value, &mut different);
        compare::<serde_json::Value>(value, &mut different);
        compare::<BTreeMap<String, String>>(&format!("a: {value}\n"), &mut different);
        if !value.is_empty() {
            compare::<Kind>(value, &mut different);
            compare::<String>(value, &mut different);
        }
    }
    for text in ["", "# only\n", "---\n", "...\n", "\u{feff}title: x\n"] {
        compare::<Page>(text, &mut different);
        compare::<Option<Page>>(text, &mut different);
        compare::<Vec<Page>>(text, &mut different);
        compare::<serde_json::Value>(text, &mut different);
    }
    assert!(different.is_empty(), "{} differ:\n{}", different.len(), different.join("\n"));
}

#[derive(Debug, Deserialize)]
struct Places {
    text: Located<String>,
    list: Located<Vec<Located<u8>>>,
    map: Located<BTreeMap<String, Located<bool>>>,
}

#[test]
fn places_are_those_of_the_values() {
    let text = "text: \"ä b\"\nlist: [1, 22]\nmap:\n  key: true\n";
    let Places { text: word, list, map } = from_str(text).unwrap();
    assert_eq!((&text[word.span.range()], word.value.as_str()), ("\"ä b\"", "ä b"));
    let items: Vec<&str> = list.value.iter().map(|item| &text[item.span.range()]).collect();
    assert_eq!(items, ["1", "22"]);
    let (key, value) = map.value.first_key_value().unwrap();
    assert_eq!((key.as_str(), &text[value.span.range()]), ("key", "true"));
    let json: Located<u8> = serde_json::from_str("7").unwrap();
    assert_eq!((json.value, json.span.range()), (7, 0..0));
}

//! Pages and tables of the manual that are written by the program: `BLESS=1` writes them, without it they are compared.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::PathBuf;

use serde_json::Value;

use wellpress_foundation::text::one_line;

/// Compares a page of the manual with what it should be, or writes it. `test` is the filter that writes it anew.
pub fn compare_or_write(name: &str, expected: &str, test: &str) {
    let path = path_of(name);
    if std::env::var_os("BLESS").is_some() {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, expected).unwrap();
    } else {
        let page = std::fs::read_to_string(path).unwrap_or_default();
        assert!(page == expected, "`BLESS=1 cargo test --test suite {test}` writes docs/{name} anew");
    }
}

/// The path of a page by its name in the manual.
pub fn path_of(name: &str) -> PathBuf {
    [env!("CARGO_MANIFEST_DIR"), "docs", name].iter().collect()
}

/// A page with this table in the place of the first one below a heading.
pub fn with_table(page: &str, heading: &str, table: &str) -> String {
    let section = page.find(&format!("\n{heading}\n")).unwrap_or_else(|| panic!("there is no `{heading}`"));
    let end = page[section + 1..].find("\n## ").map_or(page.len(), |length| section + 1 + length);
    let start = section + page[section..end].find("\n|").unwrap_or_else(|| panic!("no table below `{heading}`")) + 1;
    let length: usize =
        page[start..].split_inclusive('\n').take_while(|line| line.starts_with('|')).map(str::len).sum();
    format!("{}{table}{}", &page[..start], &page[start + length..])
}

/// What a schema refers to, without the `null` of what may be left out.
pub fn resolved<'s>(root: &'s Value, schema: &'s Value) -> &'s Value {
    if let Some(reference) = schema["$ref"].as_str() {
        return resolved(root, root.pointer(reference.trim_start_matches('#')).unwrap());
    }
    match schema["anyOf"]
        .as_array()
        .map(|choices| choices.iter().filter(|choice| choice["type"] != "null").collect::<Vec<_>>())
    {
        Some(choices) if choices.len() == 1 => resolved(root, choices[0]),
        _ => schema,
    }
}

/// The comment on a key, in one line.
pub fn description(schema: &Value) -> String {
    one_line(schema["description"].as_str().unwrap_or_default())
}

/// The words of a choice with what each means; empty for any other type.
pub fn choices(schema: &Value) -> Vec<(&str, String)> {
    let documented = schema["oneOf"].as_array().into_iter().flatten();
    let documented = documented.flat_map(|choice| match choice["enum"].as_array() {
        Some(words) => words.iter().filter_map(Value::as_str).map(|word| (word, String::new())).collect::<Vec<_>>(),
        None => Vec::from_iter(choice["const"].as_str().map(|word| (word, description(choice)))),
    });
    let plain = schema["enum"].as_array().into_iter().flatten().filter_map(Value::as_str);
    documented.chain(plain.map(|word| (word, String::new()))).collect()
}

/// The type of a value in a few words.
pub fn type_words(root: &Value, schema: &Value) -> String {
    let schema = resolved(root, schema);
    if let Some(forms) = schema["anyOf"].as_array() {
        let mut forms: Vec<String> =
            forms.iter().filter(|form| form["type"] != "null").map(|form| type_words(root, form)).collect();
        forms.dedup();
        return forms.join(" or ");
    }
    if !choices(schema).is_empty() {
        return "choice".to_owned();
    }
    let types = || schema["type"].as_array().into_iter().flatten().chain([&schema["type"]]).filter_map(Value::as_str);
    if schema["type"].is_array() && types().any(|name| name == "string") && types().any(|name| name == "array") {
        return "text or list of texts".to_owned();
    }
    match types().find(|name| *name != "null") {
        Some("string") if schema["format"] == "date" => "date".to_owned(),
        Some("string") => "text".to_owned(),
        Some("integer" | "number") => "number".to_owned(),
        Some("boolean") => "`true` or `false`".to_owned(),
        Some("array") => format!("list of {}", plural(&type_words(root, &schema["items"]))),
        Some("object") if schema["properties"].is_object() => "map".to_owned(),
        Some("object") => format!("{} by name", plural(&type_words(root, &schema["additionalProperties"]))),
        _ => "any".to_owned(),
    }
}

fn plural(words: &str) -> String {
    match words {
        "any" => "any values".to_owned(),
        words if words.starts_with('`') || words.contains(" of ") => words.to_owned(),
        words => words.split(" or ").map(|word| format!("{word}s")).collect::<Vec<_>>().join(" or "),
    }
}

/// A cell of a table.
pub fn cell(words: &str) -> String {
    words.replace('|', "\\|")
}

/// The keys that a schema requires.
pub fn required(schema: &Value) -> Vec<&str> {
    schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str).collect()
}

/// A table of the keys that a schema has, with their types, their defaults and what they do.
pub struct TableOfKeys<'s> {
    root: &'s Value,
    /// The keys that describe a type, by the name of the type.
    described: BTreeMap<&'s str, String>,
    rows: String,
}

impl<'s> TableOfKeys<'s> {
    /// A table without rows.
    pub fn new(root: &'s Value) -> Self {
        Self { root, described: BTreeMap::new(), rows: String::new() }
    }

    /// The table with the rows so far, which are then gone.
    pub fn take(&mut self) -> String {
        format!(
            "| key | type | default | what it does |\n| --- | --- | --- | --- |\n{}",
            std::mem::take(&mut self.rows)
        )
    }

    /// A row for a key, and rows for the keys below it.
    pub fn rows_of(&mut self, key: &str, schema: &'s Value, is_required: bool) {
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
        let forms = forms_of(self.root, schema).into_iter();
        let mut with_keys = forms.filter_map(|form| {
            let of_type = resolved(self.root, form);
            let inner = ["items", "additionalProperties"].map(|name| &of_type[name]);
            let (mark, keys) = match inner {
                _ if of_type["properties"].is_object() => ("", form),
                [items, _] if items.is_object() => ("[]", items),
                [_, values] if values.is_object() => (".NAME", values),
                _ => return None,
            };
            let mut keys = forms_of(self.root, keys).into_iter();
            let keys = keys.find(|form| resolved(self.root, form)["properties"].is_object())?;
            let with_keys = resolved(self.root, keys);
            let name = keys["$ref"].as_str().and_then(|name| name.rsplit('/').next());
            Some((name, mark, with_keys))
        });
        with_keys.next()
    }
}

/// The types that a value can have, each behind those of which it is made.
fn forms_of<'s>(root: &'s Value, schema: &'s Value) -> Vec<&'s Value> {
    let of_type = match schema["$ref"].as_str() {
        Some(reference) => root.pointer(reference.trim_start_matches('#')).unwrap(),
        None => schema,
    };
    let inner = of_type["anyOf"].as_array().into_iter().flatten();
    inner.flat_map(|form| forms_of(root, form)).chain([schema]).collect()
}

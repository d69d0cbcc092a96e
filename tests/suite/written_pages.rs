//! Pages and tables of the manual that are written by the program: `BLESS=1` writes them, without it they are compared.

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
    let start = section + page[section..].find("\n|").unwrap_or_else(|| panic!("no table below `{heading}`")) + 1;
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
    let mut types = schema["type"].as_array().into_iter().flatten().chain([&schema["type"]]).filter_map(Value::as_str);
    match types.find(|name| *name != "null") {
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

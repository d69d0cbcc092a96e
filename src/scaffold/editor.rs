//! Settings for VS Code: JSON Schemas of the settings and the glossary for its YAML extension, and snippets with every key of
//! front matter. All of it is generated from the schemas, so that a new key needs no edit here.

use serde_json::{Map, Value, json};

use wellpress_site::discover::ContentKind;
use wellpress_site::schema::SchemaSubject;

/// The files: path relative to the site's root, and text.
pub(super) fn files() -> Vec<(&'static str, String)> {
    let files = [
        (".vscode/settings.json", settings()),
        (".vscode/wellpress/settings.json", SchemaSubject::Settings.schema()),
        (".vscode/wellpress/glossary.json", SchemaSubject::Glossary.schema()),
        (".vscode/wellpress.code-snippets", snippets()),
    ];
    files.into_iter().map(|(path, json)| (path, format!("{json:#}\n"))).collect()
}

fn settings() -> Value {
    json!({
        "yaml.schemas": {
            "./.vscode/wellpress/settings.json": "wellpress.yaml",
            "./.vscode/wellpress/glossary.json": "content/glossary*.yaml"
        },
        "[markdown]": {
            "editor.quickSuggestions": {"other": true, "strings": true},
            "editor.snippetSuggestions": "top"
        }
    })
}

/// A snippet for each key of front matter, which the editor offers by the key's name. A schema cannot do that: the YAML extension
/// does not look into the front matter of Markdown files. A key that several kinds share has one snippet, and its
/// description ends with the folders of these kinds: "... (articles, exercises)".
fn snippets() -> Value {
    let mut snippets: Map<String, Value> = Map::new();
    for kind in ContentKind::ALL {
        let schema = SchemaSubject::FrontMatter(kind).schema();
        for (key, property) in schema["properties"].as_object().into_iter().flatten() {
            let snippet = snippets.entry(key.clone()).or_insert_with(|| snippet(key, property, &schema));
            let folder = kind.folder();
            let description = snippet["description"].as_str().unwrap_or_default();
            snippet["description"] = match description.rsplit_once(" (") {
                Some((text, folders)) => json!(format!("{text} ({}, {folder})", folders.trim_end_matches(')'))),
                None => json!(format!("{description} ({folder})")),
            };
        }
    }
    Value::Object(snippets)
}

fn snippet(key: &str, property: &Value, schema: &Value) -> Value {
    // The caller appends folders in parentheses, and would take a parenthesis of the description for these.
    let description = property["description"].as_str().unwrap_or_default().replace(" (", ", ").replace(')', "");
    // The syntax of VS Code: `$1` is where the cursor goes, `${1|a,b|}` offers a choice there.
    let choices = choices(property, schema).map(|names| format!("${{1|{}|}}", names.join(",")));
    let value = choices.unwrap_or_else(|| match property["type"].as_str() {
        Some("array") => "[$1]".to_owned(),
        Some("boolean") => "${1|true,false|}".to_owned(),
        _ => "$1".to_owned(),
    });
    json!({"scope": "markdown", "prefix": key, "body": [format!("{key}: {value}")], "description": description})
}

/// The values of a property that has a fixed set of them. The generator of the schemas writes such an enum as `enum`, or as `oneOf`
/// with a `const` for each value that has a description and an `enum` for the others.
fn choices(property: &Value, schema: &Value) -> Option<Vec<String>> {
    let alternatives = property["anyOf"].as_array().into_iter().flatten();
    let mut references = std::iter::once(property).chain(alternatives).filter_map(|value| value["$ref"].as_str());
    let definition = schema.pointer(references.next()?.trim_start_matches('#'))?;
    let variants = definition["oneOf"].as_array().into_iter().flatten();
    let plain_values = definition["enum"].as_array().into_iter().flatten();
    let described_values = variants.clone().map(|variant| &variant["const"]);
    let other_values = variants.filter_map(|variant| variant["enum"].as_array()).flatten();
    let values = plain_values.chain(described_values).chain(other_values);
    let names: Vec<String> = values.filter_map(Value::as_str).map(str::to_owned).collect();
    (!names.is_empty()).then_some(names)
}

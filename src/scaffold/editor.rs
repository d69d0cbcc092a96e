//! Files for an editor that knows JSON Schema (VS Code with its YAML extension): schemas of the settings and the glossary,
//! and snippets with every key of front matter, all made of the schemas themselves.

use serde_json::{Map, Value, json};

use wellpress_site::discover::ContentKind;
use wellpress_site::schema::SchemaSubject;

/// Where each file goes, and its text.
pub(super) fn files() -> Vec<(&'static str, String)> {
    let schema = |subject: SchemaSubject| format!("{:#}\n", subject.schema());
    vec![
        (".vscode/settings.json", format!("{:#}\n", settings())),
        (".vscode/wellpress/settings.json", schema(SchemaSubject::Settings)),
        (".vscode/wellpress/glossary.json", schema(SchemaSubject::Glossary)),
        (".vscode/wellpress.code-snippets", format!("{:#}\n", snippets())),
    ]
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

/// A snippet for each key of each kind's front matter, found by its name.
fn snippets() -> Value {
    let mut snippets: Map<String, Value> = Map::new();
    for kind in ContentKind::ALL {
        let schema = SchemaSubject::FrontMatter(kind).schema();
        for (key, property) in schema["properties"].as_object().into_iter().flatten() {
            let known = snippets.entry(key.clone()).or_insert_with(|| snippet(key, property, &schema));
            let folder = kind.folder();
            let words = known["description"].as_str().unwrap_or_default();
            known["description"] = match words.rsplit_once(" (") {
                Some((before, folders)) => json!(format!("{before} ({}, {folder})", folders.trim_end_matches(')'))),
                None => json!(format!("{words} ({folder})")),
            };
        }
    }
    Value::Object(snippets)
}

fn snippet(key: &str, property: &Value, schema: &Value) -> Value {
    // A parenthesis would be taken for the folders that follow.
    let words = property["description"].as_str().unwrap_or_default().replace(" (", ", ").replace(')', "");
    let choices = choices(property, schema).map(|names| format!("${{1|{}|}}", names.join(",")));
    let value = choices.unwrap_or_else(|| match property["type"].as_str() {
        Some("array") => "[$1]".to_owned(),
        Some("boolean") => "${1|true,false|}".to_owned(),
        _ => "$1".to_owned(),
    });
    json!({"scope": "markdown", "prefix": key, "body": [format!("{key}: {value}")], "description": words})
}

/// The names among which a property chooses.
fn choices(property: &Value, schema: &Value) -> Option<Vec<String>> {
    let reference =
        property["$ref"].as_str().or_else(|| property["anyOf"].as_array()?.iter().find_map(|any| any["$ref"].as_str()));
    let target = schema.pointer(reference?.trim_start_matches('#'))?;
    let listed = target["enum"].as_array().cloned().unwrap_or_default();
    let described = target["oneOf"].as_array().into_iter().flatten().map(|one| one["const"].clone());
    let named = target["oneOf"]
        .as_array()
        .into_iter()
        .flatten()
        .flat_map(|one| one["enum"].as_array().cloned().unwrap_or_default());
    let names: Vec<String> =
        listed.into_iter().chain(described).chain(named).filter_map(|name| name.as_str().map(str::to_owned)).collect();
    (!names.is_empty()).then_some(names)
}

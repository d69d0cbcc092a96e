//! Settings for VS Code: JSON Schemas of the settings and the glossary for its YAML extension.

use serde_json::{Value, json};

use wellpress_site::schema::SchemaSubject;

/// The files: path relative to the site's root, and text.
pub(super) fn files() -> Vec<(&'static str, String)> {
    let files = [
        (".vscode/settings.json", settings()),
        (".vscode/wellpress/settings.json", SchemaSubject::Settings.schema()),
        (".vscode/wellpress/glossary.json", SchemaSubject::Glossary.schema()),
    ];
    files.into_iter().map(|(path, json)| (path, format!("{json:#}\n"))).collect()
}

fn settings() -> Value {
    json!({
        "yaml.schemas": {
            "./.vscode/wellpress/settings.json": "wellpress.yaml",
            "./.vscode/wellpress/glossary.json": "content/glossary*.yaml"
        }
    })
}

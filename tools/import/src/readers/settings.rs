//! Reads the settings of a tool, and its files of data, as maps.

use serde_json::{Map, Value};

use crate::old_site::{OldPerson, OldSite};
use crate::source_folder::SourceFolder;

use super::page_keys::{self, first_text};
use super::read_error::ReadError;

/// Authors in a file of data, by the words that pages name them with. Their addresses stay behind.
pub(super) fn people(source: &SourceFolder<'_>, path: &str, site: &mut OldSite) {
    let Some(Ok(authors)) = source.text(path).ok().map(|text| crate::front_matter::yaml(&text)) else { return };
    for (key, author) in authors {
        let Value::Object(author) = author else { continue };
        let Some(name) = first_text(&author, &["name", "display_name"]) else { continue };
        let links = first_text(&author, &["uri", "home", "url", "web"]).into_iter().collect();
        let biography = first_text(&author, &["bio", "about", "description"]).unwrap_or_default();
        let job_title = first_text(&author, &["title", "role"]);
        site.people.push(OldPerson { key, name, links, text: biography, job_title, ..OldPerson::default() });
    }
}

/// A text of the settings of a tool.
pub(super) fn setting(config: &Map<String, Value>, key: &str) -> Option<String> {
    config.get(key).and_then(page_keys::text_of)
}

/// The first of these files, as a map in YAML, TOML or JSON.
pub(super) fn settings_file(source: &SourceFolder<'_>, names: &[&str]) -> Result<Map<String, Value>, ReadError> {
    let path = names.iter().find(|name| source.has(name)).copied().unwrap_or(names[0]);
    let text = source.text(path).map_err(|source| ReadError::File { path: path.to_owned(), source })?;
    let parsed = match path.rsplit('.').next() {
        Some("toml") => crate::front_matter::toml(&text),
        Some("json") => serde_json::from_str(&text).map_err(|error| error.to_string()),
        _ => crate::front_matter::yaml(&text),
    };
    parsed.map_err(|why| ReadError::Format { path: path.to_owned(), expected: "configuration", why })
}

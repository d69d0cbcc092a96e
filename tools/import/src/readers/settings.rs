//! Reads the settings of a tool, and its files of data, as maps.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use wellpress_markdown::behind_link_scheme;

use crate::front_matter;
use crate::old_site::{MenuItem, OldPerson, OldSite};
use crate::source_folder::{SourceFolder, ending_of};
use crate::text::{has_word, html};

use super::page_keys::{self, first_text};
use super::read_error::ReadError;

/// Authors in a file of data, by the words that pages name them with. Their addresses stay behind.
pub(super) fn people(source: &SourceFolder<'_>, path: &str, site: &mut OldSite) {
    for (key, author) in map_of_file(source, path).unwrap_or_default() {
        let Value::Object(author) = author else { continue };
        let Some(name) = first_text(&author, &["name", "display_name"]) else { continue };
        let links = first_text(&author, &["uri", "home", "url", "web"]).into_iter().collect();
        let biography = first_text(&author, &["bio", "about", "description"]).unwrap_or_default();
        let job_title = first_text(&author, &["title", "role"]);
        site.people.push(OldPerson { key, name, links, text: biography, job_title, ..OldPerson::default() });
    }
}

/// The values of a setting that is one value or a list of them.
pub(super) fn several(value: &Value) -> Vec<&Value> {
    if let Value::Array(values) = value { values.iter().collect() } else { vec![value] }
}

/// The value of a file in YAML or JSON, unless it cannot be read.
pub(super) fn value_of_file(source: &SourceFolder<'_>, path: &str) -> Option<Value> {
    front_matter::yaml_value(&source.text(path).ok()?).ok()
}

/// The same of a file that has a map.
pub(super) fn map_of_file(source: &SourceFolder<'_>, path: &str) -> Option<Map<String, Value>> {
    front_matter::yaml(&source.text(path).ok()?).ok()
}

/// A text of the settings of a tool.
pub(super) fn setting(config: &Map<String, Value>, key: &str) -> Option<String> {
    config.get(key).and_then(page_keys::text_of)
}

/// A map in the settings of a tool; empty without one.
pub(super) fn map_in(config: &Map<String, Value>, key: &str) -> Map<String, Value> {
    config.get(key).and_then(Value::as_object).cloned().unwrap_or_default()
}

/// The texts of a map by their keys.
pub(super) fn texts_of(map: &Map<String, Value>) -> BTreeMap<String, String> {
    map.iter().filter_map(|(key, value)| Some((key.clone(), page_keys::text_of(value)?))).collect()
}

/// The first of these files, as a map in YAML, TOML or JSON.
pub(super) fn settings_file(
    source: &SourceFolder<'_>,
    names: &[&str],
    expected: &'static str,
) -> Result<Map<String, Value>, ReadError> {
    let path = names.iter().find(|name| source.has(name)).copied().unwrap_or(names[0]);
    let text = source.text(path).map_err(|source| ReadError::File { path: path.to_owned(), source })?;
    let parsed = match ending_of(path).as_str() {
        "toml" => front_matter::toml(&text),
        "json" => serde_json::from_str(&text).map_err(|error| error.to_string()),
        _ => front_matter::yaml(&text),
    };
    parsed.map_err(|why| ReadError::Format { path: path.to_owned(), expected, why })
}

/// Puts values over others. Those in maps are put over each other too.
pub(super) fn merge(under: &mut Map<String, Value>, over: Map<String, Value>) {
    for (key, value) in over {
        match (under.get_mut(&key), value) {
            (Some(Value::Object(under)), Value::Object(over)) => merge(under, over),
            (_, value) => _ = under.insert(key, value),
        }
    }
}

/// Notes the words of these settings, which the old tool showed on every page.
pub(super) fn note_words(site: &mut OldSite, file: &str, settings: &Map<String, Value>, keys: &str) {
    const LEAST: usize = 2;
    for (key, value) in settings.iter().filter(|(key, _)| has_word(keys, key)) {
        let words: Vec<String> = page_keys::phrases(value, LEAST).iter().map(|words| html::plain(words)).collect();
        if !words.is_empty() {
            let what = format!("`{key}` has words that stood on every page: \"{}\"", words.join(" "));
            site.log.confirm(file, what);
        }
    }
}

/// An entry of a menu as themes have it: a map with a title, an address, and entries below it.
pub(super) fn menu_item(item: &Value) -> Option<MenuItem> {
    let item = item.as_object()?;
    let children = linked(entries_below(item).into_iter().flatten().filter_map(menu_item));
    let link =
        first_text(item, &["url", "path", "link", "href", "page", "external_url", "trailing_slash"]).map(|link| {
            let link = ["$BASE_URL", "{{ site.baseurl }}", "{{site.baseurl}}"]
                .iter()
                .fold(link, |link, base| link.replace(base, ""));
            let is_whole =
                link.contains("://") || link.starts_with(['/', '@', '#']) || behind_link_scheme(&link).is_some();
            if is_whole { link } else { format!("/{link}") }
        });
    let title = first_text(item, &["title", "name", "label", "text", "url_text"]).unwrap_or_default();
    let is_entry = link.is_some() && !title.is_empty() || !children.is_empty();
    is_entry.then_some(MenuItem { title, link, children })
}

/// The entries below one of a menu of two levels. Deeper entries follow the one above them, and replace it if it has no link.
pub(super) fn linked(children: impl IntoIterator<Item = MenuItem>) -> Vec<MenuItem> {
    let with_below = children.into_iter().flat_map(|mut child| {
        let below = std::mem::take(&mut child.children);
        child.link.is_some().then_some(child).into_iter().chain(below)
    });
    with_below.collect()
}

/// The list of entries below one of a menu.
pub(super) fn entries_below(item: &Map<String, Value>) -> Option<&Vec<Value>> {
    const KEYS: &str = "children items subitems sublinks submenu dropdown links entries pages folders folderitems";
    KEYS.split(' ').find_map(|key| item.get(key)).and_then(Value::as_array)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::menu_item;

    #[test]
    fn the_number_of_a_crisis_line_is_an_address() {
        for link in ["tel:116123", "sms:116123", "mailto:a@b.example", "https://a.example/", "/a/"] {
            let item = menu_item(&json!({"title": "Help", "url": link}));
            assert_eq!(item.and_then(|item| item.link).as_deref(), Some(link));
        }
    }
}

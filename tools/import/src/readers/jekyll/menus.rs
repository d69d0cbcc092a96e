//! The menus of Jekyll, which are a custom of themes: lists of titles and addresses in files such as `_data/navigation.yml`, or in the
//! configuration.

use serde_json::{Map, Value};

use crate::old_site::MenuItem;
use crate::readers::settings::{entries_below, menu_item, value_of_file};
use crate::source_folder::SourceFolder;

/// The menus with their names.
pub(super) fn of(source: &SourceFolder<'_>, config: &Map<String, Value>) -> Vec<(String, Vec<MenuItem>)> {
    let mut menus = Vec::new();
    for path in source.below("_data/") {
        let Some((name, "yml" | "yaml" | "json")) = path["_data/".len()..].rsplit_once('.') else { continue };
        if is_of_menu(name)
            && let Some(value) = value_of_file(source, path)
        {
            add(name, &value, &mut menus);
        }
    }
    config.iter().filter(|(key, _)| is_of_menu(key)).for_each(|(key, value)| add(key, value, &mut menus));
    menus
}

/// Whether a file or a setting of this name has menus.
fn is_of_menu(name: &str) -> bool {
    let name = name.to_lowercase();
    let mut parts = name.split(['/', '-', '_']);
    parts.any(|part| {
        ["nav", "menu", "sidebar", "header", "footer"].iter().any(|word| part.starts_with(word))
            || part.ends_with("nav")
    })
}

/// A list is a menu. A map has a menu, or several by their names.
fn add(name: &str, value: &Value, menus: &mut Vec<(String, Vec<MenuItem>)>) {
    match value {
        Value::Array(items) => menus.push((name.to_owned(), items.iter().filter_map(menu_item).collect())),
        Value::Object(map) => match entries_below(map) {
            Some(items) => menus.push((name.to_owned(), items.iter().filter_map(menu_item).collect())),
            None => map.iter().for_each(|(key, value)| add(&format!("{name}/{key}"), value, menus)),
        },
        _ => {}
    }
}

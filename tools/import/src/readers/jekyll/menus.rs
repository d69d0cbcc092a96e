//! The menus of Jekyll, which are a custom of themes: lists of titles and addresses in files such as `_data/navigation.yml`, or in the
//! configuration.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use crate::old_site::MenuItem;
use crate::readers::markdown_folder::PageFile;
use crate::readers::page_keys::text_of;
use crate::readers::settings::{entries_below, menu_item, value_of_file};
use crate::source_folder::SourceFolder;
use crate::writer::SOURCE_SCHEME;

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

/// The menu that pages make by `nav_order`, `parent` and `nav_exclude`, as the theme Just the Docs has it; empty if none names its place.
pub(super) fn of_pages(pages: &[PageFile]) -> Vec<MenuItem> {
    // Templates of laboratories have `nav: {order: 1}`.
    let place = |page: &PageFile| {
        page.values.get("nav_order").or_else(|| page.values.get("nav")?.get("order")).and_then(Value::as_f64)
    };
    let order = |page: &PageFile| place(page).unwrap_or(f64::MAX);
    let text = |page: &PageFile, key: &str| page.values.get(key).and_then(text_of);
    let is_shown = |page: &&PageFile| {
        let is_left = page.values.get("nav_exclude") == Some(&Value::Bool(true)) || page.relative == "index";
        !is_left && text(page, "title").is_some() && (place(page).is_some() || page.values.contains_key("parent"))
    };
    let mut shown: Vec<&PageFile> = pages.iter().filter(is_shown).collect();
    shown.sort_by(|a, b| order(a).total_cmp(&order(b)).then_with(|| text(a, "title").cmp(&text(b, "title"))));
    let item = |page: &PageFile| MenuItem {
        title: String::new(),
        link: Some(format!("{SOURCE_SCHEME}{}", page.path)),
        children: Vec::new(),
    };
    let (below, tops): (Vec<&PageFile>, Vec<&PageFile>) =
        shown.into_iter().partition(|page| page.values.contains_key("parent"));
    let mut children: BTreeMap<Option<String>, Vec<MenuItem>> = BTreeMap::new();
    below.into_iter().for_each(|page| children.entry(text(page, "parent")).or_default().push(item(page)));
    let with_children = |page: &PageFile| MenuItem {
        children: children.remove(&text(page, "title")).unwrap_or_default(),
        ..item(page)
    };
    tops.into_iter().map(with_children).collect()
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

/// An entry whose key is its title: an address, or a list of such entries.
fn titled((title, value): (&String, &Value)) -> Option<MenuItem> {
    match value {
        Value::Array(items) => {
            let entries = items.iter().filter_map(Value::as_object).flatten();
            Some(MenuItem { title: title.clone(), link: None, children: entries.filter_map(titled).collect() })
        }
        Value::Object(map) => {
            Some(MenuItem { title: title.clone(), link: None, children: map.iter().filter_map(titled).collect() })
        }
        address => menu_item(&json!({"title": title, "url": address})),
    }
}

/// A list is a menu. A map has a menu, or several by their names.
fn add(name: &str, value: &Value, menus: &mut Vec<(String, Vec<MenuItem>)>) {
    match value {
        Value::Array(items) => menus.push((name.to_owned(), items.iter().filter_map(menu_item).collect())),
        Value::Object(map) => match entries_below(map) {
            Some(items) => menus.push((name.to_owned(), items.iter().filter_map(menu_item).collect())),
            None if name.to_lowercase().contains("link") && map.values().any(Value::is_string) => {
                menus.push((name.to_owned(), map.iter().filter_map(titled).collect()));
            }
            None => map.iter().for_each(|(key, value)| add(&format!("{name}/{key}"), value, menus)),
        },
        _ => {}
    }
}

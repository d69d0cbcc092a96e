//! The menus of Jekyll, which are a custom of themes: lists of titles and addresses in files such as `_data/navigation.yml`, or in the
//! configuration.

use serde_json::{Map, Value, json};

use crate::front_matter::in_order;
use crate::old_site::MenuItem;
use crate::readers::markdown_folder::PageFile;
use crate::readers::page_keys::{number_of, text_of};
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
            add(name, &value, &source.text(path).unwrap_or_default(), &mut menus);
        }
    }
    let text = ["_config.yml", "_config.yaml", "_config.toml"].iter().find_map(|path| source.text(path).ok());
    for (key, value, text) in in_order(config, &text.unwrap_or_default()) {
        if is_of_menu(key) {
            add(key, value, text, &mut menus);
        }
    }
    menus
}

/// The menu that pages make by `nav_order`, `parent` and `nav_exclude`, as the theme Just the Docs has it; empty if none names its place.
/// The theme also has those that name none, behind the others.
pub(super) fn of_pages(pages: &[PageFile], is_just_the_docs: bool) -> Vec<MenuItem> {
    // Templates of laboratories have `nav: {order: 1}`.
    let place = |page: &PageFile| {
        let place = page.values.get("nav_order").or_else(|| page.values.get("nav")?.get("order"));
        place.filter(|place| !place.is_null()).cloned()
    };
    let has_place = pages.iter().any(|page| place(page).is_some());
    let is_shown = |page: &&PageFile| {
        let is_left = page.values.get("nav_exclude") == Some(&Value::Bool(true)) || page.relative == "index";
        let is_of_theme = is_just_the_docs && has_place && !page.is_plain && !page.path.starts_with('_');
        let is_named = place(page).is_some() || page.values.contains_key("parent");
        !is_left && text(page, "title").is_some() && (is_named || is_of_theme && page.relative != "404")
    };
    let mut shown: Vec<&PageFile> = pages.iter().filter(is_shown).collect();
    // Numbers come before words, and words before the titles of pages without a place.
    let order = |page: &PageFile| {
        let place = place(page);
        let number = place.as_ref().and_then(number_of).unwrap_or(f64::MAX);
        (number, place.is_none(), place.as_ref().and_then(text_of).filter(|_| number == f64::MAX), text(page, "title"))
    };
    shown.sort_by(|a, b| order(a).partial_cmp(&order(b)).unwrap_or(std::cmp::Ordering::Equal));
    let tops = shown.iter().filter(|page| !page.values.contains_key("parent"));
    let with_children = |page: &&PageFile| MenuItem { children: below(page, &shown, MAX_LEVELS), ..item_of(page) };
    tops.map(with_children).collect()
}

fn text(page: &PageFile, key: &str) -> Option<String> {
    page.values.get(key).and_then(text_of)
}

/// Pages that are their own parents end here.
const MAX_LEVELS: usize = 8;

fn item_of(page: &PageFile) -> MenuItem {
    MenuItem { title: String::new(), link: Some(format!("{SOURCE_SCHEME}{}", page.path)), children: Vec::new() }
}

/// The entries of the pages that name a page as their parent; behind each follow the entries below it. `grand_parent` tells apart parents
/// with the same title.
fn below(parent: &PageFile, pages: &[&PageFile], levels: usize) -> Vec<MenuItem> {
    let is_child = |page: &PageFile| {
        let above = text(page, "grand_parent");
        text(page, "parent") == text(parent, "title") && (above.is_none() || above == text(parent, "parent"))
    };
    let children = pages.iter().filter(|page| levels > 0 && is_child(page));
    children.flat_map(|page| std::iter::once(item_of(page)).chain(below(page, pages, levels - 1))).collect()
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

/// Entries whose keys are their titles: each with an address, or with such entries below it.
fn titled(entries: &Value, file: &str) -> Vec<MenuItem> {
    let item = |(title, value, file): (&String, &Value, &str)| match value {
        Value::Array(_) | Value::Object(_) => {
            Some(MenuItem { title: title.clone(), link: None, children: titled(value, file) })
        }
        address => menu_item(&json!({"title": title, "url": address})),
    };
    let maps = entries.as_array().map_or(std::slice::from_ref(entries), Vec::as_slice);
    maps.iter().filter_map(Value::as_object).flat_map(|map| in_order(map, file)).filter_map(item).collect()
}

/// A list is a menu. A map has a menu, or several by their names. The text of the file gives the order of titles.
fn add(name: &str, value: &Value, file: &str, menus: &mut Vec<(String, Vec<MenuItem>)>) {
    match value {
        Value::Array(items) => menus.push((name.to_owned(), items.iter().filter_map(menu_item).collect())),
        Value::Object(map) => match entries_below(map) {
            Some(items) => menus.push((name.to_owned(), items.iter().filter_map(menu_item).collect())),
            None if name.to_lowercase().contains("link") && map.values().any(Value::is_string) => {
                menus.push((name.to_owned(), titled(value, file)));
            }
            None => in_order(map, file)
                .into_iter()
                .for_each(|(key, value, file)| add(&format!("{name}/{key}"), value, file, menus)),
        },
        _ => {}
    }
}

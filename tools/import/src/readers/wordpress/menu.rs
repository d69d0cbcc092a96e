//! Menus, whose entries are items of the export.

use url::Url;

use crate::old_site::MenuItem;

use super::page::path_of;
use super::wxr::{Export, Items, Record};

/// The menus by their names, in the order in which they are first met.
pub(super) fn menus(export: &Export, items: &Items<'_>) -> Vec<(String, Vec<MenuItem>)> {
    /// Each entry is looked for among all others, which takes too long in an export with a million.
    const MOST_ENTRIES: usize = 1000;
    let entries = export.items.iter().filter(|item| item.kind() == "nav_menu_item").take(MOST_ENTRIES);
    let mut menus: Vec<(&str, Vec<&Record>)> = Vec::new();
    for (name, entry) in entries.filter_map(|entry| Some((menu_of(entry)?, entry))) {
        match menus.iter_mut().find(|(known, _)| *known == name) {
            Some((_, entries)) => entries.push(entry),
            None => menus.push((name, vec![entry])),
        }
    }
    menus.into_iter().map(|(name, entries)| (name.to_owned(), menu(entries, export, items))).collect()
}

/// A menu of two levels: what is deeper stands below the entry at the top.
fn menu(mut entries: Vec<&Record>, export: &Export, items: &Items<'_>) -> Vec<MenuItem> {
    const DEEPEST: usize = 8;
    entries.sort_by_key(|entry| entry.field("wp:menu_order").parse::<i64>().unwrap_or(0));
    let parent_of = |entry: &&Record| {
        let parent = entry.meta("_menu_item_menu_item_parent");
        entries.iter().copied().find(|other| other.id() == parent)
    };
    let mut menu: Vec<(&str, MenuItem)> = Vec::new();
    for entry in &entries {
        let parents = std::iter::successors(parent_of(entry), parent_of).take(DEEPEST);
        let top = parents.last().and_then(|top| menu.iter_mut().find(|(id, _)| *id == top.id()));
        match top {
            Some((_, top)) => top.children.push(menu_item(entry, export, items)),
            None => menu.push((entry.id(), menu_item(entry, export, items))),
        }
    }
    menu.into_iter().map(|(_, entry)| entry).filter(|entry| !entry.title.is_empty()).collect()
}

fn menu_of(entry: &Record) -> Option<&str> {
    entry.terms.iter().find(|term| term.domain == "nav_menu").map(|term| term.nicename.as_str())
}

fn menu_item(entry: &Record, export: &Export, items: &Items<'_>) -> MenuItem {
    let object = entry.meta("_menu_item_object_id");
    let target = match entry.meta("_menu_item_type") {
        "post_type" => items.get(object),
        "taxonomy" => export.terms.iter().find(|term| term.field("wp:term_id") == object),
        _ => None,
    };
    let title = entry.words("title").or_else(|| target?.words("title")).unwrap_or_default();
    let link = target.map_or_else(|| entry.meta("_menu_item_url"), |target| target.field("link"));
    // An address of the site itself is one from `/`.
    let base = host_of(export.channel.field("wp:base_blog_url"));
    let path = path_of(link).filter(|_| base.is_some() && base == host_of(link));
    let link = path.or_else(|| (!link.is_empty() && !link.starts_with('#')).then(|| link.to_owned()));
    MenuItem { title, link, children: Vec::new() }
}

fn host_of(address: &str) -> Option<String> {
    Url::parse(address).ok().and_then(|url| url.host_str().map(str::to_owned))
}

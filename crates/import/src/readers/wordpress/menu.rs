//! Menus, whose entries are items of the export.

use std::collections::BTreeMap;

use crate::old_site::MenuItem;
use crate::text::html;

use super::wxr::{Export, Item};
use super::{addresses, page, path_of};

/// The first menu whose name says that it is for the foot of pages, or the first other one.
pub(super) fn menu(export: &Export, is_footer: bool) -> Vec<MenuItem> {
    /// Each entry is looked for among all others, which takes too long in an export with a million.
    const MOST_ENTRIES: usize = 1000;
    let entries = export.items.iter().filter(|item| item.kind() == "nav_menu_item").take(MOST_ENTRIES);
    let entries: Vec<&Item> = entries.collect();
    let has_role = |menu: &&str| menu.contains("foot") == is_footer;
    let menus = || entries.iter().filter_map(|entry| menu_of(entry)).filter(has_role);
    let first = menus().find(|menu| !menu.contains("social")).or_else(|| menus().next());
    let mut entries: Vec<&Item> =
        entries.into_iter().filter(|entry| first.is_some() && menu_of(entry) == first).collect();
    entries.sort_by_key(|entry| entry.field("wp:menu_order").parse::<i64>().unwrap_or(0));
    let targets = Targets { export, addresses: addresses(&export.items), titles: titles(&export.items) };
    let top = entries.iter().filter(|entry| parent_of(entry, &entries).is_none());
    let top = top.map(|entry| MenuItem { children: targets.below(entry, &entries), ..targets.entry(entry) });
    top.filter(|entry| !entry.title.is_empty()).collect()
}

fn menu_of<'e>(entry: &&'e Item) -> Option<&'e str> {
    entry.terms.iter().find(|term| term.domain == "nav_menu").map(|term| term.nicename.as_str())
}

fn parent_of<'e>(entry: &Item, entries: &[&'e Item]) -> Option<&'e Item> {
    let parent = entry.meta("_menu_item_menu_item_parent");
    entries.iter().copied().find(|other| other.id() == parent && parent != entry.id())
}

fn titles(items: &[Item]) -> BTreeMap<&str, String> {
    items.iter().map(|item| (item.id(), html::plain(item.field("title")))).collect()
}

/// What entries lead to.
struct Targets<'e> {
    export: &'e Export,
    addresses: BTreeMap<&'e str, String>,
    titles: BTreeMap<&'e str, String>,
}

impl Targets<'_> {
    /// All entries below one, at whatever depth, because menus of wellpress have two levels.
    fn below(&self, top: &Item, entries: &[&Item]) -> Vec<MenuItem> {
        const DEEPEST: usize = 8;
        let is_below = |entry: &Item| {
            let parents = std::iter::successors(parent_of(entry, entries), |above| parent_of(above, entries));
            parents.take(DEEPEST).any(|above| above.id() == top.id())
        };
        entries.iter().filter(|entry| is_below(entry)).map(|entry| self.entry(entry)).collect()
    }

    fn entry(&self, entry: &Item) -> MenuItem {
        let object = entry.meta("_menu_item_object_id");
        let url = entry.meta("_menu_item_url");
        let (title, link) = match entry.meta("_menu_item_type") {
            "post_type" => (self.titles.get(object).cloned(), self.addresses.get(object).cloned()),
            "taxonomy" => {
                let term = self.export.terms.iter().find(|term| term.field("wp:term_id") == object);
                (term.map(page::term_title), term.map(page::term_address))
            }
            _ => (None, Some(url.to_owned()).filter(|url| !url.is_empty() && !url.starts_with('#'))),
        };
        let own_title = html::plain(entry.field("title"));
        let title = if own_title.is_empty() { title.unwrap_or_default() } else { own_title };
        MenuItem { title, link: link.map(|link| self.on_this_site(link)), children: Vec::new() }
    }

    /// An address of the site itself is one from `/`.
    fn on_this_site(&self, link: String) -> String {
        let base = self.export.channel.get("wp:base_blog_url");
        let host = |address: &str| url::Url::parse(address).ok().and_then(|url| url.host_str().map(str::to_owned));
        let is_own = host(base).is_some() && host(base) == host(&link);
        if is_own { path_of(&link).unwrap_or(link) } else { link }
    }
}

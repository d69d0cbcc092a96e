//! The menus of Quarto: the chapters of a book, the bar of a website, and what stands beside its pages.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use wellpress_markdown::behind_link_scheme;

use crate::front_matter;
use crate::old_site::MenuItem;
use crate::readers::page_keys::{first_text, number_of, words};
use crate::readers::path_names::fits;
use crate::readers::settings::{linked, several};
use crate::source_folder::{SourceFolder, base_name, ending_of};
use crate::text::html;
use crate::writer::{SOURCE_SCHEME, humanised};

/// Reads menus, and remembers the order of their pages.
pub(super) struct Menus<'a, 's> {
    pub source: &'a SourceFolder<'s>,
    /// Pages by their place in what was read.
    pub weights: BTreeMap<String, i64>,
}

impl Menus<'_, '_> {
    /// The menu of a website: its bar, else what stands beside its pages. The order beside the pages becomes their weight.
    pub fn of_website(&mut self, website: &Map<String, Value>) -> Vec<MenuItem> {
        let mut menus_of_bar = Menus { source: self.source, weights: BTreeMap::new() };
        let sides = ["left", "right"].map(|side| website.get("navbar").and_then(|navbar| navbar.get(side)));
        let sidebars: Vec<&Value> = website.get("sidebar").map(several).unwrap_or_default();
        let sides = sides.into_iter().flatten().map(|side| with_sidebars(side, &sidebars));
        let bar: Vec<MenuItem> = sides.flat_map(|side| menus_of_bar.entries(&side)).collect();
        let contents = sidebars.iter().filter_map(|sidebar| sidebar.get("contents"));
        let beside: Vec<MenuItem> = contents.flat_map(|contents| self.entries(contents)).collect();
        // If the bar leads to no page, readers of the old site went by what stands beside.
        if bar.iter().any(leads_to_page) { bar } else { beside.into_iter().chain(bar).collect() }
    }

    /// The menu of a book: its chapters, and its appendices below a title.
    pub fn of_book(&mut self, chapters: &Value, appendices: Option<&Value>) -> Vec<MenuItem> {
        let mut items = self.entries(chapters);
        let appendices = appendices.map(|appendices| self.entries(appendices)).unwrap_or_default();
        if !appendices.is_empty() {
            items.push(MenuItem { title: "Appendices".to_owned(), link: None, children: appendices });
        }
        items
    }

    /// The entries of a list; or those of `auto`, a folder or a pattern.
    pub fn entries(&mut self, contents: &Value) -> Vec<MenuItem> {
        match contents {
            Value::Array(items) => items.iter().flat_map(|item| self.entries_of(item)).collect(),
            Value::String(pattern) => self.found(pattern),
            Value::Object(map) => map.get("auto").map(|pattern| self.found_by(pattern)).unwrap_or_default(),
            _ => Vec::new(),
        }
    }

    /// What one entry of a list stands for.
    fn entries_of(&mut self, item: &Value) -> Vec<MenuItem> {
        match item {
            // A line between two entries.
            Value::String(line) if line.starts_with("---") => Vec::new(),
            Value::String(path)
                if path == "auto" || path.contains('*') || self.source.has_below(&format!("{path}/")) =>
            {
                self.found(path)
            }
            Value::String(path) => vec![self.leaf(path)],
            Value::Object(map) if map.contains_key("auto") => self.found_by(&map["auto"]),
            Value::Object(map) => vec![self.section(map)],
            _ => Vec::new(),
        }
    }

    fn section(&mut self, map: &Map<String, Value>) -> MenuItem {
        let path = first_text(map, &["href", "file", "part", "section"]).filter(|path| is_link(path));
        let link = path.as_deref().and_then(|path| self.leaf(path).link);
        let children = ["chapters", "contents", "menu"].iter().find_map(|key| map.get(*key));
        let children = linked(children.map(|children| self.entries(children)).unwrap_or_default());
        // The title of a part that is a file is that of the file.
        let title = first_text(map, &["text", "section", "part", "title"]).filter(|title| path.as_ref() != Some(title));
        MenuItem { title: html::plain(&title.unwrap_or_default()), link, children }
    }

    fn leaf(&mut self, path: &str) -> MenuItem {
        let weight = i64::try_from(self.weights.len() + 1).unwrap_or_default();
        self.weights.entry(path.to_owned()).or_insert(weight);
        let link = if is_address(path) { path.to_owned() } else { format!("{SOURCE_SCHEME}{path}") };
        MenuItem { link: Some(link), ..MenuItem::default() }
    }

    fn found_by(&mut self, patterns: &Value) -> Vec<MenuItem> {
        match patterns {
            Value::Bool(true) => self.found("auto"),
            patterns => words(patterns).iter().flat_map(|pattern| self.found(pattern)).collect(),
        }
    }

    /// The pages that fit a pattern, by their `order` and then their names. Those of a folder below are children of its title.
    fn found(&mut self, pattern: &str) -> Vec<MenuItem> {
        let pattern = pattern.trim_start_matches("./").trim_matches('/');
        let pattern = if matches!(pattern, "auto" | "") { "*" } else { pattern };
        let base = match pattern.split_once('*') {
            Some((base, _)) => base[..base.rfind('/').map_or(0, |at| at + 1)].to_owned(),
            None => format!("{pattern}/"),
        };
        let source = self.source;
        let mut pages: Vec<(Option<&str>, f64, &str)> = source
            .files()
            .filter(|path| super::is_page(path) && fits(pattern, path))
            .map(|path| (folder_below(&base, path), order_of(source, path), path))
            .collect();
        pages.sort_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)).then(a.2.cmp(b.2)));
        let mut items: Vec<MenuItem> = Vec::new();
        for pages in pages.chunk_by(|a, b| a.0 == b.0) {
            let mut leaves: Vec<MenuItem> = pages.iter().map(|(_, _, path)| self.leaf(path)).collect();
            match pages[0] {
                (None, ..) => items.append(&mut leaves),
                (Some(folder), _, path) if path.starts_with(&format!("{base}{folder}/index.")) => {
                    let index = leaves.remove(0);
                    items.push(MenuItem { children: leaves, ..index });
                }
                (Some(folder), ..) => {
                    items.push(MenuItem { title: humanised(folder), link: None, children: leaves });
                }
            }
        }
        items
    }
}

/// The entries of a bar. One such as `sidebar:id` is a menu of what stands in that sidebar.
fn with_sidebars(side: &Value, sidebars: &[&Value]) -> Value {
    let entry = |entry: &Value| {
        let id = entry.as_str().and_then(|entry| entry.strip_prefix("sidebar:"));
        let sidebar =
            id.and_then(|id| sidebars.iter().find(|sidebar| sidebar.get("id").and_then(Value::as_str) == Some(id)));
        let menu = id.zip(sidebar).map(|(id, sidebar)| {
            let title = sidebar.get("title").and_then(Value::as_str).map_or_else(|| humanised(id), str::to_owned);
            json!({"text": title, "contents": sidebar.get("contents")})
        });
        menu.unwrap_or_else(|| entry.clone())
    };
    side.as_array().map_or_else(|| side.clone(), |entries| entries.iter().map(entry).collect())
}

/// The folder below `base` in which a file lies.
fn folder_below<'p>(base: &str, path: &'p str) -> Option<&'p str> {
    path.strip_prefix(base).and_then(|path| path.split_once('/')).map(|(folder, _)| folder)
}

/// The `order` of a page. One without comes behind those that have one, and the start page before all.
fn order_of(source: &SourceFolder<'_>, path: &str) -> f64 {
    if base_name(path).starts_with("index.") {
        return f64::MIN;
    }
    let text = source.text(path).unwrap_or_default();
    front_matter::divide(&text).values.get("order").and_then(number_of).unwrap_or(f64::MAX)
}

fn leads_to_page(item: &MenuItem) -> bool {
    item.link.as_ref().is_some_and(|link| link.starts_with(SOURCE_SCHEME)) || item.children.iter().any(leads_to_page)
}

/// Whether an entry of a menu is a path or an address, and no title.
fn is_link(entry: &str) -> bool {
    let path = entry.split('#').next().unwrap_or(entry);
    ["qmd", "md"].iter().chain(&super::unread::UNREAD).any(|ending| ending_of(path) == *ending) || is_address(path)
}

fn is_address(path: &str) -> bool {
    path.contains("://") || behind_link_scheme(path).is_some()
}

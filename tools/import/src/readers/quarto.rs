//! Reads a website or a book of Quarto: `_quarto.yml` and its `.qmd` files.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use crate::old_site::{OldPage, OldSite};
use crate::source_folder::{SourceFolder, beside, ending_of};
use crate::text::divs::{self, Div};
use crate::text::tags::{self, Syntax, Tag, TagTranslator};
use crate::text::{
    block, callout, code, column_of_item, dedented, details, drawn_tables, excerpt, figures, headings, html_callouts,
    snippet, strongest, table, video, with_bars,
};

use super::markdown_folder::{self, PageFile};
use super::page_keys::{self, text_of, words};
use super::read_error::ReadError;
use super::settings::{map_in, map_of_file, note_words, settings_file, value_of_file};

mod cells;
mod frozen;
mod listings;
mod menus;
mod unread;
mod visibility;

use menus::Menus;
use visibility::{HiddenFiles, Visibility};

pub(crate) fn read(source: &SourceFolder<'_>) -> Result<OldSite, ReadError> {
    let names = ["_quarto.yml", "_quarto.yaml"];
    let has_config = names.iter().any(|name| source.has(name));
    let config = if has_config { settings_file(source, &names, "configuration")? } else { Map::new() };
    let (website, book) = (map_in(&config, "website"), map_in(&config, "book"));
    let text = |key: &str| website.get(key).or_else(|| book.get(key)).or_else(|| config.get(key)).and_then(text_of);
    let mut site = OldSite {
        title: text("title"),
        description: text("description"),
        base_url: text("site-url"),
        language: text("lang"),
        ..OldSite::default()
    };
    [&website, &book].iter().for_each(|part| note_words(&mut site, "_quarto.yml", part, "page-footer announcement"));
    let mut menus = Menus { source, weights: BTreeMap::new() };
    site.menu = match book.get("chapters") {
        Some(chapters) => menus.of_book(chapters, book.get("appendices")),
        None => menus.of_website(&website),
    };
    let weights = menus.weights;
    let is_book = !book.is_empty();
    let is_page = |path: &str| is_page(path) && (!is_book || weights.contains_key(path));
    let pages = markdown_folder::page_files(source, "", &mut site, is_page);
    markdown_folder::published_files(source, "", "/", &mut site);
    site.published_files.retain(|address, _| is_content(address) && !address.starts_with("/_freeze/"));
    let variables = map_of_file(source, "_variables.yml").unwrap_or_default();
    site.libraries.extend(libraries(source, "", config.get("bibliography").or_else(|| book.get("bibliography"))));
    let visibility = Visibility::of(&config);
    let hidden = HiddenFiles::of(&config);
    let mut reader = Reader {
        source,
        site,
        variables: Value::Object(variables),
        config: Value::Object(config),
        metadata: Vec::new(),
        included: BTreeSet::new(),
        open_files: Vec::new(),
        is_book,
        visibility,
        listings: Vec::new(),
    };
    for file in pages {
        reader.page(file, &weights, &hidden);
    }
    let Reader { mut site, included, listings, .. } = reader;
    unread::name_unread(source, &mut site, |path| {
        hidden.setting_of(path).is_none() && (!is_book || weights.contains_key(path))
    });
    site.leave_included(|path| included.contains(path) && !weights.contains_key(path));
    listings::place(&mut site, source, &listings);
    if is_book {
        let left_out = source
            .files()
            .filter(|path| path.ends_with(".qmd") && self::is_page(path))
            .filter(|path| !weights.contains_key(*path) && !included.contains(*path));
        left_out.for_each(|path| {
            site.log.left("file that is no chapter of the book", path, "`wellpress import markdown` reads all files")
        });
    }
    if site.pages.is_empty() { Err(ReadError::NoPages("Quarto")) } else { Ok(site) }
}

/// Whether a file is a page of its own.
fn is_page(path: &str) -> bool {
    is_page_of(path, &["qmd", "md"]) && !path.ends_with("README.md")
}

fn is_page_of(path: &str, endings: &[&str]) -> bool {
    endings.contains(&&*ending_of(path)) && !path.split('/').any(|part| part.starts_with(['_', '.']))
}

/// Pictures and documents; programs and data of the old site are no content.
fn is_content(address: &str) -> bool {
    const ENDINGS: [&str; 14] =
        ["png", "jpg", "jpeg", "gif", "svg", "webp", "avif", "pdf", "mp4", "webm", "csv", "xlsx", "docx", "pptx"];
    ENDINGS.contains(&&*ending_of(address))
}

/// The files of `bibliography`, relative to a folder.
fn libraries(source: &SourceFolder<'_>, folder: &str, value: Option<&Value>) -> Vec<String> {
    let names = value.map(words).unwrap_or_default();
    let paths = names.iter().flat_map(|name| [format!("{folder}{name}"), name.trim_start_matches("../").to_owned()]);
    paths.filter(|path| source.has(path)).collect()
}

struct Reader<'a> {
    source: &'a SourceFolder<'a>,
    site: OldSite,
    variables: Value,
    config: Value,
    /// What `meta` reads: the front matter of the page that is read, the metadata of its folders, and those of the project.
    metadata: Vec<Value>,
    included: BTreeSet<String>,
    /// The page that is read, and the files through which its text is included, outermost first.
    open_files: Vec<String>,
    is_book: bool,
    visibility: Visibility,
    /// The files of pages with lists, and what they say of them.
    listings: Vec<(String, Value)>,
}

impl Reader<'_> {
    fn page(&mut self, mut file: PageFile, weights: &BTreeMap<String, i64>, hidden: &HiddenFiles) {
        let (folders, name) = file.place();
        let address = match file.relative.as_str() {
            "index" => "/".to_owned(),
            relative => format!("/{relative}.html"),
        };
        let mut page = OldPage { source: file.path.clone(), folders, name, address, ..OldPage::default() };
        let inherited = self.inherited(&file.path);
        if !file.values.contains_key("draft")
            && inherited.iter().find_map(|map| map.get("draft")) == Some(&Value::Bool(true))
        {
            page.hide("draft: true of its folder", &mut self.site.log);
        }
        self.metadata = [Value::Object(file.values.clone())].into_iter().chain(inherited).collect();
        let folder = file.path.rsplit_once('/').map(|(folder, _)| format!("{folder}/")).unwrap_or_default();
        let libraries = libraries(self.source, &folder, file.values.remove("bibliography").as_ref());
        self.site.libraries.extend(libraries);
        if let Some(nocite) = file.values.remove("nocite") {
            let keys = text_of(&nocite).unwrap_or_default();
            let keys: Vec<&str> = keys
                .split([',', ' ', '\n'])
                .filter_map(|key| key.trim().strip_prefix('@'))
                .filter(|key| *key != "*")
                .collect();
            page.fields.insert("references".to_owned(), keys.into());
        }
        if let Some(text) = frozen::text(self.source, &file, &mut page, &mut self.site.log) {
            file.text = text;
        }
        if let Some(listing) = file.values.remove("listing") {
            file.text = listings::marked(&file.text, &listing);
            self.listings.push((file.path.clone(), listing));
        }
        if let Some(setting) = hidden.setting_of(&file.path) {
            page.hide(setting, &mut self.site.log);
        }
        page_keys::apply(&mut page, std::mem::take(&mut file.values), &mut self.site.log);
        page.weight = weights.get(&file.path).copied().or(page.weight);
        page.text = self.text(&file.text, &file.path);
        if self.is_book && page.folders.is_empty() && page.name != "index" {
            // The chapters of a flat book are its articles.
            page.folders = vec!["chapters".to_owned()];
        }
        self.site.pages.push(page);
    }

    /// The metadata of the folders of a page, the nearest first, and those of the project.
    fn inherited(&self, path: &str) -> Vec<Value> {
        let folders = path.rmatch_indices('/').map(|(at, _)| &path[..=at]).chain([""]);
        let files = folders.flat_map(|folder| ["yml", "yaml"].map(|ending| format!("{folder}_metadata.{ending}")));
        let maps = files.filter_map(|file| value_of_file(self.source, &file));
        maps.chain([self.config.clone()]).collect()
    }

    fn text(&mut self, text: &str, file: &str) -> String {
        let above = self.source.text(file).ok().and_then(|whole| Some(whole.strip_suffix(text)?.lines().count()));
        let text = cells::translate(text, file, above, &self.metadata, &mut self.site.log);
        // Later steps change the width of words.
        let text = drawn_tables::translate(&text, &mut self.site.log);
        let text = visibility::inline_code(&text, file, &self.metadata, &mut self.site.log);
        let text = self.visibility.spans(&text, file, &mut self.site.log);
        self.open_files.push(file.to_owned());
        let text = tags::expand(&text, Syntax::Hugo, &mut QuartoShortcodes { reader: self, file });
        self.open_files.pop();
        let text = figures::references(&figures::captions(&with_bars(&text), file, &mut self.site.log));
        let (site, visibility) = (&mut self.site, &self.visibility);
        let text = divs::replace(&text, &mut |div, inner| {
            let shows = visibility.shows(div, inner, file, &mut site.log);
            if shows { div_text(div, inner, file, site) } else { String::new() }
        });
        let text = markdown_folder::finish_text(&text, file, &mut self.site);
        headings::with_links_to_headings(&text.replace("::: {#refs}", ""))
    }
}

/// A block of Pandoc.
fn div_text(div: &Div, inner: &str, file: &str, site: &mut OldSite) -> String {
    if div.id.as_deref() == Some("refs") {
        return String::new();
    }
    if div.has_class("panel-tabset") {
        site.log.translated("tabs");
        return tabset(inner, file, site);
    }
    let of_classes = html_callouts::kind_of(&div.classes.join(" "));
    if let Some(kind) = strongest(div.classes.iter().filter_map(|class| callout(class)).chain(of_classes)) {
        site.log.translated("callout");
        let (title, inner) = match &div.title {
            Some(title) => (title.clone(), inner.to_owned()),
            // The first heading of a callout is its title.
            None => first_heading(inner).unwrap_or_else(|| (String::new(), inner.to_owned())),
        };
        if div.attribute("collapse") == Some("true") && !matches!(kind, "warning" | "caution" | "important") {
            return details(&title, &inner);
        }
        return block(kind, &title, &inner);
    }
    if div.raw.starts_with("list-table") {
        return block(&div.raw, "", inner);
    }
    // A table whose caption stood in a line below it is a block of wellpress already.
    let of_line = div.raw.starts_with("table").then(|| div.title.as_deref().unwrap_or_default());
    if let Some(caption) = div.attribute("tbl-cap").or(of_line) {
        if of_line.is_none() {
            site.log.translated("table with a caption");
        }
        return table::captioned(inner, caption, div.id.as_deref());
    }
    let has_table = [":::table", ":::list-table"].iter().any(|name| inner.contains(name));
    if let Some(id) = div.id.as_deref().filter(|id| id.starts_with("tbl-") && has_table) {
        return table::with_id(inner, id);
    }
    if div.has_class("column-margin") || div.has_class("aside") {
        site.log.translated("note in the margin");
        return block("margin", div.title.as_deref().unwrap_or_default(), inner);
    }
    for class in div.classes.iter().filter(|class| {
        !["column", "columns", "content-visible", "content-hidden", "cell", "layout"].contains(&class.as_str())
            && !class.starts_with("cell-output")
    }) {
        site.log.left(&format!("block `{class}`"), file, "a callout of the settings; its words stay");
    }
    let title = div.title.as_ref().map(|title| format!("**{title}**\n\n")).unwrap_or_default();
    let caption = div.attribute("fig-cap").map(|caption| format!("\n\n{caption}")).unwrap_or_default();
    format!("\n{title}{}{caption}\n", inner.trim_matches('\n'))
}

fn first_heading(inner: &str) -> Option<(String, String)> {
    let trimmed = inner.trim_start();
    let (first, rest) = trimmed.split_once('\n').unwrap_or((trimmed, ""));
    let (second, below) = rest.split_once('\n').unwrap_or((rest, ""));
    if is_words(first) && level_of_line(second) > 0 {
        return Some((without_attributes(first).to_owned(), below.to_owned()));
    }
    let title = first.trim_start_matches('#');
    (title.len() < first.len() && title.starts_with(' '))
        .then(|| (without_attributes(title).to_owned(), rest.to_owned()))
}

/// Headings of a tabset are its tabs. Without any, its words stay.
fn tabset(inner: &str, file: &str, site: &mut OldSite) -> String {
    let (inner, mut above) = (dedented(inner), String::new());
    let mut tabs: Vec<(&str, String)> = Vec::new();
    let mut level = 0;
    let mut lines = code::lines(&inner).map(|(_, line, is_code)| (line, is_code)).peekable();
    let mut begins_paragraph = true;
    while let Some((line, is_code)) = lines.next() {
        let hashes = line.bytes().take_while(|byte| *byte == b'#').count();
        let may_be_title = begins_paragraph && is_words(line);
        let underline = lines.peek().filter(|_| may_be_title).map_or(0, |(below, _)| level_of_line(below));
        let (own_level, title) = match hashes {
            0 => (underline, line),
            _ if line[hashes..].starts_with(' ') => (hashes, &line[hashes..]),
            _ => (0, line),
        };
        begins_paragraph = line.trim().is_empty() || own_level > 0;
        if own_level > 0 && !is_code && (level == 0 || own_level == level) {
            level = own_level;
            lines.next_if(|_| hashes == 0);
            tabs.push((without_attributes(title), String::new()));
        } else {
            tabs.last_mut().map_or(&mut above, |(_, text)| text).push_str(line);
        }
    }
    if tabs.is_empty() {
        site.log.left("tabs without headings", file, "`:::tab[Title]` in `::::tabs`");
        return format!("\n{}\n", inner.trim_matches('\n'));
    }
    if !above.trim().is_empty() {
        site.log.confirm(
            file,
            format!("words above the first tab, which the old site does not show: \"{}\"", excerpt(&above)),
        );
    }
    let tabs: String = tabs.iter().map(|(title, text)| block("tab", title, text)).collect();
    format!("{above}{}", block("tabs", "", &tabs))
}

/// Whether a line above one of `=` or `-` is a heading.
fn is_words(line: &str) -> bool {
    let begins_block = line.starts_with(|sign: char| sign.is_whitespace() || "|:<>#".contains(sign));
    !line.is_empty() && !begins_block && column_of_item(line).is_none() && level_of_line(line) == 0
}

/// A title without attributes such as `{#id .class}`.
fn without_attributes(title: &str) -> &str {
    let attributes = title.trim().strip_suffix('}').and_then(|title| title.rsplit_once(" {"));
    attributes.filter(|(_, inner)| inner.starts_with(['#', '.'])).map_or(title, |(title, _)| title).trim()
}

/// The level of the heading above a line of `=` or `-`.
fn level_of_line(line: &str) -> usize {
    let line = line.trim_end();
    let is_of = |sign: u8| !line.is_empty() && line.bytes().all(|byte| byte == sign);
    if is_of(b'=') { 1 } else { 2 * usize::from(is_of(b'-')) }
}

struct QuartoShortcodes<'r, 's, 'f> {
    reader: &'r mut Reader<'s>,
    file: &'f str,
}

impl TagTranslator for QuartoShortcodes<'_, '_, '_> {
    fn single(&mut self, tag: &Tag) -> Option<String> {
        let first = tag.position(0)?.to_owned();
        match tag.name.as_str() {
            "include" => {
                let path = first.strip_prefix('/').map(str::to_owned).or_else(|| beside(self.file, &first))?;
                if !self.reader.source.has(&path) {
                    return None;
                }
                if self.reader.open_files.contains(&path) {
                    self.reader.site.log.left("include of a file in itself", self.file, "its text in one place");
                    return Some(String::new());
                }
                if self.reader.included.insert(path.clone()) {
                    let text = self.reader.source.text(&path).ok()?;
                    let text = self.reader.text(crate::front_matter::included_text(&text), &path);
                    self.reader.site.add_snippet(&path, &path, text);
                }
                let id = self.reader.site.snippet_of(&path, &path)?;
                self.reader.site.log.translated("include as a snippet");
                Some(snippet(&id))
            }
            "video" => {
                self.reader.site.log.translated("video");
                let address = first.replace("youtu.be/", "www.youtube.com/watch?v=").replace("/embed/", "/watch?v=");
                Some(video(&address, tag.argument(&["title"]).unwrap_or_default()))
            }
            "var" | "meta" => {
                // Lists are counted from another number in Quarto.
                if first.split('.').any(|part| part.bytes().all(|byte| byte.is_ascii_digit())) {
                    return None;
                }
                let pointer = format!("/{}", first.replace('.', "/"));
                let value = match tag.name.as_str() {
                    "var" => self.reader.variables.pointer(&pointer)?,
                    // A text that several pages include shows the values of each, and Quarto writes dates anew.
                    _ if self.reader.open_files.len() > 1 || first.starts_with("date") => return None,
                    _ => self.reader.metadata.iter().find_map(|map| map.pointer(&pointer))?,
                };
                // A bar would divide a cell.
                let value = text_of(value).filter(|value| !value.contains('|'))?;
                self.reader.site.log.translated("value of the settings");
                Some(value)
            }
            "kbd" => Some(format!("<kbd>{first}</kbd>")),
            "pagebreak" => Some(String::new()),
            "fa" | "bi" | "iconify" => {
                Some(tags::icon(tag).to_owned()).filter(|sign| !sign.is_empty() || !tag.is_in_cell)
            }
            _ => None,
        }
    }

    fn unknown(&mut self, tag: &Tag) {
        tags::note_hole(tag, self.file, &mut self.reader.site.log);
        self.reader.site.log.left(
            &format!("shortcode `{}`", tag.name),
            self.file,
            "the words that it shows, or a snippet",
        );
    }
}

#[cfg(test)]
mod tests {
    use crate::readers::site_of_files;

    #[test]
    fn included_files_of_one_name_and_in_themselves() {
        let site = site_of_files(&[
            ("index.qmd", "{{< include a/b.md >}}\n\n{{< include a_b.md >}}\n"),
            ("a/b.md", "5 mg\n"),
            ("a_b.md", "10 mg\n"),
            ("circle.qmd", "Stay.\n\n{{< include circle.qmd >}}\n"),
        ]);
        let text = |name: &str| site.pages.iter().find(|page| page.name == name).unwrap().text.trim();
        assert_eq!(site.snippets["a-b"].text.trim(), "5 mg");
        assert_eq!(site.snippets["a-b-2"].text.trim(), "10 mg");
        assert!(text("index").contains("::snippet{#a-b-2}"));
        assert_eq!(text("circle"), "Stay.");
    }

    #[test]
    fn no_words_of_tabs_are_lost() {
        for (tabs, expected) in [
            (
                "## A\n500 mg\n\n## B\n```\nC\n---\n```\n",
                "::::tabs|:::tab[A]|500 mg|:::|:::tab[B]|```|C|---|```|:::|::::",
            ),
            (
                "Adults\n------\n\n600 mg\n\n---\n\nChildren\n---\n\n| a |\n|---|\n",
                "::::tabs|:::tab[Adults]|600 mg|---|:::|:::tab[Children]|| a |||---||:::|::::",
            ),
            ("A\n=\n\n5 mg\n\nB\n===\n6 mg\nC\n---\n", "::::tabs|:::tab[A]|5 mg|:::|:::tab[B]|6 mg|C|---|:::|::::"),
            ("# A\n- 20 mg\n---\n\n---\n---\n", "::::tabs|:::tab[A]|- 20 mg|---|---|---|:::|::::"),
            ("# A {5 mg}\n6\n# B {#b .active}\n7\n", "::::tabs|:::tab[A {5 mg}]|6|:::|:::tab[B]|7|:::|::::"),
            ("::: {.callout-note}\nA {.b}\n---\n8 mg\n:::\n", ":::note[A]|8 mg|:::"),
            ("::: {.box .bs-alert-danger}\n8 mg\n:::\n", ":::warning|8 mg|:::"),
            ("A\n---\n- 20 mg\n---\n", "::::tabs|:::tab[A]|- 20 mg|---|:::|::::"),
            ("Above 1 mg\n\n# A\n5 mg\n", "Above 1 mg|::::tabs|:::tab[A]|5 mg|:::|::::"),
            ("<h2>A</h2>\n\n700 mg\n", "<h2>A</h2>|700 mg"),
        ] {
            for (indent, marker) in [("", ""), ("  ", "- item\n\n")] {
                let text: String = format!("::: {{.panel-tabset}}\n{tabs}:::\n")
                    .lines()
                    .map(|line| format!("{indent}{line}\n"))
                    .collect();
                let mut site = crate::old_site::OldSite::default();
                let text = crate::text::divs::replace(&format!("{marker}{text}"), &mut |div, inner| {
                    super::div_text(div, inner, "a.qmd", &mut site)
                });
                let text = text.strip_prefix(marker).unwrap();
                assert!(text.lines().all(|line| line.is_empty() || line.starts_with(indent)), "{text}");
                let lines: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
                assert_eq!(lines.join("|"), expected);
            }
        }
    }

    #[test]
    fn values_and_drafts_come_from_the_page_its_folders_and_the_project() {
        let page = "---\ntitle: A\na: 5\nm: {x: 6}\nl: [7]\nr: 5 | 10\n---\n";
        for (text, expected, is_hidden) in [
            ("{{< meta a >}}, {{< var a >}} mg", "5, 1000 mg", false),
            ("- {{< meta m.x >}} mg\n", "- 6 mg", false),
            ("| {{< meta b >}} | {{< meta c >}} |", "| 20 | 40 |", false),
            ("Take {{< meta v >}} mg.", "Take  mg.", true),
            ("Take {{< meta l >}} mg.", "Take  mg.", true),
            ("Take {{< meta l.0 >}} mg.", "Take  mg.", true),
            ("| {{< meta r >}} mg | 9 |", "|  mg | 9 |", true),
            ("Take {{< meta m >}} mg, `{{< meta a >}}`.", "Take  mg, `{{< meta a >}}`.", true),
        ] {
            let site = site_of_files(&[
                ("_quarto.yml", "project: {type: website}\na: 1\nb: 2\nc: 3\nl: 4\n"),
                ("_metadata.yml", "a: 10\nb: 20\nc: 30\n"),
                ("_variables.yml", "a: 1000\nv: 9\n"),
                ("p/_metadata.yml", "c: 40\ndraft: true\n"),
                ("_i.md", "Take {{< meta a >}} mg.\n"),
                ("p/shown.qmd", "---\ntitle: B\ndraft: false\n---\n{{< include /_i.md >}}\n"),
                ("p/a.qmd", &format!("{page}{text}")),
            ]);
            assert_eq!((site.pages[0].text.trim(), site.pages[0].is_draft), (expected, true));
            assert_eq!(site.log.is_doubtful("p/a.qmd"), is_hidden, "{text}");
            assert!(site.log.to_confirm.iter().any(|(_, what)| what.contains("draft: true of its folder")));
            assert!(site.log.is_doubtful("_i.md") && !site.pages[1].is_draft);
        }
    }

    #[test]
    fn notebooks_are_counted_and_named_with_their_entries() {
        let config = "project: {type: website, render: [\"*.qmd\", \"*.ipynb\", \"*.Rmd\", \"!off.ipynb\"]}\nwebsite: {navbar: {left: [a.qmd, n/b.ipynb, {text: R, href: c.Rmd}]}}\n";
        let site = site_of_files(&[
            ("_quarto.yml", config),
            ("a.qmd", "A\n"),
            ("n/b.ipynb", "{}"),
            ("_n/b.ipynb", "{}"),
            ("off.ipynb", "{}"),
            ("c.Rmd", "C\n"),
        ]);
        let named: Vec<&str> = site.log.to_confirm.iter().map(|(file, _)| file.as_str()).collect();
        assert_eq!((site.pages.len(), site.page_count, named.join(" ")), (1, 3, "c.Rmd n/b.ipynb".to_owned()));
        assert_eq!(site.lost[1].0, "/n/b.html");
        assert!(
            ["n/b.ipynb", "c.Rmd"]
                .iter()
                .all(|path| { site.menu.iter().any(|item| item.link.as_deref() == Some(&format!("import:{path}"))) })
        );
    }

    #[test]
    fn the_number_of_a_crisis_line_stays_in_the_menu() {
        let config = "project: {type: website}\nwebsite:\n  navbar:\n    left:\n      - href: a.qmd\n      - {text: Crisis, href: \"tel:116123\"}\n";
        let site = site_of_files(&[("_quarto.yml", config), ("a.qmd", "A\n")]);
        assert_eq!(site.menu[1].link.as_deref(), Some("tel:116123"));
    }

    #[test]
    fn a_book_with_includes_callouts_and_figures() {
        let config = "project: {type: book}\nbook:\n  title: T\n  chapters:\n    - index.qmd\n    - part: \"One\"\n      chapters: [a/b.qmd]\n";
        let text = "---\ntitle: B\n---\n{{< include ../inc/x.md >}}\n\n::: {.callout-tip}\n## Title\nText.\n:::\n\n:::column\nC\n:::\n\n::: {.column-margin}\nM\n:::\n\n![Cap](p.png){#fig-a fig-alt=\"A\"}\n\n::: {.panel-tabset}\n## One\n1\n## Two\n2\n:::\n\n```{r}\nx\n```\n\n```{r}\n#| label: fig-c\n#| fig-cap: \"Cell\"\nknitr::include_graphics(\"c.png\")\n```\n\n```{r, echo=FALSE, fig.alt=\"D\"}\ninclude_graphics('d.png')\n```\n";
        let site = site_of_files(&[
            ("_quarto.yml", config),
            ("index.qmd", "---\ntitle: Home\n---\n"),
            ("other.qmd", "---\ntitle: Not in the book\n---\n"),
            ("inc/x.md", "Shared.\n"),
            ("a/b.qmd", text),
        ]);
        let page = site.pages.iter().find(|page| page.name == "b").unwrap();
        let lines: Vec<&str> = page.text.lines().filter(|line| !line.is_empty()).collect();
        let expected = "::snippet{#inc-x}|:::tip[Title]|Text.|:::|C|:::margin|M|:::|::figure[Cap]{#fig-a src=\"p.png\" alt=\"A\"}|::::tabs|:::tab[One]|1|:::|:::tab[Two]|2|:::|::::|```r|x|```|::figure[Cell]{#fig-c src=\"c.png\" alt=\"\"}|![D](<d.png>)";
        assert_eq!(lines.join("|"), expected);
        assert_eq!((page.address.as_str(), site.pages.len()), ("/a/b.html", 2));
        assert_eq!(site.menu[1].children.len(), 1);
    }
}

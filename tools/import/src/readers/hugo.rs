//! Reads a site of Hugo: its configuration, `content/`, `static/`, `assets/`, `data/`.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use crate::front_matter;
use crate::old_site::{FileOrigin, MenuItem, OldPage, OldPerson, OldSection, OldSite, OldTopic};
use crate::source_folder::{SourceFolder, base_name, folder_of, joined_in_browser};
use crate::text::scan::{near, replaced};
use crate::text::tags::{self, Syntax};
use crate::text::{code, plain_tex, with_full_heads};

use super::markdown_folder::{self, PageFile};
use super::page_keys::{self, text_of};
use super::path_names::{part_of_day, without_empty_parts};
use super::read_error::ReadError;
use super::settings::{map_in, merge, note_words, setting, settings_file, texts_of};
use super::shortcodes::Shortcodes;

mod blocks;
mod other_files;

/// The endings of files of settings, in the order in which they are looked for.
const ENDINGS: [&str; 4] = ["toml", "yaml", "yml", "json"];

pub(crate) fn read(source: &SourceFolder<'_>) -> Result<OldSite, ReadError> {
    let config = main_settings(source)?;
    let part = |name: &str| part_of_settings(source, &config, name);
    let params = lower_keys(part("params"));
    let language = setting(&config, "defaultcontentlanguage").unwrap_or_else(|| "en".to_owned());
    let of_language = lower_keys(map_in(&part("languages"), &language));
    let title = [&config, &of_language, &params].into_iter().find_map(|settings| setting(settings, "title"));
    let mut site = OldSite {
        title,
        description: [&params, &map_in(&of_language, "params")].into_iter().find_map(|map| setting(map, "description")),
        base_url: setting(&config, "baseurl"),
        language: setting(&config, "defaultcontentlanguage").or_else(|| setting(&config, "languagecode")),
        topics_address: Some("/tags/".to_owned()),
        ..OldSite::default()
    };
    note_words(&mut site, "hugo.toml", &config, "copyright");
    note_words(&mut site, "hugo.toml", &params, "copyright footer footertext announcement");
    let content = setting(&config, "contentdir").unwrap_or_else(|| "content".to_owned());
    let mut folders = language_folders(&mut site, &part("languages"), content);
    add_mounts(&mut folders, part("module").get("mounts"), &site.languages);
    let mut menus = menus(&part, &language);
    markdown_folder::published_with_low_lines(source, "static/", &mut site);
    markdown_folder::published_files(source, "assets/", "/", &mut site);
    for path in source.below("data/") {
        site.data_files.insert(path["data/".len()..].to_owned(), path.to_owned());
    }
    let mut settings = HugoSettings::of(&config, &params, &part("markup"));
    for path in source.below("content/authors/").filter(|path| path.ends_with("/_index.md")) {
        let title =
            source.text(path).ok().and_then(|text| front_matter::divide(&text).values.get("title").and_then(text_of));
        settings.people.extend(title.map(|title| (base_name(folder_of(path)).to_owned(), title)));
    }
    let folders = folders.into_iter().map(|(folder, language)| (format!("{}/", folder.trim_matches('/')), language));
    let folders: Vec<_> = folders.collect();
    for (folder, language) in &folders {
        // The folder of a language may lie in that of another.
        let is_own = |path: &str| {
            let mut below = folders.iter().filter(|(other, _)| other != folder && other.starts_with(folder));
            !below.any(|(other, _)| format!("{folder}{path}").starts_with(other))
        };
        for file in files_of_folder(source, folder, &mut site, &mut settings, is_own) {
            page(source, &mut site, file, language.as_ref(), &settings);
        }
        other_files::note_other_pages(source, folder, language.as_ref(), &mut site, &settings, is_own);
    }
    note_start(source, &mut site);
    redirect_ugly_lists(&mut site, &settings);
    authors_as_people(&mut site);
    for (name, entry) in std::mem::take(&mut site.page_menu) {
        if let Value::Array(items) = menus.entry(name).or_insert_with(|| Value::Array(Vec::new())) {
            items.push(Value::Object(entry));
        }
    }
    let menus: Vec<_> = menus.into_iter().map(|(name, items)| (name, menu(&items, &site.pages))).collect();
    site.set_menus(menus.into_iter());
    if site.pages.is_empty() { Err(ReadError::NoPages("Hugo")) } else { Ok(site) }
}

/// The old addresses of lists without a text, such as `/posts.html`.
fn redirect_ugly_lists(site: &mut OldSite, settings: &HugoSettings) {
    let pages = || site.pages.iter().filter(|page| page.language.is_none());
    let sections: BTreeSet<&String> = pages().filter_map(|page| page.folders.first()).collect();
    let lists = sections.into_iter().map(|section| (section, format!("/{}/", url_part(section))));
    let lists = lists.map(|(section, list)| (settings.ugly(section, list.clone()), list));
    let lists: Vec<_> = lists.filter(|(old, list)| old != list && !pages().any(|page| page.address == *old)).collect();
    site.redirects.extend(lists);
}

/// Names a start page whose words only a template or data have, since the site has no page for it.
fn note_start(source: &SourceFolder<'_>, site: &mut OldSite) {
    const TEMPLATES: [&str; 3] = ["layouts/index.html", "layouts/home.html", "layouts/_default/home.html"];
    let has_words = |path: &str| TEMPLATES.contains(&path) || path.starts_with("data/") && path.contains("home");
    let has_page = site.pages.iter().any(|page| page.address == "/" && page.language.is_none());
    if let Some(path) = source.files().find(|path| has_words(path)).filter(|_| !has_page) {
        site.log.confirm(
            path,
            "the words of the start page stand here or in a template: write them as `content/pages/index.md`",
        );
    }
}

/// The main settings. Those of `config/_default/` come before those of the file at the top, key by key.
fn main_settings(source: &SourceFolder<'_>) -> Result<Map<String, Value>, ReadError> {
    let mut config = Map::new();
    for (folder, is_last) in [("", false), ("config/_default/", true)] {
        let names = ["hugo", "config"].map(|stem| ENDINGS.map(|ending| format!("{folder}{stem}.{ending}")));
        let names: Vec<&str> = names.as_flattened().iter().map(String::as_str).collect();
        if names.iter().any(|name| source.has(name)) || is_last && config.is_empty() {
            merge(&mut config, lower_keys(settings_file(source, &names, "configuration")?));
        }
    }
    Ok(config)
}

/// A part of the settings: from a file of its own, before the main one, where its name may be in the singular.
fn part_of_settings(source: &SourceFolder<'_>, config: &Map<String, Value>, name: &str) -> Map<String, Value> {
    let files = ENDINGS.map(|ending| format!("config/_default/{name}.{ending}"));
    let file = files
        .iter()
        .find(|file| source.has(file))
        .and_then(|file| settings_file(source, &[file], "configuration").ok());
    let keys = [name, name.trim_end_matches('s')];
    let inline = keys.iter().find_map(|key| config.get(*key).and_then(Value::as_object).cloned());
    let mut part = inline.unwrap_or_default();
    merge(&mut part, file.unwrap_or_default());
    part
}

/// The menus for all languages, or those of the same name of the site's own language, in the places that Hugo reads.
fn menus(part: &dyn Fn(&str) -> Map<String, Value>, language: &str) -> Map<String, Value> {
    let menus_in = |settings: Map<String, Value>| {
        let menus = ["menus", "menu"].iter().find_map(|key| settings.get(*key));
        menus.and_then(Value::as_object).cloned().unwrap_or_default()
    };
    let of_language = part("languages").get(language).and_then(Value::as_object).cloned().unwrap_or_default();
    let of_file = ["menus", "menu"].map(|name| part(&format!("{name}.{language}")));
    let of_settings = [part(&format!("languages.{language}")), of_language].map(menus_in);
    let of_all = ["menus", "menu"].map(part);
    let nearest_first = of_file.into_iter().chain(of_settings).chain(of_all);
    nearest_first.rev().reduce(|menus, nearer| menus.into_iter().chain(nearer).collect()).unwrap_or_default()
}

/// The pages of a folder of the content. Its other files are published, and what its lists say of all pages below them joins the
/// settings.
fn files_of_folder(
    source: &SourceFolder<'_>,
    folder: &str,
    site: &mut OldSite,
    settings: &mut HugoSettings,
    is_own: impl Fn(&str) -> bool,
) -> Vec<PageFile> {
    let mut pages = markdown_folder::page_files(source, folder, site, &is_own);
    markdown_folder::published_files(source, folder, "/", site);
    let html = markdown_folder::html_pages(source, folder, site, &is_own);
    site.published_files.retain(|_, origin| !html.iter().any(|page| *origin == FileOrigin::Source(page.path.clone())));
    pages.iter_mut().for_each(read_below_blanks);
    blocks::join_widgets(&mut pages, source.today, &mut site.log);
    for list in pages.iter().filter(|page| page.relative.ends_with("_index")) {
        let cascade = list.values.iter().find(|(key, _)| key.eq_ignore_ascii_case("cascade"));
        let below = list.relative.trim_end_matches("_index");
        settings.cascades.extend(cascades(below, cascade.map(|(_, value)| value)));
    }
    settings.cascades.sort_by_key(|(below, _)| below.len());
    pages.extend(html);
    other_files::hide_files_of_pages(&mut pages, site);
    pages
}

/// Adds the languages to the site. Returns the folders of the content, each with the language of its pages; the site's own is `None`.
fn language_folders(
    site: &mut OldSite,
    languages: &Map<String, Value>,
    content: String,
) -> BTreeMap<String, Option<String>> {
    let default = site.language.clone().unwrap_or_else(|| "en".to_owned());
    let mut folders: BTreeMap<String, Option<String>> = BTreeMap::new();
    for (tag, settings) in languages {
        let settings = settings.as_object().cloned().map(lower_keys).unwrap_or_default();
        let language = Some(tag.clone()).filter(|tag| *tag != default);
        if language.is_some() {
            let title = setting(&settings, "title").or_else(|| site.title.clone()).unwrap_or_default();
            site.languages.insert(tag.clone(), title);
        }
        folders.extend(setting(&settings, "contentdir").map(|folder| (folder, language)));
    }
    if folders.values().all(Option::is_some) {
        folders.insert(content, None);
    }
    folders
}

/// Folders that `module.mounts` puts in the place of `content`.
fn add_mounts(
    folders: &mut BTreeMap<String, Option<String>>,
    mounts: Option<&Value>,
    languages: &BTreeMap<String, String>,
) {
    for mount in mounts.and_then(Value::as_array).into_iter().flatten() {
        let text = |key: &str| mount.pointer(key).and_then(text_of);
        let Some(source) = text("/source").filter(|_| text("/target").as_deref() == Some("content")) else { continue };
        let language = text("/lang").or_else(|| text("/sites/matrix/languages/0"));
        folders.insert(source, language.filter(|language| languages.contains_key(language)));
    }
}

/// Hugo reads keys in any case.
fn lower_keys(values: Map<String, Value>) -> Map<String, Value> {
    values.into_iter().map(|(key, value)| (key.to_lowercase(), value)).collect()
}

/// A menu of two levels: what is deeper stands below the entry at the top.
fn menu(items: &Value, pages: &[OldPage]) -> Vec<MenuItem> {
    let Value::Array(items) = items else { return Vec::new() };
    let mut items: Vec<Map<String, Value>> =
        items.iter().filter_map(Value::as_object).cloned().map(lower_keys).collect();
    let weight = |item: &Map<String, Value>| item.get("weight").and_then(page_keys::number_of).unwrap_or(f64::MAX);
    items.sort_by(|a, b| weight(a).total_cmp(&weight(b)));
    let mut menu: Vec<(Vec<String>, MenuItem)> = Vec::new();
    let mut waiting: Vec<&Map<String, Value>> = items.iter().collect();
    while !waiting.is_empty() {
        let count = waiting.len();
        waiting.retain(|item| {
            let names = ["identifier", "name", "title"].iter().filter_map(|key| item.get(*key).and_then(text_of));
            match setting(item, "parent") {
                None => menu.push((names.collect(), menu_item(item, pages))),
                Some(parent) => {
                    let Some((known, top)) = menu.iter_mut().find(|(known, _)| known.contains(&parent)) else {
                        return true;
                    };
                    known.extend(names);
                    top.children.push(menu_item(item, pages));
                }
            }
            false
        });
        if waiting.len() == count {
            // A parent that is not in the menu.
            menu.extend(waiting.drain(..).map(|item| (Vec::new(), menu_item(item, pages))));
        }
    }
    menu.into_iter().map(|(_, item)| item).collect()
}

fn menu_item(item: &Map<String, Value>, pages: &[OldPage]) -> MenuItem {
    let page = setting(item, "pageref").and_then(|reference| page_at(&reference, pages));
    let link = page_keys::first_text(item, &["pageref", "url"])
        .map(|link| if link.contains(':') || link.starts_with('/') { link } else { format!("/{link}") });
    MenuItem {
        title: page_keys::first_text(item, &["name", "title", "identifier"]).unwrap_or_default(),
        link: page.map(|page| format!("{}{}", crate::writer::SOURCE_SCHEME, page.source)).or(link),
        children: Vec::new(),
    }
}

/// The page with a path in the content, such as `/posts/one`, which `slug` or a pattern gives another address.
fn page_at<'p>(reference: &str, pages: &'p [OldPage]) -> Option<&'p OldPage> {
    let path = reference.to_lowercase();
    let path = path.trim_matches('/').trim_end_matches(".md").trim_end_matches("/_index");
    pages.iter().filter(|page| page.language.is_none()).find(|page| {
        let parts = page.folders.iter().chain(Some(&page.name).filter(|name| *name != "index"));
        !path.is_empty() && parts.map(|part| part.to_lowercase()).eq(path.split('/'))
    })
}

/// What pages need of the configuration.
struct HugoSettings {
    /// Patterns of addresses by section.
    permalinks: BTreeMap<String, String>,
    /// The plural names of taxonomies.
    taxonomies: Vec<String>,
    /// `uglyURLs`: true, or a map with a switch for each section.
    ugly_urls: Option<Value>,
    /// Texts of `params`, in lower case.
    values: BTreeMap<String, String>,
    /// What `cascade` says of the visibility of pages, with the folder below which it holds.
    cascades: Vec<(String, Map<String, Value>)>,
    /// The names of authors that have a page, by the words that name them.
    people: BTreeMap<String, String>,
    /// Whether `\(x\)` is a formula by the settings.
    has_formulas: bool,
}

impl HugoSettings {
    fn of(config: &Map<String, Value>, params: &Map<String, Value>, markup: &Map<String, Value>) -> Self {
        let passthrough = markup.get("goldmark").and_then(|goldmark| goldmark.pointer("/extensions/passthrough"));
        let has_formulas = passthrough.is_some_and(|settings| {
            settings.get("enable") == Some(&Value::Bool(true)) && settings.to_string().contains("\\\\(")
        });
        let permalinks = map_in(config, "permalinks");
        let of_pages = permalinks.get("page").and_then(Value::as_object).unwrap_or(&permalinks);
        let named = config.get("taxonomies").and_then(Value::as_object).map(texts_of);
        let taxonomies = match named {
            Some(names) => names.into_values().map(|name| name.to_lowercase()).collect(),
            None => ["tags", "categories"].map(str::to_owned).into(),
        };
        let cascades = cascades("", config.get("cascade"));
        let (permalinks, ugly_urls) = (texts_of(of_pages), config.get("uglyurls").cloned());
        Self {
            permalinks,
            taxonomies,
            ugly_urls,
            values: texts_of(params),
            cascades,
            people: BTreeMap::new(),
            has_formulas,
        }
    }

    /// The values that a page has from the pages above it, of which the nearest counts.
    fn cascaded(&self, relative: &str) -> Map<String, Value> {
        let of_page = self.cascades.iter().filter(|(folder, _)| relative.starts_with(folder.as_str()));
        of_page.flat_map(|(_, values)| values.clone()).collect()
    }

    /// The path of a page or a list in a section: `/a/b.html` for `/a/b/`, if the settings say so.
    fn ugly(&self, section: &str, path: String) -> String {
        let switch = self.ugly_urls.as_ref().map(|setting| setting.get(section).unwrap_or(setting));
        let is_ugly = switch.and_then(text_of).is_some_and(|switch| switch == "true") && path.len() > 1;
        if is_ugly && path.ends_with('/') { format!("{}.html", path.trim_end_matches('/')) } else { path }
    }

    /// The path of a page, without its language.
    fn path(&self, page: &OldPage, is_list: bool, url: Option<&str>, slug: Option<&str>) -> String {
        let pattern = page.folders.first().and_then(|section| self.permalinks.get(section)).filter(|_| !is_list);
        let section = page.folders.first().map_or("", String::as_str);
        match (url, pattern) {
            (Some(url), _) => format!("/{}", url.trim_start_matches('/')),
            (None, Some(pattern)) => self.ugly(section, filled(pattern, page, slug)),
            (None, None) => {
                let name = (!is_list && page.name != "index").then(|| url_part(slug.unwrap_or(&page.name)));
                let parts: Vec<String> = page.folders.iter().map(|part| url_part(part)).chain(name).collect();
                if parts.is_empty() { "/".to_owned() } else { self.ugly(section, format!("/{}/", parts.join("/"))) }
            }
        }
    }
}

/// The maps of a `cascade` that hide pages, each with the folder of its pages. A target with a pattern counts up to its first sign.
fn cascades(folder: &str, cascade: Option<&Value>) -> Vec<(String, Map<String, Value>)> {
    let maps: Vec<&Value> = match cascade {
        Some(Value::Array(maps)) => maps.iter().collect(),
        map => map.into_iter().collect(),
    };
    let maps = maps.into_iter().filter_map(Value::as_object).cloned().map(lower_keys);
    let with_folder = maps.map(|mut map| {
        let target = ["target", "_target"].iter().find_map(|key| map.get(*key));
        let path = target.and_then(|target| target.get("path").or_else(|| target.get("Path"))).and_then(text_of);
        let pattern = path.as_deref().map(|path| path.split(['*', '{', '?']).next().unwrap_or_default());
        let below = pattern.map_or(folder, |pattern| pattern.trim_start_matches('/')).to_owned();
        map.retain(|key, _| ["build", "_build", "draft", "headless", "sitemap"].contains(&key.as_str()));
        (below, map)
    });
    with_folder.filter(|(_, map)| !map.is_empty()).collect()
}

/// The entries that a page names itself, each with its menu.
fn menu_entries(values: &Map<String, Value>, page: &OldPage) -> Vec<(String, Map<String, Value>)> {
    let menu = ["menu", "menus"].iter().find_map(|key| values.get(*key)).filter(|_| page.language.is_none());
    let entries: Map<String, Value> = match menu {
        Some(Value::Object(menus)) => menus.clone(),
        menu => menu.map(page_keys::words).into_iter().flatten().map(|name| (name, Value::Null)).collect(),
    };
    let with_page = |(name, entry): (String, Value)| {
        let mut entry = entry.as_object().cloned().map(lower_keys).unwrap_or_default();
        let title = page_keys::first_text(values, &["linktitle", "title"]).unwrap_or_default();
        entry.entry("name").or_insert_with(|| title.into());
        entry.insert("pageref".to_owned(), format!("{}{}", crate::writer::SOURCE_SCHEME, page.source).into());
        (name, entry)
    };
    entries.into_iter().map(with_page).collect()
}

/// Reads front matter below blanks, as Hugo does, if it has a key that front matter has.
fn read_below_blanks(page: &mut PageFile) {
    let start = page.text.trim_start_matches(|sign: char| sign.is_whitespace() || sign == '\u{feff}');
    let matter = front_matter::divide(start);
    let has_key = ["title", "date", "draft"].iter().any(|key| matter.values.contains_key(*key));
    if has_key && page.values.is_empty() && start.len() < page.text.len() {
        (page.values, page.text) = (matter.values, matter.text.to_owned());
    }
}

fn page(
    source: &SourceFolder<'_>,
    site: &mut OldSite,
    mut file: PageFile,
    language: Option<&String>,
    settings: &HugoSettings,
) {
    let (folders, name, of_name, is_list) = file.place_of_bundle(&site.languages);
    let language = of_name.or_else(|| language.cloned());
    let mut page = OldPage { source: file.path.clone(), folders, name, language, ..OldPage::default() };
    let mut values = settings.cascaded(&file.relative);
    values.extend(lower_keys(std::mem::take(&mut file.values)));
    let (url, slug) = (values.get("url").and_then(text_of), values.get("slug").and_then(text_of));
    if let Some(Value::Object(params)) = values.remove("params") {
        values.extend(params);
    }
    site.page_menu.extend(menu_entries(&values, &page));
    let blocks = blocks::take_sections(&mut values, &file.path, &mut site.log);
    let (abstract_words, record) = blocks::take_publication(&mut values, &settings.people);
    let text = format!("{blocks}{abstract_words}{}{record}", file.text);
    page.authors = take_authors_with_admin(&mut values, settings);
    // The build of this page only.
    ["cascade", "outputs", "menu", "menus", "resources", "type"].iter().for_each(|key| _ = values.remove(*key));
    // It hides only pages that have files of their own, and no list.
    values.retain(|key, _| !is_list || key != "headless");
    for taxonomy in settings.taxonomies.iter().filter(|name| *name != "authors") {
        let terms = values.remove(taxonomy).as_ref().map(page_keys::words).unwrap_or_default();
        site.topics.extend(terms.iter().map(|term| term_topic(taxonomy, term, settings)));
        let (list, new) = (settings.ugly(taxonomy, format!("/{taxonomy}/")), site.topics_address.clone());
        site.redirects.extend(new.filter(|new| !terms.is_empty() && *new != list).map(|new| (list, new)));
        page.topics.extend(terms);
    }
    let texts = texts_of(&values);
    let aliases = values.remove("aliases").as_ref().map(page_keys::words).unwrap_or_default();
    page_keys::apply(&mut page, values, &mut site.log);
    let prefix = page.language.as_ref().map(|language| format!("/{language}")).unwrap_or_default();
    let path = settings.path(&page, is_list, url.as_deref(), slug.as_deref());
    page.address = (prefix + &path).replace("//", "/");
    page.aliases.extend(aliases.iter().map(|alias| old_address(alias, &page.address)));
    if is_list && page.folders.len() == 1 && page.language.is_none() {
        site.sections.insert(page.folders[0].clone(), OldSection { title: page.title.clone(), order: Some("date") });
    }
    let text = text.replace("<!--more-->", "").replace("<!-- more -->", "");
    let mut shortcodes = Shortcodes::new(source, &file.path, &["layouts/shortcodes/", "layouts/_shortcodes/"], site)
        .with_values(&texts, &settings.values);
    let text = tags::expand(&text, Syntax::Hugo, &mut shortcodes);
    let is_html = file.path.ends_with(".html");
    let text = if is_html { text } else { with_formulas(&with_full_heads(&text), settings.has_formulas) };
    page.text = markdown_folder::finish_page(&text, &file.path, site);
    // Pictures in a folder of `assets` are named from there.
    if let Some(hero) = page.hero.as_mut().filter(|hero| !hero.src.contains(':')) {
        let name = hero.src.trim_start_matches('/');
        if let Some(path) =
            [format!("assets/{name}"), format!("static/{name}")].into_iter().find(|path| source.has(path))
        {
            page.files.insert(hero.src.clone(), FileOrigin::Source(path));
        }
    }
    site.pages.push(page);
}

/// The authors, if `admin` is one. Elsewhere this name is that of an account; with this theme it has a page, and is a person.
fn take_authors_with_admin(values: &mut Map<String, Value>, settings: &HugoSettings) -> Vec<String> {
    let names = values.get("authors").filter(|_| settings.people.contains_key("admin")).map(page_keys::words);
    let names = names.unwrap_or_default();
    if !names.iter().any(|name| name == "admin") {
        return Vec::new();
    }
    values.remove("authors");
    names
}

/// The address of an alias, which begins at the root or in the folder of the page.
fn old_address(alias: &str, address: &str) -> String {
    if alias.starts_with('/') {
        return format!("/{}", alias.trim_start_matches('/'));
    }
    let path = joined_in_browser(folder_of(address.trim_matches('/')), alias);
    format!("/{path}{}", if alias.ends_with('/') { "/" } else { "" })
}

/// A text with `$x$` for `\(x\)` and `$$x$$` for `\[x\]`: for all if the settings say so, else for those with a command of TeX.
fn with_formulas(text: &str, are_all: bool) -> String {
    let formula = |before: &str, behind: &str| {
        let kinds = [("(", "\\)", "$"), ("[", "\\]", "$$")];
        let (open, close, sign) = kinds.into_iter().find(|(open, ..)| behind.starts_with(open))?;
        let (tex, _) = near(&behind[open.len()..]).split_once(close)?;
        let has_command = tex.split('\\').skip(1).any(|name| name.starts_with(|sign: char| sign.is_ascii_alphabetic()));
        let is_whole = !tex.contains("\n\n") && tex.matches('{').count() == tex.matches('}').count();
        if before.ends_with("\\left") && tex.trim_end().ends_with("\\right") {
            // A bracket within a formula, whose sign Markdown takes away.
            return Some((format!("{open}{tex}{}", &close[1..]), 1 + tex.len() + close.len()));
        }
        let is_formula = (are_all || has_command) && is_whole && !before.ends_with('\\') && !tex.contains('$');
        is_formula.then(|| (format!("{sign}{}{sign}", plain_tex(tex.trim())), 1 + tex.len() + close.len()))
    };
    code::outside(text, |text| {
        replaced(text, "\\", |before, behind| formula(before, behind).map(|(tex, end)| (tex, &behind[end..])))
    })
}

/// A term of another taxonomy than `tags`: a topic that its old list leads to.
fn term_topic(taxonomy: &str, term: &str, settings: &HugoSettings) -> OldTopic {
    let address = Some(settings.ugly(taxonomy, format!("/{taxonomy}/{}/", url_part(term))));
    OldTopic { name: term.to_owned(), title: term.to_owned(), address, ..OldTopic::default() }
}

/// Pages of the taxonomy `authors` are people: a name, and some words of them.
fn authors_as_people(site: &mut OldSite) {
    let keys: BTreeSet<String> = site.pages.iter().flat_map(|page| &page.authors).map(|key| url_part(key)).collect();
    let is_author = |page: &OldPage| {
        let key = if page.name == "index" { page.folders.get(1) } else { Some(&page.name) };
        let depth = if page.name == "index" { 2 } else { 1 };
        let is_below = page.folders.len() == depth && page.folders[0] == "authors" && page.language.is_none();
        is_below && key.is_some_and(|key| keys.contains(&url_part(key)))
    };
    let (authors, mut pages): (Vec<OldPage>, Vec<OldPage>) =
        std::mem::take(&mut site.pages).into_iter().partition(is_author);
    if !authors.is_empty() {
        site.people_address = Some("/authors/".to_owned());
        // The list above them is made by the build.
        pages.retain(|page| page.folders != ["authors"] || page.name != "index" || !page.text.trim().is_empty());
    }
    site.pages = pages;
    for mut page in authors {
        let key = if page.name == "index" { page.folders.pop() } else { Some(page.name) }.unwrap_or_default();
        let mut shown = |keys: &[&str]| {
            let key = keys.iter().find(|key| page.extra.get(**key).and_then(text_of).is_some())?;
            site.log.take_back(&format!("front matter `{key}`"), &page.source);
            page.extra.remove(*key).as_ref().and_then(text_of)
        };
        let (name, job_title) = (shown(&["display_name", "name"]), shown(&["role", "job_title", "position"]));
        let words = [page.description.take(), shown(&["bio", "about", "short_bio"]), Some(page.text)];
        let words: Vec<String> = words.into_iter().flatten().filter(|words| !words.trim().is_empty()).collect();
        let name = page.title.take().or(name).unwrap_or_else(|| key.clone());
        let (text, address) = (words.join("\n\n"), Some(page.address));
        site.people.push(OldPerson { key, name, text, job_title, address, ..OldPerson::default() });
        site.log.translated("page of an author as a person");
    }
}

/// A part of an address as Hugo makes it.
fn url_part(name: &str) -> String {
    name.to_lowercase().replace(' ', "-")
}

fn filled(pattern: &str, page: &OldPage, slug: Option<&str>) -> String {
    let day = page.published.map(|day| day.to_string()).unwrap_or_default();
    let title = page.title.as_deref().map(slug::slugify).unwrap_or_else(|| url_part(&page.name));
    let name = url_part(&page.name);
    let values = [
        (":year", part_of_day(&day, 0..4)),
        (":month", part_of_day(&day, 5..7)),
        (":day", part_of_day(&day, 8..10)),
        (":slugorfilename", slug.map_or_else(|| name.clone(), url_part)),
        (":slugorcontentbasename", slug.map_or_else(|| name.clone(), url_part)),
        (":slug", slug.map_or_else(|| title.clone(), url_part)),
        (":contentbasename", name.clone()),
        (":filename", name),
        (":title", title),
        (":sections", page.folders.iter().map(|folder| url_part(folder)).collect::<Vec<_>>().join("/")),
        (":section", page.folders.first().map(|folder| url_part(folder)).unwrap_or_default()),
    ];
    let filled = values.into_iter().fold(pattern.to_owned(), |pattern, (name, value)| pattern.replace(name, &value));
    without_empty_parts(&(filled + "/"))
}

#[cfg(test)]
mod tests;

//! `wellpress.yaml` and the library of the new site.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

use wellpress_foundation::text::one_line;
use wellpress_markdown::behind_link_scheme;

use crate::log::ImportLog;
use crate::old_site::{MenuItem, OldPage, OldSite};

use super::addresses::{is_picture_address, percent_encoded};
use super::new_site::NewFile;
use super::pictures::is_publishable;
use super::places::{self, NewSection, PagePlace};
use super::records::Records;
use super::targets::{LinkTarget, Targets};
use super::titles::{humanised, page_title, plain};
use super::yaml::{self, Entries};

/// The report names an entry of a menu with more entries below it.
const MAX_CHILDREN: usize = 15;

/// More entries side by side fill the head of a page.
const MAX_SECTIONS: usize = 8;

/// Folders whose pages show what a program of the old site can do.
const PROGRAMS: [&str; 5] = ["css", "js", "assets", "static", "admin"];

/// Redirects that lead in a circle end here.
const MAX_CHAIN: usize = 10;

/// Until the old site says where it is published.
const NO_ADDRESS: &str = "https://example.org/";

pub(crate) fn write(
    site: &OldSite,
    menus: Value,
    records: &Records,
    sections: &BTreeMap<String, NewSection>,
    files: &mut BTreeMap<String, NewFile>,
    log: &mut ImportLog,
) {
    let base_url = site
        .base_url
        .as_deref()
        .and_then(|url| url::Url::parse(url).ok())
        .filter(|url| url.has_host() && url.scheme().starts_with("http"));
    let base_url = base_url.map(|mut url| {
        url.set_query(None);
        url.set_fragment(None);
        let path = format!("{}/", url.path().trim_end_matches('/'));
        url.set_path(&path);
        url.to_string()
    });
    if base_url.is_none() {
        log.confirm("wellpress.yaml", "the old site does not say its address: write it as `base_url`");
    }
    let title = site.title.as_deref().map(one_line).filter(|title| !title.is_empty());
    if title.is_none() {
        log.confirm("wellpress.yaml", "the old site has no title: write it as `title`");
    }
    let mut entries: Entries = vec![
        ("title", title.unwrap_or_else(|| "My site".to_owned()).into()),
        ("base_url", base_url.unwrap_or_else(|| NO_ADDRESS.to_owned()).into()),
        ("language", site.language.clone().map_or(Value::Null, Value::from)),
        ("description", site.description.as_deref().map(one_line).map_or(Value::Null, Value::from)),
    ];
    let languages = site.languages.iter().map(|(tag, title)| (tag.clone(), json!({"title": one_line(title)})));
    entries.push(("languages", Value::Object(languages.collect())));
    entries.push(("menus", menus));
    entries.push(("sections", section_settings(site, records, sections)));
    entries.push(("redirects", redirects(site, files)));
    let variables = site.variables.iter().map(|(name, text)| (name.clone(), Value::from(one_line(text))));
    entries.push(("variables", Value::Object(variables.collect())));
    entries.push(("extra", Value::Object(site.extra.clone())));
    files.insert("wellpress.yaml".to_owned(), NewFile::Text(yaml::document(&entries)));
    files.insert(".gitignore".to_owned(), NewFile::Text("/output/\n/.wellpress/\n".to_owned()));
    if !site.sources.is_empty() {
        let text = serde_json::to_string_pretty(&site.sources).unwrap_or_default();
        files.insert("content/references/imported.json".to_owned(), NewFile::Text(text + "\n"));
    }
}

/// Each old address once, with and without `/` at its end, and to the end of its chain.
fn redirects(site: &OldSite, files: &BTreeMap<String, NewFile>) -> Value {
    let mut redirected_addresses = BTreeSet::new();
    let by_plain: BTreeMap<String, &String> =
        site.redirects.iter().map(|(from, to)| (without_last_slash(from), to)).collect();
    let end = |to: &String| {
        let next = |to: &&String| by_plain.get(&without_last_slash(to)).copied();
        std::iter::successors(Some(to), next).take(MAX_CHAIN).last().unwrap_or(to).clone()
    };
    let ends = site.redirects.iter().map(|(from, to)| (from, end(to)));
    // A file that lies beside its page has no address of its own.
    let is_here = |to: &str| !site.published_files.contains_key(to) || files.contains_key(&format!("static{to}"));
    let ends = ends.filter(|(from, to)| {
        is_here(to)
            && without_last_slash(from) != without_last_slash(to)
            && redirected_addresses.insert(without_last_slash(from))
    });
    Value::Object(ends.map(|(from, to)| (from.clone(), Value::from(to))).collect())
}

fn without_last_slash(address: &str) -> String {
    address.trim_end_matches('/').to_owned()
}

fn section_title(site: &OldSite, name: &str, section: &NewSection) -> String {
    let mut folders = site.pages.iter().filter_map(|page| page.folders.first());
    let folder = folders.find(|folder| places::slug(folder) == name);
    let of_name = || humanised(folder.map_or(name.trim_end_matches("-pages"), String::as_str));
    section.title.as_deref().map_or_else(of_name, plain)
}

/// A menu of the sections and the plain pages, `least` or more, for a site whose settings have none. Pages that name their place come
/// first, by it. Folders of programs have no texts.
pub(crate) fn menu_of_sections(
    site: &OldSite,
    places: &[PagePlace],
    sections: &BTreeMap<String, NewSection>,
    least: usize,
    log: &mut ImportLog,
) -> Option<Vec<Value>> {
    let pages = || site.pages.iter().zip(places).filter(|(page, _)| !page.is_draft && page.language.is_none());
    let is_shown = |name: &str| !PROGRAMS.contains(&name) && pages().any(|(_, place)| place.section == name);
    let plain_pages = pages().filter(|(_, place)| place.section == "pages" && place.address != "/");
    let mut items: Vec<(i64, String, String)> = plain_pages
        .map(|(page, place)| (page.weight.unwrap_or(i64::MAX), page_title(page), place.address.clone()))
        .collect();
    let shown = sections.iter().filter(|(name, _)| is_shown(name));
    items.extend(
        shown.map(|(name, section)| {
            (i64::MAX - 1, one_line(&section_title(site, name, section)), section.address(name))
        }),
    );
    items.sort();
    let items: Vec<Value> =
        items.into_iter().map(|(_, title, address)| json!({"title": title, "link": address})).collect();
    let (first, what) = match items.len() {
        count if count < least => return None,
        ..=MAX_SECTIONS => (items, "leads to all sections and plain pages"),
        _ => (items.into_iter().take(MAX_SECTIONS).collect(), "leads to the first sections and plain pages alone"),
    };
    log.confirm(
        "wellpress.yaml",
        format!("the settings of the old site have no menu with published pages: `menus` {what}"),
    );
    Some(first)
}

fn section_settings(site: &OldSite, records: &Records, sections: &BTreeMap<String, NewSection>) -> Value {
    let mut settings = Map::new();
    for (name, section) in sections {
        let title = section_title(site, name, section);
        let mut values = Map::new();
        if name != "articles" {
            values.insert("singular".to_owned(), singular(name).into());
        }
        values.insert("title".to_owned(), one_line(&title).into());
        values.extend(section.path.clone().map(|path| ("path".to_owned(), path.into())));
        values.extend(section.has_folders.then(|| ("list".to_owned(), "tree".into())));
        values.extend(section.order.map(|order| ("order".to_owned(), order.into())));
        values.extend(section.is_not_health.then(|| ("health".to_owned(), false.into())));
        values.insert("fields".to_owned(), Value::Object(section.fields.clone()));
        settings.insert(name.clone(), Value::Object(values));
    }
    for (name, path, is_used) in [
        ("topics", &records.topics_path, !records.topics.is_empty()),
        ("people", &records.people_path, !records.people.is_empty()),
    ] {
        let is_taken = records.moved.iter().any(|(moved, _)| *moved == name);
        if (is_used || is_taken) && *path != format!("/{name}/") {
            settings.insert(name.to_owned(), json!({"path": path}));
        }
    }
    for (name, path) in &records.moved {
        settings.entry(*name).or_insert_with(|| json!({"path": path}));
    }
    Value::Object(settings)
}

/// A word for one page of a section.
fn singular(name: &str) -> String {
    const TAKEN: [&str; 9] =
        ["article", "exercise", "programme", "topic", "person", "page", "disclaimer", "snippet", "term"];
    let word = match name.strip_suffix("ies") {
        Some(stem) => format!("{stem}y"),
        None => name.strip_suffix('s').filter(|stem| !stem.ends_with('s')).unwrap_or(name).to_owned(),
    };
    if TAKEN.contains(&word.as_str()) || word == "rule" { format!("{word}-page") } else { word }
}

/// The menus with the addresses of the new site.
pub(crate) fn menus(site: &OldSite, places: &[PagePlace], targets: &Targets, log: &mut ImportLog) -> Value {
    let mut menus = Map::new();
    for (name, menu) in [("main", &site.menu), ("footer", &site.footer_menu)] {
        // The one title above all others says no more than the name of the site.
        let menu = match menu.as_slice() {
            [MenuItem { link: None, children, .. }] if name == "main" => children,
            _ => menu,
        };
        let all = menu.iter().flat_map(|item| item.children.iter().chain([item]));
        for (item, link) in all.filter_map(|item| Some((item, item.link.as_deref()?))) {
            let (title, address) = (plain(&item.title), address(places, targets, link));
            let state = match (draft_at(site, places, targets, link), address) {
                (Some(page), Some(address)) => {
                    let title = json!(if title.is_empty() { page_title(page) } else { title.clone() });
                    format!(
                        "a draft and left out: once it is published, add `{{title: {title}, link: {address}}}` to `menus.{name}`"
                    )
                }
                (None, Some(_)) => continue,
                (_, None) => "not here".to_owned(),
            };
            let link = link.trim_start_matches(super::SOURCE_SCHEME);
            let what = format!("the entry \"{title}\" of the menu leads to `{link}`, which is {state}");
            log.confirm("wellpress.yaml", what);
        }
        let items: Vec<Value> =
            menu.iter().filter_map(|item| entry(site, places, targets, item, Some(&mut *log))).collect();
        if !items.is_empty() {
            menus.insert(name.to_owned(), items.into());
        }
    }
    Value::Object(menus)
}

/// An entry of a menu. A title without a link leads to its first child, since each entry of a menu leads somewhere. `log` is told of
/// many children; without it, the entry is itself a child, and has none.
fn entry(
    site: &OldSite,
    places: &[PagePlace],
    targets: &Targets,
    item: &MenuItem,
    log: Option<&mut ImportLog>,
) -> Option<Value> {
    let mut seen = BTreeSet::new();
    let below = if log.is_some() { item.children.as_slice() } else { &[] };
    let children = below.iter().filter_map(|child| entry(site, places, targets, child, None));
    let mut children: Vec<Value> = children.filter(|child| seen.insert(child["link"].to_string())).collect();
    let link = item.link.as_deref().filter(|link| draft_at(site, places, targets, link).is_none());
    if item.link.is_some() && link.is_none() && children.len() == 1 {
        return children.pop();
    }
    let link = link.and_then(|link| address(places, targets, link));
    let mut of_children = children.iter().filter_map(|child| child["link"].as_str());
    let first = of_children.clone().next();
    let link =
        link.or_else(|| of_children.find(|link| behind_link_scheme(link).is_none()).or(first).map(str::to_owned))?;
    let title = Some(plain(&item.title)).filter(|title| !title.is_empty());
    let title = title.or_else(|| targets.page_at(item.link.as_deref()?).map(|index| page_title(&site.pages[index])))?;
    let count = children.len();
    if let Some(log) = log.filter(|_| count > MAX_CHILDREN) {
        let what =
            format!("the {count} entries below \"{title}\" are many for a menu: see whether readers find theirs");
        log.confirm("wellpress.yaml", what);
    }
    let mut values = json!({"title": title, "link": link});
    if count > 1 || children.first().is_some_and(|child| child["link"] != values["link"]) {
        values["children"] = children.into();
    }
    Some(values)
}

/// The draft to which an entry leads. A list is there without its text.
fn draft_at<'s>(site: &'s OldSite, places: &[PagePlace], targets: &Targets, link: &str) -> Option<&'s OldPage> {
    let index = targets.page_at(link).filter(|index| !targets.has_list(&places[*index].address))?;
    Some(&site.pages[index]).filter(|page| page.is_draft)
}

fn address(places: &[PagePlace], targets: &Targets, link: &str) -> Option<String> {
    match targets.of_menu(link) {
        LinkTarget::Page(index, fragment) => Some(format!("{}{fragment}", places[index].address)),
        LinkTarget::List(address) => Some(address),
        // A picture may lie beside a page instead.
        LinkTarget::File(_, Some(address)) if is_publishable(&address) && !is_picture_address(&address) => {
            Some(percent_encoded(&address))
        }
        LinkTarget::Same if behind_link_scheme(link).is_some() => Some(link.to_owned()),
        _ => None,
    }
}

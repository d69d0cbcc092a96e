//! Pages of HugoBlox, formerly Wowchemy, whose words stand in front matter: blocks in `sections`, and records of publications. They become
//! Markdown, and what is left of them is listed.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use wellpress_foundation::Day;
use wellpress_foundation::text::one_line;

use crate::dates;
use crate::log::ImportLog;
use crate::readers::markdown_folder::PageFile;
use crate::readers::page_keys::{first_text, number_of, phrases, text_of, words};
use crate::source_folder::{base_name, folder_of};
use crate::text::{excerpt, has_word, html};
use crate::writer::{is_record, label, texts};

/// Keys of a block whose values are titles and texts, in the order in which readers see them.
const TITLES: &str = "title name question heading statistic";
const TEXTS: &str = "subtitle tagline text content description statement answer body excerpt";

/// Keys for the look of a block, and for what it lists.
const LOOK: &str = "design filters css_class css_style background image icon icon_pack username user sort_by count offset order page_type";

/// Takes the blocks out of the front matter, and returns their words.
pub(super) fn take_sections(values: &mut Map<String, Value>, file: &str, log: &mut ImportLog) -> String {
    let is_block = |value: &Value| value.get("block").or_else(|| value.get("widget")).is_some_and(Value::is_string);
    let blocks = values.get("sections").and_then(Value::as_array).filter(|list| list.iter().all(is_block));
    let Some(blocks) = blocks.cloned() else { return String::new() };
    values.remove("sections");
    let mut parts = Vec::new();
    for block in blocks.iter().filter_map(Value::as_object) {
        let name = first_text(block, &["block", "widget"]).unwrap_or_default();
        let content = block.get("content").and_then(Value::as_object).unwrap_or(block);
        // A title above a list of pages, which wellpress makes elsewhere, says nothing.
        let is_list = content.contains_key("filters") || content.contains_key("page_type");
        let is_off = block.get("active") == Some(&false.into()) || block.get("demo") == Some(&true.into());
        let (mut own, mut left) = (Vec::new(), Vec::new());
        add(content, 2, &mut own, &mut left);
        if is_off || is_list && own.len() == 1 && own[0].starts_with('#') {
            left.append(&mut own);
        }
        if !left.is_empty() {
            let kind = format!("words of the block `{name}`: \"{}\"", excerpt(&left.join(" ")));
            log.left(&kind, file, "these words, if readers need them");
        } else if own.is_empty() {
            log.left(&format!("block `{name}`"), file, "what it showed: lists of pages are made by wellpress");
        } else {
            log.translated("block of HugoBlox");
        }
        parts.append(&mut own);
    }
    parts.join("\n\n") + "\n\n"
}

/// Joins the widgets of older versions, each a file beside the `index.md` of its page, into the text of this page. Those of `home` are the
/// start page.
pub(super) fn join_widgets(pages: &mut Vec<PageFile>, today: Option<Day>, log: &mut ImportLog) {
    let is_page_of_widgets = |page: &PageFile| page.values.get("type").is_some_and(|kind| kind == "widget_page");
    let folders: Vec<String> =
        pages.iter().filter(|page| is_page_of_widgets(page)).map(|page| folder_of(&page.path).to_owned()).collect();
    for folder in folders {
        let is_widget = |page: &PageFile| folder_of(&page.path) == folder && page.values.contains_key("widget");
        let (mut widgets, mut others): (Vec<PageFile>, Vec<PageFile>) =
            std::mem::take(pages).into_iter().partition(is_widget);
        let weight = |widget: &PageFile| widget.values.get("weight").and_then(number_of).unwrap_or_default();
        widgets.sort_by(|one, other| weight(one).total_cmp(&weight(other)));
        let texts: String = widgets.into_iter().map(|widget| text_of_widget(widget, today, log)).collect();
        let page = others.iter_mut().find(|page| folder_of(&page.path) == folder && is_page_of_widgets(page));
        if let Some(page) = page {
            page.text.insert_str(0, &texts);
            page.values.remove("headless");
            if page.relative == "home/index" {
                page.relative = "_index".to_owned();
                page.values.entry("title").or_insert("Home".into());
            }
        }
        *pages = others;
    }
}

/// The words of a widget below its title, to which menus lead by the name of its file. Nothing of one that is switched off.
fn text_of_widget(mut widget: PageFile, today: Option<Day>, log: &mut ImportLog) -> String {
    let (mut parts, mut left) = (Vec::new(), Vec::new());
    let value =
        |key: &str| widget.values.iter().find(|(name, _)| name.eq_ignore_ascii_case(key)).map(|(_, value)| value);
    let is_day = |key: &str, is_off: fn(&Day, &Day) -> bool| {
        let day = value(key).and_then(text_of).and_then(|text| dates::day(&text));
        day.zip(today).is_some_and(|(day, today)| is_off(&day, &today))
    };
    let is_off = value("active") == Some(&false.into())
        || value("draft") == Some(&true.into())
        || is_day("expiryDate", Day::le)
        || ["date", "publishDate"].iter().any(|key| is_day(key, Day::gt));
    ["active", "headless", "type", "weight", "date"].iter().for_each(|key| _ = widget.values.remove(*key));
    add(&widget.values, 2, &mut parts, &mut left);
    parts.push(widget.text.trim().to_owned());
    parts.retain(|part| !part.is_empty());
    if is_off {
        left = std::mem::take(&mut parts);
    }
    if !left.is_empty() {
        let kind = format!("words of a widget: \"{}\"", excerpt(&left.join(" ")));
        log.left(&kind, &widget.path, "these words, if readers need them");
    } else {
        log.translated("widget of HugoBlox");
    }
    if let Some(title) = parts.first_mut().filter(|part| part.starts_with("## ")) {
        title.push_str(&format!(" {{#{}}}", slug::slugify(base_name(&widget.relative))));
    }
    parts.iter().map(|part| format!("{part}\n\n")).collect()
}

/// Adds the words of a block or of an item of it, and to `left` those that have no place.
fn add(map: &Map<String, Value>, level: usize, parts: &mut Vec<String>, left: &mut Vec<String>) {
    let text = |key: &str| map.get(key).and_then(text_of);
    let address = first_text(map, &["url", "link", "href"]);
    let linked = |words: String| address.as_ref().map_or(words.clone(), |address| format!("[{words}](<{address}>)"));
    let plain = |title: String| if title.contains("</") { html::plain(&title) } else { one_line(&title) };
    let mut titles = TITLES.split(' ').filter_map(text).map(plain).filter(|title| !title.is_empty());
    // The words of a link that has no title.
    let mut of_link = None;
    match titles.next() {
        Some(title) => parts.push(format!("{} {}", "#".repeat(level.min(6)), linked(title))),
        None if address.is_some() => {
            of_link = ["label", "text"].into_iter().find(|key| text(key).is_some());
            parts.extend(of_link.and_then(text).map(linked));
        }
        None => {}
    }
    parts.extend(titles);
    parts.extend(TEXTS.split(' ').filter(|key| of_link != Some(key)).filter_map(text));
    const SHOWN: [&str; 5] = ["block", "widget", "url", "link", "href"];
    let others = map.iter().filter(|(key, _)| !has_word(LOOK, key) && !SHOWN.contains(&key.as_str()));
    for (key, value) in others.filter(|(key, _)| of_link != Some(key)) {
        match value {
            value if is_record(key) => {
                parts.push(format!("- **{}:** {}", label(key), texts(value).join(", ")));
            }
            Value::Object(map) => add(map, level + 1, parts, left),
            Value::Array(items) => {
                items.iter().for_each(|item| match item.as_object() {
                    Some(map) => add(map, level + 1, parts, left),
                    None => parts.extend(text_of(item).map(|words| format!("- {words}"))),
                });
            }
            _ if has_word(TITLES, key) || has_word(TEXTS, key) => {}
            // In an item also one word, a number or a switch: `{name: Alcohol, allowed: false}`.
            other if level > 2 || other.is_number() || !phrases(other, 2).is_empty() => {
                left.extend(text_of(other).map(|words| format!("{key}: {words}")));
            }
            _ => {}
        }
    }
}

/// Takes the record of a publication out of the front matter, and returns the words above and below the text.
///
/// `people` are the names of authors that have a page, by the words that name them.
pub(super) fn take_publication(values: &mut Map<String, Value>, people: &BTreeMap<String, String>) -> (String, String) {
    let has_any = |keys: &str| values.keys().any(|key| has_word(keys, key));
    let has_source = has_any("publication") && has_any("doi abstract");
    if !has_source && !has_any("publication_types publication_short") {
        return (String::new(), String::new());
    }
    let mut take =
        |key: &str| values.remove(key).as_ref().and_then(text_of).filter(|text| text != "true" && text != "false");
    take("publication_types");
    let above = take("abstract").map_or(String::new(), |text| text + "\n\n");
    let (long, short) = (take("publication"), take("publication_short"));
    let doi = take("doi").map(|doi| doi.rsplit_once("doi.org/").map_or(doi.clone(), |(_, doi)| doi.to_owned()));
    let mut links: Vec<String> =
        ["pdf", "code", "dataset", "poster", "preprint", "project", "slides", "source", "video"]
            .iter()
            .filter_map(|kind| Some((kind, take(&format!("url_{kind}")).filter(|url| url != "#")?)))
            .map(|(kind, url)| format!("[{}](<{url}>)", kind.to_uppercase()))
            .collect();
    let list = values.get("links").and_then(Value::as_array).cloned().unwrap_or_default();
    let named = list.iter().filter_map(Value::as_object).map(|link| {
        Some(format!("[{}](<{}>)", first_text(link, &["name", "title", "type"])?, first_text(link, &["url"])?))
    });
    if let Some(named) = named.collect::<Option<Vec<String>>>() {
        values.remove("links");
        links.extend(named);
    }
    let notes = values.remove("author_notes").as_ref().and_then(Value::as_array).cloned().unwrap_or_default();
    let authors = values.get("authors").map(words).unwrap_or_default();
    let of_author = |(index, note): (usize, &Value)| {
        let author = authors.get(index)?;
        Some(format!("{}: {}", people.get(author).unwrap_or(author), text_of(note)?))
    };
    let notes: Vec<String> = notes.iter().enumerate().filter_map(of_author).collect();
    let lines = [
        ("Publication", long.or(short)),
        ("DOI", doi.map(|doi| format!("[{doi}](<https://doi.org/{doi}>)"))),
        ("Links", Some(links.join(", "))),
        ("Authors", Some(notes.join("; "))),
    ];
    let lines = lines.into_iter().filter_map(|(label, words)| Some((label, words.filter(|words| !words.is_empty())?)));
    let lines: String = lines.map(|(label, words)| format!("- **{label}:** {words}\n")).collect();
    (above, if lines.is_empty() { lines } else { format!("\n\n{lines}") })
}

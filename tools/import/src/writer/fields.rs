//! Records in front matter that a template of the old theme showed, such as the address of a clinic, as declared fields of their section,
//! and lists of records, such as doses, as tables of the text.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use pulldown_cmark::{Event, Parser, Tag};
use serde_json::{Map, Value, json};
use wellpress_markdown::behind_link_scheme;

use crate::front_matter;
use crate::log::ImportLog;
use crate::old_site::OldSite;
use crate::readers::{phrases, text_of};
use crate::source_folder::{SourceFolder, ending_of};
use crate::text::links::{self, LinkKind, NewTarget};
use crate::text::{column_of_item, excerpt, has_word, html, icons, items_in_line, joined, table, tags};

use super::addresses::is_picture_address;
use super::places::{NewSection, PagePlace};
use super::titles;

/// Words in the names of keys whose values readers need.
const RECORDS: &str = "address addresses street city postcode zip phone phones telephone tel fax mobile website web opening hours times \
     venue location contact price prices cost fee duration capacity dose doses dosage frequency eligibility referral services languages";

/// Names of fields that pages have already, or that mean something else.
const TAKEN: &str = "title description slug permalink aliases authors reviewers topics references funding conflicts sponsor audience \
     related exercises changes corrections license ai extra weight template cards hero audio published updated expires draft";

/// Folders with templates of the tools.
const TEMPLATES: [&str; 6] = ["layouts/", "_layouts/", "_includes/", "templates/", "themes/", "overrides/"];

/// More of the templates is not read.
const MOST_TEMPLATES: usize = 4_000_000;

/// Notes the phrases in front matter that no page shows, once for each key. A page that has no other words is a draft.
pub(super) fn note_unshown(site: &mut OldSite) {
    /// Keys whose words no page of the old site showed in its text.
    const UNSEEN: &str = "imported_review keywords nav pagination_label";
    /// A text is one from so many words on, and in a list or a map from two on.
    const LEAST: usize = 3;
    let mut by_key: BTreeMap<String, (String, String, usize)> = BTreeMap::new();
    let phrase = |value: &Value, text: &str| {
        let mut phrases = phrases(value, if value.is_string() { LEAST } else { 2 }).into_iter();
        phrases.find(|words| !text.contains(words))
    };
    let pages = site.pages.iter().filter(|page| page.name != "index" && !page.is_draft);
    let folders: BTreeSet<Vec<String>> = pages.map(|page| page.folders.clone()).collect();
    for page in &mut site.pages {
        let extra = page.extra.iter().filter(|(key, _)| !has_word(UNSEEN, key));
        let unshown: Vec<(&String, String)> =
            extra.filter_map(|(key, value)| Some((key, phrase(value, &page.text)?))).collect();
        for (key, words) in &unshown {
            let first = by_key.entry((*key).clone()).or_insert_with(|| (page.source.clone(), words.clone(), 0));
            first.2 += 1;
        }
        // The text above a list may be empty: readers see its pages.
        let is_list = page.name == "index" && folders.iter().any(|folder| folder.starts_with(&page.folders));
        if is_blank(&page.text) && !unshown.is_empty() && !page.is_draft && !is_list {
            page.is_draft = true;
            site.log.doubt(&page.source, "it has no text, and its words stand in front matter");
        }
    }
    for (key, (file, words, count)) in by_key {
        let more = if count > 1 { format!(", here and in {} more files", count - 1) } else { String::new() };
        let words = excerpt(&words);
        site.log.confirm(&file, format!("front matter `{key}` has words that no page shows{more}: \"{words}\""));
    }
}

/// Whether a text has nothing but comments.
fn is_blank(text: &str) -> bool {
    let mut unread_text = text.trim_start();
    while let Some((_, behind)) = unread_text.strip_prefix("<!--").and_then(|comment| comment.split_once("-->")) {
        unread_text = behind.trim_start();
    }
    unread_text.is_empty()
}

/// Gives pages the fields of their records, and sections the declarations.
pub(super) fn declare(
    site: &mut OldSite,
    places: &[PagePlace],
    sections: &mut BTreeMap<String, NewSection>,
    source: &SourceFolder<'_>,
) {
    let templates = templates(source);
    note_values(site, source, &templates);
    let (pages, log) = (&mut site.pages, &mut site.log);
    let mut values: BTreeMap<String, Vec<(usize, Vec<String>, Value)>> = BTreeMap::new();
    for (index, (page, place)) in pages.iter_mut().zip(places).enumerate() {
        let mut record = PageRecord::default();
        let keys: Vec<String> =
            page.extra.keys().filter(|key| is_shown(key, &page.extra[*key], &templates)).cloned().collect();
        for key in keys {
            let Some(value) = page.extra.remove(&key) else { continue };
            log.take_back(&format!("front matter `{key}`"), &page.source);
            log.translated("record in front matter");
            for address in addresses(&value) {
                log.confirm(
                    &page.source,
                    format!("front matter `{key}`: the address `{address}` of a link was taken out"),
                );
            }
            let mut leaves = Vec::new();
            flatten(vec![key], value, &mut leaves);
            let has_fields = sections.contains_key(&place.section) && !place.is_list_text;
            for (path, value) in leaves {
                if path.iter().any(|key| is_look(key)) || value.is_boolean() {
                    let words = phrases(&value, 2).first().map(|words| format!(": \"{}\"", excerpt(words)));
                    let kind = format!("front matter `{}`{}", path.join("."), words.unwrap_or_default());
                    log.left(&kind, &page.source, "nothing, or a field");
                    continue;
                }
                match rows(&value) {
                    Some(rows) => {
                        page.text = format!("{}\n\n{}", page.text.trim_end(), titled_table(&label(&path), rows))
                    }
                    None if has_fields && !texts(&value).iter().any(|text| is_long(text)) => {
                        values.entry(place.section.clone()).or_default().push((index, path, value))
                    }
                    None => record.add(&path, &value),
                }
            }
        }
        page.text.insert_str(0, &record.markdown());
    }
    for (section, values) in values {
        let Some(section) = sections.get_mut(&section) else { continue };
        let names = names(&values);
        section.fields = fields(&values, &names);
        for (index, path, value) in &values {
            let name = &names[path];
            let is_list = section.fields.get(name).is_some_and(|field| field["type"] == "list");
            let texts = texts(value);
            pages[*index].record.insert(name.clone(), if is_list { texts.into() } else { texts.join(", ").into() });
        }
    }
}

/// Notes each file of data and each setting that a template shows, with words that no page has.
fn note_values(site: &mut OldSite, source: &SourceFolder<'_>, templates: &str) {
    /// Settings that are told or written elsewhere.
    const KNOWN: &str = "title name description copyright footer footertext footer_content announcement";
    for path in source.files().filter(|path| ["yml", "yaml", "json", "toml"].contains(&ending_of(path).as_str())) {
        let stem = path.split('.').next().unwrap_or_default().trim_start_matches("config/_default/").replace('/', ".");
        let data = stem.trim_start_matches('_').strip_prefix("data.").map(str::to_lowercase);
        let is_shown = data.as_ref().is_some_and(|name| templates.contains(&format!("site.data.{name}")));
        if !is_shown && !has_word("_config hugo config params", &stem) {
            continue;
        }
        let text = source.text(path).unwrap_or_default();
        let is_toml = path.ends_with(".toml");
        let value =
            if is_toml { front_matter::toml(&text).map(Value::Object) } else { front_matter::yaml_value(&text) };
        let value = value.unwrap_or_default();
        let (prefix, values) = match data {
            Some(name) => ("site.data", json!({name: value})),
            None if stem == "_config" => ("site", value),
            None => ("site.params", value.get("params").cloned().unwrap_or(value)),
        };
        // The titles of a menu and one number are not told.
        let is_told = |words: &String| {
            let is_long = words.contains(|sign: char| sign.is_ascii_digit()) || words.split(' ').count() >= 4;
            is_long && !site.pages.iter().any(|page| page.text.contains(words.as_str()))
        };
        for (key, value) in values.as_object().into_iter().flatten().filter(|(key, _)| !has_word(KNOWN, key)) {
            let name = format!("{prefix}.{key}").to_lowercase();
            let is_shown = templates.contains(&name) && !name.contains("date");
            if let Some(words) = phrases(value, 2).into_iter().find(is_told).filter(|_| is_shown) {
                let what = format!("`{name}` has words that no page shows but a template: \"{}\"", excerpt(&words));
                site.log.confirm(path, what);
            }
        }
    }
}

/// The text of all templates.
fn templates(source: &SourceFolder<'_>) -> String {
    let mut text = String::new();
    for path in TEMPLATES.iter().flat_map(|folder| source.below(folder)).filter(|path| path.ends_with(".html")) {
        if text.len() < MOST_TEMPLATES {
            text.push_str(&source.text(path).unwrap_or_default().to_lowercase());
        }
    }
    text
}

/// Whether readers of the old site saw a value: its name says so, or a template names it and it has words. Switches and names of the
/// look of a page are none.
fn is_shown(key: &str, value: &Value, templates: &str) -> bool {
    const LEAST: usize = 3;
    let is_word = |sign: char| sign.is_ascii_digit() || sign.is_uppercase();
    if has_word("imported_review keywords seo meta nav navigation navbar", &key.to_lowercase())
        || is_empty(value)
        || value.is_boolean()
        || is_look(key)
    {
        return false;
    }
    let lower = key.to_lowercase();
    let is_named = |start: &str| {
        let mut places = templates.match_indices(start).map(|(at, start)| &templates[at + start.len()..]);
        places.any(|behind| !behind.starts_with(|sign: char| sign.is_alphanumeric() || "_-".contains(sign)))
    };
    let has_words = |words: &String| words.contains(is_word) || words.split_whitespace().count() >= LEAST;
    let is_list_of_maps = value.as_array().is_some_and(|values| values.iter().any(Value::is_object));
    let is_link = |text: &String| {
        let is_doi = text.starts_with("10.") && text.contains('/');
        (is_doi || text.starts_with("http")) && !text.contains(' ') && !is_picture_address(text)
    };
    let is_text = || {
        is_list_of_maps
            || has_record(value)
            || phrases(value, 2).iter().any(has_words)
            || !lower.contains("redirect") && text_of(value).is_some_and(|text| is_link(&text))
    };
    is_record(key) || is_text() && (is_named(&format!(".{lower}")) || is_named(&format!("\"{lower}")))
}

/// Whether the name of a key says that readers need its value.
pub(crate) fn is_record(key: &str) -> bool {
    key.to_lowercase().split(['_', '-', ' ']).any(|word| has_word(RECORDS, word))
}

/// Whether a map has a key of a record, or an address.
fn has_record(value: &Value) -> bool {
    let is_address = |value: &Value| value.as_str().is_some_and(|text| text.starts_with("http"));
    let is_own = |(key, value): (&String, &Value)| is_record(key) || is_address(value) || has_record(value);
    value.as_object().is_some_and(|map| map.iter().any(is_own))
}

/// Whether a key is a setting of the old theme by a part of its name.
fn is_look(key: &str) -> bool {
    const LOOK: &str = "output image images img photo picture icon icons layout toc sidebar background css style design \
         width height align focal placement widget theme script js show hide enable disable";
    key.to_lowercase().split(['_', '-', ' ', '.']).any(|word| has_word(LOOK, word))
}

fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => without_markup(text).0.trim().is_empty(),
        Value::Array(values) => values.iter().all(is_empty),
        Value::Object(map) => map.values().all(is_empty),
        _ => false,
    }
}

/// The values of nested maps, each with the keys that lead to it.
fn flatten(path: Vec<String>, value: Value, leaves: &mut Vec<(Vec<String>, Value)>) {
    match value {
        Value::Object(map) if path.len() < 4 => {
            for (key, value) in map {
                flatten(path.iter().cloned().chain([key]).collect(), value, leaves);
            }
        }
        value if is_empty(&value) => {}
        value => leaves.push((path, value)),
    }
}

fn name_of(path: &[String]) -> String {
    let name = slug::slugify(path.join("-")).replace('-', "_");
    let is_name = name.starts_with(|sign: char| sign.is_ascii_alphabetic());
    if has_word(TAKEN, &name) || !is_name { format!("old_{name}") } else { name }
}

/// The names of fields by the keys that lead to them. Two spellings of a key, such as `dose (mg)` and `dose mg`, are two fields.
fn names<T>(values: &[(T, Vec<String>, Value)]) -> BTreeMap<Vec<String>, String> {
    let mut names: BTreeMap<Vec<String>, String> = BTreeMap::new();
    let mut taken = BTreeSet::new();
    for path in values.iter().map(|(_, path, _)| path).collect::<BTreeSet<_>>() {
        let name = name_of(path);
        let numbered = (2..).map(|number| format!("{name}_{number}"));
        let free = std::iter::once(name.clone()).chain(numbered).find(|name| taken.insert(name.clone()));
        names.insert(path.clone(), free.unwrap_or(name));
    }
    names
}

/// The words above a value: its key, behind those of the groups that it stands in, such as `Child: dose`.
fn label(path: &[String]) -> String {
    /// Groups whose names say nothing of their values.
    const GROUPS: &str = "contact contacts details info information params";
    let is_group = |(place, key): &(usize, &String)| place + 1 < path.len() && has_word(GROUPS, &key.to_lowercase());
    let named = path.iter().enumerate().filter(|entry| !is_group(entry));
    let words: Vec<&str> = named.map(|(_, key)| key.as_str()).collect();
    titles::label(&words.join(": "))
}

/// The declarations of the fields of a section.
fn fields(values: &[(usize, Vec<String>, Value)], names: &BTreeMap<Vec<String>, String>) -> Map<String, Value> {
    let mut by_path: BTreeMap<&[String], Vec<&Value>> = BTreeMap::new();
    for (_, path, value) in values {
        by_path.entry(path).or_default().push(value);
    }
    let declared = by_path.into_iter().map(|(path, values)| {
        let is_list = values.iter().any(|value| value.is_array());
        let texts: Vec<String> = values.iter().flat_map(|value| texts(value)).collect();
        let is_url = |text: &String| url::Url::parse(text).is_ok_and(|url| url.scheme().starts_with("http"));
        let kind = if !texts.is_empty() && texts.iter().all(is_url) { "url" } else { "text" };
        let list = json!({"type": "list", "of": kind, "label": label(path)});
        (names[path].clone(), if is_list { list } else { json!({"type": kind, "label": label(path)}) })
    });
    declared.collect()
}

/// The texts of a value. A map is one, with the names of its values.
pub(crate) fn texts(value: &Value) -> Vec<String> {
    match value {
        Value::Array(values) => values.iter().flat_map(texts).collect(),
        Value::Object(map) => {
            let named = map.iter().filter(|(_, value)| !is_empty(value));
            let in_line = |value| texts(value).iter().map(|text| items_in_line(text)).collect::<Vec<_>>().join(", ");
            let named = named.map(|(key, value)| format!("{}: {}", titles::label(key), in_line(value)));
            vec![named.collect::<Vec<_>>().join("; ")]
        }
        value => text_of(value).map(|text| in_one_line(&without_markup(&text).0)).into_iter().collect(),
    }
}

/// Whether a text has paragraphs, a list or a heading, so that it is no line.
fn is_long(text: &str) -> bool {
    text.contains("\n\n") || text.contains('\n') && text.lines().any(|line| line.starts_with(['-', '*', '#']))
}

/// A short text, such as a postal address, in one line. Lines without a sign between them are parted.
fn in_one_line(text: &str) -> String {
    if is_long(text) {
        return text.to_owned();
    }
    joined(text.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned), ",")
}

/// A long text as Markdown that says the same: its lists stay, its headings are strong words, and all else is plain.
fn escaped_blocks(text: &str) -> String {
    let line = |line: &str| {
        let words = line.trim();
        match words.split_once(' ') {
            Some(("-" | "*", item)) => format!("- {}\n", html::escape(item)),
            Some((number, item)) if column_of_item(words).is_some() => format!("{number} {}\n", html::escape(item)),
            _ if words.starts_with('#') => format!("\n**{}**\n\n", html::escape(words.trim_matches(['#', ' ']))),
            _ => html::escape(words) + "\n",
        }
    };
    text.lines().map(line).collect::<String>().trim().to_owned()
}

/// The addresses that are not in the texts of a value.
fn addresses(value: &Value) -> Vec<String> {
    match value {
        Value::Array(values) => values.iter().flat_map(addresses).collect(),
        Value::Object(map) => map.values().flat_map(addresses).collect(),
        value => text_of(value).map(|text| without_markup(&text).1).unwrap_or_default(),
    }
}

/// A text without the signs of strong words, and with the words of its links alone; and the addresses of these. One sign, as in `2*5 mg`,
/// stays, as do the signs in a word, a number that a link calls, and what is no address, as in `[CI](0.5)`.
fn without_markup(text: &str) -> (String, Vec<String>) {
    if icons::is_class(text) {
        return (icons::sign_of(text).to_owned(), Vec::new());
    }
    if let Some(address) = address_of_frame(text) {
        return (address, Vec::new());
    }
    // The template of the old site read HTML in it. Signs such as `<` and `*` stay: they may be of a dose.
    let has_html = text.contains("</") || text.contains("<br") || has_entity(text);
    let is_closed = |line: &str| line.matches('<').count() == 2 * line.matches("</").count();
    let text = &match has_html {
        // The lines of a list stay.
        true if is_long(text) && text.lines().all(is_closed) => {
            text.lines().map(html::plain).collect::<Vec<_>>().join("\n")
        }
        true => html::plain(text),
        false => text.to_owned(),
    };
    let mut plain = text.to_owned();
    let mut signs: Vec<usize> = Vec::new();
    for (event, range) in Parser::new(text).into_offset_iter() {
        if event == Event::Start(Tag::Strong) && !is_in_word(text, &range) {
            signs.extend([range.start, range.end - 2]);
        }
    }
    signs.sort_unstable();
    signs.into_iter().rev().for_each(|at| plain.replace_range(at..at + 2, ""));
    let links = links::links(&plain);
    let words = links::rewrite(&plain, &links, &vec![NewTarget::Words; links.len()]);
    let number = |address: &str| Some(behind_link_scheme(address)?.to_owned()).filter(|call| !call.starts_with("//"));
    let target = |link: &links::Link| {
        let has_number = number(&link.address).is_none_or(|number| words.contains(&number));
        let is_taken = link.kind == LinkKind::Link && is_address(&link.address) && has_number;
        // In a word, its words would join those beside them: `400[1](#ref1) mg`.
        if is_taken && !is_in_word(&plain, &link.range) { NewTarget::Words } else { NewTarget::Same }
    };
    let targets: Vec<NewTarget> = links.iter().map(target).collect();
    let taken =
        links.iter().zip(&targets).filter(|(link, new)| **new != NewTarget::Same && number(&link.address).is_none());
    (links::rewrite(&plain, &links, &targets), taken.map(|(link, _)| link.address.clone()).collect())
}

/// The address of what a text embeds, if it has nothing else.
fn address_of_frame(text: &str) -> Option<String> {
    let (attributes, _) =
        text.trim().strip_prefix("<iframe ")?.split_once('>').filter(|_| html::plain(text).is_empty())?;
    let address = tags::named(&tags::arguments(attributes, &[' ', '\n', '\t']), &["src"])?.to_owned();
    address.starts_with("http").then_some(address)
}

/// Whether letters or digits stand right beside a range.
fn is_in_word(text: &str, range: &Range<usize>) -> bool {
    text[..range.start].ends_with(char::is_alphanumeric) || text[range.end..].starts_with(char::is_alphanumeric)
}

/// Whether what stands in brackets behind others is an address, and no unit such as `mg/kg`.
fn is_address(text: &str) -> bool {
    let path = text.split(['#', '?']).next().unwrap_or_default();
    ["/", "#", "./", "../"].iter().any(|start| text.starts_with(start))
        || [".html", ".md"].iter().any(|end| path.ends_with(end))
        || behind_link_scheme(text).is_some()
}

/// Whether a text has a sign by its name or number in HTML, such as `&amp;`.
fn has_entity(text: &str) -> bool {
    text.split('&').skip(1).any(|behind| {
        behind.split_once(';').is_some_and(|(name, _)| {
            !name.is_empty() && name.trim_start_matches('#').chars().all(|sign| sign.is_ascii_alphanumeric())
        })
    })
}

/// The maps of a list of maps.
fn rows(value: &Value) -> Option<Vec<&Map<String, Value>>> {
    value.as_array().filter(|values| !values.is_empty())?.iter().map(Value::as_object).collect()
}

/// A table of records with a column for each of their keys, below its title.
fn titled_table(title: &str, rows: Vec<&Map<String, Value>>) -> String {
    let mut columns: Vec<&String> = Vec::new();
    for (key, value) in rows.iter().flat_map(|row| row.iter()) {
        if !columns.contains(&key) && !is_empty(value) {
            columns.push(key);
        }
    }
    let cell = |text: String| html::escape(&items_in_line(&text)).replace('|', "\\|");
    let head = columns.iter().map(|column| cell(titles::label(column))).collect();
    let cells = |row: &Map<String, Value>| {
        let values = columns.iter().map(|column| row.get(*column).map(|value| cell(texts(value).join(", "))));
        values.map(Option::unwrap_or_default).collect()
    };
    let lines: Vec<Vec<String>> = std::iter::once(head).chain(rows.into_iter().map(cells)).collect();
    let rules = vec![table::rule(false, false); columns.len()];
    format!("## {}\n\n{}", html::escape(title), table::of_bars(&lines, &rules))
}

/// The record of a page that has no fields of its own, above its text: values of one line in a list, and others each below its label.
#[derive(Default)]
struct PageRecord {
    lines: String,
    texts: String,
}

impl PageRecord {
    fn add(&mut self, path: &[String], value: &Value) {
        let label = html::escape(&label(path));
        let texts = texts(value);
        if texts.iter().any(|text| is_long(text)) {
            let blocks: Vec<String> = texts.iter().map(|text| escaped_blocks(text)).collect();
            self.texts += &format!("**{label}:**\n\n{}\n\n", blocks.join("\n\n"));
            return;
        }
        let of_line = |text: &String| if text.starts_with("http") { format!("<{text}>") } else { html::escape(text) };
        self.lines += &format!("- **{label}:** {}\n", texts.iter().map(of_line).collect::<Vec<_>>().join(", "));
    }

    fn markdown(&self) -> String {
        let gap = if self.lines.is_empty() { "" } else { "\n" };
        [&self.lines, gap, &self.texts].concat()
    }
}

/// Notes that no section has declared, for a page whose record is written by itself.
pub(super) fn note(log: &mut ImportLog, sections: &BTreeMap<String, NewSection>) {
    for (name, section) in sections.iter().filter(|(_, section)| !section.fields.is_empty()) {
        let fields: Vec<String> = section.fields.keys().map(|field| format!("`{field}`")).collect();
        let what = format!(
            "section `{name}`: the fields {} come from the front matter of its pages: see whether all of them are for readers",
            fields.join(", ")
        );
        log.confirm("wellpress.yaml", what);
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{addresses, escaped_blocks, texts};

    #[test]
    fn signs_of_a_dose_stay_and_html_becomes_words() {
        for text in [
            "2*5 mg, then 3*10 mg",
            "> 65 years & frail",
            "1. May & 3. October",
            "dose < 5 mg",
            "2**3 and 4**5",
            "[CI](0.5), [CI](0.5 to 1.2), [call](tel:112)",
            "400[1](#ref1) mg, 5 mg[2](/refs/)",
            "10 [max](mg/kg), [5](n/a), [a](tel:112) or [b](tel:112)",
        ] {
            assert_eq!(texts(&json!(text)), [text]);
        }
        let expected = ["At most 5 mg, see a *b* e"];
        assert_eq!(texts(&json!("**At most** 5 mg, __see__ [a *b*](/c#d) [e](https://f.example)")), expected);
        assert_eq!(texts(&json!("[112](tel:112)")), ["112"]);
        assert_eq!(texts(&json!(["fas fa-tooth", "bi bi-check", "bi-weekly, 5 mg"])), ["", "✓", "bi-weekly, 5 mg"]);
        assert_eq!(texts(&json!("<iframe src=\"https://a.example/x\"></iframe>")), ["https://a.example/x"]);
        assert!(addresses(&json!("[112](tel:112), [5](n/a), [call](tel:113)")).is_empty());
        assert_eq!(
            addresses(&json!(["[WhatsApp](https://wa.me/44116123)", {"a": "[Book](book.html#a) <b>now</b>"}])),
            ["https://wa.me/44116123", "book.html#a"]
        );
        assert_eq!(texts(&json!("Mon&nbsp;to <b>Fri</b> &amp; Sun")), ["Mon to Fri & Sun"]);
        assert_eq!(texts(&json!("- 1&nbsp;mg\n- <b>2</b> mg")), ["- 1 mg\n- 2 mg"]);
        assert_eq!(escaped_blocks("1.  5 mg\n2. *a*\n\n* b"), "1. 5 mg\n2. \\*a\\*\n\n- b");
        assert_eq!(texts(&json!({"Dose": "- 1 mg\n- 2 mg"})), ["Dose: 1 mg; 2 mg"]);
    }
}

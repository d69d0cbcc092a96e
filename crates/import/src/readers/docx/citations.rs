//! Citations in the fields and content controls of Zotero, Mendeley and EndNote, and the marks that take their place. A citation
//! is JSON as citeproc takes it.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::Deserialize;
use serde_json::Value;

use super::endnote;
use super::library::{Library, Work};
use crate::text::html;

/// The program whose citation a field is, and the citation if it can be read, from the words behind `ADDIN` and the data of
/// the field.
pub(super) fn of_field(words: &str, data: &str) -> Option<(&'static str, Option<Value>)> {
    match words.split_whitespace().next()? {
        "ZOTERO_ITEM" => Some(("Zotero", from_json(words))),
        "CSL_CITATION" => Some(("Mendeley", from_json(words))),
        "EN.CITE" => Some(("EndNote", endnote::citation(words).or_else(|| endnote::citation(&decoded(data)?)))),
        _ => None,
    }
}

/// The citation in the tag of a content control of Mendeley.
pub(super) fn of_tag(data: &str) -> Option<Value> {
    from_json(&decoded(data)?)
}

fn decoded(data: &str) -> Option<String> {
    let data: String = data.split_whitespace().collect();
    String::from_utf8(STANDARD.decode(data).ok()?).ok()
}

/// The first value in a text. Zotero writes a random word behind it.
fn from_json(text: &str) -> Option<Value> {
    let json = text.get(text.find('{')?..)?;
    Value::deserialize(&mut serde_json::Deserializer::from_str(json)).ok()
}

/// The mark of a citation, such as `[see @alpha-2019, pp. 3-5; @beta-2020]`, or `@alpha-2019 [p. 3; @beta-2020]` if the authors
/// are words of the sentence. None if a work is missing.
pub(super) fn mark(citation: &Value, library: &mut Library) -> Option<String> {
    let items = citation.get("citationItems")?.as_array()?;
    let works: Vec<&Work> = items.iter().map(work).collect::<Option<_>>()?;
    let is_in_sentence = citation.pointer("/properties/mode").is_some_and(|mode| mode == "composite")
        || items.iter().any(|item| is_set(item, "composite"));
    let mut keys = works.into_iter().map(|work| library.key_of(work));
    let mut author = None;
    let mut inside = Vec::new();
    for item in items {
        let key = keys.next()?;
        let behind = behind_key(item);
        if is_in_sentence && author.is_none() {
            author = Some(format!("@{key}"));
            inside.push(behind.trim_start_matches([',', ' ']).to_owned());
        } else {
            let sign = if is_set(item, "suppress-author") { "-@" } else { "@" };
            inside.push(format!("{} {sign}{key}{behind}", words(item, "prefix")).trim_start().to_owned());
        }
    }
    let inside = inside.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("; ");
    match author {
        None => Some(format!("[{inside}]")).filter(|_| !inside.is_empty()),
        Some(author) if inside.is_empty() => Some(author),
        Some(author) => Some(format!("{author} [{inside}]")),
    }
}

/// The work of an item. One without title and authors is what remains of a broken link to a library.
fn work(item: &Value) -> Option<&Work> {
    let work = item.get("itemData")?.as_object()?;
    ["title", "author", "DOI", "URL"].iter().any(|name| work.contains_key(*name)).then_some(work)
}

fn is_set(item: &Value, name: &str) -> bool {
    item.get(name).is_some_and(|value| *value == true || *value == 1)
}

fn text(item: &Value, name: &str) -> String {
    match item.get(name) {
        Some(Value::String(text)) => text.split_whitespace().collect::<Vec<_>>().join(" "),
        Some(Value::Number(number)) => number.to_string(),
        _ => String::new(),
    }
}

/// Words beside a key. A semicolon would begin the next work.
fn words(item: &Value, name: &str) -> String {
    html::escape(&text(item, name).replace(';', ","))
}

/// The locator of an item and the words behind it.
fn behind_key(item: &Value) -> String {
    let suffix = words(item, "suffix");
    let locator = text(item, "locator");
    let blank = if suffix.starts_with(char::is_alphanumeric) { " " } else { "" };
    if locator.is_empty() {
        return format!("{blank}{suffix}");
    }
    let label = match text(item, "label").as_str() {
        "" | "page" if locator.contains(['-', '–', ',', '&']) => "pp.".to_owned(),
        "" | "page" => "p.".to_owned(),
        // The build knows the names of the others.
        label => label.replace("-locator", "").replace('-', " "),
    };
    // Braces say where a locator ends that is no plain number, or that has words behind it.
    if suffix.is_empty() && locator.chars().all(|character| character.is_ascii_digit() || "-–, ".contains(character))
    {
        return format!(", {label} {locator}");
    }
    format!(", {{{label} {}}}{blank}{suffix}", locator.replace(['{', '}', ';'], ""))
}

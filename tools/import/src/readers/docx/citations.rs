//! Citations in the fields and content controls of Zotero, Mendeley and EndNote, and the marks that take their place. A citation
//! is JSON as citeproc takes it.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use roxmltree::Node;
use serde::Deserialize;
use serde_json::{Value, json};

use wellpress_foundation::text::one_line;

use super::library::{Library, Work};
use crate::text::html;
use wellpress_docx::{attribute, child, elements, name, parse};

/// The program whose citation a field is, and the citation if it can be read, from the words behind `ADDIN` and the data of
/// the field.
pub(super) fn of_field(words: &str, data: &str) -> Option<(&'static str, Option<Value>)> {
    match words.split_whitespace().next()? {
        "ZOTERO_ITEM" => Some(("Zotero", from_json(words))),
        "CSL_CITATION" => Some(("Mendeley", from_json(words))),
        "EN.CITE" => Some(("EndNote", from_endnote(words).or_else(|| from_endnote(&decoded(data)?)))),
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
        Some(Value::String(text)) => one_line(text),
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

/// The citation in the XML of a field, as JSON of citeproc. None if it cannot be read.
fn from_endnote(xml: &str) -> Option<Value> {
    let end = xml.find("</EndNote>")? + "</EndNote>".len();
    let document = parse(xml.get(xml.find("<EndNote")?..end)?).ok()?;
    let cites = elements(document.root_element()).filter(|node| name(*node) == "Cite");
    let items: Vec<Value> = cites.map(endnote_item).collect::<Option<_>>()?;
    Some(json!({ "citationItems": items }))
}

fn endnote_item(cite: Node<'_, '_>) -> Option<Value> {
    let record = child(cite, "record")?;
    Some(json!({
        "itemData": endnote_work(record),
        "prefix": child(cite, "Prefix").map(words_below),
        "suffix": child(cite, "Suffix").map(words_below),
        "locator": child(cite, "Pages").map(words_below),
        "suppress-author": attribute(cite, "ExcludeAuth") == Some("1"),
        "composite": attribute(cite, "AuthorYear") == Some("1"),
    }))
}

fn endnote_work(record: Node<'_, '_>) -> Work {
    let kind = child(record, "ref-type").and_then(|kind| attribute(kind, "name")).map_or("article-journal", csl_type);
    let mut work = Work::new();
    work.insert("type".to_owned(), kind.into());
    for node in record.descendants() {
        let text = words_below(node);
        let variable = match name(node) {
            variable @ ("title" | "volume" | "edition" | "publisher" | "abstract") => variable,
            "secondary-title" | "full-title" if kind == "book" => "collection-title",
            "secondary-title" | "full-title" => "container-title",
            "number" => "issue",
            "pages" => "page",
            "pub-location" => "publisher-place",
            "isbn" if matches!(kind, "book" | "chapter") => "ISBN",
            "isbn" => "ISSN",
            "electronic-resource-num" => "DOI",
            // It can be that of another database.
            "accession-num" if text.bytes().all(|digit| digit.is_ascii_digit()) => "PMID",
            "url" if text.starts_with("http") => "URL",
            "year" => "issued",
            "authors" => "author",
            "secondary-authors" if kind == "chapter" => "editor",
            _ => continue,
        };
        let value = match variable {
            "author" | "editor" => elements(node).map(person).collect(),
            "issued" => json!({"raw": text}),
            _ => text.into(),
        };
        work.entry(variable).or_insert(value);
    }
    work
}

fn csl_type(theirs: &str) -> &'static str {
    match theirs {
        "Book" | "Edited Book" | "Electronic Book" => "book",
        "Book Section" | "Electronic Book Section" => "chapter",
        "Conference Proceedings" | "Conference Paper" => "paper-conference",
        "Thesis" => "thesis",
        "Report" | "Government Document" | "Standard" => "report",
        "Web Page" | "Online Database" | "Blog" => "webpage",
        "Newspaper Article" => "article-newspaper",
        "Generic" | "Unpublished Work" => "document",
        _ => "article-journal",
    }
}

/// A name has a comma behind the family name. Without one, or with nothing behind it, it is that of an organisation.
fn person(node: Node<'_, '_>) -> Value {
    let name = words_below(node);
    match name.split_once(',').map(|(family, given)| (family.trim(), given.trim())) {
        Some((family, given)) if !given.is_empty() => json!({"family": family, "given": given}),
        _ => json!({"literal": name.trim_end_matches(',').trim()}),
    }
}

/// The words below a node: EndNote puts each piece of one format into an element. The limit keeps a record of elements in elements
/// from taking the square of its size.
fn words_below(node: Node<'_, '_>) -> String {
    let pieces = node.descendants().take(1000).filter(Node::is_text).filter_map(|piece| piece.text());
    one_line(&pieces.collect::<String>())
}

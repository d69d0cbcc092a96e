//! Citations of EndNote: XML with a whole record of the library for each cited work.

use roxmltree::Node;
use serde_json::{Value, json};

use super::library::Work;
use super::package::{attribute, child, elements, name, parse};

/// The citation in the XML of a field, as JSON of citeproc. None if it cannot be read.
pub(super) fn citation(xml: &str) -> Option<Value> {
    let end = xml.find("</EndNote>")? + "</EndNote>".len();
    let document = parse(xml.get(xml.find("<EndNote")?..end)?).ok()?;
    let cites = elements(document.root_element()).filter(|node| name(*node) == "Cite");
    let items: Vec<Value> = cites.map(item).collect::<Option<_>>()?;
    Some(json!({ "citationItems": items }))
}

fn item(cite: Node<'_, '_>) -> Option<Value> {
    let record = child(cite, "record")?;
    Some(json!({
        "itemData": work(record),
        "prefix": child(cite, "Prefix").map(text),
        "suffix": child(cite, "Suffix").map(text),
        "locator": child(cite, "Pages").map(text),
        "suppress-author": attribute(cite, "ExcludeAuth") == Some("1"),
        "composite": attribute(cite, "AuthorYear") == Some("1"),
    }))
}

fn work(record: Node<'_, '_>) -> Work {
    let kind = child(record, "ref-type").and_then(|kind| attribute(kind, "name")).map_or("article-journal", csl_type);
    let mut work = Work::new();
    work.insert("type".to_owned(), kind.into());
    for node in record.descendants() {
        let text = text(node);
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
    let name = text(node);
    match name.split_once(',').map(|(family, given)| (family.trim(), given.trim())) {
        Some((family, given)) if !given.is_empty() => json!({"family": family, "given": given}),
        _ => json!({"literal": name.trim_end_matches(',').trim()}),
    }
}

/// The words below a node: EndNote puts each piece of one format into an element. The limit keeps a record of elements in elements
/// from taking the square of its size.
fn text(node: Node<'_, '_>) -> String {
    let pieces = node.descendants().take(1000).filter(Node::is_text).filter_map(|piece| piece.text());
    pieces.collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
}

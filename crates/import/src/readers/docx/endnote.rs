//! Citations of EndNote: XML with a whole record of the library for each cited work.

use roxmltree::Node;
use serde_json::{Value, json};

use super::library::Work;
use super::package::{attribute, child, elements, name, parse};

/// Fields of a record that are one text, as paths, and their variables.
const TEXTS: [(&[&str], &str); 12] = [
    (&["titles", "title"], "title"),
    (&["volume"], "volume"),
    (&["number"], "issue"),
    (&["pages"], "page"),
    (&["edition"], "edition"),
    (&["publisher"], "publisher"),
    (&["pub-location"], "publisher-place"),
    (&["abstract"], "abstract"),
    (&["electronic-resource-num"], "DOI"),
    (&["accession-num"], "PMID"),
    (&["dates", "year"], "issued"),
    (&["urls", "related-urls", "url"], "URL"),
];

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
    let mut work = Work::new();
    let kind = child(record, "ref-type").and_then(|kind| attribute(kind, "name")).map_or("article-journal", csl_type);
    work.insert("type".to_owned(), kind.into());
    let book = matches!(kind, "book" | "chapter");
    let container = if kind == "book" { "collection-title" } else { "container-title" };
    let further: [(&[&str], &str); 3] = [
        (&["periodical", "full-title"], container),
        (&["titles", "secondary-title"], container),
        (&["isbn"], if book { "ISBN" } else { "ISSN" }),
    ];
    for (path, variable) in TEXTS.into_iter().chain(further) {
        if let Some(text) = below(record, path).map(text).filter(|text| !text.is_empty()) {
            work.insert(variable.to_owned(), text.into());
        }
    }
    // The accession number is that of whichever database the record comes from.
    if !work.get("PMID").and_then(Value::as_str).is_some_and(|id| id.bytes().all(|digit| digit.is_ascii_digit())) {
        work.remove("PMID");
    }
    if let Some(year) = work.get("issued").and_then(Value::as_str) {
        let date =
            year.parse::<u16>().map_or_else(|_| json!({"literal": year}), |year| json!({"date-parts": [[year]]}));
        work.insert("issued".to_owned(), date);
    }
    // Those of an article are the editors of the series.
    let editors = if kind == "chapter" { "secondary-authors" } else { "" };
    for (field, variable) in [("authors", "author"), (editors, "editor")] {
        if let Some(names) = below(record, &["contributors", field]) {
            work.insert(variable.to_owned(), elements(names).map(person).collect());
        }
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

fn below<'a, 'i>(node: Node<'a, 'i>, path: &[&str]) -> Option<Node<'a, 'i>> {
    path.iter().try_fold(node, |node, name| child(node, name))
}

/// A name has a comma behind the family name. Without one, or with nothing behind it, it is that of an organisation.
fn person(node: Node<'_, '_>) -> Value {
    let name = text(node);
    match name.split_once(',').map(|(family, given)| (family.trim(), given.trim())) {
        Some((family, given)) if !given.is_empty() => json!({"family": family, "given": given}),
        _ => json!({"literal": name.trim_end_matches(',').trim()}),
    }
}

/// The words below a node: EndNote puts each piece of one format into an element.
fn text(node: Node<'_, '_>) -> String {
    let pieces = node.descendants().filter(Node::is_text).filter_map(|piece| piece.text());
    pieces.collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
}

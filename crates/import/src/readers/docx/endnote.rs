//! Citations of EndNote: XML with a whole record of the library for each cited work.

use roxmltree::Node;
use serde_json::{Value, json};

use super::citations::{Citation, Cite};
use super::library::Work;
use super::package::{attribute, child, elements, name, parse};

/// The types of EndNote that are not articles of a journal.
const TYPES: [(&str, &str); 20] = [
    ("Book", "book"),
    ("Edited Book", "book"),
    ("Electronic Book", "book"),
    ("Book Section", "chapter"),
    ("Electronic Book Section", "chapter"),
    ("Conference Proceedings", "paper-conference"),
    ("Conference Paper", "paper-conference"),
    ("Thesis", "thesis"),
    ("Report", "report"),
    ("Government Document", "report"),
    ("Standard", "standard"),
    ("Web Page", "webpage"),
    ("Online Database", "webpage"),
    ("Blog", "post-weblog"),
    ("Newspaper Article", "article-newspaper"),
    ("Magazine Article", "article-magazine"),
    ("Dataset", "dataset"),
    ("Patent", "patent"),
    ("Unpublished Work", "manuscript"),
    ("Generic", "document"),
];
/// Fields of a record that are one text, and their variables.
const TEXTS: [(&str, &str); 9] = [
    ("volume", "volume"),
    ("number", "issue"),
    ("pages", "page"),
    ("edition", "edition"),
    ("publisher", "publisher"),
    ("pub-location", "publisher-place"),
    ("abstract", "abstract"),
    ("electronic-resource-num", "DOI"),
    ("accession-num", "PMID"),
];

/// The citation in the XML of a field. None if it cannot be read.
pub(super) fn citation(xml: &str) -> Option<Citation> {
    let end = xml.find("</EndNote>")? + "</EndNote>".len();
    let document = parse(xml.get(xml.find("<EndNote")?..end)?).ok()?;
    let nodes = || elements(document.root_element()).filter(|node| name(*node) == "Cite");
    let cites: Vec<Cite> = nodes().map(cite).collect::<Option<_>>()?;
    let is_in_sentence = nodes().any(|node| attribute(node, "AuthorYear") == Some("1"));
    (!cites.is_empty()).then_some(Citation { is_in_sentence, cites })
}

fn cite(node: Node<'_, '_>) -> Option<Cite> {
    let record = child(node, "record")?;
    let own = |wanted| child(node, wanted).map(text).unwrap_or_default();
    let key = child(record, "foreign-keys").and_then(|keys| child(keys, "key"));
    let address = key.and_then(|key| Some(format!("endnote:{}/{}", attribute(key, "db-id")?, text(key))));
    Some(Cite {
        work: work(record)?,
        addresses: address.into_iter().collect(),
        prefix: own("Prefix"),
        suffix: own("Suffix"),
        locator: own("Pages"),
        label: "page".to_owned(),
        is_author_suppressed: attribute(node, "ExcludeAuth") == Some("1"),
    })
}

fn work(record: Node<'_, '_>) -> Option<Work> {
    let below = |outer, inner| child(record, outer).and_then(|found| child(found, inner));
    let mut work = Work::new();
    let mut add = |variable: &str, value: String| {
        if !value.is_empty() {
            work.insert(variable.to_owned(), value.into());
        }
    };
    let kind = child(record, "ref-type").and_then(|kind| attribute(kind, "name")).unwrap_or_default();
    let kind = TYPES.iter().find(|(theirs, _)| *theirs == kind).map_or("article-journal", |(_, csl)| csl);
    add("type", kind.to_owned());
    add("title", below("titles", "title").map(text)?);
    let container = below("titles", "secondary-title").or_else(|| below("periodical", "full-title"));
    let variable = if kind == "book" { "collection-title" } else { "container-title" };
    add(variable, container.map(text).unwrap_or_default());
    for (field, variable) in TEXTS {
        add(variable, child(record, field).map(text).unwrap_or_default());
    }
    add("URL", below("urls", "related-urls").and_then(|urls| child(urls, "url")).map(text).unwrap_or_default());
    let number_name = if kind == "book" || kind == "chapter" { "ISBN" } else { "ISSN" };
    let number = child(record, "isbn").map(text).unwrap_or_default();
    add(number_name, number.split_whitespace().next().unwrap_or_default().to_owned());
    // The accession number is that of whichever database the record comes from.
    if !work.get("PMID").and_then(Value::as_str).is_some_and(|id| id.bytes().all(|digit| digit.is_ascii_digit())) {
        work.remove("PMID");
    }
    let editors = if kind == "chapter" { "secondary-authors" } else { "" };
    for (field, variable) in [("authors", "author"), (editors, "editor")] {
        let names: Vec<Value> = below("contributors", field).into_iter().flat_map(elements).map(person).collect();
        if !names.is_empty() {
            work.insert(variable.to_owned(), names.into());
        }
    }
    if let Some(year) = below("dates", "year").map(text).filter(|year| !year.is_empty()) {
        let issued =
            year.parse::<u16>().map_or_else(|_| json!({"literal": year}), |year| json!({"date-parts": [[year]]}));
        work.insert("issued".to_owned(), issued);
    }
    Some(work)
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

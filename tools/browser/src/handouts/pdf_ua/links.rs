//! Links lead to the web, say in words where they lead, and are tagged as links (ISO 14289-1, 7.18.5).

use std::collections::BTreeMap;

use lopdf::{Document, Object, ObjectId, decode_text_string, text_string};

use super::content::PageContent;
use super::tree::{Element, Kid};

/// A link with a role of its own, such as that to a source, is a group in Chromium's words.
pub(super) fn retag(element: &mut Element) {
    if element.kind == "NonStruct" && element.kids.iter().any(|kid| object_of(kid).is_some()) {
        "Link".clone_into(&mut element.kind);
    }
    for child in element.elements_mut() {
        retag(child);
    }
}

/// Writes addresses and descriptions. `origins` are the address at which the browser saw the site, and that of the site on the web.
pub(super) fn describe(
    document: &mut Document,
    element: &mut Element,
    pages: &BTreeMap<ObjectId, PageContent>,
    origins: (&str, &str),
) -> Result<(), lopdf::Error> {
    let objects: Vec<ObjectId> = element.kids.iter().filter_map(object_of).collect();
    for id in objects {
        let address = lead_to_web(document, id, origins)?;
        let mut words = String::new();
        collect_words(element, pages, &mut words, &mut None);
        let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
        let annotation = document.get_dictionary_mut(id)?;
        if !annotation.has(b"Contents") {
            annotation.set("Contents", text_string(if words.is_empty() { &address } else { &words }));
        }
    }
    for child in element.elements_mut() {
        describe(document, child, pages, origins)?;
    }
    Ok(())
}

fn object_of(kid: &Kid) -> Option<ObjectId> {
    let Kid::Object(reference) = kid else { return None };
    reference.get(b"Obj").and_then(Object::as_reference).ok()
}

/// Replaces the address at which the browser saw the site by that at which readers do, and gives the whole address.
fn lead_to_web(document: &mut Document, id: ObjectId, (from, to): (&str, &str)) -> Result<String, lopdf::Error> {
    let mut action_id = id;
    let action = document.get_dictionary(id)?.get(b"A").cloned();
    if let Ok(Object::Reference(other)) = action {
        action_id = other;
    }
    let holder = document.get_dictionary_mut(action_id)?;
    let action = if action_id == id { holder.get_mut(b"A").and_then(Object::as_dict_mut) } else { Ok(holder) };
    let Ok(action) = action else { return Ok(String::new()) };
    let Ok(address) = action.get(b"URI").and_then(Object::as_str) else { return Ok(String::new()) };
    let address = String::from_utf8_lossy(address).into_owned();
    let Some(path) = address.strip_prefix(from) else { return Ok(address) };
    let address = format!("{to}{path}");
    action.set("URI", Object::string_literal(address.as_str()));
    Ok(address)
}

/// The words of an element, with the text alternatives of its pictures.
fn collect_words(
    element: &Element,
    pages: &BTreeMap<ObjectId, PageContent>,
    words: &mut String,
    last_page: &mut Option<ObjectId>,
) {
    if let Some(Ok(alternative)) = element.alternative().map(decode_text_string) {
        words.push_str(&alternative);
        return;
    }
    for kid in &element.kids {
        match kid {
            Kid::Element(element) => collect_words(element, pages, words, last_page),
            Kid::Content(content) => {
                // The last line of one page has no space before the first of the next.
                if last_page.replace(content.page).is_some_and(|last| last != content.page) {
                    words.push(' ');
                }
                words.push_str(pages.get(&content.page).map_or("", |page| page.words_of(content.number)));
            }
            Kid::Object(_) => {}
        }
    }
}

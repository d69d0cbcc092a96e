//! Lists have items, and items have a label and a body (ISO 32000-1, 14.8.4.3.3).

use super::tree::{Element, Kid};

pub(super) fn mend(element: &mut Element) {
    if element.kind == "L" {
        element.kids = std::mem::take(&mut element.kids).into_iter().flat_map(items).collect();
    }
    if element.kind == "LI" {
        let kids = std::mem::take(&mut element.kids);
        let is_part = |kid: &Kid| matches!(kid, Kid::Element(part) if matches!(part.kind.as_str(), "Lbl" | "LBody"));
        let (parts, others): (Vec<Kid>, Vec<Kid>) = kids.into_iter().partition(is_part);
        element.kids = parts;
        if !others.is_empty() {
            element.kids.push(Kid::Element(Element::new("LBody", others)));
        }
    }
    for child in element.elements_mut() {
        mend(child);
    }
}

/// The items that a part of a list is. Chromium calls an item with a role of its own a group.
fn items(kid: Kid) -> Vec<Kid> {
    match kid {
        Kid::Element(mut element) => match element.kind.as_str() {
            "LI" | "Caption" | "L" => vec![Kid::Element(element)],
            "NonStruct" | "Div" if element.elements().any(|inner| inner.kind == "LI") => {
                element.kids.into_iter().flat_map(items).collect()
            }
            "NonStruct" | "Div" => {
                "LI".clone_into(&mut element.kind);
                vec![Kid::Element(element)]
            }
            _ => vec![Kid::Element(Element::new("LI", vec![Kid::Element(element)]))],
        },
        Kid::Content(_) | Kid::Object(_) => vec![Kid::Element(Element::new("LI", vec![kid]))],
    }
}

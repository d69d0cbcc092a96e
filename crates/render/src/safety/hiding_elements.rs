//! [`hidden_places`]: the notices and steps of HTML, each with the elements around it that hide what is inside them.
//!
//! Input: the HTML of a page or of a part of it. Output: elements that hide by what they are or by their attributes. What style
//! sheets hide is left to `wellpress theme check`.

use std::collections::BTreeMap;

use cssparser::{Parser, Token};

use super::STEP_CLASSES;
use super::html_reader::{Event, OpenElement, read};

/// An element that hides what is inside it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct HidingElement {
    /// The byte at which it starts.
    start: usize,
    /// Its start tag with what makes it hide, for messages.
    pub start_tag: String,
}

/// Notices and steps by the byte at which they start, each with the elements that hide it, from the outside in.
#[derive(Debug, Default)]
pub(super) struct HiddenPlaces {
    pub notices: BTreeMap<usize, Vec<HidingElement>>,
    steps: BTreeMap<usize, Vec<HidingElement>>,
}

impl HiddenPlaces {
    /// The first of the elements that hide a notice and not the steps next to it. Whoever opens an expander to read the steps sees
    /// the cautions in it, too.
    pub fn without_steps<'e>(&self, notice: usize, hiding: &'e [HidingElement]) -> Option<&'e HidingElement> {
        let next = self.steps.range(notice..).next();
        let last = self.steps.range(..notice).next_back();
        let beside: Vec<&HidingElement> = next.into_iter().chain(last).flat_map(|(_, hiding)| hiding).collect();
        hiding.iter().find(|element| !beside.contains(element))
    }
}

/// Reads HTML.
pub(super) fn hidden_places(html: &[u8]) -> HiddenPlaces {
    let mut places = HiddenPlaces::default();
    let mut hiding: Vec<HidingElement> = Vec::new();
    read(html, |event, open| {
        let Some(element) = open.last() else { return };
        match event {
            Event::Start => {
                if element.attribute("data-safety").is_some() {
                    places.notices.insert(element.start, hiding.clone());
                }
                if element.classes().any(|class| STEP_CLASSES.contains(&class)) {
                    places.steps.insert(element.start, hiding.clone());
                }
                if let Some(start_tag) = hides(element) {
                    hiding.push(HidingElement { start: element.start, start_tag });
                }
            }
            Event::End if hiding.last().is_some_and(|last| last.start == element.start) => drop(hiding.pop()),
            Event::End | Event::Text(_) => {}
        }
    });
    places
}

/// Elements whose content browsers do not show as a part of the page, or not to all readers.
const HIDING_NAMES: [&str; 20] = [
    "audio", "button", "canvas", "datalist", "del", "head", "iframe", "math", "meter", "noembed", "noframes",
    "noscript", "object", "option", "progress", "s", "select", "svg", "template", "video",
];

/// Elements that hide their content unless they have the attribute `open`. A second one with the same `name` would close the first,
/// so one with a name counts as closed.
const CLOSED_NAMES: [&str; 2] = ["details", "dialog"];

/// Attributes that hide, whatever their value is.
const HIDING_ATTRIBUTES: [&str; 3] = ["hidden", "inert", "popover"];

/// The start tag of an element that hides what is inside it, with what makes it hide.
fn hides(element: &OpenElement) -> Option<String> {
    let name = element.name.as_str();
    let is_closed = element.attribute("open").is_none() || element.attribute("name").is_some();
    if HIDING_NAMES.contains(&name) || (CLOSED_NAMES.contains(&name) && is_closed) {
        return Some(format!("<{name}>"));
    }
    if let Some(attribute) = HIDING_ATTRIBUTES.iter().find(|attribute| element.attribute(attribute).is_some()) {
        return Some(format!("<{name} {attribute}>"));
    }
    if element.attribute("aria-hidden").is_some_and(|value| !value.eq_ignore_ascii_case("false")) {
        return Some(format!("<{name} aria-hidden=\"true\">"));
    }
    let declaration = element.attribute("style").and_then(hiding_declaration)?;
    Some(format!("<{name} style=\"{declaration}\">"))
}

/// The first declaration of a `style` attribute that may hide something: one of a property with which elements are hidden. Values are not
/// compared: `opacity: 1` around a notice can be left out, and `opacity: calc(..)` cannot be told.
fn hiding_declaration(style: &str) -> Option<String> {
    let mut parser = Parser::new(style);
    let mut is_start = true;
    loop {
        parser.skip_whitespace();
        let start = parser.position();
        match parser.next() {
            Err(_) => return None,
            Ok(Token::Semicolon) => is_start = true,
            Ok(Token::Ident(property)) if is_start => {
                let property = property.to_ascii_lowercase();
                is_start = false;
                let is_custom = property.starts_with("--");
                if is_custom || HIDING_PROPERTIES.contains(&&*property) {
                    while !matches!(parser.next(), Err(_) | Ok(Token::Semicolon)) {}
                    let written = parser.slice_from(start).trim_end_matches(';').trim();
                    return Some(written.split_whitespace().collect::<Vec<_>>().join(" "));
                }
            }
            Ok(_) => is_start = false,
        }
    }
}

/// Properties that a template has no reason to set around a notice, and with which it can hide one.
const HIDING_PROPERTIES: [&str; 46] = [
    "all",
    "animation",
    "animation-name",
    "background",
    "background-color",
    "block-size",
    "bottom",
    "clip",
    "clip-path",
    "color",
    "content-visibility",
    "display",
    "filter",
    "font",
    "font-size",
    "height",
    "inline-size",
    "inset",
    "inset-block",
    "inset-inline",
    "left",
    "letter-spacing",
    "line-height",
    "margin",
    "margin-left",
    "margin-top",
    "mask",
    "mask-image",
    "max-block-size",
    "max-height",
    "max-inline-size",
    "max-width",
    "mix-blend-mode",
    "opacity",
    "order",
    "overflow",
    "position",
    "right",
    "rotate",
    "scale",
    "text-indent",
    "top",
    "transform",
    "translate",
    "visibility",
    "zoom",
];

#[cfg(test)]
mod tests {
    use super::*;

    fn hiding(html: &str) -> Vec<String> {
        let notice = "<div data-safety=\"caution\"></div>";
        let html = html.replace('!', notice);
        let places = hidden_places(html.as_bytes());
        places.notices.into_values().flatten().map(|element| element.start_tag).collect()
    }

    #[test]
    fn what_hides_and_what_does_not() {
        for (html, expected) in [
            ("<div hidden>!</div>", "<div hidden>"),
            ("<details><summary>a</summary>!</details>", "<details>"),
            ("<details open name=\"a\">!</details>", "<details>"),
            ("<p style=\"color:red;d\\69splay: none\">!", "<p style=\"color:red\">"),
            ("<p style=\"margin-block: 1em; d\\69splay:  none\">!", "<p style=\"d\\69splay: none\">"),
            ("<p style=\"--a: b\">!", "<p style=\"--a: b\">"),
            ("<i aria-hidden>!</i>", "<i aria-hidden=\"true\">"),
        ] {
            assert_eq!(hiding(html).first().map(String::as_str), Some(expected), "{html}");
        }
        for html in [
            "<div>!</div>",
            "<details open>!</details>",
            "<div hidden></div>!",
            "<p style=\"margin-block: 1em\">!",
            "<i aria-hidden=false>!",
        ] {
            assert_eq!(hiding(html), [""; 0], "{html}");
        }
    }
}

//! The notices that scripts of the theme `well` copy to other places of a page after a click: into practice mode, and onto the card of
//! an exercise.
//!
//! Input: a finished page. Output: the page as it is after the click, with the copies, so that style sheets can be matched against
//! them. [`PLACES`] is what `practice.js` and `cards.js` do, as data. Whoever changes these scripts changes it too.

use std::collections::HashSet;

use ego_tree::NodeId;
use memchr::memmem;
use scraper::node::Element;
use scraper::{ElementRef, Html, Node, Selector};

use super::notices::NoticeKind;
use super::{NoticeElement, ShownNotice};

/// A place into which a script copies notices and steps.
#[derive(Debug)]
pub(super) struct Place {
    /// Words for messages, such as "in practice mode".
    pub words: &'static str,
    /// A class that every page with the place has in its HTML: that of the host.
    class: &'static str,
    /// The element that takes the copies.
    host: &'static str,
    /// The host with the elements around it, as the theme `well` writes them.
    alone: &'static str,
    /// An element around the host that the script changes, with the attribute and what it appends to the attribute's value.
    opened: (&'static str, &'static str, &'static str),
    /// The start tags that the script writes around the copies, and the steps behind these with the end tags.
    around: [&'static str; 2],
    /// The notices of the page that it copies, besides those of pages that it fetches.
    copied: Option<&'static str>,
}

/// All such places.
static PLACES: [Place; 2] = [
    Place {
        words: "in practice mode",
        class: "practice-stage",
        host: "dialog.practice .practice-stage",
        alone: "<dialog class=\"practice\"><div class=\"practice-stage\"></div></dialog>",
        opened: ("dialog.practice", "open", ""),
        around: [
            "<h2>Title</h2>",
            "<div class=\"practice-step\"><p class=\"practice-number\">1</p><div>Step</div></div><dl class=\"dose\"></dl>",
        ],
        copied: Some("main :is(.not-reviewed, .disclaimer, .cautions, .stop-if, .care)"),
    },
    Place {
        words: "on the opened card of an exercise",
        class: "card-text",
        host: ".related .plate-card[data-kind=exercise] .card-text",
        alone: "<section class=\"related\"><ul class=\"cards plate-cards\"><li class=\"card plate-card\" data-kind=\"exercise\">\
                <div class=\"card-text\"></div></li></ul></section>",
        opened: (".plate-card", "class", " opened"),
        around: [
            "<button type=\"button\" class=\"open-steps\" aria-expanded=\"true\">Close</button><div class=\"card-steps exercise-text\">",
            "<ol class=\"steps\"><li>Step</li></ol></div>",
        ],
        copied: None,
    },
];

/// Notices as the build writes them. Those of a handout or of another page are not at hand.
const NOTICES: &str = "<p class=\"not-reviewed\">Words</p><p class=\"not-reviewed\" data-review=\"changed\">Words</p>\
    <aside role=\"note\" class=\"disclaimer\" data-disclaimer=\"any\"><p>Words</p></aside>\
    <div class=\"cautions\" role=\"group\" aria-label=\"Cautions\">\
    <p class=\"caution\" data-caution=\"any\" data-severity=\"avoid\"><strong class=\"caution-label\">Label</strong> Words</p>\
    <p class=\"caution\" data-caution=\"any\" data-severity=\"ask\" data-applies><strong class=\"caution-label\">Label</strong> Words \
    <span class=\"caution-exercises\">Names</span> <span class=\"caution-applies\">Words</span></p>\
    <p class=\"caution\" data-caution=\"any\" data-severity=\"modify\"><strong class=\"caution-label\">Label</strong> Words</p></div>\
    <div class=\"stop-if\"><p class=\"stop-if-label\">Label</p><ul><li>Words</li></ul></div>\
    <aside role=\"note\" class=\"care\" data-care=\"urgent\"><p class=\"care-title\"><span class=\"care-level\">Label</span> \
    <span class=\"care-name\">Words</span></p><p>Words</p></aside>";

/// Elements that authors may write in a notice.
const INSIDE_NOTICES: &str = "<div class=\"care\"><p>Words <a href=\"#\">a</a> <em>b</em> <strong>c</strong> <span lang=\"de\" dir=\"ltr\">d</span> \
    <b>e</b> <i>f</i> <abbr title=\"g\">g</abbr> <sub>h</sub> <sup>i</sup></p><ul><li><p>Words</p></li></ul><ol><li>Words</li></ol></div>";

/// A page as it is after a click, and the elements that were copied, each with its place.
pub(super) struct OpenedPage {
    pub document: Html,
    copies: Vec<(&'static Place, NodeId)>,
}

/// An element that may be the host of a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Host {
    /// A hash of it and of the elements around it.
    pub shape: u64,
    /// Whether notices of its own page are copied there.
    pub takes_notices: bool,
}

impl Place {
    /// The place whose host may have this class.
    pub fn of_class(class: &str) -> Option<&'static Self> {
        PLACES.iter().find(|place| place.class == class)
    }

    /// Whether notices of its own page are copied there.
    pub fn takes_notices(&self) -> bool {
        self.copied.is_some()
    }
}

/// Whether a page has such a place.
pub(super) fn has_place(html: &[u8]) -> bool {
    PLACES.iter().any(|place| memmem::find(html, place.class.as_bytes()).is_some())
}

/// Whether a page may have cards of exercises that a script opens.
pub(super) fn has_cards(html: &[u8]) -> bool {
    // The first one hands words to the script.
    ["data-open=", "plate-card", "data-kind=\"exercise\""]
        .iter()
        .all(|part| memmem::find(html, part.as_bytes()).is_some())
}

/// The places alone, with notices, for rules that can match none of them on any page.
pub(super) fn places_alone() -> Html {
    OpenedPage::with_notices(
        &PLACES.each_ref().map(|place| place.alone).concat(),
        &format!("{NOTICES}{INSIDE_NOTICES}"),
    )
    .document
}

impl OpenedPage {
    pub fn of(html: &[u8]) -> Self {
        Self::with_notices(&String::from_utf8_lossy(html), NOTICES)
    }

    /// Opens each place of a page. `notices` are those of other pages.
    fn with_notices(html: &str, notices: &str) -> Self {
        let mut page = Self { document: Html::parse_document(html), copies: Vec::new() };
        for place in &PLACES {
            for host in elements(&page.document, place.host) {
                page.open(place, host, notices);
            }
        }
        page
    }

    /// Does with one host what the script does.
    fn open(&mut self, place: &'static Place, host: NodeId, notices: &str) {
        let copied = place.copied.map(|selector| elements(&self.document, selector)).unwrap_or_default();
        let copied: String =
            copied.into_iter().filter_map(|id| Some(ElementRef::wrap(self.document.tree.get(id)?)?.html())).collect();
        let [before, after] = place.around;
        let copies = Html::parse_fragment(&format!("{before}{notices}{copied}{after}"));
        let root = self.document.tree.extend_tree(copies.tree).first_child().map(|html| html.id());
        let (Some(root), Some(mut host_node)) = (root, self.document.tree.get_mut(host)) else { return };
        let last_before = host_node.last_child().map(|last| last.id());
        host_node.reparent_from_id_append(root);
        let (class, attribute, value) = place.opened;
        let around = self.document.tree.get(host).and_then(|host| find_around(&host, class));
        if let Some(id) = around {
            self.add_attribute(id, attribute, value);
        }
        let Some(host) = self.document.tree.get(host) else { return };
        let new = host.children().skip_while(|child| last_before.is_some_and(|last| child.id() != last));
        let new = new.skip(usize::from(last_before.is_some()));
        let boxed = new.flat_map(|child| match child.value().as_element() {
            Some(element) if element.classes().any(|class| class == "card-steps") => child.children().collect(),
            _ => vec![child],
        });
        self.copies.extend(boxed.map(|child| (place, child.id())));
    }

    /// Appends to the value of an attribute, which is empty if the element does not have it.
    fn add_attribute(&mut self, id: NodeId, attribute: &str, value: &str) {
        let named = Html::parse_fragment(&format!("<i {attribute}></i>"));
        let name =
            named.root_element().child_elements().next().and_then(|element| element.value().attrs.first().cloned());
        let (Some(name), Some(mut node)) = (name, self.document.tree.get_mut(id)) else { return };
        let Node::Element(element) = node.value() else { return };
        // A new one, because an element keeps its classes as they were first read.
        let mut opened = Element::new(element.name.clone(), Vec::new());
        opened.attrs = std::mem::take(&mut element.attrs);
        match opened.attrs.iter_mut().find(|(known, _)| *known == name.0) {
            Some((_, known_value)) => known_value.push_slice(value),
            None => opened.attrs.push((name.0, value.into())),
        }
        *node.value() = Node::Element(opened);
    }

    /// The notices among the copies, each with the words of its place. The steps are in the element with the copies.
    pub fn notices<'a>(&'a self) -> impl Iterator<Item = (&'static str, ShownNotice<'a>)> {
        let copies = self.copies.iter().filter_map(|(place, id)| Some((place.words, self.document.tree.get(*id)?)));
        copies.flat_map(|(words, copy)| {
            let around: HashSet<NodeId> = copy.ancestors().map(|element| element.id()).collect();
            let inside = copy.descendants().filter_map(ElementRef::wrap);
            let notice_of = move |notice: ElementRef<'a>| {
                let kind = notice.value().classes().find_map(NoticeKind::of_class)?;
                let elements = notice.ancestors().filter_map(ElementRef::wrap).chain(super::elements_inside(notice));
                let elements = elements
                    .map(|element| NoticeElement {
                        element,
                        is_around_steps: around.contains(&element.id()),
                        has_any_values: true,
                    })
                    .collect();
                Some((words, ShownNotice { kind, elements }))
            };
            inside.filter_map(notice_of)
        })
    }
}

/// The elements that a selector of [`PLACES`] matches. Notices inside of others of them are left out.
fn elements(document: &Html, selector: &str) -> Vec<NodeId> {
    let selector = Selector::parse(selector).expect("the selectors of places can be read");
    let is_inside = |element: &ElementRef<'_>| {
        element.ancestors().filter_map(ElementRef::wrap).any(|around| selector.matches(&around))
    };
    document.select(&selector).filter(|element| !is_inside(element)).map(|element| element.id()).collect()
}

/// The nearest element around a node that a selector matches.
fn find_around(node: &ego_tree::NodeRef<'_, Node>, selector: &str) -> Option<NodeId> {
    let selector = Selector::parse(selector).expect("the selectors of places can be read");
    let mut around = node.ancestors().filter_map(ElementRef::wrap);
    around.find(|element| selector.matches(element)).map(|element| element.id())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_place_alone_can_be_opened() {
        for place in &PLACES {
            let page = OpenedPage::of(place.alone.as_bytes());
            let words: Vec<&str> = page.notices().map(|(words, _)| words).collect();
            assert!(words.len() > 5 && words.iter().all(|found| *found == place.words), "{}: {words:?}", place.words);
            assert!(has_place(place.alone.as_bytes()));
        }
    }
}

//! The parsed document: what the import log says of it, and its texts in the form that the converter leaves alone.

use std::rc::Rc;

use htmd::Node;
use markup5ever_rcdom::NodeData;

use crate::log::ImportLog;

use super::characters;
use super::table;

/// Elements within a line of text. Others begin a line.
const INLINE: [&str; 44] = [
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i", "img",
    "ins", "kbd", "mark", "math", "nobr", "q", "rb", "rp", "rt", "ruby", "s", "samp", "script", "small", "span",
    "strike", "strong", "style", "sub", "sup", "svg", "time", "tt", "u", "var", "wbr", "noscript", "template",
];

/// The name of an element; empty for other nodes.
pub(super) fn tag(node: &Node) -> &str {
    match &node.data {
        NodeData::Element { name, .. } => &name.local,
        _ => "",
    }
}

/// An attribute of an element.
pub(super) fn attribute(node: &Node, name: &str) -> Option<String> {
    let NodeData::Element { attrs, .. } = &node.data else { return None };
    let attributes = attrs.borrow();
    attributes
        .iter()
        .find(|attribute| &*attribute.name.local == name)
        .map(|attribute| attribute.value.trim().to_owned())
}

pub(super) fn children(node: &Node) -> Vec<Rc<Node>> {
    node.children.borrow().clone()
}

/// The elements of a name below a node, in their order. Those within one of them are left out.
pub(super) fn outermost(node: &Node, name: &str) -> Vec<Rc<Node>> {
    let found = |child: Rc<Node>| if tag(&child) == name { vec![child] } else { outermost(&child, name) };
    children(node).into_iter().flat_map(found).collect()
}

/// Whether an element above the node has one of the names.
pub(super) fn is_within(node: &Rc<Node>, names: &[&str]) -> bool {
    let mut above = parent(node);
    while let Some(node) = above {
        if names.contains(&tag(&node)) {
            return true;
        }
        above = parent(&node);
    }
    false
}

fn parent(node: &Node) -> Option<Rc<Node>> {
    // The cell only gives its value away, so it gets it back.
    let parent = node.parent.take();
    node.parent.set(parent.clone());
    parent?.upgrade()
}

/// The text of a node as it is, without that of scripts and styles. A `<br>` is a new line.
pub(super) fn words(node: &Node) -> String {
    let mut words = String::new();
    collect_words(node, &mut words);
    words
}

fn collect_words(node: &Node, words: &mut String) {
    match (&node.data, tag(node)) {
        (NodeData::Text { contents }, _) => words.push_str(&contents.borrow()),
        (_, "script" | "style" | "noscript" | "template") => {}
        (_, "br") => words.push('\n'),
        _ => node.children.borrow().iter().for_each(|child| collect_words(child, words)),
    }
}

/// Logs what will not be translated, and masks the signs in all texts.
pub(super) fn prepare(tree: &Node, file: &str, log: &mut ImportLog) {
    Preparation { file, log, starts_line: true }.node(tree);
}

struct Preparation<'a> {
    file: &'a str,
    log: &'a mut ImportLog,
    /// Whether a text that comes now begins a line.
    starts_line: bool,
}

impl Preparation<'_> {
    fn node(&mut self, node: &Node) {
        let name = tag(node);
        self.note(node, name);
        match name {
            "pre" | "code" | "tt" | "samp" | "math" | "script" | "style" | "template" | "noscript" => {}
            _ => self.children(node),
        }
        if !name.is_empty() {
            self.starts_line = if INLINE.contains(&name) { self.starts_line && words_are_blank(node) } else { true };
        }
    }

    fn children(&mut self, parent: &Node) {
        if !INLINE.contains(&tag(parent)) {
            self.starts_line = true;
        }
        let children = parent.children.borrow();
        for (index, child) in children.iter().enumerate() {
            let NodeData::Text { contents } = &child.data else {
                self.node(child);
                continue;
            };
            let mut text = contents.borrow().to_string();
            if self.starts_line {
                text = text.trim_start_matches(|c: char| c.is_ascii_whitespace()).to_owned();
            }
            let mut masked = characters::mask(&text, self.starts_line);
            // `!` before a link would make a picture of it.
            if text.ends_with('!') && children.get(index + 1).is_some_and(|next| tag(next) == "a") {
                masked = characters::escape_each(&masked, '!');
            }
            self.starts_line &= text.is_empty();
            *contents.borrow_mut() = masked.into();
        }
    }

    fn note(&mut self, node: &Node, name: &str) {
        match name {
            "script" => self.note_script(node),
            "form" => self.log.left("form", self.file, "link to a page with the form"),
            "svg" | "canvas" => self.log.left("drawing within the page", self.file, "a picture in a file of its own"),
            "iframe" | "embed" | "object" | "video" | "audio" if !super::blocks::address(node).is_empty() => {
                self.log.translated("embedded frame");
            }
            "math" if super::inline::tex(node).is_none() => {
                self.log.left("formula in MathML", self.file, "the formula in TeX, as `$..$`");
            }
            "table" => self.note_table(node),
            _ => {}
        }
    }

    fn note_script(&mut self, node: &Node) {
        let is_data = attribute(node, "type").is_some_and(|kind| kind.contains("json"));
        let has_content = attribute(node, "src").is_some() || !node.children.borrow().is_empty();
        if !is_data && has_content {
            self.log.left("script", self.file, "nothing, or a template of the theme");
        }
    }

    fn note_table(&mut self, node: &Node) {
        if table::is_layout(node) {
            self.log.left("table for layout", self.file, "the text of its cells, which is here without the table");
        } else if table::has_merged_cells(node) {
            self.log.left("table with merged cells", self.file, "a table in which every cell stands alone");
        }
    }
}

fn words_are_blank(node: &Node) -> bool {
    tag(node) != "img" && words(node).trim().is_empty()
}

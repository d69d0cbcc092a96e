//! What the styles and the numbering of a Word file say: which paragraphs are headings, and which runs are bold.

use std::collections::BTreeMap;
use std::rc::Rc;

use roxmltree::Node;

use super::blocks::BlockKind;
use crate::word_file::{attribute, child, elements, name, parse, switch, value};

/// A list and a level in it, by which its items are counted.
pub(super) type ListLevelKey = (String, usize);

#[derive(Debug)]
struct Style {
    based_on: Option<String>,
    kind: Option<BlockKind>,
    list: Option<String>,
    level: Option<usize>,
    format: FormatChanges,
}

/// Whether a run or a style switches each of [`ELEMENTS`] on or off.
type FormatChanges = [Option<bool>; 6];

/// Lists of Word have nine levels.
const MAX_LEVEL: usize = 8;
const ELEMENTS: [&str; 6] = ["b", "i", "del", "sup", "sub", HIDDEN];
/// Text that nobody sees in Word is left out.
pub(super) const HIDDEN: &str = "hidden";

/// All styles by their id.
#[derive(Debug, Default)]
pub(super) struct Styles(BTreeMap<String, Style>);

impl Styles {
    pub fn read(part: &str) -> Result<Self, String> {
        let document = parse(part)?;
        let styles = elements(document.root_element()).filter(|node| name(*node) == "style");
        Ok(Self(styles.filter_map(|node| Some((attribute(node, "styleId")?.to_owned(), style(node)))).collect()))
    }

    /// What a paragraph with these properties is, by the names of its styles, which are the same in every language of Word.
    pub fn kind(&self, properties: Node<'_, '_>) -> BlockKind {
        let id = value(properties, "pStyle");
        let from_style = self.chain(id).find_map(|style| style.kind.clone());
        // A file without styles has their ids alone.
        from_style.or_else(|| kind_by_name(id?)).unwrap_or(BlockKind::Paragraph)
    }

    /// The list and the level of a paragraph, from its own properties or from its style.
    pub fn list_level(&self, properties: Node<'_, '_>) -> Option<ListLevelKey> {
        let (mut list, mut level) = list_properties(properties);
        for style in self.chain(value(properties, "pStyle")) {
            list = list.or_else(|| style.list.clone());
            level = level.or(style.level);
        }
        // The number 0 takes a paragraph out of the list of its style.
        Some((list.filter(|list| list != "0")?, level.unwrap_or_default().min(MAX_LEVEL)))
    }

    /// The elements around the text of a run. The format of a paragraph's style is its design, so that of character styles alone
    /// counts.
    pub fn format(&self, properties: Node<'_, '_>) -> Vec<Rc<str>> {
        let mut format = format_changes(properties);
        for style in self.chain(value(properties, "rStyle")) {
            for (own, inherited) in format.iter_mut().zip(style.format) {
                *own = own.or(inherited);
            }
        }
        let elements = ELEMENTS.into_iter().zip(format).filter(|(_, is_on)| *is_on == Some(true));
        elements.map(|(element, _)| element.into()).collect()
    }

    /// A style and those on which it is based. The limit ends chains that lead back to themselves.
    fn chain<'s>(&'s self, id: Option<&str>) -> impl Iterator<Item = &'s Style> {
        let first = id.and_then(|id| self.0.get(id));
        std::iter::successors(first, |style| style.based_on.as_ref().and_then(|id| self.0.get(id))).take(12)
    }
}

fn style(node: Node<'_, '_>) -> Style {
    let properties = child(node, "pPr");
    let (list, level) = properties.map(list_properties).unwrap_or_default();
    Style {
        based_on: value(node, "basedOn").map(str::to_owned),
        kind: value(node, "name").and_then(kind_by_name),
        list,
        level,
        format: child(node, "rPr").map(format_changes).unwrap_or_default(),
    }
}

fn kind_by_name(style: &str) -> Option<BlockKind> {
    let style = style.to_lowercase().replace([' ', '-'], "");
    match style.as_str() {
        "title" => Some(BlockKind::Title),
        "caption" => Some(BlockKind::Caption),
        "quote" | "intensequote" => Some(BlockKind::Quote),
        "listparagraph" | "listcontinue" | "listcontinue2" => Some(BlockKind::Continued(MAX_LEVEL)),
        _ => style.strip_prefix("heading")?.parse().ok().map(BlockKind::Heading),
    }
}

fn list_properties(properties: Node<'_, '_>) -> (Option<String>, Option<usize>) {
    let list = child(properties, "numPr");
    let number = |name| list.and_then(|list| value(list, name));
    (number("numId").map(str::to_owned), number("ilvl").and_then(|level| level.parse().ok()))
}

fn format_changes(properties: Node<'_, '_>) -> FormatChanges {
    let align = value(properties, "vertAlign");
    [
        switch(properties, "b"),
        switch(properties, "i"),
        switch(properties, "strike"),
        align.map(|align| align == "superscript"),
        align.map(|align| align == "subscript"),
        switch(properties, "vanish"),
    ]
}

/// The levels of all lists, and how far each list has been counted. Both by the list and the level.
#[derive(Debug, Default)]
pub(super) struct Numbering {
    levels: BTreeMap<ListLevelKey, ListLevel>,
    counted: BTreeMap<ListLevelKey, u64>,
}

#[derive(Debug, Clone, Copy)]
struct ListLevel {
    is_ordered: bool,
    has_marks: bool,
    start: u64,
}

/// A level of which the file says nothing.
const PLAIN_LEVEL: ListLevel = ListLevel { is_ordered: true, has_marks: true, start: 1 };

impl Numbering {
    pub fn read(part: &str) -> Result<Self, String> {
        let mut numbering = Self::default();
        let document = parse(part)?;
        let of_kind = |kind| elements(document.root_element()).filter(move |node| name(*node) == kind);
        let definitions: BTreeMap<_, _> =
            of_kind("abstractNum").filter_map(|node| Some((attribute(node, "abstractNumId")?, node))).collect();
        for list in of_kind("num") {
            let Some(id) = attribute(list, "numId") else { continue };
            let definition = value(list, "abstractNumId").and_then(|definition| definitions.get(definition));
            for level in definition.into_iter().flat_map(|definition| elements(*definition)) {
                numbering.add_level(id, level, None);
            }
            for changed in elements(list) {
                numbering.add_level(id, child(changed, "lvl").unwrap_or(changed), value(changed, "startOverride"));
            }
        }
        Ok(numbering)
    }

    fn add_level(&mut self, list: &str, node: Node<'_, '_>, start: Option<&str>) {
        let Some(index) = attribute(node, "ilvl").and_then(|level| level.parse().ok()) else { return };
        let level = self.levels.entry((list.to_owned(), index)).or_insert(PLAIN_LEVEL);
        if let Some(format) = value(node, "numFmt") {
            level.is_ordered = !matches!(format, "bullet" | "none");
        }
        if let Some(label) = value(node, "lvlText") {
            level.has_marks = !label.trim().is_empty();
        }
        if let Some(start) = start.or_else(|| value(node, "start")).and_then(|start| start.parse::<u64>().ok()) {
            // Markdown reads numbers of at most nine digits.
            level.start = start.min(1_000_000);
        }
    }

    /// Counts an item of a list. One without a mark goes on with the item above.
    pub fn item(&mut self, key: ListLevelKey) -> BlockKind {
        let level = self.levels.get(&key).copied().unwrap_or(PLAIN_LEVEL);
        if !level.has_marks {
            return BlockKind::Continued(key.1);
        }
        for deeper in key.1 + 1..=MAX_LEVEL {
            self.counted.remove(&(key.0.clone(), deeper));
        }
        let count = self.counted.entry(key.clone()).or_insert(level.start);
        *count += 1;
        BlockKind::Item { depth: key.1, number: level.is_ordered.then_some(*count - 1), list: key.0 }
    }
}

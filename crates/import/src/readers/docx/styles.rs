//! What the styles and the numbering of a Word file say: which paragraphs are headings, and which runs are bold.

use std::collections::BTreeMap;

use roxmltree::Node;

use super::package::{attribute, child, elements, name, parse, switch, value};
use super::spans::{Baseline, Format};

/// What a paragraph is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ParagraphKind {
    Title,
    /// From 1.
    Heading(u8),
    Caption,
    Quote,
    /// A paragraph of a list, also if it has no number of its own.
    InList,
    /// The heading of a table of contents, which the theme writes.
    ContentsHeading,
    Plain,
}

/// The list and the level of a paragraph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct ListPlace {
    pub list: String,
    /// The level in the list, by which its items are counted.
    pub level: usize,
    /// How deep the items stand: "List Bullet 2" is a list of its own, but nested in another.
    pub depth: usize,
}

#[derive(Debug, Default)]
struct Style {
    based_on: Option<String>,
    kind: Option<ParagraphKind>,
    list: Option<(Option<String>, Option<usize>)>,
    /// How deep a list of this style is nested in others.
    depth: usize,
    format: RunChanges,
}

/// What a run or a style says of the format; none leaves it as it is.
#[derive(Debug, Default, Clone, Copy)]
struct RunChanges {
    bold: Option<bool>,
    italic: Option<bool>,
    strike: Option<bool>,
    hidden: Option<bool>,
    baseline: Option<Baseline>,
}

/// All styles by their id.
#[derive(Debug, Default)]
pub(super) struct Styles(BTreeMap<String, Style>);

impl Styles {
    pub fn read(part: Option<&str>) -> Result<Self, String> {
        let Some(part) = part else { return Ok(Self::default()) };
        let document = parse(part)?;
        let styles = elements(document.root_element()).filter(|node| name(*node) == "style");
        Ok(Self(styles.filter_map(|node| Some((attribute(node, "styleId")?.to_owned(), style(node)))).collect()))
    }

    /// What a paragraph with these properties is. What it says itself counts before its style.
    pub fn kind(&self, properties: Option<Node<'_, '_>>) -> ParagraphKind {
        let id = properties.and_then(|properties| value(properties, "pStyle"));
        let from_style = self.chain(id).find_map(|style| style.kind);
        // A file without styles has their ids alone.
        let from_style = from_style.or_else(|| id.filter(|id| !self.0.contains_key(*id)).and_then(kind_by_name));
        from_style.or_else(|| properties.and_then(outline_level)).unwrap_or(ParagraphKind::Plain)
    }

    /// The list of a paragraph, from its own properties or from its style.
    pub fn list_place(&self, properties: Option<Node<'_, '_>>) -> Option<ListPlace> {
        let mut depth = 0;
        let (mut list, mut level) = properties.and_then(list_properties).unwrap_or_default();
        for style in self.chain(properties.and_then(|properties| value(properties, "pStyle"))) {
            depth = depth.max(style.depth);
            if let Some((style_list, style_level)) = &style.list {
                list = list.or_else(|| style_list.clone());
                level = level.or(*style_level);
            }
        }
        // The number 0 takes a paragraph out of the list of its style.
        let list = list.filter(|list| list != "0")?;
        let level = level.unwrap_or_default().min(8);
        Some(ListPlace { list, level, depth: level.max(depth) })
    }

    /// The format of a run. The format of a paragraph's style is its design, so that of character styles alone counts.
    pub fn format(&self, properties: Option<Node<'_, '_>>) -> Format {
        let Some(properties) = properties else { return Format::default() };
        let mut levels = vec![run_changes(properties)];
        levels.extend(self.chain(value(properties, "rStyle")).map(|style| style.format));
        let on = |part: fn(&RunChanges) -> Option<bool>| levels.iter().find_map(part).unwrap_or_default();
        Format {
            bold: on(|level| level.bold),
            italic: on(|level| level.italic),
            strike: on(|level| level.strike),
            hidden: on(|level| level.hidden),
            baseline: levels.iter().find_map(|level| level.baseline).unwrap_or_default(),
            link: None,
        }
    }

    /// A style and those on which it is based. The limit ends chains that lead back to themselves.
    fn chain<'s>(&'s self, id: Option<&str>) -> impl Iterator<Item = &'s Style> {
        let first = id.and_then(|id| self.0.get(id));
        std::iter::successors(first, |style| style.based_on.as_ref().and_then(|id| self.0.get(id))).take(12)
    }
}

fn style(node: Node<'_, '_>) -> Style {
    let properties = child(node, "pPr");
    let by_name = [value(node, "name"), attribute(node, "styleId")].into_iter().flatten().find_map(kind_by_name);
    Style {
        based_on: value(node, "basedOn").map(str::to_owned),
        kind: by_name.or_else(|| properties.and_then(outline_level)),
        list: properties.and_then(list_properties),
        depth: value(node, "name").map_or(0, list_depth),
        format: child(node, "rPr").map(run_changes).unwrap_or_default(),
    }
}

fn kind_by_name(style: &str) -> Option<ParagraphKind> {
    let style = style.to_lowercase().replace([' ', '-'], "");
    match style.as_str() {
        "title" => Some(ParagraphKind::Title),
        "caption" => Some(ParagraphKind::Caption),
        "quote" | "intensequote" => Some(ParagraphKind::Quote),
        "listparagraph" | "listcontinue" | "listcontinue2" => Some(ParagraphKind::InList),
        "tocheading" => Some(ParagraphKind::ContentsHeading),
        _ => style
            .strip_prefix("heading")?
            .parse()
            .ok()
            .filter(|level| (1..=9).contains(level))
            .map(ParagraphKind::Heading),
    }
}

fn outline_level(properties: Node<'_, '_>) -> Option<ParagraphKind> {
    // The level 9 is that of the text.
    let level: u8 = value(properties, "outlineLvl")?.parse().ok()?;
    (level < 9).then(|| ParagraphKind::Heading(level + 1))
}

/// The depth of the lists of Word's styles, such as 1 for "List Bullet 2".
fn list_depth(style: &str) -> usize {
    let style = style.to_lowercase();
    let number = style.strip_prefix("list ").and_then(|rest| rest.rsplit(' ').next()?.parse::<usize>().ok());
    number.filter(|number| (2..=5).contains(number)).map_or(0, |number| number - 1)
}

fn list_properties(properties: Node<'_, '_>) -> Option<(Option<String>, Option<usize>)> {
    let list = child(properties, "numPr")?;
    Some((value(list, "numId").map(str::to_owned), value(list, "ilvl").and_then(|level| level.parse().ok())))
}

fn run_changes(properties: Node<'_, '_>) -> RunChanges {
    let baseline = value(properties, "vertAlign").map(|align| match align {
        "superscript" => Baseline::Superscript,
        "subscript" => Baseline::Subscript,
        _ => Baseline::Normal,
    });
    RunChanges {
        bold: switch(properties, "b"),
        italic: switch(properties, "i"),
        strike: switch(properties, "strike").or_else(|| switch(properties, "dstrike")),
        hidden: switch(properties, "vanish"),
        baseline,
    }
}

/// The levels of all lists, and how far each list has been counted.
#[derive(Debug, Default)]
pub(super) struct Numbering {
    /// By the id of the list and the level.
    levels: BTreeMap<(String, usize), ListLevel>,
    counted: BTreeMap<(String, usize), u64>,
}

#[derive(Debug, Clone, Copy)]
struct ListLevel {
    is_ordered: bool,
    has_marks: bool,
    start: u64,
}

impl Numbering {
    pub fn read(part: Option<&str>) -> Result<Self, String> {
        let mut numbering = Self::default();
        let Some(part) = part else { return Ok(numbering) };
        let document = parse(part)?;
        let root = document.root_element();
        let definitions: BTreeMap<_, _> = elements(root)
            .filter(|node| name(*node) == "abstractNum")
            .filter_map(|node| Some((attribute(node, "abstractNumId")?, node)))
            .collect();
        for list in elements(root).filter(|node| name(*node) == "num") {
            let (Some(id), Some(definition)) = (attribute(list, "numId"), value(list, "abstractNumId")) else {
                continue;
            };
            for level in definitions.get(definition).into_iter().flat_map(|definition| elements(*definition)) {
                numbering.add_level(id, level, None);
            }
            for changed in elements(list).filter(|node| name(*node) == "lvlOverride") {
                numbering.add_level(id, child(changed, "lvl").unwrap_or(changed), value(changed, "startOverride"));
            }
        }
        Ok(numbering)
    }

    fn add_level(&mut self, list: &str, node: Node<'_, '_>, start: Option<&str>) {
        let Some(index) = attribute(node, "ilvl").and_then(|level| level.parse().ok()) else { return };
        let known = self.levels.get(&(list.to_owned(), index)).copied();
        let known = known.unwrap_or(ListLevel { is_ordered: true, has_marks: true, start: 1 });
        let format = value(node, "numFmt");
        let start = start.or_else(|| value(node, "start")).and_then(|start| start.parse().ok());
        let level = ListLevel {
            is_ordered: format.map_or(known.is_ordered, |format| !matches!(format, "bullet" | "none")),
            has_marks: value(node, "lvlText").map_or(known.has_marks, |label| !label.trim().is_empty()),
            // Markdown reads numbers of at most nine digits.
            start: start.unwrap_or(known.start).min(1_000_000),
        };
        self.levels.insert((list.to_owned(), index), level);
    }

    /// Whether the items have a mark. Those without one go on with the item above.
    pub fn has_marks(&self, place: &ListPlace) -> bool {
        self.levels.get(&(place.list.clone(), place.level)).is_none_or(|level| level.has_marks)
    }

    /// Counts an item; its number, or none if it has a bullet.
    pub fn next(&mut self, place: &ListPlace) -> Option<u64> {
        let deeper = (place.list.clone(), place.level + 1)..=(place.list.clone(), usize::MAX);
        let restarted: Vec<_> = self.counted.range(deeper).map(|(key, _)| key.clone()).collect();
        for key in restarted {
            self.counted.remove(&key);
        }
        let level = self.levels.get(&(place.list.clone(), place.level)).filter(|level| level.is_ordered)?;
        let count = self.counted.entry((place.list.clone(), place.level)).or_insert(0);
        *count += 1;
        Some(level.start + *count - 1)
    }
}

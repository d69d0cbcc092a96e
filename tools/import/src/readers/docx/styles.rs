//! What the styles and the numbering of a Word file say: which paragraphs are headings, and which runs are bold.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use roxmltree::Node;

use super::blocks::BlockKind;
use super::symbols::{Font, Fonts};
use wellpress_docx::{attribute, child, elements, name, parse, switch, value};

/// A list and a level in it, by which its items are counted.
pub(super) type ListLevelKey = (String, usize);

#[derive(Debug)]
struct Style {
    based_on: Option<String>,
    kind: Option<BlockKind>,
    list: Option<String>,
    level: Option<usize>,
    least_depth: usize,
    format: FormatChanges,
    fonts: Fonts,
}

/// Whether a run or a style switches each of [`ELEMENTS`] on or off.
type FormatChanges = [Option<bool>; 6];

/// Lists of Word have nine levels.
const MAX_LEVEL: usize = 8;
const ELEMENTS: [&str; 6] = ["b", "i", "del", "sup", "sub", HIDDEN];
/// Those that change what a text says, so that the style of a paragraph counts too. Bold headings are its design.
const OF_PARAGRAPHS: [&str; 2] = ["del", HIDDEN];
/// Text that nobody sees in Word is left out.
pub(super) const HIDDEN: &str = "hidden";
/// Text that stands higher or lower by as many half points is above or below the line.
const LEAST_OFFSET: i32 = 4;

/// All styles by their id.
#[derive(Debug, Default)]
pub(super) struct Styles {
    by_id: BTreeMap<String, Style>,
    /// The fonts of text that no style gives one.
    default_fonts: Fonts,
    theme: ThemeFonts,
}

/// The fonts of the theme for headings and for text.
type ThemeFonts = [Option<Font>; 2];

/// The elements around the text of a run, and its fonts.
#[derive(Debug, Clone, Default)]
pub(super) struct RunFormat {
    pub elements: Vec<Rc<str>>,
    pub fonts: Fonts,
}

impl RunFormat {
    /// Words with what their format says.
    pub fn told(&self, words: &str) -> String {
        const MEANINGS: [(&str, &str); 4] =
            [("del", "struck"), ("sup", "above the line"), ("sub", "below the line"), (HIDDEN, "hidden")];
        let meanings = MEANINGS.iter().filter(|(element, _)| self.elements.iter().any(|own| **own == **element));
        meanings.fold(self.fonts.shown(words).0, |told, (_, meaning)| format!("{told} ({meaning})"))
    }
}

impl Styles {
    pub fn read(part: &str, theme: &str) -> Result<Self, String> {
        let theme = theme_fonts(theme)?;
        let document = parse(part)?;
        let root = document.root_element();
        let styles = elements(root).filter(|node| name(*node) == "style");
        let by_id = styles.filter_map(|node| Some((attribute(node, "styleId")?.to_owned(), style(node, &theme))));
        let by_id = by_id.collect();
        let defaults = child(root, "docDefaults").and_then(|node| child(child(node, "rPrDefault")?, "rPr"));
        Ok(Self { by_id, default_fonts: fonts(defaults, &theme), theme })
    }

    /// What a paragraph with these properties is, by the names of its styles, which are the same in every language of Word.
    pub fn kind(&self, properties: Node<'_, '_>) -> BlockKind {
        let id = value(properties, "pStyle");
        let from_style = self.chain(id).find_map(|style| style.kind.clone());
        // A file without styles has their ids alone.
        from_style.or_else(|| kind_by_name(id?)).unwrap_or(BlockKind::Paragraph)
    }

    /// The least depth of an item by its style, such as 1 for "List Bullet 2".
    pub fn least_depth(&self, properties: Node<'_, '_>) -> usize {
        self.chain(value(properties, "pStyle")).map(|style| style.least_depth).max().unwrap_or(0)
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

    /// Whether a tracked change moved a paragraph into a list, out of one, or to another level.
    pub fn changes_list(&self, properties: Node<'_, '_>) -> bool {
        let is_new = child(properties, "numPr").is_some_and(|list| child(list, "ins").is_some());
        let old = child(properties, "pPrChange").and_then(|change| child(change, "pPr"));
        is_new || old.is_some_and(|old| self.list_level(old) != self.list_level(properties))
    }

    /// What a run looks like, by its own properties and by the styles of its characters and of its paragraph.
    pub fn format(&self, properties: Option<Node<'_, '_>>, paragraph_style: Option<&str>) -> RunFormat {
        let mut format = properties.map(format_changes).unwrap_or_default();
        let mut fonts = fonts(properties, &self.theme);
        let character_style = properties.and_then(|properties| value(properties, "rStyle"));
        let of_characters = self.chain(character_style).map(|style| (style, true));
        for (style, is_of_characters) in of_characters.chain(self.chain(paragraph_style).map(|style| (style, false))) {
            for (index, element) in ELEMENTS.iter().enumerate() {
                if is_of_characters || OF_PARAGRAPHS.contains(element) {
                    format[index] = format[index].or(style.format[index]);
                }
            }
            fonts = fonts.or(style.fonts);
        }
        let elements = ELEMENTS.into_iter().zip(format).filter(|(_, is_on)| *is_on == Some(true));
        let elements = elements.map(|(element, _)| element.into()).collect();
        RunFormat { elements, fonts: fonts.or(self.default_fonts) }
    }

    /// A style and those on which it is based. The limit ends chains that lead back to themselves.
    fn chain<'s>(&'s self, id: Option<&str>) -> impl Iterator<Item = &'s Style> {
        let first = id.and_then(|id| self.by_id.get(id));
        std::iter::successors(first, |style| style.based_on.as_ref().and_then(|id| self.by_id.get(id))).take(12)
    }
}

/// The Latin fonts of a theme, that of headings first.
fn theme_fonts(part: &str) -> Result<ThemeFonts, String> {
    let document = parse(part)?;
    let font = |wanted| {
        let scheme = document.descendants().find(|node| name(*node) == wanted)?;
        attribute(child(scheme, "latin")?, "typeface").map(Font::of)
    };
    Ok(["majorFont", "minorFont"].map(font))
}

/// The fonts that properties of a run name. A font of the theme goes before a named one.
fn fonts(properties: Option<Node<'_, '_>>, theme: &ThemeFonts) -> Fonts {
    let Some(fonts) = properties.and_then(|properties| child(properties, "rFonts")) else { return Fonts::default() };
    let font = |kind: &str| match attribute(fonts, &format!("{kind}Theme")) {
        Some(of_theme) => theme[usize::from(!of_theme.starts_with("major"))],
        None => attribute(fonts, kind).map(Font::of),
    };
    Fonts { ascii: font("ascii"), other: font("hAnsi") }
}

fn style(node: Node<'_, '_>, theme: &ThemeFonts) -> Style {
    let properties = child(node, "pPr");
    let (list, level) = properties.map(list_properties).unwrap_or_default();
    Style {
        based_on: value(node, "basedOn").map(str::to_owned),
        kind: value(node, "name").and_then(kind_by_name),
        list,
        level,
        least_depth: value(node, "name").map_or(0, depth_by_name),
        format: child(node, "rPr").map(format_changes).unwrap_or_default(),
        fonts: fonts(child(node, "rPr"), theme),
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

/// Word has a list of its own for each depth of these styles.
fn depth_by_name(style: &str) -> usize {
    let depth = ["List Bullet ", "List Number "].iter().find_map(|list| style.strip_prefix(list)?.parse().ok());
    depth.unwrap_or(1_usize).clamp(1, MAX_LEVEL) - 1
}

fn list_properties(properties: Node<'_, '_>) -> (Option<String>, Option<usize>) {
    let list = child(properties, "numPr");
    let number = |name| list.and_then(|list| value(list, name));
    (number("numId").map(str::to_owned), number("ilvl").and_then(|level| level.parse().ok()))
}

fn format_changes(properties: Node<'_, '_>) -> FormatChanges {
    let align = value(properties, "vertAlign");
    // Points are written as a number of halves, or with their unit.
    let offset = value(properties, "position").and_then(|offset| offset.trim_end_matches("pt").parse::<i32>().ok());
    let raised = offset.map(|offset| offset >= LEAST_OFFSET);
    let lowered = offset.map(|offset| offset <= -LEAST_OFFSET);
    let strikes = ["strike", "dstrike"].map(|kind| switch(properties, kind));
    [
        switch(properties, "b"),
        switch(properties, "i"),
        strikes.into_iter().flatten().reduce(|one, other| one || other),
        align.map(|align| align == "superscript").or(raised),
        align.map(|align| align == "subscript").or(lowered),
        switch(properties, "vanish"),
    ]
}

/// The levels of all lists, and how far they have been counted.
#[derive(Debug, Default)]
pub(super) struct Numbering {
    levels: BTreeMap<ListLevelKey, ListLevel>,
    /// The definition of each list. Lists of one definition count on together.
    definitions: BTreeMap<String, String>,
    /// By the definition and the level.
    counted: BTreeMap<ListLevelKey, u64>,
    /// The levels that begin with a start of their own, whatever others of their definition have counted, and have not begun.
    own_starts: BTreeSet<ListLevelKey>,
    /// The levels whose count ends only at an item of a lower level than this. That of others ends at any outer item.
    restarts: BTreeMap<ListLevelKey, usize>,
}

#[derive(Debug, Clone, Copy)]
struct ListLevel {
    is_ordered: bool,
    has_marks: bool,
    start: u64,
    /// A bullet that says something, such as a tick.
    sign: Option<char>,
    /// Whether its numbers are those that Markdown has: `1.`.
    is_plain: bool,
}

/// A level of which the file says nothing.
const PLAIN_LEVEL: ListLevel = ListLevel { is_ordered: true, has_marks: true, start: 1, sign: None, is_plain: true };

/// Bullets that say something.
const TELLING_BULLETS: &str = "✓✔✗✘❌☑☒☐☞☠☹☺👍👎⚠+−?!";

/// What a list has that Markdown has not.
#[derive(Debug, Clone, Copy)]
pub(super) enum ListMark {
    /// Its bullet.
    Sign(char),
    /// Numbers in another form, such as `a)`.
    OtherNumber,
}

impl Numbering {
    pub fn read(part: &str) -> Result<Self, String> {
        let mut numbering = Self::default();
        let document = parse(part)?;
        let of_kind = |kind| elements(document.root_element()).filter(move |node| name(*node) == kind);
        let definitions: BTreeMap<_, _> =
            of_kind("abstractNum").filter_map(|node| Some((attribute(node, "abstractNumId")?, node))).collect();
        for list in of_kind("num") {
            let Some(id) = attribute(list, "numId") else { continue };
            let definition = value(list, "abstractNumId");
            numbering.definitions.extend(definition.map(|definition| (id.to_owned(), definition.to_owned())));
            let levels = definition.and_then(|definition| definitions.get(definition)).map(|node| elements(*node));
            for level in levels.into_iter().flatten() {
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
            level.is_plain = matches!(format, "decimal" | "bullet" | "none" | "decimalZero");
        }
        if let Some(label) = value(node, "lvlText") {
            level.has_marks = !label.trim().is_empty();
            let (shown, _) = fonts(child(node, "rPr"), &ThemeFonts::default()).shown(label);
            level.sign =
                shown.trim().chars().next().filter(|sign| !level.is_ordered && TELLING_BULLETS.contains(*sign));
            let words =
                label.split('%').next_back().unwrap_or_default().trim_start_matches(|sign: char| sign.is_ascii_digit());
            let is_number =
                label.trim_start_matches('(').starts_with('%') && [".", ")", ".)", ""].contains(&words.trim());
            level.is_plain &= !level.is_ordered || is_number && label.matches('%').count() == 1;
        }
        let key = (list.to_owned(), index);
        self.restarts.extend(value(node, "lvlRestart").and_then(|outer| Some((key.clone(), outer.parse().ok()?))));
        self.own_starts.extend(start.map(|_| key));
        if let Some(start) = start.or_else(|| value(node, "start")).and_then(|start| start.parse::<u64>().ok()) {
            // Markdown reads numbers of at most nine digits.
            level.start = start.min(1_000_000);
        }
    }

    /// What the mark of an item says besides its number.
    pub fn mark(&self, key: &ListLevelKey) -> Option<ListMark> {
        let level = self.levels.get(key)?;
        let other_number = (!level.is_plain && level.has_marks).then_some(ListMark::OtherNumber);
        level.sign.map(ListMark::Sign).or(other_number)
    }

    /// Counts an item of a list. One without a mark goes on with the item above.
    pub fn item(&mut self, key: ListLevelKey) -> BlockKind {
        let level = self.levels.get(&key).copied().unwrap_or(PLAIN_LEVEL);
        if !level.has_marks {
            return BlockKind::Continued(key.1);
        }
        let definition = self.definitions.get(&key.0).unwrap_or(&key.0);
        if self.own_starts.remove(&key) {
            self.counted.remove(&(definition.clone(), key.1));
        }
        for deeper in key.1 + 1..=MAX_LEVEL {
            if self.restarts.get(&(key.0.clone(), deeper)).is_none_or(|outer| key.1 < *outer) {
                self.counted.remove(&(definition.clone(), deeper));
            }
        }
        let count = self.counted.entry((definition.clone(), key.1)).or_insert(level.start);
        *count += 1;
        BlockKind::Item { depth: key.1, number: level.is_ordered.then_some(*count - 1), list: key.0 }
    }
}

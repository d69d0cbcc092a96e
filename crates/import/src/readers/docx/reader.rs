//! Walks the tree of a Word file and makes blocks of it. Fields have a file of their own.

use std::collections::{BTreeMap, BTreeSet};
use std::mem::{replace, take};
use std::rc::Rc;

use roxmltree::Node;

use wellpress_foundation::text::one_line;

use super::blocks::{self, Block, BlockKind};
use super::fields::Field;
use super::inline::Paragraph;
use super::library::Library;
use super::styles::{HIDDEN, Numbering, Styles};
use crate::log::ImportLog;
use crate::word_file::{Package, Relationships, attribute, child, elements, name, plain_text, switch, value};

/// Elements nested deeper than this are read as plain text, so that no file can exhaust the stack.
const MAX_DEPTH: usize = 64;
/// Word has at most 63 columns. A file can state any number.
const MAX_COLUMNS: usize = 63;
/// The formats of pictures that wellpress publishes.
const FORMATS: [&str; 6] = ["png", "jpg", "jpeg", "gif", "webp", "svg"];

/// A footnote or an endnote: its kind, such as `footnotes`, and its id.
type NoteKey = (&'static str, String);

/// Reads one file.
pub(super) struct Reader<'a> {
    pub path: &'a str,
    pub package: &'a Package,
    pub styles: &'a Styles,
    /// The notes, each with the relationships of its part.
    pub notes: BTreeMap<NoteKey, (Node<'a, 'a>, &'a Relationships)>,
    /// Those of the part that is read.
    pub relationships: &'a Relationships,
    pub numbering: Numbering,
    pub library: &'a mut Library,
    pub log: &'a mut ImportLog,
    pub scope: Scope,
    pub fields: Vec<Field>,
    pub link: Option<Rc<str>>,
    pub depth: usize,
    pub summary: Summary,
}

/// What is read and not yet part of a block, in the text or in a part that stands apart: a cell, a text box, a note.
#[derive(Default)]
pub(super) struct Scope {
    pub blocks: Vec<Block>,
    pub paragraph: Paragraph,
    /// The content of text boxes, which follows the paragraph in which they stand.
    boxes: Vec<Block>,
    rows: Vec<Vec<String>>,
    /// The elements around the text of the run.
    format: Vec<Rc<str>>,
    /// The alternative text of the next picture.
    alt: String,
}

/// What holds for the file as a whole.
#[derive(Default)]
pub(super) struct Summary {
    /// The marks of notes, and the texts by their mark.
    marks: BTreeMap<NoteKey, usize>,
    pub notes: BTreeMap<usize, Vec<Block>>,
    /// Names of entries in the archive.
    pub pictures: BTreeSet<String>,
    pub has_citations: bool,
    pub tracked_changes: usize,
}

impl Reader<'_> {
    /// The blocks in a node that stands apart.
    pub fn blocks_in(&mut self, node: Node<'_, '_>) -> Vec<Block> {
        let outer = take(&mut self.scope);
        self.walk(node);
        self.end_paragraph(None);
        replace(&mut self.scope, outer).blocks
    }

    pub fn walk(&mut self, node: Node<'_, '_>) {
        if self.depth == MAX_DEPTH {
            self.log_left("part of a Word file that is nested too deeply", "compare the text with the file");
            return self.push_text(&plain_text(node));
        }
        self.depth += 1;
        for child in elements(node) {
            self.element(child);
        }
        self.depth -= 1;
    }

    fn element(&mut self, node: Node<'_, '_>) {
        match name(node) {
            "pPr" | "rPr" | "tblPr" | "trPr" | "tcPr" | "sdtPr" | "rt" => {}
            "p" => self.paragraph(node),
            "tbl" => self.table(node),
            "tr" => self.row(node),
            "tc" => self.cell(node),
            "r" => self.run(node),
            "ins" => {
                self.summary.tracked_changes += 1;
                self.walk(node);
            }
            "del" | "moveFrom" => self.summary.tracked_changes += 1,
            "hyperlink" => self.hyperlink(node),
            "fldSimple" => self.simple_field(node),
            "sdt" => self.content_control(node),
            "oMath" | "oMathPara" => {
                self.log_left("formula of Word", "write it in TeX between `$` signs");
                self.push_text(&plain_text(node));
            }
            "AlternateContent" => self.alternate(node),
            "docPr" | "cNvPr" | "shape" => {
                let text = attribute(node, "descr").or(attribute(node, "alt")).unwrap_or_default();
                // The inner of the two descriptions of a picture is often empty.
                if !text.trim().is_empty() || name(node) != "cNvPr" {
                    self.scope.alt = one_line(text);
                }
                self.walk(node);
            }
            "blip" => self.picture(attribute(node, "embed")),
            "imagedata" => self.picture(attribute(node, "id")),
            "chart" | "relIds" => self.log_left("chart or SmartArt of Word", "save it as a picture"),
            "txbxContent" => {
                let blocks = self.blocks_in(node);
                self.scope.boxes.extend(blocks);
            }
            _ => self.part_of_run(node),
        }
    }

    fn part_of_run(&mut self, node: Node<'_, '_>) {
        match name(node) {
            "t" => self.push_text(node.text().unwrap_or_default()),
            "tab" | "ptab" => self.push_text(" "),
            "noBreakHyphen" => self.push_text("\u{2011}"),
            "sym" => self.symbol(node),
            // The others are breaks of pages and columns.
            "br" | "cr" if !self.is_hidden() && matches!(attribute(node, "type"), None | Some("textWrapping")) => {
                self.scope.paragraph.push("<br>", &[]);
            }
            "footnoteReference" => self.note("footnotes", node),
            "endnoteReference" => self.note("endnotes", node),
            "commentReference" => self.log_left("comment of Word", "read it in Word: comments are not taken along"),
            "fldChar" => self.field_character(node),
            "instrText" => self.field_instruction(node.text().unwrap_or_default()),
            // Elements around others, such as `smartTag` and `moveTo`.
            _ => self.walk(node),
        }
    }

    pub fn log_left(&mut self, kind: &str, instead: &str) {
        self.log.left(kind, self.path, instead);
    }

    fn paragraph(&mut self, node: Node<'_, '_>) {
        self.walk(node);
        let properties = child(node, "pPr");
        let mark = properties.and_then(|properties| child(properties, "rPr"));
        // If the end of the paragraph was deleted, the next one goes on with it.
        if mark.is_none_or(|mark| child(mark, "del").is_none()) {
            self.end_paragraph(properties);
        }
    }

    fn end_paragraph(&mut self, properties: Option<Node<'_, '_>>) {
        if let Some(html) = self.scope.paragraph.finish() {
            let kind = properties.map_or(BlockKind::Paragraph, |properties| self.kind(properties));
            self.push_block(Block { kind, html, caption: None });
        }
        let boxes = take(&mut self.scope.boxes);
        self.scope.blocks.extend(boxes);
    }

    /// Adds a block, and gives tables and pictures their captions. Those of tables usually stand above them.
    fn push_block(&mut self, block: Block) {
        match self.scope.blocks.last_mut() {
            Some(above) if block.kind == BlockKind::Caption && above.takes_caption() => {
                above.caption = Some(block.html)
            }
            Some(above) if above.kind == BlockKind::Caption && matches!(block.kind, BlockKind::Table(_)) => {
                *above = Block { caption: Some(take(&mut above.html)), ..block };
            }
            _ => self.scope.blocks.push(block),
        }
    }

    fn kind(&mut self, properties: Node<'_, '_>) -> BlockKind {
        let kind = self.styles.kind(properties);
        if !matches!(kind, BlockKind::Paragraph | BlockKind::Continued(_)) {
            return kind;
        }
        match (self.styles.list_level(properties), self.scope.blocks.last().map(|block| &block.kind)) {
            (Some(key), _) => self.numbering.item(key),
            (None, Some(BlockKind::Item { .. } | BlockKind::Continued(_))) => kind,
            _ => BlockKind::Paragraph,
        }
    }

    fn run(&mut self, node: Node<'_, '_>) {
        let format = child(node, "rPr").map(|properties| self.styles.format(properties));
        let outer = replace(&mut self.scope.format, format.unwrap_or_default());
        self.walk(node);
        self.scope.format = outer;
    }

    fn is_hidden(&self) -> bool {
        self.is_in_dropped_field() || self.scope.format.iter().any(|element| **element == *HIDDEN)
    }

    pub fn push_text(&mut self, text: &str) {
        if !self.is_hidden() {
            let format: Vec<_> = self.current_link().into_iter().chain(self.scope.format.iter().cloned()).collect();
            self.scope.paragraph.push_text(&text.replace('\u{ad}', ""), &format);
        }
    }

    /// Fonts of symbols have their own characters in place of those of Latin 1. These are the ones that texts on health use.
    fn symbol(&mut self, node: Node<'_, '_>) {
        let code = attribute(node, "char").and_then(|code| u32::from_str_radix(code, 16).ok()).unwrap_or_default();
        let mut symbols = "abgm£°±³´®à".chars().zip("αβγμ≤°±≥×→→".chars());
        match symbols.find(|(latin, _)| u32::from(*latin) == code & 0xff) {
            Some((_, symbol)) => self.push_text(&symbol.to_string()),
            None => self.log_left("character of a symbol font", "write the character itself"),
        }
    }

    fn note(&mut self, kind: &'static str, node: Node<'_, '_>) {
        let key = (kind, attribute(node, "id").unwrap_or_default().to_owned());
        let Some((note, relationships)) = self.notes.get(&key).copied().filter(|_| !self.is_hidden()) else { return };
        let next = self.summary.marks.len() + 1;
        let mark = *self.summary.marks.entry(key).or_insert(next);
        self.scope.paragraph.push_markdown(&format!("[^{mark}]"));
        if mark == next {
            self.log.translated("footnote");
            let outer = (replace(&mut self.relationships, relationships), take(&mut self.fields), self.link.take());
            let blocks = self.blocks_in(note);
            self.summary.notes.insert(mark, blocks);
            (self.relationships, self.fields, self.link) = outer;
        }
    }

    fn table(&mut self, node: Node<'_, '_>) {
        let outer = take(&mut self.scope.rows);
        self.walk(node);
        let rows = replace(&mut self.scope.rows, outer);
        if rows.iter().flatten().any(|cell| !cell.is_empty()) {
            self.log.translated("table");
            self.push_block(Block { kind: BlockKind::Table(rows), html: String::new(), caption: None });
        }
    }

    fn row(&mut self, node: Node<'_, '_>) {
        if child(node, "trPr").is_some_and(|properties| child(properties, "del").is_some()) {
            self.summary.tracked_changes += 1;
        } else {
            self.scope.rows.push(Vec::new());
            self.walk(node);
        }
    }

    fn cell(&mut self, node: Node<'_, '_>) {
        let text = blocks::cell(&self.blocks_in(node));
        let properties = child(node, "tcPr");
        let merge = properties.and_then(|properties| child(properties, "vMerge"));
        let is_continued = merge.is_some_and(|merge| attribute(merge, "val") != Some("restart"));
        let columns = properties.and_then(|properties| value(properties, "gridSpan")?.parse::<usize>().ok());
        let Some(row) = self.scope.rows.last_mut() else { return };
        row.push(if is_continued { String::new() } else { text });
        row.resize((row.len() + columns.unwrap_or(1).clamp(1, MAX_COLUMNS) - 1).min(MAX_COLUMNS), String::new());
    }

    fn content_control(&mut self, node: Node<'_, '_>) {
        let properties = child(node, "sdtPr");
        let gallery = properties.and_then(|properties| value(child(properties, "docPartObj")?, "docPartGallery"));
        // Text that asks for text was never written by anybody.
        let is_placeholder = properties.and_then(|properties| switch(properties, "showingPlcHdr")) == Some(true);
        let tag = properties.and_then(|properties| value(properties, "tag")).unwrap_or_default();
        if !is_placeholder && gallery != Some("Table of Contents") && !self.mendeley_control(tag) {
            self.walk(node);
        }
    }

    /// Two forms of one thing for programs of different age, such as a text box, an emoji or a chart.
    fn alternate(&mut self, node: Node<'_, '_>) {
        let has_content = |below: Node<'_, '_>| matches!(name(below), "t" | "blip" | "imagedata" | "oMath");
        if let Some(form) = elements(node).find(|form| form.descendants().any(has_content)) {
            self.walk(form);
        }
    }

    fn picture(&mut self, id: Option<&str>) {
        let relationships = self.relationships;
        let Some(target) = id.and_then(|id| relationships.get(id)).map(|to| &to.target) else { return };
        // The base name is the only part of the path that is used, so no picture can leave its folder.
        let (folder, base) = target.rsplit_once('/').unwrap_or_default();
        let (stem, ending) = base.rsplit_once('.').unwrap_or_default();
        let is_name = stem.chars().all(|letter| letter.is_ascii_alphanumeric() || "_-".contains(letter));
        if !is_name || !FORMATS.contains(&ending.to_lowercase().as_str()) {
            self.log_left("picture that browsers do not show", "save it as PNG or JPEG");
        } else if !folder.ends_with("/media") || !self.package.has(target) {
            self.log_left("picture that is missing in the Word file", "add it to the folder of the page");
        } else if !self.is_hidden() {
            self.summary.pictures.insert(target.clone());
            self.log.translated("picture");
            if self.scope.alt.is_empty() {
                self.log.confirm(self.path, format!("the picture `{base}` has no alternative text"));
            }
            let link = self.current_link();
            self.scope.paragraph.push_picture(base, &self.scope.alt, link.as_slice());
        }
    }
}

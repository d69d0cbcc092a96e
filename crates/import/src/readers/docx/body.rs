//! Walks the tree of a Word file and makes blocks of it. Fields and pictures have files of their own.

use std::collections::{BTreeMap, BTreeSet};
use std::mem::{replace, take};

use roxmltree::Node;

use super::blocks::{Block, Item};
use super::fields::Field;
use super::library::Library;
use super::package::{Package, Relationships, attribute, child, elements, name, plain_text, switch, value};
use super::spans::{Content, Format, Span, is_blank, plain};
use super::styles::{Numbering, ParagraphKind, Styles};
use crate::log::ImportLog;

/// Elements nested deeper than this are read as plain text, so that no file can exhaust the stack.
const MAX_DEPTH: usize = 64;
/// Word has at most 63 columns. A file can state any number.
const MAX_COLUMNS: usize = 63;

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum NoteKind {
    Footnote,
    Endnote,
}

/// The notes of a file by their kind and id.
pub(super) type Notes<'a> = BTreeMap<(NoteKind, String), Node<'a, 'a>>;

/// What a file has besides its text.
#[derive(Clone, Copy)]
pub(super) struct FileContext<'a> {
    pub path: &'a str,
    pub package: &'a Package,
    pub styles: &'a Styles,
    pub notes: &'a Notes<'a>,
}

/// Reads one file. Its fields from `blocks` to `link` say where it is, the others what it has read.
pub(super) struct BodyReader<'a> {
    pub file: FileContext<'a>,
    /// Those of the part that is read.
    pub relationships: &'a Relationships,
    pub numbering: Numbering,
    pub library: &'a mut Library,
    pub log: &'a mut ImportLog,
    pub blocks: Vec<Block>,
    pub spans: Vec<Span>,
    bookmarks: Vec<String>,
    /// The content of text boxes, which follows the paragraph in which they stand.
    boxes: Vec<Block>,
    pub fields: Vec<Field>,
    /// How many fields have begun in those above that are nested too deeply.
    pub ignored_fields: usize,
    pub format: Format,
    pub link: Option<String>,
    depth: usize,
    pub title: Option<String>,
    /// The notes in the order of their marks.
    pub noted: Vec<(NoteKind, String)>,
    marks_of_notes: BTreeMap<(NoteKind, String), usize>,
    /// Bookmarks to which a link leads.
    pub linked: BTreeSet<String>,
    /// Names of entries in the archive.
    pub pictures: BTreeSet<String>,
    pub has_citations: bool,
    pub tracked_changes: usize,
}

impl<'a> BodyReader<'a> {
    pub fn new(file: FileContext<'a>, numbering: Numbering, library: &'a mut Library, log: &'a mut ImportLog) -> Self {
        Self {
            file,
            relationships: &file.package.relationships,
            numbering,
            library,
            log,
            blocks: Vec::new(),
            spans: Vec::new(),
            bookmarks: Vec::new(),
            boxes: Vec::new(),
            fields: Vec::new(),
            ignored_fields: 0,
            format: Format::default(),
            link: None,
            depth: 0,
            title: None,
            noted: Vec::new(),
            marks_of_notes: BTreeMap::new(),
            linked: BTreeSet::new(),
            pictures: BTreeSet::new(),
            has_citations: false,
            tracked_changes: 0,
        }
    }

    /// The blocks in a node that stands apart: a cell, a text box, a note.
    pub fn blocks_in(&mut self, node: Node<'_, '_>) -> Vec<Block> {
        let outer = (take(&mut self.blocks), take(&mut self.spans), take(&mut self.boxes));
        let format = take(&mut self.format);
        self.walk(node);
        let rest = take(&mut self.spans);
        if !rest.iter().all(is_blank) {
            self.blocks.push(Block::Paragraph(rest));
        }
        let boxes = take(&mut self.boxes);
        self.blocks.extend(boxes);
        let inside = take(&mut self.blocks);
        (self.blocks, self.spans, self.boxes) = outer;
        self.format = format;
        inside
    }

    pub fn walk(&mut self, node: Node<'_, '_>) {
        if self.depth == MAX_DEPTH {
            self.log.left(
                "part of a Word file that is nested too deeply",
                self.file.path,
                "compare the text with the file",
            );
            self.push_text(&plain_text(node));
            return;
        }
        self.depth += 1;
        for child in elements(node) {
            self.element(child);
        }
        self.depth -= 1;
    }

    fn element(&mut self, node: Node<'_, '_>) {
        match name(node) {
            "p" => self.paragraph(node),
            "tbl" => self.table(node),
            "r" => self.run(node),
            "ins" => {
                self.tracked_changes += 1;
                self.walk(node);
            }
            "del" | "moveFrom" => self.tracked_changes += 1,
            "hyperlink" => self.hyperlink(node),
            "fldSimple" => self.simple_field(node),
            "sdt" => self.content_control(node),
            "bookmarkStart" => self.bookmarks.extend(attribute(node, "name").map(str::to_owned)),
            "oMath" | "oMathPara" => self.formula(node),
            "AlternateContent" => self.alternate(node),
            "body" | "moveTo" | "smartTag" | "customXml" | "sdtContent" | "dir" | "bdo" | "ruby" | "rubyBase" => {
                self.walk(node)
            }
            _ => self.part_of_run(node),
        }
    }

    fn part_of_run(&mut self, node: Node<'_, '_>) {
        match name(node) {
            "t" => self.push_text(node.text().unwrap_or_default()),
            "tab" | "ptab" => self.push_text(" "),
            // The others are breaks of pages and columns.
            "br" if matches!(attribute(node, "type"), None | Some("textWrapping")) => self.push(Content::Break),
            "cr" => self.push(Content::Break),
            "noBreakHyphen" => self.push_text("\u{2011}"),
            "sym" => self.symbol(node),
            "drawing" | "pict" | "object" => self.drawing(node),
            "footnoteReference" => self.note(NoteKind::Footnote, node),
            "endnoteReference" => self.note(NoteKind::Endnote, node),
            "commentReference" => {
                self.log.left("comment of Word", self.file.path, "read it in Word: comments are not taken along")
            }
            "fldChar" => self.field_character(node),
            "instrText" => self.field_instruction(node.text().unwrap_or_default()),
            _ => {}
        }
    }

    fn paragraph(&mut self, node: Node<'_, '_>) {
        self.walk(node);
        let properties = child(node, "pPr");
        if properties.and_then(|found| child(found, "rPr")).is_some_and(|mark| child(mark, "del").is_some()) {
            // The end of the paragraph was deleted, so the next one goes on with it.
            return;
        }
        let spans = take(&mut self.spans);
        if !spans.iter().all(is_blank) {
            self.push_paragraph(properties, spans);
        }
        let boxes = take(&mut self.boxes);
        self.blocks.extend(boxes);
    }

    fn push_paragraph(&mut self, properties: Option<Node<'_, '_>>, spans: Vec<Span>) {
        let kind = self.file.styles.kind(properties);
        let block = match kind {
            ParagraphKind::Title if self.title.is_none() => {
                self.title = Some(plain(&spans)).filter(|title| !title.is_empty());
                return;
            }
            ParagraphKind::ContentsHeading => return,
            ParagraphKind::Heading(level) => Block::Heading { level, spans, bookmarks: take(&mut self.bookmarks) },
            ParagraphKind::Caption => Block::Caption(spans),
            ParagraphKind::Quote => Block::Quote(spans),
            ParagraphKind::Title | ParagraphKind::Plain | ParagraphKind::InList => {
                match self.file.styles.list_place(properties) {
                    Some(place) if self.numbering.has_marks(&place) => {
                        let number = self.numbering.next(&place);
                        Block::Item(Item { depth: place.depth, number, list: place.list, spans })
                    }
                    Some(place) => Block::Continued(place.depth, spans),
                    None => match self.blocks.last() {
                        Some(Block::Item(Item { depth, .. }) | Block::Continued(depth, _))
                            if kind == ParagraphKind::InList =>
                        {
                            Block::Continued(*depth, spans)
                        }
                        _ => Block::Paragraph(spans),
                    },
                }
            }
        };
        self.bookmarks.clear();
        self.blocks.push(block);
    }

    fn run(&mut self, node: Node<'_, '_>) {
        let format = self.file.styles.format(child(node, "rPr"));
        let outer = replace(&mut self.format, format);
        self.walk(node);
        self.format = outer;
    }

    pub fn push_text(&mut self, text: &str) {
        if !text.is_empty() {
            let text = text.replace(['\n', '\r', '\t'], " ").replace('\u{ad}', "");
            self.push(Content::Text(text));
        }
    }

    pub fn push(&mut self, content: Content) {
        if self.format.hidden || self.is_in_dropped_field() {
            return;
        }
        let format = match &content {
            Content::Text(_) => Format { link: self.current_link(), ..self.format.clone() },
            Content::Picture { .. } => Format { link: self.current_link(), ..Format::default() },
            Content::Break | Content::Markdown(_) => Format::default(),
        };
        self.spans.push(Span { content, format });
    }

    pub fn push_box(&mut self, blocks: Vec<Block>) {
        self.boxes.extend(blocks);
    }

    /// Fonts of symbols have their own characters. These are the ones that texts on health use.
    fn symbol(&mut self, node: Node<'_, '_>) {
        let code = attribute(node, "char").and_then(|code| u32::from_str_radix(code, 16).ok()).unwrap_or_default();
        let symbol = match code & 0xff {
            0x61 => "α",
            0x62 => "β",
            0x67 => "γ",
            0x6d => "μ",
            0xa3 => "≤",
            0xb0 => "°",
            0xb1 => "±",
            0xb3 => "≥",
            0xb4 => "×",
            0xae | 0xe0 => "→",
            _ => return self.log.left("character of a symbol font", self.file.path, "write the character itself"),
        };
        self.push_text(symbol);
    }

    fn formula(&mut self, node: Node<'_, '_>) {
        self.log.left("formula of Word", self.file.path, "write it in TeX between `$` signs");
        self.push_text(&plain_text(node));
    }

    fn note(&mut self, kind: NoteKind, node: Node<'_, '_>) {
        let Some(id) = attribute(node, "id") else { return };
        let note = (kind, id.to_owned());
        if !self.file.notes.contains_key(&note) || self.format.hidden || self.is_in_dropped_field() {
            return;
        }
        if !self.marks_of_notes.contains_key(&note) {
            self.noted.push(note.clone());
            self.log.translated("footnote");
        }
        let mark = *self.marks_of_notes.entry(note).or_insert(self.noted.len());
        self.push(Content::Markdown(format!("[^{mark}]")));
    }

    fn table(&mut self, node: Node<'_, '_>) {
        let mut rows = Vec::new();
        for row in inside_wrappers(node, "tr") {
            let is_deleted = child(row, "trPr").is_some_and(|properties| child(properties, "del").is_some());
            if is_deleted {
                self.tracked_changes += 1;
            } else {
                rows.push(self.row(row));
            }
        }
        match rows.as_mut_slice() {
            // A table of one cell is a frame around a text.
            [row] if row.len() == 1 => self.blocks.extend(row.pop().unwrap_or_default()),
            rows if rows.iter().flatten().all(Vec::is_empty) => {}
            _ => {
                self.log.translated("table");
                self.blocks.push(Block::Table(rows));
            }
        }
    }

    fn row(&mut self, row: Node<'_, '_>) -> Vec<Vec<Block>> {
        let span = |node, wanted| child(node, wanted).and_then(|found| attribute(found, "val")?.parse().ok());
        let before: usize =
            child(row, "trPr").and_then(|properties| span(properties, "gridBefore")).unwrap_or_default();
        let mut cells = vec![Vec::new(); before.min(MAX_COLUMNS)];
        for cell in inside_wrappers(row, "tc") {
            let properties = child(cell, "tcPr");
            let is_continued = ["vMerge", "hMerge"].iter().any(|merge| {
                properties
                    .and_then(|found| child(found, merge))
                    .is_some_and(|found| attribute(found, "val") != Some("restart"))
            });
            let blocks = self.blocks_in(cell);
            cells.push(if is_continued { Vec::new() } else { blocks });
            let columns: usize = properties.and_then(|properties| span(properties, "gridSpan")).unwrap_or(1);
            cells.resize(cells.len() + columns.clamp(1, MAX_COLUMNS) - 1, Vec::new());
        }
        cells.truncate(MAX_COLUMNS);
        cells
    }

    fn content_control(&mut self, node: Node<'_, '_>) {
        let properties = child(node, "sdtPr");
        let gallery = properties.and_then(|found| value(child(found, "docPartObj")?, "docPartGallery"));
        // Text that asks for text was never written by anybody.
        let is_placeholder = properties.and_then(|found| switch(found, "showingPlcHdr")) == Some(true);
        if is_placeholder || gallery == Some("Table of Contents") {
            return;
        }
        let tag = properties.and_then(|found| value(found, "tag")).unwrap_or_default();
        if self.mendeley_control(tag) {
            return;
        }
        self.walk(node);
    }

    /// Two forms of one thing for programs of different age.
    fn alternate(&mut self, node: Node<'_, '_>) {
        let has_content = |choice: &Node<'_, '_>| {
            choice
                .descendants()
                .any(|below| matches!(name(below), "t" | "blip" | "imagedata" | "txbxContent" | "oMath"))
        };
        if let Some(choice) = elements(node).find(has_content) {
            self.walk(choice);
        }
    }
}

/// The rows of a table or the cells of a row, also those in a content control or an insertion.
fn inside_wrappers<'a, 'i>(node: Node<'a, 'i>, wanted: &str) -> Vec<Node<'a, 'i>> {
    let mut found = Vec::new();
    let mut waiting: Vec<_> = elements(node).collect();
    waiting.reverse();
    while let Some(node) = waiting.pop() {
        match name(node) {
            inside if inside == wanted => found.push(node),
            "sdt" | "sdtContent" | "ins" | "customXml" => {
                let start = waiting.len();
                waiting.extend(elements(node));
                if let Some(added) = waiting.get_mut(start..) {
                    added.reverse();
                }
            }
            _ => {}
        }
    }
    found
}

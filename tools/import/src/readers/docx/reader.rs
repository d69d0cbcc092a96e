//! Walks the tree of a Word file and makes blocks of it. Fields have a file of their own.

use std::collections::{BTreeMap, BTreeSet};
use std::mem::{replace, take};
use std::rc::Rc;

use roxmltree::Node;

use wellpress_foundation::text::one_line;

use super::blocks::{self, Block, BlockKind};
use super::changes::{Change, Comments};
use super::fields::Field;
use super::formulas::{self, Formula};
use super::inline::{self, BREAK, Paragraph};
use super::library::Library;
use super::styles::{HIDDEN, ListMark, Numbering, RunFormat, Styles};
use super::symbols::{Font, Fonts};
use crate::log::ImportLog;
use crate::old_site::OldRemark;
use wellpress_docx::{Package, Relationships, attribute, child, elements, name, plain_text, switch, value};

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
    pub comments: Comments,
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
    /// The style of the paragraph, which runs inherit from.
    paragraph_style: Option<String>,
    /// The paragraph is the large first letter of the next one.
    is_initial: bool,
    /// What the run looks like.
    format: RunFormat,
    /// The comments at the paragraph.
    comments: Vec<String>,
    /// The alternative text of the next picture.
    alt: String,
    /// The fields of the paragraph whose values are not here.
    pub values: Vec<String>,
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
    /// Tracked changes, with both their texts.
    pub changes: Vec<Change>,
    /// Comments, at the words of their paragraphs.
    pub remarks: Vec<OldRemark>,
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
            "pPr" | "rPr" | "tblPr" | "trPr" | "tcPr" | "sdtPr" => {}
            "p" => self.paragraph(node),
            "tbl" => self.table(node),
            "tr" => self.row(node),
            "tc" => self.cell(node),
            "r" => self.run(node),
            "ins" | "moveTo" => {
                Change::add_text(&mut self.summary.changes, node);
                self.walk(node);
            }
            "del" | "moveFrom" => Change::add_text(&mut self.summary.changes, node),
            "hyperlink" => self.hyperlink(node),
            "fldSimple" => self.simple_field(node),
            "sdt" => self.content_control(node),
            "oMath" | "oMathPara" => self.formula(node),
            "OLEObject" if attribute(node, "ProgID").is_some_and(|program| program.starts_with("Equation")) => {
                let doubt = "a formula of the old equation editor of Word could not be read";
                self.leave("formula of the old equation editor of Word", "write it in TeX between `$` signs", doubt);
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
            "t" => self.push_text(&node.text().unwrap_or_default().replace(BREAK, " ")),
            "tab" | "ptab" => self.push_text(" "),
            "noBreakHyphen" => self.push_text("\u{2011}"),
            "sym" => self.symbol(node),
            // Breaks of pages and columns too: the words on their two sides stand apart.
            "br" | "cr" if !self.is_hidden() => self.scope.paragraph.push("<br>", &[]),
            "footnoteReference" => self.note("footnotes", node),
            "endnoteReference" => self.note("endnotes", node),
            "commentRangeStart" => self.comments.open(attribute(node, "id")),
            "commentRangeEnd" => self.comments.close(attribute(node, "id")),
            "commentReference" => self.scope.comments.extend(attribute(node, "id").map(str::to_owned)),
            "fldChar" => self.field_character(node),
            "instrText" => self.field_instruction(node.text().unwrap_or_default()),
            "altChunk" | "subDoc" => {
                let doubt = "a file that is inserted into the Word file is not here";
                self.leave("file that is inserted into a Word file", "its text", doubt);
            }
            "rt" if !plain_text(node).trim().is_empty() => {
                let doubt = format!("\"{}\" stood above the line, and is not here", one_line(&plain_text(node)));
                self.leave("words above the line (ruby)", "the words in parentheses behind those below them", &doubt);
            }
            "rt" => {}
            "textpath" => {
                let words = one_line(attribute(node, "string").unwrap_or_default());
                self.leave("WordArt", "its words", &format!("the WordArt \"{words}\" is not here"));
            }
            // Elements around others, such as `smartTag` and `moveTo`.
            _ => self.walk(node),
        }
    }

    pub fn log_left(&mut self, kind: &str, instead: &str) {
        self.log.left(kind, self.path, instead);
    }

    /// Names what was left, and makes the page a draft.
    fn leave(&mut self, kind: &str, instead: &str, doubt: &str) {
        self.log_left(kind, instead);
        self.log.doubt(self.path, doubt);
    }

    fn paragraph(&mut self, node: Node<'_, '_>) {
        let properties = child(node, "pPr");
        let style = properties.and_then(|properties| value(properties, "pStyle")).map(str::to_owned);
        let outer = replace(&mut self.scope.paragraph_style, style);
        let frame = properties.and_then(|properties| child(properties, "framePr"));
        let is_initial = frame.and_then(|frame| attribute(frame, "dropCap")).is_some_and(|kind| kind != "none");
        self.scope.is_initial = is_initial;
        if properties.is_some_and(|properties| self.styles.changes_list(properties)) {
            let words = plain_text(node);
            self.summary.changes.extend(Change::of_format(format!("{words} (outside of the list)"), words));
        }
        self.walk(node);
        (self.scope.paragraph_style, self.scope.is_initial) = (outer, false);
        let mark = properties.and_then(|properties| child(properties, "rPr"));
        let is_joined = mark.is_some_and(|mark| child(mark, "del").is_some());
        if is_joined {
            self.summary.changes.push(Change::of_paragraph_end());
        }
        // The next paragraph goes on with a large initial, and with one whose end was deleted.
        if !is_joined && !is_initial {
            self.end_paragraph(properties);
        }
    }

    fn end_paragraph(&mut self, properties: Option<Node<'_, '_>>) {
        let comments = take(&mut self.scope.comments);
        let html = self.scope.paragraph.finish();
        for value in take(&mut self.scope.values) {
            self.log_left("field that Word fills in", "the date, the name or the number, if readers need it");
            if html.is_some() {
                let doubt = format!("the field `{value}` stood in words, and what it showed is not here");
                self.log.doubt(self.path, doubt);
            }
        }
        if let Some(mut html) = html {
            let kind = properties.map_or(BlockKind::Paragraph, |properties| self.kind(properties, &mut html));
            let words = if comments.is_empty() { String::new() } else { inline::plain(&html) };
            self.summary.remarks.extend(comments.iter().filter_map(|id| self.comments.remark(id, &words)));
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
            // A caption right below a picture is not that of a table below.
            Some(Block { html, caption: None, .. })
                if block.kind == BlockKind::Caption && html.contains("<img ") && inline::plain(html).is_empty() =>
            {
                self.scope.blocks.push(Block { kind: BlockKind::Paragraph, ..block });
            }
            Some(above) if above.kind == BlockKind::Caption && matches!(block.kind, BlockKind::Table(_)) => {
                *above = Block { caption: Some(take(&mut above.html)), ..block };
            }
            _ => self.scope.blocks.push(block),
        }
    }

    /// The kind of a paragraph. The bullet of an item that says something becomes a part of its text.
    fn kind(&mut self, properties: Node<'_, '_>, html: &mut String) -> BlockKind {
        let kind = self.styles.kind(properties);
        let list_level = self.styles.list_level(properties);
        if !matches!(kind, BlockKind::Paragraph | BlockKind::Continued(_)) {
            if let Some(key) = list_level {
                self.log_left("number of a heading", "write it into the heading, if texts name it");
                // Items below it begin again.
                self.numbering.item(key);
            }
            return kind;
        }
        match list_level.as_ref().and_then(|key| self.numbering.mark(key)) {
            Some(ListMark::Sign(sign)) => html.insert_str(0, &format!("{sign} ")),
            Some(ListMark::OtherNumber) => {
                self.log_left("list with letters or words as numbers", "the letter in the text, if texts name it");
            }
            None => {}
        }
        match (list_level, self.scope.blocks.last().map(|block| &block.kind)) {
            (Some(key), _) => match self.numbering.item(key) {
                BlockKind::Item { depth, number, list } => {
                    BlockKind::Item { depth: depth.max(self.styles.least_depth(properties)), number, list }
                }
                kind => kind,
            },
            (None, Some(BlockKind::Item { .. } | BlockKind::Continued(_))) => kind,
            _ => BlockKind::Paragraph,
        }
    }

    fn run(&mut self, node: Node<'_, '_>) {
        let (properties, style) = (child(node, "rPr"), self.scope.paragraph_style.as_deref());
        let mut format = self.styles.format(properties, style);
        if let Some(old) = properties.and_then(|properties| child(child(properties, "rPrChange")?, "rPr")) {
            let (old, words) = (self.styles.format(Some(old), style), plain_text(node));
            self.summary.changes.extend(Change::of_format(old.told(&words), format.told(&words)));
        }
        format.elements.retain(|element| !self.scope.is_initial || !matches!(&**element, "sup" | "sub"));
        let outer = replace(&mut self.scope.format, format);
        if self.is_hidden() && !self.is_in_dropped_field() && !plain_text(node).trim().is_empty() {
            self.log_left("hidden text of Word", "nothing: readers of the file do not see it");
        }
        self.walk(node);
        self.scope.format = outer;
    }

    pub fn is_hidden(&self) -> bool {
        self.is_in_dropped_field() || self.scope.format.elements.iter().any(|element| **element == *HIDDEN)
    }

    pub fn push_text(&mut self, text: &str) {
        self.push_with(text, self.scope.format.fonts, None);
    }

    /// Adds a text in these fonts, in a further element of its own.
    fn push_with(&mut self, text: &str, fonts: Fonts, element: Option<&str>) {
        if self.is_hidden() {
            return;
        }
        let (text, unknown) = fonts.shown(&text.replace('\u{ad}', ""));
        for (character, font) in unknown {
            let font = font.map_or("no known font".to_owned(), |font| format!("the font {font}"));
            self.log_left(&format!("sign of {font}"), "write the character that it shows");
            let code = u32::from(character);
            self.log.doubt(self.path, format!("the character U+{code:04X} of {font} has no character of Unicode"));
        }
        let format = self.current_link().into_iter().chain(self.scope.format.elements.iter().cloned());
        let format: Vec<_> = format.chain(element.map(Rc::from)).collect();
        self.scope.paragraph.push_text(&text, &format);
        self.comments.add_words(&text);
    }

    fn formula(&mut self, node: Node<'_, '_>) {
        if self.is_hidden() {
            return;
        }
        if formulas::has_struck(node) {
            let doubt = "signs of a formula are struck or hidden in Word, and the page shows them";
            self.leave("struck signs in a formula", "the formula without them, or with words that say it", doubt);
        }
        let is_change = |part: &Node<'_, '_>| matches!(name(*part), "ins" | "del" | "moveFrom" | "moveTo");
        node.descendants().filter(is_change).for_each(|part| Change::add_text(&mut self.summary.changes, part));
        match formulas::formula(node) {
            Formula::Text(pieces) => {
                self.log.translated("formula");
                for (text, is_above) in pieces {
                    self.push_with(&text, Fonts::default(), is_above.then_some("sup"));
                }
            }
            Formula::Tex(lines) => {
                self.log.translated("formula");
                for (index, line) in lines.iter().enumerate() {
                    self.scope.paragraph.push(if index == 0 { "" } else { "<br>" }, &[]);
                    self.scope.paragraph.push_formula(line);
                }
            }
            Formula::Unread => {
                self.log_left("formula of Word that is nested too deeply", "write it in TeX between `$` signs");
                self.log.doubt(self.path, "a formula is nested too deeply, and only its characters are here");
                self.push_with(&plain_text(node), Fonts::default(), None);
            }
        }
    }

    /// A character by its code, in a font of its own.
    fn symbol(&mut self, node: Node<'_, '_>) {
        let code = attribute(node, "char").and_then(|code| u32::from_str_radix(code, 16).ok());
        let Some(character) = code.and_then(char::from_u32) else { return };
        let font = attribute(node, "font").map(Font::of);
        self.push_with(&character.to_string(), Fonts { ascii: font, other: font }, None);
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
            let is_merge = |below: Node<'_, '_>| matches!(name(below), "gridSpan" | "vMerge" | "hMerge");
            if node.descendants().any(is_merge) {
                self.log_left("table with merged cells", "its words in the empty cells beside it, where they hold");
            }
            self.push_block(Block { kind: BlockKind::Table(rows), html: String::new(), caption: None });
        }
    }

    fn row(&mut self, node: Node<'_, '_>) {
        let properties = child(node, "trPr");
        let has = |kind| properties.is_some_and(|properties| child(properties, kind).is_some());
        if has("del") {
            self.summary.changes.push(Change::of_cells(node, false));
        } else {
            if has("ins") {
                self.summary.changes.push(Change::of_cells(node, true));
            }
            // A row can begin in a later column than the first.
            let skipped = properties.and_then(|properties| value(properties, "gridBefore")?.parse().ok());
            self.scope.rows.push(vec![String::new(); skipped.unwrap_or(0).min(MAX_COLUMNS - 1)]);
            self.walk(node);
            if properties.and_then(|properties| switch(properties, "hidden")) == Some(true) {
                self.hide_row();
            }
        }
    }

    /// Takes a row out that Word marks as hidden. Programs differ in whether they show one with words.
    fn hide_row(&mut self) {
        let row = self.scope.rows.pop().unwrap_or_default();
        if row.iter().any(|cell| !cell.is_empty()) {
            let words = row.iter().map(|cell| inline::plain(cell)).collect::<Vec<_>>().join(" | ");
            let doubt = format!("a row of a table is marked as hidden and not here: \"{words}\"");
            self.leave("hidden text of Word", "nothing: readers of the file do not see it", &doubt);
        }
    }

    fn cell(&mut self, node: Node<'_, '_>) {
        let properties = child(node, "tcPr");
        let has = |kind| properties.is_some_and(|properties| child(properties, kind).is_some());
        if has("cellDel") {
            return self.summary.changes.push(Change::of_cells(node, false));
        }
        if has("cellIns") {
            self.summary.changes.push(Change::of_cells(node, true));
        }
        let text = blocks::cell(&self.blocks_in(node));
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
        let has_content =
            |below: Node<'_, '_>| matches!(name(below), "t" | "blip" | "imagedata" | "oMath" | "textpath");
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

//! Makes the text of a Word file while blocks arrive: paragraphs with their numbers, lists, tables and links.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use zip::result::ZipError;

use wellpress_walk::{Block, Blocks, Element, Event, Format, Inline, ListKind, Picture as WalkPicture, Run};

use super::lists::{OpenList, OpenTable};
use super::parts::{self, LIST_INDENT, LIST_LEVELS, References, escaped};
use super::pictures::Picture;
use super::runs::{is_code, language_in, paragraph_style, run_properties};
use super::{FormLine, WordFileSettings};

const NAMESPACES: &str = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" \
    xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\" \
    xmlns:wp=\"http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing\"";

/// A4 with margins of 2.5 cm, in twentieths of a point.
const PAGE: &str = "<w:sectPr><w:pgSz w:w=\"11906\" w:h=\"16838\"/>\
    <w:pgMar w:top=\"1417\" w:right=\"1417\" w:bottom=\"1417\" w:left=\"1417\" w:header=\"708\" w:footer=\"708\" w:gutter=\"0\"/></w:sectPr>";
/// The width between the margins.
const TEXT_WIDTH: usize = 9_072;

/// The list of bullets.
const BULLETS: usize = 1;

/// All that goes into the archive.
pub(super) struct FinishedDocument {
    pub xml: String,
    pub references: References,
    /// The first number of each ordered list.
    pub list_starts: Vec<u32>,
    pub title: String,
    pub language: String,
}

/// A Word file in the making.
pub struct WordFile<'a> {
    settings: WordFileSettings<'a>,
    body: String,
    paragraph: Option<Paragraph>,
    /// The open blocks, each with its number.
    open: Vec<Element>,
    numbers: Vec<Option<u32>>,
    /// How many open blocks have no meaning in Word, with all that is in them.
    left_out: usize,
    lists: Vec<OpenList>,
    tables: Vec<OpenTable>,
    /// The ids to which the text has links, each with its number.
    targets: BTreeMap<String, usize>,
    /// Targets at which the next paragraph begins.
    waiting_targets: Vec<usize>,
    /// The pictures by their address: one can be in a text many times.
    pictures: BTreeMap<String, Option<Picture>>,
    picture_count: usize,
    references: References,
    list_starts: Vec<u32>,
}

struct Paragraph {
    /// The elements of its properties.
    properties: String,
    runs: String,
    /// Whether white space at this place would be at the start of a line or behind another.
    ends_with_blank: bool,
}

impl<'a> WordFile<'a> {
    /// An empty file, in which links can lead to places of these blocks.
    #[must_use]
    pub fn new(settings: WordFileSettings<'a>, blocks: &Blocks) -> Self {
        let links = blocks.events().iter().filter_map(|event| match event {
            Event::Inline(Inline::Text(Run { link: Some(link), .. })) => link.strip_prefix('#'),
            _ => None,
        });
        let mut targets: BTreeMap<String, usize> = links.map(|id| (id.to_owned(), 0)).collect();
        targets.values_mut().zip(1..).for_each(|(number, next)| *number = next);
        Self {
            settings,
            body: String::new(),
            paragraph: None,
            open: Vec::new(),
            numbers: Vec::new(),
            left_out: 0,
            lists: Vec::new(),
            tables: Vec::new(),
            targets,
            waiting_targets: Vec::new(),
            pictures: BTreeMap::new(),
            picture_count: 0,
            references: References::default(),
            list_starts: Vec::new(),
        }
    }

    /// Starts a block whose paragraphs begin with this number. Where an item or a cell has several paragraphs, all of them show its
    /// number, so that words of each can be found by it.
    pub fn start_numbered(&mut self, element: &Element, number: Option<u32>) {
        self.end_paragraph();
        self.open.push(element.clone());
        self.numbers.push(number);
        if self.left_out > 0 || element.block == Block::Form {
            self.left_out += 1;
            return;
        }
        let target = element.id.as_ref().and_then(|id| self.targets.get(id));
        self.waiting_targets.extend(target);
        match &element.block {
            Block::List(kind) => self.start_list(*kind),
            Block::Item(number) => self.start_item(*number),
            Block::Table => self.tables.push(OpenTable::default()),
            Block::Row { is_head } => self.start_row(*is_head),
            Block::Cell { .. } => self.start_cell(),
            // Without a `_` arm, so that a new kind of block does not compile before somebody has decided what it is in Word.
            Block::Heading(_)
            | Block::Paragraph
            | Block::Lead
            | Block::Notice(_)
            | Block::Quote
            | Block::Definitions
            | Block::Dose
            | Block::Term
            | Block::Definition
            | Block::Figure
            | Block::Caption
            | Block::Code(_)
            | Block::Aside(_)
            | Block::Section(_)
            | Block::Group
            | Block::Expander
            | Block::ExpanderTitle
            | Block::Form
            | Block::Rule => {}
        }
    }

    /// Adds a line that somebody fills in, which begins with its name.
    pub fn form_line(&mut self, name: &str, line: FormLine<'_>) {
        self.end_paragraph();
        let run = |text: &str| format!("<w:r><w:t xml:space=\"preserve\">{}</w:t></w:r>", escaped(text));
        let name = escaped(name);
        let control = |kind: &str, shown: &str| {
            format!(
                "<w:sdt><w:sdtPr><w:alias w:val=\"{name}\"/><w:tag w:val=\"{name}\"/>{kind}</w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>",
                run(shown)
            )
        };
        let control = match line {
            FormLine::Text => String::new(),
            FormLine::Date => control(
                "<w:date><w:dateFormat w:val=\"yyyy-MM-dd\"/><w:storeMappedDataAs w:val=\"date\"/><w:calendar w:val=\"gregorian\"/></w:date>",
                "YYYY-MM-DD",
            ),
            FormLine::Choice(words) => {
                let items = words.iter().map(|word| {
                    let word = escaped(word);
                    format!("<w:listItem w:displayText=\"{word}\" w:value=\"{word}\"/>")
                });
                control(&format!("<w:dropDownList>{}</w:dropDownList>", items.collect::<String>()), &words.join(" / "))
            }
        };
        let name = run(&format!("{name}: "));
        let _ = writeln!(self.body, "<w:p><w:pPr><w:pStyle w:val=\"Answer\"/></w:pPr>{name}{control}</w:p>");
    }

    /// The file.
    ///
    /// # Errors
    /// When the archive would be too large for its format.
    pub fn finish(mut self) -> Result<Vec<u8>, ZipError> {
        self.end_paragraph();
        parts::package(FinishedDocument {
            xml: format!("<w:document {NAMESPACES}><w:body>{}{PAGE}</w:body></w:document>", self.body),
            references: self.references,
            list_starts: self.list_starts,
            title: self.settings.title,
            language: self.settings.language,
        })
    }

    /// Whether text at this place runs from right to left.
    fn is_right_to_left(&self) -> bool {
        // The direction of another language is left to the program.
        self.settings.is_right_to_left && language_in(&self.open).is_none() && !is_code(&self.open)
    }

    fn text(&mut self, run: &Run) {
        if self.paragraph.is_none() && run.text.trim().is_empty() {
            return;
        }
        if !is_code(&self.open) {
            let text = self.paragraph().collapsed(&run.text);
            return self.run(&text, run);
        }
        for (index, line) in run.text.trim_end_matches('\n').split('\n').enumerate() {
            if index > 0 {
                self.line_break();
            }
            self.run(line, run);
        }
    }

    /// A piece of text with its format and its link.
    fn run(&mut self, text: &str, run: &Run) {
        if text.is_empty() {
            return;
        }
        let link = run.link.as_deref().and_then(|address| self.link(address));
        let flags = (link.is_some(), self.is_right_to_left() && run.language.is_none());
        let properties = run_properties(text, run, &self.open, flags, &self.settings.language);
        let run = format!("<w:r>{properties}<w:t xml:space=\"preserve\">{}</w:t></w:r>", escaped(text));
        let runs = &mut self.paragraph().runs;
        match link {
            Some(attribute) => *runs += &format!("<w:hyperlink {attribute}>{run}</w:hyperlink>"),
            None => *runs += &run,
        }
    }

    /// The attribute of a link to this address; `None` if the file cannot have one.
    fn link(&mut self, address: &str) -> Option<String> {
        if let Some(id) = address.strip_prefix('#') {
            return self.targets.get(id).map(|number| format!("w:anchor=\"target{number}\""));
        }
        let is_safe = wellpress_markdown::behind_link_scheme(address).is_some();
        let is_safe = is_safe && wellpress_markdown::is_safe_address(address);
        is_safe.then(|| format!("r:id=\"{}\"", self.references.link(address)))
    }

    /// The open paragraph, or a new one that begins with the number of the blocks around it.
    fn paragraph(&mut self) -> &mut Paragraph {
        if self.paragraph.is_none() {
            let properties = self.properties();
            let mut runs = String::new();
            for target in self.waiting_targets.drain(..) {
                let _ = write!(
                    runs,
                    "<w:bookmarkStart w:id=\"{target}\" w:name=\"target{target}\"/><w:bookmarkEnd w:id=\"{target}\"/>"
                );
            }
            if let Some(number) = self.numbers.iter().rev().find_map(|number| *number) {
                let direction = if self.is_right_to_left() { "<w:rtl/>" } else { "" };
                let _ = write!(
                    runs,
                    "<w:r><w:rPr><w:rStyle w:val=\"ParagraphNumber\"/>{direction}</w:rPr><w:t xml:space=\"preserve\">[{number}] </w:t></w:r>"
                );
            }
            self.paragraph = Some(Paragraph { properties, runs, ends_with_blank: true });
        }
        self.paragraph.as_mut().expect("it was made above")
    }

    fn properties(&mut self) -> String {
        let style = paragraph_style(&self.open);
        let mut xml = format!("<w:pStyle w:val=\"{style}\"/>");
        // A picture stays on the page of its caption.
        if style != "Caption" && self.open.iter().any(|element| element.block == Block::Figure) {
            xml.push_str("<w:keepNext/>");
        }
        let level = self.lists.len().min(LIST_LEVELS);
        let mut indent = None;
        if let Some(list) = self.lists.last_mut().filter(|_| !style.starts_with("Heading")) {
            let is_first = std::mem::take(&mut list.is_at_item);
            match list.number.filter(|_| is_first) {
                Some(number) => {
                    let _ = write!(
                        xml,
                        "<w:numPr><w:ilvl w:val=\"{}\"/><w:numId w:val=\"{number}\"/></w:numPr>",
                        level - 1
                    );
                }
                None => indent = Some(LIST_INDENT * level),
            }
        }
        if self.is_right_to_left() {
            xml.push_str("<w:bidi/>");
        }
        if let Some(indent) = indent {
            let _ = write!(xml, "<w:ind w:left=\"{indent}\"/>");
        }
        xml
    }

    fn end_paragraph(&mut self) {
        if let Some(Paragraph { properties, runs, .. }) = self.paragraph.take() {
            let _ = writeln!(self.body, "<w:p><w:pPr>{properties}</w:pPr>{runs}</w:p>");
        }
    }

    fn line_break(&mut self) {
        if let Some(paragraph) = &mut self.paragraph {
            paragraph.runs.push_str("<w:r><w:br/></w:r>");
            paragraph.ends_with_blank = true;
        }
    }

    fn start_list(&mut self, kind: ListKind) {
        let next = kind.first_number();
        let number = match next {
            Some(first) => Some(self.numbered_list(first)),
            None => (kind == ListKind::Bullets).then_some(BULLETS),
        };
        self.lists.push(OpenList { number, is_at_item: false, has_boxes: kind == ListKind::Boxes, next });
    }

    /// A new list whose numbers begin with this one.
    fn numbered_list(&mut self, first: u32) -> usize {
        self.list_starts.push(first);
        BULLETS + self.list_starts.len()
    }

    /// Starts an item. One whose number is not that of its place begins a list of its own in Word.
    fn start_item(&mut self, number: Option<u32>) {
        let next = self.lists.last().and_then(|list| list.next);
        let restart = number.filter(|number| next.is_some_and(|next| next != *number));
        let new_list = restart.map(|number| self.numbered_list(number));
        let Some(list) = self.lists.last_mut() else { return };
        list.is_at_item = true;
        list.number = new_list.or(list.number);
        list.next = number.or(list.next).map(|number| number + 1);
        if list.has_boxes {
            self.run("☐ ", &Run::default());
        }
    }

    fn is_in_table(&self) -> bool {
        self.tables.last().is_some_and(|table| table.grid.is_some())
    }

    fn start_row(&mut self, is_head: bool) {
        let is_right_to_left = self.is_right_to_left();
        let Some(table) = self.tables.last_mut() else { return };
        if table.grid.is_none() {
            let direction = if is_right_to_left { "<w:bidiVisual/>" } else { "" };
            let _ = write!(
                self.body,
                "<w:tbl><w:tblPr><w:tblStyle w:val=\"TableGrid\"/>{direction}<w:tblW w:w=\"5000\" w:type=\"pct\"/></w:tblPr>"
            );
            table.grid = Some(self.body.len());
        }
        table.columns_of_row = 0;
        self.body.push_str("<w:tr>");
        self.body.push_str(if is_head { "<w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>" } else { "" });
    }

    fn start_cell(&mut self) {
        if let Some(table) = self.tables.last_mut().filter(|table| table.grid.is_some()) {
            table.columns_of_row += 1;
            table.columns = table.columns.max(table.columns_of_row);
            self.body.push_str("<w:tc><w:tcPr><w:tcW w:w=\"0\" w:type=\"auto\"/></w:tcPr>");
        }
    }

    fn end_cell(&mut self) {
        if self.is_in_table() {
            // Word refuses a cell that does not end with a paragraph.
            let needs_paragraph = !self.body.ends_with("</w:p>\n");
            self.body.push_str(if needs_paragraph { "<w:p/></w:tc>" } else { "</w:tc>" });
        }
    }

    /// Ends a table. Its columns are known only now. Behind it stands an empty paragraph, without which Word would join two tables.
    fn end_table(&mut self) {
        let Some(OpenTable { grid: Some(grid), columns, .. }) = self.tables.pop() else { return };
        let column = format!("<w:gridCol w:w=\"{}\"/>", TEXT_WIDTH / columns.max(1));
        self.body.insert_str(grid, &format!("<w:tblGrid>{}</w:tblGrid>\n", column.repeat(columns)));
        self.body.push_str("</w:tbl>\n<w:p/>\n");
    }

    /// A picture, or the still of a video. One that cannot be shown is replaced by its description.
    fn picture(&mut self, picture: &WalkPicture) {
        if !self.pictures.contains_key(&picture.url) {
            let (reader, rasterise) = (self.settings.picture, self.settings.rasterise);
            let read = reader(picture).and_then(|bytes| Picture::add(bytes, &mut self.references, rasterise));
            self.pictures.insert(picture.url.clone(), read);
        }
        self.picture_count += 1;
        let width = picture.width.map(f64::from).filter(|width| *width >= 1.0);
        match self.pictures.get(&picture.url).and_then(Option::as_ref) {
            Some(shown) => {
                let run = shown.run(&picture.alt, width, self.picture_count);
                let paragraph = self.paragraph();
                paragraph.runs.push_str(&run);
                paragraph.ends_with_blank = false;
            }
            None => self.description(&picture.alt),
        }
    }

    /// What a picture shows in words, where the file cannot have the picture.
    fn description(&mut self, words: &str) {
        if !words.is_empty() {
            self.run(&format!("[{words}]"), &Run::default());
        }
    }
}

impl Format for WordFile<'_> {
    fn name(&self) -> &str {
        "Word"
    }

    fn start(&mut self, element: &Element) {
        self.start_numbered(element, None);
    }

    fn end(&mut self, element: &Element) {
        self.end_paragraph();
        self.open.pop();
        self.numbers.pop();
        if self.left_out > 0 {
            self.left_out -= 1;
            return;
        }
        match element.block {
            Block::List(_) => drop(self.lists.pop()),
            Block::Table => self.end_table(),
            Block::Row { .. } if self.is_in_table() => self.body.push_str("</w:tr>\n"),
            Block::Cell { .. } => self.end_cell(),
            _ => {}
        }
    }

    fn inline(&mut self, inline: &Inline) {
        if self.left_out > 0 {
            return;
        }
        match inline {
            Inline::Text(run) => self.text(run),
            Inline::Break => self.line_break(),
            Inline::Picture(picture) => self.picture(picture),
            Inline::Drawing(words) => self.description(words),
            Inline::Video(video) => {
                if let Some(poster) = &video.poster {
                    self.picture(&WalkPicture { alt: video.label.clone(), ..poster.clone() });
                }
            }
            // The answer of a reviewer is compared with the words of the text, which has no boxes.
            Inline::Task(_) => {}
        }
    }

    fn written(&self) -> &str {
        &self.body
    }
}

impl Paragraph {
    /// Text with its white space as a page shows it: a blank, and none at the start of a line.
    fn collapsed(&mut self, text: &str) -> String {
        let mut collapsed = String::with_capacity(text.len());
        for c in text.chars() {
            // A non-breaking blank is no white space.
            let is_blank = matches!(c, ' ' | '\t' | '\n' | '\r' | '\u{c}');
            if !is_blank {
                collapsed.push(c);
            } else if !self.ends_with_blank {
                collapsed.push(' ');
            }
            self.ends_with_blank = is_blank;
        }
        collapsed
    }
}

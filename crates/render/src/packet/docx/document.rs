//! Makes the text of a Word file while the HTML of a packet is read: paragraphs with their numbers, lists, tables and links.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use wellpress_markdown::{behind_link_scheme, is_safe_address};

use crate::safety::html_reader::{Event, OpenElement};

use super::Rasterise;
use super::parts::{LIST_INDENT, LIST_LEVELS, References, escaped};
use super::pictures::Picture;
use super::runs::{has_class, is_block, is_left_out, is_right_to_left, paragraph_style, run_properties};

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

/// The text in the making.
pub(super) struct Document<'a> {
    rasterise: Rasterise<'a>,
    body: String,
    paragraph: Option<Paragraph>,
    /// Where each open section begins in the body.
    sections: Vec<usize>,
    lists: Vec<List>,
    tables: Vec<Table>,
    /// The ids to which the text has links, each with its number.
    targets: BTreeMap<&'a str, usize>,
    /// Targets at which the next paragraph begins.
    waiting_targets: Vec<usize>,
    /// The pictures by their address: a drawing can be in a packet many times.
    pictures: BTreeMap<String, Option<Picture>>,
    picture_count: usize,
    references: References,
    list_starts: Vec<u32>,
    title: String,
    language: String,
    is_right_to_left: bool,
}

struct Paragraph {
    /// The elements of its properties.
    properties: String,
    runs: String,
    /// Whether white space at this place would be at the start of a line or behind another.
    ends_with_blank: bool,
}

struct List {
    /// `None`: a list of boxes to tick, which has no signs of its own.
    number: Option<usize>,
    /// Whether the next paragraph is the first one of an item, which has the sign.
    is_at_item: bool,
}

#[derive(Default)]
struct Table {
    /// Where its rows begin in the body; `None` before the first row, so that a caption stands above the table.
    grid: Option<usize>,
    columns: usize,
    columns_of_row: usize,
}

impl<'a> Document<'a> {
    pub fn new(html: &'a str, rasterise: Rasterise<'a>) -> Self {
        let links = html.split("href=\"#").skip(1).filter_map(|rest| rest.split('"').next());
        let mut targets: BTreeMap<&str, usize> = links.map(|id| (id, 0)).collect();
        targets.values_mut().zip(1..).for_each(|(number, next)| *number = next);
        Self {
            rasterise,
            body: String::new(),
            paragraph: None,
            sections: Vec::new(),
            lists: Vec::new(),
            tables: Vec::new(),
            targets,
            waiting_targets: Vec::new(),
            pictures: BTreeMap::new(),
            picture_count: 0,
            references: References::default(),
            list_starts: Vec::new(),
            title: String::new(),
            language: String::new(),
            is_right_to_left: false,
        }
    }

    /// Takes the next piece of the HTML.
    pub fn read(&mut self, event: &Event<'_>, open: &[OpenElement]) {
        let Some((element, around)) = open.split_last() else { return };
        match event {
            Event::Start if element.name == "html" => {
                self.language = element.attribute("lang").unwrap_or_default().to_owned();
                self.is_right_to_left = is_right_to_left(open);
            }
            Event::Text(text) if element.name == "title" && around.last().is_some_and(|head| head.name == "head") => {
                self.title.push_str(text);
            }
            _ if is_left_out(open) => {}
            Event::Start => self.start(element, open),
            Event::Text(text) => self.text(text, element, open),
            Event::End => self.end(element),
        }
    }

    /// The start of an HTML document with the language and the direction of this one.
    pub fn html_start(&self) -> String {
        let direction = if self.is_right_to_left { "rtl" } else { "ltr" };
        format!("<html lang=\"{}\" dir=\"{direction}\">", escaped(&self.language))
    }

    /// Adds paragraphs that are made already.
    pub fn append(&mut self, paragraphs: &str) {
        self.end_paragraph();
        self.body.push_str(paragraphs);
    }

    pub fn finish(mut self) -> FinishedDocument {
        self.end_paragraph();
        FinishedDocument {
            xml: format!("<w:document {NAMESPACES}><w:body>{}{PAGE}</w:body></w:document>", self.body),
            references: self.references,
            list_starts: self.list_starts,
            title: self.title,
            language: self.language,
        }
    }

    fn start(&mut self, element: &OpenElement, open: &[OpenElement]) {
        if is_block(element) {
            self.end_paragraph();
        }
        let target = element.attribute("id").and_then(|id| self.targets.get(id));
        self.waiting_targets.extend(target);
        match element.name.as_str() {
            "section" => self.sections.push(self.body.len()),
            "ol" | "ul" => self.start_list(element),
            "li" => self.lists.iter_mut().rev().take(1).for_each(|list| list.is_at_item = true),
            "table" => self.tables.push(Table::default()),
            "tr" => self.start_row(element, open),
            "td" | "th" => self.start_cell(),
            "br" => self.line_break(),
            "img" | "video" => self.picture(element, open),
            "span" if has_class(element, "box") => self.text("☐ ", element, open),
            _ => {}
        }
    }

    fn end(&mut self, element: &OpenElement) {
        if is_block(element) {
            self.end_paragraph();
        }
        match element.name.as_str() {
            "section" => self.end_section(),
            "ol" | "ul" => drop(self.lists.pop()),
            "table" => self.end_table(),
            "tr" if self.is_in_table() => self.body.push_str("</w:tr>\n"),
            "td" | "th" if self.is_in_table() => {
                // Word refuses a cell that does not end with a paragraph.
                let needs_paragraph = !self.body.ends_with("</w:p>\n");
                self.body.push_str(if needs_paragraph { "<w:p/></w:tc>" } else { "</w:tc>" });
            }
            // Where a claim stands is a line of its own.
            "span" if has_class(element, "place") => self.line_break(),
            _ => {}
        }
    }

    fn text(&mut self, text: &str, element: &OpenElement, open: &[OpenElement]) {
        // The number of the HTML; each paragraph in Word gets it by itself.
        if has_class(element, "number") && number(open) == Some(text.trim()) {
            return;
        }
        if self.paragraph.is_none() && text.trim().is_empty() {
            return;
        }
        let is_preformatted = open.iter().any(|element| element.name == "pre");
        let lines: Vec<&str> =
            if is_preformatted { text.trim_end_matches('\n').split('\n').collect() } else { vec![text] };
        for (index, line) in lines.into_iter().enumerate() {
            if index > 0 {
                self.line_break();
            }
            let line = if is_preformatted { line.to_owned() } else { self.paragraph(open).collapsed(line) };
            self.run(&line, open);
        }
    }

    /// A piece of text with its format and its link.
    fn run(&mut self, text: &str, open: &[OpenElement]) {
        if text.is_empty() {
            return;
        }
        let link = open.iter().rev().find(|element| element.name == "a").and_then(|link| link.attribute("href"));
        let link = link.and_then(|address| self.link(address));
        let properties = run_properties(text, open, link.is_some(), &self.language);
        let run = format!("<w:r>{properties}<w:t xml:space=\"preserve\">{}</w:t></w:r>", escaped(text));
        let runs = &mut self.paragraph(open).runs;
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
        let is_safe = behind_link_scheme(address).is_some() && is_safe_address(address);
        is_safe.then(|| format!("r:id=\"{}\"", self.references.link(address)))
    }

    /// The open paragraph, or a new one inside of these elements that begins with their number.
    fn paragraph(&mut self, open: &[OpenElement]) -> &mut Paragraph {
        if self.paragraph.is_none() {
            let properties = self.properties(open);
            let mut runs = String::new();
            for target in self.waiting_targets.drain(..) {
                let _ = write!(
                    runs,
                    "<w:bookmarkStart w:id=\"{target}\" w:name=\"target{target}\"/><w:bookmarkEnd w:id=\"{target}\"/>"
                );
            }
            if let Some(number) = number(open) {
                let direction = if is_right_to_left(open) { "<w:rtl/>" } else { "" };
                let _ = write!(
                    runs,
                    "<w:r><w:rPr><w:rStyle w:val=\"ParagraphNumber\"/>{direction}</w:rPr><w:t xml:space=\"preserve\">[{}] </w:t></w:r>",
                    escaped(number)
                );
            }
            self.paragraph = Some(Paragraph { properties, runs, ends_with_blank: true });
        }
        self.paragraph.as_mut().expect("it was made above")
    }

    fn properties(&mut self, open: &[OpenElement]) -> String {
        let style = paragraph_style(open);
        let mut xml = format!("<w:pStyle w:val=\"{style}\"/>");
        // A picture stays on the page of its caption.
        if style != "Caption" && open.iter().any(|element| element.name == "figure") {
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
        if is_right_to_left(open) {
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

    /// Takes a section out of which only the heading is left, such as one with lines to write on by hand.
    fn end_section(&mut self) {
        let Some(start) = self.sections.pop() else { return };
        let mut lines = self.body[start..].lines();
        let is_heading = lines.next().is_some_and(|first| first.starts_with("<w:p><w:pPr><w:pStyle w:val=\"Heading"));
        if is_heading && lines.next().is_none() {
            self.body.truncate(start);
        }
    }

    fn start_list(&mut self, element: &OpenElement) {
        let number = if has_class(element, "boxes") {
            None
        } else if element.name == "ul" {
            Some(BULLETS)
        } else {
            let start = element.attribute("start").and_then(|start| start.parse().ok());
            self.list_starts.push(start.unwrap_or(1));
            Some(BULLETS + self.list_starts.len())
        };
        self.lists.push(List { number, is_at_item: false });
    }

    fn is_in_table(&self) -> bool {
        self.tables.last().is_some_and(|table| table.grid.is_some())
    }

    fn start_row(&mut self, element: &OpenElement, open: &[OpenElement]) {
        let Some(table) = self.tables.last_mut() else { return };
        if table.grid.is_none() {
            let direction = if is_right_to_left(open) { "<w:bidiVisual/>" } else { "" };
            let _ = write!(
                self.body,
                "<w:tbl><w:tblPr><w:tblStyle w:val=\"TableGrid\"/>{direction}<w:tblW w:w=\"5000\" w:type=\"pct\"/></w:tblPr>"
            );
            table.grid = Some(self.body.len());
        }
        table.columns_of_row = 0;
        let is_head = open.iter().any(|around| around.name == "thead") && element.name == "tr";
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

    /// Ends a table. Its columns are known only now. Behind it stands an empty paragraph, without which Word would join two tables.
    fn end_table(&mut self) {
        let Some(Table { grid: Some(grid), columns, .. }) = self.tables.pop() else { return };
        let column = format!("<w:gridCol w:w=\"{}\"/>", TEXT_WIDTH / columns.max(1));
        self.body.insert_str(grid, &format!("<w:tblGrid>{}</w:tblGrid>\n", column.repeat(columns)));
        self.body.push_str("</w:tbl>\n<w:p/>\n");
    }

    /// A picture, or the still of a video. One that cannot be shown is replaced by its description.
    fn picture(&mut self, element: &OpenElement, open: &[OpenElement]) {
        let address = element.attribute("src").filter(|_| element.name == "img").or(element.attribute("poster"));
        let alt = element.attribute("alt").or(element.attribute("aria-label")).unwrap_or_default();
        let Some(address) = address else { return };
        if !self.pictures.contains_key(address) {
            let picture = Picture::add(address, &mut self.references, self.rasterise);
            self.pictures.insert(address.to_owned(), picture);
        }
        self.picture_count += 1;
        let width = element.attribute("width").and_then(|width| width.parse().ok()).filter(|width: &f64| *width >= 1.0);
        match self.pictures.get(address).and_then(Option::as_ref) {
            Some(picture) => {
                let run = picture.run(alt, width, self.picture_count);
                let paragraph = self.paragraph(open);
                paragraph.runs.push_str(&run);
                paragraph.ends_with_blank = false;
            }
            None if alt.is_empty() => {}
            None => self.run(&format!("[{alt}]"), open),
        }
    }
}

/// The number that the packet gave the innermost of these elements. Where an item or a cell has several paragraphs in Word, all of them
/// show its number, so that words of each can be found by it.
fn number(open: &[OpenElement]) -> Option<&str> {
    open.iter().rev().find_map(|element| element.attribute("data-paragraph"))
}

impl Paragraph {
    /// Text with its white space as HTML shows it: a blank, and none at the start of a line.
    fn collapsed(&mut self, text: &str) -> String {
        let mut collapsed = String::with_capacity(text.len());
        for c in text.chars() {
            // A non-breaking blank is no white space of HTML.
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

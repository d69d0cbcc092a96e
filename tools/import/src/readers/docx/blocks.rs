//! The blocks of a text, and those as Markdown: headings, lists, tables, figures and paragraphs.

use super::inline::{markdown, plain};

/// Those that the build knows.
const BIBLIOGRAPHY_HEADINGS: &str = "references, reference list, bibliography, sources, works cited, literature cited, \
    referencias, bibliografía, fuentes, literatur, literaturverzeichnis, quellen, einzelnachweise, المراجع, المصادر";

#[derive(Debug, Clone)]
pub(super) struct Block {
    pub kind: BlockKind,
    /// The text of a paragraph.
    pub html: String,
    /// That of a table or a picture.
    pub caption: Option<String>,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) enum BlockKind {
    Title,
    /// With the level in Word.
    Heading(u8),
    Paragraph,
    Quote,
    Caption,
    Item {
        depth: usize,
        /// None for a bullet.
        number: Option<u64>,
        /// The list in Word, by which two lists that follow each other are told apart.
        list: String,
    },
    /// A further paragraph of the item above, with the depth of that.
    Continued(usize),
    /// Rows of cells as HTML.
    Table(Vec<Vec<String>>),
}

impl Block {
    /// The level of a heading in Word.
    pub fn level(&self) -> Option<u8> {
        if let BlockKind::Heading(level) = self.kind { Some(level) } else { None }
    }

    /// Whether this is the heading of a list of sources, or a paragraph in place of one.
    pub fn is_bibliography_heading(&self) -> bool {
        let words = plain(&self.html).trim_end_matches(':').to_lowercase();
        let is_one = BIBLIOGRAPHY_HEADINGS.split(", ").any(|heading| heading == words);
        is_one && matches!(self.kind, BlockKind::Heading(_) | BlockKind::Paragraph)
    }

    /// Whether this can have a caption below: a table, or one picture with an alternative text. A figure without that text is an error
    /// of the build, while a picture without it is a warning, so a caption below such a picture stays a paragraph.
    pub fn takes_caption(&self) -> bool {
        let html = self.html.trim();
        let is_picture =
            html.starts_with("<img ") && html.find('>') == Some(html.len() - 1) && !html.ends_with("alt=\"\">");
        let is_table = matches!(self.kind, BlockKind::Table(_));
        self.caption.is_none() && (is_table || (is_picture && self.kind == BlockKind::Paragraph))
    }

    /// The block in a cell, as one line of HTML.
    fn line(&self) -> String {
        let line = match &self.kind {
            BlockKind::Table(rows) => joined(rows.iter().map(|row| joined(row.iter().cloned(), "; ")), "<br>"),
            BlockKind::Item { number, .. } => {
                format!("{} {}", number.map_or("•".to_owned(), |number| format!("{number}.")), self.html)
            }
            _ => self.html.clone(),
        };
        joined([line, self.caption.clone().unwrap_or_default()].into_iter(), "<br>")
    }
}

/// The content of a cell, which is one line in Markdown.
pub(super) fn cell(blocks: &[Block]) -> String {
    joined(blocks.iter().map(Block::line), "<br>")
}

fn joined(parts: impl Iterator<Item = String>, separator: &str) -> String {
    parts.filter(|part| !part.is_empty()).collect::<Vec<_>>().join(separator)
}

pub(super) fn highest_level(blocks: &[Block]) -> u8 {
    blocks.iter().filter_map(Block::level).min().unwrap_or(1)
}

/// The blocks as Markdown. The highest heading becomes that of level 2, and no level is skipped.
pub(super) fn text(blocks: &[Block]) -> String {
    let highest = highest_level(blocks);
    let mut level_above = 1;
    let mut writer = Writer::default();
    for block in blocks {
        let html = &block.html;
        match (&block.kind, &block.caption) {
            (BlockKind::Heading(level), _) => {
                level_above = (usize::from(level - highest) + 2).min(level_above + 1).min(6);
                writer.block(&markdown(&format!("<h{level_above}>{html}</h{level_above}>")));
            }
            (BlockKind::Table(rows), caption) => writer.block(&table(rows, caption.as_deref().unwrap_or_default())),
            (BlockKind::Quote, _) => writer.block(&markdown(&format!("<blockquote><p>{html}</p></blockquote>"))),
            (BlockKind::Item { depth, number, list }, _) => writer.item(*depth, *number, list, &paragraph(html)),
            (BlockKind::Continued(depth), _) => writer.continued(*depth, &paragraph(html)),
            (_, None) => writer.block(&paragraph(html)),
            (_, Some(caption)) => {
                writer.block(&markdown(&format!("<figure>{html}<figcaption>{caption}</figcaption></figure>")));
            }
        }
    }
    writer.text
}

/// The blocks of a footnote: the first behind its mark and the others below it.
pub(super) fn note(mark: usize, blocks: &[Block]) -> String {
    let text = text(blocks).replace('\n', "\n    ").replace("\n    \n", "\n\n");
    format!("[^{mark}]: {text}")
}

fn paragraph(html: &str) -> String {
    markdown(&format!("<p>{html}</p>"))
}

/// A table with the first row as its head.
fn table(rows: &[Vec<String>], caption: &str) -> String {
    let mut html = format!("<table><caption>{caption}</caption>");
    for (index, row) in rows.iter().enumerate() {
        let tag = if index == 0 { "th" } else { "td" };
        let cells: String = row.iter().map(|cell| format!("<{tag}>{cell}</{tag}>")).collect();
        html.push_str(&format!("<tr>{cells}</tr>"));
    }
    markdown(&(html + "</table>"))
}

#[derive(Default)]
struct Writer {
    text: String,
    /// The items in which the next one can be nested.
    open: Vec<OpenItem>,
}

struct OpenItem {
    /// That in Word.
    depth: usize,
    list: String,
    /// What marks an item, behind its number if it has one. Another sign begins another list.
    sign: char,
    /// Where the text of the item begins.
    indent: usize,
}

impl Writer {
    fn block(&mut self, block: &str) {
        self.open.clear();
        self.append("\n\n", block);
    }

    fn append(&mut self, separator: &str, block: &str) {
        if !self.text.is_empty() {
            self.text.push_str(separator);
        }
        self.text.push_str(block);
    }

    fn item(&mut self, word_depth: usize, number: Option<u64>, list: &str, text: &str) {
        // The outer items of a list can be missing.
        let depth = self.open.iter().take_while(|item| item.depth < word_depth).count();
        let item_at_depth = self.open.get(depth);
        let is_same = |item: &OpenItem| item.list == list && item.depth == word_depth;
        let [usual, other] = if number.is_some() { ['.', ')'] } else { ['-', '*'] };
        let sign = match item_at_depth {
            Some(item) if is_same(item) && [usual, other].contains(&item.sign) => item.sign,
            Some(item) if item.sign == usual => other,
            _ => usual,
        };
        let is_first = item_at_depth.is_none_or(|item| item.sign != sign);
        // Only a list that begins with 1 can follow a text without an empty line.
        let is_late_start = number.is_some_and(|number| number != 1);
        self.open.truncate(depth);
        let outer = self.open.last().map_or(0, |open| open.indent);
        let mark = format!("{}{sign} ", number.map(|number| number.to_string()).unwrap_or_default());
        let indent = outer + mark.len();
        let separator = if is_first && (depth == 0 || is_late_start) { "\n\n" } else { "\n" };
        self.append(separator, &format!("{}{mark}{}", " ".repeat(outer), indented(text, indent)));
        self.open.push(OpenItem { depth: word_depth, list: list.to_owned(), sign, indent });
    }

    fn continued(&mut self, depth: usize, text: &str) {
        self.open.truncate(depth + 1);
        let indent = self.open.last().map_or(0, |open| open.indent);
        self.append("\n\n", &format!("{}{}", " ".repeat(indent), indented(text, indent)));
    }
}

/// Indents all lines but the first.
fn indented(text: &str, indent: usize) -> String {
    text.replace('\n', &format!("\n{}", " ".repeat(indent)))
}

/// Whether the text ends with a list of sources that an author wrote by hand, which becomes a numbered list under a heading.
pub(super) fn make_manual_list(blocks: &mut Vec<Block>) -> bool {
    let Some(at) = blocks.iter().rposition(Block::is_bibliography_heading) else { return false };
    let entries = blocks.get(at + 1..).unwrap_or_default().iter().zip(1..);
    let list: Option<Vec<Block>> = entries.map(|(block, number)| reference(block, number)).collect();
    let Some(list) = list.filter(|list| !list.is_empty()) else { return false };
    let level = highest_level(blocks);
    blocks.truncate(at + 1);
    if let Some(heading) = blocks.last_mut() {
        heading.kind = BlockKind::Heading(level);
    }
    blocks.extend(list);
    true
}

/// An entry of a list of sources: an item with a number, or a paragraph that begins with its number.
fn reference(block: &Block, number: u64) -> Option<Block> {
    let html = match block.kind {
        BlockKind::Item { number: Some(_), .. } => &block.html,
        BlockKind::Paragraph => without_number(&block.html, number)?,
        _ => return None,
    };
    let kind = BlockKind::Item { depth: 0, number: Some(number), list: "references".to_owned() };
    Some(Block { kind, html: html.to_owned(), caption: None })
}

/// Takes `1.`, `1)`, `[1]` or `1` with a blank from the beginning.
fn without_number(html: &str, number: u64) -> Option<&str> {
    let forms = [format!("{number}."), format!("{number})"), format!("[{number}]"), format!("{number} ")];
    forms.iter().find_map(|form| html.trim_start().strip_prefix(form.as_str()))
}

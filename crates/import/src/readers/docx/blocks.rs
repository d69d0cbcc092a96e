//! The blocks of a text, and those as Markdown: headings, lists, tables, figures and paragraphs.

use std::collections::{BTreeMap, BTreeSet};

use super::escape::Place;
use super::spans::{Content, Format, HeadingIds, Span, is_blank, markdown, plain};

#[derive(Debug, Clone, PartialEq)]
pub(super) enum Block {
    /// With the level in Word, and the bookmarks in it.
    Heading {
        level: u8,
        spans: Vec<Span>,
        bookmarks: Vec<String>,
    },
    Paragraph(Vec<Span>),
    Quote(Vec<Span>),
    Caption(Vec<Span>),
    Item(Item),
    /// A further paragraph of the item above, with the depth of that.
    Continued(usize, Vec<Span>),
    /// Rows of cells, each with its blocks.
    Table(Vec<Vec<Vec<Block>>>),
}

/// A paragraph of a list.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Item {
    pub depth: usize,
    /// None for a bullet.
    pub number: Option<u64>,
    /// The list in Word, by which two lists that follow each other are told apart.
    pub list: String,
    pub spans: Vec<Span>,
}

impl Block {
    /// The spans of a block that is one paragraph.
    pub fn spans(&self) -> Option<&[Span]> {
        match self {
            Self::Continued(_, spans) => Some(spans),
            Self::Heading { spans, .. } | Self::Paragraph(spans) | Self::Quote(spans) | Self::Caption(spans) => {
                Some(spans)
            }
            Self::Item(item) => Some(&item.spans),
            Self::Table(_) => None,
        }
    }

    /// Whether a heading, or a paragraph in place of one, has words of which the predicate holds.
    pub fn is_heading_of(&self, predicate: impl Fn(&str) -> bool) -> bool {
        matches!(self, Self::Heading { .. } | Self::Paragraph(_)) && predicate(&plain(self.spans().unwrap_or_default()))
    }

    /// The source and the alternative text of a paragraph that is one picture. A figure without that text is an error of the
    /// build, while a picture without it is a warning, so a caption below such a picture stays a paragraph.
    fn picture(&self) -> Option<(&str, &str)> {
        let Self::Paragraph(spans) = self else { return None };
        let mut shown = spans.iter().filter(|span| !is_blank(span));
        match (shown.next(), shown.next()) {
            (
                Some(Span { content: Content::Picture { src, alt: Some(alt) }, format: Format { link: None, .. } }),
                None,
            ) => Some((src, alt)),
            _ => None,
        }
    }
}

/// The blocks as Markdown. `linked` has the bookmarks to which links lead.
pub(super) fn text(blocks: &[Block], linked: &BTreeSet<String>) -> (String, HeadingIds) {
    let (of_blocks, ids) = heading_ids(blocks, linked);
    let captions = captions(blocks);
    let of_others: BTreeSet<usize> = captions.values().copied().collect();
    let mut writer = Writer { text: String::new(), open: Vec::new(), ids: &ids };
    let mut levels = Levels::new(blocks);
    for (index, block) in blocks.iter().enumerate() {
        let caption = captions.get(&index).and_then(|at| blocks.get(*at)?.spans());
        match block {
            Block::Heading { level, spans, .. } => {
                let id = of_blocks.get(&index).map(|id| format!(" {{#{id}}}")).unwrap_or_default();
                let marks = "#".repeat(levels.next(*level));
                writer.block(&format!("{marks} {}{id}", markdown(spans, Place::Heading, &ids)));
            }
            Block::Caption(_) if of_others.contains(&index) => {}
            Block::Paragraph(spans) | Block::Caption(spans) => match (block.picture(), caption) {
                (Some((src, alt)), Some(caption)) => writer.figure(src, alt, caption),
                _ => writer.block(&markdown(spans, Place::Paragraph, &ids)),
            },
            Block::Quote(spans) => {
                writer.block(&format!("> {}", markdown(spans, Place::Paragraph, &ids).replace('\n', "\n> ")))
            }
            Block::Item(item) => writer.item(item),
            Block::Continued(depth, spans) => writer.continued(*depth, spans),
            Block::Table(rows) => writer.table(rows, caption),
        }
    }
    (writer.text, ids)
}

/// The paragraphs of a footnote, the first behind its mark and the others below it.
pub(super) fn note(mark: &str, blocks: &[Block], ids: &HeadingIds) -> String {
    let mut writer = Writer { text: String::new(), open: Vec::new(), ids };
    for block in blocks {
        match block {
            Block::Item(item) => writer.item(item),
            Block::Continued(depth, spans) => writer.continued(*depth, spans),
            Block::Table(rows) => writer.table(rows, None),
            _ => writer.block(&markdown(block.spans().unwrap_or_default(), Place::Paragraph, ids)),
        }
    }
    let indented = writer.text.lines().map(|line| if line.is_empty() { String::new() } else { format!("    {line}") });
    let text = indented.collect::<Vec<_>>().join("\n");
    format!("[^{mark}]: {}", text.trim_start())
}

/// Moves headings: the highest becomes that of level 2, and no level is skipped.
struct Levels {
    highest: u8,
    last: usize,
}

impl Levels {
    fn new(blocks: &[Block]) -> Self {
        let levels = blocks.iter().filter_map(|block| match block {
            Block::Heading { level, .. } => Some(*level),
            _ => None,
        });
        Self { highest: levels.min().unwrap_or(1), last: 1 }
    }

    fn next(&mut self, level: u8) -> usize {
        self.last = (usize::from(level.saturating_sub(self.highest)) + 2).min(self.last + 1).min(6);
        self.last
    }
}

/// Ids for the headings to which links lead, by the index of the block and by bookmark.
fn heading_ids(blocks: &[Block], linked: &BTreeSet<String>) -> (BTreeMap<usize, String>, HeadingIds) {
    let (mut of_blocks, mut ids) = (BTreeMap::new(), HeadingIds::new());
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for (index, block) in blocks.iter().enumerate() {
        let Block::Heading { spans, bookmarks, .. } = block else { continue };
        let words = slug::slugify(plain(spans));
        let slug = if words.is_empty() { "part".to_owned() } else { words };
        let count = counts.entry(slug.clone()).or_default();
        *count += 1;
        let id = if *count == 1 { slug } else { format!("{slug}-{count}") };
        for bookmark in bookmarks.iter().filter(|bookmark| linked.contains(*bookmark)) {
            ids.insert(bookmark.clone(), id.clone());
            of_blocks.insert(index, id.clone());
        }
    }
    (of_blocks, ids)
}

/// Which caption belongs to which picture or table. Captions of tables usually stand above them, those of pictures below.
fn captions(blocks: &[Block]) -> BTreeMap<usize, usize> {
    let mut captions = BTreeMap::new();
    let mut taken = BTreeSet::new();
    for is_usual in [true, false] {
        for (index, block) in blocks.iter().enumerate() {
            let is_table = matches!(block, Block::Table(_));
            if (!is_table && block.picture().is_none()) || captions.contains_key(&index) {
                continue;
            }
            let at = if is_table == is_usual { index.checked_sub(1) } else { Some(index + 1) };
            let caption = at.filter(|at| matches!(blocks.get(*at), Some(Block::Caption(_))));
            if let Some(at) = caption.filter(|at| taken.insert(*at)) {
                captions.insert(index, at);
            }
        }
    }
    captions
}

struct Writer<'a> {
    text: String,
    /// The items in which the next one can be nested.
    open: Vec<OpenItem>,
    ids: &'a HeadingIds,
}

struct OpenItem {
    list: String,
    is_ordered: bool,
    /// Another mark begins another list.
    has_other_mark: bool,
    indent: usize,
}

impl Writer<'_> {
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

    fn figure(&mut self, src: &str, alt: &str, caption: &[Span]) {
        let alt = alt.split_whitespace().collect::<Vec<_>>().join(" ").replace('"', "'");
        let caption = markdown(caption, Place::Caption, self.ids);
        self.block(&format!("::figure[{caption}]{{src=\"{src}\" alt=\"{alt}\"}}"));
    }

    fn item(&mut self, item: &Item) {
        let is_first = self.open.is_empty();
        let depth = item.depth.min(self.open.len());
        let is_ordered = item.number.is_some();
        let has_other_mark = self
            .open
            .get(depth)
            .is_some_and(|open| open.has_other_mark != (open.list != item.list && open.is_ordered == is_ordered));
        // Only a list that begins with 1 can follow a text without an empty line.
        let is_late_start = depth == self.open.len() && item.number.is_some_and(|number| number != 1);
        let is_other_list =
            depth == 0 && self.open.first().is_some_and(|open| open.list != item.list || open.is_ordered != is_ordered);
        self.open.truncate(depth);
        let indent = self.open.last().map_or(0, |open| open.indent);
        let mark = match (item.number, has_other_mark) {
            (Some(number), false) => format!("{number}. "),
            (Some(number), true) => format!("{number}) "),
            (None, false) => "- ".to_owned(),
            (None, true) => "* ".to_owned(),
        };
        let inner = indent + mark.len();
        let text = markdown(&item.spans, Place::Paragraph, self.ids).replace('\n', &format!("\n{}", " ".repeat(inner)));
        let separator = if is_first || is_late_start || is_other_list { "\n\n" } else { "\n" };
        self.append(separator, &format!("{}{mark}{text}", " ".repeat(indent)));
        self.open.push(OpenItem { list: item.list.clone(), is_ordered, has_other_mark, indent: inner });
    }

    fn continued(&mut self, depth: usize, spans: &[Span]) {
        self.open.truncate(depth + 1);
        let indent = " ".repeat(self.open.last().map_or(0, |open| open.indent));
        let text = markdown(spans, Place::Paragraph, self.ids).replace('\n', &format!("\n{indent}"));
        self.append("\n\n", &format!("{indent}{text}"));
    }

    fn table(&mut self, rows: &[Vec<Vec<Block>>], caption: Option<&[Span]>) {
        let columns = rows.iter().map(Vec::len).max().unwrap_or_default();
        let mut lines = Vec::new();
        for row in rows {
            let mut cells: Vec<String> = row.iter().map(|cell| self.cell(cell)).collect();
            cells.resize(columns, String::new());
            lines.push(format!("| {} |", cells.join(" | ")));
            if lines.len() == 1 {
                lines.push(format!("|{}", " --- |".repeat(columns)));
            }
        }
        let table = lines.join("\n");
        match caption {
            Some(caption) => {
                let caption = markdown(caption, Place::Caption, self.ids);
                self.block(&format!(":::table[{caption}]\n{table}\n:::"));
            }
            None => self.block(&table),
        }
    }

    /// A cell is one line: its paragraphs are divided by `<br>`, and the cells of a table in it by semicolons.
    fn cell(&self, blocks: &[Block]) -> String {
        let lines = blocks.iter().flat_map(|block| match block {
            Block::Table(rows) => rows
                .iter()
                .map(|row| {
                    row.iter()
                        .map(|cell| self.cell(cell))
                        .filter(|cell| !cell.is_empty())
                        .collect::<Vec<_>>()
                        .join("; ")
                })
                .collect(),
            Block::Item(item) => {
                let mark = item.number.map_or("•".to_owned(), |number| format!("{number}."));
                vec![format!("{mark} {}", markdown(&item.spans, Place::Cell, self.ids))]
            }
            _ => vec![markdown(block.spans().unwrap_or_default(), Place::Cell, self.ids)],
        });
        lines.filter(|line| !line.is_empty()).collect::<Vec<_>>().join("<br>")
    }
}

//! [`Markdown`]: writes blocks as CommonMark with the tables and footnotes of GitHub. Input: blocks, one by one. Output: text without HTML, but for
//! looks that have no sign.
//!
//! Each line begins with the signs of the blocks around it: `> ` of a quote, blanks below an item. A block that begins writes the empty
//! line before itself, so that no block runs into the one before it.

use wellpress_walk::{Block, Element, Format, Inline, ListKind, Origin};

use crate::inline::{InlineText, Place, destination, escaped, longest_backquotes, note_label};

/// Writes blocks as Markdown.
#[derive(Debug, Default)]
pub(crate) struct Markdown {
    text: String,
    containers: Vec<Container>,
    lists: Vec<List>,
    inline: InlineText,
    /// How many blocks are open whose words are bold.
    strong_blocks: usize,
    /// The term of a list of definitions, up to the first words of its definition.
    term: Option<String>,
    table: Option<Table>,
    /// How many blocks are open in a cell, with the cell.
    blocks_in_cell: usize,
    code: Option<String>,
    /// How many open blocks are left out, with all that is in them.
    left_out: usize,
    /// The sign of the list that ended last, with the number of containers around it. A list right behind it needs another sign.
    last_list: Option<(usize, char)>,
    last_paragraph: String,
    is_started: bool,
}

/// A block whose lines begin with a sign.
#[derive(Debug)]
struct Container {
    /// What the first line begins with, until it is written.
    first: Option<String>,
    /// What all others begin with.
    rest: String,
    is_fresh: bool,
}

#[derive(Debug)]
struct List {
    sign: char,
    /// The number of the next item.
    number: Option<u32>,
    kind: ListKind,
}

#[derive(Debug, Default)]
struct Table {
    /// Where the columns of an empty first row and the line below it go: a table without a row of names has none of its own.
    empty_head: Option<usize>,
    /// The end of the first row, without its line end, and the number of its cells.
    first_row: Option<(usize, usize)>,
    columns: usize,
    columns_of_row: usize,
    cell_start: usize,
}

/// The blanks before the further lines of a footnote.
const NOTE_INDENT: usize = 4;

impl Markdown {
    /// Text that begins with these lines, behind which blocks are written.
    pub fn behind(text: String) -> Self {
        Self { is_started: !text.is_empty(), text, ..Self::default() }
    }

    /// The text, with a line end if it is not empty.
    pub fn finish(mut self) -> String {
        self.flush();
        self.text
    }

    /// The signs with which the next line begins.
    fn prefix(&mut self) -> String {
        self.containers.iter_mut().map(|open| open.first.take().unwrap_or_else(|| open.rest.clone())).collect()
    }

    fn later_prefix(&self) -> String {
        self.containers.iter().map(|open| open.rest.as_str()).collect()
    }

    /// Writes an empty line, unless nothing stands before it in the innermost container.
    fn separate(&mut self) {
        let is_fresh = self.containers.last().map_or(!self.is_started, |open| open.is_fresh);
        if !is_fresh {
            let prefix = self.later_prefix();
            self.text.push_str(prefix.trim_end());
            self.text.push('\n');
        }
    }

    fn lines(&mut self, lines: &str) {
        for line in lines.split('\n') {
            let start = self.text.len();
            let prefix = self.prefix();
            self.text.push_str(&prefix);
            self.text.push_str(line);
            let end = start + self.text[start..].trim_end_matches(' ').len();
            self.text.truncate(end);
            self.text.push('\n');
        }
        self.note_content();
    }

    fn note_content(&mut self) {
        self.containers.iter_mut().for_each(|open| open.is_fresh = false);
        self.is_started = true;
        self.last_list = None;
    }

    /// Writes the text that was collected as a paragraph, or into the open cell.
    fn flush(&mut self) {
        if self.blocks_in_cell > 0 {
            let text = self.inline.take(Place::Cell);
            if !text.is_empty() {
                let is_first = self.table.as_ref().is_none_or(|table| table.cell_start == self.text.len());
                self.text.push_str(if is_first { "" } else { "<br>" });
                self.text.push_str(&text);
            }
            return;
        }
        let text = self.inline.take(Place::Paragraph);
        if text.is_empty() {
            return;
        }
        let text = match self.term.take() {
            Some(term) => format!("{term} {text}"),
            None => text,
        };
        self.separate();
        self.lines(&text);
        self.last_paragraph = text;
    }

    /// Writes a term whose definition does not begin with words.
    fn flush_term(&mut self) {
        self.flush();
        if let Some(term) = self.term.take() {
            self.separate();
            self.lines(&term);
        }
    }

    fn open_container(&mut self, first: Option<String>, rest: String) {
        self.containers.push(Container { first, rest, is_fresh: true });
    }

    fn start_list(&mut self, kind: ListKind) {
        self.flush_term();
        let number = match kind {
            ListKind::Numbers(first) | ListKind::Steps(first) => Some(first),
            ListKind::Bullets | ListKind::Boxes | ListKind::Notes => None,
        };
        let signs = if number.is_some() { ['.', ')'] } else { ['-', '*'] };
        let follows_same = self.last_list == Some((self.containers.len(), signs[0]));
        self.separate();
        self.lists.push(List { sign: signs[usize::from(follows_same)], number, kind });
    }

    fn end_list(&mut self) {
        if let Some(list) = self.lists.pop() {
            self.last_list = Some((self.containers.len(), list.sign));
        }
    }

    fn start_item(&mut self, number: Option<u32>, id: Option<&str>) {
        self.flush();
        let note = id.and_then(note_label);
        let sign = match self.lists.last_mut() {
            Some(List { sign, number: Some(next), .. }) => {
                let number = number.unwrap_or(*next).min(999_999_999);
                *next = number + 1;
                format!("{number}{sign} ")
            }
            Some(List { sign, kind: ListKind::Boxes, .. }) => format!("{sign} [ ] "),
            Some(List { kind: ListKind::Notes, .. }) => format!("[^{}]: ", note.unwrap_or_default()),
            Some(List { sign, .. }) => format!("{sign} "),
            None => "- ".to_owned(),
        };
        let width =
            if sign.starts_with('[') { NOTE_INDENT } else { sign.find(' ').map_or(sign.len(), |blank| blank + 1) };
        self.open_container(Some(sign), " ".repeat(width));
    }

    /// Ends an item or a definition. An empty one is a line with its sign.
    fn end_item(&mut self) {
        self.flush_term();
        if self.containers.last().is_some_and(|open| open.first.is_some()) {
            self.lines("");
        }
        self.containers.pop();
    }

    fn end_heading(&mut self, level: u8) {
        let text = self.inline.take(Place::Heading);
        if !text.is_empty() {
            self.separate();
            self.lines(&format!("{} {text}", "#".repeat(usize::from(level.clamp(1, 6)))));
        }
    }

    fn end_term(&mut self) {
        self.inline.run(&wellpress_walk::Run { text: ":".to_owned(), ..Default::default() }, true);
        let term = self.inline.take(Place::Heading);
        self.term = Some(match self.term.take() {
            Some(earlier) => format!("{earlier} {term}"),
            None => term,
        });
    }

    fn end_code(&mut self, language: Option<&str>) {
        let Some(code) = self.code.take() else { return };
        let fence = "`".repeat(longest_backquotes(&code).max(2) + 1);
        let is_of_name = |c: &char| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '#' | '_' | '.');
        let language: String = language.unwrap_or_default().chars().take_while(is_of_name).collect();
        let code: String = code.chars().filter(|c| matches!(c, '\n' | '\t') || !c.is_control()).collect();
        self.separate();
        self.lines(&format!("{fence}{language}\n{}\n{fence}", code.trim_end_matches('\n')));
    }

    fn start_row(&mut self, is_head: bool) {
        let is_first = self.table.as_ref().is_some_and(|table| table.first_row.is_none() && table.empty_head.is_none());
        let prefix = self.prefix();
        self.text.push_str(&prefix);
        self.text.push('|');
        if is_first && !is_head {
            let at = self.text.len();
            self.text.push('\n');
            let prefix = self.later_prefix();
            self.text.push_str(&prefix);
            self.text.push('|');
            self.table.iter_mut().for_each(|table| table.empty_head = Some(at));
        }
        self.note_content();
    }

    fn end_row(&mut self) {
        let end = self.text.len();
        if let Some(table) = &mut self.table {
            let columns = std::mem::take(&mut table.columns_of_row);
            table.columns = table.columns.max(columns);
            table.first_row.get_or_insert((end, columns));
        }
        self.text.push('\n');
    }

    fn start_cell(&mut self) {
        self.text.push(' ');
        self.blocks_in_cell = 1;
        let start = self.text.len();
        self.table.iter_mut().for_each(|table| table.cell_start = start);
    }

    fn end_cell(&mut self) {
        self.flush();
        self.blocks_in_cell = 0;
        self.text.push_str(" |");
        self.table.iter_mut().for_each(|table| table.columns_of_row += 1);
    }

    /// Writes the line below the first row. How many columns a table has is known at its end.
    fn end_table(&mut self) {
        let Some(table) = self.table.take() else { return };
        let columns = table.columns.max(1);
        let line = format!("\n{}|{}", self.later_prefix(), " --- |".repeat(columns));
        match (table.empty_head, table.first_row) {
            (Some(at), _) => self.text.insert_str(at, &format!("{}{line}", "  |".repeat(columns))),
            (None, Some((end, cells))) => {
                self.text.insert_str(end, &format!("{}{line}", "  |".repeat(columns - cells)));
            }
            (None, None) => {}
        }
    }

    /// Starts a block in a cell, in which everything stands in one line.
    fn start_in_cell(&mut self) {
        self.flush();
        self.blocks_in_cell += 1;
    }
}

impl Format for Markdown {
    fn name(&self) -> &str {
        "Markdown"
    }

    fn start(&mut self, element: &Element) {
        if self.left_out > 0 || element.block == Block::Form {
            self.left_out += 1;
            return;
        }
        if self.blocks_in_cell > 0 {
            return self.start_in_cell();
        }
        // Without a `_` arm, so that a new kind of block does not compile before somebody has decided what it is in Markdown.
        match &element.block {
            Block::Notice(_) | Block::Quote | Block::Aside(_) => {
                self.flush_term();
                self.separate();
                self.open_container(None, "> ".to_owned());
            }
            Block::List(kind) => self.start_list(*kind),
            Block::Definitions | Block::Dose => self.start_list(ListKind::Bullets),
            Block::Item(number) => self.start_item(*number, element.id.as_deref()),
            Block::Definition => self.start_item(None, None),
            Block::Term | Block::ExpanderTitle => {
                self.flush();
                self.strong_blocks += 1;
            }
            Block::Table => {
                self.flush_term();
                self.separate();
                self.table = Some(Table::default());
            }
            Block::Row { is_head } if self.table.is_some() => self.start_row(*is_head),
            Block::Cell { .. } if self.table.is_some() => self.start_cell(),
            Block::Code(_) => {
                self.flush_term();
                self.code = Some(String::new());
            }
            Block::Rule => {
                self.flush_term();
                self.separate();
                self.lines("***");
            }
            Block::Heading(_) => self.flush_term(),
            Block::Paragraph
            | Block::Lead
            | Block::Row { .. }
            | Block::Cell { .. }
            | Block::Figure
            | Block::Caption
            | Block::Section(_)
            | Block::Group
            | Block::Expander
            | Block::Form => self.flush(),
        }
    }

    fn end(&mut self, element: &Element) {
        if self.left_out > 0 {
            self.left_out -= 1;
            return;
        }
        if self.blocks_in_cell > 1 {
            self.flush();
            self.blocks_in_cell -= 1;
            return;
        }
        match &element.block {
            Block::Notice(_) | Block::Quote | Block::Aside(_) => {
                self.flush_term();
                self.containers.pop();
            }
            Block::List(_) => self.end_list(),
            Block::Definitions | Block::Dose => {
                if self.term.is_some() {
                    self.start_item(None, None);
                    self.end_item();
                }
                self.end_list();
            }
            Block::Item(_) | Block::Definition => self.end_item(),
            Block::Term => {
                self.strong_blocks -= 1;
                self.end_term();
            }
            Block::ExpanderTitle => {
                self.flush();
                self.strong_blocks -= 1;
            }
            Block::Table => self.end_table(),
            Block::Row { .. } if self.table.is_some() => self.end_row(),
            Block::Cell { .. } if self.table.is_some() => self.end_cell(),
            Block::Code(language) => self.end_code(language.as_deref()),
            Block::Heading(level) => self.end_heading(*level),
            Block::Rule | Block::Form => {}
            Block::Paragraph
            | Block::Lead
            | Block::Row { .. }
            | Block::Cell { .. }
            | Block::Figure
            | Block::Caption
            | Block::Section(_)
            | Block::Group
            | Block::Expander => self.flush(),
        }
    }

    fn inline(&mut self, inline: &Inline) {
        if self.left_out > 0 {
            return;
        }
        match (inline, &mut self.code) {
            (Inline::Text(run), Some(code)) => code.push_str(&run.text),
            // Links back, and to pages of the site that have more of a source, are for readers of the site.
            (Inline::Text(run), None) if run.origin == Origin::Navigation && !self.lists.is_empty() => {}
            (Inline::Text(run), None) if run.origin == Origin::Navigation && is_of_page(run.link.as_deref()) => {}
            (Inline::Text(run), None) => self.inline.run(run, self.strong_blocks > 0),
            (Inline::Break, _) => self.inline.line_break(),
            (Inline::Picture(picture), _) if picture.alt.trim().is_empty() => {}
            (Inline::Picture(picture), _) => {
                let alt = escaped(picture.alt.trim(), Place::Cell, None).replace('\n', " ");
                self.inline.finished(format!("![{alt}]({})", destination(&picture.url)));
            }
            (Inline::Drawing(words), _) => self.drawing(words),
            (Inline::Video(video), _) => {
                let label = escaped(video.label.trim(), Place::Cell, None).replace('\n', " ");
                self.inline.finished(format!("[{label}]({})", destination(&video.url)));
            }
            (Inline::Task(is_done), _) => {
                self.inline.finished(if *is_done { "[x] " } else { "[ ] " }.to_owned());
            }
        }
    }

    fn written(&self) -> &str {
        &self.text
    }
}

/// Whether a link leads to a place of the page itself.
fn is_of_page(link: Option<&str>) -> bool {
    link.is_none_or(|link| link.starts_with('#'))
}

impl Markdown {
    /// What a drawing shows in words, unless the paragraph before it says the same.
    fn drawing(&mut self, words: &str) {
        self.flush();
        self.inline.run(&wellpress_walk::Run { text: words.to_owned(), ..Default::default() }, false);
        let text = self.inline.take(if self.blocks_in_cell > 0 { Place::Cell } else { Place::Paragraph });
        if text != self.last_paragraph {
            self.inline.finished(text);
            self.flush();
        }
    }
}

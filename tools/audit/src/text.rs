//! [`TextFile`]: writes the blocks of a report as lines for a terminal.

use wellpress_diagnostics::render::visible;
use wellpress_walk::{Block, Element, Format, Inline, ListKind};

/// Lines in the making.
#[derive(Debug, Default)]
pub struct TextFile {
    text: String,
    line: String,
    /// How deep the open lists are.
    depth: usize,
    /// The sign of the items of the open lists.
    signs: Vec<&'static str>,
    /// Whether the next line begins an item.
    is_at_item: bool,
    /// The cells of the open table.
    rows: Vec<Vec<String>>,
}

impl TextFile {
    /// The text.
    #[must_use]
    pub fn finish(mut self) -> String {
        self.end_line();
        self.text
    }

    /// Ends the line, with the sign of its item or the blanks below it.
    fn end_line(&mut self) {
        let line = std::mem::take(&mut self.line);
        if line.trim().is_empty() {
            return;
        }
        let sign = self.signs.last().copied().unwrap_or_default();
        let start = match (self.depth, std::mem::take(&mut self.is_at_item)) {
            (0, _) => String::new(),
            (depth, true) => format!("{}{sign}", "  ".repeat(depth)),
            (depth, false) => format!("{}{}", "  ".repeat(depth), " ".repeat(sign.chars().count())),
        };
        // Words of pages must not write to the terminal.
        self.text.push_str(&format!("{start}{}\n", visible(line.trim_end())));
    }

    fn empty_line(&mut self) {
        self.end_line();
        if !self.text.is_empty() && !self.text.ends_with("\n\n") {
            self.text.push('\n');
        }
    }

    fn end_table(&mut self) {
        let rows = std::mem::take(&mut self.rows);
        let width = rows.iter().filter_map(|row| row.first()).map(|cell| cell.chars().count()).max().unwrap_or(0);
        for row in rows {
            let (first, others) = row.split_first().map_or(("", &[][..]), |(first, others)| (first.as_str(), others));
            self.line = format!("{first:width$}  {}", others.join("  "));
            self.end_line();
        }
    }
}

impl Format for TextFile {
    fn name(&self) -> &str {
        "text"
    }

    fn start(&mut self, element: &Element) {
        match &element.block {
            Block::Heading(_) | Block::Table | Block::Aside(_) | Block::Lead => self.empty_line(),
            Block::Paragraph if self.depth == 0 => self.empty_line(),
            Block::List(kind) => {
                self.end_line();
                self.depth += 1;
                self.signs.push(if *kind == ListKind::Boxes { "☐ " } else { "- " });
            }
            Block::Item(_) => {
                self.end_line();
                self.is_at_item = true;
            }
            Block::Row { .. } => self.rows.push(Vec::new()),
            _ => self.end_line(),
        }
    }

    fn end(&mut self, element: &Element) {
        match &element.block {
            Block::List(_) => {
                self.end_line();
                self.depth -= 1;
                self.signs.pop();
            }
            Block::Cell { .. } => {
                let cell = std::mem::take(&mut self.line);
                if let Some(row) = self.rows.last_mut() {
                    row.push(cell);
                }
            }
            Block::Table => self.end_table(),
            _ => self.end_line(),
        }
    }

    fn inline(&mut self, inline: &Inline) {
        let Inline::Text(run) = inline else { return };
        match run.style.code {
            true => self.line.push_str(&format!("`{}`", run.text)),
            false => self.line.push_str(&run.text),
        }
    }

    fn written(&self) -> &str {
        &self.text
    }
}

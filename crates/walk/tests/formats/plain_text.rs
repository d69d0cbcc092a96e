//! A format in which pages are plain text, as an example of how little a format is.

use wellpress_walk::{Block, Element, Format, Inline, Origin};

/// Writes blocks as lines of plain text.
#[derive(Default)]
pub struct PlainText {
    pub text: String,
    /// What each line begins with, by the open blocks.
    prefixes: Vec<String>,
    lists: Vec<Option<u32>>,
    is_at_line_start: bool,
    /// How many forms are open, whose words mean nothing here.
    forms: usize,
}

impl PlainText {
    fn end_line(&mut self) {
        if !self.is_at_line_start && !self.text.is_empty() {
            self.text.truncate(self.text.trim_end_matches(' ').len());
            self.text.push('\n');
        }
        self.is_at_line_start = true;
    }

    fn words(&mut self, words: &str) {
        if self.forms > 0 {
            return;
        }
        if std::mem::take(&mut self.is_at_line_start) || self.text.is_empty() {
            self.text.push_str(&self.prefixes.concat());
            self.is_at_line_start = false;
        }
        self.text.push_str(words);
    }

    /// The sign of the next item of the innermost list.
    fn sign(&mut self, number: Option<u32>) -> String {
        match self.lists.last_mut() {
            Some(Some(next)) => {
                let number = number.unwrap_or(*next);
                *next = number + 1;
                format!("{number}. ")
            }
            _ => "- ".to_owned(),
        }
    }
}

impl Format for PlainText {
    fn name(&self) -> &str {
        "plain text"
    }

    fn start(&mut self, element: &Element) {
        self.forms += usize::from(element.block == Block::Form);
        if !matches!(element.block, Block::Cell { .. }) {
            self.end_line();
        }
        let prefix = match &element.block {
            Block::Heading(level) => "#".repeat(usize::from(*level)) + " ",
            Block::Notice(_) => "! ".to_owned(),
            Block::Quote | Block::Aside(_) => "> ".to_owned(),
            Block::Definition => "  ".to_owned(),
            Block::Item(number) => self.sign(*number),
            Block::Rule => {
                self.words("---");
                String::new()
            }
            Block::List(kind) => {
                self.lists.push(kind.first_number());
                String::new()
            }
            Block::Paragraph
            | Block::Lead
            | Block::Definitions
            | Block::Dose
            | Block::Term
            | Block::Table
            | Block::Row { .. }
            | Block::Cell { .. }
            | Block::Figure
            | Block::Caption
            | Block::Code(_)
            | Block::Section(_)
            | Block::Group
            | Block::Expander
            | Block::ExpanderTitle
            | Block::Form => String::new(),
        };
        self.prefixes.push(prefix);
    }

    fn end(&mut self, element: &Element) {
        self.forms -= usize::from(element.block == Block::Form);
        match element.block {
            Block::Cell { .. } => self.words(" | "),
            Block::List(_) => drop(self.lists.pop()),
            _ => self.end_line(),
        }
        self.prefixes.pop();
        // The sign of an item stands before its first line alone.
        if let Some(prefix) = self.prefixes.last_mut().filter(|prefix| prefix.trim_end().ends_with(['-', '.'])) {
            *prefix = " ".repeat(prefix.chars().count());
        }
    }

    fn inline(&mut self, inline: &Inline) {
        match inline {
            Inline::Text(run) if run.origin == Origin::CitationMark && run.style.superscript => {
                self.words(&format!("[{}]", run.text));
            }
            // There is nowhere to go in a text.
            Inline::Text(run) if run.origin == Origin::Navigation => {}
            Inline::Text(run) => {
                self.words(&run.text);
                if let (Some(link), Origin::SourceLink) = (&run.link, run.origin) {
                    self.words(&format!(" <{link}>"));
                }
            }
            Inline::Break => self.end_line(),
            Inline::Picture(picture) => self.words(&format!("[{}]", picture.alt)),
            Inline::Drawing(words) => self.words(&format!("[{words}]")),
            Inline::Video(video) => self.words(&format!("[{}] <{}>", video.label, video.url)),
            Inline::Task(is_done) => self.words(if *is_done { "[x] " } else { "[ ] " }),
        }
    }

    fn written(&self) -> &str {
        &self.text
    }
}

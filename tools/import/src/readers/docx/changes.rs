//! Tracked changes and comments of a Word file. Changes are accepted, and the report shows both texts of each; comments become remarks.

use std::collections::BTreeMap;

use roxmltree::Node;

use wellpress_foundation::text::one_line;

use crate::log::ImportLog;
use crate::old_site::OldRemark;
use wellpress_docx::{attribute, elements, name, parse};

/// A quote is cut at so many characters: a comment can mark a whole file.
const MAX_QUOTE: usize = 1_000;

/// A tracked change: what stood there, and what stands there now.
#[derive(Debug, Default)]
pub(super) struct Change {
    old: String,
    new: String,
}

impl Change {
    /// Adds what was inserted or deleted. What follows another such part of the paragraph belongs to its change.
    pub fn add_text(changes: &mut Vec<Self>, node: Node<'_, '_>) {
        let is_mark = |other: &Node<'_, '_>| {
            let name = name(*other);
            name.starts_with("bookmark")
                || name.starts_with("comment")
                || name.starts_with("move") && name.contains("Range")
                || name == "proofErr"
                || name == "rPr"
                || name == "pPr"
        };
        let is_new = matches!(name(node), "ins" | "moveTo");
        let text = text_of(node);
        if is_new && text.is_empty() && node.descendants().any(|below| name(below) == "delText") {
            return;
        }
        let before = node.prev_siblings().skip(1).filter(Node::is_element).find(|other| !is_mark(other));
        let follows_change = before.is_some_and(|before| matches!(name(before), "ins" | "del" | "moveFrom" | "moveTo"));
        if !follows_change || changes.is_empty() {
            changes.push(Self::default());
        }
        let Some(change) = changes.last_mut() else { return };
        if is_new { change.new.push_str(&text) } else { change.old.push_str(&text) }
    }

    /// A row of a table, or a cell.
    pub fn of_cells(node: Node<'_, '_>, is_new: bool) -> Self {
        let cells: Vec<String> = elements(node).filter(|cell| name(*cell) == "tc").map(text_of).collect();
        let text = if cells.is_empty() { text_of(node) } else { cells.join(" | ") };
        if is_new { Self { new: text, ..Self::default() } } else { Self { old: text, ..Self::default() } }
    }

    /// Words whose format says something else now, if it does.
    pub fn of_format(old: String, new: String) -> Option<Self> {
        (old != new && !new.trim().is_empty()).then_some(Self { old, new })
    }

    /// The end of a paragraph that was deleted.
    pub fn of_paragraph_end() -> Self {
        Self { old: "¶".to_owned(), new: String::new() }
    }

    fn told(&self, number: usize) -> String {
        let [old, new] = [&self.old, &self.new].map(|text| one_line(text));
        let what = match (old.is_empty(), new.is_empty()) {
            (true, true) => "a blank or a picture was added or taken out".to_owned(),
            (true, false) => format!("\"{new}\" was added"),
            (false, true) => format!("\"{old}\" was taken out"),
            (false, false) => format!("\"{old}\" became \"{new}\""),
        };
        format!("tracked change {number}, accepted: {what}")
    }
}

/// Tells all changes of a file, whose page is a draft then.
pub(super) fn tell(changes: &[Change], path: &str, log: &mut ImportLog) {
    if changes.is_empty() {
        return;
    }
    // With blanks before them, numbers are in their order.
    let width = changes.len().to_string().len();
    for (change, number) in changes.iter().zip(1..) {
        log.confirm(path, change.told(number).replacen(&format!(" {number}"), &format!(" {number:0width$}"), 1));
    }
    log.doubt(path, format!("{} tracked changes were accepted: nobody had decided about them", changes.len()));
}

/// The words in a node, those of deleted runs too, unless the node was added.
pub(super) fn text_of(node: Node<'_, '_>) -> String {
    let mut text = String::new();
    let is_new = matches!(name(node), "ins" | "moveTo");
    for below in node.descendants() {
        match name(below) {
            "delText" if is_new => {}
            "t" | "delText" => text.push_str(below.text().unwrap_or_default()),
            "tab" | "br" => text.push(' '),
            "p" if !text.is_empty() => text.push(' '),
            _ => {}
        }
    }
    text
}

/// The comments of a file by their ids, and those in whose range the reader is.
#[derive(Debug, Default)]
pub(super) struct Comments {
    by_id: BTreeMap<String, OldRemark>,
    open: Vec<String>,
}

impl Comments {
    /// Reads the part with the comments, and the one that says which are done.
    pub fn read(part: &str, extended: &str) -> Result<Self, String> {
        let (document, extended) = (parse(part)?, parse(extended)?);
        let is_done = |paragraph: &str| {
            let mut states = elements(extended.root_element());
            states.any(|state| attribute(state, "paraId") == Some(paragraph) && attribute(state, "done") == Some("1"))
        };
        let comments = elements(document.root_element()).filter(|node| name(*node) == "comment");
        let by_id = comments.filter_map(|node| {
            let paragraphs = elements(node).filter_map(|paragraph| attribute(paragraph, "paraId"));
            let author = attribute(node, "author").map(str::trim).filter(|author| !author.is_empty());
            let date = attribute(node, "date").and_then(|date| date.get(..10));
            let remark = OldRemark {
                comment: text_of(node).trim().to_owned(),
                author: author.map(str::to_owned),
                date: date.and_then(wellpress_foundation::Day::parse),
                is_done: paragraphs.last().is_some_and(is_done),
                ..OldRemark::default()
            };
            Some((attribute(node, "id")?.to_owned(), remark))
        });
        Ok(Self { by_id: by_id.collect(), open: Vec::new() })
    }

    pub fn open(&mut self, id: Option<&str>) {
        self.open.extend(id.filter(|id| self.by_id.contains_key(*id)).map(str::to_owned));
    }

    pub fn close(&mut self, id: Option<&str>) {
        self.open.retain(|open| Some(open.as_str()) != id);
    }

    /// Adds words to the quotes of the comments whose ranges are open.
    pub fn add_words(&mut self, words: &str) {
        for id in &self.open {
            if let Some(remark) = self.by_id.get_mut(id).filter(|remark| remark.quote.len() < MAX_QUOTE) {
                remark.quote.push_str(words);
            }
        }
    }

    /// Takes a comment at a paragraph with these words.
    pub fn remark(&mut self, id: &str, words: &str) -> Option<OldRemark> {
        let remark = self.by_id.remove(id).filter(|remark| !remark.comment.is_empty())?;
        let quote = one_line(&remark.quote);
        Some(OldRemark { words: words.to_owned(), quote, ..remark })
    }

    /// The comments that stand at no paragraph.
    pub fn without_place(self) -> impl Iterator<Item = OldRemark> {
        self.by_id.into_values().filter(|remark| !remark.comment.is_empty())
    }
}

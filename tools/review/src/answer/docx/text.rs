//! The text of a Word file as a flat list: paragraphs of pieces, each with the tracked change that it belongs to, and the places of
//! comments.

use std::collections::BTreeMap;
use std::ops::Range;
use std::rc::Rc;

use roxmltree::{Document, Node};
use wellpress_docx::{attribute, child, elements, name};
use wellpress_foundation::Day;

use super::day;

/// Who made a change, and when.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Change {
    pub kind: ChangeKind,
    /// Whether the words come from or go to another place of the file.
    pub is_move: bool,
    pub author: Option<String>,
    pub date: Option<Day>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ChangeKind {
    Insertion,
    Deletion,
}

/// Text that was changed as a whole or not at all. Comments begin and end between pieces.
#[derive(Debug)]
pub(super) struct Piece {
    pub text: String,
    /// The number of characters of the paragraph before it, with those of insertions.
    pub start: usize,
    /// `None`: the text was not changed.
    pub change: Option<Rc<Change>>,
}

/// A paragraph as the file has it, with all that was inserted and deleted.
#[derive(Debug, Default)]
pub(super) struct FileParagraph {
    pub pieces: Vec<Piece>,
    pub length: usize,
    /// The change of its end: an inserted one divides a paragraph of the packet in two, a deleted one joins two.
    pub end: Option<Rc<Change>>,
}

/// A place between two characters.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Position {
    /// The index of the paragraph.
    pub paragraph: usize,
    /// Counts characters as [`Piece::start`] does.
    pub offset: usize,
}

impl Piece {
    pub fn is(&self, kind: ChangeKind) -> bool {
        self.change.as_ref().is_some_and(|change| change.kind == kind)
    }
}

impl FileParagraph {
    /// Its text without the pieces of one kind of change: without insertions as the packet had it, without deletions as the reviewer
    /// wants it.
    pub fn text_without(&self, kind: ChangeKind) -> String {
        self.pieces.iter().filter(|piece| !piece.is(kind)).map(|piece| piece.text.as_str()).collect()
    }
}

#[derive(Debug, Default)]
pub(super) struct Text {
    pub paragraphs: Vec<FileParagraph>,
    /// Where comments begin and end, by their ids.
    pub comment_starts: BTreeMap<String, Position>,
    pub comment_ends: BTreeMap<String, Position>,
    /// Where the sign of a comment stands. A comment without a range has nothing else.
    pub comment_signs: BTreeMap<String, Position>,
}

/// Elements without words of the packet: properties, drawings, instructions of fields, and what older programs show in place of
/// something newer.
const WITHOUT_WORDS: [&str; 13] = [
    "rPr",
    "tblPr",
    "tblPrEx",
    "trPr",
    "tcPr",
    "sectPr",
    "sdtPr",
    "drawing",
    "pict",
    "object",
    "instrText",
    "delInstrText",
    "Fallback",
];

impl Text {
    /// The indices of the paragraphs for which this is true of the words that the packet had.
    pub fn find_lines(&self, is_line: impl Fn(&str) -> bool) -> Vec<usize> {
        let lines = self.paragraphs.iter().enumerate();
        let lines = lines.filter(|(_, paragraph)| is_line(paragraph.text_without(ChangeKind::Insertion).trim()));
        lines.map(|(index, _)| index).collect()
    }

    /// Some of the paragraphs, with the comments that begin or stand in them.
    pub fn part(&mut self, range: Range<usize>) -> Self {
        let place = |positions: &BTreeMap<String, Position>| -> BTreeMap<String, Position> {
            let inside = positions.iter().filter(|(_, position)| range.contains(&position.paragraph));
            let moved = |at: &Position| Position { paragraph: at.paragraph - range.start, ..*at };
            inside.map(|(id, at)| (id.clone(), moved(at))).collect()
        };
        Self {
            comment_starts: place(&self.comment_starts),
            comment_ends: place(&self.comment_ends),
            comment_signs: place(&self.comment_signs),
            paragraphs: self.paragraphs[range.clone()].iter_mut().map(std::mem::take).collect(),
        }
    }

    /// Whether a comment has a place in this text.
    pub fn has_comment(&self, id: &str) -> bool {
        [&self.comment_starts, &self.comment_ends, &self.comment_signs].iter().any(|places| places.contains_key(id))
    }

    pub fn read(document: &Document<'_>) -> Self {
        let mut walk = Walk::default();
        let root = document.root_element();
        let mut node = root;
        // Without recursion: a file can nest its elements as deep as it likes.
        loop {
            let first_child = if walk.enter(node) { node.first_child() } else { None };
            if let Some(child) = first_child {
                node = child;
                continue;
            }
            walk.leave(node);
            while node != root && node.next_sibling().is_none() {
                let Some(parent) = node.parent() else { break };
                node = parent;
                walk.leave(node);
            }
            match node.next_sibling() {
                Some(sibling) if node != root => node = sibling,
                _ => return walk.text,
            }
        }
    }
}

#[derive(Default)]
struct Walk {
    text: Text,
    /// The indices of the open paragraphs, one inside of the other.
    open: Vec<usize>,
    /// The tracked changes around.
    changes: Vec<Rc<Change>>,
}

impl Walk {
    /// Takes an element; whether those inside of it are to be taken too.
    fn enter(&mut self, node: Node<'_, '_>) -> bool {
        match name(node) {
            "p" => {
                self.open.push(self.text.paragraphs.len());
                self.text.paragraphs.push(FileParagraph { end: changed_end(node), ..FileParagraph::default() });
            }
            "pPr" => return false,
            "t" | "delText" => {
                self.add(node.children().filter_map(|text| text.text()).collect());
                return false;
            }
            "tab" | "br" | "cr" => self.add(" ".to_owned()),
            "noBreakHyphen" => self.add("\u{2011}".to_owned()),
            "commentRangeStart" | "commentRangeEnd" | "commentReference" => self.place_comment(node),
            name if WITHOUT_WORDS.contains(&name) => return false,
            name => self.changes.extend(change(node, name).map(Rc::new)),
        }
        true
    }

    fn leave(&mut self, node: Node<'_, '_>) {
        match name(node) {
            "p" => drop(self.open.pop()),
            name if change_kind(name).is_some() => drop(self.changes.pop()),
            _ => {}
        }
    }

    fn add(&mut self, text: String) {
        let Some(paragraph) = self.open.last().and_then(|index| self.text.paragraphs.get_mut(*index)) else { return };
        let inserted = self.changes.iter().any(|change| change.kind == ChangeKind::Insertion);
        let deleted = self.changes.iter().any(|change| change.kind == ChangeKind::Deletion);
        // What one person inserted and another deleted was never in the packet, and nobody wants it there.
        if text.is_empty() || (inserted && deleted) {
            return;
        }
        let (start, change) = (paragraph.length, self.changes.last().cloned());
        paragraph.length += text.chars().count();
        paragraph.pieces.push(Piece { text, start, change });
    }

    fn place_comment(&mut self, node: Node<'_, '_>) {
        let Some(id) = attribute(node, "id") else { return };
        let open = self.open.last().map(|index| (*index, self.text.paragraphs[*index].length));
        let (paragraph, offset) = open.unwrap_or((self.text.paragraphs.len(), 0));
        let places = match name(node) {
            "commentRangeStart" => &mut self.text.comment_starts,
            "commentRangeEnd" => &mut self.text.comment_ends,
            _ => &mut self.text.comment_signs,
        };
        places.entry(id.to_owned()).or_insert(Position { paragraph, offset });
    }
}

fn change_kind(name: &str) -> Option<ChangeKind> {
    match name {
        "ins" | "moveTo" => Some(ChangeKind::Insertion),
        "del" | "moveFrom" => Some(ChangeKind::Deletion),
        _ => None,
    }
}

fn change(node: Node<'_, '_>, name: &str) -> Option<Change> {
    let author = attribute(node, "author").map(str::trim).filter(|author| !author.is_empty());
    Some(Change {
        kind: change_kind(name)?,
        is_move: name.starts_with("move"),
        author: author.map(str::to_owned),
        date: attribute(node, "date").and_then(day),
    })
}

/// The change of a paragraph's end, which Word keeps among the properties of the paragraph's sign.
fn changed_end(paragraph: Node<'_, '_>) -> Option<Rc<Change>> {
    let properties = child(child(paragraph, "pPr")?, "rPr")?;
    let changes: Vec<Change> = elements(properties).filter_map(|node| change(node, name(node))).collect();
    match <[Change; 1]>::try_from(changes) {
        Ok([change]) => Some(Rc::new(change)),
        // Inserted by one person and deleted by another.
        Err(_) => None,
    }
}

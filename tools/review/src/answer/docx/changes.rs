//! Which tracked change changes what: the paragraphs of the packet by their numbers, and the changes at their places in the words.

use std::ops::RangeInclusive;
use std::rc::Rc;

use super::super::{AnsweredParagraph, Remark, Suggestion};
use super::text::{Change, ChangeKind, FileParagraph, Position, Text};

/// The paragraphs of the packet, with tracked changes rejected.
#[derive(Default)]
pub(super) struct NumberedText {
    pub paragraphs: Vec<AnsweredParagraph>,
    /// The number of each paragraph of the file.
    pub numbers: Vec<Option<u32>>,
    pub suggestions: Vec<Suggested>,
    /// The characters in the words of the last paragraph.
    last_length: usize,
}

/// A change as a remark, and the range of the file that it takes.
pub(super) struct Suggested {
    pub start: Position,
    pub end: Position,
    pub remark: Remark,
}

/// Puts the paragraphs of a file together again that the reviewer divided, and finds the changes in each.
pub(super) fn of(text: &Text) -> NumberedText {
    let mut numbered = NumberedText::default();
    let mut last_number = None;
    let mut first = 0;
    while first < text.paragraphs.len() {
        let parts = text.paragraphs[first..].iter().take_while(|paragraph| has_inserted_end(paragraph)).count();
        let last = (first + parts).min(text.paragraphs.len() - 1);
        let mut reader = ParagraphReader::new(&text.paragraphs[first..=last], last_number);
        reader.read(&text.paragraphs, first..=last);
        last_number = reader.number.or(last_number);
        numbered.numbers.extend((first..=last).map(|_| reader.number));
        reader.finish(&text.paragraphs[last], &mut numbered);
        first = last + 1;
    }
    numbered
}

fn has_inserted_end(paragraph: &FileParagraph) -> bool {
    paragraph.end.as_ref().is_some_and(|change| change.kind == ChangeKind::Insertion)
}

/// The number at the start of a paragraph, `[12] `, and how many characters it takes with the white space around it.
pub(super) fn number_at_start(chars: impl Iterator<Item = char>) -> Option<(u32, usize)> {
    let mut chars = chars.enumerate().skip_while(|(_, c)| is_blank(*c));
    chars.next().filter(|(_, c)| *c == '[')?;
    let mut number: Option<u32> = None;
    let (bracket, _) = loop {
        let (index, c) = chars.next()?;
        let Some(digit) = c.to_digit(10) else { break Some((index, c)).filter(|_| c == ']' && number.is_some())? };
        number = Some(number.unwrap_or(0).checked_mul(10)?.checked_add(digit)?);
    };
    let blanks = chars.take_while(|(_, c)| is_blank(*c)).count();
    Some((number?, bracket + 1 + blanks))
}

fn is_blank(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{200e}' | '\u{200f}')
}

/// Text with one blank for each run of white space, and none at either end.
pub(super) fn one_blank(chars: impl Iterator<Item = char>) -> String {
    let text: String = chars.collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Reads a paragraph of the packet, which can be divided in the file.
struct ParagraphReader {
    number: Option<u32>,
    /// That of the paragraph before.
    last_number: Option<u32>,
    /// Whether the packet had words here.
    was_in_packet: bool,
    /// Characters of the number that are still to come.
    number_left: usize,
    words: String,
    /// The characters of the words.
    length: usize,
    /// Those before them: an item or a cell with several paragraphs has its number at each of them.
    length_before: usize,
    /// Whether words behind the number stay as they are.
    keeps_words: bool,
    /// The changes, of which the last one can still grow.
    changes: Vec<Draft>,
    can_grow: bool,
}

/// A deletion, an insertion, or both at one place.
struct Draft {
    change: Rc<Change>,
    /// In characters of the words.
    offset: usize,
    /// In bytes of the words.
    deleted: std::ops::Range<usize>,
    /// A line feed divides the paragraph.
    inserted: String,
    start: Position,
    end: Position,
    is_before_number: bool,
    is_at_end: bool,
}

impl ParagraphReader {
    fn new(parts: &[FileParagraph], last_number: Option<u32>) -> Self {
        let pieces = || parts.iter().flat_map(|part| &part.pieces).filter(|piece| !piece.is(ChangeKind::Insertion));
        let number = number_at_start(pieces().flat_map(|piece| piece.text.chars()));
        Self {
            number: number.map(|(number, _)| number),
            last_number,
            was_in_packet: pieces().any(|piece| !piece.text.trim().is_empty()),
            number_left: number.map_or(0, |(_, length)| length),
            words: String::new(),
            length: 0,
            length_before: 0,
            keeps_words: false,
            changes: Vec::new(),
            can_grow: false,
        }
    }

    fn read(&mut self, paragraphs: &[FileParagraph], parts: RangeInclusive<usize>) {
        let last = *parts.end();
        for index in parts {
            let paragraph = &paragraphs[index];
            for piece in &paragraph.pieces {
                let start = Position { paragraph: index, offset: piece.start };
                match &piece.change {
                    None => {
                        let length = self.length;
                        self.add_words(&piece.text);
                        self.keeps_words |= self.length > length;
                        self.can_grow = false;
                    }
                    Some(change) => {
                        let end = Position { offset: piece.start + piece.text.chars().count(), ..start };
                        self.add_change(change, &piece.text, start, end);
                    }
                }
            }
            if let Some(change) = paragraph.end.as_ref().filter(|_| index < last) {
                let end = Position { paragraph: index, offset: paragraph.length };
                self.add_change(change, "\n", end, Position { paragraph: index + 1, offset: 0 });
            }
        }
        if self.can_grow
            && let Some(change) = self.changes.last_mut()
        {
            change.is_at_end = true;
        }
    }

    /// Adds words of the packet, behind what is left of the number.
    fn add_words(&mut self, text: &str) {
        for c in text.chars() {
            if self.number_left > 0 {
                self.number_left -= 1;
            } else if !c.is_whitespace() {
                self.words.push(c);
                self.length += 1;
            } else if !self.words.is_empty() && !self.words.ends_with(' ') {
                self.words.push(' ');
                self.length += 1;
            }
        }
    }

    fn add_change(&mut self, change: &Rc<Change>, text: &str, start: Position, end: Position) {
        let grows = |last: &&mut Draft| last.change.author == change.author && last.change.is_move == change.is_move;
        if !self.can_grow || self.changes.last_mut().filter(grows).is_none() {
            self.changes.push(Draft {
                change: Rc::clone(change),
                offset: self.length,
                deleted: self.words.len()..self.words.len(),
                inserted: String::new(),
                start,
                end,
                is_before_number: self.number_left > 0 && change.kind == ChangeKind::Insertion,
                is_at_end: false,
            });
            self.can_grow = true;
        }
        if change.kind == ChangeKind::Deletion {
            self.add_words(text);
        }
        let (words_end, last) = (self.words.len(), self.changes.last_mut());
        let Some(last) = last else { return };
        last.end = end;
        match change.kind {
            ChangeKind::Insertion => last.inserted.push_str(text),
            ChangeKind::Deletion => last.deleted.end = words_end,
        }
    }

    /// Hands on the words and the changes. `last` is the last part of the paragraph.
    fn finish(mut self, last: &FileParagraph, numbered: &mut NumberedText) {
        if self.words.ends_with(' ') {
            self.words.pop();
            self.length -= 1;
        }
        let continued = numbered.paragraphs.pop_if(|before| Some(before.number) == self.number);
        if continued.is_some() {
            // A blank divides the words of two paragraphs.
            let has_blank = numbered.last_length > 0 && self.length > 0;
            self.length_before = numbered.last_length + usize::from(has_blank);
        }
        for draft in std::mem::take(&mut self.changes) {
            let (start, end) = (draft.start, draft.end);
            let remarks = self.remarks(draft).into_iter();
            numbered.suggestions.extend(remarks.map(|remark| Suggested { start, end, remark }));
        }
        let joined = last.end.as_ref().filter(|change| change.kind == ChangeKind::Deletion && self.keeps_words);
        if let Some(change) = joined.filter(|_| self.number.is_some()) {
            let end = Position { paragraph: numbered.numbers.len() - 1, offset: last.length };
            let remark = note(change, self.number, "join this paragraph with the next".to_owned());
            numbered.suggestions.push(Suggested { start: end, end, remark });
        }
        let Some(number) = self.number else { return };
        let mut words = continued.map_or_else(String::new, |before| before.words);
        words.push_str(if self.length_before > 0 && self.length > 0 { " " } else { "" });
        words.push_str(&self.words);
        numbered.last_length = self.length_before + self.length;
        numbered.paragraphs.push(AnsweredParagraph { number, words });
    }

    /// A change as remarks: one for the words of this paragraph, and one for each paragraph that is new.
    fn remarks(&self, draft: Draft) -> Vec<Remark> {
        let Draft { change, deleted, inserted, .. } = &draft;
        let deleted = self.words.get(deleted.start..deleted.end.min(self.words.len())).unwrap_or_default();
        let is_new_text = draft.is_before_number || !self.was_in_packet;
        let (own, new_paragraphs) = match inserted.split_once('\n') {
            None if self.was_in_packet => (inserted.as_str(), ""),
            Some((own, rest)) if !is_new_text => (own, rest),
            _ => ("", inserted.as_str()),
        };
        let mut remarks = Vec::new();
        if !deleted.is_empty() || !own.is_empty() {
            remarks.push(self.own_change(&draft, deleted, own));
        }
        let lines = new_paragraphs.split('\n').map(str::trim).filter(|line| !line.is_empty());
        if draft.is_at_end || is_new_text {
            let previous_number = if is_new_text { self.last_number } else { self.number };
            remarks.extend(lines.map(|line| note(change, previous_number, new_paragraph(change, line))));
        } else if inserted.contains('\n') {
            let words = lines.collect::<Vec<_>>().join(" ");
            let instruction = format!("begin a new paragraph here: {words}").trim_end_matches([':', ' ']).to_owned();
            let words_before = self.words.get(..draft.deleted.start).unwrap_or_default();
            let quote = words_before.rsplit(". ").next().unwrap_or_default().to_owned();
            remarks.push(Remark { quote, ..note(change, self.number, instruction) });
        }
        remarks
    }

    /// The change of words of this paragraph. Without a number nothing can be found by an offset, so the change is told in words.
    fn own_change(&self, draft: &Draft, old: &str, new: &str) -> Remark {
        let moved = if draft.change.is_move { "moved to or from another place" } else { "" };
        if self.number.is_none() {
            let instruction = match (old, new) {
                (old, "") => format!("delete “{old}”"),
                ("", new) => format!("add “{new}”"),
                (old, new) => format!("write “{new}” in place of “{old}”"),
            };
            return note(&draft.change, None, instruction);
        }
        let offset = self.length_before + draft.offset.min(self.length);
        let suggestion = Some(Suggestion { offset, old: old.to_owned(), new: new.to_owned() });
        Remark { suggestion, is_change: false, ..note(&draft.change, self.number, moved.to_owned()) }
    }
}

/// A remark that says in words what to do.
fn note(change: &Change, paragraph: Option<u32>, comment: String) -> Remark {
    Remark {
        paragraph,
        comment,
        is_change: true,
        author: change.author.clone(),
        date: change.date,
        ..Remark::default()
    }
}

/// What is to be done for a new paragraph, in words.
fn new_paragraph(change: &Change, words: &str) -> String {
    match number_at_start(words.chars()) {
        Some((number, length)) if change.is_move => {
            let words: String = words.chars().skip(length).collect();
            format!("move paragraph {number} behind this one: {words}")
        }
        _ => format!("add a paragraph behind this one: {words}"),
    }
}

//! [`Buffer`]: takes the pieces of a citation mark or an entry in reading order, returns [`Formatted`] text.
//!
//! Text is a flat string with a list of events beside it (formatting begins, a quotation ends). Nothing is a tree, so
//! punctuation that meets across elements is settled where it meets, when the later piece is written.
//!
//! Affixes and delimiters wait as *pending* until content follows. An element that prints nothing leaves no trace of them.

mod finisher;

use std::borrow::Cow;

use crate::case::Caser;
use crate::formatted::{Formatted, Role};
use crate::locale::QuoteMarks;
use crate::style::format::{LookChange, TextCase};
use finisher::Finisher;

/// What begins and ends at a position of the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mark {
    /// No formatting: [`Buffer::change_case`] and [`Buffer::strip_periods`] begin here.
    Scope,
    /// The formatting of an element.
    Look(LookChange),
    /// Formatting by markup within a text. It is reversed within text that already has it; raised and lowered text just
    /// nests.
    Flip(Flip),
    /// A quotation.
    Quote,
    /// A quotation with the marks of a quotation within another.
    InnerQuote,
    /// Text that keeps its case.
    NoCase,
    /// Text that keeps its case and takes neither italics, bold nor small capitals from its surroundings.
    NoDecoration,
    Role(Role),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Flip {
    Italic,
    Bold,
    SmallCaps,
    Underline,
    Superscript,
    Subscript,
}

#[derive(Debug, Clone, Copy)]
struct Event {
    position: usize,
    mark: Mark,
    is_open: bool,
}

#[derive(Debug, Clone, Copy)]
enum Pending<'s> {
    Text(&'s str),
    Open(Mark),
}

/// The state at the beginning of an element, to see what it printed and to take it back.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Frame {
    pending: usize,
    flushed: usize,
    writes: usize,
    text: usize,
    events: usize,
    open: usize,
    trims: usize,
}

/// A character that was cut from the end of the text because of what followed, and the length of the text without it.
#[derive(Debug, Clone, Copy)]
struct Trim {
    length_after: usize,
    character: char,
}

/// Collects text. `'s` is the lifetime of the style, which owns affixes and delimiters.
#[derive(Debug, Default)]
pub(crate) struct Buffer<'s> {
    text: String,
    events: Vec<Event>,
    /// Affixes, delimiters and formatting of the elements that are open. Those before `flushed` are written.
    pending: Vec<Pending<'s>>,
    flushed: usize,
    /// Indices of the events that are open.
    open: Vec<usize>,
    trims: Vec<Trim>,
    writes: usize,
    punctuation_in_quote: bool,
}

/// An entry with more bytes takes no further text: a style could print a long text for each of many names.
const MAX_TEXT: usize = 4_000_000;

impl<'s> Buffer<'s> {
    pub(crate) fn new(punctuation_in_quote: bool) -> Self {
        // Most entries fit; a citation mark takes a tenth of it.
        Self {
            text: String::with_capacity(256),
            events: Vec::with_capacity(32),
            pending: Vec::with_capacity(16),
            punctuation_in_quote,
            ..Self::default()
        }
    }

    /// The beginning of an element.
    pub(crate) fn frame(&self) -> Frame {
        Frame {
            pending: self.pending.len(),
            flushed: self.flushed,
            writes: self.writes,
            text: self.text.len(),
            events: self.events.len(),
            open: self.open.len(),
            trims: self.trims.len(),
        }
    }

    /// Whether anything was printed since the frame.
    pub(crate) const fn has_printed(&self, frame: &Frame) -> bool {
        self.writes > frame.writes
    }

    /// Takes back what was printed since the frame. An element that ended behind a character that was cut and comes back
    /// ends before it.
    pub(crate) fn roll_back(&mut self, frame: &Frame) {
        self.text.truncate(frame.text);
        for trim in self.trims.drain(frame.trims..).rev() {
            // What was cut from text that stays is put back.
            if trim.length_after < frame.text {
                self.text.truncate(trim.length_after);
                self.text.push(trim.character);
            }
        }
        self.events.truncate(frame.events);
        self.clamp_events();
        self.open.truncate(frame.open);
        self.pending.truncate(frame.pending);
        (self.flushed, self.writes) = (frame.flushed, frame.writes);
    }

    /// Text that is printed if content follows before [`Self::end`].
    pub(crate) fn defer(&mut self, text: &'s str) {
        if !text.is_empty() {
            self.pending.push(Pending::Text(text));
        }
    }

    /// Formatting that begins with the next content.
    pub(crate) fn open(&mut self, mark: Mark) {
        self.pending.push(Pending::Open(mark));
    }

    /// Ends the innermost formatting. Formatting without content leaves no trace. Text that waits behind its beginning has
    /// to be given up first, see [`Self::end`].
    pub(crate) fn close(&mut self) {
        if self.flushed < self.pending.len() && matches!(self.pending.last(), Some(Pending::Open(_))) {
            self.pending.pop();
        } else if let Some(index) = self.open.pop() {
            let mark = self.events[index].mark;
            self.events.push(Event { position: self.text.len(), mark, is_open: false });
        }
    }

    /// Gives up what waits since the frame, and says whether anything was printed.
    pub(crate) fn end(&mut self, frame: &Frame) -> bool {
        self.pending.truncate(frame.pending);
        self.flushed = self.flushed.min(frame.pending);
        self.has_printed(frame)
    }

    /// Prints what waits and then the text, with the punctuation between them settled.
    pub(crate) fn push(&mut self, text: &str) {
        if text.is_empty() {
            return;
        }
        self.flush();
        self.join(text);
        self.writes += 1;
    }

    /// Prints text as it stands, to continue a piece: punctuation within a piece is left alone.
    pub(crate) fn push_on(&mut self, text: &str) {
        self.flush();
        if self.text.len() <= MAX_TEXT {
            self.text.push_str(text);
        }
        self.writes += 1;
    }

    /// Prints an affix or a delimiter behind content. It is no content itself: what waits goes on waiting, and
    /// [`Self::has_printed`] does not see it.
    pub(crate) fn push_affix(&mut self, text: &str) {
        if !text.is_empty() {
            self.join(text);
        }
    }

    /// Whether nothing is printed so far.
    pub(crate) fn is_empty(&self) -> bool {
        self.writes == 0
    }

    /// The last character, `None` at the beginning.
    pub(crate) fn last_char(&self) -> Option<char> {
        self.text.chars().next_back()
    }

    /// Changes the case of the text since the innermost open formatting, for an element that printed content.
    pub(crate) fn change_case(&mut self, case: TextCase, language: &str) {
        let Some(start) = self.open.last().copied() else { return };
        let from = self.events[start].position;
        let old = self.text.split_off(from);
        let mut caser = Caser::new(case, language);
        let mut cursor = 0;
        for event in &mut self.events[start + 1..] {
            let position = event.position - from;
            caser.push(&old[cursor..position], &mut self.text);
            cursor = position;
            event.position = self.text.len();
            match event.mark {
                Mark::NoCase
                | Mark::NoDecoration
                | Mark::Flip(Flip::SmallCaps | Flip::Superscript | Flip::Subscript) => {
                    caser.protect(event.is_open);
                }
                _ => {}
            }
        }
        caser.push(&old[cursor..], &mut self.text);
        // The last word of a title is known only now; it may have grown where it was capitalised.
        if let Some((position, growth)) = caser.finish(&mut self.text) {
            for event in self.events[start + 1..].iter_mut().filter(|event| event.position > position) {
                event.position = event.position.saturating_add_signed(growth);
            }
        }
    }

    /// Removes full stops from the text since the innermost open formatting, for an element that printed content.
    pub(crate) fn strip_periods(&mut self) {
        let Some(start) = self.open.last().copied() else { return };
        let from = self.events[start].position;
        if !self.text[from..].contains('.') {
            return;
        }
        let old = self.text.split_off(from);
        let mut cursor = 0;
        for event in &mut self.events[start + 1..] {
            let position = event.position - from;
            self.text.extend(old[cursor..position].chars().filter(|character| *character != '.'));
            cursor = position;
            event.position = self.text.len();
        }
        self.text.extend(old[cursor..].chars().filter(|character| *character != '.'));
    }

    fn flush(&mut self) {
        while self.flushed < self.pending.len() {
            match self.pending[self.flushed] {
                Pending::Text(text) => self.join(text),
                Pending::Open(mark) => {
                    self.open.push(self.events.len());
                    self.events.push(Event { position: self.text.len(), mark, is_open: true });
                }
            }
            self.flushed += 1;
        }
    }

    /// Appends a piece, with the punctuation settled between it and what is there.
    fn join(&mut self, text: &str) {
        if self.text.len() > MAX_TEXT {
            return;
        }
        let done = self.settle(text);
        self.text.push_str(&text[done..]);
    }

    /// Settles the punctuation between what is there and a piece that follows. Returns how many bytes of the piece are
    /// done with: left out, or already written.
    fn settle(&mut self, text: &str) -> usize {
        let (Some(before), Some(after)) = (self.last_char(), text.chars().next()) else { return 0 };
        // Only these signs are weighed against the sign that a quotation ends with. A colon may give way to it, but does not
        // move into the quotation.
        let looks_into_quote = after == '.' || (self.punctuation_in_quote && matches!(after, ',' | '!' | '?' | ':'));
        if self.closed_quote().is_some() && !looks_into_quote {
            return 0;
        }
        let mut remaining_text = text;
        match kept(before, after) {
            Kept::Both => {}
            Kept::Earlier => remaining_text = text.trim_start_matches(after),
            Kept::Later => self.trim_end(before),
        }
        if self.punctuation_in_quote
            && remaining_text.starts_with(['.', ',', '!', '?'])
            && let Some(index) = self.closed_quote()
        {
            let (punctuation, tail) = remaining_text.split_at(1);
            self.text.push_str(punctuation);
            for event in &mut self.events[index..] {
                event.position += 1;
            }
            remaining_text = tail;
        }
        text.len() - remaining_text.len()
    }

    /// The event that ends the innermost quotation at the end of the text: punctuation goes into all quotations that end
    /// there.
    fn closed_quote(&self) -> Option<usize> {
        let end = self.text.len();
        let tail = self.events.iter().enumerate().rev().take_while(|(_, event)| event.position == end);
        tail.filter(|(_, event)| matches!(event.mark, Mark::Quote | Mark::InnerQuote) && !event.is_open)
            .map(|(index, _)| index)
            .last()
    }

    fn trim_end(&mut self, character: char) {
        while self.text.ends_with(character) {
            self.text.pop();
            self.trims.push(Trim { length_after: self.text.len(), character });
        }
        self.clamp_events();
    }

    /// Moves events behind the end of the text to the end.
    fn clamp_events(&mut self) {
        let end = self.text.len();
        for event in self.events.iter_mut().rev().take_while(|event| event.position > end) {
            event.position = end;
        }
    }

    /// Prints text that was made before, with its formatting.
    pub(crate) fn push_fragment(&mut self, fragment: &Fragment) {
        if fragment.text.is_empty() {
            return;
        }
        self.flush();
        let done = self.settle(&fragment.text);
        let offset = self.text.len();
        self.text.push_str(&fragment.text[done..]);
        let events = fragment.events.iter();
        self.events.extend(events.map(|event| Event { position: event.position.max(done) - done + offset, ..*event }));
        self.writes += 1;
    }

    /// Adds an empty part at the present end of the text.
    pub(crate) fn mark_here(&mut self, mark: Mark) {
        let position = self.text.len();
        self.events.extend([true, false].map(|is_open| Event { position, mark, is_open }));
    }

    /// What was printed, to be printed elsewhere.
    pub(crate) fn into_fragment(self) -> Fragment {
        Fragment { text: self.text, events: self.events }
    }
}

/// Text with formatting that is not resolved yet: a quotation within another gets its marks where it is printed.
#[derive(Debug, Clone, Default)]
pub(crate) struct Fragment {
    text: String,
    events: Vec<Event>,
}

impl Fragment {
    /// Text without formatting.
    pub(crate) fn plain(text: &str) -> Self {
        Self { text: text.to_owned(), events: Vec::new() }
    }

    /// Gives back memory beyond the content, for a fragment that is kept.
    pub(crate) fn shrink_to_fit(&mut self) {
        self.text.shrink_to_fit();
        self.events.shrink_to_fit();
    }

    /// The text without formatting and without quotation marks.
    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// The text of the first part with a role.
    pub(crate) fn role_text(&self, role: Role) -> Option<&str> {
        let (open, close) = self.role_events(role)?;
        Some(&self.text[self.events[open].position..self.events[close].position])
    }

    /// The text without the first part that has a role.
    pub(crate) fn text_without(&self, role: Role) -> Cow<'_, str> {
        let Some((open, close)) = self.role_events(role) else { return Cow::Borrowed(&self.text) };
        let (start, end) = (self.events[open].position, self.events[close].position);
        Cow::Owned([&self.text[..start], &self.text[end..]].concat())
    }

    /// The first part with a role, by itself.
    pub(crate) fn role(&self, role: Role) -> Option<Self> {
        let (open, close) = self.role_events(role)?;
        let (start, end) = (self.events[open].position, self.events[close].position);
        let events = self.events[open..=close].iter();
        let events = events.map(|event| Event { position: event.position - start, ..*event }).collect();
        Some(Self { text: self.text[start..end].to_owned(), events })
    }

    /// The text with its formatting.
    pub(crate) fn finish(&self, quotes: &QuoteMarks) -> Formatted {
        Finisher::default().run(&self.text, &self.events, quotes)
    }

    /// The events that open and close the first part with a role.
    fn role_events(&self, role: Role) -> Option<(usize, usize)> {
        let open = self.events.iter().position(|event| event.is_open && event.mark == Mark::Role(role))?;
        let mut depth = 0;
        let close = self.events[open..].iter().position(|event| {
            depth += if event.is_open { 1 } else { -1 };
            depth == 0
        })?;
        Some((open, open + close))
    }
}

/// Which of two signs that meet stay.
enum Kept {
    Both,
    Earlier,
    Later,
}

/// What stays where one piece ends with a character and the next begins with another: "?" and "." are "?". The pairs are
/// those of the CSL project's tests.
const fn kept(before: char, after: char) -> Kept {
    match (before, after) {
        ('!', '.' | ':' | '!')
        | ('?', '.' | ':' | '?')
        | ('.', '.')
        | (':', '.' | ':')
        | (';', '.' | ':' | ';')
        | (',', ',') => Kept::Earlier,
        (':' | ';', '!' | '?') | (' ', ' ') => Kept::Later,
        _ => Kept::Both,
    }
}

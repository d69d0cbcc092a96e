//! [`Finisher`]: takes the text and the events of a [`Buffer`](super::Buffer), returns [`Formatted`] text: runs of one look each, with
//! quotation marks by their level.

use unicode_normalization::char::decompose_compatible;

use crate::formatted::{Formatted, Look, Run, Span};
use crate::locale::QuoteMarks;
use crate::style::format::{LookChange, VerticalPosition};

use super::{Event, Flip, Mark};

/// Turns events into runs of one look each, and into spans.
#[derive(Debug, Default)]
pub(super) struct Finisher {
    out: Formatted,
    look: Look,
    /// The looks around each open event.
    outer_looks: Vec<Look>,
    open_spans: Vec<usize>,
    /// The level of each open quotation. Outer and inner marks take turns.
    quote_levels: Vec<usize>,
}

impl Finisher {
    pub(super) fn run(mut self, text: &str, events: &[Event], quotes: &QuoteMarks) -> Formatted {
        self.out.text.reserve(text.len() + 8);
        let mut cursor = 0;
        for event in events {
            self.write(&text[cursor..event.position]);
            cursor = event.position;
            if event.is_open {
                self.open(event.mark, quotes);
            } else {
                self.close(event.mark, quotes);
            }
        }
        self.write(&text[cursor..]);
        self.out
    }

    /// Writes text in the present look. Raised characters of Unicode become plain ones that are raised, because fonts draw
    /// them unevenly.
    fn write(&mut self, text: &str) {
        if text.is_ascii() {
            return self.write_in(text, self.look);
        }
        let mut unwritten_text = text;
        while let Some((at, character)) = unwritten_text.char_indices().find(|(_, character)| is_raised(*character)) {
            self.write_in(&unwritten_text[..at], self.look);
            let mut plain = String::new();
            lower(character, &mut plain);
            self.write_in(&plain, Look { position: VerticalPosition::Superscript, ..self.look });
            unwritten_text = &unwritten_text[at + character.len_utf8()..];
        }
        self.write_in(unwritten_text, self.look);
    }

    fn write_in(&mut self, text: &str, look: Look) {
        if text.is_empty() {
            return;
        }
        self.out.text.push_str(text);
        let end = self.out.text.len();
        match self.out.runs.last_mut() {
            Some(run) if run.look == look => run.end = end,
            _ => self.out.runs.push(Run { end, look }),
        }
    }

    fn open(&mut self, mark: Mark, quotes: &QuoteMarks) {
        match mark {
            Mark::Look(change) => {
                self.outer_looks.push(self.look);
                self.look = self.look.changed(change);
            }
            Mark::Flip(flip) => {
                self.outer_looks.push(self.look);
                self.look = self.look.flipped(flip);
            }
            Mark::NoDecoration => {
                self.outer_looks.push(self.look);
                self.look = Look { italic: false, bold: false, small_caps: false, ..self.look };
            }
            Mark::Quote => self.open_quote(self.quote_levels.last().map_or(0, |level| level + 1), quotes),
            Mark::InnerQuote => self.open_quote(self.quote_levels.last().map_or(1, |level| level + 1), quotes),
            Mark::Role(role) => self.open_span(Span { start: self.out.text.len(), end: 0, role }),
            Mark::Scope | Mark::NoCase => {}
        }
    }

    fn open_quote(&mut self, level: usize, quotes: &QuoteMarks) {
        self.write(if level.is_multiple_of(2) { &quotes.open } else { &quotes.open_inner });
        self.quote_levels.push(level);
    }

    fn open_span(&mut self, span: Span) {
        self.open_spans.push(self.out.spans.len());
        self.out.spans.push(span);
    }

    fn close(&mut self, mark: Mark, quotes: &QuoteMarks) {
        match mark {
            Mark::Look(_) | Mark::Flip(_) | Mark::NoDecoration => {
                self.look = self.outer_looks.pop().unwrap_or_default()
            }
            Mark::Quote | Mark::InnerQuote => {
                let level = self.quote_levels.pop().unwrap_or(0);
                self.write(if level.is_multiple_of(2) { &quotes.close } else { &quotes.close_inner });
            }
            Mark::Role(_) => {
                if let Some(index) = self.open_spans.pop() {
                    self.out.spans[index].end = self.out.text.len();
                }
            }
            Mark::Scope | Mark::NoCase => {}
        }
    }
}

impl Look {
    fn changed(self, change: LookChange) -> Self {
        Self {
            italic: change.italic.unwrap_or(self.italic),
            bold: change.bold.unwrap_or(self.bold),
            small_caps: change.small_caps.unwrap_or(self.small_caps),
            underline: change.underline.unwrap_or(self.underline),
            position: change.position.unwrap_or(self.position),
        }
    }

    fn flipped(self, flip: Flip) -> Self {
        match flip {
            Flip::Italic => Self { italic: !self.italic, ..self },
            Flip::Bold => Self { bold: !self.bold, ..self },
            Flip::SmallCaps => Self { small_caps: !self.small_caps, ..self },
            Flip::Underline => Self { underline: !self.underline, ..self },
            Flip::Superscript => Self { position: VerticalPosition::Superscript, ..self },
            Flip::Subscript => Self { position: VerticalPosition::Subscript, ..self },
        }
    }
}

/// Characters that are raised letters and digits.
const fn is_raised(character: char) -> bool {
    matches!(
        character,
        '\u{aa}' | '\u{b2}' | '\u{b3}' | '\u{b9}' | '\u{ba}' | '\u{2b0}'..='\u{2b8}' | '\u{2c0}' | '\u{2c1}' | '\u{2e0}'..='\u{2e4}'
            | '\u{6e5}' | '\u{6e6}' | '\u{1d2c}'..='\u{1d2e}' | '\u{1d30}'..='\u{1d3a}' | '\u{1d3c}'..='\u{1d4d}'
            | '\u{1d4f}'..='\u{1d61}' | '\u{2070}' | '\u{2071}' | '\u{2074}'..='\u{207f}' | '\u{2120}' | '\u{2122}'
            | '\u{3192}'..='\u{319f}'
    )
}

/// The plain characters of a raised one.
fn lower(character: char, plain: &mut String) {
    match character {
        // Unicode gives these no decomposition.
        '\u{2c0}' => plain.push('\u{294}'),
        '\u{2c1}' => plain.push('\u{295}'),
        '\u{6e5}' => plain.push('\u{648}'),
        '\u{6e6}' => plain.push('\u{64a}'),
        _ => decompose_compatible(character, |part| plain.push(part)),
    }
}

//! [`ComposedSource`]: a text with parts of other texts in it, which still knows where each byte stands.
//!
//! Whoever reads such a [`Source`] reads one text. Only its locations tell: each is in the file that has the byte.

use std::sync::Arc;

use super::{Location, Source, Span};

/// A part of another text that stands in place of some bytes.
#[derive(Debug, Clone)]
pub struct IncludedText<'a> {
    /// The bytes in whose place it stands.
    pub replaced: Span,
    /// The other text.
    pub source: &'a Source,
    /// The part of it.
    pub part: Span,
}

/// A text that was put together, with the way from its own offsets to those of the result.
#[derive(Debug)]
pub struct ComposedSource {
    /// The result.
    pub source: Source,
    /// Where each included text begins in the result, in order.
    pub starts: Vec<u32>,
    shifts: Vec<Shift>,
}

/// How offsets move behind a replaced part.
#[derive(Debug, Clone, Copy)]
struct Shift {
    replaced: Span,
    /// The start and the end of what stands there now.
    now: Span,
}

/// The pieces of a composed text, in order and without gaps.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Composition {
    pieces: Vec<Piece>,
}

#[derive(Debug, PartialEq, Eq)]
struct Piece {
    /// Its bytes in the composed text.
    range: Span,
    source: Source,
    /// Where it begins in its own text.
    start: u32,
    /// Whether it is of the text into which the others were put.
    is_host: bool,
}

impl ComposedSource {
    /// Puts texts into `host`, in the order of the bytes that they replace, which must not overlap.
    ///
    /// ```
    /// use wellpress_diagnostics::{ComposedSource, IncludedText, Source, Span};
    ///
    /// let (host, other) = (Source::new("a.md", "One\nX\nTwo"), Source::new("b.md", "Other"));
    /// let included = IncludedText { replaced: Span::new(4..5), source: &other, part: Span::new(0..5) };
    /// let composed = ComposedSource::new(&host, &[included]);
    /// assert_eq!(&*composed.source.text, "One\nOther\nTwo");
    /// assert_eq!(&*composed.source.locate(Span::new(4..9)).file, "b.md");
    /// assert_eq!(composed.shifted(Span::new(6..9)), Span::new(10..13));
    /// ```
    #[must_use]
    pub fn new(host: &Source, included: &[IncludedText<'_>]) -> Self {
        let mut composer = Composer { text: String::new(), pieces: Vec::new() };
        let (mut shifts, mut from) = (Vec::new(), 0);
        for IncludedText { replaced, source, part } in included {
            composer.add(host, Span { start: from, end: replaced.start }, true);
            let start = composer.add(source, *part, false);
            let end = Span::new(composer.text.len()..composer.text.len()).start;
            shifts.push(Shift { replaced: *replaced, now: Span { start, end } });
            from = replaced.end;
        }
        composer.add(host, Span { start: from, end: Span::new(host.text.len()..host.text.len()).start }, true);
        let Composer { text, pieces } = composer;
        let starts = shifts.iter().map(|shift| shift.now.start).collect();
        Self { source: host.composed(text, Composition { pieces }), starts, shifts }
    }

    /// The span of the result that a span of the host has become.
    #[must_use]
    pub fn shifted(&self, span: Span) -> Span {
        Span { start: self.shifted_offset(span.start), end: self.shifted_offset(span.end) }
    }

    fn shifted_offset(&self, offset: u32) -> u32 {
        let behind = self.shifts.partition_point(|shift| shift.replaced.end <= offset);
        if let Some(shift) = self.shifts.get(behind).filter(|shift| shift.replaced.start < offset) {
            return shift.now.start;
        }
        behind.checked_sub(1).map_or(offset, |last| {
            let shift = self.shifts[last];
            shift.now.end + (offset - shift.replaced.end)
        })
    }
}

struct Composer {
    text: String,
    pieces: Vec<Piece>,
}

impl Composer {
    /// Adds a part of a text, and returns where it begins.
    fn add(&mut self, source: &Source, part: Span, is_host: bool) -> u32 {
        let start = self.text.len();
        self.text.push_str(source.slice(part));
        let range = Span::new(start..self.text.len());
        if range.start < range.end {
            self.pieces.push(Piece { range, source: source.clone(), start: part.start, is_host });
        }
        range.start
    }
}

impl Composition {
    /// The place in the file where the span begins. Its end is there too: the place of a list with another text in it is from its
    /// start to its end in the host, and what begins in another text ends with it at the latest.
    pub(super) fn locate(&self, span: Span) -> Option<Location> {
        let first = self.piece_at(span.start)?;
        let before_end = self.pieces.partition_point(|piece| piece.range.start < span.end);
        let mut of_host = self.pieces[..before_end].iter().rev().filter(|piece| piece.is_host);
        let last = if first.is_host { of_host.next().unwrap_or(first) } else { first };
        let end = span.end.clamp(last.range.start, last.range.end);
        Some(first.source.locate(Span { start: first.own(span.start), end: last.own(end) }))
    }

    pub(super) fn path_at(&self, offset: u32) -> Option<&Arc<str>> {
        let piece = self.piece_at(offset)?;
        Some(piece.source.path_at(piece.own(offset)))
    }

    /// The piece with the byte at an offset; behind the text, the last one.
    fn piece_at(&self, offset: u32) -> Option<&Piece> {
        let behind = self.pieces.partition_point(|piece| piece.range.start <= offset);
        self.pieces.get(behind.saturating_sub(1))
    }
}

impl Piece {
    /// The offset in the text of the piece.
    fn own(&self, offset: u32) -> u32 {
        self.start + offset.saturating_sub(self.range.start)
    }
}

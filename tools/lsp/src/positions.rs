//! [`Text`]: the text of a file with the starts of its lines, which turns places of findings and offsets into positions of the protocol
//! and back.
//!
//! Findings count columns in characters of the composed form of Unicode, as the parsers see a text. Editors count bytes or units of
//! UTF-16 of the text as it is, and a lone carriage return ends a line for both.

use std::ops::Range as Bytes;
use std::sync::Arc;

use lsp_types::{Position, PositionEncodingKind, Range};
use unicode_normalization::char::is_combining_mark;

use wellpress_diagnostics::Location;
use wellpress_foundation::text::composed;

/// What a position counts within its line.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Encoding {
    /// Bytes.
    Utf8,
    /// Units of UTF-16, which every editor speaks.
    #[default]
    Utf16,
    /// Characters.
    Utf32,
}

impl Encoding {
    /// The encoding that an editor prefers among those that it knows.
    #[must_use]
    pub fn negotiated(known: Option<&[PositionEncodingKind]>) -> Self {
        let mut known = known.unwrap_or_default().iter();
        known.find_map(|kind| Self::ALL.into_iter().find(|encoding| encoding.kind() == *kind)).unwrap_or_default()
    }

    const ALL: [Self; 3] = [Self::Utf8, Self::Utf16, Self::Utf32];

    /// The name in the protocol.
    #[must_use]
    pub fn kind(self) -> PositionEncodingKind {
        match self {
            Self::Utf8 => PositionEncodingKind::UTF8,
            Self::Utf16 => PositionEncodingKind::UTF16,
            Self::Utf32 => PositionEncodingKind::UTF32,
        }
    }

    fn units(self, character: char) -> usize {
        match self {
            Self::Utf8 => character.len_utf8(),
            Self::Utf16 => character.len_utf16(),
            Self::Utf32 => 1,
        }
    }

    fn length(self, text: &str) -> usize {
        if self == Self::Utf8 || text.is_ascii() { text.len() } else { text.chars().map(|c| self.units(c)).sum() }
    }
}

/// A text with the starts of its lines.
#[derive(Debug, Clone, Default)]
pub struct Text {
    text: Arc<str>,
    line_starts: Arc<[usize]>,
}

impl Text {
    /// Finds the lines of a text.
    #[must_use]
    pub fn new(text: impl Into<Arc<str>>) -> Self {
        let text: Arc<str> = text.into();
        let bytes = text.as_bytes();
        let ends = bytes.iter().enumerate().filter(|(at, byte)| match byte {
            b'\n' => true,
            b'\r' => bytes.get(at + 1) != Some(&b'\n'),
            _ => false,
        });
        let line_starts = std::iter::once(0).chain(ends.map(|(at, _)| at + 1)).collect();
        Self { text, line_starts }
    }

    /// The whole text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The bytes of a line, from 0, without its end; empty behind the last line.
    #[must_use]
    pub fn line_range(&self, line: usize) -> Bytes<usize> {
        let end = self.text.len();
        let Some(start) = self.line_starts.get(line).copied() else { return end..end };
        let next = self.line_starts.get(line + 1).copied().unwrap_or(end);
        start..start + self.text[start..next].trim_end_matches(['\n', '\r']).len()
    }

    /// What ends its lines.
    #[must_use]
    pub fn line_break(&self) -> &'static str {
        let first = self.line_starts.get(1).map_or("", |next| &self.text[..*next]);
        if first.ends_with("\r\n") { "\r\n" } else { "\n" }
    }

    /// A line, from 0, without its end.
    #[must_use]
    pub fn line(&self, line: usize) -> &str {
        &self.text[self.line_range(line)]
    }

    /// The number of lines; a text that ends with a line end has an empty last one.
    #[must_use]
    pub fn line_count(&self) -> usize {
        self.line_starts.len()
    }

    /// The byte at a position. A position behind the end of its line is that end, and one within a character its start.
    #[must_use]
    pub fn offset(&self, position: Position, encoding: Encoding) -> usize {
        let range = self.line_range(position.line as usize);
        let mut units = position.character as usize;
        for (at, character) in self.text[range.clone()].char_indices() {
            if units < encoding.units(character) {
                return range.start + at;
            }
            units -= encoding.units(character);
        }
        range.end
    }

    /// The bytes of a range; empty if it ends before it starts.
    #[must_use]
    pub fn bytes(&self, range: Range, encoding: Encoding) -> Bytes<usize> {
        let start = self.offset(range.start, encoding);
        start..self.offset(range.end, encoding).max(start)
    }

    /// The position of a byte.
    #[must_use]
    pub fn position(&self, offset: usize, encoding: Encoding) -> Position {
        let line = self.line_starts.partition_point(|start| *start <= offset).max(1) - 1;
        let range = self.line_range(line);
        let before = self.text.get(range.start..offset.min(range.end)).unwrap_or_default();
        Position { line: fitted(line), character: fitted(encoding.length(before)) }
    }

    /// The range of some bytes.
    #[must_use]
    pub fn range(&self, bytes: Bytes<usize>, encoding: Encoding) -> Range {
        Range { start: self.position(bytes.start, encoding), end: self.position(bytes.end, encoding) }
    }

    /// The range that a place of a finding has in this text.
    #[must_use]
    pub fn range_of(&self, location: &Location, encoding: Encoding) -> Range {
        self.range(self.bytes_of(location), encoding)
    }

    /// The bytes of a place of a finding.
    #[must_use]
    pub fn bytes_of(&self, location: &Location) -> Bytes<usize> {
        let start = self.offset_of_column(location.line, location.column);
        start..self.offset_of_column(location.end_line, location.end_column).max(start)
    }

    /// The byte at a line and a column as findings have them, both from 1.
    #[must_use]
    pub fn offset_of_column(&self, line: u32, column: u32) -> usize {
        let line = (line as usize).saturating_sub(1);
        let range = self.line_range(line);
        let is_marked = line == 0 && self.text.starts_with('\u{feff}');
        let range = if is_marked { range.start + 3..range.end } else { range };
        range.start + offset_of_char(&self.text[range.clone()], (column as usize).saturating_sub(1))
    }

    /// The line and the column of a byte as findings have them, both from 1.
    #[must_use]
    pub fn column_of(&self, offset: usize) -> (u32, u32) {
        let line = self.line_starts.partition_point(|start| *start <= offset).max(1) - 1;
        let range = self.line_range(line);
        let before = self.text.get(range.start..offset.min(range.end)).unwrap_or_default();
        let before = if line == 0 { before.strip_prefix('\u{feff}').unwrap_or(before) } else { before };
        let characters = if before.is_ascii() { before.len() } else { composed(before.to_owned()).chars().count() };
        (fitted(line + 1), fitted(characters + 1))
    }
}

/// The byte at which a character of the composed form of a line begins; the end of a shorter line.
fn offset_of_char(line: &str, characters: usize) -> usize {
    if line.is_ascii() {
        return characters.min(line.len());
    }
    let mut counted = 0;
    let mut start = 0;
    while start < line.len() && counted < characters {
        // A letter with the marks behind it, which become one character or few.
        let mut rest = line[start..].char_indices().skip(1);
        let end = rest.find(|(_, c)| !is_combining_mark(*c)).map_or(line.len(), |(at, _)| start + at);
        counted += composed(line[start..end].to_owned()).chars().count();
        start = end;
    }
    start
}

/// A number of the protocol. No text has a longer line, as larger files are refused.
fn fitted(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use lsp_types::Position;
    use wellpress_diagnostics::{Source, Span};

    use super::{Encoding, Text};

    #[test]
    fn offsets_and_positions_are_inverse_in_each_encoding() {
        let text = Text::new("a\u{1f9d8}b\r\n\u{e9}\rx\n");
        for encoding in Encoding::ALL {
            for (offset, _) in text.as_str().char_indices().filter(|(_, c)| !matches!(c, '\r' | '\n')) {
                assert_eq!(text.offset(text.position(offset, encoding), encoding), offset, "{encoding:?}");
            }
        }
        assert_eq!(text.position(5, Encoding::Utf16), Position::new(0, 3));
        assert_eq!(text.position(5, Encoding::Utf8), Position::new(0, 5));
        assert_eq!(text.offset(Position::new(0, 2), Encoding::Utf16), 1, "within a pair is before it");
        assert_eq!(text.offset(Position::new(9, 9), Encoding::Utf16), text.as_str().len());
        assert_eq!(text.line(2), "x");
    }

    #[test]
    fn a_column_of_a_finding_counts_composed_characters() {
        let raw = "\u{feff}u\u{308}bung [@x]";
        let text = Text::new(raw);
        let source = Source::new("a.md", "\u{fc}bung [@x]");
        let key = source.text.find('x').unwrap();
        let location = source.locate(Span::new(key..key + 1));
        assert_eq!(&raw[text.bytes_of(&location)], "x");
        assert_eq!(text.column_of(raw.find('x').unwrap()), (location.line, location.column));
    }
}

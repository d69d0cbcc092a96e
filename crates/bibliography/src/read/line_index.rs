//! [`LineIndex`]: turns byte ranges of a library file into locations with line and column.
//!
//! [`Source::locate`] does the same for pages. A library differs in two ways: each of perhaps 100,000 references keeps its
//! location for as long as the site is in memory, and exports may be minified to one line of many megabytes, in which
//! findings do not come in order. So this index copies short excerpts instead of sharing the whole text, and finds
//! columns of an ASCII file without counting.

use std::ops::Range;

use wellpress_diagnostics::{Location, Source};

/// A longer line, in bytes, is not quoted in a finding: the one line of a minified library would be copied for each
/// entry.
const LONGEST_EXCERPT: usize = 1_000;

pub(super) struct LineIndex<'a> {
    source: &'a Source,
    /// Byte offsets in ascending order, the first one 0.
    line_starts: Vec<usize>,
    /// In an ASCII file a column is the distance in bytes, and no characters need counting.
    is_ascii: bool,
}

impl<'a> LineIndex<'a> {
    pub(super) fn new(source: &'a Source) -> Self {
        let newlines = source.text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
        let line_starts = std::iter::once(0).chain(newlines.map(|(offset, _)| offset + 1)).collect();
        Self { source, line_starts, is_ascii: source.text.is_ascii() }
    }

    pub(super) fn text(&self) -> &'a str {
        &self.source.text
    }

    /// The location of a byte range. Offsets behind the end of the text or within a character move back to the nearest
    /// boundary, because the parsers of biblatex and serde_json report such offsets.
    pub(super) fn locate(&self, range: Range<usize>) -> Location {
        let start = self.floor_boundary(range.start);
        let end = self.floor_boundary(range.end).max(start);
        let (line, column) = self.line_and_column(start);
        let (end_line, end_column) = self.line_and_column(end);
        Location {
            file: self.source.path.clone(),
            line: saturate(line),
            column: saturate(column),
            end_line: saturate(end_line),
            end_column: saturate(end_column),
            excerpt: self.excerpt(line - 1).map(Into::into),
        }
    }

    fn excerpt(&self, line_index: usize) -> Option<&'a str> {
        let start = self.line_starts[line_index];
        let end = self.line_starts.get(line_index + 1).copied().unwrap_or(self.text().len());
        (end - start <= LONGEST_EXCERPT).then(|| self.text()[start..end].trim_end_matches(['\n', '\r']))
    }

    /// Line and column of a byte, both counted from 1, the column in characters.
    fn line_and_column(&self, offset: usize) -> (usize, usize) {
        let line = self.line_starts.partition_point(|start| *start <= offset);
        let line_prefix = &self.text()[self.line_starts[line - 1]..offset];
        (line, 1 + if self.is_ascii { line_prefix.len() } else { line_prefix.chars().count() })
    }

    fn floor_boundary(&self, offset: usize) -> usize {
        let mut offset = offset.min(self.text().len());
        while !self.text().is_char_boundary(offset) {
            offset -= 1;
        }
        offset
    }
}

/// A line or column as [`Location`] holds it. Beyond 2³² the largest number stands for all: a finding in a text of that
/// size may point at a wrong place, but must not end the program.
fn saturate(position: usize) -> u32 {
    position.try_into().unwrap_or(u32::MAX)
}

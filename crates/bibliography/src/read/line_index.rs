//! [`LineIndex`]: line and column of a byte range in a file.
//!
//! [`Source::locate`] counts from the start of the file each time, which a library of 100,000 entries cannot afford: this
//! finds the starts of the lines once and searches them by bisection.

use std::ops::Range;

use wellpress_diagnostics::{Location, Source};

/// A longer line is not quoted in a finding: a minified library would be copied for each of its entries.
const LONGEST_EXCERPT: usize = 1_000;

pub(super) struct LineIndex<'a> {
    source: &'a Source,
    /// Byte offsets, the first one 0.
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

    /// The location of a byte range. Offsets behind the end or within a character move back to the nearest boundary, since
    /// the parsers of other crates report both.
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

    /// Both from 1.
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

/// A line or column as findings hold it. A file with more than four thousand million lines is over every limit of size, so
/// that the last of them stands for all is no loss.
fn saturate(position: usize) -> u32 {
    position.try_into().unwrap_or(u32::MAX)
}

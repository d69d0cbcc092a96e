//! Lines and columns of many places in one file. [`Source::locate`] counts from the start of the file each time, which a
//! library of 100,000 entries cannot afford; this finds the starts of the lines once.

use std::ops::Range;

use wellpress_diagnostics::{Location, Source};

/// A line longer than this is not quoted in a finding: a minified library would be copied for each of its entries.
const LONGEST_EXCERPT: usize = 1_000;

/// One file, with the starts of its lines.
pub(super) struct Places<'a> {
    source: &'a Source,
    lines: Vec<usize>,
    /// Whether a column is the distance in bytes, plus one.
    ascii: bool,
}

impl<'a> Places<'a> {
    /// Finds the lines of `source`.
    pub(super) fn new(source: &'a Source) -> Self {
        let starts = source.text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(at, _)| at + 1);
        Self { source, lines: std::iter::once(0).chain(starts).collect(), ascii: source.text.is_ascii() }
    }

    /// The file's text.
    pub(super) fn text(&self) -> &'a str {
        &self.source.text
    }

    /// Line, column and excerpt of a range of bytes.
    pub(super) fn locate(&self, range: Range<usize>) -> Location {
        let start = self.floor(range.start);
        let end = self.floor(range.end).max(start);
        let (line, column) = self.line_and_column(start);
        let (end_line, end_column) = self.line_and_column(end);
        let excerpt = self.excerpt(line - 1).map(Into::into);
        Location {
            file: self.source.path.clone(),
            line: clamp(line),
            column: clamp(column),
            end_line: clamp(end_line),
            end_column: clamp(end_column),
            excerpt,
        }
    }

    fn excerpt(&self, line: usize) -> Option<&'a str> {
        let start = self.lines[line];
        let end = self.lines.get(line + 1).copied().unwrap_or(self.text().len());
        (end - start <= LONGEST_EXCERPT).then(|| self.text()[start..end].trim_end_matches(['\n', '\r']))
    }

    fn line_and_column(&self, at: usize) -> (usize, usize) {
        let line = self.lines.partition_point(|start| *start <= at);
        let before = &self.text()[self.lines[line - 1]..at];
        (line, 1 + if self.ascii { before.len() } else { before.chars().count() })
    }

    fn floor(&self, at: usize) -> usize {
        let mut at = at.min(self.text().len());
        while !self.text().is_char_boundary(at) {
            at -= 1;
        }
        at
    }
}

fn clamp(value: usize) -> u32 {
    u32::try_from(value).unwrap_or(u32::MAX)
}

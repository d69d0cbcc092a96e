//! [`LineIndex`]: turns byte ranges of a library file into locations with line and column.
//!
//! [`Source::locate`] does the same for pages. A library differs in two ways: each of perhaps 100,000 references keeps its
//! location for as long as the site is in memory, and exports may be minified to one line of many megabytes, in which
//! findings do not come in order, so that `Source::locate`, which counts on from the last place, would begin anew. So this
//! index copies short excerpts instead of sharing the whole text, and counts characters once.

use std::ops::Range;

use wellpress_diagnostics::{Location, Source};

/// A longer line, in bytes, is not quoted in a finding: the one line of a minified library would be copied for each
/// entry.
const LONGEST_EXCERPT: usize = 1_000;

/// How many bytes are counted at most for a column.
const STRETCH: usize = 1_024;

pub(super) struct LineIndex<'a> {
    source: &'a Source,
    /// Byte offsets in ascending order, the first one 0.
    line_starts: Vec<usize>,
    /// How many characters begin before each stretch of [`STRETCH`] bytes.
    characters_before: Vec<usize>,
}

impl<'a> LineIndex<'a> {
    pub(super) fn new(source: &'a Source) -> Self {
        let newlines = source.text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
        let line_starts = std::iter::once(0).chain(newlines.map(|(offset, _)| offset + 1)).collect();
        let stretches = source.text.as_bytes().chunks(STRETCH);
        let characters_before = std::iter::once(0).chain(stretches.scan(0, |count, stretch| {
            *count += characters_in(stretch);
            Some(*count)
        }));
        Self { source, line_starts, characters_before: characters_before.collect() }
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
        (line, 1 + self.characters(offset) - self.characters(self.line_starts[line - 1]))
    }

    /// How many characters are before a byte.
    fn characters(&self, offset: usize) -> usize {
        let stretch = offset / STRETCH;
        self.characters_before[stretch] + characters_in(&self.text().as_bytes()[stretch * STRETCH..offset])
    }

    fn floor_boundary(&self, offset: usize) -> usize {
        let mut offset = offset.min(self.text().len());
        while !self.text().is_char_boundary(offset) {
            offset -= 1;
        }
        offset
    }
}

/// How many characters begin in these bytes.
fn characters_in(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| **byte & 0b1100_0000 != 0b1000_0000).count()
}

/// A line or column as [`Location`] holds it. Beyond 2³² the largest number stands for all: a finding in a text of that
/// size may point at a wrong place, but must not end the program.
fn saturate(position: usize) -> u32 {
    position.try_into().unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A minified export is one line of many megabytes: the count for a column must not begin with the line.
    #[test]
    fn columns_of_a_long_line_are_found_without_counting_all_of_it() {
        let source = Source::new("a.json", "é".repeat(1_000_000));
        let lines = LineIndex::new(&source);
        for offset in (0..source.text.len()).step_by(400) {
            assert_eq!(lines.locate(offset..offset + 2).column as usize, 1 + offset / 2);
        }
    }

    #[test]
    fn columns_are_counted_in_characters_of_their_line() {
        let source = Source::new("a.bib", format!("{}\nñ, ü", "é".repeat(2_000)));
        let location = LineIndex::new(&source).locate(4_005..4_007);
        assert_eq!((location.line, location.column, location.end_column), (2, 4, 5));
    }
}

//! Hayagriva's YAML. Takes one file, gives its references and what is wrong with it; each entry is read alone, so that a
//! broken one costs no more than itself.

mod convert;
mod yaml_tree;

use std::ops::Range;

use wellpress_diagnostics::{Diagnostic, Source, rules};

use crate::ParsedFile;
use crate::read::line_index::LineIndex;
use yaml_tree::{YamlNode, YamlValue};

/// A longer entry is refused: no source needs it.
const LONGEST_ENTRY: usize = 200_000;

pub(super) fn parse(source: &Source) -> ParsedFile {
    let lines = LineIndex::new(source);
    let mut parsed = ParsedFile::default();
    for range in entries(&source.text) {
        let mut block = EntryText { lines: &lines, start: range.start, text: &source.text[range], parsed: &mut parsed };
        block.read();
    }
    parsed
}

/// The stretches of the text that hold one entry each: from a line that is not indented to the next such line.
fn entries(text: &str) -> Vec<Range<usize>> {
    let mut starts = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        if !line.starts_with([' ', '\t', '#', '\n', '\r', '-', '.', '}', ']']) && !line.trim().is_empty() {
            starts.push(at);
        }
        at += line.len();
    }
    let ends = starts.iter().skip(1).copied().chain([text.len()]);
    let ranges = starts.iter().copied().zip(ends).map(|(start, end)| start..end);
    ranges.collect()
}

/// One entry's text, with what it adds to.
struct EntryText<'a> {
    lines: &'a LineIndex<'a>,
    start: usize,
    text: &'a str,
    parsed: &'a mut ParsedFile,
}

impl EntryText<'_> {
    fn read(&mut self) {
        if self.text.len() > LONGEST_ENTRY {
            return self.fault(1, 1, "the entry is too long".to_owned());
        }
        match yaml_tree::parse(self.text.trim_end_matches(['.', '-', '\n', '\r', ' '])) {
            Ok(YamlNode { value: YamlValue::Map(entries), .. }) => {
                entries.iter().for_each(|(key, entry)| self.entry(key, entry))
            }
            Ok(node) => self.fault(node.line, node.column, "an entry is a key with fields below it".to_owned()),
            Err((line, column, message)) => self.fault(line, column, message),
        }
    }

    fn entry(&mut self, key: &YamlNode, entry: &YamlNode) {
        let name = self.scalar(key).unwrap_or_default();
        let YamlValue::Map(fields) = &entry.value else {
            return self.fault(entry.line, entry.column, format!("`{name}` has no fields"));
        };
        let mut reader = convert::HayagrivaReader::new(self, key);
        reader.read(&name, fields);
    }

    /// A scalar as it is written.
    fn scalar(&self, node: &YamlNode) -> Option<String> {
        match &node.value {
            YamlValue::Text(text) => Some(text.clone()),
            YamlValue::Number => {
                let rest = &self.text[self.offset(node)..];
                let end = rest.find(['\n', ',', '}', ']']).unwrap_or(rest.len());
                let written = rest[..end].split(" #").next().unwrap_or_default().split(": ").next().unwrap_or_default();
                Some(written.trim().trim_end_matches(':').to_owned())
            }
            _ => None,
        }
    }

    /// Where a node starts, in bytes of this entry's text.
    fn offset(&self, node: &YamlNode) -> usize {
        let row = self.text.split_inclusive('\n').take(node.line.saturating_sub(1)).map(str::len).sum::<usize>();
        let line = &self.text[row.min(self.text.len())..];
        row + line.char_indices().nth(node.column.saturating_sub(1)).map_or(line.len(), |(at, _)| at)
    }

    fn range(&self, node: &YamlNode) -> Range<usize> {
        let start = self.start + self.offset(node);
        let length = self.text[start - self.start..].find(['\n', ':']).unwrap_or(1);
        start..start + length.max(1)
    }

    fn fault(&mut self, line: usize, column: usize, message: String) {
        let node = YamlNode { value: YamlValue::Nothing, line, column };
        let place = self.lines.locate(self.range(&node));
        let found = Diagnostic::new(&rules::BIBLIOGRAPHY_INVALID, place, message);
        self.parsed.diagnostics.push(found.help("the entry is left out until this is put right; the others are read"));
    }
}

/// Whether a line starts an entry, so that a text can be recognised as Hayagriva's YAML: a key that is not indented.
pub(super) fn starts_entry(line: &str) -> bool {
    line.starts_with(char::is_alphanumeric) && line.trim_end().ends_with(':')
}

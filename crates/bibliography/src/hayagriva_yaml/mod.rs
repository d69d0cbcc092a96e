//! Hayagriva's YAML. Takes one file, gives its references and what is wrong with it; each entry is read alone, so that a
//! broken one costs no more than itself.

mod convert;
mod tree;

use std::ops::Range;

use wellpress_diagnostics::{Diagnostic, Source, rules};

use super::Parsed;
use super::places::Places;
use tree::{Node, Value};

/// A longer entry is refused: no source needs it.
const LONGEST_ENTRY: usize = 200_000;

pub(super) fn parse(source: &Source) -> Parsed {
    let places = Places::new(source);
    let mut parsed = Parsed::default();
    for range in entries(&source.text) {
        let mut block = Block { places: &places, start: range.start, text: &source.text[range], parsed: &mut parsed };
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
struct Block<'a> {
    places: &'a Places<'a>,
    start: usize,
    text: &'a str,
    parsed: &'a mut Parsed,
}

impl Block<'_> {
    fn read(&mut self) {
        if self.text.len() > LONGEST_ENTRY {
            return self.fault(1, 1, "the entry is too long".to_owned());
        }
        match tree::parse(self.text.trim_end_matches(['.', '-', '\n', '\r', ' '])) {
            Ok(Node { value: Value::Map(entries), .. }) => {
                entries.iter().for_each(|(key, entry)| self.entry(key, entry))
            }
            Ok(node) => self.fault(node.line, node.column, "an entry is a key with fields below it".to_owned()),
            Err((line, column, message)) => self.fault(line, column, message),
        }
    }

    fn entry(&mut self, key: &Node, entry: &Node) {
        let name = self.scalar(key).unwrap_or_default();
        let Value::Map(fields) = &entry.value else {
            return self.fault(entry.line, entry.column, format!("`{name}` has no fields"));
        };
        let mut reader = convert::Reader::new(self, key);
        reader.read(&name, fields);
    }

    /// A scalar as it is written.
    fn scalar(&self, node: &Node) -> Option<String> {
        match &node.value {
            Value::Text(text) => Some(text.clone()),
            Value::Number => {
                let rest = &self.text[self.offset(node)..];
                let end = rest.find(['\n', ',', '}', ']']).unwrap_or(rest.len());
                let written = rest[..end].split(" #").next().unwrap_or_default().split(": ").next().unwrap_or_default();
                Some(written.trim().trim_end_matches(':').to_owned())
            }
            _ => None,
        }
    }

    /// Where a node starts, in bytes of this entry's text.
    fn offset(&self, node: &Node) -> usize {
        let row = self.text.split_inclusive('\n').take(node.line.saturating_sub(1)).map(str::len).sum::<usize>();
        let line = &self.text[row.min(self.text.len())..];
        row + line.char_indices().nth(node.column.saturating_sub(1)).map_or(line.len(), |(at, _)| at)
    }

    fn range(&self, node: &Node) -> Range<usize> {
        let start = self.start + self.offset(node);
        let length = self.text[start - self.start..].find(['\n', ':']).unwrap_or(1);
        start..start + length.max(1)
    }

    fn fault(&mut self, line: usize, column: usize, message: String) {
        let node = Node { value: Value::Nothing, line, column };
        let place = self.places.locate(self.range(&node));
        let found = Diagnostic::new(&rules::BIBLIOGRAPHY_INVALID, place, message);
        self.parsed.diagnostics.push(found.help("the entry is left out until this is put right; the others are read"));
    }
}

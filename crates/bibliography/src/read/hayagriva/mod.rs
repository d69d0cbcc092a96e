//! Reads Hayagriva's YAML: one file in, its references and findings out. Each entry is parsed alone, so that a broken
//! one costs no other.

mod convert;

use std::ops::Range;

use wellpress_diagnostics::yaml::{Node, NodeValue, in_plain_words};
use wellpress_diagnostics::{ControlCharacter, Location, Source};

use super::parsed_file::ParsedFile;
use super::read_context::ReadContext;
use crate::CiteKey;

/// A longer entry, in bytes, is refused. No source needs so much, and building the tree of YAML takes a multiple of its memory.
const LONGEST_ENTRY: usize = 200_000;

pub(super) fn parse(source: &Source) -> ParsedFile {
    let mut context = ReadContext::new(source);
    let ranges = entry_ranges(&source.text);
    if ranges.is_empty() && source.text.lines().any(is_content) {
        context.broken_entry(None, 0..1, NO_ENTRY);
    }
    for range in ranges {
        let start = range.start;
        EntryText { context: &mut context, start, text: &source.text[range] }.read();
    }
    context.parsed
}

const NO_ENTRY: &str = "an entry is a key with fields below it";

fn is_content(line: &str) -> bool {
    let line = line.trim();
    !line.is_empty() && !line.starts_with('#') && !matches!(line, "---" | "...")
}

/// The ranges of the entries, each from a line without indentation to the next such line. Comments, blank lines,
/// document marks, lists and closing brackets are not indented either and belong to the entry before them.
fn entry_ranges(text: &str) -> Vec<Range<usize>> {
    let mut starts = Vec::new();
    let mut offset = 0;
    for line in text.split_inclusive('\n') {
        if !line.starts_with([' ', '\t', '#', '\n', '\r', '-', '.', '}', ']']) && !line.trim().is_empty() {
            starts.push(offset);
        }
        offset += line.len();
    }
    let ends = starts.iter().skip(1).copied().chain([text.len()]);
    starts.iter().copied().zip(ends).map(|(start, end)| start..end).collect()
}

/// The text without the marks that end a document or start the next one. Only whole lines are marks: a value may end
/// with "...".
fn without_document_marks(entry: &str) -> &str {
    let mut text = entry.trim_end();
    while let Some(shorter) = text.strip_suffix("\n...").or_else(|| text.strip_suffix("\n---")) {
        text = shorter.trim_end();
    }
    text
}

/// The text of one entry, with the file that it is part of and the results so far.
struct EntryText<'c, 'a> {
    context: &'c mut ReadContext<'a>,
    /// Where the text starts in the file.
    start: usize,
    text: &'a str,
}

impl EntryText<'_, '_> {
    fn read(&mut self) {
        if self.text.len() > LONGEST_ENTRY {
            return self.report(0, format!("the entry has more than {LONGEST_ENTRY} bytes; write a shorter one"));
        }
        match Node::read(without_document_marks(self.text)) {
            // More than one only in braces, `{a: {..}, b: {..}}`.
            Ok(Node { value: NodeValue::Map(entries), .. }) => {
                entries.iter().for_each(|(key, entry)| self.read_entry(key, entry));
            }
            Ok(node) => self.report(node.start(), NO_ENTRY.to_owned()),
            Err(error) => {
                let start = error.location().map_or(0, |location| self.offset(location.line(), location.column()));
                self.report(start, in_plain_words(error.without_snippet()).0);
            }
        }
    }

    fn read_entry(&mut self, key: &Node, entry: &Node) {
        let Some(name) = self.scalar(key) else { return self.report(key.start(), "a key is text".to_owned()) };
        let NodeValue::Map(fields) = &entry.value else {
            return self.report(entry.start(), format!("`{name}` has no fields"));
        };
        convert::HayagrivaReader::new(self, key, &name).read(fields);
    }

    /// The text of a value that is no list and no map, as it is spelled: `1.10` and `007` are volumes and titles here.
    fn scalar(&self, node: &Node) -> Option<String> {
        let text = node.written(self.text).filter(|_| !matches!(node.value, NodeValue::Null))?;
        // An escape can put a control character into it, which no page may have.
        Some(ControlCharacter::blanked_in(text).into_owned())
    }

    /// The byte of this entry's text at a line and column of the parser, both from 1, the column in characters.
    fn offset(&self, line: u64, column: u64) -> usize {
        let skipped = |number: u64| usize::try_from(number.saturating_sub(1)).unwrap_or(usize::MAX);
        let line_start = self.text.split_inclusive('\n').take(skipped(line)).map(str::len).sum::<usize>();
        let line = &self.text[line_start..];
        line_start + line.char_indices().nth(skipped(column)).map_or(line.len(), |(offset, _)| offset)
    }

    fn locate(&self, start: usize) -> Location {
        self.context.lines.locate(self.range(start))
    }

    /// The bytes in the file from a byte of the entry to the end of its key or line.
    fn range(&self, offset: usize) -> Range<usize> {
        let length = self.text[offset..].find(['\n', ':']).unwrap_or(self.text.len() - offset);
        let start = self.start + offset;
        start..start + length.max(1)
    }

    fn report(&mut self, start: usize, message: String) {
        // The first line of an entry is its key, whatever is wrong below it.
        let key = self.text.split_once(':').map(|(key, _)| key.trim().trim_matches(['"', '\'']));
        let key = key.filter(|key| !key.is_empty() && !key.contains('\n')).map(CiteKey::new);
        let range = self.range(start);
        self.context.broken_entry(key, range, message);
    }
}

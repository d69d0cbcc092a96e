//! Divides RIS and MEDLINE files into tags with their values. What a tag means is left to the reader of each format.
//!
//! In both formats a line begins with a tag, and lines without one continue the value. The parser is our own, because
//! findings need the byte range of each value, and because reading has to go on behind a wrong line.

use std::ops::Range;

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct TaggedValue<'t> {
    /// The tag's name, such as `TI`.
    pub(super) tag: &'t str,
    /// The text behind the tag and of the lines that continue it, line ends included.
    pub(super) value: &'t str,
    /// The bytes of the value; of the tag, where the value is empty, so that a finding has something to point at.
    pub(super) range: Range<usize>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum LineGroup<'t> {
    /// A tag with all lines of its value.
    Tag(TaggedValue<'t>),
    /// A blank line that ends an entry.
    Blank,
    /// A line before the first tag of the file or of an entry.
    Stray(Range<usize>),
}

/// Recognises a line with a tag: returns the tag, and the byte at which the value starts.
pub(super) type TagParser = fn(&str) -> Option<(&str, usize)>;

/// The meaning of a blank line within a value, which is where the two formats differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum BlankLine {
    /// The value ends, and so does the entry (MEDLINE).
    EndsEntry,
    /// Nothing, because abstracts that were pasted into RIS have paragraphs.
    IsPartOfValue,
}

/// Divides a file into its tags, in one pass.
pub(super) fn line_groups(text: &str, parse_tag: TagParser, blank_line: BlankLine) -> Vec<LineGroup<'_>> {
    let mut groups: Vec<LineGroup<'_>> = Vec::new();
    let mut line_end = 0;
    for line in text.split_inclusive('\n') {
        let line_start = line_end;
        line_end += line.len();
        let line = line.trim_end();
        if let Some((tag, value_offset)) = parse_tag(line) {
            let value = line_start + value_offset.min(line.len())..line_start + line.len();
            let range = if value.is_empty() { line_start..line_start + tag.len() } else { value.clone() };
            groups.push(LineGroup::Tag(TaggedValue { tag, value: &text[value], range }));
        } else if line.is_empty() {
            groups.extend((blank_line == BlankLine::EndsEntry).then_some(LineGroup::Blank));
        } else if let Some(LineGroup::Tag(tagged)) = groups.last_mut() {
            extend_value(tagged, text, line_start..line_start + line.len());
        } else {
            groups.push(LineGroup::Stray(line_start..line_start + line.len()));
        }
    }
    groups
}

/// Extends a value by a line without a tag, with everything between.
fn extend_value<'t>(tagged: &mut TaggedValue<'t>, text: &'t str, line: Range<usize>) {
    // The range of an empty value is that of its tag, so the value begins on this line.
    let start = if tagged.value.is_empty() { line.start } else { tagged.range.end - tagged.value.len() };
    tagged.range = start..line.end;
    tagged.value = &text[tagged.range.clone()];
}

//! Formats of a tag a line, such as RIS and MEDLINE: the lines of a file as tags with their values. A value goes on over the
//! lines that have no tag.

use std::ops::Range;

/// A tag with its value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Tagged<'t> {
    /// Such as `TI`.
    pub(super) tag: &'t str,
    /// Its value as it stands, over as many lines as it has.
    pub(super) value: &'t str,
    /// Where the value stands; the tag, where there is none.
    pub(super) range: Range<usize>,
}

/// A stretch of lines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Stretch<'t> {
    /// A tag and its value.
    Tag(Tagged<'t>),
    /// Blank lines.
    Blank,
    /// A line that belongs to no tag.
    Stray(Range<usize>),
}

/// How a format begins a line with a tag: the tag, and where the value starts.
pub(super) type Head = fn(&str) -> Option<(&str, usize)>;

/// What a blank line in a value means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Blank {
    /// The value ends, and so does the entry.
    Ends,
    /// The value may go on in the next line.
    GoesOn,
}

/// A file in stretches.
pub(super) fn stretches(text: &str, head: Head, blank: Blank) -> Vec<Stretch<'_>> {
    let mut stretches: Vec<Stretch<'_>> = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let start = at;
        at += line.len();
        let line = line.trim_end();
        if let Some((tag, value)) = head(line) {
            let value = start + value.min(line.len())..start + line.len();
            stretches.push(Stretch::Tag(Tagged { tag, value: &text[value.clone()], range: place(start, tag, value) }));
        } else if line.is_empty() {
            stretches.extend((blank == Blank::Ends).then_some(Stretch::Blank));
        } else if let Some(Stretch::Tag(tagged)) = stretches.last_mut() {
            let value = tagged.range.end - tagged.value.len()..start + line.len();
            let from = if tagged.value.is_empty() { start } else { value.start };
            *tagged = Tagged { value: &text[from..value.end], range: from..value.end, ..tagged.clone() };
        } else {
            stretches.push(Stretch::Stray(start..start + line.len()));
        }
    }
    stretches
}

fn place(start: usize, tag: &str, value: Range<usize>) -> Range<usize> {
    if value.is_empty() { start..start + tag.len() } else { value }
}

//! The lines of a text outside of its code blocks, for what is read line by line before CommonMark is parsed.

use std::ops::Range;

use memchr::memchr_iter;

use crate::directives::marker_length;

/// A line outside of code.
#[derive(Debug)]
pub(super) struct TextLine {
    /// What stands before the content: blanks, and the markers of lists and quotes.
    pub(super) markers: Range<usize>,
    /// The bytes of the line without the blanks around it and the markers of lists and quotes before it.
    pub(super) content: Range<usize>,
    pub(super) place: LinePlace,
}

/// Where a line stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum LinePlace {
    Text,
    /// The line opens a code block with so many marks.
    CodeStart {
        marks: usize,
    },
}

/// The lines in `range` that are not within a code block, with those that open one. As in CommonMark, a block ends at a line of
/// at least as many of the same marks and nothing else, and lines with four blanks behind an empty line are a block, except in a
/// list.
pub(super) fn lines_without_code(text: &str, range: Range<usize>) -> impl Iterator<Item = TextLine> {
    let mut open_marks: Option<&str> = None;
    let mut is_list = false;
    let mut follows_empty_line = true;
    let line_ends = memchr_iter(b'\n', &text.as_bytes()[range.clone()]).map(move |offset| range.start + offset + 1);
    let mut next = range.start;
    line_ends.chain([range.end]).filter_map(move |line_end| {
        let line_start = next;
        next = line_end;
        let line = &text[line_start..line_end];
        if line.is_empty() {
            return None;
        }
        let behind_markers = match open_marks {
            // Within a block, `- ` is code.
            Some(_) => line.trim_ascii_start().trim_start_matches(['>', ' ']),
            None => &line[marker_length(line)..],
        };
        let content = behind_markers.trim_ascii();
        let start = line_start + line.len() - behind_markers.trim_ascii_start().len();
        let mark = content.bytes().next().filter(|byte| matches!(byte, b'`' | b'~'));
        let marks = &content[..content.bytes().take_while(|byte| Some(*byte) == mark).count()];
        if let Some(opening) = open_marks {
            if content.len() == marks.len() && marks.len() >= opening.len() && marks.starts_with(&opening[..1]) {
                open_marks = None;
            }
            return None;
        }
        let is_indented = line.starts_with("    ") || line.starts_with('\t');
        if !content.is_empty() && !is_indented {
            is_list = line.len() > behind_markers.len() && !line.trim_ascii_start().starts_with('>');
        }
        let is_code = is_indented && follows_empty_line && !is_list;
        follows_empty_line = content.is_empty() || is_code;
        if is_code {
            return None;
        }
        // The marks of code within a line, as in ```` ```a``` ````, are no start of a block.
        let opens = marks.len() >= 3 && !(marks.starts_with('`') && content[marks.len()..].contains('`'));
        open_marks = opens.then_some(marks);
        let line_place = if opens { LinePlace::CodeStart { marks: marks.len() } } else { LinePlace::Text };
        Some(TextLine { markers: line_start..start, content: start..start + content.len(), place: line_place })
    })
}

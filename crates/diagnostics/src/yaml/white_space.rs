//! Finds white space that people take for blanks and YAML does not: tabs in an indent, and the no-break and other special blanks
//! that word processors and web pages leave behind a colon.

use crate::{Location, Source, Span};

/// The first tab in the indent of a line at or below `line` (from 1). The parser reports a tab at the end of the value above it.
pub(super) fn tab_in_indent(source: &Source, line: usize) -> Option<Location> {
    let mut lines = lines(source).skip(line.saturating_sub(1));
    lines.find_map(|(start, line_text)| {
        let indent = line_text.len() - line_text.trim_start_matches([' ', '\t']).len();
        let tab = line_text[..indent].find('\t')?;
        Some(source.locate(Span::new(start + tab..start + tab + 1)))
    })
}

/// A special blank where YAML needs a plain one: behind the colon of a key or in an indent, on this line (from 1) or beside it, as
/// the parser may report the value above or below. With the number of the character in Unicode.
pub(super) fn special_blank(source: &Source, line: usize) -> Option<(Location, String)> {
    let candidates = [line, line.saturating_sub(1), line + 1].into_iter().filter(|line| *line > 0);
    candidates.into_iter().find_map(|line| {
        let (start, line_text) = lines(source).nth(line - 1)?;
        let (at, blank) = line_text.char_indices().find(|(at, c)| is_special(*c) && is_misplaced(&line_text[..*at]))?;
        let location = source.locate(Span::new(start + at..start + at + blank.len_utf8()));
        Some((location, format!("U+{:04X}", u32::from(blank))))
    })
}

/// Each line with the offset at which it starts.
fn lines(source: &Source) -> impl Iterator<Item = (usize, &str)> {
    source.text.split('\n').scan(0, |start, line_text| {
        let line_start = *start;
        *start += line_text.len() + 1;
        Some((line_start, line_text))
    })
}

fn is_special(c: char) -> bool {
    (!c.is_ascii() && c.is_whitespace()) || matches!(c, '\u{200b}' | '\u{2060}' | '\u{feff}')
}

/// Whether a blank behind this part of a line belongs to YAML's own syntax: the part is an indent, or ends with a key and a colon.
fn is_misplaced(before: &str) -> bool {
    if before.chars().all(|c| matches!(c, ' ' | '-') || is_special(c)) {
        return true;
    }
    let Some(before_colon) = before.strip_suffix(':') else { return false };
    let before_key = before_colon.trim_end_matches(|c: char| c.is_alphanumeric() || matches!(c, '_' | '-')).trim_end();
    // A key begins its line, an entry of a list or an entry in braces.
    before_key.is_empty() || before_key.ends_with(['{', ',', '-'])
}

#[cfg(test)]
mod tests {
    use super::{special_blank, tab_in_indent};
    use crate::Source;

    fn place(text: &str, line: usize) -> Option<(u32, u32)> {
        special_blank(&Source::new("a", text), line).map(|(location, _)| (location.line, location.column))
    }

    #[test]
    fn a_special_blank_is_found_where_yaml_needs_a_blank() {
        for (text, found) in [
            ("a:\u{a0}b", Some((1, 3))),
            ("a: b\nc:\u{202f}d", Some((2, 3))),
            ("a:\n\u{a0}\u{a0}b: c", Some((2, 1))),
            ("- a:\u{200b}b", Some((1, 5))),
            ("{a: b, c:\u{3000}d}", Some((1, 10))),
            ("a: 10:\u{a0}b", None),
            ("a: b\u{a0}c", None),
            ("\u{fffd}:\u{a0}b", None),
        ] {
            assert_eq!(place(text, 1), found, "{text:?}");
        }
        assert_eq!(place("a: b\n\n\nc:\u{a0}d", 1), None, "too far from the line that the parser names");
    }

    #[test]
    fn a_tab_is_found_below_the_line_that_the_parser_names() {
        let source = Source::new("a", "a: b\tc\n \td: e\n");
        let location = tab_in_indent(&source, 1).unwrap();
        assert_eq!((location.line, location.column), (2, 2));
        assert!(tab_in_indent(&source, 3).is_none());
    }
}

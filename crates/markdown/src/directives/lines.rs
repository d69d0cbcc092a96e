//! Finds directive lines (`::name[label]{attributes}`, `:::name`, `:::`) in a text before Markdown is parsed.
//!
//! Only the shape counts here. The meaning of a name is looked up in [`super::table`], and the parser pairs the lines
//! that open and close a container, because only it knows the lists, quotes and code around them.

use std::ops::Range;

use memchr::{memchr, memrchr};

/// A directive line as it stands in the text, before its name is looked up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Fence {
    /// From the first colon to the end of the line without trailing blanks.
    pub span: Range<usize>,
    /// The number of colons: two for a leaf, three or more for a container.
    pub colons: usize,
    /// The range of the name; empty for a closing line.
    pub name: Range<usize>,
    /// The range of the label without brackets.
    pub label: Option<Range<usize>>,
    /// The range of the attributes without braces.
    pub attributes: Option<Range<usize>>,
    /// Whether the whole line has the shape of a directive.
    pub shape: FenceShape,
}

/// Whether a line has the shape of a directive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum FenceShape {
    /// The line is a directive.
    Sound,
    /// The line begins like a directive and goes on otherwise. It is reported, because an exercise that became plain
    /// text would lose its cautions without anybody noticing.
    Broken,
}

impl Fence {
    /// Whether it closes a container.
    pub(crate) fn closes(&self) -> bool {
        self.name.is_empty() && self.shape == FenceShape::Sound
    }
}

/// The directive lines of `text` behind the byte `from`, in order, sound or broken.
pub(crate) fn fences(text: &str, from: usize) -> Vec<Fence> {
    let lines = colon_lines(text, from).filter(|line| text[line.clone()].starts_with("::"));
    lines.filter_map(|line| read_fence(text, line.start..line.start + text[line].trim_end().len())).collect()
}

/// The offsets of colons that begin a line and belong neither to a definition, which has a blank behind its colon, nor
/// to the row of dashes of a table, nor to one of `fences`. pulldown-cmark takes each for a definition, blank or not.
pub(crate) fn leading_colons(text: &str, from: usize, fences: &[Fence]) -> Vec<usize> {
    let starts = colon_lines(text, from).filter_map(|line| {
        let is_text = text[line.clone()].chars().nth(1).is_some_and(|c| !c.is_whitespace() && c != '-');
        is_text.then_some(line.start)
    });
    starts.filter(|start| fences.binary_search_by_key(start, |fence| fence.span.start).is_err()).collect()
}

/// The lines whose text begins with a colon, each from the colon to its end. Colons are searched and not lines, because
/// a text has far fewer of them.
fn colon_lines(text: &str, from: usize) -> impl Iterator<Item = Range<usize>> {
    let bytes = text.as_bytes();
    let mut next = from;
    std::iter::from_fn(move || {
        loop {
            let colon = next + memchr(b':', &bytes[next..])?;
            let start = memrchr(b'\n', &bytes[next..colon]).map_or(next, |newline| next + newline + 1);
            let end = memchr(b'\n', &bytes[colon..]).map_or(bytes.len(), |length| colon + length);
            next = end;
            if start + marker_length(&text[start..end]) == colon {
                return Some(colon..end);
            }
        }
    })
}

/// The number of bytes of a line before its text: blanks, markers of quotes and markers of lists.
pub(crate) fn marker_length(line: &str) -> usize {
    let bytes = line.as_bytes();
    let mut length = 0;
    loop {
        match bytes.get(length) {
            Some(b' ' | b'\t' | b'>') => length += 1,
            Some(b'-' | b'*' | b'+') if bytes.get(length + 1) == Some(&b' ') => length += 2,
            Some(b'0'..=b'9') => {
                let digits = bytes[length..].iter().take_while(|byte| byte.is_ascii_digit()).count();
                let is_marker = bytes.get(length + digits).is_some_and(|byte| matches!(byte, b'.' | b')'));
                // CommonMark limits the number of an item to nine digits.
                if digits > 9 || !is_marker || bytes.get(length + digits + 1) != Some(&b' ') {
                    return length;
                }
                length += digits + 2;
            }
            _ => return length,
        }
    }
}

/// The directive line at `span`; `None` for a line of text that only begins with colons.
fn read_fence(text: &str, span: Range<usize>) -> Option<Fence> {
    let colons = text[span.clone()].bytes().take_while(|byte| *byte == b':').count();
    let name = read_name(text, span.start + colons);
    let LabelAndAttributes { label, attributes, end } = read_tail(text, name.end, span.end);
    let closes = name.is_empty();
    // Colons without a name close a container, so nothing may follow them.
    let is_sound = if closes { colons >= 3 && name.end == span.end } else { end == span.end };
    if is_sound {
        return Some(Fence { span, colons, name, label, attributes, shape: FenceShape::Sound });
    }
    let behind_name = text[name.end..span.end].trim_start();
    // Two colons and a word may begin a sentence, so a bracket has to follow, or the word is the name of a leaf; three colons
    // begin nothing else.
    let begins_like_directive = match colons {
        // The name of a leaf begins no sentence: `::exercise bridge` has lost its braces.
        2 => !closes && (behind_name.starts_with(['[', '{']) || super::table::is_leaf_name(&text[name.clone()])),
        // The divs of Pandoc have attributes or a dot in place of a name.
        _ => !closes || behind_name.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '{' | '.')),
    };
    begins_like_directive.then_some(Fence {
        span,
        colons,
        name,
        label: None,
        attributes: None,
        shape: FenceShape::Broken,
    })
}

/// The range of the name at `start`: a letter, then letters, digits, `-` or `_`. Empty without a name.
pub(crate) fn read_name(text: &str, start: usize) -> Range<usize> {
    let name = &text[start..];
    if !name.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return start..start;
    }
    let length = name.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))).unwrap_or(name.len());
    start..start + length
}

/// The ranges of `[label]{attributes}` without brackets and braces, each optional.
struct LabelAndAttributes {
    label: Option<Range<usize>>,
    attributes: Option<Range<usize>>,
    /// The byte behind them.
    end: usize,
}

fn read_tail(text: &str, start: usize, limit: usize) -> LabelAndAttributes {
    let label = enclosed(text, start..limit, LABEL_BRACKETS);
    let label_end = label.as_ref().map_or(start, |label| label.end + 1);
    let attributes = enclosed(text, label_end..limit, ATTRIBUTE_BRACES);
    let end = attributes.as_ref().map_or(label_end, |attributes| attributes.end + 1);
    LabelAndAttributes { label, attributes, end }
}

/// Longer braces within a line, in bytes, hold no attributes: without a limit, each of many open ones would be read to
/// the end.
const LONGEST_ATTRIBUTES: usize = 2_000;

/// The range of the attributes in braces at `start`, without the braces; `None` if there are none.
pub(crate) fn attributes_at(text: &str, start: usize) -> Option<Range<usize>> {
    if !text[start..].starts_with('{') {
        return None;
    }
    let line_length = text.as_bytes()[start..].iter().take(LONGEST_ATTRIBUTES).position(|byte| *byte == b'\n');
    let limit = line_length.map_or_else(|| text.len().min(start + LONGEST_ATTRIBUTES), |length| start + length);
    enclosed(text, start..limit, ATTRIBUTE_BRACES)
}

/// A pair of brackets around a part of a directive.
#[derive(Clone, Copy)]
struct Enclosure {
    open: u8,
    close: u8,
    /// Whether a quote behind an `=` hides brackets up to the next quote.
    quotes: QuotesIn,
}

/// Whether quotes have a meaning within brackets. In a label they are text, and an apostrophe would open one.
#[derive(Clone, Copy, PartialEq, Eq)]
enum QuotesIn {
    Values,
    Nothing,
}

const LABEL_BRACKETS: Enclosure = Enclosure { open: b'[', close: b']', quotes: QuotesIn::Nothing };
const ATTRIBUTE_BRACES: Enclosure = Enclosure { open: b'{', close: b'}', quotes: QuotesIn::Values };

/// The range between an opening bracket at the start of `range` and its closing one. A backslash escapes the next byte.
fn enclosed(text: &str, range: Range<usize>, enclosure: Enclosure) -> Option<Range<usize>> {
    let bytes = text.as_bytes();
    if range.is_empty() || bytes[range.start] != enclosure.open {
        return None;
    }
    let (mut depth, mut open_quote, mut position) = (1_usize, None, range.start + 1);
    while position < range.end {
        let byte = bytes[position];
        let may_open_quote = enclosure.quotes == QuotesIn::Values && open_quote.is_none();
        match byte {
            b'\\' => position += 1,
            b'"' | b'\'' if may_open_quote && bytes[position - 1] == b'=' => open_quote = Some(byte),
            _ if open_quote == Some(byte) => open_quote = None,
            _ if open_quote.is_some() => {}
            _ if byte == enclosure.open => depth += 1,
            _ if byte == enclosure.close => {
                depth -= 1;
                if depth == 0 {
                    return Some(range.start + 1..position);
                }
            }
            _ => {}
        }
        position += 1;
    }
    None
}

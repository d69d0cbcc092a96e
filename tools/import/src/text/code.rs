//! Where the code of a Markdown text is, so that nothing in it is taken for markup.

use std::collections::BTreeMap;
use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, Parser, Tag};

use super::scan::spliced;

/// The byte ranges of fenced code blocks and code spans, in order.
pub(crate) fn ranges(text: &str) -> Vec<Range<usize>> {
    let mut ranges = Vec::new();
    let mut fence: Option<(usize, char, usize)> = None;
    let (mut at, mut paragraph, mut column) = (0, 0, 0);
    for line in text.split_inclusive('\n') {
        // The code of an item ends with it.
        if let Some((start, ..)) = fence.filter(|_| super::indent(line) < column && !line.trim().is_empty()) {
            ranges.push(start..at);
            (fence, paragraph) = (None, at);
        }
        let content = line.trim_start_matches([' ', '\t', '>']);
        let in_item = if fence.is_none() { fence_in_item(content) } else { None };
        let content = in_item.unwrap_or(content);
        let end = at + line.len();
        match (fence, fence_of(content)) {
            (Some((start, sign, length)), Some((other, more, rest)))
                if other == sign && more >= length && rest.trim().is_empty() =>
            {
                ranges.push(start..end);
                (fence, paragraph) = (None, end);
            }
            (None, Some((sign, length, rest))) if sign == '~' || !rest.contains('`') => {
                spans(text, paragraph..at, &mut ranges);
                column = in_item.and_then(|_| super::column_of_item(line)).unwrap_or_default();
                fence = Some((if in_item.is_some() { end - content.len() } else { at }, sign, length));
            }
            (None, _) if content.trim().is_empty() => {
                spans(text, paragraph..at, &mut ranges);
                paragraph = end;
            }
            _ => {}
        }
        at = end;
    }
    match fence {
        Some((start, ..)) => ranges.push(start..text.len()),
        None => spans(text, paragraph..text.len(), &mut ranges),
    }
    ranges
}

/// A text in which code that is open at the end of a block such as `:::tip` ends with it.
pub(crate) fn closed_in_blocks(text: &str) -> String {
    let (mut output, mut blocks) = (String::with_capacity(text.len()), Vec::<usize>::new());
    let mut fence: Option<(char, usize)> = None;
    for line in text.split_inclusive('\n') {
        let content = line.trim();
        let content = if fence.is_none() { fence_in_item(content).unwrap_or(content) } else { content };
        let colons = content.bytes().take_while(|byte| *byte == b':').count();
        let ends_block = colons >= 3 && colons == content.len() && blocks.last().is_some_and(|open| colons >= *open);
        match (fence, fence_of(content)) {
            (Some((sign, length)), Some((other, more, ""))) if sign == other && more >= length => fence = None,
            (None, Some((sign, length, rest))) if sign == '~' || !rest.contains('`') => fence = Some((sign, length)),
            (Some((sign, length)), None) if ends_block => {
                output.push_str(&format!("{}\n", String::from(sign).repeat(length)));
                (fence, _) = (None, blocks.pop());
            }
            (None, _) if ends_block => _ = blocks.pop(),
            (None, None) if colons >= 3 => blocks.push(colons),
            _ => {}
        }
        output.push_str(line);
    }
    output
}

/// A text without a fence at its end that neither opens nor closes code.
pub(crate) fn without_open_fence(text: &str) -> &str {
    let words = text.trim_end();
    let start = words.rfind('\n').map_or(0, |at| at + 1);
    if fence_of(words[start..].trim_start()).is_none_or(|(.., rest)| !rest.is_empty()) {
        return text;
    }
    let opens = |(event, range): (Event<'_>, Range<usize>)| {
        matches!(event, Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(_)))) && range.start >= start
    };
    let is_open =
        ranges(text).iter().any(|range| range.start == start) && Parser::new(text).into_offset_iter().any(opens);
    if is_open { &text[..start] } else { text }
}

/// The byte ranges of fenced code blocks.
pub(crate) fn blocks(text: &str) -> Vec<Range<usize>> {
    let mut ranges = ranges(text);
    ranges.retain(|range| {
        let content = text[range.clone()].trim_start_matches([' ', '\t', '>']);
        content.contains('\n') && (content.starts_with("```") || content.starts_with("~~~"))
    });
    ranges
}

/// The fence behind the mark of an item of a list.
fn fence_in_item(line: &str) -> Option<&str> {
    super::column_of_item(line)?;
    let inner = line.trim_start_matches(|sign: char| sign.is_ascii_digit() || " \t-*+.)".contains(sign));
    inner.starts_with(['`', '~']).then_some(inner)
}

/// The sign, the length and the rest of a line that opens or closes a fenced block.
fn fence_of(line: &str) -> Option<(char, usize, &str)> {
    let sign = line.chars().next().filter(|sign| matches!(sign, '`' | '~'))?;
    let length = line.chars().take_while(|character| *character == sign).count();
    (length >= 3).then(|| (sign, length, &line[length..]))
}

/// Adds the code spans of a paragraph.
fn spans(text: &str, paragraph: Range<usize>, ranges: &mut Vec<Range<usize>>) {
    let bytes = text.as_bytes();
    // The ends of runs by their length.
    let (mut runs, mut end): (BTreeMap<usize, Vec<usize>>, _) = (BTreeMap::new(), paragraph.start);
    for run in bytes[paragraph.clone()].chunk_by(|one, next| (*one == b'`') == (*next == b'`')) {
        end += run.len();
        if run[0] == b'`' {
            runs.entry(run.len()).or_default().push(end);
        }
    }
    let mut at = if runs.is_empty() { paragraph.end } else { paragraph.start };
    while at < paragraph.end {
        match bytes[at] {
            b'\\' => at += 2,
            b'`' => {
                let length = bytes[at..paragraph.end].iter().take_while(|byte| **byte == b'`').count();
                // Code spans end at a run of the same length.
                let ends = runs.get(&length).map_or(&[][..], Vec::as_slice);
                let end = ends.get(ends.partition_point(|end| *end <= at + length)).copied();
                ranges.extend(end.map(|end| at..end));
                at = end.unwrap_or(at + length);
            }
            _ => at += 1,
        }
    }
}

/// The lines of a text, each with the place where it begins, and whether it begins in code.
pub(crate) fn lines(text: &str) -> impl Iterator<Item = (usize, &str, bool)> {
    lines_in(text, ranges(text))
}

/// The lines of a text, each with the place where it begins, and whether it begins in one of the ranges.
pub(crate) fn lines_in(text: &str, ranges: Vec<Range<usize>>) -> impl Iterator<Item = (usize, &str, bool)> {
    let mut end = 0;
    text.split_inclusive('\n').map(move |line| {
        let start = end;
        end += line.len();
        (start, line, contains(&ranges, start))
    })
}

/// The lines of a text, each with the place where it begins, and whether it begins in one of the ranges of code, in a comment or in an
/// element `pre`.
pub(crate) fn literal_lines(text: &str, code: Vec<Range<usize>>) -> impl Iterator<Item = (usize, &str, bool)> {
    let all_code = ranges(text);
    let comments = comments(text, &all_code);
    let mut is_in_element = false;
    lines_in(text, code).map(move |(at, line, is_code)| {
        let is_literal = is_code || is_in_element || contains(&comments, at);
        let small = line.to_ascii_lowercase();
        let last_tag = |tag: &str| {
            let mut tags =
                small.rmatch_indices(tag).map(|(start, _)| start).filter(|start| !contains(&all_code, at + start));
            tags.find(|start| {
                !small[start + tag.len()..].starts_with(|next: char| next.is_alphanumeric() || next == '-')
            })
        };
        let (start, end) = (last_tag("<pre"), last_tag("</pre"));
        if start != end {
            is_in_element = start > end;
        }
        (at, line, is_literal)
    })
}

/// Whether a place is in one of the ranges.
pub(crate) fn contains(ranges: &[Range<usize>], at: usize) -> bool {
    let index = ranges.partition_point(|range| range.end <= at);
    ranges.get(index).is_some_and(|range| range.contains(&at))
}

/// The places of comments that are closed. Behind a backslash none begins, and one within a line ends with its paragraph.
pub(crate) fn comments(text: &str, code: &[Range<usize>]) -> Vec<Range<usize>> {
    let mut line_end = 0;
    let empty_lines = text.split_inclusive('\n').filter_map(|line| {
        line_end += line.len();
        line.trim().is_empty().then_some(line_end - line.len())
    });
    let empty_lines: Vec<usize> = empty_lines.collect();
    let (mut comments, mut at, mut end) = (Vec::new(), 0, 0);
    while let Some(start) = text[at..].find("<!--").map(|start| at + start) {
        at = start + "<!--".len();
        if contains(code, start) || text[..start].ends_with('\\') {
            continue;
        }
        // The same end is not looked for once for each start.
        if end <= start {
            let Some(length) = text[start..].find("-->") else { break };
            end = start + length + "-->".len();
        }
        let above = text[..start].trim_end_matches(' ');
        let begins_line = start - above.len() <= 3 && (above.is_empty() || above.ends_with('\n'));
        let empty_line = empty_lines.get(empty_lines.partition_point(|line| *line < start));
        if begins_line || empty_line.is_none_or(|line| *line >= end) {
            comments.push(start..end);
            at = end;
        }
    }
    comments
}

/// Takes the starts of comments out of comments, as they are words for HTML. `note` is called for each comment that has one.
pub(crate) fn single_comments(text: &str, mut note: impl FnMut()) -> String {
    let single = |comment: Range<usize>| {
        let inner = comment.start + "<!--".len()..comment.end;
        let words = &text[inner.clone()];
        // A tag that became a comment ends the one around it: the check tells of that.
        let has_start = words.contains("<!--") && !words.contains("<!-- {");
        has_start.then(|| (inner, words.replace("<!--", "<! --"))).inspect(|_| note())
    };
    spliced(text, comments(text, &ranges(text)).into_iter().filter_map(single))
}

/// Applies a function to each part of a text that is no code.
pub(crate) fn outside(text: &str, mut translate: impl FnMut(&str) -> String) -> String {
    let (mut translated, mut at) = (String::with_capacity(text.len()), 0);
    for range in ranges(text) {
        translated.push_str(&translate(&text[at..range.start]));
        translated.push_str(&text[range.clone()]);
        at = range.end;
    }
    translated.push_str(&translate(&text[at..]));
    translated
}

#[cfg(test)]
mod tests {
    use super::{outside, ranges};

    #[test]
    fn code_is_left_alone() {
        let text = "a `x` b\n```\nx\n```\nx ``a`x`` x\n\n`x\n\nx \\`x`\n~~~\nx\n";
        let code: Vec<&str> = ranges(text).into_iter().map(|range| &text[range]).collect();
        assert_eq!(code, ["`x`", "```\nx\n```\n", "``a`x``", "~~~\nx\n"]);
        assert_eq!(outside("x `x` x", |text| text.replace('x', "y")), "y `x` y");
        assert_eq!(outside("- ```\n  x\n\nx", |text| text.replace('x', "y")), "- ```\n  x\n\ny");
    }
}

//! Finds text that YAML does not read as its author means it, although it is valid: a `#` behind a blank, which begins a comment, and
//! typographic quotation marks around a value, which belong to the text. Also finds the bracket behind a mistake that the parser
//! reports further down.
//!
//! Works line by line, as people read: values in quotes and blocks of text that have several lines are passed over.

use crate::{Diagnostic, Source, Span, rules};

/// The value of a key or an item of a list, or one line of it, without quotes, brackets or another sign of YAML than `!` at its start.
struct PlainValue<'a> {
    /// The key, or that of the list.
    key: &'a str,
    text: &'a str,
    /// Byte of the document.
    start: usize,
    /// Whether the value has begun on a line above.
    is_continued: bool,
}

/// Keys whose values are sentences. A comment behind the value of another key, such as a day, is meant as one.
const PROSE_KEYS: [&str; 13] = [
    "advice",
    "aka",
    "caption",
    "description",
    "equipment",
    "key_points",
    "lead",
    "name",
    "reason",
    "seo_title",
    "short_title",
    "stop_if",
    "title",
];

/// A warning for each value in the first `end` bytes of which YAML drops a part or keeps the quotation marks.
pub(super) fn find(source: &Source, end: usize) -> Vec<Diagnostic> {
    let text = &source.text[..end];
    if !text.contains(" #") && !text.contains(" !") && !text.contains(OPENING_MARKS) {
        return Vec::new();
    }
    let values = plain_values(text);
    let findings = values.iter().filter_map(|value| {
        let (span, message, help) = match value.is_continued {
            true => dropped_comment(value),
            false => dropped_tag(value).or_else(|| dropped_comment(value)).or_else(|| kept_marks(value)),
        }?;
        Some(Diagnostic::new(&rules::YAML_MISREAD, source.locate(span), message).help(help))
    });
    findings.collect()
}

type Mistake = (Span, String, String);

fn dropped_comment(value: &PlainValue<'_>) -> Option<Mistake> {
    let sign = if value.text.starts_with('#') { 0 } else { value.text.find(" #")? + 1 };
    let (kept, comment) = (value.text[..sign].trim_end(), &value.text[sign..]);
    let is_close = comment.chars().nth(1).is_some_and(|c| !c.is_whitespace() && c != '#');
    // A comment in a line of its own is meant as one.
    if !is_close && (kept.is_empty() || !PROSE_KEYS.contains(&value.key)) {
        return None;
    }
    let start = value.start + sign;
    let message = match (value.is_continued, kept) {
        (false, _) => format!("`{comment}` is a comment in YAML, so that the value is only `{kept}`"),
        (true, "") => format!("`{comment}` is a comment in YAML, so that the value ends above it"),
        (true, _) => format!("`{comment}` is a comment in YAML, so that the value ends with `{kept}`"),
    };
    let help = "put the value in quotes if this belongs to it, or write the comment in a line of its own";
    Some((Span::new(start..start + comment.len()), message, help.to_owned()))
}

/// YAML takes a word behind `!` as the name of a type.
fn dropped_tag(value: &PlainValue<'_>) -> Option<Mistake> {
    let tag = value.text.split(' ').next().filter(|tag| tag.starts_with('!'))?;
    let message = format!("`{tag}` names a type in YAML, and is no part of the value");
    let help = "put the value in quotes".to_owned();
    Some((Span::new(value.start..value.start + tag.len()), message, help))
}

const OPENING_MARKS: [char; 6] = ['“', '„', '«', '‘', '‚', '»'];
const CLOSING_MARKS: [char; 6] = ['”', '“', '»', '’', '‘', '«'];

fn kept_marks(value: &PlainValue<'_>) -> Option<Mistake> {
    let inside = value.text.strip_prefix(OPENING_MARKS)?.strip_suffix(CLOSING_MARKS)?;
    if inside.contains(OPENING_MARKS) || inside.contains(CLOSING_MARKS) {
        return None;
    }
    let message =
        format!("the quotation marks of `{}` become a part of the value: YAML knows straight ones", value.text);
    let help = format!("write `\"{inside}\"`");
    Some((Span::new(value.start..value.start + value.text.len()), message, help))
}

/// The line of a bracket or brace that is not closed before the next key at the start of a line.
pub(super) fn unclosed_bracket(text: &str) -> Option<usize> {
    let mut open: Vec<usize> = Vec::new();
    for (index, line) in text.lines().enumerate() {
        let begins_key = line.starts_with(|c: char| c.is_alphabetic()) && line.contains(':');
        if begins_key && !open.is_empty() {
            return open.first().copied();
        }
        let mut quote = None;
        let mut last = ' ';
        for (at, c) in line.char_indices() {
            match (quote, c) {
                (Some(mark), c) if mark == c => quote = None,
                (Some(_), _) => {}
                (None, '"' | '\'') if !last.is_alphanumeric() => quote = Some(c),
                (None, '#') if last.is_whitespace() => break,
                // Within plain text brackets mean nothing; a value begins with one, or stands in another.
                (None, '[' | '{') if !open.is_empty() || begins_value(&line[..at]) => open.push(index + 1),
                (None, ']' | '}') => _ = open.pop(),
                _ => {}
            }
            last = c;
        }
    }
    open.first().copied()
}

/// Whether a value begins behind this part of a line.
fn begins_value(before: &str) -> bool {
    let text_before_value = before.trim_end();
    text_before_value.is_empty() || text_before_value.ends_with([':', '-'])
}

/// The lines of the values that stand behind their key without quotes, in one line or folded over several.
fn plain_values(text: &str) -> Vec<PlainValue<'_>> {
    let mut values = Vec::new();
    let mut line_start = 0;
    // The indent of a key whose value is a block of text: deeper lines belong to the block.
    let mut block_indent = None;
    // The key whose value may go on in deeper lines, with its indent, and whether the value has begun.
    let mut folded: Option<(&str, usize, bool)> = None;
    let mut list_key = "";
    for line in text.split_inclusive('\n') {
        let start_of_line = line_start;
        line_start += line.len();
        let blanks = line.len() - line.trim_start_matches(' ').len();
        let indent = line.len() - line.trim_start_matches([' ', '-']).len();
        if block_indent.is_some_and(|block| line.trim().is_empty() || indent > block) {
            continue;
        }
        block_indent = None;
        let entry = line[indent..].trim_end();
        let is_item = line.trim_start().starts_with("- ");
        let begins_entry = is_item || entry.contains(": ") || entry.ends_with(':');
        if let Some((key, indent, has_begun)) = folded.filter(|(_, indent, _)| blanks > *indent && !begins_entry) {
            // A comment below the key alone cuts nothing.
            if has_begun || !entry.starts_with('#') {
                let start = start_of_line + blanks;
                values.push(PlainValue { key, text: line.trim(), start, is_continued: has_begun });
                folded = Some((key, indent, true));
            }
            continue;
        }
        let (key, value) = match entry.split_once(": ") {
            Some((key, value)) => (key, value.trim_start()),
            None if is_item => (list_key, entry),
            None => ("", ""),
        };
        if let Some(key) = entry.strip_suffix(':').filter(|_| !is_item) {
            list_key = key;
        }
        // Below an item, its text is deeper than the hyphen.
        let own_indent = if is_item && !entry.contains(": ") { blanks } else { indent };
        folded = entry.strip_suffix(':').map(|key| (key, own_indent, false));
        if value.starts_with(['|', '>']) {
            block_indent = Some(indent);
        } else if !value.is_empty()
            && !value.starts_with(['"', '\'', '[', '{', '&', '*', '#', '%', '@', '`'])
            && !key.contains(['#', '"'])
        {
            let start = start_of_line + indent + entry.len() - value.len();
            values.push(PlainValue { key, text: value, start, is_continued: false });
            folded = Some((key, own_indent, true));
        }
    }
    values
}

#[cfg(test)]
mod tests {
    use super::{find, unclosed_bracket};
    use crate::Source;

    fn messages(yaml: &str) -> Vec<String> {
        let source = Source::new("a.md", yaml);
        find(&source, yaml.len()).into_iter().map(|finding| finding.message).collect()
    }

    #[test]
    fn a_comment_that_cuts_a_value_is_found() {
        for (yaml, count) in [
            ("title: Pain #1 tips\n", 1),
            ("title: Neck pain # draft\n", 1),
            ("  - title: Pain #1\n", 1),
            ("topics: back #1\n", 1),
            ("title: \"Pain #1 tips\"\n", 0),
            ("level: beginner # or advanced\n", 0),
            ("published: 2025-01-01 # first day\n", 0),
            ("title: C# for nurses\n", 0),
            ("# title: Pain #1\n", 0),
            ("description: |\n  Pain #1 tips\ntitle: A\n", 0),
            ("stop_if:\n  - Pain above #7 of 10\n  - Stop # if dizzy\n  - \"Pain #7\"\n", 2),
            ("topics:\n  - back # and neck\n", 0),
            ("stop_if:\n  - !Achtung bei Schmerz\ntitle: !x y\n", 2),
            ("reason: |\n  a\nname: B #2\n", 1),
            ("description: Walks\n  for #7 days\n", 1),
            ("description: Walks\n  for days\n  #7 of them\n", 1),
            ("description:\n  Walks for #7 days\ntitle: A\n", 1),
            ("stop_if:\n  - Pain\n    above #7\n", 1),
            ("description: Walks\n  # A comment.\ntitle: A\n", 0),
            ("description: Walks\n# 7\n#7\ntitle: A\n", 0),
            ("description: \"Walks\n  for #7 days\"\n", 0),
            ("dose:\n  #reps: 3\n  sets: 3\n", 0),
            ("dose:\n  #old\n  sets: 3\n", 0),
            ("topics:\n  # - back\n  - neck\n", 0),
        ] {
            assert_eq!(messages(yaml).len(), count, "{yaml}");
        }
    }

    #[test]
    fn typographic_marks_around_a_value_are_found() {
        for (yaml, count) in [
            ("title: “Neck pain”\n", 1),
            ("title: „Nacken“\n", 1),
            ("title: « Cou »\n", 1),
            ("title: “Neck” and “back”\n", 0),
            ("title: Say “ah”\n", 0),
            ("title: \"“Neck”\"\n", 0),
        ] {
            assert_eq!(messages(yaml).len(), count, "{yaml}");
        }
    }

    #[test]
    fn an_unclosed_bracket_is_found_at_its_line() {
        for (yaml, line) in [
            ("a: 1\ntopics: [back, neck\ntitle: A\n", Some(2)),
            ("a: {b: [1, 2}\nc: 1\n", Some(1)),
            ("topics: [\n  back,\n]\ntitle: A\n", None),
            ("title: A (see [1\nb: 1\n", None),
            ("title: \"[\"\nb: 1\n", None),
            ("title: it's [\nb: 1\n", None),
        ] {
            assert_eq!(unclosed_bracket(yaml), line, "{yaml}");
        }
    }
}

//! Formats the front matter of a file: no blanks at the ends of lines, one behind a key, no empty lines at its start and its end. The order
//! of keys, quotes and comments stay as the author wrote them, and so do texts over several lines.

use std::ops::Range as Bytes;

use serde_json::Value;

use crate::positions::Text;
use crate::yaml_lines;

/// The bytes to replace, and what to write there; `None` if the front matter is in form already or no YAML.
#[must_use]
pub fn front_matter(text: &Text) -> Option<(Bytes<usize>, String)> {
    let lines =
        yaml_lines::front_matter_lines(text).filter(|lines| !lines.is_empty() && lines.end < text.line_count())?;
    let bytes = text.line_range(lines.start).start..text.line_range(lines.end).start;
    let written = &text.as_str()[bytes.clone()];
    let formatted = formatted(written.lines(), text.line_break());
    // Whatever the lines above make of unusual YAML, its values do not change.
    let is_same = parsed(written).is_some_and(|values| parsed(&formatted) == Some(values));
    (is_same && formatted != written).then_some((bytes, formatted))
}

fn parsed(yaml: &str) -> Option<Value> {
    serde_yaml::from_str(yaml).ok()
}

fn formatted<'l>(lines: impl Iterator<Item = &'l str>, line_break: &str) -> String {
    let mut formatted: Vec<String> = Vec::new();
    // The indent of the key whose text over several lines is being read.
    let mut block: Option<usize> = None;
    for line in lines {
        let trimmed = line.trim_end();
        let indent = line.len() - line.trim_start().len();
        if block.is_some_and(|key| !trimmed.is_empty() && indent <= key) {
            block = None;
        }
        if block.is_some() {
            formatted.push(line.to_owned());
            continue;
        }
        if starts_block(trimmed) {
            block = Some(indent);
        }
        formatted.push(with_one_blank(trimmed));
    }
    let is_blank = |line: &&String| line.is_empty();
    let start = formatted.iter().take_while(is_blank).count();
    let end = formatted.len() - formatted[start..].iter().rev().take_while(is_blank).count();
    formatted[start..end].iter().flat_map(|line| [line, line_break]).collect()
}

/// Whether the value of a key is a text over several lines, `key: |` or `key: >-`.
fn starts_block(line: &str) -> bool {
    let value = line.rsplit_once(": ").map_or("", |(_, value)| value.trim());
    value.starts_with(['|', '>']) && value[1..].chars().all(|c| matches!(c, '+' | '-') || c.is_ascii_digit())
}

/// A line with one blank between its key and its value.
fn with_one_blank(line: &str) -> String {
    let key = line
        .find(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '-' | ' ')))
        .filter(|at| line[*at..].starts_with(": "));
    match key {
        Some(colon) => format!("{}: {}", &line[..colon], line[colon + 1..].trim_start()),
        None => line.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::front_matter;
    use crate::positions::Text;

    fn formatted(text: &str) -> Option<String> {
        let (bytes, new) = front_matter(&Text::new(text))?;
        Some(format!("{}{new}{}", &text[..bytes.start], &text[bytes.end..]))
    }

    #[test]
    fn blanks_go_and_everything_else_stays() {
        let written = "---\n\ntitle:   \"A:  b\"  \ntopics: [b,  a] # c\nnote: |\n  Two blanks  \n\n  end\nlist:\n  - key:  x \n\n---\nWords  \n";
        let expected = "---\ntitle: \"A:  b\"\ntopics: [b,  a] # c\nnote: |\n  Two blanks  \n\n  end\nlist:\n  - key: x\n---\nWords  \n";
        assert_eq!(formatted(written).unwrap(), expected);
        assert_eq!(formatted(expected), None);
        assert_eq!(formatted("---\r\ntitle:  A\r\n---\r\n").unwrap(), "---\r\ntitle: A\r\n---\r\n");
    }

    #[test]
    fn what_is_no_yaml_stays() {
        for text in ["---\ntitle:  [a\n---\n", "---\ntitle:  a\n", "no front matter  \n", "---\n---\n"] {
            assert_eq!(formatted(text), None, "{text}");
        }
    }
}

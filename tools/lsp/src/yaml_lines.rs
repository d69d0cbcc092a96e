//! Finds keys and values in YAML that is being typed, line by line, so that half a line does not hide the others. It knows block and
//! flow collections as people write front matter; what the values mean is left to the caller.

use std::ops::Range as Bytes;

use crate::positions::Text;

/// A step on the way to a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Segment {
    /// The value of a key.
    Key(String),
    /// An entry of a list.
    Item,
}

/// A value without quotes, or a place where one can be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scalar {
    /// From the top of the document to the value.
    pub path: Vec<Segment>,
    /// The bytes of the value in the text.
    pub range: Bytes<usize>,
    /// The same with the blanks around it.
    outer: Bytes<usize>,
}

/// A key, with the path of its map.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyPlace {
    /// From the top of the document to the map.
    pub path: Vec<Segment>,
    /// The bytes of the key in the text.
    pub range: Bytes<usize>,
}

/// Where a cursor stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum YamlPlace {
    /// On a key or where one can be written.
    Key(KeyPlace),
    /// On a value or where one can be written.
    Value(Scalar),
}

/// The last key of a path.
#[must_use]
pub fn last_key(path: &[Segment]) -> Option<&str> {
    path.iter().rev().find_map(|segment| if let Segment::Key(key) = segment { Some(key.as_str()) } else { None })
}

/// The lines of the front matter between its two lines `---`, by number from 0. Without a closing line, it goes on to the end.
#[must_use]
pub fn front_matter_lines(text: &Text) -> Option<Bytes<usize>> {
    let first = text.line(0).trim_start_matches('\u{feff}').trim_end();
    if first != "---" {
        return None;
    }
    let end = (1..text.line_count()).find(|line| text.line(*line).trim_end() == "---");
    Some(1..end.unwrap_or(text.line_count()))
}

/// Where a key can be written behind the value of another key of its map.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyBehind {
    /// The byte at which it begins.
    pub at: usize,
    /// How far it is indented; nothing in a map in braces.
    indent: Option<usize>,
}

impl KeyBehind {
    /// The place behind `value`, if that is the value of `key`, for a key `other` that its map lacks. `lines` are those of the front
    /// matter.
    #[must_use]
    pub fn of(text: &Text, lines: &Bytes<usize>, value: &Bytes<usize>, key: &str, other: &str) -> Option<Self> {
        let scalars = scalars(text, lines.clone());
        let at = scalars.iter().position(|scalar| {
            scalar.outer.start <= value.start && value.end <= scalar.outer.end && last_key(&scalar.path) == Some(key)
        })?;
        let Scalar { path, outer, .. } = &scalars[at];
        // Another entry of the same list has the key again.
        let is_of_map = |scalar: &&Scalar| scalar.path != *path;
        let above = scalars[..at].iter().rev().take_while(is_of_map);
        let mut of_map = above.chain(scalars[at + 1..].iter().take_while(is_of_map));
        let map = &path[..path.len() - 1];
        if of_map.any(|scalar| scalar.path.strip_prefix(map) == Some(&[Segment::Key(other.to_owned())])) {
            return None;
        }
        let line = text.column_of(value.start).0 as usize - 1;
        if is_in_brackets(text, lines.start..line + 1, outer.start) {
            let value = text.as_str()[outer.clone()].split(" #").next()?;
            return Some(Self { at: outer.start + value.trim_end().len(), indent: None });
        }
        let map = text.line(line).split(key).next()?;
        let is_indent = map.chars().all(|character| matches!(character, ' ' | '-'));
        is_indent.then(|| Self { at: text.line_range(line + 1).start, indent: Some(map.len()) })
    }

    /// The text of a key with some words as its value.
    #[must_use]
    pub fn entry(&self, key: &str, words: &str, line_break: &str) -> String {
        let words = words.replace('\\', "\\\\").replace('"', "\\\"");
        match self.indent {
            None => format!(", {key}: \"{words}\""),
            Some(indent) => format!("{}{key}: \"{words}\"{line_break}", " ".repeat(indent)),
        }
    }
}

/// Whether a collection in brackets that begins in one of these lines is still open at a byte.
fn is_in_brackets(text: &Text, mut lines: Bytes<usize>, byte: usize) -> bool {
    lines.any(|line| {
        let content = text.line(line);
        let words = content.trim_start_matches([' ', '-']);
        let value = key_length(words).map_or(words, |length| words[length + 1..].trim_start());
        let Some(bracket) = value.chars().next().filter(|first| matches!(first, '{' | '[')) else { return false };
        let open = text.line_range(line).start + content.len() - value.len();
        let close = if bracket == '{' { '}' } else { ']' };
        open < byte && parts(text.as_str(), open + 1..byte, close).pop().is_some_and(|last| last.end == byte)
    })
}

/// All values in some lines.
#[must_use]
pub fn scalars(text: &Text, lines: Bytes<usize>) -> Vec<Scalar> {
    let mut reader = Reader::default();
    lines.for_each(|line| reader.read(text, line));
    reader.scalars
}

/// The place at a byte in one of these lines.
#[must_use]
pub fn place_at(text: &Text, lines: Bytes<usize>, line: usize, offset: usize) -> YamlPlace {
    let mut reader = Reader::default();
    (lines.start..line).for_each(|line| reader.read(text, line));
    let (above, before) = (reader.stack.clone(), reader.scalars.len());
    let is_within_block = reader.block.is_some();
    reader.read(text, line);
    let start = text.line_range(line).start;
    let column = offset - start;
    if let Some(key) = reader.key.clone().filter(|key| column <= key.end) {
        let path = path_of(&reader.stack[..reader.stack.len() - 1]);
        return YamlPlace::Key(KeyPlace { path, range: start + key.start..start + key.end });
    }
    let mut values =
        reader.scalars[before..].iter().filter(|scalar| (scalar.outer.start..=scalar.outer.end).contains(&offset));
    if let Some(value) = values.next_back().filter(|_| reader.key.is_some() || !is_plain_word_in_map(&reader.stack)) {
        let mut value = value.clone();
        if value.range.is_empty() {
            value.range = offset..offset;
        }
        return YamlPlace::Value(value);
    }
    // A word that may become a key: the map is the one whose keys begin in this column.
    let text_of_line = text.line(line);
    let indent = text_of_line.len() - text_of_line.trim_start().len();
    let mut stack = if is_within_block { above } else { reader.stack.clone() };
    let word_start = if reader.stack.last().is_some_and(|(_, top)| *top == Segment::Item)
        && text_of_line.trim_start().starts_with('-')
    {
        text_of_line.rfind("- ").map_or(indent, |at| at + 2)
    } else {
        stack.retain(|(at, _)| *at < indent.min(column.max(indent)));
        indent.min(column)
    };
    let word_end =
        text_of_line[word_start..].find([':', '#']).map_or(text_of_line.trim_end().len(), |at| word_start + at);
    let range = start + word_start..start + word_end.max(word_start).max(column.min(text_of_line.len()));
    YamlPlace::Key(KeyPlace { path: path_of(&stack), range })
}

/// Whether a value without a key stands in a map, where only a key can stand.
fn is_plain_word_in_map(stack: &[(usize, Segment)]) -> bool {
    !matches!(stack.last(), Some((_, Segment::Item)))
}

fn path_of(stack: &[(usize, Segment)]) -> Vec<Segment> {
    stack.iter().map(|(_, segment)| segment.clone()).collect()
}

/// Reads one line after the other.
#[derive(Default)]
struct Reader {
    /// The open keys and entries with the columns in which they begin.
    stack: Vec<(usize, Segment)>,
    scalars: Vec<Scalar>,
    /// The columns of the key of the last line.
    key: Option<Bytes<usize>>,
    /// The column of a key whose value is a block of text below it.
    block: Option<usize>,
}

impl Reader {
    fn read(&mut self, text: &Text, line: usize) {
        self.key = None;
        let range = text.line_range(line);
        let content = text.line(line);
        let mut column = content.len() - content.trim_start_matches([' ', '\t']).len();
        let rest = &content[column..];
        if rest.is_empty() || rest.starts_with('#') || self.block.is_some_and(|block| column > block) {
            return;
        }
        self.block = None;
        let mut rest = rest;
        while let Some(behind) = rest.strip_prefix('-').filter(|behind| behind.is_empty() || behind.starts_with(' ')) {
            // A list may begin in the column of its key.
            self.stack.retain(|(at, segment)| *at < column || (*at == column && *segment != Segment::Item));
            self.stack.push((column, Segment::Item));
            let blanks = behind.len() - behind.trim_start().len();
            column += 1 + blanks;
            rest = &behind[blanks..];
        }
        let end = content.len();
        match key_length(rest) {
            Some(length) => {
                self.stack.retain(|(at, _)| *at < column);
                let key = rest[..length].trim_end().trim_matches(['"', '\'']);
                self.stack.push((column, Segment::Key(key.to_owned())));
                self.key = Some(column..column + key.len());
                let value = column + length + 1;
                if content[value.min(end)..].trim_start().starts_with(['|', '>']) {
                    self.block = Some(column);
                }
                self.value(text, range.start + value.min(end)..range.end);
            }
            None => self.value(text, range.start + column..range.end),
        }
    }

    fn value(&mut self, text: &Text, range: Bytes<usize>) {
        let path = path_of(&self.stack);
        flow(text.as_str(), range, path, &mut self.scalars);
    }
}

/// The length of the key at the start of a text, up to its colon.
fn key_length(text: &str) -> Option<usize> {
    let quote = text.chars().next().filter(|c| matches!(c, '"' | '\''));
    let start = match quote {
        Some(quote) => 2 + text[1..].find(quote)?,
        None if text.starts_with(['[', '{', '|', '>', '&', '*']) => return None,
        None => 0,
    };
    let mut colons = text[start..].match_indices(':').map(|(at, _)| start + at);
    let colon = colons.find(|at| text[at + 1..].is_empty() || text[at + 1..].starts_with([' ', '\t']))?;
    (quote.is_none() || text[start..colon].trim().is_empty()).then_some(colon)
}

/// Collects the values of a flow collection or a plain value.
fn flow(text: &str, outer: Bytes<usize>, path: Vec<Segment>, scalars: &mut Vec<Scalar>) {
    let part = &text[outer.clone()];
    let start = outer.start + (part.len() - part.trim_start().len());
    let trimmed = part.trim();
    match trimmed.chars().next() {
        Some('[') => parts(text, start + 1..outer.end, ']').into_iter().for_each(|part| {
            flow(text, part, path.iter().cloned().chain([Segment::Item]).collect(), scalars);
        }),
        Some('{') => parts(text, start + 1..outer.end, '}').into_iter().for_each(|part| {
            let words = &text[part.clone()];
            let blanks = words.len() - words.trim_start().len();
            if let Some(length) = key_length(&words[blanks..]) {
                let key = words[blanks..blanks + length].trim().trim_matches(['"', '\'']).to_owned();
                let value = part.start + blanks + length + 1..part.end;
                flow(text, value, path.iter().cloned().chain([Segment::Key(key)]).collect(), scalars);
            }
        }),
        Some(quote @ ('"' | '\'')) => {
            let end = trimmed[1..].find(quote).map_or(start + trimmed.len(), |at| start + 1 + at);
            scalars.push(Scalar { path, range: start + 1..end, outer });
        }
        _ => {
            let end = trimmed.find(" #").unwrap_or(trimmed.len());
            let end = start + trimmed[..end].trim_end().len();
            scalars.push(Scalar { path, range: start..end, outer });
        }
    }
}

/// The parts of a flow collection between its commas, up to its closing bracket or the end.
fn parts(text: &str, range: Bytes<usize>, close: char) -> Vec<Bytes<usize>> {
    let (mut parts, mut start, mut depth, mut quote) = (Vec::new(), range.start, 0_usize, None);
    for (at, character) in text[range.clone()].char_indices().map(|(at, c)| (range.start + at, c)) {
        match (quote, character) {
            (Some(open), _) if open == character => quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'') if text[start..at].trim().is_empty() || text[..at].ends_with(' ') => {
                quote = Some(character)
            }
            (None, '[' | '{') => depth += 1,
            (None, c) if c == close && depth == 0 => {
                parts.push(start..at);
                return parts;
            }
            (None, ']' | '}') => depth = depth.saturating_sub(1),
            (None, ',') if depth == 0 => {
                parts.push(start..at);
                start = at + 1;
            }
            _ => {}
        }
    }
    parts.push(start..range.end);
    parts
}

#[cfg(test)]
mod tests {
    use super::{Segment, YamlPlace, place_at, scalars};
    use crate::positions::Text;

    fn shown(path: &[Segment]) -> String {
        let words = path.iter().map(|segment| match segment {
            Segment::Key(key) => key.clone(),
            Segment::Item => "-".to_owned(),
        });
        words.collect::<Vec<_>>().join(".")
    }

    fn place(marked: &str) -> String {
        let offset = marked.find('~').unwrap();
        let text = Text::new(marked.replace('~', ""));
        let line = marked[..offset].matches('\n').count();
        match place_at(&text, 0..text.line_count(), line, offset) {
            YamlPlace::Key(place) => format!("key {} `{}`", shown(&place.path), &text.as_str()[place.range]),
            YamlPlace::Value(place) => format!("value {} `{}`", shown(&place.path), &text.as_str()[place.range]),
        }
    }

    #[test]
    fn values_have_their_paths() {
        let text = Text::new(
            "title: A # note\nauthors: [ana, \"bo b\"]\nreviewers:\n- person: cy\n  role: x\nhero: {src: a.png, alt: \"b, c\"}\nnote: |\n  key: none\ntopics:\n  - pain\n",
        );
        let found: Vec<String> = scalars(&text, 0..text.line_count())
            .into_iter()
            .filter(|scalar| !scalar.range.is_empty())
            .map(|scalar| format!("{}={}", shown(&scalar.path), &text.as_str()[scalar.range]))
            .collect();
        assert_eq!(
            found,
            [
                "title=A",
                "authors.-=ana",
                "authors.-=bo b",
                "reviewers.-.person=cy",
                "reviewers.-.role=x",
                "hero.src=a.png",
                "hero.alt=b, c",
                "note=|",
                "topics.-=pain"
            ]
        );
    }

    #[test]
    fn a_cursor_has_its_place() {
        assert_eq!(place("ti~"), "key  `ti`");
        assert_eq!(place("title: A\n~"), "key  ``");
        assert_eq!(place("title: A~"), "value title `A`");
        assert_eq!(place("authors: [ana, ~"), "value authors.- ``");
        assert_eq!(place("authors: [a~]"), "value authors.- `a`");
        assert_eq!(place("authors:\n  - ~"), "value authors.- ``");
        assert_eq!(place("authors:\n- an~"), "value authors.- `an`");
        assert_eq!(place("reviewers:\n  - person: ana\n    ro~"), "key reviewers.- `ro`");
        assert_eq!(place("hero:\n  sr~"), "key hero `sr`");
        assert_eq!(place("hero: {src: a, al: ~}"), "value hero.al ``");
        assert_eq!(place("dra~ft: true"), "key  `draft`");
    }
}

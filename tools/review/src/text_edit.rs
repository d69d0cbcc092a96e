//! Finds the words of a suggestion in the lines of an author's file, and replaces them.
//!
//! A reviewer sees the rendered words, so quotation marks, dashes and the ends of lines may differ, and marks of citations are
//! missing. The words around the place tell equal words apart; as many of them are compared as the file has.

use std::ops::Range;

use wellpress_site::parse::answers::RecordedSuggestion;

/// Why a suggestion is left to the editor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CannotEdit {
    /// The words are not there, or have markup in them.
    #[error("the words are not in the file as the reviewer saw them")]
    NotFound,
    /// They are there more than once, and the words around them are the same.
    #[error("the words are there more than once")]
    Ambiguous,
    /// The new words have signs with a meaning in front matter.
    #[error("the new words have signs that mean something in front matter")]
    FrontMatter,
    /// An item or a paragraph goes as a whole; its mark would stay, without words.
    #[error("a whole paragraph is to go")]
    WholeParagraph,
}

/// How many characters around the place are compared at most.
const CONTEXT: usize = 40;

/// The text with a suggestion carried out in these bytes of it. `is_front_matter` says whether they are YAML, else Markdown.
///
/// # Errors
/// When the place is not clear.
pub fn edited(
    text: &str,
    region: Range<usize>,
    is_front_matter: bool,
    suggestion: &RecordedSuggestion,
) -> Result<String, CannotEdit> {
    let RecordedSuggestion { before, old, new, after } = suggestion;
    if new.trim().is_empty() && !old.is_empty() && before.trim().is_empty() && after.trim().is_empty() {
        return Err(CannotEdit::WholeParagraph);
    }
    let old_range = place(&text[region.clone()], suggestion)?;
    let (start, end) = (region.start + old_range.start, region.start + old_range.end);
    let new = match is_front_matter {
        true => in_yaml(&text[region.start..start], new)?,
        false => escaped(new),
    };
    Ok(format!("{}{new}{}", &text[..start], &text[end..]))
}

/// The words of a paragraph with a suggestion carried out, as readers see them.
///
/// # Errors
/// When the place is not clear.
pub fn replaced(words: &str, suggestion: &RecordedSuggestion) -> Result<String, CannotEdit> {
    let old_range = place(words, suggestion)?;
    Ok(format!("{}{}{}", &words[..old_range.start], suggestion.new, &words[old_range.end..]))
}

/// New words for a value of YAML that begins in the lines before them. In double quotes everything can be written; elsewhere many signs
/// mean something.
fn in_yaml(before: &str, new: &str) -> Result<String, CannotEdit> {
    let line = before.rsplit('\n').next().unwrap_or(before);
    let is_in_quotes = (line.matches('"').count() - line.matches("\\\"").count()) % 2 == 1;
    match is_in_quotes {
        true => Ok(new.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', " ")),
        false if new.contains(['"', '\'', '\\', '#', ':', '\n', '{', '[', ',', '&', '*']) => {
            Err(CannotEdit::FrontMatter)
        }
        false => Ok(new.to_owned()),
    }
}

/// The bytes of the words to replace.
fn place(text: &str, suggestion: &RecordedSuggestion) -> Result<Range<usize>, CannotEdit> {
    let comparable_text = Comparable::new(text);
    let old = Comparable::new(&suggestion.old).chars;
    let chars_before = Comparable::new(&suggestion.before).chars;
    let chars_after = Comparable::new(&suggestion.after).chars;
    let (most_before, most_after) = (chars_before.len().min(CONTEXT), chars_after.len().min(CONTEXT));
    for sum in (0..=most_before + most_after).rev() {
        // Words that are added need a neighbour.
        if old.is_empty() && sum < 3 {
            break;
        }
        for from_before in (sum.saturating_sub(most_after)..=sum.min(most_before)).rev() {
            let start = &chars_before[chars_before.len() - from_before..];
            let pattern = [start, &old[..], &chars_after[..sum - from_before]].concat();
            let matches = comparable_text.matches(&pattern);
            match matches[..] {
                [] => {}
                [at] => return Ok(comparable_text.bytes(at + from_before..at + from_before + old.len())),
                _ => return Err(CannotEdit::Ambiguous),
            }
        }
    }
    Err(CannotEdit::NotFound)
}

/// A text in the form in which words are compared: one blank for white space, plain quotes and dashes.
struct Comparable {
    chars: Vec<char>,
    /// For each character its bytes in the text.
    places: Vec<Range<usize>>,
}

impl Comparable {
    fn new(text: &str) -> Self {
        let mut comparable = Self { chars: Vec::new(), places: Vec::new() };
        for (at, char) in text.char_indices() {
            let range = at..at + char.len_utf8();
            let char = plain(char);
            match comparable.chars.last() {
                Some(' ') if char == ' ' => {
                    if let Some(place) = comparable.places.last_mut() {
                        place.end = range.end;
                    }
                }
                _ => {
                    comparable.chars.push(char);
                    comparable.places.push(range);
                }
            }
        }
        comparable
    }

    fn matches(&self, pattern: &[char]) -> Vec<usize> {
        if pattern.is_empty() {
            return Vec::new();
        }
        let windows = self.chars.windows(pattern.len()).enumerate();
        windows.filter(|(_, window)| *window == pattern).map(|(at, _)| at).collect()
    }

    /// The bytes of these characters; of none the place before the next one.
    fn bytes(&self, range: Range<usize>) -> Range<usize> {
        let end_of_text = self.places.last().map_or(0, |place| place.end);
        let start = self.places.get(range.start).map_or(end_of_text, |place| place.start);
        match range.is_empty() {
            true => start..start,
            false => start..self.places[range.end - 1].end,
        }
    }
}

fn plain(char: char) -> char {
    match char {
        '\u{2018}' | '\u{2019}' => '\'',
        '\u{201c}' | '\u{201d}' | '\u{201e}' | '\u{ab}' | '\u{bb}' => '"',
        '\u{2010}'..='\u{2015}' => '-',
        char if char.is_whitespace() => ' ',
        char => char,
    }
}

/// Words as Markdown that shows them as they are.
fn escaped(words: &str) -> String {
    let mut text = String::with_capacity(words.len());
    for char in words.chars() {
        if matches!(char, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '@' | '{' | '}' | '|' | '$' | '~' | '^') {
            text.push('\\');
        }
        text.push(if char == '\n' { ' ' } else { char });
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn suggestion(before: &str, old: &str, new: &str, after: &str) -> RecordedSuggestion {
        let [before, old, new, after] = [before, old, new, after].map(str::to_owned);
        RecordedSuggestion { before, old, new, after }
    }

    #[test]
    fn words_are_found_as_readers_see_them() {
        let text = "---\ntitle: Rest\n---\nRest \"often\" [@ames2020],\n  and walk -- a little.\n";
        let edit = |made: &RecordedSuggestion| edited(text, 20..text.len(), false, made);
        let walked = edit(&suggestion("(Ames, 2020), and ", "walk", "*stroll*", " – a little."));
        assert_eq!(walked.unwrap(), text.replace("walk", "\\*stroll\\*"));
        let quoted = edit(&suggestion("Rest ", "“often”", "daily", " (Ames, 2020)"));
        assert_eq!(quoted.unwrap(), text.replace("\"often\"", "daily"));
        let added = edit(&suggestion("walk", "", " slowly", " –"));
        assert_eq!(added.unwrap(), text.replace("walk", "walk slowly"));
        assert_eq!(edit(&suggestion("", "run", "walk", "")), Err(CannotEdit::NotFound));
        assert_eq!(edit(&suggestion("", "e", "a", "")), Err(CannotEdit::Ambiguous));
        let in_title = edited(text, 0..16, true, &suggestion("", "Rest", "a: b", ""));
        assert_eq!(in_title, Err(CannotEdit::FrontMatter));
    }
}

//! A source line as it is shown: cut around what is wrong, with what cannot be seen spelt out.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use crate::Location;

/// How wide a source line is shown, in columns.
const EXCERPT_WIDTH: usize = 100;

/// How much of a long line is shown before what is wrong in it, in columns.
const LEAD_WIDTH: usize = 30;

/// How many characters before and after the start of what is wrong are looked at; a line may have millions.
const CONSIDERED: usize = 300;

/// A source line as it is shown, in three parts.
pub(super) struct Excerpt {
    /// What stands before what is wrong.
    pub before: String,
    /// What is wrong; empty for a point between two characters.
    pub marked: String,
    /// What stands behind it.
    pub after: String,
}

impl Excerpt {
    /// A long line is cut so that the start of what is wrong shows, with some text before it.
    pub fn cut(line: &str, location: &Location) -> Self {
        let (start, end) = marked_columns(location);
        let skipped = start.saturating_sub(CONSIDERED);
        let mut rest = line.chars().skip(skipped);
        let shown: Vec<String> = rest.by_ref().take(2 * CONSIDERED).map(visible_char).collect();
        let is_whole = skipped == 0 && rest.next().is_none();
        let (start, end) = ((start - skipped).min(shown.len()), (end - skipped).min(shown.len()));
        let from = match is_whole && width(&shown) <= EXCERPT_WIDTH {
            true => 0,
            false => start - fitting(shown[..start].iter().rev(), LEAD_WIDTH),
        };
        let to = from + fitting(shown[from..].iter(), EXCERPT_WIDTH);
        let end = end.min(to).max(start);
        let before = if skipped + from > 0 { "..." } else { "" };
        let after = if to < shown.len() || !is_whole { "..." } else { "" };
        Self {
            before: before.to_owned() + &shown[from..start].concat(),
            marked: shown[start..end].concat(),
            after: shown[end..to.max(end)].concat() + after,
        }
    }
}

/// From which character to which one, from 0, on the first line of the place.
fn marked_columns(location: &Location) -> (usize, usize) {
    let start = location.column.max(1) as usize - 1;
    match location.end_line == location.line {
        true => (start, (location.end_column.max(1) as usize - 1).max(start)),
        false => (start, usize::MAX),
    }
}

/// How many of these characters fit in so many columns.
fn fitting<'a>(shown: impl Iterator<Item = &'a String>, columns: usize) -> usize {
    let mut used = 0;
    let fits = |text: &&String| {
        used += text.width();
        used <= columns
    };
    shown.take_while(fits).count()
}

/// Measured together: a combining mark or a variation selector changes how wide the character before it is.
fn width(shown: &[String]) -> usize {
    shown.concat().width()
}

/// Text that cannot write to a terminal or turn the line around.
#[must_use]
pub fn visible(text: &str) -> String {
    text.chars().map(visible_char).collect()
}

/// A tab as blanks; what cannot be seen or would change how the rest of the line reads, as an escape.
fn visible_char(character: char) -> String {
    match character {
        '\t' => "    ".to_owned(),
        character if is_invisible(character) => character.escape_unicode().to_string(),
        character => character.to_string(),
    }
}

/// Controls, line and paragraph separators, bidirectional controls, and what has no width without being a mark on the
/// character before it.
fn is_invisible(character: char) -> bool {
    matches!(character,
        '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
        || character.width().is_none()
}

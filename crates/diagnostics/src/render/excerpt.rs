//! A source line and a place in it in, the line as reports show it out: cut around the marked text, with invisible
//! characters spelt out. Drawing carets or HTML marks is left to the formats.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};
use wellpress_foundation::text::{is_invisible, is_variation_selector};

use crate::Location;

/// How wide a source line is shown, in terminal columns.
const EXCERPT_WIDTH: usize = 100;

/// How much of a long line is shown before the marked text, in terminal columns.
const LEAD_WIDTH: usize = 30;

/// How many characters on each side of the marked text's start are looked at. A line may have millions, and all that is
/// shown of it lies within this distance.
const WINDOW_CHARS: usize = 300;

/// A source line as it is shown, in three parts.
pub(super) struct Excerpt {
    /// The part before the marked text, with `...` in front if the line was cut there.
    pub lead: String,
    /// The text that the finding is about; empty for a point between two characters.
    pub marked: String,
    /// The part behind the marked text, with `...` at its end if the line was cut there.
    pub tail: String,
}

impl Excerpt {
    /// Cuts a long line so that the start of the marked text shows, with some text before it.
    ///
    /// All indices count characters of the source, each with its visible form, so that an escape such as `\u{200b}` is
    /// shown whole or not at all.
    pub fn cut(line: &str, location: &Location) -> Self {
        let (start, end) = marked_columns(location);
        let skipped = start.saturating_sub(WINDOW_CHARS);
        let mut remaining = line.chars().skip(skipped);
        let window: Vec<String> = remaining.by_ref().take(2 * WINDOW_CHARS).map(visible_char).collect();
        let is_whole_line = skipped == 0 && remaining.next().is_none();
        // A place may point behind the line, for instance when another parser counts columns in a way of its own.
        let (start, end) = ((start - skipped).min(window.len()), (end - skipped).min(window.len()));
        let from = match is_whole_line && width(&window) <= EXCERPT_WIDTH {
            true => 0,
            false => start - count_fitting(window[..start].iter().rev(), LEAD_WIDTH),
        };
        let to = from + count_fitting(window[from..].iter(), EXCERPT_WIDTH);
        let end = end.min(to).max(start);
        let lead_dots = if skipped + from > 0 { "..." } else { "" };
        let tail_dots = if to < window.len() || !is_whole_line { "..." } else { "" };
        Self {
            lead: lead_dots.to_owned() + &window[from..start].concat(),
            marked: window[start..end].concat(),
            tail: window[end..to.max(end)].concat() + tail_dots,
        }
    }
}

/// The range of characters, from 0, that the location marks on its first line.
fn marked_columns(location: &Location) -> (usize, usize) {
    let start = location.column.max(1) as usize - 1;
    match location.end_line == location.line {
        true => (start, (location.end_column.max(1) as usize - 1).max(start)),
        false => (start, usize::MAX),
    }
}

/// How many of these visible characters, from the first, fit into so many terminal columns.
fn count_fitting<'a>(visible_chars: impl Iterator<Item = &'a String>, columns: usize) -> usize {
    let ends = visible_chars.scan(0, |used, text| {
        *used += text.width();
        Some(*used)
    });
    ends.take_while(|end| *end <= columns).count()
}

fn width(visible_chars: &[String]) -> usize {
    // Measured together: a combining mark or a variation selector changes how wide the character before it is.
    visible_chars.concat().width()
}

/// Text that can neither write to a terminal nor turn the direction of a line: tabs become blanks, invisible characters
/// and controls become escapes.
///
/// ```
/// assert_eq!(wellpress_diagnostics::render::visible("bell \u{7}"), r"bell \u{7}");
/// ```
#[must_use]
pub fn visible(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    let mut rest = text;
    while !rest.is_empty() {
        // Most texts are printable ASCII throughout, and lists of findings are long.
        let plain = rest.bytes().position(|byte| !matches!(byte, b' '..=b'~')).unwrap_or(rest.len());
        shown.push_str(&rest[..plain]);
        let mut others = rest[plain..].chars();
        shown.extend(others.next().map(visible_char));
        rest = others.as_str();
    }
    shown
}

fn visible_char(character: char) -> String {
    match character {
        '\t' => "    ".to_owned(),
        character if is_shown_as_number(character) => character.escape_unicode().to_string(),
        character => character.to_string(),
    }
}

/// Whether a report shows the number of a character instead of the character: those without a width, and invisible ones that do not
/// belong to the character before them.
fn is_shown_as_number(character: char) -> bool {
    let is_separator = matches!(character, '\u{2028}' | '\u{2029}' | '\u{fff9}'..='\u{fffb}');
    let is_hidden = is_invisible(character) && !is_variation_selector(character);
    is_hidden || is_separator || character.width().is_none()
}

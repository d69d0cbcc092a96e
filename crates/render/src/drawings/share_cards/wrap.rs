//! Breaks a title into lines and chooses the size of its type. The caller says how wide a text is.

/// From one baseline to the next, as a multiple of the type size.
pub const LEADING: f32 = 1.14;

/// A title that fits on a card.
#[derive(Debug, PartialEq)]
pub struct FittedTitle {
    /// Type size in pixels.
    pub size: f32,
    /// From top to bottom.
    pub lines: Vec<String>,
}

/// A type size, with how many lines of it fit between the site's name and the foot.
struct TypeSize {
    pixels: f32,
    most_lines: usize,
}

/// The sizes that are tried, the largest first.
const SIZES: [TypeSize; 4] = [
    TypeSize { pixels: 92.0, most_lines: 3 },
    TypeSize { pixels: 78.0, most_lines: 3 },
    TypeSize { pixels: 66.0, most_lines: 4 },
    TypeSize { pixels: 56.0, most_lines: 5 },
];

/// The size of a title for which all others are too large; if need be it is cut off.
const SMALLEST: TypeSize = TypeSize { pixels: 48.0, most_lines: 6 };

/// More characters than fit on a card. The text behind them is not even measured: a title may be as long as a file, and
/// breaking it takes time for each character and size.
const MOST_CHARACTERS: usize = 1000;

/// Sets a title in the largest size in which it fits. A title that is too long for the smallest size ends in an ellipsis.
/// `width` measures a text in a type size.
pub fn fit(title: &str, most_width: f32, width: impl Fn(&str, f32) -> f32) -> FittedTitle {
    let title = wellpress_foundation::text::one_line(beginning(title));
    for TypeSize { pixels, most_lines } in SIZES.iter().chain([&SMALLEST]) {
        let lines = break_lines(&title, most_width, &|text| width(text, *pixels));
        if lines.len() <= *most_lines {
            let lines = balanced(&title, lines, most_width, &|text| width(text, *pixels));
            return FittedTitle { size: *pixels, lines };
        }
    }
    let TypeSize { pixels: size, most_lines } = SMALLEST;
    let mut lines = break_lines(&title, most_width, &|text| width(text, size));
    lines.truncate(most_lines);
    if let Some(last) = lines.last_mut() {
        shorten(last, most_width, &|text| width(text, size));
    }
    FittedTitle { size, lines }
}

/// Sets a text in one line. A text that does not fit ends in an ellipsis.
pub fn one_line(text: &str, most_width: f32, width: impl Fn(&str) -> f32) -> String {
    let mut line = beginning(text).to_owned();
    if width(&line) > most_width {
        shorten(&mut line, most_width, &width);
    }
    line
}

fn beginning(text: &str) -> &str {
    text.char_indices().nth(MOST_CHARACTERS).map_or(text, |(end, _)| &text[..end])
}

/// Breaks a title again so that its lines are about equally long: at the least width, from 60 % of the full one, that needs no
/// more lines. Filling each line instead may leave a single word on the last.
fn balanced(title: &str, filled: Vec<String>, most_width: f32, width: &impl Fn(&str) -> f32) -> Vec<String> {
    let narrower = (60..100).map(|percent| break_lines(title, most_width * percent as f32 / 100.0, width));
    narrower.into_iter().find(|lines| lines.len() == filled.len()).unwrap_or(filled)
}

/// Fills each line with as many words as fit.
fn break_lines(title: &str, most_width: f32, width: &impl Fn(&str) -> f32) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut line = String::new();
    for piece in pieces(title) {
        let overflows = width(line.trim_end()) + width(piece.trim_end()) > most_width;
        if overflows && !line.is_empty() {
            lines.push(line.trim_end().to_owned());
            line.clear();
        }
        for part in fitting_parts(piece, most_width, width) {
            if !line.is_empty() && width(&line) + width(part.trim_end()) > most_width {
                lines.push(std::mem::take(&mut line).trim_end().to_owned());
            }
            line.push_str(part);
        }
    }
    lines.push(line.trim_end().to_owned());
    lines
}

/// The title between its possible line breaks: words with the blank behind them. Scripts that are written without blanks may
/// break behind each character.
fn pieces(title: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut start = 0;
    let mut previous = ' ';
    for (at, c) in title.char_indices() {
        let may_break = previous == ' ' || is_written_without_blanks(previous) && is_written_without_blanks(c);
        if at > start && may_break {
            pieces.push(&title[start..at]);
            start = at;
        }
        previous = c;
    }
    pieces.push(&title[start..]);
    pieces
}

/// Thai, Lao, Khmer and Mongolian, Chinese, Japanese and Korean.
fn is_written_without_blanks(c: char) -> bool {
    matches!(c, '\u{0E00}'..='\u{0EFF}' | '\u{1780}'..='\u{17FF}' | '\u{2E80}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}')
}

/// Splits a word that is wider than a line into parts that are not.
fn fitting_parts<'p>(piece: &'p str, most_width: f32, width: &impl Fn(&str) -> f32) -> Vec<&'p str> {
    if width(piece.trim_end()) <= most_width {
        return vec![piece];
    }
    let mut parts = Vec::new();
    let mut start = 0;
    for (at, c) in piece.char_indices() {
        if at > start && width(&piece[start..at + c.len_utf8()]) > most_width {
            parts.push(&piece[start..at]);
            start = at;
        }
    }
    parts.push(&piece[start..]);
    parts
}

/// Cuts a line so that it fits together with the ellipsis that it then ends in.
fn shorten(line: &mut String, most_width: f32, width: &impl Fn(&str) -> f32) {
    while width(line) + width("…") > most_width && line.pop().is_some() {}
    line.truncate(line.trim_end().trim_end_matches([',', ';', ':', '-']).len());
    line.push('…');
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use crate::drawings::share_cards::wrap::*;

    /// A title may be as long as a file, and text that does not fit need not be measured.
    #[test]
    fn a_title_of_a_million_letters_costs_no_more_than_one_of_two_thousand() {
        let measured = |letters: usize| {
            let sum = Cell::new(0);
            let width = |text: &str, size: f32| {
                sum.set(sum.get() + text.len());
                text.len() as f32 * size / 2.0
            };
            let fitted = fit(&"x".repeat(letters), 1000.0, width);
            assert_eq!(fitted.lines.len(), 6);
            assert!(fitted.lines[5].ends_with("x…"));
            assert!(one_line(&"x".repeat(letters), 1000.0, |text| width(text, 20.0)).ends_with("x…"));
            sum.get()
        };
        assert_eq!(measured(1_000_000), measured(2_000));
    }
}

//! Where the lines of a title end, and how large they are.

/// From one line to the next, in sizes of the letters.
pub const LEADING: f32 = 1.14;

/// A title in lines.
#[derive(Debug, PartialEq)]
pub struct Fitted {
    /// In pixels.
    pub size: f32,
    /// From the first to the last.
    pub lines: Vec<String>,
}

/// Sizes that are tried, with how many lines of each fit.
const SIZES: [(f32, usize); 5] = [(92.0, 3), (78.0, 3), (66.0, 4), (56.0, 5), (48.0, 6)];

/// More letters than have room on a card. What is behind them is not measured: a title may be as long as a file.
const MOST_LETTERS: usize = 1000;

/// The largest size in which a title fits, given how wide a text is in a size. What is too long for the smallest ends in
/// three dots.
pub fn fit(title: &str, room: f32, width: impl Fn(&str, f32) -> f32) -> Fitted {
    let title = beginning(title).split_whitespace().collect::<Vec<_>>().join(" ");
    let lines_at = |size: f32| lines(&title, room, &|text| width(text, size));
    let fitting =
        SIZES.iter().map(|(size, most)| (*size, *most, lines_at(*size))).find(|(_, most, lines)| lines.len() <= *most);
    match fitting {
        Some((size, _, lines)) => Fitted { size, lines: balanced(&title, lines, room, &|text| width(text, size)) },
        None => {
            let (size, most) = SIZES[SIZES.len() - 1];
            let mut lines = lines_at(size);
            lines.truncate(most);
            if let Some(last) = lines.last_mut() {
                shorten(last, room, &|text| width(text, size));
            }
            Fitted { size, lines }
        }
    }
}

/// A text in one line; where it does not fit it ends in three dots.
pub fn one_line(text: &str, room: f32, width: impl Fn(&str) -> f32) -> String {
    let mut line = beginning(text).to_owned();
    if width(&line) > room {
        shorten(&mut line, room, &width);
    }
    line
}

fn beginning(text: &str) -> &str {
    text.char_indices().nth(MOST_LETTERS).map_or(text, |(end, _)| &text[..end])
}

/// The same number of lines, none much longer than the others.
fn balanced(title: &str, filled: Vec<String>, room: f32, width: &impl Fn(&str) -> f32) -> Vec<String> {
    let narrower = (60..100).map(|percent| lines(title, room * percent as f32 / 100.0, width));
    narrower.into_iter().find(|lines| lines.len() == filled.len()).unwrap_or(filled)
}

fn lines(title: &str, room: f32, width: &impl Fn(&str) -> f32) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut line = String::new();
    for piece in pieces(title) {
        let is_over = width(line.trim_end()) + width(piece.trim_end()) > room;
        if is_over && !line.is_empty() {
            lines.push(line.trim_end().to_owned());
            line.clear();
        }
        for part in fitting_parts(piece, room, width) {
            if !line.is_empty() && width(&line) + width(part.trim_end()) > room {
                lines.push(std::mem::take(&mut line).trim_end().to_owned());
            }
            line.push_str(part);
        }
    }
    lines.push(line.trim_end().to_owned());
    lines
}

/// Words with the blank behind them; scripts that write without blanks may break behind each letter.
fn pieces(title: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut start = 0;
    let mut before = ' ';
    for (at, c) in title.char_indices() {
        let may_break = before == ' ' || is_without_blanks(before) && is_without_blanks(c);
        if at > start && may_break {
            pieces.push(&title[start..at]);
            start = at;
        }
        before = c;
    }
    pieces.push(&title[start..]);
    pieces
}

/// Chinese, Japanese, Thai and their neighbours.
fn is_without_blanks(c: char) -> bool {
    matches!(c, '\u{0E00}'..='\u{0EFF}' | '\u{1780}'..='\u{17FF}' | '\u{2E80}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}')
}

/// A word that is wider than a line, in parts that are not.
fn fitting_parts<'p>(piece: &'p str, room: f32, width: &impl Fn(&str) -> f32) -> Vec<&'p str> {
    if width(piece.trim_end()) <= room {
        return vec![piece];
    }
    let mut parts = Vec::new();
    let mut start = 0;
    for (at, c) in piece.char_indices() {
        if at > start && width(&piece[start..at + c.len_utf8()]) > room {
            parts.push(&piece[start..at]);
            start = at;
        }
    }
    parts.push(&piece[start..]);
    parts
}

fn shorten(line: &mut String, room: f32, width: &impl Fn(&str) -> f32) {
    while width(line) + width("…") > room && line.pop().is_some() {}
    line.truncate(line.trim_end().trim_end_matches([',', ';', ':', '-']).len());
    line.push('…');
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;

    /// A title may be as long as a file, and what has no room need not be measured.
    #[test]
    fn a_title_without_end_costs_no_more_than_a_long_one() {
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

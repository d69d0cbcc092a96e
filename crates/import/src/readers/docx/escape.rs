//! Text as Markdown that shows the same characters: a backslash before what would be read as markup, and nowhere else.

/// Where a text stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    Paragraph,
    Heading,
    Cell,
    /// A caption in brackets.
    Caption,
}

/// The characters of a paragraph, with [`BREAK`] and [`OBJECT`] for what is no text.
pub(super) struct Characters {
    all: Vec<char>,
    place: Place,
    tildes: usize,
    carets: usize,
    last_dollar: Option<usize>,
}

/// A line break.
pub(super) const BREAK: char = '\n';
/// A picture, a footnote or a citation.
pub(super) const OBJECT: char = '\u{fffc}';
/// How far a closing mark is searched, so that a text of brackets takes no square of its length.
const REACH: usize = 200;

impl Characters {
    pub fn new(all: Vec<char>, place: Place) -> Self {
        let count = |wanted| all.iter().filter(|found| **found == wanted).count();
        let (tildes, carets) = (count('~'), count('^'));
        let last_dollar = all.iter().rposition(|found| *found == '$');
        Self { all, place, tildes, carets, last_dollar }
    }

    pub fn at(&self, index: usize) -> Option<char> {
        self.all.get(index).copied()
    }

    pub fn before(&self, index: usize) -> Option<char> {
        self.at(index.checked_sub(1)?)
    }

    /// The text in a range. `in_brackets` is the text of a link.
    pub fn escaped(&self, range: std::ops::Range<usize>, in_brackets: bool) -> String {
        let mut text = String::new();
        for index in range {
            let Some(character) = self.at(index) else { break };
            if self.is_markup(index, character, in_brackets || self.place == Place::Caption) {
                text.push('\\');
            }
            text.push(character);
        }
        text
    }

    fn is_markup(&self, index: usize, character: char, in_brackets: bool) -> bool {
        let (before, after) = (self.before(index), self.at(index + 1));
        let is_word = |side: Option<char>| side.is_some_and(char::is_alphanumeric);
        let is_blank = |side: Option<char>| side.is_none_or(char::is_whitespace);
        if self.place != Place::Cell && self.is_line_markup(index, character) {
            return true;
        }
        match character {
            '*' | '_' if is_blank(before) && is_blank(after) => false,
            '\\' | '`' | '*' => true,
            '_' => !(is_word(before) && is_word(after)),
            '[' => in_brackets || self.opens_bracket(index),
            ']' => in_brackets,
            '!' => matches!(after, Some(OBJECT)),
            '<' => after.is_some_and(|after| after.is_alphabetic() || matches!(after, '/' | '!' | '?')),
            '|' => self.place == Place::Cell,
            '@' => !is_word(before) && (is_word(after) || after == Some('{')),
            '$' => !is_word(before) && !is_blank(after) && self.last_dollar > Some(index),
            '~' => self.tildes > 1,
            '^' => self.carets > 1,
            '{' => after == Some('{') || (self.place == Place::Heading && matches!(after, Some('#' | '.'))),
            '=' => after == Some('=') && before != Some('='),
            '&' => self.word_then(index, ';', |inside| inside.is_ascii_alphanumeric() || inside == '#'),
            ':' => self.is_emoji(index) || self.word_then(index, '[', |inside| inside.is_ascii_lowercase()),
            _ => false,
        }
    }

    /// Markup that only works at the beginning of a line.
    fn is_line_markup(&self, index: usize, character: char) -> bool {
        let after = self.at(index + 1);
        let is_start = matches!(self.before(index), None | Some(BREAK));
        let is_blank = after.is_none_or(char::is_whitespace);
        match character {
            '#' if is_start => is_blank || after == Some('#'),
            '#' => self.place == Place::Heading && after.is_none() && self.before(index) == Some(' '),
            '+' | '*' => is_start && is_blank,
            '-' => is_start && (is_blank || after == Some('-')),
            '>' | '=' => is_start,
            ':' => is_start && (is_blank || after == Some(':')),
            '[' => is_start && matches!((after, self.at(index + 2)), (Some(' ' | 'x' | 'X'), Some(']'))),
            '.' | ')' => is_blank && self.is_number_before(index),
            _ => false,
        }
    }

    fn is_number_before(&self, index: usize) -> bool {
        let digits = (0..index).rev().take(9).take_while(|at| self.at(*at).is_some_and(|digit| digit.is_ascii_digit()));
        digits.last().is_some_and(|first| matches!(self.before(first), None | Some(BREAK)))
    }

    /// Whether `[` opens a citation, a footnote, a link to a page, a link, or a text with attributes.
    fn opens_bracket(&self, index: usize) -> bool {
        match self.at(index + 1) {
            Some('^' | '@' | '[') => return true,
            Some('-') if self.at(index + 2) == Some('@') => return true,
            _ if self.before(index) == Some('[') => return true,
            _ => {}
        }
        let mut open = 0;
        for at in (index + 1..).take(REACH) {
            match self.at(at) {
                Some('[') => open += 1,
                Some(']') if open == 0 => return matches!(self.at(at + 1), Some('(' | '[' | '{' | ':')),
                Some(']') => open -= 1,
                None => break,
                _ => {}
            }
        }
        false
    }

    fn is_emoji(&self, index: usize) -> bool {
        let is_code = |inside: char| inside.is_ascii_lowercase() || inside.is_ascii_digit() || "_+-".contains(inside);
        !self.before(index).is_some_and(|before| before.is_alphanumeric() || before == ':')
            && self.word_then(index, ':', is_code)
    }

    /// Whether a word of these characters follows, with `end` behind it.
    fn word_then(&self, index: usize, end: char, is_inside: impl Fn(char) -> bool) -> bool {
        let rest = || self.all.iter().skip(index + 1).take(REACH);
        let length = rest().take_while(|found| is_inside(**found)).count();
        length > 0 && rest().nth(length) == Some(&end)
    }
}

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
    /// Whether two `$` could enclose a formula. Prices do not.
    has_formula: bool,
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
        let is_price = |pair: &[char]| pair.first() != Some(&'$') || pair.last().is_some_and(char::is_ascii_digit);
        let has_formula = count('$') > 1 && !(all.windows(2).all(is_price) && all.last() != Some(&'$'));
        Self { all, place, tildes, carets, has_formula }
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
            // What stands behind it makes a link, a definition or attributes of the words in brackets.
            ']' => in_brackets || matches!(after, Some('(' | '[' | '{' | ':' | OBJECT)),
            '!' => matches!(after, Some(OBJECT)),
            '<' => after.is_some_and(|after| after.is_alphabetic() || matches!(after, '/' | '!' | '?')),
            '|' => self.place == Place::Cell,
            '@' => !is_word(before) && (is_word(after) || after == Some('{')),
            '$' => self.has_formula,
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
            '+' | '*' | '_' => is_start && is_blank,
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

    /// Whether `[` opens a citation, a footnote or a link to a page.
    fn opens_bracket(&self, index: usize) -> bool {
        match self.at(index + 1) {
            Some('^' | '@' | '[') => true,
            Some('-') => self.at(index + 2) == Some('@'),
            _ => self.before(index) == Some('['),
        }
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

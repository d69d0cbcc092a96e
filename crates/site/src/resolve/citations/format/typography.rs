//! Quotation marks and apostrophes as a reader expects them. Sources are written with straight ones, and the processor
//! leaves those as they are, and quotation marks within quotation marks the same.

use std::borrow::Cow;

/// The quotation marks of a locale.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Quotes {
    outer: (String, String),
    inner: (String, String),
}

impl Quotes {
    /// By the locale's terms, English where it has none.
    pub(super) fn new(outer: (Option<&str>, Option<&str>), inner: (Option<&str>, Option<&str>)) -> Self {
        let pair = |(open, close): (Option<&str>, Option<&str>), english: (&str, &str)| {
            (open.unwrap_or(english.0).to_owned(), close.unwrap_or(english.1).to_owned())
        };
        Self { outer: pair(outer, ("\u{201c}", "\u{201d}")), inner: pair(inner, ("\u{2018}", "\u{2019}")) }
    }

    fn at(&self, depth: usize) -> &(String, String) {
        if depth.is_multiple_of(2) { &self.outer } else { &self.inner }
    }
}

/// How a quotation was opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sign {
    Curly,
    Straight(char),
}

/// Reads the texts of an entry one after another, and knows what is open.
#[derive(Debug)]
pub(super) struct Typesetter<'q> {
    quotes: &'q Quotes,
    open: Vec<(Sign, &'q (String, String))>,
    last: char,
}

impl<'q> Typesetter<'q> {
    /// At the start of an entry.
    pub(super) fn new(quotes: &'q Quotes) -> Self {
        Self { quotes, open: Vec::new(), last: ' ' }
    }

    /// The next text with its quotation marks in form.
    pub(super) fn set<'t>(&mut self, text: &'t str) -> Cow<'t, str> {
        let special = |c: char| matches!(c, '"' | '\'' | '\u{2018}'..='\u{201f}' | '\u{ab}' | '\u{bb}');
        if !text.contains(special) {
            self.last = text.chars().next_back().unwrap_or(self.last);
            return Cow::Borrowed(text);
        }
        let mut out = String::with_capacity(text.len() + 8);
        for (at, c) in text.char_indices() {
            let rest = &text[at + c.len_utf8()..];
            match if special(c) { self.mark(c, rest) } else { None } {
                Some(mark) => out.push_str(mark),
                None => out.push(c),
            }
            self.last = c;
        }
        Cow::Owned(out)
    }

    /// What stands for a quotation mark, unless it stays.
    fn mark(&mut self, c: char, rest: &str) -> Option<&'q str> {
        let next = rest.chars().next();
        let within_word = next.is_some_and(char::is_alphanumeric);
        match c {
            '"' | '\'' if self.closes_straight(c, within_word) => self.close(),
            '"' if self.opens(rest, c) => Some(self.start(Sign::Straight(c), self.quotes.at(self.open.len()))),
            '\'' if within_word && self.opens(rest, c) => {
                Some(self.start(Sign::Straight(c), self.quotes.at(self.open.len().max(1))))
            }
            '\'' => Some("\u{2019}"),
            '"' => None,
            _ if self.closes_curly(c, within_word) => self.close(),
            _ if self.is_opening(c) => {
                let pair = if c == '\u{2018}' && self.open.is_empty() {
                    &self.quotes.inner
                } else {
                    self.quotes.at(self.open.len())
                };
                Some(self.start(Sign::Curly, pair))
            }
            _ => None,
        }
    }

    fn closes_straight(&self, c: char, within_word: bool) -> bool {
        let is_open = self.open.last().is_some_and(|(sign, _)| *sign == Sign::Straight(c));
        is_open && !within_word
    }

    fn closes_curly(&self, c: char, within_word: bool) -> bool {
        let is_apostrophe = c == '\u{2019}' && within_word;
        let own = |pair: &(String, String)| pair.1.trim_start().starts_with(c);
        !is_apostrophe
            && self.open.last().is_some_and(|(sign, pair)| *sign == Sign::Curly && (own(pair) || c == '\u{201d}'))
    }

    fn is_opening(&self, c: char) -> bool {
        matches!(c, '\u{201c}' | '\u{2018}') || self.quotes.outer.0.starts_with(c)
    }

    /// Whether a straight mark opens what another closes.
    fn opens(&self, rest: &str, c: char) -> bool {
        let free = !self.last.is_alphanumeric() && rest.starts_with(|next: char| !next.is_whitespace());
        free && rest.match_indices(c).any(|(at, _)| !rest[at + 1..].starts_with(char::is_alphanumeric))
    }

    fn start(&mut self, sign: Sign, pair: &'q (String, String)) -> &'q str {
        self.open.push((sign, pair));
        &pair.0
    }

    fn close(&mut self) -> Option<&'q str> {
        self.open.pop().map(|(_, pair)| pair.1.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(text: &str) -> String {
        let quotes = Quotes::new((None, None), (None, None));
        Typesetter::new(&quotes).set(text).into_owned()
    }

    #[test]
    fn straight_marks_become_what_citeproc_makes_of_them() {
        assert_eq!(set("The \"slouch\" and the 'sit'"), "The \u{201c}slouch\u{201d} and the \u{2018}sit\u{2019}");
        assert_eq!(
            set("O'Brien's \"own\" dogs' tails"),
            "O\u{2019}Brien\u{2019}s \u{201c}own\u{201d} dogs\u{2019} tails"
        );
        assert_eq!(set("5'10\" tall"), "5\u{2019}10\" tall");
        assert_eq!(set("say \"don't 'do' it\""), "say \u{201c}don\u{2019}t \u{2018}do\u{2019} it\u{201d}");
        assert_eq!(
            set("\u{201c}already\u{201d} \u{2018}curly\u{2019} l\u{2019}os"),
            "\u{201c}already\u{201d} \u{2018}curly\u{2019} l\u{2019}os"
        );
    }

    #[test]
    fn marks_within_a_styles_marks_change_places() {
        assert_eq!(
            set("\u{201c}The \"slouch\" and the 'sit',\u{201d} x"),
            "\u{201c}The \u{2018}slouch\u{2019} and the \u{2018}sit\u{2019},\u{201d} x"
        );
        assert_eq!(
            set("\u{201c}\u{201c}already\u{201d} l'os,\u{201d} x"),
            "\u{201c}\u{2018}already\u{2019} l\u{2019}os,\u{201d} x"
        );
        let quotes = Quotes::new((Some("\u{ab}\u{a0}"), Some("\u{a0}\u{bb}")), (Some("\u{201c}"), Some("\u{201d}")));
        let french = Typesetter::new(&quotes).set("Le \"dos\"").into_owned();
        assert_eq!(french, "Le \u{ab}\u{a0}dos\u{a0}\u{bb}");
    }
}

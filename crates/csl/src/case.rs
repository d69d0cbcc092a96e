//! [`Caser`]: changes the case of text, piece by piece. Formatting and markup come between the pieces.

use crate::style::format::TextCase;

/// Words that stay small within an English title.
const STOP_WORDS: [&str; 102] = [
    "about",
    "above",
    "across",
    "afore",
    "after",
    "against",
    "al",
    "along",
    "alongside",
    "amid",
    "amidst",
    "among",
    "amongst",
    "anenst",
    "apropos",
    "apud",
    "around",
    "as",
    "aside",
    "astride",
    "at",
    "athwart",
    "atop",
    "barring",
    "before",
    "behind",
    "below",
    "beneath",
    "beside",
    "besides",
    "between",
    "beyond",
    "but",
    "by",
    "circa",
    "despite",
    "down",
    "during",
    "et",
    "except",
    "for",
    "forenenst",
    "from",
    "given",
    "in",
    "inside",
    "into",
    "lest",
    "like",
    "modulo",
    "near",
    "next",
    "notwithstanding",
    "of",
    "off",
    "on",
    "onto",
    "out",
    "over",
    "per",
    "plus",
    "pro",
    "qua",
    "sans",
    "since",
    "than",
    "through",
    "thru",
    "throughout",
    "thruout",
    "till",
    "to",
    "toward",
    "towards",
    "under",
    "underneath",
    "until",
    "unto",
    "up",
    "upon",
    "versus",
    "vs",
    "v",
    "via",
    "vis-à-vis",
    "with",
    "within",
    "without",
    "or",
    "yet",
    "so",
    "and",
    "nor",
    "a",
    "an",
    "the",
    "de",
    "d'",
    "von",
    "van",
    "c",
    "ca",
];

/// The case of a text that arrives in pieces.
#[derive(Debug)]
pub(crate) struct Caser {
    case: TextCase,
    has_dotted_capital: bool,
    is_first_word: bool,
    is_after_punctuation: bool,
    /// Whether a sign other than a space came before.
    is_after_separator: bool,
    /// How many spans around the text keep its case.
    protections: usize,
    /// Where the last word of a title stands in the output, if it is one that may be capitalised.
    last_word: Option<(usize, usize)>,
}

impl Caser {
    pub(crate) fn new(case: TextCase, language: &str) -> Self {
        // Turkish and Azerbaijani have an i with a dot and one without, in both cases.
        let has_dotted_capital = language.starts_with("tr") || language.starts_with("az");
        Self {
            case,
            has_dotted_capital,
            is_first_word: true,
            is_after_punctuation: false,
            is_after_separator: false,
            protections: 0,
            last_word: None,
        }
    }

    /// A span begins or ends whose text keeps its case.
    pub(crate) const fn protect(&mut self, is_open: bool) {
        self.protections = if is_open { self.protections + 1 } else { self.protections.saturating_sub(1) };
    }

    /// Appends a piece to `out` in its new case.
    pub(crate) fn push(&mut self, piece: &str, out: &mut String) {
        if self.protections > 0 {
            out.push_str(piece);
            if !piece.trim().is_empty() {
                (self.is_first_word, self.is_after_punctuation, self.last_word) = (false, false, None);
            }
            return;
        }
        match self.case {
            TextCase::Lowercase => piece.chars().for_each(|character| self.push_lower(character, out)),
            TextCase::Uppercase => piece.chars().for_each(|character| self.push_upper(character, out)),
            TextCase::CapitalizeFirst | TextCase::CapitalizeAll | TextCase::Sentence | TextCase::Title => {
                self.push_words(piece, out);
            }
        }
    }

    fn push_words(&mut self, piece: &str, out: &mut String) {
        let mut unread_text = piece;
        while let Some(first) = unread_text.chars().next() {
            if is_separator(first) {
                if matches!(first, '!' | '?' | ':') {
                    self.is_after_punctuation = true;
                }
                self.is_after_separator |= !first.is_whitespace();
                out.push(first);
                unread_text = &unread_text[first.len_utf8()..];
                continue;
            }
            let end = unread_text.find(is_separator).unwrap_or(unread_text.len());
            let (word, tail) = unread_text.split_at(end);
            self.push_word(word, tail.chars().next(), out);
            unread_text = tail;
        }
    }

    fn push_word(&mut self, word: &str, next: Option<char>, out: &mut String) {
        let is_first = std::mem::take(&mut self.is_first_word);
        let is_after_punctuation = std::mem::take(&mut self.is_after_punctuation);
        let lower = word.to_lowercase();
        let is_lower = lower == word;
        match self.case {
            TextCase::Sentence => match is_first {
                true => self.capitalise(word, out),
                false => out.push_str(&lower),
            },
            TextCase::CapitalizeFirst if is_first && is_lower => self.capitalise(word, out),
            TextCase::CapitalizeAll if is_lower => self.capitalise(word, out),
            TextCase::Title => {
                let is_long = word.chars().nth(1).is_some();
                let begins_compound = next == Some('-') && !self.is_after_separator;
                let is_wanted =
                    (is_long && !is_stop_word(&lower)) || is_first || is_after_punctuation || begins_compound;
                let start = out.len();
                if is_wanted && is_lower {
                    self.capitalise(word, out);
                } else {
                    out.push_str(word);
                }
                self.last_word = Some((start, out.len()));
            }
            _ => out.push_str(word),
        }
    }

    fn push_upper(&self, character: char, out: &mut String) {
        match character {
            'i' if self.has_dotted_capital => out.push('\u{130}'),
            _ => out.extend(character.to_uppercase()),
        }
    }

    fn push_lower(&self, character: char, out: &mut String) {
        match character {
            'I' if self.has_dotted_capital => out.push('\u{131}'),
            '\u{130}' if self.has_dotted_capital => out.push('i'),
            _ => out.extend(character.to_lowercase()),
        }
    }

    /// A word with its first letter in upper case. A Greek letter alone is a symbol and stays.
    fn capitalise(&self, word: &str, out: &mut String) {
        let mut characters = word.chars();
        let Some(first) = characters.next() else { return };
        if characters.as_str().is_empty() && ('\u{370}'..='\u{3ff}').contains(&first) {
            out.push(first);
        } else {
            self.push_upper(first, out);
        }
        out.push_str(characters.as_str());
    }

    /// Capitalises the last word of a title. Returns where the text grew, and by how many bytes.
    pub(crate) fn finish(self, out: &mut String) -> Option<(usize, isize)> {
        let (start, end) = self.last_word?;
        let word = out.get(start..end)?.to_owned();
        if word.chars().nth(1).is_none() || !is_stop_word(&word.to_lowercase()) {
            return None;
        }
        let mut capitalised = String::with_capacity(word.len());
        self.capitalise(&word, &mut capitalised);
        let growth = isize::try_from(capitalised.len()).ok()? - isize::try_from(word.len()).ok()?;
        out.replace_range(start..end, &capitalised);
        Some((start, growth))
    }
}

/// Signs that a word ends at. An apostrophe belongs to its word.
fn is_separator(character: char) -> bool {
    character.is_whitespace()
        || matches!(
            character,
            '-' | '\u{2013}'
                | '\u{2014}'
                | '/'
                | '.'
                | ','
                | ';'
                | '?'
                | '!'
                | ':'
                | '['
                | ']'
                | '('
                | ')'
                | '"'
                | '\u{201c}'
                | '\u{201d}'
                | '\u{2018}'
        )
}

fn is_stop_word(word: &str) -> bool {
    STOP_WORDS.contains(&word)
}

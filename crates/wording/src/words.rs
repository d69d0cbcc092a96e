//! [`Words`]: a text divided into words and sentences, once for everything that is looked for in it.

use std::borrow::Cow;
use std::ops::Range;

use unicode_normalization::UnicodeNormalization as _;

use crate::sentence::sentences;

/// A text with its words and sentences.
#[derive(Debug, Default, Clone)]
pub struct Words<'t> {
    /// The text as it was given.
    pub text: Cow<'t, str>,
    pub(crate) words: Vec<Word>,
    pub(crate) sentences: Vec<SentenceRange>,
}

/// A word, a number, or a sign such as `%` that is read like a word.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Word {
    /// Bytes of the text.
    pub start: u32,
    pub end: u32,
    /// Of its letters in lower case, see [`hash_of`].
    pub hash: u64,
    /// Whether a comma, a colon, a dash or a bracket stands before it, which divides clauses.
    pub begins_clause: bool,
    /// Whether it begins with a digit.
    pub is_number: bool,
}

/// A sentence, as indices of words and as bytes of the text.
#[derive(Debug, Clone)]
pub(crate) struct SentenceRange {
    pub words: Range<usize>,
    pub bytes: Range<usize>,
}

impl<'t> Words<'t> {
    /// Divides a text into words. A soft hyphen or a joiner divides no word.
    ///
    /// ```
    /// let words = wellpress_wording::Words::of("Walking isn’t well-known. It helps 12,000 people (39%).");
    /// let words: Vec<&str> = words.iter().collect();
    /// assert_eq!(words, ["Walking", "isn’t", "well-known", "It", "helps", "12,000", "people", "39", "%"]);
    /// ```
    #[must_use]
    pub fn of(text: impl Into<Cow<'t, str>>) -> Self {
        let text = text.into();
        let mut words = Vec::with_capacity(text.len() / 6);
        let ranges = sentences(&text).into_iter().map(|bytes| {
            let first = words.len();
            Splitter { text: &text, at: bytes.start, end: bytes.end, words: &mut words }.split();
            SentenceRange { words: first..words.len(), bytes }
        });
        let sentences = ranges.collect();
        Self { sentences, words, text }
    }

    /// The words as they are written.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.words.iter().map(|word| self.written(word))
    }

    /// Whether the text is one word and nothing else.
    pub(crate) fn is_one_word(&self) -> bool {
        matches!(self.words[..], [Word { start: 0, end, .. }] if end as usize == self.text.len())
    }

    pub(crate) fn written(&self, word: &Word) -> &str {
        &self.text[word.start as usize..word.end as usize]
    }

    /// The byte ranges of the sentences.
    pub fn sentences(&self) -> impl ExactSizeIterator<Item = Range<usize>> {
        self.sentences.iter().map(|sentence| sentence.bytes.clone())
    }
}

/// Reads one sentence from its start to its end.
struct Splitter<'a> {
    text: &'a str,
    at: usize,
    end: usize,
    words: &'a mut Vec<Word>,
}

impl Splitter<'_> {
    fn split(&mut self) {
        let mut begins_clause = false;
        while let Some(c) = self.next_char() {
            match Class::of(c) {
                Class::Letter => {
                    let word = self.word(begins_clause);
                    self.words.push(word);
                    begins_clause = false;
                }
                Class::Sign => {
                    let start = self.at;
                    self.at += c.len_utf8();
                    self.words.push(self.word_of(start, begins_clause));
                    begins_clause = false;
                }
                Class::ClauseMark => {
                    begins_clause = true;
                    self.at += c.len_utf8();
                }
                Class::Other => self.at += c.len_utf8(),
                Class::Dash => {
                    // A hyphen with a blank before it is a dash.
                    begins_clause |= self.text[..self.at].ends_with(' ');
                    self.at += c.len_utf8();
                }
            }
        }
    }

    fn next_char(&self) -> Option<char> {
        self.text[self.at..self.end].chars().next()
    }

    fn word(&mut self, begins_clause: bool) -> Word {
        let start = self.at;
        while let Some(c) = self.next_char().filter(|c| Class::of(*c) == Class::Letter || self.joins(*c)) {
            self.at += c.len_utf8();
        }
        self.word_of(start, begins_clause)
    }

    /// Whether a mark stands within a word: an apostrophe, a hyphen, the point of a number or of "u.s".
    fn joins(&self, mark: char) -> bool {
        let mut around = self.text[self.at..self.end].chars().skip(1);
        let is_before_letter = |next: char| Class::of(next) == Class::Letter;
        match mark {
            '\'' | '’' | '-' | '‑' => around.next().is_some_and(is_before_letter),
            '.' | ',' => {
                let is_behind_digit = self.text[..self.at].ends_with(|c: char| c.is_ascii_digit());
                let next = around.next();
                (is_behind_digit && next.is_some_and(|next| next.is_ascii_digit()))
                    || (mark == '.' && next.is_some_and(char::is_alphabetic))
            }
            _ => false,
        }
    }

    fn word_of(&self, start: usize, begins_clause: bool) -> Word {
        let written = &self.text[start..self.at];
        let offset = |byte: usize| u32::try_from(byte).unwrap_or(u32::MAX);
        let is_number = written.starts_with(|c: char| c.is_ascii_digit());
        Word { start: offset(start), end: offset(self.at), hash: hash_of(written), begins_clause, is_number }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Letter,
    /// A sign that is read like a word: "39 %", "< 65".
    Sign,
    ClauseMark,
    Dash,
    /// Blanks, quotation marks and the rest.
    Other,
}

impl Class {
    fn of(c: char) -> Self {
        match c {
            _ if c.is_ascii_alphanumeric() => Self::Letter,
            '%' | '<' | '>' | '=' | '~' | '±' | '×' | '\u{2190}'..='\u{22ff}' => Self::Sign,
            ',' | ';' | ':' | '(' | ')' | '[' | ']' | '|' | '–' | '—' | '،' | '؛' | '、' | '，' => {
                Self::ClauseMark
            }
            '-' => Self::Dash,
            _ if c.is_ascii() || c.is_whitespace() => Self::Other,
            _ if is_ignored(c) => Self::Letter,
            // Punctuation and symbols of Latin, of all scripts, and of Chinese and Japanese.
            '\u{a1}'..='\u{a9}' | '\u{ab}'..='\u{b4}' | '\u{b6}'..='\u{b9}' | '\u{bb}'..='\u{bf}' => Self::Other,
            '\u{2000}'..='\u{206f}' | '\u{3000}'..='\u{303f}' | '؟' => Self::Other,
            _ => Self::Letter,
        }
    }
}

/// Whether a character without a shape of its own may stand in a word and changes nothing of it. `wellpress-foundation` has the same
/// list; this crate does without it, so that the build script does not compile dates and schemas.
fn is_ignored(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{34f}' | '\u{200c}' | '\u{200d}' | '\u{2060}' | '\u{feff}')
}

/// The number of a word, whatever its case, its apostrophe and its Unicode form: FNV-1a of 64 bits. Rules and texts are compared by
/// it, and the rules that ship are compiled on another machine, so that it is the same everywhere. Of a million different words,
/// two have the same number with a chance of one in thirty million.
pub(crate) fn hash_of(word: &str) -> u64 {
    const START: u64 = 0xcbf2_9ce4_8422_2325;
    const PRIME: u64 = 0x0100_0000_01b3;
    let step = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(PRIME);
    if word.is_ascii() {
        return word.bytes().fold(START, |hash, byte| step(hash, byte.to_ascii_lowercase()));
    }
    let mut buffer = [0; 4];
    letters_of(word)
        .flat_map(char::to_lowercase)
        .fold(START, |hash, c| c.encode_utf8(&mut buffer).bytes().fold(hash, step))
}

/// The letters of a word in one Unicode form, without what has no shape, and with one apostrophe and one hyphen.
pub(crate) fn letters_of(word: &str) -> impl Iterator<Item = char> {
    word.nfc().filter(|c| !is_ignored(*c)).map(|c| match c {
        '’' => '\'',
        '‑' => '-',
        c => c,
    })
}

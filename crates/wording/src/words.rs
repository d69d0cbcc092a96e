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

/// A word of a text.
#[derive(Debug, Clone, Copy)]
pub struct WordInText<'w> {
    /// As it is written.
    pub written: &'w str,
    /// The same for all forms of the word.
    pub key: WordKey,
}

/// What is the same for a word whatever its case, its apostrophe and its Unicode form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct WordKey(pub(crate) u64);

impl WordKey {
    /// The key of a word.
    ///
    /// ```
    /// use wellpress_wording::WordKey;
    ///
    /// assert_eq!(WordKey::of("Don’t"), WordKey::of("don't"));
    /// ```
    #[must_use]
    pub fn of(word: &str) -> Self {
        Self(hash_of(word))
    }
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

    /// The words of each sentence, by which they can be counted and looked up.
    pub fn by_sentence(&self) -> impl ExactSizeIterator<Item = (Range<usize>, impl Iterator<Item = WordInText<'_>>)> {
        self.sentences.iter().map(|sentence| {
            let words = &self.words[sentence.words.clone()];
            let words = words.iter().map(|word| WordInText { written: self.written(word), key: WordKey(word.hash) });
            (sentence.bytes.clone(), words)
        })
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

/// A character of the text with its length in bytes.
struct NextChar {
    class: Class,
    length: usize,
}

impl Splitter<'_> {
    fn split(&mut self) {
        let mut begins_clause = false;
        while let Some(next) = self.next() {
            match next.class {
                Class::Letter => {
                    let word = self.word(begins_clause);
                    self.words.push(word);
                    begins_clause = false;
                }
                Class::Sign => {
                    let start = self.at;
                    self.at += next.length;
                    let hash = hash_of(&self.text[start..self.at]);
                    self.words.push(self.word_from(start, hash, begins_clause));
                    begins_clause = false;
                }
                Class::ClauseMark => {
                    begins_clause = true;
                    self.at += next.length;
                }
                // A hyphen with a blank before it is a dash.
                Class::Hyphen => {
                    begins_clause |= self.text[..self.at].ends_with(' ');
                    self.at += next.length;
                }
                Class::Apostrophe | Class::Point | Class::Comma | Class::Other => {
                    begins_clause |= next.class == Class::Comma;
                    self.at += next.length;
                }
            }
        }
    }

    /// The next character, if the sentence has one. Nearly all are ASCII, whose classes stand in a table.
    fn next(&self) -> Option<NextChar> {
        let byte = *self.text.as_bytes()[..self.end].get(self.at)?;
        match ASCII.get(usize::from(byte)) {
            Some(class) => Some(NextChar { class: *class, length: 1 }),
            None => {
                let c = self.text[self.at..].chars().next()?;
                Some(NextChar { class: Class::of(c), length: c.len_utf8() })
            }
        }
    }

    fn word(&mut self, begins_clause: bool) -> Word {
        let start = self.at;
        let (mut hash, mut is_ascii) = (HASH_START, true);
        let bytes = &self.text.as_bytes()[..self.end];
        loop {
            // The bulk of each text: letters, and the blank behind them.
            let mut following = bytes.get(self.at).copied();
            while let Some(letter) = following.map(|byte| LOWER_CASE[usize::from(byte)]).filter(|letter| *letter != 0) {
                hash = hash_step(hash, letter);
                self.at += 1;
                following = bytes.get(self.at).copied();
            }
            if matches!(following, None | Some(b' ')) {
                break;
            }
            let next = self.next().filter(|next| next.class == Class::Letter || self.joins(next));
            let Some(next) = next else { break };
            is_ascii &= next.length == 1;
            hash = hash_step(hash, self.text.as_bytes()[self.at]);
            self.at += next.length;
        }
        let hash = if is_ascii { hash } else { hash_of(&self.text[start..self.at]) };
        self.word_from(start, hash, begins_clause)
    }

    /// Whether a mark stands within a word: an apostrophe, a hyphen, the point of a number or of "u.s".
    fn joins(&self, mark: &NextChar) -> bool {
        let next = || self.text[self.at + mark.length..self.end].chars().next();
        let is_behind_digit = || self.text.as_bytes()[..self.at].last().is_some_and(u8::is_ascii_digit);
        let is_in_number = || is_behind_digit() && next().is_some_and(|next| next.is_ascii_digit());
        match mark.class {
            Class::Apostrophe | Class::Hyphen => next().is_some_and(|next| Class::of(next) == Class::Letter),
            Class::Comma => is_in_number(),
            Class::Point => is_in_number() || next().is_some_and(char::is_alphabetic),
            _ => false,
        }
    }

    fn word_from(&self, start: usize, hash: u64, begins_clause: bool) -> Word {
        let is_number = self.text.as_bytes()[start].is_ascii_digit();
        Word { start: short_offset(start), end: short_offset(self.at), hash, begins_clause, is_number }
    }
}

fn short_offset(byte: usize) -> u32 {
    u32::try_from(byte).unwrap_or(u32::MAX)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Letter,
    /// A sign that is read like a word: "39 %", "< 65".
    Sign,
    ClauseMark,
    Hyphen,
    Apostrophe,
    Point,
    Comma,
    /// Blanks, quotation marks and the rest.
    Other,
}

/// The class of each character of ASCII.
const ASCII: [Class; 128] = {
    let mut classes = [Class::Other; 128];
    let mut byte = 0;
    while byte < classes.len() {
        classes[byte] = match byte as u8 {
            b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' => Class::Letter,
            b'%' | b'<' | b'>' | b'=' | b'~' => Class::Sign,
            b';' | b':' | b'(' | b')' | b'[' | b']' | b'|' => Class::ClauseMark,
            b'-' => Class::Hyphen,
            b'\'' => Class::Apostrophe,
            b'.' => Class::Point,
            b',' => Class::Comma,
            _ => Class::Other,
        };
        byte += 1;
    }
    classes
};

/// Each letter and digit of ASCII in lower case; 0 for all other bytes.
const LOWER_CASE: [u8; 256] = {
    let mut letters = [0; 256];
    let mut byte = 0;
    while byte < 128 {
        if (byte as u8).is_ascii_alphanumeric() {
            letters[byte] = (byte as u8).to_ascii_lowercase();
        }
        byte += 1;
    }
    letters
};

impl Class {
    fn of(c: char) -> Self {
        match c {
            _ if c.is_ascii() => ASCII[c as usize],
            '’' => Self::Apostrophe,
            '‑' => Self::Hyphen,
            '±' | '×' | '\u{2190}'..='\u{22ff}' => Self::Sign,
            '–' | '—' | '،' | '؛' | '、' | '，' => Self::ClauseMark,
            _ if c.is_whitespace() => Self::Other,
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
    if word.is_ascii() {
        return word.bytes().fold(HASH_START, |hash, byte| hash_step(hash, byte.to_ascii_lowercase()));
    }
    let mut buffer = [0; 4];
    letters_of(word)
        .flat_map(char::to_lowercase)
        .fold(HASH_START, |hash, c| c.encode_utf8(&mut buffer).bytes().fold(hash, hash_step))
}

const HASH_START: u64 = 0xcbf2_9ce4_8422_2325;

fn hash_step(hash: u64, byte: u8) -> u64 {
    const PRIME: u64 = 0x0100_0000_01b3;
    (hash ^ u64::from(byte)).wrapping_mul(PRIME)
}

/// The letters of a word in one Unicode form, without what has no shape, and with one apostrophe and one hyphen.
pub(crate) fn letters_of(word: &str) -> impl Iterator<Item = char> {
    word.nfc().filter(|c| !is_ignored(*c)).map(|c| match c {
        '’' => '\'',
        '‑' => '-',
        c => c,
    })
}

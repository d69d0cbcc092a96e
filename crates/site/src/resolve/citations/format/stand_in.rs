//! Stand-ins: characters of Unicode's private area that take the place of what the style processor would spoil (a word whose
//! capitals must stay, a hyphen that is no range) or cannot know (the letter of a year), and are replaced again behind it.

use std::ops::Range;

use wellpress_bibliography::markup::{self, MarkupToken, TextStyle};
use wellpress_bibliography::{Case, Reference, Title};

use super::date_span::{DateSpan, DateTerms};
use super::rich_text::Run;

/// Where the letter of a year goes.
pub(super) const LETTER: char = '\u{f8ff}';
/// A hyphen within a number, such as `WHO-26-0599`, which would be read as a range.
pub(super) const HYPHEN: char = '\u{f8fe}';
/// The name of the authors that the library does not name.
pub(super) const OTHERS: char = '\u{f8fd}';
/// Behind a body that is the second of two authors, to which no comma leads: `Smith, E. & the Study Group`.
pub(super) const PAIRED_BODY: char = '\u{f8fb}';
/// Opens and closes the second part of a narrative mark, in place of a style's parentheses.
pub(super) const INNER: char = '\u{f8fc}';

/// The first of the characters that stand for the tags of a title: two for each look.
const FIRST_TAG: char = '\u{f8e0}';

/// The bytes of the character that stands for a tag.
pub(super) const LOOK_LENGTH: usize = FIRST_TAG.len_utf8();

/// Whether a tag begins its look or ends it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum End {
    Begins,
    Ends,
}

/// The character that stands for a tag.
fn sign(look: TextStyle, end: End) -> char {
    let place = TextStyle::ALL.iter().position(|own| *own == look).unwrap_or(0) * 2 + usize::from(end == End::Ends);
    let code = u32::try_from(place).ok().and_then(|place| u32::from(FIRST_TAG).checked_add(place));
    code.and_then(char::from_u32).unwrap_or(FIRST_TAG)
}

/// The first place in a text where a look begins or ends.
pub(super) fn next_look(text: &str) -> Option<(usize, TextStyle, End)> {
    text.char_indices().find_map(|(at, c)| {
        let place = u32::from(c).checked_sub(u32::from(FIRST_TAG)).and_then(|place| usize::try_from(place).ok())?;
        let look = TextStyle::ALL.get(place / 2)?;
        Some((at, *look, if place % 2 == 0 { End::Begins } else { End::Ends }))
    })
}

/// Gives a run a look. Italics within italics stand upright.
pub(super) fn apply(look: TextStyle, run: &mut Run) {
    match look {
        TextStyle::Italic => run.italic = !run.italic,
        TextStyle::Bold => run.bold = !run.bold,
        TextStyle::Subscript => run.subscript = true,
        TextStyle::Superscript => run.superscript = true,
        TextStyle::SmallCaps => run.small_caps = true,
    }
}

const FIRST_WORD: u32 = 0xe000;
const LAST_WORD: u32 = 0xf7ff;

/// The words of one source that stand-ins took the place of.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Words {
    words: Vec<String>,
    /// What its date says beyond a year, a month and a day.
    span: Option<DateSpan>,
}

impl Words {
    /// For a source with this date.
    pub(super) fn of(source: &Reference) -> Self {
        Self { words: Vec::new(), span: DateSpan::of(source) }
    }

    /// Whether its date says more than a year, a month and a day.
    pub(super) fn has_span(&self) -> bool {
        self.span.is_some()
    }

    /// The text of a date as it is meant.
    pub(super) fn dated(&self, text: &str, terms: &DateTerms) -> Option<String> {
        self.span.as_ref()?.shown(text, terms)
    }

    /// A title with a stand-in for each word whose capitals must stay: those that the library protects, and those that no
    /// change of case could be right for (`OrthoInfo`, `DII`, `T3`), unless all of the title is in capitals.
    pub(super) fn protect(&mut self, title: &Title) -> String {
        let shouted = !title.chars().any(char::is_lowercase);
        let mut out = String::with_capacity(title.len());
        let mut at = 0;
        for token in markup::tokens(title) {
            at += match token {
                MarkupToken::Text(text) => {
                    self.protect_words(title, at..at + text.len(), shouted, &mut out);
                    text.len()
                }
                MarkupToken::Open(look) => {
                    out.push(sign(look, End::Begins));
                    look.opening().len()
                }
                MarkupToken::Close(look) => {
                    out.push(sign(look, End::Ends));
                    look.closing().len()
                }
            };
        }
        out
    }

    fn protect_words(&mut self, title: &Title, range: Range<usize>, shouted: bool, out: &mut String) {
        let mut at = range.start;
        for word in title.as_str()[range].split_inclusive(|c: char| !c.is_alphanumeric()) {
            let letters = word.trim_end_matches(|c: char| !c.is_alphanumeric());
            let kept = title.protected_ranges().iter().any(|kept| kept.start < at + letters.len() && at < kept.end);
            if letters.is_empty() || !(kept || (!shouted && has_own_case(letters))) {
                out.push_str(&without_stand_ins(word));
            } else {
                out.push(self.stand_in(letters));
                out.push_str(&without_stand_ins(&word[letters.len()..]));
            }
            at += word.len();
        }
    }

    /// A number with a stand-in for a first word that begins small and has capitals, such as `arXiv`.
    pub(super) fn protect_start(&mut self, number: &str) -> String {
        let end = number.find(|c: char| !c.is_alphanumeric()).unwrap_or(number.len());
        let (first, rest) = number.split_at(end);
        let settled = first.starts_with(char::is_lowercase) && first.contains(char::is_uppercase);
        if settled { format!("{}{rest}", self.stand_in(first)) } else { number.to_owned() }
    }

    /// The text with its words back and every other stand-in resolved, but for the year's letter.
    pub(super) fn restore(&self, text: &str) -> String {
        if text.is_ascii() {
            return text.to_owned();
        }
        let mut out = String::with_capacity(text.len());
        for c in text.chars() {
            match (self.word(c), c) {
                (Some(word), _) => out.push_str(word),
                (None, HYPHEN) => out.push('-'),
                (None, PAIRED_BODY) => {}
                _ => out.push(c),
            }
        }
        out
    }

    fn stand_in(&mut self, word: &str) -> char {
        let next = of_word(self.words.len());
        if next != char::REPLACEMENT_CHARACTER {
            self.words.push(word.to_owned());
        }
        next
    }

    fn word(&self, c: char) -> Option<&str> {
        word_of(c).and_then(|at| self.words.get(at)).map(String::as_str)
    }
}

/// The character that stands for the word with a number.
pub(super) fn of_word(number: usize) -> char {
    let code = u32::try_from(number).ok().and_then(|number| FIRST_WORD.checked_add(number));
    code.filter(|code| *code <= LAST_WORD).and_then(char::from_u32).unwrap_or(char::REPLACEMENT_CHARACTER)
}

/// The number of the word that a character stands for.
pub(super) fn word_of(c: char) -> Option<usize> {
    let at = u32::from(c).checked_sub(FIRST_WORD).filter(|at| *at <= LAST_WORD - FIRST_WORD)?;
    usize::try_from(at).ok()
}

/// A number as a style may print it: plain numbers and ranges as they are, the hyphens of anything else protected.
pub(super) fn number(text: &str) -> String {
    let text = without_stand_ins(text);
    let plain = |part: &str| {
        let digits = part.trim_start_matches(|c: char| c.is_ascii_alphabetic());
        part.len() - digits.len() <= 2 && !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
    };
    let ranges = text.split([',', '&']).all(|range| {
        let parts: Vec<_> = range.split('-').map(str::trim).collect();
        parts.len() <= 2 && parts.iter().all(|part| plain(part))
    });
    if ranges { text } else { text.replace('-', &HYPHEN.to_string()) }
}

/// Text that cannot be mistaken for stand-ins.
pub(super) fn without_stand_ins(text: &str) -> String {
    if text.is_ascii() {
        return text.to_owned();
    }
    text.chars().filter(|c| !matches!(c, '\u{e000}'..='\u{f8ff}')).collect()
}

/// Whether a word has capitals behind its first letter, or beside digits, or is a single capital (as in "vitamin D").
fn has_own_case(word: &str) -> bool {
    let mut chars = word.chars();
    let first = chars.next().is_some_and(char::is_uppercase);
    let digit = word.contains(|c: char| c.is_ascii_digit());
    chars.as_str().contains(char::is_uppercase) || (first && (digit || (word.len() == 1 && word != "A")))
}

/// A title that only braces protect, as [`Words::protect`] takes it.
pub(super) fn all_kept(text: &str) -> Title {
    Title::from_pieces([(text, Case::Protected)])
}

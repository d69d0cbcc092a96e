//! Stand-ins: characters of Unicode's private area that take the place of what the style processor would spoil (a word whose
//! capitals must stay, a hyphen that is no range) or cannot know (the letter of a year), and are replaced again behind it.

use std::ops::Range;

use super::rich_text::Run;
use crate::parse::bibliography::{Case, Title};

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

/// The markup that a title may hold, as CSL writes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Look {
    Italic,
    Bold,
    Subscript,
    Superscript,
    SmallCaps,
}

/// The tags of each look, and the characters that take their places.
const LOOKS: [(Look, &str, &str, char, char); 5] = [
    (Look::Italic, "<i>", "</i>", '\u{f8e0}', '\u{f8e1}'),
    (Look::Bold, "<b>", "</b>", '\u{f8e2}', '\u{f8e3}'),
    (Look::Subscript, "<sub>", "</sub>", '\u{f8e4}', '\u{f8e5}'),
    (Look::Superscript, "<sup>", "</sup>", '\u{f8e6}', '\u{f8e7}'),
    (Look::SmallCaps, "<span style=\"font-variant:small-caps;\">", "</span>", '\u{f8e8}', '\u{f8e9}'),
];

/// The bytes of the character that stands for a tag.
pub(super) const LOOK_LENGTH: usize = '\u{f8e0}'.len_utf8();

impl Look {
    /// The first place in a text where a look begins or ends, and whether it begins.
    pub(super) fn next(text: &str) -> Option<(usize, Self, bool)> {
        let (at, c) = text.char_indices().find(|(_, c)| matches!(c, '\u{f8e0}'..='\u{f8e9}'))?;
        let (look, .., open, _) = LOOKS.iter().find(|(.., open, close)| c == *open || c == *close)?;
        Some((at, *look, c == *open))
    }

    /// Gives a run this look. Italics within italics stand upright.
    pub(super) fn apply(self, run: &mut Run) {
        match self {
            Self::Italic => run.italic = !run.italic,
            Self::Bold => run.bold = !run.bold,
            Self::Subscript => run.subscript = true,
            Self::Superscript => run.superscript = true,
            Self::SmallCaps => run.small_caps = true,
        }
    }
}

/// The places of a title's tags, each with what takes its place; none where they do not close in turn.
fn tags(title: &str) -> Vec<(Range<usize>, char)> {
    let mut found = Vec::new();
    let mut open = Vec::new();
    for (at, _) in title.match_indices('<') {
        for (look, opening, closing, begin, end) in LOOKS {
            if title[at..].starts_with(opening) {
                open.push(look);
                found.push((at..at + opening.len(), begin));
            } else if title[at..].starts_with(closing) {
                if open.pop() != Some(look) {
                    return Vec::new();
                }
                found.push((at..at + closing.len(), end));
            }
        }
    }
    if open.is_empty() { found } else { Vec::new() }
}

const FIRST_WORD: u32 = 0xe000;
const LAST_WORD: u32 = 0xf7ff;

/// The words of one source that stand-ins took the place of.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Words(Vec<String>);

impl Words {
    /// A title with a stand-in for each word whose capitals must stay: those that the library protects, and those that no
    /// change of case could be right for (`OrthoInfo`, `DII`, `T3`), unless all of the title is in capitals.
    pub(super) fn protect(&mut self, title: &Title) -> String {
        let shouted = !title.chars().any(char::is_lowercase);
        let mut out = String::with_capacity(title.len());
        let mut from = 0;
        for (tag, look) in tags(title) {
            self.protect_words(title, from..tag.start, shouted, &mut out);
            out.push(look);
            from = tag.end;
        }
        self.protect_words(title, from..title.len(), shouted, &mut out);
        out
    }

    fn protect_words(&mut self, title: &Title, range: Range<usize>, shouted: bool, out: &mut String) {
        let mut at = range.start;
        for word in title.as_str()[range].split_inclusive(|c: char| !c.is_alphanumeric()) {
            let letters = word.trim_end_matches(|c: char| !c.is_alphanumeric());
            let kept = title.kept().iter().any(|kept| kept.start < at + letters.len() && at < kept.end);
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
        let next = u32::try_from(self.0.len()).ok().and_then(|count| FIRST_WORD.checked_add(count));
        match next.filter(|code| *code <= LAST_WORD).and_then(char::from_u32) {
            Some(c) => {
                self.0.push(word.to_owned());
                c
            }
            None => char::REPLACEMENT_CHARACTER,
        }
    }

    fn word(&self, c: char) -> Option<&str> {
        let at = u32::from(c).checked_sub(FIRST_WORD).and_then(|at| usize::try_from(at).ok())?;
        self.0.get(at).map(String::as_str)
    }
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
    Title::from_pieces([(text, Case::Kept)])
}

//! Rewrites titles from title case, in which BibTeX files keep them, to sentence case, in which CSL expects them.
//!
//! BibTeX's own styles lower the capitals of a title outside of braces, so its files hold "The Effects of Exercise on
//! {DNA}". CSL has no such step: a style that prints sentence case expects the title in it. Pandoc and Zotero convert
//! on reading as well. Unlike Pandoc, this module leaves a title alone in which at least half of the words are small,
//! because its capitals are most likely names whose braces were forgotten.

use std::ops::Range;

use crate::markup::{self, MarkupToken};
use crate::title_language::is_foreign;
use crate::{Case, Title};

/// A word of fewer letters does not show how a title is written: titles in either case write "of" and "on" small.
const SHORTEST_CONTENT_WORD: usize = 3;
/// A title needs so many words in capitals alone to count as written in capitals. Fewer may be abbreviations.
const FEWEST_CAPITAL_WORDS: usize = 3;

/// Longer function words, which title case writes small too.
const FUNCTION_WORDS: [&str; 33] = [
    "and", "are", "but", "for", "has", "its", "nor", "not", "off", "per", "the", "via", "was", "with", "from", "into",
    "onto", "over", "upon", "than", "that", "their", "your", "after", "among", "between", "during", "through", "under",
    "until", "versus", "within", "without",
];
/// Words behind which a single `A` is a name, as in `Vitamin A`.
const WORDS_BEFORE_LETTERS: [&str; 6] = ["vitamin", "hepatitis", "type", "group", "influenza", "part"];

/// Abbreviations that end with a full stop.
const ABBREVIATIONS: [&str; 10] = ["al", "approx", "ca", "cf", "dr", "eds", "mr", "mrs", "st", "vs"];

/// The title in sentence case, if it is an English title in title case or in capitals; any other title as it is. `language` is
/// the tag of the entry, if it has one. A title without a tag whose words are those of another language comes back protected as a
/// whole, so that no style writes it in English title case.
///
/// ```
/// use wellpress_bibliography::{Title, in_sentence_case};
///
/// let sentence = |text: &str| in_sentence_case(Title::from(text), None).to_string();
/// assert_eq!(sentence("Vitamin D and Falls: A Trial"), "Vitamin D and falls: A trial");
/// assert_eq!(sentence("Falls among older women in Sweden"), "Falls among older women in Sweden");
/// assert_eq!(sentence("Knochen und Bewegung im Alter"), "Knochen und Bewegung im Alter");
/// assert_eq!(sentence("Efectos del Ejercicio en Adultos"), "Efectos del Ejercicio en Adultos");
/// ```
#[must_use]
pub fn in_sentence_case(title: Title, language: Option<&str>) -> Title {
    if language.is_none() && is_foreign(title.as_str()) {
        return Title::from_pieces([(title.as_str(), Case::Protected)]);
    }
    let is_english = language.is_none_or(|tag| {
        let tag = tag.to_ascii_lowercase().replace('_', "-");
        matches!(&*tag, "en" | "eng" | "engb" | "enus" | "und") || tag.starts_with("en-") || tag.contains("english")
    });
    if !is_english {
        return title;
    }
    let words = TitleWords::of(&title);
    let Some(heading_case) = words.heading_case() else { return title };
    let lowered = words.lowered(heading_case);
    if lowered.is_empty() { title } else { with_lowered(&title, &lowered) }
}

/// How the words of a heading are written that is not in sentence case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum HeadingCase {
    Title,
    Capitals,
}

/// A word outside of braces and tags.
struct TitleWord {
    range: Range<usize>,
    /// Whether the word begins the title, a subtitle, a sentence or an italic name, so that its capital stays.
    begins_sentence: bool,
    /// Whether it stands between tags. Such words do not tell how the title is written: species are written small in any title.
    is_in_markup: bool,
}

struct TitleWords<'t> {
    text: &'t str,
    words: Vec<TitleWord>,
}

impl<'t> TitleWords<'t> {
    /// Finds the words. A hyphen, a slash and any other punctuation but an apostrophe divide them.
    fn of(title: &'t Title) -> Self {
        let mut title_words = Self { text: title.as_str(), words: Vec::new() };
        let mut begins_sentence = true;
        let mut offset = 0;
        let mut open_tags = 0_usize;
        for (piece, case) in title.pieces() {
            for token in markup::tags(piece) {
                match token {
                    MarkupToken::Text(text) => {
                        let first_word = title_words.words.len();
                        begins_sentence = title_words.collect_words_of_text(offset, text, case, begins_sentence);
                        let words = &mut title_words.words[first_word..];
                        words.iter_mut().for_each(|word| word.is_in_markup = open_tags > 0);
                        offset += text.len();
                    }
                    MarkupToken::Open(style) => {
                        begins_sentence = true;
                        open_tags += 1;
                        offset += style.opening().len();
                    }
                    MarkupToken::Close(style) => {
                        open_tags = open_tags.saturating_sub(1);
                        offset += style.closing().len();
                    }
                }
            }
        }
        title_words
    }

    fn word(&self, range: &Range<usize>) -> &'t str {
        &self.text[range.clone()]
    }

    /// Adds the words of a text without tags. Returns whether the text behind it begins a sentence.
    fn collect_words_of_text(&mut self, start: usize, text: &str, case: Case, mut begins_sentence: bool) -> bool {
        let mut word_start = None;
        // The blank at the end closes the last word.
        for (offset, c) in text.char_indices().chain([(text.len(), ' ')]) {
            if c.is_alphanumeric() || (matches!(c, '\'' | '\u{2019}') && word_start.is_some()) {
                word_start.get_or_insert(offset);
                continue;
            }
            if let Some(word_start) = word_start.take() {
                if case == Case::Free {
                    let range = start + word_start..start + offset;
                    self.words.push(TitleWord { range, begins_sentence, is_in_markup: false });
                }
                begins_sentence = false;
            }
            begins_sentence |= match c {
                '.' => self.ends_sentence(start + offset),
                _ => matches!(c, ':' | '?' | '!'),
            };
        }
        begins_sentence
    }

    /// Whether the full stop at a byte ends a sentence, and not an abbreviation such as `U.S.` or `vs.`.
    fn ends_sentence(&self, full_stop: usize) -> bool {
        let text_before_stop = &self.text[..full_stop];
        let word = &text_before_stop[text_before_stop.trim_end_matches(char::is_alphanumeric).len()..];
        word.chars().count() > 1 && !ABBREVIATIONS.contains(&word.to_lowercase().as_str())
    }

    /// `None` for a title in sentence case.
    fn heading_case(&self) -> Option<HeadingCase> {
        let words = self.words.iter().filter(|word| !word.begins_sentence && !word.is_in_markup);
        let content_words = words.map(|word| self.word(&word.range));
        let content_words = content_words.filter(|word| {
            word.chars().count() >= SHORTEST_CONTENT_WORD && !FUNCTION_WORDS.contains(&word.to_lowercase().as_str())
        });
        let (mut small, mut capitalised, mut capitals) = (0, 0, 0);
        for word in content_words {
            if !word.contains(char::is_lowercase) {
                capitals += usize::from(word.contains(char::is_uppercase));
            } else if word.starts_with(char::is_uppercase) {
                capitalised += 1;
            } else {
                small += 1;
            }
        }
        let has_small_letters = self.words.iter().any(|word| self.word(&word.range).contains(char::is_lowercase));
        if !has_small_letters && capitals >= FEWEST_CAPITAL_WORDS {
            Some(HeadingCase::Capitals)
        } else {
            (capitalised > small).then_some(HeadingCase::Title)
        }
    }

    /// The ranges of the letters that become small.
    fn lowered(&self, heading_case: HeadingCase) -> Vec<Range<usize>> {
        let mut lowered = Vec::new();
        let mut previous = "";
        for word in &self.words {
            let text = self.word(&word.range);
            let first_length = text.chars().next().map_or(0, char::len_utf8);
            let is_lowered = match heading_case {
                // A number makes a name, as in `D3`.
                HeadingCase::Capitals => !text.contains(|c: char| c.is_ascii_digit()),
                HeadingCase::Title => is_capitalised(text) && !is_letter_of_name(text, previous),
            };
            if is_lowered {
                let start = if word.begins_sentence { first_length } else { 0 };
                lowered.push(word.range.start + start..word.range.end);
            }
            previous = text;
        }
        lowered
    }
}

/// Whether a capital letter begins a word and all others are small. Abbreviations, `D3` and `McKenzie` are not.
fn is_capitalised(word: &str) -> bool {
    let mut letters = word.chars();
    let begins_with_capital = letters.next().is_some_and(char::is_uppercase);
    let has_small_letter = word.contains(char::is_lowercase) || word == "A";
    begins_with_capital && has_small_letter && !letters.any(char::is_uppercase)
}

/// Whether a single letter names something, as in `Vitamin A`.
fn is_letter_of_name(word: &str, previous: &str) -> bool {
    word == "A" && WORDS_BEFORE_LETTERS.contains(&previous.to_lowercase().as_str())
}

/// The title with these ranges in small letters.
fn with_lowered(title: &Title, lowered: &[Range<usize>]) -> Title {
    let mut pieces: Vec<(String, Case)> = Vec::new();
    let mut offset = 0;
    let mut pending = lowered.iter().peekable();
    for (piece, case) in title.pieces() {
        let end = offset + piece.len();
        let mut text = String::with_capacity(piece.len());
        while let Some(range) = pending.next_if(|range| range.end <= end) {
            text.push_str(&title.as_str()[offset..range.start]);
            text.push_str(&title.as_str()[range.clone()].to_lowercase());
            offset = range.end;
        }
        text.push_str(&title.as_str()[offset..end]);
        offset = end;
        pieces.push((text, case));
    }
    Title::from_pieces(pieces.iter().map(|(text, case)| (text.as_str(), *case)))
}

//! [`SyllableCounter`]: how many words a sentence has, and how many syllables they have when they are read aloud.
//!
//! This runs over every word of a site, so that most of the code is about not looking at a word twice: what is known of a
//! word as it is written is found by the word itself, and, for words of fewer than 16 bytes, without reading it byte by byte.

use std::cmp::Reverse;
use std::num::NonZeroU32;

use rustc_hash::FxHashMap;

/// Some words, and the syllables that they have together.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(super) struct Tally {
    pub words: u32,
    pub syllables: u32,
}

impl Tally {
    pub fn and(self, other: Tally) -> Tally {
        Tally { words: self.words + other.words, syllables: self.syllables + other.syllables }
    }

    /// The years of school that the formula of Flesch and Kincaid (1975) gives for these words in so many sentences.
    pub fn grade(self, sentences: u32) -> f64 {
        let [words, syllables, sentences] = [self.words, self.syllables, sentences.max(1)].map(f64::from);
        0.39 * words / sentences + 11.8 * syllables / words.max(1.0) - 15.59
    }
}

/// The terms of a language's glossary, which count as one short word each.
///
/// Each word of a term has a number, so that a sentence is compared with terms by numbers and not by strings.
#[derive(Debug, Default)]
pub(in crate::check) struct GlossaryTerms {
    /// By the word in lower case.
    numbers: FxHashMap<String, NonZeroU32>,
    /// The words of each term, in singular and plural, by the number of the first word, the longest term first.
    by_first_word: Vec<Vec<Vec<NonZeroU32>>>,
}

impl GlossaryTerms {
    /// Takes the terms in lower case.
    pub fn new<'a>(terms: impl Iterator<Item = &'a str>) -> GlossaryTerms {
        let mut glossary = GlossaryTerms::default();
        for term in terms {
            glossary.add(words(term));
            // Authors use terms in the plural, as `glossary_terms` lets them.
            glossary.add(words(&format!("{term}s")));
        }
        glossary.by_first_word.iter_mut().for_each(|terms| terms.sort_by_key(|term| Reverse(term.len())));
        glossary
    }

    fn add<'a>(&mut self, words: impl Iterator<Item = &'a str>) {
        let term: Vec<NonZeroU32> = words.map(|word| self.number_of(word)).collect();
        self.by_first_word.resize_with(self.numbers.len() + 1, Vec::new);
        if let Some(first) = term.first() {
            self.by_first_word[first.get() as usize].push(term);
        }
    }

    fn number_of(&mut self, word: &str) -> NonZeroU32 {
        let next = u32::try_from(self.numbers.len()).expect("a glossary has fewer than four billion words");
        *self.numbers.entry(word.to_owned()).or_insert(NonZeroU32::MIN.saturating_add(next))
    }

    /// How many words the longest term has with which a sentence goes on.
    fn length_of_term(&self, words: &[WordFacts]) -> Option<usize> {
        let first = words.first()?.number?;
        // The longest comes first.
        let mut terms = self.by_first_word[first.get() as usize].iter().filter(|term| term.len() <= words.len());
        let term = terms.find(|term| words.iter().zip(*term).all(|(word, number)| word.number == Some(*number)));
        term.map(Vec::len)
    }
}

/// Counts the words of texts in one language, and remembers every word that it has met.
///
/// What is known of a word is the same wherever it stands, except for a capital at the start of a sentence. So each
/// piece between two blanks is split and counted once, and then only looked up.
pub(in crate::check) struct SyllableCounter<'a> {
    terms: &'a GlossaryTerms,
    /// Pieces of text between two blanks, by their bytes as one number.
    short_pieces: FxHashMap<u128, PieceFacts>,
    /// Pieces that are too long for that.
    long_pieces: FxHashMap<Box<str>, PieceFacts>,
    /// The words of pieces that are not a single word.
    words_of_pieces: Vec<WordFacts>,
    /// The words of the sentence that is being counted; a field, so that its memory is used again.
    sentence: Vec<WordFacts>,
}

/// What is known of a piece of text between two blanks.
#[derive(Clone, Copy)]
enum PieceFacts {
    /// The case of nearly every piece.
    OneWord(WordFacts),
    /// None, as in a dash, or several, as in `well-known`: a range of [`SyllableCounter::words_of_pieces`]. In 32 bits, because
    /// there are as many of these as different words on the site.
    Words { start: u32, count: u32 },
}

/// What is known of a word as it is written.
#[derive(Clone, Copy)]
struct WordFacts {
    syllables: u16,
    /// Whether it is a name wherever it stands, as an abbreviation is.
    is_name: bool,
    /// Whether it is a name unless the sentence begins with it.
    is_name_inside: bool,
    /// Its number among the words of the terms.
    number: Option<NonZeroU32>,
}

impl<'a> SyllableCounter<'a> {
    pub fn new(terms: &'a GlossaryTerms) -> SyllableCounter<'a> {
        SyllableCounter {
            terms,
            short_pieces: FxHashMap::default(),
            long_pieces: FxHashMap::default(),
            words_of_pieces: Vec::new(),
            sentence: Vec::new(),
        }
    }

    /// Counts a sentence. A name or a term cannot be put more simply and counts as a word of one syllable.
    pub(super) fn count(&mut self, sentence: &str) -> Tally {
        self.read(sentence);
        let (mut tally, mut at) = (Tally::default(), 0);
        while let Some(word) = self.sentence.get(at) {
            let term = self.terms.length_of_term(&self.sentence[at..]);
            let is_short = term.is_some() || word.is_name || (at > 0 && word.is_name_inside);
            tally = tally.and(Tally { words: 1, syllables: if is_short { 1 } else { word.syllables.into() } });
            at += term.unwrap_or(1);
        }
        tally
    }

    fn read(&mut self, sentence: &str) {
        self.sentence.clear();
        let mut remaining = Some(sentence);
        while let Some(text) = remaining {
            let key = ShortPiece::at_start_of(text.as_bytes());
            let end = key.map(|key| key.length).or_else(|| memchr::memchr(b' ', text.as_bytes()));
            let piece = &text[..end.unwrap_or(text.len())];
            let facts = match key {
                Some(key) => self.short_pieces.get(&key.number),
                None => self.long_pieces.get(piece),
            };
            match facts.copied().unwrap_or_else(|| self.learn(piece, key)) {
                PieceFacts::OneWord(word) => self.sentence.push(word),
                PieceFacts::Words { start, count } => {
                    self.sentence.extend_from_slice(&self.words_of_pieces[start as usize..][..count as usize]);
                }
            }
            remaining = text.get(piece.len() + 1..);
        }
    }

    fn learn(&mut self, piece: &str, key: Option<ShortPiece>) -> PieceFacts {
        let words: Vec<WordFacts> = words(piece).map(|word| WordFacts::new(word, self.terms)).collect();
        let facts = if let [word] = words[..] {
            PieceFacts::OneWord(word)
        } else {
            let [start, count] = [self.words_of_pieces.len(), words.len()]
                .map(|size| u32::try_from(size).expect("a site has fewer than four billion different words"));
            self.words_of_pieces.extend(words);
            PieceFacts::Words { start, count }
        };
        match key {
            Some(key) => self.short_pieces.insert(key.number, facts),
            None => self.long_pieces.insert(piece.into(), facts),
        };
        facts
    }
}

/// A piece of fewer than 16 bytes: its bytes as one number, with their count in the highest byte.
#[derive(Clone, Copy)]
struct ShortPiece {
    number: u128,
    length: usize,
}

impl ShortPiece {
    /// The piece before the first blank, if it is short. Looks at 16 bytes together, because this runs for each word of
    /// the site and nearly all of them fit.
    fn at_start_of(text: &[u8]) -> Option<Self> {
        const ONES: u128 = u128::from_le_bytes([1; 16]);
        const BLANKS: u128 = u128::from_le_bytes([b' '; 16]);
        let first = text.first_chunk().map_or_else(|| padded(text), |first| u128::from_le_bytes(*first));
        // A byte that is a blank becomes zero, and the subtraction borrows from its highest bit. Bytes above the lowest
        // blank may have that bit set as well, which does not matter: only the lowest is asked for.
        let zero_if_blank = first ^ BLANKS;
        let blanks = zero_if_blank.wrapping_sub(ONES) & !zero_if_blank & (ONES << 7);
        let length = blanks.trailing_zeros() / 8;
        // Without a blank the length is 16 and nothing is made of this; `min` only keeps the shift within the number.
        let bytes = first & !(u128::MAX << (8 * length).min(127));
        (length < 16).then_some(Self { number: bytes | u128::from(length) << 120, length: length as usize })
    }
}

/// Fewer than 16 bytes, with blanks behind them.
fn padded(bytes: &[u8]) -> u128 {
    let mut padded = [b' '; 16];
    padded[..bytes.len()].copy_from_slice(bytes);
    u128::from_le_bytes(padded)
}

impl WordFacts {
    fn new(word: &str, terms: &GlossaryTerms) -> WordFacts {
        let capitals = word.chars().filter(|c| c.is_uppercase()).count();
        let lower = word.to_lowercase();
        WordFacts {
            syllables: syllables(&lower),
            is_name: capitals > 1,
            is_name_inside: capitals == 1 && word.starts_with(char::is_uppercase),
            number: terms.numbers.get(&lower).copied(),
        }
    }
}

/// The syllables of a word in lower case. Words have few, but a hostile text can be a megabyte without a blank: the count then
/// stays at the largest that fits, and the sentence is the hardest of its page anyway.
fn syllables(word: &str) -> u16 {
    u16::try_from(textstat::syllables(&spoken(word)).min(usize::from(u16::MAX))).expect("the count is limited")
}

/// The words of a text without the punctuation around them. A hyphen or a slash separates words.
fn words(text: &str) -> impl Iterator<Item = &str> {
    let split = text.split(|c: char| c.is_whitespace() || matches!(c, '-' | '‑' | '/' | '–' | '—'));
    split.map(|word| word.trim_matches(|c: char| !c.is_alphanumeric())).filter(|word| !word.is_empty())
}

/// A word without endings that are written but not spoken as a syllable of their own: `used`, `makes`. The count of
/// syllables takes every written vowel for a spoken one.
fn spoken(word: &str) -> String {
    match (word.strip_suffix("ed"), word.strip_suffix("es")) {
        (Some(stem), _) if stem.len() > 1 && !stem.ends_with(['t', 'd', 'e']) => stem.to_owned(),
        (_, Some(stem)) if stem.ends_with('i') => format!("{}y", stem.trim_end_matches('i')),
        (_, Some(stem)) if stem.len() > 1 && !stem.ends_with(['c', 'g', 'h', 's', 'x', 'z']) => format!("{stem}e"),
        _ => word.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_each_length_are_counted_wherever_they_stand() {
        let terms = GlossaryTerms::new(["term"].into_iter());
        let mut counter = SyllableCounter::new(&terms);
        for length in 1..40 {
            let word = "a".repeat(length);
            let expected = u32::from(WordFacts::new(&word, &terms).syllables);
            for [before, behind] in [["", ""], ["b ", ""], ["", " b"], ["b ", " b"], ["b  ", " "]] {
                for _ in ["first", "again"] {
                    let text = format!("{before}{word}{behind}");
                    let others = u32::from(!before.is_empty()) + u32::from(behind == " b");
                    let tally = Tally { words: 1 + others, syllables: expected + others };
                    assert_eq!(counter.count(&text), tally, "`{text}`");
                }
            }
        }
    }
}

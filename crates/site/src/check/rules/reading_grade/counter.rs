//! How many words a sentence has, and how many syllables they have when they are read aloud.

use std::cmp::Reverse;
use std::num::NonZeroU32;

use rustc_hash::FxHashMap;

/// Words, and the syllables that they have together.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(super) struct Tally {
    pub words: u32,
    pub syllables: u32,
}

impl Tally {
    pub fn and(self, other: Tally) -> Tally {
        Tally { words: self.words + other.words, syllables: self.syllables + other.syllables }
    }

    /// The years of school that Flesch and Kincaid's formula gives these words in so many sentences.
    pub fn grade(self, sentences: u32) -> f64 {
        let [words, syllables, sentences] = [self.words, self.syllables, sentences.max(1)].map(f64::from);
        0.39 * words / sentences + 11.8 * syllables / words.max(1.0) - 15.59
    }
}

/// The terms of a language's glossary, which count as one short word each.
#[derive(Debug, Default)]
pub(in crate::check) struct Terms {
    /// Each word of a term, in lower case, with its number.
    numbers: FxHashMap<String, NonZeroU32>,
    /// The terms, in one and in many, as numbers of words: by the number of their first, the longest first.
    by_first: Vec<Vec<Vec<NonZeroU32>>>,
}

impl Terms {
    /// Takes the terms in lower case.
    pub fn new<'a>(terms: impl Iterator<Item = &'a str>) -> Terms {
        let mut known = Terms::default();
        for term in terms {
            known.add(words(term).map(str::to_owned).collect());
            known.add(words(&format!("{term}s")).map(str::to_owned).collect());
        }
        known.by_first.iter_mut().for_each(|forms| forms.sort_by_key(|form| Reverse(form.len())));
        known
    }

    fn add(&mut self, words: Vec<String>) {
        let numbers = words.into_iter().map(|word| {
            let known = u32::try_from(self.numbers.len()).unwrap_or(u32::MAX);
            *self.numbers.entry(word).or_insert(NonZeroU32::MIN.saturating_add(known))
        });
        let numbers: Vec<NonZeroU32> = numbers.collect();
        self.by_first.resize_with(self.numbers.len() + 1, Vec::new);
        if let Some(first) = numbers.first() {
            self.by_first[first.get() as usize].push(numbers);
        }
    }

    /// How many words the longest term has with which these begin.
    fn begins(&self, words: &[Word]) -> Option<usize> {
        let first = words.first()?.number?;
        let is_said = |form: &&Vec<NonZeroU32>| {
            form.len() <= words.len() && words.iter().zip(*form).all(|(word, number)| word.number == Some(*number))
        };
        self.by_first[first.get() as usize].iter().find(is_said).map(Vec::len)
    }
}

/// Counts the words of texts in one language, and looks at each that it meets once.
pub(in crate::check) struct Counter<'a> {
    terms: &'a Terms,
    /// What stands between two blanks, as it is written, if it is short: as a number, which needs no look elsewhere.
    short: FxHashMap<u128, Seen>,
    /// The same where it is longer.
    long: FxHashMap<Box<str>, Seen>,
    /// The words of those that are not one.
    seen: Vec<Word>,
    /// Those of the sentence that is being counted.
    words: Vec<Word>,
}

/// The words of a piece: nearly always one.
#[derive(Clone, Copy)]
enum Seen {
    One(Word),
    /// Where they begin, and how many they are.
    Others {
        start: u32,
        count: u32,
    },
}

/// What there is to know of a word as it is written.
#[derive(Clone, Copy)]
struct Word {
    syllables: u16,
    /// Whether it is a name wherever it stands, as an abbreviation is.
    is_name: bool,
    /// Whether it is one where no sentence begins with it.
    is_name_inside: bool,
    /// Its number among the words of the terms.
    number: Option<NonZeroU32>,
}

impl<'a> Counter<'a> {
    pub fn new(terms: &'a Terms) -> Counter<'a> {
        Counter { terms, short: FxHashMap::default(), long: FxHashMap::default(), seen: Vec::new(), words: Vec::new() }
    }

    /// The words of a sentence. A name or a term cannot be put more simply and counts as a short word.
    pub(super) fn count(&mut self, sentence: &str) -> Tally {
        self.read(sentence);
        let (mut tally, mut at) = (Tally::default(), 0);
        while let Some(word) = self.words.get(at) {
            let term = self.terms.begins(&self.words[at..]);
            let is_short = term.is_some() || word.is_name || (at > 0 && word.is_name_inside);
            tally = tally.and(Tally { words: 1, syllables: if is_short { 1 } else { word.syllables.into() } });
            at += term.unwrap_or(1);
        }
        tally
    }

    fn read(&mut self, sentence: &str) {
        self.words.clear();
        let mut rest = Some(sentence);
        while let Some(pieces) = rest {
            let short = first_as_number(pieces.as_bytes());
            let end = short.map(|(_, end)| end).or_else(|| memchr::memchr(b' ', pieces.as_bytes()));
            let piece = &pieces[..end.unwrap_or(pieces.len())];
            let known = match short {
                Some((number, _)) => self.short.get(&number),
                None => self.long.get(piece),
            };
            match known.copied().unwrap_or_else(|| self.learn(piece, short.map(|(number, _)| number))) {
                Seen::One(word) => self.words.push(word),
                Seen::Others { start, count } => {
                    self.words.extend_from_slice(&self.seen[start as usize..][..count as usize]);
                }
            }
            rest = pieces.get(piece.len() + 1..);
        }
    }

    fn learn(&mut self, piece: &str, number: Option<u128>) -> Seen {
        let words: Vec<Word> = words(piece).map(|word| Word::new(word, self.terms)).collect();
        let fresh = if let [word] = words[..] {
            Seen::One(word)
        } else {
            let [start, count] = [self.seen.len(), words.len()].map(|size| u32::try_from(size).unwrap_or(u32::MAX));
            self.seen.extend(words);
            Seen::Others { start, count }
        };
        match number {
            Some(number) => self.short.insert(number, fresh),
            None => self.long.insert(piece.into(), fresh),
        };
        fresh
    }
}

/// What stands before the first blank as one number with how many bytes it has, if these are few: all of them are looked
/// at together.
fn first_as_number(bytes: &[u8]) -> Option<(u128, usize)> {
    const ONES: u128 = u128::from_le_bytes([1; 16]);
    const BLANKS: u128 = u128::from_le_bytes([b' '; 16]);
    let first = bytes.first_chunk().map_or_else(|| filled_up(bytes), |first| u128::from_le_bytes(*first));
    // The lowest byte that is a blank is the lowest with its highest bit set here.
    let differs = first ^ BLANKS;
    let blanks = differs.wrapping_sub(ONES) & !differs & (ONES << 7);
    let length = blanks.trailing_zeros() / 8;
    let own = first & !(u128::MAX << (8 * length).min(127));
    (length < 16).then_some((own | u128::from(length) << 120, length as usize))
}

/// Fewer bytes than a number has, with blanks behind them.
fn filled_up(bytes: &[u8]) -> u128 {
    let mut filled = [b' '; 16];
    filled.iter_mut().zip(bytes).for_each(|(room, byte)| *room = *byte);
    u128::from_le_bytes(filled)
}

impl Word {
    fn new(written: &str, terms: &Terms) -> Word {
        let capitals = written.chars().filter(|c| c.is_uppercase()).count();
        let lower = written.to_lowercase();
        Word {
            syllables: u16::try_from(textstat::syllables(&spoken(&lower))).unwrap_or(u16::MAX),
            is_name: capitals > 1,
            is_name_inside: capitals == 1 && written.starts_with(char::is_uppercase),
            number: terms.numbers.get(&lower).copied(),
        }
    }
}

/// The words of a text without the punctuation around them; those that a hyphen or a stroke joins are two.
fn words(text: &str) -> impl Iterator<Item = &str> {
    let split = text.split(|c: char| c.is_whitespace() || matches!(c, '-' | '‑' | '/' | '–' | '—'));
    split.map(|word| word.trim_matches(|c: char| !c.is_alphanumeric())).filter(|word| !word.is_empty())
}

/// A word without the endings that are written and not spoken as a syllable: `used`, `makes`.
fn spoken(word: &str) -> String {
    let is_silent = |stem: &str, loud: &[char]| stem.len() > 1 && !stem.ends_with(loud);
    match (word.strip_suffix("ed"), word.strip_suffix("es")) {
        (Some(stem), _) if is_silent(stem, &['t', 'd', 'e']) => stem.to_owned(),
        (_, Some(stem)) if stem.ends_with('i') => format!("{}y", stem.trim_end_matches('i')),
        (_, Some(stem)) if is_silent(stem, &['c', 'g', 'h', 's', 'x', 'z']) => format!("{stem}e"),
        _ => word.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_each_length_are_counted_wherever_they_stand() {
        let terms = Terms::new(["term"].into_iter());
        let mut counter = Counter::new(&terms);
        for length in 1..40 {
            let word = "a".repeat(length);
            let expected = u32::from(Word::new(&word, &terms).syllables);
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

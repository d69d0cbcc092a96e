//! How many words a sentence has, and how many syllables they have when they are read aloud.

use std::cmp::Reverse;

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
    numbers: FxHashMap<String, u32>,
    /// The terms, in one and in many, as numbers of words: by the number of their first, the longest first.
    by_first: Vec<Vec<Vec<u32>>>,
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
            let next = u32::try_from(self.numbers.len()).unwrap_or(u32::MAX);
            *self.numbers.entry(word).or_insert(next)
        });
        let numbers: Vec<u32> = numbers.collect();
        self.by_first.resize_with(self.numbers.len(), Vec::new);
        if let Some(first) = numbers.first() {
            self.by_first[*first as usize].push(numbers);
        }
    }

    /// How many words the longest term has with which these begin.
    fn begins(&self, words: &[Word]) -> Option<usize> {
        let is_said = |form: &&Vec<u32>| {
            form.len() <= words.len() && words.iter().zip(*form).all(|(word, number)| word.number == Some(*number))
        };
        self.by_first[words[0].number? as usize].iter().find(is_said).map(Vec::len)
    }
}

/// Counts the words of texts in one language, and looks at each that it meets once.
pub(in crate::check) struct Counter<'a> {
    terms: &'a Terms,
    /// What stands between two blanks, as it is written, if it is short: as a number, which needs no look elsewhere.
    short: FxHashMap<u128, Seen>,
    /// The same where it is longer.
    long: FxHashMap<Box<str>, Seen>,
    /// The words of all of these.
    seen: Vec<Word>,
    /// Those of the sentence that is being counted.
    words: Vec<Word>,
}

/// Where the words of a piece begin, and how many they are.
#[derive(Clone, Copy)]
struct Seen {
    start: u32,
    count: u32,
}

/// What there is to know of a word as it is written.
#[derive(Clone, Copy)]
struct Word {
    syllables: u32,
    /// Whether it is a name wherever it stands, as an abbreviation is.
    is_name: bool,
    /// Whether it is one where no sentence begins with it.
    is_name_inside: bool,
    /// Its number among the words of the terms.
    number: Option<u32>,
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
            tally = tally.and(Tally { words: 1, syllables: if is_short { 1 } else { word.syllables } });
            at += term.unwrap_or(1);
        }
        tally
    }

    fn read(&mut self, sentence: &str) {
        self.words.clear();
        let mut start = 0;
        for end in memchr::memchr_iter(b' ', sentence.as_bytes()).chain([sentence.len()]) {
            let piece = &sentence[start..end];
            let known = self.known(piece).unwrap_or_else(|| self.learn(piece));
            let first = known.start as usize;
            self.words.extend_from_slice(&self.seen[first..first + known.count as usize]);
            start = end + 1;
        }
    }

    fn known(&self, piece: &str) -> Option<Seen> {
        let known = match as_number(piece) {
            Some(number) => self.short.get(&number),
            None => self.long.get(piece),
        };
        known.copied()
    }

    fn learn(&mut self, piece: &str) -> Seen {
        let start = self.seen.len();
        self.seen.extend(words(piece).map(|word| Word::new(word, self.terms)));
        let [start, count] = [start, self.seen.len() - start].map(|number| u32::try_from(number).unwrap_or(u32::MAX));
        let fresh = Seen { start, count };
        match as_number(piece) {
            Some(number) => self.short.insert(number, fresh),
            None => self.long.insert(piece.into(), fresh),
        };
        fresh
    }
}

/// The bytes of a short piece as one number, with how many they are.
fn as_number(piece: &str) -> Option<u128> {
    let mut bytes = [0; 16];
    bytes.get_mut(..piece.len()).filter(|room| room.len() < 16)?.copy_from_slice(piece.as_bytes());
    bytes[15] = u8::try_from(piece.len()).unwrap_or(u8::MAX);
    Some(u128::from_le_bytes(bytes))
}

impl Word {
    fn new(written: &str, terms: &Terms) -> Word {
        let capitals = written.chars().filter(|c| c.is_uppercase()).count();
        let lower = written.to_lowercase();
        Word {
            syllables: u32::try_from(textstat::syllables(&spoken(&lower))).unwrap_or(u32::MAX),
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

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
    numbers: FxHashMap<String, usize>,
    /// The terms, in one and in many, as numbers of words: by the number of their first, the longest first.
    by_first: Vec<Vec<Vec<usize>>>,
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
            let next = self.numbers.len();
            *self.numbers.entry(word).or_insert(next)
        });
        let numbers: Vec<usize> = numbers.collect();
        self.by_first.resize_with(self.numbers.len(), Vec::new);
        if let Some(first) = numbers.first() {
            self.by_first[*first].push(numbers);
        }
    }

    /// How many words the longest term has with which these begin.
    fn begins(&self, words: &[Word]) -> Option<usize> {
        let is_said = |form: &&Vec<usize>| {
            form.len() <= words.len() && words.iter().zip(*form).all(|(word, number)| word.number == Some(*number))
        };
        self.by_first[words[0].number?].iter().find(is_said).map(Vec::len)
    }
}

/// Counts the words of texts in one language, and looks at each that it meets once.
pub(in crate::check) struct Counter<'a> {
    terms: &'a Terms,
    /// What stands between two blanks, as it is written.
    known: FxHashMap<Box<str>, Box<[Word]>>,
    /// Those of the sentence that is being counted.
    words: Vec<Word>,
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
    number: Option<usize>,
}

impl<'a> Counter<'a> {
    pub fn new(terms: &'a Terms) -> Counter<'a> {
        Counter { terms, known: FxHashMap::default(), words: Vec::new() }
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
            if let Some(known) = self.known.get(piece) {
                self.words.extend_from_slice(known);
            } else {
                let fresh: Box<[Word]> = words(piece).map(|word| Word::new(word, self.terms)).collect();
                self.words.extend_from_slice(&fresh);
                self.known.insert(piece.into(), fresh);
            }
            start = end + 1;
        }
    }
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

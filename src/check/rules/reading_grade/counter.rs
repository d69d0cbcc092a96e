//! How many words a sentence has, and how many syllables they have when they are read aloud.

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

/// The terms of a language's glossary, which count as one short word each: each by its first word.
#[derive(Debug, Default)]
pub(in crate::check) struct Terms {
    by_first: FxHashMap<String, Vec<Vec<String>>>,
}

impl Terms {
    /// Takes the terms in lower case.
    pub fn new<'a>(terms: impl Iterator<Item = &'a str>) -> Terms {
        let mut by_first: FxHashMap<String, Vec<Vec<String>>> = FxHashMap::default();
        for term in terms {
            let words: Vec<String> = words(term).map(str::to_owned).collect();
            let plural = words.split_last().map(|(last, rest)| [rest, &[format!("{last}s")]].concat());
            for form in [Some(words), plural].into_iter().flatten() {
                let Some(first) = form.first() else { continue };
                by_first.entry(first.clone()).or_default().push(form);
            }
        }
        by_first.values_mut().for_each(|forms| forms.sort_by_key(|form| std::cmp::Reverse(form.len())));
        Terms { by_first }
    }
}

/// Counts the words of one text, and looks at each that it meets once.
pub(super) struct Counter<'a> {
    terms: &'a Terms,
    known: FxHashMap<&'a str, Known<'a>>,
    /// Those of the sentence that is being counted.
    words: Vec<&'a str>,
}

/// What there is to know of a word as it is written.
#[derive(Clone, Copy)]
struct Known<'a> {
    syllables: u32,
    /// Whether it is a name wherever it stands, as an abbreviation is.
    is_name: bool,
    /// Whether it is one where no sentence begins with it.
    is_name_inside: bool,
    /// The terms that begin with it, the longest first.
    terms: &'a [Vec<String>],
}

impl<'a> Counter<'a> {
    pub fn new(terms: &'a Terms) -> Counter<'a> {
        Counter { terms, known: FxHashMap::default(), words: Vec::new() }
    }

    /// The words of a sentence. A name or a term cannot be put more simply and counts as a short word.
    pub fn count(&mut self, sentence: &'a str) -> Tally {
        self.words.clear();
        self.words.extend(words(sentence));
        let (mut tally, mut at) = (Tally::default(), 0);
        while at < self.words.len() {
            let known = *self.known.entry(self.words[at]).or_insert_with_key(|word| Known::of(word, self.terms));
            let term = known.terms.iter().find(|term| begins_with(&self.words[at..], term));
            let is_short = term.is_some() || known.is_name || (at > 0 && known.is_name_inside);
            tally = tally.and(Tally { words: 1, syllables: if is_short { 1 } else { known.syllables } });
            at += term.map_or(1, Vec::len);
        }
        tally
    }
}

impl<'a> Known<'a> {
    fn of(word: &str, terms: &'a Terms) -> Known<'a> {
        let capitals = word.chars().filter(|c| c.is_uppercase()).count();
        let lower = word.to_lowercase();
        Known {
            syllables: u32::try_from(textstat::syllables(&spoken(&lower))).unwrap_or(u32::MAX),
            is_name: capitals > 1,
            is_name_inside: capitals == 1 && word.starts_with(char::is_uppercase),
            terms: terms.by_first.get(&lower).map_or(&[], Vec::as_slice),
        }
    }
}

fn begins_with(words: &[&str], term: &[String]) -> bool {
    words.len() >= term.len() && words.iter().zip(term).all(|(word, wanted)| word.to_lowercase() == *wanted)
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

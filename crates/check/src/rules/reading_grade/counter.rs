//! [`SyllableCounter`]: how many words a sentence has, and how many syllables they have when they are read aloud.

use std::cmp::Reverse;

use rustc_hash::FxHashMap;
use wellpress_wording::{WordInText, WordKey, Words};

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
#[derive(Debug, Default)]
pub(crate) struct GlossaryTerms {
    /// The words of each term, in singular and plural, by the first of them, the longest term first.
    by_first_word: FxHashMap<WordKey, Vec<Vec<WordKey>>>,
}

impl GlossaryTerms {
    /// Takes the terms in any case.
    pub fn new<'a>(terms: impl Iterator<Item = &'a str>) -> GlossaryTerms {
        let mut glossary = GlossaryTerms::default();
        for term in terms {
            glossary.add(term);
            // Authors use terms in the plural, as `glossary_terms` lets them.
            glossary.add(&format!("{term}s"));
        }
        glossary.by_first_word.values_mut().for_each(|terms| terms.sort_by_key(|term| Reverse(term.len())));
        glossary
    }

    fn add(&mut self, term: &str) {
        let words = Words::of(term);
        let term: Vec<WordKey> = words.iter().flat_map(parts).map(WordKey::of).collect();
        if let Some(first) = term.first() {
            self.by_first_word.entry(*first).or_default().push(term);
        }
    }

    /// How many words the longest term has with which a sentence goes on.
    fn length_of_term(&self, words: &[CountedWord]) -> Option<usize> {
        let first = words.first().filter(|word| word.facts.begins_term)?;
        // The longest comes first.
        let mut terms = self.by_first_word[&first.key].iter().filter(|term| term.len() <= words.len());
        terms.find(|term| words.iter().zip(*term).all(|(word, key)| word.key == *key)).map(Vec::len)
    }
}

/// Counts the words of texts in one language, and remembers every word that it has met.
pub(crate) struct SyllableCounter<'a> {
    terms: &'a GlossaryTerms,
    facts: FxHashMap<WordKey, WordFacts>,
    /// The words of the sentence that is being counted; a field, so that its memory is used again.
    sentence: Vec<CountedWord>,
}

/// What is known of a word, wherever it stands.
#[derive(Clone, Copy)]
struct WordFacts {
    syllables: u16,
    begins_term: bool,
}

struct CountedWord {
    key: WordKey,
    facts: WordFacts,
    is_name: bool,
}

impl CountedWord {
    /// The word, as none of a term. A name counts as a word of one syllable.
    fn alone(&self) -> Tally {
        Tally { words: 1, syllables: if self.is_name { 1 } else { self.facts.syllables.into() } }
    }
}

impl<'a> SyllableCounter<'a> {
    pub fn new(terms: &'a GlossaryTerms) -> SyllableCounter<'a> {
        SyllableCounter { terms, facts: FxHashMap::default(), sentence: Vec::new() }
    }

    /// Counts a sentence. A name or a term cannot be put more simply and counts as a word of one syllable.
    pub(super) fn count<'w>(&mut self, sentence: impl Iterator<Item = WordInText<'w>>) -> Tally {
        self.sentence.clear();
        for word in sentence {
            // Nearly every word: no name, and not joined of several.
            if word.written.bytes().all(|byte| byte.is_ascii_lowercase()) {
                self.read(word.written, word.key, false);
            } else if word.written.starts_with(char::is_alphanumeric) {
                for part in parts(word.written) {
                    let is_name = is_name(part, self.sentence.is_empty());
                    self.read(part, WordKey::of(part), is_name);
                }
            }
        }
        if !self.sentence.iter().any(|word| word.facts.begins_term) {
            return self.sentence.iter().fold(Tally::default(), |tally, word| tally.and(word.alone()));
        }
        let (mut tally, mut at) = (Tally::default(), 0);
        while let Some(word) = self.sentence.get(at) {
            let term = self.terms.length_of_term(&self.sentence[at..]);
            tally = tally.and(if term.is_some() { Tally { words: 1, syllables: 1 } } else { word.alone() });
            at += term.unwrap_or(1);
        }
        tally
    }

    fn read(&mut self, written: &str, key: WordKey, is_name: bool) {
        let facts = *self.facts.entry(key).or_insert_with(|| WordFacts {
            syllables: syllables(&written.to_lowercase()),
            begins_term: self.terms.by_first_word.contains_key(&key),
        });
        self.sentence.push(CountedWord { key, facts, is_name });
    }
}

/// Whether a word is an abbreviation, or has a capital although no sentence begins with it.
fn is_name(word: &str, begins_sentence: bool) -> bool {
    let mut capitals = word.chars().filter(|c| c.is_uppercase());
    match (capitals.next(), capitals.next()) {
        (Some(first), None) => !begins_sentence && word.starts_with(first),
        (_, second) => second.is_some(),
    }
}

/// The words that hyphens join to one.
fn parts(word: &str) -> impl Iterator<Item = &str> {
    word.split(['-', '‑']).filter(|part| !part.is_empty())
}

/// The syllables of a word in lower case. Words have few, but a hostile text can be a megabyte without a blank: the count then
/// stays at the largest that fits, and the sentence is the hardest of its page anyway.
fn syllables(word: &str) -> u16 {
    u16::try_from(textstat::syllables(&spoken(word)).min(usize::from(u16::MAX))).expect("the count is limited")
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
    fn names_terms_and_hyphens_are_counted_as_they_are_read() {
        let terms = GlossaryTerms::new(["bone mineral density"].into_iter());
        let mut counter = SyllableCounter::new(&terms);
        for (text, words, syllables) in [
            ("Remember yesterday.", 2, 6),
            ("Remember Alexandra.", 2, 4),
            ("Remember DEXA.", 2, 4),
            ("Remember the well-known 39% and/or nobody.", 8, 12),
            ("Remember bone mineral density.", 2, 4),
        ] {
            for _ in ["first", "again"] {
                let sentence = Words::of(text);
                let (_, counted) = sentence.by_sentence().next().expect("a sentence");
                assert_eq!(counter.count(counted), Tally { words, syllables }, "`{text}`");
            }
        }
    }
}

//! Joins the words of all documents into one dictionary, and weighs for each document how well each stem describes it.
//!
//! Words and stems get the same numbers in all threads, in the order of the alphabet, so that the index does not depend on the
//! threads.

use std::collections::BTreeMap;

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::compounds::{self, PartsOfStems};
use super::stems::Stems;
use super::word_counts::WordCounts;
use super::words::indexed_form;

/// The parameters of BM25: how soon more occurrences of a word stop to count, and how much a long text lowers the weight of its
/// words. The average length is a constant, so that an edit of one page leaves the weights of all others.
const SATURATION: f32 = 3.0;
const LENGTH_SHARE: f32 = 0.3;
const AVERAGE_LENGTH: f32 = 500.0;

/// The number of steps in which a weight is stored.
pub(super) const WEIGHT_STEPS: u32 = 63;

/// A stem, by its number, and its weight in a document, from 1 to [`WEIGHT_STEPS`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct WeightedStem(u32);

impl WeightedStem {
    pub(super) fn new(stem: u32, weight: u32) -> Self {
        Self(stem << 6 | weight)
    }

    /// The number of the stem.
    pub(super) fn stem(self) -> usize {
        (self.0 >> 6) as usize
    }

    /// The weight, from 1 to [`WEIGHT_STEPS`].
    pub(super) fn weight(self) -> u8 {
        (self.0 & WEIGHT_STEPS) as u8
    }
}

/// Documents whose words have the same numbers: those that one thread counted, or those of the last run.
pub(super) struct Part<'a> {
    /// The words by their numbers.
    pub words: Vec<&'a str>,
    /// The documents, each with its number in the index.
    pub documents: Vec<(usize, &'a WordCounts)>,
}

/// The words of all documents.
pub(super) struct Dictionary {
    /// The folded words and their [`keys`], each with the number of its stem, in the order of UTF-16, in which browsers compare. A word
    /// is there twice if it is written in two ways whose stems differ.
    pub words: Vec<(Box<str>, u32)>,
    /// The folded words that texts write with hyphens: `x-ray`, by `xray`.
    pub hyphenated: BTreeMap<String, String>,
    /// How many stems there are.
    pub stem_count: usize,
    /// The stems of each document, in the order of the documents.
    pub documents: Vec<Vec<WeightedStem>>,
}

/// Words in the order of the alphabet, and what their documents count by the numbers of these.
pub(super) struct JoinedWords<'a> {
    pub words: Vec<&'a str>,
    pub documents: Vec<WordCounts>,
}

/// Gives the words of all parts the same numbers. Words that no document has any more are left out.
pub(super) fn join<'a>(parts: &[Part<'a>]) -> JoinedWords<'a> {
    let used: Vec<Vec<bool>> = parts.par_iter().map(Part::used).collect();
    let of_parts = parts.iter().zip(&used);
    let mut words: Vec<&str> = of_parts
        .flat_map(|(part, used)| part.words.iter().zip(used).filter(|(_, is_used)| **is_used).map(|(word, _)| *word))
        .collect();
    words.par_sort_unstable();
    words.dedup();
    let numbers: FxHashMap<&str, u32> = words.iter().zip(0..).map(|(word, number)| (*word, number)).collect();
    let documents = parts.par_iter().flat_map_iter(|part| {
        let numbers: Vec<u32> = part.words.iter().map(|word| numbers.get(word).copied().unwrap_or_default()).collect();
        part.documents.iter().map(move |(document, counts)| {
            let words = counts.words().map(|(word, occurrences)| (numbers[word as usize], occurrences));
            (*document, WordCounts::new(counts.length(), words))
        })
    });
    let mut documents: Vec<(usize, WordCounts)> = documents.collect();
    documents.par_sort_unstable_by_key(|(document, _)| *document);
    JoinedWords { words, documents: documents.into_iter().map(|(_, counts)| counts).collect() }
}

impl Part<'_> {
    /// Whether a document has each of the words.
    fn used(&self) -> Vec<bool> {
        let mut used = vec![false; self.words.len()];
        let counts = self.documents.iter().flat_map(|(_, counts)| counts.words());
        counts.for_each(|(word, _)| used[word as usize] = true);
        used
    }
}

/// Finds the stems of words, and weighs those of each document.
pub(super) fn weigh(joined: &JoinedWords<'_>, stems: &Stems) -> Dictionary {
    let stem_of = |word: &&str| (!is_hyphenated(word)).then(|| indexed_form(&stems.stem(word)));
    let stem_of_word: Vec<Option<String>> = joined.words.par_iter().map(stem_of).collect();
    let mut names: Vec<&str> = stem_of_word.iter().flatten().map(String::as_str).collect();
    names.par_sort_unstable();
    names.dedup();
    let numbers: FxHashMap<&str, u32> = names.iter().zip(0..).map(|(stem, number)| (*stem, number)).collect();
    let stem_of_word: Vec<Option<u32>> =
        stem_of_word.iter().map(|stem| stem.as_ref().map(|stem| numbers[&**stem])).collect();
    let stemmed = joined.words.iter().zip(&stem_of_word);
    let mut words: Vec<(Box<str>, u32)> =
        stemmed.filter_map(|(word, stem)| Some((indexed_form(word).into(), (*stem)?))).collect();
    words.retain(|(word, _)| !word.is_empty());
    words.extend(keys(&words, &numbers, stems));
    words.par_sort_unstable_by(|a, b| a.0.encode_utf16().cmp(b.0.encode_utf16()).then(a.1.cmp(&b.1)));
    words.dedup();
    let compounds =
        if stems.forms.query.compounds { compounds::parts(&words, &numbers, stems) } else { PartsOfStems::default() };
    let stem_count = names.len();
    let documents = joined.documents.par_iter().map_init(
        || vec![0; stem_count],
        |occurrences, counts| {
            let mut weighed = weighed_stems(counts, &stem_of_word, occurrences);
            if !compounds.is_empty() {
                compounds::add_parts(&mut weighed, &compounds);
            }
            weighed
        },
    );
    let documents = documents.collect();
    Dictionary { words, hyphenated: hyphenated(&joined.words), stem_count, documents }
}

/// The stems of a document with their weights, in no order. `occurrences` has a zero for each stem, before and after.
fn weighed_stems(counts: &WordCounts, stem_of_word: &[Option<u32>], occurrences: &mut [u32]) -> Vec<WeightedStem> {
    let mut met = Vec::new();
    for (word, of_word) in counts.words() {
        let Some(stem) = stem_of_word[word as usize] else { continue };
        let occurrences = &mut occurrences[stem as usize];
        if *occurrences == 0 {
            met.push(stem);
        }
        *occurrences = occurrences.saturating_add(of_word);
    }
    let relative_length = 1.0 - LENGTH_SHARE + LENGTH_SHARE * counts.length() as f32 / AVERAGE_LENGTH;
    let weigh = |stem: u32| {
        let occurrences = std::mem::take(&mut occurrences[stem as usize]) as f32 / relative_length;
        let weight = occurrences / (occurrences + SATURATION) * WEIGHT_STEPS as f32;
        WeightedStem::new(stem, (weight.round() as u32).clamp(1, WEIGHT_STEPS))
    };
    met.into_iter().map(weigh).collect()
}

/// Whether this is several words as a text has them: `x-ray`. No other word has a hyphen.
fn is_hyphenated(word: &str) -> bool {
    word.contains('-')
}

/// The words with hyphens by the words in one, folded. Of several the first in the alphabet, so that it does not depend on the order
/// of documents.
fn hyphenated(words: &[&str]) -> BTreeMap<String, String> {
    let mut hyphenated = BTreeMap::<String, String>::new();
    for word in words.iter().filter(|word| is_hyphenated(word)) {
        let (joined, folded) = (indexed_form(&word.replace('-', "")), indexed_form(word));
        let first = hyphenated.entry(joined).or_insert_with(|| folded.clone());
        if folded < *first {
            *first = folded;
        }
    }
    hyphenated
}

/// What queries may have instead of words: irregular forms, other spellings, and stems, as what is left of a word without
/// its ending. A word of the texts is found as it is only.
fn keys(words: &[(Box<str>, u32)], numbers: &FxHashMap<&str, u32>, stems: &Stems) -> Vec<(Box<str>, u32)> {
    let stems_by_word: FxHashMap<&str, u32> = words.iter().map(|(word, stem)| (&**word, *stem)).collect();
    let mut keys: Vec<(String, u32)> = Vec::new();
    for (stem, number) in numbers {
        keys.extend(stems.irregular_forms(stem).iter().map(|form| (form.clone(), *number)));
        if !stems.words_like(stem).any(|word| stems_by_word.get(&*word) == Some(number)) {
            keys.push(((*stem).to_owned(), *number));
        }
    }
    keys.extend(words.iter().filter_map(|(word, stem)| Some((stems.respelt(word)?, *stem))));
    keys.extend(words.iter().filter_map(|(word, stem)| Some((stems.common_spelling(word)?, *stem))));
    keys.retain(|(key, _)| !key.is_empty() && !stems_by_word.contains_key(&**key));
    keys.into_iter().map(|(key, stem)| (key.into_boxed_str(), stem)).collect()
}

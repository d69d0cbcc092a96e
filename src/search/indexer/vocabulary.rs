//! Turns documents into what the index stores of them: for each stem, how well it describes the document.
//!
//! [`Vocabulary`] numbers the words and stems of the documents that one thread reads. [`merge`] gives them the same numbers in
//! all threads, in the order of the alphabet, so that the index does not depend on the threads.

use std::mem;

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use wellpress_render::pages::search_document::{self, SearchDocument};

use super::compounds::{self, PartsOfStems};
use super::stems::Stems;
use super::words::{Word, each_word, indexed_form};

/// How much a word counts in a title, in a heading and in a text.
const TITLE_WEIGHT: u32 = 12;
const HEADING_WEIGHT: u32 = 4;
const TEXT_WEIGHT: u32 = 1;
/// How much a name counts by which a document is found although its text need not have it.
const NAME_WEIGHT: u32 = 2;

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

/// The words that one thread has met.
pub(super) struct Vocabulary<'a> {
    stems: &'a Stems,
    /// The number of the stem of each word in lower case.
    stem_of_word: FxHashMap<Box<str>, u32>,
    /// The hyphenated form of each word that has one: `x-ray`, by `xray`. Of several the first in the alphabet, so that it does
    /// not depend on the order of documents.
    hyphenated: FxHashMap<Box<str>, Box<str>>,
    /// The numbers of the stems, which are folded.
    numbers: FxHashMap<Box<str>, u32>,
    /// The occurrences of each stem in the current document, by number, weighted.
    occurrences: Vec<u32>,
}

impl<'a> Vocabulary<'a> {
    pub(super) fn new(stems: &'a Stems) -> Self {
        let (stem_of_word, hyphenated, numbers) = (FxHashMap::default(), FxHashMap::default(), FxHashMap::default());
        Self { stems, stem_of_word, hyphenated, numbers, occurrences: Vec::new() }
    }

    /// The stems of a document with their weights, in no order.
    pub(super) fn weigh(&mut self, document: &SearchDocument) -> Vec<WeightedStem> {
        let mut met = Vec::new();
        let is_source = document.kind == search_document::SOURCE;
        self.count(&document.title, if is_source { TEXT_WEIGHT } else { TITLE_WEIGHT }, &mut met);
        document.names.iter().for_each(|name| _ = self.count(name, NAME_WEIGHT, &mut met));
        let mut length = 0;
        for section in &document.sections {
            length += self.count(&section.title, HEADING_WEIGHT, &mut met);
            length += self.count(&section.text, TEXT_WEIGHT, &mut met);
        }
        let relative_length = 1.0 - LENGTH_SHARE + LENGTH_SHARE * length as f32 / AVERAGE_LENGTH;
        let weigh = |stem: u32| {
            let occurrences = mem::take(&mut self.occurrences[stem as usize]) as f32 / relative_length;
            let weight = occurrences / (occurrences + SATURATION) * WEIGHT_STEPS as f32;
            WeightedStem::new(stem, (weight.round() as u32).clamp(1, WEIGHT_STEPS))
        };
        met.into_iter().map(weigh).collect()
    }

    /// Adds the words of a text to the occurrences, and stems that are new in the document to `met`. Returns the number of words.
    fn count(&mut self, text: &str, weight: u32, met: &mut Vec<u32>) -> usize {
        let mut words = 0;
        each_word(text, |word| {
            let stem = match word {
                Word::Single(word) => {
                    words += 1;
                    self.stem(word)
                }
                Word::Joined { word, hyphenated } => self.joined_stem(word, hyphenated),
            };
            let occurrences = &mut self.occurrences[stem as usize];
            if *occurrences == 0 {
                met.push(stem);
            }
            *occurrences = occurrences.saturating_add(weight);
        });
        words
    }

    fn joined_stem(&mut self, word: &str, hyphenated: &str) -> u32 {
        match self.hyphenated.get_mut(word) {
            Some(first) if hyphenated < &**first => *first = hyphenated.into(),
            Some(_) => {}
            None => _ = self.hyphenated.insert(word.into(), hyphenated.into()),
        }
        self.stem(word)
    }

    fn stem(&mut self, word: &str) -> u32 {
        if let Some(stem) = self.stem_of_word.get(word) {
            return *stem;
        }
        let stem = indexed_form(&self.stems.stem(word)).into_boxed_str();
        let next = self.occurrences.len() as u32;
        let number = *self.numbers.entry(stem).or_insert(next);
        if number == next {
            self.occurrences.push(0);
        }
        self.stem_of_word.insert(word.into(), number);
        number
    }
}

/// The words of all documents.
pub(super) struct Dictionary {
    /// The folded words and their [`keys`], each with the number of its stem, in the order of UTF-16, in which browsers compare. A word
    /// is there twice if it is written in two ways whose stems differ.
    pub words: Vec<(Box<str>, u32)>,
    /// The folded words that texts write with hyphens: `x-ray`, by `xray`.
    pub hyphenated: FxHashMap<Box<str>, Box<str>>,
    /// How many stems there are.
    pub stem_count: usize,
    /// The stems of each document, in the order of the documents.
    pub documents: Vec<Vec<WeightedStem>>,
}

/// Joins the documents of all threads, each with the vocabulary that it was weighed with.
pub(super) fn merge(parts: Vec<(Vocabulary<'_>, Vec<Vec<WeightedStem>>)>, stems: &Stems) -> Dictionary {
    let mut names: Vec<&str> = parts.iter().flat_map(|(part, _)| part.numbers.keys()).map(|stem| &**stem).collect();
    names.par_sort_unstable();
    names.dedup();
    let numbers: FxHashMap<&str, u32> = names.iter().zip(0..).map(|(stem, number)| (*stem, number)).collect();
    let renumbered: Vec<Vec<u32>> = parts.iter().map(|(part, _)| part.renumbered(&numbers)).collect();
    let stem_count = names.len();
    let mut words: Vec<(Box<str>, u32)> = Vec::new();
    for ((part, _), numbers) in parts.iter().zip(&renumbered) {
        words.extend(part.stem_of_word.iter().map(|(word, stem)| (indexed_form(word).into(), numbers[*stem as usize])));
    }
    words.retain(|(word, _)| !word.is_empty());
    words.extend(keys(&words, &numbers, stems));
    words.par_sort_unstable_by(|a, b| a.0.encode_utf16().cmp(b.0.encode_utf16()).then(a.1.cmp(&b.1)));
    words.dedup();
    let hyphenated = hyphenated(parts.iter().map(|(part, _)| part));
    let compounds =
        if stems.forms.query.compounds { compounds::parts(&words, &numbers, stems) } else { PartsOfStems::default() };
    let documents = parts.into_iter().zip(&renumbered).flat_map(|((_, documents), numbers)| {
        documents.into_iter().map(|mut stems| {
            stems.iter_mut().for_each(|stem| *stem = WeightedStem::new(numbers[stem.stem()], stem.weight().into()));
            stems
        })
    });
    let mut documents: Vec<Vec<WeightedStem>> = documents.collect();
    if !compounds.is_empty() {
        documents.par_iter_mut().for_each(|stems| compounds::add_parts(stems, &compounds));
    }
    Dictionary { words, hyphenated, stem_count, documents }
}

/// What queries may have instead of words: irregular forms, other spellings, and stems, as what is left of a word without
/// its ending. A word of the texts is found as it is only.
fn keys(words: &[(Box<str>, u32)], numbers: &FxHashMap<&str, u32>, stems: &Stems) -> Vec<(Box<str>, u32)> {
    let known: FxHashMap<&str, u32> = words.iter().map(|(word, stem)| (&**word, *stem)).collect();
    let mut keys: Vec<(String, u32)> = Vec::new();
    for (stem, number) in numbers {
        keys.extend(stems.irregular_forms(stem).iter().map(|form| (form.clone(), *number)));
        if !stems.words_like(stem).any(|word| known.get(&*word) == Some(number)) {
            keys.push(((*stem).to_owned(), *number));
        }
    }
    keys.extend(words.iter().filter_map(|(word, stem)| Some((stems.respelt(word)?, *stem))));
    keys.extend(words.iter().filter_map(|(word, stem)| Some((stems.common_spelling(word)?, *stem))));
    keys.retain(|(key, _)| !key.is_empty() && !known.contains_key(&**key));
    keys.into_iter().map(|(key, stem)| (key.into_boxed_str(), stem)).collect()
}

/// The hyphenated forms of all threads, folded.
fn hyphenated<'v>(parts: impl Iterator<Item = &'v Vocabulary<'v>>) -> FxHashMap<Box<str>, Box<str>> {
    let all = parts.flat_map(|part| &part.hyphenated);
    let mut all: Vec<(Box<str>, Box<str>)> =
        all.map(|(word, hyphenated)| (indexed_form(word).into(), indexed_form(hyphenated).into())).collect();
    // The last of a word stays.
    all.sort_unstable_by(|a, b| b.cmp(a));
    all.into_iter().collect()
}

impl Vocabulary<'_> {
    /// The common number of each stem, by its number here.
    fn renumbered(&self, numbers: &FxHashMap<&str, u32>) -> Vec<u32> {
        let mut renumbered = vec![0; self.numbers.len()];
        self.numbers.iter().for_each(|(stem, number)| renumbered[*number as usize] = numbers[&**stem]);
        renumbered
    }
}

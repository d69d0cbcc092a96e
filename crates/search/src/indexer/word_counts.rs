//! Counts the words of documents. The counts are kept for the next run, so that a run after an edit counts the words of the edited
//! documents only.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize, Serializer};

use wellpress_render::pages::search_document::{self, SearchDocument};

use super::numbers::{numbers, write_number};
use super::words::{Word, each_word};

/// How much a word counts in a title, in a heading and in a text.
const TITLE_WEIGHT: u32 = 12;
const HEADING_WEIGHT: u32 = 4;
const TEXT_WEIGHT: u32 = 1;
/// How much a name counts by which a document is found although its text need not have it.
const NAME_WEIGHT: u32 = 2;

/// The words of a document, by their numbers, each with its weighted occurrences; in front of them the number of words in its
/// sections. In bytes, because there is one for each word of each document of a site.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub(crate) struct WordCounts(Box<[u8]>);

impl Serialize for WordCounts {
    /// As one piece: what is derived would write byte after byte. The cache has the same bytes in both ways.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bytes(&self.0)
    }
}

impl WordCounts {
    pub(super) fn new(length: usize, words: impl Iterator<Item = (u32, u32)>) -> Self {
        let mut bytes = Vec::new();
        write_number(length, &mut bytes);
        for (word, occurrences) in words {
            write_number(word as usize, &mut bytes);
            write_number(occurrences as usize, &mut bytes);
        }
        Self(bytes.into())
    }

    /// The number of words in the document's sections.
    pub(super) fn length(&self) -> usize {
        numbers(&self.0).next().unwrap_or_default()
    }

    /// The words, by their numbers, with their weighted occurrences.
    pub(super) fn words(&self) -> impl Iterator<Item = (u32, u32)> {
        let mut numbers = numbers(&self.0).skip(1);
        std::iter::from_fn(move || Some((numbers.next()? as u32, numbers.next()? as u32)))
    }
}

/// The counters of all threads. A thread takes one for some documents and puts it back, so that there are no more of them than
/// threads: each has its own numbers of words, which are joined at the end.
#[derive(Default)]
pub(super) struct WordCounters {
    idle: Mutex<Vec<(CounterNumber, WordCounter)>>,
    made: AtomicUsize,
}

/// How many counters were made before this one.
pub(super) type CounterNumber = usize;

impl WordCounters {
    pub(super) fn take(&self) -> (CounterNumber, WordCounter) {
        let idle = self.idle().pop();
        idle.unwrap_or_else(|| (self.made.fetch_add(1, Ordering::Relaxed), WordCounter::default()))
    }

    pub(super) fn put_back(&self, number: CounterNumber, counter: WordCounter) {
        self.idle().push((number, counter));
    }

    /// The words of each counter by their numbers, in the order of the counters, once all are back.
    pub(super) fn into_words(self) -> impl Iterator<Item = Vec<Box<str>>> {
        let mut counters = self.idle.into_inner().unwrap_or_else(PoisonError::into_inner);
        counters.sort_unstable_by_key(|(number, _)| *number);
        counters.into_iter().map(|(_, counter)| counter.into_words())
    }

    fn idle(&self) -> MutexGuard<'_, Vec<(CounterNumber, WordCounter)>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Numbers the words that one thread meets, and counts them.
#[derive(Default)]
pub(super) struct WordCounter {
    /// The number of each word in lower case. Words with hyphens between them, as in `x-ray`, have one too.
    numbers: FxHashMap<Box<str>, u32>,
    /// The same of words of at most eight bytes, [packed](packed). Nearly all are so short, and numbers are found sooner than texts.
    numbers_of_short: FxHashMap<u64, u32>,
    /// The weighted occurrences of each word in the current document, by its number.
    occurrences: Vec<u32>,
    /// The words of the current document.
    met: Vec<u32>,
}

impl WordCounter {
    /// The words of a document.
    pub(super) fn count(&mut self, document: &SearchDocument) -> WordCounts {
        let is_source = document.kind == search_document::SOURCE;
        self.count_text(&document.title, if is_source { TEXT_WEIGHT } else { TITLE_WEIGHT });
        document.names.iter().for_each(|name| _ = self.count_text(name, NAME_WEIGHT));
        let mut length = 0;
        for section in &document.sections {
            length += self.count_text(&section.title, HEADING_WEIGHT);
            length += self.count_text(&section.text, TEXT_WEIGHT);
        }
        let Self { met, occurrences, .. } = self;
        let words = met.drain(..).map(|word| (word, std::mem::take(&mut occurrences[word as usize])));
        WordCounts::new(length, words)
    }

    /// The words by their numbers.
    fn into_words(self) -> Vec<Box<str>> {
        let mut words = vec![Box::default(); self.occurrences.len()];
        self.numbers.into_iter().for_each(|(word, number)| words[number as usize] = word);
        self.numbers_of_short.into_iter().for_each(|(word, number)| words[number as usize] = unpacked(word));
        words
    }

    /// Adds the words of a text to the occurrences, and returns their number.
    fn count_text(&mut self, text: &str, weight: u32) -> usize {
        let mut length = 0;
        each_word(text, |word| match word {
            Word::Single(word) => {
                length += 1;
                self.add(word, weight);
            }
            Word::Joined { word, hyphenated } => {
                self.add(word, weight);
                self.add(hyphenated, weight);
            }
        });
        length
    }

    fn add(&mut self, word: &str, weight: u32) {
        let next = self.occurrences.len() as u32;
        let number = match packed(word) {
            Some(packed) => *self.numbers_of_short.entry(packed).or_insert(next),
            None => match self.numbers.get(word) {
                Some(number) => *number,
                None => *self.numbers.entry(word.into()).or_insert(next),
            },
        };
        if number == next {
            self.occurrences.push(0);
        }
        let occurrences = &mut self.occurrences[number as usize];
        if *occurrences == 0 {
            self.met.push(number);
        }
        *occurrences = occurrences.saturating_add(weight);
    }
}

/// A word of at most eight bytes as a number. No word has a byte of zero, so that different words have different numbers.
fn packed(word: &str) -> Option<u64> {
    (word.len() <= 8).then(|| word.bytes().fold(0, |packed, byte| packed << 8 | u64::from(byte)))
}

fn unpacked(packed: u64) -> Box<str> {
    let bytes = packed.to_be_bytes();
    let start = packed.leading_zeros() as usize / 8;
    str::from_utf8(&bytes[start..]).expect("it was packed from a text").into()
}

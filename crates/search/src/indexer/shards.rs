//! Divides the dictionary into shards: files with a range of words and the documents of their stems, small enough that a browser
//! loads one for a word.
//!
//! A shard is a list of words, one in a line, and the number of each word's stem in the shard; then for each stem the length of
//! its postings, and the postings. A word that is several words with hyphens in a text is listed as `x-ray` at the place of `xray`.
//! All postings of a stem are in each shard that has one of its words, so that a word needs one shard only.

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::dictionary::Dictionary;
use super::numbers::write_number;
use super::postings::Postings;

/// The size in bytes, before compression, from which a shard is divided. A stem that is larger alone has a larger shard.
const SHARD_SIZE: usize = 48 * 1024;

/// A range of words of the dictionary.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Shard {
    /// The words by their places in the dictionary.
    words: Range<usize>,
    /// No word of the shard is in front of this text, and every word of the shard before it is.
    pub start: String,
}

/// Divides the words. Words with the same first letters stay together as long as they fit into a shard; neighbours that fit into
/// one shard share it. A change of a word's size moves borders only among words with the same first letters.
pub(super) fn divide(dictionary: &Dictionary, postings: &Postings) -> Vec<Shard> {
    let mut seen = vec![false; dictionary.stem_count];
    let sizes = dictionary.words.iter().map(|(word, stem)| {
        // The weight of a posting takes a byte, the distance to the next one or two.
        let is_new = !std::mem::replace(&mut seen[*stem as usize], true);
        word.len() + 3 + if is_new { 5 * postings.count(*stem) / 2 } else { 0 }
    });
    let mut ends = vec![0];
    for size in sizes {
        ends.push(ends[ends.len() - 1] + size);
    }
    let mut ranges = Vec::new();
    divide_range(dictionary, &ends, 0..dictionary.words.len(), 0, &mut ranges);
    let starts = ranges.iter().map(|words| match words.start {
        0 => String::new(),
        start => shortest_start(&dictionary.words[start - 1].0, &dictionary.words[start].0),
    });
    let starts: Vec<String> = starts.collect();
    ranges.into_iter().zip(starts).map(|(words, start)| Shard { words, start }).collect()
}

/// Divides words that have their first `depth` characters in common. `ends` are the sums of the sizes in front of each word.
fn divide_range(
    dictionary: &Dictionary,
    ends: &[usize],
    words: Range<usize>,
    depth: usize,
    shards: &mut Vec<Range<usize>>,
) {
    let size = |words: &Range<usize>| ends[words.end] - ends[words.start];
    if words.is_empty() {
        return;
    }
    let is_one_word = dictionary.words[words.start].0 == dictionary.words[words.end - 1].0;
    if size(&words) <= SHARD_SIZE || is_one_word {
        return shards.push(words);
    }
    let mut shard = words.start..words.start;
    for group in groups(dictionary, words, depth) {
        if size(&(shard.start..group.end)) <= SHARD_SIZE {
            shard.end = group.end;
            continue;
        }
        if !shard.is_empty() {
            shards.push(shard);
        }
        shard = group.clone();
        if size(&group) > SHARD_SIZE {
            divide_range(dictionary, ends, group.clone(), depth + 1, shards);
            shard = group.end..group.end;
        }
    }
    if !shard.is_empty() {
        shards.push(shard);
    }
}

/// The ranges of words whose character at `depth` is the same. A word that ends there is a range too.
fn groups(dictionary: &Dictionary, words: Range<usize>, depth: usize) -> Vec<Range<usize>> {
    let character = |word: usize| dictionary.words[word].0.chars().nth(depth);
    let mut groups: Vec<Range<usize>> = Vec::new();
    for word in words {
        match groups.last_mut().filter(|group| character(group.start) == character(word)) {
            Some(group) => group.end = word + 1,
            None => groups.push(word..word + 1),
        }
    }
    groups
}

/// The shortest beginning of `word` that is behind `before`.
fn shortest_start(before: &str, word: &str) -> String {
    let common = before.chars().zip(word.chars()).take_while(|(a, b)| a == b).count();
    word.chars().take(common + 1).collect()
}

impl Shard {
    pub(super) fn encode(&self, dictionary: &Dictionary, postings: &Postings) -> Vec<u8> {
        let words = &dictionary.words[self.words.clone()];
        let mut text = String::new();
        let (mut numbers, mut stems) = (FxHashMap::default(), Vec::new());
        let mut stem_of_word = Vec::new();
        for (word, stem) in words {
            text.push_str(dictionary.hyphenated.get(&**word).map_or(&**word, String::as_str));
            text.push('\n');
            let number = *numbers.entry(*stem).or_insert_with(|| {
                stems.push(*stem);
                stems.len() - 1
            });
            write_number(number, &mut stem_of_word);
        }
        let mut bytes = Vec::new();
        write_number(text.len(), &mut bytes);
        bytes.extend_from_slice(text.as_bytes());
        bytes.extend(stem_of_word);
        write_number(stems.len(), &mut bytes);
        let mut bodies = Vec::new();
        for stem in stems {
            let start = bodies.len();
            postings.encode(stem, &mut bodies);
            write_number(bodies.len() - start, &mut bytes);
        }
        bytes.extend(bodies);
        bytes
    }
}

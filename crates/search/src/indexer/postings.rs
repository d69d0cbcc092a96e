//! For each stem the documents that have it: the dictionary of all documents turned round, in one piece of memory.

use super::dictionary::{Dictionary, WEIGHT_STEPS};
use super::numbers::write_number;

/// A document, by its number, and the weight of a stem in it, in 32 bits.
#[derive(Debug, Clone, Copy)]
struct Posting(u32);

/// The documents of each stem, in the order of their numbers.
pub(super) struct Postings {
    postings: Vec<Posting>,
    /// Where the postings of each stem start, by the number of the stem, and at last their end.
    starts: Vec<usize>,
}

impl Postings {
    /// Empties the documents of the dictionary, one by one, so that both are not in memory at once.
    pub(super) fn of(dictionary: &mut Dictionary) -> Self {
        let mut starts = vec![0; dictionary.stem_count + 1];
        dictionary.documents.iter().flatten().for_each(|stem| starts[stem.stem() + 1] += 1);
        for stem in 0..dictionary.stem_count {
            starts[stem + 1] += starts[stem];
        }
        let mut postings = vec![Posting(0); starts[dictionary.stem_count]];
        let mut next = starts.clone();
        for (document, stems) in (0..).zip(&mut dictionary.documents) {
            for stem in std::mem::take(stems) {
                let next = &mut next[stem.stem()];
                postings[*next] = Posting(document << 6 | u32::from(stem.weight()));
                *next += 1;
            }
        }
        Self { postings, starts }
    }

    /// How many documents have the stem.
    pub(super) fn count(&self, stem: u32) -> usize {
        self.of_stem(stem).len()
    }

    /// Writes the documents of a stem: their number, the distance of each from the one before it, and their weights, a byte each.
    pub(super) fn encode(&self, stem: u32, bytes: &mut Vec<u8>) {
        let postings = self.of_stem(stem);
        write_number(postings.len(), bytes);
        let mut next = 0;
        for posting in postings {
            let document = (posting.0 >> 6) as usize;
            write_number(document - next, bytes);
            next = document + 1;
        }
        bytes.extend(postings.iter().map(|posting| (posting.0 & WEIGHT_STEPS) as u8));
    }

    fn of_stem(&self, stem: u32) -> &[Posting] {
        let stem = stem as usize;
        &self.postings[self.starts[stem]..self.starts[stem + 1]]
    }
}

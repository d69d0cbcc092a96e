//! Cuts a sorted list into ranges that are small enough, such as the sources under a letter into pages.
//!
//! Input: entries sorted by a key. Output: [`KeyRange`]s. A place to cut is chosen by the characters of the keys and not by the
//! number of entries before it, so that a new entry changes the range that it falls into, or splits it in two, and leaves all
//! others as they are. The ranges are the leaves of a binary tree over the code points of the keys: a range that is too large is
//! cut at the middle of the characters that can stand there, `a` to `p` into `a` to `h` and `i` to `p`.

use std::ops::Range;

/// A range of a sorted list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyRange {
    /// The least key that belongs here, whether there is an entry with it or not. Empty for the first range. A range that is cut
    /// passes it on to its first half, so that an address that is made of it stays while the list grows.
    pub start: String,
    /// Indices of the entries.
    pub entries: Range<usize>,
    /// How many characters at the start of the keys tell this range from the others.
    pub significant: usize,
}

/// The characters that can stand at one place of a key, by their code points. The least one stands for the end of a key too.
/// The length is a power of two, so that halves have whole middles. With the 1 in front, the middles are letters as
/// readers would choose them: `a`, `i`, `q`, `y`.
const ALL_CODES: Range<u32> = 1..0x20_0001;

/// Cuts `sorted` into ranges whose weights sum up to at most `limit`. A range is larger only if it has a single entry, or if all
/// its keys are equal.
pub fn key_ranges<T>(
    sorted: &[T],
    limit: usize,
    key: impl Fn(&T) -> &str,
    weight: impl Fn(&T) -> usize,
) -> Vec<KeyRange> {
    let mut ranges = Vec::new();
    // A stack instead of recursion: keys may share a beginning of any length.
    let mut pending = vec![Pending { start: String::new(), entries: 0..sorted.len(), prefix: 0, codes: ALL_CODES }];
    while let Some(Pending { start, entries, prefix, codes }) = pending.pop() {
        let [Some(first), Some(last)] = [sorted[entries.clone()].first(), sorted[entries.clone()].last()] else {
            continue;
        };
        let shared = shared_prefix(key(first), key(last));
        let is_small = sorted[entries.clone()].iter().map(&weight).sum::<usize>() <= limit;
        let is_one_character = codes.len() == 1;
        if is_small || key(first) == key(last) || (is_one_character && shared == prefix) {
            let significant = key(first)[..prefix].chars().count() + 1;
            ranges.push(KeyRange { start, entries, significant });
        } else if is_one_character {
            pending.push(Pending { start, entries, prefix: shared, codes: ALL_CODES });
        } else {
            let middle = codes.start + (codes.end - codes.start) / 2;
            let cut =
                entries.start + sorted[entries.clone()].partition_point(|entry| code_at(key(entry), prefix) < middle);
            let is_first_half_empty = cut == entries.start;
            let later_start = if is_first_half_empty { start.clone() } else { cut_key(&key(last)[..prefix], middle) };
            // The later half first, as the stack gives back the other one before it.
            let later = Pending { start: later_start, entries: cut..entries.end, prefix, codes: middle..codes.end };
            pending.push(later);
            pending.push(Pending { start, entries: entries.start..cut, prefix, codes: codes.start..middle });
        }
    }
    ranges
}

/// A range that may have to be cut.
struct Pending {
    start: String,
    entries: Range<usize>,
    /// How many bytes all its keys share.
    prefix: usize,
    /// The characters behind these bytes.
    codes: Range<u32>,
}

fn code_at(key: &str, at: usize) -> u32 {
    key[at..].chars().next().map_or(ALL_CODES.start, |c| u32::from(c).max(ALL_CODES.start))
}

/// The least key with this beginning and a character from `middle` on.
fn cut_key(prefix: &str, middle: u32) -> String {
    // A middle that is no character is one of the surrogates. What stands behind them begins here.
    format!("{prefix}{}", char::from_u32(middle).unwrap_or('\u{e000}'))
}

/// How many bytes two keys share, whole characters only.
fn shared_prefix(a: &str, b: &str) -> usize {
    let shared = a.chars().zip(b.chars()).take_while(|(a, b)| a == b);
    shared.map(|(c, _)| c.len_utf8()).sum()
}

#[cfg(test)]
mod tests {
    use crate::pages::sources::key_ranges::{KeyRange, key_ranges};

    fn ranges(keys: &[String], limit: usize) -> Vec<KeyRange> {
        key_ranges(keys, limit, |key| key, |_| 1)
    }

    /// Sorted keys of four letters, spread as if at random.
    fn keys(count: u64) -> Vec<String> {
        let letter = |code: u64| char::from(b'a' + u8::try_from(code % 26).unwrap());
        let codes = (0..count).map(|number| number.wrapping_mul(2_654_435_761) >> 7);
        let mut keys: Vec<String> =
            codes.map(|code| [code, code / 26, code / 676, code / 17_576].map(letter).iter().collect()).collect();
        keys.sort_unstable();
        keys
    }

    #[test]
    fn ranges_are_small_and_have_all_entries_in_order() {
        let keys = keys(5000);
        let ranges = ranges(&keys, 100);
        assert_eq!(
            ranges.iter().flat_map(|range| range.entries.clone()).collect::<Vec<_>>(),
            (0..5000).collect::<Vec<_>>()
        );
        assert!(ranges.iter().all(|range| range.entries.len() <= 100), "{ranges:?}");
        assert!(ranges.len() < 150, "{}", ranges.len());
        assert!(ranges.iter().all(|range| keys[range.entries.clone()].iter().all(|key| *key >= range.start)));
        assert!(ranges.is_sorted_by(|a, b| a.start < b.start), "{ranges:?}");
        assert_eq!(ranges[0].start, "");
    }

    #[test]
    fn a_new_entry_changes_one_range_or_splits_it() {
        let mut keys = keys(3000);
        for number in 0..300 {
            let old_ranges = ranges(&keys, 50);
            let starts: Vec<String> = old_ranges.iter().map(|range| range.start.clone()).collect();
            let texts = |ranges: &[KeyRange], keys: &[String]| -> Vec<Vec<String>> {
                ranges.iter().map(|range| keys[range.entries.clone()].to_vec()).collect()
            };
            let old = texts(&old_ranges, &keys);
            keys.push(format!("n{number}"));
            keys.sort_unstable();
            let new_ranges = ranges(&keys, 50);
            let changed = texts(&new_ranges, &keys).iter().filter(|range| !old.contains(range)).count();
            assert!(changed <= 3, "{changed} ranges changed");
            assert!(starts.iter().all(|start| new_ranges.iter().any(|range| range.start == *start)), "a start is gone");
        }
    }

    #[test]
    fn keys_that_differ_late_or_not_at_all_come_to_an_end() {
        let long = "smith".repeat(1000);
        let mut keys: Vec<String> = (0..30).map(|number| format!("{long}{}", number % 3)).collect();
        keys.push(long.clone());
        keys.push(format!("{long}\0"));
        keys.sort_unstable();
        assert_eq!(ranges(&keys, 5).iter().map(|range| range.entries.len()).collect::<Vec<_>>(), [2, 10, 10, 10]);
        assert_eq!(ranges(&vec![long; 9], 5).len(), 1);
        assert!(ranges(&[], 5).is_empty());
    }

    #[test]
    fn letters_are_cut_where_readers_expect_it() {
        let keys: Vec<String> = ('a'..='z').map(|c| format!("s{c}")).collect();
        let starts: Vec<String> = ranges(&keys, 8).into_iter().map(|range| range.start).collect();
        assert_eq!(starts, ["", "si", "sq", "sy"]);
    }
}

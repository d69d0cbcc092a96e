//! Which page of the citation index a source is on. Input: the cited sources. Output: an [`IndexPlan`]. A small index is one
//! page. A larger one has a page for each letter, and a letter with many sources has several, cut by `key_ranges`.

use std::ops::Range;

use rayon::prelude::*;

use wellpress_io::cache::FingerprintBuilder;
use wellpress_site::model::address::escape_path;
use wellpress_site::model::reference::ReferenceId;

use crate::listing::{alphabetical, letter_of};
use crate::pages::render_context::RenderContext;
use crate::pages::sources::citation_index::FOLDER;
use crate::pages::sources::index_entry;
use crate::pages::sources::key_ranges::{KeyRange, key_ranges};

/// The most sources of an index that is one page: half a megabyte of HTML, a tenth of it when it is compressed.
const MAX_ON_ONE_PAGE: usize = 500;

/// The most sources on one of several pages. The filters load the pages that have what a reader looks for, so pages are small.
const MAX_ON_PART: usize = 100;

/// The order of the sources, and their pages.
#[derive(Debug)]
pub struct IndexPlan {
    /// All sources, in the order of the index.
    pub order: Vec<ReferenceId>,
    /// The letters that sources begin with, in order.
    pub letters: Vec<PlannedLetter>,
    /// The pages besides the first, in order. None if the first page has all sources.
    pub parts: Vec<IndexPart>,
}

/// A letter with its sources.
#[derive(Debug)]
pub struct PlannedLetter {
    /// The letter in upper case; `#` for sources that begin with none.
    pub letter: String,
    /// Its sources in [`IndexPlan::order`].
    pub sources: Range<usize>,
    /// Its pages in [`IndexPlan::parts`].
    pub parts: Range<usize>,
}

/// A page of the index besides the first.
#[derive(Debug)]
pub struct IndexPart {
    /// Its letter in [`IndexPlan::letters`].
    pub letter: usize,
    /// The beginnings of its sources, such as `Sa–Sh`.
    pub title: String,
    /// Its folder in the output, such as `references/letter/s/from-si/`. It stays the same while the index grows.
    pub folder: String,
    /// Its sources in [`IndexPlan::order`].
    pub sources: Range<usize>,
}

impl IndexPlan {
    /// Sorts the cited sources and distributes them over pages.
    #[must_use]
    pub fn new(cx: &RenderContext<'_>) -> Self {
        let entries = sorted_entries(cx);
        let mut letters: Vec<(String, Vec<Entry>)> = Vec::new();
        for entry in entries {
            let letter = letter_of(&entry.key);
            // `#` may come up again after the last letter: digits of other scripts are sorted behind Latin letters.
            match letters.iter_mut().find(|(other, _)| *other == letter) {
                Some((_, entries)) => entries.push(entry),
                None => letters.push((letter, vec![entry])),
            }
        }
        let is_split = letters.iter().map(|(_, entries)| entries.len()).sum::<usize>() > MAX_ON_ONE_PAGE;
        let mut plan = Self { order: Vec::new(), letters: Vec::new(), parts: Vec::new() };
        for (letter, entries) in letters {
            plan.add(cx, letter, &entries, is_split);
        }
        plan
    }

    fn add(&mut self, cx: &RenderContext<'_>, letter: String, entries: &[Entry], is_split: bool) {
        let (first_source, first_part) = (self.order.len(), self.parts.len());
        self.order.extend(entries.iter().map(|entry| entry.id));
        if is_split {
            let ranges = key_ranges(entries, MAX_ON_PART, |entry| &entry.key, |_| 1);
            let is_whole = ranges.len() == 1;
            self.parts.extend(ranges.into_iter().map(|range| IndexPart {
                letter: self.letters.len(),
                title: if is_whole { letter.clone() } else { beginnings(cx, &entries[range.entries.clone()], &range) },
                folder: part_folder(&letter, &range.start),
                sources: first_source + range.entries.start..first_source + range.entries.end,
            }));
        }
        let (sources, parts) = (first_source..self.order.len(), first_part..self.parts.len());
        self.letters.push(PlannedLetter { letter, sources, parts });
    }

    /// Adds the letters and the number of sources on each page to a fingerprint.
    pub(crate) fn mix(&self, mixer: &mut FingerprintBuilder) {
        mixer.add(self.letters.iter().map(|letter| &letter.letter).collect::<Vec<_>>());
        let parts = self.parts.iter().map(|part| (&part.title, &part.folder, part.sources.len()));
        mixer.add(parts.collect::<Vec<_>>());
    }

    /// Adds to a fingerprint what a part shows besides its sources: the letters, and the other parts of its letter.
    pub(crate) fn mix_around(&self, part: &IndexPart, mixer: &mut FingerprintBuilder) {
        mixer.add(self.letters.iter().map(|letter| &letter.letter).collect::<Vec<_>>());
        let siblings = &self.parts[self.letters[part.letter].parts.clone()];
        mixer.add(siblings.iter().map(|part| (&part.title, &part.folder)).collect::<Vec<_>>());
    }
}

impl IndexPart {
    /// The root-relative address.
    #[must_use]
    pub fn url(&self, cx: &RenderContext<'_>) -> String {
        format!("{}{}", cx.config.base.path, escape_path(&self.folder))
    }
}

/// A source with the key that it is sorted by.
struct Entry {
    key: String,
    id: ReferenceId,
}

fn sorted_entries(cx: &RenderContext<'_>) -> Vec<Entry> {
    let ids: Vec<ReferenceId> = cx.resolved.citation_index.sources.keys().copied().collect();
    let keyed = ids.into_par_iter().map(|id| {
        let label = index_entry::sort_label(cx, cx.resolved.site.library.get(id));
        (alphabetical(&label.to_lowercase()), id)
    });
    let mut keyed: Vec<((String, String), ReferenceId)> = keyed.collect();
    keyed.sort();
    keyed.into_iter().map(|((key, _), id)| Entry { key, id }).collect()
}

/// The folder of the sources of a letter from `start` on. A letter's first page has the letter alone.
fn part_folder(letter: &str, start: &str) -> String {
    let letter = if letter == "#" { "other".to_owned() } else { letter.to_lowercase() };
    if start.is_empty() {
        return format!("{FOLDER}letter/{letter}/");
    }
    format!("{FOLDER}letter/{letter}/from-{}/", file_name(start))
}

/// The longest part of a file's name that is made of a key as it is. File systems allow 255 bytes in a name.
const MAX_NAME: usize = 120;

/// A key as a part of a file's name: characters other than `a` to `z` and digits as their code between two `_`. Of a long key the beginning
/// and a hash.
pub(in crate::pages) fn file_name(key: &str) -> String {
    let mut name = String::with_capacity(key.len());
    for c in key.chars() {
        match c {
            'a'..='z' | '0'..='9' => name.push(c),
            _ => name.push_str(&format!("_{:x}_", u32::from(c))),
        }
    }
    if name.len() > MAX_NAME {
        name.truncate(MAX_NAME);
        name.push_str(&format!("-{}", &blake3::hash(key.as_bytes()).to_hex()[..16]));
    }
    name
}

/// The beginnings of the first and the last of these entries, as long as it takes to tell them from others.
fn beginnings(cx: &RenderContext<'_>, entries: &[Entry], range: &KeyRange) -> String {
    let beginning_of = |entry: &Entry| {
        let label = index_entry::sort_label(cx, cx.resolved.site.library.get(entry.id));
        beginning(&entry.key, &label, range.significant)
    };
    match (entries.first().map(beginning_of), entries.last().map(beginning_of)) {
        (Some(first), Some(last)) if first != last => format!("{first}–{last}"),
        (first, _) => first.unwrap_or_default(),
    }
}

/// The beginning of a label, with its accents and capitals, that holds the first `significant` characters of its key. It ends
/// within the first word, or behind a whole one.
fn beginning(key: &str, label: &str, significant: usize) -> String {
    let cut: String = key.chars().take(significant).collect();
    // Keys leave out what stands before the first letter.
    let label = label.trim_start_matches(|c: char| !c.is_alphanumeric());
    match words(&cut).count() {
        0 | 1 => {
            let mut letters = label.chars().take_while(|c| !is_between_words(*c)).take(significant);
            let first = letters.next().into_iter().flat_map(char::to_uppercase);
            first.chain(letters).collect()
        }
        count => words(label).take(count).collect::<Vec<_>>().join(" "),
    }
}

/// The words of a key, or of a label.
fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(is_between_words).filter(|word| !word.is_empty())
}

fn is_between_words(c: char) -> bool {
    c == index_entry::END_OF_PART || c.is_whitespace()
}

#[cfg(test)]
mod tests {
    use crate::pages::sources::index_plan::{beginning, file_name};

    #[test]
    fn the_beginning_of_a_label_ends_behind_a_word_if_one_word_is_not_enough() {
        let label = "Élie et al.\u{1}2019\u{1}Nutrition of bones";
        let key = "elie et al.\u{1}2019\u{1}nutrition of bones";
        for (significant, expected) in [
            (1, "É"),
            (3, "Éli"),
            (5, "Élie"),
            (6, "Élie et"),
            (13, "Élie et al. 2019"),
            (18, "Élie et al. 2019 Nutrition"),
        ] {
            assert_eq!(beginning(key, label, significant), expected, "{significant}");
        }
        assert_eq!(beginning("who", "\u{201c}who", 2), "Wh");
    }

    #[test]
    fn names_of_files_are_short_and_differ_as_their_keys_do() {
        assert_eq!([file_name("smi"), file_name("smith\u{1}2"), file_name("и")], ["smi", "smith_1_2", "_438_"]);
        let [one, other] = ["1", "2"].map(|end| file_name(&format!("{}{end}", "и".repeat(200))));
        assert!(one.len() < 200 && one != other, "{one}");
    }
}

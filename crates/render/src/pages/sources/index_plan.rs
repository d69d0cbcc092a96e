//! Which page of the citation index a source is on. Input: the cited sources. Output: an [`IndexPlan`]. A small index is one
//! page. A larger one has a page for each letter, and a letter with many sources has several, cut by `key_ranges`.

use rayon::prelude::*;

use wellpress_site::model::reference::ReferenceId;

use crate::listing::{alphabetical, letter_of};
use crate::pages::render_context::RenderContext;
use crate::pages::sources::citation_index::FOLDER;
use crate::pages::sources::index_entry;
use crate::pages::sources::index_pages::{IndexPart, IndexPlan, PlannedLetter};
use crate::pages::sources::key_ranges::{KeyRange, key_ranges};

/// The most sources of an index that is one page: half a megabyte of HTML, a tenth of it when it is compressed.
const MAX_ON_ONE_PAGE: usize = 500;

/// The most sources on one of several pages. The filters load the pages that have what a reader looks for, so pages are small.
const MAX_ON_PART: usize = 100;

impl RenderContext<'_> {
    /// Which page of the citation index a source is on.
    #[must_use]
    pub fn index_plan(&self) -> &IndexPlan {
        self.index_plan.get_or_init(|| IndexPlan::new(self))
    }
}

impl IndexPlan {
    /// Sorts the cited sources and distributes them over pages.
    fn new(cx: &RenderContext<'_>) -> Self {
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

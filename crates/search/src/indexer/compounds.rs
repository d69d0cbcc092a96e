//! Compounds, such as "Rückenschmerzen": a document that has one is found by its parts too. There is no list of words: a part is
//! what the texts have as a word of its own.

use rustc_hash::{FxHashMap, FxHashSet};

use super::dictionary::WeightedStem;
use super::stems::Stems;
use super::words::indexed_form;

/// The shortest part in characters. With three, many words would seem to have an article or a preposition in them.
const SHORTEST_PART: usize = 4;

/// The shortest stem of a part: that of "Hals" is `hal`.
const SHORTEST_STEM: usize = 3;

/// The stems of the parts of a compound, by the number of its stem.
pub(super) type PartsOfStems = FxHashMap<u32, Vec<u32>>;

/// The parts of all compounds among the words. The stems of parts are without the letters that join them: `ubungs` in
/// "Übungsplan" has the stem of "Übung".
pub(super) fn parts(words: &[(Box<str>, u32)], numbers: &FxHashMap<&str, u32>, stems: &Stems) -> PartsOfStems {
    // Few ends of words begin like a stem, and to find a stem takes long.
    let beginnings: FxHashSet<&str> = numbers.keys().filter_map(|stem| beginning(stem)).collect();
    let stem_of = |part: &str| {
        numbers.get_key_value(&*indexed_form(&stems.stem(part))).filter(|(stem, _)| beginning(stem).is_some())
    };
    let mut direct = PartsOfStems::default();
    for (word, number) in words {
        for (at, _) in word.char_indices().skip(SHORTEST_PART) {
            let (first, last) = word.split_at(at);
            if beginning(last).is_none_or(|beginning| !beginnings.contains(beginning)) {
                continue;
            }
            if last.chars().nth(SHORTEST_PART - 1).is_none() {
                break;
            }
            if let (Some((_, last)), Some((_, first))) = (stem_of(last), stem_of(first)) {
                direct.entry(*number).or_default().extend([*first, *last]);
            }
        }
    }
    let with_parts_of_parts = direct.iter().map(|(number, parts)| {
        let inner = parts.iter().filter_map(|part| direct.get(part)).flatten();
        let mut all_parts: Vec<u32> = parts.iter().chain(inner).copied().filter(|part| part != number).collect();
        all_parts.sort_unstable();
        all_parts.dedup();
        (*number, all_parts)
    });
    with_parts_of_parts.collect()
}

/// The first characters of a text, as many as each stem of a part has.
fn beginning(text: &str) -> Option<&str> {
    let (end, last) = text.char_indices().nth(SHORTEST_STEM - 1)?;
    Some(&text[..end + last.len_utf8()])
}

/// Adds the parts of a document's compounds to its stems, with half the weight.
pub(super) fn add_parts(document: &mut Vec<WeightedStem>, parts: &PartsOfStems) {
    let length = document.len();
    for at in 0..length {
        let compound = document[at];
        let weight = (u32::from(compound.weight()) / 2).max(1);
        let stems = parts.get(&(compound.stem() as u32)).into_iter().flatten();
        document.extend(stems.map(|stem| WeightedStem::new(*stem, weight)));
    }
    if document.len() > length {
        // The highest weight of a stem comes first and stays.
        document.sort_unstable_by(|a, b| b.cmp(a));
        document.dedup_by_key(|stem| stem.stem());
    }
}

#[cfg(test)]
mod tests {
    use rustc_hash::FxHashMap;

    use super::{add_parts, parts};
    use crate::indexer::dictionary::WeightedStem;
    use crate::indexer::stems::Stems;

    /// The parts of the first of the words, as stems.
    fn parts_of(tag: &str, all: &[&str]) -> Vec<String> {
        let stems = Stems::of_language(tag);
        let names: Vec<String> = all.iter().map(|word| stems.stem(word).into_owned()).collect();
        let numbers: FxHashMap<&str, u32> = names.iter().map(String::as_str).zip(0..).collect();
        let words: Vec<_> = all.iter().zip(&names).map(|(word, stem)| (Box::from(*word), numbers[&**stem])).collect();
        let parts = parts(&words, &numbers, &stems).remove(&numbers[&*names[0]]).unwrap_or_default();
        parts.into_iter().map(|part| names[part as usize].clone()).collect()
    }

    #[test]
    fn the_parts_of_a_compound_are_words_of_the_texts() {
        assert_eq!(parts_of("de", &["ruckenschmerzen", "rucken", "schmerz"]), ["ruck", "schmerz"]);
        assert_eq!(parts_of("de", &["ubungsplan", "ubung", "plan"]), ["ubung", "plan"]);
        assert_eq!(parts_of("de", &["halswirbelsaule", "hals", "wirbelsaule", "wirbel", "saule"]).len(), 4);
        assert_eq!(parts_of("sv", &["ryggont", "rygg", "onda"]), Vec::<String>::new());
        assert_eq!(parts_of("sv", &["ryggsmartor", "rygg", "smarta"]), ["rygg", "smart"]);
        assert_eq!(parts_of("de", &["ruckenschmerzen", "schmerz"]), Vec::<String>::new(), "only one part is known");
        assert_eq!(parts_of("de", &["derzeit", "der", "zeit"]), Vec::<String>::new(), "a part is too short");
    }

    #[test]
    fn a_document_has_each_part_once_with_its_highest_weight() {
        let parts = FxHashMap::from_iter([(7, vec![1, 2]), (8, vec![2, 3])]);
        let mut document =
            [(7, 20), (1, 4), (8, 30), (3, 60)].map(|(stem, weight)| WeightedStem::new(stem, weight)).to_vec();
        add_parts(&mut document, &parts);
        document.sort_unstable();
        let weights: Vec<_> = document.iter().map(|stem| (stem.stem(), stem.weight())).collect();
        assert_eq!(weights, [(1, 10), (2, 15), (3, 60), (7, 20), (8, 30)]);
    }
}

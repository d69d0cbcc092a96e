//! [`search`]: the sections of the manual that have some words, best first.
//!
//! The words are compared by their stems. A rare word counts more than a frequent one, a word of a heading more than one below it, and a
//! page that answers how something is done more than one that lists what there is (Okapi BM25 with weights for fields).

use std::collections::{BTreeMap, BTreeSet};

use pagefind_stem::{Algorithm, Stemmer};

use crate::sections::{ManualPage, Section};

/// Words that say nothing about what is looked for.
const COMMON: &[&str] = &[
    "a", "add", "all", "an", "and", "any", "are", "as", "at", "be", "by", "can", "do", "does", "for", "from", "get",
    "has", "have", "how", "i", "if", "in", "is", "it", "its", "make", "me", "my", "need", "not", "of", "on", "one",
    "or", "our", "page", "pages", "put", "set", "site", "so", "some", "that", "the", "their", "there", "this", "to",
    "up", "us", "use", "want", "way", "we", "website", "what", "when", "where", "which", "who", "why", "will", "with",
    "without", "you", "your",
];

/// What a word counts in the title of the page, in the heading of the section and in its text.
const WEIGHTS: [f64; 3] = [3.0, 4.0, 1.0];

/// What the pages count that say how something is done.
const WEIGHT_OF_TASKS: f64 = 1.6;

/// How soon more places of a word count no more, and how much a long section is held against it.
const SATURATION: f64 = 1.2;
const LENGTH: f64 = 0.6;

/// The sections that have most of the words, one of each page, best first. Empty if none has any of them.
#[must_use]
pub fn search<'m>(pages: &[ManualPage<'m>], words: &str) -> Vec<Section<'m>> {
    let stemmer = Stemmer::create(Algorithm::English);
    let wanted = wanted(&stemmer, words);
    let sections: Vec<Counted<'m>> =
        pages.iter().flat_map(ManualPage::sections).map(|section| Counted::new(section, &stemmer, &wanted)).collect();
    let mean_length = sections.iter().map(|section| section.length).sum::<f64>() / (sections.len().max(1) as f64);
    let rarity: BTreeMap<&str, f64> = wanted
        .iter()
        .map(|word| {
            let having = sections.iter().filter(|section| section.has(word)).count() as f64;
            (&**word, ((sections.len() as f64 - having + 0.5) / (having + 0.5)).ln_1p())
        })
        .collect();
    let mut scored: Vec<(f64, &Counted<'m>)> =
        sections.iter().map(|section| (section.score(&rarity, mean_length), section)).collect();
    scored.retain(|(score, _)| *score > 0.0);
    scored.sort_by(|(left, _), (right, _)| right.total_cmp(left));
    let mut seen = BTreeSet::new();
    scored.into_iter().map(|(_, counted)| counted.section).filter(|section| seen.insert(section.page.name)).collect()
}

/// The stems of the words, without those that are in every question unless there are no others.
fn wanted(stemmer: &Stemmer, words: &str) -> BTreeSet<String> {
    let all: Vec<String> = tokens(words).collect();
    let telling = all.iter().filter(|word| !COMMON.contains(&&***word));
    let stems: BTreeSet<String> = telling.map(|word| stemmer.stem(word).into_owned()).collect();
    if stems.is_empty() { all.iter().map(|word| stemmer.stem(word).into_owned()).collect() } else { stems }
}

fn tokens(text: &str) -> impl Iterator<Item = String> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_lowercase)
}

/// A section with how often it has each of the wanted words.
struct Counted<'m> {
    section: Section<'m>,
    counts: BTreeMap<String, f64>,
    length: f64,
}

impl<'m> Counted<'m> {
    fn new(section: Section<'m>, stemmer: &Stemmer, wanted: &BTreeSet<String>) -> Self {
        let fields = [section.page.title(), section.heading, section.text];
        let mut counts = BTreeMap::new();
        let mut length = 0.0;
        for (words, weight) in fields.into_iter().zip(WEIGHTS) {
            for word in tokens(words) {
                length += 1.0;
                let stem = stemmer.stem(&word);
                if wanted.contains(&*stem) {
                    *counts.entry(stem.into_owned()).or_insert(0.0) += weight;
                }
            }
        }
        Self { section, counts, length }
    }

    fn has(&self, word: &str) -> bool {
        self.counts.contains_key(word)
    }

    fn score(&self, rarity: &BTreeMap<&str, f64>, mean_length: f64) -> f64 {
        let damping = SATURATION * (1.0 - LENGTH + LENGTH * self.length / mean_length);
        let score: f64 = self.counts.iter().map(|(word, count)| rarity[&**word] * count / (count + damping)).sum();
        let is_task = ["how-to/", "tutorials/"].iter().any(|folder| self.section.page.name.starts_with(folder));
        if is_task { score * WEIGHT_OF_TASKS } else { score }
    }
}

#[cfg(test)]
mod tests {
    use super::search;
    use crate::sections::ManualPage;

    const PAGES: [ManualPage<'static>; 3] = [
        ManualPage {
            name: "settings",
            text: "# Settings\n\nAll keys.\n\n## Captions\n\nA page lists `captions` of videos.\n",
        },
        ManualPage {
            name: "how-to/add-captions",
            text: "# Add captions to a video\n\nFor editors.\n\n## The file\n\nWrite it.\n",
        },
        ManualPage { name: "deploy", text: "# Deploy\n\nPublish the output.\n" },
    ];

    fn names(words: &str) -> Vec<String> {
        search(&PAGES, words).iter().map(crate::sections::Section::name).collect()
    }

    #[test]
    fn the_page_that_answers_comes_first() {
        assert_eq!(names("How do I caption my videos?"), ["how-to/add-captions", "settings#captions"]);
        assert_eq!(names("publishing"), ["deploy"]);
        assert_eq!(names("how do I"), Vec::<String>::new());
        assert_eq!(names("tensor"), Vec::<String>::new());
        assert_eq!(names(""), Vec::<String>::new());
    }
}

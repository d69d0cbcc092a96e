//! Related pages: what the author named, then for exercises what the article embeds, then by what two pages share,
//! each shared thing weighing the more the rarer it is.

use std::sync::Arc;

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use crate::config::Config;
use crate::discover::Kind;
use crate::model::programme::Programme;
use crate::model::{Page, PageId, Record, Site};

use super::ResolvedPage;
use super::backlinks::Backlinks;

/// A feature that more pages than this share says too little to find candidates by; it only ranks those found.
const COMMON: usize = 500;

/// Pages related to a page, best first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Related {
    /// Exercises.
    pub exercises: Vec<PageId>,
    /// Articles.
    pub articles: Vec<PageId>,
}

/// What is related to each page, by [`PageId`].
#[must_use]
pub fn related(config: &Config, site: &Site, pages: &[Arc<ResolvedPage>], back: &Backlinks) -> Vec<Related> {
    let index = Features::new(site, pages, back);
    let candidates = candidates(site);
    let limit = config.settings.related.limit;
    let scores = || Scores { by_page: vec![0.0; site.pages.len()], found: Vec::new() };
    let per_page = site.pages.par_iter().map_init(scores, |scores, page| match page.record {
        Record::Article(_) | Record::Exercise(_) | Record::Programme(_) if !page.is_withdrawn() => {
            index.score(page, scores);
            let choose = |kind| choose(page, back, (scores, &candidates), kind, limit);
            let related = Related { exercises: choose(Kind::Exercise), articles: choose(Kind::Article) };
            scores.clear();
            related
        }
        _ => Related::default(),
    });
    per_page.collect()
}

/// What has to be known of a page to choose it. A page may share something with thousands, so all of it lies together
/// and no page has to be looked at.
#[derive(Debug, Clone, Copy)]
struct Candidate {
    /// What it may be chosen as; nothing for one that is withdrawn.
    as_what: Option<(Kind, u16)>,
    /// Its place among all pages by name, and of two alike by id.
    rank: u32,
}

/// Of each page, by [`PageId`].
fn candidates(site: &Site) -> Vec<Candidate> {
    let mut by_name: Vec<(&str, PageId)> = site.pages.iter().map(|page| (page.name.as_str(), page.id)).collect();
    by_name.par_sort_unstable();
    let as_what = |page: &Page| (!page.is_withdrawn()).then(|| role(page.kind, page));
    let of_page = site.pages.iter().map(|page| Candidate { as_what: as_what(page), rank: 0 });
    let mut candidates: Vec<Candidate> = of_page.collect();
    for ((_, page), rank) in by_name.into_iter().zip(0..) {
        candidates[page.index()].rank = rank;
    }
    candidates
}

/// What a page has to be to be chosen beside another: of a kind, in its language.
fn role(kind: Kind, beside: &Page) -> (Kind, u16) {
    (kind, u16::try_from(beside.language).unwrap_or(u16::MAX))
}

/// What the pages that share something with one page score. A thread has one for all its pages.
struct Scores {
    /// 0 for a page that shares nothing.
    by_page: Vec<f64>,
    /// Those that do share something.
    found: Vec<PageId>,
}

impl Scores {
    fn clear(&mut self) {
        self.found.drain(..).for_each(|page| self.by_page[page.index()] = 0.0);
    }
}

fn choose(
    page: &Page,
    back: &Backlinks,
    (scores, candidates): (&Scores, &[Candidate]),
    kind: Kind,
    limit: usize,
) -> Vec<PageId> {
    let none = Vec::new();
    let named = page.reviewed().map_or(&none, |reviewed| {
        if kind == Kind::Exercise { &reviewed.related_exercises } else { &reviewed.related_articles }
    });
    let embedded =
        if kind == Kind::Exercise && page.kind == Kind::Article { back.embedded_in.get(&page.id) } else { None };
    let role = role(kind, page);
    let fits = |candidate: PageId| {
        let is_part = || page.programme().is_some_and(|own| own.exercises().any(|exercise| exercise == candidate));
        candidates[candidate.index()].as_what == Some(role) && candidate != page.id && !is_part()
    };
    let mut chosen: Vec<PageId> = Vec::with_capacity(limit);
    for candidate in named.iter().chain(embedded.into_iter().flatten()) {
        if chosen.len() < limit && fits(*candidate) && !chosen.contains(candidate) {
            chosen.push(*candidate);
        }
    }
    let order = |page: PageId| (scores.by_page[page.index()], candidates[page.index()].rank);
    let fitting = scores.found.iter().copied().filter(|other| fits(*other) && !chosen.contains(other));
    let best = best(fitting.map(|page| (page, order(page))), limit - chosen.len());
    [chosen, best].concat()
}

/// The pages with the highest scores, in order, those with the same by their rank.
fn best(scored: impl Iterator<Item = (PageId, (f64, u32))>, count: usize) -> Vec<PageId> {
    let is_before = |(score, rank): (f64, u32), (other, other_rank): (f64, u32)| {
        other.total_cmp(&score).then(rank.cmp(&other_rank)).is_lt()
    };
    let mut best: Vec<(PageId, (f64, u32))> = Vec::with_capacity(count + 1);
    for (page, own) in scored {
        if best.len() < count || best.last().is_some_and(|(_, last)| is_before(own, *last)) {
            best.insert(best.partition_point(|(_, other)| is_before(*other, own)), (page, own));
            best.truncate(count);
        }
    }
    best.into_iter().map(|(page, _)| page).collect()
}

/// What pages may share, as numbers, with who has it.
struct Features {
    of_page: Vec<Vec<u32>>,
    pages: Vec<Vec<PageId>>,
    weights: Vec<f64>,
}

/// Something that two pages may share.
#[derive(PartialEq, Eq, Hash)]
enum Feature<'a> {
    Topic(PageId),
    Exercise(PageId),
    Reference(u32),
    Region(&'a str),
    Muscle(&'a str),
    /// A link between a page and this one, whichever way.
    Link(PageId),
}

impl Features {
    fn new(site: &Site, pages: &[Arc<ResolvedPage>], back: &Backlinks) -> Self {
        let mut numbers: FxHashMap<Feature<'_>, u32> = FxHashMap::default();
        let mut of_page = Vec::with_capacity(pages.len());
        let listed = site.pages.par_iter().zip(pages).map(|(page, resolved)| features(page, resolved, back));
        for features in listed.collect::<Vec<_>>() {
            let mut own: Vec<u32> = Vec::with_capacity(features.len());
            for feature in features {
                let next = u32::try_from(numbers.len()).unwrap_or(u32::MAX);
                own.push(*numbers.entry(feature).or_insert(next));
            }
            own.sort_unstable();
            own.dedup();
            of_page.push(own);
        }
        let mut members = vec![Vec::new(); numbers.len()];
        for (page, own) in site.pages.iter().zip(&of_page) {
            own.iter().for_each(|feature| members[*feature as usize].push(page.id));
        }
        let records = of_page.iter().filter(|own| !own.is_empty()).count().max(1);
        #[expect(clippy::cast_precision_loss, reason = "counts of pages are far below 2^52")]
        let weight = |pages: &Vec<PageId>| (1.0 + records as f64 / pages.len() as f64).ln();
        let weights = members.iter().map(weight).collect();
        Self { of_page, pages: members, weights }
    }

    /// Scores the pages that share something with `page`. Every weight is above 0, so a score of 0 is a page not met yet.
    fn score(&self, page: &Page, scores: &mut Scores) {
        let own = &self.of_page[page.id.index()];
        let (rare, common): (Vec<u32>, Vec<u32>) =
            own.iter().partition(|feature| self.pages[**feature as usize].len() <= COMMON);
        for feature in rare {
            for other in self.pages[feature as usize].iter().filter(|other| **other != page.id) {
                let score = &mut scores.by_page[other.index()];
                if *score == 0.0 {
                    scores.found.push(*other);
                }
                *score += self.weights[feature as usize];
            }
        }
        if common.is_empty() {
            return;
        }
        for other in &scores.found {
            let theirs = &self.of_page[other.index()];
            let shared = common.iter().filter(|feature| theirs.binary_search(feature).is_ok());
            scores.by_page[other.index()] += shared.map(|feature| self.weights[*feature as usize]).sum::<f64>();
        }
    }
}

fn features<'a>(page: &'a Page, resolved: &ResolvedPage, back: &Backlinks) -> Vec<Feature<'a>> {
    let Some(reviewed) = page.reviewed().filter(|reviewed| reviewed.withdrawn.is_none()) else { return Vec::new() };
    let mut features: Vec<Feature<'a>> = reviewed.topics.iter().map(|topic| Feature::Topic(*topic)).collect();
    features.extend(resolved.citations.sources().map(|source| Feature::Reference(source.0)));
    let embedded = back.embedded_in.get(&page.id).into_iter().flatten();
    features.extend(embedded.map(|exercise| Feature::Exercise(*exercise)));
    let linked =
        super::backlinks::linked_pages(resolved).chain(back.linked_from.get(&page.id).into_iter().flatten().copied());
    features.extend(linked.map(Feature::Link));
    features.push(Feature::Link(page.id));
    features.extend(page.programme().into_iter().flat_map(Programme::exercises).map(Feature::Exercise));
    if let Some(exercise) = page.exercise() {
        features.push(Feature::Exercise(page.id));
        features.extend(exercise.regions.iter().map(|region| Feature::Region(region)));
        features.extend(exercise.muscles.iter().map(|muscle| Feature::Muscle(muscle)));
    }
    features
}

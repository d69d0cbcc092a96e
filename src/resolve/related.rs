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
    let limit = config.settings.related.limit;
    let scores = || Scores { by_page: vec![0.0; site.pages.len()], found: Vec::new() };
    let per_page = site.pages.par_iter().map_init(scores, |scores, page| match page.record {
        Record::Article(_) | Record::Exercise(_) | Record::Programme(_) if !page.is_withdrawn() => {
            index.score(page, scores);
            let choose = |kind| choose(site, page, back, scores, kind, limit);
            let related = Related { exercises: choose(Kind::Exercise), articles: choose(Kind::Article) };
            scores.clear();
            related
        }
        _ => Related::default(),
    });
    per_page.collect()
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

fn choose(site: &Site, page: &Page, back: &Backlinks, scores: &Scores, kind: Kind, limit: usize) -> Vec<PageId> {
    let none = Vec::new();
    let named = page.reviewed().map_or(&none, |reviewed| {
        if kind == Kind::Exercise { &reviewed.related_exercises } else { &reviewed.related_articles }
    });
    let embedded =
        if kind == Kind::Exercise && page.kind == Kind::Article { back.embedded_in.get(&page.id) } else { None };
    let fits = |candidate: PageId| {
        let other = site.page(candidate);
        let is_part = || page.programme().is_some_and(|own| own.exercises().any(|exercise| exercise == candidate));
        let is_other = other.kind == kind && other.id != page.id && other.language == page.language;
        is_other && !other.is_withdrawn() && !is_part()
    };
    let mut chosen: Vec<PageId> = Vec::with_capacity(limit);
    for candidate in named.iter().chain(embedded.into_iter().flatten()) {
        if chosen.len() < limit && fits(*candidate) && !chosen.contains(candidate) {
            chosen.push(*candidate);
        }
    }
    let best = best(site, scores, limit - chosen.len(), |other| fits(other) && !chosen.contains(&other));
    chosen.extend(best);
    chosen
}

/// The best of the pages found, in order, ties by id. A page may share something with thousands, and only these few are
/// kept in order: nearly all others are passed over by their score alone.
fn best(site: &Site, scores: &Scores, count: usize, fits: impl Fn(PageId) -> bool) -> Vec<PageId> {
    let name = |id: PageId| &site.page(id).name;
    let score = |id: PageId| scores.by_page[id.index()];
    let order = |a: &PageId, b: &PageId| {
        score(*b).total_cmp(&score(*a)).then_with(|| name(*a).cmp(name(*b))).then_with(|| a.cmp(b))
    };
    let mut best: Vec<PageId> = Vec::with_capacity(count + 1);
    let mut least = 0.0;
    for candidate in &scores.found {
        if score(*candidate) < least || !fits(*candidate) {
            continue;
        }
        let place = best.partition_point(|other| order(other, candidate).is_lt());
        best.insert(place, *candidate);
        best.truncate(count);
        if best.len() == count {
            least = best.last().map_or(f64::INFINITY, |last| score(*last));
        }
    }
    best
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

//! Related pages: what the author named, then for exercises what the article embeds, then by what two pages share,
//! each shared thing weighing the more the rarer it is.

use std::collections::HashMap;

use rayon::prelude::*;

use crate::config::Config;
use crate::discover::Kind;
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
pub(super) fn related(config: &Config, site: &Site, pages: &[ResolvedPage], back: &Backlinks) -> Vec<Related> {
    let index = Features::new(site, pages, back);
    let limit = config.settings.related.limit;
    let per_page = site.pages.par_iter().map(|page| match page.record {
        Record::Article(_) | Record::Exercise(_) if !page.is_withdrawn() => {
            let ranked = index.ranked(site, page);
            let choose = |kind| choose(site, page, back, &ranked, kind, limit);
            Related { exercises: choose(Kind::Exercise), articles: choose(Kind::Article) }
        }
        _ => Related::default(),
    });
    per_page.collect()
}

fn choose(site: &Site, page: &Page, back: &Backlinks, ranked: &[PageId], kind: Kind, limit: usize) -> Vec<PageId> {
    let none = Vec::new();
    let named = page.reviewed().map_or(&none, |reviewed| {
        if kind == Kind::Exercise { &reviewed.related_exercises } else { &reviewed.related_articles }
    });
    let embedded =
        if kind == Kind::Exercise && page.kind == Kind::Article { back.embedded_in.get(&page.id) } else { None };
    let mut chosen: Vec<PageId> = Vec::with_capacity(limit);
    for candidate in named.iter().chain(embedded.into_iter().flatten()).chain(ranked) {
        if chosen.len() == limit {
            break;
        }
        let other = site.page(*candidate);
        let fits =
            other.kind == kind && other.id != page.id && !other.is_withdrawn() && other.language == page.language;
        if fits && !chosen.contains(candidate) {
            chosen.push(*candidate);
        }
    }
    chosen
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
    fn new(site: &Site, pages: &[ResolvedPage], back: &Backlinks) -> Self {
        let mut numbers: HashMap<Feature<'_>, u32> = HashMap::new();
        let mut of_page = Vec::with_capacity(pages.len());
        for (page, resolved) in site.pages.iter().zip(pages) {
            let mut own: Vec<u32> = Vec::new();
            for feature in features(page, resolved, back) {
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

    /// Pages that share something with `page`, best first, ties by kind and id.
    fn ranked(&self, site: &Site, page: &Page) -> Vec<PageId> {
        let own = &self.of_page[page.id.index()];
        let mut scores: HashMap<PageId, f64> = HashMap::new();
        let (rare, common): (Vec<u32>, Vec<u32>) =
            own.iter().partition(|feature| self.pages[**feature as usize].len() <= COMMON);
        for feature in rare {
            for other in self.pages[feature as usize].iter().filter(|other| **other != page.id) {
                *scores.entry(*other).or_insert(0.0) += self.weights[feature as usize];
            }
        }
        for (other, score) in &mut scores {
            let theirs = &self.of_page[other.index()];
            let shared = common.iter().filter(|feature| theirs.binary_search(feature).is_ok());
            *score += shared.map(|feature| self.weights[*feature as usize]).sum::<f64>();
        }
        let mut ranked: Vec<(PageId, f64)> = scores.into_iter().collect();
        let name = |id: PageId| &site.page(id).name;
        ranked.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| name(a.0).cmp(name(b.0))).then_with(|| a.0.cmp(&b.0)));
        ranked.into_iter().map(|(page, _)| page).collect()
    }
}

fn features<'a>(page: &'a Page, resolved: &ResolvedPage, back: &Backlinks) -> Vec<Feature<'a>> {
    let Some(reviewed) = page.reviewed().filter(|reviewed| reviewed.withdrawn.is_none()) else { return Vec::new() };
    let mut features: Vec<Feature<'a>> = reviewed.topics.iter().map(|topic| Feature::Topic(*topic)).collect();
    features.extend(resolved.citations.list.iter().map(|entry| Feature::Reference(entry.reference.0)));
    let embedded = back.embedded_in.get(&page.id).into_iter().flatten();
    features.extend(embedded.map(|exercise| Feature::Exercise(*exercise)));
    let linked =
        super::backlinks::linked_pages(resolved).chain(back.linked_from.get(&page.id).into_iter().flatten().copied());
    features.extend(linked.map(Feature::Link));
    features.push(Feature::Link(page.id));
    if let Some(exercise) = page.exercise() {
        features.push(Feature::Exercise(page.id));
        features.extend(exercise.regions.iter().map(|region| Feature::Region(region)));
        features.extend(exercise.muscles.iter().map(|muscle| Feature::Muscle(muscle)));
    }
    features
}

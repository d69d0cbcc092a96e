//! Related pages: first what the author named, then for articles the exercises that they embed, then the pages that share
//! the most with this one, where a shared topic, source or exercise weighs more the rarer it is.

use std::cmp::Ordering;
use std::sync::Arc;

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use wellpress_foundation::ids::IdVec;

use crate::config::{Config, LanguageId};
use crate::model::programme::Programme;
use crate::model::reference::ReferenceId;
use crate::model::{Page, PageId, PageRecord, PageTable, Site};
use crate::sections::ContentKind;

use super::backlinks::Backlinks;
use super::resolved_page::ResolvedPage;

/// Features that more pages than this share do not find candidates, they only rank those that rarer features found. Without
/// this limit, one topic that every page has would compare every page with every other.
const COMMON: usize = 500;

/// Pages related to a page, best first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ResolvedRelated {
    /// At most `related.limit` exercises.
    pub exercises: Vec<PageId>,
    /// At most `related.limit` articles.
    pub articles: Vec<PageId>,
}

/// Finds the related pages of every page.
///
/// The score of a pair is the sum of the weights of the features that both pages have (an inverse document frequency, as
/// search engines rank words). Ties are broken by page name, so that the order does not depend on threads or file order.
/// Only articles, exercises and programmes that are not withdrawn have related pages.
#[must_use]
pub fn related(
    config: &Config,
    site: &Site,
    pages: &PageTable<Arc<ResolvedPage>>,
    backlinks: &Backlinks,
) -> PageTable<ResolvedRelated> {
    let index = FeatureIndex::new(site, pages, backlinks);
    let candidates = candidates(site);
    let limit = config.settings.related.limit;
    let per_page = site.pages.as_slice().par_iter().map_init(
        || Scores::new(site.pages.len()),
        |scores, page| match page.record {
            PageRecord::Article(_) | PageRecord::Exercise(_) | PageRecord::Programme(_)
                if !page.is_withdrawn() && !page.is_easy_read() =>
            {
                index.score(page, scores);
                let selection = RelatedChoice { page, backlinks, scores, candidates: &candidates, limit };
                let related = ResolvedRelated {
                    exercises: selection.choose(ContentKind::Exercise),
                    articles: selection.choose(ContentKind::Article),
                };
                scores.clear();
                related
            }
            _ => ResolvedRelated::default(),
        },
    );
    per_page.collect::<Vec<_>>().into()
}

/// The facts that decide whether a page can be chosen. A page can share a feature with thousands of others, so these facts
/// lie in one array and the pages themselves are not touched.
#[derive(Debug, Clone, Copy)]
struct Candidate {
    /// `None` for a withdrawn page and an Easy Read version, which are never chosen.
    role: Option<Role>,
    /// Position among all pages sorted by name, then by id.
    rank: u32,
}

/// A page is chosen only for its own kind and for pages in its own language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Role {
    kind: ContentKind,
    language: LanguageId,
}

fn candidates(site: &Site) -> PageTable<Candidate> {
    let mut by_name: Vec<(&str, PageId)> = site.pages.iter().map(|page| (page.name.as_str(), page.id)).collect();
    by_name.par_sort_unstable();
    let unranked = site.pages.iter().map(|page| {
        let role =
            (!page.is_withdrawn() && !page.is_easy_read()).then_some(Role { kind: page.kind, language: page.language });
        Candidate { role, rank: 0 }
    });
    let mut candidates: PageTable<Candidate> = unranked.collect();
    for ((_, page), rank) in by_name.into_iter().zip(0..) {
        candidates[page].rank = rank;
    }
    candidates
}

/// The scores of all pages that share a feature with one page. Each thread reuses one for all its pages, because clearing
/// the few entries that were touched is cheaper than allocating an array of all pages.
struct Scores {
    /// 0 for a page that shares nothing.
    by_page: PageTable<f64>,
    /// The pages whose score is not 0.
    sharing: Vec<PageId>,
}

impl Scores {
    fn new(page_count: usize) -> Self {
        Self { by_page: vec![0.0; page_count].into(), sharing: Vec::new() }
    }

    fn clear(&mut self) {
        self.sharing.drain(..).for_each(|page| self.by_page[page] = 0.0);
    }
}

/// Chooses the related pages of one page from the scored candidates.
struct RelatedChoice<'a> {
    page: &'a Page,
    backlinks: &'a Backlinks,
    scores: &'a Scores,
    candidates: &'a PageTable<Candidate>,
    limit: usize,
}

impl RelatedChoice<'_> {
    fn choose(&self, kind: ContentKind) -> Vec<PageId> {
        let mut chosen: Vec<PageId> = Vec::with_capacity(self.limit);
        for candidate in self.named_by_author(kind) {
            if chosen.len() < self.limit && self.fits(*candidate, kind) && !chosen.contains(candidate) {
                chosen.push(*candidate);
            }
        }
        let scored = self.scores.sharing.iter().map(|page| self.scored(*page));
        let may_follow = |page| self.fits(page, kind) && !chosen.contains(&page);
        let best = best(scored, may_follow, self.limit - chosen.len());
        [chosen, best].concat()
    }

    fn named_by_author(&self, kind: ContentKind) -> &[PageId] {
        match (self.page.editorial(), kind) {
            (Some(reviewed), ContentKind::Exercise) => &reviewed.related_exercises,
            (Some(reviewed), _) => &reviewed.related_articles,
            (None, _) => &[],
        }
    }

    fn embedded(&self, kind: ContentKind) -> &[PageId] {
        match (kind, self.page.kind) {
            (ContentKind::Exercise, ContentKind::Article) => {
                self.backlinks.embedded_in.get(&self.page.id).map_or(&[], Vec::as_slice)
            }
            _ => &[],
        }
    }

    /// An exercise on the schedule of a programme or in the text of an article is shown there already, so it is not listed again as
    /// related.
    fn fits(&self, candidate: PageId, kind: ContentKind) -> bool {
        let role = Role { kind, language: self.page.language };
        let mut scheduled = self.page.programme().into_iter().flat_map(Programme::exercises);
        self.candidates[candidate].role == Some(role)
            && candidate != self.page.id
            && scheduled.all(|exercise| exercise != candidate)
            && !self.embedded(kind).contains(&candidate)
    }

    fn scored(&self, page: PageId) -> ScoredPage {
        ScoredPage { page, score: self.scores.by_page[page], rank: self.candidates[page].rank }
    }
}

#[derive(Clone, Copy)]
struct ScoredPage {
    page: PageId,
    score: f64,
    rank: u32,
}

impl ScoredPage {
    /// Higher scores first, then by rank.
    fn is_better_than(&self, other: &Self) -> bool {
        other.score.total_cmp(&self.score).then(self.rank.cmp(&other.rank)) == Ordering::Less
    }
}

/// The `count` best pages in order of those that fit. Insertion into a short sorted list beats sorting all candidates: `count` is a
/// handful and candidates can be thousands. So few are good enough that it is quicker to ask of these alone whether they fit.
fn best(candidates: impl Iterator<Item = ScoredPage>, fits: impl Fn(PageId) -> bool, count: usize) -> Vec<PageId> {
    let mut best: Vec<ScoredPage> = Vec::with_capacity(count + 1);
    for candidate in candidates {
        let is_good_enough = best.len() < count || best.last().is_some_and(|worst| candidate.is_better_than(worst));
        if is_good_enough && fits(candidate.page) {
            best.insert(best.partition_point(|page| page.is_better_than(&candidate)), candidate);
            best.truncate(count);
        }
    }
    best.into_iter().map(|scored| scored.page).collect()
}

/// Index of a feature in [`FeatureIndex`].
type FeatureNumber = u32;

/// Which page has which feature, in both directions, with the weight of each feature.
///
/// The pages of a rare feature are walked. Whether a page found that way has a common feature too is searched among its
/// own. Features are numbers, so that a page's features are a short sorted list to search, and the weight of each is
/// found by its position.
struct FeatureIndex {
    /// The features of each page, sorted.
    by_page: PageTable<Vec<FeatureNumber>>,
    /// The pages with each feature.
    pages: Vec<Vec<PageId>>,
    /// `ln(1 + pages with any feature / pages with this one)`: always above 0.
    weights: Vec<f64>,
}

/// Something that two pages can share.
#[derive(PartialEq, Eq, Hash)]
enum Feature<'a> {
    Topic(PageId),
    Exercise(PageId),
    Reference(ReferenceId),
    Region(&'a str),
    Muscle(&'a str),
    /// A link to or from this page. The page itself has the feature too, so that it shares it with whatever it links to.
    Link(PageId),
}

impl FeatureIndex {
    fn new(site: &Site, pages: &PageTable<Arc<ResolvedPage>>, backlinks: &Backlinks) -> Self {
        let mut numbers: FxHashMap<Feature<'_>, FeatureNumber> = FxHashMap::default();
        let mut by_page = IdVec::with_capacity(pages.len());
        let pages_in_parallel = site.pages.as_slice().par_iter().zip(pages.as_slice());
        let features = pages_in_parallel.map(|(page, resolved)| features(page, resolved, backlinks));
        // Numbered in one thread and in the order of the pages: sums of weights then come out the same to the last bit.
        for page_features in features.collect::<Vec<_>>() {
            let mut page_numbers: Vec<FeatureNumber> = Vec::with_capacity(page_features.len());
            for feature in page_features {
                let next = FeatureNumber::try_from(numbers.len()).expect("a site has fewer than 2^32 features");
                page_numbers.push(*numbers.entry(feature).or_insert(next));
            }
            page_numbers.sort_unstable();
            page_numbers.dedup();
            by_page.push(page_numbers);
        }
        let mut pages_by_feature = vec![Vec::new(); numbers.len()];
        for (page, page_numbers) in site.pages.iter().zip(&by_page) {
            page_numbers.iter().for_each(|feature| pages_by_feature[*feature as usize].push(page.id));
        }
        let record_count = by_page.iter().filter(|page_numbers| !page_numbers.is_empty()).count().max(1);
        #[expect(clippy::cast_precision_loss, reason = "counts of pages are far below 2^52")]
        let weights = pages_by_feature
            .iter()
            .map(|pages: &Vec<PageId>| (1.0 + record_count as f64 / pages.len() as f64).ln())
            .collect();
        Self { by_page, pages: pages_by_feature, weights }
    }

    /// Scores every page that shares a feature with `page`. Weights are above 0, so a score of 0 means that the page was
    /// not reached yet.
    fn score(&self, page: &Page, scores: &mut Scores) {
        let (rare, common): (Vec<FeatureNumber>, Vec<FeatureNumber>) =
            self.by_page[page.id].iter().partition(|feature| self.pages[**feature as usize].len() <= COMMON);
        for feature in rare {
            for sharing in self.pages[feature as usize].iter().filter(|sharing| **sharing != page.id) {
                let score = &mut scores.by_page[*sharing];
                if *score == 0.0 {
                    scores.sharing.push(*sharing);
                }
                *score += self.weights[feature as usize];
            }
        }
        if common.is_empty() {
            return;
        }
        for sharing in &scores.sharing {
            let features = &self.by_page[*sharing];
            let shared = common.iter().filter(|feature| features.binary_search(feature).is_ok());
            scores.by_page[*sharing] += shared.map(|feature| self.weights[*feature as usize]).sum::<f64>();
        }
    }
}

fn features<'a>(page: &'a Page, resolved: &ResolvedPage, backlinks: &Backlinks) -> Vec<Feature<'a>> {
    let Some(reviewed) = page.editorial().filter(|reviewed| reviewed.withdrawn.is_none()) else { return Vec::new() };
    let mut features: Vec<Feature<'a>> = reviewed.topics.iter().map(|topic| Feature::Topic(*topic)).collect();
    features.extend(resolved.citations.sources().map(Feature::Reference));
    let embedded = backlinks.embedded_in.get(&page.id).into_iter().flatten();
    features.extend(embedded.map(|exercise| Feature::Exercise(*exercise)));
    let linking = backlinks.linked_from.get(&page.id).into_iter().flatten().copied();
    features.extend(super::backlinks::linked_pages(resolved).chain(linking).map(Feature::Link));
    features.push(Feature::Link(page.id));
    features.extend(page.programme().into_iter().flat_map(Programme::exercises).map(Feature::Exercise));
    if let Some(exercise) = page.exercise() {
        features.push(Feature::Exercise(page.id));
        features.extend(exercise.regions.iter().map(|region| Feature::Region(region)));
        features.extend(exercise.muscles.iter().map(|muscle| Feature::Muscle(muscle)));
    }
    features
}

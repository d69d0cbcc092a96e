//! [`Resolution`] and [`Invalidation`]: what one run resolved, and which of it the next run can take over.
//!
//! A resolved page is reused while the page is the same and so is everything that it looked at: the title and the anchors
//! of the pages that it links to, the exercises that it shows, the sources in its list. When a file came or went, or an id
//! means something else, nothing is reused and the whole site is resolved again.

use std::collections::BTreeSet;
use std::sync::Arc;

use wellpress_io::cache::Fingerprint;
use wellpress_markdown::directives::DirectiveKind;

use crate::discover::Kind;
use crate::model::programme::Programme;
use crate::model::reference::ReferenceId;
use crate::model::{Page, PageId, Record, Site};

use super::backlinks::{Backlinks, linked_pages};
use super::bodies::{Href, Meaning};
use super::citation_index::{CitationIndex, Places};
use super::outline::Outline;
use super::{Related, ResolvedPage, page_fingerprints, reviewed_text};

/// What one run resolved, without the borrowed site: the next run in the same process receives it as a
/// [`Previous`](crate::previous::Previous).
#[derive(Debug)]
pub struct Resolution {
    pub(super) site: Arc<Site>,
    pub(super) styles: Fingerprint,
    pub(super) cyclic: BTreeSet<PageId>,
    pub(super) pages: Vec<Arc<ResolvedPage>>,
    pub(super) outlines: Vec<Arc<Outline>>,
    pub(super) places: Vec<Arc<Places>>,
    pub(super) related: Arc<Vec<Related>>,
    pub(super) backlinks: Arc<Backlinks>,
    pub(super) citation_index: Arc<CitationIndex>,
    pub(super) assets: BTreeSet<String>,
    pub(super) pictures: BTreeSet<String>,
}

impl Resolution {
    /// The site that was resolved.
    #[must_use]
    pub fn site(&self) -> &Site {
        &self.site
    }

    /// Whether any page of it may be reused in `site`. Glossaries and disclaimers can appear on every page, so an edit of
    /// one of them resolves everything again.
    pub(super) fn is_reusable_in(&self, site: &Site, styles: Fingerprint) -> bool {
        self.site.finds_the_same(&site.index, &site.library)
            && has_same_glossaries(&self.site, site)
            && self.styles == styles
            && disclaimer_texts(&self.site).eq(disclaimer_texts(site))
    }
}

fn has_same_glossaries(previous: &Site, site: &Site) -> bool {
    previous.glossaries.len() == site.glossaries.len()
        && previous.glossaries.iter().zip(&site.glossaries).all(|(old, new)| Arc::ptr_eq(old, new))
}

fn disclaimer_texts(site: &Site) -> impl Iterator<Item = &str> {
    site.disclaimers.iter().map(|disclaimer| &*disclaimer.source.text)
}

/// Which pages and sources differ from the previous run, and so which resolved pages cannot be reused.
pub(super) struct Invalidation<'a> {
    pub previous: &'a Resolution,
    site: &'a Site,
    pages: Vec<bool>,
    sources: Vec<bool>,
    exercises: bool,
    /// Whether a topic was edited, on which it depends whether a caution is for a page.
    topics: bool,
}

impl<'a> Invalidation<'a> {
    pub fn new(previous: &'a Resolution, site: &'a Site) -> Self {
        let pages: Vec<bool> =
            previous.site.pages.iter().zip(&site.pages).map(|(own, other)| !Arc::ptr_eq(own, other)).collect();
        let sources = if Arc::ptr_eq(&previous.site.library, &site.library) {
            Vec::new()
        } else {
            let ids = (0..site.library.all().len()).filter_map(|at| u32::try_from(at).ok()).map(ReferenceId);
            ids.map(|id| previous.site.library.fingerprint(id) != site.library.fingerprint(id)).collect()
        };
        let is_any = |kind: Kind| site.pages.iter().zip(&pages).any(|(page, edited)| *edited && page.kind == kind);
        let (exercises, topics) = (is_any(Kind::Exercise), is_any(Kind::Topic));
        Self { previous, site, pages, sources, exercises, topics }
    }

    /// Whether an exercise was edited.
    pub fn has_exercises(&self) -> bool {
        self.exercises
    }

    /// The outline of a page, if it holds: it has the titles of exercises.
    pub fn outline(&self, page: PageId) -> Option<&'a Arc<Outline>> {
        let outline = &self.previous.outlines[page.index()];
        let holds = !self.is_edited(page) && outline.embeds.values().all(|embed| !self.is_edited(embed.page));
        holds.then_some(outline)
    }

    /// What a page was resolved to, if it holds. What had a mistake is looked at again, because another page may have put
    /// it right.
    pub fn page(&self, page: PageId, outlines: &[Arc<Outline>]) -> Option<&'a Arc<ResolvedPage>> {
        let resolved = &self.previous.pages[page.index()];
        let on_schedule: Vec<PageId> =
            reviewed_text::scheduled(self.site, self.site.page(page), &resolved.body).collect();
        let within =
            on_schedule.iter().flat_map(|exercise| self.previous.pages[exercise.index()].reading_order.exercises());
        let records = page_fingerprints::programmes(&resolved.body).chain(on_schedule.iter().copied()).chain(within);
        let mut shown = resolved.reading_order.exercises().chain(records);
        let has_cautions = || {
            let mut exercises = resolved.reading_order.exercises().chain(scheduled(self.site.page(page)));
            let has_disclaimers = !self.site.standing.topics.is_empty();
            self.topics
                && (has_disclaimers || exercises.next().is_some() || shows_video_of_exercise(self.site.page(page)))
        };
        let mut linked = resolved.key_points.iter().chain([&resolved.body]).flat_map(|body| &body.links);
        let is_of_video = || self.exercises && shows_video_of_exercise(self.site.page(page));
        let is_touched = self.is_edited(page)
            || shown.any(|exercise| self.is_edited(exercise))
            || linked.any(|href| self.leads_elsewhere(href, outlines))
            || self.lists_other_source(resolved)
            || self.writes_of_other_work(page)
            || on_schedule.iter().any(|exercise| self.lists_other_source(&self.previous.pages[exercise.index()]))
            || has_cautions()
            || is_of_video();
        let holds = resolved.findings.is_empty() && !is_touched;
        holds.then_some(resolved)
    }

    /// Whether a page leads to the same pages and cites the same sources as in the previous run.
    pub fn has_same_dependencies(&self, page: PageId, resolved: &Arc<ResolvedPage>, places: &Places) -> bool {
        let previous = &self.previous.pages[page.index()];
        let previous_places = &self.previous.places[page.index()];
        Arc::ptr_eq(previous, resolved)
            || PageDependencies::of(self.previous.site.page(page), previous, previous_places)
                == PageDependencies::of(self.site.page(page), resolved, places)
    }

    /// The pages that were resolved anew, if no other page shows more of them than how they look from outside, and that is
    /// as before. What exercises are shown in is known; a person's text is shown wherever there are experts.
    pub fn texts(&self, pages: &[Arc<ResolvedPage>]) -> Option<Vec<PageId>> {
        let pairs = self.previous.pages.iter().zip(pages).zip(&self.site.pages);
        let anew = pairs.filter(|((before, now), _)| !Arc::ptr_eq(before, now));
        let text = |((before, now), page): ((&Arc<ResolvedPage>, &Arc<ResolvedPage>), &Arc<Page>)| {
            (before.fingerprints.summary == now.fingerprints.summary && page.kind != Kind::Person).then_some(page.id)
        };
        anew.map(text).collect()
    }

    /// Whether every source says what it said.
    pub fn has_same_sources(&self) -> bool {
        self.sources.is_empty()
    }

    fn is_edited(&self, page: PageId) -> bool {
        self.pages[page.index()]
    }

    fn lists_other_source(&self, page: &ResolvedPage) -> bool {
        page.citations.sources().any(|source| self.is_other_source(source))
    }

    /// Whether something else became of a work in a list that was written by hand.
    fn writes_of_other_work(&self, page: PageId) -> bool {
        let (before, now) = (&self.previous.site.library, &self.site.library);
        let mut items = self.site.page(page).body.references.iter();
        items.any(|item| before.notice_of_written(item) != now.notice_of_written(item))
    }

    fn is_other_source(&self, source: ReferenceId) -> bool {
        self.sources.get(source.index()).copied().unwrap_or(false)
    }

    fn leads_elsewhere(&self, href: &Href, outlines: &[Arc<Outline>]) -> bool {
        let Href::Page { page, .. } = href else { return false };
        let looks = |site: &'a Site| (&site.page(*page).title, site.page(*page).is_withdrawn());
        self.is_edited(*page)
            && (looks(&self.previous.site) != looks(self.site)
                || self.previous.outlines[page.index()].anchors != outlines[page.index()].anchors)
    }
}

/// The exercises of a programme.
fn scheduled(page: &Page) -> impl Iterator<Item = PageId> + '_ {
    page.programme().into_iter().flat_map(Programme::exercises)
}

fn shows_video_of_exercise(page: &Page) -> bool {
    let mut videos = page.body.directives.iter().filter(|directive| directive.kind == DirectiveKind::Video);
    videos.any(|video| video.get("exercise").is_some())
}

/// What of a page decides the backlinks and the related pages of the whole site. While it is the same for every page, both
/// are reused.
#[derive(PartialEq)]
struct PageDependencies<'a> {
    withdrawn: bool,
    shown: Vec<PageId>,
    linked: Vec<PageId>,
    terms: Vec<&'a str>,
    sources: Vec<ReferenceId>,
    cited: Vec<ReferenceId>,
    named: Vec<(Role, PageId)>,
    words: Vec<&'a String>,
}

/// As what a page names another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Role {
    Topic,
    Author,
    Contributor,
    Reviewer,
    Related,
    Exercise,
    Broader,
}

impl<'a> PageDependencies<'a> {
    fn of(page: &'a Page, resolved: &'a ResolvedPage, places: &Places) -> Self {
        let meanings = resolved.key_points.iter().chain([&resolved.body]).flat_map(|body| body.directives.values());
        let term =
            |meaning: &'a Meaning| if let Meaning::Term { url, .. } = meaning { Some(url.as_str()) } else { None };
        let exercise = page.exercise();
        Self {
            withdrawn: page.is_withdrawn(),
            shown: resolved.reading_order.exercises().collect(),
            linked: linked_pages(resolved).collect(),
            terms: meanings.filter_map(term).collect(),
            sources: resolved.citations.sources().collect(),
            cited: places.sources().collect(),
            named: named(page),
            words: exercise.into_iter().flat_map(|exercise| exercise.regions.iter().chain(&exercise.muscles)).collect(),
        }
    }
}

fn named(page: &Page) -> Vec<(Role, PageId)> {
    let mut named = Vec::new();
    let mut add = |role: Role, pages: &[PageId]| named.extend(pages.iter().map(|page| (role, *page)));
    if let Some(reviewed) = page.reviewed() {
        add(Role::Topic, &reviewed.topics);
        add(Role::Author, &reviewed.authors);
        add(Role::Contributor, &reviewed.contributors.iter().map(|(person, _)| *person).collect::<Vec<_>>());
        add(Role::Reviewer, &reviewed.reviews.iter().map(|review| review.person).collect::<Vec<_>>());
        add(Role::Related, &reviewed.related_articles);
        add(Role::Related, &reviewed.related_exercises);
    }
    match &page.record {
        Record::Article(article) => add(Role::Exercise, &article.exercises),
        Record::Topic(topic) => add(Role::Broader, &topic.broader),
        Record::Programme(_) => add(Role::Exercise, &scheduled(page).collect::<Vec<_>>()),
        Record::Exercise(_) | Record::Person(_) | Record::Plain => {}
    }
    named
}

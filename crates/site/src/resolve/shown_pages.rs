//! [`ShownPages`]: of which other pages a page shows the text, and which it names. This is the one list of what a page depends on
//! besides its own file, its sources and its links: `reuse` decides by it which pages are resolved again, the renderer which are
//! rendered again, and `reviewed_text` what a reviewer signs.
//!
//! A page that shows something new of another one gets it here, so that all three see it.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::model::programme::Programme;
use crate::model::{Page, PageId, PageRecord, PageTable, Site};

use super::form_files::Maker;
use super::resolved_page::ResolvedPage;
use super::targets::{DirectiveTarget, ResolvedBody};
use super::videos;

/// The other pages whose words a page shows. Lists that the site makes by itself (related pages, members of a topic) are not
/// among them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ShownPages {
    /// The programmes that the text embeds.
    pub programmes: Vec<PageId>,
    /// The exercises whose text the page or its handout shows.
    pub texts: BTreeSet<PageId>,
    /// These, and the exercises of which a video or an embedded programme shows no more than the front matter: dose, cautions.
    pub exercises: BTreeSet<PageId>,
    /// The pages of which it shows a name or a card: people, successors, easier and harder exercises.
    pub named: BTreeSet<PageId>,
}

impl ShownPages {
    /// The exercises of a page, whose cautions its Easy Read version shows: the page itself, and those of which it shows more than a name.
    #[must_use]
    pub fn exercises_of_full(site: &Site, pages: &PageTable<Arc<ResolvedPage>>, full: &Page) -> BTreeSet<PageId> {
        let own = full.exercise().map(|_| full.id);
        own.into_iter().chain(exercises_on(site, pages, full)).collect()
    }

    /// Collects the pages that a page shows, from what its text and those of the others resolve to.
    #[must_use]
    pub fn of(site: &Site, pages: &PageTable<Arc<ResolvedPage>>, page: &Page) -> Self {
        let programmes: Vec<PageId> = programmes(&pages[page.id].body).collect();
        let texts: BTreeSet<PageId> = exercise_texts(pages, page).collect();
        let mut exercises = exercises_on(site, pages, page);
        let mut named_pages = named_in_front_matter(page);
        if let Some(full) = site.full_page_of(page.id) {
            exercises.extend(Self::exercises_of_full(site, pages, full));
            named_pages.insert(full.id);
        }
        let makers = pages[page.id].forms.iter().flat_map(|form| form.by.iter().chain(&form.approved_by));
        named_pages.extend(makers.filter_map(Maker::page));
        let bodies = texts.iter().chain([&page.id]).map(|text| &pages[*text].body);
        named_pages.extend(bodies.chain(&pages[page.id].front_texts).flat_map(people));
        Self { programmes, texts, exercises, named: named_pages }
    }

    /// The programmes and exercises of which the page shows more than a name.
    pub fn records(&self) -> impl Iterator<Item = PageId> {
        self.programmes.iter().chain(&self.exercises).copied()
    }
}

/// The exercises of which a page shows its text, its video or its dose.
fn exercises_on(site: &Site, pages: &PageTable<Arc<ResolvedPage>>, page: &Page) -> BTreeSet<PageId> {
    let in_programmes =
        programmes(&pages[page.id].body).flat_map(|programme| exercise_texts(pages, site.page(programme)));
    let mut exercises: BTreeSet<PageId> = exercise_texts(pages, page).chain(in_programmes).collect();
    let with_videos: Vec<PageId> = exercises.iter().copied().chain([page.id]).collect();
    exercises.extend(with_videos.iter().flat_map(|text| videos::exercises_of_videos(site, site.page(*text))));
    exercises
}

/// The exercises whose text a page or its handout shows: embedded in the page, on its schedule, or embedded in an exercise on its
/// schedule. An exercise that is shown twice comes twice.
pub(super) fn exercise_texts<'a>(
    pages: &'a PageTable<Arc<ResolvedPage>>,
    page: &'a Page,
) -> impl Iterator<Item = PageId> + 'a {
    let embedded_in = |page: PageId| pages[page].reading_order.exercises();
    let scheduled = page.programme().into_iter().flat_map(Programme::exercises);
    embedded_in(page.id).chain(scheduled.flat_map(move |exercise| [exercise].into_iter().chain(embedded_in(exercise))))
}

/// The exercises on the schedule of a page (if it is a programme) and of the programmes embedded in its text.
pub(super) fn scheduled<'a>(
    site: &'a Site,
    page: &'a Page,
    body: &'a ResolvedBody,
) -> impl Iterator<Item = PageId> + 'a {
    let embedded = programmes(body).map(|programme| site.page(programme));
    std::iter::once(page).chain(embedded).filter_map(Page::programme).flat_map(Programme::exercises)
}

/// The programmes that a text embeds.
pub(super) fn programmes(body: &ResolvedBody) -> impl Iterator<Item = PageId> + '_ {
    body.directives.values().filter_map(|target| match target {
        DirectiveTarget::Programme(programme) => Some(*programme),
        _ => None,
    })
}

/// The people that a text names in its directives.
pub(super) fn people(body: &ResolvedBody) -> impl Iterator<Item = PageId> + '_ {
    body.directives.values().filter_map(|target| match target {
        DirectiveTarget::Person(person) => Some(*person),
        _ => None,
    })
}

fn named_in_front_matter(page: &Page) -> BTreeSet<PageId> {
    let mut named_pages = BTreeSet::new();
    if let Some(editorial) = page.editorial() {
        named_pages.extend(&editorial.authors);
        named_pages.extend(editorial.contributors.iter().map(|contributor| contributor.person));
        named_pages.extend(editorial.reviews.iter().map(|review| review.person));
        named_pages.extend(editorial.withdrawn.as_ref().and_then(|withdrawn| withdrawn.successor));
    }
    named_pages.extend(page.ai_checker);
    if let PageRecord::Exercise(exercise) = &page.record {
        named_pages.extend(exercise.easier.iter().chain(&exercise.harder).chain(&exercise.next));
    }
    named_pages
}

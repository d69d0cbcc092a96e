//! [`Resolution`] and [`Invalidation`]: what one run resolved, and which of it the next run can take over.
//!
//! A resolved page is reused while the page is the same and so is everything that it looked at: the title and the anchors
//! of the pages that it links to, the exercises that it shows, the sources in its list. When a file came or went, or an id
//! means something else, nothing is reused and the whole site is resolved again.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use wellpress_io::cache::{Fingerprint, FingerprintBuilder};

use crate::model::{Page, PageId, PageRecord, PageTable, Site};
use crate::sections::ContentKind;

use super::backlinks::{Backlinks, linked_pages};
use super::citation_index::{CitationIndex, PassagesBySource};
use super::outline::Outline;
use super::related::ResolvedRelated;
use super::resolved_page::ResolvedPage;
use super::review_states::PageReviewState;
use super::sheet_page::SheetPage;
use super::shown_pages::ShownPages;
use super::signatures::KeyRing;
use super::targets::{DirectiveTarget, Href};

/// What one run resolved, without the borrowed site: the next run in the same process receives it as a
/// [`Previous`](crate::previous::Previous).
///
/// It keeps the site that was resolved, because the next run compares pages with their earlier versions.
#[derive(Debug)]
pub struct Resolution {
    pub(super) site: Arc<Site>,
    pub(super) styles: Fingerprint,
    pub(super) sheet_page: Option<SheetPage>,
    pub(super) cyclic: BTreeSet<PageId>,
    pub(super) pages: PageTable<Arc<ResolvedPage>>,
    pub(super) outlines: PageTable<Arc<Outline>>,
    pub(super) passages: PageTable<Arc<PassagesBySource>>,
    pub(super) related: Arc<PageTable<ResolvedRelated>>,
    pub(super) backlinks: Arc<Backlinks>,
    pub(super) citation_index: Arc<CitationIndex>,
    pub(super) signing_keys: KeyRing,
    pub(super) review_states: BTreeMap<PageId, Arc<PageReviewState>>,
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
        self.site.has_same_ids(&site.index, &site.library)
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
///
/// It asks of each resolved page only what that page depends on, so the work after an edit is proportional to the links of
/// the site and not to its text. A forgotten dependency would publish stale pages, which `tests/suite/incremental.rs` looks for
/// with random edits.
pub(super) struct Invalidation<'a> {
    pub previous: &'a Resolution,
    site: &'a Site,
    /// Whether each page was edited, by [`PageId`].
    edited_pages: PageTable<bool>,
    /// Whether each source differs, by [`ReferenceId`]; `None` if the library is the same.
    changed_sources: Option<Vec<bool>>,
    edited_kinds: BTreeSet<ContentKind>,
}

impl<'a> Invalidation<'a> {
    pub fn new(previous: &'a Resolution, site: &'a Site) -> Self {
        // The model reuses the `Arc` of a page whose file is the same, so comparing pointers is enough.
        let edited_pages: PageTable<bool> =
            previous.site.pages.iter().zip(&site.pages).map(|(old, new)| !Arc::ptr_eq(old, new)).collect();
        let edited = site.pages.iter().zip(&edited_pages).filter(|(_, is_edited)| **is_edited);
        let edited_kinds = edited.map(|(page, _)| page.kind).collect();
        Self { previous, site, edited_pages, changed_sources: changed_sources(&previous.site, site), edited_kinds }
    }

    /// Whether a page of this kind was edited.
    pub fn has_edited(&self, kind: ContentKind) -> bool {
        self.edited_kinds.contains(&kind)
    }

    /// The previous outline of a page, if it is still right: it contains the titles of embedded exercises.
    pub fn outline(&self, page: PageId) -> Option<&'a Arc<Outline>> {
        let outline = &self.previous.outlines[page];
        let is_valid = !self.is_edited(page) && outline.embeds.values().all(|embed| !self.is_edited(embed.page));
        is_valid.then_some(outline)
    }

    /// The previous resolution of a page, if it is still right. A page with findings is resolved again, because another page
    /// may have corrected the mistake (a missing link target that exists now).
    ///
    /// `changed_targets` are those of [`Self::changed_targets`].
    pub fn page(&self, page: PageId, changed_targets: &BTreeSet<PageId>) -> Option<&'a Arc<ResolvedPage>> {
        let resolved = &self.previous.pages[page];
        // An Easy Read version shows the disclaimers of the exercises in the text of its page.
        let is_full_edited = self.site.full_page_of(page).is_some_and(|full| self.is_edited(full.id));
        if !resolved.findings.is_empty() || self.is_edited(page) || is_full_edited {
            return None;
        }
        // A translation shows the disclaimers of its original.
        let is_stale = self.site.original(self.site.page(page)).is_some_and(|original| self.is_edited(original.id))
            || links_to_any(resolved, changed_targets)
            || self.has_changed_notice(page)
            || self.shows_change(page);
        (!is_stale).then_some(resolved)
    }

    /// Whether another page that a page shows was edited, a source in the list of either, or the topics that decide its cautions.
    fn shows_change(&self, page: PageId) -> bool {
        // To collect what a page shows takes longer than all else here, and after an edit of an article nothing of it matters.
        let decisive = [ContentKind::Exercise, ContentKind::Programme, ContentKind::Topic];
        if self.has_same_library() && !decisive.into_iter().any(|kind| self.has_edited(kind)) {
            return false;
        }
        let shown_pages = ShownPages::of(self.site, &self.previous.pages, self.site.page(page));
        shown_pages.records().any(|record| self.is_edited(record))
            || shown_pages
                .texts
                .iter()
                .chain([&page])
                .any(|text| self.lists_changed_source(&self.previous.pages[*text]))
            // Which cautions apply and which disclaimers are needed depends on which topics are broader than others.
            || self.has_edited(ContentKind::Topic)
                && !(shown_pages.exercises.is_empty() && self.site.standing.topics.is_empty())
    }

    /// Whether a page leads to the same pages and cites the same sources as in the previous run.
    pub fn has_same_dependencies(
        &self,
        page: PageId,
        resolved: &Arc<ResolvedPage>,
        passages: &PassagesBySource,
    ) -> bool {
        let previous = &self.previous.pages[page];
        let previous_passages = &self.previous.passages[page];
        Arc::ptr_eq(previous, resolved)
            || relations(self.previous.site.page(page), previous, previous_passages)
                == relations(self.site.page(page), resolved, passages)
    }

    pub fn has_same_library(&self) -> bool {
        self.changed_sources.is_none()
    }

    fn is_edited(&self, page: PageId) -> bool {
        self.edited_pages[page]
    }

    /// The pages that have another title, were withdrawn, or have other anchors: each can break a link to them or its text. The
    /// anchors of a page can also change with an exercise that it embeds.
    pub fn changed_targets(&self, outlines: &PageTable<Arc<Outline>>) -> BTreeSet<PageId> {
        let changed = self.site.pages.ids().filter(|page| {
            let (old_outline, outline) = (&self.previous.outlines[*page], &outlines[*page]);
            if Arc::ptr_eq(old_outline, outline) {
                return false;
            }
            let (old, new) = (self.previous.site.page(*page), self.site.page(*page));
            old.title != new.title || old.is_withdrawn() != new.is_withdrawn() || old_outline.anchors != outline.anchors
        });
        changed.collect()
    }

    fn lists_changed_source(&self, page: &ResolvedPage) -> bool {
        let Some(changed) = &self.changed_sources else { return false };
        page.citations.sources().any(|source| changed.get(source.index()).copied().unwrap_or(false))
    }

    /// Whether a work in a reference list that the author wrote by hand was retracted or corrected since. Such a work need
    /// not be in the library.
    fn has_changed_notice(&self, page: PageId) -> bool {
        if self.has_same_library() {
            return false;
        }
        let (old, new) = (&self.previous.site.library, &self.site.library);
        let mut items = self.site.page(page).body.references.iter();
        items.any(|item| old.notice_of_written(item) != new.notice_of_written(item))
    }
}

fn links_to_any(resolved: &ResolvedPage, pages: &BTreeSet<PageId>) -> bool {
    let mut links = resolved.texts().flat_map(|body| &body.links);
    !pages.is_empty() && links.any(|href| matches!(href, Href::Page { page, .. } if pages.contains(page)))
}

fn changed_sources(previous: &Site, site: &Site) -> Option<Vec<bool>> {
    if Arc::ptr_eq(&previous.library, &site.library) {
        return None;
    }
    let changed = site.library.ids().map(|id| previous.library.fingerprint(id) != site.library.fingerprint(id));
    Some(changed.collect())
}

/// A fingerprint of what of a page decides the backlinks and the related pages of the whole site. While it is the same for
/// every page, both are reused.
///
/// Lists are compared in the order of the text, which `Backlinks::embedded_in` keeps. The rest need not be so strict,
/// but a needless pass over the site is only slow, while a missed one would publish stale lists.
fn relations(page: &Page, resolved: &ResolvedPage, passages: &PassagesBySource) -> Fingerprint {
    let mut builder = FingerprintBuilder::new("relations").with(page.is_withdrawn());
    // Collected, because a list is added with its length.
    builder.add(resolved.reading_order.exercises().collect::<Vec<_>>());
    builder.add(linked_pages(resolved).collect::<Vec<_>>());
    for target in resolved.texts().flat_map(|body| body.directives.values()) {
        if let DirectiveTarget::Term { url, .. } = target {
            builder.add(url);
        }
    }
    // The list of the page has the sources of embedded exercises too.
    builder.add(resolved.citations.sources().collect::<Vec<_>>());
    builder.add(passages.sources().collect::<Vec<_>>());
    if let Some(reviewed) = page.editorial() {
        builder.add((&reviewed.topics, &reviewed.authors, &reviewed.related_articles, &reviewed.related_exercises));
        builder.add(reviewed.contributors.iter().map(|contributor| contributor.person).collect::<Vec<_>>());
        builder.add(reviewed.reviews.iter().map(|review| review.person).collect::<Vec<_>>());
    }
    match &page.record {
        PageRecord::Article(article) => builder.add(&article.exercises),
        PageRecord::Exercise(exercise) => builder.add((&exercise.regions, &exercise.muscles)),
        PageRecord::Programme(programme) => builder.add(programme.exercises().collect::<Vec<_>>()),
        PageRecord::Topic(topic) => builder.add(&topic.broader),
        PageRecord::Person(_) | PageRecord::Plain => {}
    }
    builder.fingerprint()
}

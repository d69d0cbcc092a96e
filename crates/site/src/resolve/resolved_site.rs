//! [`ResolvedSite`]: all that is known of a site once every reference from one page to another is resolved.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use wellpress_diagnostics::yaml::Located;
use wellpress_foundation::ids::IdVec;
use wellpress_io::cache::Fingerprint;

use crate::assets::AssetManifest;
use crate::model::disclaimer::Disclaimer;
use crate::model::reference::ReferenceId;
use crate::model::{Page, PageId, PageTable, Site};
use crate::parse::glossary::Glossary;

use super::backlinks::Backlinks;
use super::citation_index::{CitationIndex, CitingPassage, PassagesBySource};
use super::outline::Outline;
use super::redirects::SettingsRedirect;
use super::related::ResolvedRelated;
use super::resolved_page::{ResolvedGlossary, ResolvedPage};
use super::resolved_texts::ResolvedTexts;
use super::reuse::Resolution;
use super::review_states::PageReviewState;
use super::sheet_page::SheetPage;
use super::shown_pages::{self, ShownPages};
use super::signatures::KeyRing;
use super::targets::ResolvedBody;

/// A site in which every reference from one page to another is resolved. Lists are indexed by the id of what they are about.
///
/// Results that the next run may reuse are behind an [`Arc`]: a page that no edit affects keeps its allocation from run to
/// run, so that later stages recognise it by pointer and skip it.
#[derive(Debug)]
pub struct ResolvedSite<'a> {
    /// The pages before resolution.
    pub site: &'a Site,
    /// The files that pages may refer to.
    pub files: &'a AssetManifest,
    /// The resolved pages.
    pub pages: PageTable<Arc<ResolvedPage>>,
    /// Headings, embeds and anchors of each page.
    pub outlines: PageTable<Arc<Outline>>,
    /// Pages related to each page.
    pub related: Arc<PageTable<ResolvedRelated>>,
    /// Texts of disclaimers.
    pub disclaimers: IdVec<Disclaimer, ResolvedBody>,
    /// The glossaries.
    pub glossaries: IdVec<Glossary, ResolvedGlossary>,
    /// The relations between pages, inverted: who embeds, links to or wrote a page.
    pub backlinks: Arc<Backlinks>,
    /// Each source with the pages and sentences that cite it.
    pub citation_index: Arc<CitationIndex>,
    /// Files of the content that pages show or link to, and that are published unchanged.
    pub assets: BTreeSet<String>,
    /// Pictures that pages show, and that are published in other formats and sizes.
    pub pictures: BTreeSet<String>,
    /// The redirects of the settings.
    pub redirects: Vec<SettingsRedirect>,
    /// The page on which readers make a sheet of exercises, if the site has one.
    pub sheet_page: Option<SheetPage>,
    /// Pages that menus and calls to action link to, each with the span of the link in the settings.
    pub pages_linked_from_settings: Vec<Located<PageId>>,
    /// The keys with which people sign reviews.
    pub signing_keys: KeyRing,
    pub(super) review_states: BTreeMap<PageId, Arc<PageReviewState>>,
    pub(super) outdated: BTreeSet<PageId>,
    pub(super) passages: PageTable<Arc<PassagesBySource>>,
    pub(super) cyclic: BTreeSet<PageId>,
    pub(super) styles: Fingerprint,
}

impl ResolvedSite<'_> {
    /// What the next run may reuse; `site` is the one that was resolved. Large values are shared with it.
    #[must_use]
    pub fn resolution(&self, site: Arc<Site>) -> Resolution {
        Resolution {
            site,
            styles: self.styles,
            sheet_page: self.sheet_page.clone(),
            cyclic: self.cyclic.clone(),
            pages: self.pages.clone(),
            outlines: self.outlines.clone(),
            passages: self.passages.clone(),
            related: self.related.clone(),
            backlinks: self.backlinks.clone(),
            citation_index: self.citation_index.clone(),
            signing_keys: self.signing_keys.clone(),
            review_states: self.review_states.clone(),
        }
    }

    /// The texts of the site.
    #[must_use]
    pub fn texts(&self) -> ResolvedTexts<'_> {
        let Self { site, files, pages, disclaimers, .. } = self;
        ResolvedTexts { site, files, pages, disclaimers }
    }

    /// Whether a page is a translation or an Easy Read version whose original has changed since.
    #[must_use]
    pub fn is_outdated(&self, page: PageId) -> bool {
        self.outdated.contains(&page)
    }

    /// The exercises whose text a page or its handout shows: embedded in the page, on its schedule, or embedded in an exercise
    /// on its schedule. An exercise that is shown twice comes twice.
    pub fn exercise_texts_of<'b>(&'b self, page: &'b Page) -> impl Iterator<Item = PageId> + 'b {
        shown_pages::exercise_texts(&self.pages, page)
    }

    /// The exercises of a page: itself, and those of which it shows more than a name. Withdrawn ones come second.
    #[must_use]
    pub fn exercises_of(&self, page: &Page) -> (Vec<PageId>, Vec<PageId>) {
        let exercises = ShownPages::exercises_of_full(self.site, &self.pages, page).into_iter();
        exercises.partition(|exercise| !self.site.page(*exercise).is_withdrawn())
    }

    /// The other pages whose words a page shows.
    #[must_use]
    pub fn shown_by(&self, page: &Page) -> ShownPages {
        ShownPages::of(self.site, &self.pages, page)
    }

    /// The sources that a page cites in its own text or lists.
    pub fn cited_by(&self, page: PageId) -> impl Iterator<Item = ReferenceId> + '_ {
        self.passages[page].sources()
    }

    /// The sentences in which a page's own text cites a source.
    #[must_use]
    pub fn passages(&self, page: PageId, source: ReferenceId) -> &[CitingPassage] {
        self.passages[page].of(source)
    }
}

impl ResolvedSite<'_> {
    /// Frees the memory on another thread. Dropping a large site takes about as long as modelling it, and a process that is
    /// about to end need not wait for it.
    pub fn drop_in_background(self) {
        let Self { pages, outlines, related, backlinks, citation_index, .. } = self;
        rayon::spawn(move || drop((pages, outlines, related, backlinks, citation_index)));
    }
}

//! Who has to act, and what commands call a page: the names that an item of the list shows.

use wellpress_site::config::Config;
use wellpress_site::model::page::Unpublished;
use wellpress_site::model::review::Review;
use wellpress_site::model::{Page, PageId, Site};
use wellpress_site::resolve::ResolvedSite;

use super::item::{CareActor, CareItem, CarePage, CareRole};

/// Names pages and people of one site.
#[derive(Clone, Copy)]
pub(super) struct Names<'a> {
    pub config: &'a Config,
    pub site: &'a Site,
}

impl Names<'_> {
    /// The page as items name it.
    pub fn page(self, page: &Page) -> CarePage {
        CarePage {
            id: self.site.full_id(page),
            language: self.config.languages[page.language].tag.clone(),
            title: page.title.clone(),
            url: page.unpublished.is_none().then(|| self.config.base.absolute(&page.url)),
            file: page.source.path.to_string(),
        }
    }

    /// The item, about this page.
    pub fn about(self, item: CareItem, page: &Page) -> CareItem {
        CareItem { page: Some(self.page(page)), page_id: Some(page.id), ..item }
    }

    /// Whoever reviewed the page last with medical or clinical expertise, else the desk, which has to find somebody.
    pub fn reviewer_of(self, page: &Page) -> Vec<CareActor> {
        self.people(last_review(page).map(|review| review.person), CareRole::Reviewer)
    }

    /// The authors of the page, else the desk.
    pub fn authors_of(self, page: &Page) -> Vec<CareActor> {
        self.people(
            page.editorial().into_iter().flat_map(|editorial| editorial.authors.iter().copied()),
            CareRole::Author,
        )
    }

    /// These people in a role, each once; the desk if there are none.
    pub fn people(self, people: impl IntoIterator<Item = PageId>, role: CareRole) -> Vec<CareActor> {
        let mut names: Vec<CareActor> = Vec::new();
        for profile in people.into_iter().map(|person| self.site.page(person)) {
            let (id, name) = (self.site.index.signing_id(profile), profile.full_title());
            let actor = CareActor { id: Some(id), name, role };
            if !names.contains(&actor) {
                names.push(actor);
            }
        }
        if names.is_empty() { vec![desk()] } else { names }
    }
}

/// The last review of the page by somebody with medical or clinical expertise.
#[must_use]
pub fn last_review(page: &Page) -> Option<&Review> {
    let editorial = page.editorial()?;
    let medical = || editorial.reviews.iter().find(|review| review.role.is_medical_or_clinical());
    editorial.newest_review().or_else(medical)
}

/// The health pages that nobody has reviewed in any role. A draft is reviewed when it is written.
pub fn never_reviewed<'a>(resolved: &ResolvedSite<'a>) -> impl Iterator<Item = &'a Page> + use<'a> {
    let pages = resolved.site.pages.iter().map(|page| &**page);
    pages.filter(|page| {
        let is_in_force = !page.is_withdrawn() && page.unpublished != Some(Unpublished::Draft);
        let has_sign_offs = || page.sign_offs.iter().any(|sign_offs| sign_offs.all().next().is_some());
        let has_no_review = page.editorial().is_some_and(|editorial| editorial.reviews.is_empty());
        page.is_health && is_in_force && has_no_review && !has_sign_offs()
    })
}

/// Whoever keeps the site.
pub(super) fn desk() -> CareActor {
    CareActor { id: None, name: "the desk".to_owned(), role: CareRole::Desk }
}

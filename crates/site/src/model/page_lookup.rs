//! What the index of all ids says of a page that is made.

use crate::config::LanguageId;

use super::lookup::SiteIndex;
use super::page::Page;
use super::page_id::PageId;

impl SiteIndex {
    /// The page of this build in another language, or this page itself for its own.
    #[must_use]
    pub fn in_language(&self, page: &Page, language: LanguageId) -> Option<PageId> {
        self.at_route(&page.name, page.section, &page.route, language)
    }

    /// The id by which sign-offs name a person: the path below `content/people`, or that from the section on where the former is
    /// not of this person alone.
    #[must_use]
    pub fn signing_id(&self, person: &Page) -> String {
        self.signing_id_at(person.section, &person.route, person.language)
    }
}

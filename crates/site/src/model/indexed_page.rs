//! [`IndexedPage`]: a page as its id leads to it, and how much of its path an author wrote.

use crate::config::LanguageId;
use crate::discover::ContentFile;
use crate::sections::{ContentKind, SectionId, Sections};

use super::page_id::PageId;
use super::unpublished::Unpublished;

/// The page that an id or a path leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LookupResult {
    /// A page of this build.
    Page(PageId),
    /// A page that exists and is not published.
    Hidden(Unpublished),
    /// Several pages have this id; [`SiteIndex::candidates`](super::SiteIndex::candidates) has them.
    Several,
    /// No page has this id or path.
    Nothing,
}

impl LookupResult {
    /// The page of this build; `None` for everything else.
    #[must_use]
    pub fn page(self) -> Option<PageId> {
        match self {
            Self::Page(page) => Some(page),
            _ => None,
        }
    }
}

/// The pages among which an id is looked up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Among {
    /// All pages.
    All,
    /// Pages of all sections of this kind.
    Kind(ContentKind),
    /// Pages of this section.
    Section(SectionId),
}

impl From<ContentKind> for Among {
    fn from(kind: ContentKind) -> Self {
        Self::Kind(kind)
    }
}

impl From<SectionId> for Among {
    fn from(section: SectionId) -> Self {
        Self::Section(section)
    }
}

/// A page as its id leads to it.
#[derive(Debug)]
pub struct IndexedPage {
    /// Its section.
    pub section: SectionId,
    /// The kind of that section.
    pub kind: ContentKind,
    /// One of the site's languages.
    pub language: LanguageId,
    /// See [`ContentFile::route`].
    pub route: String,
    /// What the id leads to.
    pub result: LookupResult,
}

impl IndexedPage {
    pub(super) fn new(file: &ContentFile, result: LookupResult) -> Self {
        let ContentFile { section, kind, language, ref route, .. } = *file;
        Self { section, kind, language, route: route.clone(), result }
    }

    pub(super) fn is_among(&self, among: Among) -> bool {
        match among {
            Among::All => true,
            Among::Kind(kind) => self.kind == kind,
            Among::Section(section) => self.section == section,
        }
    }

    /// How much of the page's path an author wrote. `written` ends with the page's id.
    pub(super) fn named_by(&self, written: &str, sections: &Sections) -> Option<PathPart> {
        let below_folder = written.strip_prefix(&sections[self.section].folder[..]);
        if below_folder.and_then(|rest| rest.strip_prefix('/')) == Some(&self.route) {
            return Some(PathPart::Whole);
        }
        if self.route == written {
            return Some(PathPart::Route);
        }
        if !written.contains('/') {
            return Some(PathPart::End);
        }
        let is_end = self.route.strip_suffix(written).is_some_and(|folders| folders.ends_with('/'));
        is_end.then_some(PathPart::End)
    }

    /// The folder of the section and the route: a name that no other page of the language has.
    #[must_use]
    pub fn path_in(&self, sections: &Sections) -> String {
        let folder = &sections[self.section].folder;
        if self.route.is_empty() { folder.clone() } else { format!("{folder}/{}", self.route) }
    }
}

/// How much of a page's path is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum PathPart {
    /// The id, perhaps with folders before it.
    End,
    /// The whole route, which may also be the end of others.
    Route,
    /// The path from the section's folder on, which no other page of the language has.
    Whole,
}

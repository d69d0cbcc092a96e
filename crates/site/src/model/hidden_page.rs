//! [`HiddenPage`]: what is known of a page that is not part of this build.

use wellpress_foundation::Day;

use crate::discover::ContentFile;
use crate::parse::document::Document;

use super::address::AddressedDocument;
use super::unpublished::Unpublished;

/// A page that is not part of this build, so that a link to it can be reported as such.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct HiddenPage {
    /// The file, with what its path says about it.
    pub file: ContentFile,
    /// The title of its front matter.
    pub title: String,
    /// The path that it would have in the output.
    pub address: String,
    /// Why it is kept out.
    pub reason: Unpublished,
    /// The day of its first publication.
    pub published: Option<Day>,
    /// The ids of its authors, as its front matter has them.
    pub authors: Vec<String>,
}

impl HiddenPage {
    pub(super) fn new(addressed: &AddressedDocument, reason: Unpublished) -> Self {
        let Document { file, front, .. } = &*addressed.document;
        Self {
            file: file.clone(),
            title: front.title().value.clone(),
            address: addressed.path.clone(),
            reason,
            published: front.published,
            authors: front.authors.iter().map(|author| author.value.clone()).collect(),
        }
    }
}

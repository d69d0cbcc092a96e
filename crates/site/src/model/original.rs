//! [`Original`]: what a translation takes over from the page that it was made from.
//!
//! Harm does not depend on the language: a withdrawal holds for the translations too, and a caution or a signal to stop
//! must not get lost with the words around it. Also, those who wrote the original cannot review a translation of it, and a guide is
//! one in every language.

use std::collections::HashMap;
use std::sync::Arc;

use wellpress_diagnostics::yaml::Located;
use wellpress_io::cache::Fingerprint;

use crate::config::MAIN_LANGUAGE;
use crate::parse::front_matter::{Caution, CautionSeverity, FrontMatter};
use crate::sections::SectionId;

use super::address::AddressedDocument;

/// The fields of a page in the site's main language that its translations take over.
///
/// They are all from the front matter, so a translation depends on the front matter of its original and not on the
/// text: an edited paragraph there leaves the pages of its translations as they are. Whether their words still match is
/// another question, which the rule `translation-stale` asks.
#[derive(Debug)]
pub struct Original {
    /// The fields that the table of front matter names as inherited. The others are empty.
    pub fields: FrontMatter,
    /// A fingerprint of the front matter. Translations mix it into theirs, so that an edit here renders them again.
    pub front: Fingerprint,
}

/// Whether the pages below a page with this `guide` in its front matter are to be the parts of a guide. A translation follows its
/// original.
pub(super) fn is_meant_as_guide(original: Option<&Original>, written: Option<Located<bool>>) -> bool {
    original.map_or(written, |original| original.fields.guide).is_some_and(|guide| guide.value)
}

impl Original {
    fn of(page: &AddressedDocument) -> Self {
        Self { fields: page.document.front.inherited(), front: page.document.content.front }
    }

    /// The authors, as their ids are written.
    pub fn authors(&self) -> impl Iterator<Item = &str> {
        self.fields.authors.iter().map(|author| author.value.as_str())
    }

    /// The cautions that a translation lacks, one for each condition. It has a caution if it names the same condition with
    /// the same severity or a graver one; a milder one does not replace the original's.
    pub fn cautions_missing_from<'a>(
        &'a self,
        translated: &'a [(String, CautionSeverity)],
    ) -> impl Iterator<Item = (&'a str, &'a Caution)> {
        let cautions = self.fields.cautions.iter();
        let conditions =
            cautions.flat_map(|caution| caution.condition.values.iter().map(move |id| (id.as_str(), caution)));
        conditions.filter(|(id, caution)| {
            !translated.iter().any(|(condition, severity)| condition == id && *severity <= caution.severity)
        })
    }
}

/// Gives each translation the data that it takes over. Only pages that have a translation are copied from, so a site in one
/// language costs nothing.
pub(super) fn attach_originals(pages: &mut [AddressedDocument]) {
    // First the ids that have a translation, then their originals, so that no other page is copied from.
    let mut originals: HashMap<(SectionId, String), Option<Arc<Original>>> =
        pages.iter().filter(|page| is_translation(page)).map(|page| (section_and_route(page), None)).collect();
    if originals.is_empty() {
        return;
    }
    for page in pages.iter().filter(|page| !is_translation(page)) {
        if let Some(original) = originals.get_mut(&section_and_route(page)) {
            *original = Some(Arc::new(Original::of(page)));
        }
    }
    for page in pages.iter_mut().filter(|page| is_translation(page)) {
        page.original = originals.get(&section_and_route(page)).cloned().flatten();
    }
}

fn is_translation(page: &AddressedDocument) -> bool {
    page.document.file.language != MAIN_LANGUAGE
}

fn section_and_route(page: &AddressedDocument) -> (SectionId, String) {
    (page.document.file.section, page.document.file.route.clone())
}

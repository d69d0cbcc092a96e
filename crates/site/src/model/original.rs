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
use crate::parse::front_matter::{Caution, CautionSeverity, FrontMatter, Withdrawn};
use crate::sections::SectionId;

use super::address::AddressedDocument;

/// The fields of a page in the site's main language that its translations take over.
///
/// They are all from the front matter, so a translation depends on the front matter of its original and not on the
/// text: an edited paragraph there leaves the pages of its translations as they are. Whether their words still match is
/// another question, which the rule `translation-stale` asks.
#[derive(Debug)]
pub struct Original {
    /// The ids of those who wrote the page.
    pub authors: Vec<String>,
    /// That the page was taken back.
    pub withdrawn: Option<Withdrawn>,
    /// Cautions of an exercise.
    pub cautions: Vec<Caution>,
    /// Signals to stop an exercise.
    pub stop_if: Vec<String>,
    /// Whether the pages below it are the parts of a guide.
    pub guide: bool,
    /// A fingerprint of the front matter. Translations mix it into theirs, so that an edit here renders them again.
    pub front: Fingerprint,
}

/// Whether the pages below a page with this `guide` in its front matter are to be the parts of a guide. A translation follows its
/// original.
pub(super) fn is_meant_as_guide(original: Option<&Original>, written: Option<Located<bool>>) -> bool {
    original.map_or_else(|| written.is_some_and(|guide| guide.value), |original| original.guide)
}

impl Original {
    fn of(page: &AddressedDocument) -> Self {
        let fields = page.document.front.common();
        let (cautions, stop_if) = match &page.document.front {
            FrontMatter::Exercise(exercise) => (&exercise.cautions[..], &exercise.stop_if[..]),
            _ => (&[][..], &[][..]),
        };
        Self {
            authors: fields.authors.iter().map(|author| author.value.clone()).collect(),
            withdrawn: fields.withdrawn.cloned(),
            cautions: cautions.to_vec(),
            stop_if: stop_if.iter().map(|signal| signal.value.clone()).collect(),
            guide: fields.guide.is_some_and(|guide| guide.value),
            front: page.document.content.front,
        }
    }

    /// The authors, as their ids are written.
    pub fn authors(&self) -> impl Iterator<Item = &str> {
        self.authors.iter().map(String::as_str)
    }

    /// The cautions that a translation lacks, one for each condition. It has a caution if it names the same condition with
    /// the same severity or a graver one; a milder one does not replace the original's.
    pub fn cautions_missing_from<'a>(
        &'a self,
        translated: &'a [(String, CautionSeverity)],
    ) -> impl Iterator<Item = (&'a str, &'a Caution)> {
        self.cautions.iter().flat_map(|caution| caution.condition.values.iter().map(move |id| (&**id, caution))).filter(
            |(id, caution)| {
                !translated.iter().any(|(condition, severity)| condition == id && *severity <= caution.severity)
            },
        )
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

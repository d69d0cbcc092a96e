//! [`Original`]: what a translation or an Easy Read version takes over from the page that it was made from.
//!
//! Harm does not depend on the language: a withdrawal holds for the translations too, and a caution or a signal to stop
//! must not get lost with the words around it. Also, those who wrote the original cannot review a translation of it, and a guide is
//! one in every language.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use wellpress_diagnostics::yaml::Located;
use wellpress_io::cache::{Fingerprint, FingerprintBuilder};

use crate::config::{LanguageId, MAIN_LANGUAGE};
use crate::discover::{TextForm, easy_route};
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
    /// The language of the words in these fields.
    pub language: LanguageId,
    /// The robots tag of the page of an Easy Read version, which holds for that too. Translations do not take it over.
    pub robots: Option<String>,
}

/// Whether the pages below a page with this `guide` in its front matter are to be the parts of a guide. A translation follows its
/// original.
pub(super) fn is_meant_as_guide(original: Option<&Original>, written: Option<Located<bool>>) -> bool {
    original.map_or(written, |original| original.fields.guide).is_some_and(|guide| guide.value)
}

impl Original {
    fn of(page: &AddressedDocument) -> Self {
        let language = page.document.file.language;
        Self { fields: page.document.front.inherited(), front: page.document.content.front, language, robots: None }
    }

    /// Of the page of an Easy Read version. If that page is a translation, what it takes over itself holds here too.
    fn of_full_page(page: &AddressedDocument) -> Self {
        let mut own = Self::of(page);
        // Other pages cannot be the parts of this version.
        own.fields.guide = None;
        own.robots.clone_from(&page.document.front.robots);
        let Some(original) = &page.original else { return own };
        own.front = FingerprintBuilder::new("full page").with((own.front, original.front)).fingerprint();
        own.fields.authors.extend(original.fields.authors.iter().cloned());
        if own.fields.withdrawn.is_none() && original.fields.withdrawn.is_some() {
            own.fields.withdrawn.clone_from(&original.fields.withdrawn);
            own.language = original.language;
        }
        own
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

/// Gives each translation and each Easy Read version the data that it takes over. Only pages that have a translation are copied from, so a site in one
/// language costs nothing.
pub(super) fn attach_originals(pages: &mut [AddressedDocument]) {
    attach_originals_of_translations(pages);
    attach_full_pages(pages);
}

/// Gives each Easy Read version the data that it takes over from its page, which is in the same language.
fn attach_full_pages(pages: &mut [AddressedDocument]) {
    let easy = pages.iter().filter(|page| is_easy_read(page)).map(|page| (place(page), page.document.file.language));
    let easy: HashSet<_> = easy.collect();
    if easy.is_empty() {
        return;
    }
    let full = pages.iter().filter(|page| !is_easy_read(page)).filter_map(|page| {
        let file = &page.document.file;
        let key = ((file.section, easy_route(&file.route)), file.language);
        easy.contains(&key).then(|| (key, Arc::new(Original::of_full_page(page))))
    });
    let full: HashMap<_, _> = full.collect();
    for page in pages.iter_mut().filter(|page| is_easy_read(page)) {
        page.original = full.get(&(place(page), page.document.file.language)).cloned();
    }
}

fn attach_originals_of_translations(pages: &mut [AddressedDocument]) {
    // First the ids that have a translation, then their originals, so that no other page is copied from.
    let mut originals: HashMap<(SectionId, String), Option<Arc<Original>>> =
        pages.iter().filter(|page| is_translation(page)).map(|page| (place(page), None)).collect();
    if originals.is_empty() {
        return;
    }
    for page in pages.iter().filter(|page| !is_translation(page)) {
        if let Some(original) = originals.get_mut(&place(page)) {
            *original = Some(Arc::new(Original::of(page)));
        }
    }
    for page in pages.iter_mut().filter(|page| is_translation(page)) {
        page.original = originals.get(&place(page)).cloned().flatten();
    }
}

/// Whether a page takes over data of the one in the main language. An Easy Read version takes over those of its own page.
fn is_translation(page: &AddressedDocument) -> bool {
    page.document.file.language != MAIN_LANGUAGE && !is_easy_read(page)
}

fn is_easy_read(page: &AddressedDocument) -> bool {
    page.document.file.form == TextForm::EasyRead
}

fn place(page: &AddressedDocument) -> (SectionId, String) {
    (page.document.file.section, page.document.file.route.clone())
}

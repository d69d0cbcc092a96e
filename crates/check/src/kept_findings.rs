//! [`KeptFindings`]: what the rules found in the words of pages, kept for the next process. The rules on words do not
//! read a page with the same words again.
//!
//! A finding is kept by a fingerprint of all that `rules::find_in_words` reads: after an edit of any of that, another entry is
//! asked for. Rules that read more of other pages, or the day, run every time.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use wellpress_diagnostics::{Diagnostic, PackedFindings};
use wellpress_foundation::ids::IdVec;
use wellpress_io::cache::{Fingerprint, FingerprintBuilder};

use wellpress_site::config::{Config, SiteLanguage};
use wellpress_site::model::Page;
use wellpress_site::resolve::ResolvedSite;

/// Findings in the words of the pages of one run, in the form that the cache on disk has.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct KeptFindings<'a> {
    /// By [`WordsFingerprints::of`]. A page without findings has an empty entry, which says that it was judged.
    by_words: BTreeMap<Fingerprint, PackedFindings<'a>>,
}

impl<'a> KeptFindings<'a> {
    pub(super) fn new(findings: impl Iterator<Item = (Fingerprint, &'a [Arc<Diagnostic>])>) -> Self {
        Self { by_words: findings.map(|(words, findings)| (words, PackedFindings::new(findings))).collect() }
    }

    /// Whether both are about the same words, and so have the same findings: nothing needs to be written to the cache.
    #[must_use]
    pub fn has_same_words_as(&self, other: &KeptFindings<'_>) -> bool {
        self.by_words.keys().eq(other.by_words.keys())
    }

    /// The findings in words with this fingerprint. `None` if they were not judged before.
    pub(super) fn get(&self, words: Fingerprint) -> Option<Vec<Arc<Diagnostic>>> {
        self.by_words.get(&words).map(PackedFindings::unpack)
    }
}

/// Computes the fingerprints of pages' words. What all pages of a language share is hashed once.
pub(super) struct WordsFingerprints<'a> {
    resolved: &'a ResolvedSite<'a>,
    /// The settings, and the terms that a glossary explains.
    by_language: IdVec<SiteLanguage, Fingerprint>,
}

impl<'a> WordsFingerprints<'a> {
    pub fn new(config: &Config, resolved: &'a ResolvedSite<'a>) -> Self {
        let settings = config.fingerprint();
        let by_language = config.languages.ids().map(|language| {
            let glossaries = resolved.site.glossaries.iter().filter(|glossary| glossary.language == language);
            let terms: Vec<&str> = glossaries.flat_map(|glossary| &glossary.terms).map(|term| &*term.folded).collect();
            FingerprintBuilder::new("language").with((settings, terms)).fingerprint()
        });
        Self { resolved, by_language: by_language.collect() }
    }

    /// The fingerprint of everything that `rules::find_in_words` reads for a page: whatever is added there and is not a part
    /// of the page as it is rendered has to be added here.
    pub fn of(&self, page: &Page) -> Fingerprint {
        let site = self.resolved.site;
        let rendered = self.resolved.pages[page.id].fingerprints.full;
        let mut words = FingerprintBuilder::new("words").with((self.by_language[page.language], rendered));
        // Sources whose marks the page does not show, in a footnote that nothing refers to, stand beside words as well.
        for item in page.body.citations.iter().flat_map(|group| &group.items) {
            words.add(site.library.find(&item.key).map(|source| site.library.fingerprint(source)));
        }
        // A policy may have telephone numbers.
        words.add(site.policies.contains(&page.id));
        // Signs that an exercise on the page names as signals to stop need no other advice.
        for exercise in self.resolved.exercise_texts_of(page) {
            words.add(site.page(exercise).exercise().map(|exercise| &exercise.stop_if));
        }
        words.fingerprint()
    }
}

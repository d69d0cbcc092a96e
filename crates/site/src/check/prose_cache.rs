//! [`ProseFindings`]: the findings of rules that look at one page's own words, stored by a fingerprint of everything that
//! these rules read. An unchanged page is not read again, in the next run or by the next process.
//!
//! The fingerprint covers the page's file, the settings, the terms of its language's glossaries, the sources that it cites
//! and the signals to stop of the exercises that it shows. Rules that read more of other pages or depend on the day are not
//! cached here; they run every time.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use wellpress_diagnostics::{Diagnostic, PackedFindings};
use wellpress_foundation::ids::IdVec;
use wellpress_io::cache::{Fingerprint, FingerprintBuilder};

use crate::config::{Config, SiteLanguage};
use crate::model::Page;
use crate::model::page::Unpublished;
use crate::resolve::ResolvedSite;

/// Findings in pages' own words, in the form that the cache on disk has.
///
/// An entry is found by a fingerprint of what the rules read, not by the page, so it cannot be stale: after an edit
/// another entry is asked for. The entries are those of the pages of one run, so the file does not grow with the edits.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct ProseFindings<'a> {
    /// By [`ProseFingerprints::of`]. Pages without findings have an empty entry, which says that they were read.
    by_prose: BTreeMap<Fingerprint, PackedFindings<'a>>,
}

impl<'a> ProseFindings<'a> {
    pub(super) fn new(findings: impl Iterator<Item = (Fingerprint, &'a [Diagnostic])>) -> Self {
        Self { by_prose: findings.map(|(prose, findings)| (prose, PackedFindings::new(findings))).collect() }
    }

    /// Whether both are about the same prose, and so have the same findings: nothing needs to be written to the cache.
    #[must_use]
    pub fn has_same_prose_as(&self, other: &ProseFindings<'_>) -> bool {
        self.by_prose.keys().eq(other.by_prose.keys())
    }

    /// The findings in prose with this fingerprint. `None` if it was not read before.
    pub(super) fn get(&self, prose: Fingerprint) -> Option<Vec<Diagnostic>> {
        self.by_prose.get(&prose).map(PackedFindings::unpack)
    }
}

/// Computes the fingerprints of pages' prose. What all pages of a language share is hashed once.
///
/// Whatever a rule called by `rules::find_in_prose` reads must be part of the fingerprint. If it is not, an edit of that input
/// leaves stale findings.
pub(super) struct ProseFingerprints<'a> {
    resolved: &'a ResolvedSite<'a>,
    config: &'a Config,
    /// The settings and the glossary terms of each language.
    by_language: IdVec<SiteLanguage, Fingerprint>,
}

impl<'a> ProseFingerprints<'a> {
    pub fn new(config: &'a Config, resolved: &'a ResolvedSite<'a>) -> Self {
        let by_language = config.languages.ids().map(|language| {
            let glossaries = resolved.site.glossaries.iter().filter(|glossary| glossary.language == language);
            let terms: Vec<&str> = glossaries.flat_map(|glossary| &glossary.terms).map(|term| &*term.folded).collect();
            // The settings as a whole, because `pii` searches all of them for the site's own numbers.
            FingerprintBuilder::new("everywhere").with((&config.content, terms)).fingerprint()
        });
        Self { resolved, config, by_language: by_language.collect() }
    }

    pub fn of(&self, page: &Page) -> Fingerprint {
        let site = self.resolved.site;
        let tag = &self.config.languages[page.language].tag;
        let mut mixer = FingerprintBuilder::new("words").with((
            self.by_language[page.language],
            page.content.front,
            page.content.text,
        ));
        mixer.add((&page.source.path, page.kind, &page.name, tag, page.unpublished.map(Unpublished::as_str)));
        // The rule `pii` leaves the pages of policies alone.
        mixer.add(site.policies.contains(&page.id));
        // The rule `attribution-mismatch` reads the records of cited sources; an unknown key counts too, as `None`.
        for item in page.body.citations.iter().flat_map(|group| &group.items) {
            let source = site.library.find(&item.key);
            mixer.add(source.map(|id| (&site.library.get(id).key, site.library.fingerprint(id))));
        }
        // The rule `red-flag-without-care` leaves signs alone that an exercise on the page names as signals to stop. Those of
        // a translation can be its original's.
        for exercise in std::iter::once(page.id).chain(self.resolved.exercise_texts_of(page)) {
            mixer.add(site.page(exercise).exercise().map(|exercise| &exercise.stop_if));
        }
        mixer.fingerprint()
    }
}

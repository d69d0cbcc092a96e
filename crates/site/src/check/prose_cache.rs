//! [`ProseFindings`]: what the rules found in pages' own words, by all that they looked at, so that the next run need not read
//! those words again.
//!
//! Only rules that look at one page are asked for here. Its file decides what they find, with the front matter of the
//! original that it translates, the settings, the terms of its language's glossaries and the sources that it cites. Whatever
//! turns on more of other pages or on the day is judged in every run.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use wellpress_diagnostics::{Diagnostic, PackedFindings};
use wellpress_io::cache::{Fingerprint, FingerprintBuilder};

use crate::config::Config;
use crate::model::Page;
use crate::model::page::Unpublished;
use crate::resolve::ResolvedSite;

/// Findings in pages' own words.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct ProseFindings<'a> {
    by_words: BTreeMap<Fingerprint, PackedFindings<'a>>,
}

impl<'a> ProseFindings<'a> {
    /// Of words with these fingerprints.
    pub(super) fn new(findings: impl Iterator<Item = (Fingerprint, &'a [Diagnostic])>) -> Self {
        Self { by_words: findings.map(|(words, found)| (words, PackedFindings::new(found))).collect() }
    }

    /// Whether both are of the same words, and so have the same findings.
    #[must_use]
    pub fn has_same_prose_as(&self, other: &ProseFindings<'_>) -> bool {
        self.by_words.keys().eq(other.by_words.keys())
    }

    /// What was found in words with this fingerprint, if they were read.
    pub(super) fn get(&self, words: Fingerprint) -> Option<Vec<Diagnostic>> {
        self.by_words.get(&words).map(PackedFindings::unpack)
    }
}

/// All that decides what is found in pages' own words.
pub(super) struct ProseFingerprints<'a> {
    resolved: &'a ResolvedSite<'a>,
    config: &'a Config,
    /// For each language, the settings, and the terms that count as short words.
    everywhere: Vec<Fingerprint>,
}

impl<'a> ProseFingerprints<'a> {
    pub fn new(config: &'a Config, resolved: &'a ResolvedSite<'a>) -> Self {
        let of_language = |language| {
            let own = resolved.site.glossaries.iter().filter(|glossary| glossary.language == language);
            let terms: Vec<&str> = own.flat_map(|glossary| &glossary.terms).map(|term| &*term.folded).collect();
            FingerprintBuilder::new("everywhere").with((&config.source.text, terms)).fingerprint()
        };
        Self { resolved, config, everywhere: (0..config.languages.len()).map(of_language).collect() }
    }

    /// Of one page.
    pub fn of(&self, page: &Page) -> Fingerprint {
        let site = self.resolved.site;
        let tag = &self.config.languages[page.language].tag;
        let mut mixer = FingerprintBuilder::new("words").with((
            self.everywhere[page.language],
            page.content.front,
            page.content.text,
        ));
        mixer.add((&page.source.path, page.kind, &page.name, tag, page.unpublished.map(Unpublished::as_str)));
        mixer.add(site.policies.contains(&page.id));
        for item in page.body.citations.iter().flat_map(|group| &group.items) {
            let source = site.library.find(&item.key);
            mixer.add(source.map(|id| (&site.library.get(id).key, site.library.fingerprint(id))));
        }
        mixer.fingerprint()
    }
}

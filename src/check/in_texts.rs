//! [`InTexts`]: what the rules found in pages' own words, by all that they looked at, so that the next run need not read
//! those words again.
//!
//! Only rules that look at one page are asked for here: its file, the settings, the terms of its language's glossaries and
//! the sources that it cites decide what they find. Whatever turns on another page or on the day is judged in every run.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::cache::{Fingerprint, Mixer};
use crate::config::Config;
use crate::diagnostics::Diagnostic;
use crate::model::Page;
use crate::model::page::Unpublished;
use crate::resolve::ResolvedSite;

/// Findings in pages' own words.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct InTexts {
    by_words: BTreeMap<Fingerprint, Arc<[Diagnostic]>>,
}

impl InTexts {
    /// Whether both are of the same words, and so have the same findings.
    #[must_use]
    pub fn is_of_the_words_of(&self, other: &Self) -> bool {
        self.by_words.keys().eq(other.by_words.keys())
    }

    /// What was found in words with this fingerprint, if they were read.
    pub(super) fn get(&self, words: Fingerprint) -> Option<&Arc<[Diagnostic]>> {
        self.by_words.get(&words)
    }
}

impl FromIterator<(Fingerprint, Arc<[Diagnostic]>)> for InTexts {
    fn from_iter<T: IntoIterator<Item = (Fingerprint, Arc<[Diagnostic]>)>>(findings: T) -> Self {
        Self { by_words: findings.into_iter().collect() }
    }
}

/// All that decides what is found in pages' own words.
pub(super) struct Words<'a> {
    resolved: &'a ResolvedSite<'a>,
    /// The settings, and the terms that count as short words.
    everywhere: Fingerprint,
    config: &'a Config,
}

impl<'a> Words<'a> {
    pub fn new(config: &'a Config, resolved: &'a ResolvedSite<'a>) -> Self {
        let mut mixer = Mixer::new("everywhere").with(&config.source.text);
        for glossary in &resolved.site.glossaries {
            mixer.add((glossary.language, glossary.terms.len()));
            glossary.terms.iter().for_each(|term| mixer.add(&term.folded));
        }
        Self { resolved, everywhere: mixer.fingerprint(), config }
    }

    /// Of one page.
    pub fn of(&self, page: &Page) -> Fingerprint {
        let site = self.resolved.site;
        let tag = &self.config.languages[page.language].tag;
        let mut mixer = Mixer::new("words").with((self.everywhere, page.content.front, page.content.text));
        mixer.add((&page.source.path, page.kind, &page.name, tag, page.included.map(Unpublished::as_str)));
        mixer.add(site.policies.contains(&page.id));
        for item in page.body.citations.iter().flat_map(|group| &group.items) {
            let source = site.library.find(&item.key);
            mixer.add(source.map(|id| (&site.library.get(id).key, site.library.fingerprint(id))));
        }
        mixer.fingerprint()
    }
}

//! [`Progress`]: how far a run has come that was stopped, or in which a service failed, so that the next one goes on. What came is in the
//! files of the site; this says about which sources, and what was stored about each. Somebody may delete these files, take a change of
//! them back, or go to another branch: an answer that is not in the files any more is asked for again.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use wellpress_foundation::{Day, Period};
use wellpress_io::cache::{CacheLocation, CacheMode, Fingerprint, make_folder};
use wellpress_io::fs::Files;

use crate::stored_answers::StoredAnswers;

/// The file in the folder of the cache. The next version of the program reads it too.
const FILE: &str = "care-fetch.json";
const MAX_BYTES: u64 = 1 << 26;
/// After that many days all services are asked anew.
const MAX_AGE: Period = Period::of_days(3);

/// What is done of a run.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Progress {
    /// The day on which the run began.
    started: Option<Day>,
    /// What services have answered: service, key and identifier of the source, with the fingerprint of what the files have of the
    /// answer. It is set when the progress is saved, which is behind the files.
    done: BTreeMap<String, String>,
    /// The keys of sources that PubMed calls reviews or guidelines.
    pub reviews: BTreeSet<String>,
    /// The addresses of identifiers that services know, so that nobody has to ask for them as links.
    pub known: BTreeSet<String>,
}

impl Progress {
    /// What a run left that did not come to its end, as far as the files still have its answers; nothing if that was days ago.
    #[must_use]
    pub fn load(files: &dyn Files, cache: &CacheLocation, today: Day, answers: &StoredAnswers) -> Self {
        let new = Self { started: Some(today), ..Self::default() };
        if cache.mode == CacheMode::Off {
            return new;
        }
        let bytes = files.read_limited(&cache.folder.join(FILE), MAX_BYTES).unwrap_or_default();
        let stored: Option<Self> = serde_json::from_slice(&bytes).ok();
        let since = MAX_AGE.before(today);
        let recent = stored.filter(|stored| stored.started.is_some_and(|day| day > since && day <= today));
        let mut progress = recent.unwrap_or(new);
        progress.done.retain(|name, fingerprint| *fingerprint == fingerprint_of(name, answers));
        progress
    }

    /// Leaves this for the next run, behind the answers that the files have now. A failure is none of the run: the next one asks again.
    pub fn save(&mut self, files: &dyn Files, cache: &CacheLocation, answers: &StoredAnswers) {
        if cache.mode != CacheMode::ReadWrite {
            return;
        }
        self.done.iter_mut().for_each(|(name, fingerprint)| *fingerprint = fingerprint_of(name, answers));
        let text = serde_json::to_string_pretty(self).unwrap_or_default();
        let written = make_folder(files, &cache.folder)
            .and_then(|()| files.replace(&cache.folder.join(FILE), format!("{text}\n").as_bytes()));
        drop(written);
    }

    /// The run has come to its end.
    pub fn finish(&mut self) {
        *self = Self::default();
    }

    /// Whether a service has answered about a source.
    #[must_use]
    pub fn has(&self, service: &str, key: &str, identifier: &str) -> bool {
        self.done.contains_key(&name(service, key, identifier))
    }

    /// A service has answered about a source.
    pub fn add(&mut self, service: &str, key: &str, identifier: &str) {
        self.done.insert(name(service, key, identifier), String::new());
    }
}

fn name(service: &str, key: &str, identifier: &str) -> String {
    // Keys and titles have spaces.
    format!("{service}\t{key}\t{identifier}")
}

/// The fingerprint of what the files have of an answer.
fn fingerprint_of(name: &str, answers: &StoredAnswers) -> String {
    let mut parts = name.split('\t');
    let (service, key) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
    Fingerprint::of(&answers.text_of(key, service)).to_string()
}

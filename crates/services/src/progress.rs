//! [`Progress`]: how far a run has come that was stopped, or in which a service failed, so that the next one goes on. What came is in the
//! files of the site; this says about which sources.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use wellpress_foundation::{Day, Period};
use wellpress_io::cache::{CacheLocation, CacheMode, make_folder};
use wellpress_io::fs::Files;

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
    /// What services have answered: service, key and identifier of the source.
    done: BTreeSet<String>,
    /// The keys of sources that PubMed calls reviews or guidelines.
    pub reviews: BTreeSet<String>,
    /// The addresses of identifiers that services know, so that nobody has to ask for them as links.
    pub known: BTreeSet<String>,
}

impl Progress {
    /// What a run left that did not come to its end; nothing if that was days ago.
    #[must_use]
    pub fn load(files: &dyn Files, cache: &CacheLocation, today: Day) -> Self {
        let new = Self { started: Some(today), ..Self::default() };
        if cache.mode == CacheMode::Off {
            return new;
        }
        let bytes = files.read_limited(&cache.folder.join(FILE), MAX_BYTES).unwrap_or_default();
        let stored: Option<Self> = serde_json::from_slice(&bytes).ok();
        let since = MAX_AGE.before(today);
        stored.filter(|stored| stored.started.is_some_and(|day| day > since && day <= today)).unwrap_or(new)
    }

    /// Leaves this for the next run. A failure is none of the run: the next one asks again.
    pub fn save(&self, files: &dyn Files, cache: &CacheLocation) {
        if cache.mode != CacheMode::ReadWrite {
            return;
        }
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
        self.done.contains(&name(service, key, identifier))
    }

    /// A service has answered about a source.
    pub fn add(&mut self, service: &str, key: &str, identifier: &str) {
        self.done.insert(name(service, key, identifier));
    }
}

fn name(service: &str, key: &str, identifier: &str) -> String {
    format!("{service} {key} {identifier}")
}

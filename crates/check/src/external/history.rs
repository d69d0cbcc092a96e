//! [`LinkHistory`]: what requests for addresses found, and on which day, for the next run and for `care`.
//!
//! It is a JSON file in the folder of the cache, which a person can read, and which the next version of the program reads too: to ask
//! all servers again after an update would take minutes.

use std::collections::{BTreeMap, BTreeSet};
use std::io;

use serde::{Deserialize, Serialize};
use url::Url;

use wellpress_foundation::Day;
use wellpress_io::cache::{CacheLocation, CacheMode, make_folder};
use wellpress_io::fs::Files;

use super::addresses::Address;

/// The file in the folder of the cache.
const FILE: &str = "external-links.json";

/// A longer file was not written by this program.
const MAX_BYTES: u64 = 1 << 28;

/// The last verdict about each address. The program stores it between runs of `check --external`.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct LinkHistory {
    by_url: BTreeMap<String, DatedVerdict>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct DatedVerdict {
    pub day: Day,
    pub verdict: Verdict,
}

/// What a response, or the lack of one, says about an address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Verdict {
    /// There is a page.
    Sound,
    /// There is a page, and its address from now on is this.
    Moved(String),
    /// There is no page.
    Dead { why: String, help: String },
    /// Nothing can be said: the server is busy, slow or closed to programs. Holds the reason.
    Unsure(String),
}

impl LinkHistory {
    /// What the last runs left in the folder of the cache; nothing, and a note, if it cannot be read.
    pub fn load(files: &dyn Files, cache: &CacheLocation, notes: &mut Vec<String>) -> Self {
        let path = cache.folder.join(FILE);
        if cache.mode == CacheMode::Off || !files.exists(&path).unwrap_or(false) {
            return Self::default();
        }
        let bytes = files.read_limited(&path, MAX_BYTES).map_err(|error| error.to_string());
        let history = bytes.and_then(|bytes| serde_json::from_slice(&bytes).map_err(|error| error.to_string()));
        history.unwrap_or_else(|error| {
            notes.push(format!("`{}` is not used, and links are asked for again: {error}", path.display()));
            Self::default()
        })
    }

    /// Leaves the verdicts for the next run. A failure becomes a note.
    pub fn save(&self, files: &dyn Files, cache: &CacheLocation, notes: &mut Vec<String>) {
        if cache.mode != CacheMode::ReadWrite {
            return;
        }
        if let Err(error) = self.write(files, cache) {
            let folder = cache.folder.display();
            notes.push(format!("nothing is kept for the next run: cannot write to `{folder}`: {error}"));
        }
    }

    fn write(&self, files: &dyn Files, cache: &CacheLocation) -> io::Result<()> {
        make_folder(files, &cache.folder)?;
        let text = serde_json::to_string_pretty(self).map_err(io::Error::other)?;
        files.replace(&cache.folder.join(FILE), format!("{text}\n").as_bytes())
    }

    /// Whether no address was ever asked for.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.by_url.is_empty()
    }

    /// Whether an address leads nowhere, as far as it was asked for.
    #[must_use]
    pub fn has_dead_links(&self) -> bool {
        self.by_url.values().any(|dated| matches!(dated.verdict, Verdict::Dead { .. }))
    }

    pub(super) fn get(&self, address: &Address) -> Option<&DatedVerdict> {
        self.by_url.get(address.url.as_str())
    }

    /// Whether an address was there not long ago, so that it need not be requested again. A dead one is never fresh: it
    /// may have been repaired. Neither is a verdict from after today, which was made under another clock.
    pub(super) fn is_fresh(&self, address: &Address, since: Day, today: Day) -> bool {
        self.get(address).is_some_and(|dated| {
            let is_there = matches!(dated.verdict, Verdict::Sound | Verdict::Moved(_));
            is_there && dated.day > since && dated.day <= today
        })
    }

    /// Notes what a request found. One that says nothing of the address leaves what an earlier one has found.
    pub(super) fn record(&mut self, address: &Address, verdict: Verdict, is_answered: bool, day: Day) {
        let keeps = self.get(address).is_some_and(|stored| match stored.verdict {
            Verdict::Dead { .. } | Verdict::Moved(_) => true,
            Verdict::Sound => !is_answered,
            Verdict::Unsure(_) => false,
        });
        if keeps && matches!(verdict, Verdict::Unsure(_)) {
            return;
        }
        self.by_url.insert(address.url.to_string(), DatedVerdict { verdict, day });
    }

    /// Notes that there is something at an address, as another than this program has said on a day.
    pub fn record_sound(&mut self, url: &Url, day: Day) {
        self.by_url.insert(url.to_string(), DatedVerdict { verdict: Verdict::Sound, day });
    }

    /// Drops old verdicts about addresses that nobody links to any more, so that they do not stay for ever.
    pub(super) fn forget_unlinked(&mut self, since: Day, linked: &BTreeSet<&str>) {
        self.by_url.retain(|url, dated| dated.day > since || linked.contains(url.as_str()));
    }
}

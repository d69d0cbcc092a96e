//! [`ReloadHub`]: tells browsers of builds, as server-sent events.
//!
//! A reader gets one message on connecting and one after each build that changed something for it:
//!
//! ```text
//! id: 4711-12
//! event: build
//! data: {"id":12,"ok":true,"seconds":0.04,"errors":0,"warnings":3,"findings":[],"changed":["/articles/neck/"],
//!        "files":["/logo.svg"],"edited":"/articles/neck/","follow":true}
//! ```
//!
//! `changed` are pages that are new, changed or gone, and `files` other files; either is `["*"]` when they are too many to
//! name, or when it is unknown which messages the reader missed. The first message of a connection names nothing, unless the
//! browser says with `Last-Event-ID` or `?after=` which message it saw last. `edited` is the page whose file was edited, if
//! there is one; `follow` is there and true when the person wants to be led to it.
//!
//! Readers never hold up a build: each takes the newest state when it can, and the messages that it missed become one.

use std::collections::{BTreeSet, VecDeque};
use std::hash::{BuildHasher, RandomState};
use std::sync::{Mutex, MutexGuard, PoisonError};

use serde::Serialize;
use serde_json::value::RawValue;
use tokio::sync::watch;

use super::site_snapshot::SnapshotDiff;

/// How many builds are remembered for readers that come back.
const MOST_REMEMBERED: usize = 64;

/// With more addresses than these, a message says `*`.
const MOST_ADDRESSES: usize = 500;

/// What a build means to a browser.
#[derive(Debug)]
pub(super) struct ReloadEvent {
    /// Whether the site was built and has no errors.
    pub ok: bool,
    /// How long the build took.
    pub seconds: f64,
    pub errors: usize,
    pub warnings: usize,
    /// Findings that keep the site from being built, as a JSON list; the first of them, when they are many.
    pub findings: Box<RawValue>,
    /// What changed since the build before.
    pub diff: SnapshotDiff,
    /// Address of the page whose file was edited.
    pub edited: Option<String>,
}

/// Whether browsers are led to the page that was edited.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Follow {
    /// They stay where they are.
    Stay,
    /// They go to the edited page.
    Edited,
}

/// The recent builds, for all readers that listen.
///
/// A channel with one slot wakes the readers, and each then asks for one message about everything since its last: a slow
/// reader or a sleeping tab costs nothing, and a queue for each reader is not needed. The history is short, because a reader
/// that missed more reloads everything anyway.
pub(super) struct ReloadHub {
    /// Tells this run of the server from others, which number their builds from 1 too.
    run: u32,
    follow: Follow,
    /// The last builds with their numbers, oldest first.
    history: Mutex<VecDeque<(u64, ReloadEvent)>>,
    latest: watch::Sender<u64>,
}

/// The `data` of an event.
#[derive(Serialize)]
struct ReloadMessage<'a> {
    id: u64,
    ok: bool,
    seconds: f64,
    errors: usize,
    warnings: usize,
    findings: &'a RawValue,
    changed: Vec<&'a str>,
    files: Vec<&'a str>,
    edited: Option<&'a str>,
    #[serde(skip_serializing_if = "is_staying")]
    follow: bool,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde's signature")]
fn is_staying(follow: &bool) -> bool {
    !follow
}

/// The last message that a reader saw.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum LastSeen {
    /// The newest: the reader has just loaded its page.
    Newest,
    /// The message about this build.
    Build(u64),
    /// One of another run of the server, or one that never was.
    Unknown,
}

impl ReloadHub {
    /// A hub before the first build.
    pub fn new(follow: Follow) -> Self {
        // The standard library has no random numbers, but its hasher has random keys.
        let random = RandomState::new().hash_one(0_u8);
        #[expect(clippy::cast_possible_truncation, reason = "any part of a random number is random")]
        let run = random as u32;
        Self { run, follow, history: Mutex::default(), latest: watch::Sender::new(0) }
    }

    /// Records a build and wakes all readers.
    pub fn publish(&self, event: ReloadEvent) {
        let mut history = self.history();
        let id = history.back().map_or(1, |(id, _)| id + 1);
        history.push_back((id, event));
        if history.len() > MOST_REMEMBERED {
            history.pop_front();
        }
        drop(history);
        self.latest.send_replace(id);
    }

    /// Wakes its holder after each build.
    pub fn subscribe(&self) -> watch::Receiver<u64> {
        self.latest.subscribe()
    }

    /// The number of the newest build; 0 before the first.
    pub fn latest(&self) -> u64 {
        *self.latest.borrow()
    }

    /// A message's id, as a browser hands it back.
    pub fn event_id(&self, id: u64) -> String {
        format!("{}-{id}", self.run)
    }

    /// Reads an id that a browser handed back.
    pub fn last_seen(&self, event_id: &str) -> LastSeen {
        let number = event_id.strip_prefix(&format!("{}-", self.run)).and_then(|id| id.parse().ok());
        number.filter(|id| *id <= self.latest()).map_or(LastSeen::Unknown, LastSeen::Build)
    }

    /// The newest state and its number, with everything that changed since the reader's last message. `None` before the
    /// first build.
    pub fn message(&self, last_seen: LastSeen) -> Option<(u64, String)> {
        let history = self.history();
        let (id, newest) = history.back()?;
        let oldest = history.front().map_or(0, |(id, _)| *id);
        let seen = match last_seen {
            LastSeen::Newest => Some(*id),
            // When a build between the reader's last and our oldest is forgotten, what it changed is unknown.
            LastSeen::Build(seen) => Some(seen).filter(|seen| seen + 1 >= oldest),
            LastSeen::Unknown => None,
        };
        let missed = || history.iter().filter(|(id, _)| seen.is_some_and(|seen| *id > seen)).map(|(_, event)| event);
        let (changed, files) = match seen {
            Some(_) => (union(missed().map(|event| &event.diff.pages)), union(missed().map(|event| &event.diff.files))),
            None => (vec!["*"], vec!["*"]),
        };
        let message = ReloadMessage {
            id: *id,
            ok: newest.ok,
            seconds: newest.seconds,
            errors: newest.errors,
            warnings: newest.warnings,
            findings: &newest.findings,
            changed,
            files,
            edited: missed().rev().find_map(|event| event.edited.as_deref()),
            follow: self.follow == Follow::Edited,
        };
        Some((*id, serde_json::to_string(&message).expect("strings and numbers are always JSON")))
    }

    fn history(&self) -> MutexGuard<'_, VecDeque<(u64, ReloadEvent)>> {
        self.history.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// All addresses of these lists, each once, or `*` when they are too many.
fn union<'a>(lists: impl Iterator<Item = &'a Vec<String>>) -> Vec<&'a str> {
    let mut addresses = BTreeSet::new();
    for list in lists {
        addresses.extend(list.iter().map(String::as_str));
        if addresses.len() > MOST_ADDRESSES {
            return vec!["*"];
        }
    }
    addresses.into_iter().collect()
}

//! [`ReloadHub`]: sends browsers a message about each build, as server-sent events.
//!
//! A browser gets a message when it connects and one after each build that changed something:
//!
//! ```text
//! id: 4711-12
//! event: build
//! data: {"id":12,"ok":true,"seconds":0.04,"errors":0,"warnings":3,"notes":1,"findings":[],"changed":["/articles/neck/"],
//!        "files":["/logo.svg"],"edited":"/articles/neck/","follow":true}
//! ```
//!
//! `changed` are pages that are new, changed or removed, and `files` other files; either is `["*"]` if they are too many to
//! name, or if it is unknown which messages the browser missed. The first message of a connection names nothing, unless the
//! browser says with `Last-Event-ID` or `?after=` which message it received last. `edited` is the page whose file was edited,
//! if there is one; `follow` is present and true if browsers are to go there.
//!
//! Browsers never delay a build: each takes the newest state when it can, and the messages that it missed become one.

use std::collections::{BTreeSet, VecDeque};
use std::hash::{BuildHasher, RandomState};
use std::sync::{Mutex, MutexGuard, PoisonError};

use serde::Serialize;
use serde_json::value::RawValue;
use tokio::sync::watch;

use wellpress_diagnostics::render::Summary;

use super::site_snapshot::SnapshotDiff;

/// How many builds are remembered for browsers that connect again.
const MAX_REMEMBERED_BUILDS: usize = 64;

/// With more addresses than these, a message says `*`.
const MAX_ADDRESSES: usize = 500;

/// The result of a build, as far as browsers need it.
#[derive(Debug)]
pub(super) struct ReloadEvent {
    /// Whether the site was built and has no errors.
    pub ok: bool,
    /// The duration of the build.
    pub seconds: f64,
    /// How many findings there are.
    pub summary: Summary,
    /// The findings that stopped the build, as a JSON list; only the first ones if they are many.
    pub findings: Box<RawValue>,
    /// The files that changed since the build before.
    pub diff: SnapshotDiff,
    /// Address of the page whose file was edited.
    pub edited: Option<String>,
}

/// Whether browsers go to the page that was edited.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Follow {
    /// Browsers stay on their page.
    Stay,
    /// Browsers go to the edited page.
    Edited,
}

/// The recent builds, for all connected browsers.
///
/// A channel with one slot wakes the connections, and each then takes one message about everything since its last: a slow
/// browser or a sleeping tab costs nothing, and no connection needs a queue. The history is short, because a browser that missed
/// more builds reloads everything anyway.
pub(super) struct ReloadHub {
    /// A random number of this run of the server: other runs number their builds from 1 too.
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
    #[serde(flatten)]
    summary: Summary,
    findings: &'a RawValue,
    changed: Vec<&'a str>,
    files: Vec<&'a str>,
    edited: Option<&'a str>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    follow: bool,
}

/// The last message that a browser received.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum LastSeen {
    /// The newest: the browser has just loaded its page.
    Newest,
    /// The message about this build.
    Build(u64),
    /// A message of another run of the server, or an invalid id.
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

    /// Records a build and wakes all connections.
    pub fn publish(&self, event: ReloadEvent) {
        let mut history = self.history();
        let id = history.back().map_or(1, |(id, _)| id + 1);
        history.push_back((id, event));
        if history.len() > MAX_REMEMBERED_BUILDS {
            history.pop_front();
        }
        // Released first, because each connection that wakes takes this lock.
        drop(history);
        self.latest.send_replace(id);
    }

    /// A receiver that wakes after each build.
    pub fn subscribe(&self) -> watch::Receiver<u64> {
        self.latest.subscribe()
    }

    /// The number of the newest build; 0 before the first.
    pub fn latest(&self) -> u64 {
        *self.latest.borrow()
    }

    /// The id of a message, which a browser sends back when it connects again.
    pub fn event_id(&self, id: u64) -> String {
        format!("{}-{id}", self.run)
    }

    /// Reads an id that a browser sent back.
    pub fn last_seen(&self, event_id: &str) -> LastSeen {
        let number = event_id.strip_prefix(&format!("{}-", self.run)).and_then(|id| id.parse().ok());
        number.filter(|id| *id <= self.latest()).map_or(LastSeen::Unknown, LastSeen::Build)
    }

    /// The number of the newest build and a message with its state and everything that changed since the browser's last message.
    /// `None` before the first build.
    pub fn message(&self, last_seen: LastSeen) -> Option<(u64, String)> {
        let history = self.history();
        let (id, newest) = history.back()?;
        let oldest = history.front().map_or(0, |(id, _)| *id);
        let seen = match last_seen {
            LastSeen::Newest => Some(*id),
            // The changes of a build that is no longer remembered are unknown.
            LastSeen::Build(seen) => Some(seen).filter(|seen| seen + 1 >= oldest),
            LastSeen::Unknown => None,
        };
        let missed = history.iter().filter(|(id, _)| seen.is_some_and(|seen| *id > seen)).map(|(_, event)| event);
        let (changed, files) = match seen {
            Some(_) => {
                let (pages, files) = (missed.clone().map(|event| &event.diff.pages), missed.clone());
                (union(pages), union(files.map(|event| &event.diff.files)))
            }
            None => (vec!["*"], vec!["*"]),
        };
        let message = ReloadMessage {
            id: *id,
            ok: newest.ok,
            seconds: newest.seconds,
            summary: newest.summary,
            findings: &newest.findings,
            changed,
            files,
            edited: missed.rev().find_map(|event| event.edited.as_deref()),
            follow: self.follow == Follow::Edited,
        };
        Some((*id, serde_json::to_string(&message).expect("strings and numbers are always JSON")))
    }

    fn history(&self) -> MutexGuard<'_, VecDeque<(u64, ReloadEvent)>> {
        self.history.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The addresses of all lists without duplicates, or `*` if they are too many.
fn union<'a>(lists: impl Iterator<Item = &'a Vec<String>>) -> Vec<&'a str> {
    let mut addresses = BTreeSet::new();
    for list in lists {
        addresses.extend(list.iter().map(String::as_str));
        if addresses.len() > MAX_ADDRESSES {
            return vec!["*"];
        }
    }
    addresses.into_iter().collect()
}

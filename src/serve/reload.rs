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
//! name, or if the browser missed more than this message. The first message of a connection names nothing, unless the
//! browser says with `Last-Event-ID` or `?after=` which message it received last. `edited` is the page whose file was edited,
//! if there is one; `follow` is present and true if browsers are to go there.
//!
//! Browsers never delay a build: each takes the newest state when it can.

use std::hash::{BuildHasher, RandomState};
use std::sync::{Mutex, PoisonError};

use serde::Serialize;
use serde_json::value::RawValue;
use tokio::sync::watch;

use wellpress_diagnostics::render::Summary;

use super::site_snapshot::SnapshotDiff;

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

/// The newest build, for all connected browsers.
///
/// A channel with one slot wakes the connections, and each then takes the newest message: a slow browser or a sleeping tab costs
/// nothing, and no connection needs a queue. A browser that missed a message takes it that everything changed.
pub(super) struct ReloadHub {
    /// A random number of this run of the server: other runs number their builds from 1 too.
    run: u32,
    follow: Follow,
    newest: Mutex<Option<(u64, ReloadEvent)>>,
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

impl ReloadHub {
    /// A hub before the first build.
    pub fn new(follow: Follow) -> Self {
        // The standard library has no random numbers, but its hasher has random keys.
        let random = RandomState::new().hash_one(0_u8);
        #[expect(clippy::cast_possible_truncation, reason = "any part of a random number is random")]
        let run = random as u32;
        Self { run, follow, newest: Mutex::default(), latest: watch::Sender::new(0) }
    }

    /// Records a build and wakes all connections.
    pub fn publish(&self, event: ReloadEvent) {
        let id = self.latest() + 1;
        // The lock is released before connections wake, since each of them takes it.
        *self.newest.lock().unwrap_or_else(PoisonError::into_inner) = Some((id, event));
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

    /// The newest message with its id, for a browser that received the message with the id `last_event_id` before; `None` is a browser
    /// that has just loaded its page. `None` before the first build.
    pub fn message(&self, last_event_id: Option<&str>) -> Option<(String, String)> {
        let newest = self.newest.lock().unwrap_or_else(PoisonError::into_inner);
        let (id, event) = newest.as_ref()?;
        let event_id = |id: u64| format!("{}-{id}", self.run);
        let missed = match last_event_id {
            None => Missed::Nothing,
            Some(last) if last == event_id(*id) => Missed::Nothing,
            Some(last) if last == event_id(id - 1) => Missed::Newest,
            Some(_) => Missed::More,
        };
        let message = ReloadMessage {
            id: *id,
            ok: event.ok,
            seconds: event.seconds,
            summary: event.summary,
            findings: &event.findings,
            changed: missed.of(&event.diff.pages),
            files: missed.of(&event.diff.files),
            edited: event.edited.as_deref().filter(|_| missed != Missed::Nothing),
            follow: self.follow == Follow::Edited,
        };
        Some((event_id(*id), serde_json::to_string(&message).expect("strings and numbers are always JSON")))
    }
}

/// The messages that a browser has not received.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Missed {
    Nothing,
    Newest,
    /// What changed is unknown: it missed several, or received one of another run of the server.
    More,
}

impl Missed {
    /// The addresses that the browser has to ask for again, of those that the newest build changed.
    fn of(self, addresses: &[String]) -> Vec<&str> {
        match self {
            Self::Nothing => Vec::new(),
            Self::Newest if addresses.len() <= MAX_ADDRESSES => addresses.iter().map(String::as_str).collect(),
            Self::Newest | Self::More => vec!["*"],
        }
    }
}

//! [`Hub`]: what browsers are told of builds, as server-sent events.
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
//! `changed` are pages that are new, other than before, or gone, and `files` whatever else is; either is `["*"]` where
//! they are too many to name, or where it is not known since when the reader missed something. The first message of a
//! connection names nothing, unless the browser says with `Last-Event-ID` or `?after=` what it heard last. `edited` is
//! the page whose file was edited, if it was one, and `follow` is there and true where the person wants to be led to it.
//!
//! Readers never hold up a build: each takes the newest state when it can, and the messages that it missed are one.

use std::collections::{BTreeSet, VecDeque};
use std::hash::{BuildHasher, RandomState};
use std::sync::{Mutex, MutexGuard, PoisonError};

use serde::Serialize;
use serde_json::value::RawValue;
use tokio::sync::watch;

use super::shelf::Difference;

/// How many builds are remembered for readers that come back.
const REMEMBERED: usize = 64;

/// With more addresses than these, a message says that everything changed.
const NAMED: usize = 500;

/// What a build means to a browser.
#[derive(Debug)]
pub(super) struct News {
    /// Whether the site was built.
    pub ok: bool,
    /// How long it took.
    pub seconds: f64,
    /// How many findings are errors.
    pub errors: usize,
    /// How many are warnings.
    pub warnings: usize,
    /// Findings that keep the site from being built, as a JSON list; the first of them, where they are many.
    pub findings: Box<RawValue>,
    /// What a reader sees otherwise than before.
    pub difference: Difference,
    /// Address of the page whose file was edited.
    pub edited: Option<String>,
}

/// Whether browsers are led to the page that was edited.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Follow {
    /// They stay where they are.
    Stay,
    /// They go there.
    Edited,
}

/// All that is known of builds, for whoever listens.
pub(super) struct Hub {
    /// Tells this run of the server from others, whose builds have the same numbers.
    run: u32,
    follow: Follow,
    past: Mutex<VecDeque<(u64, News)>>,
    latest: watch::Sender<u64>,
}

#[derive(Serialize)]
struct Message<'a> {
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

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks in this way")]
fn is_staying(follow: &bool) -> bool {
    !follow
}

impl Hub {
    /// Of a run in which nothing was built yet.
    pub fn new(follow: Follow) -> Self {
        let run = RandomState::new().hash_one(0_u8);
        #[expect(clippy::cast_possible_truncation, reason = "any part of it will do")]
        let run = run as u32;
        Self { run, follow, past: Mutex::default(), latest: watch::Sender::new(0) }
    }

    /// Tells everybody.
    pub fn publish(&self, news: News) {
        let mut past = self.past();
        let id = past.back().map_or(1, |(id, _)| id + 1);
        past.push_back((id, news));
        if past.len() > REMEMBERED {
            past.pop_front();
        }
        drop(past);
        self.latest.send_replace(id);
    }

    /// Wakes whoever holds it after each build.
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

    /// The build that a browser heard of last; of another run of the server nothing is known.
    pub fn heard(&self, event_id: &str) -> Heard {
        let number = event_id.strip_prefix(&format!("{}-", self.run)).and_then(|id| id.parse().ok());
        number.filter(|id| *id <= self.latest()).map_or(Heard::Unknown, Heard::Upto)
    }

    /// The state now and its number, with all that changed since the reader last heard; nothing before the first build.
    pub fn message(&self, heard: Heard) -> Option<(u64, String)> {
        let past = self.past();
        let (id, newest) = past.back()?;
        let first = past.front().map_or(0, |(id, _)| *id);
        let before = match heard {
            Heard::Everything => Some(*id),
            Heard::Upto(before) => Some(before).filter(|before| before + 1 >= first),
            Heard::Unknown => None,
        };
        let missed = || past.iter().filter(|(id, _)| before.is_some_and(|before| *id > before)).map(|(_, news)| news);
        let named = |addresses: fn(&Difference) -> &[String]| match before {
            Some(_) => union(missed().map(|news| addresses(&news.difference))),
            None => vec!["*"],
        };
        let message = Message {
            id: *id,
            ok: newest.ok,
            seconds: newest.seconds,
            errors: newest.errors,
            warnings: newest.warnings,
            findings: &newest.findings,
            changed: named(|difference| &difference.pages),
            files: named(|difference| &difference.files),
            edited: missed().rev().find_map(|news| news.edited.as_deref()),
            follow: self.follow == Follow::Edited,
        };
        Some((*id, serde_json::to_string(&message).expect("strings and numbers are always JSON")))
    }

    fn past(&self) -> MutexGuard<'_, VecDeque<(u64, News)>> {
        self.past.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What a reader knows already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Heard {
    /// All up to now: it has just loaded its page.
    Everything,
    /// All up to this build.
    Upto(u64),
    /// That is not known.
    Unknown,
}

/// All addresses of these lists, each once, unless they are too many.
fn union<'a>(lists: impl Iterator<Item = &'a [String]>) -> Vec<&'a str> {
    let mut all = BTreeSet::new();
    for list in lists {
        all.extend(list.iter().map(String::as_str));
        if all.len() > NAMED {
            return vec!["*"];
        }
    }
    all.into_iter().collect()
}

//! [`Ledger`]: the record of a target's deploys, read from the target and written to it. Which objects to store or delete is
//! left to the plan.
//!
//! One small file says which release is current, which earlier ones can be restored, which deploys did not finish and which
//! one is running. It is only ever written with a condition, so of two deploys at the same time one wins and the other
//! stops. The lists of objects stand beside it, each under the hash of its text.

use serde::{Deserialize, Serialize};

use super::ContentEncoding;
use super::DeployError;
use super::object::{Object, ObjectHeaders};
use super::plan::TargetContents;
use super::release::Release;
use super::store::{ObjectVersion, StoreError, TargetStore};

/// The path of the record at the target.
pub const STATE: &str = ".wellpress-deploy/state.json";

/// The folder of the lists of objects.
const RELEASES: &str = ".wellpress-deploy/releases/";

/// The folder of objects that a later release replaced, by their hashes.
const RETAINED: &str = ".wellpress-deploy/kept/";

/// The headers of the record: it changes with each deploy, and no reader needs it.
pub(super) const RECORD_HEADERS: ObjectHeaders<'_> = ObjectHeaders {
    media_type: "text/plain; charset=utf-8",
    cache: "no-store",
    encoding: ContentEncoding::Identity,
    stamp: "",
};

const FORMAT: u32 = 1;

/// A release that can be restored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReleaseRecord {
    /// Counts up from 1 with each new release.
    pub number: u64,
    /// The name of its list of objects.
    list: String,
    /// The time of its first deploy, as [`DeployJob::time`](super::DeployJob::time) gave it.
    #[serde(rename = "at")]
    pub time: String,
    /// How many objects it has.
    pub objects: usize,
    /// The size of its files as built, in bytes.
    pub bytes: u64,
}

/// The record as it stands at the target. Fields keep their names: older and newer versions of the program read it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct LedgerState {
    format: u32,
    /// The number of the release that readers see.
    current: Option<u64>,
    /// The releases that can be restored, the current one among them.
    releases: Vec<ReleaseRecord>,
    /// The lists of deploys that did not finish: any of their objects may be there.
    unfinished: Vec<String>,
    #[serde(rename = "holder")]
    running: Option<RunningDeploy>,
}

/// The deploy that is changing the target.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct RunningDeploy {
    id: String,
    /// Counts up while the deploy is alive.
    #[serde(rename = "beat")]
    heartbeats: u64,
}

/// The record of a target, with the version that was read. Every write is conditional on that version: once another deploy
/// has written the record, this one can write nothing more.
pub struct Ledger<'a> {
    store: &'a dyn TargetStore,
    state: LedgerState,
    /// `None` if the target has no record yet.
    version: Option<ObjectVersion>,
}

impl<'a> Ledger<'a> {
    /// Reads the record. A target without one has had no deploy.
    ///
    /// # Errors
    /// When the target does not answer, or the record is damaged.
    pub fn open(store: &'a dyn TargetStore) -> Result<Self, DeployError> {
        let Some(stored) = store.read(STATE)? else {
            let state = LedgerState {
                format: FORMAT,
                current: None,
                releases: Vec::new(),
                unfinished: Vec::new(),
                running: None,
            };
            return Ok(Self { store, state, version: None });
        };
        let state: LedgerState = serde_json::from_slice(&stored.bytes).map_err(|error| damaged(STATE, error))?;
        if state.format != FORMAT {
            return Err(damaged(STATE, "a newer version of wellpress wrote it"));
        }
        Ok(Self { store, state, version: Some(stored.version) })
    }

    /// The releases that can be restored, the oldest first.
    #[must_use]
    pub fn releases(&self) -> &[ReleaseRecord] {
        &self.state.releases
    }

    /// The number of the release that readers see.
    #[must_use]
    pub fn current(&self) -> Option<u64> {
        self.state.current
    }

    /// The releases of deploys that did not finish. Some of their objects are at the target, which readers see beside those of the
    /// current release. A release on record is not among them: of that only some objects are to be deleted yet.
    ///
    /// # Errors
    /// When a list cannot be read.
    pub fn unfinished_releases(&self) -> Result<Vec<Release>, DeployError> {
        self.lists_without_record().map(|list| self.read_list(list)).collect()
    }

    /// The releases on record of which a deploy that did not finish has left files beside those of the current one.
    pub fn unfinished_records(&self) -> impl Iterator<Item = &ReleaseRecord> {
        let is_unfinished = |record: &&ReleaseRecord| self.state.unfinished.contains(&record.list);
        self.state.releases.iter().filter(|record| Some(record.number) != self.state.current).filter(is_unfinished)
    }

    pub(super) fn has_unfinished_release(&self) -> bool {
        self.lists_without_record().next().is_some()
    }

    fn lists_without_record(&self) -> impl Iterator<Item = &str> {
        let lists = self.state.unfinished.iter().map(String::as_str);
        lists.filter(|list| !self.state.releases.iter().any(|record| record.list == *list))
    }

    pub(super) fn has_no_deploys(&self) -> bool {
        self.version.is_none()
    }

    pub(super) fn all_deploys_finished(&self) -> bool {
        self.state.unfinished.is_empty()
    }

    /// Whether a deploy is running, or was killed while it ran.
    pub(super) fn is_claimed(&self) -> bool {
        self.state.running.is_some()
    }

    pub(super) fn has_same_state(&self, other: &Self) -> bool {
        self.state == other.state
    }

    /// Reads the lists of what the target has.
    pub(super) fn contents(&self) -> Result<TargetContents, DeployError> {
        let current = self.current_record().map(|record| self.read_list(&record.list)).transpose()?;
        let unfinished = self.state.unfinished.iter().map(|list| self.read_list(list)).collect::<Result<_, _>>()?;
        Ok(TargetContents { current: current.unwrap_or_default(), unfinished })
    }

    fn current_record(&self) -> Option<&ReleaseRecord> {
        self.state.releases.iter().find(|record| Some(record.number) == self.state.current)
    }

    pub(super) fn read_release(&self, record: &ReleaseRecord) -> Result<Release, DeployError> {
        self.read_list(&record.list)
    }

    fn read_list(&self, name: &str) -> Result<Release, DeployError> {
        // The name becomes part of a path, so only the digits of a hash are accepted.
        if name.is_empty() || !name.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return Err(damaged(STATE, "it names a list that cannot be"));
        }
        let path = format!("{RELEASES}{name}");
        let stored = self.store.read(&path)?.ok_or_else(|| damaged(&path, "it is not there"))?;
        let text = String::from_utf8(stored.bytes).map_err(|_| damaged(&path, "it is not text"))?;
        let release = Release::parse(&path, &text)?;
        if release.name() == name { Ok(release) } else { Err(damaged(&path, "its hash is another")) }
    }

    /// Claims the target for the deploy `id` of this release. From here on any object of the release may be there.
    pub(super) fn claim(&mut self, id: &str, release: &Release) -> Result<(), DeployError> {
        let list = release.name();
        // The list goes first: the record must never name one that is not there.
        self.store.write(&format!("{RELEASES}{list}"), release.to_text().into_bytes(), &RECORD_HEADERS)?;
        let mut state = self.state.clone();
        if !state.unfinished.contains(&list) {
            state.unfinished.push(list);
        }
        state.running = Some(RunningDeploy { id: id.to_owned(), heartbeats: 0 });
        self.write(state)
    }

    /// Shows other deploys that this one is alive.
    pub(super) fn heartbeat(&mut self) -> Result<(), DeployError> {
        let mut state = self.state.clone();
        if let Some(running) = &mut state.running {
            running.heartbeats += 1;
        }
        self.write(state)
    }

    /// Makes a release whose objects are all there the current one, and returns its number: `number` for one that was
    /// restored, else the next. The objects of the previous release are still there, so it counts as unfinished until the
    /// deletes are done.
    pub(super) fn promote(&mut self, release: &Release, number: Option<u64>, time: &str) -> Result<u64, DeployError> {
        let list = release.name();
        let previous_list = self.current_record().map(|record| record.list.clone());
        let mut state = self.state.clone();
        // The previous list may be there from a deploy that did not finish. It is added once.
        state.unfinished.retain(|unfinished| *unfinished != list && previous_list.as_ref() != Some(unfinished));
        state.unfinished.extend(previous_list.filter(|previous| *previous != list));
        // Behind the highest and not behind the current one: after a rollback newer releases are on record.
        let number = number.unwrap_or_else(|| state.releases.iter().map(|record| record.number).max().unwrap_or(0) + 1);
        if !state.releases.iter().any(|record| record.number == number) {
            let bytes = release.objects.iter().map(|object| object.size).sum();
            let objects = release.objects.len();
            state.releases.push(ReleaseRecord { number, list, time: time.to_owned(), objects, bytes });
        }
        state.current = Some(number);
        self.write(state)?;
        Ok(number)
    }

    /// Records that the deploy is done. Besides the current release, the newest `keep_releases` stay on record. Returns whether
    /// others were dropped.
    pub(super) fn finish(&mut self, keep_releases: usize) -> Result<bool, DeployError> {
        let mut state = self.state.clone();
        (state.unfinished, state.running) = (Vec::new(), None);
        // One more, because the current release is not one of those to keep.
        let drop_count = state.releases.len().saturating_sub(keep_releases.saturating_add(1));
        let mut index = 0;
        state.releases.retain(|record| {
            index += 1;
            index > drop_count || Some(record.number) == state.current
        });
        let has_dropped = state.releases.len() < self.state.releases.len();
        self.write(state)?;
        Ok(has_dropped)
    }

    /// Gives up the claim after a failure, so that the next deploy need not wait. What is unfinished stays on record.
    pub(super) fn release_claim(&mut self) -> Result<(), DeployError> {
        let mut state = self.state.clone();
        state.running = None;
        self.write(state)
    }

    /// Deletes the lists and retained objects that no release on record needs.
    pub(super) fn sweep(&self) -> Result<(), DeployError> {
        let mut needed = rustc_hash::FxHashSet::default();
        for record in &self.state.releases {
            needed.insert(format!("{RELEASES}{}", record.list));
            needed.extend(self.read_release(record)?.objects.iter().map(retained_path));
        }
        for folder in [RETAINED, RELEASES] {
            for path in self.store.list(folder)?.iter().filter(|path| !needed.contains(*path)) {
                self.store.delete(path)?;
            }
        }
        Ok(())
    }

    fn write(&mut self, state: LedgerState) -> Result<(), DeployError> {
        let text = serde_json::to_vec_pretty(&state).map_err(|error| damaged(STATE, error))?;
        let version = match self.store.write_if(STATE, text.clone(), self.version.as_ref()) {
            Ok(version) => version,
            // The write may have been done and only its answer lost. A retry then meets its own bytes with another version,
            // so what is stored decides.
            Err(error) => match self.store.read(STATE)? {
                Some(stored) if stored.bytes == text => stored.version,
                _ if matches!(error, StoreError::Changed(_)) => return Err(DeployError::Rival("was quicker")),
                _ => return Err(error.into()),
            },
        };
        (self.state, self.version) = (state, Some(version));
        Ok(())
    }
}

/// Where an object is retained once another replaces it.
pub(super) fn retained_path(object: &Object) -> String {
    format!("{RETAINED}{}{}", object.hash.to_hex(), object.encoding.suffix())
}

fn damaged(path: &str, why: impl ToString) -> DeployError {
    DeployError::Damaged { path: path.to_owned(), why: why.to_string() }
}

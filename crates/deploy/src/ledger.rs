//! [`Ledger`]: what earlier deploys left on record at the target. One small file says which release is there, which can
//! be gone back to, which deploy did not finish and who is at work; it is only ever written with a condition, so that of
//! two deploys one wins and the other stops. The lists of objects stand beside it, each under the hash of its text.

use serde::{Deserialize, Serialize};

use super::ContentEncoding;
use super::DeployError;
use super::object::{Object, ObjectHeaders};
use super::plan::TargetContents;
use super::release::Release;
use super::store::{ObjectVersion, StoreError, TargetStore};

/// The file that says how things stand.
pub const STATE: &str = ".wellpress-deploy/state.json";

/// The lists of objects.
pub(super) const RELEASES: &str = ".wellpress-deploy/releases/";

/// Objects that a later release replaced, by their hashes.
pub(super) const KEPT: &str = ".wellpress-deploy/kept/";

/// What is on record is for deploys and not for readers.
pub(super) const RECORD: ObjectHeaders<'_> = ObjectHeaders {
    media_type: "text/plain; charset=utf-8",
    cache: "no-store",
    form: ContentEncoding::Identity,
    stamp: "",
};

const FORMAT: u32 = 1;

/// A release that can be gone back to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReleaseRecord {
    /// Counts up.
    pub number: u64,
    /// The name of its list.
    list: String,
    /// When it was deployed first, as the deploy said it.
    pub at: String,
    /// How many objects it has.
    pub objects: usize,
    /// How many bytes its files have.
    pub bytes: u64,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct LedgerState {
    format: u32,
    /// The release that is there.
    current: Option<u64>,
    /// Those that can be gone back to, the current among them.
    releases: Vec<ReleaseRecord>,
    /// Lists of which any object may be there.
    unfinished: Vec<String>,
    /// Who is at work.
    holder: Option<ActiveDeploy>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct ActiveDeploy {
    id: String,
    beat: u64,
}

/// The record of a target.
pub struct Ledger<'a> {
    store: &'a dyn TargetStore,
    state: LedgerState,
    version: Option<ObjectVersion>,
}

impl<'a> Ledger<'a> {
    /// Reads it; a target without one has had no deploy.
    ///
    /// # Errors
    /// When the target cannot say, or the record is damaged.
    pub fn open(store: &'a dyn TargetStore) -> Result<Self, DeployError> {
        let none =
            LedgerState { format: FORMAT, current: None, releases: Vec::new(), unfinished: Vec::new(), holder: None };
        let Some(stored) = store.read(STATE)? else { return Ok(Self { store, state: none, version: None }) };
        let state: LedgerState = serde_json::from_slice(&stored.bytes).map_err(|error| damaged(STATE, error))?;
        if state.format != FORMAT {
            return Err(damaged(STATE, "a newer version of wellpress wrote it"));
        }
        Ok(Self { store, state, version: Some(stored.version) })
    }

    /// The releases that can be gone back to, the oldest first.
    #[must_use]
    pub fn notes(&self) -> &[ReleaseRecord] {
        &self.state.releases
    }

    /// The number of the release that is there.
    #[must_use]
    pub fn current(&self) -> Option<u64> {
        self.state.current
    }

    /// Whether there never was a deploy.
    pub(super) fn is_blank(&self) -> bool {
        self.version.is_none()
    }

    /// Whether every deploy finished.
    pub(super) fn is_settled(&self) -> bool {
        self.state.unfinished.is_empty()
    }

    /// Whether a deploy is at work, or was killed.
    pub(super) fn is_held(&self) -> bool {
        self.state.holder.is_some()
    }

    /// Whether the other is the very same record.
    pub(super) fn is_same(&self, other: &Self) -> bool {
        self.state == other.state
    }

    /// What the target has.
    pub(super) fn known(&self) -> Result<TargetContents, DeployError> {
        let current = self.state.releases.iter().find(|note| Some(note.number) == self.state.current);
        let base = current.map(|note| self.list(&note.list)).transpose()?.unwrap_or_default();
        let loose = self.state.unfinished.iter().map(|list| self.list(list)).collect::<Result<_, _>>()?;
        Ok(TargetContents { base, loose })
    }

    /// The objects of a release.
    pub(super) fn release(&self, note: &ReleaseRecord) -> Result<Release, DeployError> {
        self.list(&note.list)
    }

    fn list(&self, name: &str) -> Result<Release, DeployError> {
        if name.is_empty() || !name.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return Err(damaged(STATE, "it names a list that cannot be"));
        }
        let path = format!("{RELEASES}{name}");
        let stored = self.store.read(&path)?.ok_or_else(|| damaged(&path, "it is not there"))?;
        let text = String::from_utf8(stored.bytes).map_err(|_| damaged(&path, "it is not text"))?;
        let release = Release::parse(&path, &text)?;
        if release.name() == name { Ok(release) } else { Err(damaged(&path, "its hash is another")) }
    }

    /// Takes the target for the deploy `id`, which wants this release. From here on any of it may be there.
    pub(super) fn claim(&mut self, id: &str, release: &Release) -> Result<(), DeployError> {
        let list = release.name();
        self.store.write(&format!("{RELEASES}{list}"), release.to_text().into_bytes(), &RECORD)?;
        let mut state = self.state.clone();
        if !state.unfinished.contains(&list) {
            state.unfinished.push(list);
        }
        state.holder = Some(ActiveDeploy { id: id.to_owned(), beat: 0 });
        self.write(state)
    }

    /// Shows others that this deploy is at work.
    pub(super) fn beat(&mut self) -> Result<(), DeployError> {
        let mut state = self.state.clone();
        if let Some(holder) = &mut state.holder {
            holder.beat += 1;
        }
        self.write(state)
    }

    /// All of this release is there: it is the current one. What the one before had is still there too.
    pub(super) fn promote(&mut self, release: &Release, number: Option<u64>, at: &str) -> Result<u64, DeployError> {
        let list = release.name();
        let mut state = self.state.clone();
        let before = state.releases.iter().find(|note| Some(note.number) == state.current);
        let before = before.map(|note| note.list.clone());
        state.unfinished.retain(|unfinished| *unfinished != list && before.as_ref() != Some(unfinished));
        state.unfinished.extend(before.filter(|before| *before != list));
        let number = number.unwrap_or_else(|| state.releases.iter().map(|note| note.number).max().unwrap_or(0) + 1);
        if !state.releases.iter().any(|note| note.number == number) {
            let bytes = release.objects.iter().map(|object| object.size).sum();
            state.releases.push(ReleaseRecord {
                number,
                list,
                at: at.to_owned(),
                objects: release.objects.len(),
                bytes,
            });
        }
        state.current = Some(number);
        self.write(state)?;
        Ok(number)
    }

    /// All is done. Of the releases before, `kept` stay on record; says whether others went.
    pub(super) fn finish(&mut self, kept: usize) -> Result<bool, DeployError> {
        let mut state = self.state.clone();
        (state.unfinished, state.holder) = (Vec::new(), None);
        let oldest = state.releases.len().saturating_sub(kept.saturating_add(1));
        let mut index = 0;
        state.releases.retain(|note| {
            index += 1;
            index > oldest || Some(note.number) == state.current
        });
        let dropped = state.releases.len() < self.state.releases.len();
        self.write(state)?;
        Ok(dropped)
    }

    /// Lets go of the target after a failure, so that the next deploy need not wait.
    pub(super) fn let_go(&mut self) -> Result<(), DeployError> {
        let mut state = self.state.clone();
        state.holder = None;
        self.write(state)
    }

    /// Deletes lists and kept objects that no release on record needs.
    pub(super) fn sweep(&self) -> Result<(), DeployError> {
        let mut needed = rustc_hash::FxHashSet::default();
        for note in &self.state.releases {
            needed.insert(format!("{RELEASES}{}", note.list));
            needed.extend(self.release(note)?.objects.iter().map(kept_path));
        }
        for folder in [KEPT, RELEASES] {
            for path in self.store.list(folder)?.iter().filter(|path| !needed.contains(*path)) {
                self.store.delete(path)?;
            }
        }
        Ok(())
    }

    /// Where the answer to a write was lost, what stands there tells whether it was done.
    fn write(&mut self, state: LedgerState) -> Result<(), DeployError> {
        let text = serde_json::to_vec_pretty(&state).map_err(|error| damaged(STATE, error))?;
        let version = match self.store.write_if(STATE, text.clone(), self.version.as_ref()) {
            Ok(version) => version,
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

/// Where an object is kept once another takes its place.
pub(super) fn kept_path(object: &Object) -> String {
    format!("{KEPT}{}{}", object.hash.to_hex(), object.form.suffix())
}

fn damaged(path: &str, why: impl ToString) -> DeployError {
    DeployError::Damaged { path: path.to_owned(), why: why.to_string() }
}

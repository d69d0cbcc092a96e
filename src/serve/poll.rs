//! [`Poller`]: looks at the files of a site again and again, for `--poll`. A file is another one when anything that the
//! disk says of it is other than before: also an older date, which a restored copy has and a clock that was set back.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::mpsc::Sender;
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::Duration;

use wellpress_io::fs::{EntryKind, FileStamp, Files, FsEntry};

use super::watch::{Depth, Signal};

/// How often it looks, unless a look takes long.
const INTERVAL: Duration = Duration::from_millis(250);

/// It rests this many times as long as a look took, so that a large site does not keep a processor busy.
const REST: u32 = 8;

type Folders = Vec<(PathBuf, Depth)>;
type Seen = BTreeMap<PathBuf, (EntryKind, FileStamp)>;

/// Looks until it is dropped.
pub(super) struct Poller {
    folders: Arc<Mutex<Folders>>,
}

impl Poller {
    /// Takes a first look, and goes on in a thread of its own.
    pub fn start(
        files: Arc<dyn Files>,
        folders: Folders,
        sender: Sender<Signal>,
        clock: fn() -> Duration,
    ) -> std::io::Result<Self> {
        let mut seen = look(&*files, &folders);
        let folders = Arc::new(Mutex::new(folders));
        let watched = Arc::downgrade(&folders);
        let look_again = move || {
            let mut took = Duration::ZERO;
            loop {
                std::thread::sleep(INTERVAL.max(took * REST));
                let Some(folders) = current(&watched) else { return };
                let started = clock();
                let now = look(&*files, &folders);
                took = clock().saturating_sub(started);
                let touched = difference(&seen, &now);
                seen = now;
                if !touched.is_empty() && sender.send(Signal::Touched(touched)).is_err() {
                    return;
                }
            }
        };
        std::thread::Builder::new().name("polling".to_owned()).spawn(look_again)?;
        Ok(Self { folders })
    }

    /// Looks at these from now on.
    pub fn set(&self, folders: Folders) {
        *self.folders.lock().unwrap_or_else(PoisonError::into_inner) = folders;
    }
}

fn current(watched: &Weak<Mutex<Folders>>) -> Option<Folders> {
    Some(watched.upgrade()?.lock().unwrap_or_else(PoisonError::into_inner).clone())
}

fn look(files: &dyn Files, folders: &Folders) -> Seen {
    let mut seen = Seen::new();
    for (folder, depth) in folders {
        let entries = match depth {
            Depth::All => files.walk(folder),
            Depth::One => files.list(folder),
        };
        // A folder that is not there has no files; it may come.
        for entry in entries.unwrap_or_default() {
            add(&mut seen, folder, &entry);
        }
    }
    seen
}

/// A folder counts by being there: its date changes with what is in it, which is seen by itself.
fn add(seen: &mut Seen, folder: &Path, entry: &FsEntry) {
    let stamp = if entry.kind == EntryKind::Folder { FileStamp::default() } else { entry.stamp() };
    seen.insert(folder.join(&entry.path), (entry.kind, stamp));
}

fn difference(before: &Seen, now: &Seen) -> Vec<PathBuf> {
    let changed = now.iter().filter(|(path, state)| before.get(*path) != Some(state)).map(|(path, _)| path);
    let gone = before.keys().filter(|path| !now.contains_key(*path));
    changed.chain(gone).cloned().collect()
}

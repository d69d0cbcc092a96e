//! [`Poller`]: looks at the files of a site several times a second and reports those that changed, for `--poll` and where
//! the operating system watches no more folders.
//!
//! A file changed when anything that the disk says of it differs, not when its date is newer: a restored copy has an older
//! date, and so has every file after the clock was set back.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::mpsc::Sender;
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::Duration;

use wellpress_io::fs::{EntryKind, FileStamp, Files, FsEntry};

use super::watch::{WatchDepth, WatchSignal};

/// The pause between two looks, unless a look takes long.
const INTERVAL: Duration = Duration::from_millis(250);

/// A pause is at least this many times as long as the look before it, so that a large site does not keep a processor busy.
const PAUSE_FACTOR: u32 = 8;

type Folders = Vec<(PathBuf, WatchDepth)>;

/// What the disk said of each path at one look.
type Stamps = BTreeMap<PathBuf, (EntryKind, FileStamp)>;

/// Polls on a thread of its own until it is dropped.
pub(super) struct Poller {
    /// The thread holds a weak pointer to it, and ends when that is the last.
    folders: Arc<Mutex<Folders>>,
}

impl Poller {
    /// Takes the first look, which counts as the state before any edit, and starts the thread.
    pub fn start(
        files: Arc<dyn Files>,
        folders: Folders,
        sender: Sender<WatchSignal>,
        clock: fn() -> Duration,
    ) -> std::io::Result<Self> {
        let first_look = stamps(&*files, &folders);
        let folders = Arc::new(Mutex::new(folders));
        let thread = PollThread { files, folders: Arc::downgrade(&folders), sender, clock };
        std::thread::Builder::new().name("polling".to_owned()).spawn(move || thread.run(first_look))?;
        Ok(Self { folders })
    }

    /// Looks at these folders from the next look on.
    pub fn set(&self, folders: Folders) {
        *self.folders.lock().unwrap_or_else(PoisonError::into_inner) = folders;
    }
}

struct PollThread {
    files: Arc<dyn Files>,
    folders: Weak<Mutex<Folders>>,
    sender: Sender<WatchSignal>,
    clock: fn() -> Duration,
}

impl PollThread {
    fn run(self, first_look: Stamps) {
        let (mut last_look, mut took) = (first_look, Duration::ZERO);
        loop {
            std::thread::sleep(INTERVAL.max(took * PAUSE_FACTOR));
            let Some(folders) = self.folders() else { return };
            let started = (self.clock)();
            let look = stamps(&*self.files, &folders);
            took = (self.clock)().saturating_sub(started);
            let changed = changed_paths(&last_look, &look);
            last_look = look;
            if !changed.is_empty() && self.sender.send(WatchSignal::Touched(changed)).is_err() {
                return;
            }
        }
    }

    fn folders(&self) -> Option<Folders> {
        Some(self.folders.upgrade()?.lock().unwrap_or_else(PoisonError::into_inner).clone())
    }
}

fn stamps(files: &dyn Files, folders: &Folders) -> Stamps {
    let mut stamps = Stamps::new();
    for (folder, depth) in folders {
        let entries = match depth {
            WatchDepth::Recursive => files.walk(folder),
            WatchDepth::Direct => files.list(folder),
        };
        // A folder that does not exist has no files; it may come into being.
        for entry in entries.unwrap_or_default() {
            stamps.insert(folder.join(&entry.path), (entry.kind, stamp(&entry)));
        }
    }
    stamps
}

/// A folder has no stamp: its date changes with the files in it, which are compared by themselves.
fn stamp(entry: &FsEntry) -> FileStamp {
    if entry.kind == EntryKind::Folder { FileStamp::default() } else { entry.stamp() }
}

/// Paths that are new, changed or gone.
fn changed_paths(earlier: &Stamps, now: &Stamps) -> Vec<PathBuf> {
    let changed = now.iter().filter(|(path, stamp)| earlier.get(*path) != Some(stamp)).map(|(path, _)| path);
    let gone = earlier.keys().filter(|path| !now.contains_key(*path));
    changed.chain(gone).cloned().collect()
}

//! [`Poller`]: compares the metadata of a site's files several times a second and reports those that changed. Used with `--poll`,
//! and when the operating system refuses to watch more folders.
//!
//! A file counts as changed when any of its metadata differs, not when its date is newer: a restored copy has an older date,
//! and so has every file after the clock was set back.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::mpsc::Sender;
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::Duration;

use notify::RecursiveMode;

use wellpress_io::fs::{EntryKind, FileStamp, Files, FsEntry};

use super::watch::WatchSignal;

/// The pause between two scans, unless a scan takes long.
const INTERVAL: Duration = Duration::from_millis(250);

/// A pause is at least this many times as long as the scan before it, so that a large site does not keep a processor busy.
const PAUSE_FACTOR: u32 = 8;

type Folders = Vec<(PathBuf, RecursiveMode)>;

/// The metadata of each path at one scan.
type Stamps = BTreeMap<PathBuf, (EntryKind, FileStamp)>;

/// Polls on a thread of its own until it is dropped. Each scan reads the metadata of every file of the site, so on a large site the
/// pauses grow with the time of a scan: edits are noticed later, but the machine stays usable.
pub(super) struct Poller {
    /// The thread has a weak pointer to this, and ends when the poller has been dropped.
    folders: Arc<Mutex<Folders>>,
}

impl Poller {
    /// Scans the folders once, which gives the state before any edit, and starts the thread.
    pub fn start(
        files: Arc<dyn Files>,
        folders: Folders,
        sender: Sender<WatchSignal>,
        clock: fn() -> Duration,
    ) -> std::io::Result<Self> {
        let first_scan = scan(&*files, &folders);
        let folders = Arc::new(Mutex::new(folders));
        let thread = PollThread { files, folders: Arc::downgrade(&folders), sender, clock };
        std::thread::Builder::new().name("polling".to_owned()).spawn(move || thread.run(first_scan))?;
        Ok(Self { folders })
    }

    /// Replaces the folders that the next scan covers.
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
    fn run(self, first_scan: Stamps) {
        let (mut last_scan, mut duration) = (first_scan, Duration::ZERO);
        loop {
            std::thread::sleep(INTERVAL.max(duration * PAUSE_FACTOR));
            let Some(folders) = self.folders() else { return };
            let start = (self.clock)();
            let new_scan = scan(&*self.files, &folders);
            duration = (self.clock)().saturating_sub(start);
            let changed = changed_paths(&last_scan, &new_scan);
            last_scan = new_scan;
            // Sending fails when the rebuild loop has ended.
            if !changed.is_empty() && self.sender.send(WatchSignal::Touched(changed)).is_err() {
                return;
            }
        }
    }

    fn folders(&self) -> Option<Folders> {
        Some(self.folders.upgrade()?.lock().unwrap_or_else(PoisonError::into_inner).clone())
    }
}

fn scan(files: &dyn Files, folders: &Folders) -> Stamps {
    let mut stamps = Stamps::new();
    for (folder, mode) in folders {
        let entries = match mode {
            RecursiveMode::Recursive => files.walk(folder),
            RecursiveMode::NonRecursive => files.list(folder),
        };
        // A folder that does not exist has no files. It may be created later.
        for entry in entries.unwrap_or_default() {
            stamps.insert(folder.join(&entry.path), (entry.kind, stamp(&entry)));
        }
    }
    stamps
}

/// The stamp of a file. Folders all have the same one: their dates change with the files in them, which are compared themselves.
fn stamp(entry: &FsEntry) -> FileStamp {
    if entry.kind == EntryKind::Folder { FileStamp::default() } else { entry.stamp() }
}

/// The paths that are new, changed or removed.
fn changed_paths(earlier: &Stamps, now: &Stamps) -> Vec<PathBuf> {
    let changed = now.iter().filter(|(path, stamp)| earlier.get(*path) != Some(stamp)).map(|(path, _)| path);
    let removed = earlier.keys().filter(|path| !now.contains_key(*path));
    changed.chain(removed).cloned().collect()
}

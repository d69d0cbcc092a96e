//! [`Tree`]: a folder in which files of the site get their places. Folders are made when a file needs them.

use std::io;
use std::path::PathBuf;
use std::sync::{Mutex, MutexGuard, PoisonError};

use rustc_hash::FxHashSet;

use wellpress_io::artifact::SitePath;
use wellpress_io::fs::Files;

/// A folder of files of the site. Called from many threads; only the list of its folders is behind a lock.
pub(super) struct Tree<'a> {
    files: &'a dyn Files,
    root: PathBuf,
    /// Folders that are known to exist.
    folders: Mutex<FxHashSet<String>>,
}

impl<'a> Tree<'a> {
    /// The tree in a folder that exists.
    pub fn new(files: &'a dyn Files, root: PathBuf) -> Self {
        Self { files, root, folders: Mutex::default() }
    }

    /// The path of a file in the tree, whose folder exists when this returns.
    pub fn place(&self, path: &SitePath) -> io::Result<PathBuf> {
        if let Some((folder, _)) = path.as_str().rsplit_once('/') {
            self.make_folder(folder)?;
        }
        Ok(self.root.join(path.as_str()))
    }

    /// Creates a folder of the tree. Two threads may both try, and the second finds that it exists: that takes less time than
    /// holding the lock while the folder is created.
    fn make_folder(&self, folder: &str) -> io::Result<()> {
        if self.folders().contains(folder) {
            return Ok(());
        }
        if let Some((parent, _)) = folder.rsplit_once('/') {
            self.make_folder(parent)?;
        }
        match self.files.publish_dir(&self.root.join(folder)) {
            Err(error) if error.kind() != io::ErrorKind::AlreadyExists => return Err(error),
            _ => self.folders().insert(folder.to_owned()),
        };
        Ok(())
    }

    fn folders(&self) -> MutexGuard<'_, FxHashSet<String>> {
        self.folders.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

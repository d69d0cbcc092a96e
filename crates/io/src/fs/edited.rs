//! [`Edited`]: a file system in which some files have other bytes or are missing, so that a site can be checked with an edit before the
//! edit is written.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use super::{FileLock, Files, FsEntry, ReadError};

/// Reads these texts in the place of files of another file system; everything else, also writing, goes to that.
pub struct Edited<'a> {
    files: &'a dyn Files,
    texts: BTreeMap<PathBuf, Vec<u8>>,
    hidden: BTreeSet<PathBuf>,
}

impl<'a> Edited<'a> {
    /// Puts texts in the place of files that exist. The paths are those by which the files are read.
    #[must_use]
    pub fn new(files: &'a dyn Files, texts: BTreeMap<PathBuf, Vec<u8>>) -> Self {
        Self { files, texts, hidden: BTreeSet::new() }
    }

    /// Leaves these files out of every list of a folder.
    #[must_use]
    pub fn without(self, hidden: BTreeSet<PathBuf>) -> Self {
        Self { hidden, ..self }
    }

    fn shown(&self, folder: &Path, mut entries: Vec<FsEntry>) -> Vec<FsEntry> {
        entries.retain(|entry| !self.hidden.contains(&folder.join(&entry.path)));
        entries
    }
}

impl Files for Edited<'_> {
    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        self.texts.get(path).map_or_else(|| self.files.read(path), |text| Ok(text.clone()))
    }

    fn read_limited(&self, path: &Path, limit: u64) -> Result<Vec<u8>, ReadError> {
        self.texts.get(path).map_or_else(|| self.files.read_limited(path, limit), |text| Ok(text.clone()))
    }

    fn open(&self, path: &Path) -> io::Result<Box<dyn Read + Send>> {
        match self.texts.get(path) {
            Some(text) => Ok(Box::new(io::Cursor::new(text.clone()))),
            None => self.files.open(path),
        }
    }

    fn walk(&self, path: &Path) -> io::Result<Vec<FsEntry>> {
        self.files.walk(path).map(|entries| self.shown(path, entries))
    }

    fn list(&self, path: &Path) -> io::Result<Vec<FsEntry>> {
        self.files.list(path).map(|entries| self.shown(path, entries))
    }

    fn entry(&self, path: &Path) -> io::Result<FsEntry> {
        self.files.entry(path)
    }

    fn canonicalize(&self, path: &Path) -> io::Result<PathBuf> {
        self.files.canonicalize(path)
    }

    fn create_dir_all(&self, path: &Path) -> io::Result<()> {
        self.files.create_dir_all(path)
    }

    fn write(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        self.files.write(path, bytes)
    }

    fn create_new(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        self.files.create_new(path, bytes)
    }

    fn replace(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        self.files.replace(path, bytes)
    }

    fn replace_if(&self, path: &Path, expected: &[u8], bytes: &[u8]) -> io::Result<bool> {
        self.files.replace_if(path, expected, bytes)
    }

    fn publish_dir(&self, path: &Path) -> io::Result<()> {
        self.files.publish_dir(path)
    }

    fn publish_file(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        self.files.publish_file(path, bytes)
    }

    fn publish_copy(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.files.publish_copy(from, to)
    }

    fn link_or_copy(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.files.link_or_copy(from, to)
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.files.rename(from, to)
    }

    fn exchange(&self, one: &Path, other: &Path) -> io::Result<()> {
        self.files.exchange(one, other)
    }

    fn remove_dir(&self, path: &Path) -> io::Result<()> {
        self.files.remove_dir(path)
    }

    fn remove_dir_all(&self, path: &Path) -> io::Result<()> {
        self.files.remove_dir_all(path)
    }

    fn remove_file(&self, path: &Path) -> io::Result<()> {
        self.files.remove_file(path)
    }

    fn sync_filesystem(&self, path: &Path) -> io::Result<()> {
        self.files.sync_filesystem(path)
    }

    fn lock(&self, path: &Path) -> io::Result<FileLock> {
        self.files.lock(path)
    }
}

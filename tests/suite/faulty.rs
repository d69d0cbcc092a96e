//! A file system that stops working at a chosen step, as if the program had been killed there, or that lacks a
//! faculty which not every platform has.

use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use wellpress::fs::{Entry, EntryKind, Files, Lock, Memory, ReadError};

/// Whether two folders can be exchanged in one step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exchange {
    Supported,
    Unsupported,
    MountPoint,
}

/// Changes nothing any more after so many changes.
pub struct Faulty<'a> {
    files: &'a Memory,
    exchange: Exchange,
    changes_left: AtomicUsize,
}

impl<'a> Faulty<'a> {
    pub fn after(changes: usize, exchange: Exchange, files: &'a Memory) -> Self {
        Self { files, exchange, changes_left: AtomicUsize::new(changes) }
    }

    pub fn never(exchange: Exchange, files: &'a Memory) -> Self {
        Self::after(usize::MAX, exchange, files)
    }

    pub fn has_failed(&self) -> bool {
        self.changes_left.load(Ordering::SeqCst) == 0
    }

    fn change(&self) -> io::Result<()> {
        let less = |left: usize| left.checked_sub(1);
        match self.changes_left.fetch_update(Ordering::SeqCst, Ordering::SeqCst, less) {
            Ok(_) => Ok(()),
            Err(_) => Err(io::ErrorKind::StorageFull.into()),
        }
    }
}

impl Files for Faulty<'_> {
    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        self.files.read(path)
    }

    fn read_limited(&self, path: &Path, limit: u64) -> Result<Vec<u8>, ReadError> {
        self.files.read_limited(path, limit)
    }

    fn open(&self, path: &Path) -> io::Result<Box<dyn Read + Send>> {
        self.files.open(path)
    }

    fn walk(&self, path: &Path) -> io::Result<Vec<Entry>> {
        self.files.walk(path)
    }

    fn list(&self, path: &Path) -> io::Result<Vec<Entry>> {
        self.files.list(path)
    }

    fn entry(&self, path: &Path) -> io::Result<Entry> {
        self.files.entry(path)
    }

    fn kind(&self, path: &Path) -> io::Result<EntryKind> {
        self.files.kind(path)
    }

    fn canonicalize(&self, path: &Path) -> io::Result<PathBuf> {
        self.files.canonicalize(path)
    }

    fn create_dir_all(&self, path: &Path) -> io::Result<()> {
        self.change().and_then(|()| self.files.create_dir_all(path))
    }

    fn write(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        self.change().and_then(|()| self.files.write(path, bytes))
    }

    fn create_new(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        self.change().and_then(|()| self.files.create_new(path, bytes))
    }

    fn replace(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        self.change().and_then(|()| self.files.replace(path, bytes))
    }

    fn publish_dir(&self, path: &Path) -> io::Result<()> {
        self.change().and_then(|()| self.files.publish_dir(path))
    }

    fn publish_file(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        self.change().and_then(|()| self.files.publish_file(path, bytes))
    }

    fn publish_copy(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.change().and_then(|()| self.files.publish_copy(from, to))
    }

    fn link_or_copy(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.change().and_then(|()| self.files.link_or_copy(from, to))
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.change().and_then(|()| self.files.rename(from, to))
    }

    fn exchange(&self, one: &Path, other: &Path) -> io::Result<()> {
        match self.exchange {
            Exchange::Supported => self.change().and_then(|()| self.files.exchange(one, other)),
            Exchange::Unsupported => Err(io::ErrorKind::Unsupported.into()),
            Exchange::MountPoint => Err(io::ErrorKind::ResourceBusy.into()),
        }
    }

    /// A folder goes file by file, so that a kill leaves half of it.
    fn remove_dir_all(&self, path: &Path) -> io::Result<()> {
        for entry in self.files.walk(path)? {
            if entry.kind != EntryKind::Folder {
                self.remove_file(&path.join(entry.path))?;
            }
        }
        self.change().and_then(|()| self.files.remove_dir_all(path))
    }

    fn remove_file(&self, path: &Path) -> io::Result<()> {
        self.change().and_then(|()| self.files.remove_file(path))
    }

    fn sync_filesystem(&self, path: &Path) -> io::Result<()> {
        self.change().and_then(|()| self.files.sync_filesystem(path))
    }

    fn lock(&self, path: &Path) -> io::Result<Lock> {
        self.files.lock(path)
    }
}

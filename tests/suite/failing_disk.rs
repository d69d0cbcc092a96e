//! A file system that stops working at a chosen step: as if the program had been killed there, the disk had filled up,
//! the medium had failed, or file handles had run out. Or one that lacks a faculty which not every platform has.

use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use wellpress_io::fs::{EntryKind, FileLock, Files, FsEntry, Memory, ReadError};

/// Whether two folders can be exchanged in one step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exchange {
    Supported,
    Unsupported,
    MountPoint,
}

/// What goes wrong at the chosen step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trouble {
    /// The program is gone: from this change on, nothing changes any more, and nothing is put right.
    Killed,
    /// The disk is full: from this write on, half of what is written arrives, and nothing after it. What takes no room works.
    Full,
    /// The medium fails at this one step, be it a look, a read or a change.
    Failing,
    /// There are no file handles at this step and the four after it.
    OutOfHandles,
}

impl Trouble {
    fn error(self) -> io::Error {
        match self {
            Self::Killed => io::Error::other("the program is gone"),
            Self::Full => io::ErrorKind::StorageFull.into(),
            Self::Failing => io::Error::from_raw_os_error(5),
            Self::OutOfHandles => io::Error::from_raw_os_error(24),
        }
    }

    /// Whether a step of this kind can meet it.
    fn meets(self, step: Step) -> bool {
        match self {
            Self::Killed => step != Step::Look && step != Step::Open,
            Self::Full => step == Step::Write,
            Self::Failing => true,
            Self::OutOfHandles => step == Step::Open || step == Step::Write,
        }
    }

    /// Whether it is there at the step with this number, where `first` is the one at which it begins.
    fn lasts(self, first: usize, number: usize) -> bool {
        match self {
            Self::Killed | Self::Full => number >= first,
            Self::Failing => number == first,
            Self::OutOfHandles => (first..first + 5).contains(&number),
        }
    }
}

/// What the program does to the disk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    /// It asks what is there.
    Look,
    /// It opens a file or a folder to read it.
    Open,
    /// It makes something that takes room.
    Write,
    /// It renames, removes, flushes.
    Change,
}

/// Works until its step is reached.
pub struct FailingDisk<'a> {
    files: &'a Memory,
    exchange: Exchange,
    trouble: Trouble,
    first: usize,
    steps: AtomicUsize,
    /// The file that can never be read.
    unreadable: Option<PathBuf>,
}

impl<'a> FailingDisk<'a> {
    /// In trouble from the step of this number on, which counts those that can meet it.
    pub fn at(first: usize, trouble: Trouble, exchange: Exchange, files: &'a Memory) -> Self {
        Self { files, exchange, trouble, first, steps: AtomicUsize::new(0), unreadable: None }
    }

    /// Killed after so many changes.
    pub fn after(changes: usize, exchange: Exchange, files: &'a Memory) -> Self {
        Self::at(changes, Trouble::Killed, exchange, files)
    }

    pub fn never(exchange: Exchange, files: &'a Memory) -> Self {
        Self::after(usize::MAX, exchange, files)
    }

    /// The medium fails wherever this file is read, in whatever order files are.
    pub fn reading(path: PathBuf, files: &'a Memory) -> Self {
        Self { unreadable: Some(path), ..Self::never(Exchange::Supported, files) }
    }

    /// Whether the step was reached.
    pub fn has_failed(&self) -> bool {
        self.steps.load(Ordering::SeqCst) > self.first
    }

    fn step(&self, step: Step) -> io::Result<()> {
        if !self.trouble.meets(step) {
            return Ok(());
        }
        let number = self.steps.fetch_add(1, Ordering::SeqCst);
        if self.trouble.lasts(self.first, number) { Err(self.trouble.error()) } else { Ok(()) }
    }

    fn look(&self) -> io::Result<()> {
        self.step(Step::Look)
    }

    fn open_one(&self) -> io::Result<()> {
        self.step(Step::Open)
    }

    fn open_file(&self, path: &Path) -> io::Result<()> {
        if self.unreadable.as_deref() == Some(path) { Err(Trouble::Failing.error()) } else { self.open_one() }
    }

    fn change(&self) -> io::Result<()> {
        self.step(Step::Change)
    }

    /// Writes all of it, or leaves half of it where the disk is full.
    fn write_with(&self, bytes: &[u8], write: impl Fn(&[u8]) -> io::Result<()>) -> io::Result<()> {
        match self.step(Step::Write) {
            Ok(()) => write(bytes),
            Err(error) => {
                if self.trouble == Trouble::Full {
                    let _ = write(&bytes[..bytes.len() / 2]);
                }
                Err(error)
            }
        }
    }
}

impl Files for FailingDisk<'_> {
    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        self.open_file(path).and_then(|()| self.files.read(path))
    }

    fn read_limited(&self, path: &Path, limit: u64) -> Result<Vec<u8>, ReadError> {
        self.open_file(path).map_err(|source| ReadError::Io { path: path.to_path_buf(), source })?;
        self.files.read_limited(path, limit)
    }

    fn open(&self, path: &Path) -> io::Result<Box<dyn Read + Send>> {
        self.open_file(path).and_then(|()| self.files.open(path))
    }

    fn walk(&self, path: &Path) -> io::Result<Vec<FsEntry>> {
        self.open_one().and_then(|()| self.files.walk(path))
    }

    fn list(&self, path: &Path) -> io::Result<Vec<FsEntry>> {
        self.open_one().and_then(|()| self.files.list(path))
    }

    fn entry(&self, path: &Path) -> io::Result<FsEntry> {
        self.look().and_then(|()| self.files.entry(path))
    }

    fn kind(&self, path: &Path) -> io::Result<EntryKind> {
        self.look().and_then(|()| self.files.kind(path))
    }

    fn canonicalize(&self, path: &Path) -> io::Result<PathBuf> {
        self.look().and_then(|()| self.files.canonicalize(path))
    }

    fn create_dir_all(&self, path: &Path) -> io::Result<()> {
        self.step(Step::Write).and_then(|()| self.files.create_dir_all(path))
    }

    fn write(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        self.write_with(bytes, |bytes| self.files.write(path, bytes))
    }

    fn create_new(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        self.write_with(bytes, |bytes| self.files.create_new(path, bytes))
    }

    fn replace(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        self.step(Step::Write).and_then(|()| self.files.replace(path, bytes))
    }

    fn publish_dir(&self, path: &Path) -> io::Result<()> {
        self.step(Step::Write).and_then(|()| self.files.publish_dir(path))
    }

    fn publish_file(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        self.write_with(bytes, |bytes| self.files.publish_file(path, bytes))
    }

    fn publish_copy(&self, from: &Path, to: &Path) -> io::Result<()> {
        let bytes = self.files.read(from)?;
        self.write_with(&bytes, |bytes| self.files.publish_file(to, bytes))
    }

    fn link_or_copy(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.step(Step::Write).and_then(|()| self.files.link_or_copy(from, to))
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

    fn remove_dir(&self, path: &Path) -> io::Result<()> {
        self.change().and_then(|()| self.files.remove_dir(path))
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

    fn lock(&self, path: &Path) -> io::Result<FileLock> {
        self.open_one().and_then(|()| self.files.lock(path))
    }
}

//! A file system in memory that fails at a chosen operation, as if the program had been killed there, the disk were full, the device
//! had failed, or no file handles were left. It can also lack the atomic exchange of two folders, which not every platform has.

use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use wellpress_io::fs::{EntryKind, FileLock, Files, FsEntry, Memory, ReadError};

/// Whether two folders can be exchanged in one step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exchange {
    Supported,
    /// The platform or its file system cannot do it.
    Unsupported,
    /// One of the folders is where a disk is mounted, as in a container: it can be neither exchanged nor renamed.
    MountPoint,
}

/// How the disk fails. Operations are numbered from 0, and `first` is the number of the first one that fails. Each failure counts
/// only the operations that it can affect, so that a loop over `first` makes each of them fail once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DiskFailure {
    /// The program was killed: from this change on all changes fail, also those that would clean up.
    Killed,
    /// The disk is full: half of this write arrives, and all further writes fail. Operations that need no space succeed.
    Full,
    /// The device fails at this one operation, be it a query, a read or a change.
    IoError,
    /// No file handles are left for this operation and the four after it.
    OutOfHandles,
}

impl DiskFailure {
    fn error(self) -> io::Error {
        match self {
            Self::Killed => io::Error::other("the program is gone"),
            Self::Full => io::ErrorKind::StorageFull.into(),
            // EIO and EMFILE.
            Self::IoError => io::Error::from_raw_os_error(5),
            Self::OutOfHandles => io::Error::from_raw_os_error(24),
        }
    }

    fn affects(self, operation: DiskOperation) -> bool {
        match self {
            Self::Killed => operation != DiskOperation::Query && operation != DiskOperation::Open,
            Self::Full => operation == DiskOperation::Write,
            Self::IoError => true,
            Self::OutOfHandles => operation == DiskOperation::Open || operation == DiskOperation::Write,
        }
    }

    /// Whether the operation with this number fails, if the failure begins at number `first`.
    fn includes(self, first: usize, number: usize) -> bool {
        match self {
            Self::Killed | Self::Full => number >= first,
            Self::IoError => number == first,
            Self::OutOfHandles => (first..first + 5).contains(&number),
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum DiskOperation {
    /// Asks for the kind or the size of an entry.
    Query,
    /// Opens a file or a folder to read it.
    Open,
    /// Creates something that needs space.
    Write,
    /// Renames, removes or flushes.
    Change,
}

/// A file system that works until the operation with the number `first`. Tests build on it in a loop with `first` 0, 1, 2 and so on,
/// until [`FailingDisk::has_failed`] is false. So each operation of a build fails once, and a new operation is covered without a
/// change of the tests.
pub struct FailingDisk<'a> {
    files: &'a Memory,
    exchange: Exchange,
    failure: DiskFailure,
    first: usize,
    /// How many operations that the failure affects were asked for.
    operations: AtomicUsize,
    /// A file that can never be read, whatever the number of the operation.
    unreadable: Option<PathBuf>,
}

impl<'a> FailingDisk<'a> {
    /// Fails at the operation with the number `first`, counted from 0 over the operations that the failure affects.
    pub fn at(first: usize, failure: DiskFailure, exchange: Exchange, files: &'a Memory) -> Self {
        Self { files, exchange, failure, first, operations: AtomicUsize::new(0), unreadable: None }
    }

    /// Fails as if the program were killed after this number of changes.
    pub fn after(changes: usize, exchange: Exchange, files: &'a Memory) -> Self {
        Self::at(changes, DiskFailure::Killed, exchange, files)
    }

    /// Works always, and counts the operations.
    pub fn never(exchange: Exchange, files: &'a Memory) -> Self {
        Self::after(usize::MAX, exchange, files)
    }

    /// Fails whenever this file is read. Files are read in parallel, so its operation has no fixed number.
    pub fn reading(path: PathBuf, files: &'a Memory) -> Self {
        Self { unreadable: Some(path), ..Self::never(Exchange::Supported, files) }
    }

    /// Whether the chosen operation was reached. A loop over `first` ends when it was not.
    pub fn has_failed(&self) -> bool {
        self.operations.load(Ordering::SeqCst) > self.first
    }

    /// How many operations were asked for that the failure affects.
    pub fn operations(&self) -> usize {
        self.operations.load(Ordering::SeqCst)
    }

    fn operate(&self, operation: DiskOperation) -> io::Result<()> {
        if !self.failure.affects(operation) {
            return Ok(());
        }
        let number = self.operations.fetch_add(1, Ordering::SeqCst);
        if self.failure.includes(self.first, number) { Err(self.failure.error()) } else { Ok(()) }
    }

    fn query(&self) -> io::Result<()> {
        self.operate(DiskOperation::Query)
    }

    fn open_entry(&self) -> io::Result<()> {
        self.operate(DiskOperation::Open)
    }

    fn open_file(&self, path: &Path) -> io::Result<()> {
        if self.unreadable.as_deref() == Some(path) { Err(DiskFailure::IoError.error()) } else { self.open_entry() }
    }

    fn change(&self) -> io::Result<()> {
        self.operate(DiskOperation::Change)
    }

    /// Writes the bytes, or the first half of them if the disk is full.
    fn write_with(&self, bytes: &[u8], write: impl Fn(&[u8]) -> io::Result<()>) -> io::Result<()> {
        match self.operate(DiskOperation::Write) {
            Ok(()) => write(bytes),
            Err(error) => {
                if self.failure == DiskFailure::Full {
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
        self.open_entry().and_then(|()| self.files.walk(path))
    }

    fn list(&self, path: &Path) -> io::Result<Vec<FsEntry>> {
        self.open_entry().and_then(|()| self.files.list(path))
    }

    fn entry(&self, path: &Path) -> io::Result<FsEntry> {
        self.query().and_then(|()| self.files.entry(path))
    }

    fn kind(&self, path: &Path) -> io::Result<EntryKind> {
        self.query().and_then(|()| self.files.kind(path))
    }

    fn canonicalize(&self, path: &Path) -> io::Result<PathBuf> {
        self.query().and_then(|()| self.files.canonicalize(path))
    }

    fn create_dir_all(&self, path: &Path) -> io::Result<()> {
        self.operate(DiskOperation::Write).and_then(|()| self.files.create_dir_all(path))
    }

    fn write(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        self.write_with(bytes, |bytes| self.files.write(path, bytes))
    }

    fn create_new(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        self.write_with(bytes, |bytes| self.files.create_new(path, bytes))
    }

    fn replace(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        self.operate(DiskOperation::Write).and_then(|()| self.files.replace(path, bytes))
    }

    fn publish_dir(&self, path: &Path) -> io::Result<()> {
        self.operate(DiskOperation::Write).and_then(|()| self.files.publish_dir(path))
    }

    fn publish_file(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        self.write_with(bytes, |bytes| self.files.publish_file(path, bytes))
    }

    fn publish_copy(&self, from: &Path, to: &Path) -> io::Result<()> {
        let bytes = self.files.read(from)?;
        self.write_with(&bytes, |bytes| self.files.publish_file(to, bytes))
    }

    fn link_or_copy(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.operate(DiskOperation::Write).and_then(|()| self.files.link_or_copy(from, to))
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.change().and_then(|()| self.files.rename(from, to))
    }

    fn exchange(&self, first: &Path, second: &Path) -> io::Result<()> {
        match self.exchange {
            Exchange::Supported => self.change().and_then(|()| self.files.exchange(first, second)),
            Exchange::Unsupported => Err(io::ErrorKind::Unsupported.into()),
            Exchange::MountPoint => Err(io::ErrorKind::ResourceBusy.into()),
        }
    }

    fn remove_dir(&self, path: &Path) -> io::Result<()> {
        self.change().and_then(|()| self.files.remove_dir(path))
    }

    /// Removes a folder file by file, so that a kill can leave half of it.
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
        self.open_entry().and_then(|()| self.files.lock(path))
    }
}

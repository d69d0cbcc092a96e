//! The disk behind a trait: [`Files`] is all that wellpress does to a file system, [`Disk`] the real one, [`Memory`]
//! one for tests and previews. No other room touches `std::fs`.
//!
//! Reading never hangs on a FIFO or a device and never reads past a limit. Writing comes in two kinds: `write` and
//! `create_new` for files that belong to the person (the umask decides who may read them), `publish_*` for files of
//! the site, which come out the same under every umask.

mod disk;
mod memory;
mod platform;
mod walk;

use std::fmt;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use thiserror::Error;

pub use disk::Disk;
pub use memory::Memory;

/// The longest name that a file or a folder can have, in bytes.
pub const MAX_NAME_BYTES: usize = 255;

/// A path without links and `..`, as far as it is there.
///
/// # Errors
/// When what is there cannot be looked at.
pub fn absolute(files: &dyn Files, path: &Path) -> io::Result<PathBuf> {
    match files.canonicalize(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => match (path.parent(), path.file_name()) {
            (Some(parent), Some(name)) if parent.as_os_str().is_empty() => {
                Ok(files.canonicalize(Path::new("."))?.join(name))
            }
            (Some(parent), Some(name)) => Ok(absolute(files, parent)?.join(name)),
            _ => Err(error),
        },
        result => result,
    }
}

/// A path as people read it, with `/` between its parts on every system.
#[must_use]
pub fn slashed(path: &Path) -> String {
    path.to_string_lossy().replace('\\', "/")
}

/// A path below a site's root as people read it; one elsewhere as it is.
#[must_use]
pub fn relative_display(root: &Path, path: &Path) -> String {
    slashed(path.strip_prefix(root).unwrap_or(path))
}

/// Everything that wellpress does to a file system. Called from many threads.
///
/// Paths are absolute or relative to the working directory. A missing file is [`io::ErrorKind::NotFound`].
pub trait Files: Send + Sync {
    /// The bytes of a regular file; a symbolic link is followed.
    ///
    /// # Errors
    /// When it cannot be read, or is not a regular file.
    fn read(&self, path: &Path) -> io::Result<Vec<u8>>;

    /// The bytes of a regular file of at most `limit` bytes; a symbolic link is refused.
    ///
    /// # Errors
    /// When it cannot be read, is not a regular file, or is too large.
    fn read_limited(&self, path: &Path, limit: u64) -> Result<Vec<u8>, ReadError>;

    /// A regular file as a stream, for what may be large; a symbolic link is refused.
    ///
    /// # Errors
    /// When it cannot be opened, or is not a regular file.
    fn open(&self, path: &Path) -> io::Result<Box<dyn Read + Send>>;

    /// Everything below a folder, a folder before what is in it, siblings by name. Links are not followed; a folder
    /// that cannot be listed is an entry of kind [`EntryKind::Unreadable`].
    ///
    /// # Errors
    /// When `path` is missing or not a folder.
    fn walk(&self, path: &Path) -> io::Result<Vec<FsEntry>>;

    /// What is in a folder, by name, without what is in its folders.
    ///
    /// # Errors
    /// When `path` is missing or not a folder.
    fn list(&self, path: &Path) -> io::Result<Vec<FsEntry>>;

    /// What stands at `path` and what the disk says of it; a link is not followed.
    ///
    /// # Errors
    /// When nothing is there, or it cannot be looked at.
    fn entry(&self, path: &Path) -> io::Result<FsEntry>;

    /// Whether a folder holds these files in these sizes, nothing else, and nothing that changed after `since`; what
    /// cannot be looked at does not. The paths are sorted. A disk need not list the folders to tell that nothing was
    /// added: their dates say so.
    fn holds_only(&self, folder: &Path, files: &[ListedFile<'_>], since: SystemTime) -> bool {
        self.walk(folder).is_ok_and(|entries| walk::is_all_listed(&entries, files, since))
    }

    /// What stands at `path`; a link is not followed.
    ///
    /// # Errors
    /// When nothing is there, or it cannot be looked at.
    fn kind(&self, path: &Path) -> io::Result<EntryKind> {
        Ok(self.entry(path)?.kind)
    }

    /// The absolute path without links, `.` and `..`.
    ///
    /// # Errors
    /// When nothing is there, or it cannot be looked at.
    fn canonicalize(&self, path: &Path) -> io::Result<PathBuf>;

    /// Makes a folder and those above it that are missing.
    ///
    /// # Errors
    /// When it cannot be made.
    fn create_dir_all(&self, path: &Path) -> io::Result<()>;

    /// Writes a file, in place of what it held.
    ///
    /// # Errors
    /// When it cannot be written.
    fn write(&self, path: &Path, bytes: &[u8]) -> io::Result<()>;

    /// Writes a file that must not be there yet.
    ///
    /// # Errors
    /// When it is there ([`io::ErrorKind::AlreadyExists`]) or cannot be written.
    fn create_new(&self, path: &Path, bytes: &[u8]) -> io::Result<()>;

    /// Puts other bytes in the place of a file of the person, or makes it: they are written beside it and take its name
    /// whole, so that nobody ever reads half of them. Who may read it stays as it was.
    ///
    /// # Errors
    /// When it may not be written ([`io::ErrorKind::PermissionDenied`]) or cannot be; it is as it was then.
    fn replace(&self, path: &Path, bytes: &[u8]) -> io::Result<()>;

    /// Makes one folder of the site (0755); its parent is there.
    ///
    /// # Errors
    /// When it is there ([`io::ErrorKind::AlreadyExists`]) or cannot be made.
    fn publish_dir(&self, path: &Path) -> io::Result<()>;

    /// Writes a file of the site (0644) that must not be there yet: one open, write and close, no fsync.
    ///
    /// # Errors
    /// When it is there ([`io::ErrorKind::AlreadyExists`]) or cannot be written.
    fn publish_file(&self, path: &Path, bytes: &[u8]) -> io::Result<()>;

    /// Copies a regular file to a file of the site (0644) that must not be there yet; a symbolic link, which may have taken
    /// the file's place since it was found, is refused.
    ///
    /// # Errors
    /// When `to` is there, `from` is not a regular file, or the copy fails.
    fn publish_copy(&self, from: &Path, to: &Path) -> io::Result<()>;

    /// Gives a file of the site a second name, or copies it where the file system has no hard links.
    ///
    /// # Errors
    /// When `from` is missing, `to` is there, or neither works.
    fn link_or_copy(&self, from: &Path, to: &Path) -> io::Result<()>;

    /// Renames a file or folder; a file takes the place of a file.
    ///
    /// # Errors
    /// When it cannot be renamed.
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()>;

    /// Swaps two folders in one step.
    ///
    /// # Errors
    /// [`io::ErrorKind::Unsupported`] where the platform or the file system cannot; else what the machine says.
    fn exchange(&self, one: &Path, other: &Path) -> io::Result<()>;

    /// Removes a folder in which there is nothing.
    ///
    /// # Errors
    /// [`io::ErrorKind::DirectoryNotEmpty`] where there is something in it; else what the machine says.
    fn remove_dir(&self, path: &Path) -> io::Result<()>;

    /// Removes a folder with all that is in it; links in it are removed and not followed.
    ///
    /// # Errors
    /// When something in it cannot be removed, or it is missing.
    fn remove_dir_all(&self, path: &Path) -> io::Result<()>;

    /// Removes a file or a link.
    ///
    /// # Errors
    /// When it cannot be removed.
    fn remove_file(&self, path: &Path) -> io::Result<()>;

    /// Waits until everything written to the file system of the folder `path` is on the medium.
    ///
    /// # Errors
    /// When the medium fails.
    fn sync_filesystem(&self, path: &Path) -> io::Result<()>;

    /// Takes the advisory lock that the file `path` stands for, making it; it is gone once the lock is dropped.
    ///
    /// # Errors
    /// [`io::ErrorKind::WouldBlock`] while another holds it; else what the machine says.
    fn lock(&self, path: &Path) -> io::Result<FileLock>;

    /// Whether anything stands at `path`, also a dangling link.
    ///
    /// # Errors
    /// When it cannot be looked at.
    fn exists(&self, path: &Path) -> io::Result<bool> {
        match self.kind(path) {
            Ok(_) => Ok(true),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
            Err(error) => Err(error),
        }
    }
}

/// What an entry of a folder is; links are not followed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum EntryKind {
    /// A regular file.
    File,
    /// A folder.
    Folder,
    /// A symbolic link, whatever it points to.
    Symlink,
    /// A FIFO, a socket, a device.
    Special,
    /// A folder that cannot be listed, or an entry that went away or cannot be looked at, with what the machine said.
    Unreadable(io::ErrorKind),
}

impl fmt::Display for EntryKind {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::File => "a file",
            Self::Folder => "a folder",
            Self::Symlink => "a symbolic link",
            Self::Special => "a FIFO, a socket or a device",
            Self::Unreadable(_) => "unreadable",
        })
    }
}

/// What the disk says of a file without reading it. While it is the same, so are the bytes, unless the file changed
/// twice within the clock's grain: who relies on it leaves out what was changed a moment ago.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct FileStamp {
    size: u64,
    modified: Option<SystemTime>,
    identity: u64,
}

impl FileStamp {
    /// When the bytes last changed, where the platform says.
    #[must_use]
    pub fn modified(&self) -> Option<SystemTime> {
        self.modified
    }
}

impl FsEntry {
    fn new(path: PathBuf, (kind, stamp): (EntryKind, FileStamp)) -> Self {
        let FileStamp { size, modified, identity } = stamp;
        Self { path, kind, size, modified, identity }
    }

    /// What the disk says of it.
    #[must_use]
    pub fn stamp(&self) -> FileStamp {
        FileStamp { size: self.size, modified: self.modified, identity: self.identity }
    }
}

/// One entry of a walk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FsEntry {
    /// Relative to the folder that was walked.
    pub path: PathBuf,
    /// What it is.
    pub kind: EntryKind,
    /// Size in bytes; 0 for what is not a file.
    pub size: u64,
    /// When its bytes last changed, where the platform says.
    pub modified: Option<SystemTime>,
    /// Which file it is and when anything of it last changed, in one number; 0 where the platform does not say.
    pub identity: u64,
}

/// A file by its path in a folder, with `/`, and its size.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ListedFile<'a> {
    /// Relative to the folder.
    pub path: &'a str,
    /// In bytes.
    pub size: u64,
}

/// Why a file was not read.
#[derive(Debug, Error)]
pub enum ReadError {
    /// It has more bytes than the caller allows.
    #[error("`{}` has {size} bytes, over the limit of {limit}", path.display())]
    TooLarge {
        /// The file.
        path: PathBuf,
        /// How many bytes it has, or had when reading stopped.
        size: u64,
        /// How many it may have.
        limit: u64,
    },
    /// It is a folder, a link, a FIFO, a socket or a device.
    #[error("`{}` is {kind}, not a file", path.display())]
    NotAFile {
        /// What is not a file.
        path: PathBuf,
        /// What it is.
        kind: EntryKind,
    },
    /// The machine could not.
    #[error("cannot read `{}`: {source}", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// What the machine said.
        source: io::Error,
    },
}

impl From<ReadError> for io::Error {
    fn from(error: ReadError) -> Self {
        match error {
            ReadError::Io { source, .. } => source,
            ReadError::NotAFile { kind: EntryKind::Folder, .. } => Self::new(io::ErrorKind::IsADirectory, error),
            ReadError::NotAFile { .. } => Self::new(io::ErrorKind::InvalidInput, error),
            ReadError::TooLarge { .. } => Self::new(io::ErrorKind::FileTooLarge, error),
        }
    }
}

/// An advisory lock, held until this is dropped.
pub struct FileLock {
    release: Option<Box<dyn FnOnce() + Send + Sync>>,
}

impl FileLock {
    fn new(release: impl FnOnce() + Send + Sync + 'static) -> Self {
        Self { release: Some(Box::new(release)) }
    }
}

impl Drop for FileLock {
    fn drop(&mut self) {
        if let Some(release) = self.release.take() {
            release();
        }
    }
}

impl fmt::Debug for FileLock {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("FileLock")
    }
}

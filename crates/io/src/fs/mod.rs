//! The file system behind a trait: [`Files`] is all that wellpress does to a file system, [`Disk`] is the real one, and
//! [`Memory`] one for tests and previews. No other module touches `std::fs`. Which paths a program may touch is left to the
//! caller.
//!
//! Reading never hangs on a FIFO or a device and never reads past a limit. Writing comes in two kinds: `write` and
//! `create_new` for files that belong to the person (the umask decides who may read them), `publish_*` for files of
//! the site, which come out the same under every umask.

mod disk;
mod edited;
mod memory;
mod platform;
mod walk;

use std::fmt;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::SystemTime;

use thiserror::Error;

pub use disk::Disk;
pub use edited::Edited;
pub use memory::Memory;

/// The longest name of a file or folder, in bytes, that common file systems accept.
pub const MAX_NAME_BYTES: usize = 255;

/// The longest path of a folder of the site, in bytes. A key of an object store may have 1,024 and a path on macOS too, so that
/// the names of the files in the folder, a prefix of the target and the output's own folder fit as well.
pub const MAX_PATH_BYTES: usize = 800;

/// Whether Windows keeps this name for a device, whatever its extension: no file or folder can have it there.
///
/// ```
/// assert!(wellpress_io::fs::is_device_name("con.md"));
/// assert!(!wellpress_io::fs::is_device_name("console"));
/// ```
#[must_use]
pub fn is_device_name(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or(name).trim_end().to_ascii_lowercase();
    let port = stem.strip_prefix("com").or_else(|| stem.strip_prefix("lpt"));
    let is_port = port
        .is_some_and(|number| matches!(number, "1" | "2" | "3" | "4" | "5" | "6" | "7" | "8" | "9" | "¹" | "²" | "³"));
    is_port || matches!(stem.as_str(), "con" | "prn" | "aux" | "nul" | "conin$" | "conout$")
}

/// The absolute path without links, `.` and `..`, also of a file that does not exist yet: the folders above it that exist are
/// resolved, the remaining names are appended.
///
/// # Errors
/// When a folder above it cannot be looked at.
pub fn absolute(files: &dyn Files, path: &Path) -> io::Result<PathBuf> {
    match files.canonicalize(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => match (path.parent(), path.file_name()) {
            // A bare name has an empty parent.
            (Some(parent), Some(name)) if parent.as_os_str().is_empty() => {
                Ok(files.canonicalize(openable(parent))?.join(name))
            }
            (Some(parent), Some(name)) => Ok(absolute(files, parent)?.join(name)),
            _ => Err(error),
        },
        result => result,
    }
}

/// A path that can be opened: an empty one stands for the working directory, but no file has it.
#[must_use]
pub fn openable(path: &Path) -> &Path {
    if path.as_os_str().is_empty() { Path::new(".") } else { path }
}

/// A path for messages and addresses, with `/` between its parts on every platform.
#[must_use]
pub fn slashed(path: &Path) -> String {
    path.to_string_lossy().replace('\\', "/")
}

/// A path for messages: relative to `root` if it is below it, else as it is.
#[must_use]
pub fn relative_display(root: &Path, path: &Path) -> String {
    slashed(path.strip_prefix(root).unwrap_or(path))
}

/// The lock of [`Files::replace_if`]: two at once would take each other's file for that of an editor. Other programs do not know it.
fn replacing() -> MutexGuard<'static, ()> {
    static REPLACING: Mutex<()> = Mutex::new(());
    REPLACING.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Everything that wellpress does to a file system. Called from many threads.
///
/// Paths are absolute or relative to the working directory. A missing file is [`io::ErrorKind::NotFound`]. Behind this trait a
/// build runs on a tree in memory, and a test can make any operation fail, as a full disk or a killed program would.
pub trait Files: Send + Sync {
    /// The bytes of a regular file; a symbolic link is followed.
    ///
    /// # Errors
    /// When the file cannot be read, or is not a regular file.
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

    /// The entries of a folder, sorted by name, without those of its subfolders.
    ///
    /// # Errors
    /// When `path` is missing or not a folder.
    fn list(&self, path: &Path) -> io::Result<Vec<FsEntry>>;

    /// Kind, size and dates of what is at `path`; a link is not followed.
    ///
    /// # Errors
    /// When nothing is there, or the file system refuses to tell.
    fn entry(&self, path: &Path) -> io::Result<FsEntry>;

    /// Whether a folder holds exactly these files, sorted by path, in these sizes, and nothing in it has changed after
    /// `since`. An entry that cannot be looked at counts as changed.
    ///
    /// An output of many thousand files is checked this way before each build. The disk need not list folders to see that
    /// nothing was added, since that changes the date of the folder, so one look at each file and folder is enough.
    fn holds_only(&self, folder: &Path, files: &[ListedFile<'_>], since: SystemTime) -> bool {
        self.walk(folder).is_ok_and(|entries| walk::is_all_listed(&entries, files, since))
    }

    /// The kind of what is at `path`; a link is not followed.
    ///
    /// # Errors
    /// When nothing is there, or the file system refuses to tell.
    fn kind(&self, path: &Path) -> io::Result<EntryKind> {
        Ok(self.entry(path)?.kind)
    }

    /// The absolute path without links, `.` and `..`.
    ///
    /// # Errors
    /// When nothing is there, or the file system refuses to tell.
    fn canonicalize(&self, path: &Path) -> io::Result<PathBuf>;

    /// Creates a folder and the missing folders above it. A folder that exists is no error.
    ///
    /// # Errors
    /// When a folder cannot be created.
    fn create_dir_all(&self, path: &Path) -> io::Result<()>;

    /// Writes a file, in place of what it held. A reader in between may see half of it; see [`Files::replace`].
    ///
    /// # Errors
    /// When the file cannot be written.
    fn write(&self, path: &Path, bytes: &[u8]) -> io::Result<()>;

    /// Writes a file that must not be there yet.
    ///
    /// # Errors
    /// When the file exists ([`io::ErrorKind::AlreadyExists`]) or cannot be written.
    fn create_new(&self, path: &Path, bytes: &[u8]) -> io::Result<()>;

    /// Replaces or creates a file that belongs to the person: the bytes are written to a new file beside it, flushed to the
    /// disk and renamed, so that nobody ever reads half of them. Permissions stay as they were.
    ///
    /// # Errors
    /// When the file may not be written ([`io::ErrorKind::PermissionDenied`]) or cannot be. It is unchanged then.
    fn replace(&self, path: &Path, bytes: &[u8]) -> io::Result<()>;

    /// Replaces a file of a person as [`replace`](Self::replace) does, if it still has the bytes `expected`. Returns whether it had: a
    /// file that an editor has saved meanwhile stays as it is.
    ///
    /// # Errors
    /// Those of [`replace`](Self::replace), and when the file cannot be read.
    fn replace_if(&self, path: &Path, expected: &[u8], bytes: &[u8]) -> io::Result<bool> {
        let _one_at_a_time = replacing();
        if self.read(path)? != expected {
            return Ok(false);
        }
        self.replace(path, bytes).map(|()| true)
    }

    /// Creates one folder of the site (mode 0755) in a folder that exists.
    ///
    /// # Errors
    /// When the folder exists ([`io::ErrorKind::AlreadyExists`]) or cannot be created.
    fn publish_dir(&self, path: &Path) -> io::Result<()>;

    /// Writes a file of the site (mode 0644) that must not exist yet: one open, write and close. There is no fsync for each
    /// file; [`Files::sync_filesystem`] flushes all of them at once.
    ///
    /// # Errors
    /// When the file exists ([`io::ErrorKind::AlreadyExists`]) or cannot be written.
    fn publish_file(&self, path: &Path, bytes: &[u8]) -> io::Result<()>;

    /// Copies a regular file to a file of the site (mode 0644) that must not exist yet. A symbolic link is refused: it may
    /// have taken the file's place after the folder was listed, and could publish any file of the machine.
    ///
    /// # Errors
    /// When `to` exists, `from` is not a regular file, or the copy fails.
    fn publish_copy(&self, from: &Path, to: &Path) -> io::Result<()>;

    /// Gives a file of the site a second name, or copies it where the file system has no hard links.
    ///
    /// # Errors
    /// When `from` is missing, `to` exists, or neither works.
    fn link_or_copy(&self, from: &Path, to: &Path) -> io::Result<()>;

    /// Renames a file or folder. A file replaces a file that has the new name.
    ///
    /// # Errors
    /// When the operating system refuses.
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()>;

    /// Swaps two folders or files in one step, so that readers see the old site or the new one and never none.
    ///
    /// # Errors
    /// [`io::ErrorKind::Unsupported`] if the platform or the file system cannot do that; else the operating system's error.
    fn exchange(&self, one: &Path, other: &Path) -> io::Result<()>;

    /// Removes an empty folder.
    ///
    /// # Errors
    /// [`io::ErrorKind::DirectoryNotEmpty`] if there is something in it; else the operating system's error.
    fn remove_dir(&self, path: &Path) -> io::Result<()>;

    /// Removes a folder with everything in it. Links in it are removed and not followed.
    ///
    /// # Errors
    /// When something in the folder cannot be removed, or the folder is missing.
    fn remove_dir_all(&self, path: &Path) -> io::Result<()>;

    /// Removes a file or a link.
    ///
    /// # Errors
    /// When the operating system refuses.
    fn remove_file(&self, path: &Path) -> io::Result<()>;

    /// Waits until everything written to the file system of the folder `path` is on the medium.
    ///
    /// # Errors
    /// When the medium fails.
    fn sync_filesystem(&self, path: &Path) -> io::Result<()>;

    /// Creates the file `path` and takes an advisory lock on it. Dropping the lock removes the file. A lock whose holder was
    /// killed is free.
    ///
    /// # Errors
    /// [`io::ErrorKind::WouldBlock`] while another process holds the lock; else the operating system's error.
    fn lock(&self, path: &Path) -> io::Result<FileLock>;

    /// Whether anything is at `path`; a dangling link is something.
    ///
    /// # Errors
    /// When the file system refuses to tell, for instance for lack of permission.
    fn exists(&self, path: &Path) -> io::Result<bool> {
        match self.kind(path) {
            Ok(_) => Ok(true),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
            Err(error) => Err(error),
        }
    }
}

/// The kind of an entry of a folder; links are not followed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum EntryKind {
    /// A regular file, the only kind that can be published.
    File,
    /// A folder that can be listed.
    Folder,
    /// A symbolic link, whatever it points to.
    Symlink,
    /// A FIFO, a socket, a device.
    Special,
    /// A folder that cannot be listed, or an entry that went away or cannot be looked at, with the error's kind.
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

/// What the file system tells of a file without reading it. While the stamp is the same, so are the bytes, unless the file
/// changed twice within the resolution of the file system's clock. Whoever relies on stamps must therefore read a file that
/// was changed a moment ago.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct FileStamp {
    size: u64,
    modified: Option<SystemTime>,
    identity: u64,
}

impl FileStamp {
    /// When the bytes last changed; `None` if the platform does not tell.
    #[must_use]
    pub fn modified(&self) -> Option<SystemTime> {
        self.modified
    }
}

/// One entry of a folder or tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FsEntry {
    /// Relative to the folder that was listed or walked.
    pub path: PathBuf,
    /// File, folder, link or something else.
    pub kind: EntryKind,
    /// Size in bytes; 0 for anything but a file.
    pub size: u64,
    /// When the bytes last changed; `None` if the platform does not tell.
    pub modified: Option<SystemTime>,
    /// One number for which file this is and when its data or metadata last changed; 0 if the platform does not tell. A file
    /// that replaced another under the same name, with the same size and date, has another number.
    pub identity: u64,
}

/// Kind and stamp of an entry, as one system call returns them.
#[derive(Debug, Clone, Copy)]
struct Status {
    kind: EntryKind,
    stamp: FileStamp,
}

impl FsEntry {
    fn new(path: PathBuf, status: Status) -> Self {
        let Status { kind, stamp: FileStamp { size, modified, identity } } = status;
        Self { path, kind, size, modified, identity }
    }

    /// Size, date and identity of the entry.
    #[must_use]
    pub fn stamp(&self) -> FileStamp {
        FileStamp { size: self.size, modified: self.modified, identity: self.identity }
    }
}

/// A file that [`Files::holds_only`] looks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ListedFile<'a> {
    /// The path relative to the folder, with `/`.
    pub path: &'a str,
    /// The size in bytes.
    pub size: u64,
}

/// Why a file was not read.
#[derive(Debug, Error)]
pub enum ReadError {
    /// The file has more bytes than the caller allows.
    #[error("`{}` has {size} bytes, over the limit of {limit}", path.display())]
    TooLarge {
        /// The path of the file.
        path: PathBuf,
        /// The size of the file in bytes, or how many had been read when reading stopped.
        size: u64,
        /// The caller's limit in bytes.
        limit: u64,
    },
    /// The path leads to a folder, a link, a FIFO, a socket or a device.
    #[error("`{}` is {kind}, not a file", path.display())]
    NotAFile {
        /// The path that was to be read.
        path: PathBuf,
        /// The kind of entry that is there.
        kind: EntryKind,
    },
    /// The operating system reports an error.
    #[error("cannot read `{}`: {source}", path.display())]
    Io {
        /// The path of the file.
        path: PathBuf,
        /// The error of the operating system.
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

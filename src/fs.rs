//! The disk behind a trait: [`Files`] is all that wellpress does to a file system, [`Disk`] the real one, [`Memory`]
//! one for tests and previews. No other room touches `std::fs`.

use std::io;
use std::path::{Path, PathBuf};

/// What an entry of a folder is; links are not followed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EntryKind {
    /// A regular file.
    File,
    /// A folder.
    Folder,
    /// A symbolic link, whatever it points to.
    Symlink,
    /// A FIFO, a socket, a device.
    Special,
}

/// One entry of a walk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Relative to the folder that was walked.
    pub path: PathBuf,
    /// What it is.
    pub kind: EntryKind,
    /// Size in bytes; 0 for what is not a file.
    pub size: u64,
}

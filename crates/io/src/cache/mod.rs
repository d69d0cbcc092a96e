//! The cache on disk: values of one run in, the same values out in the next. A [`Fingerprint`] names a value by its content,
//! a [`CacheFile`] keeps one value, a [`BlobCache`] many results that took long to make, one file each, a [`KeyedCache`] many
//! small values in some files. What the
//! values mean, and when they are out of date, is left to the stages that store them.
//!
//! A cache file is written beside its place and renamed, so that a reader meets the whole old file or the whole new one. It
//! carries the build of the program that wrote it and a hash of its bytes. A file of another build is ignored, a damaged
//! one is removed with a note for the user, and a failure to write is a note as well: a cache is never a reason to fail.

mod blobs;
mod file;
mod fingerprint;
mod keyed;
mod sealed;

use std::io;
use std::path::{Path, PathBuf};

use crate::fs::Files;

pub use blobs::BlobCache;
pub use file::CacheFile;
pub use fingerprint::{Fingerprint, FingerprintBuilder};
pub use keyed::{KeyedCache, KeyedValues};

/// The folder in a site's root that holds the cache, unless the settings name another.
pub const FOLDER: &str = ".wellpress";

/// A larger file in the cache's folder was not written by this program, and is not read into memory.
const MAX_BYTES: u64 = 2 << 30;

/// Whether a run reads what the last one left, and leaves something itself.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum CacheMode {
    /// Reads the cache and updates it.
    #[default]
    ReadWrite,
    /// Reads the cache and leaves it as it is.
    ReadOnly,
    /// Neither reads nor writes.
    Off,
}

/// Where the cache is, and what a run may do with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CacheLocation {
    /// The folder of the cache; it is created when something is written.
    pub folder: PathBuf,
    /// Whether the run reads and writes.
    pub mode: CacheMode,
    /// The build of the program. What another build left is not read, because that build may make other bytes from the
    /// same input.
    pub build: &'static str,
}

impl CacheLocation {
    /// The same cache for a run that leaves it as it is.
    #[must_use]
    pub fn read_only(&self) -> Self {
        let mode = match self.mode {
            CacheMode::ReadWrite | CacheMode::ReadOnly => CacheMode::ReadOnly,
            CacheMode::Off => CacheMode::Off,
        };
        Self { mode, ..self.clone() }
    }
}

/// Creates a folder for generated files, with a `.gitignore` that keeps them out of version control. A folder that exists
/// already stays as it is: it may be the person's own, with files in it that belong into version control.
///
/// # Errors
/// When the folder or its `.gitignore` cannot be written.
pub fn make_folder(files: &dyn Files, folder: &Path) -> io::Result<()> {
    if files.exists(folder)? {
        return Ok(());
    }
    files.create_dir_all(folder)?;
    files.write(&folder.join(".gitignore"), b"*\n")
}

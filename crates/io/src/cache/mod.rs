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

use crate::fs::{EntryKind, FileLock, Files};

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

impl CacheLocation {
    /// What has to be the same in the run that saved a value: the build and, if there are some, the inputs of the value.
    fn seal(&self, inputs: Option<Fingerprint>) -> String {
        let inputs = inputs.map(|inputs| format!(" {inputs}"));
        [self.build, inputs.as_deref().unwrap_or_default()].concat()
    }

    /// Creates the folder and takes its lock. `None` while another run writes the cache: its values are as good.
    fn lock(&self, files: &dyn Files) -> io::Result<Option<FileLock>> {
        make_folder(files, &self.folder)?;
        match files.lock(&self.folder.join("lock")) {
            Ok(lock) => Ok(Some(lock)),
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => Ok(None),
            Err(error) => Err(error),
        }
    }
}

/// Writes bytes beside a file of the cache and renames them, so that a reader meets the old bytes or the new.
fn replace(files: &dyn Files, path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut new_path = path.as_os_str().to_owned();
    new_path.push(".new");
    let new_path = PathBuf::from(new_path);
    // Both names belong to the cache, so a folder that has one of them goes.
    for path in [path, &new_path] {
        if files.kind(path).is_ok_and(|kind| kind == EntryKind::Folder) {
            files.remove_dir_all(path)?;
        }
    }
    // Unlike `Files::replace` this does not wait for the disk: what a crash takes is made anew.
    let replaced = files.write(&new_path, bytes).and_then(|()| files.rename(&new_path, path));
    if replaced.is_err() {
        let _ = files.remove_file(&new_path);
    }
    replaced
}

/// Whether a name of a file is a number with so many hexadecimal digits.
fn is_hexadecimal(name: &str, digits: usize) -> bool {
    name.len() == digits && name.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
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

//! [`CacheFile`]: one value from one run to the next, in a file of the cache's folder.

use std::io;
use std::path::Path;

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::sealed::{self, SealedContent};
use super::{CacheLocation, CacheMode, Fingerprint, MAX_BYTES};
use crate::fs::Files;

/// A file of the cache that holds one value.
///
/// ```
/// use wellpress_io::cache::{CacheFile, CacheLocation, CacheMode};
/// use wellpress_io::fs::Memory;
///
/// let files = Memory::new();
/// let location = CacheLocation { folder: "/site/.wellpress".into(), mode: CacheMode::ReadWrite, build: "1.0" };
/// let mut notes = Vec::new();
/// CacheFile::new(&location, "pages.pack").save(&files, &vec![1, 2, 3], &mut notes);
/// let value: Option<Vec<i32>> = CacheFile::new(&location, "pages.pack").load(&files, &mut notes);
/// assert_eq!((value, notes), (Some(vec![1, 2, 3]), vec![]));
/// ```
#[derive(Debug, Clone, Copy)]
pub struct CacheFile<'a> {
    location: &'a CacheLocation,
    name: &'static str,
    inputs: Option<Fingerprint>,
}

impl<'a> CacheFile<'a> {
    /// The file of this name in the cache's folder; it need not exist.
    #[must_use]
    pub fn new(location: &'a CacheLocation, name: &'static str) -> Self {
        Self { location, name, inputs: None }
    }

    /// The same file for a value that is only sound with these inputs. One that was saved with others is ignored, as is that of
    /// another build: it may not even be readable.
    #[must_use]
    pub fn of_inputs(self, inputs: Fingerprint) -> Self {
        Self { inputs: Some(inputs), ..self }
    }

    fn seal(&self) -> String {
        self.location.seal(self.inputs)
    }

    /// Reads the value that the last run of the same build left. `None` if there is none, if another build left it, and,
    /// with a note, if it is damaged or cannot be read.
    pub fn load<T: DeserializeOwned>(&self, files: &dyn Files, notes: &mut Vec<String>) -> Option<T> {
        if self.location.mode == CacheMode::Off {
            return None;
        }
        let path = self.location.folder.join(self.name);
        // The first run finds no file, which is worth no note.
        if !files.exists(&path).unwrap_or(false) {
            return None;
        }
        match files.read_limited(&path, MAX_BYTES) {
            Ok(bytes) => match sealed::open(&bytes, &self.seal()) {
                SealedContent::Sound(value) => {
                    postcard::from_bytes(value).ok().or_else(|| self.discard_damaged(files, &path, notes))
                }
                SealedContent::OtherBuild => None,
                SealedContent::Damaged => self.discard_damaged(files, &path, notes),
            },
            Err(error) => {
                notes.push(format!("the cache is not used: {error}"));
                None
            }
        }
    }

    /// Leaves a value for the next run. While another run writes the cache, nothing is written: its value is as good. A
    /// failure to write becomes a note, one for all files of a run.
    pub fn save<T: Serialize>(&self, files: &dyn Files, value: &T, notes: &mut Vec<String>) {
        if self.location.mode != CacheMode::ReadWrite {
            return;
        }
        if let Err(error) = self.write_locked(files, value) {
            let folder = self.location.folder.display();
            let note = format!("nothing is kept for the next run: cannot write to `{folder}`: {error}");
            if !notes.contains(&note) {
                notes.push(note);
            }
        }
    }

    fn write_locked<T: Serialize>(&self, files: &dyn Files, value: &T) -> io::Result<()> {
        match self.location.lock(files)? {
            Some(_lock) => {
                let path = self.location.folder.join(self.name);
                super::replace(files, &path, &sealed::seal_value(value, &self.seal()))
            }
            None => Ok(()),
        }
    }

    /// Notes that the file is damaged and, if the run may write, removes it: not every run writes every file, so the next
    /// run would meet the same damage.
    fn discard_damaged<T>(&self, files: &dyn Files, path: &Path, notes: &mut Vec<String>) -> Option<T> {
        let consequence = match self.location.mode {
            CacheMode::ReadWrite => {
                let _ = files.remove_file(path);
                "is made anew"
            }
            CacheMode::ReadOnly | CacheMode::Off => "is not used",
        };
        notes.push(format!("the cache in `{}` is damaged and {consequence}", path.display()));
        None
    }
}

//! [`BlobCache`]: results that take long to make, such as resized pictures, from one run to the next, one file each. What
//! the bytes are is left to the caller.

use std::collections::BTreeSet;
use std::io;
use std::path::PathBuf;

use super::sealed::{self, SealedContent};
use super::{CacheLocation, CacheMode, Fingerprint, FingerprintBuilder, MAX_BYTES, is_hexadecimal, make_folder};
use crate::fs::{Files, FsEntry};

/// The length of the name of a file, which is a fingerprint.
const FINGERPRINT_DIGITS: usize = 32;

/// A folder of the cache in which each file holds the bytes of one fingerprint.
///
/// ```
/// use wellpress_io::cache::{BlobCache, CacheLocation, CacheMode, Fingerprint};
/// use wellpress_io::fs::Memory;
///
/// let files = Memory::new();
/// let location = CacheLocation { folder: "/site/.wellpress".into(), mode: CacheMode::ReadWrite, build: "1.0" };
/// let pictures = BlobCache::new(&files, &location, "pictures");
/// let key = Fingerprint::of(b"the original and the wanted width");
/// pictures.put(key, b"pixels");
/// assert_eq!(pictures.get(key).as_deref(), Some(&b"pixels"[..]));
/// ```
pub struct BlobCache<'a> {
    files: &'a dyn Files,
    location: &'a CacheLocation,
    name: &'static str,
}

impl<'a> BlobCache<'a> {
    /// The folder of this name in the cache's folder; it need not exist.
    #[must_use]
    pub fn new(files: &'a dyn Files, location: &'a CacheLocation, name: &'static str) -> Self {
        Self { files, location, name }
    }

    /// The bytes that an earlier run of the same build stored under a fingerprint. `None` if there are none or they are
    /// damaged; the caller makes them again either way.
    #[must_use]
    pub fn get(&self, key: Fingerprint) -> Option<Vec<u8>> {
        if self.location.mode == CacheMode::Off {
            return None;
        }
        let mut bytes = self.files.read_limited(&self.path(key), MAX_BYTES).ok()?;
        match sealed::open(&bytes, self.location.build) {
            SealedContent::Sound(value) => Some(bytes.split_off(bytes.len() - value.len())),
            SealedContent::OtherBuild | SealedContent::Damaged => None,
        }
    }

    /// Stores bytes for the next run. A failure is ignored: the next run makes them again.
    pub fn put(&self, key: Fingerprint, bytes: &[u8]) {
        let _ = self.store(key, bytes);
    }

    /// Stores bytes as [`put`](Self::put) does, for a caller whose only result is what the cache has.
    ///
    /// # Errors
    /// When they cannot be written. The cache then has what it had before.
    pub fn store(&self, key: Fingerprint, bytes: &[u8]) -> io::Result<()> {
        if self.location.mode != CacheMode::ReadWrite {
            return Ok(());
        }
        make_folder(self.files, &self.location.folder)?;
        self.files.create_dir_all(&self.folder())?;
        self.files.replace(&self.path(key), &sealed::seal_bytes(bytes, self.location.build))
    }

    /// The fingerprint of what there is: of the names and sizes of all files, and not of when they were written.
    #[must_use]
    pub fn listing(&self) -> Fingerprint {
        let mut entries = self.files.list(&self.folder()).unwrap_or_default();
        entries.retain(|_| self.location.mode != CacheMode::Off);
        entries.sort_by(|a, b| a.path.cmp(&b.path));
        let names: Vec<_> =
            entries.iter().map(|entry| (entry.path.as_os_str().as_encoded_bytes(), entry.size)).collect();
        FingerprintBuilder::new("blobs").with(names).fingerprint()
    }

    /// Removes files that this run did not use, the oldest first, until they take no more space than the used ones or than
    /// `spare_bytes`, whichever is more. The allowance is for authors who take an edit back.
    ///
    /// Only files with the name of a fingerprint are removed: a person may choose a cache folder in which a folder of this
    /// name, with files of their own, exists already. A file that cannot be removed stays.
    pub fn sweep(&self, used: &BTreeSet<Fingerprint>, spare_bytes: u64) {
        if self.location.mode != CacheMode::ReadWrite {
            return;
        }
        let folder = self.folder();
        let used_names: BTreeSet<String> = used.iter().map(ToString::to_string).collect();
        let mut entries = self.files.list(&folder).unwrap_or_default();
        entries.retain(|entry| entry.path.to_str().is_some_and(|name| is_hexadecimal(name, FINGERPRINT_DIGITS)));
        let (used, mut unused): (Vec<FsEntry>, Vec<FsEntry>) =
            entries.into_iter().partition(|entry| entry.path.to_str().is_some_and(|name| used_names.contains(name)));
        let mut free_bytes = used.iter().map(|entry| entry.size).sum::<u64>().max(spare_bytes);
        // The newest are spared. Of equal dates the path decides, so that equal caches are swept alike.
        unused.sort_by(|a, b| b.modified.cmp(&a.modified).then_with(|| a.path.cmp(&b.path)));
        for entry in unused {
            match free_bytes.checked_sub(entry.size) {
                Some(left) => free_bytes = left,
                None => {
                    // A smaller, older file would fit into what is left, but age decides and not size.
                    free_bytes = 0;
                    let _ = self.files.remove_file(&folder.join(&entry.path));
                }
            }
        }
    }

    fn folder(&self) -> PathBuf {
        self.location.folder.join(self.name)
    }

    fn path(&self, key: Fingerprint) -> PathBuf {
        self.folder().join(key.to_string())
    }
}

//! [`FolderStore`]: a folder of this machine as a target, for a web server that serves it.

use std::io;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

use wellpress_io::artifact::SitePath;
use wellpress_io::fs::{EntryKind, FileLock, Files};

use super::compress::ContentEncoding;
use super::object::{Object, ObjectHeaders};
use super::store::{ObjectVersion, StoreError, StoredObject, TargetStore};

/// Files on their way, and the lock of the state.
const ROOM: &str = ".wellpress-deploy";
const LOCK: &str = ".wellpress-deploy/lock";

/// How long another's write of the state is waited for.
const TRIES: u32 = 100;
const PAUSE: Duration = Duration::from_millis(20);

/// A folder.
pub struct FolderStore<'a> {
    files: &'a dyn Files,
    root: PathBuf,
}

impl<'a> FolderStore<'a> {
    /// This folder, which is made where it is missing.
    #[must_use]
    pub fn new(files: &'a dyn Files, root: PathBuf) -> Self {
        Self { files, root }
    }

    fn place(&self, path: &str) -> Result<PathBuf, StoreError> {
        let path = SitePath::new(path).ok_or_else(|| StoreError::failed(path, "it leads out of the folder"))?;
        Ok(self.root.join(path.as_str()))
    }

    /// Written beside and renamed, so that nobody is ever served half of it.
    fn put(&self, path: &str, bytes: &[u8]) -> io::Result<()> {
        let place = self.root.join(path);
        let beside = self.root.join(ROOM).join(format!("incoming-{}", &blake3::hash(path.as_bytes()).to_hex()[..32]));
        self.files.create_dir_all(&self.root.join(ROOM))?;
        if let Some(folder) = place.parent() {
            self.files.create_dir_all(folder)?;
        }
        if self.files.exists(&beside)? {
            self.files.remove_file(&beside)?;
        }
        self.files.publish_file(&beside, bytes)?;
        self.files.rename(&beside, &place)
    }

    fn lock(&self) -> io::Result<FileLock> {
        self.files.create_dir_all(&self.root.join(ROOM))?;
        let mut tries = 0;
        loop {
            match self.files.lock(&self.root.join(LOCK)) {
                Err(error) if error.kind() == io::ErrorKind::WouldBlock && tries < TRIES => tries += 1,
                result => return result,
            }
            thread::sleep(PAUSE);
        }
    }

    /// Folders that are empty now go too, up to the root.
    fn prune(&self, place: &Path) {
        let mut above = place.parent();
        while let Some(folder) = above.filter(|folder| *folder != self.root && folder.starts_with(&self.root)) {
            if self.files.remove_dir(folder).is_err() {
                return;
            }
            above = folder.parent();
        }
    }
}

impl TargetStore for FolderStore<'_> {
    fn forms(&self, wished: &[ContentEncoding]) -> Vec<ContentEncoding> {
        wished.to_vec()
    }

    fn has_siblings(&self) -> bool {
        true
    }

    fn workers(&self) -> usize {
        4
    }

    fn read(&self, path: &str) -> Result<Option<StoredObject>, StoreError> {
        match self.files.read(&self.place(path)?) {
            Ok(bytes) => {
                let version = version(&bytes);
                Ok(Some(StoredObject { bytes, version }))
            }
            Err(error) if is_absent(&error) => Ok(None),
            Err(error) => Err(failed(path, error)),
        }
    }

    fn write(&self, path: &str, bytes: Vec<u8>, _headers: &ObjectHeaders<'_>) -> Result<(), StoreError> {
        self.place(path)?;
        self.put(path, &bytes).map_err(|error| failed(path, error))
    }

    fn write_if(
        &self,
        path: &str,
        bytes: Vec<u8>,
        expected: Option<&ObjectVersion>,
    ) -> Result<ObjectVersion, StoreError> {
        let _lock = self.lock().map_err(|error| failed(path, error))?;
        let there = self.read(path)?.map(|stored| stored.version);
        if there.as_ref() != expected {
            return Err(StoreError::Changed(path.to_owned()));
        }
        self.put(path, &bytes).map_err(|error| failed(path, error))?;
        Ok(version(&bytes))
    }

    fn has(&self, object: &Object) -> Result<bool, StoreError> {
        let Some(stored) = self.read(object.path.as_str())? else { return Ok(false) };
        Ok(object.form.decode(&stored.bytes).is_ok_and(|bytes| blake3::hash(&bytes) == object.hash))
    }

    fn exists(&self, path: &str) -> Result<bool, StoreError> {
        match self.files.exists(&self.place(path)?) {
            Err(error) if is_absent(&error) => Ok(false),
            result => result.map_err(|error| failed(path, error)),
        }
    }

    fn is_empty(&self) -> Result<bool, StoreError> {
        match self.files.list(&self.root) {
            Ok(entries) => Ok(entries.iter().all(|entry| entry.path == Path::new(ROOM))),
            Err(error) if is_absent(&error) => Ok(true),
            Err(error) => Err(failed("", error)),
        }
    }

    fn copy(&self, from: &str, to: &str) -> Result<bool, StoreError> {
        let Some(stored) = self.read(from)? else { return Ok(false) };
        self.place(to)?;
        self.put(to, &stored.bytes).map_err(|error| failed(to, error))?;
        Ok(true)
    }

    fn delete(&self, path: &str) -> Result<(), StoreError> {
        let place = self.place(path)?;
        match self.files.remove_file(&place) {
            Err(error) if !is_absent(&error) => return Err(failed(path, error)),
            _ => self.prune(&place),
        }
        Ok(())
    }

    fn list(&self, folder: &str) -> Result<Vec<String>, StoreError> {
        let entries = match self.files.walk(&self.root.join(folder)) {
            Err(error) if is_absent(&error) => return Ok(Vec::new()),
            result => result.map_err(|error| failed(folder, error))?,
        };
        let names =
            entries.iter().filter(|entry| entry.kind == EntryKind::File).filter_map(|entry| entry.path.to_str());
        Ok(names.map(|name| format!("{folder}{name}")).collect())
    }
}

fn version(bytes: &[u8]) -> ObjectVersion {
    ObjectVersion { tag: Some(blake3::hash(bytes).to_hex().to_string()), number: None }
}

fn is_absent(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory)
}

fn failed(path: &str, error: io::Error) -> StoreError {
    match error.kind() {
        io::ErrorKind::PermissionDenied => StoreError::Refused { path: path.to_owned(), why: error.to_string() },
        _ => StoreError::failed(path, error),
    }
}

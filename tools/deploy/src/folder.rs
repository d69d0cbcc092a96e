//! [`FolderStore`]: a folder of this machine as a target, for a web server that serves it. Headers are not stored: the server
//! has its own, which `server_config` writes.

use std::io;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

use wellpress_io::artifact::SitePath;
use wellpress_io::fs::{EntryKind, FileLock, Files, ReadError};

use super::content_encoding::ContentEncoding;
use super::object::{EncodedPlacement, Object, ObjectHeaders};
use super::store::{ObjectVersion, StoreError, StoredObject, TargetStore};

/// Holds files that are being written, the record of the deploys and its lock.
const STATE_FOLDER: &str = ".wellpress-deploy";
const LOCK: &str = ".wellpress-deploy/lock";

/// How often and after what pause the lock is tried while another deploy writes the record.
const LOCK_TRIES: u32 = 100;
const LOCK_PAUSE: Duration = Duration::from_millis(20);

/// A folder as a target.
pub struct FolderStore<'a> {
    files: &'a dyn Files,
    root: PathBuf,
}

impl<'a> FolderStore<'a> {
    /// The store in this folder, which is created with the first write.
    #[must_use]
    pub fn new(files: &'a dyn Files, root: PathBuf) -> Self {
        Self { files, root }
    }

    /// The path on disk. Paths come from a record at the target too, so one that leads out of the folder is refused.
    fn disk_path(&self, path: &str) -> Result<PathBuf, StoreError> {
        let path = SitePath::new(path).ok_or_else(|| StoreError::failed(path, "it leads out of the folder"))?;
        Ok(self.root.join(path.as_str()))
    }

    /// The outermost folder around a path that is a link. Whatever it leads to is not of the target, and may be of
    /// somebody else. The folder of the target itself may be a link: whoever named it meant what it leads to.
    fn linked_folder<'p>(&self, path: &'p str) -> io::Result<Option<&'p str>> {
        for (end, _) in path.match_indices('/') {
            match self.files.kind(&self.root.join(&path[..end])) {
                Ok(EntryKind::Symlink) => return Ok(Some(&path[..end])),
                Err(error) if is_absent(&error) => return Ok(None),
                result => _ = result?,
            }
        }
        Ok(None)
    }

    /// The path on disk of something that is written. A link on the way to it is refused.
    fn path_to_write(&self, path: &str) -> Result<PathBuf, StoreError> {
        self.refuse_linked_record(path)?;
        let disk_path = self.disk_path(path)?;
        match self.linked_folder(path).map_err(|error| store_error(path, error))? {
            None => Ok(disk_path),
            Some(folder) => Err(StoreError::Refused {
                path: path.to_owned(),
                why: format!(
                    "`{folder}` is a link, and what it leads to is not of the target; put a folder in its place"
                ),
            }),
        }
    }

    /// The path on disk of something that is read or deleted; `None` if there is a link on the way: no deploy has put it there.
    fn path_of_own(&self, path: &str) -> Result<Option<PathBuf>, StoreError> {
        self.refuse_linked_record(path)?;
        let disk_path = self.disk_path(path)?;
        let link = self.linked_folder(path).map_err(|error| store_error(path, error))?;
        Ok(link.is_none().then_some(disk_path))
    }

    /// Refuses a link in the place of the record of the deploys, or of what stands beside it. To read it as absent, as links elsewhere
    /// are, would begin a new history, and whoever put the link there would lose all releases of the old one.
    fn refuse_linked_record(&self, path: &str) -> Result<(), StoreError> {
        if !path.starts_with(STATE_FOLDER) {
            return Ok(());
        }
        let folder = self.linked_folder(path).map_err(|error| store_error(path, error))?;
        let is_link = |path: &str| matches!(self.files.kind(&self.root.join(path)), Ok(EntryKind::Symlink));
        let Some(link) = folder.or_else(|| Some(path).filter(|path| is_link(path))) else { return Ok(()) };
        Err(StoreError::Refused {
            path: path.to_owned(),
            why: format!(
                "`{link}` is a link, and the record of the deploys has to be in the target itself; move what it leads to into its \
                 place, or delete the link to begin a new record"
            ),
        })
    }

    /// Writes a file beside its place and renames it, so that nobody is ever served half of it.
    fn put(&self, path: &str, bytes: &[u8]) -> io::Result<()> {
        let final_path = self.root.join(path);
        // With a hash, threads that write different paths use different names, and the name is short however
        // deep the path is.
        let path_hash = &blake3::hash(path.as_bytes()).to_hex()[..32];
        let incoming = self.root.join(STATE_FOLDER).join(format!("incoming-{path_hash}"));
        self.files.create_dir_all(&self.root.join(STATE_FOLDER))?;
        if let Some(folder) = final_path.parent() {
            self.files.create_dir_all(folder)?;
        }
        // A deploy that was killed may have left one.
        if self.files.exists(&incoming)? {
            self.files.remove_file(&incoming)?;
        }
        self.files.publish_file(&incoming, bytes)?;
        self.files.rename(&incoming, &final_path)
    }

    fn lock(&self) -> io::Result<FileLock> {
        self.files.create_dir_all(&self.root.join(STATE_FOLDER))?;
        let mut tries = 0;
        loop {
            match self.files.lock(&self.root.join(LOCK)) {
                Err(error) if error.kind() == io::ErrorKind::WouldBlock && tries < LOCK_TRIES => tries += 1,
                result => return result,
            }
            thread::sleep(LOCK_PAUSE);
        }
    }

    /// Removes the folders above a deleted file that are empty now, up to the root.
    fn remove_empty_folders(&self, deleted: &Path) {
        let mut parent = deleted.parent();
        while let Some(folder) = parent.filter(|folder| *folder != self.root && folder.starts_with(&self.root)) {
            // A folder that is not empty refuses, and then all above it are not empty either.
            if self.files.remove_dir(folder).is_err() {
                return;
            }
            parent = folder.parent();
        }
    }
}

impl TargetStore for FolderStore<'_> {
    fn usable_encodings(&self, requested: &[ContentEncoding]) -> Vec<ContentEncoding> {
        requested.to_vec()
    }

    fn encoded_placement(&self) -> EncodedPlacement {
        EncodedPlacement::BesideOriginal
    }

    fn max_requests(&self) -> usize {
        4
    }

    fn read(&self, path: &str) -> Result<Option<StoredObject>, StoreError> {
        let Some(disk_path) = self.path_of_own(path)? else { return Ok(None) };
        match self.files.read_limited(&disk_path, u64::MAX) {
            Ok(bytes) => {
                let version = version(&bytes);
                Ok(Some(StoredObject { bytes, version }))
            }
            // A link in the place of a file is no file of a deploy either. A write replaces it.
            Err(ReadError::NotAFile { kind: EntryKind::Symlink, .. }) => Ok(None),
            Err(ReadError::Io { source, .. }) if is_absent(&source) => Ok(None),
            Err(ReadError::Io { source, .. }) => Err(store_error(path, source)),
            Err(error) => Err(StoreError::failed(path, error)),
        }
    }

    fn refuse_write(&self, path: &str) -> Result<(), StoreError> {
        self.path_to_write(path).map(drop)
    }

    fn write(&self, path: &str, bytes: Vec<u8>, _headers: &ObjectHeaders<'_>) -> Result<(), StoreError> {
        self.path_to_write(path)?;
        self.path_to_write(LOCK)?;
        self.put(path, &bytes).map_err(|error| store_error(path, error))
    }

    fn write_if(
        &self,
        path: &str,
        bytes: Vec<u8>,
        expected: Option<&ObjectVersion>,
    ) -> Result<ObjectVersion, StoreError> {
        self.path_to_write(path)?;
        self.path_to_write(LOCK)?;
        // A file system has no conditional write, so the lock makes the comparison and the write one step.
        let _lock = self.lock().map_err(|error| store_error(path, error))?;
        let current = self.read(path)?.map(|stored| stored.version);
        if current.as_ref() != expected {
            return Err(StoreError::Changed(path.to_owned()));
        }
        self.put(path, &bytes).map_err(|error| store_error(path, error))?;
        Ok(version(&bytes))
    }

    fn has_object(&self, object: &Object) -> Result<bool, StoreError> {
        let Some(stored) = self.read(object.path.as_str())? else { return Ok(false) };
        Ok(object.encoding.decode(&stored.bytes).is_ok_and(|bytes| blake3::hash(&bytes) == object.hash))
    }

    fn exists(&self, path: &str) -> Result<bool, StoreError> {
        let Some(disk_path) = self.path_of_own(path)? else { return Ok(false) };
        match self.files.exists(&disk_path) {
            Err(error) if is_absent(&error) => Ok(false),
            result => result.map_err(|error| store_error(path, error)),
        }
    }

    fn is_empty(&self) -> Result<bool, StoreError> {
        match self.files.list(&self.root) {
            // Our own folder does not count: taking the lock creates it.
            Ok(entries) => Ok(entries.iter().all(|entry| entry.path == Path::new(STATE_FOLDER))),
            Err(error) if is_absent(&error) => Ok(true),
            Err(error) => Err(store_error("", error)),
        }
    }

    fn copy(&self, from: &str, to: &str) -> Result<bool, StoreError> {
        let Some(stored) = self.read(from)? else { return Ok(false) };
        self.path_to_write(to)?;
        self.put(to, &stored.bytes).map_err(|error| store_error(to, error))?;
        Ok(true)
    }

    fn delete(&self, path: &str) -> Result<(), StoreError> {
        let Some(disk_path) = self.path_of_own(path)? else { return Ok(()) };
        match self.files.remove_file(&disk_path) {
            Err(error) if !is_absent(&error) => return Err(store_error(path, error)),
            _ => self.remove_empty_folders(&disk_path),
        }
        Ok(())
    }

    fn list(&self, folder: &str) -> Result<Vec<String>, StoreError> {
        self.refuse_linked_record(folder)?;
        // The slash at its end makes the folder itself one of those around a path.
        if self.linked_folder(folder).map_err(|error| store_error(folder, error))?.is_some() {
            return Ok(Vec::new());
        }
        let entries = match self.files.walk(&self.root.join(folder)) {
            Err(error) if is_absent(&error) => return Ok(Vec::new()),
            result => result.map_err(|error| store_error(folder, error))?,
        };
        let files = entries.iter().filter(|entry| entry.kind == EntryKind::File);
        Ok(files.filter_map(|entry| entry.path.to_str()).map(|name| format!("{folder}{name}")).collect())
    }
}

/// A file's version is the hash of its bytes: dates are too coarse for two writes in one moment.
fn version(bytes: &[u8]) -> ObjectVersion {
    ObjectVersion { tag: Some(blake3::hash(bytes).to_hex().to_string()), number: None }
}

/// Whether nothing is at the path; a file in the place of a folder above it means the same.
fn is_absent(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory)
}

fn store_error(path: &str, error: io::Error) -> StoreError {
    match error.kind() {
        io::ErrorKind::PermissionDenied => StoreError::Refused { path: path.to_owned(), why: error.to_string() },
        _ => StoreError::failed(path, error),
    }
}

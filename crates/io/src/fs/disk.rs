//! The real file system.

#![expect(clippy::disallowed_methods, reason = "the room for the disk")]

use std::fs::{self, File, Metadata, TryLockError};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use rayon::prelude::*;

use super::platform::{self, Links};
use super::{EntryKind, FileLock, Files, FsEntry, ListedFile, ReadError, walk};

/// The real file system.
#[derive(Debug, Clone, Copy, Default)]
pub struct Disk;

impl Files for Disk {
    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        Ok(read_at_most(path, Links::Follow, u64::MAX)?)
    }

    fn read_limited(&self, path: &Path, limit: u64) -> Result<Vec<u8>, ReadError> {
        read_at_most(path, Links::Refuse, limit)
    }

    fn open(&self, path: &Path) -> io::Result<Box<dyn Read + Send>> {
        Ok(Box::new(open_regular(path, Links::Refuse)?.0))
    }

    fn walk(&self, path: &Path) -> io::Result<Vec<FsEntry>> {
        walk::walk(path)
    }

    fn list(&self, path: &Path) -> io::Result<Vec<FsEntry>> {
        walk::list(path)
    }

    fn entry(&self, path: &Path) -> io::Result<FsEntry> {
        Ok(FsEntry::new(path.to_path_buf(), platform::look_at(path)?))
    }

    fn holds_only(&self, folder: &Path, files: &[ListedFile<'_>], since: SystemTime) -> bool {
        walk::holds_only(folder, files, since)
    }

    fn canonicalize(&self, path: &Path) -> io::Result<PathBuf> {
        fs::canonicalize(path)
    }

    fn create_dir_all(&self, path: &Path) -> io::Result<()> {
        fs::create_dir_all(path)
    }

    fn write(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        fs::write(path, bytes)
    }

    fn create_new(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        platform::create_file(path)?.write_all(bytes)
    }

    fn replace(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        let beside = beside(path)?;
        let replaced = write_beside(path, &beside, bytes).and_then(|()| fs::rename(&beside, path));
        if replaced.is_err() {
            let _ = fs::remove_file(&beside);
        }
        replaced
    }

    fn publish_dir(&self, path: &Path) -> io::Result<()> {
        platform::create_folder(path)
    }

    fn publish_file(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        platform::publish_file(path)?.write_all(bytes)
    }

    fn publish_copy(&self, from: &Path, to: &Path) -> io::Result<()> {
        let (mut source, _) = open_regular(from, Links::Refuse)?;
        io::copy(&mut source, &mut platform::publish_file(to)?)?;
        Ok(())
    }

    fn link_or_copy(&self, from: &Path, to: &Path) -> io::Result<()> {
        match fs::hard_link(from, to) {
            Err(error) if !matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::AlreadyExists) => {
                self.publish_copy(from, to)
            }
            result => result,
        }
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        fs::rename(from, to)
    }

    fn exchange(&self, one: &Path, other: &Path) -> io::Result<()> {
        platform::exchange(one, other)
    }

    fn remove_dir(&self, path: &Path) -> io::Result<()> {
        fs::remove_dir(path)
    }

    /// Two levels of folders are removed side by side: an output has tens of thousands of folders, and one thread
    /// would take as long to remove them as all threads took to write them.
    fn remove_dir_all(&self, path: &Path) -> io::Result<()> {
        if !fs::symlink_metadata(path)?.is_dir() {
            return Err(io::ErrorKind::NotADirectory.into());
        }
        match remove_tree(path) {
            Err(error) if error.kind() == io::ErrorKind::PermissionDenied => {
                open_folders(path)?;
                remove_tree(path)
            }
            removed => removed,
        }
    }

    fn remove_file(&self, path: &Path) -> io::Result<()> {
        fs::remove_file(path)
    }

    fn sync_filesystem(&self, path: &Path) -> io::Result<()> {
        platform::sync_filesystem(path)
    }

    fn lock(&self, path: &Path) -> io::Result<FileLock> {
        loop {
            let file = platform::open_to_lock(path)?;
            match file.try_lock() {
                Ok(()) => {}
                Err(TryLockError::WouldBlock) => return Err(io::ErrorKind::WouldBlock.into()),
                Err(TryLockError::Error(error)) => return Err(error),
            }
            if is_still_at(&file, path)? {
                return Ok(release_by_removal(file, path.to_path_buf()));
            }
        }
    }
}

/// A name that nobody takes for one of the site's.
fn beside(path: &Path) -> io::Result<PathBuf> {
    let name = path.file_name().ok_or(io::ErrorKind::InvalidFilename)?;
    let mut hidden = std::ffi::OsString::from(".");
    hidden.push(name);
    hidden.push(".wellpress-new");
    Ok(path.with_file_name(hidden))
}

/// Writes what is to take the place of `path`, with its permissions; what a run that was killed left there goes.
fn write_beside(path: &Path, beside: &Path, bytes: &[u8]) -> io::Result<()> {
    let permissions = match fs::symlink_metadata(path) {
        Ok(metadata) if !metadata.is_file() => return Err(io::ErrorKind::InvalidInput.into()),
        Ok(metadata) if metadata.permissions().readonly() => return Err(io::ErrorKind::PermissionDenied.into()),
        Ok(metadata) => Some(metadata.permissions()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => None,
        Err(error) => return Err(error),
    };
    let _ = fs::remove_file(beside);
    let mut file = platform::create_file(beside)?;
    if let Some(permissions) = permissions {
        file.set_permissions(permissions)?;
    }
    file.write_all(bytes)?;
    file.sync_all()
}

/// Folders of the third level go side by side.
fn remove_tree(path: &Path) -> io::Result<()> {
    let deeper = subfolders(path)?.iter().map(|folder| subfolders(folder)).collect::<io::Result<Vec<_>>>()?;
    let folders: Vec<PathBuf> = deeper.into_iter().flatten().collect();
    folders.par_iter().try_for_each(fs::remove_dir_all)?;
    fs::remove_dir_all(path)
}

/// Lets us into folders that are ours and may not be written to, so that they can go.
#[cfg(unix)]
fn open_folders(path: &Path) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(path, fs::Permissions::from_mode(0o700))?;
    subfolders(path)?.iter().try_for_each(|folder| open_folders(folder))
}

#[cfg(not(unix))]
fn open_folders(_path: &Path) -> io::Result<()> {
    Ok(())
}

/// Whether the file that was locked is the one with that name: the holder before us may have removed it in between,
/// and then a third process would lock a new file of the same name beside us.
#[cfg(unix)]
fn is_still_at(file: &File, path: &Path) -> io::Result<bool> {
    use std::os::unix::fs::MetadataExt;
    let ours = file.metadata()?;
    match fs::metadata(path) {
        Ok(named) => Ok((named.dev(), named.ino()) == (ours.dev(), ours.ino())),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(error),
    }
}

#[cfg(not(unix))]
fn is_still_at(_file: &File, _path: &Path) -> io::Result<bool> {
    Ok(true)
}

/// The name goes first and the lock after it, so that nobody locks a file that is about to go. A name that cannot be
/// removed does no harm: the next holder locks the same file.
fn release_by_removal(file: File, path: PathBuf) -> FileLock {
    FileLock::new(move || {
        if cfg!(unix) {
            let _ = fs::remove_file(&path);
        }
        drop(file);
    })
}

fn read_at_most(path: &Path, links: Links, limit: u64) -> Result<Vec<u8>, ReadError> {
    let (file, metadata) = open_regular(path, links)?;
    let too_large = |size| ReadError::TooLarge { path: path.to_path_buf(), size, limit };
    if metadata.len() > limit {
        return Err(too_large(metadata.len()));
    }
    let mut bytes = Vec::with_capacity(usize::try_from(metadata.len()).unwrap_or(0));
    let mut bounded = file.take(limit.saturating_add(1));
    bounded.read_to_end(&mut bytes).map_err(|source| ReadError::Io { path: path.to_path_buf(), source })?;
    match bytes.len() as u64 {
        size if size > limit => Err(too_large(size)),
        _ => Ok(bytes),
    }
}

/// Opens a file and makes sure, on the open file, that it is a regular one.
fn open_regular(path: &Path, links: Links) -> Result<(File, Metadata), ReadError> {
    let opened = platform::open_to_read(path, links).and_then(|file| Ok((file.metadata()?, file)));
    match opened {
        Ok((metadata, file)) if metadata.is_file() => Ok((file, metadata)),
        Ok((metadata, _)) => {
            Err(ReadError::NotAFile { path: path.to_path_buf(), kind: platform::kind_of(metadata.file_type()) })
        }
        Err(source) => Err(not_opened(path, links, source)),
    }
}

/// Why it did not open: what is not a file says so in ways that differ by platform, so the disk is asked.
fn not_opened(path: &Path, links: Links, source: io::Error) -> ReadError {
    let path = path.to_path_buf();
    match platform::look_at(&path) {
        Ok((kind @ (EntryKind::Special | EntryKind::Folder), _)) => ReadError::NotAFile { path, kind },
        Ok((kind @ EntryKind::Symlink, _)) if links == Links::Refuse => ReadError::NotAFile { path, kind },
        _ => ReadError::Io { path, source },
    }
}

fn subfolders(path: &Path) -> io::Result<Vec<PathBuf>> {
    let mut folders = Vec::new();
    for entry in fs::read_dir(path)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            folders.push(entry.path());
        }
    }
    Ok(folders)
}

//! [`Disk`]: the real file system behind [`Files`]. What differs from one operating system to the next is in `platform`,
//! listing trees in `walk`.

#![expect(clippy::disallowed_methods, reason = "the module for the disk")]

use std::fs::{self, File, Metadata, TryLockError};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::SystemTime;

use rayon::prelude::*;

use super::platform::{self, Links};
use super::{EntryKind, FileLock, Files, FsEntry, ListedFile, ReadError, replacing, walk};

/// The real file system. It has no state: locks and open files belong to the operating system.
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
        Ok(FsEntry::new(path.to_path_buf(), platform::status(path)?))
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
        let new_path = hidden_sibling(path)?;
        let replaced = write_replacement(path, &new_path, bytes).and_then(|()| fs::rename(&new_path, path));
        if replaced.is_err() {
            let _ = fs::remove_file(&new_path);
        }
        replaced
    }

    fn replace_if(&self, path: &Path, expected: &[u8], bytes: &[u8]) -> io::Result<bool> {
        let _one_at_a_time = replacing();
        let new_path = hidden_sibling(path)?;
        let written = write_replacement(path, &new_path, bytes);
        let replaced = written.and_then(|()| Ok(fs::read(path)? == expected)).map(|has_expected_bytes| {
            if has_expected_bytes { exchange_if(path, &new_path, expected, bytes) } else { Ok(false) }
        });
        // After an error of the exchange nobody knows what the second name leads to, so it stays.
        if matches!(replaced, Err(_) | Ok(Ok(_))) {
            let _ = fs::remove_file(&new_path);
        }
        replaced?
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
            // File systems without hard links refuse them with different errors, so any other error means a copy.
            Err(error) if !matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::AlreadyExists) => {
                self.publish_copy(from, to)
            }
            result => result,
        }
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        fs::rename(from, to)
    }

    fn exchange(&self, first: &Path, second: &Path) -> io::Result<()> {
        platform::exchange(first, second)
    }

    fn remove_dir(&self, path: &Path) -> io::Result<()> {
        fs::remove_dir(path)
    }

    fn remove_dir_all(&self, path: &Path) -> io::Result<()> {
        // Not followed, so that a link never costs the folder that it leads to.
        if !fs::symlink_metadata(path)?.is_dir() {
            return Err(io::ErrorKind::NotADirectory.into());
        }
        match remove_tree(path) {
            Err(error) if error.kind() == io::ErrorKind::PermissionDenied => {
                make_folders_writable(path)?;
                remove_tree(path)
            }
            result => result,
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
                return Ok(unlock_by_removal(file, path.to_path_buf()));
            }
        }
    }
}

/// How many files this process has begun to write beside others.
static HIDDEN_SIBLINGS: AtomicU64 = AtomicU64::new(0);

/// A path in the same folder for a file that is not whole yet, with a name that no source of a site and no other write has.
fn hidden_sibling(path: &Path) -> io::Result<PathBuf> {
    let name = path.file_name().ok_or(io::ErrorKind::InvalidFilename)?.to_string_lossy();
    // A long name would be too long with what is added.
    let start: String = name.chars().take(40).collect();
    let (process, number) = (std::process::id(), HIDDEN_SIBLINGS.fetch_add(1, Ordering::Relaxed));
    Ok(path.with_file_name(format!(".{start}.{process}-{number}.wellpress-new")))
}

/// Gives a new file the name of an old one that had the bytes `expected`. Returns false, with everything as it was, if it has others now.
///
/// An editor may save between the comparison and the rename. So the two files are exchanged, which loses neither, and the old one is
/// compared again: what an editor has saved is put back.
fn exchange_if(path: &Path, new_path: &Path, expected: &[u8], bytes: &[u8]) -> io::Result<bool> {
    match platform::exchange(new_path, path) {
        Err(error) if error.kind() == io::ErrorKind::Unsupported => {
            return fs::rename(new_path, path).map(|()| true);
        }
        exchanged => exchanged?,
    }
    if fs::read(new_path)? == expected {
        return Ok(true);
    }
    platform::exchange(new_path, path)?;
    if fs::read(new_path)? != bytes {
        // The editor has saved once more in between, and that is the newest.
        platform::exchange(new_path, path)?;
    }
    Ok(false)
}

/// Writes the file that is to replace `path`, with the same permissions, and waits until it is on the disk.
fn write_replacement(path: &Path, new_path: &Path, bytes: &[u8]) -> io::Result<()> {
    let permissions = match fs::symlink_metadata(path) {
        Ok(metadata) if !metadata.is_file() => return Err(io::ErrorKind::InvalidInput.into()),
        // A rename would replace a write-protected file all the same: it needs rights to the folder only.
        Ok(metadata) if metadata.permissions().readonly() => return Err(io::ErrorKind::PermissionDenied.into()),
        Ok(metadata) => Some(metadata.permissions()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => None,
        Err(error) => return Err(error),
    };
    // A run that was killed may have left one.
    let _ = fs::remove_file(new_path);
    let mut file = platform::create_file(new_path)?;
    if let Some(permissions) = permissions {
        file.set_permissions(permissions)?;
    }
    file.write_all(bytes)?;
    file.sync_all()
}

/// Removes a tree, the folders of its second level side by side. An output has tens of thousands of folders, and one thread
/// would take as long to remove them as all threads took to write them.
fn remove_tree(path: &Path) -> io::Result<()> {
    let second_level = subfolders(path)?.iter().map(|folder| subfolders(folder)).collect::<io::Result<Vec<_>>>()?;
    let folders: Vec<PathBuf> = second_level.into_iter().flatten().collect();
    folders.par_iter().try_for_each(fs::remove_dir_all)?;
    fs::remove_dir_all(path)
}

/// Gives us the right to change the folders of a tree, which removing their entries needs.
#[cfg(unix)]
fn make_folders_writable(path: &Path) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(path, fs::Permissions::from_mode(0o700))?;
    subfolders(path)?.iter().try_for_each(|folder| make_folders_writable(folder))
}

#[cfg(not(unix))]
fn make_folders_writable(_path: &Path) -> io::Result<()> {
    Ok(())
}

/// Whether the locked file is still the one at the path. The previous holder may have removed it after we opened it; a third
/// process would then create and lock a new file of the same name, and two processes would hold the lock.
#[cfg(unix)]
fn is_still_at(file: &File, path: &Path) -> io::Result<bool> {
    use std::os::unix::fs::MetadataExt;
    let ours = file.metadata()?;
    match fs::metadata(path) {
        Ok(current) => Ok((current.dev(), current.ino()) == (ours.dev(), ours.ino())),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(error),
    }
}

#[cfg(not(unix))]
fn is_still_at(_file: &File, _path: &Path) -> io::Result<bool> {
    Ok(true)
}

/// A lock that removes its file when it is dropped. The name goes before the lock does, so that nobody locks a file that is
/// about to go. A name that cannot be removed does no harm: the next holder locks the same file.
fn unlock_by_removal(file: File, path: PathBuf) -> FileLock {
    FileLock::new(move || {
        // Windows does not remove an open file.
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
    // The file may grow while it is read, so the size is checked again. One byte more than allowed tells that it did.
    let mut bounded = file.take(limit.saturating_add(1));
    bounded.read_to_end(&mut bytes).map_err(|source| ReadError::Io { path: path.to_path_buf(), source })?;
    match bytes.len() as u64 {
        size if size > limit => Err(too_large(size)),
        _ => Ok(bytes),
    }
}

/// Opens a regular file. Its kind is checked on the open file: between a look at the path and the opening, another file could
/// take its place.
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

/// Why a path did not open. Opening something that is not a file fails with different errors on each platform, so the path is
/// looked at.
fn not_opened(path: &Path, links: Links, source: io::Error) -> ReadError {
    let path = path.to_path_buf();
    match platform::status(&path).map(|status| status.kind) {
        Ok(kind @ (EntryKind::Special | EntryKind::Folder)) => ReadError::NotAFile { path, kind },
        Ok(kind @ EntryKind::Symlink) if links == Links::Refuse => ReadError::NotAFile { path, kind },
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

//! A folder of the disk in, its entries out, or whether they are as a list says. No file is read.
//!
//! A large site has tens of thousands of folders. Names are looked up from open folders, on all threads, and sorted folder by
//! folder, which is the order of the paths. The crate `walkdir` walks a tree on one thread and looks each path up from the root.

use std::collections::{HashMap, HashSet};
use std::ffi::OsString;
use std::io;
use std::iter;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use rayon::prelude::*;

use super::platform::OpenFolder;
use super::{EntryKind, FileStamp, FsEntry, ListedFile, Status};

/// How many files one thread looks at in a row. Handing out single files would cost more than looking at them.
const CHUNK: usize = 256;

/// Everything below a folder, a folder before what is in it, siblings by name.
pub(super) fn walk(root: &Path) -> io::Result<Vec<FsEntry>> {
    let root = OpenFolder::open(root)?;
    let entries = entries_of(&root, Path::new(""))?;
    Ok(with_descendants(&root, entries))
}

/// The entries of a folder, by name.
pub(super) fn list(root: &Path) -> io::Result<Vec<FsEntry>> {
    entries_of(&OpenFolder::open(root)?, Path::new(""))
}

/// The entries, each folder followed by everything below it.
fn with_descendants(root: &OpenFolder, entries: Vec<FsEntry>) -> Vec<FsEntry> {
    // Without subfolders there is nothing to hand to other threads.
    if entries.iter().all(|entry| entry.kind != EntryKind::Folder) {
        return entries;
    }
    let trees = entries.into_par_iter().flat_map_iter(|mut entry| {
        let descendants = descendants_of(root, &mut entry);
        iter::once(entry).chain(descendants)
    });
    trees.collect()
}

/// Everything below the entry, if it is a folder. A folder that cannot be listed becomes an unreadable entry.
fn descendants_of(root: &OpenFolder, entry: &mut FsEntry) -> Vec<FsEntry> {
    if entry.kind != EntryKind::Folder {
        return Vec::new();
    }
    match root.open_below(&entry.path).and_then(|folder| entries_of(&folder, &entry.path)) {
        Ok(entries) => with_descendants(root, entries),
        Err(error) => {
            entry.kind = EntryKind::Unreadable(error.kind());
            Vec::new()
        }
    }
}

/// The entries of an open folder, by name. `folder_path` is its own path from the root of the walk.
fn entries_of(folder: &OpenFolder, folder_path: &Path) -> io::Result<Vec<FsEntry>> {
    let mut names = folder.names()?;
    names.sort_unstable();
    match names.len() {
        0..CHUNK => Ok(names.iter().map(|name| entry_of(folder, folder_path, name)).collect()),
        _ => Ok(names.par_iter().with_min_len(CHUNK).map(|name| entry_of(folder, folder_path, name)).collect()),
    }
}

fn entry_of(folder: &OpenFolder, folder_path: &Path, name: &OsString) -> FsEntry {
    FsEntry::new(path_below(folder_path, name), folder.status_below(name.as_ref()).unwrap_or_else(unreadable))
}

/// The path of a name in a folder, with `/` on every platform: later stages make addresses of it. `Path::join` would write a
/// backslash on Windows.
fn path_below(folder_path: &Path, name: &OsString) -> PathBuf {
    let mut path = folder_path.as_os_str().to_owned();
    if !path.is_empty() {
        path.push("/");
    }
    path.push(name);
    path.into()
}

fn unreadable(error: io::Error) -> Status {
    Status { kind: EntryKind::Unreadable(error.kind()), stamp: FileStamp::default() }
}

/// Whether a folder is as the sorted list says, by one look at each file and each folder above a file. A file that is not in
/// the list is noticed by the date of its folder, which changed when the file was added.
pub(super) fn holds_only(root: &Path, files: &[ListedFile<'_>], since: SystemTime) -> bool {
    let Ok(root) = OpenFolder::open(root) else { return false };
    is_unchanged(root.status(), EntryKind::Folder, since)
        && files.par_chunks(CHUNK).all(|chunk| {
            // The file before a chunk is in another chunk, so the folders of a chunk's first file are looked at once
            // more.
            let previous_paths = iter::once("").chain(chunk.iter().map(|file| file.path));
            previous_paths.zip(chunk).all(|(previous, file)| has_file(&root, previous, file, since))
        })
}

/// Whether the file and its folders are unchanged. Folders that are above the `previous` file too were looked at with it.
fn has_file(root: &OpenFolder, previous: &str, file: &ListedFile<'_>, since: SystemTime) -> bool {
    let mut new_folders = folders_not_above(previous, file.path);
    new_folders.all(|folder| is_unchanged(root.status_below(folder.as_ref()), EntryKind::Folder, since))
        && root
            .status_below(file.path.as_ref())
            .is_ok_and(|status| status.stamp.size == file.size && is_unchanged(Ok(status), EntryKind::File, since))
}

fn is_unchanged(status: io::Result<Status>, kind: EntryKind, since: SystemTime) -> bool {
    status.is_ok_and(|status| status.kind == kind && status.stamp.modified.is_some_and(|modified| modified <= since))
}

/// The folders above `path` that are not above `previous`. In a sorted list of paths each folder comes up once.
fn folders_not_above<'a>(previous: &str, path: &'a str) -> impl Iterator<Item = &'a str> {
    let shared = previous.bytes().zip(path.bytes()).take_while(|(a, b)| a == b).count();
    path.match_indices('/').map(|(end, _)| end).filter(move |end| *end >= shared).map(|end| &path[..end])
}

/// The same decision as [`holds_only`] from the entries of a whole walk, for file systems without a quicker way.
pub(super) fn is_all_listed(entries: &[FsEntry], files: &[ListedFile<'_>], since: SystemTime) -> bool {
    let sizes: HashMap<&str, u64> = files.iter().map(|file| (file.path, file.size)).collect();
    let folders: HashSet<&str> = files.iter().flat_map(|file| folders_not_above("", file.path)).collect();
    let file_count = entries.iter().filter(|entry| entry.kind == EntryKind::File).count();
    file_count == files.len()
        && entries.iter().all(|entry| {
            let is_listed = match (entry.kind, entry.path.to_str()) {
                (EntryKind::File, Some(path)) => sizes.get(path) == Some(&entry.size),
                (EntryKind::Folder, Some(path)) => folders.contains(path),
                _ => false,
            };
            is_listed && entry.modified.is_some_and(|modified| modified <= since)
        })
}

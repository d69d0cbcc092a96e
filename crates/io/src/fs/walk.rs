//! Looking at a whole tree of a disk without reading a file: everything below a folder, or whether it is as a list says.
//!
//! A large site has tens of thousands of folders. Names are looked up from open folders, on all threads, and sorted
//! folder by folder, which is the order of the paths.

use std::collections::{HashMap, HashSet};
use std::ffi::OsString;
use std::io;
use std::iter;
use std::path::Path;
use std::time::SystemTime;

use rayon::prelude::*;
use walkdir::{DirEntry, WalkDir};

use super::platform::{self, Folder};
use super::{EntryKind, FileStamp, FsEntry, ListedFile};

/// How many files one thread looks at in a row.
const IN_A_ROW: usize = 256;

/// Everything below a folder, a folder before what is in it, siblings by name.
pub(super) fn walk(root: &Path) -> io::Result<Vec<FsEntry>> {
    let root = Folder::open(root)?;
    let entries = entries_of(&root, Path::new(""))?;
    Ok(with_content(&root, entries))
}

/// What is in a folder, by name. Such a list is short; only whole trees need the quicker way.
pub(super) fn list(root: &Path) -> io::Result<Vec<FsEntry>> {
    // A link in the place of the folder is refused here.
    Folder::open(root)?;
    let steps = WalkDir::new(root).min_depth(1).max_depth(1).sort_by_file_name();
    let entry = |step: walkdir::Result<DirEntry>| {
        let step = step?;
        let look = platform::look_at(step.path()).unwrap_or_else(unreadable);
        Ok(FsEntry::new(step.file_name().into(), look))
    };
    steps.into_iter().map(entry).collect()
}

/// Each entry, and after a folder what is below it.
fn with_content(root: &Folder, entries: Vec<FsEntry>) -> Vec<FsEntry> {
    if entries.iter().all(|entry| entry.kind != EntryKind::Folder) {
        return entries;
    }
    let with_content = entries.into_par_iter().flat_map_iter(|mut entry| {
        let content = content_of(root, &mut entry);
        iter::once(entry).chain(content)
    });
    with_content.collect()
}

/// What is below the entry, if it is a folder; one that cannot be listed becomes unreadable.
fn content_of(root: &Folder, entry: &mut FsEntry) -> Vec<FsEntry> {
    if entry.kind != EntryKind::Folder {
        return Vec::new();
    }
    match root.open_below(&entry.path).and_then(|folder| entries_of(&folder, &entry.path)) {
        Ok(entries) => with_content(root, entries),
        Err(error) => {
            entry.kind = EntryKind::Unreadable(error.kind());
            Vec::new()
        }
    }
}

/// What is in an open folder, whose own path from the root is `place`.
fn entries_of(folder: &Folder, place: &Path) -> io::Result<Vec<FsEntry>> {
    let mut names = folder.names()?;
    names.sort_unstable();
    match names.len() {
        0..IN_A_ROW => Ok(names.iter().map(|name| entry_of(folder, place, name)).collect()),
        _ => Ok(names.par_iter().with_min_len(IN_A_ROW).map(|name| entry_of(folder, place, name)).collect()),
    }
}

fn entry_of(folder: &Folder, place: &Path, name: &OsString) -> FsEntry {
    FsEntry::new(place.join(name), folder.look_at(name.as_ref()).unwrap_or_else(unreadable))
}

fn unreadable(error: io::Error) -> (EntryKind, FileStamp) {
    (EntryKind::Unreadable(error.kind()), FileStamp::default())
}

/// Whether a folder is as the sorted list says, by a look at each file and each folder that the list names: where
/// something was added, its folder changed.
pub(super) fn holds_only(root: &Path, files: &[ListedFile<'_>], since: SystemTime) -> bool {
    let Ok(root) = Folder::open(root) else { return false };
    let is_settled = |look: io::Result<(EntryKind, FileStamp)>, kind: EntryKind| {
        look.is_ok_and(|(found, stamp)| found == kind && stamp.modified.is_some_and(|modified| modified <= since))
    };
    is_settled(root.look(), EntryKind::Folder)
        && files.par_chunks(IN_A_ROW).all(|files| {
            let before = iter::once("").chain(files.iter().map(|file| file.path));
            before.zip(files).all(|(before, file)| {
                let mut folders = new_folders(before, file.path);
                folders.all(|folder| is_settled(root.look_at(folder.as_ref()), EntryKind::Folder))
                    && root
                        .look_at(file.path.as_ref())
                        .is_ok_and(|look| look.1.size == file.size && is_settled(Ok(look), EntryKind::File))
            })
        })
}

/// The folders above `path` that are not above the path before it. In a sorted list each folder comes up once.
fn new_folders<'a>(before: &str, path: &'a str) -> impl Iterator<Item = &'a str> {
    let shared = before.bytes().zip(path.bytes()).take_while(|(one, other)| one == other).count();
    path.match_indices('/').map(|(end, _)| end).filter(move |end| *end >= shared).map(|end| &path[..end])
}

/// Whether the entries of a walk are as the list says.
pub(super) fn is_all_listed(entries: &[FsEntry], files: &[ListedFile<'_>], since: SystemTime) -> bool {
    let sizes: HashMap<&str, u64> = files.iter().map(|file| (file.path, file.size)).collect();
    let folders: HashSet<&str> = files.iter().flat_map(|file| new_folders("", file.path)).collect();
    let is_listed = |entry: &FsEntry| match (entry.kind, entry.path.to_str()) {
        (EntryKind::File, Some(path)) => sizes.get(path) == Some(&entry.size),
        (EntryKind::Folder, Some(path)) => folders.contains(path),
        _ => false,
    };
    let is_settled = |entry: &FsEntry| entry.modified.is_some_and(|modified| modified <= since);
    let count = entries.iter().filter(|entry| entry.kind == EntryKind::File).count();
    count == files.len() && entries.iter().all(|entry| is_listed(entry) && is_settled(entry))
}

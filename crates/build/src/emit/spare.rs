//! [`Spare`]: the tree that the last build replaced. It lacks what that build changed, which is little after an edit, so that
//! the next build changes it into the new tree in a few steps. Linking every file into a new tree, and removing the old one,
//! would take three steps for each file and folder of the site.
//!
//! The output is still replaced in one step: nobody reads the spare tree while it changes. It belongs to the cache and may be
//! deleted at any time.

use std::path::{Path, PathBuf};

use rayon::prelude::*;
use rustc_hash::FxHashSet;

use wellpress_io::artifact::{PublishedFile, SinkError, SitePath};
use wellpress_io::fs::{EntryKind, Files};

use super::error::{EmitError, failed};
use super::manifest::{MANIFEST_NAME, Manifest};
use super::ownership::{self, OldTree};
use super::tree::Tree;

/// The tree that the last build replaced, and the files in it. Most are links to files of the output, so that none may be written
/// to: a file that differs is removed first.
pub(super) struct Spare<'a> {
    files: &'a dyn Files,
    folder: PathBuf,
    tree: OldTree,
}

impl<'a> Spare<'a> {
    /// Moves the tree from the cache to `folder`, which is beside the output and guarded by its lock. `None`, and no tree is left,
    /// if somebody changed it since. The cache may be on another file system: then it never got a tree.
    pub fn take(files: &'a dyn Files, kept: &Path, folder: &Path) -> Option<Self> {
        // Any folder may have this name where a person chose the folder of the cache.
        if files.kind(kept).ok()? != EntryKind::Folder || !ownership::is_marked(files, kept) {
            return None;
        }
        // Of two builds with one cache, the second finds no tree.
        files.rename(kept, folder).ok()?;
        let tree = ownership::untouched_tree(files, folder);
        if tree.is_none() {
            // What cannot be removed now stops the next build, which says so.
            let _ = files.remove_dir_all(folder);
        }
        Some(Self { files, folder: folder.to_path_buf(), tree: tree? })
    }

    /// Gives the tree the files of `new`, but for the manifest. `take_over` brings a file of the new site into the tree.
    ///
    /// # Errors
    /// When a file cannot be removed or brought in, for instance because somebody changed the permissions of a folder. The tree is
    /// then of no use.
    pub fn update(
        &self,
        new: &Manifest,
        take_over: impl Fn(&PublishedFile, &Tree<'_>) -> Result<(), SinkError> + Sync,
    ) -> Result<(), EmitError> {
        self.remove_file(MANIFEST_NAME)?;
        let obsolete = self.tree.paths_not_in(new);
        obsolete.par_iter().try_for_each(|path| self.remove_file(path.as_str()))?;
        self.remove_folders_without_files(&obsolete, new)?;
        let tree = Tree::new(self.files, self.folder.clone());
        let missing = new.files().par_iter().filter(|file| !self.tree.has(file));
        Ok(missing.try_for_each(|file| take_over(file, &tree))?)
    }

    /// Removes the folders above removed files that the new site does not have. They are in the way if it has a file of that name.
    fn remove_folders_without_files(&self, removed: &[&SitePath], new: &Manifest) -> Result<(), EmitError> {
        let folders_above = removed.iter().flat_map(|path| {
            let path = path.as_str();
            path.match_indices('/').map(move |(end, _)| &path[..end])
        });
        let folders: FxHashSet<&str> = folders_above.filter(|folder| !new.has_folder(folder)).collect();
        let mut folders: Vec<&str> = folders.into_iter().collect();
        // A path is longer than that of a folder above it.
        folders.sort_unstable_by_key(|folder| std::cmp::Reverse(folder.len()));
        folders.into_iter().try_for_each(|folder| {
            let path = self.folder.join(folder);
            self.files.remove_dir(&path).map_err(failed("remove", &path))
        })
    }

    fn remove_file(&self, name: &str) -> Result<(), EmitError> {
        let path = self.folder.join(name);
        self.files.remove_file(&path).map_err(failed("remove", &path))
    }
}

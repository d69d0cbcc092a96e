//! Writes the published folder and its [`Manifest`]. An [`Emitter`] is the sink that writes artifacts into a staging folder
//! beside the output and then swaps the two.
//!
//! The output is completely the old site or completely the new one, whenever the machine stops, and it is replaced only if
//! wellpress made it. An unchanged file becomes a hard link to the one in the old tree, which is safe because trees are only
//! ever replaced as a whole; if no file changed, nothing is touched. The replaced tree is kept as the `Spare`: the next build
//! changes it into the new tree, so that the files that stay are not linked again. The content of the artifacts is left to
//! `render` and `search`.

mod error;
mod manifest;
mod ownership;
mod spare;
mod swap;
mod tree;

use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::SystemTime;

use blake3::Hash;
use rayon::prelude::*;
use rustc_hash::FxHashSet;

use wellpress_io::artifact::{Artifact, ArtifactContent, PublishedFile, Sink, SinkError, SitePath};
use wellpress_io::fs::{FileLock, Files};

pub use error::{EmitError, Refusal};
pub use manifest::{MANIFEST_NAME, MARKER, MARKER_NAME, Manifest};
pub use ownership::OldTree;

use error::failed;
use spare::Spare;
use swap::OutputPaths;
use tree::Tree;

/// The parts of the site that the emitter must not overwrite, and its treatment of stray files.
#[derive(Debug, Clone)]
pub struct EmitOptions {
    /// The site's root, which contains the folder `content`.
    pub root: PathBuf,
    /// The source folders and files: content, themes, static files, settings. They may be missing.
    pub sources: Vec<PathBuf>,
    /// The treatment of files in the output that no build wrote.
    pub strays: Strays,
    /// Where the replaced tree is kept for the next build: a folder in the cache. `None` without a cache.
    pub spare: Option<PathBuf>,
}

/// The treatment of files in the output that no build wrote.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Strays {
    /// They stop the build.
    Refuse,
    /// They are deleted with the old tree: `--force`.
    Remove,
}

/// The result of [`Emitter::finish`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Emitted {
    /// The hash of the manifest's text. [`Manifest::read`] returns the manifest itself.
    pub manifest: Hash,
    /// How many files were written because they are new or changed.
    pub written: usize,
    /// How many files were taken from the old tree.
    pub kept: usize,
    /// Whether the output was replaced; false if nothing changed.
    pub replaced: bool,
}

/// The right to replace an output: it is empty or made by wellpress, and its lock is held.
///
/// A build takes the claim first, because refusing an output is quick and a build is not. It decides with
/// [`Claim::has_untouched_output`] whether there is anything to do, and only then lists the whole output with [`Claim::begin`].
pub struct Claim<'a> {
    files: &'a dyn Files,
    /// The output as the user gave it, for messages.
    output: PathBuf,
    paths: OutputPaths,
    strays: Strays,
    /// Where the replaced tree is kept.
    spare: Option<PathBuf>,
    lock: FileLock,
}

impl<'a> Claim<'a> {
    /// Checks that `output` may be replaced, takes its lock, and recovers from a build that was killed.
    ///
    /// # Errors
    /// [`EmitError::Refused`], before anything is touched; [`EmitError::Busy`] while another build writes there; or a failure of
    /// the disk.
    pub fn acquire(files: &'a dyn Files, output: &Path, options: &EmitOptions) -> Result<Self, EmitError> {
        let resolved = ownership::resolve(files, output)?;
        ownership::refuse_sources(files, output, &resolved, options)?;
        ownership::refuse_unowned(files, output, &resolved)?;
        let paths = OutputPaths::beside(&resolved);
        let lock = paths.lock(files, output)?;
        paths.recover(files)?;
        Ok(Self {
            files,
            output: output.to_path_buf(),
            paths,
            strays: options.strays,
            spare: options.spare.clone(),
            lock,
        })
    }

    /// Whether the output is untouched since a build that left a manifest with this hash. This takes much less time than
    /// [`Claim::begin`]. If it returns false, [`Emitter::has_untouched_output`] may still return true.
    #[must_use]
    pub fn has_untouched_output(&self, manifest: Hash) -> bool {
        ownership::is_untouched(self.files, &self.paths.output, manifest)
    }

    /// Compares the output with its manifest, and creates the staging folder.
    ///
    /// # Errors
    /// [`EmitError::Refused`] if the output contains files that no build wrote; or a failure of the disk.
    pub fn begin(self) -> Result<Emitter<'a>, EmitError> {
        let Self { files, output, paths, strays, spare, lock } = self;
        let old = ownership::inspect(files, &output, &paths.output, strays)?;
        files.publish_dir(&paths.staging).map_err(failed("make", &paths.staging))?;
        // The first file of the tree, so its date is the beginning of the build by the disk's clock.
        let marker = paths.staging.join(MARKER_NAME);
        files.publish_file(&marker, MARKER.as_bytes()).map_err(failed("write", &marker))?;
        let began = files.entry(&marker).ok().and_then(|marker| marker.modified);
        Ok(Emitter {
            began,
            files,
            output,
            staged: Tree::new(files, paths.staging.clone()),
            paths,
            old,
            spare,
            published: Mutex::default(),
            is_failed: AtomicBool::new(false),
            _lock: lock,
        })
    }
}

/// The files of the output, for a run that writes nothing. It refuses what a build would refuse.
///
/// # Errors
/// Those of [`Claim::acquire`] and [`Claim::begin`], but for a build at work.
pub fn built_tree(files: &dyn Files, output: &Path, options: &EmitOptions) -> Result<OldTree, EmitError> {
    let resolved = ownership::resolve(files, output)?;
    ownership::refuse_sources(files, output, &resolved, options)?;
    ownership::inspect(files, output, &resolved, options.strays)
}

/// A sink that writes a site into the staging folder. If it is dropped before [`Emitter::finish`], the output stays as it was.
///
/// Render threads put artifacts at the same time; only the lists of folders and of published files are behind locks.
pub struct Emitter<'a> {
    files: &'a dyn Files,
    /// The date of the first staged file: the disk's clock may differ from the program's.
    began: Option<SystemTime>,
    /// The output as the user gave it, for messages.
    output: PathBuf,
    paths: OutputPaths,
    old: OldTree,
    /// The staging folder: the files that are new or changed, and after [`Emitter::finish`] the whole site.
    staged: Tree<'a>,
    /// Where the replaced tree is kept.
    spare: Option<PathBuf>,
    /// Files that were written, and files of the old tree that [`Emitter::finish`] takes over.
    published: Mutex<Vec<PublishedFile>>,
    /// Set when an artifact could not be written. The staged tree is then incomplete, even if the renderer ignores the error.
    is_failed: AtomicBool,
    _lock: FileLock,
}

impl<'a> Emitter<'a> {
    /// Claims `output` and begins at once, for a caller that builds in any case.
    ///
    /// # Errors
    /// Those of [`Claim::acquire`] and [`Claim::begin`].
    pub fn begin(files: &'a dyn Files, output: &Path, options: &EmitOptions) -> Result<Self, EmitError> {
        Claim::acquire(files, output, options)?.begin()
    }

    /// The time when it began, by the clock of the disk on which it writes, so that it compares with the dates of sources there.
    #[must_use]
    pub fn began(&self) -> Option<SystemTime> {
        self.began
    }

    /// Whether the output is untouched since a build that left a manifest with this hash.
    #[must_use]
    pub fn has_untouched_output(&self, manifest: Hash) -> bool {
        self.old.is_intact(manifest)
    }

    /// The files of the old tree that were not put again, in no order. Asked before [`Emitter::finish`], which removes them.
    #[must_use]
    pub fn dropped_paths(&self) -> Vec<SitePath> {
        let published = self.published();
        let published: FxHashSet<&SitePath> = published.iter().map(|file| &file.path).collect();
        self.old.paths().filter(|path| !published.contains(path)).cloned().collect()
    }

    /// Completes the staged tree and swaps it with the output, unless nothing changed.
    ///
    /// # Errors
    /// When an artifact was not written, two have one path, or the disk fails. The output is then the old one.
    pub fn finish(self) -> Result<Emitted, EmitError> {
        // `Relaxed` is enough: the renderer has joined its threads, which orders their writes before this.
        if self.is_failed.load(Ordering::Relaxed) {
            return Err(EmitError::Incomplete { output: self.output.clone() });
        }
        let published = std::mem::take(&mut *self.published());
        let manifest = Manifest::new(published).map_err(|path| EmitError::Twice { path })?;
        let text = manifest.to_text();
        let hash = blake3::hash(text.as_bytes());
        let replaced = !self.old.is_intact(hash);
        if replaced {
            self.complete(&manifest, &text)?;
            self.paths.swap(self.files, &self.output, &self.old)?;
            self.keep_spare();
        }
        let kept = manifest.files().par_iter().filter(|file| self.old.has(file)).count();
        Ok(Emitted { manifest: hash, written: manifest.files().len() - kept, kept, replaced })
    }

    /// Makes the staging folder the whole site, on the medium.
    fn complete(&self, manifest: &Manifest, manifest_text: &str) -> Result<(), EmitError> {
        let has_spare = self.update_spare(manifest);
        if !has_spare {
            let unchanged = manifest.files().par_iter().filter(|file| self.old.has(file));
            unchanged.try_for_each(|file| self.take_over(file, &self.staged))?;
        }
        let tree = if has_spare { &self.paths.spare } else { &self.paths.staging };
        // The manifest is last, so that its date is that of the build: somebody has changed a file with a later date.
        let manifest = tree.join(MANIFEST_NAME);
        self.files.publish_file(&manifest, manifest_text.as_bytes()).map_err(failed("write", &manifest))?;
        // One flush for all files takes far less time than one for each.
        self.files.sync_filesystem(tree).map_err(failed("flush", tree))?;
        if has_spare {
            let staging = &self.paths.staging;
            self.files.remove_dir_all(staging).map_err(failed("remove", staging))?;
            self.files.rename(tree, staging).map_err(failed("rename", tree))?;
        }
        Ok(())
    }

    /// Whether there is a spare tree, which now has the files of the new site. One that cannot be changed is given up: the staging
    /// folder still has all that is new.
    fn update_spare(&self, manifest: &Manifest) -> bool {
        let Some(kept) = &self.spare else { return false };
        let Some(spare) = Spare::take(self.files, kept, &self.paths.spare) else { return false };
        let is_updated = spare.update(manifest, |file, to| self.take_over(file, to)).is_ok();
        if !is_updated {
            let _ = self.files.remove_dir_all(&self.paths.spare);
        }
        is_updated
    }

    /// Brings a file of the new site into a tree that lacks it: a link to that of the old tree, or to the one that was staged.
    fn take_over(&self, file: &PublishedFile, to: &Tree<'_>) -> Result<(), SinkError> {
        let new_path = to.place(&file.path).map_err(|error| self.not_written(&file.path, error))?;
        let origin = if self.old.has(file) { &self.paths.output } else { &self.paths.staging };
        let linked = self.files.link_or_copy(&origin.join(file.path.as_str()), &new_path);
        linked.map_err(|error| self.not_written(&file.path, error))
    }

    /// Keeps the tree that was replaced, unless it has files that no build wrote: those were to be deleted.
    fn keep_spare(&self) {
        if let Some(kept) = self.spare.as_deref().filter(|_| self.old.is_whole()) {
            self.paths.keep_replaced_tree(self.files, kept);
        }
    }

    fn write_artifact(&self, artifact: Artifact<'_>) -> Result<PublishedFile, SinkError> {
        let Artifact { path, content } = artifact;
        if manifest::is_reserved(&path) {
            let reserved = io::Error::new(io::ErrorKind::InvalidInput, "wellpress keeps this name for itself");
            return Err(self.not_written(&path, reserved));
        }
        match content {
            ArtifactContent::Bytes(bytes) => self.write_bytes(path, &bytes),
            ArtifactContent::CopyOf(source) => self.write_copy(path, &source),
            ArtifactContent::Deferred(deferred) => {
                let bytes = deferred.make(self.files).map_err(|error| self.not_written(&path, error))?;
                self.write_bytes(path, &bytes)
            }
        }
    }

    fn write_bytes(&self, path: SitePath, bytes: &[u8]) -> Result<PublishedFile, SinkError> {
        let file = PublishedFile::of(path, bytes);
        if self.reuse(std::slice::from_ref(&file)) {
            return Ok(file);
        }
        let staged = self.staged_path(&file.path)?;
        self.files.publish_file(&staged, bytes).map_err(|error| self.not_written(&file.path, error))?;
        self.published().push(file.clone());
        Ok(file)
    }

    /// Hashes the source, and copies it if the old tree does not have it. The source may change in between, so the manifest
    /// gets the hash of the copy. If the old tree has a file with that hash, the copy is removed and the old file linked.
    fn write_copy(&self, path: SitePath, source: &Path) -> Result<PublishedFile, SinkError> {
        let unread = |error| SinkError::unread(source.to_path_buf(), error);
        let file = self.measure(&path, source).map_err(unread)?;
        if self.reuse(std::slice::from_ref(&file)) {
            return Ok(file);
        }
        let staged = self.staged_path(&path)?;
        // The error of a copy does not say whether the source or the staged file failed.
        self.files.publish_copy(source, &staged).map_err(|error| match self.files.exists(source) {
            Ok(true) => self.not_written(&path, error),
            Ok(false) | Err(_) => unread(error),
        })?;
        let copied = self.measure(&path, &staged).map_err(|error| self.not_written(&path, error))?;
        if self.old.has(&copied) {
            self.files.remove_file(&staged).map_err(|error| self.not_written(&path, error))?;
        }
        self.published().push(copied.clone());
        Ok(copied)
    }

    fn measure(&self, path: &SitePath, file: &Path) -> io::Result<PublishedFile> {
        let mut hasher = blake3::Hasher::new();
        hasher.update_reader(self.files.open(file)?)?;
        Ok(PublishedFile { path: path.clone(), hash: hasher.finalize(), size: hasher.count() })
    }

    /// The path of a file in the staged tree, whose folder exists when this returns.
    fn staged_path(&self, path: &SitePath) -> Result<PathBuf, SinkError> {
        self.staged.place(path).map_err(|error| self.not_written(path, error))
    }

    fn not_written(&self, path: &SitePath, source: io::Error) -> SinkError {
        match source.kind() {
            // Two artifacts have one path, or one has the path of a folder that another needs.
            io::ErrorKind::AlreadyExists | io::ErrorKind::NotADirectory => SinkError::twice(path),
            _ => SinkError::unwritten(self.output.join(path.as_str()), source),
        }
    }

    fn published(&self) -> MutexGuard<'_, Vec<PublishedFile>> {
        self.published.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Sink for Emitter<'_> {
    fn put(&self, artifact: Artifact<'_>) -> Result<PublishedFile, SinkError> {
        let result = self.write_artifact(artifact);
        if result.is_err() {
            self.is_failed.store(true, Ordering::Relaxed);
        }
        result
    }

    /// Only records the files: [`Emitter::finish`] takes them over, and if nothing changed at all, it has nothing to do.
    fn reuse(&self, files: &[PublishedFile]) -> bool {
        let has_all = files.iter().all(|file| self.old.has(file));
        if has_all {
            self.published().extend_from_slice(files);
        }
        has_all
    }
}

/// Deletes the folder beside the output: it is an unfinished tree, or after a swap the old one.
impl Drop for Emitter<'_> {
    fn drop(&mut self) {
        self.paths.sweep(self.files);
    }
}

//! Artifacts in, the published folder and its [`Manifest`] out. An [`Emitter`] is the sink that writes artifacts into a
//! staging folder beside the output and then swaps the two.
//!
//! The output is wholly the old site or wholly the new one, whenever the machine stops, and never replaced unless
//! wellpress made it. A file that did not change becomes a hard link to the one in the old tree, which is safe because
//! trees are only ever replaced whole; when nothing changed, nothing is touched. What the artifacts contain is left to
//! `render` and `search`.

mod error;
mod manifest;
mod ownership;
mod swap;

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
pub use manifest::{MANIFEST_NAME, Manifest};
pub use ownership::{MARKER, MARKER_NAME};

use error::failed;
use ownership::OldTree;
use swap::OutputPaths;

/// What the emitter has to know about the site, so that it does not overwrite the sources.
#[derive(Debug, Clone)]
pub struct EmitOptions {
    /// The site's root, under which `content` lies.
    pub root: PathBuf,
    /// The folders and files that the site is made from: content, themes, static files, settings. They may be missing.
    pub sources: Vec<PathBuf>,
    /// What happens to files in the output that no build put there.
    pub strays: Strays,
}

/// What happens to files in the output that no build put there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Strays {
    /// The build is refused.
    Refuse,
    /// They are deleted with the old tree: `--force`.
    Remove,
}

/// What a finished emission did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Emitted {
    /// The hash of the manifest's text. [`Manifest::read`] gives the manifest itself.
    pub manifest: Hash,
    /// How many files were written because they are new or changed.
    pub written: usize,
    /// How many files were taken over from the old tree.
    pub kept: usize,
    /// Whether the output was replaced; false when nothing changed.
    pub replaced: bool,
}

/// The right to replace an output: it is empty or made by wellpress, and its lock is held.
///
/// A build takes the claim first, because refusing an output is quick and a build is not. It decides with
/// [`Claim::holds`] whether there is anything to do, and only then lists the whole output with [`Claim::begin`].
pub struct Claim<'a> {
    files: &'a dyn Files,
    /// As the person gave it, for messages.
    output: PathBuf,
    paths: OutputPaths,
    strays: Strays,
    lock: FileLock,
}

impl<'a> Claim<'a> {
    /// Checks that `output` may be replaced, takes its lock, and recovers from a build that was killed.
    ///
    /// # Errors
    /// A refusal, before anything is touched; [`EmitError::Busy`] while another build writes there; a failure of the disk.
    pub fn take(files: &'a dyn Files, output: &Path, options: &EmitOptions) -> Result<Self, EmitError> {
        let resolved = ownership::resolve(files, output)?;
        ownership::refuse_sources(files, output, &resolved, options)?;
        ownership::refuse_unowned(files, output, &resolved)?;
        let paths = OutputPaths::beside(&resolved);
        let lock = paths.lock(files, output)?;
        paths.recover(files)?;
        Ok(Self { files, output: output.to_path_buf(), paths, strays: options.strays, lock })
    }

    /// Whether the output is untouched since a build that left a manifest with this hash. It takes much less time than
    /// [`Claim::begin`]; when it says no, [`Emitter::holds`] may still say yes.
    #[must_use]
    pub fn holds(&self, manifest: Hash) -> bool {
        ownership::is_untouched(self.files, &self.paths.output, manifest)
    }

    /// Compares the output with its manifest, and makes the staging folder.
    ///
    /// # Errors
    /// A refusal when the output contains files that no build put there; a failure of the disk.
    pub fn begin(self) -> Result<Emitter<'a>, EmitError> {
        let Self { files, output, paths, strays, lock } = self;
        let old = ownership::inspect(files, &output, &paths.output, strays)?;
        files.publish_dir(&paths.staging).map_err(failed("make", &paths.staging))?;
        let marker = paths.staging.join(MARKER_NAME);
        files.publish_file(&marker, MARKER.as_bytes()).map_err(failed("write", &marker))?;
        let began = files.entry(&marker).ok().and_then(|marker| marker.modified);
        Ok(Emitter {
            began,
            files,
            output,
            paths,
            old,
            folders: Mutex::default(),
            published: Mutex::default(),
            is_failed: AtomicBool::new(false),
            _lock: lock,
        })
    }
}

/// A sink that writes a site into the staging folder. Dropped before [`Emitter::finish`], it leaves the output as it was.
///
/// Render threads put artifacts at the same time; only the lists of folders and of published files are behind locks.
pub struct Emitter<'a> {
    files: &'a dyn Files,
    /// Date of the first staged file: the disk's clock may differ from the program's.
    began: Option<SystemTime>,
    /// As the person gave it, for messages.
    output: PathBuf,
    paths: OutputPaths,
    old: OldTree,
    /// Folders that exist in the staging folder.
    folders: Mutex<FxHashSet<String>>,
    /// Files that were written, and files of the old tree that are linked in [`Emitter::finish`].
    published: Mutex<Vec<PublishedFile>>,
    /// Whether an artifact could not be written: then the staged tree is incomplete, whatever the renderer makes of it.
    is_failed: AtomicBool,
    _lock: FileLock,
}

impl<'a> Emitter<'a> {
    /// Claims `output` and begins at once, for a caller that builds in any case.
    ///
    /// # Errors
    /// Those of [`Claim::take`] and [`Claim::begin`].
    pub fn begin(files: &'a dyn Files, output: &Path, options: &EmitOptions) -> Result<Self, EmitError> {
        Claim::take(files, output, options)?.begin()
    }

    /// When it began, by the clock of the disk on which it writes: dates of sources on the same disk compare with it.
    #[must_use]
    pub fn began(&self) -> Option<SystemTime> {
        self.began
    }

    /// Whether the output is untouched since a build that left a manifest with this hash.
    #[must_use]
    pub fn holds(&self, manifest: Hash) -> bool {
        self.old.is_intact(manifest)
    }

    /// Completes the staged tree and swaps it with the output, unless nothing changed.
    ///
    /// # Errors
    /// When an artifact was not written, two have one path, or the disk fails; the output is the old one.
    pub fn finish(self) -> Result<Emitted, EmitError> {
        if self.is_failed.load(Ordering::Relaxed) {
            return Err(EmitError::Incomplete { output: self.output.clone() });
        }
        let published = std::mem::take(&mut *self.published());
        let manifest = Manifest::new(published).map_err(|path| EmitError::Twice { path })?;
        let kept: Vec<&PublishedFile> = manifest.files().par_iter().filter(|file| self.old.has(file)).collect();
        let text = manifest.to_text();
        let hash = blake3::hash(text.as_bytes());
        let replaced = !self.old.is_intact(hash);
        if replaced {
            self.complete(&kept, &text)?;
            self.paths.swap(self.files, &self.output, &self.old)?;
        }
        Ok(Emitted { manifest: hash, written: manifest.files().len() - kept.len(), kept: kept.len(), replaced })
    }

    fn complete(&self, kept: &[&PublishedFile], manifest_text: &str) -> Result<(), EmitError> {
        kept.par_iter().try_for_each(|file| self.link(&file.path))?;
        let staging = &self.paths.staging;
        // The manifest is last, so that its date is that of the build: a younger file was changed by somebody.
        let manifest = staging.join(MANIFEST_NAME);
        self.files.publish_file(&manifest, manifest_text.as_bytes()).map_err(failed("write", &manifest))?;
        // One flush for all files takes far less time than one for each.
        self.files.sync_filesystem(staging).map_err(failed("flush", staging))
    }

    fn take(&self, artifact: Artifact<'_>) -> Result<PublishedFile, SinkError> {
        let Artifact { path, content } = artifact;
        if manifest::is_reserved(&path) {
            let reserved = io::Error::new(io::ErrorKind::InvalidInput, "wellpress keeps this name for itself");
            return Err(self.not_written(&path, reserved));
        }
        match content {
            ArtifactContent::Bytes(bytes) => self.take_bytes(path, &bytes),
            ArtifactContent::CopyOf(source) => self.take_copy(path, &source),
            ArtifactContent::Deferred(deferred) => {
                let bytes = deferred.make(self.files).map_err(|error| self.not_written(&path, error))?;
                self.take_bytes(path, &bytes)
            }
        }
    }

    fn take_bytes(&self, path: SitePath, bytes: &[u8]) -> Result<PublishedFile, SinkError> {
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
    /// gets the hash of the copy. If that is the old file after all, the copy is removed and the old file is linked.
    fn take_copy(&self, path: SitePath, source: &Path) -> Result<PublishedFile, SinkError> {
        let unread = |error| SinkError::unread(source.to_path_buf(), error);
        let file = self.measure(&path, source).map_err(unread)?;
        if self.reuse(std::slice::from_ref(&file)) {
            return Ok(file);
        }
        let staged = self.staged_path(&path)?;
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

    fn link(&self, path: &SitePath) -> Result<(), SinkError> {
        let staged = self.staged_path(path)?;
        let old = self.paths.output.join(path.as_str());
        self.files.link_or_copy(&old, &staged).map_err(|error| self.not_written(path, error))
    }

    /// The path of a file in the staged tree, whose folder it makes.
    fn staged_path(&self, path: &SitePath) -> Result<PathBuf, SinkError> {
        if let Some((folder, _)) = path.as_str().rsplit_once('/') {
            self.make_folder(folder).map_err(|error| self.not_written(path, error))?;
        }
        Ok(self.paths.staging.join(path.as_str()))
    }

    /// Makes a folder of the staged tree. Two threads may both try, and the second finds it there: that takes less time than
    /// holding the lock meanwhile.
    fn make_folder(&self, folder: &str) -> io::Result<()> {
        if self.folders().contains(folder) {
            return Ok(());
        }
        if let Some((parent, _)) = folder.rsplit_once('/') {
            self.make_folder(parent)?;
        }
        match self.files.publish_dir(&self.paths.staging.join(folder)) {
            Err(error) if error.kind() != io::ErrorKind::AlreadyExists => return Err(error),
            _ => self.folders().insert(folder.to_owned()),
        };
        Ok(())
    }

    fn not_written(&self, path: &SitePath, source: io::Error) -> SinkError {
        match source.kind() {
            io::ErrorKind::AlreadyExists | io::ErrorKind::NotADirectory => SinkError::twice(path),
            _ => SinkError::unwritten(self.output.join(path.as_str()), source),
        }
    }

    fn folders(&self) -> MutexGuard<'_, FxHashSet<String>> {
        self.folders.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn published(&self) -> MutexGuard<'_, Vec<PublishedFile>> {
        self.published.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Sink for Emitter<'_> {
    fn put(&self, artifact: Artifact<'_>) -> Result<PublishedFile, SinkError> {
        let result = self.take(artifact);
        if result.is_err() {
            self.is_failed.store(true, Ordering::Relaxed);
        }
        result
    }

    /// Only notes the files: [`Emitter::finish`] links them, and when nothing changed at all, no link is needed.
    fn reuse(&self, files: &[PublishedFile]) -> bool {
        let has_all = files.iter().all(|file| self.old.has(file));
        if has_all {
            self.published().extend_from_slice(files);
        }
        has_all
    }
}

/// Finished or not, the folder beside the output is the unfinished tree or the old one, and nobody needs it.
impl Drop for Emitter<'_> {
    fn drop(&mut self) {
        self.paths.sweep(self.files);
    }
}

//! Artifacts become the site's folder: an [`Emitter`] is the sink that writes them into staging beside the output,
//! swaps the two, and hands back the [`Manifest`] of what is published.
//!
//! The output is wholly the old site or wholly the new one, whenever the machine stops, and never replaced unless
//! wellpress made it. A file that did not change is a hard link to the one in the old tree, which is safe because
//! trees are only ever replaced whole; where nothing changed, nothing is touched. What the site is made of is the
//! business of the stages before.

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
use ownership::Old;
use swap::Places;

/// What the emitter has to know about the site so as not to write over it.
#[derive(Debug, Clone)]
pub struct EmitOptions {
    /// The site's root.
    pub root: PathBuf,
    /// The folders and files that the site is made from: content, themes, static files, settings. They may be missing.
    pub sources: Vec<PathBuf>,
    /// What becomes of files in the output that no build put there.
    pub strays: Strays,
}

/// What becomes of files in the output that no build put there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Strays {
    /// The build is refused.
    Refuse,
    /// They go with the old tree: `--force`.
    Remove,
}

/// What a finished emission did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Emitted {
    /// The hash of the list of files that the output holds now; the list itself is in it, see [`Manifest::read`].
    pub list: Hash,
    /// How many files were written because they are new or changed.
    pub written: usize,
    /// How many files are those of the build before.
    pub kept: usize,
    /// Whether the output was replaced; not so when nothing changed.
    pub replaced: bool,
}

/// The right to replace an output: it is ours and no other build has it.
pub struct Claim<'a> {
    files: &'a dyn Files,
    /// As the person gave it, for messages.
    output: PathBuf,
    places: Places,
    strays: Strays,
    lock: FileLock,
}

impl<'a> Claim<'a> {
    /// Makes sure that `output` may be replaced, takes its lock, and puts right what a killed build left.
    ///
    /// # Errors
    /// A refusal, before anything is touched; [`EmitError::Busy`] while another build writes there; else what the
    /// machine could not do.
    pub fn take(files: &'a dyn Files, output: &Path, options: &EmitOptions) -> Result<Self, EmitError> {
        let place = ownership::resolve(files, output)?;
        ownership::refuse_sources(files, output, &place, options)?;
        ownership::refuse_unowned(files, output, &place)?;
        let places = Places::beside(&place);
        let lock = places.lock(files, output)?;
        places.recover(files)?;
        Ok(Self { files, output: output.to_path_buf(), places, strays: options.strays, lock })
    }

    /// Whether the output is untouched since a build that left a list of files with this hash. It takes much less than
    /// [`Claim::begin`], and where it says no, [`Emitter::holds`] may still say yes.
    #[must_use]
    pub fn holds(&self, list: Hash) -> bool {
        ownership::is_untouched(self.files, &self.places.output, list)
    }

    /// Looks at all that stands in the output, and makes the staging folder.
    ///
    /// # Errors
    /// A refusal where the output holds what no build put there; else what the machine could not do.
    pub fn begin(self) -> Result<Emitter<'a>, EmitError> {
        let Self { files, output, places, strays, lock } = self;
        let old = ownership::inspect(files, &output, &places.output, strays)?;
        files.publish_dir(&places.staging).map_err(failed("make", &places.staging))?;
        let marker = places.staging.join(MARKER_NAME);
        files.publish_file(&marker, MARKER.as_bytes()).map_err(failed("write", &marker))?;
        let began = files.entry(&marker).ok().and_then(|marker| marker.modified);
        Ok(Emitter {
            began,
            files,
            output,
            places,
            old,
            folders: Mutex::default(),
            taken: Mutex::default(),
            is_failed: AtomicBool::new(false),
            _lock: lock,
        })
    }
}

/// A sink that writes a site. Dropped before [`Emitter::finish`], it leaves the output as it was.
pub struct Emitter<'a> {
    files: &'a dyn Files,
    /// When it began, by the clock of the disk.
    began: Option<SystemTime>,
    /// As the person gave it, for messages.
    output: PathBuf,
    places: Places,
    old: Old,
    folders: Mutex<FxHashSet<String>>,
    taken: Mutex<Vec<PublishedFile>>,
    is_failed: AtomicBool,
    _lock: FileLock,
}

impl<'a> Emitter<'a> {
    /// Claims `output` and begins at once.
    ///
    /// # Errors
    /// Those of [`Claim::take`] and [`Claim::begin`].
    pub fn begin(files: &'a dyn Files, output: &Path, options: &EmitOptions) -> Result<Self, EmitError> {
        Claim::take(files, output, options)?.begin()
    }

    /// When it began, by the clock of the disk on which it writes.
    #[must_use]
    pub fn began(&self) -> Option<SystemTime> {
        self.began
    }

    /// Whether the output is untouched since a build that left a list of files with this hash.
    #[must_use]
    pub fn holds(&self, list: Hash) -> bool {
        self.old.is_intact(list)
    }

    /// Completes the staged tree and puts it in the place of the old one, or leaves all as it is where nothing changed.
    ///
    /// # Errors
    /// When an artifact was not written, two have one path, or the machine could not go on; the output is the old one.
    pub fn finish(self) -> Result<Emitted, EmitError> {
        if self.is_failed.load(Ordering::Relaxed) {
            return Err(EmitError::Incomplete { output: self.output.clone() });
        }
        let taken = std::mem::take(&mut *self.taken());
        let manifest = Manifest::new(taken).map_err(|path| EmitError::Twice { path })?;
        let kept: Vec<&PublishedFile> = manifest.files().par_iter().filter(|file| self.old.has(file)).collect();
        let text = manifest.to_text();
        let list = blake3::hash(text.as_bytes());
        let replaced = !self.old.is_intact(list);
        if replaced {
            self.complete(&kept, &text)?;
            self.places.swap(self.files, &self.output, &self.old)?;
        }
        Ok(Emitted { list, written: manifest.files().len() - kept.len(), kept: kept.len(), replaced })
    }

    fn complete(&self, kept: &[&PublishedFile], text: &str) -> Result<(), EmitError> {
        kept.par_iter().try_for_each(|file| self.link(&file.path))?;
        let list = self.places.staging.join(MANIFEST_NAME);
        self.files.publish_file(&list, text.as_bytes()).map_err(failed("write", &list))?;
        let staging = &self.places.staging;
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
            ArtifactContent::Deferred(later) => {
                let bytes = later.make(self.files).map_err(|error| self.not_written(&path, error))?;
                self.take_bytes(path, &bytes)
            }
        }
    }

    fn take_bytes(&self, path: SitePath, bytes: &[u8]) -> Result<PublishedFile, SinkError> {
        let file = PublishedFile::of(path, bytes);
        if self.reuse(std::slice::from_ref(&file)) {
            return Ok(file);
        }
        let place = self.place_for(&file.path)?;
        self.files.publish_file(&place, bytes).map_err(|error| self.not_written(&file.path, error))?;
        self.taken().push(file.clone());
        Ok(file)
    }

    /// The source may change while it is copied, so what the manifest says of a changed file is read from the copy;
    /// should that be the old file after all, it is linked like the others.
    fn take_copy(&self, path: SitePath, source: &Path) -> Result<PublishedFile, SinkError> {
        let unread = |error| SinkError::unread(source.to_path_buf(), error);
        let file = self.measure(&path, source).map_err(unread)?;
        if self.reuse(std::slice::from_ref(&file)) {
            return Ok(file);
        }
        let place = self.place_for(&path)?;
        self.files.publish_copy(source, &place).map_err(|error| match self.files.exists(source) {
            Ok(true) => self.not_written(&path, error),
            Ok(false) | Err(_) => unread(error),
        })?;
        let copied = self.measure(&path, &place).map_err(|error| self.not_written(&path, error))?;
        if self.old.has(&copied) {
            self.files.remove_file(&place).map_err(|error| self.not_written(&path, error))?;
        }
        self.taken().push(copied.clone());
        Ok(copied)
    }

    fn measure(&self, path: &SitePath, place: &Path) -> io::Result<PublishedFile> {
        let mut hasher = blake3::Hasher::new();
        hasher.update_reader(self.files.open(place)?)?;
        Ok(PublishedFile { path: path.clone(), hash: hasher.finalize(), size: hasher.count() })
    }

    fn link(&self, path: &SitePath) -> Result<(), SinkError> {
        let place = self.place_for(path)?;
        let old = self.places.output.join(path.as_str());
        self.files.link_or_copy(&old, &place).map_err(|error| self.not_written(path, error))
    }

    /// Where a file goes in the staged tree; its folder is there afterwards.
    fn place_for(&self, path: &SitePath) -> Result<PathBuf, SinkError> {
        if let Some((folder, _)) = path.as_str().rsplit_once('/') {
            self.make_folder(folder).map_err(|error| self.not_written(path, error))?;
        }
        Ok(self.places.staging.join(path.as_str()))
    }

    /// Two threads may both make a folder, and the second finds it there: cheaper than making it under the lock.
    fn make_folder(&self, folder: &str) -> io::Result<()> {
        if self.folders().contains(folder) {
            return Ok(());
        }
        if let Some((parent, _)) = folder.rsplit_once('/') {
            self.make_folder(parent)?;
        }
        match self.files.publish_dir(&self.places.staging.join(folder)) {
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

    fn taken(&self) -> MutexGuard<'_, Vec<PublishedFile>> {
        self.taken.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Sink for Emitter<'_> {
    fn put(&self, artifact: Artifact<'_>) -> Result<PublishedFile, SinkError> {
        let taken = self.take(artifact);
        if taken.is_err() {
            self.is_failed.store(true, Ordering::Relaxed);
        }
        taken
    }

    fn reuse(&self, files: &[PublishedFile]) -> bool {
        let has_all = files.iter().all(|file| self.old.has(file));
        if has_all {
            self.taken().extend_from_slice(files);
        }
        has_all
    }
}

/// Whether finished or not: what is beside the output is either the unfinished tree or the old one.
impl Drop for Emitter<'_> {
    fn drop(&mut self) {
        self.places.sweep(self.files);
    }
}

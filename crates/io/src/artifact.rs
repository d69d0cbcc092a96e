//! The files that a build publishes: an [`Artifact`] is one file of the site, and a [`Sink`] takes artifacts one by one from
//! many threads. Making their content is left to the stages above, writing them to disk or serving them to the sinks.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashSet};
use std::fmt;
use std::io;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use blake3::Hash;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::fs::Files;

/// The path of a file in the site: relative, with `/`, without `.` and `..`.
///
/// ```
/// use wellpress_io::artifact::SitePath;
///
/// assert!(SitePath::new("articles/neck-pain/index.html").is_some());
/// assert!(SitePath::new("../secret").is_none());
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct SitePath(Arc<str>);

impl SitePath {
    /// Checks a path. `None` if it is empty or absolute, or has an empty, `.` or `..` segment, a backslash or a control
    /// character: a line end in a name would break every list of names.
    pub fn new(path: impl Into<Arc<str>>) -> Option<Self> {
        let path = path.into();
        path.split('/').all(is_sound_segment).then_some(Self(path))
    }

    /// The path as text, with `/` on every platform.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

fn is_sound_segment(segment: &str) -> bool {
    !matches!(segment, "" | "." | "..") && !segment.contains(|c: char| c == '\\' || c.is_control())
}

/// One file of the site.
#[derive(Debug, PartialEq, Eq)]
pub struct Artifact<'a> {
    /// Where in the site the file goes.
    pub path: SitePath,
    /// The bytes, or how to get them.
    pub content: ArtifactContent<'a>,
}

/// An artifact's bytes, or where they are to be copied from.
#[derive(Debug, PartialEq, Eq)]
pub enum ArtifactContent<'a> {
    /// Bytes that are in memory.
    Bytes(Cow<'a, [u8]>),
    /// A source file of the site that is published as it is (absolute path).
    CopyOf(PathBuf),
    /// Bytes that take long to make and may never be asked for, such as a picture in a preview.
    Deferred(DeferredBytes),
}

/// A recipe for bytes that are expensive to make, with a name for the result.
///
/// Only a sink that [prefers](Sink::prefers_deferred) them gets deferred bytes. The preview does: it answers the first request
/// for a page without encoding the pictures of the whole site first.
#[derive(Clone)]
pub struct DeferredBytes {
    /// Stands for the hash of the bytes, which are not known yet: different bytes have different values here.
    pub hash: Hash,
    make: Arc<MakeBytes>,
}

type MakeBytes = dyn Fn(&dyn Files) -> io::Result<Vec<u8>> + Send + Sync;

impl DeferredBytes {
    /// Bytes that `make` makes from source files; `hash` names the result.
    pub fn new(hash: Hash, make: impl Fn(&dyn Files) -> io::Result<Vec<u8>> + Send + Sync + 'static) -> Self {
        Self { hash, make: Arc::new(make) }
    }

    /// Makes the bytes.
    ///
    /// # Errors
    /// When a source file cannot be read or has changed since the build.
    pub fn make(&self, files: &dyn Files) -> io::Result<Vec<u8>> {
        (self.make)(files)
    }
}

impl PartialEq for DeferredBytes {
    fn eq(&self, other: &Self) -> bool {
        self.hash == other.hash
    }
}

impl Eq for DeferredBytes {}

impl fmt::Debug for DeferredBytes {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_tuple("DeferredBytes").field(&self.hash).finish()
    }
}

/// A published file as manifests and caches record it: its path and content, without the bytes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublishedFile {
    /// The path in the site.
    pub path: SitePath,
    /// The BLAKE3 hash of the bytes.
    pub hash: Hash,
    /// The size in bytes.
    pub size: u64,
}

impl PublishedFile {
    /// The record of a file with these bytes.
    #[must_use]
    pub fn of(path: SitePath, bytes: &[u8]) -> Self {
        Self { path, hash: blake3::hash(bytes), size: bytes.len() as u64 }
    }
}

/// Where artifacts go: a folder, the memory of the preview, a deploy. Called from many threads; each path comes at most once
/// in a build.
pub trait Sink: Sync {
    /// Takes one artifact and returns the record of the file.
    ///
    /// # Errors
    /// When the artifact cannot be stored: disk full, no permission, the copied file is gone.
    fn put(&self, artifact: Artifact<'_>) -> Result<PublishedFile, SinkError>;

    /// Takes these files over from the previous site, so that they need not be made again. Returns whether the previous site
    /// had all of them with this content; otherwise none is taken over.
    fn reuse(&self, files: &[PublishedFile]) -> bool;

    /// Whether this sink wants [`DeferredBytes`] instead of bytes that take long to make.
    fn prefers_deferred(&self) -> bool {
        false
    }
}

/// A sink that stores nothing but paths, for a dry run that asks whether the site can be rendered. As a folder does, it refuses two
/// artifacts with one path, and an artifact at the path of a folder.
#[derive(Debug, Default)]
pub struct PathSink {
    taken: Mutex<TakenPaths>,
}

impl Sink for PathSink {
    fn put(&self, artifact: Artifact<'_>) -> Result<PublishedFile, SinkError> {
        self.taken.lock().unwrap_or_else(PoisonError::into_inner).take(&artifact.path)?;
        Ok(PublishedFile { path: artifact.path, hash: Hash::from_bytes([0; 32]), size: 0 })
    }

    fn reuse(&self, _files: &[PublishedFile]) -> bool {
        false
    }

    fn prefers_deferred(&self) -> bool {
        true
    }
}

/// The paths of files that were put, and those of the folders around them.
#[derive(Debug, Default)]
struct TakenPaths {
    files: HashSet<Arc<str>>,
    folders: HashSet<String>,
}

impl TakenPaths {
    fn take(&mut self, path: &SitePath) -> Result<(), SinkError> {
        let text = path.as_str();
        let mut folders = text.match_indices('/').map(|(end, _)| &text[..end]);
        if self.folders.contains(text) || folders.any(|folder| self.files.contains(folder)) {
            return Err(SinkError::twice(path));
        }
        // Around most files the innermost folder is known, and with it all others.
        for (end, _) in text.match_indices('/').rev() {
            if !self.folders.insert(text[..end].to_owned()) {
                break;
            }
        }
        if self.files.insert(path.0.clone()) { Ok(()) } else { Err(SinkError::twice(path)) }
    }
}

/// Why a sink could not store an artifact.
#[derive(Debug, Error)]
#[error("cannot {action} `{path}`: {source}")]
pub struct SinkError {
    /// What failed: `read` a source that is published as it is, `encode` a picture, or `write` a file.
    pub action: &'static str,
    /// The file, as a person would look for it.
    pub path: PathBuf,
    /// The error of the operating system.
    pub source: io::Error,
}

impl SinkError {
    /// A source that is published as it is could not be read.
    #[must_use]
    pub fn unread(path: PathBuf, source: io::Error) -> Self {
        Self { action: "read", path, source }
    }

    /// A file of the site could not be written.
    #[must_use]
    pub fn unwritten(path: PathBuf, source: io::Error) -> Self {
        Self { action: "write", path, source }
    }

    /// Two artifacts have one path. Earlier stages report conflicting addresses to the author, so this is a bug.
    #[must_use]
    pub fn twice(path: &SitePath) -> Self {
        let source = io::Error::new(io::ErrorKind::AlreadyExists, "two artifacts have this path: a bug in wellpress");
        Self::unwritten(path.as_str().into(), source)
    }
}

/// A sink that stores every file in memory, for tests and benchmarks.
pub struct MemorySink<'a> {
    files: &'a dyn Files,
    stored: Mutex<BTreeMap<SitePath, Vec<u8>>>,
    taken: Mutex<TakenPaths>,
}

impl<'a> MemorySink<'a> {
    /// An empty sink, which reads the sources that are published as they are from `files`.
    #[must_use]
    pub fn new(files: &'a dyn Files) -> Self {
        Self { files, stored: Mutex::default(), taken: Mutex::default() }
    }

    /// The stored files, by path.
    #[must_use]
    pub fn into_files(self) -> BTreeMap<SitePath, Vec<u8>> {
        self.stored.into_inner().unwrap_or_else(PoisonError::into_inner)
    }

    fn bytes_of(&self, path: &SitePath, content: ArtifactContent<'_>) -> Result<Vec<u8>, SinkError> {
        match content {
            ArtifactContent::Bytes(bytes) => Ok(bytes.into_owned()),
            ArtifactContent::CopyOf(path) => self.files.read(&path).map_err(|source| SinkError::unread(path, source)),
            ArtifactContent::Deferred(deferred) => {
                deferred.make(self.files).map_err(|source| SinkError::unwritten(path.as_str().into(), source))
            }
        }
    }
}

impl Sink for MemorySink<'_> {
    fn put(&self, artifact: Artifact<'_>) -> Result<PublishedFile, SinkError> {
        let bytes = self.bytes_of(&artifact.path, artifact.content)?;
        self.taken.lock().unwrap_or_else(PoisonError::into_inner).take(&artifact.path)?;
        let file = PublishedFile::of(artifact.path.clone(), &bytes);
        self.stored.lock().unwrap_or_else(PoisonError::into_inner).insert(artifact.path, bytes);
        Ok(file)
    }

    /// There is no previous site to take files over from.
    fn reuse(&self, _files: &[PublishedFile]) -> bool {
        false
    }
}

/// The name of a feed's file, in the folder of the page that it belongs to.
pub const FEED_FILE: &str = "feed.xml";

/// The content types of text formats that another crate defines: an extension in, its `Content-Type` out. This crate stands
/// below those that know the formats, so whoever serves or publishes a site hands them over.
pub type FormatTypes = fn(extension: &str) -> Option<&'static str>;

/// The value of `Content-Type` for a published file, by its name. `formats` is asked before `mime_guess`, which knows types
/// without their charset.
///
/// ```
/// use wellpress_io::artifact::media_type;
///
/// let formats = |extension: &str| (extension == "ris").then_some("application/x-research-info-systems; charset=utf-8");
/// assert_eq!(media_type("a/index.html", formats), "text/html; charset=utf-8");
/// assert_eq!(media_type("references.ris", formats), "application/x-research-info-systems; charset=utf-8");
/// ```
#[must_use]
pub fn media_type(path: &str, formats: FormatTypes) -> &'static str {
    match path.rsplit('/').next() {
        // mime_guess goes by extension, which says nothing of these.
        Some(FEED_FILE) => return "application/atom+xml; charset=utf-8",
        Some("_headers" | "_redirects") => return "text/plain; charset=utf-8",
        _ => {}
    }
    let extension = path.rsplit_once('.').map_or("", |(_, extension)| extension);
    // Only types that need a charset, or that mime_guess does not know or gives another of several names.
    match extension {
        "html" | "htm" => "text/html; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "txt" => "text/plain; charset=utf-8",
        "md" => "text/markdown; charset=utf-8",
        "json" => "application/json; charset=utf-8",
        "csv" => "text/csv; charset=utf-8",
        "xml" => "application/xml",
        "webmanifest" => "application/manifest+json",
        "vtt" => "text/vtt; charset=utf-8",
        _ => {
            formats(extension).or_else(|| mime_guess::from_path(path).first_raw()).unwrap_or("application/octet-stream")
        }
    }
}

//! What a build makes: an [`Artifact`] is one file of the site, a [`Sink`] takes them one by one from many threads.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::fmt;
use std::io;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use blake3::Hash;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::fs::Files;

/// A file's place in the site: relative, with `/`, without `.` and `..`, such as `articles/neck-pain/index.html`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct SitePath(Arc<str>);

impl SitePath {
    /// The path, or `None` where it is empty, absolute, or has an empty, `.` or `..` segment, a backslash or a
    /// control character (a line end in a name would break every list of names).
    pub fn new(path: impl Into<Arc<str>>) -> Option<Self> {
        let path = path.into();
        let sound = |segment: &str| {
            !matches!(segment, "" | "." | "..") && !segment.contains(|c: char| c == '\\' || c.is_control())
        };
        path.split('/').all(sound).then_some(Self(path))
    }

    /// As text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// One file of the site.
#[derive(Debug, PartialEq, Eq)]
pub struct Artifact<'a> {
    /// Where it goes.
    pub path: SitePath,
    /// What is in it.
    pub content: ArtifactContent<'a>,
}

/// An artifact's bytes, or where they are to be copied from.
#[derive(Debug, PartialEq, Eq)]
pub enum ArtifactContent<'a> {
    /// The bytes themselves.
    Bytes(Cow<'a, [u8]>),
    /// A source file of the site that is published as it is (absolute path).
    CopyOf(PathBuf),
    /// Bytes that take long to make, for whoever wants to wait until somebody asks for them.
    Deferred(DeferredBytes),
}

/// Bytes that are made once somebody asks for them.
#[derive(Clone)]
pub struct DeferredBytes {
    /// Stands for the hash of the bytes: it is another one wherever they are others.
    pub hash: Hash,
    make: Arc<Make>,
}

/// Makes bytes of files.
type Make = dyn Fn(&dyn Files) -> io::Result<Vec<u8>> + Send + Sync;

impl DeferredBytes {
    /// What `make` makes; `hash` names it.
    pub fn new(hash: Hash, make: impl Fn(&dyn Files) -> io::Result<Vec<u8>> + Send + Sync + 'static) -> Self {
        Self { hash, make: Arc::new(make) }
    }

    /// Makes the bytes.
    ///
    /// # Errors
    /// When what they are made of is not what it was.
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

/// A file of the site by what is in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublishedFile {
    /// Where it is in the output.
    pub path: SitePath,
    /// The BLAKE3 hash of its bytes.
    pub hash: Hash,
    /// How many bytes it has.
    pub size: u64,
}

impl PublishedFile {
    /// The file with these bytes.
    #[must_use]
    pub fn of(path: SitePath, bytes: &[u8]) -> Self {
        Self { path, hash: blake3::hash(bytes), size: bytes.len() as u64 }
    }
}

/// Where artifacts go. Called from many threads; each path comes at most once.
pub trait Sink: Sync {
    /// Takes one artifact, and says what it holds now.
    ///
    /// # Errors
    /// When it cannot be kept: disk full, no permission, the copied file is gone.
    fn put(&self, artifact: Artifact<'_>) -> Result<PublishedFile, SinkError>;

    /// Whether the site before had all of these very files, so that they need not be made again. If so, they are taken
    /// over; else none of them.
    fn reuse(&self, files: &[PublishedFile]) -> bool;

    /// Takes over every file of the site before that is not put; whether it can. Then a file that is put may be there.
    fn reuse_rest(&self) -> bool {
        false
    }

    /// Whether bytes that take long to make are better made once somebody asks for them.
    fn prefers_deferred(&self) -> bool {
        false
    }
}

/// A sink that keeps nothing, for whoever asks only whether a site can be made.
#[derive(Debug, Clone, Copy)]
pub struct NullSink;

impl Sink for NullSink {
    fn put(&self, artifact: Artifact<'_>) -> Result<PublishedFile, SinkError> {
        Ok(PublishedFile { path: artifact.path, hash: Hash::from_bytes([0; 32]), size: 0 })
    }

    fn reuse(&self, _files: &[PublishedFile]) -> bool {
        false
    }

    fn prefers_deferred(&self) -> bool {
        true
    }
}

/// Why a sink could not keep an artifact.
#[derive(Debug, Error)]
#[error("cannot {action} `{path}`: {source}")]
pub struct SinkError {
    /// What could not be done: `read` a source that is published as it is, or `write` a file.
    pub action: &'static str,
    /// The file, as a person would look for it.
    pub path: PathBuf,
    /// What the machine said.
    pub source: io::Error,
}

impl SinkError {
    /// A source could not be read.
    #[must_use]
    pub fn unread(path: PathBuf, source: io::Error) -> Self {
        Self { action: "read", path, source }
    }

    /// A file could not be written.
    #[must_use]
    pub fn unwritten(path: PathBuf, source: io::Error) -> Self {
        Self { action: "write", path, source }
    }

    /// Two artifacts have one path, which the stages before must have ruled out.
    #[must_use]
    pub fn twice(path: &SitePath) -> Self {
        let source = io::Error::new(io::ErrorKind::AlreadyExists, "two artifacts have this path: a bug in wellpress");
        Self::unwritten(path.as_str().into(), source)
    }
}

/// A sink that keeps everything, for tests and previews: each path with its bytes, in order.
pub struct MemorySink<'a> {
    files: &'a dyn Files,
    kept: Mutex<BTreeMap<SitePath, Vec<u8>>>,
}

impl<'a> MemorySink<'a> {
    /// An empty one, which reads the copied files from `files`.
    #[must_use]
    pub fn new(files: &'a dyn Files) -> Self {
        Self { files, kept: Mutex::default() }
    }

    /// Everything that was put.
    #[must_use]
    pub fn into_files(self) -> BTreeMap<SitePath, Vec<u8>> {
        self.kept.into_inner().unwrap_or_else(PoisonError::into_inner)
    }

    fn bytes_of(&self, path: &SitePath, content: ArtifactContent<'_>) -> Result<Vec<u8>, SinkError> {
        match content {
            ArtifactContent::Bytes(bytes) => Ok(bytes.into_owned()),
            ArtifactContent::CopyOf(path) => self.files.read(&path).map_err(|source| SinkError::unread(path, source)),
            ArtifactContent::Deferred(later) => {
                later.make(self.files).map_err(|source| SinkError::unwritten(path.as_str().into(), source))
            }
        }
    }
}

impl Sink for MemorySink<'_> {
    fn put(&self, artifact: Artifact<'_>) -> Result<PublishedFile, SinkError> {
        let bytes = self.bytes_of(&artifact.path, artifact.content)?;
        match self.kept.lock().unwrap_or_else(PoisonError::into_inner).entry(artifact.path) {
            Entry::Vacant(place) => {
                let file = PublishedFile::of(place.key().clone(), &bytes);
                place.insert(bytes);
                Ok(file)
            }
            Entry::Occupied(place) => Err(SinkError::twice(place.key())),
        }
    }

    /// There was no site before.
    fn reuse(&self, _files: &[PublishedFile]) -> bool {
        false
    }
}

/// The content type of a file, by its name.
#[must_use]
pub fn media_type(path: &str) -> &'static str {
    match path.rsplit('/').next() {
        Some("feed.xml") => return "application/atom+xml; charset=utf-8",
        Some("_headers" | "_redirects") => return "text/plain; charset=utf-8",
        _ => {}
    }
    let extension = path.rsplit_once('.').map_or("", |(_, extension)| extension);
    match extension {
        "bib" => "application/x-bibtex; charset=utf-8",
        "ris" => "application/x-research-info-systems; charset=utf-8",
        "html" | "htm" => "text/html; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "txt" => "text/plain; charset=utf-8",
        "csv" => "text/csv; charset=utf-8",
        "xml" => "application/xml",
        "webmanifest" => "application/manifest+json",
        "vtt" => "text/vtt; charset=utf-8",
        _ => mime_guess::from_path(path).first_raw().unwrap_or("application/octet-stream"),
    }
}

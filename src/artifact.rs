//! What a build makes: an [`Artifact`] is one file of the site, a [`Sink`] takes them one by one from many threads.

use std::borrow::Cow;
use std::path::PathBuf;

use thiserror::Error;

/// A file's place in the site: relative, with `/`, without `.` and `..`, such as `articles/neck-pain/index.html`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SitePath(String);

impl SitePath {
    /// The path, or `None` where it is empty, absolute, or has an empty, `.` or `..` segment, a backslash or a NUL.
    pub fn new(path: impl Into<String>) -> Option<Self> {
        let path = path.into();
        let sound = |segment: &str| !matches!(segment, "" | "." | "..") && !segment.contains(['\\', '\0']);
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
    pub content: Content<'a>,
}

/// An artifact's bytes, or where they are to be copied from.
#[derive(Debug, PartialEq, Eq)]
pub enum Content<'a> {
    /// The bytes themselves.
    Bytes(Cow<'a, [u8]>),
    /// A source file of the site that is published as it is (absolute path).
    CopyOf(PathBuf),
}

/// Where artifacts go. Called from many threads; each path comes at most once.
pub trait Sink: Sync {
    /// Takes one artifact.
    ///
    /// # Errors
    /// When it cannot be kept: disk full, no permission, the copied file is gone.
    fn put(&self, artifact: Artifact<'_>) -> Result<(), SinkError>;
}

/// Why a sink could not keep an artifact.
#[derive(Debug, Error)]
#[error("cannot write `{path}`: {source}")]
pub struct SinkError {
    /// The file, as a person would look for it.
    pub path: PathBuf,
    /// What the machine said.
    pub source: std::io::Error,
}

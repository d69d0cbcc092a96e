//! [`enum@Error`]: why a run could not continue, for reasons other than findings.

use std::io;
use std::path::PathBuf;

use thiserror::Error;

use wellpress_io::artifact::SinkError;

use crate::emit::EmitError;

/// Why a run could not continue, for reasons other than findings. The output stays as it was.
#[derive(Debug, Error)]
pub enum Error {
    /// The settings file is missing.
    #[error("there is no `{}`", .0.display())]
    NoSettings(PathBuf),
    /// The content folder is missing.
    #[error("there is no folder `{}`", .0.display())]
    NoContent(PathBuf),
    /// A file or folder exists and cannot be read.
    #[error("cannot read `{}`: {source}", path.display())]
    Read {
        /// The file or folder.
        path: PathBuf,
        /// The error of the operating system.
        source: io::Error,
    },
    /// The site could not be published.
    #[error(transparent)]
    Emit(#[from] EmitError),
    /// A rendered file could not be stored.
    #[error(transparent)]
    Sink(#[from] SinkError),
    /// The cache folder is a source folder, the output or the root: its files would become a part of the site.
    #[error("the cache cannot be kept in `{}`: that folder belongs to the site", .0.display())]
    CacheFolder(PathBuf),
    /// A page has a path that no file can have, although an earlier stage should have reported it.
    #[error("`{0}` is not a path that a file of the site can have: a bug in wellpress")]
    Path(String),
}

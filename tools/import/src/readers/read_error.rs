//! [`ReadError`]: why a source cannot be read at all.

use std::io;

use thiserror::Error;

/// Why a source cannot be read at all. A single page that cannot be read is no such error, but listed in the log.
#[derive(Debug, Error)]
pub enum ReadError {
    /// A file that the reader needs is missing or cannot be read.
    #[error("cannot read `{path}`: {source}")]
    File {
        /// The file, relative to the source.
        path: String,
        /// Why.
        source: io::Error,
    },
    /// A file is not what its name says.
    #[error("`{path}` is no {expected}: {why}")]
    Format {
        /// The file, relative to the source.
        path: String,
        /// What it should be, such as "WXR file".
        expected: &'static str,
        /// Why it is not.
        why: String,
    },
    /// There is no page in the source.
    #[error("there is no page of {0} in the source")]
    NoPages(&'static str),
}

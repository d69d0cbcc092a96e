//! One reader per tool: each makes an [`OldSite`] from the files of a source.

pub(crate) mod docx;
mod wordpress;

use std::io;

use thiserror::Error;

pub use docx::{Manuscript, read_manuscript};

use crate::old_site::OldSite;
use crate::source_folder::SourceFolder;
use crate::tool::Tool;

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

/// Reads a source as a site of this tool.
///
/// # Errors
/// See [`ReadError`].
pub fn read(tool: Tool, source: &SourceFolder<'_>) -> Result<OldSite, ReadError> {
    match tool {
        Tool::WordPress => wordpress::read(source),
        Tool::Docx => docx::read(source),
        _ => Err(ReadError::NoPages(tool.name())),
    }
}

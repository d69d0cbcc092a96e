//! Adds sources to the library: fetched by DOI, PubMed id or address, read from other programs' files, or found in a pasted
//! list of references. Also answers questions about the library alone: its records, their formatted entries, its duplicates.
//!
//! Compares the library with the services too, and collects what became of its sources.
//!
//! This module reads the settings and the library's files, never a page of the site, so that a mistake in an article does
//! not stop anybody from adding a source. Arguments and output are left to `cli::cite`.

mod csl_item;
pub mod fetch;
mod field_patch;
mod format_entries;
mod html_list;
mod import_plan;
mod key;
mod library_files;
mod page;
pub mod pasted;
pub mod refresh;
mod target_file;
mod title_capitals;
pub mod verify;

use std::io;
use std::path::PathBuf;

use thiserror::Error;

use wellpress_diagnostics::Diagnostic;
use wellpress_io::fs::ReadError;

pub use field_patch::FieldPatch;
pub use format_entries::{FormatError, format_entries};
pub use import_plan::{ImportPlan, ImportStep, KeyChoice};
pub use library_files::LibraryFiles;
pub use target_file::{TargetFile, bibtex};

/// Why the library could not be read or was left unchanged. Each of these is raised before a byte is written, so that a
/// failed command never leaves half of its entries in the file.
#[derive(Debug, Error)]
pub enum CiteError {
    /// The library has several `.bib` files, none has the default name, and the author chose none with `--to`.
    #[error("the library has several `.bib` files: `{}`", .0.join("`, `"))]
    ManyFiles(Vec<String>),
    /// The chosen file has another extension. New entries are always written as BibLaTeX.
    #[error("`{}` is not a `.bib` file", .0.display())]
    NotBib(PathBuf),
    /// The chosen file is a symbolic link. Replacing it would replace the link and leave its target unchanged.
    #[error("`{0}` is a symbolic link, which a site does not read; nothing was written")]
    Link(String),
    /// The file cannot be decoded, so entries behind its text would be unreadable as well.
    #[error("nothing can be added to `{path}`: {}", finding.message)]
    Unsound {
        /// Path relative to the site's root.
        path: String,
        /// The finding that a check of the site would show for this file.
        finding: Box<Diagnostic>,
    },
    /// The last entry has no closing brace: new entries would become a part of it.
    #[error("nothing can be added to `{0}`: it ends in the middle of an entry")]
    Open(String),
    /// The file differs from what was read at the start of the command.
    #[error("`{0}` was changed meanwhile; nothing was written")]
    Changed(String),
    /// Another process holds the lock file.
    #[error("another wellpress is writing to `{0}`; nothing was written")]
    Locked(String),
    /// The target file exists and cannot be read, for example because it is over the size limit.
    #[error(transparent)]
    Unreadable(#[from] ReadError),
    /// The folder of the content cannot be listed.
    #[error("cannot read `{}`: {source}", path.display())]
    Read {
        /// The folder `content` of the site.
        path: PathBuf,
        /// The error of the operating system.
        source: io::Error,
    },
    /// The target file, its folder or its lock file cannot be written.
    #[error("cannot write `{}`: {source}", path.display())]
    Write {
        /// The target file, or the folder that it would be in.
        path: PathBuf,
        /// The error of the operating system.
        source: io::Error,
    },
}

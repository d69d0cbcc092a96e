//! Sources into the library: fetched by DOI, PubMed id or address, read from other programs' files, found in a pasted list.
//! And what can be said of the library by itself: what is in it, how an entry reads, which records are the same work.
//!
//! Nothing here needs a page of the site, so that a mistake in an article keeps nobody from adding a source. Who asks and how
//! it is shown is the caller's business.

mod capitals;
mod dialect;
mod entry;
pub mod fetch;
mod key;
mod page;
pub mod pasted;
mod plan;
mod shelf;
mod target;

use std::io;
use std::path::PathBuf;

use thiserror::Error;

use wellpress_diagnostics::Diagnostic;
use wellpress_io::fs::ReadError;

pub use entry::{FormatError, formatted};
pub use plan::{Keys, Plan, Step};
pub use shelf::Shelf;
pub use target::Target;

/// Why nothing was done to the library.
#[derive(Debug, Error)]
pub enum CiteError {
    /// It is not plain which file to write to.
    #[error("the library has several `.bib` files: `{}`", .0.join("`, `"))]
    ManyFiles(Vec<String>),
    /// Entries are written as BibLaTeX.
    #[error("`{}` is not a `.bib` file", .0.display())]
    NotBib(PathBuf),
    /// To replace it would leave the file that it leads to as it was.
    #[error("`{0}` is a symbolic link, which a site does not read; nothing was written")]
    Link(String),
    /// The file's text cannot be added to.
    #[error("nothing can be added to `{path}`: {}", finding.message)]
    Unsound {
        /// Which.
        path: String,
        /// What is wrong with it.
        finding: Box<Diagnostic>,
    },
    /// The new entries would belong to one that nothing closes.
    #[error("nothing can be added to `{0}`: it ends in the middle of an entry")]
    Open(String),
    /// Somebody else changed it.
    #[error("`{0}` was changed meanwhile; nothing was written")]
    Changed(String),
    /// Somebody else is about to.
    #[error("another wellpress is writing to `{0}`; nothing was written")]
    Locked(String),
    /// A file cannot be read.
    #[error(transparent)]
    Unreadable(#[from] ReadError),
    /// The content cannot be listed.
    #[error("cannot read `{}`: {source}", path.display())]
    Read {
        /// What.
        path: PathBuf,
        /// What the machine said.
        source: io::Error,
    },
    /// It cannot be written.
    #[error("cannot write `{}`: {source}", path.display())]
    Write {
        /// What.
        path: PathBuf,
        /// What the machine said.
        source: io::Error,
    },
}

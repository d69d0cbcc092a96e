//! Guides and programmes as EPUB books, for e-readers and for places without a network.
//!
//! Input: a page that has a book, from a resolved site, and the pictures of that site. Output: an EPUB 3 file. A guide has a chapter for
//! each of its parts; a programme has one chapter with all its exercises, and their sources behind it. The words, and which notices there
//! are, come from [`wellpress_walk`], whose `write` looks for each notice in what was written.

mod book;
mod names;
mod package;
mod xhtml;

pub use book::Book;

use thiserror::Error;
use wellpress_walk::LostNotice;
use zip::result::ZipError;

/// Why there is no book.
#[derive(Debug, Error)]
pub enum BookError {
    /// A book without one of its notices is not written.
    #[error(transparent)]
    Notice(#[from] LostNotice),
    /// The archive would be too large for its format.
    #[error("cannot write the archive: {0}")]
    Archive(#[from] ZipError),
}

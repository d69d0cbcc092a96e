//! References as files for other programs: BibLaTeX, CSL-JSON and RIS, for one source or many, in the order given. The same
//! references give the same bytes, and the readers of this crate read a BibLaTeX file back as it was.

pub mod bibtex;
pub mod csl_json;
pub mod ris;

pub use bibtex::bibtex;
pub use csl_json::csl_json;
pub use ris::ris;

/// Whether abstracts, which are seldom the publisher's to give away, go along.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Abstracts {
    /// They stay behind.
    #[default]
    Omit,
    /// They go along.
    Keep,
}

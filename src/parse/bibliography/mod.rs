//! Files of the library in, [`Reference`]s and findings out: one file at a time, each format in its own module.

mod record;

pub use record::{CiteKey, Name, PartialDate, Reference, ReferenceId, ReferenceKind};

use crate::diagnostics::{Diagnostic, Source};

/// stub until merge
pub struct Parsed {
    /// r
    pub references: Vec<Reference>,
    /// d
    pub diagnostics: Vec<Diagnostic>,
}
/// stub until merge
pub fn parse(_source: &Source) -> Parsed {
    Parsed { references: vec![], diagnostics: vec![] }
}

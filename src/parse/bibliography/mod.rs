//! Files of the library in, [`Reference`]s and findings out: one file at a time, each format in its own module.

mod record;

pub use record::{CiteKey, Name, PartialDate, Reference, ReferenceKind};

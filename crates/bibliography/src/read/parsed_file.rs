//! [`ParsedFile`]: what every reader makes of one file of the library.

use wellpress_diagnostics::Diagnostic;

use super::bibtex::StringDefinitions;
use crate::{CiteKey, Reference};

/// The content of one file of the library, as far as it could be read.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ParsedFile {
    /// Its references in the order of the file, each key once.
    pub references: Vec<Reference>,
    /// What is wrong with the file, in no particular order. Only what spoils the whole file, or an unknown part of it, is
    /// an error; the rest are warnings.
    pub diagnostics: Vec<Diagnostic>,
    /// The entries that must not be cited until their mistake is put right.
    pub faults: Vec<EntryFault>,
    /// How many entries were left out because they cannot be read.
    pub unreadable_entries: usize,
    /// Further keys for entries that may be in another file.
    pub aliases: Vec<KeyAlias>,
    /// The `@string`s that a BibTeX file defines.
    pub definitions: StringDefinitions,
    /// Whether the file uses a macro that it does not define. Another file of the library may define it, see
    /// [`parse_with_macros`](super::parse_with_macros).
    pub has_undefined_macros: bool,
}

/// A key that means the source of another key. BibLaTeX writes it as a set with one member:
/// `@set{old-key, entryset = {key}}`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyAlias {
    /// The key that is no entry's own.
    pub alias: CiteKey,
    /// The key of the entry.
    pub key: CiteKey,
}

/// A mistake in one entry that does no harm while nothing cites it: the entry cannot be read, another has the same key, or
/// its address is unsafe.
#[derive(Debug, Clone, PartialEq)]
pub struct EntryFault {
    /// The key by which a page would cite the entry.
    pub key: CiteKey,
    /// The warning about it, which is also in [`ParsedFile::diagnostics`].
    pub finding: Diagnostic,
}

//! [`EntryFields`]: the bytes at which an entry of a BibTeX file has the fields that [`crate::comparison`] compares. A finding
//! about a field points there, and a patch replaces those bytes alone. Files of most other formats are exports,
//! which the next export replaces; Hayagriva files are rare, and corrected by hand.
//!
//! Ranges are found on request and not kept with the references: few commands need them, and libraries can be large.

use std::collections::BTreeMap;
use std::ops::Range;

use wellpress_diagnostics::{Location, Source};

use super::bibtex;
use crate::comparison::ComparedField;
use crate::write::{ExportFormat, ExportScope};
use crate::{LibraryFormat, Reference};

/// Where one entry has its fields.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntryFields {
    /// The location of the entry's [`Reference`], by which the two are matched.
    pub location: Location,
    /// The bytes of each value, with its quotes or braces.
    pub ranges: BTreeMap<ComparedField, Range<usize>>,
    /// The bytes of the DOI, likewise with its braces.
    pub doi: Option<Range<usize>>,
    /// The bytes of the PubMed id, likewise.
    pub pmid: Option<Range<usize>>,
    /// The bytes of the note, likewise, also of a blank one.
    pub note: Option<Range<usize>>,
}

/// Where the entries of a BibTeX file have their fields, in the order of the file; nothing for a file of another format. Entries
/// that cannot be read are left out, and so are values that an entry takes from another.
///
/// ```
/// use wellpress_bibliography::comparison::ComparedField;
/// use wellpress_bibliography::field_ranges;
/// use wellpress_diagnostics::Source;
///
/// let source = Source::new("a.bib", "@book{a, title = {Bones}}");
/// let range = field_ranges(&source)[0].ranges[&ComparedField::Title].clone();
/// assert_eq!(&source.text[range], "{Bones}");
/// ```
#[must_use]
pub fn field_ranges(source: &Source) -> Vec<EntryFields> {
    match LibraryFormat::of_path(&source.path) {
        Some(LibraryFormat::Bibtex) => bibtex::field_ranges(source),
        _ => Vec::new(),
    }
}

/// The value of one field as this crate writes it to a BibTeX file, with its braces, to be put in a range of
/// [`field_ranges`]. `None` if the record has no value.
///
/// ```
/// use wellpress_bibliography::comparison::ComparedField;
/// use wellpress_bibliography::{field_text, parse};
/// use wellpress_diagnostics::Source;
///
/// let reference = parse(&Source::new("a.ris", "TY  - BOOK\nTI  - Bones\nID  - a\nER  - ")).references.remove(0);
/// assert_eq!(field_text(&reference, ComparedField::Title).as_deref(), Some("{Bones}"));
/// ```
#[must_use]
pub fn field_text(reference: &Reference, field: ComparedField) -> Option<String> {
    // The writer is the one place that knows how a value is written.
    let source = Source::new("entry.bib", ExportFormat::Bib.export(&[reference], ExportScope::Owner));
    let range = bibtex::field_ranges(&source).into_iter().next()?.ranges.remove(&field)?;
    Some(source.text[range].to_owned())
}

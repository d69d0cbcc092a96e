//! [`EntryFields`]: the bytes at which an entry of a BibTeX file has the fields that [`crate::comparison`] compares. A finding
//! about a field points there, and a patch replaces those bytes alone. Files of most other formats are exports,
//! which the next export replaces; Hayagriva files are rare, and corrected by hand.

use std::collections::BTreeMap;
use std::ops::Range;

use wellpress_diagnostics::Location;

use crate::comparison::ComparedField;

/// Where one entry has its fields.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntryFields {
    /// The location of the entry's [`Reference`](crate::Reference), by which the two are matched.
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

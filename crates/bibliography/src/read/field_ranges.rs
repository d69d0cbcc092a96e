//! Finds the [`EntryFields`] of a file, and writes the text of a field that a patch puts into such a range.
//!
//! Ranges are found on request and not kept with the references: few commands need them, and libraries can be large.

use wellpress_diagnostics::Source;

use super::bibtex;
use super::entry_fields::EntryFields;
use crate::comparison::ComparedField;
use crate::write::{ExportFormat, ExportScope};
use crate::{LibraryFormat, Reference};

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

//! [`EntryFields`]: the bytes at which an entry of a library file has the fields that [`crate::comparison`] compares. A finding
//! about a field points there, and a patch replaces those bytes alone.
//!
//! Ranges are found on request and not kept with the records: few commands need them, and libraries can be large.

use std::collections::BTreeMap;
use std::ops::Range;

use wellpress_diagnostics::{Location, Source};

use super::tagged_lines::TaggedValue;
use crate::comparison::ComparedField;
use crate::write::{ExportFormat, ExportScope};
use crate::{LibraryFormat, Reference};

/// Where one entry has its fields.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntryFields {
    /// The location that the record of the entry has.
    pub location: Location,
    /// The bytes of each value, with its quotes or braces.
    pub ranges: BTreeMap<ComparedField, Range<usize>>,
    /// The bytes of the DOI.
    pub doi: Option<Range<usize>>,
    /// The bytes of the PubMed id.
    pub pmid: Option<Range<usize>>,
}

impl EntryFields {
    /// Asks `find` for each field.
    pub(super) fn of(location: Location, find: impl Fn(ComparedField) -> Option<Range<usize>>) -> Self {
        let ranges = ComparedField::ALL.into_iter().filter_map(|field| Some((field, find(field)?)));
        Self { location, ranges: ranges.collect(), doi: None, pmid: None }
    }
}

/// Where the entries of a file have their fields, in the order of the file. Entries that cannot be read are left out, and so are
/// values that an entry takes from another.
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
    LibraryFormat::of_path(&source.path).map(|format| (format.row().field_ranges)(source)).unwrap_or_default()
}

impl LibraryFormat {
    /// The value of one field as a file in this format has it, with its quotes or braces. `None` if the format has no such
    /// field, or the record no value.
    ///
    /// ```
    /// use wellpress_bibliography::comparison::ComparedField;
    /// use wellpress_bibliography::{LibraryFormat, parse};
    /// use wellpress_diagnostics::Source;
    ///
    /// let reference = parse(&Source::new("a.bib", "@book{a, title = {Bones}}")).references.remove(0);
    /// let value = LibraryFormat::CslJson.field_text(&reference, ComparedField::Title);
    /// assert_eq!(value.as_deref(), Some("\"Bones\""));
    /// ```
    #[must_use]
    pub fn field_text(self, reference: &Reference, field: ComparedField) -> Option<String> {
        let text = ExportFormat::of(self)?.export(&[reference], ExportScope::Owner);
        let source = Source::new(format!("entry.{}", self.extensions()[0]), text);
        let range = field_ranges(&source).into_iter().next()?.ranges.remove(&field)?;
        Some(source.text[range].to_owned())
    }
}

/// The bytes of the first value with one of these tags, in the order of `names`.
pub(super) fn range_of_tag(tags: &[TaggedValue<'_>], names: &[&str]) -> Option<Range<usize>> {
    let find = |name: &&str| tags.iter().find(|tag| tag.tag == *name && !tag.value.trim().is_empty());
    names.iter().find_map(find).map(|tag| tag.range.clone())
}

/// The bytes from the first value with one of these tags to the last one of those that follow without another tag between them.
pub(super) fn range_of_tags(tags: &[TaggedValue<'_>], names: &[&str]) -> Option<Range<usize>> {
    let is_named = |tag: &&TaggedValue<'_>| names.contains(&tag.tag) && !tag.value.trim().is_empty();
    let mut run = tags.iter().skip_while(|tag| !is_named(tag)).take_while(is_named);
    let first = run.next()?;
    let last = run.last().unwrap_or(first);
    Some(first.range.start..last.range.end)
}

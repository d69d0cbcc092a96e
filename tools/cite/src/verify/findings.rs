//! What [`VerifiedSource`]s say, as findings at the fields of the library: differences, identifiers of other works, and sources
//! that could not be compared.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

use wellpress_bibliography::comparison::{ComparedField, FieldDifference};
use wellpress_bibliography::{ContributorName, EntryFields, Identifier, Reference, field_ranges, markup};
use wellpress_diagnostics::{Diagnostic, Location, Source, Span, rules};
use wellpress_foundation::text::{excerpt, one_line};

use super::{Answer, VerifiedSource};
use crate::fetch::FetchError;

/// The number of characters of a value that a message shows at most. Titles are shown in full, and only very long values are cut.
const LONGEST_VALUE: usize = 300;

/// The places of all fields of a library.
pub struct FieldPlaces<'a> {
    by_entry: HashMap<(Arc<str>, u32, u32), (&'a Source, EntryFields)>,
}

impl<'a> FieldPlaces<'a> {
    /// Searches the fields of these files.
    pub fn of(sources: &'a [Source]) -> Self {
        let entries =
            sources.iter().flat_map(|source| field_ranges(source).into_iter().map(move |entry| (source, entry)));
        let by_entry = entries.map(|(source, entry)| {
            ((source.path.clone(), entry.location.line, entry.location.column), (source, entry))
        });
        Self { by_entry: by_entry.collect() }
    }

    /// The file of an entry and where the entry has its fields there.
    #[must_use]
    pub fn get(&self, entry: &Reference) -> Option<(&'a Source, &EntryFields)> {
        let Location { file, line, column, .. } = &entry.location;
        self.by_entry.get(&(file.clone(), *line, *column)).map(|(source, fields)| (*source, fields))
    }

    /// The place of a value of the entry, else that of the entry.
    fn locate(&self, entry: &Reference, range: impl Fn(&EntryFields) -> Option<&Range<usize>>) -> Location {
        let source_range = self.get(entry).and_then(|(source, fields)| Some((source, range(fields)?)));
        source_range.map_or_else(|| entry.location.clone(), |(source, range)| source.locate(Span::new(range.clone())))
    }

    /// The title as a BibTeX file has it, without its braces. The record has it in sentence case, which would look like one more
    /// difference.
    fn title_as_written(&self, entry: &Reference) -> Option<String> {
        let (source, fields) = self.get(entry)?;
        let text = &source.text[fields.ranges.get(&ComparedField::Title)?.clone()];
        // A value of several pieces or of a macro is not what the entry says.
        let is_text = text.starts_with(['{', '"']) && !text.contains('#');
        let words = text.trim_matches('"').replace(['{', '}'], "");
        is_text.then(|| one_line(&words))
    }
}

/// The findings about an entry: one for each field that differs, and one for each identifier that is wrong or was not compared.
pub fn findings(places: &FieldPlaces<'_>, source: &VerifiedSource<'_>) -> Vec<Diagnostic> {
    let entry = source.entry;
    let about_fields = source.differences().into_iter().map(|(identifier, _, difference)| {
        let location = places.locate(entry, |fields| fields.ranges.get(&difference.field));
        let title = places.title_as_written(entry).filter(|_| difference.field == ComparedField::Title);
        let difference = FieldDifference { entry: title.unwrap_or(difference.entry.clone()), ..difference.clone() };
        Diagnostic::new(&rules::SOURCE_DIFFERS, location, difference_message(entry, identifier, &difference))
            .help("look into the source, and correct the entry; `wellpress cite verify --patch` prints the change")
    });
    let about_identifiers = source.answers.iter().filter_map(|(identifier, answer)| {
        let location = places.locate(entry, |fields| match identifier {
            Identifier::Doi(_) => fields.doi.as_ref(),
            _ => fields.pmid.as_ref(),
        });
        about_answer(entry, identifier, answer, location)
    });
    about_fields.chain(about_identifiers).collect()
}

fn difference_message(entry: &Reference, identifier: &Identifier, difference: &FieldDifference) -> String {
    let FieldDifference { field, entry: value_here, record: value_there } = difference;
    let verb = if matches!(field, ComparedField::Authors | ComparedField::Pages) { "are" } else { "is" };
    format!(
        "the {field} of `{}` {verb} `{}` here and `{}` in the record of {identifier}",
        entry.key,
        excerpt(value_here, LONGEST_VALUE),
        excerpt(value_there, LONGEST_VALUE)
    )
}

fn about_answer(entry: &Reference, identifier: &Identifier, answer: &Answer, location: Location) -> Option<Diagnostic> {
    let key = &entry.key;
    Some(match answer {
        Answer::SameWork(..) => return None,
        Answer::OtherWork(record) => {
            let message = format!("{identifier} of `{key}` leads to another work: {}", described(record));
            Diagnostic::new(&rules::SOURCE_OTHER_WORK, location, message)
                .help("look up the identifier of the work that is meant, or take it out")
        }
        Answer::Absent(error) => {
            let message = format!("{identifier} of `{key}` does not exist: {}", without_preface(error));
            Diagnostic::new(&rules::SOURCE_NOT_FOUND, location, message)
                .help("look whether it is written right; a work that never had one needs none")
        }
        Answer::Unknown(error) => {
            let message = format!("`{key}` could not be compared with the record of {identifier}: {error}");
            Diagnostic::new(&rules::SOURCE_UNCHECKED, location, message).help("compare it again later")
        }
        Answer::Skipped => {
            let message = format!(
                "`{key}` was not compared with the record of {identifier}: the service did not answer for other sources"
            );
            Diagnostic::new(&rules::SOURCE_UNCHECKED, location, message).help("compare it again later")
        }
    })
}

/// The answer of the service, without the words about a source that does not exist.
fn without_preface(error: &FetchError) -> String {
    match error {
        FetchError::Absent(error) => error.to_string(),
        error => error.to_string(),
    }
}

/// A work in a line: first author, year, title and journal.
fn described(record: &Reference) -> String {
    let author = record.authors.first().map(ContributorName::display_family);
    let author = author.map(|author| if record.authors.len() > 1 { format!("{author} et al.") } else { author });
    let year = record.issued.as_ref().map(|issued| issued.year.to_string());
    let title = record.title.as_ref().map(|title| format!("\u{201c}{}\u{201d}", markup::plain(title)));
    let container = record.container.as_ref().map(|container| markup::plain(container).into_owned());
    let parts: Vec<String> = [author, year, title, container].into_iter().flatten().collect();
    excerpt(&parts.join(", "), LONGEST_VALUE)
}

//! [`FieldPatch`]: fields of library entries that differ from the records of services in, a unified diff of the files out, which
//! `git apply` takes. Only the bytes of these fields change. Nothing is written.

use std::ops::Range;

use similar::TextDiff;

use wellpress_bibliography::comparison::{ComparedField, PublicationYears, with_field_of};
use wellpress_bibliography::{Reference, comparison, field_text, parse};
use wellpress_diagnostics::Source;

use super::verify::VerifiedSource;
use super::verify::findings::FieldPlaces;

/// The changes of one library as a patch.
#[derive(Debug, Default)]
pub struct FieldPatch {
    /// The unified diff of all files, paths relative to the site's root.
    pub text: String,
    /// What has to be changed by hand, as `key: field`.
    pub by_hand: Vec<String>,
}

/// The change of one field of one entry.
struct Edit<'a> {
    entry: &'a Reference,
    record: &'a Reference,
    field: ComparedField,
    range: Range<usize>,
    text: String,
}

impl FieldPatch {
    /// The patch that gives each differing field the value of its record. `raw` has the bytes of each file of `sources`.
    #[must_use]
    pub fn of(sources: &[Source], raw: &[Vec<u8>], places: &FieldPlaces<'_>, verified: &[VerifiedSource<'_>]) -> Self {
        let mut patch = Self::default();
        for (source, bytes) in sources.iter().zip(raw) {
            patch.add_file(source, bytes, places, verified);
        }
        patch
    }

    fn add_file(&mut self, source: &Source, bytes: &[u8], places: &FieldPlaces<'_>, verified: &[VerifiedSource<'_>]) {
        let mut text = source.text.to_string();
        let of_file = verified.iter().filter(|verified| verified.entry.location.file == source.path);
        let mut edits: Vec<Edit<'_>> = Vec::new();
        for verified in of_file {
            for (_, record, difference) in verified.differences() {
                match edit(places, verified.entry, record, difference.field) {
                    Some(edit) => edits.push(edit),
                    None => self.leave_to_hand(verified.entry, difference.field),
                }
            }
        }
        // From the end of the file, so that the ranges before an edit stay true.
        edits.sort_by_key(|edit| std::cmp::Reverse(edit.range.start));
        for edit in edits {
            let mut changed = text.clone();
            changed.replace_range(edit.range.clone(), &edit.text);
            if is_corrected([&text, &changed].map(|text| Source::new(source.path.clone(), text.as_str())), &edit) {
                text = changed;
            } else {
                self.leave_to_hand(edit.entry, edit.field);
            }
        }
        if *text == *source.text {
            return;
        }
        match with_bytes_of(bytes, &source.text, &text) {
            Some((old, new)) => {
                let diff = TextDiff::from_lines(&old, &new);
                // A tab ends the name of a file that has blanks.
                let tab = if source.path.contains(' ') { "\t" } else { "" };
                let [before, after] = ["a", "b"].map(|side| format!("{side}/{}{tab}", source.path));
                self.text += &diff.unified_diff().context_radius(3).header(&before, &after).to_string();
            }
            None => self.by_hand.push(format!("{}: the file is not plain UTF-8", source.path)),
        }
    }

    fn leave_to_hand(&mut self, entry: &Reference, field: ComparedField) {
        self.by_hand.push(format!("{}: {field}", entry.key));
    }
}

/// The edit of a field; `None` if the file does not say the field in one place, or is no BibTeX.
fn edit<'a>(
    places: &FieldPlaces<'_>,
    entry: &'a Reference,
    record: &'a Reference,
    field: ComparedField,
) -> Option<Edit<'a>> {
    let (source, fields) = places.get(entry)?;
    let range = fields.ranges.get(&field)?.clone();
    let old = &source.text[range.clone()];
    let text = match field {
        ComparedField::Year => with_year(old, entry, record)?,
        _ => field_text(&with_field_of(entry, field, record), field)?,
    };
    Some(Edit { entry, record, field, range, text })
}

/// The date with another year; its month and its form stay. `None` if the year is not there exactly once.
fn with_year(old: &str, entry: &Reference, record: &Reference) -> Option<String> {
    let [old_year, new_year] = [entry, record].map(|reference| Some(reference.issued.as_ref()?.year.to_string()));
    let (old_year, new_year) = (old_year?, new_year?);
    (old.matches(&old_year).count() == 1).then(|| old.replacen(&old_year, &new_year, 1))
}

/// Whether the changed file is read as meant: the entry agrees with the record in the field, and is as before in all others.
fn is_corrected(before_and_after: [Source; 2], edit: &Edit<'_>) -> bool {
    let [before, after] = before_and_after.map(|source| {
        let references = parse(&source).references.into_iter();
        references.filter(|reference| reference.key == edit.entry.key).collect::<Vec<_>>()
    });
    let ([before], [after]) = (before.as_slice(), after.as_slice()) else { return false };
    // The other years of the record are no evidence that the edit did what it should.
    let years = PublicationYears { online: Some(i32::MIN), print: Some(i32::MIN) };
    comparison::agrees(edit.field, after, edit.record, years)
        && with_field_of(after, edit.field, before).same_content(before)
}

/// Old and new text with the line ends of the file. `None` if the file has something that the text has not, such as a byte
/// order mark or another encoding: a patch of the text would not fit it.
pub(super) fn with_bytes_of(bytes: &[u8], old: &str, new: &str) -> Option<(String, String)> {
    let raw = std::str::from_utf8(bytes).ok()?;
    if raw == old {
        return Some((old.to_owned(), new.to_owned()));
    }
    let [old, new] = [old, new].map(|text| text.replace('\n', "\r\n"));
    (raw == old).then_some((old, new))
}

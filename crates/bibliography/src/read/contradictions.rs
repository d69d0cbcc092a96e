//! What a record says against itself: a title, a note or a status that says the work was retracted or withdrawn, a day of access
//! in the note. Names that are not divided are found in [`super::undivided_names`].
//!
//! Every reference passes through here once after its reader, whichever the format. What can be moved into a field is moved;
//! the rest is a warning at the entry.

use wellpress_diagnostics::{Diagnostic, Severity, rules};

use super::read_context::set_date;
use super::undivided_names::separator_within;
use crate::date_text;
use crate::notice_words::{is_title_of_retracted_work, kind_of_notice, says_only_notice};
use crate::{DateVariable, Notice, NoticeKind, Reference};

/// How publishers mark works that were taken back for another reason: Cochrane's reviews that are out of date, for one.
const WITHDRAWN_STARTS: [&str; 5] =
    ["withdrawn:", "withdrawn article:", "[withdrawn", "removed:", "expression of concern:"];

/// Takes the retraction over that the title names, unless the record has a notice.
pub(super) fn retraction_from_title(reference: &mut Reference) {
    if is_title_of_retracted_work(&lower_title(reference)) {
        reference.notice.get_or_insert(Box::new(Notice::of_kind(NoticeKind::Retracted)));
    }
}

/// Takes over what the note, the status, the kind of work or a keyword says, unless the record has a notice. A field that says
/// nothing else becomes empty: the notice is shown by itself, and is written into the note again.
pub(super) fn notice_from_words(reference: &mut Reference) {
    let mut kinds = reference.keywords.iter().filter_map(|keyword| kind_of_notice(keyword)).collect::<Vec<_>>();
    for field in [&mut reference.note, &mut reference.status, &mut reference.genre] {
        kinds.extend(field.as_deref().and_then(kind_of_notice));
        field.take_if(|words| says_only_notice(words));
    }
    if let Some(kind) = kinds.into_iter().max() {
        reference.notice.get_or_insert(Box::new(Notice::of_kind(kind)));
    }
}

fn lower_title(reference: &Reference) -> String {
    reference.title.as_ref().map(|title| title.plain().to_lowercase()).unwrap_or_default()
}

/// The words before a day of access. One that begins like another comes before it.
const ACCESS_LABELS: [&str; 12] = [
    "last accessed on",
    "last accessed",
    "date accessed",
    "accessed on",
    "accessed",
    "access date",
    "last visited",
    "visited on",
    "retrieved on",
    "retrieved",
    "viewed on",
    "abgerufen am",
];

/// Moves a day of access at the end of the note, as in `[Online; accessed 2-May-2023]`, into its field.
pub(super) fn access_day_from_note(reference: &mut Reference) {
    let Some(note) = reference.note.as_deref().filter(|_| reference.accessed.is_none()) else { return };
    let lower = note.to_ascii_lowercase();
    let labels = ACCESS_LABELS.iter().filter_map(|label| Some((lower.rfind(label)?, label.len())));
    let Some((start, length)) = labels.min_by_key(|(start, length)| (*start, usize::MAX - length)) else { return };
    let date = note[start + length..].trim_start_matches([':', ' ']).trim_end_matches([']', ')', '.', ' ']);
    // `2-May-2023` has its month in words.
    let has_words = date.contains(|c: char| c.is_ascii_alphabetic()) && !date.contains('T');
    let date = if has_words { date.replace('-', " ") } else { date.to_owned() };
    let Ok(field @ date_text::DateField::Date(_)) = date_text::parse(&date) else { return };
    let words_before = note[..start].trim_end_matches([' ', ';', ',', '[', '(']);
    let is_medium = words_before.trim_start_matches(['[', '(']).eq_ignore_ascii_case("online");
    reference.note = (!is_medium && !words_before.is_empty()).then(|| words_before.to_owned());
    set_date(reference, DateVariable::Accessed, Some(field));
}

/// The warnings about a record that cannot be right as it is.
pub(super) fn findings(reference: &Reference) -> impl Iterator<Item = Diagnostic> {
    let title = lower_title(reference);
    let is_withdrawn = reference.notice.is_none() && WITHDRAWN_STARTS.iter().any(|start| title.starts_with(start));
    let withdrawn = is_withdrawn.then(|| {
        let message = format!("the title of `{}` says that the work was withdrawn, or is in doubt", reference.key);
        let help = "read why; cite what replaces it, or end its note with `[Retracted]` or `[Expression of concern]`";
        warning(reference, message, help)
    });
    let undivided = reference.names().flat_map(|(_, names)| names).find_map(separator_within).map(|separator| {
        let message = format!("the names of `{}` are separated by {separator}, and are read as one", reference.key);
        warning(reference, message, "write each name by itself; BibTeX separates names with ` and `")
    });
    withdrawn.into_iter().chain(undivided)
}

fn warning(reference: &Reference, message: String, help: &'static str) -> Diagnostic {
    let finding = Diagnostic::new(&rules::BIBLIOGRAPHY_INVALID, reference.location.clone(), message);
    Diagnostic { severity: Severity::Warning, ..finding.help(help) }
}

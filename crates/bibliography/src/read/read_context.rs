//! [`ReadContext`] and the functions that all readers share: clean a value or report it at its place.
//!
//! Input is the text of one value with its byte range, output the cleaned value for a [`Reference`], or a finding.
//! Which value belongs to which field is left to the reader of each format.

use std::ops::Range;

use wellpress_diagnostics::{Diagnostic, Location, Rule, Severity, Source, nearest, rules};

use super::ParsedFile;
use super::line_index::LineIndex;
use crate::date_text::{self, DateError, DateField};
use crate::identifier::{self, Address, IdentifierField};
use crate::{DateVariable, Evidence, Reference};

/// The number of characters of a value that a message quotes at most.
const LONGEST_EXCERPT: usize = 60;

/// The help of every finding that costs a whole entry.
pub(super) const ENTRY_LEFT_OUT: &str = "the entry is left out until this is put right; the others are read";

/// One file while it is read: the positions of its lines, and the references and findings so far.
pub(super) struct ReadContext<'a> {
    pub(super) lines: LineIndex<'a>,
    pub(super) parsed: ParsedFile,
}

impl<'a> ReadContext<'a> {
    pub(super) fn new(source: &'a Source) -> Self {
        Self { lines: LineIndex::new(source), parsed: ParsedFile::default() }
    }

    /// Adds a finished record. One without a title is kept, with a warning: a page can still cite it by its author.
    pub(super) fn push(&mut self, reference: Reference) {
        if reference.title.is_none() {
            self.parsed.diagnostics.push(missing_title(&reference, "add a title"));
        }
        self.parsed.references.push(reference);
    }

    /// Reports an entry that cannot be read and is left out.
    pub(super) fn broken_entry(&mut self, range: Range<usize>, message: impl Into<String>) {
        self.report_with_help(range, message, ENTRY_LEFT_OUT);
    }

    /// Reports a wrong value. The entry is read without it.
    pub(super) fn report(&mut self, rule: &'static Rule, range: Range<usize>, message: impl Into<String>) {
        self.parsed.diagnostics.push(Diagnostic::new(rule, self.lines.locate(range), message));
    }

    pub(super) fn report_with_help(&mut self, range: Range<usize>, message: impl Into<String>, help: &'static str) {
        let finding = Diagnostic::new(&rules::BIBLIOGRAPHY_INVALID, self.lines.locate(range), message);
        self.parsed.diagnostics.push(finding.help(help));
    }

    /// Reads an identifier as [`identifier`] does; `None` after its finding was reported.
    pub(super) fn identifier(&mut self, range: Range<usize>, text: &str, field: IdentifierField) -> Option<String> {
        identifier(&self.lines, range, text, field).map_err(|finding| self.parsed.diagnostics.push(*finding)).ok()
    }

    /// Reads a web address as [`address`] does; `None` after its finding was reported.
    pub(super) fn address(&mut self, range: Range<usize>, text: &str) -> Option<String> {
        address(&self.lines, range, text, &mut self.parsed.diagnostics)
    }

    /// Reads the text of a date field; `None` after a finding that it is not a date.
    pub(super) fn date(&mut self, range: Range<usize>, text: &str) -> Option<DateField> {
        date_text::parse(text).map_err(|error| self.not_a_date(range, text, error)).ok()
    }

    pub(super) fn not_a_date(&mut self, range: Range<usize>, text: &str, error: DateError) {
        self.report(&rules::DATE_INVALID, range, format!("`{}` is not a date: {error}", excerpt(text)));
    }
}

pub(super) fn missing_title(reference: &Reference, help: &'static str) -> Diagnostic {
    let message = format!("`{}` has no title", reference.key);
    Diagnostic::new(&rules::SOURCE_NO_TITLE, reference.location.clone(), message).help(help)
}

/// The identifier in a text, without the label or address around it. A malformed one gives a warning and no identifier:
/// a wrong DOI would become a link to nowhere, or to another work.
pub(super) fn identifier(
    lines: &LineIndex<'_>,
    range: Range<usize>,
    text: &str,
    field: IdentifierField,
) -> Result<String, Box<Diagnostic>> {
    field.parse(text).ok_or_else(|| {
        let message = format!("`{}` is not {}", excerpt(text), field.description());
        let finding = Diagnostic::new(&rules::BIBLIOGRAPHY_INVALID, lines.locate(range), message);
        let finding = finding.help("correct it or take the field out; the source is shown without it");
        Box::new(Diagnostic { severity: Severity::Warning, ..finding })
    })
}

/// A web address that is safe to link. Characters that no address may have are encoded, with a warning. Any other text
/// gives `None` and an error: a page publishes the address, so an unsafe one would reach readers.
pub(super) fn address(
    lines: &LineIndex<'_>,
    range: Range<usize>,
    text: &str,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<String> {
    let (rule, problem, help) = match identifier::address(text) {
        Address::Web(url) => return Some(url),
        Address::Encoded(url) => {
            let message = format!("`{}` contains characters that no web address may have", excerpt(text));
            let finding = Diagnostic::new(&rules::BIBLIOGRAPHY_INVALID, lines.locate(range), message);
            let finding = finding.help(format!("check the address; it is published as `{}`", excerpt(&url)));
            diagnostics.push(Diagnostic { severity: Severity::Warning, ..finding });
            return Some(url);
        }
        Address::Unsafe => (
            &rules::URL_UNSAFE,
            "a web address that is safe to link",
            "write the `https` or `http` address of the work, or take the field out",
        ),
        Address::Relative => (&rules::BIBLIOGRAPHY_INVALID, "a whole web address", "write `https://` before it"),
    };
    let message = format!("`{}` is not {problem}", excerpt(text));
    diagnostics.push(Diagnostic::new(rule, lines.locate(range), message).help(help));
    None
}

/// The warning about a type that a format does not have. It suggests the nearest of all `valid_kinds`, else lists the
/// `usual_kinds`. The caller then reads the entry as a document or a web page.
pub(super) fn unknown_kind(
    word: &str,
    location: Location,
    valid_kinds: &[&'static str],
    usual_kinds: &[&str],
) -> Diagnostic {
    let message = format!("`{}` is not a type of source", excerpt(word));
    let finding = Diagnostic::new(&rules::BIBLIOGRAPHY_INVALID, location, message);
    let help = format!("write one of `{}`", usual_kinds.join("`, `"));
    let finding = finding.suggest_or(nearest(word, valid_kinds.iter().copied()), help);
    Diagnostic { severity: Severity::Warning, ..finding }
}

/// The warning about a word in an `evidence` field that [`Evidence`] does not have.
pub(super) fn unknown_evidence(word: &str, location: Location) -> Diagnostic {
    let message = format!("`{word}` is not a sort of evidence");
    let finding = Diagnostic::new(&rules::BIBLIOGRAPHY_INVALID, location, message);
    let words = Evidence::ALL.map(Evidence::as_str);
    let finding = finding.suggest_or(nearest(word, words), format!("write one of {}", words.join(", ")));
    Diagnostic { severity: Severity::Warning, ..finding }
}

/// Stores the content of the field for the date of issue: a date or words in its place, and `in press` as the status
/// too. A value that the record has already stays.
pub(super) fn set_issued(reference: &mut Reference, field: Option<DateField>) {
    if let Some(DateField::Words { status: Some(status), .. }) = &field {
        set_if_empty(&mut reference.status, Some((*status).to_owned()));
    }
    set_date(reference, DateVariable::Issued, field);
}

/// Stores the content of a date field, unless the record has a date already. Words yield to a date.
pub(super) fn set_date(reference: &mut Reference, variable: DateVariable, field: Option<DateField>) {
    if reference.date(variable).is_some() {
        return;
    }
    match field {
        // A page is looked up on one day.
        Some(DateField::Date(date)) if variable == DateVariable::Accessed => {
            reference.set_date(variable, Some(date.without_range()));
        }
        Some(DateField::Date(date)) => reference.set_date(variable, Some(date)),
        Some(DateField::Words { text, .. }) if reference.more.date_words(variable).is_none() => {
            reference.more.set_date_words(variable, text);
        }
        Some(DateField::Words { .. }) | None => {}
    }
}

pub(super) fn set_if_empty<T>(field: &mut Option<T>, value: Option<T>) {
    if field.is_none() {
        *field = value;
    }
}

/// The text on one line: runs of white space and control characters become one space. `None` where no text is left.
pub(crate) fn one_line(text: &str) -> Option<String> {
    let words = text.split(|c: char| c.is_whitespace() || c.is_control()).filter(|word| !word.is_empty());
    let mut joined = String::with_capacity(text.len());
    for word in words {
        if !joined.is_empty() {
            joined.push(' ');
        }
        joined.push_str(word);
    }
    Some(joined).filter(|joined| !joined.is_empty())
}

/// The words of a keyword field, which commas or semicolons divide.
pub(super) fn keywords(text: &str) -> Vec<String> {
    text.split([',', ';']).filter_map(one_line).collect()
}

/// The start of a value as a message quotes it, without control characters, which could rewrite a terminal's line.
pub(super) fn excerpt(text: &str) -> String {
    let mut excerpt: String = text.chars().filter(|c| !c.is_control()).take(LONGEST_EXCERPT).collect();
    if excerpt.len() < text.len() {
        excerpt.push('\u{2026}');
    }
    excerpt
}

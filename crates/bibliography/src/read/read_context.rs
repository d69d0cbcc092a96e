//! [`ReadContext`] and the functions that all readers share: clean a value or report it at its place.
//!
//! Input is the text of one value with its byte range, output the cleaned value for a [`Reference`], or a finding.
//! Which value belongs to which field is left to the reader of each format.

use std::ops::Range;

use wellpress_diagnostics::{Diagnostic, Rule, Severity, Source, nearest, quotable, rules};
use wellpress_foundation::text::one_line;

use super::foreign_markup::without_foreign_markup;
use super::line_index::LineIndex;
use super::parsed_file::{EntryFault, ParsedFile};
use crate::date_text::{self, DateError, DateField};
use crate::identifier::{self, Address, Identifier, IdentifierField};
use crate::{CiteKey, DateVariable, Evidence, PartialDate, Reference};

/// One file while it is read: the positions of its lines, and the references and findings so far.
///
/// A mistake in a value is a warning: a library has thousands of entries, and a page may cite none of those with mistakes.
/// What must not be cited before somebody has looked at it becomes an [`EntryFault`] beside its warning.
pub(super) struct ReadContext<'a> {
    pub(super) lines: LineIndex<'a>,
    pub(super) parsed: ParsedFile,
    /// Findings about the entry in hand that become faults of its key.
    faults_of_entry: Vec<Diagnostic>,
}

impl<'a> ReadContext<'a> {
    pub(super) fn new(source: &'a Source) -> Self {
        Self { lines: LineIndex::new(source), parsed: ParsedFile::default(), faults_of_entry: Vec::new() }
    }

    /// Adds a finished reference. One without a title is kept, with a warning: a page can still cite it by its author.
    pub(super) fn push(&mut self, reference: Reference) {
        if reference.title.is_none() {
            let message = format!("`{}` has no title", reference.key);
            let finding = Diagnostic::new(&rules::SOURCE_NO_TITLE, reference.location.clone(), message);
            self.parsed.diagnostics.push(finding.help("add a title"));
        }
        for finding in std::mem::take(&mut self.faults_of_entry) {
            self.parsed.faults.push(EntryFault { key: reference.key.clone(), finding });
        }
        self.parsed.references.push(reference);
    }

    /// Reports an entry that cannot be read and is left out. A page that cites it by `key` cannot be published.
    pub(super) fn broken_entry(&mut self, key: Option<CiteKey>, range: Range<usize>, message: impl Into<String>) {
        let finding = self.warning(&rules::BIBLIOGRAPHY_INVALID, range, message).help("correct it here");
        // The entry is left out, so that it needs no other fault.
        self.faults_of_entry.clear();
        self.parsed.unreadable_entries += 1;
        if let Some(key) = key {
            self.parsed.faults.push(EntryFault { key, finding: finding.clone() });
        }
        self.parsed.diagnostics.push(finding);
    }

    /// Reports a wrong value. The entry is read without it.
    pub(super) fn report(&mut self, rule: &'static Rule, range: Range<usize>, message: impl Into<String>) {
        let finding = self.warning(rule, range, message);
        self.parsed.diagnostics.push(finding);
    }

    /// Reports a wrong value under the rule `bibliography-invalid`, with what to do.
    pub(super) fn report_invalid(&mut self, range: Range<usize>, message: impl Into<String>, help: &'static str) {
        let finding = self.warning(&rules::BIBLIOGRAPHY_INVALID, range, message);
        self.parsed.diagnostics.push(finding.help(help));
    }

    pub(super) fn warning(&self, rule: &'static Rule, range: Range<usize>, message: impl Into<String>) -> Diagnostic {
        Diagnostic { severity: Severity::Warning, ..Diagnostic::new(rule, self.lines.locate(range), message) }
    }

    /// The identifier in a text, without the label or address around it. A malformed one gives a warning and no
    /// identifier: a wrong DOI would become a link to nowhere, or to another work.
    pub(super) fn identifier(&mut self, range: Range<usize>, text: &str, field: IdentifierField) -> Option<String> {
        let identifier = field.parse(text);
        if identifier.is_none() && !text.trim().is_empty() {
            let message = format!("`{}` is not {}", quotable(text), field.description());
            let help = "correct it or take the field out; the source is shown without it";
            self.report_invalid(range, message, help);
        }
        identifier
    }

    /// A web address that is safe to link, as far as the text gives one. What had to be changed or left out is a
    /// warning; an address that a browser would run is a fault of the entry.
    pub(super) fn address(&mut self, range: Range<usize>, text: &str) -> Option<String> {
        // A DOI in place of an address. An address that has one in it stays as it is.
        if let Some(doi) = identifier::doi(text).filter(|_| !text.trim().starts_with("http")) {
            return Some(Identifier::Doi(doi).url());
        }
        let (problem, help, url) = match identifier::address(text) {
            Address::Web(url) => return Some(url),
            Address::Encoded(url) => {
                let help = format!("check the address; it is published as `{}`", quotable(&url));
                ("contains characters that no web address may have", help, Some(url))
            }
            Address::Completed(url) => (
                "is not a whole web address",
                format!("write `https://` before it; it is published as `{}`", quotable(&url)),
                Some(url),
            ),
            Address::Unusable => {
                let help = "write the `https` or `http` address of the work, or take the field out".to_owned();
                ("is not a web address, so it is left out", help, None)
            }
            Address::Unsafe => {
                let message = format!("`{}` is not a web address that is safe to link", quotable(text));
                let help = "write the `https` or `http` address of the work, or take the field out";
                let finding = self.warning(&rules::URL_UNSAFE, range, message).help(help);
                self.faults_of_entry.push(finding.clone());
                self.parsed.diagnostics.push(finding);
                return None;
            }
        };
        let finding = self.warning(&rules::BIBLIOGRAPHY_INVALID, range, format!("`{}` {problem}", quotable(text)));
        self.parsed.diagnostics.push(finding.help(help));
        url
    }

    /// Reports a type that the format does not have. Only the `usual_kinds` are suggested and listed: a misspelt rare type is
    /// rare, and no author reads a list of 45. The caller then reads the entry as a document or a web page.
    pub(super) fn report_unknown_kind(&mut self, range: Range<usize>, word: &str, usual_kinds: &[&'static str]) {
        let message = format!("`{}` is not a type of source", quotable(word));
        let help = format!("write one of `{}`", usual_kinds.join("`, `"));
        let finding = self.warning(&rules::BIBLIOGRAPHY_INVALID, range, message);
        self.parsed.diagnostics.push(finding.suggest_or(nearest(word, usual_kinds.iter().copied()), help));
    }

    /// The sort of evidence that a word names. A word that names none is a warning.
    pub(super) fn evidence(&mut self, range: Range<usize>, word: &str) -> Option<Evidence> {
        let evidence = Evidence::parse(word);
        if evidence.is_none() {
            let message = format!("`{}` is not a sort of evidence", quotable(word));
            let words: Vec<&str> = Evidence::all().map(Evidence::as_str).collect();
            let finding = self.warning(&rules::BIBLIOGRAPHY_INVALID, range, message);
            let help = format!("write one of {}", words.join(", "));
            self.parsed.diagnostics.push(finding.suggest_or(nearest(word, words), help));
        }
        evidence
    }

    /// Reads the text of a date field. A text that is not a date gives a warning and what can be read of it.
    pub(super) fn date(&mut self, range: Range<usize>, text: &str) -> Option<DateField> {
        self.date_by(range, text, date_text::parse)
    }

    /// Like [`date`](Self::date), with the `parse` of a format that has forms of its own.
    pub(super) fn date_by(
        &mut self,
        range: Range<usize>,
        text: &str,
        parse: impl Fn(&str) -> Result<DateField, DateError>,
    ) -> Option<DateField> {
        match parse(text) {
            Ok(field) => Some(field),
            Err(error) => self.year_of_wrong_date(range, text, error).map(DateField::Date),
        }
    }

    /// Reports a text that is not a date, and returns the years in it.
    pub(super) fn year_of_wrong_date(
        &mut self,
        range: Range<usize>,
        text: &str,
        error: DateError,
    ) -> Option<PartialDate> {
        let years = date_text::years_within(text);
        let reading = years.as_ref().map_or_else(|| "it is left out".to_owned(), |years| format!("read as {years}"));
        let message = format!("`{}` is not a date: {error}; {reading}", quotable(text));
        self.report(&rules::DATE_INVALID, range, message);
        years
    }
}

/// Stores the content of the field for the date of issue: a date or words in its place, and their status, such as
/// `in press`. A value that the reference has already stays.
pub(super) fn set_issued(reference: &mut Reference, field: Option<DateField>) {
    if let Some(DateField::Words { status: Some(status), .. }) = &field {
        set_if_empty(&mut reference.status, Some((*status).to_owned()));
    }
    set_date(reference, DateVariable::Issued, field);
}

/// Stores the content of a date field, unless the reference has a date already. Words yield to a date.
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

/// The text in one line, see [`one_line`]; `None` where no text is left.
pub(crate) fn nonempty_line(text: &str) -> Option<String> {
    Some(one_line(text)).filter(|line| !line.is_empty())
}

/// The words of a keyword field, which commas or semicolons divide.
pub(super) fn keywords(text: &str) -> Vec<String> {
    // The semicolon of an entity divides nothing.
    without_foreign_markup(text).split([',', ';']).filter_map(nonempty_line).collect()
}

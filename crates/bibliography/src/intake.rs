//! [`Intake`]: what every reader of a format asks of a value, with the finding where the value will not do.

use std::ops::Range;

use wellpress_diagnostics::{Diagnostic, Location, Rule, Severity, Source, nearest, rules};

use super::Parsed;
use super::dates::{self, Dated};
use super::identifiers::{self, Address, IdentifierField};
use super::places::Places;
use super::record::Reference;

/// One file on its way in: its places, and what was read of it so far.
pub(super) struct Intake<'a> {
    pub(super) places: Places<'a>,
    pub(super) parsed: Parsed,
}

impl<'a> Intake<'a> {
    /// Nothing is read yet.
    pub(super) fn new(source: &'a Source) -> Self {
        Self { places: Places::new(source), parsed: Parsed::default() }
    }

    /// A finished record; one without a title is a warning.
    pub(super) fn take(&mut self, reference: Reference) {
        if reference.title.is_none() {
            let message = format!("`{}` has no title", reference.key);
            let found = Diagnostic::new(&rules::SOURCE_NO_TITLE, reference.location.clone(), message);
            self.parsed.diagnostics.push(found.help("add a title"));
        }
        self.parsed.references.push(reference);
    }

    /// An entry that cannot be read.
    pub(super) fn broken(&mut self, range: Range<usize>, message: impl Into<String>) {
        let help = "the entry is left out until this is put right; the others are read";
        self.fault_with_help(range, message, help);
    }

    /// A value that cannot be right.
    pub(super) fn fault(&mut self, rule: &'static Rule, range: Range<usize>, message: impl Into<String>) {
        self.parsed.diagnostics.push(Diagnostic::new(rule, self.places.locate(range), message));
    }

    /// Something that is wrong with the file, and what to do about it.
    pub(super) fn fault_with_help(&mut self, range: Range<usize>, message: impl Into<String>, help: &'static str) {
        let found = Diagnostic::new(&rules::BIBLIOGRAPHY_INVALID, self.places.locate(range), message);
        self.parsed.diagnostics.push(found.help(help));
    }

    /// An identifier without what people paste around it; one that is none is a warning.
    pub(super) fn identifier(&mut self, range: Range<usize>, text: &str, kind: IdentifierField) -> Option<String> {
        let read = identifier(&self.places, range, text, kind);
        read.map_err(|found| self.parsed.diagnostics.push(*found)).ok()
    }

    /// A web address that is safe to link.
    pub(super) fn address(&mut self, range: Range<usize>, text: &str) -> Option<String> {
        address(&self.places, range, text).map_err(|found| self.parsed.diagnostics.push(*found)).ok()
    }

    /// What a date's text says.
    pub(super) fn dated(&mut self, range: Range<usize>, text: &str) -> Option<Dated> {
        dates::parse(text).map_err(|why| self.not_a_date(range, text, why)).ok()
    }

    /// The finding about a date that is none.
    pub(super) fn not_a_date(&mut self, range: Range<usize>, text: &str, why: dates::Fault) {
        self.fault(&rules::DATE_INVALID, range, format!("`{}` is not a date: {why}", short(text)));
    }
}

/// An identifier without what people paste around it, or the warning about one that is none.
pub(super) fn identifier(
    places: &Places<'_>,
    range: Range<usize>,
    text: &str,
    kind: IdentifierField,
) -> Result<String, Box<Diagnostic>> {
    kind.read(text).ok_or_else(|| {
        let message = format!("`{}` is not {}", short(text), kind.wanted());
        let found = Diagnostic::new(&rules::BIBLIOGRAPHY_INVALID, places.locate(range), message);
        let found = found.help("correct it or take the field out; the source is shown without it");
        Box::new(Diagnostic { severity: Severity::Warning, ..found })
    })
}

/// A web address that is safe to link, or what is wrong with it.
pub(super) fn address(places: &Places<'_>, range: Range<usize>, text: &str) -> Result<String, Box<Diagnostic>> {
    let wrong = |rule, what: &str, help: &'static str| {
        let message = format!("`{}` is not {what}", short(text));
        Err(Box::new(Diagnostic::new(rule, places.locate(range), message).help(help)))
    };
    match identifiers::address(text) {
        Address::Web(url) => Ok(url),
        Address::Unsafe => {
            let help = "write the `https` or `http` address of the work, or take the field out";
            wrong(&rules::URL_UNSAFE, "a web address that is safe to link", help)
        }
        Address::Relative => wrong(&rules::BIBLIOGRAPHY_INVALID, "a whole web address", "write `https://` before it"),
    }
}

/// The warning about a type that a format does not have: the nearest that it has, else those that are most in use. The source
/// is read as what fits anything.
pub(super) fn unknown_kind(word: &str, place: Location, known: &[&'static str], usual: &[&str]) -> Diagnostic {
    let message = format!("`{}` is not a type of source", short(word));
    let found = Diagnostic::new(&rules::BIBLIOGRAPHY_INVALID, place, message);
    let help = format!("write one of `{}`", usual.join("`, `"));
    let found = found.suggest_or(nearest(word, known.iter().copied()), help);
    Diagnostic { severity: Severity::Warning, ..found }
}

/// Puts what was read of the date of issue where it belongs.
pub(super) fn issue(reference: &mut Reference, dated: Option<Dated>) {
    match dated {
        Some(Dated::On(date)) => reference.issued = reference.issued.take().or(Some(date)),
        Some(Dated::Status(status)) => set(&mut reference.status, Some(status.to_owned())),
        Some(Dated::Undated) | None => {}
    }
}

/// Fills a field that is still empty.
pub(super) fn set<T>(field: &mut Option<T>, value: Option<T>) {
    if field.is_none() {
        *field = value;
    }
}

/// The text on one line: runs of white space and control characters become one space. Nothing where there is no more.
pub(super) fn line(text: &str) -> Option<String> {
    let words = text.split(|c: char| c.is_whitespace() || c.is_control()).filter(|word| !word.is_empty());
    let mut out = String::with_capacity(text.len());
    for word in words {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    Some(out).filter(|out| !out.is_empty())
}

/// The words of a field of keywords.
pub(super) fn keywords(text: &str) -> Vec<String> {
    text.split([',', ';']).filter_map(line).collect()
}

/// What a message quotes.
pub(super) fn short(text: &str) -> String {
    let mut short: String = text.chars().filter(|c| !c.is_control()).take(60).collect();
    if short.len() < text.len() {
        short.push('\u{2026}');
    }
    short
}

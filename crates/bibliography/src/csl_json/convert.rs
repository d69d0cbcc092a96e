//! The variables of a CSL-JSON item into a [`Reference`].

use std::ops::Range;

use serde_json::value::RawValue;

use wellpress_diagnostics::{Location, nearest, rules};

use super::super::dates::Dated;
use super::super::identifiers::IdentifierField;
use super::super::intake::{self, Intake, line, set};
use super::super::record::{CiteKey, Evidence, Name, PartialDate, Reference, ReferenceKind, Successor, Title};
use super::super::{markup, notes, unknown_evidence};
use super::value::{self, Fields};
use super::{date, kind};

/// The item's key and where it stands; without one it is a finding.
pub(super) fn key(intake: &mut Intake<'_>, item: &Range<usize>, fields: &Fields<'_>) -> Option<(String, Range<usize>)> {
    let text = |name: &str| Some((line(&value::text(fields.get(name)?).ok()??)?, fields.get(name)?));
    let pinned = || {
        let note = text_of(fields.get("note")?)?;
        Some((notes::citation_key(&note)?.to_owned(), fields.get("note")?))
    };
    if let Some((key, value)) = text("citation-key").or_else(pinned).or_else(|| text("id")) {
        return Some((key, value::range(intake.places.text(), value)));
    }
    let start = item.start..item.start + 1;
    if fields.get("itemType").is_some() {
        let help = "export the library from Zotero once more, as \u{201c}CSL JSON\u{201d}";
        intake.fault_with_help(start, "this is Zotero's own JSON, not CSL-JSON", help);
    } else {
        intake.broken(start, "the entry has no key: its `id` is missing or empty");
    }
    None
}

/// Fills a record with all variables of an item.
pub(super) fn fill(reference: &mut Reference, intake: &mut Intake<'_>, fields: &Fields<'_>) {
    reference.kind = read_kind(intake, fields);
    let mut reader = Reader { reference, intake, directors: Vec::new() };
    for (at, (name, value)) in fields.0.iter().enumerate() {
        if fields.0[..at].iter().any(|(before, _)| before == name) {
            let range = value::range(reader.intake.places.text(), value);
            let message = format!("`{name}` is given twice; the first one counts");
            reader.intake.fault(&rules::BIBLIOGRAPHY_INVALID, range, message);
        } else if value.get() != "null" {
            reader.variable(name, value);
        }
    }
    let directors = std::mem::take(&mut reader.directors);
    if reference.authors.is_empty() {
        reference.authors = directors;
    }
}

/// Reads variables over what a record has; `null` empties a field.
pub(super) fn amend(reference: &mut Reference, intake: &mut Intake<'_>, fields: &Fields<'_>) {
    let mut reader = Reader { reference, intake, directors: Vec::new() };
    for (name, value) in &fields.0 {
        reader.clear(name);
        if value.get() != "null" {
            reader.variable(name, value);
        }
    }
}

fn read_kind(intake: &mut Intake<'_>, fields: &Fields<'_>) -> ReferenceKind {
    let has_url = fields.get("URL").is_some();
    let other = if has_url { ReferenceKind::Webpage } else { ReferenceKind::Document };
    let Some((value, name)) = fields.get("type").and_then(|value| Some((value, text_of(value)?))) else { return other };
    kind::kind(&name).unwrap_or_else(|| {
        let known =
            ["article-journal", "book", "chapter", "report", "thesis", "webpage", "dataset", "paper-conference"];
        let range = value::range(intake.places.text(), value);
        let place = intake.places.locate(range);
        let message = format!("`{}` is no type of CSL", intake::short(&name));
        let found = wellpress_diagnostics::Diagnostic::new(&rules::BIBLIOGRAPHY_INVALID, place, message);
        intake.parsed.diagnostics.push(found.suggest(nearest(&name, known)));
        other
    })
}

struct Reader<'r, 'i, 'a> {
    reference: &'r mut Reference,
    intake: &'i mut Intake<'a>,
    directors: Vec<Name>,
}

impl Reader<'_, '_, '_> {
    fn variable(&mut self, name: &str, value: &RawValue) {
        match name {
            "title" | "title-short" | "shortTitle" | "container-title" | "collection-title" => self.titled(name, value),
            "author" | "editor" | "translator" | "director" => self.people(name, value),
            "DOI" | "PMID" | "PMCID" => self.identifier(name, value),
            "URL" => self.reference.url = self.address(value),
            "archive_location" | "archive-location" => self.archived(value),
            "issued" | "accessed" => self.date(name, value),
            "keyword" => {
                self.reference.keywords = self.text(value).map_or_else(Vec::new, |text| intake::keywords(&text))
            }
            "custom" => self.custom(value),
            "note" => {
                let note = self.raw_text(value).unwrap_or_default();
                self.reference.note = notes::without_identifiers(self.reference, &note);
            }
            _ => {
                if self.field(name).is_some() {
                    let text = self.text(value);
                    let field = self.field(name).into_iter();
                    field.for_each(|field| set(field, text.clone()));
                }
            }
        }
    }

    /// The field of a variable that is plain text.
    fn field(&mut self, name: &str) -> Option<&mut Option<String>> {
        let reference = &mut *self.reference;
        Some(match name {
            "container-title-short" | "journalAbbreviation" => &mut reference.container_short,
            "event-title" | "event" => &mut reference.event,
            "publisher" => &mut reference.publisher,
            "publisher-place" => &mut reference.place,
            "volume" => &mut reference.volume,
            "issue" => &mut reference.issue,
            "page" => &mut reference.pages,
            "chapter-number" => &mut reference.chapter,
            "number" | "collection-number" => &mut reference.number,
            "version" => &mut reference.version,
            "edition" => &mut reference.edition,
            "status" => &mut reference.status,
            "genre" => &mut reference.genre,
            "ISBN" => &mut reference.isbn,
            "ISSN" => &mut reference.issn,
            "language" => &mut reference.language,
            "abstract" => &mut reference.abstract_text,
            _ => return None,
        })
    }

    fn clear(&mut self, name: &str) {
        match name {
            "title" => self.reference.title = None,
            "title-short" => self.reference.short_title = None,
            "container-title" => self.reference.container = None,
            "collection-title" => self.reference.collection = None,
            "author" => self.reference.authors.clear(),
            "editor" => self.reference.editors.clear(),
            "translator" => self.reference.translators.clear(),
            "DOI" => self.reference.doi = None,
            "PMID" => self.reference.pmid = None,
            "PMCID" => self.reference.pmcid = None,
            "URL" => self.reference.url = None,
            "archive_location" => self.reference.archived = None,
            "issued" => self.reference.issued = None,
            "accessed" => self.reference.accessed = None,
            "keyword" => self.reference.keywords.clear(),
            "note" => self.reference.note = None,
            _ => self.field(name).into_iter().for_each(|field| *field = None),
        }
    }

    fn range(&self, value: &RawValue) -> Range<usize> {
        value::range(self.intake.places.text(), value)
    }

    fn raw_text(&mut self, value: &RawValue) -> Option<String> {
        match value::text(value) {
            Ok(text) => text,
            Err(()) => {
                let range = self.range(value);
                self.intake.fault(&rules::BIBLIOGRAPHY_INVALID, range, "this should be a text or a number");
                None
            }
        }
    }

    fn text(&mut self, value: &RawValue) -> Option<String> {
        line(&self.raw_text(value)?)
    }

    fn titled(&mut self, name: &str, value: &RawValue) {
        let title: Option<Title> = self.raw_text(value).and_then(|text| markup::title(&text));
        let reference = &mut *self.reference;
        let field = match name {
            "title" => &mut reference.title,
            "container-title" => &mut reference.container,
            "collection-title" => &mut reference.collection,
            _ => &mut reference.short_title,
        };
        set(field, title);
    }

    fn people(&mut self, role: &str, value: &RawValue) {
        let names: Vec<Name> = value::list(value).into_iter().filter_map(|value| self.name(value)).collect();
        if names.is_empty() && !matches!(value.get().as_bytes(), [b'[', .., b']']) {
            let range = self.range(value);
            self.intake.fault(&rules::BIBLIOGRAPHY_INVALID, range, format!("`{role}` should be a list of names"));
        }
        match role {
            "author" => self.reference.authors = names,
            "editor" => self.reference.editors = names,
            "translator" => self.reference.translators = names,
            _ => self.directors = names,
        }
    }

    fn name(&mut self, value: &RawValue) -> Option<Name> {
        let Ok(fields) = value::fields(value.get()) else {
            return self.text(value).map(body);
        };
        let mut part = |name: &str| fields.get(name).and_then(|value| self.text(value));
        if let Some(whole) = part("literal").or_else(|| part("name")) {
            return Some(body(whole));
        }
        let particle =
            line(&[part("dropping-particle"), part("non-dropping-particle")].map(Option::unwrap_or_default).join(" "));
        let (family, given, suffix) = (part("family"), part("given"), part("suffix"));
        match (family, given) {
            (Some(family), None) if particle.is_none() && is_rest(&family) => Some(Name::Others),
            (Some(family), given) => Some(Name::Person { family, given, particle, suffix }),
            (None, Some(given)) => Some(Name::Person { family: given, given: None, particle, suffix }),
            (None, None) => None,
        }
    }

    fn identifier(&mut self, name: &str, value: &RawValue) {
        let Some(text) = self.text(value) else { return };
        let range = self.range(value);
        let mut read = |kind| self.intake.identifier(range.clone(), &text, kind);
        match name {
            "DOI" => self.reference.doi = read(IdentifierField::Doi),
            "PMID" => self.reference.pmid = read(IdentifierField::Pmid),
            _ => self.reference.pmcid = read(IdentifierField::Pmcid),
        }
    }

    fn address(&mut self, value: &RawValue) -> Option<String> {
        let text = self.text(value)?;
        let range = self.range(value);
        self.intake.address(range, &text)
    }

    /// A place in an archive may be a shelf; only an address is kept.
    fn archived(&mut self, value: &RawValue) {
        if text_of(value).is_some_and(|text| text.contains("://")) {
            self.reference.archived = self.address(value);
        }
    }

    fn date(&mut self, name: &str, value: &RawValue) {
        let dated = match date::date(value) {
            Ok(dated) => dated,
            Err(why) => {
                let (range, text) = (self.range(value), line(value.get()).unwrap_or_default());
                return self.intake.not_a_date(range, &text, why);
            }
        };
        if name == "issued" {
            intake::issue(self.reference, dated);
        } else if let Some(Dated::On(date)) = dated {
            self.reference.accessed = Some(on_one_day(date));
        }
    }

    /// What CSL has no variable for.
    fn custom(&mut self, value: &RawValue) {
        let Ok(fields) = value::fields(value.get()) else { return };
        if let Some(words) = fields.get("keywords") {
            self.reference.keywords = value::list(words).into_iter().filter_map(|word| self.text(word)).collect();
        }
        if let Some((word, place)) = self.written(fields.get("evidence")) {
            self.reference.evidence = Evidence::parse(&word);
            if self.reference.evidence.is_none() {
                self.intake.parsed.diagnostics.push(unknown_evidence(&word, place));
            }
        }
        let successor = self.written(fields.get("superseded_by"));
        let successor = successor.map(|(key, location)| Successor { key: CiteKey::new(key), location });
        self.reference.superseded_by = successor.map(Box::new);
    }

    /// A text with its place.
    fn written(&self, value: Option<&RawValue>) -> Option<(String, Location)> {
        let value = value?;
        Some((line(&text_of(value)?)?, self.intake.places.locate(self.range(value))))
    }
}

/// A date without the range that none is when somebody looks a thing up.
fn on_one_day(date: PartialDate) -> PartialDate {
    PartialDate { end_year: None, end_month: None, end_day: None, ..date }
}

fn text_of(value: &RawValue) -> Option<String> {
    value::text(value).ok().flatten()
}

fn body(name: String) -> Name {
    if is_rest(&name) { Name::Others } else { Name::Body(name) }
}

/// Whether a name stands for those that are not named.
fn is_rest(name: &str) -> bool {
    matches!(name, "others" | "et al." | "et al")
}

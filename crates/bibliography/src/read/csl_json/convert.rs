//! Turns the variables of one CSL-JSON item into a [`Reference`]. Finding the items in a file is left to
//! [`super::items`].

use std::collections::HashSet;
use std::ops::Range;

use serde_json::value::RawValue;

use wellpress_diagnostics::{nearest, quotable, rules};

use super::json_fields::{self, JsonFields};
use super::{date, kind};
use crate::date_text::DateField;
use crate::identifier::IdentifierField;
use crate::read::read_context::{self, ReadContext, nonempty_line, set_if_empty, set_issued};
use crate::read::{note_identifiers, note_variables};
use crate::{
    CiteKey, ContributorName, DateVariable, NameRole, Reference, ReferenceKind, Successor, TextVariable, Title, markup,
};

/// The types that a finding can suggest for an unknown one.
const SUGGESTED_TYPES: [&str; 8] =
    ["article-journal", "book", "chapter", "report", "thesis", "webpage", "dataset", "paper-conference"];

/// The citation key, with the range of the value it came from: `citation-key`, else the note, where Better BibTeX pins a
/// key, else `id`. An item without any of them gives a finding.
///
/// `id` comes last because Zotero fills it with an address of its own, which changes from export to export.
pub(super) fn key(
    context: &mut ReadContext<'_>,
    item: &Range<usize>,
    fields: &JsonFields<'_>,
) -> Option<(String, Range<usize>)> {
    let key = text_field(fields, "citation-key").or_else(|| pinned_key(fields)).or_else(|| text_field(fields, "id"));
    if let Some((key, value)) = key {
        return Some((key, json_fields::range(context.lines.text(), value)));
    }
    let opening_brace = item.start..item.start + 1;
    // Only Zotero's own format has `itemType`.
    if fields.get("itemType").is_some() {
        let help = "export the library from Zotero once more, as \u{201c}CSL JSON\u{201d}";
        context.report_invalid(opening_brace, "this is Zotero's own JSON, not CSL-JSON", help);
    } else {
        context.broken_entry(None, opening_brace, "the entry has no key: its `id` is missing or empty");
    }
    None
}

fn text_field<'t>(fields: &JsonFields<'t>, name: &str) -> Option<(String, &'t RawValue)> {
    let value = fields.get(name)?;
    Some((nonempty_line(&silent_text(value)?)?, value))
}

fn pinned_key<'t>(fields: &JsonFields<'t>) -> Option<(String, &'t RawValue)> {
    let note = fields.get("note")?;
    Some((note_identifiers::citation_key(&silent_text(note)?)?.to_owned(), note))
}

/// Fills a reference from all variables of an item. If a variable is given twice, the first value counts and the second is
/// reported.
pub(super) fn fill(reference: &mut Reference, context: &mut ReadContext<'_>, fields: &JsonFields<'_>) {
    reference.kind = read_kind(context, fields);
    let mut reader = ItemReader { reference, context };
    let mut names = HashSet::new();
    for (name, value) in &fields.0 {
        if !names.insert(name) {
            let range = reader.range(value);
            let message = format!("`{name}` is given twice; the first one counts");
            reader.context.report(&rules::BIBLIOGRAPHY_INVALID, range, message);
        } else if value.get() != "null" {
            reader.variable(name, value);
        }
    }
    if let Some(note) = fields.get("note") {
        reader.note(note);
    }
    reader.date_of_service(fields);
}

/// Dates of publication that Crossref has beside `issued`, from the one that a list of references would have to the least sure. Its
/// `created` and `deposited` say when the record was made, and are none.
pub const DATES_OF_CROSSREF: [&str; 6] =
    ["published-print", "published-online", "published", "published-other", "posted", "content-created"];

/// Applies the object that the writers of RIS and BibLaTeX add to an entry to a reference that has values already. Each
/// variable replaces its field, and `null` empties it. The caller drops the findings.
pub(super) fn amend(reference: &mut Reference, context: &mut ReadContext<'_>, fields: &JsonFields<'_>) {
    let mut reader = ItemReader { reference, context };
    for (name, value) in &fields.0 {
        // Emptied first, because some variables only fill a field that is empty.
        reader.clear(name);
        match &**name {
            _ if value.get() == "null" => {}
            "type" => {
                let kind = silent_text(value).and_then(|name| kind::kind_of_type(&name));
                reader.reference.kind = kind.unwrap_or(reader.reference.kind);
            }
            "note" => reader.note(value),
            _ => reader.variable(name, value),
        }
    }
}

fn read_kind(context: &mut ReadContext<'_>, fields: &JsonFields<'_>) -> ReferenceKind {
    let has_url = fields.get("URL").is_some();
    let fallback = if has_url { ReferenceKind::Webpage } else { ReferenceKind::Document };
    let Some((value, name)) = fields.get("type").and_then(|value| Some((value, silent_text(value)?))) else {
        return fallback;
    };
    kind::kind_of_type(&name).unwrap_or_else(|| {
        let range = json_fields::range(context.lines.text(), value);
        let message = format!("`{}` is no type of CSL, so it is read as `{}`", quotable(&name), fallback.csl());
        let finding = context.warning(&rules::BIBLIOGRAPHY_INVALID, range, message);
        context.parsed.diagnostics.push(finding.suggest(nearest(&name, SUGGESTED_TYPES)));
        fallback
    })
}

/// Reads the variables of one item into a reference, one by one.
struct ItemReader<'r, 'c, 'a> {
    reference: &'r mut Reference,
    context: &'c mut ReadContext<'a>,
}

impl ItemReader<'_, '_, '_> {
    fn variable(&mut self, name: &str, value: &RawValue) {
        match name {
            "DOI" | "PMID" | "PMCID" => self.identifier(name, value),
            "URL" => self.reference.url = self.address(value),
            "archive_location" | "archive-location" => self.archive_location(value),
            "keyword" => {
                let words = self.text(value).map(|text| read_context::keywords(&text));
                self.reference.keywords = words.unwrap_or_default();
            }
            "custom" => self.custom(value),
            // Read by `fill` once the other variables are known, because its lines only fill what is empty.
            "note" => {}
            // The variant spelling of some programs.
            "editortranslator" => self.people(NameRole::EditorTranslator.csl(), value),
            _ => self.variable_by_kind_of_value(name, value),
        }
    }

    /// Reads a variable that holds text, a title, people or a date. Other names are no variables of a work in CSL: they
    /// are the fields of a program, and dropped.
    fn variable_by_kind_of_value(&mut self, name: &str, value: &RawValue) {
        if self.reference.plain_text_mut(name).is_some() {
            let text = self.text(value);
            // Looked up again, because the field borrows the reader, and so does the reading of the text.
            if let Some(field) = self.reference.plain_text_mut(name) {
                // A status may come from the words of the date. One of its own wins.
                if name == "status" && text.is_some() {
                    *field = text;
                } else {
                    set_if_empty(field, text);
                }
            }
        } else if self.reference.title_mut(name).is_some() {
            let title: Option<Title> = self.raw_text(value).and_then(|text| markup::title(&text));
            if let Some(field) = self.reference.title_mut(name) {
                set_if_empty(field, title);
            }
        } else if let Some(variable) = TextVariable::from_csl(name) {
            let text = self.text(value).unwrap_or_default();
            self.reference.more.set_text(variable, text);
        } else if let Some(variable) = DateVariable::from_csl(name) {
            self.date(variable, value);
        } else if self.reference.people(name).is_some() {
            self.people(name, value);
        }
    }

    fn note(&mut self, value: &RawValue) {
        let note = self.raw_text(value).unwrap_or_default();
        self.reference.note = note_variables::move_out(self.reference, &note)
            .and_then(|prose| note_identifiers::move_identifiers_out(self.reference, &prose));
    }

    /// Empties the field of a variable. `custom`, which has no field of its own, stays.
    fn clear(&mut self, name: &str) {
        let reference = &mut *self.reference;
        match name {
            "DOI" => reference.doi = None,
            "PMID" => reference.pmid = None,
            "PMCID" => reference.pmcid = None,
            "URL" => reference.url = None,
            "archive_location" => {
                reference.archived = None;
                reference.more.set_text(TextVariable::ArchiveLocation, "");
            }
            "keyword" => reference.keywords.clear(),
            "note" => reference.note = None,
            _ => clear_by_kind_of_value(reference, name),
        }
    }

    fn range(&self, value: &RawValue) -> Range<usize> {
        json_fields::range(self.context.lines.text(), value)
    }

    /// The text of a value with its line breaks; `None` after a finding if the value is neither text nor number.
    fn raw_text(&mut self, value: &RawValue) -> Option<String> {
        json_fields::text(value).unwrap_or_else(|_| {
            let range = self.range(value);
            self.context.report(&rules::BIBLIOGRAPHY_INVALID, range, "this should be a text or a number");
            None
        })
    }

    fn text(&mut self, value: &RawValue) -> Option<String> {
        nonempty_line(&self.raw_text(value)?)
    }

    fn people(&mut self, role: &str, value: &RawValue) {
        let names: Vec<ContributorName> =
            json_fields::list(value).into_iter().filter_map(|value| self.name(value)).collect();
        if names.is_empty() && !matches!(value.get().as_bytes(), [b'[', .., b']']) {
            let range = self.range(value);
            self.context.report(&rules::BIBLIOGRAPHY_INVALID, range, format!("`{role}` should be a list of names"));
        }
        self.reference.set_people(role, names);
    }

    /// Reads a name: an object of parts, or a bare text, as some services write organisations. `None` if it is empty.
    fn name(&mut self, value: &RawValue) -> Option<ContributorName> {
        let Ok(fields) = json_fields::fields(value.get()) else {
            return self.text(value).map(organisation);
        };
        if let Some(name) = self.name_part(&fields, "literal").or_else(|| self.name_part(&fields, "name")) {
            return Some(organisation(name));
        }
        let dropping_particle = self.name_part(&fields, "dropping-particle");
        let non_dropping_particle = self.name_part(&fields, "non-dropping-particle");
        let suffix = self.name_part(&fields, "suffix");
        let has_particle = dropping_particle.is_some() || non_dropping_particle.is_some();
        let (family, given) = match (self.name_part(&fields, "family"), self.name_part(&fields, "given")) {
            (Some(family), None) if !has_particle && is_et_al(&family) => return Some(ContributorName::Others),
            (Some(family), given) => (family, given),
            // A person with a single name, which some exports give as `given`.
            (None, Some(given)) => (given, None),
            (None, None) => return None,
        };
        let [comma_suffix, static_ordering] =
            ["comma-suffix", "static-ordering"].map(|name| fields.get(name).is_some_and(json_fields::is_true));
        Some(ContributorName::Person {
            family,
            given,
            dropping_particle,
            non_dropping_particle,
            suffix,
            comma_suffix,
            static_ordering,
        })
    }

    fn name_part(&mut self, name: &JsonFields<'_>, part: &str) -> Option<String> {
        name.get(part).and_then(|value| self.text(value))
    }

    fn identifier(&mut self, name: &str, value: &RawValue) {
        let Some(text) = self.text(value) else { return };
        let field = match name {
            "DOI" => IdentifierField::Doi,
            "PMID" => IdentifierField::Pmid,
            _ => IdentifierField::Pmcid,
        };
        let range = self.range(value);
        *field.of(self.reference) = self.context.identifier(range, &text, field);
    }

    fn address(&mut self, value: &RawValue) -> Option<String> {
        let text = self.text(value)?;
        let range = self.range(value);
        self.context.address(range, &text)
    }

    /// A location in an archive is the address of a copy or a signature.
    fn archive_location(&mut self, value: &RawValue) {
        if silent_text(value).is_some_and(|text| text.contains("://")) {
            self.reference.archived = self.address(value);
        } else {
            let text = self.text(value).unwrap_or_default();
            self.reference.more.set_text(TextVariable::ArchiveLocation, text);
        }
    }

    fn date(&mut self, variable: DateVariable, value: &RawValue) {
        let field = match date::date(value) {
            Ok(field) => field,
            Err(error) => {
                let (range, text) = (self.range(value), nonempty_line(value.get()).unwrap_or_default());
                self.context.year_of_wrong_date(range, &text, error).map(DateField::Date)
            }
        };
        if variable == DateVariable::Issued {
            set_issued(self.reference, field);
        } else {
            read_context::set_date(self.reference, variable, field);
        }
    }

    /// Takes another date of publication in the place of an `issued` that is missing or `null`, as in some records of Crossref.
    fn date_of_service(&mut self, fields: &JsonFields<'_>) {
        if self.reference.issued.is_some() || self.reference.more.date_words(DateVariable::Issued).is_some() {
            return;
        }
        let dates = DATES_OF_CROSSREF.iter().filter_map(|name| date::date(fields.get(name)?).ok()?);
        if let Some(field @ DateField::Date(_)) = { dates }.next() {
            set_issued(self.reference, Some(field));
        }
    }

    /// Reads the fields of a reference for which CSL has no variable. CSL leaves the content of `custom` to programs, and
    /// the writer of this crate puts them there.
    fn custom(&mut self, value: &RawValue) {
        let Ok(fields) = json_fields::fields(value.get()) else { return };
        if let Some(address) = fields.get("archived") {
            self.reference.archived = self.address(address);
        }
        if let Some(keywords) = fields.get("keywords") {
            let keywords = json_fields::list(keywords).into_iter();
            self.reference.keywords = keywords.filter_map(|keyword| self.text(keyword)).collect();
        }
        if let Some((word, value)) = text_field(&fields, "evidence") {
            self.reference.evidence = self.context.evidence(self.range(value), &word);
        }
        if let Some(aliases) = fields.get("aliases") {
            let aliases = json_fields::list(aliases).into_iter();
            self.reference.aliases = aliases.filter_map(|alias| self.text(alias)).map(CiteKey::new).collect();
        }
        let successor = text_field(&fields, "superseded_by");
        self.reference.superseded_by = successor.map(|(key, value)| {
            let location = self.context.lines.locate(self.range(value));
            Box::new(Successor { key: CiteKey::new(key), location })
        });
    }
}

/// Empties the field of a variable that holds text, a title, people or a date.
fn clear_by_kind_of_value(reference: &mut Reference, name: &str) {
    if let Some(field) = reference.plain_text_mut(name) {
        *field = None;
    } else if let Some(field) = reference.title_mut(name) {
        *field = None;
    } else if let Some(variable) = TextVariable::from_csl(name) {
        reference.more.set_text(variable, "");
    } else if let Some(variable) = DateVariable::from_csl(name) {
        reference.set_date(variable, None);
        reference.more.set_date_words(variable, "");
    } else {
        reference.set_people(name, Vec::new());
    }
}

/// The text of a value; `None` without a finding if it is anything else.
fn silent_text(value: &RawValue) -> Option<String> {
    json_fields::text(value).ok().flatten()
}

fn organisation(name: String) -> ContributorName {
    if is_et_al(&name) { ContributorName::Others } else { ContributorName::Organisation(name) }
}

/// Whether a name stands for further authors that are not named.
fn is_et_al(name: &str) -> bool {
    matches!(name, "others" | "et al." | "et al")
}

//! The fields of a BibTeX or BibLaTeX entry into a [`Reference`]: which field of which kind of entry means what.

use wellpress_diagnostics::{Diagnostic, Rule, rules};

use super::entry::{BibtexEntry, FieldValue};
use super::{kinds, latex, names};
use crate::date_text::{self, DateError, DateField};
use crate::identifier::IdentifierField;
use crate::markup;
use crate::read::line_index::LineIndex;
use crate::read::read_context::unknown_evidence;
use crate::read::read_context::{self, excerpt};
use crate::{Case, CiteKey, Evidence, Name, PartialDate, Reference, ReferenceKind, Successor, Title};

/// The reference that `entry` stands for, and what is wrong with its fields.
pub(super) fn reference(entry: &BibtexEntry, lines: &LineIndex<'_>, diagnostics: &mut Vec<Diagnostic>) -> Reference {
    let location = lines.locate(entry.key_range.clone());
    diagnostics.extend(kinds::unknown(entry, lines));
    let mut reference = Reference::new(CiteKey::new(entry.key.as_str()), location, kinds::kind(entry));
    let mut fields = EntryFields { entry, lines, diagnostics };
    people_and_titles(&mut reference, &mut fields);
    publication(&mut reference, &mut fields);
    numbers(&mut reference, &mut fields);
    fields.dates(&mut reference);
    fields.identifiers(&mut reference);
    fields.url(&mut reference);
    fields.weight(&mut reference);
    if reference.title.is_none() {
        let message = format!("`{}` has no title", reference.key);
        let found = Diagnostic::new(&rules::SOURCE_NO_TITLE, reference.location.clone(), message);
        fields.diagnostics.push(found.help("add a `title` field"));
    }
    reference
}

fn people_and_titles(reference: &mut Reference, fields: &mut EntryFields<'_, '_>) {
    reference.authors = fields.names(&["author"]);
    reference.editors = fields.names(&["editor"]);
    reference.translators = fields.names(&["translator"]);
    reference.title = fields.titled("title", "subtitle");
    if reference.title.is_none() {
        reference.title = fields.titled("booktitle", "booksubtitle");
    }
    reference.short_title = fields.title(&["shorttitle"]);
    reference.container = container(reference, fields);
    reference.container_short = fields.text(&["shortjournal", "journalabbreviation", "journalabbr", "shortbooktitle"]);
    reference.collection = fields.title(&["series"]);
    reference.event = fields.text(&["eventtitle"]);
}

fn container(reference: &Reference, fields: &mut EntryFields<'_, '_>) -> Option<Title> {
    use ReferenceKind as Kind;
    match reference.kind {
        Kind::Chapter | Kind::PaperConference => {
            fields.titled("booktitle", "booksubtitle").or_else(|| fields.titled("maintitle", "mainsubtitle"))
        }
        Kind::Book | Kind::Report | Kind::Thesis | Kind::Standard => fields.titled("maintitle", "mainsubtitle"),
        Kind::Webpage | Kind::Document | Kind::Dataset | Kind::Software | Kind::Video => fields
            .title(&["journaltitle", "journal", "maintitle", "booktitle"])
            .or_else(|| fields.title(&["organization"]).filter(|site| !names_author(site, &reference.authors))),
        _ => fields.titled("journaltitle", "journalsubtitle").or_else(|| fields.title(&["journal"])),
    }
}

/// Whether a website's name says no more than its author does.
fn names_author(site: &Title, authors: &[Name]) -> bool {
    authors.iter().any(|author| matches!(author, Name::Body(body) if body.eq_ignore_ascii_case(site)))
}

fn publication(reference: &mut Reference, fields: &mut EntryFields<'_, '_>) {
    let publisher = fields.text(&["publisher", "institution", "school"]);
    reference.publisher = publisher.or_else(|| {
        let spent = reference.kind == ReferenceKind::Webpage || reference.container.is_some();
        fields.text(&["organization"]).filter(|_| !spent)
    });
    reference.place = fields.text(&["location", "address"]);
    reference.genre = fields.genre();
    reference.status = reference.status.take().or_else(|| fields.text(&["pubstate"]));
    reference.version = fields.text(&["version"]);
    reference.abstract_text = fields.text(&["abstract"]);
    reference.note = fields.text(&["note", "addendum"]);
    reference.language = fields.text(&["langid", "language"]);
    reference.keywords = fields.keywords();
}

fn numbers(reference: &mut Reference, fields: &mut EntryFields<'_, '_>) {
    let periodical = matches!(
        reference.kind,
        ReferenceKind::ArticleJournal | ReferenceKind::ArticleMagazine | ReferenceKind::ArticleNewspaper
    );
    reference.volume = fields.text(&["volume"]);
    reference.edition = fields.text(&["edition"]);
    reference.chapter = fields.text(&["chapter"]);
    if periodical {
        reference.issue = fields.text(&["number", "issue"]);
        reference.number = fields.text(&["serialnumber"]);
    } else {
        reference.number = fields.text(&["number"]);
        reference.issue = fields.text(&["issue"]);
    }
    reference.pages = fields.text(&["pages", "eid", "articleno", "articlenumber"]);
}

/// `howpublished = {\url{..}}`, as BibTeX without `url` has it.
pub(super) fn linked_how_published(entry: &BibtexEntry) -> Option<&FieldValue> {
    entry.get("howpublished").filter(|value| value.raw.contains("://"))
}

/// The fields of one entry, read into plain text, with the findings that reading makes.
struct EntryFields<'a, 'd> {
    entry: &'a BibtexEntry,
    lines: &'a LineIndex<'a>,
    diagnostics: &'d mut Vec<Diagnostic>,
}

impl EntryFields<'_, '_> {
    fn title(&mut self, names: &[&str]) -> Option<Title> {
        let value = self.entry.first(names)?;
        match latex::title(&value.raw) {
            Ok(title) => Some(title).filter(|title| !title.is_empty()),
            Err(message) => self.fault(&rules::BIBLIOGRAPHY_INVALID, value, message),
        }
    }

    fn text(&mut self, names: &[&str]) -> Option<String> {
        let value = self.entry.first(names)?;
        match latex::text(&value.raw) {
            Ok(text) => Some(text).filter(|text| !text.is_empty()),
            Err(message) => self.fault(&rules::BIBLIOGRAPHY_INVALID, value, message),
        }
    }

    /// The words of the field, which commas and semicolons outside of braces divide.
    fn keywords(&mut self) -> Vec<String> {
        let Some(value) = self.entry.get("keywords") else { return Vec::new() };
        let pieces = latex::pieces(&value.raw).unwrap_or_default();
        let mut words = vec![String::new()];
        for piece in &pieces {
            let mut parts = match piece.case {
                Case::Free => piece.text.split([',', ';']).collect(),
                Case::Kept => vec![piece.text.as_str()],
            }
            .into_iter();
            if let (Some(word), Some(part)) = (words.last_mut(), parts.next()) {
                word.push_str(part);
            }
            words.extend(parts.map(str::to_owned));
        }
        words.iter().filter_map(|word| read_context::one_line(word)).collect()
    }

    /// A title with its subtitle behind a colon, unless it ends with a mark of its own.
    fn titled(&mut self, title: &str, subtitle: &str) -> Option<Title> {
        let title = self.title(&[title])?;
        let Some(subtitle) = self.title(&[subtitle]) else { return Some(title) };
        let joint = if title.ends_with(['?', '!', ':', '.']) { " " } else { ": " };
        Some(markup::from_pieces(
            title.pieces().chain([(joint, Case::Free)]).chain(subtitle.pieces()).collect::<Vec<_>>(),
        ))
    }

    fn names(&mut self, fields: &[&str]) -> Vec<Name> {
        let Some(value) = self.entry.first(fields) else { return Vec::new() };
        match names::names(&value.raw) {
            Ok(names) => names,
            Err(message) => self.fault(&rules::BIBLIOGRAPHY_INVALID, value, message).unwrap_or_default(),
        }
    }

    fn genre(&mut self) -> Option<String> {
        let own = ["phdthesis", "mastersthesis", "techreport"].contains(&self.entry.kind.as_str());
        self.text(&["type"]).or_else(|| own.then(|| self.entry.kind.clone()))
    }

    fn dates(&mut self, reference: &mut Reference) {
        if let Some(value) = self.entry.get("date") {
            let date = self.dated(value, date_text::parse);
            issued(reference, date);
        } else if let Some(year) = self.entry.get("year") {
            let date = self.dated(year, date_text::parse);
            let date = self.with_month(date);
            issued(reference, date);
        }
        let accessed = self.entry.first(&["urldate", "lastchecked", "accessed"]);
        if let Some(DateField::Date(date)) = accessed.and_then(|value| self.dated(value, date_text::parse)) {
            reference.accessed = Some(PartialDate { end_year: None, end_month: None, end_day: None, ..date });
        }
    }

    fn with_month(&mut self, date: Option<DateField>) -> Option<DateField> {
        let (Some(DateField::Date(year)), Some(month)) = (&date, self.entry.get("month")) else { return date };
        let day = self.entry.get("day").and_then(|day| latex::text(&day.raw).ok());
        let whole = |month: &str| date_text::completed(year.clone(), month, day.as_deref()).map(DateField::Date);
        self.dated(month, whole).or(date.clone())
    }

    fn dated(&mut self, value: &FieldValue, read: impl Fn(&str) -> Result<DateField, DateError>) -> Option<DateField> {
        let about = if value.raw.trim_end().ends_with('~') { "~" } else { "" };
        let text = latex::text(&value.raw).unwrap_or_else(|_| value.raw.clone()) + about;
        match read(&text.replace('\u{2013}', "-")) {
            Ok(date) => Some(date),
            Err(why) => self.fault(&rules::DATE_INVALID, value, format!("`{}` is not a date: {why}", excerpt(&text))),
        }
    }

    fn identifiers(&mut self, reference: &mut Reference) {
        let archive = self.entry.first(&["eprinttype", "archiveprefix"]);
        let archive = archive.map(|value| value.raw.trim().to_ascii_lowercase()).unwrap_or_default();
        let eprint = |wanted: &[&str]| self.entry.get("eprint").filter(|_| wanted.contains(&archive.as_str()));
        let pmid = self.entry.get("pmid").or_else(|| eprint(&["pubmed", "pmid"]));
        let pmcid = self.entry.first(&["pmcid", "pmc"]).or_else(|| eprint(&["pmc", "pmcid"]));
        let arxiv = eprint(&["arxiv"]).map(|value| unescaped(&value.raw));
        reference.doi = self.identifier(self.entry.get("doi"), IdentifierField::Doi);
        reference.pmid = self.identifier(pmid, IdentifierField::Pmid);
        reference.pmcid = self.identifier(pmcid, IdentifierField::Pmcid);
        reference.isbn = self.text(&["isbn"]);
        reference.issn = self.text(&["issn"]);
        if let Some(arxiv) = arxiv.filter(|_| reference.kind == ReferenceKind::Preprint) {
            reference.number = reference.number.take().or_else(|| Some(format!("arXiv:{arxiv}")));
            reference.url = Some(format!("https://arxiv.org/abs/{arxiv}")).filter(|_| reference.doi.is_none());
        }
    }

    fn identifier(&mut self, value: Option<&FieldValue>, kind: IdentifierField) -> Option<String> {
        let value = value?;
        let read = read_context::identifier(self.lines, value.range.clone(), &unescaped(&value.raw), kind);
        read.map_err(|found| self.diagnostics.push(*found)).ok()
    }

    fn url(&mut self, reference: &mut Reference) {
        let url = self.entry.get("url").or_else(|| linked_how_published(self.entry));
        reference.url = url.and_then(|value| self.address(value)).or_else(|| reference.url.take());
        let archived = self.entry.first(&["archiveurl", "archive-url", "archivedurl"]);
        reference.archived = archived.and_then(|value| self.address(value));
    }

    fn address(&mut self, value: &FieldValue) -> Option<String> {
        let read = read_context::address(self.lines, value.range.clone(), &unescaped(&value.raw));
        read.map_err(|found| self.diagnostics.push(*found)).ok()
    }

    fn weight(&mut self, reference: &mut Reference) {
        let text = |value: &FieldValue| latex::text(&value.raw).unwrap_or_else(|_| value.raw.clone());
        if let Some(value) = self.entry.get("evidence") {
            reference.evidence = Evidence::parse(&text(value));
            if reference.evidence.is_none() {
                let place = self.lines.locate(value.range.clone());
                self.diagnostics.push(unknown_evidence(&excerpt(&text(value)), place));
            }
        }
        let successor = self.entry.get("superseded_by");
        reference.superseded_by = successor.map(|value| {
            let (key, location) = (CiteKey::new(unescaped(&value.raw)), self.lines.locate(value.range.clone()));
            Box::new(Successor { key, location })
        });
    }

    fn fault<T>(&mut self, rule: &'static Rule, value: &FieldValue, message: String) -> Option<T> {
        self.diagnostics.push(Diagnostic::new(rule, self.lines.locate(value.range.clone()), message));
        None
    }
}

/// An address or identifier as it was meant: TeX's escapes and wrappers off, its hyphens left alone (biblatex turns `--`
/// in an address into a dash).
fn unescaped(raw: &str) -> String {
    let raw = raw.trim();
    let inner = raw.strip_prefix("\\url").map_or(raw, str::trim_start);
    let mut out = String::with_capacity(inner.len());
    let mut chars =
        inner.replace("\\textasciitilde", "~").replace("\\~", "~").chars().collect::<Vec<_>>().into_iter().peekable();
    while let Some(c) = chars.next() {
        match c {
            '{' | '}' => {}
            '\\' if chars.peek().is_some_and(|next| !next.is_alphanumeric()) => {}
            _ => out.push(c),
        }
    }
    out.trim().to_owned()
}

fn issued(reference: &mut Reference, date: Option<DateField>) {
    match date {
        Some(DateField::Date(date)) => reference.issued = Some(date),
        Some(DateField::Status(status)) => {
            reference.status = Some(reference.status.take().unwrap_or(status.to_owned()))
        }
        Some(DateField::Undated) | None => {}
    }
}

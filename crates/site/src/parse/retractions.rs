//! Input: the CSV files of retractions and notices that the settings name. Output: [`Retractions`], the notices about this site's
//! sources.
//!
//! The day on which a list was fetched stands in a file beside it, see [`ListOrigin`].
//!
//! A list has the columns of Retraction Watch, and perhaps tens of thousands of rows. So it is read as a stream, and only rows
//! about sources of the library or of hand-written lists of references are kept.

use std::collections::{HashMap, HashSet};
use std::io::{self, Read};
use std::path::Path;
use std::sync::Arc;

use csv::{ByteRecord, ErrorKind, ReaderBuilder};
use serde::{Deserialize, Serialize};

use wellpress_bibliography::{Notice, NoticeKind, Reference};
use wellpress_diagnostics::yaml::{self, Located};
use wellpress_diagnostics::{ControlCharacter, Diagnostic, Location, rules};
use wellpress_foundation::Day;
use wellpress_io::cache::{Fingerprint, FingerprintBuilder};
use wellpress_io::fs::{EntryKind, FileStamp, Files, ReadError};

use wellpress_markdown::reference_list::ManualReference;

use crate::config::Config;

use super::LibraryFile;
use super::document::Document;
use super::service_records::{self, CitedRetraction, ReferenceRow, ServiceRecords, SourceEvent, SourceRecords};

/// The file with the origin of a list has three lines.
const MAX_ORIGIN_BYTES: u64 = 10_000;

/// The rows of the lists that are about sources of this site: notices, and reinstatements that revoke them.
///
/// Only these rows are kept, so memory does not grow with the file. A work can have several rows;
/// [`Retractions::notice`] decides which stands.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Retractions {
    /// The lists that were read.
    pub lists: Vec<NoticeList>,
    rows: Vec<RetractionRow>,
    /// Indices of rows. One row can have a DOI and a PubMed id.
    rows_by_identifier: HashMap<WorkIdentifier, Vec<usize>>,
    /// What services say of sources besides notices.
    records: ServiceRecords,
}

/// A list of notices that was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoticeList {
    /// Its path relative to the root.
    pub file: String,
    /// The day on which it was fetched, if the file beside it says so.
    pub fetched: Option<Day>,
}

/// When and from where a list was fetched. It stands in a YAML file beside the list, as the dates of files do not survive version
/// control.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListOrigin {
    /// The day on which the list was fetched.
    pub fetched: Day,
    /// The address from which it was fetched.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// The SHA-256 of the list.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sha256: Option<String>,
}

impl ListOrigin {
    /// The path of the file with the origin of a list: `retractions.csv.yaml` for `retractions.csv`.
    #[must_use]
    pub fn path_of(list: &str) -> String {
        format!("{list}.yaml")
    }

    /// Reads the text of the file.
    ///
    /// # Errors
    /// What is wrong with it, in words.
    pub fn parse(text: &str) -> Result<Self, String> {
        serde_yaml::from_str(text).map_err(|error| yaml::in_plain_words(error.without_snippet()).0)
    }

    /// The text of the file.
    #[must_use]
    pub fn text(&self) -> String {
        let Self { fetched, url, sha256 } = self;
        let mut text = format!("# Written by `wellpress cite refresh`.\nfetched: {fetched}\n");
        // JSON's strings are YAML as well, whatever the address contains.
        text.extend(url.iter().map(|url| format!("url: {}\n", serde_json::Value::from(url.as_str()))));
        text.extend(sha256.iter().map(|sha256| format!("sha256: \"{sha256}\"\n")));
        text
    }
}

/// The notices, with what decides whether the next run has to read the file again.
#[derive(Debug, Clone)]
pub(super) struct LoadedRetractions {
    notices: Arc<Retractions>,
    /// Of each list, and of the file with its origin.
    stamps: Vec<Option<FileStamp>>,
    /// Fingerprint of the identifiers of all sources: a new source can have rows that were not kept.
    sources_fingerprint: Fingerprint,
}

impl LoadedRetractions {
    pub fn notices(&self) -> Arc<Retractions> {
        self.notices.clone()
    }
}

/// An identifier by which the file names a source.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum WorkIdentifier {
    /// A DOI in lower case.
    Doi(String),
    Pmid(String),
}

#[derive(Debug, PartialEq, Eq)]
enum RetractionRow {
    Notice(Notice),
    /// The source stands again since this day; `None` if the row has no readable day.
    Reinstatement(Option<Day>),
}

impl Retractions {
    /// The gravest notice about a source, and the newest among equally grave ones. A reinstatement revokes retractions and
    /// expressions of concern up to its day; a correction remains.
    #[must_use]
    pub fn notice(&self, reference: &Reference) -> Option<&Notice> {
        self.notice_about(identifiers(reference))
    }

    /// Whether the file has any row about a source, so that it decides about it.
    #[must_use]
    pub fn has_rows_about(&self, reference: &Reference) -> bool {
        !self.rows.is_empty() && identifiers(reference).any(|id| self.rows_by_identifier.contains_key(&id))
    }

    /// The gravest notice about a work that a page lists by hand, whether the library has it or not.
    #[must_use]
    pub fn notice_of_manual(&self, reference: &ManualReference) -> Option<&Notice> {
        self.notice_about(manual_identifiers(reference))
    }

    /// What services say of a source besides notices.
    #[must_use]
    pub fn records_of(&self, reference: &Reference) -> SourceRecords {
        let updates: Vec<_> = self.records.updates_of(reference).collect();
        let newer = updates.iter().filter(|row| matches!(row.event, SourceEvent::NewVersion | SourceEvent::Published));
        // A work that nobody can look up is no work to cite.
        let newer = newer.filter(|row| !row.other_doi.is_empty() || !row.other_pmid.is_empty());
        let has_identifier = reference.doi.is_some() || reference.pmid.is_some();
        let title = reference.title.as_ref().map(|title| title.plain()).unwrap_or_default();
        // The row is about the entry as it was when services were asked.
        let mut unfound = updates.iter().filter(|row| row.event == SourceEvent::Unfound && row.title == title);
        SourceRecords {
            newer: newer.max_by_key(|row| (row.event, &row.date, &row.other_doi)).copied().cloned(),
            unfound: unfound.next().filter(|_| !has_identifier).copied().cloned(),
            cited_retractions: self.cited_retractions(reference),
        }
    }

    /// The retracted works that a source cites, each once, however many services know of it.
    fn cited_retractions(&self, reference: &Reference) -> Vec<CitedRetraction> {
        let (mut cited, mut row_indices) = (Vec::<CitedRetraction>::new(), HashMap::<usize, usize>::new());
        for row in self.records.references_of(reference) {
            let Some(notice) = self.retraction_of_cited(row) else { continue };
            let rows = self.rows_about(cited_identifiers(row));
            let known = rows.iter().find_map(|row| row_indices.get(row)).copied();
            let index = known.unwrap_or(cited.len());
            row_indices.extend(rows.iter().map(|row| (*row, index)));
            if let Some(known) = cited.get_mut(index) {
                known.complete(row);
            } else {
                cited.push(CitedRetraction {
                    title: row.cited_title.clone(),
                    doi: row.cited_doi.clone(),
                    pmid: row.cited_pmid.clone(),
                    notice: notice.clone(),
                });
            }
        }
        cited.sort_by(|a, b| (&a.doi, &a.pmid, &a.title).cmp(&(&b.doi, &b.pmid, &b.title)));
        cited
    }

    fn retraction_of_cited(&self, row: &ReferenceRow) -> Option<&Notice> {
        self.notice_about(cited_identifiers(row)).filter(|notice| notice.kind == NoticeKind::Retracted)
    }

    fn notice_about(&self, identifiers: impl Iterator<Item = WorkIdentifier>) -> Option<&Notice> {
        let (mut notices, mut last_reinstatement) = (Vec::new(), None);
        for row_index in self.rows_about(identifiers) {
            match &self.rows[row_index] {
                RetractionRow::Notice(notice) => notices.push(notice),
                RetractionRow::Reinstatement(day) => last_reinstatement = last_reinstatement.max(Some(*day)),
            }
        }
        // An unknown day counts as earlier than any day: any reinstatement revokes an undated notice, and an undated
        // reinstatement revokes only undated notices.
        let is_revoked = |notice: &Notice| last_reinstatement.is_some_and(|day| notice.date <= day);
        notices
            .into_iter()
            .filter(|notice| notice.kind == NoticeKind::Corrected || !is_revoked(notice))
            // Kinds are in ascending order of gravity.
            .max_by_key(|notice| (notice.kind, notice.date))
    }

    /// The indices of the rows that have one of these identifiers, in the order of the file, each once.
    fn rows_about(&self, identifiers: impl Iterator<Item = WorkIdentifier>) -> Vec<usize> {
        let rows = identifiers.filter_map(|id| self.rows_by_identifier.get(&id)).flatten();
        let mut rows: Vec<usize> = rows.copied().collect();
        rows.sort_unstable();
        rows.dedup();
        rows
    }

    fn add(&mut self, identifiers: Vec<WorkIdentifier>, row: RetractionRow) {
        for identifier in identifiers {
            self.rows_by_identifier.entry(identifier).or_default().push(self.rows.len());
        }
        self.rows.push(row);
    }
}

fn identifiers(reference: &Reference) -> impl Iterator<Item = WorkIdentifier> {
    let doi = reference.doi.as_ref().map(|doi| WorkIdentifier::Doi(doi.to_ascii_lowercase()));
    doi.into_iter().chain(reference.pmid.clone().map(WorkIdentifier::Pmid))
}

fn cited_identifiers(row: &ReferenceRow) -> impl Iterator<Item = WorkIdentifier> {
    let doi = (!row.cited_doi.is_empty()).then(|| WorkIdentifier::Doi(row.cited_doi.to_ascii_lowercase()));
    let pmid = (!row.cited_pmid.is_empty()).then(|| WorkIdentifier::Pmid(row.cited_pmid.clone()));
    doi.into_iter().chain(pmid)
}

fn manual_identifiers(reference: &ManualReference) -> impl Iterator<Item = WorkIdentifier> {
    reference.identifiers.iter().filter_map(|identifier| match identifier {
        wellpress_bibliography::Identifier::Doi(doi) => Some(WorkIdentifier::Doi(doi.to_ascii_lowercase())),
        wellpress_bibliography::Identifier::Pmid(pmid) => Some(WorkIdentifier::Pmid(pmid.clone())),
        wellpress_bibliography::Identifier::Pmcid(_) | wellpress_bibliography::Identifier::Page(_) => None,
    })
}

/// The sources whose rows are kept, whether a page cites them or not.
#[derive(Clone, Copy)]
pub(super) struct CheckedSources<'a> {
    pub libraries: &'a [Arc<LibraryFile>],
    /// Documents, for works in hand-written lists of references.
    pub documents: &'a [Arc<Document>],
}

impl<'a> CheckedSources<'a> {
    fn references(self) -> impl Iterator<Item = &'a Arc<Reference>> {
        self.libraries.iter().flat_map(|library| &library.references)
    }

    fn manual_identifiers(self) -> impl Iterator<Item = WorkIdentifier> {
        self.documents.iter().flat_map(|document| &document.body.references).flat_map(manual_identifiers)
    }

    fn fingerprint(self) -> Fingerprint {
        let mut builder = FingerprintBuilder::new("identifiers");
        self.references().for_each(|reference| builder.add((&reference.doi, &reference.pmid)));
        self.manual_identifiers().for_each(|identifier| builder.add(identifier));
        builder.fingerprint()
    }

    fn identifiers(self) -> HashSet<WorkIdentifier> {
        self.references().flat_map(|reference| identifiers(reference)).chain(self.manual_identifiers()).collect()
    }
}

/// Reads the lists that the settings name. The notices of the previous run are reused if neither a file nor the identifiers of
/// the sources changed.
pub(super) fn read(
    files: &dyn Files,
    config: &Config,
    sources: CheckedSources<'_>,
    previous: Option<&LoadedRetractions>,
    findings: &mut Vec<Diagnostic>,
) -> Option<LoadedRetractions> {
    let lists: Vec<Located<&str>> = config.settings.citations.notice_files().collect();
    if lists.is_empty() {
        return None;
    }
    let paths = lists.iter().flat_map(|list| [list.value.to_owned(), ListOrigin::path_of(list.value)]);
    let record_files = config.settings.citations.service_record_files();
    let beside = record_files.iter().flat_map(|files| [files.updates.clone(), files.references.clone()]);
    let paths = paths.chain(beside);
    let stamps: Vec<Option<FileStamp>> = paths.map(|path| stamp(files, &config.root.join(path))).collect();
    let sources_fingerprint = sources.fingerprint();
    // Without a stamp there is no such file, which has to be reported in every run.
    let has_all_lists = stamps[..2 * lists.len()].iter().step_by(2).all(Option::is_some);
    if let Some(previous) = previous
        && has_all_lists
        && previous.sources_fingerprint == sources_fingerprint
        && previous.stamps == stamps
    {
        return Some(previous.clone());
    }
    let records = record_files.map(|paths| service_records::read(files, &config.root, &paths)).transpose();
    let (records, fault) = match records {
        Ok(records) => (records.unwrap_or_default(), None),
        Err(fault) => (ServiceRecords::default(), Some(fault)),
    };
    let (mut identifiers, mut notices) = (sources.identifiers(), Retractions::default());
    identifiers.extend(records.references.iter().flat_map(cited_identifiers));
    // A list that nobody has fetched yet is no mistake of the settings; `retractions-old` reports it.
    let is_to_come = |list: &Located<&str>| {
        let is_missing = files.exists(&config.root.join(list.value)).is_ok_and(|exists| !exists);
        is_missing && config.settings.citations.is_refreshed(list.value)
    };
    let lists = lists.iter().filter(|list| !is_to_come(list));
    let faults = lists.filter_map(|list| read_list(files, config, list, &identifiers, &mut notices).err());
    let faults: Vec<Box<Diagnostic>> = faults.chain(fault).collect();
    if faults.is_empty() {
        notices.records = records.citing_only(|row| notices.retraction_of_cited(row).is_some());
        return Some(LoadedRetractions { notices: Arc::new(notices), stamps, sources_fingerprint });
    }
    findings.extend(faults.into_iter().map(|fault| *fault));
    None
}

fn stamp(files: &dyn Files, path: &Path) -> Option<FileStamp> {
    files.entry(path).ok().filter(|entry| entry.kind == EntryKind::File).map(|entry| entry.stamp())
}

/// Adds the rows of a list, or says what is wrong with it.
fn read_list(
    files: &dyn Files,
    config: &Config,
    list: &Located<&str>,
    identifiers: &HashSet<WorkIdentifier>,
    notices: &mut Retractions,
) -> Result<(), Box<Diagnostic>> {
    read_file(files, list.value, &config.root.join(list.value), identifiers, notices).map_err(|fault| match fault {
        RetractionFileError::File(reason) => {
            let message = format!("the list of retractions cannot be read: {reason}");
            let finding = Diagnostic::new(&rules::SETTINGS_INVALID, config.source.locate(list.span), message);
            Box::new(
                finding
                    .help("write the path of a CSV file from the site's root; `wellpress cite refresh` can fetch it"),
            )
        }
        RetractionFileError::Line { line, message, help } => {
            let location = Location { line, end_line: line, ..Location::file(list.value) };
            Box::new(Diagnostic::new(&rules::SETTINGS_INVALID, location, message).help(help))
        }
    })?;
    let fetched = read_origin(files, config, list.value)?.map(|origin| origin.fetched);
    notices.lists.push(NoticeList { file: list.value.to_owned(), fetched });
    Ok(())
}

/// The origin of a list; `None` if no file beside it says it.
fn read_origin(files: &dyn Files, config: &Config, list: &str) -> Result<Option<ListOrigin>, Box<Diagnostic>> {
    let path = ListOrigin::path_of(list);
    let bytes = match files.read_limited(&config.root.join(&path), MAX_ORIGIN_BYTES) {
        Ok(bytes) => bytes,
        Err(ReadError::Io { source, .. }) if source.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(unreadable_origin(&path, &error.to_string())),
    };
    let origin = ListOrigin::parse(&String::from_utf8_lossy(&bytes));
    origin.map(Some).map_err(|reason| unreadable_origin(&path, &reason))
}

fn unreadable_origin(path: &str, reason: &str) -> Box<Diagnostic> {
    let message = format!("the date of the list of retractions cannot be read: {reason}");
    let finding = Diagnostic::new(&rules::SETTINGS_INVALID, Location::file(path), message);
    Box::new(finding.help("write the day on which the list was fetched: `fetched: 2026-07-01`"))
}

/// Why the file of retractions could not be read.
enum RetractionFileError {
    /// The whole file cannot be read, with the reason.
    File(String),
    /// A line of the file is wrong.
    Line { line: u32, message: String, help: String },
}

/// Checks that a text is a list which builds can read with a library of these sources. Returns the number of its rows.
///
/// # Errors
/// What is wrong with it, with the line.
pub fn check_list<'r>(list: &[u8], references: impl IntoIterator<Item = &'r Reference>) -> Result<usize, String> {
    let identifiers = references.into_iter().flat_map(identifiers).collect();
    read_rows(list, &identifiers, &mut Retractions::default()).map_err(|fault| match fault {
        RetractionFileError::File(reason) => reason,
        RetractionFileError::Line { line, message, .. } => format!("line {line}: {message}"),
    })
}

fn read_file(
    files: &dyn Files,
    name: &str,
    path: &Path,
    identifiers: &HashSet<WorkIdentifier>,
    notices: &mut Retractions,
) -> Result<usize, RetractionFileError> {
    match files.kind(path) {
        Ok(EntryKind::File) => {}
        Ok(other_kind) => return Err(RetractionFileError::File(format!("`{name}` is {other_kind}"))),
        Err(error) => return Err(RetractionFileError::File(format!("`{name}`: {error}"))),
    }
    let stream = files.open(path).map_err(|error| RetractionFileError::File(error.to_string()))?;
    read_rows(stream, identifiers, notices)
}

/// Adds the rows about sources with these identifiers, and returns the number of all rows. An unknown nature in one of them
/// refuses the whole file. Of a row about another work only the number of fields can be wrong.
fn read_rows(
    stream: impl Read,
    identifiers: &HashSet<WorkIdentifier>,
    notices: &mut Retractions,
) -> Result<usize, RetractionFileError> {
    let mut reader = ReaderBuilder::new().buffer_capacity(1 << 16).from_reader(stream);
    let columns = RetractionColumns::of(reader.byte_headers().map_err(csv_error)?)?;
    let (mut rows, mut record) = (0, ByteRecord::new());
    while reader.read_byte_record(&mut record).map_err(csv_error)? {
        rows += 1;
        let matching: Vec<WorkIdentifier> =
            columns.identifiers(&record).filter(|identifier| identifiers.contains(identifier)).collect();
        if !matching.is_empty() {
            notices.add(matching, columns.row(&record)?);
        }
    }
    Ok(rows)
}

/// The positions of the columns that are read.
struct RetractionColumns {
    doi: usize,
    pmid: usize,
    nature: usize,
    date: usize,
    notice_doi: Option<usize>,
    reason: Option<usize>,
}

impl RetractionColumns {
    fn of(header: &ByteRecord) -> Result<Self, RetractionFileError> {
        let names: Vec<String> = header.iter().map(|name| letters_and_digits(&String::from_utf8_lossy(name))).collect();
        let find = |name: &str| names.iter().position(|column| *column == letters_and_digits(name));
        let needed = ["OriginalPaperDOI", "OriginalPaperPubMedID", "RetractionNature", "RetractionDate"];
        let missing: Vec<&str> = needed.into_iter().filter(|name| find(name).is_none()).collect();
        match needed.map(find) {
            [Some(doi), Some(pmid), Some(nature), Some(date)] => {
                Ok(Self { doi, pmid, nature, date, notice_doi: find("RetractionDOI"), reason: find("Reason") })
            }
            _ => {
                let message = format!("the list of retractions has no column `{}`", missing.join("`, `"));
                let help = "give it the columns of Retraction Watch, named in its first line".to_owned();
                Err(RetractionFileError::Line { line: 1, message, help })
            }
        }
    }

    /// The DOI and the PubMed id of a row, as far as it has them: an unknown PubMed id is 0 or left empty.
    fn identifiers(&self, record: &ByteRecord) -> impl Iterator<Item = WorkIdentifier> {
        let doi = record.get(self.doi).and_then(doi).map(WorkIdentifier::Doi);
        let pmid = record.get(self.pmid).and_then(|cell| std::str::from_utf8(cell).ok()).map(str::trim);
        let pmid = pmid.filter(|pmid| is_pmid(pmid)).map(|pmid| WorkIdentifier::Pmid(pmid.to_owned()));
        doi.into_iter().chain(pmid)
    }

    /// Reads a row about a source of this site. An unknown nature refuses the whole file, because it could be another word
    /// for a retraction.
    fn row(&self, record: &ByteRecord) -> Result<RetractionRow, RetractionFileError> {
        let date = day(&cell_text(record, self.date));
        let kind = match letters_and_digits(&cell_text(record, self.nature)).as_str() {
            "retraction" => NoticeKind::Retracted,
            "expressionofconcern" => NoticeKind::Concern,
            "correction" => NoticeKind::Corrected,
            "reinstatement" => return Ok(RetractionRow::Reinstatement(date)),
            _ => {
                let line = line_of(record.position());
                let message = format!("`{}` is not a known `RetractionNature`", cell_text(record, self.nature));
                let help = "write `Retraction`, `Correction`, `Expression of concern` or `Reinstatement`".to_owned();
                return Err(RetractionFileError::Line { line, message, help });
            }
        };
        let doi = self.notice_doi.and_then(|at| doi(record.get(at)?));
        let reasons = self.reason.map(|at| cell_text(record, at)).unwrap_or_default();
        // Retraction Watch writes `+Error in Data;+Unreliable Results;`.
        let reasons = reasons.split(';').map(|reason| reason.trim().trim_start_matches('+').trim_start());
        let reasons = reasons.filter(|reason| !reason.is_empty()).map(str::to_owned).collect();
        Ok(RetractionRow::Notice(Notice { kind, date, doi, reasons }))
    }
}

fn is_pmid(text: &str) -> bool {
    !text.is_empty() && text != "0" && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn cell_text(record: &ByteRecord, column: usize) -> String {
    let cell = String::from_utf8_lossy(record.get(column).unwrap_or_default());
    ControlCharacter::blanked_in(&cell).trim().to_owned()
}

/// The letters and digits of a name in lower case, so that `Retraction Date` and `RetractionDate` are one column.
fn letters_and_digits(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).map(|c| c.to_ascii_lowercase()).collect()
}

/// The DOI in a cell, in lower case: everything before the first `10.` is dropped, such as a label or `https://doi.org/`.
fn doi(cell: &[u8]) -> Option<String> {
    let cell = std::str::from_utf8(cell).ok()?;
    let doi = cell[cell.find("10.")?..].trim_end_matches(|c: char| c.is_whitespace() || c == '.');
    doi.contains('/').then(|| doi.to_ascii_lowercase())
}

/// Reads a day as Retraction Watch writes it, with the month first (`6/30/2021 0:00`), or as `2021-06-30`. A time is left
/// out.
fn day(text: &str) -> Option<Day> {
    let text = text.split([' ', 'T']).next()?;
    let mut parts = text.splitn(3, '/').map(|part| part.parse::<i16>().ok());
    match (parts.next()?, parts.next().flatten(), parts.next().flatten()) {
        (Some(month), Some(day), Some(year)) => {
            jiff::civil::Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok().map(Day)
        }
        _ => Day::parse(text),
    }
}

fn csv_error(error: csv::Error) -> RetractionFileError {
    let line = line_of(error.position());
    let (message, help) = match error.kind() {
        ErrorKind::Io(error) => return RetractionFileError::File(error.to_string()),
        ErrorKind::UnequalLengths { expected_len, len, .. } => (
            format!("this row has {len} fields, and the first line names {expected_len}"),
            "look for a quote that is not closed, in this row or above it",
        ),
        _ => (format!("the list of retractions cannot be read: {error}"), "fetch it anew"),
    };
    RetractionFileError::Line { line, message, help: help.to_owned() }
}

/// The line of a row, from 1. A row without a position, and one beyond 2^32 lines, is reported at the start of the file.
fn line_of(position: Option<&csv::Position>) -> u32 {
    position.and_then(|position| u32::try_from(position.line()).ok()).unwrap_or(1)
}

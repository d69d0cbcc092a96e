//! The list of retractions that the settings name, in the columns of Retraction Watch: a CSV in, [`Retractions`] out, which
//! says of a source whether it still stands.
//!
//! The list is read as a stream, and nothing is kept of it but the rows about sources of the library.

use std::collections::{HashMap, HashSet};
use std::io::Read;
use std::path::Path;
use std::sync::Arc;

use csv::{ByteRecord, ErrorKind, ReaderBuilder};

use wellpress_diagnostics::yaml::{Day, Located};
use wellpress_diagnostics::{Diagnostic, Location, rules};
use wellpress_io::cache::{Fingerprint, FingerprintBuilder};
use wellpress_io::fs::{EntryKind, FileStamp, Files};

use crate::config::Config;

use wellpress_bibliography::{Notice, NoticeKind, Reference};
use wellpress_markdown::reference_list::ManualReference;

use super::LibraryFile;
use super::document::Document;

/// What the list says of the library's sources.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Retractions {
    rows: Vec<Row>,
    by_identifier: HashMap<Identifier, Vec<usize>>,
}

/// The list as it was read, with what decides whether the next run has to read it again.
#[derive(Debug, Clone)]
pub(super) struct LoadedRetractions {
    list: Arc<Retractions>,
    stamp: Option<FileStamp>,
    /// Of the identifiers that were looked for: rows about other sources are not in the list.
    wanted: Fingerprint,
}

impl LoadedRetractions {
    pub fn list(&self) -> Arc<Retractions> {
        self.list.clone()
    }
}

/// By what a source is found in the list.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Identifier {
    /// In lower case.
    Doi(String),
    Pmid(String),
}

#[derive(Debug, PartialEq, Eq)]
enum Row {
    Against(Notice),
    Reinstatement(Option<Day>),
}

impl Retractions {
    /// What stands against a source: the heaviest notice, and of those the newest. A reinstatement takes back what was
    /// retracted or doubted until that day; a correction remains one.
    #[must_use]
    pub fn about(&self, reference: &Reference) -> Option<&Notice> {
        if self.rows.is_empty() { None } else { self.about_any(identifiers(reference)) }
    }

    /// Whether it says anything of a source.
    #[must_use]
    pub fn knows(&self, reference: &Reference) -> bool {
        !self.rows.is_empty() && identifiers(reference).any(|own| self.by_identifier.contains_key(&own))
    }

    /// The same of a work that is written out in a page, and that the library need not have.
    #[must_use]
    pub fn about_written(&self, written: &ManualReference) -> Option<&Notice> {
        if self.rows.is_empty() { None } else { self.about_any(written_identifiers(written)) }
    }

    fn about_any(&self, identifiers: impl Iterator<Item = Identifier>) -> Option<&Notice> {
        let mut rows: Vec<usize> =
            identifiers.filter_map(|own| self.by_identifier.get(&own)).flatten().copied().collect();
        rows.sort_unstable();
        rows.dedup();
        let rows = || rows.iter().map(|row| &self.rows[*row]);
        let reinstated =
            rows().filter_map(|row| if let Row::Reinstatement(day) = row { Some(*day) } else { None }).max();
        let against = rows().filter_map(|row| if let Row::Against(notice) = row { Some(notice) } else { None });
        let is_taken_back = |notice: &Notice| reinstated.is_some_and(|reinstated| notice.date <= reinstated);
        let standing = against.filter(|notice| notice.kind == NoticeKind::Corrected || !is_taken_back(notice));
        standing.max_by_key(|notice| (notice.kind, notice.date))
    }

    fn add(&mut self, identifiers: Vec<Identifier>, row: Row) {
        for identifier in identifiers {
            self.by_identifier.entry(identifier).or_default().push(self.rows.len());
        }
        self.rows.push(row);
    }
}

fn identifiers(reference: &Reference) -> impl Iterator<Item = Identifier> {
    let doi = reference.doi.as_ref().map(|doi| Identifier::Doi(doi.to_ascii_lowercase()));
    doi.into_iter().chain(reference.pmid.clone().map(Identifier::Pmid))
}

fn written_identifiers(written: &ManualReference) -> impl Iterator<Item = Identifier> {
    written.identifiers.iter().filter_map(|identifier| match identifier {
        wellpress_bibliography::Identifier::Doi(doi) => Some(Identifier::Doi(doi.to_ascii_lowercase())),
        wellpress_bibliography::Identifier::Pmid(pmid) => Some(Identifier::Pmid(pmid.clone())),
        wellpress_bibliography::Identifier::Pmcid(_) | wellpress_bibliography::Identifier::Page(_) => None,
    })
}

/// Reads the list that the settings name, as far as it is about these sources and those that pages write out. The list of
/// the previous run is taken over where neither the file nor the sources changed.
pub(super) fn read(
    files: &dyn Files,
    config: &Config,
    (libraries, documents): (&[Arc<LibraryFile>], &[Arc<Document>]),
    previous: Option<&LoadedRetractions>,
    findings: &mut Vec<Diagnostic>,
) -> Option<LoadedRetractions> {
    let wish = config.settings.citations.retractions.as_ref()?;
    let path = config.root.join(&wish.value);
    let stamp = files.entry(&path).ok().filter(|entry| entry.kind == EntryKind::File).map(|entry| entry.stamp());
    let references = || libraries.iter().flat_map(|library| &library.references);
    let written = || documents.iter().flat_map(|document| &document.body.references);
    let mut mixer = FingerprintBuilder::new("identifiers");
    references().for_each(|reference| mixer.add((&reference.doi, &reference.pmid)));
    written().flat_map(written_identifiers).for_each(|identifier| mixer.add(identifier));
    let wanted = mixer.fingerprint();
    let is_same = |previous: &&LoadedRetractions| previous.wanted == wanted && previous.stamp == stamp;
    if let Some(previous) = previous.filter(|_| stamp.is_some()).filter(is_same) {
        return Some(previous.clone());
    }
    let of_library = references().flat_map(|reference| identifiers(reference));
    let wanted_identifiers: HashSet<Identifier> = of_library.chain(written().flat_map(written_identifiers)).collect();
    match list(files, wish, &path, &wanted_identifiers) {
        Ok(list) => Some(LoadedRetractions { list: Arc::new(list), stamp, wanted }),
        Err(Fault::File(why)) => {
            let message = format!("the list of retractions cannot be read: {why}");
            let finding = Diagnostic::new(&rules::SETTINGS_INVALID, config.source.locate(wish.span), message);
            findings.push(finding.help("write the path of a CSV file from the site's root"));
            None
        }
        Err(Fault::Line(line, message, help)) => {
            let place = Location { line, end_line: line, ..Location::file(wish.value.as_str()) };
            findings.push(Diagnostic::new(&rules::SETTINGS_INVALID, place, message).help(help));
            None
        }
    }
}

/// Why there is no list.
enum Fault {
    /// Nothing can be read there.
    File(String),
    /// A line of it is wrong: its number, what is wrong, what to do.
    Line(u32, String, String),
}

fn list(
    files: &dyn Files,
    wish: &Located<String>,
    path: &Path,
    wanted: &HashSet<Identifier>,
) -> Result<Retractions, Fault> {
    match files.kind(path) {
        Ok(EntryKind::File) => {}
        Ok(other) => return Err(Fault::File(format!("`{}` is {other}", wish.value))),
        Err(error) => return Err(Fault::File(format!("`{}`: {error}", wish.value))),
    }
    let stream = files.open(path).map_err(|error| Fault::File(error.to_string()))?;
    rows(stream, wanted)
}

fn rows(stream: impl Read, wanted: &HashSet<Identifier>) -> Result<Retractions, Fault> {
    let mut reader = ReaderBuilder::new().buffer_capacity(1 << 16).from_reader(stream);
    let columns = Columns::of(reader.byte_headers().map_err(broken)?)?;
    let (mut list, mut record) = (Retractions::default(), ByteRecord::new());
    while reader.read_byte_record(&mut record).map_err(broken)? {
        let about: Vec<Identifier> = columns.identifiers(&record).filter(|own| wanted.contains(own)).collect();
        if !about.is_empty() {
            list.add(about, columns.row(&record)?);
        }
    }
    Ok(list)
}

/// Where the columns that matter stand.
struct Columns {
    doi: usize,
    pmid: usize,
    nature: usize,
    date: usize,
    notice: Option<usize>,
    reason: Option<usize>,
}

impl Columns {
    fn of(header: &ByteRecord) -> Result<Self, Fault> {
        let names: Vec<String> = header.iter().map(|name| folded(&String::from_utf8_lossy(name))).collect();
        let find = |name: &str| names.iter().position(|own| *own == folded(name));
        let needed = ["OriginalPaperDOI", "OriginalPaperPubMedID", "RetractionNature", "RetractionDate"];
        let missing: Vec<&str> = needed.into_iter().filter(|name| find(name).is_none()).collect();
        match needed.map(find) {
            [Some(doi), Some(pmid), Some(nature), Some(date)] => {
                Ok(Self { doi, pmid, nature, date, notice: find("RetractionDOI"), reason: find("Reason") })
            }
            _ => {
                let message = format!("the list of retractions has no column `{}`", missing.join("`, `"));
                Err(Fault::Line(
                    1,
                    message,
                    "give it the columns of Retraction Watch, named in its first line".to_owned(),
                ))
            }
        }
    }

    fn identifiers(&self, record: &ByteRecord) -> impl Iterator<Item = Identifier> {
        let doi = record.get(self.doi).and_then(doi).map(Identifier::Doi);
        let pmid = record.get(self.pmid).and_then(|cell| std::str::from_utf8(cell).ok()).map(str::trim);
        let is_pmid = |pmid: &&str| !pmid.is_empty() && *pmid != "0" && pmid.bytes().all(|byte| byte.is_ascii_digit());
        doi.into_iter().chain(pmid.filter(is_pmid).map(|pmid| Identifier::Pmid(pmid.to_owned())))
    }

    /// A row that is about a source of the library. One that says nothing known may be a retraction, so that it is a fault.
    fn row(&self, record: &ByteRecord) -> Result<Row, Fault> {
        let text = |at: usize| String::from_utf8_lossy(record.get(at).unwrap_or_default()).trim().to_owned();
        let date = day(&text(self.date));
        let kind = match folded(&text(self.nature)).as_str() {
            "retraction" => NoticeKind::Retracted,
            "expressionofconcern" => NoticeKind::Concern,
            "correction" => NoticeKind::Corrected,
            "reinstatement" => return Ok(Row::Reinstatement(date)),
            _ => {
                let line = line_of(record.position());
                let message = format!("`{}` is not a known `RetractionNature`", text(self.nature));
                let help = "write `Retraction`, `Correction`, `Expression of concern` or `Reinstatement`";
                return Err(Fault::Line(line, message, help.to_owned()));
            }
        };
        let doi = self.notice.and_then(|at| doi(record.get(at)?));
        let reasons = self.reason.map(text).unwrap_or_default();
        let reasons = reasons.split(';').map(|reason| reason.trim().trim_start_matches('+').trim_start());
        let reasons = reasons.filter(|reason| !reason.is_empty()).map(str::to_owned).collect();
        Ok(Row::Against(Notice { kind, date, doi, reasons }))
    }
}

/// Letters and digits alone, in lower case: what a column is called, however it is spaced.
fn folded(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).map(|c| c.to_ascii_lowercase()).collect()
}

/// A DOI in lower case, whatever stands before it.
fn doi(cell: &[u8]) -> Option<String> {
    let cell = std::str::from_utf8(cell).ok()?;
    let doi = cell[cell.find("10.")?..].trim_end_matches(|c: char| c.is_whitespace() || c == '.');
    doi.contains('/').then(|| doi.to_ascii_lowercase())
}

/// `6/30/2021 0:00` or `2021-06-30`, with or without a time.
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

fn broken(error: csv::Error) -> Fault {
    let line = line_of(error.position());
    match error.kind() {
        ErrorKind::Io(error) => Fault::File(error.to_string()),
        ErrorKind::UnequalLengths { expected_len, len, .. } => {
            let message = format!("this row has {len} fields, and the first line names {expected_len}");
            Fault::Line(line, message, "look for a quote that is not closed, in this row or above it".to_owned())
        }
        _ => Fault::Line(line, format!("the list of retractions cannot be read: {error}"), "fetch it anew".to_owned()),
    }
}

fn line_of(position: Option<&csv::Position>) -> u32 {
    position.map_or(1, |position| u32::try_from(position.line()).unwrap_or(u32::MAX))
}

//! Input: the CSV files in which `care --fetch` stores what services say of sources besides notices. Output: `ServiceRecords`, what
//! builds use of them.
//!
//! A row names its source by DOI or PubMed id, so that it stays true of a source whose key changes, and a source without either by its
//! key. Writing the files is left to the tools that ask.

use std::collections::{BTreeSet, HashMap};
use std::io;
use std::path::Path;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use wellpress_bibliography::{Identifier, Notice, Reference};
use wellpress_diagnostics::{Diagnostic, Location, rules};
use wellpress_io::fs::{Files, ReadError};

use crate::config::ServiceRecordFiles;

/// A longer file was not written by this program.
const MAX_BYTES: u64 = 100_000_000;

/// What a service says became of a source, as a row of a file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct UpdateRow {
    /// The key of the source.
    #[serde(rename = "Key")]
    pub key: String,
    /// Its title.
    #[serde(rename = "Title")]
    pub title: String,
    /// Its DOI.
    #[serde(rename = "DOI")]
    pub doi: String,
    /// Its PubMed id.
    #[serde(rename = "PubMedID")]
    pub pmid: String,
    /// What became of it.
    #[serde(rename = "Event")]
    pub event: SourceEvent,
    /// The DOI of the newer version, the article, the comment, or the work that was found or is nearest; empty if it has none.
    #[serde(rename = "OtherDOI")]
    pub other_doi: String,
    /// Its PubMed id.
    #[serde(rename = "OtherPubMedID")]
    pub other_pmid: String,
    /// Its title, or where it was published.
    #[serde(rename = "OtherTitle")]
    pub other_title: String,
    /// The day of the event, as `2021-06-30`; empty if it is not known.
    #[serde(rename = "Date")]
    pub date: String,
    /// The service that knows of it.
    #[serde(rename = "KnownBy")]
    pub known_by: String,
}

/// A work that a source cites, as a row of a file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ReferenceRow {
    /// The key of the source.
    #[serde(rename = "Key")]
    pub key: String,
    /// Its title.
    #[serde(rename = "Title")]
    pub title: String,
    /// Its DOI.
    #[serde(rename = "DOI")]
    pub doi: String,
    /// Its PubMed id.
    #[serde(rename = "PubMedID")]
    pub pmid: String,
    /// The DOI of the work that it cites, in lower case.
    #[serde(rename = "CitedDOI")]
    pub cited_doi: String,
    /// Its PubMed id.
    #[serde(rename = "CitedPubMedID")]
    pub cited_pmid: String,
    /// Its id in OpenAlex.
    #[serde(rename = "CitedOpenAlexID")]
    pub cited_openalex: String,
    /// Its title, or the reference as the source has it.
    #[serde(rename = "CitedTitle")]
    pub cited_title: String,
    /// The service that knows of it.
    #[serde(rename = "KnownBy")]
    pub known_by: String,
}

/// What became of a source.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SourceEvent {
    /// There is a newer version or edition.
    NewVersion,
    /// The preprint was published as an article.
    Published,
    /// Somebody commented on it.
    Comment,
    /// A search by its title found it.
    Found,
    /// No service knows an article with its title.
    Unfound,
}

/// What is known of one source.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct SourceRecords {
    /// The newest version of it, or the article that the preprint became.
    pub newer: Option<UpdateRow>,
    /// The nearest work to an article that no service knows.
    pub unfound: Option<UpdateRow>,
    /// The retracted works that it cites.
    pub cited_retractions: Vec<CitedRetraction>,
}

/// A retracted work that a source cites.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct CitedRetraction {
    /// Its title, or the reference as the source has it; may be empty.
    pub title: String,
    /// Its DOI; empty if it has none.
    pub doi: String,
    /// Its PubMed id; empty if it has none.
    pub pmid: String,
    /// Its retraction.
    pub notice: Notice,
}

impl UpdateRow {
    /// The other work by its DOI, else by its PubMed id.
    #[must_use]
    pub fn other(&self) -> Option<Identifier> {
        identifier(&self.other_doi, &self.other_pmid)
    }
}

/// What rows know a work by: its DOI, else its PubMed id. Both may be empty.
#[must_use]
pub fn identifier(doi: &str, pmid: &str) -> Option<Identifier> {
    let by_doi = (!doi.is_empty()).then(|| Identifier::Doi(doi.to_owned()));
    by_doi.or_else(|| (!pmid.is_empty()).then(|| Identifier::Pmid(pmid.to_owned())))
}

/// An identifier as readers know it: a DOI says itself what it is, a PubMed id does not.
#[must_use]
pub fn shown_identifier(identifier: &Identifier) -> String {
    match identifier {
        Identifier::Doi(doi) => doi.clone(),
        Identifier::Pmid(pmid) => format!("PubMed {pmid}"),
        other => other.to_string(),
    }
}

impl CitedRetraction {
    /// The work by its DOI, else by its PubMed id.
    #[must_use]
    pub fn identifier(&self) -> Option<Identifier> {
        identifier(&self.doi, &self.pmid)
    }

    /// Adds what another service says of the same work.
    pub(super) fn complete(&mut self, row: &ReferenceRow) {
        let Self { title, doi, pmid, .. } = self;
        for (known, other) in [(title, &row.cited_title), (doi, &row.cited_doi), (pmid, &row.cited_pmid)] {
            if known.is_empty() {
                known.clone_from(other);
            }
        }
    }
}

/// The rows of both files that say something of sources.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct ServiceRecords {
    updates: Vec<UpdateRow>,
    pub references: Vec<ReferenceRow>,
    updates_by_name: HashMap<String, Vec<usize>>,
    references_by_name: HashMap<String, Vec<usize>>,
}

impl ServiceRecords {
    fn new(updates: Vec<UpdateRow>, references: Vec<ReferenceRow>) -> Self {
        let updates_by_name = by_name(updates.iter().map(|row| names(&row.key, &row.doi, &row.pmid)));
        let references_by_name = by_name(references.iter().map(|row| names(&row.key, &row.doi, &row.pmid)));
        Self { updates, references, updates_by_name, references_by_name }
    }

    /// The same records with those cited works alone that are meant, to save memory.
    pub fn citing_only(self, is_meant: impl Fn(&ReferenceRow) -> bool) -> Self {
        Self::new(self.updates, self.references.into_iter().filter(is_meant).collect())
    }

    /// The rows about what became of a source, in the order of the file.
    pub fn updates_of<'a>(&'a self, reference: &Reference) -> impl Iterator<Item = &'a UpdateRow> + use<'a> {
        indices(&self.updates_by_name, reference).into_iter().map(|index| &self.updates[index])
    }

    /// The works that a source cites, in the order of the file.
    pub fn references_of<'a>(&'a self, reference: &Reference) -> impl Iterator<Item = &'a ReferenceRow> + use<'a> {
        indices(&self.references_by_name, reference).into_iter().map(|index| &self.references[index])
    }
}

fn by_name(sources: impl Iterator<Item = Vec<String>>) -> HashMap<String, Vec<usize>> {
    let mut by_name: HashMap<String, Vec<usize>> = HashMap::new();
    for (index, names) in sources.enumerate() {
        names.into_iter().for_each(|name| by_name.entry(name).or_default().push(index));
    }
    by_name
}

fn indices(by_name: &HashMap<String, Vec<usize>>, reference: &Reference) -> BTreeSet<usize> {
    if by_name.is_empty() {
        return BTreeSet::new();
    }
    let [doi, pmid] = [&reference.doi, &reference.pmid].map(|identifier| identifier.as_deref().unwrap_or_default());
    let names = names(reference.key.as_str(), doi, pmid);
    names.iter().filter_map(|name| by_name.get(name)).flatten().copied().collect()
}

/// The names of a source: DOI and PubMed id, else its key.
fn names(key: &str, doi: &str, pmid: &str) -> Vec<String> {
    let doi = (!doi.is_empty()).then(|| format!("doi:{}", doi.to_lowercase()));
    let pmid = (!pmid.is_empty()).then(|| format!("pmid:{pmid}"));
    let identifiers: Vec<String> = doi.into_iter().chain(pmid).collect();
    if identifiers.is_empty() { vec![format!("key:{key}")] } else { identifiers }
}

/// Reads both files. A file that is not there has no rows.
pub(super) fn read(
    files: &dyn Files,
    root: &Path,
    paths: &ServiceRecordFiles,
) -> Result<ServiceRecords, Box<Diagnostic>> {
    Ok(ServiceRecords::new(rows(files, root, &paths.updates)?, rows(files, root, &paths.references)?))
}

fn rows<R: DeserializeOwned>(files: &dyn Files, root: &Path, path: &str) -> Result<Vec<R>, Box<Diagnostic>> {
    let refused = |line: u32, why: String| {
        let location = Location { line, end_line: line, ..Location::file(path) };
        let message = format!("what services said of sources cannot be read: {why}");
        let help = "put it right, or delete the file and run `wellpress care --fetch`";
        Box::new(Diagnostic::new(&rules::SETTINGS_INVALID, location, message).help(help))
    };
    match files.read_limited(&root.join(path), MAX_BYTES) {
        Ok(bytes) => parse(&bytes).map_err(|fault| refused(fault.line, fault.message)),
        Err(ReadError::Io { source, .. }) if source.kind() == io::ErrorKind::NotFound => Ok(Vec::new()),
        Err(error) => Err(refused(1, error.to_string())),
    }
}

/// Why a file has no rows.
#[derive(Debug, PartialEq, Eq)]
pub struct RowFault {
    /// The line, from 1.
    pub line: u32,
    /// What is wrong with it.
    pub message: String,
}

/// The rows of a file.
///
/// # Errors
/// The first row that is wrong.
pub fn parse<R: DeserializeOwned>(bytes: &[u8]) -> Result<Vec<R>, RowFault> {
    let rows = csv::Reader::from_reader(bytes).into_deserialize();
    rows.collect::<Result<_, _>>().map_err(|error: csv::Error| {
        let line = error.position().and_then(|position| u32::try_from(position.line()).ok()).unwrap_or(1);
        RowFault { line: line.max(1), message: error.to_string() }
    })
}

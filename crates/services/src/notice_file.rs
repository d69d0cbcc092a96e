//! [`NoticeRow`]s: what Crossref and PubMed say became of the sources, as a CSV file of the site. Its columns are those of a list of
//! retractions, so that builds read both alike; a few more tell people which source a row is about and who says so.

use serde::{Deserialize, Serialize};

use wellpress_bibliography::{NoticeKind, Reference, markup};
use wellpress_foundation::Day;

/// A notice about a source, as a row of the file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct NoticeRow {
    /// The key of the source.
    #[serde(rename = "Key")]
    pub key: String,
    /// The title of the source.
    #[serde(rename = "Title")]
    pub title: String,
    /// The DOI of the source.
    #[serde(rename = "OriginalPaperDOI")]
    pub doi: String,
    /// The PubMed id of the source.
    #[serde(rename = "OriginalPaperPubMedID")]
    pub pmid: String,
    /// The kind of notice in the words of a list of retractions.
    #[serde(rename = "RetractionNature")]
    pub nature: String,
    /// The day of the notice, as `2021-06-30`; empty if it is not known.
    #[serde(rename = "RetractionDate")]
    pub date: String,
    /// The DOI of the notice.
    #[serde(rename = "RetractionDOI")]
    pub notice_doi: String,
    /// The PubMed id of the notice.
    #[serde(rename = "RetractionPubMedID")]
    pub notice_pmid: String,
    /// What the service calls the notice.
    #[serde(rename = "Reason")]
    pub reason: String,
    /// The service that knows of it.
    #[serde(rename = "KnownBy")]
    pub known_by: String,
}

/// A notice as a service describes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServiceNotice {
    /// How grave it is.
    pub kind: NoticeKind,
    /// Its day, if the service says it.
    pub date: Option<Day>,
    /// Its DOI.
    pub doi: Option<String>,
    /// Its PubMed id.
    pub pmid: Option<String>,
}

impl NoticeRow {
    /// The row about a source.
    #[must_use]
    pub fn new(reference: &Reference, notice: &ServiceNotice, known_by: &str) -> Self {
        let nature = match notice.kind {
            NoticeKind::Retracted => "Retraction",
            NoticeKind::Concern => "Expression of concern",
            NoticeKind::Corrected => "Correction",
        };
        let title = reference.title.as_ref().map(|title| markup::plain(title).into_owned());
        Self {
            key: reference.key.to_string(),
            title: title.unwrap_or_default(),
            doi: reference.doi.clone().unwrap_or_default(),
            pmid: reference.pmid.clone().unwrap_or_default(),
            nature: nature.to_owned(),
            date: notice.date.map(|date| date.to_string()).unwrap_or_default(),
            notice_doi: notice.doi.clone().unwrap_or_default().to_lowercase(),
            notice_pmid: notice.pmid.clone().unwrap_or_default(),
            reason: String::new(),
            known_by: known_by.to_owned(),
        }
    }
}

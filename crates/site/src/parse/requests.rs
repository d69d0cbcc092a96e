//! A file `content/reviews/ID.requests.yaml` in, a [`RequestFile`] out: who was asked to review a page, when, and until which day.
//!
//! `wellpress review request` writes these files. Whether somebody has answered follows from answers and sign-offs, and is left to
//! `check::care`.

use serde::{Deserialize, Serialize};

use wellpress_diagnostics::yaml::{self, Dialect, Located};
use wellpress_diagnostics::{Diagnostic, Source, rules};
use wellpress_foundation::Day;

/// What findings about the YAML of these files call it, and their rules.
static DIALECT: Dialect =
    Dialect { date: &rules::DATE_INVALID, ..Dialect::of_one_rule("request for a review", &rules::REVIEW_INVALID) };

/// The end of the names of these files.
pub const FILE_END: &str = ".requests.yaml";

/// The requests about the pages that share an id, in the order in which they were made.
#[derive(Debug)]
pub struct RequestFile {
    /// The text of the file, for places of findings.
    pub source: Source,
    /// The valid requests.
    pub requests: Vec<RecordedRequest>,
}

/// That one person was asked to review one page.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RecordedRequest {
    /// The page, as commands name it: `article:neck-pain`.
    pub page: String,
    /// The tag of the page's language.
    pub language: String,
    /// The id of the person who was asked.
    pub person: Located<String>,
    /// The day of the request.
    pub asked: Day,
    /// The day until which an answer is asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Day>,
    /// Who asks, if the packet names somebody.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    /// The hash of the words in the packet.
    pub read: String,
}

/// Reads a file of requests. One with a mistake in a value has no requests, with a finding.
pub fn parse(source: Source, findings: &mut Vec<Diagnostic>) -> RequestFile {
    // `Option`, because an empty file is a list without entries.
    let decoded = yaml::decode::<Option<Vec<RecordedRequest>>>(&source, source.text.len(), &DIALECT);
    findings.extend(decoded.diagnostics);
    RequestFile { requests: decoded.value.flatten().unwrap_or_default(), source }
}

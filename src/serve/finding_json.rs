//! Findings as JSON for the preview's panel and the dashboard: the JSON of `check --format json`, and for each finding the line of
//! the source and a link that opens the author's editor there.

use std::path::PathBuf;

use serde::Serialize;
use serde_json::value::RawValue;

use wellpress_diagnostics::render::{json, text};
use wellpress_diagnostics::{Diagnostic, Location, Report, Severity};
use wellpress_site::config::EditorUrl;

#[derive(Serialize)]
struct FindingJson<'a> {
    #[serde(flatten)]
    finding: json::JsonFinding<'a>,
    excerpt: Option<String>,
    editor: Option<String>,
}

/// Makes links that open a file at a line in the author's editor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct EditorLinks {
    /// The form of a link; `None` if the settings name no editor.
    pub url: Option<EditorUrl>,
    /// The site's root, absolute: editors want absolute paths.
    pub root: PathBuf,
}

impl EditorLinks {
    fn link(&self, location: &Location) -> Option<String> {
        let file = self.root.join(&*location.file);
        Some(self.url.as_ref()?.link(&file.to_string_lossy(), location.line, location.column))
    }
}

/// How many findings the panel on a page shows. The dashboard shows all; the panel's come with each reload event, to each tab.
pub(super) const OVERLAY_LIMIT: usize = 100;

/// The first `limit` findings of at least this severity, as a JSON list.
pub(super) fn list(report: &Report, least_severity: Severity, limit: usize, editor: &EditorLinks) -> Box<RawValue> {
    let findings = report.findings().iter().filter(|finding| finding.severity >= least_severity).take(limit);
    let list: Vec<FindingJson<'_>> = findings.map(|finding| FindingJson::new(finding, editor)).collect();
    serde_json::value::to_raw_value(&list).expect("strings and numbers are always JSON")
}

impl<'a> FindingJson<'a> {
    fn new(finding: &'a Diagnostic, editor: &EditorLinks) -> Self {
        Self { finding: finding.into(), excerpt: text::excerpt(finding), editor: editor.link(&finding.location) }
    }
}

/// The JSON of a build without findings.
pub(super) fn empty_list() -> Box<RawValue> {
    RawValue::from_string("[]".to_owned()).expect("an empty list is JSON")
}

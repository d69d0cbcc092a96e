//! The JSON form: one object with every finding and a summary. Lines and columns count from 1, columns in characters.

use serde::Serialize;

use super::Summary;
use crate::diagnostics::{Diagnostic, Report};

/// The report as JSON, ending in a line end.
#[must_use]
pub fn render(report: &Report) -> String {
    let findings = report.findings().iter().map(Finding::from).collect();
    let document = Document { findings, summary: Summary::of(report) };
    let text = serde_json::to_string_pretty(&document).expect("strings and numbers are always JSON");
    text + "\n"
}

#[derive(Serialize)]
struct Document<'a> {
    findings: Vec<Finding<'a>>,
    summary: Summary,
}

/// One finding as it stands in the JSON form.
#[derive(Debug, Serialize)]
#[expect(missing_docs, reason = "the names are those of a finding and its place")]
pub struct Finding<'a> {
    pub rule: &'a str,
    pub severity: &'a str,
    pub message: &'a str,
    pub help: Option<&'a str>,
    pub file: &'a str,
    pub line: u32,
    pub column: u32,
    pub end_line: u32,
    pub end_column: u32,
}

impl<'a> From<&'a Diagnostic> for Finding<'a> {
    fn from(finding: &'a Diagnostic) -> Self {
        let location = &finding.location;
        Self {
            rule: finding.rule.id,
            severity: finding.severity.as_str(),
            message: &finding.message,
            help: finding.help.as_deref(),
            file: &location.file,
            line: location.line,
            column: location.column,
            end_line: location.end_line,
            end_column: location.end_column,
        }
    }
}

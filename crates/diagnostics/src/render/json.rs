//! The JSON format: a report in, one object with every finding and a summary out. Lines and columns count from 1, columns
//! in characters. Doc comments of the types are the descriptions of the published JSON Schema.

use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde::Serialize;
use serde_json::Value;

use super::Summary;
use crate::{Diagnostic, Report};

/// The report as JSON, ending in a line end.
///
/// ```
/// use wellpress_diagnostics::Report;
/// use wellpress_diagnostics::render::json;
///
/// assert!(json::render(&Report::default()).starts_with("{\n  \"findings\": []"));
/// ```
#[must_use]
pub fn render(report: &Report) -> String {
    let findings = report.findings().iter().map(|finding| JsonFinding::from(&**finding)).collect();
    let document = JsonReport { findings, summary: Summary::of(report) };
    let text = serde_json::to_string_pretty(&document).expect("strings and numbers are always JSON");
    text + "\n"
}

/// The JSON Schema (draft 2020-12) of this format.
///
/// ```
/// assert_eq!(wellpress_diagnostics::render::json::schema()["title"], "The report of wellpress");
/// ```
#[must_use]
pub fn schema() -> Value {
    let settings = SchemaSettings::draft2020_12().for_serialize();
    let mut schema = settings.into_generator().into_root_schema_for::<JsonReport<'_>>().to_value();
    schema["title"] = "The report of wellpress".into();
    schema
}

/// Every finding, and how many there are.
#[derive(Serialize, JsonSchema)]
struct JsonReport<'a> {
    /// Sorted by file, line and column.
    findings: Vec<JsonFinding<'a>>,
    /// How many of each severity.
    summary: Summary,
}

/// One finding as it stands in the JSON form.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Finding")]
pub struct JsonFinding<'a> {
    /// The rule's id, as `wellpress explain` takes it.
    pub rule: &'a str,
    /// How much it weighs.
    #[schemars(extend("enum" = ["error", "warning", "note"]))]
    pub severity: &'a str,
    /// What is wrong.
    pub message: &'a str,
    /// What to do about it.
    pub help: Option<&'a str>,
    /// What to write in place of the text between the two places, where there is one answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fix: Option<&'a str>,
    /// The file, relative to the site's root.
    pub file: &'a str,
    /// Its line, from 1.
    #[schemars(range(min = 1))]
    pub line: u32,
    /// Its column, from 1, in characters.
    #[schemars(range(min = 1))]
    pub column: u32,
    /// The line in which it ends.
    #[schemars(range(min = 1))]
    pub end_line: u32,
    /// The column behind its last character.
    #[schemars(range(min = 1))]
    pub end_column: u32,
}

impl<'a> From<&'a Diagnostic> for JsonFinding<'a> {
    fn from(finding: &'a Diagnostic) -> Self {
        let location = &finding.location;
        Self {
            rule: finding.rule.id,
            severity: finding.severity.as_str(),
            message: &finding.message,
            help: finding.help.as_deref(),
            fix: finding.fix.as_deref(),
            file: &location.file,
            line: location.line,
            column: location.column,
            end_line: location.end_line,
            end_column: location.end_column,
        }
    }
}

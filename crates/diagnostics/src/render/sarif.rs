//! SARIF 2.1.0, the format that code scanning services read: a report and the manual's pages in, a SARIF log out.
//!
//! <https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html>; the few objects that are needed are spelt out
//! here because the crate for it brings 33 others.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Serialize;

use crate::{Diagnostic, Location, Report, Rule};

/// What a relative path percent-encodes to become a URI: all but the unreserved characters of RFC 3986, and `/`.
const ENCODED_IN_PATHS: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~').remove(b'/');

/// Renders the report as a SARIF log that ends with a newline. `page_of` gives the manual's page of a rule, as Markdown
/// that begins with a heading line.
///
/// ```
/// use wellpress_diagnostics::render::sarif;
/// use wellpress_diagnostics::{Diagnostic, Location, Report, rules};
///
/// let finding = Diagnostic::new(&rules::RAW_HTML, Location::file("a b.md"), "raw HTML");
/// let log = sarif::render(&Report::new(vec![finding]), |_| "# raw-html\n\nHTML that Markdown cannot check.");
/// assert!(log.contains(r#""uri": "a%20b.md""#));
/// ```
#[must_use]
pub fn render(report: &Report, page_of: impl Fn(&Rule) -> &'static str) -> String {
    let rules = distinct_rules(report);
    let results = report.findings().iter().map(|finding| result(finding, &rules)).collect();
    let driver = ToolComponent {
        name: "wellpress",
        version: env!("CARGO_PKG_VERSION"),
        rules: rules.iter().map(|rule| reporting_descriptor(rule, page_of(rule))).collect(),
    };
    let run = SarifRun { tool: SarifTool { driver }, column_kind: "unicodeCodePoints", results };
    let log = SarifLog { schema: "https://json.schemastore.org/sarif-2.1.0.json", version: "2.1.0", runs: [run] };
    let text = serde_json::to_string_pretty(&log).expect("strings and numbers are always JSON");
    text + "\n"
}

/// The rules of the report's findings, sorted by id, so that a result can name its rule by index.
fn distinct_rules(report: &Report) -> Vec<&'static Rule> {
    let mut rules: Vec<&'static Rule> = report.findings().iter().map(|finding| finding.rule).collect();
    rules.sort_unstable_by_key(|rule| rule.id);
    rules.dedup_by_key(|rule| rule.id);
    rules
}

fn reporting_descriptor(rule: &'static Rule, page: &'static str) -> ReportingDescriptor {
    let body = page.split_once('\n').map_or("", |(_heading, body)| body).trim();
    let summary = body.split("\n\n").next().filter(|summary| !summary.is_empty()).unwrap_or(rule.id);
    ReportingDescriptor {
        id: rule.id,
        short_description: SarifMessage { text: summary.replace('\n', " ") },
        help: MultiformatMessage { text: body, markdown: body },
        default_configuration: ReportingConfiguration { level: rule.severity.as_str() },
    }
}

fn result<'a>(finding: &'a Diagnostic, rules: &[&'static Rule]) -> SarifResult<'a> {
    let text = match &finding.help {
        Some(help) => format!("{}\n{help}", finding.message),
        None => finding.message.clone(),
    };
    let related = finding.related.iter().enumerate().map(|(id, related)| {
        let message = Some(SarifMessage { text: related.message.clone() });
        SarifLocation { id: Some(id), message, physical_location: physical_location(&related.location) }
    });
    SarifResult {
        rule_id: finding.rule.id,
        rule_index: rules.binary_search_by_key(&finding.rule.id, |rule| rule.id).ok(),
        // SARIF's levels have the same names.
        level: finding.severity.as_str(),
        message: SarifMessage { text },
        locations: [SarifLocation { id: None, message: None, physical_location: physical_location(&finding.location) }],
        related_locations: related.collect(),
    }
}

fn physical_location(location: &Location) -> PhysicalLocation<'_> {
    PhysicalLocation {
        artifact_location: ArtifactLocation {
            uri: utf8_percent_encode(&location.file, ENCODED_IN_PATHS).to_string(),
            uri_base_id: "%SRCROOT%",
        },
        region: LineRegion {
            start_line: location.line,
            start_column: location.column,
            end_line: location.end_line,
            end_column: location.end_column,
        },
        context_region: context_region(location),
    }
}

fn context_region(location: &Location) -> Option<ContextRegion<'_>> {
    // SARIF wants the context to contain the region, and the excerpt has only the first line.
    let text = location.excerpt.as_deref().filter(|_| location.line == location.end_line)?;
    Some(ContextRegion { start_line: location.line, snippet: ArtifactSnippet { text } })
}

// The objects below have the names and fields of the SARIF specification.

#[derive(Serialize)]
struct SarifLog<'a> {
    #[serde(rename = "$schema")]
    schema: &'static str,
    version: &'static str,
    runs: [SarifRun<'a>; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct SarifRun<'a> {
    tool: SarifTool,
    column_kind: &'static str,
    results: Vec<SarifResult<'a>>,
}

#[derive(Serialize)]
struct SarifTool {
    driver: ToolComponent,
}

#[derive(Serialize)]
struct ToolComponent {
    name: &'static str,
    version: &'static str,
    rules: Vec<ReportingDescriptor>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ReportingDescriptor {
    id: &'static str,
    short_description: SarifMessage,
    help: MultiformatMessage,
    default_configuration: ReportingConfiguration,
}

#[derive(Serialize)]
struct MultiformatMessage {
    text: &'static str,
    markdown: &'static str,
}

#[derive(Serialize)]
struct ReportingConfiguration {
    level: &'static str,
}

#[derive(Serialize)]
struct SarifMessage {
    text: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct SarifResult<'a> {
    rule_id: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    rule_index: Option<usize>,
    level: &'static str,
    message: SarifMessage,
    locations: [SarifLocation<'a>; 1],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related_locations: Vec<SarifLocation<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct SarifLocation<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<SarifMessage>,
    physical_location: PhysicalLocation<'a>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PhysicalLocation<'a> {
    artifact_location: ArtifactLocation,
    region: LineRegion,
    #[serde(skip_serializing_if = "Option::is_none")]
    context_region: Option<ContextRegion<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ArtifactLocation {
    uri: String,
    uri_base_id: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct LineRegion {
    start_line: u32,
    start_column: u32,
    end_line: u32,
    end_column: u32,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ContextRegion<'a> {
    start_line: u32,
    snippet: ArtifactSnippet<'a>,
}

#[derive(Serialize)]
struct ArtifactSnippet<'a> {
    text: &'a str,
}

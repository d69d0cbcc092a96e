//! SARIF 2.1.0, the form that code scanning services read.
//!
//! <https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html>; the few objects that are needed are spelt out
//! here because the crate for it brings 33 others.

use serde::Serialize;

use crate::{Diagnostic, Location, Report, Rule, Severity};

/// Renders the report as a SARIF log that ends with a newline. `page_of` gives the manual's page of a rule, as Markdown
/// that begins with a heading line.
#[must_use]
pub fn render(report: &Report, page_of: impl Fn(&Rule) -> &'static str) -> String {
    let rules = rules_in(report);
    let results = report.findings().iter().map(|finding| result(finding, &rules)).collect();
    let driver = Driver {
        name: "wellpress",
        version: env!("CARGO_PKG_VERSION"),
        rules: rules.iter().map(|rule| rule_text(rule, page_of(rule))).collect(),
    };
    let run = Run { tool: Tool { driver }, column_kind: "unicodeCodePoints", results };
    let log = Log { schema: "https://json.schemastore.org/sarif-2.1.0.json", version: "2.1.0", runs: [run] };
    let text = serde_json::to_string_pretty(&log).expect("strings and numbers are always JSON");
    text + "\n"
}

/// The rules that found something, by id.
fn rules_in(report: &Report) -> Vec<&'static Rule> {
    let mut rules: Vec<&'static Rule> = report.findings().iter().map(|finding| finding.rule).collect();
    rules.sort_unstable_by_key(|rule| rule.id);
    rules.dedup_by_key(|rule| rule.id);
    rules
}

fn rule_text(rule: &'static Rule, page: &'static str) -> RuleText {
    let body = page.split_once('\n').map_or("", |(_heading, body)| body).trim();
    let summary = body.split("\n\n").next().filter(|summary| !summary.is_empty()).unwrap_or(rule.id);
    RuleText {
        id: rule.id,
        short_description: Text { text: summary.replace('\n', " ") },
        help: Help { text: body, markdown: body },
        default_configuration: Configuration { level: level(rule.severity) },
    }
}

fn result<'a>(finding: &'a Diagnostic, rules: &[&'static Rule]) -> Outcome<'a> {
    let text = match &finding.help {
        Some(help) => format!("{}\n{help}", finding.message),
        None => finding.message.clone(),
    };
    let related = finding.related.iter().enumerate().map(|(id, related)| {
        let message = Some(Text { text: related.message.clone() });
        Place { id: Some(id), message, physical_location: physical(&related.location) }
    });
    Outcome {
        rule_id: finding.rule.id,
        rule_index: rules.binary_search_by_key(&finding.rule.id, |rule| rule.id).ok(),
        level: level(finding.severity),
        message: Text { text },
        locations: [Place { id: None, message: None, physical_location: physical(&finding.location) }],
        related_locations: related.collect(),
    }
}

fn physical(location: &Location) -> Physical<'_> {
    Physical {
        artifact_location: ArtifactLocation { uri: uri(&location.file), uri_base_id: "%SRCROOT%" },
        region: Region {
            start_line: location.line,
            start_column: location.column,
            end_line: location.end_line,
            end_column: location.end_column,
        },
        context_region: context(location),
    }
}

/// The excerpt is the first line, so it holds the whole place only where that has one line.
fn context(location: &Location) -> Option<ContextRegion<'_>> {
    let text = location.excerpt.as_deref().filter(|_| location.line == location.end_line)?;
    Some(ContextRegion { start_line: location.line, snippet: Snippet { text } })
}

fn level(severity: Severity) -> &'static str {
    severity.as_str()
}

/// A relative path as a URI: everything but unreserved characters and `/` is percent-encoded.
fn uri(path: &str) -> String {
    let encode = |byte: u8| match byte {
        b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => char::from(byte).to_string(),
        _ => format!("%{byte:02X}"),
    };
    path.bytes().map(encode).collect()
}

#[derive(Serialize)]
struct Log<'a> {
    #[serde(rename = "$schema")]
    schema: &'static str,
    version: &'static str,
    runs: [Run<'a>; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Run<'a> {
    tool: Tool,
    column_kind: &'static str,
    results: Vec<Outcome<'a>>,
}

#[derive(Serialize)]
struct Tool {
    driver: Driver,
}

#[derive(Serialize)]
struct Driver {
    name: &'static str,
    version: &'static str,
    rules: Vec<RuleText>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct RuleText {
    id: &'static str,
    short_description: Text,
    help: Help,
    default_configuration: Configuration,
}

#[derive(Serialize)]
struct Help {
    text: &'static str,
    markdown: &'static str,
}

#[derive(Serialize)]
struct Configuration {
    level: &'static str,
}

#[derive(Serialize)]
struct Text {
    text: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Outcome<'a> {
    rule_id: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    rule_index: Option<usize>,
    level: &'static str,
    message: Text,
    locations: [Place<'a>; 1],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related_locations: Vec<Place<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Place<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<Text>,
    physical_location: Physical<'a>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Physical<'a> {
    artifact_location: ArtifactLocation,
    region: Region,
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
struct Region {
    start_line: u32,
    start_column: u32,
    end_line: u32,
    end_column: u32,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ContextRegion<'a> {
    start_line: u32,
    snippet: Snippet<'a>,
}

#[derive(Serialize)]
struct Snippet<'a> {
    text: &'a str,
}

//! SARIF 2.1.0, the format that code scanning services read: a report and the manual's pages in, a SARIF log out.
//!
//! <https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html>; the few objects that are needed are spelt out
//! here because the crate for it brings 33 others.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Value, json};

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
    let descriptors: Vec<Value> = rules.iter().map(|rule| reporting_descriptor(rule, page_of(rule))).collect();
    let results: Vec<Value> = report.findings().iter().map(|finding| result(finding, &rules)).collect();
    let log = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": {"driver": {"name": "wellpress", "version": env!("CARGO_PKG_VERSION"), "rules": descriptors}},
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    });
    format!("{log:#}\n")
}

/// The rules of the report's findings, sorted by id, so that a result can name its rule by index.
fn distinct_rules(report: &Report) -> Vec<&'static Rule> {
    let mut rules: Vec<&'static Rule> = report.findings().iter().map(|finding| finding.rule).collect();
    rules.sort_unstable_by_key(|rule| rule.id);
    rules.dedup_by_key(|rule| rule.id);
    rules
}

fn reporting_descriptor(rule: &Rule, page: &str) -> Value {
    let body = page.split_once('\n').map_or("", |(_heading, body)| body).trim();
    let summary = body.split("\n\n").next().filter(|summary| !summary.is_empty()).unwrap_or(rule.id);
    json!({
        "id": rule.id,
        "shortDescription": {"text": summary.replace('\n', " ")},
        "help": {"text": body, "markdown": body},
        "defaultConfiguration": {"level": rule.severity.as_str()},
    })
}

fn result(finding: &Diagnostic, rules: &[&'static Rule]) -> Value {
    let text = match &finding.help {
        Some(help) => format!("{}\n{help}", finding.message),
        None => finding.message.clone(),
    };
    let related = finding.related.iter().enumerate().map(|(id, related)| {
        let physical_location = physical_location(&related.location);
        json!({"id": id, "message": {"text": related.message}, "physicalLocation": physical_location})
    });
    let mut result = json!({
        "ruleId": finding.rule.id,
        "ruleIndex": rules.binary_search_by_key(&finding.rule.id, |rule| rule.id).ok(),
        // SARIF's levels have the same names.
        "level": finding.severity.as_str(),
        "message": {"text": text},
        "locations": [{"physicalLocation": physical_location(&finding.location)}],
        "relatedLocations": related.collect::<Vec<_>>(),
    });
    if let Some(text) = &finding.fix {
        let physical_location = physical_location(&finding.location);
        let replacement = json!({"deletedRegion": physical_location["region"], "insertedContent": {"text": text}});
        let change = json!({"artifactLocation": physical_location["artifactLocation"], "replacements": [replacement]});
        result["fixes"] = json!([{"description": {"text": format!("write `{text}`")}, "artifactChanges": [change]}]);
    }
    result
}

fn physical_location(location: &Location) -> Value {
    let mut physical_location = json!({
        "artifactLocation": {
            "uri": utf8_percent_encode(&location.file, ENCODED_IN_PATHS).to_string(),
            "uriBaseId": "%SRCROOT%",
        },
        "region": {
            "startLine": location.line,
            "startColumn": location.column,
            "endLine": location.end_line,
            "endColumn": location.end_column,
        },
    });
    // SARIF wants the context to contain the region, and the excerpt has only the first line.
    if let Some(text) = location.excerpt.as_deref().filter(|_| location.line == location.end_line) {
        physical_location["contextRegion"] = json!({"startLine": location.line, "snippet": {"text": text}});
    }
    physical_location
}

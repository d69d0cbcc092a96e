//! The HTML format: a report in, one page for a browser or an attachment out, complete in itself and without scripts. It
//! shows charts of the site, findings by rule, and all findings by file. What the charts count is left to the caller.

mod chart;

use std::collections::BTreeMap;
use std::sync::Arc;

use super::Summary;
use super::excerpt::{Excerpt, visible};
use crate::{Diagnostic, Location, Report};

pub use chart::{Bar, BarChart};

const STYLE: &str = include_str!("html.css");

/// The report as an HTML document, with charts of the site above the findings.
///
/// ```
/// use wellpress_diagnostics::Report;
/// use wellpress_diagnostics::render::html;
///
/// assert!(html::render(&Report::default(), &[]).contains("<h1>no findings</h1>"));
/// ```
#[must_use]
pub fn render(report: &Report, charts: &[BarChart]) -> String {
    let summary = Summary::of(report);
    let by_rule = findings_by_rule(report);
    let charts: String = charts.iter().chain([&by_rule]).map(chart::section).collect();
    let findings_by_file = report.findings().chunk_by(|a, b| a.location.file == b.location.file);
    let sections: String = findings_by_file.map(file_section).collect();
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>wellpress: {summary}</title>\n<style>\n{STYLE}</style>\n</head>\n\
         <body>\n<main>\n<h1>{summary}</h1>\n{charts}{sections}</main>\n</body>\n</html>\n"
    )
}

/// Rules with most findings first; rules with equally many by id.
fn findings_by_rule(report: &Report) -> BarChart {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for finding in report.findings() {
        *counts.entry(format!("{} ({})", finding.rule.id, finding.severity.as_str())).or_default() += 1;
    }
    let mut bars: Vec<Bar> = counts.into_iter().map(|(label, count)| Bar { label, count }).collect();
    // A stable sort, which keeps equally frequent rules in the order of their ids.
    bars.sort_by_key(|bar| std::cmp::Reverse(bar.count));
    BarChart { title: "Findings by rule", label_heading: "Rule", count_heading: "Findings", bars }
}

/// A section for the findings of one file. There is at least one.
fn file_section(findings: &[Arc<Diagnostic>]) -> String {
    let items: String = findings.iter().map(|finding| list_item(finding)).collect();
    format!("<section>\n<h2>{}</h2>\n<ol>\n{items}</ol>\n</section>\n", escape(&findings[0].location.file))
}

fn list_item(finding: &Diagnostic) -> String {
    let Location { line, column, .. } = finding.location;
    let (severity, rule) = (finding.severity.as_str(), finding.rule.id);
    let excerpt = excerpt(&finding.location);
    let related: String =
        finding.related.iter().map(|related| related_paragraph(&related.location, &related.message)).collect();
    let help: String = finding.help.iter().map(|help| format!("<p>{}</p>\n", escape(help))).collect();
    format!(
        "<li>\n<p>{line}:{column} <strong>{severity}</strong>: {} (<code>{rule}</code>)</p>\n{excerpt}{related}{help}</li>\n",
        escape(&finding.message)
    )
}

fn related_paragraph(location: &Location, message: &str) -> String {
    let Location { file, line, column, .. } = location;
    let position = escape(&format!("{file}:{line}:{column}"));
    format!("<p>{}: {position}</p>\n{}", escape(message), excerpt(location))
}

fn excerpt(location: &Location) -> String {
    let Some(line) = location.excerpt.as_deref() else { return String::new() };
    let Excerpt { lead, marked, tail } = Excerpt::cut(line, location);
    let [lead, marked, tail] = [lead, marked, tail].map(|part| escape(&part));
    format!("<pre>{lead}<mark>{marked}</mark>{tail}</pre>\n")
}

/// Text for elements and attributes in double quotes. Four characters are no reason for this crate to depend on another.
///
/// ```
/// assert_eq!(wellpress_diagnostics::render::html::escape("<a & b>"), "&lt;a &amp; b&gt;");
/// ```
#[must_use]
pub fn escape(text: &str) -> String {
    // `&` first: last, it would escape the escapes.
    visible(text).replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

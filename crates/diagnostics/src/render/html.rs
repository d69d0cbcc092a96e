//! The HTML form: one page for a browser or an attachment, complete in itself and without scripts: figures of the site,
//! findings by rule, and all findings by file.

mod plot;

use std::collections::BTreeMap;

use super::Summary;
use super::excerpt::{Excerpt, visible};
use crate::{Diagnostic, Location, Report};

pub use plot::{Bar, Figure};

const STYLE: &str = include_str!("html.css");

/// The report as an HTML document, with figures of the site above the findings.
#[must_use]
pub fn render(report: &Report, figures: &[Figure]) -> String {
    let summary = Summary::of(report);
    let by_rule = by_rule(report);
    let figures: String = figures.iter().chain([&by_rule]).map(plot::section).collect();
    let files = report.findings().chunk_by(|a, b| a.location.file == b.location.file);
    let sections: String = files.map(section).collect();
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>wellpress: {summary}</title>\n<style>\n{STYLE}</style>\n</head>\n\
         <body>\n<main>\n<h1>{summary}</h1>\n{figures}{sections}</main>\n</body>\n</html>\n"
    )
}

/// Those that found most come first.
fn by_rule(report: &Report) -> Figure {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for finding in report.findings() {
        *counts.entry(format!("{} ({})", finding.rule.id, finding.severity.as_str())).or_default() += 1;
    }
    let mut bars: Vec<Bar> = counts.into_iter().map(|(label, count)| Bar { label, count }).collect();
    bars.sort_by_key(|bar| std::cmp::Reverse(bar.count));
    Figure { title: "Findings by rule", what: "Rule", counted: "Findings", bars }
}

/// The findings of one file; there is at least one.
fn section(findings: &[Diagnostic]) -> String {
    let items: String = findings.iter().map(item).collect();
    format!("<section>\n<h2>{}</h2>\n<ol>\n{items}</ol>\n</section>\n", escape(&findings[0].location.file))
}

fn item(finding: &Diagnostic) -> String {
    let Location { line, column, .. } = finding.location;
    let (severity, rule) = (finding.severity.as_str(), finding.rule.id);
    let excerpt = excerpt(&finding.location);
    let related: String = finding.related.iter().map(|related| place(&related.location, &related.message)).collect();
    let help: String = finding.help.iter().map(|help| format!("<p>{}</p>\n", escape(help))).collect();
    format!(
        "<li>\n<p>{line}:{column} <strong>{severity}</strong>: {} (<code>{rule}</code>)</p>\n{excerpt}{related}{help}</li>\n",
        escape(&finding.message)
    )
}

fn place(location: &Location, message: &str) -> String {
    let Location { file, line, column, .. } = location;
    let place = escape(&format!("{file}:{line}:{column}"));
    format!("<p>{}: {place}</p>\n{}", escape(message), excerpt(location))
}

fn excerpt(location: &Location) -> String {
    let Some(line) = location.excerpt.as_deref() else { return String::new() };
    let Excerpt { before, marked, after } = Excerpt::cut(line, location);
    let [before, marked, after] = [before, marked, after].map(|part| escape(&part));
    format!("<pre>{before}<mark>{marked}</mark>{after}</pre>\n")
}

fn escape(text: &str) -> String {
    visible(text).replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

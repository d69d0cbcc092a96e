//! Annotations for GitHub's workflows: a report in, one workflow command for each finding out. GitHub shows each at its
//! line in the diff of a pull request.
//!
//! <https://docs.github.com/actions/reference/workflow-commands-for-github-actions>

use std::fmt::Write;

use crate::{Diagnostic, Location, Report, Severity};

/// The report as workflow commands, one in each line.
///
/// ```
/// use wellpress_diagnostics::render::github;
/// use wellpress_diagnostics::{Diagnostic, Location, Report, rules};
///
/// let finding = Diagnostic::new(&rules::RAW_HTML, Location::file("a.md"), "raw HTML");
/// let expected = "::warning file=a.md,line=1,col=1,endColumn=1,title=raw-html::raw HTML\n";
/// assert_eq!(github::render(&Report::new(vec![finding])), expected);
/// ```
#[must_use]
pub fn render(report: &Report) -> String {
    report.findings().iter().map(|finding| command(finding)).collect()
}

fn command(finding: &Diagnostic) -> String {
    let name = match finding.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "notice",
    };
    let file = escape_property(&finding.location.file);
    let (range, message) = (range(&finding.location), escape_data(&message(finding)));
    format!("::{name} file={file},{range},title={}::{message}\n", finding.rule.id)
}

fn range(location: &Location) -> String {
    // GitHub takes columns only for an annotation that begins and ends on one line.
    match location.line == location.end_line {
        true => format!("line={},col={},endColumn={}", location.line, location.column, location.end_column),
        false => format!("line={},endLine={}", location.line, location.end_line),
    }
}

/// The message with related places and help. An annotation points at one place only, so they follow as lines of text.
fn message(finding: &Diagnostic) -> String {
    let mut message = finding.message.clone();
    for related in &finding.related {
        let Location { file, line, column, .. } = &related.location;
        let _ = write!(message, "\n{}: {file}:{line}:{column}", related.message);
    }
    if let Some(help) = &finding.help {
        let _ = write!(message, "\nhelp: {help}");
    }
    message
}

/// Escapes the message behind `::`.
fn escape_data(text: &str) -> String {
    // `%` first: last, it would escape the escapes.
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// Escapes a value behind `=`, in which `:` and `,` end the value.
fn escape_property(text: &str) -> String {
    escape_data(text).replace(':', "%3A").replace(',', "%2C")
}

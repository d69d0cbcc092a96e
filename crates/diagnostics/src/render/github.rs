//! Annotations for GitHub's workflows: one workflow command a finding, which GitHub shows at the line in the diff.
//!
//! <https://docs.github.com/actions/reference/workflow-commands-for-github-actions>

use crate::{Diagnostic, Report, Severity};

/// The report as workflow commands, one a line.
#[must_use]
pub fn render(report: &Report) -> String {
    report.findings().iter().map(annotation).collect()
}

fn annotation(finding: &Diagnostic) -> String {
    let command = match finding.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "notice",
    };
    let file = property(&finding.location.file);
    format!("::{command} file={file},{},title={}::{}\n", place(finding), finding.rule.id, data(&words(finding)))
}

/// GitHub takes columns only where a finding begins and ends on one line.
fn place(finding: &Diagnostic) -> String {
    let location = &finding.location;
    match location.line == location.end_line {
        true => format!("line={},col={},endColumn={}", location.line, location.column, location.end_column),
        false => format!("line={},endLine={}", location.line, location.end_line),
    }
}

fn words(finding: &Diagnostic) -> String {
    let related = finding.related.iter().map(|related| {
        let place = &related.location;
        format!("\n{}: {}:{}:{}", related.message, place.file, place.line, place.column)
    });
    let help = finding.help.iter().map(|help| format!("\nhelp: {help}"));
    std::iter::once(finding.message.clone()).chain(related).chain(help).collect()
}

/// What stands after `::`.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// What stands after `=`.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

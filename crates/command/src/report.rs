//! Prints a report in the form and to the place that the user chose. The renderers of the forms are in
//! `wellpress_diagnostics::render`.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::{Args, ValueEnum};

use wellpress_build::pipeline::{self, Outcome, Request};
use wellpress_diagnostics::render::comment::PageName;
use wellpress_diagnostics::render::html::BarChart;
use wellpress_diagnostics::render::{Summary, comment, github, html, json, sarif, text};
use wellpress_diagnostics::rules::Property;
use wellpress_diagnostics::{Diagnostic, Report, Severity};
use wellpress_io::fs::{Disk, absolute};

use crate::console::{self, Console, Verbosity};
use crate::failure::{Exit, Failure};
use crate::invocation::Invocation;

/// The values of `--format` for reports.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ReportFormat {
    /// For people
    Text,
    /// For programs
    Json,
    /// For code scanning services
    Sarif,
    /// Annotations for GitHub's workflows
    Github,
    /// A page for a browser
    Html,
    /// A comment on a pull request, for people without a terminal
    Comment,
}

/// The arguments of commands that print a report. Text goes to standard error, because it accompanies the summary of a command;
/// every other form is the result that the user asked for and goes to standard output, alone, so that a program can read it.
#[derive(Debug, Args)]
pub struct ReportArguments {
    /// The form of the report
    #[arg(long, value_enum, value_name = "FORM", default_value_t = ReportFormat::Text)]
    pub format: ReportFormat,
    /// Write the report to this file
    #[arg(long, value_name = "FILE")]
    pub output: Option<PathBuf>,
}

/// What a report shows of the site besides findings.
#[derive(Debug, Clone, Copy)]
pub struct SiteInReport<'a> {
    /// The figures of the form `html`.
    pub figures: &'a [BarChart],
    /// The pages by their files, for the form `comment`.
    pub pages: &'a BTreeMap<Arc<str>, PageName>,
}

/// Which findings are printed as text. Files and the forms for programs always have all of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FindingFilter {
    /// Prints all findings.
    All,
    /// Prints errors and findings for whoever runs the program, and a line with the number of the other findings.
    ErrorsOnly,
}

impl FindingFilter {
    /// All findings if the user asked for warnings: they fail the run, or `--verbose` is given.
    pub fn of_run(console: &Console, failing_severity: Severity) -> Self {
        let shows_warnings = failing_severity == Severity::Warning || console.verbosity == Verbosity::Verbose;
        if shows_warnings { Self::All } else { Self::ErrorsOnly }
    }
}

impl ReportArguments {
    /// Whether standard output has the report, so that nothing else may be printed there.
    pub fn owns_stdout(&self) -> bool {
        self.format != ReportFormat::Text && self.output.is_none()
    }

    /// Prints the report: as text to standard error, in other forms to standard output, with `--output` to a file.
    ///
    /// # Errors
    /// When the file or standard output cannot be written.
    pub fn show(&self, invocation: &Invocation<'_>, report: &Report, filter: FindingFilter) -> Result<(), Failure> {
        self.show_with(invocation, report, filter, SiteInReport { figures: &[], pages: &BTreeMap::new() })
    }

    /// Prints the report as [`ReportArguments::show`] does; the forms `html` and `comment` also show what is known
    /// of the site.
    ///
    /// # Errors
    /// When the file or standard output cannot be written.
    pub fn show_with(
        &self,
        invocation: &Invocation<'_>,
        report: &Report,
        filter: FindingFilter,
        site: SiteInReport<'_>,
    ) -> Result<(), Failure> {
        if self.output.is_none() && self.format == ReportFormat::Text {
            console::print_stderr(&render_text(&invocation.console, report, filter));
            return Ok(());
        }
        console::write_or_print(&self.render(invocation, report, site), self.output.as_ref(), "the report")
    }

    fn render(&self, invocation: &Invocation<'_>, report: &Report, site: SiteInReport<'_>) -> String {
        match self.format {
            // Only used for files, where colours would be control characters.
            ReportFormat::Text => text::render(report, text::Colour::Plain),
            ReportFormat::Json => json::render(report),
            ReportFormat::Sarif => sarif::render(report, invocation.program.rule_page),
            ReportFormat::Github => github::render(report),
            ReportFormat::Html => html::render(report, site.figures),
            ReportFormat::Comment => comment::render(report, site.pages),
        }
    }
}

/// Refuses to write a report over the settings of the site, or into a folder of its sources.
///
/// # Errors
/// When the path is such a place.
pub fn refuse_source(request: &Request<'_>, path: &Path) -> Result<(), Failure> {
    let is_settings =
        absolute(&Disk, path).ok().is_some_and(|path| absolute(&Disk, &request.settings).ok() == Some(path));
    // Settings with mistakes are reported by the command itself, which then writes nothing.
    let config = pipeline::settings(&Disk, request).ok();
    let is_source = matches!(config, Some(Outcome::Done(config)) if pipeline::is_source(&Disk, &config, path));
    if !is_settings && !is_source {
        return Ok(());
    }
    let message = format!("`--output {}` would write over a source of the site", path.display());
    Err(Failure::usage(message).help("choose a file outside of the sources"))
}

/// The exit status of a run with this report, which findings fail from this severity on. Mistakes in the settings have a status of
/// their own; the content may have some too.
pub fn exit_of(report: &Report, failing_severity: Severity) -> Exit {
    match report.has_from(failing_severity) {
        true if report.findings().iter().any(|finding| is_of_settings(finding, failing_severity)) => Exit::Usage,
        true => Exit::Content,
        false => Exit::Done,
    }
}

/// Whether a finding fails a run and is a mistake in the settings.
fn is_of_settings(finding: &Diagnostic, failing_severity: Severity) -> bool {
    finding.severity >= failing_severity && finding.rule.has(Property::OfSettings)
}

/// Renders the findings that the filter lets through, and a line with the number of the others.
pub fn render_text(console: &Console, report: &Report, filter: FindingFilter) -> String {
    let (printed, counted): (Vec<Arc<Diagnostic>>, Vec<Arc<Diagnostic>>) = (report.findings().iter().cloned())
        .partition(|finding| {
            filter == FindingFilter::All
                || finding.severity == Severity::Error
                || finding.rule.has(Property::ForOperator)
        });
    let mut text = String::new();
    if !printed.is_empty() {
        text.push_str(&text::render(&Report::new(printed), text::Colour::Ansi));
    }
    if !counted.is_empty() && console.verbosity > Verbosity::Quiet {
        text.push_str(&format!("{}: see `wellpress check`\n", Summary::of(&Report::new(counted))));
    }
    text
}

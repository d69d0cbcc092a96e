//! A report as the person asked for it: in which form, where, and how much of it.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use wellpress_diagnostics::render::html::BarChart;
use wellpress_diagnostics::render::{Summary, github, html, json, sarif, text};
use wellpress_diagnostics::{Diagnostic, Report, Severity};
use wellpress_io::fs::{Disk, Files};

use crate::pipeline::Verdict;
use crate::rule_pages::page_of;

use super::Exit;
use super::console::{self, Console, Volume};
use super::failure::Failure;

/// The form of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
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
}

/// Where a report goes, and in which form.
#[derive(Debug, Args)]
pub(super) struct ReportArguments {
    /// The report's form
    #[arg(long, value_enum, value_name = "FORM", default_value_t = Format::Text)]
    pub format: Format,
    /// Write the report to this file
    #[arg(long, value_name = "FILE")]
    pub output: Option<PathBuf>,
}

/// Which findings the text form shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shown {
    /// All.
    All,
    /// Errors; the others are counted.
    Errors,
}

impl ReportArguments {
    /// Whether standard output holds nothing but the report.
    pub fn is_result(&self) -> bool {
        self.format != Format::Text && self.output.is_none()
    }

    /// Shows the report: text on standard error, other forms on standard output, or whichever in a file.
    pub fn show(&self, console: &Console, report: &Report, shown: Shown) -> Result<(), Failure> {
        self.show_with(console, report, shown, &[])
    }

    /// The same, with figures of the site where the form has room for them.
    pub fn show_with(
        &self,
        console: &Console,
        report: &Report,
        shown: Shown,
        figures: &[BarChart],
    ) -> Result<(), Failure> {
        match (&self.output, self.format) {
            (Some(path), _) => Disk
                .write(path, self.rendered(report, figures).as_bytes())
                .map_err(|error| Failure::machine(format!("cannot write the report to `{}`: {error}", path.display()))),
            (None, Format::Text) => {
                console::aside(&text_form(console, report, shown));
                Ok(())
            }
            (None, _) => console::print(&self.rendered(report, figures)),
        }
    }

    fn rendered(&self, report: &Report, figures: &[BarChart]) -> String {
        match self.format {
            Format::Text => text::render(report, text::Colour::Plain),
            Format::Json => json::render(report),
            Format::Sarif => sarif::render(report, page_of),
            Format::Github => github::render(report),
            Format::Html => html::render(report, figures),
        }
    }
}

/// The exit status that a verdict means.
pub(super) fn exit_of(verdict: Verdict) -> Exit {
    match verdict {
        Verdict::Sound => Exit::Done,
        Verdict::Content => Exit::Content,
        Verdict::Settings => Exit::Usage,
    }
}

/// The findings that are shown, as text, and how many others there are.
pub(super) fn text_form(console: &Console, report: &Report, shown: Shown) -> String {
    let is_shown = |finding: &&Diagnostic| shown == Shown::All || finding.severity == Severity::Error;
    let findings: Vec<Diagnostic> = report.findings().iter().filter(is_shown).cloned().collect();
    let mut text = String::new();
    let left = report.findings().len() - findings.len();
    if !findings.is_empty() {
        text.push_str(&text::render(&Report::new(findings), console.colour));
    }
    if left > 0 && console.volume > Volume::Quiet {
        let rest = report.findings().iter().filter(|finding| !is_shown(finding)).cloned().collect();
        text.push_str(&format!("{}: see `wellpress check`\n", Summary::of(&Report::new(rest))));
    }
    text
}

//! `wellpress check`: every rule, no output.

use clap::Args;

use crate::diagnostics::render::Summary;
use crate::fs::Disk;
use crate::pipeline::{self, Checked, Verdict};

use super::Exit;
use super::arguments::{Common, SiteArguments};
use super::baseline::BaselineArguments;
use super::build::count;
use super::console::{self, Console};
use super::failure::Failure;
use super::report::{ReportArguments, Shown, exit_of};
use super::stopwatch::Stopwatch;

/// Check the site by every rule and write nothing
#[derive(Debug, Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    site: SiteArguments,
    #[command(flatten)]
    report: ReportArguments,
    #[command(flatten)]
    baseline: BaselineArguments,
}

/// Checks the site.
pub(super) fn run(console: &Console, common: &Common, arguments: &Arguments) -> Result<Exit, Failure> {
    let stopwatch = Stopwatch::start(console);
    let request = arguments.site.request(common, &stopwatch)?;
    let baseline = arguments.baseline.read()?;
    let Checked { report, counts } = pipeline::check(&Disk, &request)?;
    if Verdict::of(&report, request.strictness) == Verdict::Settings {
        arguments.report.show(console, &report, Shown::All)?;
        return Ok(Exit::Usage);
    }
    let (report, known) = arguments.baseline.apply(console, baseline, report)?;
    arguments.report.show(console, &report, Shown::All)?;
    if arguments.site.timings {
        console::aside(&stopwatch.timings());
    }
    if !arguments.report.is_result() {
        let looked_at = [count(counts.pages, "page"), count(counts.sources, "source")].join(" and ");
        let found = Summary::of(&report);
        let known = if known > 0 { format!(", and {known} of the baseline") } else { String::new() };
        console.closing(&format!("Checked {looked_at} in {}: {found}{known}", stopwatch.seconds()))?;
    }
    Ok(exit_of(Verdict::of(&report, request.strictness)))
}

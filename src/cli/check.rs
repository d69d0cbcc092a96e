//! `wellpress check`: every rule, no output.

use clap::Args;

use crate::diagnostics::render::Summary;
use crate::fs::Disk;
use crate::pipeline::{self, Verdict};

use super::Exit;
use super::arguments::{Common, SiteArguments};
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
}

/// Checks the site.
pub(super) fn run(console: &Console, common: &Common, arguments: &Arguments) -> Result<Exit, Failure> {
    let stopwatch = Stopwatch::start(console);
    let request = arguments.site.request(common, &stopwatch)?;
    let checked = pipeline::check(&Disk, &request)?;
    arguments.report.show(console, &checked.report, Shown::All)?;
    if arguments.site.timings {
        console::aside(&stopwatch.timings());
    }
    let verdict = Verdict::of(&checked.report, request.strictness);
    if verdict != Verdict::Settings && !arguments.report.is_result() {
        let counts = &checked.counts;
        let looked_at = [count(counts.pages, "page"), count(counts.sources, "source")].join(" and ");
        let found = Summary::of(&checked.report);
        console.closing(&format!("Checked {looked_at} in {}: {found}", stopwatch.seconds()))?;
    }
    Ok(exit_of(verdict))
}

//! `wellpress check`: every rule, no output.

mod external;

use clap::Args;

use wellpress_diagnostics::Report;
use wellpress_diagnostics::render::Summary;
use wellpress_diagnostics::render::html::BarChart;
use wellpress_io::fs::Disk;

use crate::pipeline::{self, CheckedSite, Counts, Outcome, Verdict};
use crate::review;

use super::Exit;
use super::arguments::{Common, SiteArguments, today};
use super::baseline::BaselineArguments;
use super::build::count;
use super::console::{self, Console};
use super::failure::Failure;
use super::report::{Format, ReportArguments, Shown, exit_of};
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
    #[command(flatten)]
    external: external::ExternalArguments,
}

/// What is told of a site.
struct Looked {
    report: Report,
    counts: Counts,
    figures: Vec<BarChart>,
}

impl Arguments {
    fn look(&self, site: CheckedSite<'_>) -> Looked {
        let is_shown = self.report.format == Format::Html;
        let figures = if is_shown { review::figures(site.config, site.resolved) } else { Vec::new() };
        Looked { counts: Counts::of(site.resolved), figures, report: site.report }
    }
}

/// Checks the site.
pub(super) fn run(console: &Console, common: &Common, arguments: &Arguments) -> Result<Exit, Failure> {
    let stopwatch = Stopwatch::start(console);
    let request = arguments.site.request(common, &stopwatch)?;
    let baseline = arguments.baseline.read()?;
    let looked = arguments.external.inspect(console, &request, today(common)?, |site| {
        arguments.look(pipeline::with_render_findings(&Disk, &request, site))
    })?;
    let Looked { report, counts, figures } = match looked {
        Outcome::Done(looked) => looked,
        Outcome::Stopped(report) => {
            arguments.report.show(console, &report, Shown::All)?;
            return Ok(exit_of(Verdict::of(&report, request.strictness)));
        }
    };
    let (report, known) = arguments.baseline.apply(console, baseline, report)?;
    arguments.report.show_with(console, &report, Shown::All, &figures)?;
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

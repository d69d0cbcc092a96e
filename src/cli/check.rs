//! `wellpress check`: applies every rule to the site and reports the findings. Nothing is published; the rules themselves are
//! left to `wellpress_check`.

mod external;
mod shown_paths;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use clap::Args;

use wellpress_build::pipeline::{self, CheckedSite, Counts, Outcome};
use wellpress_command::baseline::BaselineArguments;
use wellpress_command::console::{self, count};
use wellpress_command::invocation::{Invocation, SiteArguments, today};
use wellpress_command::report::{FindingFilter, ReportArguments, ReportFormat, SiteInReport, exit_of, refuse_source};
use wellpress_command::stopwatch::Stopwatch;
use wellpress_command::{Exit, Failure};
use wellpress_diagnostics::Report;
use wellpress_diagnostics::render::Summary;
use wellpress_diagnostics::render::comment::PageName;
use wellpress_diagnostics::render::html::BarChart;
use wellpress_io::fs::Disk;
use wellpress_site::model::page::Unpublished;

use shown_paths::ShownPaths;

/// Apply every rule to the site and report the findings, without building it
///
/// For authors and workflows. It finds whatever would stop a build: it reads the pixels of new pictures and renders pages whose
/// text could hide a notice, and with templates of the theme's own every page. Unlike a build, it prints warnings and notes too.
/// Drafts, and pages of a future or past date, are left out without their flags; a last line counts them.
///
/// With PATH, only findings in these files count. Mistakes in the settings are always printed.
///
/// A baseline lists the findings that a site has today, so that a run fails for new ones alone. A finding is known by its rule, its
/// file and its message, not by its line. Findings that no longer occur are counted in a note; `--write-baseline` writes the
/// others. It is JSON, meant to be committed. Findings in the settings cannot be in it, and a build does not read it.
///
/// `--external` sends requests to other servers, and asks for each address once: links, videos, and for each cited source its DOI,
/// its ids and its addresses. The site's own addresses are skipped. A DOI works if its resolver redirects. What is not there is
/// `wellpress explain link-dead`, what has moved for good `wellpress explain link-moved`, and what gives no clear answer `wellpress
/// explain link-unchecked`. An address that worked is not asked for again for a week. Addresses that are not public receive no
/// request. `check.external` of the settings has limits and exceptions (`wellpress help settings#rules-limits-crawlers-editor`).
#[derive(Debug, Args)]
#[command(after_long_help = "\
    Exit status: 0 without errors; 1 with errors, or with `--strict` with warnings; 2 for wrong usage or settings; 3 if the \
    machine fails. Only what is printed counts.

    $ wellpress check --write-baseline baseline.json
    listed 48 findings in `baseline.json`
    Checked 28 pages and 16 sources in 0.15 s: no findings, and 48 of the baseline
    $ wellpress check --strict --baseline baseline.json
    Checked 28 pages and 16 sources in 0.15 s: no findings, and 48 of the baseline")]
pub(super) struct Arguments {
    /// Print and count only findings in these files and folders; the whole site is checked all the same
    #[arg(value_name = "PATH", conflicts_with = "write_baseline")]
    paths: Vec<PathBuf>,
    #[command(flatten)]
    site: SiteArguments,
    #[command(flatten)]
    report: ReportArguments,
    #[command(flatten)]
    baseline: BaselineArguments,
    #[command(flatten)]
    external: external::ExternalArguments,
}

/// The part of a checked site that outlives the pipeline's borrow of it.
struct CheckResult {
    report: Report,
    counts: Counts,
    figures: Vec<BarChart>,
    /// The pages by their files, for a comment.
    pages: BTreeMap<Arc<str>, PageName>,
    /// The files of pages that are not part of the build, and so were not checked.
    left_out: Vec<(Arc<str>, Unpublished)>,
}

impl Arguments {
    fn result_of(&self, site: CheckedSite<'_>) -> CheckResult {
        // Only the report as a page shows figures.
        let has_figures = self.report.format == ReportFormat::Html;
        let figures = if has_figures { wellpress_reviews::figures(site.config, site.resolved) } else { Vec::new() };
        let left_out =
            site.resolved.site.hidden.iter().map(|page| (Arc::clone(&page.file.path), page.reason)).collect();
        let pages = if self.report.format == ReportFormat::Comment { self.names_of(&site) } else { BTreeMap::new() };
        CheckResult { counts: Counts::of(site.resolved), figures, pages, left_out, report: site.report }
    }

    /// The pages of a site by their files. `--base-url` is the address of a preview, to which a comment leads.
    fn names_of(&self, site: &CheckedSite<'_>) -> BTreeMap<Arc<str>, PageName> {
        let has_preview = self.site.base_url.is_some();
        let names = site.resolved.site.pages.iter().map(|page| {
            let address = has_preview.then(|| site.config.base.absolute(&page.url));
            (Arc::clone(&page.source.path), PageName { title: page.title.clone(), address })
        });
        names.collect()
    }
}

/// Checks the site, and finds whatever would stop a build of it. Some mistakes show only when pages are rendered, which are then thrown
/// away.
pub(super) fn run(invocation: &Invocation<'_>, arguments: &Arguments) -> Result<Exit, Failure> {
    let console = &invocation.console;
    let stopwatch = Stopwatch::start(console);
    let request = arguments.site.request(invocation, &stopwatch)?;
    if let Some(path) = &arguments.report.output {
        refuse_source(&request, path)?;
    }
    let shown_paths = ShownPaths::read(&arguments.paths, &request.root)?;
    let baseline = arguments.baseline.read()?;
    let outcome = arguments.external.inspect(console, &request, today(invocation)?, |site| {
        arguments.result_of(pipeline::with_render_findings(&Disk, &request, site))
    })?;
    let CheckResult { report, counts, figures, pages, left_out } = match outcome {
        Outcome::Done(result) => result,
        Outcome::Stopped(report) => {
            arguments.report.show(invocation, &report, FindingFilter::All)?;
            return Ok(exit_of(&report, request.failing_severity));
        }
    };
    let (report, baseline_count) = arguments.baseline.apply(console, baseline, report)?;
    let report = shown_paths.select(report);
    let site = SiteInReport { figures: &figures, pages: &pages };
    arguments.report.show_with(invocation, &report, FindingFilter::All, site)?;
    if arguments.site.timings {
        console::print_stderr(&stopwatch.timings());
    }
    if !arguments.report.owns_stdout() {
        let checked = [count(counts.pages, "page"), count(counts.sources, "source")].join(" and ");
        let summary = Summary::of(&report);
        let baselined =
            if baseline_count > 0 { format!(", and {baseline_count} of the baseline") } else { String::new() };
        let scope_note = if shown_paths.is_part() { " in what was named" } else { "" };
        let not_checked = not_checked(left_out.iter().filter(|(path, _)| shown_paths.has(path)));
        let seconds = stopwatch.seconds();
        console.summary(&format!("Checked {checked} in {seconds}: {summary}{scope_note}{baselined}{not_checked}"))?;
    }
    Ok(exit_of(&report, request.failing_severity))
}

/// A line about pages that were not checked; empty if there are none.
fn not_checked<'p>(pages: impl Iterator<Item = &'p (Arc<str>, Unpublished)>) -> String {
    let mut numbers = BTreeMap::new();
    for (_, reason) in pages {
        let (noun, flag) = match reason {
            Unpublished::Draft => ("draft", "--drafts"),
            Unpublished::Future => ("future page", "--future"),
            Unpublished::Expired => ("expired page", "--expired"),
        };
        *numbers.entry((noun, flag)).or_insert(0) += 1;
    }
    let parts = numbers.into_iter().map(|((noun, flag), number)| format!("{} (see `{flag}`)", count(number, noun)));
    let parts: Vec<String> = parts.collect();
    if parts.is_empty() { String::new() } else { format!("\nNot checked: {}", parts.join(", ")) }
}

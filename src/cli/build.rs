//! `wellpress build`: content to output.

use std::path::PathBuf;

use clap::Args;

use wellpress_io::cache::{self, CacheMode};
use wellpress_io::fs::{Disk, Files};

use crate::emit::Strays;
use crate::pipeline::{self, BuiltSite, Outcome, Request, Verdict};

use super::Exit;
use super::arguments::{Common, SiteArguments};
use super::console::{self, Console, Volume};
use super::failure::Failure;
use super::report::{Format, ReportArguments, Shown, exit_of};
use super::sbom;
use super::stopwatch::Stopwatch;
use super::trace::Trace;

/// Build the site
#[derive(Debug, Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    site: SiteArguments,
    #[command(flatten)]
    report: ReportArguments,
    /// Delete files in the output that no build put there
    #[arg(long)]
    force: bool,
    /// Write a list of all source files with their hashes to this file, in CycloneDX's form
    #[arg(long, value_name = "FILE")]
    sbom: Option<PathBuf>,
}

/// Builds the site.
pub(super) fn run(console: &Console, common: &Common, arguments: &Arguments) -> Result<Exit, Failure> {
    if arguments.report.format == Format::Html {
        return Err(Failure::usage("a build has no report as HTML").help("use `wellpress check --format html`"));
    }
    let stopwatch = Stopwatch::start(console);
    let trace = arguments.site.timings.then(Trace::begin);
    let request = arguments.site.request(common, &stopwatch)?;
    let strays = if arguments.force { Strays::Remove } else { Strays::Refuse };
    let outcome = pipeline::build(&Disk, &request, strays)?;
    let (report, closing) = match &outcome {
        Outcome::Stopped(report) => (report, None),
        Outcome::Done(built) => (&built.site.report, Some(closing(built, &stopwatch.seconds()))),
    };
    let is_all = arguments.site.strict || console.volume == Volume::Verbose;
    arguments.report.show(console, report, if is_all { Shown::All } else { Shown::Errors })?;
    if let Outcome::Done(built) = &outcome {
        arguments.sbom.as_ref().map_or(Ok(()), |to| sbom::write(&request, &built.site.referenced_files, to))?;
        built.notes.iter().for_each(|note| console.note(note));
    }
    if let Some(trace) = trace {
        show(&trace, &stopwatch, &request);
    }
    if let Some(closing) = closing.filter(|_| !arguments.report.is_result()) {
        console.closing(&closing)?;
    }
    Ok(exit_of(Verdict::of(report, request.strictness)))
}

/// Shows how long each part took, and leaves the whole of it beside the cache; where that is left alone, in the folder that
/// a cache has by default.
fn show(trace: &Trace, stopwatch: &Stopwatch, request: &Request<'_>) {
    for (stage, from, to) in stopwatch.stages() {
        trace.stage(stage.as_str(), from, to);
    }
    let folder = match request.cache.mode {
        CacheMode::ReadWrite => request.cache.folder.clone(),
        CacheMode::ReadOnly | CacheMode::Off => request.root.join(cache::FOLDER),
    };
    let path = folder.join("trace.json");
    let written = cache::make_folder(&Disk, &folder).and_then(|()| Disk.write(&path, trace.text().as_bytes()));
    let place = match written {
        Ok(()) => format!("\nall of it is in `{}`, for a viewer of Chrome's traces\n", path.display()),
        Err(error) => format!("\nno trace was written to `{}`: {error}\n", path.display()),
    };
    console::aside(&format!("{}{}{place}", stopwatch.timings(), trace.table()));
}

fn closing(built: &BuiltSite, seconds: &str) -> String {
    let (counts, emitted) = (&built.site.counts, &built.emitted);
    let made = [
        count(built.site.rendered.pages, "page"),
        count(counts.sources, "source"),
        count(counts.exercises, "exercise"),
    ];
    format!(
        "Built {} and {} in {seconds}; {} written, {} unchanged",
        made.join(", "),
        count(counts.assets, "asset"),
        count(emitted.written, "file"),
        emitted.kept
    )
}

/// `1 page`, `2 pages`.
pub(super) fn count(number: usize, what: &str) -> String {
    format!("{number} {what}{}", if number == 1 { "" } else { "s" })
}

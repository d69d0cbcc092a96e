//! `wellpress handouts`: builds the site in memory and prints its sheets to PDF, into the cache, from where the next build publishes
//! them.

use std::collections::BTreeSet;

use clap::Args;

use wellpress_build::pipeline::{self, CheckedSite, Outcome};
use wellpress_build::served_site::ServedSink;
use wellpress_command::console::{Console, count};
use wellpress_command::invocation::{Invocation, SiteArguments, settings};
use wellpress_command::report::{FindingFilter, ReportArguments, exit_of};
use wellpress_command::signals;
use wellpress_command::stopwatch::Stopwatch;
use wellpress_command::{Exit, Failure};
use wellpress_io::cache::{CacheMode, Fingerprint};
use wellpress_io::fs::Disk;
use wellpress_render::{PrintedSheets, sheet};
use wellpress_site::config::SearchIndex;

use crate::handouts::{self, Paper, SheetToPrint};
use crate::program::BrowserArgument;
use crate::{FileAnswer, SiteInMemory};

/// Print handouts and articles to PDF for the next build, with Chromium, Chrome or Edge
#[derive(Debug, Args)]
#[command(mut_arg("cache", |cache| cache.hide(true)))]
pub struct Arguments {
    #[command(flatten)]
    site: SiteArguments,
    #[command(flatten)]
    report: ReportArguments,
    #[command(flatten)]
    browser: BrowserArgument,
}

/// Prints the sheets of which the cache has no PDF file, or one of other words.
///
/// # Errors
/// When the settings ask for no PDF files, there is no browser, or the site cannot be read.
pub fn run(invocation: &Invocation<'_>, arguments: &Arguments) -> Result<Exit, Failure> {
    let console = &invocation.console;
    let stopwatch = Stopwatch::start(console);
    let mut request = arguments.site.request(invocation, &stopwatch)?;
    // Nobody searches in it.
    request.options.index = SearchIndex::Skip;
    if !settings(&request)?.settings.handouts.pdf {
        return Err(Failure::usage("the settings ask for no PDF files")
            .help("write `handouts: {pdf: true}` into the settings, so that builds publish what this command prints"));
    }
    if request.cache.mode != CacheMode::ReadWrite {
        return Err(Failure::usage("the PDF files are kept in the cache").help("leave `--cache` out"));
    }
    let files = ServedSink::new(&Disk);
    let (mut sheets, mut base_path) = (Vec::new(), String::new());
    let outcome = pipeline::render_into(&Disk, &request, &files, |site| {
        sheets = sheets_of(site);
        site.config.base.path.clone_into(&mut base_path);
    })?;
    if let Outcome::Stopped(report) = outcome {
        let filter = FindingFilter::of_run(console, request.failing_severity);
        arguments.report.show(invocation, &report, filter)?;
        return Ok(exit_of(&report, request.failing_severity));
    }
    let site = files.into_site();
    let html = |path: &str| site.bytes(&Disk, path);
    let file = |path: &str| FileAnswer::of(&site, path);
    let site = SiteInMemory { base_path, file: &file, is_interrupted: &signals::interruption() };
    let printed = PrintedSheets::new(&Disk, &request.cache);
    let keys: BTreeSet<Fingerprint> =
        sheets.iter().filter_map(|sheet| html(&sheet.path)).map(|html| PrintedSheets::key(&html)).collect();
    let sheet_count = sheets.len();
    sheets.retain(|sheet| html(&sheet.path).is_some_and(|html| printed.get(&html).is_none()));
    print(console, arguments, &site, &printed, &sheets)?;
    printed.sweep(&keys);
    let (new, kept) = (count(sheets.len(), "sheet"), sheet_count - sheets.len());
    console.summary(&format!(
        "Printed {new} in {}; {kept} were as they are. A build publishes them",
        stopwatch.seconds()
    ))?;
    Ok(Exit::Done)
}

fn sheets_of(site: &CheckedSite<'_>) -> Vec<SheetToPrint> {
    let pages = site.site.pages.iter();
    let sheets = pages.filter_map(|page| {
        let paper = Paper::of_language(&site.config.languages[page.language].tag);
        Some(SheetToPrint { path: sheet::sheet_of(site.site, page)?.html, paper })
    });
    sheets.collect()
}

fn print(
    console: &Console,
    arguments: &Arguments,
    site: &SiteInMemory<'_>,
    printed: &PrintedSheets<'_>,
    sheets: &[SheetToPrint],
) -> Result<(), Failure> {
    if sheets.is_empty() {
        return Ok(());
    }
    let program = arguments.browser.program()?;
    let bar = console.bar();
    bar.set_message("sheets");
    bar.set_length(sheets.len() as u64);
    let result = handouts::print(&program, site, sheets, |number, pdf| {
        bar.set_position(number as u64 + 1);
        let html = (site.file)(&sheets[number].path).map(|answer| answer.bytes).unwrap_or_default();
        printed.store(&html, &pdf).map_err(|error| {
            Failure::machine(format!("cannot write the PDF of `{}` into the cache: {error}", sheets[number].path))
        })
    });
    bar.finish_and_clear();
    result
}

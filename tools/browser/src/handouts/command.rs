//! `wellpress handouts`: builds the site in memory, prints its sheets to PDF and makes its books, into the cache, from where the next build
//! publishes them.

use std::collections::BTreeSet;
use std::io;

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
use wellpress_site::config::{HandoutSettings, SearchIndex};

use crate::handouts::books::BookToMake;
use crate::handouts::{self, Paper, SheetToPrint};
use crate::program::BrowserArgument;
use crate::{FileAnswer, SiteInMemory};

/// Print handouts and articles to PDF with a browser, and make books of guides and programmes, for the next build
///
/// For sites that people read on paper. `handouts: {pdf: true}` in the settings asks for PDF files, `{epub: true}` for books
/// (`wellpress help output#handouts`). The browser gets each file from the program and reaches no network; books need no browser.
/// The paper is A4, or Letter where the page's language names a country that has it, such as `en-US`.
///
/// The files are kept in the cache, and only pages that changed are printed. A build starts no browser: it publishes the files that
/// match its pages, and notes how many have none. After an edit, run `handouts`, then `build`, both with the same options: a page
/// for another `--base-url` has another address and QR code on it. Another version of wellpress prints everything again.
#[derive(Debug, Args)]
#[command(after_long_help = "\
    Exit status: 1 if the site has errors; 2 if the settings ask for no such files; 3 if there is no browser or it dies. What was \
    printed before is kept.

    $ wellpress handouts
    Printed 18 sheets in 12.4 s; 0 were as they are. A build publishes them")]
#[command(mut_arg("cache", |cache| cache.hide(true)))]
pub struct Arguments {
    #[command(flatten)]
    site: SiteArguments,
    #[command(flatten)]
    report: ReportArguments,
    #[command(flatten)]
    browser: BrowserArgument,
}

/// Makes the files that the cache lacks, or has of other words.
///
/// # Errors
/// When the settings ask for no such files, there is no browser, or the site cannot be read.
pub fn run(invocation: &Invocation<'_>, arguments: &Arguments) -> Result<Exit, Failure> {
    let console = &invocation.console;
    let stopwatch = Stopwatch::start(console);
    let mut request = arguments.site.request(invocation, &stopwatch)?;
    // Nobody searches in it.
    request.options.index = SearchIndex::Skip;
    let wanted = settings(&request)?.settings.handouts;
    if !wanted.has_files() {
        return Err(Failure::usage("the settings ask for no PDF files and no books").help(
            "write `handouts: {pdf: true}`, `{epub: true}` or both into the settings, so that builds publish what this command makes",
        ));
    }
    if request.cache.mode != CacheMode::ReadWrite {
        return Err(Failure::usage("the files are kept in the cache").help("leave `--cache` out"));
    }
    let files = ServedSink::new(&Disk);
    let mut wishes = Wishes::default();
    let outcome = pipeline::render_into(&Disk, &request, &files, |site| wishes = Wishes::of(site, &wanted))?;
    if let Outcome::Stopped(report) = outcome {
        let filter = FindingFilter::of_run(console, request.failing_severity);
        arguments.report.show(invocation, &report, filter)?;
        return Ok(exit_of(&report, request.failing_severity));
    }
    let site = files.into_site();
    let file = |path: &str| FileAnswer::of(&site, path);
    let site = SiteInMemory {
        base_path: std::mem::take(&mut wishes.base_path),
        file: &file,
        is_interrupted: &signals::interruption(),
    };
    let (made, kept) = make(console, arguments, &site, wishes, &PrintedSheets::new(&Disk, &request.cache))?;
    let seconds = stopwatch.seconds();
    console.summary(&format!("{made} in {seconds}; {kept} were as they are. A build publishes them"))?;
    Ok(Exit::Done)
}

/// What the settings ask for.
#[derive(Default)]
struct Wishes {
    sheets: Vec<SheetToPrint>,
    books: Vec<BookToMake>,
    /// The path of the site's start page, such as `/guide/`.
    base_path: String,
    /// The address of its host, without a path.
    origin: String,
}

impl Wishes {
    fn of(site: &CheckedSite<'_>, wanted: &HandoutSettings) -> Self {
        let base = &site.config.base;
        Self {
            sheets: if wanted.pdf { sheets_of(site) } else { Vec::new() },
            books: if wanted.epub { BookToMake::of_site(site) } else { Vec::new() },
            base_path: base.path.clone(),
            origin: base.origin.clone(),
        }
    }
}

fn sheets_of(site: &CheckedSite<'_>) -> Vec<SheetToPrint> {
    let pages = site.site.pages.iter();
    let sheets = pages.filter_map(|page| {
        let paper = Paper::of_language(&site.config.languages[page.language].tag);
        Some(SheetToPrint { path: sheet::sheet_of(site.site, page)?.html, paper })
    });
    sheets.collect()
}

/// Makes the files that the cache lacks. Gives in words how many these are, and the number of the others.
fn make(
    console: &Console,
    arguments: &Arguments,
    site: &SiteInMemory<'_>,
    wishes: Wishes,
    printed: &PrintedSheets<'_>,
) -> Result<(String, usize), Failure> {
    let Wishes { sheets, books, origin, .. } = wishes;
    let wished = (sheets.len(), books.len());
    let sheets = sheets.into_iter().filter_map(|sheet| {
        let html = (site.file)(&sheet.path)?.bytes;
        Some((PrintedSheets::key(&html), sheet))
    });
    let sheets: Vec<(Fingerprint, SheetToPrint)> = sheets.collect();
    let mut books: Vec<_> = books.into_iter().filter_map(|book| Some((book.key(site)?, book))).collect();
    let keys: BTreeSet<Fingerprint> =
        sheets.iter().map(|(key, _)| *key).chain(books.iter().map(|(key, _)| *key)).collect();
    let is_missing = |key: Fingerprint| printed.get(key).is_none();
    let (sheet_keys, sheets): (Vec<_>, Vec<_>) = sheets.into_iter().filter(|(key, _)| is_missing(*key)).unzip();
    books.retain(|(key, _)| is_missing(*key));
    for (key, book) in &books {
        let file = book.make(site, &origin)?;
        printed.store(*key, &file).map_err(|error| unwritten(&book.sheet, &error))?;
    }
    print(console, arguments, site, &origin, &sheets, &|number, pdf| printed.store(sheet_keys[number], pdf))?;
    printed.sweep(&keys);
    let kept = wished.0 + wished.1 - sheets.len() - books.len();
    let (sheets, books) = (count(sheets.len(), "sheet"), count(books.len(), "book"));
    let made = match wished {
        (_, 0) => format!("Printed {sheets}"),
        (0, _) => format!("Made {books}"),
        _ => format!("Printed {sheets} and made {books}"),
    };
    Ok((made, kept))
}

fn unwritten(sheet: &str, error: &io::Error) -> Failure {
    Failure::machine(format!("cannot write the file of `{sheet}` into the cache: {error}"))
}

fn print(
    console: &Console,
    arguments: &Arguments,
    site: &SiteInMemory<'_>,
    origin: &str,
    sheets: &[SheetToPrint],
    store: &dyn Fn(usize, &[u8]) -> io::Result<()>,
) -> Result<(), Failure> {
    if sheets.is_empty() {
        return Ok(());
    }
    let program = arguments.browser.program()?;
    let bar = console.bar();
    bar.set_message("sheets");
    bar.set_length(sheets.len() as u64);
    let result = handouts::print(&program, site, origin, sheets, |number, pdf| {
        bar.set_position(number as u64 + 1);
        store(number, &pdf).map_err(|error| unwritten(&sheets[number].path, &error))
    });
    bar.finish_and_clear();
    result
}

//! `wellpress build`: builds the site into its output folder, and prints a summary, the findings and the timings of the run.

use clap::Args;

use wellpress_build::emit::Strays;
use wellpress_build::pipeline::{self, BuiltSite, Outcome};
use wellpress_command::console::{self, count};
use wellpress_command::gone_pages::note_of_gone_pages;
use wellpress_command::invocation::{Invocation, SiteArguments};
use wellpress_command::report::{FindingFilter, ReportArguments, ReportFormat, exit_of, refuse_source};
use wellpress_command::stopwatch::Stopwatch;
use wellpress_command::{Exit, Failure};
use wellpress_io::fs::Disk;
use wellpress_render::RenderSummary;

/// Build the site
///
/// For whoever publishes. If a finding is an error, nothing is written, and the output stays as it was, byte for byte. The site is
/// staged beside the output and swapped for it as a whole. The same input gives the same bytes, with any number of threads; what
/// did not change is not touched.
///
/// The output folder is replaced only if wellpress made it, which its `.gitignore` shows. A folder with the site's sources, one
/// that another program filled, and one with files that no build put there are refused before anything is touched. `--output`
/// refuses a file without an extension, because `--output-dir public` is what is meant most likely.
///
/// Pages that a flag includes say at the top that they are not published, and ask search engines not to list them. A note names
/// pages of the last build that are gone: write their addresses into `aliases` of the pages that replace them.
///
/// The cache has the input of each page and the findings in its prose, so that the next build renders only what changed: the page's
/// own file, an exercise or a source that it shows, a template, the settings, a date. It is useful with the output alone; keep both
/// folders between runs of a workflow. With a cache or without, bytes and findings are the same; only the files of `wellpress help
/// handouts` cannot be made by a build. A damaged cache is discarded with a note, and you may delete it at any time. Pictures that
/// the site no longer shows stay in it, up to the size of those in use and 64 MB. It also has the output that the last build
/// replaced (`spare/`), which the next build changes into the new one: most of its files are links to those of the output, so that it
/// takes little space.
#[derive(Debug, Args)]
#[command(after_long_help = "\
    Exit status: 0 if there is a new site; 1 if a finding is an error, or with `--strict` a warning; 2 for wrong usage or \
    settings and an output folder that must not be replaced; 3 if the machine fails, or another build runs.

    $ wellpress build
    Built 53 pages, 16 sources, 11 exercises and 19 assets in 0.25 s; 237 files written, 0 unchanged")]
pub(super) struct Arguments {
    #[command(flatten)]
    site: SiteArguments,
    #[command(flatten)]
    report: ReportArguments,
    /// Delete files in the output folder that no build wrote
    #[arg(long)]
    force: bool,
}

/// Builds the site. Findings go to standard error before the summary, so that the last line on a terminal says whether there is
/// a new site. Warnings are only counted unless they were asked for: a build is run to see the site, `check` to see findings.
pub(super) fn run(invocation: &Invocation<'_>, arguments: &Arguments) -> Result<Exit, Failure> {
    let console = &invocation.console;
    // These reports show figures and pages of the site, which only a check collects.
    match arguments.report.format {
        ReportFormat::Html => {
            return Err(Failure::usage("a build has no report as HTML").help("use `wellpress check --format html`"));
        }
        ReportFormat::Comment => {
            return Err(Failure::usage("a build has no comment").help("use `wellpress check --format comment`"));
        }
        ReportFormat::Text | ReportFormat::Json | ReportFormat::Sarif | ReportFormat::Github => {}
    }
    refuse_output_folder(&arguments.report)?;
    let stopwatch = Stopwatch::start(console);
    let request = arguments.site.request(invocation, &stopwatch)?;
    if let Some(path) = &arguments.report.output {
        refuse_source(&request, path)?;
    }
    let strays = if arguments.force { Strays::Remove } else { Strays::Refuse };
    let outcome = pipeline::build(&Disk, &request, strays)?;
    let (report, summary) = match &outcome {
        Outcome::Stopped(report) => (report, None),
        Outcome::Done(built) => (&built.site.report, Some(summary(built, &stopwatch.seconds()))),
    };
    let filter = FindingFilter::of_run(console, request.failing_severity);
    arguments.report.show(invocation, report, filter)?;
    if let Outcome::Done(built) = &outcome {
        built.notes.iter().for_each(|note| console.note(note));
        notes_of_handouts(&built.site.rendered).for_each(|note| console.note(&note));
        if let Some(note) = note_of_gone_pages(&built.gone_pages, "of the last build") {
            console.note(&note);
        }
    }
    if arguments.site.timings {
        console::print_stderr(&stopwatch.timings());
    }
    if let Some(summary) = summary.filter(|_| !arguments.report.owns_stdout()) {
        console.summary(&summary)?;
    }
    Ok(exit_of(report, request.failing_severity))
}

/// Refuses `--output public`: other generators call the folder of the site so, and here a file would get the findings as text.
fn refuse_output_folder(report: &ReportArguments) -> Result<(), Failure> {
    if report.format != ReportFormat::Text {
        return Ok(());
    }
    let Some(path) = report.output.as_ref().filter(|path| path.extension().is_none()) else { return Ok(()) };
    let path = path.display();
    let failure = Failure::usage(format!("`--output` is the file of the report, and `{path}` looks like a folder"));
    Err(failure
        .help(format!("for the folder of the site write `--output-dir {path}`, for a report `--output {path}.txt`")))
}

/// What to do about sheets and books whose file is missing, or was made of other words than the page has now.
fn notes_of_handouts(rendered: &RenderSummary) -> impl Iterator<Item = String> {
    let help = "`wellpress handouts` makes what is missing, and the next build publishes it";
    let (sheets, books) = (rendered.sheets_without_pdf, rendered.books_missing);
    let sheets_state = if sheets == 1 { "has no PDF of what it shows" } else { "have no PDF of what they show" };
    let books_state =
        if books == 1 { "is missing or older than its pages" } else { "are missing or older than their pages" };
    let notes = [(count(sheets, "sheet"), sheets_state, sheets), (count(books, "book"), books_state, books)];
    notes.into_iter().filter(|note| note.2 > 0).map(move |(of, state, _)| format!("{of} {state}: {help}"))
}

fn summary(built: &BuiltSite, seconds: &str) -> String {
    let (counts, emitted) = (&built.site.counts, &built.emitted);
    format!(
        "Built {}, {}, {} and {} in {seconds}; {} written, {} unchanged",
        count(built.site.rendered.pages, "page"),
        count(counts.sources, "source"),
        count(counts.exercises, "exercise"),
        count(counts.assets, "asset"),
        count(emitted.written, "file"),
        emitted.kept
    )
}

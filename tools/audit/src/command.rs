//! `wellpress audit`: what the site shows for the criteria of a standard, as text, HTML or a Word file.

use std::path::PathBuf;

use clap::Args;

use wellpress_build::pipeline::{self, CheckedSite, Outcome, Request, Unobserved};
use wellpress_check::external::{LinkChecker, LinkHistory};
use wellpress_command::console;
use wellpress_command::invocation::{Invocation, SiteArguments};
use wellpress_command::report::refuse_source;
use wellpress_command::{Exit, Failure};
use wellpress_diagnostics::{Report, nearest};
use wellpress_io::fs::Disk;

use crate::audit::{Audit, audit};
use crate::facts::AuditedSite;
use crate::forms;
use crate::notation::{self, Notation};
use crate::report::{self, AuditedTitle, Detail};
use crate::standard::Standard;
use crate::standards::Catalogue;
use crate::wcag;

/// Hold the site against the criteria of a standard: what satisfies each, on which pages, and what is missing
///
/// For organisations that apply for a mark, or judge their own site. The report also says what a person has to judge. It is no
/// certificate. `wellpress help audit.md` has the standards, the facts, and how to write criteria of your own.
#[derive(Debug, Args)]
#[command(after_long_help = "\
    Exit status: 1 with `--strict` if a fact is missing, or something speaks against a criterion of `wcag`.

    $ wellpress audit pif-tick --output report.docx")]
pub struct Arguments {
    /// The standard: `pif-tick`, `nhs`, `jama`, or the name of a file in `audits`; without it, all. `wcag` is the accessibility
    /// conformance report, `forms` the table of the other forms of pages, as CSV
    #[arg(value_name = "STANDARD")]
    standard: Option<String>,
    /// Write the report to this file, by its ending as HTML (`.html`), for Word (`.docx`) or as text (`.txt`); that of `wcag` as
    /// HTML, for Word or as OpenACR (`.yaml`), the table of forms as CSV (`.csv`)
    #[arg(long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
    /// End with status 1 if a fact is missing, or if some of the site does not meet a criterion of `wcag`
    #[arg(long)]
    pub(crate) strict: bool,
    /// The folder of the cache, in which checks of outside links and of pages in a browser keep what they found [default: `.wellpress`
    /// in the root]
    #[arg(long, value_name = "DIR")]
    pub(crate) cache_dir: Option<PathBuf>,
}

/// Prints or writes the report.
///
/// # Errors
/// When there is no such standard, the site cannot be read, or the report cannot be written.
pub fn run(invocation: &Invocation<'_>, arguments: &Arguments) -> Result<Exit, Failure> {
    let site = SiteArguments { cache_dir: arguments.cache_dir.clone(), ..SiteArguments::default() };
    let request = site.request(invocation, &Unobserved)?;
    let wanted = arguments.standard.as_deref();
    let catalogue = Catalogue::read(&Disk, &request.root)
        .map_err(|error| Failure::machine(format!("cannot read the criteria of the site: {error}")))?;
    let taken = catalogue.taken_names(wanted);
    if !taken.is_empty() {
        console::print_findings(&Report::new(taken));
        return Ok(Exit::Usage);
    }
    match wanted {
        Some(forms::NAME) => write_forms(&request, arguments),
        Some(wcag::NAME) => wcag::command::run(invocation, &request, arguments),
        _ => hold_against_standards(invocation, &request, arguments, &catalogue),
    }
}

fn hold_against_standards(
    invocation: &Invocation<'_>,
    request: &Request<'_>,
    arguments: &Arguments,
    catalogue: &Catalogue,
) -> Result<Exit, Failure> {
    let notation = Notation::of(arguments.output.as_deref(), &[Notation::Html, Notation::Word, Notation::Text])?;
    if let Some(path) = &arguments.output {
        refuse_source(request, path)?;
    }
    let names = names(catalogue, arguments.standard.as_deref())?;
    let mut notes = Vec::new();
    let history = LinkHistory::load(&Disk, &request.cache, &mut notes);
    notes.iter().for_each(|note: &String| invocation.console.note(note));
    let has_checked_links = !history.is_empty();
    let checker = history.has_dead_links().then(|| LinkChecker::of_dead_links(request.options.clock.today(), history));
    let look = |checked: CheckedSite<'_>| {
        let standards = match read(catalogue, &names, &checked) {
            Ok(standards) => standards,
            Err(report) => {
                console::print_findings(&report);
                return Ok(Exit::Usage);
            }
        };
        let site = AuditedSite::new(checked.config, checked.resolved, &checked.report, has_checked_links);
        let audit = audit(&site, standards);
        write(&audit, request, &checked, notation, arguments.output.as_ref())?;
        Ok(if arguments.strict && audit.lacks_something() { Exit::Content } else { Exit::Done })
    };
    inspect(request, checker.as_ref(), look)
}

/// Checks the site and looks at it. Where the site cannot be read, its findings are printed.
pub(crate) fn inspect(
    request: &Request<'_>,
    checker: Option<&LinkChecker>,
    look: impl FnOnce(CheckedSite<'_>) -> Result<Exit, Failure>,
) -> Result<Exit, Failure> {
    match pipeline::inspect_with(&Disk, request, checker, look)? {
        Outcome::Done(exit) => exit,
        Outcome::Stopped(report) => {
            console::print_findings(&report);
            Ok(Exit::Usage)
        }
    }
}

/// Prints or writes the table of the other forms of pages.
fn write_forms(request: &Request<'_>, arguments: &Arguments) -> Result<Exit, Failure> {
    let output = arguments.output.as_ref();
    let is_csv = |path: &PathBuf| path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("csv"));
    if let Some(path) = output.filter(|path| !is_csv(path)) {
        let failure = Failure::usage(format!("`{}` has no ending of a table", path.display()));
        return Err(failure.help("end the name in `.csv`"));
    }
    if let Some(path) = output {
        refuse_source(request, path)?;
    }
    let write = |checked: CheckedSite<'_>| {
        let table = forms::table(checked.config, checked.resolved);
        console::write_or_print(&table, output, "the table").map(|()| Exit::Done)
    };
    inspect(request, None, write)
}

/// The names of the standards to hold the site against.
fn names(catalogue: &Catalogue, wanted: Option<&str>) -> Result<Vec<String>, Failure> {
    let all: Vec<String> = catalogue.names().map(str::to_owned).collect();
    let Some(wanted) = wanted else { return Ok(all) };
    if all.iter().any(|name| name == wanted) {
        return Ok(vec![wanted.to_owned()]);
    }
    let near = nearest(wanted, all.iter().map(String::as_str));
    let help = format!("there are `{}`; `audits/{wanted}.yaml` would be one of your own", all.join("`, `"));
    Err(Failure::usage(format!("there is no standard `{wanted}`")).suggest_or(near, help))
}

/// Reads the files of these standards, or returns every mistake in them.
fn read(catalogue: &Catalogue, names: &[String], checked: &CheckedSite<'_>) -> Result<Vec<Standard>, Report> {
    let read = names.iter().filter_map(|name| catalogue.standard(name, &checked.config.sections));
    let (mut standards, mut mistakes) = (Vec::new(), Vec::new());
    for standard in read {
        match standard {
            Ok(standard) => standards.push(standard),
            Err(findings) => mistakes.extend(findings),
        }
    }
    if mistakes.is_empty() { Ok(standards) } else { Err(Report::new(mistakes)) }
}

fn write(
    audit: &Audit,
    request: &Request<'_>,
    checked: &CheckedSite<'_>,
    notation: Notation,
    output: Option<&PathBuf>,
) -> Result<(), Failure> {
    let config = checked.config;
    let url = config.base.absolute(&config.base.path);
    let about = AuditedTitle { site: &config.settings.title, url: &url, day: request.options.clock.today() };
    let detail = if output.is_some() { Detail::Pages } else { Detail::Criteria };
    notation::write(&report::title(about), &report::blocks(audit, about, detail), notation, output)
}

//! `wellpress audit`: what the site shows for the criteria of a standard, as text, HTML or a Word file.

use std::path::{Path, PathBuf};

use clap::Args;

use wellpress_build::pipeline::{self, CheckedSite, Outcome, Request, Unobserved};
use wellpress_check::external::{LinkChecker, LinkHistory};
use wellpress_command::console;
use wellpress_command::invocation::{Invocation, SiteArguments};
use wellpress_command::report::refuse_source;
use wellpress_command::{Exit, Failure};
use wellpress_diagnostics::{Report, nearest};
use wellpress_docx::write::{WordFile, WordFileSettings};
use wellpress_io::fs::{Disk, Files};
use wellpress_walk::Format;

use crate::audit::{Audit, audit};
use crate::facts::AuditedSite;
use crate::forms;
use crate::html::HtmlFile;
use crate::report::{self, AuditedTitle, Detail};
use crate::standard::Standard;
use crate::standards::Catalogue;
use crate::text::TextFile;

/// Hold the site against the criteria of a standard: what satisfies each, on which pages, and what is missing
///
/// For organisations that apply for a mark, or judge their own site. The report also says what a person has to judge. It is no
/// certificate. `wellpress help audit.md` has the standards, the facts, and how to write criteria of your own.
#[derive(Debug, Args)]
#[command(after_long_help = "\
    Exit status: 1 with `--strict` if a fact is missing.

    $ wellpress audit pif-tick --output report.docx")]
pub struct Arguments {
    /// The standard: `pif-tick`, `nhs`, `jama`, or the name of a file in `audits`; without it, all. `forms` is the table of the other
    /// forms of pages, as CSV
    #[arg(value_name = "STANDARD")]
    standard: Option<String>,
    /// Write the report to this file, by its ending as HTML (`.html`), for Word (`.docx`) or as text (`.txt`); the table of forms
    /// as CSV (`.csv`)
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// End with status 1 if a fact is missing
    #[arg(long)]
    strict: bool,
    /// The folder of the cache, in which a check of outside links keeps what it found [default: `.wellpress` in the root]
    #[arg(long, value_name = "DIR")]
    cache_dir: Option<PathBuf>,
}

/// The notations of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Notation {
    Text,
    Html,
    Word,
}

/// Prints or writes the report.
///
/// # Errors
/// When there is no such standard, the site cannot be read, or the report cannot be written.
pub fn run(invocation: &Invocation<'_>, arguments: &Arguments) -> Result<Exit, Failure> {
    if arguments.standard.as_deref() == Some(forms::NAME) {
        return write_forms(invocation, arguments);
    }
    let notation = notation(arguments.output.as_deref())?;
    let site = SiteArguments { cache_dir: arguments.cache_dir.clone(), ..SiteArguments::default() };
    let request = site.request(invocation, &Unobserved)?;
    if let Some(path) = &arguments.output {
        refuse_source(&request, path)?;
    }
    let catalogue = Catalogue::read(&Disk, &request.root)
        .map_err(|error| Failure::machine(format!("cannot read the criteria of the site: {error}")))?;
    let names = names(&catalogue, arguments.standard.as_deref())?;
    let mut notes = Vec::new();
    let history = LinkHistory::load(&Disk, &request.cache, &mut notes);
    notes.iter().for_each(|note: &String| invocation.console.note(note));
    let has_checked_links = !history.is_empty();
    let checker = history.has_dead_links().then(|| LinkChecker::of_dead_links(request.options.clock.today(), history));
    let look = |checked: CheckedSite<'_>| {
        let standards = match read(&catalogue, &names, &checked) {
            Ok(standards) => standards,
            Err(report) => {
                console::print_findings(&report);
                return Ok(Exit::Usage);
            }
        };
        let site = AuditedSite::new(checked.config, checked.resolved, &checked.report, has_checked_links);
        let audit = audit(&site, standards);
        write(&audit, &request, &checked, notation, arguments.output.as_ref())?;
        Ok(if arguments.strict && audit.lacks_something() { Exit::Content } else { Exit::Done })
    };
    match pipeline::inspect_with(&Disk, &request, checker.as_ref(), look)? {
        Outcome::Done(exit) => exit,
        Outcome::Stopped(report) => {
            console::print_findings(&report);
            Ok(Exit::Usage)
        }
    }
}

/// Prints or writes the table of the other forms of pages.
fn write_forms(invocation: &Invocation<'_>, arguments: &Arguments) -> Result<Exit, Failure> {
    let output = arguments.output.as_ref();
    let is_csv = |path: &PathBuf| path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("csv"));
    if let Some(path) = output.filter(|path| !is_csv(path)) {
        let failure = Failure::usage(format!("`{}` has no ending of a table", path.display()));
        return Err(failure.help("end the name in `.csv`"));
    }
    let site = SiteArguments { cache_dir: arguments.cache_dir.clone(), ..SiteArguments::default() };
    let request = site.request(invocation, &Unobserved)?;
    if let Some(path) = output {
        refuse_source(&request, path)?;
    }
    let write = |checked: CheckedSite<'_>| {
        let table = forms::table(checked.config, checked.resolved);
        console::write_or_print(&table, output, "the table").map(|()| Exit::Done)
    };
    match pipeline::inspect_with(&Disk, &request, None, write)? {
        Outcome::Done(exit) => exit,
        Outcome::Stopped(report) => {
            console::print_findings(&report);
            Ok(Exit::Usage)
        }
    }
}

/// The notation that the ending of a file asks for.
fn notation(output: Option<&Path>) -> Result<Notation, Failure> {
    let Some(path) = output else { return Ok(Notation::Text) };
    match path.extension().unwrap_or_default().to_string_lossy().to_lowercase().as_str() {
        "html" | "htm" => Ok(Notation::Html),
        "docx" => Ok(Notation::Word),
        "txt" => Ok(Notation::Text),
        _ => Err(Failure::usage(format!("`{}` has no ending of a report", path.display()))
            .help("end the name in `.html`, `.docx` or `.txt`")),
    }
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
    let blocks = report::blocks(audit, about, detail);
    let title = report::title(about);
    let written = |format: &mut dyn Format| {
        wellpress_walk::write("the report", &blocks, format).map_err(|error| Failure::machine(error.to_string()))
    };
    match (notation, output) {
        (Notation::Word, Some(path)) => {
            let settings = WordFileSettings {
                title,
                language: "en".to_owned(),
                is_right_to_left: false,
                picture: &|_| None,
                rasterise: &|_, _| None,
            };
            let mut file = WordFile::new(settings, &blocks);
            written(&mut file)?;
            let bytes = file.finish().map_err(std::io::Error::from).and_then(|bytes| Disk.write(path, &bytes));
            bytes.map_err(|error| Failure::machine(format!("cannot write the report to `{}`: {error}", path.display())))
        }
        (Notation::Html, _) => {
            let mut file = HtmlFile::default();
            written(&mut file)?;
            console::write_or_print(&file.finish(&title), output, "the report")
        }
        (Notation::Text | Notation::Word, _) => {
            let mut file = TextFile::default();
            written(&mut file)?;
            console::write_or_print(&file.finish(), output, "the report")
        }
    }
}

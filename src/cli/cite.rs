//! `wellpress cite`: the library of sources, from the command line.

mod add;
mod dedupe;
mod format;
mod import;
mod list;

use std::borrow::Cow;
use std::path::PathBuf;
use std::time::Duration;

use clap::{Args, Subcommand};

use wellpress_bibliography::write::Abstracts;
use wellpress_bibliography::{ExportFormat, Reference, markup};
use wellpress_diagnostics::render::text;
use wellpress_diagnostics::{Report, Severity};
use wellpress_io::fs::Disk;
use wellpress_io::net::WebClient;
use wellpress_site::config::Config;

use crate::cite::{CiteError, Keys, Plan, Shelf, Step, Target};
use crate::pipeline::{self, Unobserved};

use super::Exit;
use super::arguments::{Common, SiteArguments};
use super::build::count;
use super::console::{self, Console};
use super::failure::Failure;

/// Bring sources into the library, and look at it
#[derive(Debug, Args)]
pub(super) struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Add(add::Arguments),
    Import(import::Arguments),
    Format(format::Arguments),
    List(list::Arguments),
    Dedupe(dedupe::Arguments),
}

/// Where new entries go.
#[derive(Debug, Args)]
struct Into {
    /// The `.bib` file that they are written behind [default: the library's only one, else `content/references/library.bib`]
    #[arg(long, value_name = "FILE")]
    to: Option<PathBuf>,
    /// Print the entries and write nothing
    #[arg(long)]
    dry_run: bool,
}

/// A site's library, and what is said about it.
struct Desk<'a> {
    console: &'a Console,
    common: &'a Common,
    config: Config,
    shelf: Shelf,
}

/// Runs one of its commands.
pub(super) fn run(console: &Console, common: &Common, arguments: &Arguments) -> Result<Exit, Failure> {
    let to = match &arguments.command {
        Command::Add(add) => add.into.to.as_deref(),
        Command::Import(import) => import.into.to.as_deref(),
        Command::Format(_) | Command::List(_) | Command::Dedupe(_) => None,
    };
    let request = SiteArguments::default().request(common, &Unobserved)?;
    let config = match pipeline::settings(&Disk, &request)? {
        Ok(config) => config,
        Err(report) => {
            console::aside(&text::render(&report, console.colour));
            return Ok(Exit::Usage);
        }
    };
    let shelf = Shelf::open(&Disk, &config, to)?;
    let desk = Desk { console, common, config, shelf };
    desk.note_faults();
    match &arguments.command {
        Command::Add(add) => add::run(&desk, add),
        Command::Import(import) => import::run(&desk, import),
        Command::Format(format) => format::run(&desk, format),
        Command::List(list) => list::run(&desk, list),
        Command::Dedupe(dedupe) => dedupe::run(&desk, dedupe),
    }
}

impl Desk<'_> {
    /// What cannot be read of the library is not known to be there.
    fn note_faults(&self) {
        let is_error = |severity| severity == Severity::Error;
        let faults = self.shelf.findings.iter().filter(|finding| is_error(finding.severity)).count();
        if faults > 0 {
            let faults = count(faults, "mistake");
            self.console
                .note(&format!("the library has {faults}, and what cannot be read is left out; see `wellpress check`"));
        }
    }

    /// Prints findings about a file that is not the site's.
    fn show(&self, report: Report) {
        console::aside(&text::render(&report, self.console.colour));
    }

    /// Says something that went wrong without ending the run; gives the status that the run ends with at least.
    fn complain(&self, failure: Failure) -> Exit {
        self.console.failure(&failure);
        failure.exit
    }

    fn target(&self, into: &Into) -> Result<Target, Failure> {
        let target = Target::choose(&Disk, &self.config, &self.shelf, into.to.as_deref())?;
        if !target.is_in_library() {
            let path = &target.shown;
            self.console.note(&format!("`{path}` is not in `content/references`, so the site does not read it"));
        }
        Ok(target)
    }

    /// Says what became of a record.
    fn tell(&self, target: &str, record: &Reference, step: &Step) {
        let title = title(record);
        self.console.progress(&match step {
            Step::New(key) => format!("added `{key}` to {target}: {title}"),
            Step::Known(key, shared) => format!("`{key}` is in the library already, with {shared}: {title}"),
        });
    }
}

/// The network, as the settings let it be used.
#[cfg(feature = "net")]
fn web(config: &Config) -> Result<Box<dyn WebClient>, Failure> {
    let services = &config.services;
    let policy = wellpress_io::net::WebPolicy {
        timeout: services.timeout,
        private_hosts: services.private_hosts.clone(),
        ..wellpress_io::net::WebPolicy::default()
    };
    Ok(Box::new(wellpress_io::net::LiveWebClient::new(policy)))
}

#[cfg(not(feature = "net"))]
fn web(_: &Config) -> Result<Box<dyn WebClient>, Failure> {
    Err(Failure::usage("this wellpress was made without the network").help("`cite import` reads files"))
}

/// What became of records that were to come in.
struct Written {
    /// One for each record.
    steps: Vec<Step>,
    /// How many were new.
    new: usize,
}

/// How long somebody else's writing is waited for, and how long at a time.
const PATIENCE: (u32, Duration) = (200, Duration::from_millis(50));

impl Desk<'_> {
    /// Writes what is new of these records, or prints it. Where another wellpress wrote meanwhile, the library is read again
    /// and it is looked anew what is there.
    fn write(&self, into: &Into, target: Target, records: &[&Reference], keys: Keys) -> Result<Written, Failure> {
        let (mut target, mut shelf) = (target, Cow::Borrowed(&self.shelf));
        for _ in 0..PATIENCE.0 {
            match into.write(&target, &shelf, records, keys) {
                Err(WriteFault::Library(CiteError::Changed(_) | CiteError::Locked(_))) => {
                    std::thread::sleep(PATIENCE.1);
                    shelf = Cow::Owned(Shelf::open(&Disk, &self.config, into.to.as_deref())?);
                    target = Target::choose(&Disk, &self.config, &shelf, into.to.as_deref())?;
                }
                written => return Ok(written?),
            }
        }
        Ok(into.write(&target, &shelf, records, keys)?)
    }
}

/// Why nothing was written.
enum WriteFault {
    /// The library's file would not have it.
    Library(CiteError),
    /// Nothing can be printed.
    Print(Failure),
}

impl From<WriteFault> for Failure {
    fn from(fault: WriteFault) -> Self {
        match fault {
            WriteFault::Library(error) => error.into(),
            WriteFault::Print(failure) => failure,
        }
    }
}

impl Into {
    fn write(&self, target: &Target, shelf: &Shelf, records: &[&Reference], keys: Keys) -> Result<Written, WriteFault> {
        let mut plan = Plan::of(shelf);
        let steps = records.iter().map(|record| plan.add(record, keys)).collect();
        match &plan.new[..] {
            new if self.dry_run => {
                let text = ExportFormat::Bib.export(&new.iter().collect::<Vec<_>>(), Abstracts::Keep);
                console::print(&text).map_err(WriteFault::Print)?;
            }
            [] => {}
            new => target.add(&Disk, new).map_err(WriteFault::Library)?,
        }
        Ok(Written { steps, new: plan.new.len() })
    }
}

/// A source's title without markup, empty where it has none.
fn title(reference: &Reference) -> Cow<'_, str> {
    reference.title.as_ref().map_or(Cow::Borrowed(""), |title| markup::plain(title))
}

/// The graver of two.
fn worse(one: Exit, other: Exit) -> Exit {
    if (one as u8) < other as u8 { other } else { one }
}

impl From<CiteError> for Failure {
    fn from(error: CiteError) -> Self {
        let message = error.to_string();
        match error {
            CiteError::ManyFiles(_) => Self::usage(message).help("name one with `--to`"),
            CiteError::Link(_) => Self::content(message).help("put the file itself there, or name it with `--to`"),
            CiteError::NotBib(_) => Self::usage(message).help("entries are written as BibLaTeX"),
            CiteError::Unsound { finding, .. } => {
                let failure = Self::content(message);
                match finding.help {
                    Some(help) => failure.help(help),
                    None => failure,
                }
            }
            CiteError::Open(_) => Self::content(message).help("`wellpress check` shows where; close the entry first"),
            CiteError::Changed(_) | CiteError::Locked(_) => Self::machine(message).help("run the command again"),
            CiteError::Unreadable(_) | CiteError::Read { .. } | CiteError::Write { .. } => Self::machine(message),
        }
    }
}

//! `wellpress cite`: the commands about the library of sources. Shared here: opening the library, appending to it while other
//! processes may write too, and what is printed about each record. The work itself is left to the modules of the crate.

mod add;
mod dedupe;
mod format;
mod import;
mod list;
mod refresh;
mod verify;

use std::borrow::Cow;
use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::{Args, Subcommand};

use wellpress_bibliography::{CiteKey, Reference, markup};
use wellpress_build::pipeline::{self, Outcome, Unobserved};
use wellpress_command::console::{self, Console, count};
use wellpress_command::invocation::{Invocation, SiteArguments};
use wellpress_command::{Exit, Failure, open_library};
use wellpress_diagnostics::{Severity, nearest};
use wellpress_io::cache::CacheLocation;
use wellpress_io::fs::Disk;
use wellpress_io::net::WebClient;
use wellpress_site::config::Config;

use crate::drafts::DraftSources;
use crate::{AppendError, ImportPlan, ImportStep, KeyChoice, LibraryFiles, TargetFile, bibtex, drafts};

/// Add sources to the library, list them, format them, find duplicates, and compare them with public records
#[derive(Debug, Args)]
pub struct Arguments {
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
    Verify(verify::Arguments),
    Refresh(refresh::Arguments),
}

/// The arguments about the file that new entries are written to.
#[derive(Debug, Args)]
struct TargetArguments {
    /// The `.bib` file that the entries are appended to [default: the library's only one, else `content/references/library.bib`]
    #[arg(long, value_name = "FILE")]
    to: Option<PathBuf>,
    /// Print the entries and write nothing
    #[arg(long)]
    dry_run: bool,
}

/// The context of a command of `cite`: the settings and the library of a site, read once. Commands borrow it, so that the records
/// and the index of works can borrow from the library; an import that has to try again reads the library into a value of its
/// own.
struct CiteSession<'a> {
    console: &'a Console,
    invocation: &'a Invocation<'a>,
    config: Config,
    library: LibraryFiles,
    /// Whether drafts of the library become its sources, so that they are set apart from it.
    completes_drafts: bool,
    cache: CacheLocation,
}

/// Opens the library and runs the command. A library with mistakes does not stop it: only `check` judges the content.
///
/// # Errors
/// When the settings or the library cannot be read, or the command fails as a whole.
pub fn run(invocation: &Invocation<'_>, arguments: &Arguments) -> Result<Exit, Failure> {
    let console = &invocation.console;
    // The target is known before the library is opened, because it is searched for duplicates too.
    let to = match &arguments.command {
        Command::Add(add) => add.target.to.as_deref(),
        Command::Import(import) => import.target.to.as_deref(),
        Command::Format(_) | Command::List(_) | Command::Dedupe(_) | Command::Verify(_) | Command::Refresh(_) => None,
    };
    let request = SiteArguments::default().request(invocation, &Unobserved)?;
    let config = match pipeline::settings(&Disk, &request)? {
        Outcome::Done(config) => config,
        Outcome::Stopped(report) => {
            console::print_findings(&report);
            return Ok(Exit::Usage);
        }
    };
    let mut library = open_library(&Disk, &config, to)?;
    let completes_drafts = matches!(&arguments.command, Command::Add(add) if add.completes_drafts());
    if completes_drafts {
        // Otherwise each draft would be the work that is to be fetched.
        library.set_drafts_apart();
    }
    let session = CiteSession { console, invocation, config, library, completes_drafts, cache: request.cache };
    session.note_mistakes();
    match &arguments.command {
        Command::Add(add) => add::run(&session, add),
        Command::Import(import) => import::run(&session, import),
        Command::Format(format) => format::run(&session, format),
        Command::List(list) => list::run(&session, list),
        Command::Dedupe(dedupe) => dedupe::run(&session, dedupe),
        Command::Verify(verify) => verify::run(&session, verify),
        Command::Refresh(refresh) => refresh::run(&session, refresh),
    }
}

/// Prints why one source failed, while the command continues with the others. Returns the exit status that the command ends with at
/// least.
fn report_failure(failure: &Failure) -> Exit {
    console::print_failure(failure);
    failure.exit
}

impl CiteSession<'_> {
    /// Warns that entries with mistakes were left out: a source may be added although one of them is the same work.
    fn note_mistakes(&self) {
        let errors = self.library.findings.iter().filter(|finding| finding.severity == Severity::Error).count();
        let mistakes = errors.max(self.library.unreadable_entries);
        if mistakes > 0 {
            let mistakes = count(mistakes, "mistake");
            self.console.note(&format!(
                "the library has {mistakes}, and what cannot be read is left out; see `wellpress check`"
            ));
        }
    }

    /// The source with a key of the command line.
    fn find(&self, key: &str) -> Result<&Reference, Failure> {
        // People copy keys from citation marks such as `[@sawicki-2021]`.
        let key = key.trim_start_matches('@');
        self.library.by_key(key).ok_or_else(|| {
            let failure = Failure::content(format!("no source has the key `{key}`"));
            match nearest(key, self.library.keys().map(CiteKey::as_str)) {
                Some(near) => failure.help(format!("did you mean `{near}`?")),
                None => failure.help("`wellpress cite list` lists all keys"),
            }
        })
    }

    fn choose_target(&self, arguments: &TargetArguments) -> Result<TargetFile, Failure> {
        let target = TargetFile::choose(&Disk, &self.config, &self.library, arguments.to.as_deref())?;
        if !target.is_in_library() {
            let path = &target.display_path;
            self.console.note(&format!("`{path}` is not in `content/references`, so the site does not read it"));
        }
        Ok(target)
    }

    /// Prints whether a record was added, or under which key the library has its work.
    fn print_step(&self, target: &str, record: &Reference, step: &ImportStep) {
        let title = title(record);
        let target = if drafts::is_draft(record) { drafts::FILE } else { target };
        self.console.progress(&match step {
            ImportStep::New(key) => format!("added `{key}` to {target}: {title}"),
            ImportStep::Renamed { key, taken } => {
                format!("added `{key}` to {target}, since another work has the key `{taken}`: {title}")
            }
            ImportStep::Known(key, shared) => format!("`{key}` is in the library already, with {shared}: {title}"),
        });
    }
}

/// The result for one source that a command was given: an identifier, or an entry of a pasted list.
enum SourceOutcome {
    /// The library had it before.
    InLibrary(CiteKey),
    /// A record that is still to be added: of a service, or a draft of what a text says.
    New(Box<Reference>),
    /// The reason has been printed.
    Failed,
}

impl SourceOutcome {
    fn record(&self) -> Option<&Reference> {
        if let Self::New(record) = self { Some(record) } else { None }
    }
}

/// The key by which each source can be cited after the import; `None` for those that failed. `steps` are those of the new
/// records, in their order.
fn keys_of<'a>(outcomes: &'a [SourceOutcome], steps: &'a [ImportStep]) -> Vec<Option<&'a CiteKey>> {
    let mut steps = steps.iter();
    (outcomes.iter())
        .map(|outcome| match outcome {
            SourceOutcome::InLibrary(key) => Some(key),
            SourceOutcome::New(_) => steps.next().map(ImportStep::key),
            SourceOutcome::Failed => None,
        })
        .collect()
}

/// A client with the limits that the settings give to citation services.
fn web(config: &Config) -> Result<Box<dyn WebClient>, Failure> {
    web_with_timeout(config, config.services.timeout)
}

/// A client with another limit of time, for what takes longer than a record.
fn web_with_timeout(config: &Config, timeout: Duration) -> Result<Box<dyn WebClient>, Failure> {
    let policy = wellpress_io::net::WebPolicy {
        timeout,
        private_hosts: config.services.private_hosts.clone(),
        max_per_host: config.external.per_host,
        ..wellpress_io::net::WebPolicy::default()
    };
    Ok(Box::new(wellpress_web::LiveWebClient::new(policy)))
}

/// The decisions of an import that has been written (or printed, with `--dry-run`).
struct ImportResult {
    /// One for each record, in their order.
    steps: Vec<ImportStep>,
    /// How many records were new.
    new: usize,
}

/// How often an import tries again while others write, and how long it waits in between: ten seconds in all.
const ATTEMPTS: u32 = 200;
const WAIT_BETWEEN_ATTEMPTS: Duration = Duration::from_millis(50);

impl CiteSession<'_> {
    /// Appends the records whose works the library does not have. If another process wrote in the meantime, the library is read
    /// again and the duplicates are searched anew, since the other process may have added the same work.
    fn append(
        &self,
        arguments: &TargetArguments,
        mut target: TargetFile,
        records: &[&Reference],
        keys: KeyChoice,
    ) -> Result<ImportResult, Failure> {
        let mut library = Cow::Borrowed(&self.library);
        for _ in 0..ATTEMPTS {
            match arguments.append(&target, &library, &self.config.root, records, keys) {
                Err(AppendError::Busy(_)) => {
                    std::thread::sleep(WAIT_BETWEEN_ATTEMPTS);
                    let mut changed = open_library(&Disk, &self.config, arguments.to.as_deref())?;
                    if self.completes_drafts {
                        changed.set_drafts_apart();
                    }
                    library = Cow::Owned(changed);
                    target = TargetFile::choose(&Disk, &self.config, &library, arguments.to.as_deref())?;
                }
                result => return Ok(result?),
            }
        }
        Ok(arguments.append(&target, &library, &self.config.root, records, keys)?)
    }
}

impl TargetArguments {
    /// A single attempt: plans the import against this state of the library and writes the new entries, or prints them.
    fn append(
        &self,
        target: &TargetFile,
        library: &LibraryFiles,
        root: &Path,
        records: &[&Reference],
        keys: KeyChoice,
    ) -> Result<ImportResult, AppendError> {
        let mut plan = ImportPlan::of(library);
        let steps = records.iter().map(|record| plan.add(record, keys)).collect();
        if self.dry_run {
            console::print_stdout(&bibtex(&plan.new, &plan.aliases))?;
            return Ok(ImportResult { steps, new: plan.new.len() });
        }
        let (drafts, sources): (Vec<Reference>, Vec<Reference>) = plan.new.into_iter().partition(drafts::is_draft);
        if !sources.is_empty() || !plan.aliases.is_empty() {
            target.append(&Disk, &sources, &plan.aliases)?;
        }
        DraftSources::append(&Disk, root, &drafts)?;
        Ok(ImportResult { steps, new: drafts.len() + sources.len() })
    }
}

/// A source's title without markup; empty if it has none.
fn title(reference: &Reference) -> Cow<'_, str> {
    reference.title.as_ref().map_or(Cow::Borrowed(""), |title| markup::plain(title))
}

/// The exit status of a command whose parts ended with these two: the higher number, as its cause is further from the author.
fn worse(a: Exit, b: Exit) -> Exit {
    if (a as u8) < b as u8 { b } else { a }
}

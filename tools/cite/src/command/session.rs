//! [`CiteSession`]: the settings and the library of a site, as each command of `cite` has them, and how an import appends to the library
//! while other processes may write too.

use std::borrow::Cow;
use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::Args;

use wellpress_bibliography::{CiteKey, Reference, markup};
use wellpress_command::console::{self, Console, count};
use wellpress_command::invocation::Invocation;
use wellpress_command::{Failure, open_library};
use wellpress_diagnostics::{Severity, nearest};
use wellpress_io::cache::CacheLocation;
use wellpress_io::fs::Disk;
use wellpress_io::net::WebClient;
use wellpress_services::web_with_timeout;
use wellpress_site::config::Config;

use crate::drafts::DraftSources;
use crate::{AppendError, ImportPlan, ImportStep, KeyChoice, LibraryFiles, TargetFile, bibtex, drafts};

/// The arguments about the file that new entries are written to.
#[derive(Debug, Args)]
pub(super) struct TargetArguments {
    /// The `.bib` file that the entries are appended to [default: the library's only one, else `content/references/library.bib`]
    #[arg(long, value_name = "FILE")]
    pub(super) to: Option<PathBuf>,
    /// Print the entries and write nothing
    #[arg(long)]
    pub(super) dry_run: bool,
}

/// The context of a command of `cite`: the settings and the library of a site, read once. Commands borrow it, so that the records
/// and the index of works can borrow from the library; an import that has to try again reads the library into a value of its
/// own.
pub(super) struct CiteSession<'a> {
    pub(super) console: &'a Console,
    pub(super) invocation: &'a Invocation<'a>,
    pub(super) config: Config,
    pub(super) library: LibraryFiles,
    /// Whether drafts of the library become its sources, so that they are set apart from it.
    pub(super) completes_drafts: bool,
    pub(super) cache: CacheLocation,
}

impl CiteSession<'_> {
    /// Warns that entries with mistakes were left out: a source may be added although one of them is the same work.
    pub(super) fn note_mistakes(&self) {
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
    pub(super) fn find(&self, key: &str) -> Result<&Reference, Failure> {
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

    pub(super) fn choose_target(&self, arguments: &TargetArguments) -> Result<TargetFile, Failure> {
        let target = TargetFile::choose(&Disk, &self.config, &self.library, arguments.to.as_deref())?;
        if !target.is_in_library {
            let path = &target.display_path;
            self.console.note(&format!(
                "`{path}` is not in `{}`, so the site does not read it",
                self.config.content_folder().path("references")
            ));
        }
        Ok(target)
    }

    /// Prints whether a record was added, or under which key the library has its work.
    pub(super) fn print_step(&self, target: &str, record: &Reference, step: &ImportStep) {
        let title = title(record);
        let drafts = self.config.content_folder().path(drafts::FILE);
        let target = if drafts::is_draft(record) { drafts.as_str() } else { target };
        self.console.progress(&match step {
            ImportStep::New(key) => format!("added `{key}` to {target}: {title}"),
            ImportStep::Renamed { key, taken } => {
                format!("added `{key}` to {target}, since another work has the key `{taken}`: {title}")
            }
            ImportStep::Known(key, shared) => format!("`{key}` is in the library already, with {shared}: {title}"),
        });
    }
}

/// A client with the limits that the settings give to citation services.
pub(super) fn web(config: &Config) -> Result<Box<dyn WebClient>, Failure> {
    Ok(Box::new(web_with_timeout(config, config.services.timeout)))
}

/// The decisions of an import that has been written (or printed, with `--dry-run`).
pub(super) struct ImportResult {
    /// One for each record, in their order.
    pub(super) steps: Vec<ImportStep>,
    /// How many records were new.
    pub(super) new: usize,
}

/// How often an import tries again while others write, and how long it waits in between: ten seconds in all.
const ATTEMPTS: u32 = 200;
const WAIT_BETWEEN_ATTEMPTS: Duration = Duration::from_millis(50);

impl CiteSession<'_> {
    /// Appends the records whose works the library does not have. If another process wrote in the meantime, the library is read
    /// again and the duplicates are searched anew, since the other process may have added the same work.
    pub(super) fn append(
        &self,
        arguments: &TargetArguments,
        mut target: TargetFile,
        records: &[&Reference],
        keys: KeyChoice,
    ) -> Result<ImportResult, Failure> {
        let mut library = Cow::Borrowed(&self.library);
        for _ in 0..ATTEMPTS {
            match arguments.append(&target, &library, &self.config.content_path(), records, keys) {
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
        Ok(arguments.append(&target, &library, &self.config.content_path(), records, keys)?)
    }
}

impl TargetArguments {
    /// A single attempt: plans the import against this state of the library and writes the new entries, or prints them.
    fn append(
        &self,
        target: &TargetFile,
        library: &LibraryFiles,
        content: &Path,
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
        DraftSources::append(&Disk, content, &drafts)?;
        Ok(ImportResult { steps, new: drafts.len() + sources.len() })
    }
}

/// A source's title without markup; empty if it has none.
pub(super) fn title(reference: &Reference) -> Cow<'_, str> {
    reference.title.as_ref().map_or(Cow::Borrowed(""), |title| markup::plain(title))
}

//! `wellpress cite add`: fetches sources by DOI, PubMed id or address and appends them to the library, or makes sources of its
//! drafts.

use clap::Args;

use wellpress_bibliography::{Identifier, Reference};
use wellpress_command::console;
use wellpress_command::invocation::today;
use wellpress_command::{Exit, Failure};
use wellpress_diagnostics::{Location, nearest};
use wellpress_io::fs::Disk;
use wellpress_io::net::{WebClient, WebError};

use crate::drafts::{DraftSources, DraftToFetch};
use crate::fetch::{FetchError, Fetcher};
use crate::pasted::is_title_of;
use crate::{ImportStep, KeyChoice};

use super::import::other_work;
use super::outcome::{SourceOutcome, keys_of, report_failure};
use super::session::{CiteSession, TargetArguments, web};

/// Fetch sources by DOI, PubMed id or web address and add them to the library
///
/// DOIs are asked from doi.org, PubMed and PubMed Central ids from NCBI. Of a web page, the metadata are read. Check the entry: it
/// is only as good as the record of the service.
///
/// A new entry is BibLaTeX, with today as the day of access. Its key is of the first author and the year (`sawicki-2021`, then
/// `sawicki-2021a`), of initials for organisations (`who-2021`), else of the title. Capitals that a style must not change are in
/// braces. A work that the library has, by its identifiers or else by title and year, is not added again: its key is printed.
///
/// The file keeps its content byte for byte, and new entries are appended. It is replaced as a whole, with its permissions. If
/// another program saved it in the meantime, it is read again; if another wellpress writes to it, the command waits up to ten
/// seconds. Nothing is written if the file ends within an entry, or is a symbolic link.
///
/// Entries of `content/references/to-complete.json` are drafts, which a pasted list or an import left there. Pages can cite them,
/// and `wellpress explain source-draft` asks to check them. `--drafts` replaces those with a DOI or a PubMed id by the record, if
/// it is of the work with the draft's title. Keys stay.
#[derive(Debug, Args)]
#[command(after_long_help = "    $ wellpress cite add 10.12659/MSM.929853
    added `sawicki-2021` to content/references/library.bib: Comparison of the characteristics ..
    sawicki-2021")]
pub struct Arguments {
    /// DOIs, PMIDs, PMCIDs and web addresses, with or without `doi:` and `pmid:`
    #[arg(required_unless_present_any = ["drafts", "checked"], value_name = "DOI|PMID|PMCID|URL", value_parser = identifier)]
    sources: Vec<Identifier>,
    /// Fetch the sources of `content/references/to-complete.json` that have a DOI or PubMed id, and take them out of it
    #[arg(long, conflicts_with = "sources")]
    drafts: bool,
    /// Make sources of these drafts of `content/references/to-complete.json`, which you have compared with the works
    #[arg(long, value_name = "KEY", num_args = 1.., conflicts_with_all = ["sources", "drafts"])]
    checked: Vec<String>,
    #[command(flatten)]
    pub(super) target: TargetArguments,
}

impl Arguments {
    pub(super) fn completes_drafts(&self) -> bool {
        self.drafts || !self.checked.is_empty()
    }
}

/// Fetches the sources that the library does not have, appends them, and prints the key of each source. A source that fails is
/// reported and the others are added all the same: a list of twenty DOIs with a mistyped one should not have to be fetched again.
pub fn run(session: &CiteSession<'_>, arguments: &Arguments) -> Result<Exit, Failure> {
    if !arguments.checked.is_empty() {
        return move_checked(session, arguments);
    }
    let target = session.choose_target(&arguments.target)?;
    let drafts = if arguments.drafts { Some(DraftSources::read(&Disk, &session.config.content_path())?) } else { None };
    let sources_to_fetch = drafts.as_ref().map_or_else(|| wanted(&arguments.sources), DraftSources::to_fetch);
    let (outcomes, exit) = find_or_fetch(session, &sources_to_fetch, &target.display_path)?;
    let records: Vec<&Reference> = outcomes.iter().filter_map(SourceOutcome::record).collect();
    let display_path = target.display_path.clone();
    let result = session.append(&arguments.target, target, &records, KeyChoice::Readable)?;
    if arguments.target.dry_run {
        return Ok(exit);
    }
    records.iter().zip(&result.steps).for_each(|(record, step)| session.print_step(&display_path, record, step));
    let keys = keys_of(&outcomes, &result.steps);
    if let Some(drafts) = drafts {
        let fetched =
            sources_to_fetch.iter().zip(&keys).filter(|(_, key)| key.is_some()).map(|(draft, _)| &draft.identifier);
        let fetched: Vec<&Identifier> = fetched.collect();
        drafts.take_out(&Disk, &session.config.content_path(), |_, id| id.is_some_and(|id| fetched.contains(&id)))?;
    }
    console::print_stdout(&keys.into_iter().flatten().map(|key| format!("{key}\n")).collect::<String>())?;
    Ok(exit)
}

/// Sources of which nothing but the identifier is known.
fn wanted(identifiers: &[Identifier]) -> Vec<DraftToFetch> {
    let owned_identifiers = identifiers.iter().cloned();
    owned_identifiers.map(|identifier| DraftToFetch { key: None, identifier, title: None }).collect()
}

fn find_or_fetch(
    session: &CiteSession<'_>,
    wanted: &[DraftToFetch],
    target: &str,
) -> Result<(Vec<SourceOutcome>, Exit), Failure> {
    let mut exit = Exit::Done;
    let mut outcomes = Vec::new();
    // Created at the first need: a program without network support can still say that the library has all of them.
    let mut client: Option<Box<dyn WebClient>> = None;
    for draft in wanted {
        if let Some((source, shared_name)) = session.library.find(&draft.identifier) {
            let key = source.key.clone();
            session.print_step(target, source, &ImportStep::Known(key.clone(), shared_name));
            outcomes.push(SourceOutcome::InLibrary(key));
            continue;
        }
        let client: &dyn WebClient = match &mut client {
            Some(client) => &**client,
            empty => &**empty.insert(web(&session.config)?),
        };
        let fetcher = Fetcher { web: client, services: &session.config.services, today: today(session.invocation)? };
        outcomes.push(match fetch(&fetcher, draft) {
            Ok(reference) => SourceOutcome::New(Box::new(reference)),
            Err(failure) => {
                exit = exit.worse(report_failure(&failure));
                SourceOutcome::Failed
            }
        });
    }
    Ok((outcomes, exit))
}

/// Fetches a record. That of a draft keeps its key, by which texts may cite it, and has to be of the work that the draft names.
fn fetch(fetcher: &Fetcher<'_>, draft: &DraftToFetch) -> Result<Reference, Failure> {
    let DraftToFetch { key, identifier, title } = draft;
    let record = fetcher.fetch(identifier).map_err(|error| fetch_failure(identifier, error))?;
    if title.as_ref().is_some_and(|title| !is_title_of(title, &record)) {
        return Err(other_work(identifier, &record, None));
    }
    Ok(Reference { key: key.clone().unwrap_or_else(|| record.key.clone()), ..record })
}

/// Makes sources of drafts as they are.
fn move_checked(session: &CiteSession<'_>, arguments: &Arguments) -> Result<Exit, Failure> {
    let drafts = DraftSources::read(&Disk, &session.config.content_path())?;
    let target = session.choose_target(&arguments.target)?;
    let display_path = target.display_path.clone();
    let checked = arguments.checked.iter().map(|key| {
        let draft = find_draft(session, key)?;
        Ok(Reference { location: Location::file(display_path.as_str()), ..draft.clone() })
    });
    let checked: Vec<Reference> = checked.collect::<Result<_, Failure>>()?;
    let records: Vec<&Reference> = checked.iter().collect();
    let result = session.append(&arguments.target, target, &records, KeyChoice::Readable)?;
    if arguments.target.dry_run {
        return Ok(Exit::Done);
    }
    records.iter().zip(&result.steps).for_each(|(record, step)| session.print_step(&display_path, record, step));
    drafts.take_out(&Disk, &session.config.content_path(), |key, _| checked.iter().any(|source| source.key == *key))?;
    console::print_stdout(&result.steps.iter().map(|step| format!("{}\n", step.key())).collect::<String>())?;
    Ok(Exit::Done)
}

fn find_draft<'s>(session: &'s CiteSession<'_>, key: &str) -> Result<&'s Reference, Failure> {
    let key = key.trim_start_matches('@');
    let drafts = &session.library.drafts;
    drafts.iter().find(|draft| draft.key.as_str() == key).ok_or_else(|| {
        let failure = Failure::content(format!("no draft has the key `{key}`"));
        match nearest(key, drafts.iter().map(|draft| draft.key.as_str())) {
            Some(near) => failure.help(format!("did you mean `{near}`?")),
            None => failure.help("`wellpress check` names the drafts that pages cite"),
        }
    })
}

/// Why a source could not be fetched, with advice on what to do. Temporary failures end with the status of the machine, so that
/// a script can try again.
pub(super) fn fetch_failure(identifier: &Identifier, error: FetchError) -> Failure {
    let message = format!("{identifier}: {error}");
    let failure = if error.is_temporary() { Failure::machine(message) } else { Failure::content(message) };
    let help = match &error {
        FetchError::Absent(_) => "look whether it is written right",
        FetchError::Web(WebError::Private(_)) => {
            "name the host under `cite.private_hosts` in the settings, if it is yours"
        }
        FetchError::Web(WebError::Timeout { .. }) => "try again; `cite.timeout` in the settings gives it longer",
        FetchError::Web(WebError::Redirects(_) | WebError::Status { status: 401 | 403, .. })
            if matches!(identifier, Identifier::Page(_)) =>
        {
            "some sites show themselves to browsers alone; give its DOI or PMID, or write the entry by hand"
        }
        FetchError::Portal(_) => "open any page in a browser, log in, and try again",
        FetchError::NotAPage { .. } => "give the DOI, or the address of the page that leads to the file",
        FetchError::NoTitle => "write the entry by hand",
        FetchError::Web(_) | FetchError::NotARecord { .. } | FetchError::OtherSource(_) => return failure,
    };
    failure.help(help)
}

fn identifier(text: &str) -> Result<Identifier, String> {
    Identifier::parse(text).ok_or_else(|| {
        "it is no DOI (`10.7759/cureus.806`), PMID (`30000001`), PMCID (`PMC1234567`) or web address".to_owned()
    })
}

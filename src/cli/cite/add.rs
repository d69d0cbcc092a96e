//! `wellpress cite add`: fetches sources by DOI, PubMed id or address and appends them to the library.

use clap::Args;

use wellpress_bibliography::{Identifier, Reference};
use wellpress_io::fs::Disk;
use wellpress_io::net::{WebClient, WebError};

use crate::cite::drafts::DraftSources;
use crate::cite::fetch::{FetchError, Fetcher};
use crate::cite::{ImportStep, KeyChoice};
use crate::cli::Exit;
use crate::cli::arguments::today;
use crate::cli::console;
use crate::cli::failure::Failure;

use super::{CiteSession, SourceOutcome, TargetArguments, keys_of, report_failure, web, worse};

/// Fetch sources by DOI, PubMed id or web address and add them to the library
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// DOIs, PMIDs, PMCIDs and web addresses, with or without `doi:` and `pmid:`
    #[arg(required_unless_present = "drafts", value_name = "DOI|PMID|PMCID|URL", value_parser = identifier)]
    sources: Vec<Identifier>,
    /// Fetch the sources of `content/references/to-complete.json`, which have only an identifier, and take them out of it
    #[arg(long, conflicts_with = "sources")]
    pub(super) drafts: bool,
    #[command(flatten)]
    pub(super) target: TargetArguments,
}

/// Fetches the sources that the library does not have, appends them, and prints the key of each source. A source that fails is
/// reported and the others are added all the same: a list of twenty DOIs with a mistyped one should not have to be fetched again.
pub(super) fn run(session: &CiteSession<'_>, arguments: &Arguments) -> Result<Exit, Failure> {
    let target = session.choose_target(&arguments.target)?;
    let mut exit = Exit::Done;
    let mut outcomes = Vec::new();
    // Created at the first need: a program without network support can still say that the library has all of them.
    let mut client: Option<Box<dyn WebClient>> = None;
    let drafts = if arguments.drafts { Some(DraftSources::read(&Disk, &session.config.root)?) } else { None };
    let identifiers = drafts.as_ref().map_or_else(|| arguments.sources.clone(), DraftSources::identifiers);
    for identifier in &identifiers {
        if let Some((source, shared_name)) = session.library.find(identifier) {
            let key = source.key.clone();
            session.print_step(&target.display_path, source, &ImportStep::Known(key.clone(), shared_name));
            outcomes.push(SourceOutcome::InLibrary(key));
            continue;
        }
        let client: &dyn WebClient = match &mut client {
            Some(client) => &**client,
            empty => &**empty.insert(web(&session.config)?),
        };
        let fetcher = Fetcher { web: client, services: &session.config.services, today: today(session.common)? };
        outcomes.push(match fetcher.fetch(identifier) {
            Ok(reference) => SourceOutcome::Fetched(Box::new(reference)),
            Err(error) => {
                exit = worse(exit, report_failure(&fetch_failure(identifier, error)));
                SourceOutcome::Failed
            }
        });
    }
    let records: Vec<&Reference> = outcomes.iter().filter_map(SourceOutcome::record).collect();
    let display_path = target.display_path.clone();
    let result = session.append(&arguments.target, target, &records, KeyChoice::Readable)?;
    if arguments.target.dry_run {
        return Ok(exit);
    }
    records.iter().zip(&result.steps).for_each(|(record, step)| session.print_step(&display_path, record, step));
    let keys = keys_of(&outcomes, &result.steps);
    if let Some(drafts) = drafts {
        let fetched = identifiers.iter().zip(&keys).filter(|(_, key)| key.is_some()).map(|(identifier, _)| identifier);
        drafts.take_out(&Disk, &session.config.root, &fetched.collect::<Vec<_>>())?;
    }
    console::print_stdout(&keys.into_iter().flatten().map(|key| format!("{key}\n")).collect::<String>())?;
    Ok(exit)
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

//! `wellpress cite add`: sources by DOI, PubMed id or address.

use clap::Args;

use wellpress_bibliography::{CiteKey, Identifier, Reference};
use wellpress_io::net::WebError;

use crate::cite::fetch::{FetchError, Fetcher};
use crate::cite::{Keys, Step};
use crate::cli::Exit;
use crate::cli::arguments::today;
use crate::cli::console;
use crate::cli::failure::Failure;

use super::{Desk, Into, web, worse};

/// Fetch sources by DOI, PubMed id or web address into the library
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// DOIs, PMIDs, PMCIDs and web addresses, with or without `doi:` and `pmid:`
    #[arg(required = true, value_name = "DOI|PMID|PMCID|URL", value_parser = identifier)]
    sources: Vec<Identifier>,
    #[command(flatten)]
    pub(super) into: Into,
}

/// What was found for one argument.
enum Found {
    /// It is in the library.
    Known(CiteKey),
    /// It was fetched.
    Fetched(Box<Reference>),
    /// Neither.
    Nothing,
}

/// Fetches what is not there yet, writes what could be fetched, and prints a key for each.
pub(super) fn run(desk: &Desk<'_>, arguments: &Arguments) -> Result<Exit, Failure> {
    let target = desk.target(&arguments.into)?;
    let mut exit = Exit::Done;
    let mut found = Vec::new();
    let mut fetcher = None;
    for identifier in &arguments.sources {
        if let Some((known, shared)) = desk.shelf.find(identifier) {
            desk.tell(&target.shown, known, &Step::Known(known.key.clone(), shared));
            found.push(Found::Known(known.key.clone()));
            continue;
        }
        let web = match &mut fetcher {
            Some(web) => web,
            none => none.insert(web(&desk.config)?),
        };
        let asker = Fetcher { web: &**web, services: &desk.config.services, today: today(desk.common)? };
        found.push(match asker.fetch(identifier) {
            Ok(reference) => Found::Fetched(Box::new(reference)),
            Err(error) => {
                exit = worse(exit, desk.complain(failure(identifier, error)));
                Found::Nothing
            }
        });
    }
    let records: Vec<&Reference> = found.iter().filter_map(Found::record).collect();
    let shown = target.shown.clone();
    let written = desk.write(&arguments.into, target, &records, Keys::Readable)?;
    if arguments.into.dry_run {
        return Ok(exit);
    }
    records.iter().zip(&written.steps).for_each(|(record, step)| desk.tell(&shown, record, step));
    let mut steps = written.steps.iter();
    let keys = found.iter().filter_map(|found| match found {
        Found::Known(key) => Some(key),
        Found::Fetched(_) => steps.next().map(Step::key),
        Found::Nothing => None,
    });
    console::print(&keys.map(|key| format!("{key}\n")).collect::<String>())?;
    Ok(exit)
}

impl Found {
    fn record(&self) -> Option<&Reference> {
        if let Self::Fetched(record) = self { Some(record) } else { None }
    }
}

/// Why a source could not be fetched, with what to do about it.
pub(super) fn failure(identifier: &Identifier, error: FetchError) -> Failure {
    let message = format!("{identifier}: {error}");
    let failure = if error.is_machine() { Failure::machine(message) } else { Failure::content(message) };
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
        FetchError::Web(_) | FetchError::NotARecord { .. } | FetchError::Another(_) => return failure,
    };
    failure.help(help)
}

fn identifier(text: &str) -> Result<Identifier, String> {
    Identifier::parse(text).ok_or_else(|| {
        "it is no DOI (`10.7759/cureus.806`), PMID (`30000001`), PMCID (`PMC1234567`) or web address".to_owned()
    })
}

//! `wellpress cite refresh`: fetches the list of retractions and the notices of Crossref and PubMed, and stores them in the site.

use std::collections::BTreeSet;
use std::time::Duration;

use clap::Args;

use wellpress_command::console::count;
use wellpress_command::invocation::today;
use wellpress_command::{Exit, Failure};
use wellpress_foundation::Day;
use wellpress_io::fs::{Disk, Files, ReadError};
use wellpress_site::config::{RetractionSettings, list_address};
use wellpress_site::parse::retractions::ListOrigin;

use crate::refresh::ask::ask;
use crate::refresh::notice_file::{self, NoticeRow};
use crate::refresh::{ListRequest, MAX_LIST_BYTES, StoredFile, fetch_list};

use super::outcome::{report_failure, worse};
use super::session::{CiteSession, web_with_timeout};

/// A file of notices that is longer was not written by this program.
const MAX_NOTICES_BYTES: u64 = 50_000_000;

/// Fetch the list of retractions and the notices of Crossref and PubMed about the library's sources
#[derive(Debug, Args)]
pub struct Arguments {}

/// Refreshes what the settings name. The second file is refreshed if the first cannot be.
pub fn run(session: &CiteSession<'_>, _: &Arguments) -> Result<Exit, Failure> {
    let citations = &session.config.settings.citations;
    let today = today(session.invocation)?;
    let list = citations.retractions.as_ref().map(|list| &list.value).filter(|list| list.url.is_some());
    let notices = citations.notices.as_ref().map(|path| path.value.as_str());
    if list.is_none() && notices.is_none() {
        return Err(Failure::usage("the settings name nothing to refresh")
            .help("name the address of a list under `citations.retractions.url`, or a file for notices under `citations.notices`"));
    }
    let mut exit = Exit::Done;
    for result in
        [list.map(|list| refresh_list(session, list, today)), notices.map(|path| refresh_notices(session, path, today))]
            .into_iter()
            .flatten()
    {
        exit = worse(exit, result.unwrap_or_else(|failure| report_failure(&failure)));
    }
    Ok(exit)
}

fn stored_file<'a>(session: &'a CiteSession<'_>, path: &'a str) -> Result<StoredFile<'a>, Failure> {
    let file = StoredFile { files: &Disk, root: &session.config.root, path };
    file.check()?;
    Ok(file)
}

fn refresh_list(session: &CiteSession<'_>, list: &RetractionSettings, today: Day) -> Result<Exit, Failure> {
    let file = stored_file(session, &list.file)?;
    let url = list.url.as_deref().and_then(list_address).expect("the settings were checked");
    let web = web_with_timeout(&session.config, Duration::from_secs(list.timeout_seconds()))?;
    let request = ListRequest { url: &url, sha256: list.sha256.as_deref(), max_bytes: MAX_LIST_BYTES, today };
    let fetched = fetch_list(&*web, request, &session.library.references)?;
    file.store(&fetched.bytes, Some(&fetched.origin))?;
    session.console.progress(&format!("`{}`: {}, of {today}", list.file, count(fetched.rows, "row")));
    Ok(Exit::Done)
}

fn refresh_notices(session: &CiteSession<'_>, path: &str, today: Day) -> Result<Exit, Failure> {
    let file = stored_file(session, path)?;
    let stored = read_stored(session, path)?;
    let web = web_with_timeout(&session.config, session.config.services.timeout)?;
    let service_answers = ask(&*web, &session.config.services, &session.library.references, stored.clone());
    let is_whole = service_answers.failures.is_empty();
    // The date says since when nothing can be missing, so it stays if a service gave no answer about a source.
    let origin = is_whole.then_some(ListOrigin { fetched: today, url: None, sha256: None });
    file.store(&notice_file::text(&service_answers.rows), origin.as_ref())?;
    print_changes(session, &stored, &service_answers.rows);
    session.console.progress(&format!(
        "`{path}`: {} about {}",
        count(service_answers.rows.len(), "row"),
        count(service_answers.sources, "source")
    ));
    let failures = service_answers.failures.into_iter().map(|reason| report_failure(&Failure::machine(reason)));
    let exit = failures.fold(Exit::Done, worse);
    if !is_whole {
        session.console.note(&"what was stored about these sources stays, and so does the date of the file");
    }
    Ok(exit)
}

/// The rows of the last run; none if there was no run.
fn read_stored(session: &CiteSession<'_>, path: &str) -> Result<Vec<NoticeRow>, Failure> {
    match Disk.read_limited(&session.config.root.join(path), MAX_NOTICES_BYTES) {
        Ok(bytes) => notice_file::parse(&bytes).map_err(|why| unreadable(path, &why)),
        Err(ReadError::Io { source, .. }) if source.kind() == std::io::ErrorKind::NotFound => Ok(Vec::new()),
        Err(error) => Err(unreadable(path, &error.to_string())),
    }
}

fn unreadable(path: &str, why: &str) -> Failure {
    Failure::content(format!("the notices in `{path}` cannot be read: {why}"))
        .help("put it right, or delete it and run the command again")
}

/// Prints which notices are new and which are gone, one to a line.
fn print_changes(session: &CiteSession<'_>, before: &[NoticeRow], after: &[NoticeRow]) {
    let (before, after) = (lines(before), lines(after));
    after.difference(&before).for_each(|line| session.console.progress(&format!("new: {line}")));
    before.difference(&after).for_each(|line| session.console.progress(&format!("gone: {line}")));
}

fn lines(rows: &[NoticeRow]) -> BTreeSet<String> {
    rows.iter().map(line).collect()
}

fn line(row: &NoticeRow) -> String {
    let NoticeRow { key, nature, date, notice_doi, notice_pmid, known_by, .. } = row;
    let notice = match (notice_doi.as_str(), notice_pmid.as_str()) {
        ("", "") => String::new(),
        ("", pmid) => format!(", pmid:{pmid}"),
        (doi, _) => format!(", doi:{doi}"),
    };
    let date = if date.is_empty() { String::new() } else { format!(" of {date}") };
    format!("`{key}`: {nature}{date}{notice} ({known_by})")
}

//! The list of retractions that the settings name: its address in, its bytes out, with what has to be stored beside them.

use std::time::Duration;

use sha2::{Digest, Sha256};
use url::Url;

use wellpress_bibliography::Reference;
use wellpress_command::Failure;
use wellpress_command::console::count;
use wellpress_foundation::Day;
use wellpress_io::fs::Files;
use wellpress_io::net::{RedirectPolicy, RequestMethod, WebClient, WebRequest};
use wellpress_site::config::{Config, RetractionSettings, list_address};
use wellpress_site::parse::retractions::{ListOrigin, check_list};

use crate::client::web_with_timeout;
use crate::stored_file::StoredFile;

/// The longest list that is taken. Retraction Watch's has about 60 MB.
pub const MAX_LIST_BYTES: u64 = 200_000_000;

const ACCEPT_CSV: &str = "text/csv, application/octet-stream;q=0.9, */*;q=0.5";

/// Fetches the list of the settings and stores it in the site. Returns what was done, in words.
///
/// # Errors
/// When no list came that builds can read, or it cannot be stored.
pub fn refresh_list(
    files: &dyn Files,
    config: &Config,
    list: &RetractionSettings,
    references: &[Reference],
    today: Day,
) -> Result<String, Failure> {
    let file = StoredFile::checked(files, &config.root, &list.file)?;
    let url = list.url.as_deref().and_then(list_address).expect("the settings were checked");
    let web = web_with_timeout(config, Duration::from_secs(list.timeout_seconds()));
    let request = ListRequest { url: &url, sha256: list.sha256.as_deref(), max_bytes: MAX_LIST_BYTES, today };
    let fetched = fetch_list(&web, request, references)?;
    file.store(&fetched.bytes, Some(&fetched.origin))?;
    Ok(format!("`{}`: {}, of {today}", list.file, count(fetched.rows, "row")))
}

/// A list that was fetched, with the number of its rows.
#[derive(Debug)]
pub struct FetchedList {
    /// The bytes as they came.
    pub bytes: Vec<u8>,
    /// How many rows it has.
    pub rows: usize,
    /// What to store beside it.
    pub origin: ListOrigin,
}

/// Where a list is and what is known of it before it is fetched.
#[derive(Debug, Clone, Copy)]
pub struct ListRequest<'a> {
    /// The address.
    pub url: &'a Url,
    /// The SHA-256 that it must have, in any case.
    pub sha256: Option<&'a str>,
    /// The most bytes that it may have.
    pub max_bytes: u64,
    /// Becomes the date of the list.
    pub today: Day,
}

/// Fetches a list, and checks that a build could read it with these sources.
///
/// # Errors
/// When no whole list came, it has another checksum, or a build could not read it.
pub fn fetch_list<'r>(
    web: &dyn WebClient,
    request: ListRequest<'_>,
    references: impl IntoIterator<Item = &'r Reference>,
) -> Result<FetchedList, Failure> {
    let ListRequest { url, sha256, max_bytes, today } = request;
    let request = WebRequest {
        url,
        method: RequestMethod::Get,
        accept: ACCEPT_CSV,
        max_bytes,
        redirects: RedirectPolicy::Follow,
    };
    let response =
        web.send(&request).map_err(|error| Failure::machine(format!("the list was not fetched: {error}")))?;
    let host = wellpress_io::net::host(&response.url);
    let actual: String = Sha256::digest(&response.body).iter().map(|byte| format!("{byte:02x}")).collect();
    if let Some(expected) = sha256.filter(|expected| !expected.eq_ignore_ascii_case(&actual)) {
        let message = format!("the list at `{host}` has the SHA-256 `{actual}`, and the settings name `{expected}`");
        return Err(Failure::content(message)
            .help("nothing was changed; look at the list, and correct `sha256` if it is right"));
    }
    let rows = match check_list(&response.body, references) {
        Ok(0) => Err("it has no rows".to_owned()),
        result => result,
    };
    let rows = rows.map_err(|why| {
        Failure::content(format!("the answer of `{host}` is not a list of retractions: {why}"))
            .help("nothing was changed; look at the address")
    })?;
    let origin = ListOrigin { fetched: today, url: Some(url.to_string()), sha256: Some(actual) };
    Ok(FetchedList { bytes: response.body, rows, origin })
}

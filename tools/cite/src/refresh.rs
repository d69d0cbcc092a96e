//! Refreshes what a site knows about retractions: the list that the settings name is fetched anew, and Crossref and PubMed are
//! asked for notices about each source of the library. Both end in files of the site, which builds read without a network.

pub mod ask;
pub mod crossref;
pub mod notice_file;
pub mod pubmed;

use std::io;
use std::path::{Component, Path};

use sha2::{Digest, Sha256};
use url::Url;

use wellpress_bibliography::Reference;
use wellpress_command::Failure;
use wellpress_foundation::Day;
use wellpress_io::fs::{EntryKind, Files};
use wellpress_io::net::{RedirectPolicy, RequestMethod, WebClient, WebRequest};
use wellpress_site::parse::retractions::{ListOrigin, check_list};

/// The longest list that is taken. Retraction Watch's has about 60 MB.
pub const MAX_LIST_BYTES: u64 = 200_000_000;

const ACCEPT_CSV: &str = "text/csv, application/octet-stream;q=0.9, */*;q=0.5";

/// A file of the site that is replaced as a whole.
#[derive(Clone, Copy)]
pub struct StoredFile<'a> {
    /// The files of the machine.
    pub files: &'a dyn Files,
    /// The site's root.
    pub root: &'a Path,
    /// The path relative to the root.
    pub path: &'a str,
}

impl StoredFile<'_> {
    /// Fails if the file must not be written: its path leaves the site, or it is no file.
    ///
    /// # Errors
    /// Which of these it is.
    pub fn check(&self) -> Result<(), Failure> {
        let is_within = Path::new(self.path).components().all(|part| matches!(part, Component::Normal(_)));
        if !is_within || self.path.is_empty() {
            let failure = Failure::usage(format!("`{}` is not a path within the site", self.path));
            return Err(failure.help("write a path from the site's root, such as `data/notices.csv`"));
        }
        match self.files.kind(&self.root.join(self.path)) {
            Ok(EntryKind::File) => Ok(()),
            Ok(kind) => Err(Failure::content(format!("`{}` is {kind}, and is not replaced", self.path))
                .help("put the file itself there, or name another path")),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
            Err(error) => Err(self.write_error(&error)),
        }
    }

    fn write_error(&self, error: &io::Error) -> Failure {
        Failure::machine(format!("cannot write `{}`: {error}", self.path))
    }

    /// Replaces the file, and then the file with its origin. A crash in between leaves a new list with an old date, which is
    /// refreshed again too early and not too late.
    ///
    /// # Errors
    /// When a file cannot be written.
    pub fn store(&self, bytes: &[u8], origin: Option<&ListOrigin>) -> Result<(), Failure> {
        self.write(bytes, origin).map_err(|error| self.write_error(&error))
    }

    fn write(&self, bytes: &[u8], origin: Option<&ListOrigin>) -> io::Result<()> {
        let path = self.root.join(self.path);
        if let Some(folder) = path.parent() {
            self.files.create_dir_all(folder)?;
        }
        self.files.replace(&path, bytes)?;
        let Some(origin) = origin else { return Ok(()) };
        self.files.replace(&self.root.join(ListOrigin::path_of(self.path)), origin.text().as_bytes())
    }
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

//! Refreshes what a site knows about retractions: the list that the settings name is fetched anew, and Crossref and PubMed are
//! asked for notices about each source of the library. Both end in files of the site, which builds read without a network.

pub mod ask;
pub mod crossref;
pub mod notice_file;
pub mod pubmed;

use std::io;
use std::path::{Component, Path};

use sha2::{Digest, Sha256};
use thiserror::Error;
use url::Url;

use wellpress_bibliography::Reference;
use wellpress_foundation::Day;
use wellpress_io::fs::{EntryKind, Files};
use wellpress_io::net::{RedirectPolicy, RequestMethod, WebClient, WebError, WebRequest};
use wellpress_site::parse::retractions::{ListOrigin, check_list};

/// The longest list that is taken. Retraction Watch's has about 60 MB.
pub const MAX_LIST_BYTES: u64 = 200_000_000;

const ACCEPT_CSV: &str = "text/csv, application/octet-stream;q=0.9, */*;q=0.5";

/// Why a list or a file with notices was left as it is.
#[derive(Debug, Error)]
pub enum RefreshError {
    /// The address did not answer with a whole list.
    #[error("the list was not fetched: {0}")]
    Web(#[from] WebError),
    /// The settings name another checksum.
    #[error("the list at `{host}` has the SHA-256 `{actual}`, and the settings name `{expected}`")]
    Checksum {
        /// The host that answered.
        host: String,
        /// The checksum of what it sent.
        actual: String,
        /// The checksum of the settings.
        expected: String,
    },
    /// What came is not a list that a build could read.
    #[error("the answer of `{host}` is not a list of retractions: {why}")]
    NotAList {
        /// The host that answered.
        host: String,
        /// The first mistake.
        why: String,
    },
    /// The settings name a path that is not in the site.
    #[error("`{0}` is not a path within the site")]
    Outside(String),
    /// A link or a folder is in the place of the file.
    #[error("`{path}` is {kind}, and is not replaced")]
    NotAFile {
        /// The path of the settings.
        path: String,
        /// What is there.
        kind: EntryKind,
    },
    /// The stored file with notices cannot be read.
    #[error("the notices in `{path}` cannot be read: {why}")]
    Stored {
        /// The path of the settings.
        path: String,
        /// What is wrong with it.
        why: String,
    },
    /// The file cannot be written.
    #[error("cannot write `{path}`: {source}")]
    Write {
        /// The path of the settings.
        path: String,
        /// The error of the operating system.
        source: io::Error,
    },
}

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
    pub fn check(&self) -> Result<(), RefreshError> {
        let is_within = Path::new(self.path).components().all(|part| matches!(part, Component::Normal(_)));
        if !is_within || self.path.is_empty() {
            return Err(RefreshError::Outside(self.path.to_owned()));
        }
        match self.files.kind(&self.root.join(self.path)) {
            Ok(EntryKind::File) => Ok(()),
            Ok(kind) => Err(RefreshError::NotAFile { path: self.path.to_owned(), kind }),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
            Err(source) => Err(RefreshError::Write { path: self.path.to_owned(), source }),
        }
    }

    /// Replaces the file, and then the file with its origin. A crash in between leaves a new list with an old date, which is
    /// refreshed again too early and not too late.
    ///
    /// # Errors
    /// When a file cannot be written.
    pub fn store(&self, bytes: &[u8], origin: Option<&ListOrigin>) -> Result<(), RefreshError> {
        let path = self.root.join(self.path);
        let write = || -> io::Result<()> {
            if let Some(folder) = path.parent() {
                self.files.create_dir_all(folder)?;
            }
            self.files.replace(&path, bytes)?;
            let Some(origin) = origin else { return Ok(()) };
            self.files.replace(&self.root.join(ListOrigin::path_of(self.path)), origin.text().as_bytes())
        };
        write().map_err(|source| RefreshError::Write { path: self.path.to_owned(), source })
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
) -> Result<FetchedList, RefreshError> {
    let ListRequest { url, sha256, max_bytes, today } = request;
    let response = web.send(&WebRequest {
        url,
        method: RequestMethod::Get,
        accept: ACCEPT_CSV,
        max_bytes,
        redirects: RedirectPolicy::Follow,
    })?;
    let host = wellpress_io::net::host(&response.url);
    let actual: String = Sha256::digest(&response.body).iter().map(|byte| format!("{byte:02x}")).collect();
    if let Some(expected) = sha256.filter(|expected| !expected.eq_ignore_ascii_case(&actual)) {
        return Err(RefreshError::Checksum { host, actual, expected: expected.to_owned() });
    }
    let rows = match check_list(&response.body, references) {
        Ok(0) => Err("it has no rows".to_owned()),
        result => result,
    };
    let rows = rows.map_err(|why| RefreshError::NotAList { host, why })?;
    let origin = ListOrigin { fetched: today, url: Some(url.to_string()), sha256: Some(actual) };
    Ok(FetchedList { bytes: response.body, rows, origin })
}

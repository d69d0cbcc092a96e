//! The PDF files that a browser printed from sheets. Input: the HTML of a sheet. Output: its PDF file, kept in the cache.

use std::collections::BTreeSet;
use std::io;

use wellpress_io::cache::{BlobCache, CacheLocation, Fingerprint};
use wellpress_io::fs::Files;

/// The folder of the cache.
pub const FOLDER: &str = "handouts";

/// At least so many bytes of sheets that the site does not show stay in the cache, so that a build with another `--base-url` keeps
/// its own.
const UNUSED_BYTES_KEPT: u64 = 64_000_000;

/// The sheets that a browser has printed.
///
/// A PDF file is kept under the fingerprint of the HTML that it was printed from. The addresses of style sheets, fonts and pictures
/// in it have fingerprints of their own, so nothing that the sheet shows can change without another key. The whole page counts,
/// with what only a screen shows: a sheet is rather printed for nothing than published with old words.
pub struct PrintedSheets<'a> {
    cache: BlobCache<'a>,
    listing: Fingerprint,
}

impl<'a> PrintedSheets<'a> {
    /// Those in a cache, which need not exist.
    #[must_use]
    pub fn new(files: &'a dyn Files, location: &'a CacheLocation) -> Self {
        let cache = BlobCache::new(files, location, FOLDER);
        let listing = cache.listing();
        Self { cache, listing }
    }

    /// The key of the PDF file that is printed from this HTML.
    #[must_use]
    pub fn key(html: &[u8]) -> Fingerprint {
        Fingerprint::of(html)
    }

    /// The PDF file that was printed from this HTML.
    #[must_use]
    pub fn get(&self, html: &[u8]) -> Option<Vec<u8>> {
        self.cache.get(Self::key(html))
    }

    /// Keeps a PDF file that was printed from this HTML.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn store(&self, html: &[u8], pdf: &[u8]) -> io::Result<()> {
        self.cache.store(Self::key(html), pdf)
    }

    /// Removes old files of sheets that were printed from none of these, see [`BlobCache::sweep`].
    pub fn sweep(&self, keys: &BTreeSet<Fingerprint>) {
        self.cache.sweep(keys, UNUSED_BYTES_KEPT);
    }

    /// The fingerprint of all files when the run began.
    pub(crate) fn listing(&self) -> Fingerprint {
        self.listing
    }
}

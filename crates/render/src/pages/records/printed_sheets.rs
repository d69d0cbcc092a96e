//! The files that `wellpress handouts` made of sheets: PDF files and books. Input: the HTML of a sheet. Output: the file, kept in the cache.

use std::collections::BTreeSet;
use std::io;

use wellpress_io::cache::{BlobCache, CacheLocation, Fingerprint, FingerprintBuilder};
use wellpress_io::fs::Files;

/// The folder of the cache.
pub const FOLDER: &str = "handouts";

/// At least so many bytes of sheets that the site does not show stay in the cache, so that a build with another `--base-url` keeps
/// its own.
const UNUSED_BYTES_KEPT: u64 = 64_000_000;

/// The files that were made of sheets.
///
/// A file is kept under the fingerprint of the HTML that it was made of, a book with that of its texts and sources. The addresses of style sheets, fonts and pictures
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

    /// The key of the book of a page whose sheet is this HTML. `texts` is the fingerprint of its texts and sources
    /// ([`book_fingerprint`](crate::sheet::book_fingerprint)).
    #[must_use]
    pub fn key_of_book(html: &[u8], texts: Fingerprint) -> Fingerprint {
        FingerprintBuilder::new("book").with((Self::key(html), texts)).fingerprint()
    }

    /// The file with this key.
    #[must_use]
    pub fn get(&self, key: Fingerprint) -> Option<Vec<u8>> {
        self.cache.get(key)
    }

    /// Keeps a file.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn store(&self, key: Fingerprint, file: &[u8]) -> io::Result<()> {
        self.cache.store(key, file)
    }

    /// Removes old files with other keys than these, see [`BlobCache::sweep`].
    pub fn sweep(&self, keys: &BTreeSet<Fingerprint>) {
        self.cache.sweep(keys, UNUSED_BYTES_KEPT);
    }

    /// The fingerprint of all files when the run began.
    pub(crate) fn listing(&self) -> Fingerprint {
        self.listing
    }
}

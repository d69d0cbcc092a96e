//! The books of a site: which ones there are, and which the cache lacks.

use wellpress_build::pipeline::CheckedSite;
use wellpress_command::Failure;
use wellpress_epub::Book;
use wellpress_io::cache::Fingerprint;
use wellpress_render::pages::render_context::RenderContext;
use wellpress_render::{PrintedSheets, sheet};

use crate::SiteInMemory;
use crate::browser::ORIGIN;

/// The book of a guide or a programme, without its pictures.
pub(super) struct BookToMake {
    /// The path of its sheet, such as `programmes/standing/print/index.html`.
    pub sheet: String,
    /// What the sheet does not have: see [`sheet::book_fingerprint`].
    texts: Fingerprint,
    book: Book,
}

impl BookToMake {
    /// All books of a site. None if its theme has mistakes, of which the report tells.
    pub fn of_site(site: &CheckedSite<'_>) -> Vec<Self> {
        let cx = site.theme.and_then(|theme| RenderContext::new(site.render_input(theme)).ok());
        let Some(cx) = cx else { return Vec::new() };
        let books = site.site.pages.iter().filter_map(|page| {
            let sheet = sheet::sheet_of(site.site, page).filter(|sheet| sheet.epub.is_some())?;
            let texts = sheet::book_fingerprint(&cx, page);
            Some(Self { sheet: sheet.html, texts, book: Book::of(&cx, page) })
        });
        books.collect()
    }

    /// Its key in the cache; `None` if the site has no such sheet.
    pub fn key(&self, site: &SiteInMemory<'_>) -> Option<Fingerprint> {
        let sheet = (site.file)(&self.sheet)?;
        Some(PrintedSheets::key_of_book(&sheet.bytes, self.texts))
    }

    /// The EPUB file, with the pictures of a site whose pages have addresses on `origin`.
    ///
    /// # Errors
    /// When the book would lack a notice, or be too large.
    pub fn make(&self, site: &SiteInMemory<'_>, origin: &str) -> Result<Vec<u8>, Failure> {
        let picture = |url: &str| {
            let path = url.strip_prefix(origin)?;
            site.answer(&format!("{ORIGIN}{path}")).map(|answer| answer.bytes)
        };
        self.book
            .pack(&picture)
            .map_err(|error| Failure::machine(format!("cannot make the book of `{}`: {error}", self.sheet)))
    }
}

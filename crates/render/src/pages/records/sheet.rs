//! The files that `wellpress handouts` makes of pages: PDF files of sheets, which are handouts and articles, and EPUB books of guides and
//! programmes.
//!
//! Input: a page, and the files that the command left in the cache. Output: the page and its handout in the sink, with each file
//! that was made of what the page shows now. No browser is started here.

use std::borrow::Cow;

use wellpress_io::artifact::{Artifact, ArtifactContent, Sink, SitePath};
use wellpress_io::cache::{Fingerprint, FingerprintBuilder};
use wellpress_markdown::directives::DirectiveKind;
use wellpress_site::model::address::escape_path;
use wellpress_site::model::page::PageRecord;
use wellpress_site::model::{Page, PageId, Site};

use crate::pages::page_file::put;
use crate::pages::records::handout;
use crate::pages::render_context::RenderContext;
use crate::theme::return_buffer;
use crate::{RenderError, context, pages};

pub use crate::pages::records::printed_sheets::{FOLDER, PrintedSheets};

/// Where the sheet of a page is, and the files that are made of the page.
#[derive(Debug, Clone)]
pub struct Sheet {
    /// The path of its HTML in the output: that of the handout, or of an article itself.
    pub html: String,
    /// The path of its PDF file in the output.
    pub pdf: String,
    /// The path of its book in the output; `None` for pages that are neither guides nor programmes.
    pub epub: Option<String>,
    /// The root-relative address of the folder with the files.
    folder: String,
}

/// The sheet of a page; `None` for pages that are not made for paper, and for withdrawn ones.
#[must_use]
pub fn sheet_of(site: &Site, page: &Page) -> Option<Sheet> {
    let folder = match page.record {
        _ if page.is_withdrawn() => return None,
        PageRecord::Topic(_) | PageRecord::Person(_) => return None,
        _ if site.has_handout(page) => "print/",
        PageRecord::Article(_) => "",
        _ => return None,
    };
    let name = page.path.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
    let path = |ending: &str| format!("{}{folder}{name}.{ending}", page.path);
    let has_book = site.has_handout(page) && page.exercise().is_none();
    Some(Sheet {
        html: format!("{}{folder}index.html", page.path),
        pdf: path("pdf"),
        epub: has_book.then(|| path("epub")),
        folder: format!("{}{folder}", page.url),
    })
}

/// The pages of the book of a guide or a programme, each of which is a chapter.
#[must_use]
pub fn pages_of_book(site: &Site, page: &Page) -> Vec<PageId> {
    let is_guide = site.guide_of(page.id) == Some(page.id);
    let parts = if is_guide { site.below(page.id) } else { Vec::new() };
    std::iter::once(page.id).chain(parts).collect()
}

/// The fingerprint of what the book of a page has beyond its sheet: texts with their marks, sources, people, and the words of the theme.
#[must_use]
pub fn book_fingerprint(cx: &RenderContext<'_>, page: &Page) -> Fingerprint {
    let resolved = cx.resolved;
    let mut mixer = FingerprintBuilder::new("book").with((cx.formatters.fingerprint(), cx.theme.everywhere));
    for chapter in pages_of_book(resolved.site, page) {
        mix_chapter(cx, &mut mixer, resolved.site.page(chapter));
    }
    mixer.fingerprint()
}

/// Adds what a page of a guide shows: its text, the texts of its exercises, its people.
pub(crate) fn mix_chapter(cx: &RenderContext<'_>, mixer: &mut FingerprintBuilder, page: &Page) {
    let shown = cx.resolved.shown_by(page);
    let fingerprints = |id: PageId| cx.resolved.pages[id].fingerprints;
    mixer.add(fingerprints(page.id).full);
    mixer.add_all(shown.texts.iter().map(|exercise| fingerprints(*exercise).full));
    mixer.add_all(shown.records().chain(shown.named.iter().copied()).map(|other| fingerprints(other).summary));
    if shows_experts(page) {
        mixer.add_all(shown.named.iter().map(|person| fingerprints(*person).full));
    }
}

/// Whether a page has a list of experts with their bios, which are the text of their own pages.
pub(crate) fn shows_experts(page: &Page) -> bool {
    page.body.directives.iter().any(|directive| directive.kind == DirectiveKind::Experts)
}

/// Renders a page and its handout, and gives both to the sink, with the files that were made of the page.
pub(crate) fn put_page(cx: &RenderContext<'_>, page: &Page, sink: &dyn Sink) -> Result<(), RenderError> {
    let printed =
        cx.sheets.map_or(Ok(context::PrintedFiles::default()), |sheets| put_printed(cx, page, sheets, sink))?;
    let html = pages::render(cx, page, printed).map_err(RenderError::Theme)?;
    put(sink, &format!("{}index.html", page.path), html)?;
    let handout = handout::render(cx, page).map_err(RenderError::Theme)?;
    handout.map_or(Ok(()), |handout| put(sink, &format!("{}print/index.html", page.path), handout))
}

/// Gives the files that were made of a page to the sink. They are looked up by the HTML of its sheet without links to them, so the
/// sheet is rendered for this alone. Only sites that publish such files pay for it.
fn put_printed(
    cx: &RenderContext<'_>,
    page: &Page,
    sheets: &PrintedSheets<'_>,
    sink: &dyn Sink,
) -> Result<context::PrintedFiles, RenderError> {
    let wanted = &cx.config.settings.handouts;
    let sheet = sheet_of(cx.resolved.site, page).filter(|sheet| wanted.pdf || sheet.epub.is_some());
    let Some(sheet) = sheet else { return Ok(context::PrintedFiles::default()) };
    let html = match handout::render(cx, page).map_err(RenderError::Theme)? {
        Some(handout) => handout,
        None => pages::render(cx, page, context::PrintedFiles::default()).map_err(RenderError::Theme)?,
    };
    let pdf = if wanted.pdf { sheets.get(PrintedSheets::key(&html)) } else { None };
    let book = || sheets.get(PrintedSheets::key_of_book(&html, book_fingerprint(cx, page)));
    let epub = sheet.epub.as_deref().filter(|_| wanted.epub).and_then(|path| Some((path, book()?)));
    return_buffer(html);
    let put = |path: &str, bytes: &[u8]| put_file(sink, &sheet.folder, path, bytes);
    Ok(context::PrintedFiles {
        pdf: pdf.map(|bytes| put(&sheet.pdf, &bytes)).transpose()?,
        epub: epub.map(|(path, bytes)| put(path, &bytes)).transpose()?,
    })
}

fn put_file(sink: &dyn Sink, folder: &str, path: &str, bytes: &[u8]) -> Result<context::PrintedFile, RenderError> {
    let name = path.rsplit('/').next().unwrap_or_default();
    let url = format!("{folder}{}", escape_path(name));
    let path = SitePath::new(path).ok_or_else(|| RenderError::Path(path.to_owned()))?;
    sink.put(Artifact { path, content: ArtifactContent::Bytes(Cow::Borrowed(bytes)) })?;
    Ok(context::PrintedFile { url, kilobytes: bytes.len().div_ceil(1000) })
}

//! The PDF files of sheets: of handouts, and of articles, whose own pages are made for paper too.
//!
//! Input: a page, and the PDF files that `wellpress handouts` left in the cache. Output: the page and its handout in the sink, with
//! the PDF file if there is one of what the sheet shows now. No browser is started here.

use std::borrow::Cow;

use wellpress_io::artifact::{Artifact, ArtifactContent, Sink, SitePath};
use wellpress_site::model::address::escape_path;
use wellpress_site::model::page::PageRecord;
use wellpress_site::model::{Page, Site};

use crate::pages::page_file::put;
use crate::pages::records::handout;
use crate::pages::render_context::RenderContext;
use crate::theme::return_buffer;
use crate::{RenderError, context, pages};

pub use crate::pages::records::printed_sheets::{FOLDER, PrintedSheets};

/// Where the sheet of a page is, and its PDF file.
#[derive(Debug, Clone)]
pub struct Sheet {
    /// The path of its HTML in the output: that of the handout, or of an article itself.
    pub html: String,
    /// The path of its PDF file in the output.
    pub pdf: String,
    /// The root-relative address of the PDF file.
    url: String,
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
    let name = format!("{}.pdf", page.path.trim_end_matches('/').rsplit('/').next().unwrap_or_default());
    Some(Sheet {
        html: format!("{}{folder}index.html", page.path),
        pdf: format!("{}{folder}{name}", page.path),
        url: format!("{}{folder}{}", page.url, escape_path(&name)),
    })
}

/// Renders a page and its handout, and gives both to the sink, with the PDF file of its sheet if there is one.
pub(crate) fn put_page(cx: &RenderContext<'_>, page: &Page, sink: &dyn Sink) -> Result<(), RenderError> {
    let pdf = cx.sheets.map_or(Ok(None), |sheets| put_pdf(cx, page, sheets, sink))?;
    let html = pages::render(cx, page, pdf).map_err(RenderError::Theme)?;
    put(sink, &format!("{}index.html", page.path), html)?;
    let handout = handout::render(cx, page).map_err(RenderError::Theme)?;
    handout.map_or(Ok(()), |handout| put(sink, &format!("{}print/index.html", page.path), handout))
}

/// Gives the PDF file of a page's sheet to the sink. It is looked up by the HTML without a link to it, which a browser printed; so the
/// sheet is rendered for this alone. Only sites that publish such files pay for it.
fn put_pdf(
    cx: &RenderContext<'_>,
    page: &Page,
    sheets: &PrintedSheets<'_>,
    sink: &dyn Sink,
) -> Result<Option<context::PdfFile>, RenderError> {
    let Some(sheet) = sheet_of(cx.resolved.site, page) else { return Ok(None) };
    let html = match handout::render(cx, page).map_err(RenderError::Theme)? {
        Some(handout) => handout,
        None => pages::render(cx, page, None).map_err(RenderError::Theme)?,
    };
    let bytes = sheets.get(&html);
    return_buffer(html);
    let Some(bytes) = bytes else { return Ok(None) };
    let path = SitePath::new(&*sheet.pdf).ok_or_else(|| RenderError::Path(sheet.pdf.clone()))?;
    sink.put(Artifact { path, content: ArtifactContent::Bytes(Cow::Borrowed(&bytes)) })?;
    Ok(Some(context::PdfFile { url: sheet.url, kilobytes: bytes.len().div_ceil(1000) }))
}

//! Where export files are: `references.bib` and the like beside each article that cites, the same at the root with all sources
//! of the site, and inside the page of each source, to copy or to save.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use rayon::prelude::*;

use wellpress_bibliography::ExportFormat;
use wellpress_io::artifact::Sink;
use wellpress_site::config::MAIN_LANGUAGE;
use wellpress_site::model::Page;
use wellpress_site::model::reference::ReferenceId;

use crate::pages::put;
use crate::pages::render_context::RenderContext;
use crate::theme::strings::MessageValue;
use crate::{RenderError, context};

/// Links to the files beside a page; none for a page without sources.
#[must_use]
pub fn links(cx: &RenderContext<'_>, page: &Page) -> Vec<context::Link> {
    if cx.resolved.pages[page.id].citations.sources().next().is_none() {
        return Vec::new();
    }
    formats(cx, page).into_iter().map(|format| link(&page.url, format)).collect()
}

/// Links to the files with all sources of the site.
#[must_use]
pub fn site_links(cx: &RenderContext<'_>) -> Vec<context::Link> {
    ExportFormat::ALL.iter().map(|format| link(&cx.config.base.path, *format)).collect()
}

fn link(folder_url: &str, format: ExportFormat) -> context::Link {
    context::Link::new(format.label(), format!("{folder_url}references.{}", format.extension()))
}

/// A source in every format, for its own page.
#[must_use]
pub fn of_source(cx: &RenderContext<'_>, id: ReferenceId) -> Vec<context::Export> {
    ExportFormat::ALL.iter().map(|format| export(cx, id, *format)).collect()
}

fn export(cx: &RenderContext<'_>, id: ReferenceId, format: ExportFormat) -> context::Export {
    let text = cx.entries.file(format, std::iter::once(id));
    let file_name = format!("{}.{}", cx.resolved.site.library.slug(id), format.extension());
    context::Export {
        format: format.label(),
        label: cx.theme.strings.format(MAIN_LANGUAGE, "download-file", &[("file", MessageValue::Text(&file_name))]),
        file_name,
        data_url: tera::Value::safe_string(&data_url(format, &text)),
        text,
    }
}

/// Gives the files beside a page to the sink.
///
/// # Errors
/// If the sink fails.
pub fn put_of_page(cx: &RenderContext<'_>, page: &Page, sink: &dyn Sink) -> Result<(), RenderError> {
    let citations = &cx.resolved.pages[page.id].citations;
    // Only the templates of articles, exercises and programmes link to the files.
    if citations.sources().next().is_none() || page.editorial().is_none() || page.is_withdrawn() {
        return Ok(());
    }
    for format in formats(cx, page) {
        let text = cx.entries.file(format, citations.sources());
        put(sink, &format!("{}references.{}", page.path, format.extension()), text.into_bytes())?;
    }
    Ok(())
}

/// Gives the files with all published sources to the sink.
///
/// # Errors
/// If the sink fails.
pub fn put_of_site(cx: &RenderContext<'_>, sink: &dyn Sink) -> Result<(), RenderError> {
    ExportFormat::ALL.par_iter().try_for_each(|format| {
        let text = cx.entries.file(*format, cx.resolved.citation_index.sources.keys().copied());
        put(sink, &format!("references.{}", format.extension()), text.into_bytes())
    })
}

/// The formats that the page asks for, else those of the settings, else all.
fn formats(cx: &RenderContext<'_>, page: &Page) -> Vec<ExportFormat> {
    let of_page = page.editorial().and_then(|reviewed| reviewed.citations.exports.clone());
    let of_site = cx.config.settings.citations.exports.clone();
    of_page.or(of_site).unwrap_or_else(|| ExportFormat::ALL.to_vec())
}

/// Bytes that a `data:` address does not hold as they are: all but the unreserved characters of RFC 3986. The address needs
/// no escaping in HTML then.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~');

/// A file as a `data:` address (RFC 2397), from which browsers save it without a file of its own on the site.
fn data_url(format: ExportFormat, text: &str) -> String {
    let mut url = format!("data:{};charset=utf-8,", format.media_type());
    url.reserve(text.len() * 2);
    url.extend(utf8_percent_encode(text, RESERVED));
    url
}

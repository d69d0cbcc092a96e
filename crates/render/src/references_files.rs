//! Files with sources in exchange formats: for the site, beside each article, and in each source's page.

use rayon::prelude::*;

use wellpress_bibliography::ExportFormat;
use wellpress_io::artifact::Sink;
use wellpress_site::model::Page;
use wellpress_site::model::reference::ReferenceId;

use super::RenderError;
use super::context;
use super::pages::put;
use super::render_context::RenderContext;
use super::strings::Value;

/// Links to the files beside a page, where it has sources.
#[must_use]
pub fn links(cx: &RenderContext<'_>, page: &Page) -> Vec<context::Link> {
    if cx.resolved.pages[page.id.index()].citations.sources().next().is_none() {
        return Vec::new();
    }
    let link = |format: &ExportFormat| {
        context::Link::new(format.label(), format!("{}references.{}", page.url, format.extension()))
    };
    formats(cx, page).iter().map(link).collect()
}

/// Links to the files with all sources.
#[must_use]
pub fn site_links(cx: &RenderContext<'_>) -> Vec<context::Link> {
    let base = &cx.config.base.path;
    let link =
        |format: &ExportFormat| context::Link::new(format.label(), format!("{base}references.{}", format.extension()));
    ExportFormat::ALL.iter().map(link).collect()
}

/// A source in every format, for its own page.
#[must_use]
pub fn of_source(cx: &RenderContext<'_>, id: ReferenceId) -> Vec<context::Export> {
    let slug = cx.resolved.site.library.slug(id);
    let export = |format: &ExportFormat| {
        let text = cx.entries.file(*format, std::iter::once(id));
        let file_name = format!("{slug}.{}", format.extension());
        context::Export {
            format: format.label(),
            label: cx.theme.strings.format(0, "download-file", &[("file", Value::Text(&file_name))]),
            file_name,
            data_url: tera::Value::safe_string(&data_url(*format, &text)),
            text,
        }
    };
    ExportFormat::ALL.iter().map(export).collect()
}

/// Gives the files beside a page to the sink.
///
/// # Errors
/// Where the sink cannot go on.
pub fn put_of_page(cx: &RenderContext<'_>, page: &Page, sink: &dyn Sink) -> Result<(), RenderError> {
    let citations = &cx.resolved.pages[page.id.index()].citations;
    if citations.sources().next().is_none() || page.reviewed().is_none() || page.is_withdrawn() {
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
/// Where the sink cannot go on.
pub fn put_of_site(cx: &RenderContext<'_>, sink: &dyn Sink) -> Result<(), RenderError> {
    ExportFormat::ALL.par_iter().try_for_each(|format| {
        let text = cx.entries.file(*format, cx.resolved.citation_index.sources.keys().copied());
        put(sink, &format!("references.{}", format.extension()), text.into_bytes())
    })
}

fn formats(cx: &RenderContext<'_>, page: &Page) -> Vec<ExportFormat> {
    let own = page.reviewed().and_then(|reviewed| reviewed.citations.exports.clone());
    own.or_else(|| cx.config.settings.citations.exports.clone()).unwrap_or_else(|| ExportFormat::ALL.to_vec())
}

fn data_url(format: ExportFormat, text: &str) -> String {
    let head = format!("data:{};charset=utf-8,", format.media_type());
    let mut url = head.into_bytes();
    let mut end = url.len();
    url.resize(end + text.len() * 3, 0);
    for byte in text.bytes() {
        let (written, length) = WRITTEN[usize::from(byte)];
        url[end..end + 3].copy_from_slice(&written);
        end += length;
    }
    url.truncate(end);
    String::from_utf8(url).expect("an escaped address is ASCII")
}

/// How each byte is written in an address, and how many bytes of that count.
static WRITTEN: [([u8; 3], usize); 256] = {
    const HEX: &[u8; 16] = b"0123456789ABCDEF";
    let mut written = [([0; 3], 3); 256];
    let mut byte = 0;
    while byte < 256 {
        let plain = (byte as u8).is_ascii_alphanumeric() || matches!(byte as u8, b'-' | b'_' | b'.' | b'~');
        written[byte] = if plain { ([byte as u8, 0, 0], 1) } else { ([b'%', HEX[byte >> 4], HEX[byte & 15]], 3) };
        byte += 1;
    }
    written
};

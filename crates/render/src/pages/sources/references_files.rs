//! Where export files are: `references.bib` and the like beside each article that cites, the same at the root with all sources
//! of the site, and inside the page of each source, to copy.

use rayon::prelude::*;

use wellpress_bibliography::ExportFormat;
use wellpress_io::artifact::Sink;
use wellpress_site::model::Page;
use wellpress_site::model::reference::ReferenceId;

use crate::pages::page_file::put;
use crate::pages::render_context::RenderContext;
use crate::{RenderError, context};

/// Links to the files beside a page; none for a page without sources.
#[must_use]
pub fn links(cx: &RenderContext<'_>, page: &Page) -> Vec<context::Link> {
    if cx.resolved.pages[page.id].citations.sources().next().is_none() {
        return Vec::new();
    }
    page.exports(cx.config).iter().map(|format| link(&page.url, *format)).collect()
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
    context::Export { format: format.label(), text: cx.entries.file(format, std::iter::once(id)) }
}

/// Gives the files beside a page to the sink.
///
/// # Errors
/// If the sink fails.
pub fn put_of_page(cx: &RenderContext<'_>, page: &Page, sink: &dyn Sink) -> Result<(), RenderError> {
    let citations = &cx.resolved.pages[page.id].citations;
    if citations.sources().next().is_none() || page.is_withdrawn() {
        return Ok(());
    }
    for format in page.exports(cx.config) {
        let text = cx.entries.file(*format, citations.sources());
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

//! Resolved site in, artifacts out: the only room that knows HTML and the template engine.

pub mod alternates;
pub mod breadcrumbs;
pub mod context;
pub mod exports;
pub mod feeds;
pub mod frame;
pub mod html;
pub mod json_ld;
pub mod pages;
pub mod redirects;
pub mod references_files;
pub mod sitemap;
pub mod strings;
pub mod theme;

use rayon::prelude::*;
use thiserror::Error;

use crate::artifact::{Artifact, Content, Sink, SinkError, SitePath};
use crate::assets::AssetManifest;
use crate::config::Config;
use crate::diagnostics::Diagnostic;
use crate::model::reference::ReferenceId;
use crate::resolve::ResolvedSite;
use crate::resolve::citations::Formatters;

use frame::Frame;
use pages::generated::Made;
pub use theme::Theme;

/// What was rendered.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Rendered {
    /// Pages in HTML, redirects left out.
    pub pages: usize,
}

/// Why a site cannot be rendered.
#[derive(Debug, Error)]
pub enum RenderError {
    /// A template cannot go on.
    #[error("{}", .0.message)]
    Theme(Box<Diagnostic>),
    /// An artifact could not be kept.
    #[error(transparent)]
    Sink(#[from] SinkError),
    /// A page would have a path that no file can have.
    #[error("`{0}` is not a path that a file of the site can have")]
    Path(String),
}

/// Renders everything into a sink, pages in parallel.
///
/// # Errors
/// The first template or artifact that cannot go on.
pub fn render(
    config: &Config,
    resolved: &ResolvedSite<'_>,
    assets: &AssetManifest,
    formatters: &Formatters<'_>,
    theme: &Theme,
    sink: &dyn Sink,
) -> Result<Rendered, RenderError> {
    let frame = Frame::new(config, resolved, assets, formatters, theme).map_err(RenderError::Theme)?;
    let (site_wide, pages) = rayon::join(|| put_site_wide(&frame, sink), || put_pages(&frame, sink));
    let count = pages? + site_wide?;
    put_files(&frame, sink)?;
    Ok(Rendered { pages: count })
}

/// Pages with a file of their own, and sources.
fn put_pages(frame: &Frame<'_>, sink: &dyn Sink) -> Result<usize, RenderError> {
    let pages = &frame.resolved.site.pages;
    pages.par_iter().try_for_each(|page| {
        let html = pages::render(frame, page).map_err(RenderError::Theme)?;
        pages::put(sink, &format!("{}index.html", page.path), html)?;
        references_files::put_of_page(frame, page, sink)
    })?;
    let sources: Vec<(ReferenceId, &Vec<_>)> =
        frame.resolved.citation_index.sources.iter().map(|(id, cited)| (*id, cited)).collect();
    sources.par_iter().try_for_each(|(id, cited)| pages::references::render_source(frame, *id, cited, sink))?;
    Ok(pages.len() + sources.len())
}

/// What is one file for the whole site cannot be shared out to threads, so it goes along with the pages: the citation
/// index, which is the longest, beside all else.
fn put_site_wide(frame: &Frame<'_>, sink: &dyn Sink) -> Result<usize, RenderError> {
    let (index, generated) = rayon::join(|| put_index(frame, sink), || put_generated(frame, sink));
    Ok(index? + generated?)
}

fn put_index(frame: &Frame<'_>, sink: &dyn Sink) -> Result<usize, RenderError> {
    if frame.resolved.citation_index.sources.is_empty() {
        return Ok(0);
    }
    pages::references::render_index(frame, sink)?;
    references_files::put_of_site(frame, sink)?;
    Ok(1)
}

/// Lists, glossaries, home pages without a file, the page for what is not there.
fn put_generated(frame: &Frame<'_>, sink: &dyn Sink) -> Result<usize, RenderError> {
    let mut count = 0;
    for language in 0..frame.config.languages.len() {
        for kind in pages::lists::LISTED {
            count += pages::lists::render(frame, kind, language, sink)?;
        }
        count += usize::from(pages::home::put_without_file(frame, language, sink)?);
    }
    for (number, glossary) in frame.resolved.site.glossaries.iter().enumerate() {
        pages::glossary::render(frame, number, glossary, sink)?;
        count += 1;
    }
    put_not_found(frame, sink)?;
    put_redirects(frame, sink)?;
    put_for_machines(frame, sink)?;
    Ok(count + 1)
}

/// A page at each old address, for hosts that read no `_redirects`.
fn put_redirects(frame: &Frame<'_>, sink: &dyn Sink) -> Result<(), RenderError> {
    let redirects = redirects::redirects(frame.resolved);
    for redirect in &redirects {
        let made = Made {
            kind: "redirect",
            language: 0,
            url: redirect.url.clone(),
            title: frame.say(0, "moved"),
            description: None,
            robots: Some("noindex"),
        };
        let head = made.head(frame, String::new());
        let own = context::Redirect { url: redirect.url.clone() };
        let html =
            frame.render("redirect.html", 0, &made.page(frame), &head, |context| context.insert("redirect", &own));
        pages::put(sink, &redirect.file(), html.map_err(RenderError::Theme)?)?;
    }
    if !redirects.is_empty() {
        pages::put(sink, "_redirects", redirects::redirects_file(frame.config, &redirects).into_bytes())?;
    }
    Ok(())
}

/// Feeds, sitemap, robots and headers.
fn put_for_machines(frame: &Frame<'_>, sink: &dyn Sink) -> Result<(), RenderError> {
    for language in 0..frame.config.languages.len() {
        let feed = feeds::atom(frame.config, frame.resolved, language);
        pages::put(sink, &format!("{}feed.xml", frame.folder(language)), feed.into_bytes())?;
    }
    for (path, text) in sitemap::sitemap(frame.config, frame.resolved, &[]) {
        pages::put(sink, &path, text.into_bytes())?;
    }
    pages::put(sink, "robots.txt", sitemap::robots(frame.config).into_bytes())?;
    pages::put(sink, "_headers", redirects::headers_file(frame.config, frame.resolved).into_bytes())
}

fn put_not_found(frame: &Frame<'_>, sink: &dyn Sink) -> Result<(), RenderError> {
    let made = Made {
        kind: "not-found",
        language: 0,
        url: format!("{}404.html", frame.config.base.path),
        title: frame.say(0, "text-not-found"),
        description: None,
        robots: Some("noindex"),
    };
    let head = made.head(frame, String::new());
    let html = frame.render("not-found.html", 0, &made.page(frame), &head, |_| {}).map_err(RenderError::Theme)?;
    pages::put(sink, "404.html", html)
}

/// Assets of the theme, files of the content that pages use, and static files.
fn put_files(frame: &Frame<'_>, sink: &dyn Sink) -> Result<(), RenderError> {
    let mut taken = std::collections::BTreeSet::new();
    for asset in frame.theme.assets.values().filter(|asset| taken.insert(asset.published.clone())) {
        pages::put(sink, &asset.published, asset.bytes.clone())?;
    }
    let used = frame.resolved.assets.iter().filter_map(|file| frame.assets.get(file));
    let statics = frame.assets.statics();
    for asset in used.chain(statics) {
        if taken.insert(asset.published.clone()) {
            let path =
                SitePath::new(asset.published.as_str()).ok_or_else(|| RenderError::Path(asset.published.clone()))?;
            sink.put(Artifact { path, content: Content::CopyOf(frame.config.root.join(&*asset.path)) })?;
        }
    }
    Ok(())
}

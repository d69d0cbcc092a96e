//! Resolved site in, artifacts out: the only room that knows HTML and the template engine.

pub mod alternates;
pub mod breadcrumbs;
pub mod cards;
pub mod coins;
pub mod context;
mod contrast;
pub mod exports;
pub mod feeds;
pub mod html;
pub mod icons;
mod image_cache;
mod image_encoder;
pub mod inline;
mod inputs;
pub mod json_ld;
pub mod languages;
mod layers;
pub mod logo;
mod minify;
pub mod packet;
mod page_chrome;
pub mod pages;
pub mod per_source;
pub mod redirects;
pub mod references_files;
pub mod render_context;
pub mod scholar;
pub mod search_document;
pub mod sharing;
pub mod sitemap;
pub mod strings;
mod template_uses;
pub mod theme;
pub mod theme_assets;
mod theme_strings;
pub mod units;

use thiserror::Error;

use wellpress_diagnostics::Diagnostic;
use wellpress_io::artifact::{Sink, SinkError};
use wellpress_site::assets::AssetManifest;
use wellpress_site::config::Config;
use wellpress_site::resolve::ResolvedSite;
use wellpress_site::resolve::citations::Formatters;

pub use image_cache::{BrokenPicture, ImageCache};
use pages::generated::Made;
use render_context::RenderContext;
pub use theme::Theme;
pub use units::{Rendered, Units};

/// Why a site cannot be rendered.
#[derive(Debug, Error)]
pub enum RenderError {
    /// A template cannot go on.
    #[error("{}", .0.message)]
    Theme(Box<Diagnostic>),
    /// Pictures cannot be read.
    #[error("{} cannot be read", .0.iter().map(|finding| &*finding.location.file).collect::<Vec<_>>().join(", "))]
    Pictures(Vec<Diagnostic>),
    /// An artifact could not be kept.
    #[error(transparent)]
    Sink(#[from] SinkError),
    /// A page would have a path that no file can have.
    #[error("`{0}` is not a path that a file of the site can have")]
    Path(String),
}

/// Renders everything into a sink, in parallel, images from `image_cache`; what is as it was in the run that left `known`, the sink takes over.
///
/// # Errors
/// The first template or artifact that cannot go on.
pub fn render(
    config: &Config,
    resolved: &ResolvedSite<'_>,
    assets: &AssetManifest,
    formatters: &Formatters<'_>,
    theme: &Theme,
    (image_cache, known): (&ImageCache<'_>, &Units),
    sink: &dyn Sink,
) -> Result<Rendered, RenderError> {
    let cx = RenderContext::new(config, resolved, assets, formatters, theme).map_err(RenderError::Theme)?;
    units::render(&cx, image_cache, known, sink)
}

/// What stands once in a site, whatever its pages.
fn put_site_wide(cx: &RenderContext<'_>, image_cache: &ImageCache<'_>, sink: &dyn Sink) -> Result<(), RenderError> {
    put_not_found(cx, sink)?;
    put_redirects(cx, sink)?;
    for language in 0..cx.config.languages.len() {
        let path = format!("{}{}", cx.folder(language), icons::MANIFEST);
        pages::put(sink, &path, icons::manifest(cx, language).into_bytes())?;
    }
    put_for_hosts(cx, sink)?;
    put_files(cx, image_cache, sink)
}

/// A page at each old address, for hosts that read no `_redirects`.
fn put_redirects(cx: &RenderContext<'_>, sink: &dyn Sink) -> Result<(), RenderError> {
    let redirects = redirects::redirects(cx.resolved);
    for redirect in &redirects {
        let made = Made {
            kind: "redirect",
            language: 0,
            url: redirect.url.clone(),
            title: cx.say(0, "moved"),
            description: None,
            robots: Some("noindex"),
        };
        let head = made.head(cx, String::new());
        let own = context::Redirect { url: redirect.url.clone() };
        let html = cx.render("redirect.html", 0, &made.page(cx), &head, |context| context.insert("redirect", &own));
        pages::put(sink, &redirect.file(), html.map_err(RenderError::Theme)?)?;
    }
    if !redirects.is_empty() {
        pages::put(sink, "_redirects", redirects::redirects_file(cx.config, &redirects).into_bytes())?;
    }
    Ok(())
}

/// What crawlers and hosts ask for.
fn put_for_hosts(cx: &RenderContext<'_>, sink: &dyn Sink) -> Result<(), RenderError> {
    pages::put(sink, "robots.txt", sitemap::robots(cx.config).into_bytes())?;
    pages::put(sink, "_headers", redirects::headers_file(cx.config, cx.resolved, &cx.theme.inline()).into_bytes())
}

fn put_feed(cx: &RenderContext<'_>, language: usize, sink: &dyn Sink) -> Result<(), RenderError> {
    let feed = feeds::atom(cx.config, cx.resolved, language);
    pages::put(sink, &format!("{}feed.xml", cx.folder(language)), feed.into_bytes())
}

fn put_sitemap(cx: &RenderContext<'_>, sink: &dyn Sink) -> Result<(), RenderError> {
    let files = sitemap::sitemap(cx.config, cx.resolved, &[]);
    files.into_iter().try_for_each(|(path, text)| pages::put(sink, &path, text.into_bytes()))
}

fn put_not_found(cx: &RenderContext<'_>, sink: &dyn Sink) -> Result<(), RenderError> {
    let made = Made {
        kind: "not-found",
        language: 0,
        url: format!("{}404.html", cx.config.base.path),
        title: cx.say(0, "text-not-found"),
        description: None,
        robots: Some("noindex"),
    };
    let head = made.head(cx, String::new());
    let html = cx.render("not-found.html", 0, &made.page(cx), &head, |_| {}).map_err(RenderError::Theme)?;
    pages::put(sink, "404.html", html)
}

/// Assets of the theme, files of the content that pages use, and static files.
fn put_files(cx: &RenderContext<'_>, image_cache: &ImageCache<'_>, sink: &dyn Sink) -> Result<(), RenderError> {
    let mut taken = std::collections::BTreeSet::new();
    for asset in cx.theme.assets.values().filter(|asset| taken.insert(asset.published.clone())) {
        pages::put(sink, &asset.published, asset.bytes.clone())?;
    }
    let used = cx.resolved.assets.iter().filter_map(|file| cx.assets.get(file));
    let statics = cx.assets.statics();
    for asset in used.chain(statics) {
        if taken.insert(asset.published.clone()) {
            image_cache.put_file(cx, asset, sink)?;
        }
    }
    Ok(())
}

//! Files that a site has once, or once for each language, whatever its pages: the page for missing addresses, redirects,
//! feeds, the sitemap, `robots.txt`, headers for the host, the web manifest, and all files that are published unchanged.

pub mod feeds;
pub mod llms;
pub mod redirects;
pub mod sitemap;
mod web_manifest;

use std::collections::BTreeSet;

use wellpress_io::artifact::{FEED_FILE, Sink};
use wellpress_site::config::{LanguageId, MAIN_LANGUAGE};
use wellpress_site::model::copies::LLMS_FILE;

use crate::listing::feeds::Feed;
use crate::machine::host_headers;
use crate::pages::generated::GeneratedPage;
use crate::pages::render_context::{RenderContext, WEB_MANIFEST};
use crate::pictures::image_cache::ImageCache;
use crate::{RenderError, context, pages};

/// Puts the files that belong to no job: they cost too little to be reused between builds.
pub(super) fn put(cx: &RenderContext<'_>, image_cache: &ImageCache<'_>, sink: &dyn Sink) -> Result<(), RenderError> {
    put_not_found(cx, sink)?;
    put_redirects(cx, sink)?;
    for language in cx.config.languages.ids() {
        let path = format!("{}{}", cx.folder(language), WEB_MANIFEST);
        pages::put(sink, &path, web_manifest::manifest(cx, language).into_bytes())?;
    }
    put_for_hosts(cx, sink)?;
    put_published_files(cx, image_cache, sink)
}

/// Puts `robots.txt` and `_headers`.
pub(super) fn put_for_hosts(cx: &RenderContext<'_>, sink: &dyn Sink) -> Result<(), RenderError> {
    pages::put(sink, "robots.txt", sitemap::robots(cx.config).into_bytes())?;
    let headers = host_headers::headers_file(cx.config, cx.resolved, &cx.policy);
    pages::put(sink, "_headers", headers.into_bytes())
}

pub(super) fn put_feed(cx: &RenderContext<'_>, of: Feed, sink: &dyn Sink) -> Result<(), RenderError> {
    let path = format!("{}{FEED_FILE}", of.folder(cx.config, cx.resolved));
    pages::put(sink, &path, feeds::atom(cx, of).into_bytes())
}

/// Puts the feed of a language's corrections, if it has some.
pub(super) fn put_feed_of_corrections(
    cx: &RenderContext<'_>,
    language: LanguageId,
    sink: &dyn Sink,
) -> Result<(), RenderError> {
    if cx.resolved.site.corrections(language).is_empty() {
        return Ok(());
    }
    let path = format!("{}{}{FEED_FILE}", cx.folder(language), pages::lists::corrections::PATH);
    pages::put(sink, &path, feeds::corrections(cx, language).into_bytes())
}

pub(super) fn put_sitemap(cx: &RenderContext<'_>, sink: &dyn Sink) -> Result<(), RenderError> {
    let files = sitemap::sitemap(cx.config, cx.resolved, &further_pages(cx));
    files.into_iter().try_for_each(|file| pages::put(sink, &file.path, file.text.into_bytes()))
}

/// Puts the list of a language's pages for programs.
pub(super) fn put_llms(cx: &RenderContext<'_>, language: LanguageId, sink: &dyn Sink) -> Result<(), RenderError> {
    let path = format!("{}{LLMS_FILE}", cx.folder(language));
    pages::put(sink, &path, llms::llms(cx, language).into_bytes())
}

/// The pages of the citation index and of corrections besides the first. Only the theme says whether there are any.
fn further_pages(cx: &RenderContext<'_>) -> Vec<String> {
    let mut pages: Vec<String> = cx.index_plan().parts.iter().map(|part| part.url(cx.config)).collect();
    for language in cx.config.languages.ids() {
        pages.extend(pages::lists::corrections::further_urls(cx, language));
    }
    pages
}

/// Puts `_redirects`, and a page at each old address for hosts that do not read that file.
fn put_redirects(cx: &RenderContext<'_>, sink: &dyn Sink) -> Result<(), RenderError> {
    let redirects = redirects::redirects(cx.resolved);
    for (redirect, file) in
        redirects.iter().filter_map(|redirect| Some((redirect, redirects::page_file(&redirect.from)?)))
    {
        // It has the address of the new page, which is the canonical one: search engines move on to that.
        let page = GeneratedPage {
            robots: Some("noindex"),
            ..GeneratedPage::new("redirect", MAIN_LANGUAGE, redirect.to.clone(), cx.say(MAIN_LANGUAGE, "moved"))
        };
        let target = context::Redirect { url: redirect.to.clone() };
        let html = page.variables(cx, String::new()).render(cx, |context| context.insert("redirect", &target));
        pages::put(sink, &file, html.map_err(RenderError::Theme)?)?;
    }
    if !redirects.is_empty() {
        pages::put(sink, "_redirects", redirects::redirects_file(cx.config, &redirects).into_bytes())?;
    }
    Ok(())
}

fn put_not_found(cx: &RenderContext<'_>, sink: &dyn Sink) -> Result<(), RenderError> {
    let url = format!("{}404.html", cx.config.base.path);
    let page = GeneratedPage {
        robots: Some("noindex"),
        ..GeneratedPage::new("not-found", MAIN_LANGUAGE, url, cx.say(MAIN_LANGUAGE, "text-not-found"))
    };
    let html = page.variables(cx, String::new()).render(cx, |_| {}).map_err(RenderError::Theme)?;
    pages::put(sink, "404.html", html)
}

/// Puts the assets of the theme, the files of the content that pages use, and static files.
fn put_published_files(
    cx: &RenderContext<'_>,
    image_cache: &ImageCache<'_>,
    sink: &dyn Sink,
) -> Result<(), RenderError> {
    // Files of equal name and content have one address: only the first is put, as a sink takes each path once.
    let mut put_paths = BTreeSet::new();
    for asset in cx.theme.assets.values().filter(|asset| put_paths.insert(asset.published.clone())) {
        pages::put(sink, &asset.published, asset.bytes.clone())?;
    }
    let used = cx.resolved.assets.iter().filter_map(|file| cx.assets.get(file));
    let static_files = cx.assets.static_files();
    for asset in used.chain(static_files) {
        if put_paths.insert(asset.published.clone()) {
            image_cache.put_file(cx, asset, sink)?;
        }
    }
    Ok(())
}

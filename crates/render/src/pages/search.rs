//! The page to search on: what the script works with, and the names of all pages for readers without it.

use wellpress_io::artifact::Sink;
use wellpress_site::discover::Kind;
use wellpress_site::model::{Page, PageId};

use super::super::render_context::RenderContext;
use super::super::{RenderError, alternates, context};
use super::generated::Made;
use super::glossary::alphabetical;

/// Its template; a theme without it has no search.
pub const TEMPLATE: &str = "search.html";

/// Kinds whose pages are named, in this order.
const NAMED: [Kind; 4] = [Kind::Article, Kind::Exercise, Kind::Programme, Kind::Topic];

/// So many names of a kind stand here; the list of the section has all.
const MOST: usize = 300;

/// The page's address in a language.
#[must_use]
pub fn address(cx: &RenderContext<'_>, language: usize) -> String {
    format!("{}search/", cx.home(language))
}

/// Renders the page.
///
/// # Errors
/// Where the template cannot go on, or the sink.
pub fn render(cx: &RenderContext<'_>, language: usize, sink: &dyn Sink) -> Result<(), RenderError> {
    let made = Made {
        kind: "search",
        language,
        url: address(cx, language),
        title: cx.say(language, "text-search"),
        description: None,
        robots: Some("noindex, follow"),
    };
    let index = format!("{}{}/", cx.config.base.path, super::super::search_document::folder(cx.config, language));
    let lists = NAMED.into_iter().filter_map(|kind| names(cx, kind, language)).collect();
    let own = context::Search { index, lists };
    let mut head = made.head(cx, String::new());
    let languages: Vec<usize> = (0..cx.config.languages.len()).collect();
    head.alternates = alternates::of_path(cx.config, &languages, "search/");
    let html = cx
        .render(TEMPLATE, language, &made.page(cx), &head, |context| context.insert("search", &own))
        .map_err(RenderError::Theme)?;
    super::put(sink, &format!("{}search/index.html", cx.folder(language)), html)
}

fn names(cx: &RenderContext<'_>, kind: Kind, language: usize) -> Option<context::Names> {
    let mut pages: Vec<&Page> = cx.listed(kind, language).collect();
    pages.sort_by_cached_key(|page| alphabetical(&page.title));
    let total = pages.len();
    let ids: Vec<PageId> = pages.into_iter().take(MOST).map(|page| page.id).collect();
    (total > 0).then(|| context::Names {
        of: kind.name(),
        title: cx.say(language, super::lists::title_key(cx, kind, &ids)),
        url: format!("{}{}/", cx.home(language), kind.folder()),
        links: cx.links(&ids),
        total,
    })
}

//! The home page of a language.

use wellpress_diagnostics::Diagnostic;
use wellpress_io::artifact::Sink;
use wellpress_site::discover::Kind;
use wellpress_site::model::{Page, PageId};

use super::super::RenderError;
use super::super::context;
use super::super::render_context::RenderContext;
use super::generated;

/// Renders the home page, with the text of `pages/index.md` where there is one.
pub(super) fn render(cx: &RenderContext<'_>, language: usize, page: Option<&Page>) -> Result<Vec<u8>, Box<Diagnostic>> {
    let ids = |kind: Kind| {
        let mut pages: Vec<PageId> = cx.listed(kind, language).map(|page| page.id).collect();
        super::lists::sort(cx.resolved.site, kind, &mut pages);
        pages
    };
    let (articles, exercises, topics) = (ids(Kind::Article), ids(Kind::Exercise), ids(Kind::Topic));
    let counts = context::Counts {
        articles: articles.len(),
        exercises: exercises.len(),
        references: cx.resolved.citation_index.sources.len(),
        topics: topics.len(),
    };
    let featured = cx.resolved.site.featured.iter().map(|id| in_language(cx, *id, language));
    let featured: Vec<PageId> = featured.filter(|id| !cx.resolved.site.page(*id).is_withdrawn()).collect();
    let own = context::Home {
        html: page.map(|page| super::own_text_with_sources(cx, page)).unwrap_or_default(),
        featured: cx.cards(&featured),
        articles: cx.cards(&articles[..articles.len().min(6)]),
        exercises: cx.cards(&exercises[..exercises.len().min(12)]),
        topics: cx.cards(&largest(cx, topics)),
        regions: super::regions::regions(cx, language, &exercises),
        counts,
    };
    let (about, head) = match page {
        Some(page) => {
            let mut about = super::page_context(cx, page, "home");
            about.description = about.description.or_else(|| cx.config.languages[language].description.clone());
            (about, super::head(cx, page))
        }
        None => {
            let title = cx.config.languages[language].title.clone();
            let description = cx.config.languages[language].description.clone();
            let made =
                generated::Made { kind: "home", language, url: cx.home(language), title, description, robots: None };
            let data = cx.structured_data(language).of_home();
            let languages: Vec<usize> = (0..cx.config.languages.len()).collect();
            let alternates = super::super::alternates::of_path(cx.config, &languages, "");
            (made.page(cx), context::Head { alternates, ..made.head(cx, data) })
        }
    };
    cx.render("home.html", language, &about, &head, |context| context.insert("home", &own))
}

/// How many topics the home page leads to.
const MOST_TOPICS: usize = 8;

/// The topics with the most pages, in their own order; no part of the body that nothing is about.
fn largest(cx: &RenderContext<'_>, topics: Vec<PageId>) -> Vec<PageId> {
    let pages = |topic: &PageId| cx.resolved.backlinks.members.get(topic).map_or(0, Vec::len);
    let mut by_size = topics.clone();
    by_size.retain(|topic| pages(topic) > 0 || !super::regions::is_part(cx.resolved.site.page(*topic)));
    by_size.sort_by_key(|topic| std::cmp::Reverse(pages(topic)));
    by_size.truncate(MOST_TOPICS);
    topics.into_iter().filter(|topic| by_size.contains(topic)).collect()
}

/// The same page in a language, where it is translated.
fn in_language(cx: &RenderContext<'_>, id: PageId, language: usize) -> PageId {
    let page = cx.resolved.site.page(id);
    match cx.resolved.site.index.find(page.kind, &page.name, language) {
        wellpress_site::model::Found::Page(found) => found,
        _ => id,
    }
}

/// Renders the home page of a language that has no `pages/index.md`; whether there was need.
///
/// # Errors
/// Where the template cannot go on, or the sink.
pub fn put_without_file(cx: &RenderContext<'_>, language: usize, sink: &dyn Sink) -> Result<bool, RenderError> {
    let home = cx.home(language);
    if cx.resolved.site.pages.iter().any(|page| page.url == home) {
        return Ok(false);
    }
    let html = render(cx, language, None).map_err(RenderError::Theme)?;
    super::put(sink, &format!("{}index.html", cx.folder(language)), html)?;
    Ok(true)
}

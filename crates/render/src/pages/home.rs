//! The home page of a language.

use wellpress_diagnostics::Diagnostic;
use wellpress_io::artifact::Sink;
use wellpress_site::discover::Kind;
use wellpress_site::model::{Page, PageId};

use super::super::RenderError;
use super::super::context;
use super::super::frame::Frame;
use super::super::json_ld;
use super::generated;

/// Renders the home page, with the text of `pages/index.md` where there is one.
pub(super) fn render(frame: &Frame<'_>, language: usize, page: Option<&Page>) -> Result<Vec<u8>, Box<Diagnostic>> {
    let ids = |kind: Kind| {
        let mut pages: Vec<PageId> = frame.listed(kind, language).map(|page| page.id).collect();
        super::lists::sort(frame.resolved.site, kind, &mut pages);
        pages
    };
    let (articles, exercises, topics) = (ids(Kind::Article), ids(Kind::Exercise), ids(Kind::Topic));
    let counts = context::Counts {
        articles: articles.len(),
        exercises: exercises.len(),
        references: frame.resolved.citation_index.sources.len(),
        topics: topics.len(),
    };
    let featured = frame.resolved.site.featured.iter().map(|id| in_language(frame, *id, language));
    let featured: Vec<PageId> = featured.filter(|id| !frame.resolved.site.page(*id).is_withdrawn()).collect();
    let own = context::Home {
        html: page.map(|page| super::own_text_with_sources(frame, page)).unwrap_or_default(),
        featured: frame.cards(&featured),
        articles: frame.cards(&articles[..articles.len().min(6)]),
        exercises: frame.cards(&exercises[..exercises.len().min(12)]),
        topics: frame.cards(&largest(frame, topics)),
        regions: super::regions::regions(frame, language, &exercises),
        counts,
    };
    let (about, head) = match page {
        Some(page) => {
            let mut about = super::page_context(frame, page, "home");
            about.description = about.description.or_else(|| frame.config.languages[language].description.clone());
            (about, super::head(frame, page))
        }
        None => {
            let title = frame.config.languages[language].title.clone();
            let description = frame.config.languages[language].description.clone();
            let made =
                generated::Made { kind: "home", language, url: frame.home(language), title, description, robots: None };
            let data = json_ld::of_home(frame.config, frame.resolved, language, frame.facts(language));
            let languages: Vec<usize> = (0..frame.config.languages.len()).collect();
            let alternates = super::super::alternates::of_path(frame.config, &languages, "");
            (made.page(frame), context::Head { alternates, ..made.head(frame, data) })
        }
    };
    frame.render("home.html", language, &about, &head, |context| context.insert("home", &own))
}

/// How many topics the home page leads to.
const MOST_TOPICS: usize = 8;

/// The topics with the most pages, in their own order; no part of the body that nothing is about.
fn largest(frame: &Frame<'_>, topics: Vec<PageId>) -> Vec<PageId> {
    let pages = |topic: &PageId| frame.resolved.backlinks.members.get(topic).map_or(0, Vec::len);
    let mut by_size = topics.clone();
    by_size.retain(|topic| pages(topic) > 0 || !super::regions::is_part(frame.resolved.site.page(*topic)));
    by_size.sort_by_key(|topic| std::cmp::Reverse(pages(topic)));
    by_size.truncate(MOST_TOPICS);
    topics.into_iter().filter(|topic| by_size.contains(topic)).collect()
}

/// The same page in a language, where it is translated.
fn in_language(frame: &Frame<'_>, id: PageId, language: usize) -> PageId {
    let page = frame.resolved.site.page(id);
    match frame.resolved.site.index.find(page.kind, &page.name, language) {
        wellpress_site::model::Found::Page(found) => found,
        _ => id,
    }
}

/// Renders the home page of a language that has no `pages/index.md`; whether there was need.
///
/// # Errors
/// Where the template cannot go on, or the sink.
pub fn put_without_file(frame: &Frame<'_>, language: usize, sink: &dyn Sink) -> Result<bool, RenderError> {
    let home = frame.home(language);
    if frame.resolved.site.pages.iter().any(|page| page.url == home) {
        return Ok(false);
    }
    let html = render(frame, language, None).map_err(RenderError::Theme)?;
    super::put(sink, &format!("{}index.html", frame.folder(language)), html)?;
    Ok(true)
}

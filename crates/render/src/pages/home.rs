//! The home page of a language: a choice of its articles, exercises and topics, and the parts of the body.

use std::cmp::Reverse;

use tera::Context;

use wellpress_diagnostics::Diagnostic;
use wellpress_io::artifact::Sink;
use wellpress_site::config::LanguageId;
use wellpress_site::model::{Page, PageId, PageRecord};
use wellpress_site::parse::front_matter::TopicKind;
use wellpress_site::sections::ContentKind;

use super::super::RenderError;
use super::super::context;
use super::generated::GeneratedPage;
use crate::context::alternates;
use crate::pages::page_variables::PageVariables;
use crate::pages::render_context::RenderContext;

/// How many articles, exercises and topics the home page shows.
const MOST_ARTICLES: usize = 6;
const MOST_EXERCISES: usize = 12;
const MOST_TOPICS: usize = 8;
const MOST_CONDITIONS: usize = 4;

/// Renders the home page, with the text of `pages/index.md` if there is that file.
pub(super) fn render(
    cx: &RenderContext<'_>,
    language: LanguageId,
    page: Option<&Page>,
) -> Result<Vec<u8>, Box<Diagnostic>> {
    let articles = sorted(cx, ContentKind::Article, language);
    let exercises = sorted(cx, ContentKind::Exercise, language);
    let topics = sorted(cx, ContentKind::Topic, language);
    // The page says of them that each names its review or the lack of one, which those of a course do not.
    let health_articles = articles.iter().filter(|page| cx.resolved.site.page(**page).is_health);
    let counts = context::Counts {
        articles: health_articles.count(),
        exercises: exercises.len(),
        references: cx.resolved.citation_index.sources.len(),
        topics: topics.len(),
    };
    let featured = cx.resolved.site.featured.iter().map(|id| in_language(cx, *id, language));
    let featured: Vec<PageId> = featured.filter(|id| !cx.resolved.site.page(*id).is_withdrawn()).collect();
    let home = context::Home {
        html: page.map(|page| crate::pages::body_html::body_html_with_sources(cx, page)).unwrap_or_default(),
        featured: cx.cards(&featured),
        articles: cx.cards(first(&articles, MOST_ARTICLES)),
        exercises: cx.cards(first(&exercises, MOST_EXERCISES)),
        conditions: cx.cards(&conditions(cx, &topics)),
        topics: cx.cards(&largest_topics(cx, topics)),
        regions: crate::pages::lists::regions::regions(cx, language, &exercises),
        counts,
    };
    let insert = |context: &mut Context| context.insert("home", &home);
    match page {
        Some(page) => variables_of_file(cx, page).render_text(cx, page, "home.html", &home.html, insert),
        None => variables_without_file(cx, language).render(cx, insert),
    }
}

fn sorted(cx: &RenderContext<'_>, kind: ContentKind, language: LanguageId) -> Vec<PageId> {
    let mut pages: Vec<PageId> = cx.listed(kind, language).map(|page| page.id).collect();
    crate::listing::sort(cx.resolved.site, &mut pages);
    pages
}

fn first(pages: &[PageId], most: usize) -> &[PageId] {
    &pages[..pages.len().min(most)]
}

fn variables_of_file(cx: &RenderContext<'_>, page: &Page) -> PageVariables {
    let mut variables = PageVariables::of_content(cx, page, "home");
    let site_description = &cx.config.languages[page.language].description;
    variables.page.description = variables.page.description.or_else(|| site_description.clone());
    variables
}

fn variables_without_file(cx: &RenderContext<'_>, language: LanguageId) -> PageVariables {
    let names = &cx.config.languages[language];
    let page = GeneratedPage {
        description: names.description.clone(),
        ..GeneratedPage::new("home", language, cx.home(language), names.title.clone())
    };
    let mut variables = page.variables(cx, cx.structured_data(language).of_home());
    // Every language has a home page, with a file or without.
    let languages: Vec<LanguageId> = cx.config.languages.ids().collect();
    variables.head.alternates = alternates::of_path(cx.config, &languages, "");
    variables
}

/// The topics with the most pages, in their own order. A part of the body that no page is about is left out, even if there
/// are few topics.
fn largest_topics(cx: &RenderContext<'_>, topics: Vec<PageId>) -> Vec<PageId> {
    largest(cx, topics.into_iter().filter(|topic| is_shown(cx, *topic)).collect(), MOST_TOPICS)
}

fn is_shown(cx: &RenderContext<'_>, topic: PageId) -> bool {
    page_count(cx, topic) > 0 || !crate::pages::lists::regions::is_part_of_body(cx.resolved.site.page(topic))
}

/// The conditions with the most pages, in their own order. A condition that no page is about is left out.
fn conditions(cx: &RenderContext<'_>, topics: &[PageId]) -> Vec<PageId> {
    let conditions = topics.iter().copied().filter(|topic| page_count(cx, *topic) > 0 && is_condition(cx, *topic));
    largest(cx, conditions.collect(), MOST_CONDITIONS)
}

fn is_condition(cx: &RenderContext<'_>, topic: PageId) -> bool {
    let record = &cx.resolved.site.page(topic).record;
    matches!(record, PageRecord::Topic(topic) if topic.kind == TopicKind::Condition)
}

fn page_count(cx: &RenderContext<'_>, topic: PageId) -> usize {
    cx.resolved.backlinks.members.get(&topic).map_or(0, Vec::len)
}

/// The topics with the most pages, at most `most`, in the order of `topics`.
fn largest(cx: &RenderContext<'_>, topics: Vec<PageId>, most: usize) -> Vec<PageId> {
    let mut by_size = topics.clone();
    // A stable sort: of equally large topics those stay that come first by weight and title.
    by_size.sort_by_key(|topic| Reverse(page_count(cx, *topic)));
    by_size.truncate(most);
    topics.into_iter().filter(|topic| by_size.contains(topic)).collect()
}

/// The translation of a featured page if there is one, else the page itself.
fn in_language(cx: &RenderContext<'_>, id: PageId, language: LanguageId) -> PageId {
    let site = cx.resolved.site;
    site.index.in_language(site.page(id), language).unwrap_or(id)
}

/// Whether the content has no `pages/index.md` in this language.
pub(crate) fn is_without_file(cx: &RenderContext<'_>, language: LanguageId) -> bool {
    let home = cx.home(language);
    !cx.resolved.site.pages.iter().any(|page| page.url == home)
}

/// Renders the home page of a language if it has no `pages/index.md`. Returns whether it did.
///
/// # Errors
/// If the template or the sink fails.
pub fn put_without_file(cx: &RenderContext<'_>, language: LanguageId, sink: &dyn Sink) -> Result<bool, RenderError> {
    if !is_without_file(cx, language) {
        return Ok(false);
    }
    let html = render(cx, language, None).map_err(RenderError::Theme)?;
    crate::pages::page_file::put(sink, &format!("{}index.html", cx.folder(language)), html)?;
    Ok(true)
}

//! The page of a source, with the sentences that cite it. It exists once, in the site's first language. A source that many pages
//! cite has further pages with the rest of them, at `page/2/` and so on.

use wellpress_bibliography::Identifier;
use wellpress_bibliography::Reference;
use wellpress_diagnostics::Diagnostic;
use wellpress_io::artifact::Sink;
use wellpress_site::config::MAIN_LANGUAGE;
use wellpress_site::model::Page;
use wellpress_site::model::disclaimer::DisclaimerId;
use wellpress_site::model::reference::ReferenceId;
use wellpress_site::parse::service_records::shown_identifier;
use wellpress_site::resolve::citation_index::{CitedIn, CitingPage, CitingPassage};
use wellpress_site::resolve::citations::SITE_STYLE;
use wellpress_site::resolve::glossary_terms::glossary_url;

use crate::escape::escaped;
use crate::html::references::{SourceLink, links, source_url};
use crate::html::{TextContext, blocks, exercise};
use crate::pages::generated::GeneratedPage;
use crate::pages::lists::pagination::{self, PagePosition};
use crate::pages::page_variables::PageVariables;
use crate::pages::records::handout;
use crate::pages::render_context::RenderContext;
use crate::pages::sources::citation_index::{self, FOLDER};
use crate::pages::sources::index_entry::index_entry;
use crate::pages::sources::references_files;
use crate::theme::strings::text_direction::{direction, runs_against};
use crate::{RenderError, context};

/// The most citing pages on one page of a source.
const MAX_CITING: usize = 100;

/// A page of a source: the citing pages that it shows, and their number on all pages.
#[derive(Clone, Copy)]
pub struct SourcePart<'a> {
    /// The source.
    pub id: ReferenceId,
    /// Number of the page, from 1.
    pub number: usize,
    /// How many pages the source has.
    pub count: usize,
    /// What cites the source, as far as this page shows it.
    pub cited_in: &'a [CitedIn],
    /// How many pages cite the source.
    pub cited_by: usize,
}

/// The pages of a source, at least one.
pub fn parts(id: ReferenceId, cited_in: &[CitedIn]) -> impl Iterator<Item = SourcePart<'_>> {
    let (count, cited_by) = (cited_in.len().div_ceil(MAX_CITING), cited_in.len());
    let parts = (1..).zip(cited_in.chunks(MAX_CITING));
    parts.map(move |(number, cited_in)| SourcePart { id, number, count, cited_in, cited_by })
}

/// Renders one page of a source.
///
/// # Errors
/// If the template or the sink fails.
pub fn render(cx: &RenderContext<'_>, part: SourcePart<'_>, sink: &dyn Sink) -> Result<(), RenderError> {
    let slug = cx.resolved.site.library.slug(part.id);
    let reference = source_context(cx, part);
    let (first_url, title) = (reference.summary.url.as_str(), reference.summary.title.clone());
    let position = PagePosition { first_url, number: part.number, count: part.count };
    let page = GeneratedPage {
        robots: Some(crate::pages::robots::NOT_INDEXED),
        ..GeneratedPage::new("reference", MAIN_LANGUAGE, position.url(), title.clone())
    };
    let mut variables = page.variables_without_metadata(cx);
    variables.page.id = slug.to_owned();
    variables.page.breadcrumbs.push(citation_index::breadcrumb(cx));
    if part.number > 1 {
        variables.head.title = position.head_title(&title, &cx.config.languages[MAIN_LANGUAGE].title);
        variables.page.breadcrumbs.push(context::Link::new(title, first_url));
    }
    let folder = pagination::address(&format!("{FOLDER}{slug}/"), part.number);
    let html = variables.render(cx, |context| context.insert("reference", &reference)).map_err(RenderError::Theme)?;
    check_quoted_steps(cx, &variables, &html, &reference).map_err(RenderError::Theme)?;
    crate::pages::page_file::put(sink, &format!("{folder}index.html"), html)
}

/// Checks that readers see the cautions of an exercise before a step that the page quotes.
fn check_quoted_steps(
    cx: &RenderContext<'_>,
    variables: &PageVariables,
    html: &[u8],
    reference: &context::Reference,
) -> Result<(), Box<Diagnostic>> {
    let quoting = reference.cited_in.iter().filter(|citing| !citing.warnings.is_empty());
    let parts = quoting.flat_map(|citing| {
        let passages =
            citing.passages.iter().map(|passage| ("reference.cited_in[..].passages", passage.sentence.as_str()));
        std::iter::once(("reference.cited_in[..].warnings", citing.warnings.as_str())).chain(passages)
    });
    let parts: Vec<(&str, &str)> = parts.collect();
    variables.check_safety(cx, html, &parts, None, (&[], &variables.template()))
}

/// The variable `reference` of a source's page.
fn source_context(cx: &RenderContext<'_>, part: SourcePart<'_>) -> context::Reference {
    let SourcePart { id, number, count, cited_in, cited_by } = part;
    let library = &cx.resolved.site.library;
    let reference = library.get(id);
    let text_cx = cx.text_context_without_page(MAIN_LANGUAGE);
    let summary = index_entry(cx, text_cx, id, cited_by);
    let pager = PagePosition { first_url: &summary.url, number, count }.pager();
    let mut disclaimed = Vec::new();
    context::Reference {
        links: links(reference).into_iter().map(|link| external_link(cx, link)).collect(),
        identifiers: identifiers(reference),
        accessed: accessed(cx, id),
        abstract_text: reference.abstract_text.clone().filter(|_| cx.config.settings.citations.abstracts),
        successor: library.successor(id).map(|successor| successor_link(cx, text_cx, successor)),
        cited_retractions: cited_retractions(cx, id),
        cited_in: cited_in.iter().map(|citing| cited_in_context(cx, id, citing, &mut disclaimed)).collect(),
        exports: references_files::of_source(cx, id),
        pager,
        summary,
    }
}

fn external_link(cx: &RenderContext<'_>, link: SourceLink) -> context::ExternalLink {
    let without_scheme = link.url.replace("https://", "").replace("http://", "");
    context::ExternalLink { title: cx.say(MAIN_LANGUAGE, link.name_key), url: link.url, shown: without_scheme }
}

/// Identifiers that have no address to lead to.
fn identifiers(reference: &Reference) -> Vec<context::Fact> {
    let ids = [("isbn", &reference.isbn), ("issn", &reference.issn)];
    let facts = ids
        .into_iter()
        .filter_map(|(id, value)| Some(context::Fact { id, label: id.to_uppercase(), value: value.clone()? }));
    facts.collect()
}

/// The source that replaces one, by its title. It has a page to lead to only if a page of the site cites it.
fn successor_link(cx: &RenderContext<'_>, text_cx: TextContext<'_>, id: ReferenceId) -> context::Link {
    let reference = cx.resolved.site.library.get(id);
    let title = reference.title.as_ref().map_or_else(|| reference.key.to_string(), ToString::to_string);
    let is_published = cx.resolved.citation_index.sources.contains_key(&id);
    context::Link::new(title, if is_published { source_url(text_cx, id) } else { String::new() })
}

/// The retracted works that a source cites.
fn cited_retractions(cx: &RenderContext<'_>, id: ReferenceId) -> Vec<context::CitedRetraction> {
    let records = cx.resolved.site.library.service_records(id);
    let retractions = records.into_iter().flat_map(|records| &records.cited_retractions);
    let cited = retractions.filter_map(|retraction| {
        let (identifier, notice) = (retraction.identifier()?, &retraction.notice);
        let title = Some(retraction.title.clone()).filter(|title| !title.is_empty());
        Some(context::CitedRetraction {
            title: title.unwrap_or_else(|| shown_identifier(&identifier)),
            url: identifier.url(),
            date: notice.date.map(|date| cx.date(MAIN_LANGUAGE, date)),
            notice_url: notice.doi.clone().map(|doi| Identifier::Doi(doi).url()),
        })
    });
    cited.collect()
}

/// The access date of a source, if the style prints none in its entry.
fn accessed(cx: &RenderContext<'_>, id: ReferenceId) -> Option<String> {
    cx.formatters.all()[SITE_STYLE].accessed(id).map(ToString::to_string)
}

/// Whether a page has a source only in a list of references that its author wrote by hand, without a mark in the text.
fn is_only_listed_by_hand(cx: &RenderContext<'_>, id: ReferenceId, citing: &CitedIn) -> bool {
    let CitingPage::Page(page) = citing.page else { return false };
    let citations = &cx.resolved.pages[page].citations;
    citations.listed_by_hand.contains(&id) && citations.list.iter().all(|entry| entry.reference != id)
}

/// The HTML of what has to stand before a step that is quoted; empty if none is. `disclaimed` are the disclaimers that stand above it
/// on the page already.
fn warnings(cx: &RenderContext<'_>, citing: &CitedIn, disclaimed: &mut Vec<DisclaimerId>) -> String {
    let Some((page, exercise)) = citing.quoted_exercise(cx.resolved.site) else { return String::new() };
    let text_cx = cx.text_context_without_page(page.language);
    let mut html = exercise::warnings(text_cx, page, exercise);
    let disclaimers = handout::disclaimers(cx, page);
    for id in disclaimers.top.into_iter().chain(disclaimers.bottom) {
        if !disclaimed.contains(&id) {
            disclaimed.push(id);
            html.push_str(&blocks::disclaimer(text_cx, id, None));
        }
    }
    if page.language == MAIN_LANGUAGE {
        return html;
    }
    // The page around it is in the first language.
    let language = &cx.config.languages[page.language].tag;
    format!("<div lang=\"{}\" dir=\"auto\">{html}</div>", escaped(language))
}

/// A page that cites a source, with the sentences around its marks.
fn cited_in_context(
    cx: &RenderContext<'_>,
    id: ReferenceId,
    citing: &CitedIn,
    disclaimed: &mut Vec<DisclaimerId>,
) -> context::CitedIn {
    let (kind, title, url) = match citing.page {
        CitingPage::Page(page) => {
            let page: &Page = cx.resolved.site.page(page);
            (page.kind.name(), page.title.clone(), page.url.clone())
        }
        CitingPage::Glossary(id) => {
            let language = cx.resolved.site.glossaries[id].language;
            ("glossary", cx.say(language, "text-glossary"), glossary_url(cx.config, language))
        }
    };
    let slug = cx.resolved.site.library.slug(id);
    let passages = citing.passages.iter().map(|passage| passage_context(cx, passage, &url, slug)).collect();
    // Without a mark there is no `#cite-` anchor, but the entry of the list has one.
    let url = if is_only_listed_by_hand(cx, id, citing) { format!("{url}#ref-{slug}") } else { url };
    context::CitedIn {
        kind,
        title,
        warnings: warnings(cx, citing, disclaimed),
        passages,
        via: cx.links(&citing.via),
        url,
    }
}

/// The sentence around a mark on the page at `url`, with the mark highlighted.
fn passage_context(cx: &RenderContext<'_>, passage: &CitingPassage, url: &str, slug: &str) -> context::Passage {
    let direction = direction(&cx.config.languages[MAIN_LANGUAGE].tag);
    let is_isolated = [passage.before(), passage.after()].iter().any(|text| runs_against(direction, text));
    let [start, mark, end] = [passage.before(), passage.mark(), passage.after()].map(escaped);
    let sentence = format!("{start}<mark>{mark}</mark>{end}");
    context::Passage {
        url: format!("{url}#cite-{slug}-{}", passage.occurrence),
        heading: passage.heading.to_string(),
        sentence: match (passage.is_guarded, is_isolated) {
            (true, false) => format!("<span class=\"quoted-step\">{sentence}</span>"),
            (true, true) => format!("<span class=\"quoted-step\" dir=\"auto\">{sentence}</span>"),
            (false, true) => format!("<bdi>{sentence}</bdi>"),
            (false, false) => sentence,
        },
    }
}

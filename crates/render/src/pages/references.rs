//! The citation index, and a page for each source with the sentences that cite it. Both exist once, in the site's first
//! language.

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;

use wellpress_bibliography::{ContributorName, Notice, NoticeKind, Reference, ReferenceKind};
use wellpress_diagnostics::Diagnostic;
use wellpress_io::artifact::Sink;
use wellpress_site::config::MAIN_LANGUAGE;
use wellpress_site::model::Page;
use wellpress_site::model::address::escape_path;
use wellpress_site::model::disclaimer::DisclaimerId;
use wellpress_site::model::reference::ReferenceId;
use wellpress_site::resolve::citation_index::{CitedIn, CitingPage, Passage};
use wellpress_site::resolve::citations::SITE_STYLE;
use wellpress_site::resolve::glossary_terms::glossary_url;

use super::super::RenderError;
use super::super::context;
use super::super::html::TextContext;
use super::super::html::escape::escaped;
use super::super::html::references::{SourceLink, evidence_key, kind_key, links, notice_key, source_url};
use super::super::html::rich_text::{Links, rich_text};
use super::super::html::{blocks, exercise};
use super::super::references_files;
use super::super::render_context::RenderContext;
use super::super::safety::Required;
use super::super::theme::reserve_page;
use super::PageVariables;
use super::generated::GeneratedPage;
use super::glossary::{alphabetical, letter_of};
use super::handout;

/// The folder of the citation index and of the sources' pages. They are in the first language only, so it is not below a
/// language's folder.
const FOLDER: &str = "references/";

/// Renders the index of all sources that pages cite.
///
/// # Errors
/// If the template or the sink fails.
pub fn render_index(cx: &RenderContext<'_>, sink: &dyn Sink) -> Result<(), RenderError> {
    let mut slips = slips(cx).map_err(RenderError::Theme)?;
    // Cached, as a key is a folded copy of the name and would be made anew for each comparison.
    slips.sort_by_cached_key(|slip| alphabetical(&slip.sort_key));
    let (total, html_length) = (slips.len(), slips.iter().filter_map(|slip| slip.html.as_str()).map(str::len).sum());
    let publishers = slips.iter().filter_map(|slip| slip.publisher.clone());
    let kinds = slips.iter().map(|slip| (kind_name(slip.kind).to_owned(), cx.say(MAIN_LANGUAGE, kind_key(slip.kind))));
    let index = context::CitationIndex {
        total,
        years: years(&slips),
        kinds: facets(kinds),
        publishers: facets(publishers.map(|publisher| (publisher.clone(), publisher))),
        letters: letters(slips),
        exports: references_files::site_links(cx),
    };
    let url = format!("{}{FOLDER}", cx.config.base.path);
    let page = GeneratedPage {
        description: Some(cx.say(MAIN_LANGUAGE, "text-references-dek")),
        ..GeneratedPage::new("references", MAIN_LANGUAGE, url, cx.say(MAIN_LANGUAGE, "text-references"))
    };
    let variables = page.variables(cx, cx.structured_data(MAIN_LANGUAGE).of_citation_index());
    variables.put(cx, FOLDER, sink, |context| {
        context.insert("index", &index);
        // Reserved at once: growing a buffer of this size step by step copies it several times.
        reserve_page(html_length);
    })
}

/// A source of the index, rendered by the template `slip.html`.
///
/// There are tens of thousands of sources on one page. Each is rendered on its own and its variables are dropped, so that the
/// page's variables and its HTML are never in memory at the same time; only what the index is sorted and filtered by stays.
struct Slip {
    sort_key: String,
    year: String,
    kind: ReferenceKind,
    publisher: Option<String>,
    html: tera::Value,
}

impl Slip {
    fn render(cx: &RenderContext<'_>, id: ReferenceId, cited_by: usize) -> Result<Self, Box<Diagnostic>> {
        let entry = index_entry(cx, cx.text_context_without_page(MAIN_LANGUAGE), id, cited_by);
        let html = cx.render_piece("slip.html", MAIN_LANGUAGE, |context| context.insert("entry", &entry))?;
        let kind = cx.resolved.site.library.get(id).kind;
        Ok(Self { sort_key: sort_key(&entry), year: entry.year, kind, publisher: entry.publisher, html })
    }
}

/// All sources, in the order of their ids.
fn slips(cx: &RenderContext<'_>) -> Result<Vec<Slip>, Box<Diagnostic>> {
    let sources: Vec<(&ReferenceId, &Arc<Vec<CitedIn>>)> = cx.resolved.citation_index.sources.iter().collect();
    sources.into_par_iter().map(|(id, cited_in)| Slip::render(cx, *id, cited_in.len())).collect()
}

/// Sorted slips under the first letters of their sort keys.
fn letters(slips: Vec<Slip>) -> Vec<context::IndexLetter> {
    let mut letters: Vec<context::IndexLetter> = Vec::new();
    for slip in slips {
        let letter = letter_of(&slip.sort_key);
        // `#` may come up again after the last letter: digits of other scripts are sorted behind Latin letters.
        match letters.iter_mut().find(|group| group.letter == letter) {
            Some(group) => group.slips.push(slip.html),
            None => letters.push(context::IndexLetter { letter, slips: vec![slip.html] }),
        }
    }
    letters
}

/// The years of the sources, newest first, and "n.d." after them.
fn years(slips: &[Slip]) -> Vec<context::Facet> {
    let mut years = facets(slips.iter().map(|slip| (slip.year.clone(), slip.year.clone())));
    years.sort_by(|a, b| is_number(&b.value).cmp(&is_number(&a.value)).then(b.value.cmp(&a.value)));
    years
}

fn is_number(text: &str) -> bool {
    text.chars().all(|c| c.is_ascii_digit())
}

/// Counts pairs of a value and its label; sorted by label.
fn facets(values: impl Iterator<Item = (String, String)>) -> Vec<context::Facet> {
    let mut facets: BTreeMap<String, context::Facet> = BTreeMap::new();
    for (value, label) in values {
        let facet = context::Facet { value: value.clone(), label, count: 0 };
        facets.entry(value).or_insert(facet).count += 1;
    }
    let mut facets: Vec<context::Facet> = facets.into_values().collect();
    // A stable sort over values in their own order, so that equal labels have the same order in every build.
    facets.sort_by_key(|facet| facet.label.to_lowercase());
    facets
}

/// Renders a source's own page.
///
/// # Errors
/// If the template or the sink fails.
pub fn render_source(
    cx: &RenderContext<'_>,
    id: ReferenceId,
    cited_in: &[CitedIn],
    sink: &dyn Sink,
) -> Result<(), RenderError> {
    let library = &cx.resolved.site.library;
    let reference = source_context(cx, id, cited_in);
    let page = GeneratedPage {
        robots: Some("noindex, follow"),
        ..GeneratedPage::new("reference", MAIN_LANGUAGE, reference.summary.url.clone(), reference.summary.title.clone())
    };
    let mut variables = page.variables(cx, cx.structured_data(MAIN_LANGUAGE).of_source(id));
    variables.page.id = library.slug(id).to_owned();
    let index = format!("{}{FOLDER}", cx.config.base.path);
    variables.page.breadcrumbs.push(context::Link::new(cx.say(MAIN_LANGUAGE, "text-references"), index));
    let folder = format!("{FOLDER}{}/", library.slug(id));
    let html = variables.render(cx, |context| context.insert("reference", &reference)).map_err(RenderError::Theme)?;
    check_quoted_steps(cx, &variables, &html, &reference).map_err(RenderError::Theme)?;
    super::put(sink, &format!("{folder}index.html"), html)
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
    let template = variables.template();
    cx.theme.check_safety(&template, html, &Required { parts: &parts, missing_review: None, content: &template })
}

/// The variable `reference` of a source's page.
fn source_context(cx: &RenderContext<'_>, id: ReferenceId, cited_in: &[CitedIn]) -> context::Reference {
    let library = &cx.resolved.site.library;
    let reference = library.get(id);
    let text_cx = cx.text_context_without_page(MAIN_LANGUAGE);
    let mut disclaimed = Vec::new();
    context::Reference {
        links: links(reference).into_iter().map(|link| external_link(cx, link)).collect(),
        identifiers: identifiers(reference),
        accessed: accessed(cx, id),
        abstract_text: reference.abstract_text.clone().filter(|_| cx.config.settings.citations.abstracts),
        evidence: reference.evidence.map(|evidence| cx.say(MAIN_LANGUAGE, evidence_key(evidence))),
        successor: library.successor(id).map(|successor| successor_link(cx, text_cx, successor)),
        cited_in: cited_in.iter().map(|citing| cited_in_context(cx, id, citing, &mut disclaimed)).collect(),
        exports: references_files::of_source(cx, id),
        summary: index_entry(cx, text_cx, id, cited_in.len()),
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

/// A source's entry in the index, which its own page shows too.
fn index_entry(
    cx: &RenderContext<'_>,
    text_cx: TextContext<'_>,
    id: ReferenceId,
    cited_by: usize,
) -> context::IndexEntry {
    let library = &cx.resolved.site.library;
    let reference = library.get(id);
    let formatter = &cx.formatters.all()[SITE_STYLE];
    let mut entry = String::new();
    rich_text(&mut entry, formatter.entry(id), Links::Written);
    let title = reference.title.as_ref().map(|title| title.plain().into_owned());
    let container = reference.container.as_ref().map(|container| container.plain().into_owned());
    let year = reference.issued.as_ref().map(|date| date.year.to_string());
    context::IndexEntry {
        key: library.slug(id).to_owned(),
        url: source_url(text_cx, id),
        entry,
        short: formatter.short_name(id).to_owned(),
        title: title.unwrap_or_else(|| cx.say(MAIN_LANGUAGE, "text-untitled")),
        authors: authors(cx, reference),
        year: year.unwrap_or_else(|| cx.say(MAIN_LANGUAGE, "text-no-date")),
        kind: kind_name(reference.kind).to_owned(),
        kind_label: cx.say(MAIN_LANGUAGE, kind_key(reference.kind)),
        publisher: container.or_else(|| reference.publisher.clone()),
        cited_by,
        retracted: library.notice(id).is_some_and(|notice| notice.kind == NoticeKind::Retracted),
        notice: library.notice(id).map(|notice| source_notice(cx, notice)),
        coins: tera::Value::safe_string(text_cx.coins.title(id)),
    }
}

/// By authors (a work without any by its title), then by year, then by title. The parts are separated by a character that is
/// sorted before all others, so that "Berg" comes before "Bergmann" whatever follows.
fn sort_key(entry: &context::IndexEntry) -> String {
    let context::IndexEntry { authors, year, title, .. } = entry;
    let first = if authors.is_empty() { title } else { authors };
    format!("{first}\u{1}{year}\u{1}{title}").to_lowercase()
}

/// A kind of source as a value to filter by.
fn kind_name(kind: ReferenceKind) -> &'static str {
    kind_key(kind).trim_start_matches("text-kind-of-source-")
}

fn source_notice(cx: &RenderContext<'_>, notice: &Notice) -> context::SourceNotice {
    let (kind, text) = match notice.kind {
        NoticeKind::Retracted => ("retracted", "text-retracted-about"),
        NoticeKind::Concern => ("concern", "text-concern-about"),
        NoticeKind::Corrected => ("corrected", "text-corrected-about"),
    };
    context::SourceNotice {
        kind,
        label: cx.say(MAIN_LANGUAGE, notice_key(notice.kind)),
        text: cx.say(MAIN_LANGUAGE, text),
        date: notice.date.map(|date| cx.date(MAIN_LANGUAGE, date)),
        url: notice.doi.as_ref().map(|doi| format!("https://doi.org/{}", escape_path(doi))),
    }
}

/// The source that replaces one, by its title. It has a page to lead to only if a page of the site cites it.
fn successor_link(cx: &RenderContext<'_>, text_cx: TextContext<'_>, id: ReferenceId) -> context::Link {
    let reference = cx.resolved.site.library.get(id);
    let title = reference.title.as_ref().map_or_else(|| reference.key.to_string(), ToString::to_string);
    let is_published = cx.resolved.citation_index.sources.contains_key(&id);
    context::Link::new(title, if is_published { source_url(text_cx, id) } else { String::new() })
}

/// One or two authors, or the first and "et al."; the editors of a work without authors.
fn authors(cx: &RenderContext<'_>, reference: &Reference) -> String {
    let names = if reference.authors.is_empty() { &reference.editors } else { &reference.authors };
    let families: Vec<String> =
        names.iter().filter(|name| **name != ContributorName::Others).map(ContributorName::display_family).collect();
    match families.as_slice() {
        [] => String::new(),
        // `names` counts "and others" as a name, `families` does not: one author and others are not one author.
        [author] if names.len() == 1 => author.clone(),
        [first, second] if names.len() == 2 => format!("{first}, {second}"),
        [first, ..] => format!("{first} {}", cx.say(MAIN_LANGUAGE, "text-and-others")),
    }
}

/// The access date of a source, if the style prints none in its entry.
fn accessed(cx: &RenderContext<'_>, id: ReferenceId) -> Option<String> {
    cx.formatters.all()[SITE_STYLE].accessed(id)
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
    for id in handout::disclaimers(cx, page) {
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
    let passages = citing.passages.iter().map(|passage| passage_context(passage, &url, slug)).collect();
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
fn passage_context(passage: &Passage, url: &str, slug: &str) -> context::Passage {
    let [start, mark, end] = [passage.before(), passage.mark(), passage.after()].map(escaped);
    context::Passage {
        url: format!("{url}#cite-{slug}-{}", passage.occurrence),
        heading: passage.heading.to_string(),
        sentence: match passage.is_guarded {
            true => format!("<span class=\"quoted-step\">{start}<mark>{mark}</mark>{end}</span>"),
            false => format!("{start}<mark>{mark}</mark>{end}"),
        },
    }
}

//! The citation index, and a page for each source with the places that cite it.

use std::sync::Arc;

use rayon::prelude::*;

use wellpress_bibliography::{Name, Notice, NoticeKind, Reference, ReferenceKind};
use wellpress_diagnostics::Diagnostic;
use wellpress_io::artifact::Sink;
use wellpress_site::model::Page;
use wellpress_site::model::page::escape_path;
use wellpress_site::model::reference::ReferenceId;
use wellpress_site::resolve::citation_index::{CitedIn, CitingPage, Passage};

use super::super::RenderError;
use super::super::context;
use super::super::html::TextContext;
use super::super::html::escape::escaped;
use super::super::html::exercise;
use super::super::html::references::{evidence_key, kind_key, links, notice_key, source_url};
use super::super::html::rich_text::{Links, rich_text};
use super::super::references_files;
use super::super::render_context::RenderContext;
use super::super::theme::make_room;
use super::generated::Made;
use super::glossary::{alphabetical, letter_of};

/// Renders the index of all sources that pages cite.
///
/// # Errors
/// Where the template cannot go on, or the sink.
pub fn render_index(cx: &RenderContext<'_>, sink: &dyn Sink) -> Result<(), RenderError> {
    let sources: Vec<(&ReferenceId, &Arc<Vec<CitedIn>>)> = cx.resolved.citation_index.sources.iter().collect();
    let slips = sources.into_par_iter().map(|(id, cited)| Slip::draw(cx, *id, cited.len()));
    let mut slips = slips.collect::<Result<Vec<_>, _>>().map_err(RenderError::Theme)?;
    slips.sort_by_cached_key(|slip| alphabetical(&slip.sort));
    let (total, length) = (slips.len(), slips.iter().filter_map(|slip| slip.html.as_str()).map(str::len).sum());
    let mut years = facets(slips.iter().map(|slip| (slip.year.clone(), slip.year.clone())));
    years.sort_by(|a, b| {
        b.value
            .chars()
            .all(|c| c.is_ascii_digit())
            .cmp(&a.value.chars().all(|c| c.is_ascii_digit()))
            .then(b.value.cmp(&a.value))
    });
    let kinds = facets(slips.iter().map(|slip| (kind_name(slip.kind).to_owned(), cx.say(0, kind_key(slip.kind)))));
    let publishers = slips.iter().filter_map(|slip| slip.publisher.clone());
    let publishers = facets(publishers.map(|publisher| (publisher.clone(), publisher)));
    let mut letters: Vec<context::IndexLetter> = Vec::new();
    for slip in slips {
        let letter = letter_of(&slip.sort);
        match letters.iter_mut().find(|known| known.letter == letter) {
            Some(known) => known.slips.push(slip.html),
            None => letters.push(context::IndexLetter { letter, slips: vec![slip.html] }),
        }
    }
    let index =
        context::CitationIndex { letters, total, years, kinds, publishers, exports: references_files::site_links(cx) };
    let made = Made {
        kind: "references",
        language: 0,
        url: format!("{}references/", cx.config.base.path),
        title: cx.say(0, "text-references"),
        description: Some(cx.say(0, "text-references-dek")),
        robots: None,
    };
    let head = made.head(cx, cx.structured_data(0).of_citation_index());
    let own = |context: &mut tera::Context| {
        context.insert("index", &index);
        make_room(length);
    };
    let html = cx.render("references.html", 0, &made.page(cx), &head, own).map_err(RenderError::Theme)?;
    super::put(sink, "references/index.html", html)
}

/// A source in the index: there are tens of thousands on one page, of which nothing is kept but its HTML and what the
/// index is sorted and filtered by.
struct Slip {
    sort: String,
    year: String,
    kind: ReferenceKind,
    publisher: Option<String>,
    html: tera::Value,
}

impl Slip {
    fn draw(cx: &RenderContext<'_>, id: ReferenceId, cited_by: usize) -> Result<Self, Box<Diagnostic>> {
        let (sort, entry) = sorted_entry(cx, cx.text_context_without_page(0), id, cited_by);
        let html = cx.render_alone("slip.html", 0, |context| context.insert("entry", &entry))?;
        let kind = cx.resolved.site.library.get(id).kind;
        Ok(Self { sort, year: entry.year, kind, publisher: entry.publisher, html })
    }
}

fn facets(values: impl Iterator<Item = (String, String)>) -> Vec<context::Facet> {
    let mut counted: std::collections::BTreeMap<String, (String, usize)> = std::collections::BTreeMap::new();
    for (value, label) in values {
        counted.entry(value).or_insert((label, 0)).1 += 1;
    }
    let mut facets: Vec<context::Facet> =
        counted.into_iter().map(|(value, (label, count))| context::Facet { value, label, count }).collect();
    facets.sort_by_key(|facet| facet.label.to_lowercase());
    facets
}

/// Renders a source's own page.
///
/// # Errors
/// Where the template cannot go on, or the sink.
pub fn render_source(
    cx: &RenderContext<'_>,
    id: ReferenceId,
    cited: &[CitedIn],
    sink: &dyn Sink,
) -> Result<(), RenderError> {
    let library = &cx.resolved.site.library;
    let reference = library.get(id);
    let text_cx = cx.text_context_without_page(0);
    let (_, summary) = sorted_entry(cx, text_cx, id, cited.len());
    let link = |(key, url): (&str, String)| {
        let shown = url.replace("https://", "").replace("http://", "");
        context::LinkOut { title: cx.say(0, key), url, shown }
    };
    let title = summary.title.clone();
    let own = context::Reference {
        links: links(reference).into_iter().map(link).collect(),
        identifiers: identifiers(reference),
        accessed: accessed(cx, id),
        abstract_text: reference.abstract_text.clone().filter(|_| cx.config.settings.citations.abstracts),
        evidence: reference.evidence.map(|evidence| cx.say(0, evidence_key(evidence))),
        successor: library.successor(id).map(|successor| self::successor(cx, text_cx, successor)),
        cited_in: cited.iter().map(|cited| cited_in(cx, id, cited)).collect(),
        exports: references_files::of_source(cx, id),
        summary,
    };
    let made = Made {
        kind: "reference",
        language: 0,
        url: source_url(text_cx, id),
        title,
        description: None,
        robots: Some("noindex, follow"),
    };
    let head = made.head(cx, cx.structured_data(0).of_source(id));
    let mut about = made.page(cx);
    about.id = library.slug(id).to_owned();
    let index = format!("{}references/", cx.config.base.path);
    about.breadcrumbs.push(context::Link::new(cx.say(0, "text-references"), index));
    let html = cx
        .render("reference.html", 0, &about, &head, |context| context.insert("reference", &own))
        .map_err(RenderError::Theme)?;
    super::put(sink, &format!("references/{}/index.html", library.slug(id)), html)
}

/// What identifies a work and leads nowhere.
fn identifiers(reference: &Reference) -> Vec<context::Fact> {
    let fact = |id: &'static str, value: &Option<String>| {
        Some(context::Fact { id, label: id.to_uppercase(), value: value.clone()? })
    };
    [fact("isbn", &reference.isbn), fact("issn", &reference.issn)].into_iter().flatten().collect()
}

/// A source's line in the index, and what it is sorted by.
fn sorted_entry(
    cx: &RenderContext<'_>,
    text_cx: TextContext<'_>,
    id: ReferenceId,
    cited_by: usize,
) -> (String, context::IndexEntry) {
    let library = &cx.resolved.site.library;
    let reference = library.get(id);
    let formatter = &cx.formatters.all()[0];
    let mut entry = String::new();
    rich_text(&mut entry, formatter.entry(id), Links::Written);
    let title = reference.title.as_ref().map(|title| title.plain().into_owned());
    let title = title.unwrap_or_else(|| cx.say(0, "text-untitled"));
    let authors = authors(cx, reference);
    let year = reference.issued.as_ref().map_or_else(|| cx.say(0, "text-no-date"), |date| date.year.to_string());
    let sort = format!("{}\u{1}{year}\u{1}{title}", if authors.is_empty() { &title } else { &authors });
    let container = reference.container.as_ref().map(|container| container.plain().into_owned());
    let line = context::IndexEntry {
        key: library.slug(id).to_owned(),
        url: source_url(text_cx, id),
        entry,
        short: formatter.short_name(id).to_owned(),
        title,
        authors,
        year,
        kind: kind_name(reference.kind).to_owned(),
        kind_label: cx.say(0, kind_key(reference.kind)),
        publisher: container.or_else(|| reference.publisher.clone()),
        cited_by,
        retracted: library.notice(id).is_some_and(|notice| notice.kind == NoticeKind::Retracted),
        notice: library.notice(id).map(|notice| source_notice(cx, notice)),
        coins: tera::Value::safe_string(text_cx.coins.title(id)),
    };
    (sort.to_lowercase(), line)
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
        label: cx.say(0, notice_key(notice.kind)),
        text: cx.say(0, text),
        date: notice.date.map(|date| cx.date(0, date)),
        url: notice.doi.as_ref().map(|doi| format!("https://doi.org/{}", escape_path(doi))),
    }
}

/// By its title; it has a page of its own where a page cites it.
fn successor(cx: &RenderContext<'_>, text_cx: TextContext<'_>, id: ReferenceId) -> context::Link {
    let reference = cx.resolved.site.library.get(id);
    let title = reference.title.as_ref().map_or_else(|| reference.key.to_string(), ToString::to_string);
    let is_published = cx.resolved.citation_index.sources.contains_key(&id);
    context::Link::new(title, if is_published { source_url(text_cx, id) } else { String::new() })
}

/// One or two authors, or the first and "et al."
fn authors(cx: &RenderContext<'_>, reference: &Reference) -> String {
    let names = if reference.authors.is_empty() { &reference.editors } else { &reference.authors };
    let family: Vec<String> = names.iter().filter(|name| **name != Name::Others).map(Name::display_family).collect();
    match family.as_slice() {
        [] => String::new(),
        [one] if names.len() == 1 => one.clone(),
        [one, other] if names.len() == 2 => format!("{one}, {other}"),
        [first, ..] => format!("{first} {}", cx.say(0, "text-and-others")),
    }
}

/// The access date of a source whose entry does not print it, as a list that has it shows.
fn accessed(cx: &RenderContext<'_>, id: ReferenceId) -> Option<String> {
    cx.formatters.all()[0].accessed(id)
}

/// Whether all that a page has of a source is an item of the list that its author wrote.
fn is_written(cx: &RenderContext<'_>, id: ReferenceId, cited: &CitedIn) -> bool {
    let CitingPage::Page(page) = cited.page else { return false };
    let citations = &cx.resolved.pages[page.index()].citations;
    citations.written.contains(&id) && citations.list.iter().all(|listed| listed.reference != id)
}

/// What stands above the quotations from an exercise: no step is shown without its cautions.
fn warnings(cx: &RenderContext<'_>, cited: &CitedIn) -> String {
    let page = match cited.page {
        CitingPage::Page(page) if cited.passages.iter().any(|passage| passage.is_guarded) => page,
        _ => return String::new(),
    };
    let page = cx.resolved.site.page(page);
    let warnings = |exercise| exercise::warnings(cx.text_context_without_page(page.language), exercise);
    let html = page.exercise().map(warnings).unwrap_or_default();
    if page.language == 0 {
        return html;
    }
    let language = &cx.config.languages[page.language].tag;
    format!("<div lang=\"{}\" dir=\"auto\">{html}</div>", escaped(language))
}

fn cited_in(cx: &RenderContext<'_>, id: ReferenceId, cited: &CitedIn) -> context::CitedIn {
    let (kind, title, url) = match cited.page {
        CitingPage::Page(page) => {
            let page: &Page = cx.resolved.site.page(page);
            (page.kind.name(), page.title.clone(), page.url.clone())
        }
        CitingPage::Glossary(number) => {
            let language = cx.resolved.site.glossaries[number].language;
            let url = wellpress_site::resolve::bodies::glossary_url(cx.config, language);
            ("glossary", cx.say(language, "text-glossary"), url)
        }
    };
    let slug = cx.resolved.site.library.slug(id);
    let passage = |passage: &Passage| context::Passage {
        url: format!("{url}#cite-{slug}-{}", passage.occurrence),
        heading: passage.heading.to_string(),
        sentence: format!(
            "{}<mark>{}</mark>{}",
            escaped(passage.before()),
            escaped(passage.mark()),
            escaped(passage.after())
        ),
    };
    let passages = cited.passages.iter().map(passage).collect();
    let url = if is_written(cx, id, cited) { format!("{url}#ref-{slug}") } else { url.clone() };
    context::CitedIn { kind, title, warnings: warnings(cx, cited), passages, via: cx.links(&cited.via), url }
}

//! Search documents: the words of a page, of a term of a glossary or of a source, below their headings, for the search index.
//!
//! Input: the resolved site. Output: [`SearchTarget`]s, the list of what can be found, and a [`SearchDocument`] for each of
//! them. Left out are promotion, navigation and lists of sources, which are not what a page is about, and the text of embedded
//! exercises, which readers find at the exercise's own page. The index itself is built elsewhere.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::iter;

use serde::Serialize;

use wellpress_io::cache::{Fingerprint, FingerprintBuilder};
use wellpress_markdown::body::{Body, Element};
use wellpress_markdown::walk::TextEvent;
use wellpress_site::config::{Config, LanguageId, MAIN_LANGUAGE};
use wellpress_site::model::exercise::Exercise;
use wellpress_site::model::page::PageRecord;
use wellpress_site::model::reference::ReferenceId;
use wellpress_site::model::{Page, PageId, Site};
use wellpress_site::parse::glossary::{GlossaryId, TermId};
use wellpress_site::resolve::ResolvedSite;
use wellpress_site::resolve::bodies::{DirectiveTarget, language_url};
use wellpress_site::resolve::citation_index::{CitedIn, CitingPage};
use wellpress_site::resolve::glossary_terms::glossary_url;
use wellpress_site::resolve::outline::Outline;
use wellpress_site::sections::ContentKind;

use crate::html::fields;
use crate::html::references::{source_path, source_title};
use crate::machine::json_ld::source::full_name;
use crate::machine::json_ld::text::{LEFT_OUT, PageText};
use crate::pages::records::exercise::caution_label;
use crate::theme::strings::Strings;

/// The kind of the terms of a glossary.
const GLOSSARY: &str = "glossary";

/// The kind of sources.
pub const SOURCE: &str = "source";

/// The words of a page or a term, for the index.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct SearchDocument {
    /// The address of the result: root-relative with the base path, perhaps with an anchor.
    pub url: String,
    /// What the result is: the name of a page's kind, the folder of a section that the settings declare, `glossary` or `source`.
    pub kind: Cow<'static, str>,
    /// The title of the result.
    pub title: String,
    /// What the result shows instead of an excerpt, if it must not show one; perhaps empty.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub summary: Option<String>,
    /// For whom an exercise has cautions, as its card says it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cautions: Option<String>,
    /// Names and values to filter by. A name may have several values.
    #[serde(skip)]
    pub filters: Vec<(&'static str, String)>,
    /// Names by which it is found although its text need not have them: those of its topics, other names of a term, authors.
    #[serde(skip)]
    pub names: Vec<String>,
    /// The words, heading by heading. The first section has no heading.
    pub sections: Vec<SearchSection>,
}

/// The words below a heading.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize)]
pub struct SearchSection {
    /// The id of the heading, without `#`; empty where a result cannot lead to the heading.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub id: String,
    /// The heading; empty in front of the first one.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub title: String,
    /// The words, without the heading.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub text: String,
}

/// A page, a term or a source that a search can find.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SearchTarget {
    /// A page with a file in the content.
    Page(PageId),
    /// A term of a glossary.
    Term {
        /// The glossary with the term.
        glossary: GlossaryId,
        /// The term in that glossary.
        term: TermId,
    },
    /// A source with a page.
    Source(ReferenceId),
}

/// A page, a term or a source that a search can find, without its words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SearchEntry {
    /// What can be found.
    pub target: SearchTarget,
    /// See [`SearchDocument::kind`].
    pub kind: Cow<'static, str>,
    /// The title of the result.
    pub title: String,
    /// See [`SearchDocument::url`].
    pub url: String,
}

/// Everything that a search in a language can find. Withdrawn pages have no text to find, and the home page only repeats what
/// other pages say.
#[must_use]
pub fn entries(config: &Config, resolved: &ResolvedSite<'_>, language: LanguageId) -> Vec<SearchEntry> {
    let site = resolved.site;
    let home = language_url(config, language);
    let pages = site.pages.iter().filter(|page| page.language == language && !page.is_withdrawn() && page.url != home);
    let pages = pages.map(|page| SearchEntry {
        target: SearchTarget::Page(page.id),
        kind: kind_of(site, page),
        title: page.title.clone(),
        url: page.url.clone(),
    });
    let glossaries = site.glossaries.entries().filter(|(_, glossary)| glossary.language == language);
    let terms = glossaries.flat_map(|(id, glossary)| {
        glossary.terms.entries().map(move |(term, entry)| SearchEntry {
            target: SearchTarget::Term { glossary: id, term },
            kind: GLOSSARY.into(),
            title: entry.name.clone(),
            url: format!("{}#{}", glossary_url(config, language), entry.anchor),
        })
    });
    let sources = sources_of(resolved, language).map(|id| SearchEntry {
        target: SearchTarget::Source(id),
        kind: SOURCE.into(),
        title: source_title(resolved, id),
        url: source_path(config, &resolved.site.library, id),
    });
    pages.chain(terms).chain(sources).collect()
}

/// The sources that pages of a language cite, and in the site's first language all that have a page: the citation index is in
/// that language.
fn sources_of<'a>(resolved: &'a ResolvedSite<'_>, language: LanguageId) -> impl Iterator<Item = ReferenceId> + 'a {
    let site = resolved.site;
    let sources = resolved.citation_index.sources.iter().filter(move |(_, cited)| {
        language == MAIN_LANGUAGE || cited.iter().any(|cited_in| is_of_language(site, cited_in, language))
    });
    sources.map(|(id, _)| *id)
}

fn is_of_language(site: &Site, cited_in: &CitedIn, language: LanguageId) -> bool {
    match cited_in.page {
        CitingPage::Page(page) => site.page(page).language == language,
        CitingPage::Glossary(glossary) => site.glossaries[glossary].language == language,
    }
}

/// Names that mean the same, for the words of a query: each topic and each term of the glossary with its other names.
#[must_use]
pub fn synonyms<'a>(resolved: &'a ResolvedSite<'_>, language: LanguageId) -> Vec<Vec<&'a str>> {
    let site = resolved.site;
    let topics = site.pages.iter().filter(|page| page.language == language && !page.is_withdrawn());
    let topics = topics.filter(|page| page.kind == ContentKind::Topic).map(|page| topic_names(page).collect());
    let glossaries = site.glossaries.iter().filter(|glossary| glossary.language == language);
    let terms = glossaries.flat_map(|glossary| &glossary.terms);
    let terms = terms.map(|term| iter::once(&term.name).chain(&term.also_called).map(String::as_str).collect());
    topics.chain(terms).filter(|names: &Vec<&str>| names.len() > 1).collect()
}

/// The names of a topic, each once.
fn topic_names(topic: &Page) -> impl Iterator<Item = &str> {
    let others = match &topic.record {
        PageRecord::Topic(topic) => &topic.also_called[..],
        _ => &[],
    };
    let short_title = Some(topic.short_title()).filter(|short| *short != topic.title);
    iter::once(&*topic.title).chain(short_title).chain(others.iter().map(String::as_str))
}

/// The path of the script that searches in the indexes of all languages.
pub const READER_PATH: &str = "search/index/reader.js";

/// The folder of a language's index in the output, without a slash at its end.
#[must_use]
pub fn folder(config: &Config, language: LanguageId) -> String {
    format!("search/index/{}", config.languages[language].tag.to_lowercase())
}

/// The search document of a target. It depends on the site alone, so the same site gives the same index.
#[must_use]
pub fn document(
    config: &Config,
    resolved: &ResolvedSite<'_>,
    strings: &Strings,
    target: SearchTarget,
) -> SearchDocument {
    match target {
        SearchTarget::Page(page) => page_document(resolved, strings, resolved.site.page(page)),
        SearchTarget::Term { glossary, term } => term_document(config, resolved, glossary, term),
        SearchTarget::Source(id) => source_document(config, resolved, id),
    }
}

/// A fingerprint of everything that the document of a target is made of. `everywhere` is that of what any document depends on: the
/// settings, whose variables are among the words, the theme and the citation styles. It takes a small part of the time that the
/// document takes. `None` for the few targets whose document is made each time: sources and
/// terms, which are short, and Easy Read versions, which show what their pages do.
#[must_use]
pub fn inputs(resolved: &ResolvedSite<'_>, everywhere: Fingerprint, target: SearchTarget) -> Option<Fingerprint> {
    let SearchTarget::Page(page) = target else { return None };
    let (site, page) = (resolved.site, resolved.site.page(page));
    if site.full_page_of(page.id).is_some() {
        return None;
    }
    let fingerprints = |page: PageId| resolved.pages[page].fingerprints;
    let own = (everywhere, kind_of(site, page), fingerprints(page.id).full);
    let mut inputs = FingerprintBuilder::new("inputs of a search document").with(own);
    let shown = resolved.shown_by(page);
    let conditions = page.exercise().into_iter().flat_map(|exercise| &exercise.cautions);
    let conditions = conditions.flat_map(|caution| &caution.conditions).copied();
    let named = shown.records().chain(shown.named.iter().copied()).chain(topics_of(page, None)).chain(conditions);
    inputs.add_all(named.map(|page| fingerprints(page).summary));
    Some(inputs.fingerprint())
}

/// The topics of a page, and of the page that it is the Easy Read version of.
fn topics_of(page: &Page, full: Option<&Page>) -> BTreeSet<PageId> {
    let pages = iter::once(page).chain(full);
    pages.filter_map(Page::editorial).flat_map(|editorial| &editorial.topics).copied().collect()
}

/// The values to filter a page by: see [`SearchDocument::filters`].
#[must_use]
pub fn filters(resolved: &ResolvedSite<'_>, strings: &Strings, page: &Page) -> Vec<(&'static str, String)> {
    let topics = topics_of(page, resolved.site.full_page_of(page.id));
    let topics = topics.iter().map(|topic| ("topic", resolved.site.page(*topic).short_title().to_owned()));
    let exercise = page.exercise();
    let regions = exercise.into_iter().flat_map(|exercise| &exercise.regions).map(|region| ("region", region.clone()));
    let level = exercise.and_then(|exercise| exercise.level);
    let level = level.map(|level| ("level", strings.get(page.language, &format!("text-level-{level}")).into()));
    topics.chain(regions).chain(level).filter(|(_, value)| !value.is_empty()).collect()
}

/// The name of a page's kind, or the folder of its section if the settings declare that.
fn kind_of(site: &Site, page: &Page) -> Cow<'static, str> {
    let section = site.section(page);
    // An Easy Read version is found among the pages of its section.
    let kind = if page.is_easy_read() { section.kind } else { page.kind };
    if section.is_declared() { section.folder.clone().into() } else { kind.name().into() }
}

fn page_document(resolved: &ResolvedSite<'_>, strings: &Strings, page: &Page) -> SearchDocument {
    let mut document = SearchDocument::new(page.url.clone(), kind_of(resolved.site, page), &page.title);
    let full = resolved.site.full_page_of(page.id);
    let topics = topics_of(page, full);
    if let Some(exercise) = full.and_then(Page::exercise) {
        // As for the exercise itself: an excerpt could show a step without its cautions.
        document.summary = Some(page.description.clone().unwrap_or_default());
        document.cautions = caution_label(resolved, strings, page.language, exercise);
    }
    document.filters = filters(resolved, strings, page);
    for topic in topics.iter().map(|topic| resolved.site.page(*topic)) {
        document.names.extend(topic_names(topic).map(str::to_owned));
    }
    if page.kind == ContentKind::Topic {
        document.names.extend(topic_names(page).skip(1).map(str::to_owned));
    }
    document.words(page.description.as_deref().unwrap_or_default());
    let mut words = Vec::new();
    page.fields.iter().for_each(|field| fields::words(page, &field.value, &mut words));
    words.iter().for_each(|word| document.words(word));
    for (_, text) in page.key_points() {
        document.words(&text.plain(&page.source, 0..text.nodes.len()));
    }
    record(resolved, strings, page, &mut document);
    sections(resolved, page, &mut document);
    document
}

fn term_document(config: &Config, resolved: &ResolvedSite<'_>, glossary: GlossaryId, term: TermId) -> SearchDocument {
    let glossary = &resolved.site.glossaries[glossary];
    let term = &glossary.terms[term];
    let url = format!("{}#{}", glossary_url(config, glossary.language), term.anchor);
    let mut document = SearchDocument::new(url, GLOSSARY.into(), &term.name);
    document.names.clone_from(&term.also_called);
    document.words(&term.also_called.join(", "));
    document.words(&term.plain);
    document
}

/// A source is found by its authors first: its title has the words of many pages, which are about them and come first.
fn source_document(config: &Config, resolved: &ResolvedSite<'_>, id: ReferenceId) -> SearchDocument {
    let reference = resolved.site.library.get(id);
    let url = source_path(config, &resolved.site.library, id);
    let mut document = SearchDocument::new(url, SOURCE.into(), &source_title(resolved, id));
    let contributors = if reference.authors.is_empty() { &reference.editors } else { &reference.authors };
    document.names = contributors.iter().map(full_name).filter(|name| !name.is_empty()).collect();
    let authors = document.names.join(", ");
    document.words(&authors);
    let container = reference.container.as_ref().map(|container| container.plain().into_owned());
    container.or_else(|| reference.publisher.clone()).iter().for_each(|publisher| document.words(publisher));
    reference.issued.iter().for_each(|date| document.words(&date.year.to_string()));
    document
}

/// Adds what the front matter of a page says beyond its texts.
fn record(resolved: &ResolvedSite<'_>, strings: &Strings, page: &Page, document: &mut SearchDocument) {
    match &page.record {
        PageRecord::Exercise(exercise) => exercise_record(resolved, strings, page, exercise, document),
        PageRecord::Person(person) => {
            document.words(&person.credentials.join(", "));
            person.job_title.iter().for_each(|title| document.words(title));
        }
        PageRecord::Article(_) | PageRecord::Programme(_) | PageRecord::Topic(_) | PageRecord::Plain => {}
    }
}

fn exercise_record(
    resolved: &ResolvedSite<'_>,
    strings: &Strings,
    page: &Page,
    exercise: &Exercise,
    document: &mut SearchDocument,
) {
    // Results show the description of an exercise and no excerpt: an excerpt could show a step without its cautions.
    document.summary = Some(page.description.clone().unwrap_or_default());
    document.cautions = caution_label(resolved, strings, page.language, exercise);
    for caution in &exercise.cautions {
        let conditions = caution.conditions.iter().map(|topic| resolved.site.page(*topic).title.as_str());
        document.words(&conditions.collect::<Vec<_>>().join(", "));
        document.words(&caution.advice);
    }
    let lists = [exercise.equipment.as_deref().unwrap_or_default(), &exercise.regions, &exercise.muscles];
    lists.iter().for_each(|list| document.words(&list.join(", ")));
    exercise.position.iter().for_each(|position| document.words(position));
}

/// Adds the text of a page, heading by heading, with the titles of the exercises that it embeds.
///
/// The walk stops at every heading and at every part that is left out; the words since the last stop are then added in one
/// piece. An embedded exercise is left out, but its title is added as a heading, as that is what readers see.
fn sections(resolved: &ResolvedSite<'_>, page: &Page, document: &mut SearchDocument) {
    let (body, outline) = (&page.body, &resolved.outlines[page.id]);
    let page_text = PageText::new(page, &resolved.pages[page.id]);
    let mut walk = body.walk(&page.source, 0..body.nodes.len(), LEFT_OUT);
    let mut section_start = 0;
    while let Some((at, event)) = walk.next() {
        let (TextEvent::Start(element) | TextEvent::Skipped(element)) = event else { continue };
        if let Element::Directive(directive) = element
            && let Some(data) = resolved.pages[page.id].body.directives.get(directive).and_then(DirectiveTarget::data)
        {
            document.words(&page_text.plain(section_start..at));
            document.words(&data.words().collect::<Vec<_>>().join(" "));
            section_start = at;
        }
        let heading = section_heading(body, outline, element);
        if heading.is_none() && matches!(event, TextEvent::Start(_)) {
            continue;
        }
        document.words(&page_text.plain(section_start..at));
        section_start = body.end_of(at) + 1;
        walk.skip_to(section_start);
        if let Some(SectionHeading { id, title }) = heading {
            // The page of an exercise has headings of the theme, without these ids, so results cannot lead to them.
            let id = if page.kind == ContentKind::Exercise { "" } else { id };
            document.sections.push(SearchSection { id: id.into(), title: title.into(), text: String::new() });
        }
    }
    document.words(&page_text.plain(section_start..body.nodes.len()));
}

/// A heading of a search document, to which a result can lead.
struct SectionHeading<'a> {
    id: &'a str,
    title: &'a str,
}

/// The heading of the section that an element begins; `None` if it is neither a heading nor an embedded exercise.
fn section_heading<'a>(body: &'a Body, outline: &'a Outline, element: Element) -> Option<SectionHeading<'a>> {
    match element {
        Element::Heading(heading) => {
            let heading = &body.headings[heading];
            Some(SectionHeading { id: &heading.id, title: &heading.plain })
        }
        Element::Directive(directive) => {
            let embed = outline.embeds.get(directive)?;
            Some(SectionHeading { id: &embed.id, title: &embed.title })
        }
        _ => None,
    }
}

impl SearchDocument {
    fn new(url: String, kind: Cow<'static, str>, title: &str) -> Self {
        let sections = vec![SearchSection::default()];
        Self {
            url,
            kind,
            title: title.into(),
            summary: None,
            cautions: None,
            filters: Vec::new(),
            names: Vec::new(),
            sections,
        }
    }

    /// Adds words to the last section, as a sentence of their own.
    fn words(&mut self, words: &str) {
        let words = words.trim();
        if let Some(section) = self.sections.last_mut().filter(|_| !words.is_empty()) {
            let separator = match section.text.chars().next_back() {
                None => "",
                Some(last) if last.is_alphanumeric() => ". ",
                Some(_) => " ",
            };
            section.text.push_str(separator);
            section.text.push_str(words);
        }
    }
}

//! Search documents: a page or a term of a glossary as the least HTML that carries its words, for the search index.
//!
//! Input: the resolved site. Output: [`SearchTarget`]s, the list of what can be found, and a [`SearchDocument`] for each of
//! them. Left out are promotion, navigation and sources, which are not what a page is about, and the text of embedded
//! exercises, which readers find at the exercise's own page. The index itself is built elsewhere, with Pagefind; its
//! attributes `data-pagefind-*` mark here what can be filtered and what is not searched.

use std::fmt::Write as _;

use wellpress_markdown::body::{Body, Element};
use wellpress_markdown::walk::TextEvent;
use wellpress_site::config::{Config, LanguageId};
use wellpress_site::discover::ContentKind;
use wellpress_site::model::exercise::Exercise;
use wellpress_site::model::page::PageRecord;
use wellpress_site::model::{Page, PageId};
use wellpress_site::parse::glossary::{GlossaryId, TermId};
use wellpress_site::resolve::ResolvedSite;
use wellpress_site::resolve::bodies::language_url;
use wellpress_site::resolve::glossary_terms::glossary_url;
use wellpress_site::resolve::outline::Outline;

use super::html::escape::{attribute, text};
use super::json_ld::text::{LEFT_OUT, PageText};
use super::pages::exercise::level_key;
use super::strings::Strings;

/// The words of a page or a term, for the index.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SearchDocument {
    /// The address of the result: root-relative with the base path, perhaps with an anchor.
    pub url: String,
    /// A whole HTML document: the title, the values to filter by, and the words below their headings.
    pub html: String,
}

/// A page or a term that a search can find.
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
}

/// Everything that a search in a language can find. Withdrawn pages have no text to find, and the home page only repeats what
/// other pages say.
#[must_use]
pub fn targets(config: &Config, resolved: &ResolvedSite<'_>, language: LanguageId) -> Vec<SearchTarget> {
    let site = resolved.site;
    let home = language_url(config, language);
    let pages = site.pages.iter().filter(|page| page.language == language && !page.is_withdrawn() && page.url != home);
    let glossaries = site.glossaries.entries().filter(|(_, glossary)| glossary.language == language);
    let terms = glossaries
        .flat_map(|(id, glossary)| glossary.terms.ids().map(move |term| SearchTarget::Term { glossary: id, term }));
    pages.map(|page| SearchTarget::Page(page.id)).chain(terms).collect()
}

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
        SearchTarget::Page(page) => page_document(config, resolved, strings, resolved.site.page(page)),
        SearchTarget::Term { glossary, term } => term_document(config, resolved, glossary, term),
    }
}

fn page_document(config: &Config, resolved: &ResolvedSite<'_>, strings: &Strings, page: &Page) -> SearchDocument {
    let mut document = DocumentWriter::new(&config.languages[page.language].tag, &page.title);
    document.filter("kind", page.kind.name());
    let topics = page.editorial().map(|editorial| &editorial.topics[..]).unwrap_or_default();
    topics.iter().for_each(|topic| document.filter("topic", resolved.site.page(*topic).short_title()));
    document.words(page.description.as_deref().unwrap_or_default());
    record(resolved, strings, page, &mut document);
    sections(resolved, page, &mut document);
    SearchDocument { url: page.url.clone(), html: document.html }
}

fn term_document(config: &Config, resolved: &ResolvedSite<'_>, glossary: GlossaryId, term: TermId) -> SearchDocument {
    let glossary = &resolved.site.glossaries[glossary];
    let term = &glossary.terms[term];
    let mut document = DocumentWriter::new(&config.languages[glossary.language].tag, &term.name);
    document.filter("kind", "glossary");
    document.words(&term.plain);
    let url = format!("{}#{}", glossary_url(config, glossary.language), term.anchor);
    SearchDocument { url, html: document.html }
}

/// Writes what the front matter of a page says beyond its description: key points, filters and names.
fn record(resolved: &ResolvedSite<'_>, strings: &Strings, page: &Page, document: &mut DocumentWriter) {
    match &page.record {
        PageRecord::Article(article) => {
            let points = article.key_points.iter().map(|point| point.plain(&page.source, 0..point.nodes.len()));
            points.for_each(|point| document.words(&point));
        }
        PageRecord::Exercise(exercise) => exercise_record(resolved, strings, page, exercise, document),
        PageRecord::Person(person) => {
            document.words(&person.credentials.join(", "));
            person.job_title.iter().for_each(|title| document.words(title));
        }
        PageRecord::Programme(_) | PageRecord::Topic(_) | PageRecord::Plain => {}
    }
}

fn exercise_record(
    resolved: &ResolvedSite<'_>,
    strings: &Strings,
    page: &Page,
    exercise: &Exercise,
    document: &mut DocumentWriter,
) {
    // Results show the description of an exercise and no excerpt: an excerpt could show a step without its cautions.
    document.meta("dek", page.description.as_deref().unwrap_or_default());
    exercise.regions.iter().for_each(|region| document.filter("region", region));
    if let Some(level) = exercise.level {
        document.filter("level", &strings.get(page.language, level_key(level)));
    }
    for caution in &exercise.cautions {
        let conditions = caution.conditions.iter().map(|topic| resolved.site.page(*topic).title.as_str());
        document.words(&conditions.collect::<Vec<_>>().join(", "));
        document.words(&caution.advice);
    }
    let lists = [exercise.equipment.as_deref().unwrap_or_default(), &exercise.regions, &exercise.muscles];
    lists.iter().for_each(|list| document.words(&list.join(", ")));
    exercise.position.iter().for_each(|position| document.words(position));
}

/// Writes the text of a page, heading by heading, with the titles of the exercises that it embeds.
///
/// The walk stops at every heading and at every part that is left out; the words since the last stop are then written in one
/// piece. An embedded exercise is left out, but its title is written as a heading, as that is what readers see.
fn sections(resolved: &ResolvedSite<'_>, page: &Page, document: &mut DocumentWriter) {
    let (body, outline) = (&page.body, &resolved.outlines[page.id]);
    let page_text = PageText::new(page, &resolved.pages[page.id]);
    let mut walk = body.walk(&page.source, 0..body.nodes.len(), LEFT_OUT);
    let mut section_start = 0;
    while let Some((at, event)) = walk.next() {
        let (TextEvent::Start(element) | TextEvent::Skipped(element)) = event else { continue };
        let heading = section_heading(body, outline, element);
        if heading.is_none() && matches!(event, TextEvent::Start(_)) {
            continue;
        }
        document.words(&page_text.plain(section_start..at));
        section_start = body.end_of(at) + 1;
        walk.skip_to(section_start);
        if let Some(SectionHeading { level, id, title }) = heading {
            // The page of an exercise has headings of the theme, without these ids, so results cannot lead to them.
            document.heading(level, if page.kind == ContentKind::Exercise { "" } else { id }, title);
        }
    }
    document.words(&page_text.plain(section_start..body.nodes.len()));
}

/// A heading of a search document, to which a result can lead.
struct SectionHeading<'a> {
    level: u8,
    id: &'a str,
    title: &'a str,
}

/// The heading of the section that an element begins; `None` if it is neither a heading nor an embedded exercise.
fn section_heading<'a>(body: &'a Body, outline: &'a Outline, element: Element) -> Option<SectionHeading<'a>> {
    match element {
        Element::Heading(heading) => {
            let heading = &body.headings[heading];
            Some(SectionHeading { level: heading.level, id: &heading.id, title: &heading.plain })
        }
        Element::Directive(directive) => {
            let embed = outline.embeds.get(directive)?;
            Some(SectionHeading { level: embed.level, id: &embed.id, title: &embed.title })
        }
        _ => None,
    }
}

struct DocumentWriter {
    html: String,
}

impl DocumentWriter {
    fn new(language: &str, title: &str) -> Self {
        let mut html = String::with_capacity(4096);
        html.push_str("<html lang=\"");
        attribute(&mut html, language);
        html.push_str("\"><body><h1 data-pagefind-ignore>");
        text(&mut html, title);
        html.push_str("</h1>\n");
        Self { html }
    }

    /// A value by which results can be filtered.
    fn filter(&mut self, name: &str, value: &str) {
        self.attribute("filter", name, value);
    }

    /// A value that a result shows instead of an excerpt.
    fn meta(&mut self, name: &str, value: &str) {
        self.attribute("meta", name, value);
    }

    /// Writes an attribute of Pagefind in an element that is not searched: its words are no text of the page.
    fn attribute(&mut self, attribute_kind: &str, name: &str, value: &str) {
        if !value.is_empty() {
            let _ = write!(self.html, "<p data-pagefind-ignore data-pagefind-{attribute_kind}=\"{name}:");
            attribute(&mut self.html, value);
            self.html.push_str("\"></p>\n");
        }
    }

    fn words(&mut self, words: &str) {
        if !words.is_empty() {
            self.html.push_str("<p>");
            text(&mut self.html, words);
            self.html.push_str("</p>\n");
        }
    }

    fn heading(&mut self, level: u8, id: &str, title: &str) {
        let _ = write!(self.html, "<h{level}");
        if !id.is_empty() {
            self.html.push_str(" id=\"");
            attribute(&mut self.html, id);
            self.html.push('"');
        }
        self.html.push('>');
        text(&mut self.html, title);
        let _ = writeln!(self.html, "</h{level}>");
    }
}

//! What can be found of a site, for the index: [`SearchDocument`] is a page or a term of the glossary as the least HTML that
//! carries its words. What is promotion, navigation or a source is left out, and so is the text of what a page embeds: that
//! is found at its own page.

use std::fmt::Write as _;

use wellpress_markdown::body::{Body, Element};
use wellpress_markdown::walk::TextEvent;
use wellpress_site::config::Config;
use wellpress_site::discover::ContentKind;
use wellpress_site::model::page::PageRecord;
use wellpress_site::model::{Page, PageId};
use wellpress_site::resolve::ResolvedSite;
use wellpress_site::resolve::bodies::language_url;
use wellpress_site::resolve::glossary_terms::glossary_url;
use wellpress_site::resolve::outline::Outline;

use super::html::escape::{attribute, text};
use super::json_ld::text::{LEFT_OUT, PageText};
use super::pages::exercise::level_key;
use super::strings::Strings;

/// Something that can be found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SearchDocument {
    /// Where it is: root-relative with the base path, perhaps with an anchor.
    pub url: String,
    /// A document with its title, what it can be filtered by, and its words.
    pub html: String,
}

/// Which of the site's things it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SearchTarget {
    /// A page.
    Page(PageId),
    /// A term of a glossary.
    Term {
        /// Index into the site's glossaries.
        glossary: usize,
        /// Index into that glossary's terms.
        term: usize,
    },
}

/// All that can be found in a language. Withdrawn pages cannot, and the home page says what others say.
#[must_use]
pub fn targets(config: &Config, resolved: &ResolvedSite<'_>, language: usize) -> Vec<SearchTarget> {
    let site = resolved.site;
    let home = language_url(config, language);
    let own = |page: &&Page| page.language == language && !page.is_withdrawn() && page.url != home;
    let pages = site.pages.iter().map(|page| &**page).filter(own).map(|page| SearchTarget::Page(page.id));
    let glossaries = site.glossaries.iter().enumerate().filter(|(_, glossary)| glossary.language == language);
    let terms = glossaries.flat_map(|(number, glossary)| {
        (0..glossary.terms.len()).map(move |term| SearchTarget::Term { glossary: number, term })
    });
    pages.chain(terms).collect()
}

/// The folder of a language's index in the output, without a last `/`.
#[must_use]
pub fn folder(config: &Config, language: usize) -> String {
    format!("search/index/{}", config.languages[language].tag.to_lowercase())
}

/// What is found of a thing.
#[must_use]
pub fn document(
    config: &Config,
    resolved: &ResolvedSite<'_>,
    strings: &Strings,
    target: SearchTarget,
) -> SearchDocument {
    match target {
        SearchTarget::Page(page) => of_page(config, resolved, strings, resolved.site.page(page)),
        SearchTarget::Term { glossary, term } => {
            let glossary = &resolved.site.glossaries[glossary];
            let term = &glossary.terms[term];
            let mut document = DocumentWriter::new(&config.languages[glossary.language].tag, &term.name);
            document.filter("kind", "glossary");
            document.words(&term.plain);
            SearchDocument {
                url: format!("{}#{}", glossary_url(config, glossary.language), term.anchor),
                html: document.html,
            }
        }
    }
}

fn of_page(config: &Config, resolved: &ResolvedSite<'_>, strings: &Strings, page: &Page) -> SearchDocument {
    let mut document = DocumentWriter::new(&config.languages[page.language].tag, &page.title);
    document.filter("kind", page.kind.name());
    let topics = page.editorial().map(|reviewed| &reviewed.topics[..]).unwrap_or_default();
    topics.iter().for_each(|topic| document.filter("topic", resolved.site.page(*topic).short_title()));
    document.words(page.description.as_deref().unwrap_or_default());
    record(resolved, strings, page, &mut document);
    sections(resolved, page, &mut document);
    SearchDocument { url: page.url.clone(), html: document.html }
}

/// What a page's front matter has to find it by.
fn record(resolved: &ResolvedSite<'_>, strings: &Strings, page: &Page, document: &mut DocumentWriter) {
    match &page.record {
        PageRecord::Article(article) => {
            let points = article.key_points.iter().map(|point| point.plain(&page.source, 0..point.nodes.len()));
            points.for_each(|point| document.words(&point));
        }
        PageRecord::Exercise(exercise) => {
            // An excerpt could show a step without the cautions, so what is shown of an exercise is what it is for.
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
        PageRecord::Person(person) => {
            document.words(&person.credentials.join(", "));
            person.job_title.iter().for_each(|title| document.words(title));
        }
        PageRecord::Programme(_) | PageRecord::Topic(_) | PageRecord::Plain => {}
    }
}

/// A page's own text, heading by heading, with the names of the exercises that it embeds.
fn sections(resolved: &ResolvedSite<'_>, page: &Page, document: &mut DocumentWriter) {
    let (body, outline) = (&page.body, &resolved.outlines[page.id.index()]);
    let reading = PageText::new(page, &resolved.pages[page.id.index()]);
    let mut walk = body.walk(&page.source, 0..body.nodes.len(), LEFT_OUT);
    let mut section_start = 0;
    while let Some((at, event)) = walk.next() {
        let (TextEvent::Start(element) | TextEvent::Skipped(element)) = event else { continue };
        let heading = section_heading(body, outline, element);
        if heading.is_none() && matches!(event, TextEvent::Start(_)) {
            continue;
        }
        document.words(&reading.plain(section_start..at));
        section_start = body.end_of(at) + 1;
        walk.skip_to(section_start);
        if let Some((level, id, title)) = heading {
            // The headings of an exercise's own page are the theme's.
            document.heading(level, if page.kind == ContentKind::Exercise { "" } else { id }, title);
        }
    }
    document.words(&reading.plain(section_start..body.nodes.len()));
}

/// Level, id and title of the section that an element begins: a heading, or an embedded exercise.
fn section_heading<'a>(body: &'a Body, outline: &'a Outline, element: Element) -> Option<(u8, &'a str, &'a str)> {
    match element {
        Element::Heading(heading) => {
            let heading = &body.headings[heading];
            Some((heading.level, &heading.id, &heading.plain))
        }
        Element::Directive(directive) => {
            outline.embeds.get(directive).map(|embed| (embed.level, &*embed.id, &*embed.title))
        }
        _ => None,
    }
}

/// A document while it is written.
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

    /// Something to filter by.
    fn filter(&mut self, name: &str, value: &str) {
        self.fact("filter", name, value);
    }

    /// Something to show.
    fn meta(&mut self, name: &str, value: &str) {
        self.fact("meta", name, value);
    }

    fn fact(&mut self, what: &str, name: &str, value: &str) {
        if !value.is_empty() {
            let _ = write!(self.html, "<p data-pagefind-ignore data-pagefind-{what}=\"{name}:");
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

//! Structured data of a page: one `@graph` in the vocabulary of schema.org, as the text of one
//! `<script type="application/ld+json">` block.
//!
//! Takes the resolved site and a few words in the page's language, gives JSON that is safe inside a script element.
//! Every `@id` is an absolute address with a fragment that stays the same from build to build: `#page`, `#article`,
//! `#exercise`, `#breadcrumbs`, `#person`, `#topic`, `#source`, `#terms`, `#website`, `#organization`.
//!
//! One file for each kind of page; `schema` has the vocabulary, `write` the text.

mod article;
mod dose;
mod exercise;
mod faq;
mod generated;
mod page;
mod people;
mod programme;
mod schema;
mod source;
mod subject;
pub(super) mod text;
mod video;
mod write;

use wellpress_site::config::Config;
use wellpress_site::discover::Kind;
use wellpress_site::model::reference::ReferenceId;
use wellpress_site::model::{PageId, Record};
use wellpress_site::parse::front_matter::CautionSeverity;
use wellpress_site::resolve::ResolvedSite;
use wellpress_site::resolve::bodies::language_url;

use super::breadcrumbs::SectionNames;
use schema::Node;
pub use source::Citations;

/// What only the renderer knows, the same for all pages of one language: words, and what is written once for all of them.
#[derive(Debug, Clone, Default)]
pub struct PageFacts {
    /// What the home page and the sections are called.
    pub sections: SectionNames,
    /// What a caution's severity is called.
    pub severities: SeverityNames,
    /// What comes before the signals to stop.
    pub stop_if: String,
    /// Sources as pages cite them.
    pub citations: Citations,
    /// Absolute address of the theme's logo.
    pub logo: Option<String>,
}

/// What a caution asks for, such as "do not do this", "change how you do it", "ask a clinician first".
#[derive(Debug, Clone, Default)]
#[expect(missing_docs, reason = "the names say it")]
pub struct SeverityNames {
    pub avoid: String,
    pub modify: String,
    pub ask: String,
}

impl SeverityNames {
    /// The words for a severity.
    #[must_use]
    pub fn of(&self, severity: CautionSeverity) -> &str {
        match severity {
            CautionSeverity::Avoid => &self.avoid,
            CautionSeverity::Modify => &self.modify,
            CautionSeverity::Ask => &self.ask,
        }
    }
}

/// What is listed in parts.
#[derive(Debug, Clone, Copy)]
pub enum ListOf {
    /// A section's pages.
    Section(Kind),
    /// What belongs to a topic, or what somebody did.
    Page(PageId),
}

/// One part of a list.
#[derive(Debug, Clone, Copy)]
pub struct ListPart<'a> {
    /// What it lists.
    pub of: ListOf,
    /// Index into the site's languages.
    pub language: usize,
    /// Address of this part.
    pub url: &'a str,
    /// How many entries the parts before this one have.
    pub before: usize,
    /// The entries of this part, in order.
    pub pages: &'a [PageId],
}

/// The structured data of a page with a file of its own.
#[must_use]
pub fn of_page(config: &Config, resolved: &ResolvedSite<'_>, page: PageId, facts: &PageFacts) -> String {
    let language = resolved.site.page(page).language;
    let about = About { config, resolved, facts, language };
    let page = resolved.site.page(page);
    if page.url == language_url(config, language) {
        return of_home(config, resolved, language, facts);
    }
    write::graph(&match &page.record {
        _ if page.is_withdrawn() => about.withdrawn(page),
        Record::Article(article) => about.article(page, article),
        Record::Exercise(exercise) => about.exercise(page, exercise),
        Record::Programme(programme) => about.programme(page, programme),
        Record::Topic(topic) => about.topic(page, topic),
        Record::Person(_) => about.profile(page),
        Record::Plain => about.plain(page),
    })
}

/// The structured data of a language's home page.
#[must_use]
pub fn of_home(config: &Config, resolved: &ResolvedSite<'_>, language: usize, facts: &PageFacts) -> String {
    write::graph(&About { config, resolved, facts, language }.home())
}

/// The structured data of one part of a list.
#[must_use]
pub fn of_list(config: &Config, resolved: &ResolvedSite<'_>, part: ListPart<'_>, facts: &PageFacts) -> String {
    write::graph(&About { config, resolved, facts, language: part.language }.list(part))
}

/// The structured data of a glossary's page, by its index in the site.
#[must_use]
pub fn of_glossary(config: &Config, resolved: &ResolvedSite<'_>, glossary: usize, facts: &PageFacts) -> String {
    let language = resolved.site.glossaries[glossary].language;
    write::graph(&About { config, resolved, facts, language }.glossary(glossary))
}

/// The structured data of the page of all corrections, at this address.
#[must_use]
pub fn of_corrections(
    config: &Config,
    resolved: &ResolvedSite<'_>,
    language: usize,
    url: &str,
    facts: &PageFacts,
) -> String {
    write::graph(&About { config, resolved, facts, language }.corrections(url))
}

/// The structured data of the citation index.
#[must_use]
pub fn of_index(config: &Config, resolved: &ResolvedSite<'_>, language: usize, facts: &PageFacts) -> String {
    write::graph(&About { config, resolved, facts, language }.index())
}

/// The structured data of a source's page.
#[must_use]
pub fn of_source(
    config: &Config,
    resolved: &ResolvedSite<'_>,
    source: ReferenceId,
    language: usize,
    facts: &PageFacts,
) -> String {
    write::graph(&About { config, resolved, facts, language }.source_page(source))
}

/// What all structured data of a language is made from.
#[derive(Clone, Copy)]
struct About<'a> {
    config: &'a Config,
    resolved: &'a ResolvedSite<'a>,
    facts: &'a PageFacts,
    language: usize,
}

type Nodes<'a> = Vec<Node<'a>>;

impl<'a> About<'a> {
    /// BCP 47.
    fn tag(self) -> &'a str {
        &self.config.languages[self.language].tag
    }

    /// The absolute address of a root-relative one; an address that is absolute already stays as it is.
    fn absolute(self, url: &str) -> String {
        if url.starts_with('/') { self.config.base.absolute(url) } else { url.to_owned() }
    }

    /// The `@id` of a thing on a page of this site.
    fn id(self, url: &str, fragment: &str) -> String {
        let mut id = self.absolute(url);
        id.reserve_exact(fragment.len() + 1);
        id.push('#');
        id.push_str(fragment);
        id
    }
}

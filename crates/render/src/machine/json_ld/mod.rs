//! Structured data: the content of a page's one `<script type="application/ld+json">` element, as JSON-LD 1.1 in the
//! vocabulary of [schema.org](https://schema.org). Search engines and other programs read from it who wrote and reviewed a
//! page, which sources it cites and what an exercise asks for.
//!
//! Input: the resolved site and the words of the theme. Output: a text that is safe inside a script element.
//! The script element itself is the template's.
//!
//! Each page has one `@graph` with the page and the breadcrumbs to it. Every `@id` is an absolute address with a fragment
//! that stays the same from build to build, so that the graphs of several pages can be joined: `#page`, `#article`,
//! `#exercise`, `#breadcrumbs`, `#person`, `#topic`, `#source`, `#terms`, `#website`, `#organization`.
//!
//! There is one file for each kind of page; `write` makes the text. Nodes are JSON values, whose unknown properties `write` leaves
//! out, and in which a cited source is its number in the library. A type has only properties that schema.org lists for it:
//! `reviewedBy` and `breadcrumb` belong to web pages, `citation` and `correction` to creative works, `step` to a HowTo, `repetitions` to
//! an ExercisePlan. The test suite checks every graph against the domains and ranges that schema.org publishes.

mod article;
mod dose;
mod exercise;
mod faq;
mod forms;
mod generated;
mod notices;
mod page;
mod people;
mod programme;
pub(crate) mod source;
mod subject;
pub(crate) mod text;
mod video;
mod write;

use std::borrow::Cow;

use serde_json::{Value, json};

use wellpress_site::config::{Config, LanguageId};
use wellpress_site::model::{PageId, PageRecord};
use wellpress_site::parse::glossary::GlossaryId;
use wellpress_site::resolve::ResolvedSite;
use wellpress_site::resolve::bodies::language_url;

use crate::context::Link;
use crate::html::source_text_cache::SourceTextCache;
use crate::listing::section_lists::SectionList;
use crate::theme::strings::Strings;

/// The subject of a list that is paginated.
#[derive(Debug, Clone, Copy)]
pub enum ListSubject {
    /// All pages of a kind, on the page of a section.
    Section(SectionList),
    /// The pages that belong to a topic, or the works of a person.
    Page(PageId),
}

/// One page of a paginated list.
#[derive(Debug, Clone, Copy)]
pub struct ListPage<'a> {
    /// What the whole list is about.
    pub subject: ListSubject,
    /// Root-relative address of this page.
    pub url: &'a str,
    /// How many entries the pages before this one have, so that positions count through the whole list.
    pub preceding: usize,
    /// The entries of this page, in order.
    pub entries: &'a [PageId],
}

/// Makes the structured data of pages in one language.
///
/// The methods `of_..` return the text of a whole document and are what other modules call. The submodules add private
/// methods that return `GraphNodes`, one for each kind of page, and methods for the nodes that these share.
#[derive(Clone, Copy)]
pub struct StructuredData<'a> {
    /// Settings, for the publisher, the policies and absolute addresses.
    pub config: &'a Config,
    /// Pages, sources and glossaries.
    pub resolved: &'a ResolvedSite<'a>,
    /// The words of the theme.
    pub strings: &'a Strings,
    /// Absolute address of the theme's logo, for an organisation whose settings name none.
    pub theme_logo: Option<&'a str>,
    /// The nodes of the sources as text, each made when the first page cites it: they are the same on all pages.
    pub sources: &'a SourceTextCache,
    /// Index into the site's languages; every page that is asked for is in this language.
    pub language: LanguageId,
}

/// The members of a page's `@graph`: the page first, then its breadcrumbs and its playlists.
type GraphNodes = Vec<Value>;

impl<'a> StructuredData<'a> {
    /// A page with a file in the content. The home page describes the site, whether it has a file or not.
    #[must_use]
    pub fn of_page(self, page: PageId) -> String {
        let page = self.resolved.site.page(page);
        if page.url == language_url(self.config, self.language) {
            return self.document(self.with_machine_pictures(page, self.home()));
        }
        let nodes = match &page.record {
            // First, as a withdrawn page of any kind is nothing but its notice.
            _ if page.is_withdrawn() => self.withdrawn(page),
            PageRecord::Article(article) => self.article(page, article),
            PageRecord::Exercise(exercise) => self.exercise(page, exercise),
            PageRecord::Programme(programme) => self.programme(page, programme),
            PageRecord::Topic(topic) => self.topic(page, topic),
            PageRecord::Person(_) => self.profile(page),
            PageRecord::Plain => self.plain(page),
        };
        let nodes = self.with_forms(page, nodes);
        self.document(self.with_machine_pictures(page, nodes))
    }

    /// The home page, which describes the site and its publisher in full.
    #[must_use]
    pub fn of_home(self) -> String {
        self.document(self.home())
    }

    /// One page of a paginated list.
    #[must_use]
    pub fn of_list(self, list: ListPage<'_>) -> String {
        self.document(self.list(list))
    }

    /// The page of a glossary, by its index in the site.
    #[must_use]
    pub fn of_glossary(self, glossary: GlossaryId) -> String {
        self.document(self.glossary(glossary))
    }

    /// The page of all corrections, at this address.
    #[must_use]
    pub fn of_corrections(self, url: &str) -> String {
        self.document(self.corrections(url))
    }

    /// The citation index, as a dataset that can be downloaded.
    #[must_use]
    pub fn of_citation_index(self) -> String {
        self.document(self.citation_index())
    }

    /// A further page of a long list, below these pages, the home page left out.
    #[must_use]
    pub fn of_further_page(self, parents: &[Link], url: &str, title: &str) -> String {
        self.document(self.further_page(parents, url, title))
    }

    fn document(self, nodes: GraphNodes) -> String {
        write::document(&nodes, |source| self.source_text(source))
    }

    /// A string of the theme in the language.
    fn say(self, key: &str) -> Cow<'a, str> {
        self.strings.get(self.language, key)
    }

    /// The language's BCP 47 tag.
    fn tag(self) -> &'a str {
        &self.config.languages[self.language].tag
    }

    /// The absolute form of a root-relative address; an absolute address stays as it is.
    fn absolute(self, url: &str) -> String {
        if url.starts_with('/') { self.config.base.absolute(url) } else { url.to_owned() }
    }

    /// The `@id` of a node that is described on the page at `url`.
    fn id(self, url: &str, fragment: &str) -> String {
        // Put together without `format!`, as a page has dozens of ids.
        let mut id = self.absolute(url);
        id.reserve_exact(fragment.len() + 1);
        id.push('#');
        id.push_str(fragment);
        id
    }
}

/// A reference by `@id` to a node that another place of the graph describes.
fn node_ref(id: &str) -> Value {
    json!({"@id": id})
}

/// A node with further properties, which replace those of the same names.
fn with(mut node: Value, properties: Value) -> Value {
    if let (Value::Object(node), Value::Object(properties)) = (&mut node, properties) {
        node.extend(properties);
    }
    node
}

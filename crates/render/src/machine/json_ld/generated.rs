//! Pages that the build generates: the home page, lists, the glossary, the page of corrections and the citation index.

use wellpress_bibliography::ExportFormat;
use wellpress_site::parse::glossary::GlossaryId;
use wellpress_site::resolve::bodies::language_url;
use wellpress_site::resolve::glossary_terms::glossary_url;

use crate::context::{Link, breadcrumbs};
use crate::machine::json_ld::schema::{
    Dataset, DefinedTerm, DefinedTermSet, GraphNode, MainEntity, MediaObject, NodeRef, SchemaType, WebPage, WebSite,
};
use crate::machine::json_ld::text::plain;
use crate::machine::json_ld::{GraphNodes, ListPage, ListSubject, StructuredData};

impl<'a> StructuredData<'a> {
    /// The site itself, described in full here and nowhere else, and its home page, which has no breadcrumbs.
    pub(crate) fn home(self) -> GraphNodes<'a> {
        let language = &self.config.languages[self.language];
        let description = language.description.as_deref().unwrap_or_default();
        let site =
            WebSite { description, in_language: self.tag(), publisher: Some(self.full_publisher()), ..self.site() };
        let home = language_url(self.config, self.language);
        let web_page = WebPage {
            description,
            breadcrumb: None,
            publishing_principles: self.principles(),
            ..self.titled_page(&home, language.title.as_str(), SchemaType::One("WebPage"))
        };
        vec![GraphNode::Site(Box::new(site)), GraphNode::Page(Box::new(web_page))]
    }

    pub(crate) fn list(self, list: ListPage<'_>) -> GraphNodes<'a> {
        let sections = &self.facts.sections;
        let name = match list.subject {
            ListSubject::Section(kind) => sections.of(kind).unwrap_or_default(),
            ListSubject::Page(page) => self.resolved.site.page(page).title.as_str(),
        };
        let mut web_page = self.titled_page(list.url, name, SchemaType::One("CollectionPage"));
        web_page.main_entity = self.item_list(list.url, name, list.entries, list.preceding);
        let ListSubject::Page(page) = list.subject else { return self.below_home(list.url, web_page) };
        web_page.about = self.subjects(&[page]);
        let parents = breadcrumbs::breadcrumbs(self.config, self.resolved, page, sections);
        self.below(parents, Link::new(self.resolved.site.page(page).short_title(), list.url), web_page)
    }

    /// A glossary as a [DefinedTermSet](https://schema.org/DefinedTermSet) with a DefinedTerm for each entry.
    pub(crate) fn glossary(self, glossary_id: GlossaryId) -> GraphNodes<'a> {
        let glossary = &self.resolved.site.glossaries[glossary_id];
        let url = glossary_url(self.config, self.language);
        let name = self.facts.sections.glossary.as_str();
        let id = self.id(&url, "terms");
        let terms = glossary.terms.iter().map(|term| {
            let address = self.id(&url, &term.anchor);
            DefinedTerm {
                kind: SchemaType::One("DefinedTerm"),
                id: address.clone(),
                name: &term.name,
                description: plain(&term.definition, &glossary.source),
                url: address,
                in_defined_term_set: Some(NodeRef { id: id.clone() }),
            }
        });
        let term_set = DefinedTermSet {
            kind: SchemaType::One("DefinedTermSet"),
            has_defined_term: terms.collect(),
            id,
            name,
            url: self.absolute(&url),
            in_language: self.tag(),
            citation: self.cited(&self.resolved.glossaries[glossary_id].citations),
        };
        let mut web_page = self.titled_page(&url, name, SchemaType::One("WebPage"));
        web_page.main_entity = Some(MainEntity::Glossary(Box::new(term_set)));
        self.below_home(&url, web_page)
    }

    /// The page of all corrections. The corrections themselves are in the graphs of the pages that were corrected.
    pub(crate) fn corrections(self, url: &str) -> GraphNodes<'a> {
        let name = self.facts.sections.corrections.as_str();
        let mut web_page = self.titled_page(url, name, SchemaType::One("WebPage"));
        web_page.publishing_principles = self.principles();
        self.below_home(url, web_page)
    }

    /// The citation index as a [Dataset](https://schema.org/Dataset) that can be downloaded in several formats. The sources
    /// are not listed here: there may be tens of thousands.
    pub(crate) fn citation_index(self) -> GraphNodes<'a> {
        let name = self.facts.sections.references.as_str();
        let url = breadcrumbs::references(self.config, self.language, &self.facts.sections).url;
        let dataset = Dataset {
            kind: SchemaType::One("Dataset"),
            id: self.id(&url, "sources"),
            name,
            description: self.config.languages[self.language].description.as_deref().unwrap_or_default(),
            url: self.absolute(&url),
            in_language: self.tag(),
            creator: Some(self.publisher()),
            distribution: self.exports(),
        };
        let mut web_page = self.titled_page(&url, name, SchemaType::One("CollectionPage"));
        web_page.main_entity = Some(MainEntity::Dataset(Box::new(dataset)));
        self.below_home(&url, web_page)
    }

    pub(crate) fn further_page(self, parents: &[Link], url: &str, title: &'a str) -> GraphNodes<'a> {
        let web_page = self.titled_page(url, title, SchemaType::One("CollectionPage"));
        let home = breadcrumbs::home(self.config, self.language, &self.facts.sections);
        self.below(std::iter::once(home).chain(parents.iter().cloned()).collect(), Link::new(title, url), web_page)
    }

    /// The files that hold all sources.
    fn exports(self) -> Vec<MediaObject<'a>> {
        let formats = self.config.settings.citations.exports.as_deref().unwrap_or(ExportFormat::ALL);
        let files = formats.iter().map(|format| {
            let content_url = self.absolute(&format!("{}references.{}", self.config.base.path, format.extension()));
            MediaObject {
                kind: SchemaType::One("DataDownload"),
                content_url,
                encoding_format: format.media_type(),
                ..MediaObject::default()
            }
        });
        files.collect()
    }

    /// A page whose parent is the home page.
    fn below_home(self, url: &str, web_page: WebPage<'a>) -> GraphNodes<'a> {
        let home = breadcrumbs::home(self.config, self.language, &self.facts.sections);
        let current = Link::new(web_page.name.clone(), url);
        self.below(vec![home], current, web_page)
    }
}

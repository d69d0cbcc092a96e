//! Pages that the build makes of itself: the home page, lists, the glossary, the citation index.

use wellpress_site::config::ExportFormat;
use wellpress_site::resolve::bodies::{glossary_url, language_url};

use crate::breadcrumbs;
use crate::context::Link;

use super::schema::{self, Dataset, Entity, File, Node, Ref, Site, Term, Terms, Type};
use super::text::plain;
use super::{About, ListOf, ListPart, Nodes};

impl<'a> About<'a> {
    /// The site itself and its first page.
    pub(super) fn home(self) -> Nodes<'a> {
        let language = &self.config.languages[self.language];
        let description = language.description.as_deref().unwrap_or_default();
        let site = Site { description, in_language: self.tag(), publisher: Some(self.full_publisher()), ..self.site() };
        let home = language_url(self.config, self.language);
        let shell = schema::Page {
            description,
            breadcrumb: None,
            publishing_principles: self.principles(),
            ..self.bare(&home, language.title.as_str(), Type::One("WebPage"))
        };
        vec![Node::Site(Box::new(site)), Node::Page(Box::new(shell))]
    }

    /// One part of a list.
    pub(super) fn list(self, part: ListPart<'_>) -> Nodes<'a> {
        let sections = &self.facts.sections;
        let name = match part.of {
            ListOf::Section(kind) => sections.of(kind).unwrap_or_default(),
            ListOf::Page(page) => self.resolved.site.page(page).title.as_str(),
        };
        let mut shell = self.bare(part.url, name, Type::One("CollectionPage"));
        shell.main_entity = self.entity_list(part.url, name, part.pages, part.before);
        let ListOf::Page(page) = part.of else { return self.below_home(part.url, shell) };
        shell.about = self.subjects(&[page]);
        let way = breadcrumbs::breadcrumbs(self.config, self.resolved, page, sections);
        self.graph(way, Link::new(self.resolved.site.page(page).short_title(), part.url), shell)
    }

    /// A glossary's page.
    pub(super) fn glossary(self, number: usize) -> Nodes<'a> {
        let glossary = &self.resolved.site.glossaries[number];
        let url = glossary_url(self.config, self.language);
        let name = self.facts.sections.glossary.as_str();
        let id = self.id(&url, "terms");
        let terms = glossary.terms.iter().map(|term| {
            let place = self.id(&url, &term.anchor);
            Term {
                kind: Type::One("DefinedTerm"),
                id: place.clone(),
                name: &term.name,
                description: plain(&term.definition, &glossary.source),
                url: place,
                in_defined_term_set: Some(Ref { id: id.clone() }),
            }
        });
        let terms = Terms {
            kind: Type::One("DefinedTermSet"),
            has_defined_term: terms.collect(),
            id,
            name,
            url: self.absolute(&url),
            in_language: self.tag(),
            citation: self.cited(&self.resolved.glossaries[number].citations),
        };
        let mut shell = self.bare(&url, name, Type::One("WebPage"));
        shell.main_entity = Some(Entity::Terms(Box::new(terms)));
        self.below_home(&url, shell)
    }

    /// The page of all corrections.
    pub(super) fn corrections(self, url: &str) -> Nodes<'a> {
        let name = self.facts.sections.corrections.as_str();
        let mut shell = self.bare(url, name, Type::One("WebPage"));
        shell.publishing_principles = self.principles();
        self.below_home(url, shell)
    }

    /// The citation index: a collection whose content can be had as files.
    pub(super) fn index(self) -> Nodes<'a> {
        let name = self.facts.sections.references.as_str();
        let url = breadcrumbs::references(self.config, self.language, &self.facts.sections).url;
        let dataset = Dataset {
            kind: Type::One("Dataset"),
            id: self.id(&url, "sources"),
            name,
            description: self.config.languages[self.language].description.as_deref().unwrap_or_default(),
            url: self.absolute(&url),
            in_language: self.tag(),
            creator: Some(self.publisher()),
            distribution: self.exports(),
        };
        let mut shell = self.bare(&url, name, Type::One("CollectionPage"));
        shell.main_entity = Some(Entity::Dataset(Box::new(dataset)));
        self.below_home(&url, shell)
    }

    /// The files that hold all sources.
    fn exports(self) -> Vec<File<'a>> {
        const ALL: &[ExportFormat] = &[ExportFormat::Bib, ExportFormat::Json, ExportFormat::Ris];
        let formats = self.config.settings.citations.exports.as_deref().unwrap_or(ALL);
        let files = formats.iter().map(|format| {
            let (extension, encoding_format) = match format {
                ExportFormat::Bib => ("bib", "application/x-bibtex"),
                ExportFormat::Json => ("json", "application/vnd.citationstyles.csl+json"),
                ExportFormat::Ris => ("ris", "application/x-research-info-systems"),
            };
            let content_url = self.absolute(&format!("{}references.{extension}", self.config.base.path));
            File { kind: Type::One("DataDownload"), content_url, encoding_format, ..File::default() }
        });
        files.collect()
    }

    fn below_home(self, url: &str, shell: schema::Page<'a>) -> Nodes<'a> {
        let home = breadcrumbs::home(self.config, self.language, &self.facts.sections);
        let own = Link::new(shell.name.clone(), url);
        self.graph(vec![home], own, shell)
    }
}

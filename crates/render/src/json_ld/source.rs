//! Sources: as the `citation` of a page that cites them, and on a page of their own.

use std::borrow::Cow;

use std::sync::OnceLock;

use serde_json::value::RawValue;

use wellpress_bibliography::{Name, Notice, NoticeKind, PartialDate, Reference, ReferenceKind, Title};
use wellpress_site::model::Page;
use wellpress_site::model::page::escape_path;
use wellpress_site::model::reference::ReferenceId;
use wellpress_site::resolve::bodies::language_url;
use wellpress_site::resolve::citations::PageCitations;

use crate::breadcrumbs;
use crate::context::Link;

use super::people::organization;
use super::schema::{self, Agent, Entity, Identifier, Named, Type};
use super::{About, Nodes, write};

/// A page that cites a work of a thousand authors need not name them all; the source's own page does.
const MOST_AUTHORS: usize = 20;

/// Sources as the pages of one language cite them: each is written when the first page lists it, however many do.
#[derive(Debug, Clone, Default)]
pub struct Citations(OnceLock<Vec<Written>>);

type Written = OnceLock<Box<RawValue>>;

impl Citations {
    /// By [`ReferenceId`], for a library of so many.
    fn all(&self, count: usize) -> &[Written] {
        self.0.get_or_init(|| std::iter::repeat_with(OnceLock::new).take(count).collect())
    }
}

impl<'a> About<'a> {
    /// A source's own page.
    pub(super) fn source_page(self, source: ReferenceId) -> Nodes<'a> {
        let reference = self.resolved.site.library.get(source);
        let url = self.source_url(source);
        let mut shell = self.bare(&url, title(reference), Type::One("ItemPage"));
        shell.main_entity = Some(Entity::Source(Box::new(self.full_source(source, reference))));
        let own = Link::new(title(reference), url);
        let sections = &self.facts.sections;
        let above = breadcrumbs::references(self.config, self.language, sections);
        self.graph(vec![breadcrumbs::home(self.config, self.language, sections), above], own, shell)
    }

    /// The sources that a page lists, in its order.
    pub(super) fn citations(self, page: &Page) -> Vec<&'a RawValue> {
        self.cited(&self.resolved.pages[page.id.index()].citations)
    }

    /// The sources of a list, in its order.
    pub(super) fn cited(self, citations: &PageCitations) -> Vec<&'a RawValue> {
        let written = self.facts.citations.all(self.resolved.site.library.all().len());
        let one = |source: ReferenceId| &**written[source.index()].get_or_init(|| write::part(&self.source(source)));
        citations.sources().map(one).collect()
    }

    fn source(self, source: ReferenceId) -> schema::Source<'a> {
        let reference = self.resolved.site.library.get(source);
        let notice = self.resolved.site.library.notice(source);
        schema::Source {
            kind: Type::One(kind(reference)),
            id: self.id(&self.source_url(source), "source"),
            name: title(reference),
            author: reference.authors.iter().take(MOST_AUTHORS).filter_map(author).collect(),
            date_published: reference.issued.as_ref().map(date),
            identifier: identifiers(reference),
            same_as: addresses(reference),
            creative_work_status: notice.and_then(status),
            correction: notice.and_then(correction),
            ..schema::Source::default()
        }
    }

    fn full_source(self, source: ReferenceId, reference: &'a Reference) -> schema::Source<'a> {
        let shows_abstract = self.config.settings.citations.abstracts;
        schema::Source {
            author: reference.authors.iter().filter_map(author).collect(),
            is_part_of: reference.container.as_ref().map(|container| container_of(reference, container)),
            publisher: reference.publisher.as_deref().map(organization),
            in_language: reference.language.as_deref(),
            summary: reference.abstract_text.as_deref().filter(|_| shows_abstract),
            ..self.source(source)
        }
    }

    fn source_url(self, source: ReferenceId) -> String {
        let slug = escape_path(self.resolved.site.library.slug(source));
        format!("{}references/{slug}/", language_url(self.config, self.language))
    }
}

/// The title, or what a reader would know it by.
fn title(reference: &Reference) -> Cow<'_, str> {
    let title = reference.title.as_ref().map(Title::plain);
    title.unwrap_or_else(|| reference.url.as_deref().unwrap_or(reference.key.as_str()).into())
}

/// What is found by a DOI or a PMID is a scholarly work, whatever the library calls it.
fn kind(reference: &Reference) -> &'static str {
    use ReferenceKind as Kind;
    let is_scholarly = match reference.kind {
        Kind::ArticleJournal | Kind::Book | Kind::Chapter | Kind::PaperConference | Kind::Report => true,
        Kind::Thesis | Kind::Preprint | Kind::Manuscript | Kind::Dataset | Kind::Standard => true,
        Kind::ArticleMagazine | Kind::ArticleNewspaper | Kind::Webpage | Kind::Post => false,
        Kind::Entry | Kind::Video | Kind::Software | Kind::Document => {
            reference.doi.is_some() || reference.pmid.is_some()
        }
    };
    if is_scholarly { "ScholarlyArticle" } else { "WebPage" }
}

fn author(name: &Name) -> Option<Agent<'_>> {
    match name {
        Name::Person { .. } => {
            Some(Agent { kind: Type::One("Person"), name: full_name(name).into(), ..Agent::default() })
        }
        Name::Body(body) => Some(organization(body)),
        Name::Others => None,
    }
}

/// What a retraction or a doubt makes of a work.
fn status(notice: &Notice) -> Option<&'static str> {
    match notice.kind {
        NoticeKind::Retracted => Some("Retracted"),
        NoticeKind::Concern => Some("Expression of concern"),
        NoticeKind::Corrected => None,
    }
}

/// Where a correction can be read.
fn correction(notice: &Notice) -> Option<String> {
    let doi = notice.doi.as_ref().filter(|_| notice.kind == NoticeKind::Corrected)?;
    Some(format!("https://doi.org/{}", escape_path(doi)))
}

/// Given names first, as schema.org's `name` has it.
fn full_name(name: &Name) -> String {
    let Name::Person { given, suffix, .. } = name else { return name.display_family() };
    let family = name.display_family();
    [given.as_deref(), Some(&family), suffix.as_deref()].into_iter().flatten().collect::<Vec<_>>().join(" ")
}

fn container_of<'a>(reference: &'a Reference, container: &'a Title) -> Named<'a> {
    let kind = match reference.kind {
        ReferenceKind::ArticleJournal | ReferenceKind::ArticleMagazine | ReferenceKind::ArticleNewspaper => {
            "Periodical"
        }
        ReferenceKind::Webpage => "WebSite",
        ReferenceKind::Post => "Blog",
        ReferenceKind::Chapter | ReferenceKind::Entry => "Book",
        _ => "CreativeWork",
    };
    let issn = reference.issn.as_deref().filter(|_| kind == "Periodical");
    Named { kind: Type::One(kind), name: container.plain(), issn, ..Named::default() }
}

/// As exact as the source gives it: `2021`, `2021-03` or `2021-03-05`.
fn date(date: &PartialDate) -> String {
    match (date.month, date.day) {
        (Some(month), Some(day)) => format!("{:04}-{month:02}-{day:02}", date.year),
        (Some(month), None) => format!("{:04}-{month:02}", date.year),
        (None, _) => format!("{:04}", date.year),
    }
}

fn identifiers(reference: &Reference) -> Vec<Identifier<'_>> {
    let known = [("doi", &reference.doi), ("pmid", &reference.pmid), ("pmcid", &reference.pmcid)];
    let each = known.into_iter().filter_map(|(property, value)| {
        let value = value.as_deref()?;
        Some(Identifier { kind: Type::One("PropertyValue"), property, value, ..Identifier::default() })
    });
    each.collect()
}

fn addresses(reference: &Reference) -> Vec<String> {
    let known = [
        reference.doi.as_ref().map(|doi| format!("https://doi.org/{}", escape_path(doi))),
        reference.pmid.as_ref().map(|pmid| format!("https://pubmed.ncbi.nlm.nih.gov/{pmid}/")),
        reference.pmcid.as_ref().map(|pmcid| format!("https://pmc.ncbi.nlm.nih.gov/articles/{pmcid}/")),
        reference.url.clone(),
    ];
    let mut addresses: Vec<String> = Vec::new();
    for address in known.into_iter().flatten() {
        if !addresses.contains(&address) {
            addresses.push(address);
        }
    }
    addresses
}

//! Sources of the library: in short as the `citation` of each page that cites them, and in full on their own page. Both use
//! the same `@id`.

use std::borrow::Cow;
use std::sync::OnceLock;

use serde_json::value::RawValue;

use wellpress_bibliography::{ContributorName, Notice, NoticeKind, PartialDate, Reference, ReferenceKind, Title};
use wellpress_foundation::ids::IdVec;
use wellpress_site::model::Page;
use wellpress_site::model::address::escape_path;
use wellpress_site::model::reference::ReferenceId;
use wellpress_site::resolve::bodies::language_url;
use wellpress_site::resolve::citations::PageCitations;

use crate::context::{Link, breadcrumbs};
use crate::machine::json_ld::people::organization;
use crate::machine::json_ld::schema::{Agent, CitedWork, MainEntity, NamedThing, PropertyValue, SchemaType};
use crate::machine::json_ld::{GraphNodes, StructuredData, write};

/// How many authors of a source a citing page names. Some works have thousands; the source's own page names them all.
const MOST_AUTHORS: usize = 20;

/// The sources of one language as citing pages describe them, serialised.
///
/// Most of the bytes of an article's structured data are its sources, and most sources are cited by several pages. So each
/// is serialised when the first page lists it, and later pages copy the bytes. Pages render on several threads; the inner
/// [`OnceLock`]s let two threads serialise different sources at the same time.
#[derive(Debug, Clone, Default)]
pub struct CitationCache(OnceLock<IdVec<Reference, CachedCitation>>);

/// The JSON of a source once a page has listed it.
type CachedCitation = OnceLock<Box<RawValue>>;

impl CitationCache {
    /// The slots of all sources, made for `count` of them on the first call.
    fn slots(&self, count: usize) -> &IdVec<Reference, CachedCitation> {
        self.0.get_or_init(|| std::iter::repeat_with(OnceLock::new).take(count).collect())
    }
}

impl<'a> StructuredData<'a> {
    pub(crate) fn source_page(self, source: ReferenceId) -> GraphNodes<'a> {
        let reference = self.resolved.site.library.get(source);
        let url = self.source_url(source);
        let mut web_page = self.titled_page(&url, title(reference), SchemaType::One("ItemPage"));
        web_page.main_entity = Some(MainEntity::Source(Box::new(self.full_source(source, reference))));
        let current = Link::new(title(reference), url);
        let sections = &self.facts.sections;
        let home = breadcrumbs::home(self.config, self.language, sections);
        let index = breadcrumbs::references(self.config, self.language, sections);
        self.below(vec![home, index], current, web_page)
    }

    /// The sources that a page lists, in the order of its list.
    pub(crate) fn citations(self, page: &Page) -> Vec<&'a RawValue> {
        self.cited(&self.resolved.pages[page.id].citations)
    }

    /// The sources of a list, in its order.
    pub(crate) fn cited(self, citations: &PageCitations) -> Vec<&'a RawValue> {
        let slots = self.facts.citations.slots(self.resolved.site.library.references().len());
        let sources = citations.sources();
        sources.map(|id| &**slots[id].get_or_init(|| write::fragment(&self.short_source(id)))).collect()
    }

    fn short_source(self, source: ReferenceId) -> CitedWork<'a> {
        let reference = self.resolved.site.library.get(source);
        let notice = self.resolved.site.library.notice(source);
        CitedWork {
            kind: SchemaType::One(schema_type(reference)),
            id: self.id(&self.source_url(source), "source"),
            name: title(reference),
            author: reference.authors.iter().take(MOST_AUTHORS).filter_map(author).collect(),
            date_published: reference.issued.as_ref().map(date),
            identifier: identifiers(reference),
            same_as: addresses(reference),
            creative_work_status: notice.and_then(status),
            correction: notice.and_then(correction),
            ..CitedWork::default()
        }
    }

    fn full_source(self, source: ReferenceId, reference: &'a Reference) -> CitedWork<'a> {
        let shows_abstract = self.config.settings.citations.abstracts;
        CitedWork {
            author: reference.authors.iter().filter_map(author).collect(),
            is_part_of: reference.container.as_ref().map(|container| container_of(reference, container)),
            publisher: reference.publisher.as_deref().map(organization),
            in_language: reference.language.as_deref(),
            summary: reference.abstract_text.as_deref().filter(|_| shows_abstract),
            ..self.short_source(source)
        }
    }

    fn source_url(self, source: ReferenceId) -> String {
        let slug = escape_path(self.resolved.site.library.slug(source));
        format!("{}references/{slug}/", language_url(self.config, self.language))
    }
}

/// The title; of an untitled source the address, else the key in the library.
fn title(reference: &Reference) -> Cow<'_, str> {
    let title = reference.title.as_ref().map(Title::plain);
    title.unwrap_or_else(|| reference.url.as_deref().unwrap_or(reference.key.as_str()).into())
}

/// `ScholarlyArticle` or `WebPage`. Libraries use the vaguer kinds for anything, so there a DOI or a PubMed id decides: it
/// marks a scholarly work.
fn schema_type(reference: &Reference) -> &'static str {
    use ReferenceKind as Kind;
    let is_scholarly = match reference.kind {
        Kind::ArticleJournal | Kind::Book | Kind::Chapter | Kind::PaperConference | Kind::Report => true,
        Kind::Thesis | Kind::Preprint | Kind::Manuscript | Kind::Dataset | Kind::Standard => true,
        Kind::Review | Kind::ReviewBook | Kind::Classic | Kind::Collection | Kind::Periodical => true,
        Kind::Legislation | Kind::LegalCase | Kind::Bill | Kind::Regulation | Kind::Treaty | Kind::Hearing => true,
        Kind::ArticleMagazine | Kind::ArticleNewspaper | Kind::Webpage | Kind::Post | Kind::PostWeblog => false,
        _ => reference.doi.is_some() || reference.pmid.is_some(),
    };
    if is_scholarly { "ScholarlyArticle" } else { "WebPage" }
}

fn author(name: &ContributorName) -> Option<Agent<'_>> {
    match name {
        ContributorName::Person { .. } => {
            Some(Agent { kind: SchemaType::One("Person"), name: full_name(name).into(), ..Agent::default() })
        }
        ContributorName::Organisation(body) => Some(organization(body)),
        ContributorName::Others => None,
    }
}

/// The `creativeWorkStatus` of a work that was retracted or is under doubt; a corrected work still stands.
fn status(notice: &Notice) -> Option<&'static str> {
    match notice.kind {
        NoticeKind::Retracted => Some("Retracted"),
        NoticeKind::Concern => Some("Expression of concern"),
        NoticeKind::Corrected => None,
    }
}

/// The address of the notice that corrects a work.
fn correction(notice: &Notice) -> Option<String> {
    let doi = notice.doi.as_ref().filter(|_| notice.kind == NoticeKind::Corrected)?;
    Some(format!("https://doi.org/{}", escape_path(doi)))
}

/// Given names first, as in running text; other formats here put the family name first.
fn full_name(name: &ContributorName) -> String {
    let ContributorName::Person { suffix, .. } = name else { return name.display_family() };
    let (given, family) = (name.display_given(), name.display_family());
    [given.as_deref(), Some(&family), suffix.as_deref()].into_iter().flatten().collect::<Vec<_>>().join(" ")
}

/// The journal, site or book in which a source appeared.
fn container_of<'a>(reference: &'a Reference, container: &'a Title) -> NamedThing<'a> {
    let kind = match reference.kind {
        ReferenceKind::ArticleJournal
        | ReferenceKind::ArticleMagazine
        | ReferenceKind::ArticleNewspaper
        | ReferenceKind::Review
        | ReferenceKind::ReviewBook => "Periodical",
        ReferenceKind::Webpage | ReferenceKind::Post => "WebSite",
        ReferenceKind::PostWeblog => "Blog",
        ReferenceKind::Chapter
        | ReferenceKind::Entry
        | ReferenceKind::EntryDictionary
        | ReferenceKind::EntryEncyclopedia => "Book",
        _ => "CreativeWork",
    };
    let issn = reference.issn.as_deref().filter(|_| kind == "Periodical");
    NamedThing { kind: SchemaType::One(kind), name: container.plain(), issn, ..NamedThing::default() }
}

/// ISO 8601, as exact as the source gives it: `2021`, `2021-03` or `2021-03-05`.
fn date(date: &PartialDate) -> String {
    match (date.month, date.day) {
        (Some(month), Some(day)) => format!("{:04}-{month:02}-{day:02}", date.year),
        (Some(month), None) => format!("{:04}-{month:02}", date.year),
        (None, _) => format!("{:04}", date.year),
    }
}

fn identifiers(reference: &Reference) -> Vec<PropertyValue<'_>> {
    let ids = [("doi", &reference.doi), ("pmid", &reference.pmid), ("pmcid", &reference.pmcid)];
    let values = ids.into_iter().filter_map(|(property, value)| {
        let value = value.as_deref()?;
        Some(PropertyValue { kind: SchemaType::One("PropertyValue"), property, value, ..PropertyValue::default() })
    });
    values.collect()
}

/// `sameAs`: every address of the work, each once. Libraries often repeat the DOI's address as the URL.
fn addresses(reference: &Reference) -> Vec<String> {
    let candidates = [
        reference.doi.as_ref().map(|doi| format!("https://doi.org/{}", escape_path(doi))),
        reference.pmid.as_ref().map(|pmid| format!("https://pubmed.ncbi.nlm.nih.gov/{pmid}/")),
        reference.pmcid.as_ref().map(|pmcid| format!("https://pmc.ncbi.nlm.nih.gov/articles/{pmcid}/")),
        reference.url.clone(),
    ];
    let mut addresses: Vec<String> = Vec::new();
    for address in candidates.into_iter().flatten() {
        if !addresses.contains(&address) {
            addresses.push(address);
        }
    }
    addresses
}

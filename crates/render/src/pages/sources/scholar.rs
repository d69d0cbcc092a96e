//! The `<meta name="citation_..">` tags in the head of an article, which Highwire Press introduced. Google Scholar reads
//! them as its [inclusion guidelines](https://scholar.google.com/intl/en/scholar/inclusion.html#indexing) say, and reference
//! managers use them to save the article itself.

use wellpress_bibliography::{ContributorName, PartialDate, Reference, Title};
use wellpress_site::config::Config;
use wellpress_site::model::Page;
use wellpress_site::resolve::ResolvedSite;

use crate::context::MetaTag;
use crate::html::coins::full_name;
use crate::html::source_text_cache::SourceTextCache;

/// Makes the tags of articles. Keeps the content of `citation_reference` for each source, as most sources are cited by several
/// articles; keeps nothing if the settings do not ask for tags.
pub struct ScholarTags {
    references: Option<SourceTextCache>,
}

impl ScholarTags {
    /// For a library of `count` sources.
    #[must_use]
    pub fn new(config: &Config, count: usize) -> Self {
        Self { references: config.settings.citations.scholar_tags.then(|| SourceTextCache::new(count)) }
    }

    /// The tags of an article: title, authors, date, publisher, language, address, then one for each of its sources. Empty for
    /// other pages, and for articles that are withdrawn or not published.
    #[must_use]
    pub fn tags(&self, config: &Config, resolved: &ResolvedSite<'_>, page: &Page) -> Vec<MetaTag> {
        let is_public = !page.is_withdrawn() && page.unpublished.is_none();
        let (Some(article), Some(references), true) = (page.article(), &self.references, is_public) else {
            return Vec::new();
        };
        let language = &config.languages[page.language];
        let organisation = config.settings.organization.as_ref();
        let publisher = organisation.map_or(&language.title, |organisation| &organisation.name);
        // Google Scholar asks for dates such as `2019/12/31`.
        let date = page.published.or(page.updated).map(|day| day.to_string().replace('-', "/"));
        let mut tags = vec![meta("citation_title", page.title.clone())];
        let authors = article.editorial.authors.iter();
        tags.extend(authors.map(|author| meta("citation_author", resolved.site.page(*author).title.clone())));
        tags.extend(date.map(|date| meta("citation_publication_date", date)));
        tags.push(meta("citation_publisher", publisher.clone()));
        tags.push(meta("citation_language", language.tag.clone()));
        tags.push(meta("citation_fulltext_html_url", config.base.absolute(&page.url)));
        let library = &resolved.site.library;
        for id in resolved.pages[page.id].citations.sources() {
            let content = references.get(id, || citation_reference(library.get(id)));
            tags.push(meta("citation_reference", content.to_owned()));
        }
        tags
    }
}

fn meta(name: &'static str, content: String) -> MetaTag {
    MetaTag { name, content }
}

/// The content of a `citation_reference` tag: `citation_title=..; citation_author=..; ..`.
fn citation_reference(reference: &Reference) -> String {
    let mut fields: Vec<String> = Vec::new();
    append(&mut fields, "citation_title", reference.title.as_ref().map(Title::plain).as_deref());
    for author in reference.authors.iter().filter(|name| **name != ContributorName::Others) {
        append(&mut fields, "citation_author", full_name(author).as_deref());
    }
    append(&mut fields, "citation_journal_title", reference.container.as_ref().map(Title::plain).as_deref());
    append(&mut fields, "citation_publisher", reference.publisher.as_deref());
    append(&mut fields, "citation_publication_date", reference.issued.as_ref().map(slashed_date).as_deref());
    append(&mut fields, "citation_volume", reference.volume.as_deref());
    append(&mut fields, "citation_issue", reference.issue.as_deref());
    let mut pages = page_range(reference.pages.as_deref().unwrap_or_default());
    append(&mut fields, "citation_firstpage", pages.next());
    append(&mut fields, "citation_lastpage", pages.next());
    append(&mut fields, "citation_doi", reference.doi.as_deref());
    append(&mut fields, "citation_pmid", reference.pmid.as_deref());
    append(&mut fields, "citation_isbn", reference.isbn.as_deref());
    append(&mut fields, "citation_issn", reference.issn.as_deref());
    fields.join("; ")
}

/// Appends a field if it is known. The syntax has no escape for the semicolon that separates fields, so a comma replaces it.
fn append(fields: &mut Vec<String>, name: &str, value: Option<&str>) {
    fields.extend(value.map(|value| format!("{name}={}", value.replace(';', ","))));
}

/// The first and the last page of a range such as `12-19`; of a single page only the first.
fn page_range(pages: &str) -> impl Iterator<Item = &str> {
    pages.split(['-', '–']).map(str::trim).filter(|page| !page.is_empty())
}

/// As exact as it is known: `2021`, `2021/07` or `2021/07/03`.
fn slashed_date(date: &PartialDate) -> String {
    let parts = [date.month, date.month.and(date.day)].into_iter().flatten();
    parts.fold(date.year.to_string(), |text, part| format!("{text}/{part:02}"))
}

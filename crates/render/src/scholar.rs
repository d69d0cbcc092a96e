//! `citation_*` tags of an article, as Google Scholar and reference managers read them from its head.

use wellpress_bibliography::{Name, PartialDate, Reference, Title};
use wellpress_site::config::Config;
use wellpress_site::model::Page;

use super::coins::full_name;
use super::context::Meta;
use super::per_source::PerSource;
use super::render_context::RenderContext;

/// The sources of the library as `citation_reference` has them; nothing is kept where the settings do not ask for tags.
pub struct Scholar(Option<PerSource>);

impl Scholar {
    /// For a library of so many sources.
    #[must_use]
    pub fn new(config: &Config, count: usize) -> Self {
        Self(config.settings.citations.scholar_tags.then(|| PerSource::new(count)))
    }

    /// The tags of an article: title, authors, date, publisher, language, address, then each of its sources. None for a
    /// page that is withdrawn or not published.
    #[must_use]
    pub fn tags(&self, cx: &RenderContext<'_>, page: &Page) -> Vec<Meta> {
        let is_public = !page.is_withdrawn() && page.included.is_none();
        let Some((article, written)) = page.article().zip(self.0.as_ref()).filter(|_| is_public) else {
            return Vec::new();
        };
        let site = &cx.config.languages[page.language];
        let publisher = cx.config.settings.organization.as_ref().map_or(&site.title, |publisher| &publisher.name);
        let date = page.published.or(page.updated).map(|day| day.to_string().replace('-', "/"));
        let mut tags = vec![meta("citation_title", page.title.clone())];
        let authors = article.reviewed.authors.iter();
        tags.extend(authors.map(|author| meta("citation_author", cx.link(*author).title)));
        tags.extend(date.map(|date| meta("citation_publication_date", date)));
        tags.push(meta("citation_publisher", publisher.clone()));
        tags.push(meta("citation_language", site.tag.clone()));
        tags.push(meta("citation_fulltext_html_url", cx.config.base.absolute(&page.url)));
        let library = &cx.resolved.site.library;
        for reference in cx.resolved.pages[page.id.index()].citations.sources() {
            let source = written.get(reference, || source(library.get(reference)));
            tags.push(meta("citation_reference", source.to_owned()));
        }
        tags
    }
}

fn meta(name: &'static str, content: String) -> Meta {
    Meta { name, content }
}

/// `citation_title=..; citation_author=..; ..`
fn source(reference: &Reference) -> String {
    let mut fields: Vec<String> = Vec::new();
    let mut add = |name: &str, value: Option<&str>| {
        fields.extend(value.map(|value| format!("{name}={}", value.replace(';', ","))));
    };
    add("citation_title", reference.title.as_ref().map(Title::plain).as_deref());
    for author in reference.authors.iter().filter(|name| **name != Name::Others) {
        add("citation_author", full_name(author).as_deref());
    }
    add("citation_journal_title", reference.container.as_ref().map(Title::plain).as_deref());
    add("citation_publisher", reference.publisher.as_deref());
    add("citation_publication_date", reference.issued.as_ref().map(date).as_deref());
    add("citation_volume", reference.volume.as_deref());
    add("citation_issue", reference.issue.as_deref());
    let (first, last) = reference.pages.as_deref().map_or((None, None), pages);
    add("citation_firstpage", first);
    add("citation_lastpage", last);
    add("citation_doi", reference.doi.as_deref());
    add("citation_pmid", reference.pmid.as_deref());
    add("citation_isbn", reference.isbn.as_deref());
    add("citation_issn", reference.issn.as_deref());
    fields.join("; ")
}

fn pages(pages: &str) -> (Option<&str>, Option<&str>) {
    let mut ends = pages.split(['-', '–']).map(str::trim).filter(|page| !page.is_empty());
    (ends.next(), ends.next())
}

/// `2021`, `2021/07` or `2021/07/03`.
fn date(date: &PartialDate) -> String {
    let parts = [date.month, date.month.and(date.day)].into_iter().flatten();
    parts.fold(date.year.to_string(), |day, part| format!("{day}/{part:02}"))
}

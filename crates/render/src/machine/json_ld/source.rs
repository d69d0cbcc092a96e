//! Sources of the library, as the `citation` of each page that cites them.

use std::borrow::Cow;

use serde_json::{Value, json};

use wellpress_bibliography::{
    ContributorName, Identifier, KindGroup, Notice, NoticeKind, Reference, ReferenceKind, Title,
};
use wellpress_site::model::Page;
use wellpress_site::model::address::escape_path;
use wellpress_site::model::reference::ReferenceId;
use wellpress_site::resolve::citations::PageCitations;

use crate::html::coins::iso_date;
use crate::html::references::links;
use crate::machine::json_ld::people::organization;
use crate::machine::json_ld::{StructuredData, write};

/// How many authors of a source a citing page names. Some works have thousands.
const MOST_AUTHORS: usize = 20;

/// The sources of a list, in its order, as numbers.
pub(crate) fn cited(citations: &PageCitations) -> Vec<Value> {
    citations.sources().map(|source| source.number().into()).collect()
}

impl<'a> StructuredData<'a> {
    /// The sources that a page lists, in the order of its list, as numbers. See [`source_text`](Self::source_text).
    pub(crate) fn citations(self, page: &Page) -> Vec<Value> {
        cited(&self.resolved.pages[page.id].citations)
    }

    /// The node of a source as text.
    pub(crate) fn source_text(self, source: ReferenceId) -> &'a str {
        self.sources.get(source, || write::node(&self.short_source(source)))
    }

    fn short_source(self, source: ReferenceId) -> Value {
        let reference = self.resolved.site.library.get(source);
        let notice = self.resolved.site.library.notice(source);
        json!({
            "@type": schema_type(reference),
            "@id": self.id(&self.source_url(source), "source"),
            "name": title(reference),
            "author": authors(reference.authors.iter().take(MOST_AUTHORS)),
            "datePublished": reference.issued.as_ref().map(iso_date),
            "identifier": identifiers(reference),
            "sameAs": addresses(reference),
            "creativeWorkStatus": notice.and_then(status),
            "correction": notice.and_then(correction),
        })
    }

    /// The address of the source's page, of which there is one for all languages.
    fn source_url(self, source: ReferenceId) -> String {
        let slug = escape_path(self.resolved.site.library.slug(source));
        format!("{}references/{slug}/", self.config.base.path)
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
    let is_scholarly = match reference.kind.group() {
        KindGroup::News | KindGroup::Web => false,
        KindGroup::Chapter if reference.kind == ReferenceKind::Chapter => true,
        KindGroup::Chapter | KindGroup::Video | KindGroup::Software | KindGroup::Other => {
            reference.doi.is_some() || reference.pmid.is_some()
        }
        _ => true,
    };
    if is_scholarly { "ScholarlyArticle" } else { "WebPage" }
}

fn authors<'r>(names: impl Iterator<Item = &'r ContributorName>) -> Vec<Value> {
    let authors = names.filter_map(|name| match name {
        ContributorName::Person { .. } => Some(json!({"@type": "Person", "name": full_name(name)})),
        ContributorName::Organisation(body) => Some(organization(body)),
        ContributorName::Others => None,
    });
    authors.collect()
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
    let doi = notice.doi.clone().filter(|_| notice.kind == NoticeKind::Corrected)?;
    Some(Identifier::Doi(doi).url())
}

/// Given names first, as in running text; other formats here put the family name first.
pub fn full_name(name: &ContributorName) -> String {
    let ContributorName::Person { suffix, .. } = name else { return name.display_family() };
    let (given, family) = (name.display_given(), name.display_family());
    [given.as_deref(), Some(&family), suffix.as_deref()].into_iter().flatten().collect::<Vec<_>>().join(" ")
}

fn identifiers(reference: &Reference) -> Vec<Value> {
    let ids = [("doi", &reference.doi), ("pmid", &reference.pmid), ("pmcid", &reference.pmcid)];
    let ids = ids.into_iter().filter(|(_, value)| value.is_some());
    ids.map(|(name, value)| json!({"@type": "PropertyValue", "propertyID": name, "value": value})).collect()
}

/// `sameAs`: every address of the work, each once. Libraries often repeat the DOI's address as the URL.
fn addresses(reference: &Reference) -> Vec<String> {
    let mut addresses: Vec<String> = Vec::new();
    // An archived copy is no page of the work.
    for link in links(reference).into_iter().filter(|link| link.name_key != "text-archived") {
        if !addresses.contains(&link.url) {
            addresses.push(link.url);
        }
    }
    addresses
}

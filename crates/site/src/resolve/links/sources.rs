//! Checks links to sources: to the entry or a mark of a source on a page (`#ref-key`, `#cite-key-2`), to the page of a source,
//! and to the citation index.
//!
//! These exist only for sources that somebody cites, which is known once the citations of all pages are resolved. So this
//! runs over the whole site after all other links.

use std::sync::Arc;

use wellpress_diagnostics::{Diagnostic, Location, Missing, rules};
use wellpress_foundation::ids::IdVec;
use wellpress_markdown::body::Body;

use crate::config::Config;
use crate::model::{Page, PageTable, Site};
use crate::resolve::citation_index::CitationIndex;
use crate::resolve::resolved_page::ResolvedPage;
use crate::resolve::targets::{Href, ResolvedBody};

use super::source_anchor::{SourceAnchor, of_anchor};

/// Whether a text has a link to the page of a source, to the citation index or to what looks like the anchor of a source.
pub(in crate::resolve) fn may_lead_to_sources(config: &Config, body: &ResolvedBody) -> bool {
    let index_url = index_url(config);
    body.links.iter().any(|href| match href {
        Href::SiteUrl(url) => url.starts_with(&index_url) || url.strip_prefix('#').is_some_and(is_source_anchor),
        Href::Page { anchor, .. } => anchor.as_deref().is_some_and(is_source_anchor),
        _ => false,
    })
}

fn is_source_anchor(anchor: &str) -> bool {
    anchor.starts_with("ref-") || anchor.starts_with("cite-")
}

/// The address of the citation index. Those of sources begin with it.
fn index_url(config: &Config) -> String {
    format!("{}references/", config.base.path)
}

/// One finding for each link in a text to a source that the target does not have.
pub(in crate::resolve) fn refuse_dead_links(
    config: &Config,
    site: &Site,
    pages: &PageTable<Arc<ResolvedPage>>,
    index: &CitationIndex,
) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    let published = PublishedSources::new(config, site, pages, index);
    // A withdrawn page shows a notice in place of its text.
    let links_to_sources = |page: &Page, resolved: &ResolvedPage| resolved.links_to_sources && !page.is_withdrawn();
    for (page, resolved) in site.pages.iter().zip(pages).filter(|(page, resolved)| links_to_sources(page, resolved)) {
        published.refuse_in_body(page, &page.body, &resolved.body, &mut findings);
        for (text, resolved) in page.front_texts.iter().zip(&resolved.front_texts) {
            published.refuse_in_body(page, text, resolved, &mut findings);
        }
    }
    findings
}

/// The finding for a link of the settings to the page of a source that nobody cites, or to an index without sources.
pub(in crate::resolve) fn refuse_dead_link(
    config: &Config,
    site: &Site,
    index: &CitationIndex,
    url: &str,
    location: Location,
) -> Option<Diagnostic> {
    // The settings cannot link to an anchor of a page, so no pages are needed.
    let no_pages = IdVec::default();
    let published = PublishedSources::new(config, site, &no_pages, index);
    published.lacks(url).then(|| published.unpublished(url, location))
}

/// The sources that the site publishes, and where.
struct PublishedSources<'a> {
    index_url: String,
    site: &'a Site,
    pages: &'a PageTable<Arc<ResolvedPage>>,
    index: &'a CitationIndex,
}

impl<'a> PublishedSources<'a> {
    fn new(config: &Config, site: &'a Site, pages: &'a PageTable<Arc<ResolvedPage>>, index: &'a CitationIndex) -> Self {
        Self { index_url: index_url(config), site, pages, index }
    }

    fn refuse_in_body(&self, page: &Page, body: &Body, resolved: &ResolvedBody, findings: &mut Vec<Diagnostic>) {
        for (link, href) in body.links.iter().zip(&resolved.links) {
            let finding = match href {
                Href::SiteUrl(url) if self.lacks(url) => Some(self.unpublished(url, page.source.locate(link.span))),
                Href::SiteUrl(url) => {
                    let anchor = url.strip_prefix('#').filter(|anchor| self.lacks_anchor(page, anchor));
                    anchor.map(|anchor| no_anchor(page, anchor, page.source.locate(link.span)))
                }
                Href::Page { page: target, anchor: Some(anchor), .. } => {
                    let target = self.site.page(*target);
                    let is_missing = self.lacks_anchor(target, anchor);
                    is_missing.then(|| no_anchor(target, anchor, page.source.locate(link.span)))
                }
                _ => None,
            };
            findings.extend(finding);
        }
    }

    /// The finding for a link to a source that is not published. One that went with a withdrawn page is no error: the notice must not
    /// wait for the pages that lead to its sources.
    fn unpublished(&self, url: &str, location: Location) -> Diagnostic {
        if self.is_gone_with_withdrawn_page(url) {
            let message = format!("`{url}` is gone with a withdrawn page");
            let finding = Diagnostic::new(&rules::LINK_WITHDRAWN, location, message);
            return finding.help("take it out, or cite the source on another page");
        }
        let finding = Diagnostic::new(&rules::LINK_BROKEN, location, format!("`{url}` leads nowhere"));
        let finding = finding.about_missing(Missing::File(url.to_owned()));
        finding.help("sources are published once a page cites or lists them")
    }

    /// What an address names: `None` for another address, an empty text for the citation index, else the slug of a source.
    fn slug<'u>(&self, url: &'u str) -> Option<&'u str> {
        let path = url.split('#').next().unwrap_or(url);
        path.strip_prefix(&self.index_url).map(|path| path.trim_end_matches('/'))
    }

    /// Whether an address is that of a source that no page cites, or of the index of a site that cites none.
    fn lacks(&self, url: &str) -> bool {
        match self.slug(url) {
            None => false,
            Some("") => self.index.sources.is_empty(),
            Some(slug) => {
                let source = self.site.library.find_slug(slug);
                source.is_some_and(|source| !self.index.sources.contains_key(&source))
            }
        }
    }

    /// Whether a withdrawn page cites or lists the source of an address, or any source if it is that of the index.
    fn is_gone_with_withdrawn_page(&self, url: &str) -> bool {
        let library = &self.site.library;
        let wanted = self.slug(url).and_then(|slug| library.find_slug(slug));
        let withdrawn = || self.site.pages.iter().filter(|page| page.is_withdrawn());
        let marks = withdrawn().flat_map(|page| page.texts()).flat_map(|body| &body.citations);
        let cited = marks.flat_map(|group| &group.items).filter_map(|item| library.find(&item.key));
        let listed = withdrawn().filter_map(|page| page.editorial());
        let listed = listed.flat_map(|editorial| &editorial.uncited_references).map(|source| source.value);
        cited.chain(listed).any(|source| wanted.is_none_or(|wanted| wanted == source))
    }

    /// Whether an anchor names a source or a mark that the page does not have. `false` for other anchors.
    fn lacks_anchor(&self, page: &Page, anchor: &str) -> bool {
        // A link to a withdrawn page has a finding of its own.
        let found = of_anchor(self.site, anchor).filter(|_| !page.is_withdrawn());
        let Some(SourceAnchor { source, mark }) = found else { return false };
        let citations = &self.pages[page.id].citations;
        let entry = citations.list.iter().find(|entry| entry.reference == source);
        let has_source = match mark {
            None => entry.is_some() || citations.listed_by_hand.contains(&source),
            Some(number) => entry.is_some_and(|entry| number <= entry.occurrences),
        };
        // An author can give a heading an id that looks like that of a source.
        !has_source && !page.body.headings.iter().any(|heading| *heading.id == *anchor)
    }
}

fn no_anchor(target: &Page, anchor: &str, location: Location) -> Diagnostic {
    let message = format!("`{}` has no anchor `#{anchor}`", target.source.path);
    let finding = Diagnostic::new(&rules::LINK_ANCHOR, location, message);
    finding.help("cite the source there, or lead to one that the page cites")
}

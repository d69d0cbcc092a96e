//! Links to what a page has of a source, and to a source's own page: they stand only where somebody cites it.

use std::sync::Arc;

use wellpress_diagnostics::{Diagnostic, Location, rules};
use wellpress_markdown::body::Body;

use crate::config::Config;
use crate::model::reference::ReferenceId;
use crate::model::{Page, Site};
use crate::resolve::ResolvedPage;
use crate::resolve::bodies::{Href, ResolvedBody};
use crate::resolve::citation_index::CitationIndex;

/// The source, and the number of its mark, that an anchor such as `ref-sawicki-2021` or `cite-sawicki-2021-2` names.
pub(super) fn of_anchor(site: &Site, anchor: &str) -> Option<(ReferenceId, Option<u32>)> {
    if let Some(slug) = anchor.strip_prefix("ref-") {
        return Some((site.library.find_slug(slug)?, None));
    }
    let (slug, number) = anchor.strip_prefix("cite-")?.rsplit_once('-')?;
    Some((site.library.find_slug(slug)?, Some(number.parse().ok().filter(|number| *number > 0)?)))
}

/// Those that lead nowhere.
pub(in crate::resolve) fn refuse_dead(
    config: &Config,
    site: &Site,
    pages: &[Arc<ResolvedPage>],
    index: &CitationIndex,
) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    let known = Known { prefix: format!("{}references/", config.base.path), site, pages, index };
    for (page, resolved) in site.pages.iter().zip(pages) {
        let key_points = page.article().map_or(&[][..], |article| &article.key_points);
        known.look(page, &page.body, &resolved.body, &mut findings);
        for (point, resolved) in key_points.iter().zip(&resolved.key_points) {
            known.look(page, point, resolved, &mut findings);
        }
    }
    findings
}

/// A link of the settings to a source that nobody cites, or to the index where there is none.
pub(in crate::resolve) fn refuse_dead_link(
    config: &Config,
    site: &Site,
    index: &CitationIndex,
    url: &str,
    place: Location,
) -> Option<Diagnostic> {
    let known = Known { prefix: format!("{}references/", config.base.path), site, pages: &[], index };
    known.is_unpublished(url).then(|| unpublished(url, place))
}

fn unpublished(url: &str, place: Location) -> Diagnostic {
    let finding = Diagnostic::new(&rules::LINK_BROKEN, place, format!("`{url}` leads nowhere"));
    finding.help("sources are published once a page cites or lists them")
}

struct Known<'a> {
    prefix: String,
    site: &'a Site,
    pages: &'a [Arc<ResolvedPage>],
    index: &'a CitationIndex,
}

impl Known<'_> {
    fn look(&self, page: &Page, body: &Body, resolved: &ResolvedBody, findings: &mut Vec<Diagnostic>) {
        for (link, href) in body.links.iter().zip(&resolved.links) {
            let place = || page.source.locate(link.span);
            match href {
                Href::Inside(url) if self.is_unpublished(url) => findings.push(unpublished(url, place())),
                Href::Inside(url) => {
                    findings.extend(url.strip_prefix('#').and_then(|anchor| self.no_mark(page, anchor, place)));
                }
                Href::Page { page: target, anchor: Some(anchor), .. } => {
                    findings.extend(self.no_mark(self.site.page(*target), anchor, place));
                }
                _ => {}
            }
        }
    }

    /// Whether an address is that of a source that no page cites, or of the index where none is cited at all.
    fn is_unpublished(&self, url: &str) -> bool {
        let path = url.split('#').next().unwrap_or(url);
        match path.strip_prefix(&self.prefix).map(|rest| rest.trim_end_matches('/')) {
            None => false,
            Some("") => self.index.sources.is_empty(),
            Some(slug) => {
                let source = self.site.library.find_slug(slug);
                source.is_some_and(|source| !self.index.sources.contains_key(&source))
            }
        }
    }

    /// What is wrong where an anchor leads to a source or a mark that its page does not have.
    fn no_mark(&self, target: &Page, anchor: &str, place: impl Fn() -> Location) -> Option<Diagnostic> {
        let (source, mark) = of_anchor(self.site, anchor)?;
        let is_own = || target.body.headings.iter().any(|heading| *heading.id == *anchor);
        let citations = &self.pages[target.id.index()].citations;
        let listed = citations.list.iter().find(|listed| listed.reference == source);
        let marks = listed.map(|listed| listed.occurrences);
        let is_there = match mark {
            None => marks.is_some() || citations.listed_by_hand.contains(&source),
            Some(number) => marks.is_some_and(|marks| number <= marks),
        };
        let message = format!("`{}` has no anchor `#{anchor}`", target.source.path);
        let finding = || Diagnostic::new(&rules::LINK_ANCHOR, place(), message);
        (!is_there && !is_own()).then(|| finding().help("cite the source there, or lead to one that the page cites"))
    }
}

//! [`Guide`]: the parts of a guide, and the way from one to the next.

use schemars::JsonSchema;
use serde::Serialize;

use wellpress_site::model::{Page, PageId, Site};

use super::Link;

/// The guide that a page is, or of which it is a part.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Guide {
    /// Title of the guide.
    pub title: String,
    /// Address of its first page.
    pub url: String,
    /// Its parts, in order.
    pub parts: Vec<GuidePart>,
    /// The part before this page; null on the first page.
    pub previous: Option<Link>,
    /// The part after this page; null on the last part, and on a page that is no part itself but below one.
    pub following: Option<Link>,
    /// Address of one page with all parts, for printing.
    pub print: String,
}

/// A part of a guide.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct GuidePart {
    /// Title of the part.
    pub title: String,
    /// Address of the part.
    pub url: String,
    /// Whether it is this page, or a page that this one is below.
    pub here: bool,
}

/// The guide of a page; `None` if it is neither a guide nor a part of one.
#[must_use]
pub fn guide(site: &Site, page: &Page) -> Option<Guide> {
    let guide = site.page(site.guide_of(page.id)?);
    let parts = site.below(guide.id);
    let pages: Vec<PageId> = std::iter::once(guide.id).chain(parts.iter().copied()).collect();
    let position = pages.iter().position(|part| *part == page.id);
    Some(Guide {
        title: guide.title.clone(),
        url: guide.url.clone(),
        previous: position.and_then(|at| at.checked_sub(1)).map(|at| link_to(site, pages[at])),
        following: position.and_then(|at| pages.get(at + 1)).map(|page| link_to(site, *page)),
        print: format!("{}print/", guide.url),
        parts: parts
            .iter()
            .map(|part| GuidePart {
                title: site.page(*part).title.clone(),
                url: site.page(*part).url.clone(),
                here: *part == page.id || site.tree.above(page.id).any(|above| above == *part),
            })
            .collect(),
    })
}

fn link_to(site: &Site, page: PageId) -> Link {
    let page = site.page(page);
    Link::new(page.title.as_str(), page.url.as_str())
}

/// Links to the pages below the text of a folder that is no guide; empty for every other page.
#[must_use]
pub fn below(site: &Site, page: &Page) -> Vec<Link> {
    if site.guide_of(page.id) == Some(page.id) {
        return Vec::new();
    }
    let pages = site.below(page.id).into_iter().map(|page| site.page(page));
    pages.map(|page| Link::new(page.title.as_str(), page.url.as_str())).collect()
}

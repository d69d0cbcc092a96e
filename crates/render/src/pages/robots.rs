//! The robots rules of pages: whether search engines list a page and follow its links.

use wellpress_site::config::Config;
use wellpress_site::model::Page;
use wellpress_site::model::page::forbids_indexing;

/// The robots rules of pages that search engines shall not list, but whose links they may follow.
pub(in crate::pages) const NOT_INDEXED: &str = "noindex, follow";

/// The robots rules of a page. Withdrawn pages are not indexed, whatever their front matter says.
pub(in crate::pages) fn robots(config: &Config, page: &Page) -> Option<String> {
    let robots_of_page = if page.is_withdrawn() { Some(NOT_INDEXED) } else { page.front.robots.as_deref() };
    robots_for_build(config, robots_of_page)
}

/// The robots rules of a page, whose `own` rules come from its front matter or its kind. A build with `--drafts`, `--future` or
/// `--expired` is for editors: none of its pages is indexed, wherever it is published.
pub(in crate::pages) fn robots_for_build(config: &Config, own: Option<&str>) -> Option<String> {
    let is_for_editors = config.options.include.is_any() && !own.is_some_and(forbids_indexing);
    if is_for_editors { Some(NOT_INDEXED) } else { own }.map(str::to_owned)
}

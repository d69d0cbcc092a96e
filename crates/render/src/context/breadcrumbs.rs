//! Breadcrumbs: the links from the home page down to the parent of a page, for the page and for its structured data. The
//! trail is short, home and one parent: a topic or a section.

use wellpress_site::config::{Config, LanguageId};
use wellpress_site::model::{Page, PageId};
use wellpress_site::resolve::ResolvedSite;
use wellpress_site::resolve::bodies::language_url;

use crate::context::{LISTED_KINDS, Link};
use crate::theme::strings::Strings;

/// The home page and the parent of a page, which is its first topic, else the section of its kind. A plain page has the home
/// page alone, and the home page has no breadcrumbs.
#[must_use]
pub fn breadcrumbs(config: &Config, resolved: &ResolvedSite<'_>, strings: &Strings, page: PageId) -> Vec<Link> {
    let page = resolved.site.page(page);
    if page.url == language_url(config, page.language) {
        return Vec::new();
    }
    let mut trail = vec![home(config, strings, page.language)];
    let topic = page.editorial().and_then(|reviewed| reviewed.topics.first()).map(|topic| resolved.site.page(*topic));
    match topic {
        Some(topic) => {
            // The topic may be untranslated, and then its name is in another language than the page.
            let language = Some(config.languages[topic.language].tag.clone());
            trail.push(Link { language, ..Link::new(topic.short_title(), topic.url.as_str()) });
        }
        None => trail.extend(section(config, strings, page)),
    }
    trail
}

/// The home page of a language, the only parent of lists, the glossary and the citation index.
#[must_use]
pub fn home(config: &Config, strings: &Strings, language: LanguageId) -> Link {
    Link::new(strings.get(language, "text-home"), language_url(config, language))
}

/// The section of a page's kind; `None` for kinds without one.
fn section(config: &Config, strings: &Strings, page: &Page) -> Option<Link> {
    let folder = page.kind.folder();
    let url = format!("{}{folder}/", language_url(config, page.language));
    let has_section = LISTED_KINDS.contains(&page.kind);
    has_section.then(|| Link::new(strings.get(page.language, &format!("text-{folder}")), url))
}

/// The citation index, the parent of the pages of sources.
#[must_use]
pub fn references(config: &Config, strings: &Strings, language: LanguageId) -> Link {
    Link::new(strings.get(language, "text-references"), format!("{}references/", language_url(config, language)))
}

//! Breadcrumbs: the links from the home page down to the parent of a page, for the page and for its structured data.

use wellpress_site::config::{Config, LanguageId};
use wellpress_site::model::{Page, PageId};
use wellpress_site::resolve::ResolvedSite;
use wellpress_site::resolve::bodies::language_url;
use wellpress_site::sections::SectionId;

use crate::context::Link;
use crate::theme::strings::Strings;

/// The home page and the parent of a page, which is its first topic, else its section. In a section that the settings declare, it is
/// always the section. A page in a folder has its section and the pages with the texts of its folders instead. A plain page has the
/// home page alone, and the home page has no breadcrumbs.
#[must_use]
pub fn breadcrumbs(config: &Config, resolved: &ResolvedSite<'_>, strings: &Strings, page: PageId) -> Vec<Link> {
    let page = resolved.site.page(page);
    if page.url == language_url(config, page.language) {
        return Vec::new();
    }
    if let Some(full) = resolved.site.full_page_of(page.id) {
        let above = breadcrumbs(config, resolved, strings, full.id);
        // The home page is the first of them already, but for its own Easy Read version.
        return above.into_iter().chain([Link::new(full.short_title(), full.url.as_str())]).collect();
    }
    let mut trail = vec![home(config, strings, page.language)];
    if page.route.contains('/') {
        trail.extend(section(config, strings, page));
        let mut above: Vec<PageId> = resolved.site.tree.above(page.id).collect();
        above.reverse();
        let links = above.into_iter().map(|page| resolved.site.page(page));
        trail.extend(links.map(|page| Link::new(page.short_title(), page.url.as_str())));
        return trail;
    }
    // The list of a declared section is where readers came from.
    let is_declared = config.sections[page.section].is_declared();
    let topic = page
        .editorial()
        .filter(|_| !is_declared)
        .and_then(|reviewed| reviewed.topics.first())
        .map(|topic| resolved.site.page(*topic));
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

/// The list of a page's section; `None` for sections without one, and for the text of that list.
fn section(config: &Config, strings: &Strings, page: &Page) -> Option<Link> {
    let section = &config.sections[page.section];
    let url = format!("{}{}", language_url(config, page.language), section.list_path());
    (section.has_list() && !page.is_section_text())
        .then(|| Link::new(section_title(config, strings, page.section, page.language), url))
}

/// The title of a section's list: that of the settings, else that of the theme.
#[must_use]
pub fn section_title(config: &Config, strings: &Strings, section: SectionId, language: LanguageId) -> String {
    let section = &config.sections[section];
    match section.title_in(&config.languages[language].tag) {
        Some(title) => title.to_owned(),
        None => strings.get(language, &format!("text-{}", section.folder)).into_owned(),
    }
}

/// The citation index, the parent of the pages of sources.
#[must_use]
pub fn references(config: &Config, strings: &Strings, language: LanguageId) -> Link {
    Link::new(strings.get(language, "text-references"), format!("{}references/", language_url(config, language)))
}

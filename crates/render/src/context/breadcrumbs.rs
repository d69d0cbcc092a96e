//! Breadcrumbs: the links from the home page down to the parent of a page, for the page and for its structured data. The
//! trail is short, home and one parent: a topic or a section.

use wellpress_site::config::{Config, LanguageId};
use wellpress_site::discover::ContentKind;
use wellpress_site::model::PageId;
use wellpress_site::resolve::ResolvedSite;
use wellpress_site::resolve::bodies::language_url;

use crate::context::Link;

/// The names of the home page and the sections in one language.
#[derive(Debug, Clone, Default)]
#[expect(missing_docs, reason = "the names say it")]
pub struct SectionNames {
    pub home: String,
    pub articles: String,
    pub exercises: String,
    pub programmes: String,
    pub people: String,
    pub topics: String,
    pub glossary: String,
    pub references: String,
    pub corrections: String,
}

impl SectionNames {
    /// The name of a kind's section; `None` for kinds without one.
    #[must_use]
    pub fn of(&self, kind: ContentKind) -> Option<&str> {
        match kind {
            ContentKind::Article => Some(&self.articles),
            ContentKind::Exercise => Some(&self.exercises),
            ContentKind::Programme => Some(&self.programmes),
            ContentKind::Person => Some(&self.people),
            ContentKind::Topic => Some(&self.topics),
            ContentKind::Page | ContentKind::Disclaimer => None,
        }
    }
}

/// The home page and the parent of a page, which is its first topic, else the section of its kind. A plain page has the home
/// page alone, and the home page has no breadcrumbs.
#[must_use]
pub fn breadcrumbs(config: &Config, resolved: &ResolvedSite<'_>, page: PageId, names: &SectionNames) -> Vec<Link> {
    let page = resolved.site.page(page);
    if page.url == language_url(config, page.language) {
        return Vec::new();
    }
    let mut trail = vec![home(config, page.language, names)];
    let topic = page.editorial().and_then(|reviewed| reviewed.topics.first()).map(|topic| resolved.site.page(*topic));
    match topic {
        Some(topic) => {
            // The topic may be untranslated, and then its name is in another language than the page.
            let language = Some(config.languages[topic.language].tag.clone());
            trail.push(Link { language, ..Link::new(topic.short_title(), topic.url.as_str()) });
        }
        None => trail.extend(section(config, page.language, page.kind, names)),
    }
    trail
}

/// The home page of a language, the only parent of lists, the glossary and the citation index.
#[must_use]
pub fn home(config: &Config, language: LanguageId, names: &SectionNames) -> Link {
    Link::new(names.home.as_str(), language_url(config, language))
}

/// The section of a kind; `None` for kinds without one.
#[must_use]
pub fn section(config: &Config, language: LanguageId, kind: ContentKind, names: &SectionNames) -> Option<Link> {
    Some(Link::new(names.of(kind)?, format!("{}{}/", language_url(config, language), kind.folder())))
}

/// The citation index, the parent of the pages of sources.
#[must_use]
pub fn references(config: &Config, language: LanguageId, names: &SectionNames) -> Link {
    Link::new(names.references.as_str(), format!("{}references/", language_url(config, language)))
}

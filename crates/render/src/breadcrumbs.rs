//! Where a page stands: the way from the home page down to it, for the page itself and for its structured data.

use wellpress_site::config::Config;
use wellpress_site::discover::Kind;
use wellpress_site::model::PageId;
use wellpress_site::resolve::ResolvedSite;
use wellpress_site::resolve::bodies::language_url;

use super::context::Link;

/// What the home page and the sections are called in one language.
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
    /// The name of a kind's list, if the kind has one.
    #[must_use]
    pub fn of(&self, kind: Kind) -> Option<&str> {
        match kind {
            Kind::Article => Some(&self.articles),
            Kind::Exercise => Some(&self.exercises),
            Kind::Programme => Some(&self.programmes),
            Kind::Person => Some(&self.people),
            Kind::Topic => Some(&self.topics),
            Kind::Page | Kind::Disclaimer => None,
        }
    }
}

/// From the home page down to the parent of a page, which is its first topic, else the list of its kind; empty on the
/// home page.
#[must_use]
pub fn breadcrumbs(config: &Config, resolved: &ResolvedSite<'_>, page: PageId, names: &SectionNames) -> Vec<Link> {
    let page = resolved.site.page(page);
    if page.url == language_url(config, page.language) {
        return Vec::new();
    }
    let mut way = vec![home(config, page.language, names)];
    let topic = page.reviewed().and_then(|reviewed| reviewed.topics.first()).map(|topic| resolved.site.page(*topic));
    match topic {
        Some(topic) => {
            let language = Some(config.languages[topic.language].tag.clone());
            way.push(Link { language, ..Link::new(topic.short_title(), topic.url.as_str()) });
        }
        None => way.extend(section(config, page.language, page.kind, names)),
    }
    way
}

/// The home page of a language: all that stands above a list, the glossary and the citation index.
#[must_use]
pub fn home(config: &Config, language: usize, names: &SectionNames) -> Link {
    Link::new(names.home.as_str(), language_url(config, language))
}

/// The list of a kind, if the kind has one.
#[must_use]
pub fn section(config: &Config, language: usize, kind: Kind, names: &SectionNames) -> Option<Link> {
    Some(Link::new(names.of(kind)?, format!("{}{}/", language_url(config, language), kind.folder())))
}

/// The citation index of a language, which stands above a source's page.
#[must_use]
pub fn references(config: &Config, language: usize, names: &SectionNames) -> Link {
    Link::new(names.references.as_str(), format!("{}references/", language_url(config, language)))
}

//! [`Feed`]: which feeds of pages a site has, where, and which pages are in each. The feed of corrections is in `site_files`.
//!
//! Input: a resolved site. Output: feeds by what they are of. How a feed is written is left to `site_files::feeds`.

use std::cmp::Reverse;

use wellpress_foundation::Day;
use wellpress_io::artifact::FEED_FILE;
use wellpress_site::config::{Config, LanguageId};
use wellpress_site::model::{Page, PageId, PageRecord, Site};
use wellpress_site::resolve::ResolvedSite;
use wellpress_site::resolve::bodies::language_url;
use wellpress_site::sections::{ContentKind, SectionId};

/// A feed, by what it is about. Its file is in the folder of the page that it belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Feed {
    /// The articles of a language: the feed of the site.
    Site(LanguageId),
    /// The pages of a section in a language.
    Section(SectionId, LanguageId),
    /// The pages that belong to a topic.
    Topic(PageId),
    /// The pages that a person wrote.
    Author(PageId),
}

/// The feeds of a site: that of the site in each language, and the others that have an entry.
#[must_use]
pub fn feeds(resolved: &ResolvedSite<'_>, languages: impl Iterator<Item = LanguageId>) -> Vec<Feed> {
    let of_language = languages.flat_map(|language| {
        let sections = resolved.site.index.sections().with_lists();
        let of_sections = sections.filter_map(move |(section, _)| Feed::of_section(section, language, resolved));
        std::iter::once(Feed::Site(language)).chain(of_sections)
    });
    let of_pages = resolved.site.pages.iter().filter_map(|page| Feed::of_page(page, resolved));
    of_language.chain(of_pages).collect()
}

impl Feed {
    /// The feed of a topic or a person; `None` for other pages, and where it would have no entry.
    #[must_use]
    pub fn of_page(page: &Page, resolved: &ResolvedSite<'_>) -> Option<Self> {
        let feed = match page.record {
            PageRecord::Topic(_) => Self::Topic(page.id),
            PageRecord::Person(_) => Self::Author(page.id),
            _ => return None,
        };
        Some(feed).filter(|feed| feed.has_entries(resolved))
    }

    /// The feed of the list of a section; `None` where it would have no entry, as in sections whose pages have no dates.
    #[must_use]
    pub fn of_section(section: SectionId, language: LanguageId, resolved: &ResolvedSite<'_>) -> Option<Self> {
        Some(Self::Section(section, language)).filter(|feed| feed.has_entries(resolved))
    }

    /// The folder of the feed below the base path: empty, or ending with a slash.
    #[must_use]
    pub fn folder(self, config: &Config, resolved: &ResolvedSite<'_>) -> String {
        self.page_url(config, resolved)[config.base.path.len()..].to_owned()
    }

    /// The root-relative address of the feed.
    #[must_use]
    pub fn url(self, config: &Config, resolved: &ResolvedSite<'_>) -> String {
        format!("{}{FEED_FILE}", self.page_url(config, resolved))
    }

    /// The root-relative address of the page that the feed belongs to.
    #[must_use]
    pub fn page_url(self, config: &Config, resolved: &ResolvedSite<'_>) -> String {
        match self {
            Self::Site(language) => language_url(config, language),
            Self::Section(section, language) => {
                format!("{}{}", language_url(config, language), config.sections[section].list_path())
            }
            Self::Topic(page) | Self::Author(page) => resolved.site.page(page).url.clone(),
        }
    }

    /// The language of its entries.
    #[must_use]
    pub fn language(self, resolved: &ResolvedSite<'_>) -> LanguageId {
        match self {
            Self::Site(language) | Self::Section(_, language) => language,
            Self::Topic(page) | Self::Author(page) => resolved.site.page(page).language,
        }
    }

    /// Whether the feed has an entry.
    fn has_entries(self, resolved: &ResolvedSite<'_>) -> bool {
        self.dated(resolved).next().is_some()
    }

    /// The newest pages, at most `limit`; those of one day by their address.
    #[must_use]
    pub fn newest<'a>(self, resolved: &ResolvedSite<'a>, limit: usize) -> Vec<DatedPage<'a>> {
        let mut pages: Vec<DatedPage<'_>> = self.dated(resolved).collect();
        pages.sort_unstable_by(|a, b| newest_first(a).cmp(&newest_first(b)));
        pages.truncate(limit);
        pages
    }

    /// All pages of the feed with their days, in no order.
    fn dated<'a>(self, resolved: &ResolvedSite<'a>) -> impl Iterator<Item = DatedPage<'a>> + use<'a> {
        let site = resolved.site;
        let pages = match self {
            Self::Site(language) => site.pages_of(ContentKind::Article, language).collect(),
            Self::Section(section, language) => site.pages_in(section, language).collect(),
            Self::Topic(page) => pages_of_ids(site, resolved.backlinks.members.get(&page)),
            Self::Author(page) => pages_of_ids(site, resolved.backlinks.wrote.get(&page)),
        };
        // A translation may name a topic or an author that is not translated.
        let language = self.language(resolved);
        let pages = pages.into_iter().filter(move |page| page.language == language);
        pages.filter_map(|page| Some(DatedPage { page, day: page.feed_day()? }))
    }
}

/// The key by which the newest pages come first.
fn newest_first<'a>(entry: &DatedPage<'a>) -> (Reverse<Day>, &'a str) {
    (Reverse(entry.day), entry.page.url.as_str())
}

fn pages_of_ids<'a>(site: &'a Site, pages: Option<&Vec<PageId>>) -> Vec<&'a Page> {
    pages.into_iter().flatten().map(|page| site.page(*page)).collect()
}

/// A page with the day by which feeds sort it.
#[derive(Debug, Clone, Copy)]
pub struct DatedPage<'a> {
    /// An article, an exercise or a programme.
    pub page: &'a Page,
    /// See [`Page::feed_day`].
    pub day: Day,
}

//! [`FeedOf`]: which feeds a site has, where, and which pages are in each.
//!
//! Input: a resolved site. Output: feeds by what they are of. How a feed is written is left to `site_files::feeds`.

use std::cmp::Reverse;

use wellpress_foundation::Day;
use wellpress_site::config::{Config, LanguageId};
use wellpress_site::discover::ContentKind;
use wellpress_site::model::{Page, PageId, PageRecord};
use wellpress_site::resolve::ResolvedSite;
use wellpress_site::resolve::bodies::language_url;

/// The name of a feed's file, which is in the folder of the page that it belongs to.
pub const FEED: &str = "feed.xml";

/// The kinds of pages that a feed can have. The list of each kind has a feed.
const DATED_KINDS: [ContentKind; 3] = [ContentKind::Article, ContentKind::Exercise, ContentKind::Programme];

/// Which pages a feed has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FeedOf {
    /// The articles of a language: the feed of the site.
    Site(LanguageId),
    /// The pages of a kind in a language.
    Kind(ContentKind, LanguageId),
    /// The pages that belong to a topic, or those that a person wrote.
    Page(PageId),
}

/// The feeds of a site: that of the site in each language, and the others that have an entry.
#[must_use]
pub fn feeds(resolved: &ResolvedSite<'_>, languages: impl Iterator<Item = LanguageId>) -> Vec<FeedOf> {
    let of_language = languages.flat_map(|language| {
        let kinds = DATED_KINDS.into_iter().filter_map(move |kind| FeedOf::of_kind(kind, language, resolved));
        std::iter::once(FeedOf::Site(language)).chain(kinds)
    });
    let of_pages = resolved.site.pages.iter().filter_map(|page| FeedOf::of_page(page, resolved));
    of_language.chain(of_pages).collect()
}

impl FeedOf {
    /// The feed of a topic or a person; `None` for other pages, and where it would have no entry.
    #[must_use]
    pub fn of_page(page: &Page, resolved: &ResolvedSite<'_>) -> Option<Self> {
        let may_have = matches!(page.record, PageRecord::Topic(_) | PageRecord::Person(_));
        Some(Self::Page(page.id)).filter(|feed| may_have && feed.has_entries(resolved))
    }

    /// The feed of the list of a kind; `None` for kinds without dates, and where it would have no entry.
    #[must_use]
    pub fn of_kind(kind: ContentKind, language: LanguageId, resolved: &ResolvedSite<'_>) -> Option<Self> {
        Some(Self::Kind(kind, language)).filter(|feed| feed.has_entries(resolved))
    }

    /// The folder of the feed below the base path: empty, or ending with a slash.
    #[must_use]
    pub fn folder(self, config: &Config, resolved: &ResolvedSite<'_>) -> String {
        self.page_url(config, resolved)[config.base.path.len()..].to_owned()
    }

    /// The root-relative address of the feed.
    #[must_use]
    pub fn url(self, config: &Config, resolved: &ResolvedSite<'_>) -> String {
        format!("{}{FEED}", self.page_url(config, resolved))
    }

    /// The root-relative address of the page that the feed belongs to.
    #[must_use]
    pub fn page_url(self, config: &Config, resolved: &ResolvedSite<'_>) -> String {
        match self {
            Self::Site(language) => language_url(config, language),
            Self::Kind(kind, language) => format!("{}{}/", language_url(config, language), kind.folder()),
            Self::Page(page) => resolved.site.page(page).url.clone(),
        }
    }

    /// Its language.
    #[must_use]
    pub fn language(self, resolved: &ResolvedSite<'_>) -> LanguageId {
        match self {
            Self::Site(language) | Self::Kind(_, language) => language,
            Self::Page(page) => resolved.site.page(page).language,
        }
    }

    /// Whether a page that could be in the feed is published.
    fn has_entries(self, resolved: &ResolvedSite<'_>) -> bool {
        self.dated(resolved).next().is_some()
    }

    /// The newest pages, at most `limit`; those of one day by their address.
    #[must_use]
    pub fn newest<'a>(self, resolved: &ResolvedSite<'a>, limit: usize) -> Vec<DatedPage<'a>> {
        let mut pages: Vec<DatedPage<'_>> = self.dated(resolved).collect();
        let newest_first = |entry: &DatedPage<'a>| (Reverse(entry.published), &entry.page.url);
        if limit < pages.len() {
            pages.select_nth_unstable_by(limit, |a, b| newest_first(a).cmp(&newest_first(b)));
            pages.truncate(limit);
        }
        pages.sort_unstable_by(|a, b| newest_first(a).cmp(&newest_first(b)));
        pages
    }

    /// The pages that could be in the feed.
    fn dated<'a>(self, resolved: &ResolvedSite<'a>) -> impl Iterator<Item = DatedPage<'a>> + use<'a> {
        let site = resolved.site;
        let backlinks = &resolved.backlinks;
        let by_kind = match self {
            Self::Site(language) => Some(site.pages_of(ContentKind::Article, language)),
            Self::Kind(kind, language) => Some(site.pages_of(kind, language)),
            Self::Page(_) => None,
        };
        let listed = match self {
            Self::Page(page) if matches!(site.page(page).record, PageRecord::Topic(_)) => backlinks.members.get(&page),
            Self::Page(page) => backlinks.wrote.get(&page),
            Self::Site(_) | Self::Kind(..) => None,
        };
        let language = self.language(resolved);
        let listed: Vec<&Page> = listed.into_iter().flatten().map(|page| site.page(*page)).collect();
        let pages = by_kind.into_iter().flatten().chain(listed);
        let pages = pages.filter(move |page| page.language == language);
        pages.filter_map(|page| Some(DatedPage { page, published: page.feed_day()? }))
    }
}

/// A page with the day by which feeds sort it.
#[derive(Debug, Clone, Copy)]
pub struct DatedPage<'a> {
    /// An article, an exercise or a programme.
    pub page: &'a Page,
    /// The day.
    pub published: Day,
}

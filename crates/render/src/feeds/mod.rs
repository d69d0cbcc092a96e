//! Atom feeds ([RFC 4287](https://www.rfc-editor.org/rfc/rfc4287)): the newest articles of a language, the newest pages of a kind,
//! of a topic and of a person, and the newest corrections.
//!
//! An entry has title, dates, authors and description. If the settings ask for it, it also has the page's text, with all that
//! readers have to see before the steps of an exercise (`full_text`).
//!
//! Nothing here reads the clock. A feed is as new as its newest entry, so the same input gives the same bytes.

mod atom;
mod corrections;
mod full_text;

use std::cmp::Reverse;

use atom_syndication::{Content, Entry, Feed, Person};

use wellpress_diagnostics::yaml::Day;
use wellpress_site::config::{Config, FeedContent, LanguageId};
use wellpress_site::discover::ContentKind;
use wellpress_site::model::{Page, PageId, PageRecord};
use wellpress_site::resolve::ResolvedSite;
use wellpress_site::resolve::bodies::language_url;

use super::render_context::RenderContext;
use atom::{link, midnight, printable, text};
pub use corrections::{CorrectionLabels, corrections};

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
pub(super) fn feeds(resolved: &ResolvedSite<'_>, languages: impl Iterator<Item = LanguageId>) -> Vec<FeedOf> {
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
    fn page_url(self, config: &Config, resolved: &ResolvedSite<'_>) -> String {
        match self {
            Self::Site(language) => language_url(config, language),
            Self::Kind(kind, language) => format!("{}{}/", language_url(config, language), kind.folder()),
            Self::Page(page) => resolved.site.page(page).url.clone(),
        }
    }

    fn language(self, resolved: &ResolvedSite<'_>) -> LanguageId {
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
    published: Day,
}

/// Writes a feed.
#[must_use]
pub fn atom(cx: &RenderContext<'_>, of: FeedOf) -> String {
    let (config, resolved) = (cx.config, cx.resolved);
    let language = of.language(resolved);
    let site_title = &config.languages[language].title;
    let (title, subtitle) = match of {
        FeedOf::Site(_) => (site_title.clone(), config.languages[language].description.as_deref()),
        FeedOf::Kind(kind, _) => (format!("{} | {site_title}", cx.say(language, kind.folder())), None),
        FeedOf::Page(page) => {
            let page = resolved.site.page(page);
            (format!("{} | {site_title}", name(page)), page.description.as_deref())
        }
    };
    let home = config.base.absolute(&of.page_url(config, resolved));
    let newest = of.newest(resolved, config.settings.feeds.limit);
    let feed = Feed {
        title: text(&title),
        subtitle: subtitle.map(text),
        id: home.clone(),
        links: vec![
            link("alternate", home, "text/html"),
            link("self", config.base.absolute(&of.url(config, resolved)), "application/atom+xml"),
        ],
        ..atom::feed_of(config, language, newest.iter().map(|dated| entry(cx, dated)).collect())
    };
    atom::write(&feed)
}

fn entry(cx: &RenderContext<'_>, dated: &DatedPage<'_>) -> Entry {
    let DatedPage { page, published } = *dated;
    let address = cx.config.base.absolute(&page.url);
    let authors = page.editorial().map_or(&[][..], |reviewed| &reviewed.authors);
    let content = match cx.config.settings.feeds.content {
        FeedContent::Description => None,
        FeedContent::Full => Some(full_text::of(cx, page)),
    };
    Entry {
        title: text(&page.title),
        id: address.clone(),
        updated: midnight(page.updated.map_or(published, |updated| updated.max(published))),
        published: Some(midnight(published)),
        authors: authors.iter().map(|author| person(cx.config, cx.resolved, *author)).collect(),
        summary: page.description.as_deref().map(text),
        content: content.map(|html| Content {
            value: Some(html),
            content_type: Some("html".to_owned()),
            ..Content::default()
        }),
        links: vec![link("alternate", address, "text/html")],
        ..Entry::default()
    }
}

fn person(config: &Config, resolved: &ResolvedSite<'_>, author: PageId) -> Person {
    let page = resolved.site.page(author);
    Person { name: printable(&name(page)), uri: Some(config.base.absolute(&page.url)), ..Person::default() }
}

/// The title of a page; of a person, the name with its prefix.
fn name(page: &Page) -> String {
    match &page.record {
        PageRecord::Person(person) => person.full_name(page),
        _ => page.title.clone(),
    }
}

//! The lists of sections: all articles, exercises, programmes, topics and people of a language, paginated.

use std::collections::BTreeMap;

use wellpress_io::artifact::Sink;
use wellpress_site::config::LanguageId;
use wellpress_site::discover::ContentKind;
use wellpress_site::model::PageId;

use crate::RenderError;
use crate::context::{self, alternates};
use crate::html::people;
use crate::listing::feeds::Feed;
use crate::listing::sort;
use crate::machine::json_ld::{ListPage, ListSubject};
use crate::pages::PageVariables;
use crate::pages::generated::GeneratedPage;
use crate::pages::lists::pagination::PagePosition;
use crate::pages::render_context::{RenderContext, languages};

/// Renders the list of a kind in a language. Returns how many pages the list has.
///
/// # Errors
/// If the template or the sink fails.
pub fn render(
    cx: &RenderContext<'_>,
    kind: ContentKind,
    language: LanguageId,
    sink: &dyn Sink,
) -> Result<usize, RenderError> {
    let entries = in_order(cx, kind, language);
    let pages: Vec<&[PageId]> = entries.chunks(cx.config.settings.pagination).collect();
    let section = format!("{}{}/", cx.home(language), kind.folder());
    for (number, page_entries) in (1..).zip(&pages) {
        let position = PagePosition { first_url: &section, number, count: pages.len() };
        let is_first = number == 1;
        let list = context::List {
            of: kind.name(),
            groups: if kind == ContentKind::Person { groups(cx, language, page_entries) } else { Vec::new() },
            cards: cx.cards(page_entries),
            total: entries.len(),
            pager: position.pager(),
            // The filters' counts are of the whole list, so they stand once, where it begins.
            filters: if is_first {
                crate::pages::lists::exercise_filters::filters(cx, language, &entries)
            } else {
                Vec::new()
            },
        };
        let list_page = ListPage {
            subject: ListSubject::Section(kind),
            url: &position.url(),
            preceding: (number - 1) * cx.config.settings.pagination,
            entries: page_entries,
        };
        let title = cx.say(language, title_key(cx, kind, &entries));
        let variables = variables(cx, kind, language, title, position, list_page);
        let folder = &variables.page.url[cx.config.base.path.len()..];
        variables.put(cx, folder, sink, |context| context.insert("list", &list))?;
    }
    Ok(pages.len())
}

/// `page` and `head` of one page of a list.
fn variables(
    cx: &RenderContext<'_>,
    kind: ContentKind,
    language: LanguageId,
    title: String,
    position: PagePosition<'_>,
    list_page: ListPage<'_>,
) -> PageVariables {
    let feed = Feed::of_kind(kind, language, cx.resolved).filter(|_| position.number == 1);
    let page = GeneratedPage {
        feed: feed.map(|feed| feed.url(cx.config, cx.resolved)),
        ..GeneratedPage::new("list", language, position.url(), title)
    };
    let mut variables = page.variables(cx, cx.structured_data(language).of_list(list_page));
    let path = format!("{}/", kind.folder());
    let translations: Vec<LanguageId> =
        cx.config.languages.ids().filter(|language| cx.listed(kind, *language).next().is_some()).collect();
    variables.page.languages = languages::of_path(cx, language, &translations, &path);
    if position.number == 1 {
        // Only first pages correspond: page 2 shows other entries in each language.
        variables.head.alternates = alternates::of_path(cx.config, &translations, &path);
    } else {
        variables.head.title = position.head_title(&page.title, &cx.config.languages[language].title);
        variables.page.breadcrumbs.push(context::Link::new(page.title, position.first_url));
    }
    variables
}

/// The pages that a list shows. People are grouped by what they do, and sorted within their group.
fn in_order(cx: &RenderContext<'_>, kind: ContentKind, language: LanguageId) -> Vec<PageId> {
    let mut pages: Vec<PageId> = cx.listed(kind, language).map(|page| page.id).collect();
    sort(cx.resolved.site, &mut pages);
    if kind == ContentKind::Person {
        let roles = roles(cx);
        // A stable sort, which keeps the order by weight and name within a role.
        pages.sort_by_key(|person| roles.get(person).copied().unwrap_or(SiteRole::None));
    }
    pages
}

/// What somebody does for the site; who does several things is listed under the first of these.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum SiteRole {
    Reviewer,
    Author,
    Contributor,
    None,
}

impl SiteRole {
    /// The id of the heading of the role's group.
    fn heading_id(self) -> &'static str {
        match self {
            Self::Reviewer => "reviewers",
            Self::Author => "authors",
            Self::Contributor => "contributors",
            Self::None => "further",
        }
    }

    /// The key of the theme's string for that heading.
    fn heading_key(self) -> &'static str {
        match self {
            Self::Reviewer => "text-people-reviewers",
            Self::Author => "text-people-authors",
            Self::Contributor => "text-people-contributors",
            Self::None => "text-people-further",
        }
    }
}

/// The role of everybody who worked on a published page. Only medical and clinical reviews make a reviewer, so that the group
/// has those who vouch for the content; editorial and lay reviews count as contributions.
fn roles(cx: &RenderContext<'_>) -> BTreeMap<PageId, SiteRole> {
    let mut roles: BTreeMap<PageId, SiteRole> = BTreeMap::new();
    let published = cx.resolved.site.pages.iter().filter(|page| !page.is_withdrawn());
    for reviewed in published.filter_map(|page| page.editorial()) {
        let authors = reviewed.authors.iter().map(|person| (*person, SiteRole::Author));
        let contributors = reviewed.contributors.iter().map(|contributor| (contributor.person, SiteRole::Contributor));
        let reviewers = reviewed.reviews.iter().map(|review| {
            let vouches = cx.resolved.is_medical(review);
            (review.person, if vouches { SiteRole::Reviewer } else { SiteRole::Contributor })
        });
        for (person, role) in authors.chain(contributors).chain(reviewers) {
            roles.entry(person).and_modify(|first| *first = role.min(*first)).or_insert(role);
        }
    }
    roles
}

/// People below the headings of their roles. They are in this order already.
fn groups(cx: &RenderContext<'_>, language: LanguageId, people: &[PageId]) -> Vec<context::CardGroup> {
    let roles = roles(cx);
    let role = |person: &PageId| roles.get(person).copied().unwrap_or(SiteRole::None);
    let groups = people.chunk_by(|a, b| role(a) == role(b)).map(|people| {
        let role = role(&people[0]);
        context::CardGroup {
            id: role.heading_id(),
            of: ContentKind::Person.name(),
            title: cx.say(language, role.heading_key()),
            cards: cx.cards(people),
        }
    });
    groups.collect()
}

/// The key of the string that names the list of a kind. That of people depends on whether `pages` has persons or teams.
pub(in crate::pages) fn title_key(cx: &RenderContext<'_>, kind: ContentKind, pages: &[PageId]) -> &'static str {
    match kind {
        ContentKind::Article => "text-articles",
        ContentKind::Exercise => "text-exercises",
        ContentKind::Programme => "text-programmes",
        ContentKind::Topic => "text-topics",
        ContentKind::Person => people::heading_key(cx.resolved.site, pages),
        ContentKind::Page | ContentKind::Disclaimer | ContentKind::Snippet => "text-home",
    }
}

//! The lists of sections and of the folders in them, paginated.

use std::collections::BTreeMap;

use wellpress_io::artifact::Sink;
use wellpress_site::config::{LanguageId, capitalised};
use wellpress_site::model::{Page, PageId};
use wellpress_site::sections::{ContentKind, ListLook, SectionId};

use crate::RenderError;
use crate::context::{self, alternates};
use crate::html::people;
use crate::listing::feeds::Feed;
use crate::listing::letter_of;
use crate::listing::section_lists::SectionList;
use crate::machine::json_ld::{ListPage, ListSubject};
use crate::pages::generated::GeneratedPage;
use crate::pages::lists::exercise_filters;
use crate::pages::lists::pagination::PagePosition;
use crate::pages::page_variables::PageVariables;
use crate::pages::render_context::{RenderContext, languages};

/// Renders the list of a section or of a folder. Returns how many pages these are; the first is not among them if a page of the
/// content has its text.
///
/// # Errors
/// If the template or the sink fails.
pub fn render(cx: &RenderContext<'_>, of: SectionList, sink: &dyn Sink) -> Result<usize, RenderError> {
    let entries = in_order(cx, of);
    let first = if of.text(cx.resolved.site).is_some() { 2 } else { 1 };
    let count = entries.len().div_ceil(cx.config.settings.pagination);
    let url = of.url(cx.config, cx.resolved.site);
    for number in first..=count {
        let position = PagePosition { first_url: &url, number, count };
        let (list, page_entries) = part(cx, of, &entries, position);
        let list_page = ListPage {
            subject: ListSubject::Section(of),
            url: &position.url(),
            preceding: (number - 1) * cx.config.settings.pagination,
            entries: page_entries,
        };
        let variables = variables(cx, of, title(cx, of, &entries), position, list_page);
        let folder = &variables.page.url[cx.config.base.path.len()..];
        variables.put(cx, folder, sink, |context| context.insert("list", &list))?;
    }
    Ok((first..=count).count())
}

/// How many pages [`render`] renders.
#[must_use]
pub fn page_count(cx: &RenderContext<'_>, of: SectionList) -> usize {
    let count = of.unsorted(cx.resolved).len().div_ceil(cx.config.settings.pagination);
    if of.text(cx.resolved.site).is_some() { count.saturating_sub(1) } else { count }
}

/// One page of a list with its entries, of all `entries` of the list.
fn part<'e>(
    cx: &RenderContext<'_>,
    of: SectionList,
    entries: &'e [PageId],
    position: PagePosition<'_>,
) -> (context::List, &'e [PageId]) {
    let entries_of_part = entries.chunks(cx.config.settings.pagination).nth(position.number - 1).unwrap_or_default();
    let list = context::List {
        of: word(cx, of.section),
        look: cx.config.sections[of.section].list.as_str(),
        groups: groups(cx, of.section, of.language, entries_of_part),
        cards: cx.cards(entries_of_part),
        total: entries.len(),
        pager: position.pager(),
        // The filters' counts are of the whole list, so they stand once, where it begins.
        filters: if position.number == 1 { exercise_filters::filters(cx, of.language, entries) } else { Vec::new() },
    };
    (list, entries_of_part)
}

/// The first page of the list whose text this page is; `None` for other pages.
pub(in crate::pages) fn list_below_text(cx: &RenderContext<'_>, page: &Page) -> Option<context::List> {
    let of = SectionList { section: page.section, language: page.language, folder: None };
    page.is_section_text().then(|| {
        let entries = in_order(cx, of);
        let count = entries.len().div_ceil(cx.config.settings.pagination);
        let url = of.url(cx.config, cx.resolved.site);
        part(cx, of, &entries, PagePosition { first_url: &url, number: 1, count }).0
    })
}

/// `page` and `head` of one page of a list.
fn variables(
    cx: &RenderContext<'_>,
    of: SectionList,
    title: String,
    position: PagePosition<'_>,
    list_page: ListPage<'_>,
) -> PageVariables {
    let language = of.language;
    let feed = Feed::of_section(of.section, language, cx.resolved);
    let feed = feed.filter(|_| position.number == 1 && of.folder.is_none());
    let page = GeneratedPage {
        feed: feed.map(|feed| feed.url(cx.config, cx.resolved)),
        ..GeneratedPage::new("list", language, position.url(), title)
    };
    let mut variables = page.variables(cx, cx.structured_data(language).of_list(list_page));
    let path = of.path(cx.config, cx.resolved.site);
    let translations = of.languages(cx.config, cx.resolved);
    variables.page.languages = languages::of_path(cx, language, &translations, &path);
    if of.folder.is_some() {
        let section = SectionList { folder: None, ..of };
        let site = cx.resolved.site;
        let title = section.title(cx.config, &cx.theme.strings, site);
        variables.page.breadcrumbs.push(context::Link::new(title, section.url(cx.config, site)));
    }
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
fn in_order(cx: &RenderContext<'_>, of: SectionList) -> Vec<PageId> {
    let mut pages = of.sorted(cx.resolved);
    if is_of_people(cx, of.section) {
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

/// Whether the pages of a section are people, whose list has a heading for each role.
fn is_of_people(cx: &RenderContext<'_>, section: SectionId) -> bool {
    cx.config.sections[section].kind == ContentKind::Person
}

/// The groups of a part of the list: people below the headings of their roles, titles below their first letters. They are in this
/// order already.
fn groups(
    cx: &RenderContext<'_>,
    section: SectionId,
    language: LanguageId,
    pages: &[PageId],
) -> Vec<context::CardGroup> {
    if is_of_people(cx, section) {
        return groups_of_people(cx, language, pages);
    }
    match cx.config.sections[section].list {
        ListLook::Letters => groups_by_letter(cx, section, pages),
        ListLook::Tree => groups_by_folder(cx, section, pages),
        _ => Vec::new(),
    }
}

fn groups_of_people(cx: &RenderContext<'_>, language: LanguageId, people: &[PageId]) -> Vec<context::CardGroup> {
    let roles = roles(cx);
    let role = |person: &PageId| roles.get(person).copied().unwrap_or(SiteRole::None);
    let groups = people.chunk_by(|a, b| role(a) == role(b)).map(|people| {
        let role = role(&people[0]);
        context::CardGroup {
            id: role.heading_id().to_owned(),
            of: ContentKind::Person.name(),
            title: cx.say(language, role.heading_key()),
            cards: cx.cards(people),
        }
    });
    groups.collect()
}

fn groups_by_letter(cx: &RenderContext<'_>, section: SectionId, pages: &[PageId]) -> Vec<context::CardGroup> {
    let letter = |page: &PageId| letter_of(&cx.resolved.site.page(*page).title);
    let groups = pages.chunk_by(|a, b| letter(a) == letter(b)).map(|pages| {
        let letter = letter(&pages[0]);
        let id = if letter == "#" { "other".to_owned() } else { letter.to_lowercase() };
        let id = format!("letter-{id}");
        context::CardGroup { id, of: word(cx, section), title: letter, cards: cx.cards(pages) }
    });
    groups.collect()
}

/// The pages directly in the section without a heading, then those of each folder below the title of its text.
fn groups_by_folder(cx: &RenderContext<'_>, section: SectionId, pages: &[PageId]) -> Vec<context::CardGroup> {
    let site = cx.resolved.site;
    let folder = |page: &PageId| site.tree.folder_of_page(site.page(*page)).map(|(id, _)| id);
    let groups = pages.chunk_by(|a, b| folder(a) == folder(b)).map(|pages| {
        let folder = folder(&pages[0]).map(|folder| &site.tree.folders[folder]);
        let title = folder.map(|folder| match folder.text {
            Some(text) => site.page(text).title.clone(),
            None => capitalised(folder.route.rsplit('/').next().unwrap_or_default()),
        });
        let id = folder.map(|folder| {
            let names: Vec<String> = folder.route.split('/').map(slug::slugify).collect();
            format!("folder-{}", names.join("--"))
        });
        context::CardGroup {
            id: id.unwrap_or_default(),
            of: word(cx, section),
            title: title.unwrap_or_default(),
            cards: cx.cards(pages),
        }
    });
    groups.collect()
}

/// What the theme calls the pages of a section: their kind, and `page` for a section that the settings declare, as the theme has no
/// word for it.
fn word(cx: &RenderContext<'_>, section: SectionId) -> &'static str {
    let section = &cx.config.sections[section];
    let is_page = section.is_declared() && matches!(section.kind, ContentKind::Article | ContentKind::Page);
    if is_page { ContentKind::Page.name() } else { section.kind.name() }
}

/// The title of a list. That of people depends on whether there are persons or teams.
fn title(cx: &RenderContext<'_>, of: SectionList, pages: &[PageId]) -> String {
    let has_own = cx.config.sections[of.section].title_in(&cx.config.languages[of.language].tag).is_some();
    if is_of_people(cx, of.section) && !has_own && of.folder.is_none() {
        return cx.say(of.language, people::heading_key(cx.resolved.site, pages));
    }
    of.title(cx.config, &cx.theme.strings, cx.resolved.site)
}

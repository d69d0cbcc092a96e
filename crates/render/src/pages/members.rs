//! The pages that belong to a topic, and the pages that somebody worked on: the lists on the page of a topic or a person, and
//! their further pages if one of the lists is long.

use wellpress_io::artifact::Sink;
use wellpress_site::config::{Config, LanguageId};
use wellpress_site::discover::ContentKind;
use wellpress_site::model::page::Unpublished;
use wellpress_site::model::{Page, PageId, PageRecord};
use wellpress_site::resolve::ResolvedSite;

use super::super::RenderError;
use super::super::breadcrumbs::breadcrumbs;
use super::super::context;
use super::super::html::escape::escaped;
use super::super::json_ld::{ListPage, ListSubject};
use super::super::languages;
use super::super::render_context::RenderContext;
use super::PageVariables;
use super::generated::GeneratedPage;
use super::pagination::{self, PagePosition};

/// The lists on the page of a topic (articles, exercises, programmes) or of a person (wrote, reviewed, contributed).
///
/// The lists are paginated together: the first page, which is that of the topic or the person, shows the beginning of each,
/// and page 2 continues all of them. There are as many pages as the longest list needs.
pub struct Members {
    lists: [MemberList; 3],
    /// How many entries of each list a page shows.
    pagination: usize,
}

struct MemberList {
    /// The id of its heading.
    id: &'static str,
    /// The key of the string that is its heading.
    title_key: &'static str,
    /// The kind of its entries; `None` if they are of several.
    kind: Option<ContentKind>,
    entries: Vec<PageId>,
}

impl MemberList {
    /// The entries on the page with this number; none if the list is shorter than that.
    fn slice(&self, pagination: usize, number: usize) -> &[PageId] {
        self.entries.chunks(pagination).nth(number - 1).unwrap_or_default()
    }
}

impl Members {
    /// The lists of a page, sorted; `None` if it is the page of neither a topic nor a person.
    #[must_use]
    pub fn of(config: &Config, resolved: &ResolvedSite<'_>, page: &Page) -> Option<Self> {
        let mut lists = unsorted_lists(resolved, page)?;
        for MemberList { kind, entries, .. } in &mut lists {
            // A list of several kinds stays in the order in which the pages were found.
            if kind.is_some() {
                super::lists::sort(resolved.site, entries);
            }
        }
        Some(Self { lists, pagination: config.settings.pagination })
    }

    /// The slice of each list that the page with this number shows, in the order of the lists.
    #[must_use]
    pub fn on_page(&self, number: usize) -> [&[PageId]; 3] {
        self.lists.each_ref().map(|list| list.slice(self.pagination, number))
    }

    /// All entries that the page with this number shows, each once, in the order of their ids.
    #[must_use]
    pub fn distinct_on_page(&self, number: usize) -> Vec<PageId> {
        distinct(self.on_page(number).concat())
    }
}

/// Somebody may be both author and reviewer of a page.
fn distinct(mut pages: Vec<PageId>) -> Vec<PageId> {
    pages.sort_unstable();
    pages.dedup();
    pages
}

/// On how many pages a topic or a person shows its lists, if only entries count for which `counts` is true: as many as the
/// longest list needs, and 1 for every other page of the site.
#[must_use]
pub fn page_count(
    config: &Config,
    resolved: &ResolvedSite<'_>,
    page: &Page,
    counts: impl Fn(&Page) -> bool + Copy,
) -> usize {
    let length = |list: &MemberList| list.entries.iter().filter(|entry| counts(resolved.site.page(**entry))).count();
    // Sorting does not change the length, and the sitemap asks for every page of the site.
    let longest = unsorted_lists(resolved, page).iter().flatten().map(length).max().unwrap_or(0);
    longest.div_ceil(config.settings.pagination).max(1)
}

fn unsorted_lists(resolved: &ResolvedSite<'_>, page: &Page) -> Option<[MemberList; 3]> {
    let backlinks = &resolved.backlinks;
    match &page.record {
        PageRecord::Topic(_) => {
            let kinds = [
                ("articles", ContentKind::Article),
                ("exercises", ContentKind::Exercise),
                ("programmes", ContentKind::Programme),
            ];
            Some(kinds.map(|(id, kind)| MemberList {
                id,
                title_key: id,
                kind: Some(kind),
                entries: members_of_kind(resolved, page, kind),
            }))
        }
        PageRecord::Person(_) => {
            let relations = [
                ("wrote", "person-wrote", &backlinks.wrote),
                ("reviewed", "person-reviewed", &backlinks.reviewed),
                ("contributed", "person-contributed", &backlinks.contributed),
            ];
            Some(relations.map(|(id, title_key, pages_by_person)| {
                let entries = pages_by_person.get(&page.id).cloned().unwrap_or_default();
                MemberList { id, title_key, kind: None, entries }
            }))
        }
        _ => None,
    }
}

/// The members of a topic that are of this kind and in the topic's language.
fn members_of_kind(resolved: &ResolvedSite<'_>, topic: &Page, kind: ContentKind) -> Vec<PageId> {
    let members = resolved.backlinks.members.get(&topic.id).map(Vec::as_slice).unwrap_or_default();
    let pages = members.iter().map(|member| resolved.site.page(*member));
    pages.filter(|page| page.kind == kind && page.language == topic.language).map(|page| page.id).collect()
}

/// The links from the page of a topic or a person to the further pages of its lists.
pub(super) fn pager(cx: &RenderContext<'_>, page: &Page) -> context::Pager {
    let count = page_count(cx.config, cx.resolved, page, |_| true);
    PagePosition { first_url: &page.url, number: 1, count }.pager()
}

/// Renders page 2 and all further pages of the lists of a topic or a person. Returns how many these are.
///
/// # Errors
/// If the template or the sink fails.
pub fn render_further(cx: &RenderContext<'_>, page: &Page, sink: &dyn Sink) -> Result<usize, RenderError> {
    let count = page_count(cx.config, cx.resolved, page, |_| true);
    let members = if count > 1 { Members::of(cx.config, cx.resolved, page) } else { None };
    let Some(members) = members else { return Ok(0) };
    let total = distinct(members.lists.iter().flat_map(|list| &list.entries).copied().collect()).len();
    let mut preceding = members.distinct_on_page(1).len();
    for number in 2..=count {
        let position = PagePosition { first_url: &page.url, number, count };
        let entries = members.distinct_on_page(number);
        let list_page =
            ListPage { subject: ListSubject::Page(page.id), url: &position.url(), preceding, entries: &entries };
        preceding += entries.len();
        let list = context::List {
            of: "page",
            groups: groups(cx, page.language, &members, number),
            cards: cx.cards(&members.on_page(number).concat()),
            total,
            pager: position.pager(),
            filters: Vec::new(),
        };
        let folder = pagination::address(&page.path, number);
        pagination::put_list(cx, &variables(cx, page, position, list_page), &list, &folder, sink)?;
    }
    Ok(count - 1)
}

/// `page` and `head` of a further page. It is a generated page that takes its title, its languages and whether it may be
/// indexed from the page of the topic or the person.
fn variables(
    cx: &RenderContext<'_>,
    page: &Page,
    position: PagePosition<'_>,
    list_page: ListPage<'_>,
) -> PageVariables {
    let further = GeneratedPage::new("list", page.language, position.url(), page.title.clone());
    let mut variables = further.variables(cx, cx.structured_data(page.language).of_list(list_page));
    let head_title = page.settings.seo_title.as_ref().unwrap_or(&page.title);
    variables.head.title = position.head_title(head_title, &cx.config.languages[page.language].title);
    variables.head.robots = super::robots(cx.config, page);
    let about = &mut variables.page;
    if let PageRecord::Person(person) = &page.record {
        about.title_html = escaped(&person.full_name(page));
    }
    about.breadcrumbs = breadcrumbs(cx.config, cx.resolved, page.id, cx.section_names(page.language));
    about.breadcrumbs.push(context::Link::new(page.short_title(), page.url.as_str()));
    // A link to a missing translation leads to the first page, which has the notice; here the notice has no place.
    about.languages = languages::of_page(cx, page);
    about.languages.iter_mut().for_each(|language| language.notice.clear());
    about.unpublished = page.unpublished.map(Unpublished::as_str);
    variables
}

/// The lists that still have entries on this page, below their headings.
fn groups(cx: &RenderContext<'_>, language: LanguageId, members: &Members, number: usize) -> Vec<context::CardGroup> {
    let slices = members.lists.iter().zip(members.on_page(number)).filter(|(_, entries)| !entries.is_empty());
    let groups = slices.map(|(list, entries)| context::CardGroup {
        id: list.id,
        of: list.kind.map_or("page", ContentKind::name),
        title: cx.say(language, list.title_key),
        cards: cx.cards(entries),
    });
    groups.collect()
}

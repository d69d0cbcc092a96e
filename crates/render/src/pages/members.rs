//! What belongs to a topic, and what somebody did for the site: the lists on such a page, and their further parts where
//! one of them is long.

use wellpress_io::artifact::Sink;
use wellpress_site::config::Config;
use wellpress_site::discover::Kind;
use wellpress_site::model::{Page, PageId, Record};
use wellpress_site::resolve::ResolvedSite;

use super::super::RenderError;
use super::super::breadcrumbs::breadcrumbs;
use super::super::context;
use super::super::html::escape::escaped;
use super::super::json_ld::{ListPage, ListSubject};
use super::super::languages;
use super::super::render_context::RenderContext;
use super::generated::Made;
use super::parts::{self, Place};

/// The lists on the page of a topic or a person, each in its order.
pub struct Members {
    lists: [List; 3],
    /// How many of each a part shows.
    pagination: usize,
}

/// One of them.
struct List {
    /// The id of its heading.
    id: &'static str,
    /// The string that is its heading.
    title: &'static str,
    /// The kind of its pages, where they are of one.
    kind: Option<Kind>,
    pages: Vec<PageId>,
}

impl Members {
    /// Of a page; nothing where it is no topic and no person.
    #[must_use]
    pub fn of(config: &Config, resolved: &ResolvedSite<'_>, page: &Page) -> Option<Self> {
        let mut lists = lists(resolved, page)?;
        for List { kind, pages, .. } in &mut lists {
            if let Some(kind) = *kind {
                super::lists::sort(resolved.site, kind, pages);
            }
        }
        Some(Self { lists, pagination: config.settings.pagination })
    }

    /// What a part shows of each list, in the order in which the page has them.
    #[must_use]
    pub fn part(&self, number: usize) -> [&[PageId]; 3] {
        let part = |list| slice(list, self.pagination, number);
        self.lists.each_ref().map(part)
    }

    /// All that a part shows, none twice, in the order of the pages.
    #[must_use]
    pub fn on_part(&self, number: usize) -> Vec<PageId> {
        once(self.part(number).concat())
    }
}

fn slice(list: &List, pagination: usize, number: usize) -> &[PageId] {
    list.pages.chunks(pagination).nth(number - 1).unwrap_or_default()
}

fn once(mut pages: Vec<PageId>) -> Vec<PageId> {
    pages.sort_unstable();
    pages.dedup();
    pages
}

/// In how many parts a page shows its lists, if these pages count: as many as the longest needs.
#[must_use]
pub fn parts(
    config: &Config,
    resolved: &ResolvedSite<'_>,
    page: &Page,
    counts: impl Fn(&Page) -> bool + Copy,
) -> usize {
    let count = |list: &List| list.pages.iter().filter(|page| counts(resolved.site.page(**page))).count();
    let longest = lists(resolved, page).iter().flatten().map(count).max().unwrap_or(0);
    longest.div_ceil(config.settings.pagination).max(1)
}

/// The lists, which nobody has put in order.
fn lists(resolved: &ResolvedSite<'_>, page: &Page) -> Option<[List; 3]> {
    let back = &resolved.backlinks;
    match &page.record {
        Record::Topic(_) => {
            let members = back.members.get(&page.id).map(Vec::as_slice).unwrap_or_default();
            let of_kind = |id, kind| {
                let same = |member: &PageId| {
                    let member = resolved.site.page(*member);
                    member.kind == kind && member.language == page.language
                };
                let pages = members.iter().copied().filter(same).collect();
                List { id, title: id, kind: Some(kind), pages }
            };
            Some([
                of_kind("articles", Kind::Article),
                of_kind("exercises", Kind::Exercise),
                of_kind("programmes", Kind::Programme),
            ])
        }
        Record::Person(_) => Some(
            [
                ("wrote", "person-wrote", &back.wrote),
                ("reviewed", "person-reviewed", &back.reviewed),
                ("contributed", "person-contributed", &back.contributed),
            ]
            .map(|(id, title, pages)| {
                let pages = pages.get(&page.id).cloned().unwrap_or_default();
                List { id, title, kind: None, pages }
            }),
        ),
        _ => None,
    }
}

/// The way from a topic's or a person's own page, which is the first part, to the further ones.
pub(super) fn pager(cx: &RenderContext<'_>, page: &Page) -> context::Pager {
    let parts = parts(cx.config, cx.resolved, page, |_| true);
    Place { first: &page.url, number: 1, parts }.pager()
}

/// Renders the further parts of what the page of a topic or a person lists; how many there are.
///
/// # Errors
/// Where the template cannot go on, or the sink.
pub fn render_further(cx: &RenderContext<'_>, page: &Page, sink: &dyn Sink) -> Result<usize, RenderError> {
    let parts = parts(cx.config, cx.resolved, page, |_| true);
    let members = if parts > 1 { Members::of(cx.config, cx.resolved, page) } else { None };
    let Some(members) = members else { return Ok(0) };
    let total = once(members.lists.iter().flat_map(|list| &list.pages).copied().collect()).len();
    let mut before = members.on_part(1).len();
    for number in 2..=parts {
        let place = Place { first: &page.url, number, parts };
        let pages = members.on_part(number);
        let data =
            ListPage { subject: ListSubject::Page(page.id), url: &place.address(), preceding: before, entries: &pages };
        before += pages.len();
        let (about, head) = around(cx, page, place, data);
        let list = context::List {
            of: "page",
            groups: groups(cx, page.language, &members, number),
            cards: cx.cards(&members.part(number).concat()),
            total,
            pager: place.pager(),
            filters: Vec::new(),
        };
        let folder = parts::address(&page.path, number);
        parts::put(cx, page.language, (&about, &head), &list, &folder, sink)?;
    }
    Ok(parts - 1)
}

/// What a further part is, and what stands in its head.
fn around(cx: &RenderContext<'_>, page: &Page, place: Place<'_>, data: ListPage<'_>) -> (context::Page, context::Head) {
    let (config, resolved) = (cx.config, cx.resolved);
    let made = Made {
        kind: "list",
        language: page.language,
        url: place.address(),
        title: page.title.clone(),
        description: None,
        robots: None,
    };
    let head_title = page.settings.seo_title.as_ref().unwrap_or(&page.title);
    let head = context::Head {
        title: place.head_title(head_title, &config.languages[page.language].title),
        robots: super::robots(page),
        ..made.head(cx, cx.structured_data(page.language).of_list(data))
    };
    let mut about = made.page(cx);
    if let Record::Person(person) = &page.record {
        about.title_html = escaped(&person.full_name(page));
    }
    about.breadcrumbs = breadcrumbs(config, resolved, page.id, cx.section_names(page.language));
    about.breadcrumbs.push(context::Link::new(page.short_title(), page.url.as_str()));
    // Who asks for a translation that is missing is led to the own page, which has the notice.
    about.languages = languages::of_page(cx, page);
    about.languages.iter_mut().for_each(|other| other.notice.clear());
    about.unpublished = page.included.map(wellpress_site::model::page::Unpublished::as_str);
    (about, head)
}

/// The slices of a part that show something, each below its heading.
fn groups(cx: &RenderContext<'_>, language: usize, members: &Members, number: usize) -> Vec<context::Group> {
    let slices = members.lists.iter().zip(members.part(number)).filter(|(_, pages)| !pages.is_empty());
    let groups = slices.map(|(list, pages)| context::Group {
        id: list.id,
        of: list.kind.map_or("page", Kind::name),
        title: cx.say(language, list.title),
        cards: cx.cards(pages),
    });
    groups.collect()
}

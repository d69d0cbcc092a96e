//! The further pages of the lists of a topic or a person, if one of them is long.

use wellpress_io::artifact::Sink;
use wellpress_site::config::LanguageId;
use wellpress_site::model::page::Unpublished;
use wellpress_site::model::{Page, PageRecord};
use wellpress_site::sections::ContentKind;

use crate::context::breadcrumbs::breadcrumbs;
use crate::escape::escaped;
use crate::listing::members::{Members, distinct, page_count};
use crate::machine::json_ld::{ListPage, ListSubject};
use crate::pages::generated::GeneratedPage;
use crate::pages::lists::pagination::{self, PagePosition};
use crate::pages::page_variables::PageVariables;
use crate::pages::render_context::{RenderContext, languages};
use crate::{RenderError, context};

/// The links from the page of a topic or a person to the further pages of its lists.
pub(in crate::pages) fn pager(cx: &RenderContext<'_>, page: &Page) -> context::Pager {
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
            look: "rows",
            groups: groups(cx, page.language, &members, number),
            cards: cx.cards(&members.on_page(number).concat()),
            total,
            pager: position.pager(),
            filters: Vec::new(),
        };
        let folder = pagination::address(&page.path, number);
        let variables = variables(cx, page, position, list_page);
        variables.put(cx, &folder, sink, |context| context.insert("list", &list))?;
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
    let head_title = page.front.seo_title.as_ref().unwrap_or(&page.title);
    variables.head.title = position.head_title(head_title, &cx.config.languages[page.language].title);
    variables.head.robots = crate::pages::robots::robots(cx.config, page);
    let about = &mut variables.page;
    if let PageRecord::Person(person) = &page.record {
        about.title_html = escaped(&person.full_name(page));
    }
    about.breadcrumbs = breadcrumbs(cx.config, cx.resolved, &cx.theme.strings, page.id);
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
        id: list.id.to_owned(),
        of: list.kind.map_or("page", ContentKind::name),
        title: cx.say(language, list.title_key),
        cards: cx.cards(entries),
    });
    groups.collect()
}

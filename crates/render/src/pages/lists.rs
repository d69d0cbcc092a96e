//! The lists of sections, in parts where they are long.

use std::collections::BTreeMap;

use wellpress_io::artifact::Sink;
use wellpress_site::discover::Kind;
use wellpress_site::model::{Page, PageId, Site};

use super::super::RenderError;
use super::super::alternates;
use super::super::context;
use super::super::html::people;
use super::super::json_ld::{ListPage, ListSubject};
use super::super::languages;
use super::super::render_context::RenderContext;
use super::generated::Made;
use super::parts::{self, Place};

/// Kinds that have a list.
pub const LISTED: [Kind; 5] = [Kind::Article, Kind::Exercise, Kind::Programme, Kind::Topic, Kind::Person];

/// Renders the list of a kind in a language; how many pages it has.
///
/// # Errors
/// Where the template cannot go on, or the sink.
pub fn render(cx: &RenderContext<'_>, kind: Kind, language: usize, sink: &dyn Sink) -> Result<usize, RenderError> {
    let pages = in_order(cx, kind, language);
    let slices: Vec<&[PageId]> = pages.chunks(cx.config.settings.pagination).collect();
    let section = format!("{}{}/", cx.home(language), kind.folder());
    for (at, part) in slices.iter().enumerate() {
        let number = at + 1;
        let place = Place { first: &section, number, parts: slices.len() };
        let made = Made {
            kind: "list",
            language,
            url: place.address(),
            title: cx.say(language, title_key(cx, kind, &pages)),
            description: None,
            robots: None,
        };
        let list = context::List {
            of: kind.name(),
            groups: if kind == Kind::Person { groups(cx, language, part) } else { Vec::new() },
            cards: cx.cards(part),
            total: pages.len(),
            pager: place.pager(),
            filters: if number == 1 { super::library::filters(cx, language, &pages) } else { Vec::new() },
        };
        let data = ListPage {
            subject: ListSubject::Section(kind),
            url: &made.url,
            preceding: (number - 1) * cx.config.settings.pagination,
            entries: part,
        };
        let mut head = made.head(cx, cx.structured_data(language).of_list(data));
        let made_in: Vec<usize> =
            (0..cx.config.languages.len()).filter(|language| cx.listed(kind, *language).next().is_some()).collect();
        if number == 1 {
            head.alternates = alternates::of_path(cx.config, &made_in, &format!("{}/", kind.folder()));
        }
        if number > 1 {
            head.title = place.head_title(&made.title, &cx.config.languages[language].title);
        }
        let mut about = made.page(cx);
        about.languages = languages::of_path(cx, language, &made_in, &format!("{}/", kind.folder()));
        if number > 1 {
            about.breadcrumbs.push(context::Link::new(made.title.as_str(), section.as_str()));
        }
        let folder = &about.url[cx.config.base.path.len()..];
        parts::put(cx, language, (&about, &head), &list, folder, sink)?;
    }
    Ok(slices.len())
}

/// The pages that a list shows; people are grouped by what they do.
fn in_order(cx: &RenderContext<'_>, kind: Kind, language: usize) -> Vec<PageId> {
    let mut pages: Vec<PageId> = cx.listed(kind, language).map(|page| page.id).collect();
    sort(cx.resolved.site, kind, &mut pages);
    if kind == Kind::Person {
        let parts = parts_taken(cx);
        pages.sort_by_key(|person| parts.get(person).copied().unwrap_or(Part::None));
    }
    pages
}

/// What somebody does for the site, the weightiest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Part {
    Reviewer,
    Author,
    Contributor,
    None,
}

impl Part {
    /// The id of its group, and the string that names it.
    fn group(self) -> (&'static str, &'static str) {
        match self {
            Self::Reviewer => ("reviewers", "text-people-reviewers"),
            Self::Author => ("authors", "text-people-authors"),
            Self::Contributor => ("contributors", "text-people-contributors"),
            Self::None => ("further", "text-people-further"),
        }
    }
}

/// What each person does: who has reviewed medically or clinically is a reviewer, whatever else they do.
fn parts_taken(cx: &RenderContext<'_>) -> BTreeMap<PageId, Part> {
    let mut parts: BTreeMap<PageId, Part> = BTreeMap::new();
    let mut add = |person: PageId, part: Part| {
        let known = parts.entry(person).or_insert(part);
        *known = part.min(*known);
    };
    let public = cx.resolved.site.pages.iter().filter(|page| !page.is_withdrawn());
    for reviewed in public.filter_map(|page| page.reviewed()) {
        reviewed.authors.iter().for_each(|person| add(*person, Part::Author));
        reviewed.contributors.iter().for_each(|(person, _)| add(*person, Part::Contributor));
        for review in &reviewed.reviews {
            add(review.person, if review.role.moves_the_date() { Part::Reviewer } else { Part::Contributor });
        }
    }
    parts
}

/// People by what they do, in the order in which they stand.
fn groups(cx: &RenderContext<'_>, language: usize, people: &[PageId]) -> Vec<context::Group> {
    let parts = parts_taken(cx);
    let part = |person: &PageId| parts.get(person).copied().unwrap_or(Part::None);
    let groups = people.chunk_by(|a, b| part(a) == part(b)).map(|people| {
        let (id, title) = part(&people[0]).group();
        context::Group { id, of: Kind::Person.name(), title: cx.say(language, title), cards: cx.cards(people) }
    });
    groups.collect()
}

/// The string that names the list of these pages of a kind.
pub(super) fn title_key(cx: &RenderContext<'_>, kind: Kind, pages: &[PageId]) -> &'static str {
    match kind {
        Kind::Article => "text-articles",
        Kind::Exercise => "text-exercises",
        Kind::Programme => "text-programmes",
        Kind::Topic => "text-topics",
        Kind::Person => people::heading(cx.resolved.site, pages),
        Kind::Page | Kind::Disclaimer => "text-home",
    }
}

/// The order of a kind's lists: by weight; then articles by date, newest first; then by title.
pub(super) fn sort(site: &Site, kind: Kind, pages: &mut [PageId]) {
    let page = |id: &PageId| site.page(*id);
    let newest = |page: &Page| if kind == Kind::Article { page.published } else { None };
    pages.sort_by(|a, b| {
        let (a, b) = (page(a), page(b));
        let by_weight = a.settings.weight.cmp(&b.settings.weight);
        by_weight
            .then_with(|| newest(b).cmp(&newest(a)))
            .then_with(|| a.title.cmp(&b.title))
            .then_with(|| a.name.cmp(&b.name))
    });
}

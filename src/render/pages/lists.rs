//! The lists of sections, in parts where they are long.

use crate::artifact::Sink;
use crate::discover::Kind;
use crate::model::{Page, PageId};

use super::super::RenderError;
use super::super::alternates;
use super::super::context;
use super::super::frame::Frame;
use super::super::json_ld::{self, ListPart};
use super::generated::Made;

/// Kinds that have a list.
pub const LISTED: [Kind; 4] = [Kind::Article, Kind::Exercise, Kind::Topic, Kind::Person];

/// Renders the list of a kind in a language; how many pages it has.
///
/// # Errors
/// Where the template cannot go on, or the sink.
pub fn render(frame: &Frame<'_>, kind: Kind, language: usize, sink: &dyn Sink) -> Result<usize, RenderError> {
    let mut pages: Vec<PageId> = frame.listed(kind, language).map(|page| page.id).collect();
    if pages.is_empty() {
        return Ok(0);
    }
    sort(frame, kind, &mut pages);
    let parts: Vec<&[PageId]> = pages.chunks(frame.config.settings.pagination).collect();
    let section = format!("{}{}/", frame.home(language), kind.folder());
    for (at, part) in parts.iter().enumerate() {
        let number = at + 1;
        let address = |number: usize| if number == 1 { section.clone() } else { format!("{section}page/{number}/") };
        let made = Made {
            kind: "list",
            language,
            url: address(number),
            title: frame.say(language, &format!("text-{}", kind.folder())),
            description: None,
            robots: None,
        };
        let list = context::List {
            of: kind.name(),
            cards: frame.cards(part),
            total: pages.len(),
            number,
            parts: parts.len(),
            previous: (number > 1).then(|| address(number - 1)),
            following: (number < parts.len()).then(|| address(number + 1)),
        };
        let data = ListPart {
            kind,
            language,
            url: &made.url,
            before: (number - 1) * frame.config.settings.pagination,
            pages: part,
        };
        let facts = frame.facts(language);
        let mut head = made.head(frame, json_ld::of_list(frame.config, frame.resolved, data, facts));
        if number == 1 {
            let languages: Vec<usize> = (0..frame.config.languages.len())
                .filter(|language| frame.listed(kind, *language).next().is_some())
                .collect();
            head.alternates = alternates::of_path(frame.config, &languages, &format!("{}/", kind.folder()));
        }
        if number > 1 {
            head.title = format!("{} ({number}) | {}", made.title, frame.config.languages[language].title);
        }
        let mut about = made.page(frame);
        if number > 1 {
            about.breadcrumbs.push(context::Link { title: made.title.clone(), url: section.clone() });
        }
        let html = frame
            .render("list.html", language, &about, &head, |context| context.insert("list", &list))
            .map_err(RenderError::Theme)?;
        let path = &address(number)[frame.config.base.path.len()..];
        super::put(sink, &format!("{path}index.html"), html)?;
    }
    Ok(parts.len())
}

/// The order of a kind's lists: by weight; then articles by date, newest first; then by title.
pub(super) fn sort(frame: &Frame<'_>, kind: Kind, pages: &mut [PageId]) {
    let page = |id: &PageId| frame.resolved.site.page(*id);
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

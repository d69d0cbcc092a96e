//! Which exercise shows which: none may show itself, directly or around a corner, and none more than a few levels deep.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use wellpress_diagnostics::{Diagnostic, rules};
use wellpress_markdown::body::DirectiveId;
use wellpress_markdown::directives::DirectiveKind;

use crate::discover::ContentKind;
use crate::model::{LookupResult, Page, PageId, Site};

use super::bodies::ResolvedBody;
use super::outline::Outline;
use super::{cycles, reviewed_text};

/// The exercises that a page's text embeds, in the order written.
pub fn embedded(site: &Site, page: PageId) -> impl Iterator<Item = PageId> {
    embeds_of(site, site.page(page)).map(|(embedded, _)| embedded)
}

/// The exercises whose text a page shows: embedded, on a schedule, and within those.
pub(super) fn shown(site: &Site, page: &Page, body: &ResolvedBody, outlines: &[Arc<Outline>]) -> BTreeSet<PageId> {
    let embedded = |page: PageId| outlines[page.index()].embeds.values().map(|embed| embed.page);
    let mut shown = BTreeSet::new();
    let mut open: Vec<PageId> = embedded(page.id).chain(reviewed_text::scheduled(site, page, body)).collect();
    while let Some(exercise) = open.pop() {
        if shown.insert(exercise) {
            open.extend(embedded(exercise));
        }
    }
    shown
}

fn embeds_of<'a>(site: &'a Site, page: &'a Page) -> impl Iterator<Item = (PageId, DirectiveId)> + 'a {
    page.body.directives.entries().filter(|(_, directive)| directive.kind == DirectiveKind::Exercise).filter_map(
        |(directive_id, directive)| {
            let (id, _) = directive.id.as_ref()?;
            match site.index.find(ContentKind::Exercise, id, page.language) {
                LookupResult::Page(embedded) => Some((embedded, directive_id)),
                LookupResult::Hidden(_) | LookupResult::Nothing => None,
            }
        },
    )
}

/// An exercise may show one that shows one, and so on, this many times.
const MOST_LEVELS: usize = 4;

/// Exercises that would show themselves, or that lie too deep.
pub fn cyclic(site: &Site) -> BTreeSet<PageId> {
    let exercises = site.pages.iter().filter(|page| page.kind == ContentKind::Exercise);
    exercises.filter(|page| is_deep(site, page.id)).map(|page| page.id).collect()
}

/// Whether something is embedded in a page more levels down than may be; a cycle goes down for ever.
fn is_deep(site: &Site, page: PageId) -> bool {
    let mut level = BTreeSet::from([page]);
    for _ in 0..=MOST_LEVELS {
        level = level.iter().flat_map(|page| embedded(site, *page)).collect();
    }
    !level.is_empty()
}

/// A finding for each exercise that would show itself, with the way around, and for each that is too deep.
pub fn refuse_cycles(site: &Site, deep: &BTreeSet<PageId>) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    let ways: BTreeMap<PageId, _> = deep.iter().filter_map(|page| Some((*page, path_back(site, *page)?))).collect();
    for page in deep.iter().map(|page| site.page(*page)) {
        let around = ways.get(&page.id);
        if around.is_none() && reaches_any(site, page.id, &ways) {
            continue;
        }
        let Some(first) =
            around.as_ref().map(|(first, _)| *first).or_else(|| embeds_of(site, page).next().map(|(_, at)| at))
        else {
            continue;
        };
        let message = match around {
            Some((_, path)) => format!("`{}` would show itself: {}", page.name, cycles::arrows(site, path)),
            None => format!("`{}` shows exercises in exercises more than {MOST_LEVELS} levels deep", page.name),
        };
        let place = page.source.locate(page.body.directives[first].span);
        findings.push(
            Diagnostic::new(&rules::EXERCISE_CYCLE, place, message).help("link to the exercise instead: `[[id]]`"),
        );
    }
    findings
}

/// Whether an exercise shows one of those that show themselves: its own depth is no further mistake.
fn reaches_any<T>(site: &Site, start: PageId, wanted: &BTreeMap<PageId, T>) -> bool {
    let mut level = BTreeSet::from([start]);
    for _ in 0..=MOST_LEVELS {
        level = level.iter().flat_map(|page| embedded(site, *page)).collect();
        if level.iter().any(|page| wanted.contains_key(page)) {
            return true;
        }
    }
    false
}

/// The shortest way from an exercise through what it embeds back to itself, and the directive with which it begins.
fn path_back(site: &Site, start: PageId) -> Option<(DirectiveId, Vec<PageId>)> {
    let path = cycles::shortest_cycle(start, |page| embedded(site, page))?;
    let first = embeds_of(site, site.page(start)).find(|(embedded, _)| *embedded == path[1])?;
    Some((first.1, path))
}

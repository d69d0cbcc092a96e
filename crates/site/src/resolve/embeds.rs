//! Which exercise embeds which. An exercise must not show itself, directly or through others, embeds must not be nested too deep,
//! and no page shows exercises without end: these are findings, and pages with them get no reading order.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use wellpress_diagnostics::{Diagnostic, rules};
use wellpress_markdown::body::DirectiveId;
use wellpress_markdown::directives::DirectiveKind;

use crate::model::programme::Programme;
use crate::model::{LookupResult, Page, PageId, PageTable, Site};
use crate::sections::ContentKind;

use super::outline::Outline;
use super::targets::ResolvedBody;
use super::{cycles, shown_pages, videos};

/// The exercises that a page's text embeds, in the order of the text.
pub fn embedded(site: &Site, page: PageId) -> impl Iterator<Item = PageId> {
    embedding_directives(site, site.page(page)).map(|(exercise, _)| exercise)
}

/// The exercises whose text or video a page shows: embedded, on a schedule, and in those at any depth.
///
/// Walks the outlines, because disclaimers need the exercises and the reading order needs the disclaimers.
pub(super) fn exercises_shown_on(
    site: &Site,
    page: &Page,
    body: &ResolvedBody,
    outlines: &PageTable<Arc<Outline>>,
) -> BTreeSet<PageId> {
    let mut exercises = BTreeSet::new();
    let mut unvisited: Vec<PageId> =
        embeds_in_outline(outlines, page.id).chain(shown_pages::scheduled(site, page, body)).collect();
    unvisited.extend(videos::exercises_of_videos(site, page));
    // An Easy Read version says in other words what the exercises of its page say.
    if let Some(full) = site.full_page_of(page.id) {
        unvisited.extend(embeds_in_outline(outlines, full.id));
        unvisited.extend(videos::exercises_of_videos(site, full));
        unvisited.extend(full.programme().into_iter().flat_map(Programme::exercises));
    }
    while let Some(exercise) = unvisited.pop() {
        // Visiting each exercise once ends on cycles too.
        if exercises.insert(exercise) {
            unvisited.extend(embeds_in_outline(outlines, exercise));
        }
    }
    exercises
}

fn embeds_in_outline(outlines: &PageTable<Arc<Outline>>, page: PageId) -> impl Iterator<Item = PageId> + '_ {
    outlines[page].embeds.values().map(|embed| embed.page)
}

/// The published exercises that a page's text embeds, each with its directive.
fn embedding_directives<'a>(site: &'a Site, page: &'a Page) -> impl Iterator<Item = (PageId, DirectiveId)> + 'a {
    let directives = page.body.directives.entries();
    let embeds = directives.filter(|(_, directive)| directive.kind == DirectiveKind::Exercise);
    embeds.filter_map(|(directive_id, directive)| {
        let id = directive.id.as_ref()?;
        match site.index.find(ContentKind::Exercise, &id.value, page.language) {
            LookupResult::Page(exercise) => Some((exercise, directive_id)),
            LookupResult::Hidden(_) | LookupResult::Several | LookupResult::Nothing => None,
        }
    })
}

/// How many levels of exercises in exercises a page can have.
const MAX_DEPTH: usize = 4;

/// The exercises whose embeds lie deeper than [`MAX_DEPTH`]. A cycle is infinitely deep, so that these are among them.
pub fn cyclic(site: &Site) -> BTreeSet<PageId> {
    let exercises = site.pages.iter().filter(|page| page.kind == ContentKind::Exercise);
    exercises.filter(|page| is_too_deep(site, page.id)).map(|page| page.id).collect()
}

fn is_too_deep(site: &Site, page: PageId) -> bool {
    // A set for each level: an exercise that several others embed is walked once, and not once for each way to it.
    let mut level = BTreeSet::from([page]);
    for _ in 0..=MAX_DEPTH {
        level = level.iter().flat_map(|page| embedded(site, *page)).collect();
    }
    !level.is_empty()
}

/// The way from an exercise through its embeds back to itself.
struct EmbedCycle {
    /// The directive with which it begins.
    first: DirectiveId,
    /// From the exercise to itself.
    path: Vec<PageId>,
}

/// One finding for each exercise of `too_deep` that shows itself, with the way around, and for each other one. An exercise
/// that is too deep only because it embeds a cycle has none: its own embeds are right.
pub fn refuse_cycles(site: &Site, too_deep: &BTreeSet<PageId>) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    let cycles: BTreeMap<PageId, EmbedCycle> =
        too_deep.iter().filter_map(|page| Some((*page, shortest_cycle(site, *page)?))).collect();
    for page in too_deep.iter().map(|page| site.page(*page)) {
        let cycle = cycles.get(&page.id);
        if cycle.is_none() && reaches_any(site, page.id, &cycles) {
            continue;
        }
        let first_embed = || embedding_directives(site, page).next().map(|(_, directive)| directive);
        let Some(directive) = cycle.map(|cycle| cycle.first).or_else(first_embed) else { continue };
        let message = match cycle {
            Some(cycle) => format!("`{}` would show itself: {}", page.name, cycles::arrows(site, &cycle.path)),
            None => format!("`{}` shows exercises in exercises more than {MAX_DEPTH} levels deep", page.name),
        };
        let location = page.source.locate(page.body.directives[directive].span);
        let finding = Diagnostic::new(&rules::EXERCISE_CYCLE, location, message);
        findings.push(finding.help("link to the exercise instead: `[[id]]`"));
    }
    findings
}

/// Whether an exercise embeds one of `cycles` within the allowed depth.
fn reaches_any(site: &Site, start: PageId, cycles: &BTreeMap<PageId, EmbedCycle>) -> bool {
    let mut level = BTreeSet::from([start]);
    for _ in 0..=MAX_DEPTH {
        level = level.iter().flat_map(|page| embedded(site, *page)).collect();
        if level.iter().any(|page| cycles.contains_key(page)) {
            return true;
        }
    }
    false
}

/// The most exercises that a page shows, with those in exercises. Some lines can embed a large one thousands of times.
const MOST_SHOWN: usize = 500;
/// The most bytes of all files of the exercises that a page shows, each as often as it is shown.
const MOST_SHOWN_BYTES: usize = 1_000_000;

/// What a page shows by its embeds, at any depth.
#[derive(Clone, Copy, Default)]
struct ShownSize {
    exercises: usize,
    bytes: usize,
}

impl ShownSize {
    fn plus(self, other: Self) -> Self {
        Self {
            exercises: self.exercises.saturating_add(other.exercises),
            bytes: self.bytes.saturating_add(other.bytes),
        }
    }

    fn is_too_large(self) -> bool {
        self.exercises > MOST_SHOWN || self.bytes > MOST_SHOWN_BYTES
    }
}

/// The finding about a page that shows more exercises than a page may, at the one with which it becomes too large. No exercise that
/// the page shows may be in a cycle.
pub(super) fn refuse_size(site: &Site, page: &Page, outlines: &PageTable<Arc<Outline>>) -> Option<Diagnostic> {
    let (mut sizes, mut shown) = (BTreeMap::new(), ShownSize::default());
    let (directive, _) = outlines[page.id].embeds.iter().find(|(_, embed)| {
        shown = shown.plus(size_of(site, outlines, embed.page, &mut sizes));
        shown.is_too_large()
    })?;
    let megabytes = MOST_SHOWN_BYTES / 1_000_000;
    let message = format!(
        "this {} shows more than {MOST_SHOWN} exercises or {megabytes} MB of them, which is the limit of a page",
        page.word
    );
    let location = page.source.locate(page.body.directives[directive].span);
    Some(Diagnostic::new(&rules::EXERCISE_CYCLE, location, message).help("link to the exercise instead: `[[id]]`"))
}

/// What an embed of an exercise shows: it and all that it embeds.
fn size_of(
    site: &Site,
    outlines: &PageTable<Arc<Outline>>,
    exercise: PageId,
    sizes: &mut BTreeMap<PageId, ShownSize>,
) -> ShownSize {
    if let Some(size) = sizes.get(&exercise) {
        return *size;
    }
    // This recursion ends: exercises in a cycle or too deep have findings of their own, and their pages no size.
    let embedded = embeds_in_outline(outlines, exercise).map(|inner| size_of(site, outlines, inner, sizes));
    let own = ShownSize { exercises: 1, bytes: site.page(exercise).source.text.len() };
    let size = embedded.fold(own, ShownSize::plus);
    sizes.insert(exercise, size);
    size
}

fn shortest_cycle(site: &Site, start: PageId) -> Option<EmbedCycle> {
    let path = cycles::shortest_cycle(start, |page| embedded(site, page))?;
    let (_, first) = embedding_directives(site, site.page(start)).find(|(exercise, _)| *exercise == path[1])?;
    Some(EmbedCycle { first, path })
}

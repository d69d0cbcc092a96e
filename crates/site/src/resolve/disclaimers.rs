//! Which disclaimers stand where on a page.

use std::collections::BTreeSet;

use wellpress_markdown::directives::DirectiveKind;

use crate::discover::Kind;
use crate::model::disclaimer::DisclaimerId;
use crate::model::{Found, Page, PageId, Record, Site};
use crate::parse::front_matter::Placement;

use super::cautions::is_same_or_narrower;
use super::outline::Outline;

/// Disclaimers of a page by place, each in the order in which it was named, none twice.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Placed {
    /// Above the text.
    pub top: Vec<DisclaimerId>,
    /// Below it.
    pub bottom: Vec<DisclaimerId>,
    /// With each exercise.
    pub with_exercise: Vec<DisclaimerId>,
    /// With each video.
    pub with_video: Vec<DisclaimerId>,
}

/// The disclaimers that the settings, the page and the exercises that it shows ask for, without those that the page leaves
/// out with a reason.
pub(super) fn placed(site: &Site, page: &Page, outline: &Outline, exercises: &BTreeSet<PageId>) -> Placed {
    let mut placed = Placed::default();
    let standing = match page.kind {
        Kind::Article => &site.standing.articles,
        Kind::Exercise => &site.standing.exercises,
        Kind::Programme => &site.standing.programmes,
        _ => {
            let named = of_exercises(site, page, exercises).map(|id| in_language(site, id, page.language));
            named.for_each(|id| add(&mut placed.with_exercise, id));
            return with_media(site, page, outline, placed);
        }
    };
    let own = page.reviewed().map_or(&[][..], |reviewed| &reviewed.disclaimers);
    let by_topic = of_topics(site, page);
    for id in standing.iter().chain(&by_topic).chain(own).copied().chain(of_exercises(site, page, exercises)) {
        let omitted = page.reviewed().is_some_and(|reviewed| reviewed.omitted.contains(&id));
        let id = in_language(site, id, page.language);
        if !omitted {
            match site.disclaimers[id.index()].placement {
                Placement::Top => add(&mut placed.top, id),
                Placement::Bottom => add(&mut placed.bottom, id),
                Placement::WithExercise => add(&mut placed.with_exercise, id),
                Placement::WithVideo => add(&mut placed.with_video, id),
            }
        }
    }
    with_media(site, page, outline, placed)
}

/// The disclaimers that the records of exercises name: they come along wherever an exercise is shown.
fn of_exercises<'a>(
    site: &'a Site,
    page: &'a Page,
    exercises: &'a BTreeSet<PageId>,
) -> impl Iterator<Item = DisclaimerId> + 'a {
    let others = exercises.iter().map(|exercise| site.page(*exercise)).filter(|exercise| exercise.id != page.id);
    let shown = others.filter(|exercise| !exercise.is_withdrawn()).filter_map(Page::reviewed);
    shown.flat_map(|reviewed| reviewed.disclaimers.iter().filter(|id| !reviewed.omitted.contains(id)).copied())
}

/// The disclaimers that the settings show on pages about certain topics.
fn of_topics(site: &Site, page: &Page) -> Vec<DisclaimerId> {
    let topics = page.reviewed().map_or(&[][..], |reviewed| &reviewed.topics);
    let is_about = |topic: PageId| {
        let wider = match site.index.find(Kind::Topic, &site.page(topic).name, page.language) {
            Found::Page(translated) => translated,
            Found::Hidden(_) | Found::Nothing => topic,
        };
        topics.iter().any(|own| [topic, wider].iter().any(|wider| is_same_or_narrower(site, *own, *wider)))
    };
    let shown = site.standing.topics.iter().filter(|(topic, _)| is_about(*topic));
    shown.flat_map(|(_, ids)| ids).copied().collect()
}

/// A disclaimer placed with videos or exercises stands on every page that shows one.
fn with_media(site: &Site, page: &Page, outline: &Outline, mut placed: Placed) -> Placed {
    let shows_video = page.body.directives.iter().any(|directive| directive.kind == DirectiveKind::Video)
        || matches!(&page.record, Record::Exercise(exercise) if exercise.video.is_some())
        || page.body.directives.iter().any(|directive| directive.kind == DirectiveKind::Playlist);
    let shows_exercise =
        matches!(page.kind, Kind::Exercise | Kind::Programme) || outline.embeds.values().next().is_some();
    let omitted = page.reviewed().map_or(&[][..], |reviewed| &reviewed.omitted);
    for (number, disclaimer) in site.disclaimers.iter().enumerate().filter(|(_, disclaimer)| disclaimer.language == 0) {
        let id = DisclaimerId::at(number);
        if omitted.contains(&id) {
            continue;
        }
        let id = in_language(site, id, page.language);
        match disclaimer.placement {
            Placement::WithVideo if shows_video => add(&mut placed.with_video, id),
            Placement::WithExercise if shows_exercise => add(&mut placed.with_exercise, id),
            _ => {}
        }
    }
    placed
}

fn add(list: &mut Vec<DisclaimerId>, id: DisclaimerId) {
    if !list.contains(&id) {
        list.push(id);
    }
}

/// The same disclaimer in a language, where it is translated.
#[must_use]
pub fn in_language(site: &Site, id: DisclaimerId, language: usize) -> DisclaimerId {
    let name = &site.disclaimers[id.index()].name;
    let same = |other: &crate::model::disclaimer::Disclaimer| other.language == language && other.name == *name;
    site.disclaimers.iter().position(same).map_or(id, DisclaimerId::at)
}

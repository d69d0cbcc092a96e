//! Decides which disclaimers a page shows, and where: those that the settings ask for (by kind of page or by topic), those of
//! the page itself, and those of the exercises that it shows.

use std::collections::BTreeSet;

use wellpress_markdown::directives::DirectiveKind;

use crate::config::{LanguageId, MAIN_LANGUAGE};
use crate::model::disclaimer::DisclaimerId;
use crate::model::{Page, PageId, PageRecord, Site};
use crate::parse::front_matter::DisclaimerPlacement;
use crate::sections::ContentKind;

use super::outline::Outline;
use super::topics::is_same_or_narrower;

/// The disclaimers of a page by position. Each list has the order in which the disclaimers were asked for, without duplicates.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct PlacedDisclaimers {
    /// Above the text.
    pub top: Vec<DisclaimerId>,
    /// Below the text.
    pub bottom: Vec<DisclaimerId>,
    /// With each exercise.
    pub with_exercise: Vec<DisclaimerId>,
    /// With each video.
    pub with_video: Vec<DisclaimerId>,
}

/// Collects the disclaimers of a page. Left out are those that the page omits with a reason; an omission by an exercise holds
/// only for its own disclaimers.
///
/// They are asked for by the settings for the kind of page and for its topics, then by the page, by its original if it is a
/// translation, by its exercises, and last by their own front matter (`with_media`).
pub(super) fn placed(site: &Site, page: &Page, outline: &Outline, exercises: &BTreeSet<PageId>) -> PlacedDisclaimers {
    let mut placed = PlacedDisclaimers::default();
    let is_disclaimed = matches!(page.kind, ContentKind::Article | ContentKind::Exercise | ContentKind::Programme);
    if !is_disclaimed {
        // Topics, people and plain pages have no text of their own to disclaim, but an exercise brings its disclaimers along.
        let of_exercises = of_exercises(site, page, exercises).map(|id| in_language(site, id, page.language));
        of_exercises.for_each(|id| add(&mut placed.with_exercise, id));
        return with_media(site, page, outline, placed);
    }
    // The original of an Easy Read version can be a translation itself.
    let originals = std::iter::successors(site.original(page), |original| site.original(original));
    let of_originals = originals.flat_map(|original| asked_for_and_kept(site, original));
    let of_others = of_originals.chain(of_exercises(site, page, exercises));
    for id in asked_for(site, page).into_iter().chain(of_others) {
        // Before the translation is taken: ids in front matter mean disclaimers of the first language.
        let omitted = page.editorial().is_some_and(|reviewed| reviewed.omitted.contains(&id));
        let id = in_language(site, id, page.language);
        if !omitted {
            match site.disclaimers[id].placement {
                DisclaimerPlacement::Top => add(&mut placed.top, id),
                DisclaimerPlacement::Bottom => add(&mut placed.bottom, id),
                DisclaimerPlacement::WithExercise => add(&mut placed.with_exercise, id),
                DisclaimerPlacement::WithVideo => add(&mut placed.with_video, id),
            }
        }
    }
    let placed = with_media(site, page, outline, placed);
    if page.is_easy_read() { above_easy_text(placed) } else { placed }
}

/// The text of an Easy Read version is that of the exercises of its page, so that the disclaimers beside those come before it.
fn above_easy_text(mut placed: PlacedDisclaimers) -> PlacedDisclaimers {
    let of_exercises = std::mem::take(&mut placed.with_exercise);
    of_exercises.into_iter().for_each(|id| add(&mut placed.top, id));
    placed
}

/// The disclaimers that the settings ask for on a page, for its kind and its topics, and those that it asks for itself.
fn asked_for(site: &Site, page: &Page) -> Vec<DisclaimerId> {
    // An Easy Read version has those of its page, and its own.
    let of_full = site.full_page_of(page.id).map(|full| of_full_page(site, full)).unwrap_or_default();
    let standing = match page.kind {
        _ if page.is_easy_read() => &of_full[..],
        ContentKind::Article => &site.standing.articles[..],
        ContentKind::Exercise => &site.standing.exercises,
        ContentKind::Programme => &site.standing.programmes,
        _ => &[],
    };
    let of_page = page.editorial().map_or(&[][..], |reviewed| &reviewed.disclaimers);
    if !page.is_health {
        return of_page.to_vec();
    }
    [standing, &of_topics(site, page), of_page].concat()
}

/// The disclaimers of the page of an Easy Read version, without those that it omits with a reason.
fn of_full_page(site: &Site, full: &Page) -> Vec<DisclaimerId> {
    let omitted = full.editorial().map_or(&[][..], |reviewed| &reviewed.omitted);
    asked_for(site, full).into_iter().filter(|id| !omitted.contains(id)).collect()
}

/// The disclaimers of the exercises that a page shows, also those that the settings ask for. They follow an exercise to every page.
fn of_exercises<'a>(
    site: &'a Site,
    page: &'a Page,
    exercises: &'a BTreeSet<PageId>,
) -> impl Iterator<Item = DisclaimerId> + 'a {
    let embedded = exercises.iter().map(|exercise| site.page(*exercise)).filter(|exercise| exercise.id != page.id);
    embedded.filter(|exercise| !exercise.is_withdrawn()).flat_map(|exercise| asked_for_and_kept(site, exercise))
}

/// The disclaimers that are asked for on a page, without those that it omits.
fn asked_for_and_kept(site: &Site, page: &Page) -> Vec<DisclaimerId> {
    let omitted = page.editorial().map_or(&[][..], |reviewed| &reviewed.omitted);
    asked_for(site, page).into_iter().filter(|id| !omitted.contains(id)).collect()
}

/// The disclaimers that the settings ask for on pages about a topic or about a narrower one. The settings name the topic in
/// the site's first language; a translated page is about the translated topic.
fn of_topics(site: &Site, page: &Page) -> Vec<DisclaimerId> {
    let topics = page.editorial().map_or(&[][..], |reviewed| &reviewed.topics);
    let asked_for = site.standing.topics.iter().filter(|standing| {
        let translated = translated_topic(site, standing.topic, page.language);
        topics.iter().any(|page_topic| {
            [standing.topic, translated].iter().any(|wider| is_same_or_narrower(site, *page_topic, *wider))
        })
    });
    asked_for.flat_map(|standing| &standing.disclaimers).copied().collect()
}

/// The topic in a language, or the topic itself if it has no translation.
fn translated_topic(site: &Site, topic: PageId, language: LanguageId) -> PageId {
    site.index.in_language(site.page(topic), language).unwrap_or(topic)
}

/// Adds the disclaimers whose own front matter places them with videos or with exercises, to every page that shows one.
fn with_media(site: &Site, page: &Page, outline: &Outline, mut placed: PlacedDisclaimers) -> PlacedDisclaimers {
    let shows_video = page.body.directives.iter().any(|directive| directive.kind == DirectiveKind::Video)
        || matches!(&page.record, PageRecord::Exercise(exercise) if exercise.video.is_some())
        || page.body.directives.iter().any(|directive| directive.kind == DirectiveKind::Playlist);
    let kind = site.full_page_of(page.id).unwrap_or(page).kind;
    let shows_exercise =
        matches!(kind, ContentKind::Exercise | ContentKind::Programme) || outline.embeds.values().next().is_some();
    let omitted = page.editorial().map_or(&[][..], |reviewed| &reviewed.omitted);
    // In the first language alone, so that each disclaimer is placed once, in its translation if there is one.
    for (id, disclaimer) in site.disclaimers.entries().filter(|(_, disclaimer)| disclaimer.language == MAIN_LANGUAGE) {
        if omitted.contains(&id) {
            continue;
        }
        let id = in_language(site, id, page.language);
        match disclaimer.placement {
            DisclaimerPlacement::WithVideo if shows_video => add(&mut placed.with_video, id),
            DisclaimerPlacement::WithExercise if shows_exercise => add(&mut placed.with_exercise, id),
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

/// The translation of a disclaimer, or the disclaimer itself if it has none: a text in another language is better than none.
#[must_use]
pub fn in_language(site: &Site, id: DisclaimerId, language: LanguageId) -> DisclaimerId {
    let name = &site.disclaimers[id].name;
    let translation =
        site.disclaimers.iter().position(|disclaimer| disclaimer.language == language && disclaimer.name == *name);
    translation.map_or(id, DisclaimerId::new)
}

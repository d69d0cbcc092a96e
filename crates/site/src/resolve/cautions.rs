//! Cautions as a page shows them: all of them, those for a topic of the page or a narrower one first and marked.

use crate::model::exercise::{Caution, Exercise};
use crate::model::programme::Programme;
use crate::model::{Page, PageId, Record, Site};

use super::ResolvedSite;

/// A caution on a page.
#[derive(Debug, Clone)]
pub struct ShownCaution<'a> {
    /// What to do.
    pub caution: &'a Caution,
    /// For whom: one of the caution's topics.
    pub condition: Option<PageId>,
    /// Whether the page is about that.
    pub applies: bool,
    /// The exercises that have it, where several share one list.
    pub exercises: Vec<PageId>,
}

/// The cautions of an exercise on a page.
#[must_use]
pub fn of_exercise<'a>(site: &Site, page: Option<&Page>, exercise: &'a Exercise) -> Vec<ShownCaution<'a>> {
    let mut shown: Vec<ShownCaution<'a>> = each(site, page, exercise).collect();
    shown.sort_by_key(|shown| (!shown.applies, shown.caution.severity));
    shown
}

/// The cautions of all exercises of a programme on a page, those of the exercises within them included; what several say
/// alike stands once, with the names of those on the schedule.
#[must_use]
pub fn of_programme<'a>(
    resolved: &'a ResolvedSite<'_>,
    page: Option<&Page>,
    programme: &Programme,
) -> Vec<ShownCaution<'a>> {
    let site = resolved.site;
    let mut union: Vec<ShownCaution<'a>> = Vec::new();
    for id in programme.exercises() {
        let shown = std::iter::once(id).chain(resolved.texts_of(site.page(id)));
        for shown in shown.filter_map(|id| site.page(id).exercise()).flat_map(|exercise| each(site, page, exercise)) {
            let same = |known: &&mut ShownCaution<'_>| {
                let texts = |caution: &Caution| (caution.advice.clone(), caution.severity);
                known.condition == shown.condition && texts(known.caution) == texts(shown.caution)
            };
            match union.iter_mut().find(same) {
                Some(known) if known.exercises.contains(&id) => {}
                Some(known) => known.exercises.push(id),
                None => union.push(ShownCaution { exercises: vec![id], ..shown }),
            }
        }
    }
    union.sort_by_key(|shown| (!shown.applies, shown.caution.severity));
    union
}

/// Each caution with each of its conditions.
fn each<'a>(
    site: &Site,
    page: Option<&Page>,
    exercise: &'a Exercise,
) -> impl Iterator<Item = ShownCaution<'a>> + use<'a> {
    let topics = page.map_or(&[][..], subjects);
    let mut shown = Vec::new();
    for caution in &exercise.cautions {
        let of = |condition: Option<PageId>| {
            let applies = condition
                .is_some_and(|condition| topics.iter().any(|topic| is_same_or_narrower(site, condition, *topic)));
            ShownCaution { caution, condition, applies, exercises: Vec::new() }
        };
        match caution.conditions.as_slice() {
            [] => shown.push(of(None)),
            conditions => shown.extend(conditions.iter().map(|condition| of(Some(*condition)))),
        }
    }
    shown.into_iter()
}

/// The topics that a page is about; one about a topic is about that.
#[must_use]
pub fn subjects(page: &Page) -> &[PageId] {
    match (&page.record, page.reviewed()) {
        (Record::Topic(_), _) => std::slice::from_ref(&page.id),
        (_, Some(reviewed)) => &reviewed.topics,
        (_, None) => &[],
    }
}

/// Whether `topic` is `wider` or narrower than it.
#[must_use]
pub fn is_same_or_narrower(site: &Site, topic: PageId, wider: PageId) -> bool {
    let mut seen = vec![topic];
    let mut at = 0;
    while let Some(topic) = seen.get(at).copied() {
        if topic == wider {
            return true;
        }
        if let Record::Topic(record) = &site.page(topic).record {
            let next: Vec<PageId> = record.broader.iter().filter(|broader| !seen.contains(broader)).copied().collect();
            seen.extend(next);
        }
        at += 1;
    }
    false
}

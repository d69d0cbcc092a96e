//! The cautions that a page shows with an exercise or a programme: always all of them. Those for a topic of the page, or for
//! a narrower topic, come first and are marked as applying to the reader.

use crate::model::exercise::{Caution, Exercise};
use crate::model::programme::Programme;
use crate::model::{Page, PageId, Site};

use super::resolved_site::ResolvedSite;
pub use super::topics::{is_same_or_narrower, subjects};

/// A caution on a page, for one of its conditions. A caution for three conditions is shown three times, because each can
/// apply or not apply to the page.
#[derive(Debug, Clone)]
pub struct ShownCaution<'a> {
    /// The advice and its severity.
    pub caution: &'a Caution,
    /// The topic (a condition such as osteoporosis) that it is for. `None` means that it is for everybody.
    pub condition: Option<PageId>,
    /// Whether the page is about the condition or about a wider topic.
    pub applies: bool,
    /// The scheduled exercises that have this caution. Only the merged list of a programme fills it.
    pub exercises: Vec<PageId>,
}

/// The cautions of one exercise: the applying ones first, then by severity. Without a page, as in an export, none applies.
#[must_use]
pub fn of_exercise<'a>(site: &Site, page: Option<&Page>, exercise: &'a Exercise) -> Vec<ShownCaution<'a>> {
    let mut cautions: Vec<ShownCaution<'a>> = by_condition(site, page, exercise).collect();
    // `false` sorts before `true`, so that what applies comes first.
    cautions.sort_by_key(|caution| (!caution.applies, caution.caution.severity));
    cautions
}

/// The cautions of all exercises on a programme's schedule and of the exercises embedded in those. Equal cautions are merged
/// into one, which lists the scheduled exercises that have it.
#[must_use]
pub fn of_programme<'a>(
    resolved: &'a ResolvedSite<'_>,
    page: Option<&Page>,
    programme: &Programme,
) -> Vec<ShownCaution<'a>> {
    let site = resolved.site;
    let with_embedded = programme.exercises().flat_map(|id| {
        let exercises = std::iter::once(id).chain(resolved.exercise_texts_of(site.page(id)));
        exercises.map(move |exercise| (id, exercise))
    });
    merged(site, page, with_embedded)
}

/// The cautions of several exercises, merged as those of a programme are.
#[must_use]
pub fn of_exercises<'a>(
    site: &'a Site,
    page: Option<&Page>,
    exercises: impl IntoIterator<Item = PageId>,
) -> Vec<ShownCaution<'a>> {
    merged(site, page, exercises.into_iter().map(|exercise| (exercise, exercise)))
}

/// Merges the cautions of exercises, each given after the one that readers know it by.
fn merged<'a>(
    site: &'a Site,
    page: Option<&Page>,
    exercises: impl Iterator<Item = (PageId, PageId)>,
) -> Vec<ShownCaution<'a>> {
    let mut merged: Vec<ShownCaution<'a>> = Vec::new();
    let records = exercises.filter_map(|(id, exercise)| Some((id, site.page(exercise).exercise()?)));
    for (id, exercise) in records {
        for caution in by_condition(site, page, exercise) {
            match merged.iter_mut().find(|earlier| earlier.says_the_same(&caution)) {
                Some(earlier) if earlier.exercises.contains(&id) => {}
                Some(earlier) => earlier.exercises.push(id),
                None => merged.push(ShownCaution { exercises: vec![id], ..caution }),
            }
        }
    }
    merged.sort_by_key(|caution| (!caution.applies, caution.caution.severity));
    merged
}

impl ShownCaution<'_> {
    fn says_the_same(&self, other: &Self) -> bool {
        self.condition == other.condition
            && self.caution.advice == other.caution.advice
            && self.caution.severity == other.caution.severity
    }
}

/// The cautions of an exercise, one for each of their conditions, in the order of the record.
fn by_condition<'a>(
    site: &Site,
    page: Option<&Page>,
    exercise: &'a Exercise,
) -> impl Iterator<Item = ShownCaution<'a>> + use<'a> {
    let topics = page.map_or(&[][..], subjects);
    let mut cautions = Vec::new();
    for caution in &exercise.cautions {
        // Of an unknown condition nothing is left but the advice, which then goes to everybody rather than to nobody.
        if caution.conditions.is_empty() {
            cautions.push(ShownCaution { caution, condition: None, applies: false, exercises: Vec::new() });
        }
        cautions.extend(caution.conditions.iter().map(|condition| {
            let applies = topics.iter().any(|topic| is_same_or_narrower(site, *condition, *topic));
            ShownCaution { caution, condition: Some(*condition), applies, exercises: Vec::new() }
        }));
    }
    cautions.into_iter()
}

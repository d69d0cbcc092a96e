//! What the record of an exercise lacks: a dose, a picture, signals to stop. One finding each, for the file as a whole.

use wellpress_diagnostics::{Diagnostic, Location, Rule, rules};

use crate::model::page::Unpublished;
use crate::model::{Page, dose};

/// The findings of three rules, which look at the same record.
pub(super) fn find(page: &Page) -> Vec<Diagnostic> {
    let is_unfinished = page.is_withdrawn() || page.included == Some(Unpublished::Draft);
    let Some(exercise) = page.exercise().filter(|_| !is_unfinished) else { return Vec::new() };
    let has_dose = dose::fields(&exercise.dose).iter().any(|(_, field)| field.is_some());
    let has_picture = !exercise.images.is_empty() || page.hero.is_some();
    let parts = [
        (
            has_dose,
            &rules::EXERCISE_NO_DOSE,
            "this exercise has no dose",
            "add `dose`, such as `dose: {sets: 2, reps: \"8-10\"}`",
        ),
        (
            has_picture,
            &rules::EXERCISE_NO_IMAGE,
            "this exercise has no picture",
            "add `images` with a `src` and an `alt`",
        ),
        (
            !exercise.stop_if.is_empty(),
            &rules::EXERCISE_NO_STOP_SIGNAL,
            "this exercise has no signals to stop",
            "add `stop_if` with a list of them, which a clinician should agree to",
        ),
    ];
    let lacks = parts.into_iter().filter(|(is_there, ..)| !is_there);
    lacks.map(|(_, rule, message, help)| wanting(page, rule, message, help)).collect()
}

fn wanting(page: &Page, rule: &'static Rule, message: &str, help: &'static str) -> Diagnostic {
    Diagnostic::new(rule, Location::file(page.source.path.clone()), message).help(help)
}

//! `exercise-no-dose`, `exercise-no-image` and `exercise-no-stop-signal`: what the record of an exercise lacks.
//!
//! Somebody does the exercise alone at home: without a dose they do too much or too little, without a picture they take the
//! wrong position, and without a signal they do not know when to stop. A draft that `--drafts` includes is judged too: its author is
//! writing it. Whether the dose and the signals are right is left to a clinician.

use wellpress_diagnostics::{Diagnostic, Location, Rule, rules};

use crate::model::{Page, dose};

/// At most one finding of each rule, for the file as a whole.
pub(super) fn find(page: &Page) -> Vec<Diagnostic> {
    let Some(exercise) = page.exercise().filter(|_| !page.is_withdrawn()) else { return Vec::new() };
    let lacks_dose = dose::fields(&exercise.dose).iter().all(|(_, field)| field.is_none());
    let lacks_picture = exercise.images.is_empty() && page.hero.is_none();
    let dose = lacks_dose.then(|| {
        let help = "add `dose`, such as `dose: {sets: 2, reps: \"8-10\"}`";
        finding(page, &rules::EXERCISE_NO_DOSE, "this exercise has no dose", help)
    });
    let picture = lacks_picture.then(|| {
        let help = "add `images` with a `src` and an `alt`";
        finding(page, &rules::EXERCISE_NO_IMAGE, "this exercise has no picture", help)
    });
    let signals = exercise.stop_if.is_empty().then(|| {
        let help = "add `stop_if` with a list of them, which a clinician should agree to";
        finding(page, &rules::EXERCISE_NO_STOP_SIGNAL, "this exercise has no signals to stop", help)
    });
    [dose, picture, signals].into_iter().flatten().collect()
}

fn finding(page: &Page, rule: &'static Rule, message: &str, help: &'static str) -> Diagnostic {
    Diagnostic::new(rule, Location::file(page.source.path.clone()), message).help(help)
}

//! `author-missing`, `published-missing`, `description-missing`, `exercise-no-dose`, `exercise-no-image` and
//! `exercise-no-stop-signal`: what the front matter of an article, an exercise or a programme lacks.
//!
//! Who wrote health advice is the first thing by which it is judged. Advice ages, and feeds leave out a page without a day.
//! Without a description, search engines and cards would show some sentence of the text. An exercise is done alone at home:
//! without a dose people do too much or too little, without a picture they take the wrong position, and without a signal they
//! do not know when to stop. A draft that `--drafts` includes is judged too: its author is writing it.

use wellpress_diagnostics::{Diagnostic, Location, Rule, rules};

use wellpress_site::model::{Page, dose};

struct MissingField {
    rule: &'static Rule,
    /// The message goes on with this behind "this article".
    message: &'static str,
    help: &'static str,
    is_missing: fn(&Page) -> bool,
}

const FIELDS: [MissingField; 6] = [
    MissingField {
        rule: &rules::AUTHOR_MISSING,
        message: "names no author",
        help: "add `authors: [..]` with ids of people; a team can stand for them with `is: organisation`",
        is_missing: |page| page.editorial().is_some_and(|record| record.authors.is_empty()),
    },
    MissingField {
        rule: &rules::PUBLISHED_MISSING,
        message: "does not say when it was published",
        help: "add `published: YYYY-MM-DD`",
        is_missing: |page| page.published.is_none(),
    },
    MissingField {
        rule: &rules::DESCRIPTION_MISSING,
        message: "has no description",
        help: "add `description: \"..\"`: one sentence for its card and for search engines",
        is_missing: |page| page.description.as_deref().is_none_or(|description| description.trim().is_empty()),
    },
    MissingField {
        rule: &rules::EXERCISE_NO_DOSE,
        message: "has no dose",
        help: "add `dose`, such as `dose: {sets: 2, reps: \"8-10\"}`",
        is_missing: |page| {
            let fields = page.exercise().map(|exercise| dose::fields(&exercise.dose));
            fields.is_some_and(|fields| fields.iter().all(|(_, field)| field.is_none()))
        },
    },
    MissingField {
        rule: &rules::EXERCISE_NO_IMAGE,
        message: "has no picture",
        help: "add `images` with a `src` and an `alt`",
        is_missing: |page| page.hero.is_none() && page.exercise().is_some_and(|exercise| exercise.images.is_empty()),
    },
    MissingField {
        rule: &rules::EXERCISE_NO_STOP_SIGNAL,
        message: "has no signals to stop",
        help: "add `stop_if` with a list of them, which a clinician should agree to",
        is_missing: |page| page.exercise().is_some_and(|exercise| exercise.stop_if.is_empty()),
    },
];

/// One finding for each such field, at the start of the file. A withdrawn page is not advertised.
pub(super) fn find(page: &Page) -> impl Iterator<Item = Diagnostic> {
    let is_judged = page.editorial().is_some() && !page.is_withdrawn();
    let missing = FIELDS.iter().filter(move |field| is_judged && (field.is_missing)(page));
    missing.map(|field| {
        let message = format!("this {} {}", page.word, field.message);
        Diagnostic::new(field.rule, Location::file(page.source.path.clone()), message).help(field.help)
    })
}

//! The page of an exercise.

use wellpress_diagnostics::Diagnostic;
use wellpress_site::model::Page;
use wellpress_site::model::exercise::Exercise;
use wellpress_site::parse::front_matter::{ExerciseKind, Level};

use super::super::context;
use super::super::html::exercise as html;
use super::super::render_context::{RenderContext, picture_context};

/// Renders an exercise.
pub(super) fn render(cx: &RenderContext<'_>, page: &Page, exercise: &Exercise) -> Result<Vec<u8>, Box<Diagnostic>> {
    let resolved = &cx.resolved.pages[page.id.index()];
    let (dose_and_cautions, how_to) = html::record(cx.text_context(page), page);
    let record = super::record(cx, page, format!("{dose_and_cautions}{how_to}"));
    let shown = |html: String| if page.is_withdrawn() { String::new() } else { html };
    let articles = cx.resolved.backlinks.articles_of.get(&page.id).map(|articles| cx.cards(articles));
    let programmes = cx.resolved.backlinks.programmes_of.get(&page.id);
    let pictures = resolved.images.iter().filter(|picture| picture.step.is_none() && !page.is_withdrawn());
    let own = context::Exercise {
        dose_and_cautions: shown(dose_and_cautions),
        how_to: shown(how_to),
        facts: if page.is_withdrawn() { Vec::new() } else { facts(cx, page, exercise) },
        pictures: pictures.map(picture_context).collect(),
        easier: cx.links(&exercise.easier),
        harder: cx.links(&exercise.harder),
        next: cx.links(&exercise.next),
        articles: articles.unwrap_or_default(),
        programmes: programmes.map(|programmes| cx.links(programmes)).unwrap_or_default(),
        handout: super::handout::url(page),
    };
    let guards = ("exercise.dose_and_cautions", &*own.dose_and_cautions);
    super::render_record(cx, page, &record, Some(guards), |context| context.insert("exercise", &own))
}

fn facts(cx: &RenderContext<'_>, page: &Page, exercise: &Exercise) -> Vec<context::Fact> {
    let say = |key: &str| cx.say(page.language, key);
    let list = |words: &[String]| (!words.is_empty()).then(|| words.join(", "));
    let equipment = exercise.equipment.as_ref().map(|equipment| list(equipment).unwrap_or_else(|| say("text-none")));
    let known = [
        ("position", exercise.position.clone()),
        ("level", exercise.level.map(|level| say(level_key(level)))),
        ("kind", exercise.kind.map(|kind| say(kind_key(kind)))),
        ("equipment", equipment),
        ("regions", list(&exercise.regions)),
        ("muscles", list(&exercise.muscles)),
    ];
    let fact = |(id, value): (&'static str, Option<String>)| {
        Some(context::Fact { id, label: say(&format!("text-fact-{id}")), value: value? })
    };
    known.into_iter().filter_map(fact).collect()
}

/// The string that names a level.
#[must_use]
pub fn level_key(level: Level) -> &'static str {
    match level {
        Level::Beginner => "text-level-beginner",
        Level::Intermediate => "text-level-intermediate",
        Level::Advanced => "text-level-advanced",
    }
}

/// The string that names a kind of exercise.
#[must_use]
pub fn kind_key(kind: ExerciseKind) -> &'static str {
    match kind {
        ExerciseKind::Strength => "text-kind-strength",
        ExerciseKind::Flexibility => "text-kind-flexibility",
        ExerciseKind::Balance => "text-kind-balance",
        ExerciseKind::Aerobic => "text-kind-aerobic",
        ExerciseKind::Posture => "text-kind-posture",
        ExerciseKind::Breathing => "text-kind-breathing",
        ExerciseKind::MindBody => "text-kind-mind-body",
    }
}

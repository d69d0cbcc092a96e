//! An exercise: ExercisePlan and HowTo at once. Its description opens with its cautions and signals to stop, and stands
//! before its steps.

use wellpress_diagnostics::yaml::Located;
use wellpress_site::model::Page;
use wellpress_site::model::exercise::Exercise;
use wellpress_site::parse::front_matter::{ExerciseKind, Word};
use wellpress_site::resolve::cautions::{self, ShownCaution};

use super::article::references;
use super::schema::{self, Entity, Named, Step, Subject, Type};
use super::text::Reading;
use super::{About, Nodes, dose};

impl<'a> About<'a> {
    /// An exercise's page.
    pub(super) fn exercise(self, page: &'a Page, exercise: &'a Exercise) -> Nodes<'a> {
        let media = self.media(page);
        let resolved = &self.resolved.pages[page.id.index()];
        let pictures =
            resolved.hero.as_deref().into_iter().chain(&resolved.images).map(|picture| self.image(picture)).collect();
        let mut work = self.work(page, &exercise.reviewed, media.videos, pictures);
        let cautions = cautions::of_exercise(self.resolved.site, Some(page), exercise);
        work.description = self.cautioned(page, &cautions, self.stop_signals(exercise));
        work.mentions = references(&media.playlists);
        let repetitions = exercise.dose.reps.as_ref().or(exercise.dose.rounds.as_ref());
        let entity = schema::Exercise {
            kind: Type::Both(["ExercisePlan", "HowTo"]),
            id: self.id(&page.url, "exercise"),
            name: &page.title,
            work: Some(work),
            category: exercise.kind.map(category),
            exercise_type: exercise.kind.map(exercise_type),
            associated_anatomy: anatomy(exercise),
            tool: exercise.equipment.iter().flatten().map(|tool| named("HowToTool", tool)).collect(),
            repetitions: repetitions.and_then(|reps| dose::repetitions(words(reps))),
            activity_duration: exercise.dose.hold.as_ref().and_then(|hold| dose::duration(words(hold))),
            activity_frequency: exercise.dose.frequency.as_ref().map(words),
            rest_periods: exercise.dose.rest.as_ref().map(words),
            step: self.steps(page, exercise),
        };
        let mut shell = self.medical_page(page, &exercise.reviewed);
        shell.main_entity = Some(Entity::Exercise(Box::new(entity)));
        self.with_playlists(page, shell, media.playlists)
    }

    /// All cautions as sentences, the signals to stop, then the description.
    pub(super) fn cautioned(self, page: &Page, cautions: &[ShownCaution<'_>], stop: Option<String>) -> String {
        let cautions = cautions.iter().map(|shown| self.caution(shown));
        cautions.chain(stop).chain(page.description.clone()).collect::<Vec<_>>().join(" ")
    }

    /// Such as "Stop if: Pain shoots down a leg. You feel dizzy."
    fn stop_signals(self, exercise: &Exercise) -> Option<String> {
        let signals = exercise.stop_if.iter().map(|signal| full_stop(signal.trim())).collect::<Vec<_>>().join(" ");
        (!signals.is_empty()).then(|| format!("{}: {signals}", self.facts.stop_if))
    }

    /// Such as "Osteoporosis (ask a clinician first): Keep your back straight."
    fn caution(self, shown: &ShownCaution<'_>) -> String {
        let caution = shown.caution;
        let condition = shown.condition.map_or("", |topic| self.resolved.site.page(topic).title.as_str());
        let asks = self.facts.severities.of(caution.severity);
        let advice = full_stop(caution.advice.trim());
        match (condition.is_empty(), asks.is_empty()) {
            (false, false) => format!("{condition} ({asks}): {advice}"),
            (false, true) => format!("{condition}: {advice}"),
            (true, false) => format!("{asks}: {advice}"),
            (true, true) => advice,
        }
    }

    fn steps(self, page: &'a Page, exercise: &Exercise) -> Vec<Step<'a>> {
        let resolved = &self.resolved.pages[page.id.index()];
        let texts = Reading::new(page, resolved).items(exercise.parts.steps.clone());
        let steps = texts.into_iter().enumerate().map(|(number, text)| {
            let shown = |step: Option<u32>| step.is_some_and(|step| step as usize == number + 1);
            let pictures = resolved.images.iter().filter(|picture| shown(picture.step));
            Step {
                kind: Type::One("HowToStep"),
                position: Some(number + 1),
                text,
                image: pictures.map(|picture| self.image(picture)).collect(),
                ..Step::default()
            }
        });
        steps.collect()
    }
}

fn words(word: &Located<Word>) -> &str {
    &word.value.0
}

/// So that what follows begins a sentence of its own.
fn full_stop(text: &str) -> String {
    let ends = text.ends_with(['.', '!', '?', '\u{2026}', '\u{3002}', '\u{61f}']);
    if ends { text.to_owned() } else { format!("{text}.") }
}

fn anatomy(exercise: &Exercise) -> Vec<Subject<'_>> {
    let part = |kind, name| Subject { kind: Type::One(kind), name, ..Subject::default() };
    let regions = exercise.regions.iter().map(|region| part("AnatomicalStructure", region.as_str()));
    regions.chain(exercise.muscles.iter().map(|muscle| part("Muscle", muscle.as_str()))).collect()
}

fn named<'a>(kind: &'static str, name: &'a str) -> Named<'a> {
    Named { kind: Type::One(kind), name: name.into(), ..Named::default() }
}

/// A member of schema.org's PhysicalActivityCategory where there is one, else words.
fn category(kind: ExerciseKind) -> &'static str {
    match kind {
        ExerciseKind::Strength => "https://schema.org/StrengthTraining",
        ExerciseKind::Flexibility => "https://schema.org/Flexibility",
        ExerciseKind::Balance => "https://schema.org/Balance",
        ExerciseKind::Aerobic => "https://schema.org/AerobicActivity",
        ExerciseKind::Posture | ExerciseKind::Breathing | ExerciseKind::MindBody => exercise_type(kind),
    }
}

fn exercise_type(kind: ExerciseKind) -> &'static str {
    match kind {
        ExerciseKind::Strength => "strength",
        ExerciseKind::Flexibility => "flexibility",
        ExerciseKind::Balance => "balance",
        ExerciseKind::Aerobic => "aerobic",
        ExerciseKind::Posture => "posture",
        ExerciseKind::Breathing => "breathing",
        ExerciseKind::MindBody => "mind-body",
    }
}

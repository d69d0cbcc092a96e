//! An exercise: one node that is both ExercisePlan and HowTo.
//!
//! Its description begins with "Not medically reviewed", the cautions, the signals to stop, the care cards and the disclaimers, and
//! stands before the steps: a consumer that shows the description before the steps shows the warnings before the movement.

use wellpress_diagnostics::yaml::Located;
use wellpress_site::model::Page;
use wellpress_site::model::exercise::Exercise;
use wellpress_site::parse::front_matter::{ExerciseKind, ScalarText};
use wellpress_site::resolve::cautions::{self, ShownCaution};

use crate::machine::json_ld::article::references;
use crate::machine::json_ld::schema::{self, CreativeWork, HowToStep, MainEntity, NamedThing, SchemaType, Subject};
use crate::machine::json_ld::text::PageText;
use crate::machine::json_ld::{GraphNodes, StructuredData, dose};

impl<'a> StructuredData<'a> {
    pub(crate) fn exercise(self, page: &'a Page, exercise: &'a Exercise) -> GraphNodes<'a> {
        let media = self.media(page);
        let resolved = &self.resolved.pages[page.id];
        let pictures =
            resolved.hero.as_deref().into_iter().chain(&resolved.images).map(|picture| self.image(picture)).collect();
        let mut work = self.work(page, &exercise.editorial, media.videos, pictures);
        let cautions = cautions::of_exercise(self.resolved.site, Some(page), exercise);
        work.description = self.cautioned_description(page, &cautions, self.stop_signals(exercise));
        work.mentions = references(&media.playlists);
        let entity = self.exercise_entity(page, exercise, work);
        let mut web_page = self.medical_page(page, &exercise.editorial);
        web_page.main_entity = Some(MainEntity::Exercise(Box::new(entity)));
        self.with_playlists(page, web_page, media.playlists)
    }

    fn exercise_entity(self, page: &'a Page, exercise: &'a Exercise, work: CreativeWork<'a>) -> schema::Exercise<'a> {
        // schema.org has no "rounds": for an exercise that is counted in rounds these are what is repeated.
        let repetitions = exercise.dose.reps.as_ref().or(exercise.dose.rounds.as_ref());
        schema::Exercise {
            kind: SchemaType::Both(["ExercisePlan", "HowTo"]),
            id: self.id(&page.url, "exercise"),
            name: &page.title,
            work: Some(work),
            category: exercise.kind.map(category),
            exercise_type: exercise.kind.map(exercise_type),
            associated_anatomy: anatomy(exercise),
            tool: exercise.equipment.iter().flatten().map(|tool| how_to_tool(tool)).collect(),
            repetitions: repetitions.and_then(|reps| dose::repetitions(words(reps))),
            activity_duration: exercise.dose.hold.as_ref().and_then(|hold| dose::duration(words(hold))),
            activity_frequency: exercise.dose.frequency.as_ref().map(words),
            rest_periods: exercise.dose.rest.as_ref().map(words),
            step: self.steps(page, exercise),
        }
    }

    /// Whether nobody with a medical credential has reviewed the page, all cautions as sentences, the signals to stop, the care
    /// cards and the disclaimers, then the page's own description.
    pub(crate) fn cautioned_description(
        self,
        page: &Page,
        cautions: &[ShownCaution<'_>],
        stop_signals: Option<String>,
    ) -> String {
        let is_reviewed = self.resolved.is_medically_reviewed(page) || page.is_withdrawn();
        let missing_review = (!is_reviewed).then(|| full_stop(&self.facts.not_reviewed));
        let cautions = cautions.iter().map(|caution| self.caution(caution));
        missing_review
            .into_iter()
            .chain(cautions)
            .chain(stop_signals)
            .chain(self.care_cards(page))
            .chain(self.disclaimers(page))
            .chain(page.description.clone())
            .collect::<Vec<_>>()
            .join(" ")
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
        let severity = self.facts.severities.of(caution.severity);
        let advice = full_stop(caution.advice.trim());
        match (condition.is_empty(), severity.is_empty()) {
            (false, false) => format!("{condition} ({severity}): {advice}"),
            (false, true) => format!("{condition}: {advice}"),
            (true, false) => format!("{severity}: {advice}"),
            (true, true) => advice,
        }
    }

    fn steps(self, page: &'a Page, exercise: &Exercise) -> Vec<HowToStep<'a>> {
        let resolved = &self.resolved.pages[page.id];
        let texts = PageText::new(page, resolved).items(exercise.parts.steps.clone());
        let steps = (1_usize..).zip(texts).map(|(position, text)| {
            let pictures =
                resolved.images.iter().filter(|picture| picture.step.is_some_and(|step| step as usize == position));
            HowToStep {
                kind: SchemaType::One("HowToStep"),
                position: Some(position),
                text,
                image: pictures.map(|picture| self.image(picture)).collect(),
                ..HowToStep::default()
            }
        });
        steps.collect()
    }
}

fn words(word: &Located<ScalarText>) -> &str {
    &word.value.0
}

/// Ends a text with a full stop unless it ends a sentence already, because texts are joined by a blank. Knows the full stops
/// of Chinese and Japanese and the question mark of Arabic.
pub(crate) fn full_stop(text: &str) -> String {
    let is_sentence = text.ends_with(['.', '!', '?', '\u{2026}', '\u{3002}', '\u{61f}']);
    if is_sentence { text.to_owned() } else { format!("{text}.") }
}

/// Regions and muscles, both subtypes of the AnatomicalStructure that `associatedAnatomy` takes.
fn anatomy(exercise: &Exercise) -> Vec<Subject<'_>> {
    let regions = exercise.regions.iter().map(|region| anatomical_part("AnatomicalStructure", region));
    regions.chain(exercise.muscles.iter().map(|muscle| anatomical_part("Muscle", muscle))).collect()
}

fn anatomical_part<'a>(kind: &'static str, name: &'a str) -> Subject<'a> {
    Subject { kind: SchemaType::One(kind), name, ..Subject::default() }
}

fn how_to_tool(name: &str) -> NamedThing<'_> {
    NamedThing { kind: SchemaType::One("HowToTool"), name: name.into(), ..NamedThing::default() }
}

/// `category`: a member of the enumeration [PhysicalActivityCategory](https://schema.org/PhysicalActivityCategory) if there
/// is one for the kind, else plain words, which the property takes too.
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

//! An exercise: one node that is both ExercisePlan and HowTo.
//!
//! Its description begins with "Not medically reviewed", the cautions, the signals to stop, the care cards and the disclaimers, and
//! stands before the steps, as properties are sorted by name: a consumer that shows the description before the steps shows the
//! warnings before the movement.

use serde_json::{Value, json};

use wellpress_diagnostics::yaml::Located;
use wellpress_site::model::Page;
use wellpress_site::model::exercise::Exercise;
use wellpress_site::parse::front_matter::{ExerciseKind, ScalarText};
use wellpress_site::resolve::cautions::{self, ShownCaution};

use crate::machine::json_ld::text::PageText;
use crate::machine::json_ld::{GraphNodes, StructuredData, dose, with};

impl StructuredData<'_> {
    pub(crate) fn exercise(self, page: &Page, exercise: &Exercise) -> GraphNodes {
        let media = self.media(page);
        let resolved = &self.resolved.pages[page.id];
        let pictures = resolved.hero.as_deref().into_iter().chain(&resolved.images);
        let work = self.work(page, &exercise.editorial, &media, pictures);
        let mut web_page = self.medical_page(page, &exercise.editorial);
        web_page["mainEntity"] = with(work, self.exercise_properties(page, exercise));
        self.with_playlists(page, web_page, media)
    }

    fn exercise_properties(self, page: &Page, exercise: &Exercise) -> Value {
        let cautions = cautions::of_exercise(self.resolved.site, Some(page), exercise);
        let tools = exercise.equipment.iter().flatten().map(|tool| json!({"@type": "HowToTool", "name": tool}));
        let dose = &exercise.dose;
        // schema.org has no "rounds": for an exercise that is counted in rounds these are what is repeated.
        let repetitions = dose.reps.as_ref().or(dose.rounds.as_ref());
        json!({
            "@type": ["ExercisePlan", "HowTo"],
            "@id": self.id(&page.url, "exercise"),
            "name": page.title,
            "description": self.cautioned_description(page, &cautions, self.stop_signals(exercise)),
            "category": exercise.kind.map(category),
            "exerciseType": exercise.kind.map(exercise_type),
            "associatedAnatomy": anatomy(exercise),
            "tool": tools.collect::<Vec<Value>>(),
            "repetitions": repetitions.and_then(|reps| dose::repetitions(words(reps))),
            "activityDuration": dose.hold.as_ref().and_then(|hold| dose::duration(words(hold))),
            "activityFrequency": dose.frequency.as_ref().map(words),
            "restPeriods": dose.rest.as_ref().map(words),
            "step": self.steps(page, exercise),
        })
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
        let missing_review = (!is_reviewed).then(|| full_stop(&self.say("not-medically-reviewed")));
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
        (!signals.is_empty()).then(|| format!("{}: {signals}", self.say("text-stop-if")))
    }

    /// Such as "Osteoporosis (ask a clinician first): Keep your back straight."
    fn caution(self, shown: &ShownCaution<'_>) -> String {
        let severity = self.say(&format!("text-severity-{}", <&str>::from(shown.caution.severity)));
        let advice = full_stop(shown.caution.advice.trim());
        match shown.condition {
            Some(topic) => format!("{} ({severity}): {advice}", self.resolved.site.page(topic).title),
            None => format!("{severity}: {advice}"),
        }
    }

    fn steps(self, page: &Page, exercise: &Exercise) -> Vec<Value> {
        let resolved = &self.resolved.pages[page.id];
        let texts = PageText::new(page, resolved);
        let texts = exercise.parts.step_lists.iter().flat_map(|list| texts.items(list.clone()));
        let steps = (1_usize..).zip(texts).map(|(position, text)| {
            let pictures =
                resolved.images.iter().filter(|picture| picture.step.is_some_and(|step| step as usize == position));
            let images: Vec<Value> = pictures.map(|picture| self.image(picture)).collect();
            json!({"@type": "HowToStep", "position": position, "text": text, "image": images})
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
fn anatomy(exercise: &Exercise) -> Vec<Value> {
    let regions = exercise.regions.iter().map(|region| body_part("AnatomicalStructure", region));
    regions.chain(exercise.muscles.iter().map(|muscle| body_part("Muscle", muscle))).collect()
}

fn body_part(kind: &str, name: &str) -> Value {
    json!({"@type": kind, "name": name})
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

//! Words that name people by what they have.

use super::Hit;
use crate::diagnostics::{Diagnostic, rules};

/// A closed list: the words, and better ones.
pub(super) const WORDS: &[(&str, &str)] = &[
    ("sufferer", "person with ..."),
    ("sufferers", "people with ..."),
    ("suffers from", "has"),
    ("suffer from", "have"),
    ("suffering from", "with ..."),
    ("victim of", "person with ..."),
    ("victims of", "people with ..."),
    ("afflicted with", "who have"),
    ("diabetics", "people with diabetes"),
    ("epileptics", "people with epilepsy"),
    ("asthmatics", "people with asthma"),
    ("arthritics", "people with arthritis"),
    ("schizophrenics", "people with schizophrenia"),
    ("osteoporotic women", "women with osteoporosis"),
    ("osteoporotic men", "men with osteoporosis"),
    ("osteoporotic people", "people with osteoporosis"),
    ("osteoporotic patients", "people with osteoporosis"),
    ("osteoporotic adults", "adults with osteoporosis"),
    ("diabetic women", "women with diabetes"),
    ("diabetic people", "people with diabetes"),
    ("diabetic patients", "people with diabetes"),
    ("arthritic patients", "people with arthritis"),
    ("wheelchair-bound", "who uses a wheelchair"),
    ("wheelchair bound", "who uses a wheelchair"),
    ("confined to a wheelchair", "who uses a wheelchair"),
];

/// What has no illness: "the study suffers from bias".
const THINGS: &[&str] =
    &["analysis", "bone", "bones", "design", "evidence", "research", "roof", "studies", "study", "trial"];

/// What is done to people, who are its victims.
const DEEDS: &[&str] = &["abuse", "assault", "crime", "domestic", "fraud", "sexual", "theft", "violence", "war"];

/// A finding, unless the words are about something that nobody has.
pub(super) fn judge(hit: &Hit<'_>, better: &str) -> Option<Diagnostic> {
    let is_deed = hit.after().next().is_some_and(|word| DEEDS.contains(&word));
    let is_thing = hit.before().next().is_some_and(|word| THINGS.contains(&word));
    let found = hit.passage.lower[hit.range.clone()].trim();
    let is_of_people = match found {
        "victim of" | "victims of" => !is_deed,
        "suffers from" | "suffer from" | "suffering from" => !is_thing,
        _ => true,
    };
    is_of_people.then(|| {
        let message = format!("`{}` names people by what they have", hit.words());
        Diagnostic::new(&rules::PERSON_FIRST, hit.locate(), message).help(format!("put the person first: \"{better}\""))
    })
}

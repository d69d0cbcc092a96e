//! Words that name people by what they have.

use wellpress_diagnostics::{Diagnostic, rules};

use super::{Hit, is_one_of};

/// A closed list: the words, and better ones.
pub(super) const WORDS: &[(&str, &str)] = &[
    ("sufferer", "person with ..."),
    ("sufferers", "people with ..."),
    ("suffers from", "has"),
    ("suffer from", "have"),
    ("suffering from", "with ..."),
    ("victim", "person with ..."),
    ("victims", "people with ..."),
    ("victim of", "person with ..."),
    ("victims of", "people with ..."),
    ("afflicted with", "who have"),
    ("diabetic", "person with diabetes"),
    ("epileptic", "person with epilepsy"),
    ("asthmatic", "person with asthma"),
    ("arthritic", "person with arthritis"),
    ("schizophrenic", "person with schizophrenia"),
    ("osteoporotic", "person with osteoporosis"),
    ("the elderly", "older people"),
    ("the disabled", "people with a disability"),
    ("diabetics", "people with diabetes"),
    ("epileptics", "people with epilepsy"),
    ("asthmatics", "people with asthma"),
    ("arthritics", "people with arthritis"),
    ("schizophrenics", "people with schizophrenia"),
    ("osteoporotics", "people with osteoporosis"),
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

/// What makes nobody its victim, in the singular as it stands beside the word. A closed list: of crimes, accidents and
/// bad advice there are victims.
const CONDITIONS: &[&str] = &[
    "aids",
    "alzheimer's",
    "arthritis",
    "asthma",
    "cancer",
    "dementia",
    "depression",
    "diabetes",
    "disease",
    "epilepsy",
    "hiv",
    "kyphosis",
    "migraine",
    "osteoarthritis",
    "osteoporosis",
    "pain",
    "parkinson's",
    "polio",
    "psoriasis",
    "sciatica",
    "scoliosis",
    "stenosis",
    "stroke",
    "strokes",
];

/// What is done with a condition is none: "victims of cancer quackery".
const DEEDS: &[&str] =
    &["advice", "care", "fraud", "marketing", "misinformation", "myths", "quackery", "scam", "scams", "treatment"];

/// What follows a noun: behind an adjective stands the noun that it is of, "a diabetic diet".
const BEHIND_A_NOUN: &str = "also are at can could do does from had has have in is may might must need needs often on \
    should sometimes tend than that to was were when where who whose will with without would";

/// What people do who are named without a noun: "the elderly fall more".
const DEEDS_OF_MANY: &str =
    "ache become benefit break die fall feel gain get live lose lost sleep suffer take use walk";

/// A finding, unless the words are about something that nobody has.
pub(super) fn judge(hit: &Hit<'_>, better: &str) -> Option<Diagnostic> {
    let is_thing = hit.before().next().is_some_and(|word| THINGS.contains(&word));
    let found = hit.passage.lower[hit.range.clone()].trim();
    let is_of_people = match found {
        "victim" | "victims" => {
            let is_of_the_heart = hit.before().take(2).eq(["attack", "heart"]);
            is_of_the_heart || hit.before().next().is_some_and(|word| CONDITIONS.contains(&word))
        }
        "victim of" | "victims of" => is_of_a_condition(hit),
        "the elderly" | "the disabled" => is_noun(hit),
        "diabetic" | "epileptic" | "asthmatic" | "arthritic" | "schizophrenic" | "osteoporotic" => {
            let article = "a an any each every one that the this";
            hit.before().next().is_some_and(|word| is_one_of(word, article)) && is_noun(hit)
        }
        "suffers from" | "suffer from" | "suffering from" => !is_thing,
        _ => true,
    };
    is_of_people.then(|| {
        let what = if found == "the elderly" { "by their age" } else { "by what they have" };
        let message = format!("`{}` names people {what}", hit.words());
        Diagnostic::new(&rules::PERSON_FIRST, hit.locate(), message).help(format!("put the person first: \"{better}\""))
    })
}

/// Whether one of the next words is a condition, and no deed comes behind it.
fn is_of_a_condition(hit: &Hit<'_>) -> bool {
    let behind: Vec<&str> = hit.after_in_clause().take(5).collect();
    let condition = behind.iter().take(4).position(|word| CONDITIONS.contains(word));
    condition.is_some_and(|at| behind.get(at + 1).is_none_or(|word| !DEEDS.contains(word)))
}

/// Whether the words stand for people by themselves: at the end of a clause, or with what follows a noun.
fn is_noun(hit: &Hit<'_>) -> bool {
    let rest = &hit.passage.lower[hit.range.end..];
    let ends = rest.chars().next().is_none_or(|c| c.is_ascii_punctuation() && c != '-');
    let mut after = hit.after();
    match after.next() {
        None => true,
        Some("and" | "or") => after.next().is_some_and(|word| is_one_of(word, "a an the their those")),
        Some(next) => ends || is_one_of(next, BEHIND_A_NOUN) || is_one_of(next, DEEDS_OF_MANY),
    }
}

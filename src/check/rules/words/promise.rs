//! Promises that no health advice can keep: a cure, a guarantee, no risk, safe for everyone.

use super::Hit;
use crate::diagnostics::{Diagnostic, rules};

pub(super) const WORDS: &[&str] = &[
    "will cure",
    "can cure",
    "cures",
    "cures your",
    "eliminates",
    "will eliminate",
    "guarantees",
    "we guarantee",
    "guaranteed to",
    "is guaranteed",
    "are guaranteed",
    "no risk",
    "risk-free",
    "zero risk",
    "miracle cure",
    "100% effective",
    "without any risk",
];

pub(super) const SAFETY: &[&str] = &[
    "safe for everyone",
    "safe for everybody",
    "safe for anyone",
    "safe for all ages",
    "safe for all people",
    "safe for people with",
    "safe for women with",
    "safe for men with",
    "safe for adults with",
    "safe for patients with",
    "safe for anyone with",
    "safe for everyone with",
    "completely safe",
    "perfectly safe",
    "totally safe",
    "absolutely safe",
    "always safe",
    "100% safe",
];

const PLACES: &[&str] = &["bathroom", "floor", "home", "house", "kitchen", "place", "room", "space"];

/// A finding, unless the sentence says the contrary.
pub(super) fn judge(hit: &Hit<'_>) -> Option<Diagnostic> {
    let behind: Vec<&str> = hit.after().take(2).collect();
    // "Eliminates the need", "cures for it", "the cement cures within an hour", "no risk in asking", "no risk factors".
    let is_of_something_else = match behind[..] {
        ["the", "need"] | ["for" | "within" | "at" | "factor" | "factors" | "waste" | "drugs", ..] => true,
        ["in" | "by", next] => next.ends_with("ing"),
        ["of", ..] => hit.words() == "no risk" && matches!(hit.before().next(), Some("with" | "at")),
        _ => false,
    };
    let is_negated = hit.is_negated();
    (!is_negated && !is_of_something_else).then(|| {
        let message = format!("`{}` promises what nobody can keep", hit.words());
        Diagnostic::new(&rules::PROMISE, hit.locate(), message)
            .help("say what it may do, for whom, and how sure that is")
    })
}

/// The same of safety: that of a room is another, and a condition is what the rule asks for.
pub(super) fn judge_safety(hit: &Hit<'_>) -> Option<Diagnostic> {
    let is_of_a_place = hit.before().take(3).any(|word| PLACES.contains(&word));
    let is_of_people = hit.passage.lower[hit.range.clone()].starts_with("safe for");
    let is_on_condition = is_of_people && hit.after().any(|word| matches!(word, "if" | "unless" | "once" | "provided"));
    (!hit.is_negated() && !is_of_a_place && !is_on_condition).then(|| {
        let message = format!("`{}` is more than anybody can say", hit.words());
        let help = "say for whom it is not, or who should ask a clinician first";
        Diagnostic::new(&rules::BLANKET_SAFETY, hit.locate(), message).help(help)
    })
}

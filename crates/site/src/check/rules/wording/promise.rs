//! `promise` and `blanket-safety`: what no health advice can promise. A cure, a guarantee, no risk, safe for everyone.
//!
//! A reader who believes such a promise may leave a treatment that helps, or hurt themselves. The rules keep quiet where
//! the sentence denies the promise or leaves it open, where something else is cured, healed or guaranteed than people's
//! health, and, of safety, where a condition follows: that is what the rule asks for. The phrases and these exceptions
//! stand in `word-lists/promise.en.yaml`.

use serde::Deserialize;
use wellpress_diagnostics::{Diagnostic, rules};

use super::forms::Wording;
use super::mention::Mention;
use crate::check::word_lists::{WordFile, WordList, word_file};

pub(super) static WORDS: WordFile<Wording<PromiseLists, PromiseForm>> = word_file!("promise.en.yaml");

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) struct PromiseLists {
    hedges: WordList,
}

/// How a promise can sound. The word file explains each form with its phrases.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum PromiseForm {
    Whole,
    NoRisk,
    NoSideEffects,
    NeverFails,
    Guarantee,
    NothingWrong,
    CuresAnything,
    CuresAnIll,
    ReversesAnIll,
    EndsEveryIll,
    BeatsAnIll,
    TakesAway,
    Disappears,
    NeverBack,
    Curable,
    EveryPatient,
    KissedGoodbye,
    InItsTracks,
    NoMore,
    PainlessLife,
    SureToEnd,
    EliminatesARisk,
    HealsAPart,
    CuredSomebody,
    IsCured,
    HealedSomebody,
    CalledACure,
    ForGood,
    EveryTime,
    Goodbye,
    IllIsGone,
    FreeOfPain,
    PromiseLeftOpen,
    NoBadEffect,
    CannotHarm,
    IllVanishes,
    IllGoes,
    StoryOfACure,
    NotSince,
    RemovesAnIll,
    NoFuture,
    KeptAway,
    MadeWhole,
    WillMend,
    TotalSuccess,
    IdiomOfRemoval,
    LastingCure,
    GivesBack,
    Headline,
    MakesYouWhole,
    CertainSuccess,
    SuccessForEveryone,
    NotAgain,
    NeverHadAFailure,
    SafeOnCondition,
    FitForPeople,
    Safe,
    SuitsPeople,
    WithoutWorry,
    EvenIf,
    AllExtremes,
    YoungOrOld,
    Safely,
    WhateverAge,
    ForEverybody,
    GroupCan,
    CanBeDoneBy,
    NobodyNeeds,
    NoBar,
    Limitless,
    IfYouBreathe,
    WorksForBodies,
}

impl PromiseForm {
    /// Whether this is of the rule `blanket-safety`, and not of `promise`.
    pub fn calls_safe(self) -> bool {
        matches!(
            self,
            Self::SafeOnCondition
                | Self::FitForPeople
                | Self::Safe
                | Self::SuitsPeople
                | Self::WithoutWorry
                | Self::EvenIf
                | Self::AllExtremes
                | Self::YoungOrOld
                | Self::Safely
                | Self::WhateverAge
                | Self::ForEverybody
                | Self::GroupCan
                | Self::CanBeDoneBy
                | Self::NobodyNeeds
                | Self::NoBar
                | Self::Limitless
                | Self::IfYouBreathe
                | Self::WorksForBodies
        )
    }
}

/// A finding, unless the sentence says the contrary or leaves it open.
pub(super) fn judge(mention: &Mention<'_>, form: PromiseForm) -> Option<Diagnostic> {
    // What leaves any of these promises open stands in a form of its own, without phrases.
    let left_open = if form.calls_safe() { PromiseForm::SafeOnCondition } else { PromiseForm::PromiseLeftOpen };
    let is_promise = WORDS.is_meant(form, mention)
        && !WORDS.is_exempt(left_open, mention)
        && match form {
            PromiseForm::Whole
            | PromiseForm::NoRisk
            | PromiseForm::NoSideEffects
            | PromiseForm::NeverFails
            | PromiseForm::Guarantee
            | PromiseForm::NothingWrong => !is_hearsay(mention),
            _ => form.calls_safe() || (!is_hedged(mention) && !is_hearsay(mention)),
        };
    (is_promise && !mention.is_denied()).then(|| finding(mention, form))
}

fn finding(mention: &Mention<'_>, form: PromiseForm) -> Diagnostic {
    if form.calls_safe() {
        let message = format!("`{}` is more than anybody can say", words_of_promise(mention, form));
        return Diagnostic::new(&rules::BLANKET_SAFETY, mention.locate(), message)
            .help("say for whom it is not, or who should ask a clinician first");
    }
    let message = format!("`{}` promises what nobody can keep", words_of_promise(mention, form));
    Diagnostic::new(&rules::PROMISE, mention.locate(), message)
        .help("say what it may do, for whom, and how sure that is")
}

/// The words that a message shows. Where the phrase comes last, "overnight" alone would not show what is promised.
fn words_of_promise(mention: &Mention<'_>, form: PromiseForm) -> String {
    const SHOWN: usize = 3;
    match form {
        PromiseForm::EveryTime
        | PromiseForm::IllIsGone
        | PromiseForm::FreeOfPain
        | PromiseForm::NoBadEffect
        | PromiseForm::CannotHarm
        | PromiseForm::IllVanishes
        | PromiseForm::IllGoes
        | PromiseForm::StoryOfACure
        | PromiseForm::NotSince
        | PromiseForm::NoFuture
        | PromiseForm::KeptAway
        | PromiseForm::MadeWhole
        | PromiseForm::WillMend
        | PromiseForm::TotalSuccess
        | PromiseForm::MakesYouWhole
        | PromiseForm::CertainSuccess
        | PromiseForm::SuccessForEveryone
        | PromiseForm::NotAgain
        | PromiseForm::GroupCan
        | PromiseForm::Safely
        | PromiseForm::YoungOrOld
        | PromiseForm::Safe => {
            let words_before = mention.before().iter().take(SHOWN).rev().copied();
            words_before.chain([WORDS.words_meant(form, mention)]).collect::<Vec<_>>().join(" ")
        }
        _ if form.calls_safe() => WORDS.words_meant(form, mention).to_owned(),
        _ => mention.words().to_owned(),
    }
}

/// "They say no risk": somebody else's words.
fn is_hearsay(mention: &Mention<'_>) -> bool {
    mention.before().starts_with(&["say", "they"])
}

/// Whether the verb is left open. What another clause leaves open does not count, unless that clause lends its subject.
fn is_hedged(mention: &Mention<'_>) -> bool {
    const REACH: usize = 4;
    let clause = mention.clause();
    let start = if clause.has_own_subject { clause.start } else { 0 };
    let hedges = mention.before().iter().take(REACH).filter(|word| WORDS.lists.hedges.contains(word));
    hedges.into_iter().any(|hedge| mention.range_of(hedge).start >= start)
}

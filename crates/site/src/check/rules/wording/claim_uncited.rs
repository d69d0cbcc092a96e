//! `claim-uncited`: a sentence that says what was measured, without a source.
//!
//! A number that nobody can check is soon repeated without its origin. The rule looks for the phrases in which such
//! sentences speak, and deliberately lets pass what no study has measured: the numbers of a movement, of a mixture or a
//! price, the author's own counts, advice to lower a risk, and research whose result is left open. Which phrases these are
//! stands in `word-lists/claim-uncited.en.yaml`; here is what a pattern cannot say.

use serde::Deserialize;
use wellpress_diagnostics::{Diagnostic, Severity, rules};

use super::forms::Wording;
use super::mention::{Mention, words};
use super::pattern;
use crate::check::prose::Voice;
use crate::check::word_lists::{WordFile, WordList, word_file};

pub(super) static WORDS: WordFile<Wording<ClaimLists, ClaimForm>> = word_file!("claim-uncited.en.yaml");

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) struct ClaimLists {
    numbers: WordList,
    more_numbers: WordList,
    instructions: WordList,
    before_an_instruction: WordList,
    health: WordList,
    harms: WordList,
    people: WordList,
    cuts: WordList,
    described: WordList,
    happened: WordList,
}

/// How a claim can sound. The word file explains each form with its phrases.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum ClaimForm {
    Percentage,
    Share,
    ShareOf,
    ShareIn,
    Comparison,
    Likelihood,
    GroupComparison,
    MoreThanOthers,
    GroupFared,
    OfSoMany,
    Trend,
    FellFrom,
    NoEvidence,
    Average,
    Ranking,
    EveryMinute,
    Fewer,
    EverySecond,
    Shown,
    BeenShown,
    According,
    Fraction,
    Change,
    About,
    Halved,
    Yearly,
    Count,
    AboutSoMany,
    RoundCount,
    Thousands,
    Proof,
    Risk,
    Research,
    /// `in one study, women gained bone`: has no phrases of its own, but goes with those of [`ClaimForm::Research`].
    ToldStudy,
}

/// A finding where nothing is cited. What an expert says whom the text names is a note: the expert answers for it.
pub(super) fn judge(mention: &Mention<'_>, form: ClaimForm) -> Option<Diagnostic> {
    if mention.sentence.is_cited || !is_claim(mention, form) {
        return None;
    }
    let (message, severity) = match mention.passage.voice {
        Voice::Author => ("this claim has no source", rules::CLAIM_UNCITED.severity),
        Voice::Expert => ("an expert claims this, and no source stands beside it", Severity::Note),
    };
    let message = format!("{message}: `{}`", with_neighbours(mention));
    let finding = Diagnostic::new(&rules::CLAIM_UNCITED, mention.locate(), message);
    let finding = finding.help("cite the source behind it: `[@key]`, in this sentence or the next");
    Some(Diagnostic { severity, ..finding })
}

fn is_claim(mention: &Mention<'_>, form: ClaimForm) -> bool {
    match form {
        ClaimForm::Research => {
            (WORDS.is_wanted(form, mention) || is_told_of_a_study(mention))
                && !WORDS.is_exempt(form, mention)
                && !mention.is_denied()
        }
        _ if !WORDS.is_meant(form, mention) => false,
        ClaimForm::Percentage => is_percentage(mention) && !is_instruction(mention),
        ClaimForm::Share => is_share(mention) && !is_instruction(mention),
        ClaimForm::ShareOf => is_share_of_people(mention) && !is_instruction(mention),
        ClaimForm::Fraction => !is_instruction(mention),
        ClaimForm::About | ClaimForm::Change => is_change_of_health(mention) && !is_instruction(mention),
        ClaimForm::Halved | ClaimForm::Proof | ClaimForm::Shown | ClaimForm::BeenShown => !mention.is_denied(),
        ClaimForm::Yearly => is_many_people(mention),
        ClaimForm::Count => is_count(mention),
        ClaimForm::AboutSoMany => is_about_health(mention) && !is_instruction(mention),
        ClaimForm::RoundCount | ClaimForm::Thousands | ClaimForm::Trend | ClaimForm::FellFrom => {
            is_about_health(mention)
        }
        ClaimForm::MoreThanOthers => is_about_health(mention) && !mention.is_denied(),
        ClaimForm::ShareIn
        | ClaimForm::Comparison
        | ClaimForm::Likelihood
        | ClaimForm::GroupComparison
        | ClaimForm::NoEvidence
        | ClaimForm::GroupFared
        | ClaimForm::OfSoMany
        | ClaimForm::Average
        | ClaimForm::Ranking
        | ClaimForm::EveryMinute
        | ClaimForm::Fewer
        | ClaimForm::EverySecond
        | ClaimForm::According
        | ClaimForm::Risk
        | ClaimForm::ToldStudy => true,
    }
}

/// Whether a number stands before the sign that says more than "all": "you are 100% in charge", "give 110%". 100% of
/// something is counted.
fn is_percentage(mention: &Mention<'_>) -> bool {
    let number = mention.passage.lower[..mention.range.start].trim_end();
    let is_all = number.ends_with("100") && mention.after().first() != Some(&"of") || number.ends_with("110");
    let is_in_words = || mention.before().first().is_some_and(|word| is_number_in_words(word));
    (number.ends_with(|c: char| c.is_ascii_digit()) || is_in_words()) && !is_all
}

/// "One in three", "two out of ten", but not "out of two options". "Three times out of ten" counts only for health.
fn is_share(mention: &Mention<'_>) -> bool {
    let is_of_times = mention.before().first() == Some(&"times") && mention.has(&WORDS.lists.health);
    let counted = mention.before().get(usize::from(is_of_times));
    mention.words() != "out of" || counted.is_some_and(|word| is_number(word))
}

/// "One woman in three", but not "three women in two": the part is smaller than the whole.
fn is_share_of_people(mention: &Mention<'_>) -> bool {
    let part = mention.before().first().and_then(|word| count(word));
    let whole = mention.after().first().filter(|word| is_number(word)).and_then(|word| count(word));
    part.zip(whole).is_some_and(|(part, whole)| part < whole)
}

fn count(word: &str) -> Option<usize> {
    if word == "one" {
        return Some(1);
    }
    // The list of numbers begins with two.
    word.parse().ok().or_else(|| WORDS.lists.numbers.position(word).map(|position| position + 2))
}

fn is_number_in_words(word: &str) -> bool {
    WORDS.lists.numbers.contains(word) || WORDS.lists.more_numbers.contains(word)
}

/// "10 million people", "five million people", "$10 million".
fn is_count(mention: &Mention<'_>) -> bool {
    const COSTS: &[&str] = &["days", "dollars", "euros", "pounds"];
    let mut counted = mention.after().iter().take(3);
    mention.before().first().is_some_and(|number| {
        let is_money = number.starts_with(['$', '£', '€']);
        (number.ends_with(|c: char| c.is_ascii_digit()) || is_number_in_words(number))
            && (is_money || counted.any(|word| WORDS.lists.people.contains(word) || COSTS.contains(word)))
    })
}

/// Whether what goes down or up by that share is health: it stands between the verb and the share, or before the verb:
/// "cut fractures by a third", "anxiety has gone up by a third".
fn is_change_of_health(mention: &Mention<'_>) -> bool {
    const REACH: usize = 8;
    let lists = &WORDS.lists;
    let words_before = &mention.before()[..mention.before().len().min(REACH)];
    let is_direction = words_before.first().is_some_and(|word| matches!(*word, "up" | "down"));
    let words_before = &words_before[usize::from(is_direction)..];
    // "Falls" can be a verb or what people do. It is taken for the latter here.
    let verb = words_before.iter().position(|word| lists.cuts.contains(word) && !matches!(*word, "fall" | "falls"));
    let changed = match verb {
        None => return false,
        Some(0) => &words_before[1..],
        Some(verb) => &words_before[..verb],
    };
    changed.iter().any(|word| lists.health.contains(word)) && !mention.is_denied()
}

/// "300,000 older adults each year", "every day, 20 people die", but not how many the author teaches.
fn is_many_people(mention: &Mention<'_>) -> bool {
    let is_of_author = |word: &&str| matches!(*word, "i" | "our" | "we");
    is_about_health(mention)
        && !mention.before().iter().chain(mention.after()).any(is_of_author)
        && (counts_people(mention.before().iter().rev()) || counts_people(mention.after().iter()))
}

fn is_about_health(mention: &Mention<'_>) -> bool {
    mention.has(&WORDS.lists.health) || mention.has(&WORDS.lists.harms)
}

/// Whether a number stands among these words, with people within the three words behind it.
fn counts_people<'a>(words: impl Iterator<Item = &'a &'a str>) -> bool {
    const REACH: usize = 3;
    let mut words_since_number = REACH;
    for word in words {
        if words_since_number < REACH && WORDS.lists.people.contains(word) {
            return true;
        }
        words_since_number = if word.ends_with(|c: char| c.is_ascii_digit()) { 0 } else { words_since_number + 1 };
    }
    false
}

/// "In one study, women who walked gained bone": the sentence tells behind a comma what happened to others.
fn is_told_of_a_study(mention: &Mention<'_>) -> bool {
    let lists = &WORDS.lists;
    let text = mention.text_after();
    let is_described =
        text.starts_with(',') || mention.after().first().is_some_and(|word| lists.described.contains(word));
    let result: Vec<&str> = words(text.split_once(", ").map_or("", |(_, result)| result)).collect();
    is_described
        && result.iter().any(|word| lists.happened.contains(word) || word.ends_with("ed"))
        && !result.iter().any(|word| matches!(*word, "i" | "we" | "our" | "my"))
        && WORDS.is_wanted(ClaimForm::ToldStudy, mention)
}

/// Whether the sentence begins by telling the reader what to do: its numbers are those of the movement. A condition may
/// stand before it: "If in doubt, start with 50% of the dose."
fn is_instruction(mention: &Mention<'_>) -> bool {
    let lists = &WORDS.lists;
    let Some(first) = mention.before().last() else { return false };
    if lists.instructions.contains(first) {
        return true;
    }
    let mut clause = words(&mention.passage.lower[mention.clause().start..mention.range.start]);
    lists.before_an_instruction.contains(first) && clause.next().is_some_and(|word| lists.instructions.contains(word))
}

/// A number above one, in digits or as a word.
pub(super) fn is_number(word: &str) -> bool {
    pattern::is_number(word, &WORDS.lists.numbers)
}

/// The phrase with two words before it and three behind it, so that a message shows which claim is meant.
fn with_neighbours(mention: &Mention<'_>) -> String {
    let words_before = mention.before().iter().take(2).rev();
    let words = words_before.copied().chain([mention.words()]).chain(mention.after().iter().take(3).copied());
    words.collect::<Vec<_>>().join(" ").replace(" %", "%").replace(" ,", ",")
}

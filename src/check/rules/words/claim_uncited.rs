//! A sentence that says what was measured, without a source.

use super::Hit;
use crate::check::prose::Voice;
use crate::diagnostics::{Diagnostic, Severity, rules};

/// How a claim can sound.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// `39 %`.
    Percentage,
    /// `one in three`.
    Share,
    /// `twice as likely`.
    Comparison,
    /// `a higher risk`.
    Risk,
    /// `studies show`.
    Research,
}

pub(super) const WORDS: &[(&str, Form)] = &[
    ("%", Form::Percentage),
    (" percent", Form::Percentage),
    (" per cent", Form::Percentage),
    ("one in ", Form::Share),
    ("two in ", Form::Share),
    ("three in ", Form::Share),
    ("four in ", Form::Share),
    ("1 in ", Form::Share),
    ("2 in ", Form::Share),
    ("3 in ", Form::Share),
    ("4 in ", Form::Share),
    ("out of every ", Form::Share),
    ("out of ", Form::Share),
    ("twice as likely", Form::Comparison),
    ("twice as common", Form::Comparison),
    ("twice as high", Form::Comparison),
    ("times as likely", Form::Comparison),
    ("times as common", Form::Comparison),
    ("times more likely", Form::Comparison),
    ("times more common", Form::Comparison),
    ("times less likely", Form::Comparison),
    ("times higher", Form::Comparison),
    ("risk", Form::Risk),
    ("risks", Form::Risk),
    ("evidence", Form::Research),
    ("research", Form::Research),
    ("study", Form::Research),
    ("studies", Form::Research),
    ("trials", Form::Research),
    ("researchers", Form::Research),
    ("scientists", Form::Research),
];

const NUMBERS: &[&str] = &[
    "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "twelve", "twenty", "hundred", "thousand",
];

const INSTRUCTIONS: &[&str] = &[
    "add", "aim", "begin", "bend", "breathe", "choose", "cut", "do", "drop", "fill", "give", "hold", "increase",
    "keep", "lift", "lower", "pick", "push", "put", "raise", "reduce", "repeat", "rest", "set", "sit", "slow", "start",
    "step", "stop", "take", "try", "turn", "use", "walk", "work",
];

/// What a percentage measures without a study: a mixture, a slope, the air.
const MEASURES: &[&str] = &[
    "alcohol", "cotton", "grade", "gradient", "humidity", "incline", "juice", "oxygen", "saline", "slope", "solution",
];

const TIMES: &[&str] = &["seconds", "minutes", "hours", "days", "weeks", "sets", "steps"];

const CHANGES: &[&str] = &[
    "higher",
    "lower",
    "lowers",
    "lowered",
    "reduce",
    "reduces",
    "reduced",
    "raise",
    "raises",
    "increase",
    "increases",
    "increased",
    "doubles",
    "doubled",
    "halves",
    "cuts",
    "greater",
];

const SHOWS: &[&str] = &[
    "show",
    "shows",
    "showed",
    "shown",
    "find",
    "finds",
    "found",
    "suggest",
    "suggests",
    "suggested",
    "proves",
    "prove",
    "confirm",
    "confirms",
    "confirmed",
];

/// A finding where nothing is cited; the words of an expert whom the text names are a hint.
pub(super) fn judge(hit: &Hit<'_>, form: Form) -> Option<Diagnostic> {
    if hit.sentence.is_cited || !is_claim(hit, form) {
        return None;
    }
    let (message, severity) = match hit.passage.voice {
        Voice::Author => ("this claim has no source", rules::CLAIM_UNCITED.severity),
        Voice::Expert => ("an expert claims this, and no source stands beside it", Severity::Note),
    };
    let finding = Diagnostic::new(&rules::CLAIM_UNCITED, hit.locate(), format!("{message}: `{}`", quoted(hit)));
    let finding = finding.help("cite the source behind it: `[@key]`, in this sentence or the next");
    Some(Diagnostic { severity, ..finding })
}

fn is_claim(hit: &Hit<'_>, form: Form) -> bool {
    let near = |words: &[&str]| hit.before().take(4).chain(hit.after().take(4)).any(|word| words.contains(&word));
    match form {
        Form::Percentage => {
            let has_number = hit.passage.lower[..hit.range.start].trim_end().ends_with(|c: char| c.is_ascii_digit());
            let is_of_reader = hit.after().take(2).eq(["of", "your"]);
            let is_measure = hit.after().next().is_some_and(|word| MEASURES.contains(&word));
            has_number && !is_of_reader && !is_measure && !is_all(hit) && !is_instruction(hit)
        }
        Form::Share => {
            let is_share_of_time = hit.after().nth(1).is_some_and(|word| TIMES.contains(&word));
            let begins = hit.words() != "out of" || hit.before().next().is_some_and(is_number);
            begins && hit.after().next().is_some_and(is_number) && !is_share_of_time && !is_instruction(hit)
        }
        Form::Comparison => true,
        Form::Risk => near(CHANGES) && !is_advice(hit),
        Form::Research => {
            let is_left_open = hit.before().take(3).any(|word| matches!(word, "what" | "whether" | "no" | "few"));
            let is_own = hit.before().next() == Some("our");
            !is_left_open && !is_own && !hit.is_negated() && hit.after().take(2).any(|word| SHOWS.contains(&word))
        }
    }
}

/// A number above one, in digits or as a word.
fn is_number(word: &str) -> bool {
    NUMBERS.contains(&word) || (word.len() < 4 && word.parse::<u16>().is_ok_and(|number| number > 1))
}

/// Whether the percentage says no more than "all": "you are 100% in charge". "100% of them" is counted.
fn is_all(hit: &Hit<'_>) -> bool {
    let number = hit.passage.lower[..hit.range.start].trim_end();
    number.ends_with("100") && hit.after().next() != Some("of") || number.ends_with("110")
}

/// Whether the sentence tells readers at a risk what to do, and not what changes a risk.
fn is_advice(hit: &Hit<'_>) -> bool {
    const OPEN: &[&str] = &["if", "whether", "ask", "talk", "do"];
    let is_open = hit.before().take(10).any(|word| OPEN.contains(&word));
    is_open || hit.before().last() == Some("to") || hit.after().take(4).any(|word| word == "should")
}

/// Whether the sentence begins by telling the reader what to do: its numbers are those of the movement.
fn is_instruction(hit: &Hit<'_>) -> bool {
    hit.before().last().is_some_and(|first| INSTRUCTIONS.contains(&first))
}

/// The sign with the words beside it.
fn quoted(hit: &Hit<'_>) -> String {
    let before: Vec<&str> = hit.before().take(2).collect();
    let words = before.into_iter().rev().chain([hit.words()]).chain(hit.after().take(3));
    words.collect::<Vec<_>>().join(" ").replace(" %", "%")
}

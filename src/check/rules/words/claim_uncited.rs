//! A sentence that says what was measured, without a source.

use super::{Hit, is_one_of};
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
    /// `half of adults`.
    Fraction,
    /// `10 million people`.
    Count,
    /// `clinically proven`.
    Proof,
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
    ("five in ", Form::Share),
    ("six in ", Form::Share),
    ("seven in ", Form::Share),
    ("eight in ", Form::Share),
    ("nine in ", Form::Share),
    ("1 in ", Form::Share),
    ("2 in ", Form::Share),
    ("3 in ", Form::Share),
    ("4 in ", Form::Share),
    ("5 in ", Form::Share),
    ("6 in ", Form::Share),
    ("7 in ", Form::Share),
    ("8 in ", Form::Share),
    ("9 in ", Form::Share),
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
    ("more likely than", Form::Comparison),
    ("less likely than", Form::Comparison),
    ("more common in", Form::Comparison),
    ("more common than", Form::Comparison),
    ("less common in", Form::Comparison),
    ("half of", Form::Fraction),
    ("half the", Form::Fraction),
    ("third of", Form::Fraction),
    ("thirds of", Form::Fraction),
    ("quarter of", Form::Fraction),
    ("quarters of", Form::Fraction),
    ("fifth of", Form::Fraction),
    ("million", Form::Count),
    ("billion", Form::Count),
    ("clinically proven", Form::Proof),
    ("scientifically proven", Form::Proof),
    ("risk", Form::Risk),
    ("risks", Form::Risk),
    ("evidence", Form::Research),
    ("research", Form::Research),
    ("study", Form::Research),
    ("studies", Form::Research),
    ("trial", Form::Research),
    ("trials", Form::Research),
    ("review", Form::Research),
    ("meta-analysis", Form::Research),
    ("experts", Form::Research),
    ("science", Form::Research),
    ("researchers", Form::Research),
    ("scientists", Form::Research),
];

const NUMBERS: &str = "two three four five six seven eight nine ten twelve twenty hundred thousand";

const INSTRUCTIONS: &str = "add aim begin bend breathe choose cut do drop fill give go hold increase keep lean \
    lift lower move pedal pick press pull push put raise reach reduce repeat rest roll rotate set shift sit slow \
    squeeze stand start step stop stretch swim take tilt try turn use walk work";

/// What a percentage measures without a study: a mixture, a slope, the air.
const MEASURES: &str = "alcohol cotton grade gradient humidity incline juice oxygen saline slope solution";

const TIMES: &str = "seconds minutes hours days weeks sets steps";

const CHANGES: &str = "higher lower lowers lowered reduce reduces reduced raise raises increase increases \
    increased doubles doubled halves cuts greater";

/// Who is counted.
const PEOPLE: &str = "adults americans australians britons canadians cases europeans falls fractures germans men \
    participants patients people seniors those women workers";

const SHOWS: &str = "backs conclude concluded concludes demonstrate demonstrates demonstrated indicate indicates \
    support supports show shows showed shown find finds found suggest suggests suggested proves prove confirm \
    confirms confirmed";

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
    let near = |words: &str| hit.before().take(4).chain(hit.after().take(4)).any(|word| is_one_of(word, words));
    match form {
        Form::Percentage => {
            let has_number = hit.passage.lower[..hit.range.start].trim_end().ends_with(|c: char| c.is_ascii_digit());
            let mut behind = hit.after();
            let is_of_body = behind.next() == Some("of") && behind.next().is_some_and(|word| is_one_of(word, OWN));
            let is_own = hit.before().any(|word| word == "my");
            let is_measure = hit.after().next().is_some_and(|word| is_one_of(word, MEASURES));
            has_number && !is_of_body && !is_own && !is_measure && !is_all(hit) && !is_instruction(hit)
        }
        Form::Share => {
            let is_share_of_time = hit.after().nth(1).is_some_and(|word| is_one_of(word, TIMES));
            let begins = hit.words() != "out of" || hit.before().next().is_some_and(is_number);
            begins && hit.after().next().is_some_and(is_number) && !is_share_of_time && !is_instruction(hit)
        }
        Form::Comparison => hit.after().next() != Some("not"),
        Form::Proof => !hit.is_negated(),
        Form::Fraction => hit.after().take(3).any(|word| is_one_of(word, PEOPLE)) && !is_instruction(hit),
        Form::Count => {
            let has_number = hit.before().next().is_some_and(|word| word.ends_with(|c: char| c.is_ascii_digit()));
            let is_money = hit.before().next().is_some_and(|word| word.starts_with(['$', '£', '€']));
            has_number && (is_money || hit.after().take(3).any(|word| is_one_of(word, PEOPLE)))
        }
        Form::Risk => near(CHANGES) && !is_advice(hit) && !is_open(hit),
        Form::Research => {
            let is_left_open = hit.before().take(3).any(|word| is_one_of(word, LEFT_OPEN));
            let is_own = hit.before().next() == Some("our");
            !is_left_open && !is_own && !hit.is_negated() && shows(hit)
        }
    }
}

/// Whose strength or weight a percentage is of, and not how many have something.
const OWN: &str = "her his your";

const LEFT_OPEN: &str = "few insufficient little no what whether";

/// Whether the research has a result: "studies show", "a trial of 300 women in two towns found".
fn shows(hit: &Hit<'_>) -> bool {
    let described = "after at by from in involving of on published that who with";
    let is_described = hit.after().next().is_some_and(|word| is_one_of(word, described));
    let is_of_people =
        matches!(hit.words().to_ascii_lowercase().as_str(), "experts" | "researchers" | "science" | "scientists");
    let is_result = |word: &str| is_one_of(word, SHOWS) || (is_of_people && matches!(word, "say" | "says"));
    hit.after_in_clause().take(if is_described { 10 } else { 2 }).any(is_result)
}

/// "Your risk may be higher than you think" says nothing of how high it is.
fn is_open(hit: &Hit<'_>) -> bool {
    hit.before().next() == Some("your") && matches!(hit.after().next(), Some("may" | "might" | "could" | "can"))
}

/// A number above one, in digits or as a word.
fn is_number(word: &str) -> bool {
    is_one_of(word, NUMBERS) || (word.len() < 4 && word.parse::<u16>().is_ok_and(|number| number > 1))
}

/// Whether the percentage says no more than "all": "you are 100% in charge". "100% of them" is counted.
fn is_all(hit: &Hit<'_>) -> bool {
    let number = hit.passage.lower[..hit.range.start].trim_end();
    number.ends_with("100") && hit.after().next() != Some("of") || number.ends_with("110")
}

/// Whether the sentence tells readers at a risk what to do, and not what changes a risk.
fn is_advice(hit: &Hit<'_>) -> bool {
    const OPEN: &str = "if whether ask talk do aim aims aimed goal trying";
    let is_open = hit.before().take(10).any(|word| is_one_of(word, OPEN));
    is_open || hit.before().last() == Some("to") || hit.after().take(4).any(|word| word == "should")
}

/// Whether the sentence begins by telling the reader what to do: its numbers are those of the movement.
fn is_instruction(hit: &Hit<'_>) -> bool {
    hit.before().last().is_some_and(|first| is_one_of(first, INSTRUCTIONS))
}

/// The sign with the words beside it.
fn quoted(hit: &Hit<'_>) -> String {
    let before: Vec<&str> = hit.before().take(2).collect();
    let words = before.into_iter().rev().chain([hit.words()]).chain(hit.after().take(3));
    words.collect::<Vec<_>>().join(" ").replace(" %", "%")
}

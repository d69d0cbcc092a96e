//! A sentence that says what was measured, without a source.

use wellpress_diagnostics::{Diagnostic, Severity, rules};

use super::{Hit, is_one_of};
use crate::check::prose::Voice;

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
    /// `one woman in three`.
    ShareOf,
    /// `by nearly a quarter`.
    About,
    /// `cut fractures by a third`.
    Change,
    /// `the odds were halved`.
    Halved,
    /// `300,000 adults each year`.
    Yearly,
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
    ("adult in ", Form::ShareOf),
    ("adults in ", Form::ShareOf),
    ("american in ", Form::ShareOf),
    ("americans in ", Form::ShareOf),
    ("man in ", Form::ShareOf),
    ("men in ", Form::ShareOf),
    ("patient in ", Form::ShareOf),
    ("patients in ", Form::ShareOf),
    ("people in ", Form::ShareOf),
    ("person in ", Form::ShareOf),
    ("woman in ", Form::ShareOf),
    ("women in ", Form::ShareOf),
    ("worker in ", Form::ShareOf),
    ("workers in ", Form::ShareOf),
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
    ("by a third", Form::Change),
    ("by half", Form::Change),
    ("by a half", Form::Change),
    ("by a quarter", Form::Change),
    ("by a fifth", Form::Change),
    ("by two thirds", Form::Change),
    ("by two-thirds", Form::Change),
    ("by about", Form::About),
    ("by almost", Form::About),
    ("by around", Form::About),
    ("by as much as", Form::About),
    ("by at least", Form::About),
    ("by close to", Form::About),
    ("by more than", Form::About),
    ("by nearly", Form::About),
    ("by over", Form::About),
    ("by roughly", Form::About),
    ("by up to", Form::About),
    ("halved", Form::Halved),
    ("each year", Form::Yearly),
    ("every year", Form::Yearly),
    ("a year", Form::Yearly),
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
const MEASURES: &str = "alcohol battery cotton grade gradient humidity incline juice oxygen rain saline slope solution";

/// What stands between a measure and its percentage.
const IS: &str = "about above and are around aged at below between is of over to under up was";

/// What is paid.
const MONEY: &str = "cheaper commission deposit discount fee interest off tariff tariffs tax tip vat";

/// Who reads or comes: the author's own count.
const CLIENTS: &str =
    "articles classes customers followers members pages readers staff subscribers team users visitors";

/// What is measured of health.
const HEALTH: &str = "ache aches chance chances death deaths disability fall falls fracture fractures headaches injuries \
    injury likelihood odds pain rate rates risk risks stiffness symptoms";

/// What befalls people.
const HARMS: &str = "affected affects break breaks develop diagnosed die died dies harm harms hospital hospitalised \
    hospitalized hurt injured injures kill killed kills";

const MENDS: &str = "better cured goes heal heals recover recovers resolves works";

const CUTS: &str = "cut cuts cutting decrease decreased decreases drop dropped drops fall fallen falls fell increase \
    increased increases lower lowered lowers raise raised raises reduce reduced reduces reducing rise risen rose";

const TIMES: &str = "seconds minutes hours days weeks sets steps";

const CHANGES: &str = "higher lower lowers lowered reduce reduces reduced raise raises increase increases \
    increased doubles doubled halved halves cuts greater";

/// Who is counted.
const PEOPLE: &str = "adults americans australians britons canadians cases europeans falls fractures germans men \
    participants patients people seniors those women workers";

const SHOWS: &str = "backs conclude concluded concludes demonstrate demonstrates demonstrated indicate indicates \
    support supports show shows showed shown find finds found suggest suggests suggested proves prove confirm \
    confirms confirmed reported";

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
            let is_measured = is_of_body || is_own || is_measure(hit) || is_saved(hit) || is_of_clients(hit.after());
            has_number && !is_measured && !is_of_the_way(hit) && !is_all(hit) && !is_instruction(hit)
        }
        Form::Share => {
            let is_share_of_time = hit.after().nth(1).is_some_and(|word| is_one_of(word, TIMES));
            let is_of_time = hit.before().next() == Some("times") && has(hit, HEALTH);
            let counted = hit.before().nth(usize::from(is_of_time));
            let begins = hit.words() != "out of" || counted.is_some_and(is_number);
            let is_share = begins && hit.after().next().is_some_and(is_number) && !is_own_count(hit);
            is_share && !is_share_of_time && !is_of_clients(hit.after().skip(1)) && !is_instruction(hit)
        }
        Form::ShareOf => is_share_of_people(hit),
        Form::About => is_fraction(hit) && is_change_of_health(hit),
        Form::Comparison => hit.after().next() != Some("not"),
        Form::Proof => !hit.is_negated(),
        Form::Fraction => hit.after().take(3).any(|word| is_one_of(word, PEOPLE)) && !is_instruction(hit),
        Form::Count => {
            let has_number = hit.before().next().is_some_and(|word| word.ends_with(|c: char| c.is_ascii_digit()));
            let is_money = hit.before().next().is_some_and(|word| word.starts_with(['$', '£', '€']));
            has_number && (is_money || hit.after().take(3).any(|word| is_one_of(word, PEOPLE)))
        }
        Form::Change => is_change_of_health(hit),
        Form::Halved => near(HEALTH) && !hit.is_negated(),
        Form::Yearly => is_many_people(hit),
        Form::Risk => near(CHANGES) && !is_advice(hit) && !is_open(hit) && !is_asked(hit) && !is_of_nobody(hit),
        Form::Research => {
            let is_left_open = || hit.before().take(3).any(|word| is_one_of(word, LEFT_OPEN));
            let is_own = || hit.before().next() == Some("our");
            let says = shows(hit) || is_evidence_that(hit) || is_told_of_a_study(hit);
            says && !is_left_open() && !is_own() && !hit.is_negated()
        }
    }
}

fn has(hit: &Hit<'_>, words: &str) -> bool {
    hit.before().chain(hit.after()).any(|word| is_one_of(word, words))
}

/// "5% incline", "humidity 30–50%", "chance of rain: 40%", "5% off", "a 40% tariff".
fn is_measure(hit: &Hit<'_>) -> bool {
    let is_figure = |word: &&str| word.starts_with(|c: char| c.is_ascii_digit()) || is_one_of(word, IS);
    let is_aged = hit.before().take(3).any(|word| word == "aged");
    let before = hit.before().find(|word| !is_figure(word));
    let measured = before.into_iter().chain(hit.after().next());
    is_aged || measured.into_iter().any(|word| is_one_of(word, MEASURES) || is_one_of(word, MONEY))
}

/// "Save 20% on your first class".
fn is_saved(hit: &Hit<'_>) -> bool {
    hit.before().take(3).any(|word| is_one_of(word, "save saves discount")) && hit.after().next() != Some("of")
}

/// "80% of the way", "open 50% of the time", unless the time is that of an ill.
fn is_of_the_way(hit: &Hit<'_>) -> bool {
    let behind: Vec<&str> = hit.after().take(3).collect();
    match behind[..] {
        ["of", "the", "way"] => true,
        ["of", "the", "time"] => !has(hit, HEALTH) && !has(hit, MENDS),
        _ => false,
    }
}

/// "Of our readers".
fn is_of_clients<'a>(mut behind: impl Iterator<Item = &'a str>) -> bool {
    behind.next() == Some("of")
        && matches!(behind.next(), Some("our" | "my"))
        && behind.next().is_some_and(|word| is_one_of(word, CLIENTS))
}

/// "We update one in ten articles": what the author counts, unless it is people.
fn is_own_count(hit: &Hit<'_>) -> bool {
    let is_own = hit.before().last().is_some_and(|first| matches!(first, "i" | "we"));
    is_own && !hit.before().chain(hit.after()).any(|word| is_one_of(word, PEOPLE) || is_one_of(word, HEALTH))
}

/// "One woman in three", but not "three women in two groups", "two people in ten minutes".
fn is_share_of_people(hit: &Hit<'_>) -> bool {
    const PLACES: &str = "boats cars chairs cities clinics countries groups homes hospitals houses pairs places positions \
        rooms rows studies teams towns trials villages";
    let mut after = hit.after();
    let place = |word: &str| NUMBERS.split_ascii_whitespace().position(|known| known == word).map(|place| place + 2);
    let count = |word: &str| if word == "one" { Some(1) } else { word.parse().ok().or_else(|| place(word)) };
    let share = hit.before().next().and_then(count).zip(after.next().filter(|word| is_number(word)).and_then(count));
    let is_of_others = after.next().is_some_and(|word| is_one_of(word, TIMES) || is_one_of(word, PLACES));
    share.is_some_and(|(part, whole)| part < whole) && !is_of_others && !is_instruction(hit)
}

/// Whether a fraction is behind the sign: "nearly a quarter", "more than half".
fn is_fraction(hit: &Hit<'_>) -> bool {
    const FRACTIONS: &str = "fifth half quarter quarters tenth third thirds";
    let behind: Vec<&str> = hit.after().take(2).collect();
    match behind[..] {
        ["a" | "one" | "two" | "three", fraction, ..] => is_one_of(fraction, FRACTIONS),
        [first, ..] => matches!(first, "half" | "one-third" | "two-thirds" | "three-quarters" | "one-quarter"),
        [] => false,
    }
}

/// Whether what goes down or up by that share is health: it stands between the verb and the share, or before the verb.
fn is_change_of_health(hit: &Hit<'_>) -> bool {
    let before: Vec<&str> = hit.before().take(7).collect();
    let Some(verb) = before.iter().position(|word| is_one_of(word, CUTS) && !(*word == "falls" || *word == "fall"))
    else {
        return false;
    };
    let around = if verb == 0 { &before[1..] } else { &before[..verb] };
    around.iter().take(6).any(|word| is_one_of(word, HEALTH)) && !hit.is_negated()
}

/// "300,000 older adults each year", but not how many the author teaches.
fn is_many_people(hit: &Hit<'_>) -> bool {
    let before: Vec<&str> = hit.before().take(10).collect();
    let is_thousands = |word: &str| {
        word.len() == 3 && word.parse::<u16>().is_ok() && hit.passage.lower[..hit.place_of(word).start].ends_with(',')
    };
    let counted = before.iter().position(|word| is_thousands(word));
    let is_of_people = |at: usize| before[at.saturating_sub(3)..at].iter().any(|word| is_one_of(word, PEOPLE));
    let is_of_health = has(hit, HEALTH) || has(hit, HARMS);
    counted.is_some_and(is_of_people) && is_of_health && !has(hit, "i our we")
}

/// Whether the sentence only tells the reader to lower the risk: "reduce the risk of tripping by removing rugs", "remove
/// rugs to reduce the risk". With a number it claims how much.
fn is_asked(hit: &Hit<'_>) -> bool {
    const LESS: &str = "cut decrease lower minimise minimize reduce";
    const ASKED: &str = "avoid clear check fit install remove wear";
    let before: Vec<&str> = hit.before().filter(|word| !is_one_of(word, "any the this their your")).collect();
    let first = before.last().copied().unwrap_or_default();
    let is_bare = matches!(before[..], [verb] if is_one_of(verb, LESS));
    let is_aim = matches!(before[..], [verb, "to", ..] if is_one_of(verb, LESS))
        && (is_one_of(first, INSTRUCTIONS) || is_one_of(first, ASKED));
    let is_counted =
        hit.after().any(|word| word.starts_with(|c: char| c.is_ascii_digit()) || is_one_of(word, "half third quarter"));
    (is_bare || is_aim) && !is_counted
}

/// "There is strong evidence that", "we have good evidence that".
fn is_evidence_that(hit: &Hit<'_>) -> bool {
    const STRENGTHS: &str = "clear compelling convincing good high-quality moderate robust solid strong";
    let is_strong = || hit.before().next().is_some_and(|word| is_one_of(word, STRENGTHS));
    let is_there = || hit.before().take(5).any(|word| is_one_of(word, "has have there there's there’s"));
    // "Evidence that you forgot to save" is about one reader.
    let is_general = || {
        let mut behind = hit.after();
        behind.next() == Some("that") && behind.next().is_some_and(|word| !is_one_of(word, "he i she they we you"))
    };
    hit.words().eq_ignore_ascii_case("evidence") && is_strong() && is_there() && is_general()
}

/// Whose strength or weight a percentage is of, and not how many have something.
const OWN: &str = "her his your";

/// What tells more of a study.
const DESCRIBED: &str = "after at by from in involving of on published that who with";

const LEFT_OPEN: &str = "few insufficient little no what whether";

/// Whether the research has a result: "studies show", "a trial of 300 women in two towns found".
fn shows(hit: &Hit<'_>) -> bool {
    let is_described = hit.after().next().is_some_and(|word| is_one_of(word, DESCRIBED));
    let is_of_people =
        matches!(hit.words().to_ascii_lowercase().as_str(), "experts" | "researchers" | "science" | "scientists");
    let is_result = |word: &str| is_one_of(word, SHOWS) || (is_of_people && matches!(word, "say" | "says"));
    let mut behind = hit.after_in_clause().take(if is_described { 10 } else { 2 });
    behind.any(is_result) && !is_field(hit)
}

/// "The study of anatomy shows us": what is studied, in general, and not who was.
fn is_field(hit: &Hit<'_>) -> bool {
    const NOW: &str = "demonstrates finds indicates proves shows suggests";
    let mut behind = hit.after_in_clause();
    let is_of = hit.words().eq_ignore_ascii_case("study") && behind.next() == Some("of");
    let of: Vec<&str> = behind.take_while(|word| !is_one_of(word, SHOWS)).collect();
    let is_now = hit.after_in_clause().find(|word| is_one_of(word, SHOWS)).is_some_and(|word| is_one_of(word, NOW));
    let is_of_people = of.iter().any(|word| is_one_of(word, PEOPLE) || word.starts_with(|c: char| c.is_ascii_digit()));
    is_of && is_now && hit.before().next() == Some("the") && !is_of_people
}

/// "In one study, women who walked gained bone".
fn is_told_of_a_study(hit: &Hit<'_>) -> bool {
    const WHICH: &str = "a an another big clinical cohort controlled earlier early large largest long-term many new older \
        one pilot randomised randomized recent several similar small some two three";
    const HAPPENED: &str =
        "became did fell felt fewer gained got grew had improved less lost more slept walked were won";
    let is_year = |word: &str| word.len() == 4 && word.bytes().all(|byte| byte.is_ascii_digit());
    let which = hit.before().take_while(|word| is_one_of(word, WHICH) || is_year(word)).count();
    let is_inside = which > 0 && matches!(hit.before().nth(which), Some("in" | "during"));
    is_inside && {
        let rest = &hit.passage.lower[hit.range.end..hit.sentence.range.end.max(hit.range.end)];
        let described = rest.starts_with(',') || hit.after().next().is_some_and(|word| is_one_of(word, DESCRIBED));
        let told: Vec<&str> = super::words(rest.split_once(", ").map_or("", |(_, told)| told)).collect();
        let is_of_author = told.iter().any(|word| matches!(*word, "i" | "we" | "our" | "my"));
        let happens = |word: &&str| is_one_of(word, HAPPENED) || word.ends_with("ed");
        described && !is_of_author && told.iter().any(happens)
    }
}

/// "Nobody is at higher risk from standing up."
fn is_of_nobody(hit: &Hit<'_>) -> bool {
    let before: Vec<&str> = hit.before().collect();
    matches!(before[..], [.., "nobody" | "none"] | [.., "one", "no"])
}

/// "Your risk may be higher than you think" says nothing of how high it is.
fn is_open(hit: &Hit<'_>) -> bool {
    hit.before().next() == Some("your") && matches!(hit.after().next(), Some("may" | "might" | "could" | "can"))
}

/// A number above one, in digits or as a word.
pub(super) fn is_number(word: &str) -> bool {
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
    let first = hit.before().last().unwrap_or_default();
    // "If in doubt, start with 50% of the dose."
    let is_behind_condition = || {
        let clause = &hit.passage.lower[hit.clause_start()..hit.range.start];
        let told = super::words(clause).next();
        is_one_of(first, "if instead next once then until when")
            && told.is_some_and(|word| is_one_of(word, INSTRUCTIONS))
    };
    is_one_of(first, INSTRUCTIONS) || is_behind_condition()
}

/// The sign with the words beside it.
fn quoted(hit: &Hit<'_>) -> String {
    let before: Vec<&str> = hit.before().take(2).collect();
    let words = before.into_iter().rev().chain([hit.words()]).chain(hit.after().take(3));
    words.collect::<Vec<_>>().join(" ").replace(" %", "%")
}

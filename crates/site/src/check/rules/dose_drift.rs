//! Steps that ask for another dose than the record: "hold for 30 seconds" beside `hold: 10 s`.
//!
//! Only what is certain is a finding: a number with a unit that the record has too, and a length of time only in a clause
//! that says to hold or to rest, because breaths and movements have lengths as well.

use std::ops::Range;

use wellpress_diagnostics::yaml::Located;
use wellpress_diagnostics::{Diagnostic, Span, rules};

use crate::model::programme::Session;
use crate::model::{Page, dose};
use crate::parse::front_matter::Word as Value;
use crate::resolve::ResolvedSite;

use super::super::words::{Word, blocks};

/// One finding for each number in the steps that is outside of what the dose says, at the number.
pub(super) fn find(page: &Page) -> Vec<Diagnostic> {
    let Some(exercise) = page.exercise().filter(|_| !page.is_withdrawn()) else { return Vec::new() };
    let fields = dose::fields(&exercise.dose);
    let mut findings = Vec::new();
    for block in blocks(page, exercise.parts.steps.clone()) {
        for said in said(&block) {
            findings.extend(compare(page, &fields, &said));
        }
    }
    findings
}

/// The same of programmes, whose schedule may ask for another dose than the record: the steps that stand beside it agree with
/// the record. Two pages decide, so it is asked of the site as a whole.
pub(super) fn find_in_programmes(resolved: &ResolvedSite<'_>) -> Vec<Diagnostic> {
    let pages = resolved.site.pages.iter().filter(|page| !page.is_withdrawn());
    let sessions = pages.filter_map(|page| Some((page, page.programme()?)));
    let sessions = sessions.flat_map(|(page, programme)| programme.schedule.iter().map(move |session| (page, session)));
    sessions.flat_map(|(page, session)| in_session(page, session, resolved.site.page(session.exercise))).collect()
}

/// One finding for each field of a session's dose with which a number in the steps does not agree, at the field.
fn in_session(page: &Page, session: &Session, record: &Page) -> Vec<Diagnostic> {
    let Some(exercise) = record.exercise().filter(|_| !record.is_withdrawn()) else { return Vec::new() };
    let all = dose::with(&exercise.dose, &session.dose);
    let (own, all) = (dose::fields(&exercise.dose), dose::fields(&all));
    let said: Vec<Said> = blocks(record, exercise.parts.steps.clone()).iter().flat_map(|block| said(block)).collect();
    let written: Vec<_> =
        dose::written(&session.dose).into_iter().filter_map(|(name, field)| Some((name, field?))).collect();
    let is_written = |name: &&&str| written.iter().any(|(known, _)| *known == **name);
    let of_field = |(name, field): &(&'static str, &Located<Value>)| {
        let is_drift = |said: &&Said| {
            let is_about = said.fields.iter().find(is_written) == Some(name);
            is_about && drift(&own, said).is_none() && drift(&all, said).is_some()
        };
        let steps = said.iter().find(is_drift)?.place;
        let (dose, said) = (&field.value.0, record.source.slice(steps));
        let message = format!("the schedule says `{name}: {dose}`, and the steps of `{}` say `{said}`", record.name);
        let finding = Diagnostic::new(&rules::DOSE_DRIFT, page.source.locate(field.span), message);
        let help = "make the two agree, or take the number out of the steps: the handout shows both";
        Some(finding.help(help).related(record.source.locate(steps), "the steps"))
    };
    written.iter().filter_map(of_field).collect()
}

/// The fields of a dose by name.
type Fields<'a> = [(&'static str, Option<&'a Value>)];

/// The least and the most of something.
type Span2 = (f64, f64);

/// A number with its unit.
struct Said {
    /// The fields of the dose that it may be about.
    fields: &'static [&'static str],
    range: Span2,
    place: Span,
}

fn compare(page: &Page, fields: &Fields<'_>, said: &Said) -> Option<Diagnostic> {
    let (name, value) = drift(fields, said)?;
    let place = page.source.locate(said.place);
    let written = page.source.slice(said.place);
    let message = format!("the steps say `{written}`, and the dose says `{name}: {}`", value.0);
    Some(Diagnostic::new(&rules::DOSE_DRIFT, place, message).help("make the two agree"))
}

/// The first field that a number may be about, where none has it in its range.
fn drift<'a>(fields: &Fields<'a>, said: &Said) -> Option<(&'static str, &'a Value)> {
    let of = |name: &&'static str| {
        let value = fields.iter().find(|(field, _)| field == name)?.1?;
        let range = if matches!(*name, "hold" | "rest") { dose::seconds(&value.0) } else { dose::count(&value.0) };
        Some((*name, value, range?))
    };
    let known: Vec<(&'static str, &Value, Span2)> = said.fields.iter().filter_map(of).collect();
    let is_within = |(least, most): Span2| least <= said.range.0 && said.range.1 <= most;
    let (name, value, _) = known.first().filter(|_| !known.iter().any(|(.., range)| is_within(*range)))?;
    Some((*name, *value))
}

/// The numbers with units of a block.
fn said(block: &[Word]) -> Vec<Said> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < block.len() {
        let next = read(block, at);
        if let Some((said, _)) = &next {
            found.push(Said { ..*said });
        }
        at = next.map_or(at + 1, |(_, next)| next);
    }
    found
}

/// A number or a range with a unit behind it, from the word at `at` on, and where reading goes on.
fn read(block: &[Word], at: usize) -> Option<(Said, usize)> {
    let (range, unit, last) = joined(block, at).or_else(|| apart(block, at))?;
    let place = Span::new(block[at].span.start as usize..block[last].span.end as usize);
    let next = last + 1;
    if let Some(fields) = counted_in(unit).filter(|_| range.0.fract() == 0.0) {
        let is_a_product = unit == "x" && block.get(next).is_some_and(|word| number(&word.text).is_some());
        let is_other = is_a_product || is_frequency(&block[last..]);
        return (!is_other).then_some((Said { fields, range, place }, next));
    }
    let seconds = dose::seconds(&format!("1 {unit}")).filter(|_| unit.chars().all(char::is_alphabetic))?.0;
    let fields = timed(&block[clause(block, at)])?;
    let range = (range.0 * seconds, range.1 * seconds);
    Some((Said { fields, range, place }, next))
}

/// `10s`, `12x`: the number, its unit, and the last word of both.
fn joined(block: &[Word], at: usize) -> Option<(Span2, &str, usize)> {
    let word = &block.get(at)?.text;
    let (number, unit) = word.split_at(word.find(char::is_alphabetic).filter(|split| *split > 0)?);
    Some((dose::count(number)?, unit, at))
}

/// `10 s`, `five times`, `half a minute`.
fn apart(block: &[Word], at: usize) -> Option<(Span2, &str, usize)> {
    let is_half = block.get(at)?.text == "half" && block.get(at + 1)?.text == "a";
    let (range, unit_at) = if is_half { ((0.5, 0.5), at + 2) } else { numbers(block, at)? };
    Some((range, &block.get(unit_at)?.text, unit_at))
}

/// Whether the first of these words, a unit, is of a day or a week: "5 times a week", "twice daily".
fn is_frequency(block: &[Word]) -> bool {
    const LINKS: [&str; 11] = ["a", "per", "each", "every", "al", "por", "cada", "am", "pro", "in", "jeden"];
    const PERIODS: [&str; 12] =
        ["day", "week", "month", "hour", "día", "semana", "mes", "hora", "tag", "woche", "monat", "stunde"];
    const BARE: [&str; 7] = ["daily", "weekly", "monthly", "täglich", "wöchentlich", "diarias", "semanales"];
    let Some(first) = block.get(1).filter(|_| !block[0].ends) else { return false };
    let is_linked = LINKS.contains(&first.text.as_str());
    let mut periods = block.iter().skip(2).take(2);
    BARE.contains(&first.text.as_str()) || (is_linked && periods.any(|word| PERIODS.contains(&word.text.as_str())))
}

/// `5`, `five`, `5-10` or `5 to 10`, and the word behind it.
fn numbers(block: &[Word], at: usize) -> Option<(Span2, usize)> {
    let least = number(&block.get(at)?.text)?;
    let is_joined = block.get(at + 1).is_some_and(|word| matches!(word.text.as_str(), "to" | "or" | "a" | "bis"));
    match block.get(at + 2).and_then(|word| number(&word.text)).filter(|_| is_joined && !block[at].ends) {
        Some(most) => Some(((least.0, most.1), at + 3)),
        None => Some((least, at + 1)),
    }
}

fn number(word: &str) -> Option<Span2> {
    const WORDS: [&str; 20] = [
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
        "sixteen",
        "seventeen",
        "eighteen",
        "nineteen",
        "twenty",
    ];
    const TENS: [&str; 8] = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];
    let ones = WORDS.iter().position(|known| *known == word).map(|place| place + 1);
    let tens = || TENS.iter().position(|known| *known == word).map(|place| (place + 2) * 10);
    match ones.or_else(tens) {
        Some(number) => Some(f64::from(u8::try_from(number).unwrap_or(u8::MAX))).map(|number| (number, number)),
        None => dose::count(word),
    }
}

/// The fields that are counted in this unit.
fn counted_in(unit: &str) -> Option<&'static [&'static str]> {
    Some(match unit {
        "times" | "x" | "veces" | "mal" => &["reps", "rounds", "sets"],
        "repetitions" | "repetition" | "reps" | "repeticiones" | "wiederholungen" => &["reps"],
        "sets" | "set" | "series" | "sätze" => &["sets"],
        "rounds" | "round" | "rondas" | "runden" => &["rounds"],
        _ => return None,
    })
}

/// The field that a clause with a length of time is about.
fn timed(clause: &[Word]) -> Option<&'static [&'static str]> {
    let says = |words: &[&str]| clause.iter().any(|word| words.contains(&word.text.as_str()));
    if says(&["rest", "pause", "wait", "descansa", "descanse", "pausiere", "pausieren"]) {
        return Some(&["rest"]);
    }
    let hold = ["hold", "holding", "mantén", "mantenga", "aguanta", "halte", "halten"];
    let stays = says(&["stay", "bleibe", "bleiben"]) && says(&["here", "there", "position", "pose", "hier", "so"]);
    let keeps = says(&["keep", "maintain"]) && says(&["position", "pose", "posture", "stretch"]);
    (says(&hold) || stays || keeps).then_some(&["hold"])
}

/// The words of the clause up to `at`: from the end of the one before it, or from "and" or "then".
fn clause(block: &[Word], at: usize) -> Range<usize> {
    let begins = |word: &Word| matches!(word.text.as_str(), "and" | "then" | "y" | "luego" | "und" | "dann");
    let start = (0..at).rev().find(|place| block[*place].ends || begins(&block[*place])).map_or(0, |place| place + 1);
    start..at
}

//! Steps that ask for another dose than the record: "hold for 30 seconds" beside `hold: 10 s`.
//!
//! Only what is certain is a finding: a number with a unit that the record has too, and a length of time only in a clause
//! that says to hold or to rest, because breaths and movements have lengths as well.

use std::ops::Range;

use crate::diagnostics::{Diagnostic, Span, rules};
use crate::model::{Page, dose};
use crate::parse::front_matter::Word as Value;

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

/// The least and the most of something.
type Span2 = (f64, f64);

/// A number with its unit.
struct Said {
    /// The fields of the dose that it may be about.
    fields: &'static [&'static str],
    range: Span2,
    place: Span,
}

fn compare(page: &Page, fields: &[(&'static str, Option<&Value>)], said: &Said) -> Option<Diagnostic> {
    let of = |name: &&'static str| {
        let value = fields.iter().find(|(field, _)| field == name)?.1?;
        let range = if matches!(*name, "hold" | "rest") { dose::seconds(&value.0) } else { dose::count(&value.0) };
        Some((*name, value, range?))
    };
    let known: Vec<(&'static str, &Value, Span2)> = said.fields.iter().filter_map(of).collect();
    let is_within = |(least, most): Span2| least <= said.range.0 && said.range.1 <= most;
    let (name, value, _) = known.first().filter(|_| !known.iter().any(|(.., range)| is_within(*range)))?;
    let place = page.source.locate(said.place);
    let written = page.source.slice(said.place);
    let message = format!("the steps say `{written}`, and the dose says `{name}: {}`", value.0);
    Some(Diagnostic::new(&rules::DOSE_DRIFT, place, message).help("make the two agree"))
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
    let (range, unit_at) = numbers(block, at)?;
    let unit = block.get(unit_at)?;
    let place = |last: &Word| Span::new(block[at].span.start as usize..last.span.end as usize);
    let counted = |fields| Said { fields, range, place: place(unit) };
    if let Some(fields) = counted_in(&unit.text) {
        return Some((counted(fields), unit_at + 1));
    }
    let seconds = dose::seconds(&format!("1 {}", unit.text)).filter(|_| unit.text.chars().all(char::is_alphabetic))?.0;
    let fields = timed(&block[clause(block, at)])?;
    let range = (range.0 * seconds, range.1 * seconds);
    Some((Said { fields, range, place: place(unit) }, unit_at + 1))
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
    let words = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];
    if let Some(place) = words.iter().position(|known| *known == word) {
        let number = f64::from(u8::try_from(place + 1).unwrap_or(u8::MAX));
        return Some((number, number));
    }
    dose::count(word)
}

/// The fields that are counted in this unit.
fn counted_in(unit: &str) -> Option<&'static [&'static str]> {
    Some(match unit {
        "times" | "veces" | "mal" => &["reps", "rounds", "sets"],
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
    let hold = ["hold", "holding", "stay", "mantén", "mantenga", "aguanta", "halte", "halten", "bleibe", "bleiben"];
    says(&hold).then_some(&["hold"])
}

/// The words of the clause up to `at`: from the end of the one before it, or from "and" or "then".
fn clause(block: &[Word], at: usize) -> Range<usize> {
    let begins = |word: &Word| matches!(word.text.as_str(), "and" | "then" | "y" | "luego" | "und" | "dann");
    let start = (0..at).rev().find(|place| block[*place].ends || begins(&block[*place])).map_or(0, |place| place + 1);
    start..at
}

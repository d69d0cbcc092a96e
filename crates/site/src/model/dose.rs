//! Doses as authors write them: numbers and ranges (`10-20`), lengths of time (`30-60 s`), words.

use wellpress_diagnostics::yaml::Located;
use wellpress_diagnostics::{Diagnostic, Span, quotable, rules};

use crate::parse::front_matter::{Dose, LONGEST, MOST_OFTEN, UNITS, Word};

use super::page::Page;

/// What a field of a dose is made of.
#[derive(Clone, Copy)]
enum Sort {
    /// A whole number or a range of them.
    Count,
    /// A length of time or a range of them.
    Time,
    /// Anything.
    Words,
}

/// Checks a dose, and gives a bare number that is a length of time its unit.
pub(super) fn read(page: &Page, mut dose: Dose, findings: &mut Vec<Diagnostic>) -> Dose {
    let fields = [
        (&dose.sets, Sort::Count),
        (&dose.reps, Sort::Count),
        (&dose.rounds, Sort::Count),
        (&dose.hold, Sort::Time),
        (&dose.rest, Sort::Time),
        (&dose.frequency, Sort::Words),
        (&dose.sides, Sort::Words),
    ];
    for (field, sort) in fields {
        findings.extend(field.as_ref().and_then(|field| wrong(page, field, sort)));
    }
    for Located { value: Word(text), .. } in [&mut dose.hold, &mut dose.rest].into_iter().flatten() {
        if !text.contains(char::is_alphabetic) {
            text.push_str(" s");
        }
    }
    dose
}

/// A dose with the fields of another in the place of its own, where that has them.
#[must_use]
pub fn with(dose: &Dose, other: &Dose) -> Dose {
    let field = |other: &Option<Located<Word>>, own: &Option<Located<Word>>| other.clone().or_else(|| own.clone());
    Dose {
        sets: field(&other.sets, &dose.sets),
        reps: field(&other.reps, &dose.reps),
        hold: field(&other.hold, &dose.hold),
        rounds: field(&other.rounds, &dose.rounds),
        rest: field(&other.rest, &dose.rest),
        frequency: field(&other.frequency, &dose.frequency),
        sides: field(&other.sides, &dose.sides),
    }
}

/// The fields of a dose by name, in the order in which they are read.
#[must_use]
pub fn fields(dose: &Dose) -> [(&'static str, Option<&Word>); 7] {
    written(dose).map(|(name, field)| (name, field.map(|field| &field.value)))
}

/// The same, each with its place.
#[must_use]
pub fn written(dose: &Dose) -> [(&'static str, Option<&Located<Word>>); 7] {
    let fields = [
        ("sets", &dose.sets),
        ("reps", &dose.reps),
        ("rounds", &dose.rounds),
        ("hold", &dose.hold),
        ("rest", &dose.rest),
        ("frequency", &dose.frequency),
        ("sides", &dose.sides),
    ];
    fields.map(|(name, field)| (name, field.as_ref()))
}

/// Whether two doses say the same, wherever they stand.
#[must_use]
pub fn is_same(dose: &Dose, other: &Dose) -> bool {
    fields(dose) == fields(other)
}

/// What is wrong with a field of a dose.
fn wrong(page: &Page, field: &Located<Word>, sort: Sort) -> Option<Diagnostic> {
    let Located { value: Word(text), span } = field;
    let place = page.source.locate(Span { ..*span });
    // A reader may hear or see another dose than the one that is written where invisible characters stand in it.
    if let Some(found) = text.chars().find(|c| is_invisible(*c)) {
        let message = format!("this dose has an invisible character (U+{:04X})", u32::from(found));
        return Some(Diagnostic::new(&rules::TEXT_INVISIBLE, place, message).help("type the dose again by hand"));
    }
    let (range, limit, what, help) = match sort {
        Sort::Count => (count(text), MOST_OFTEN, "a number or a range", "write it as `10` or `10-20`"),
        Sort::Time => (seconds(text), LONGEST, "a length of time", "write it as `30 s`, `30-60 s` or `2 min`"),
        Sort::Words => return None,
    };
    let (message, help) = match range {
        None => (format!("`{}` is not {what}", quotable(text)), help),
        Some((least, most)) if least > most => {
            (format!("the range `{}` falls", quotable(text)), "write the smaller number first, such as `10-20`")
        }
        Some((_, most)) if most > limit => {
            (format!("`{}` is more than anybody does", quotable(text)), "type the dose again")
        }
        Some(_) => return None,
    };
    Some(Diagnostic::new(&rules::FRONT_MATTER_TYPE, place, message).help(help))
}

/// How often: `10` is from 10 to 10, `5-10` from 5 to 10; `None` for what is no whole number or range of them.
#[must_use]
pub fn count(text: &str) -> Option<(f64, f64)> {
    range(text.trim()).filter(|(least, most)| least.fract() == 0.0 && most.fract() == 0.0)
}

/// How long in seconds, with a unit or without, which is seconds.
#[must_use]
pub fn seconds(text: &str) -> Option<(f64, f64)> {
    let text = text.trim();
    let split = text.find(char::is_alphabetic).unwrap_or(text.len());
    let (numbers, unit) = text.split_at(split);
    let unit = if unit.is_empty() { 1.0 } else { seconds_of(unit.trim_end_matches('.'))? };
    range(numbers.trim()).map(|(least, most)| (least * unit, most * unit))
}

fn range(text: &str) -> Option<(f64, f64)> {
    let (least, most) = text.split_once(['-', '\u{2013}', '\u{2014}']).unwrap_or((text, text));
    let number = |text: &str| {
        let text = text.trim();
        let is_plain = text.starts_with(|c: char| c.is_ascii_digit()) && !text.contains(['e', 'E']);
        text.parse::<f64>().ok().filter(|_| is_plain)
    };
    Some((number(least)?, number(most)?))
}

fn seconds_of(unit: &str) -> Option<f64> {
    let unit = unit.to_lowercase();
    UNITS.iter().find(|(name, _)| *name == unit).map(|(_, seconds)| *seconds)
}

/// Characters that turn the direction of text or take no room.
fn is_invisible(c: char) -> bool {
    let takes_no_room = matches!(
        c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}'
            | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}'
            | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{e0000}'..='\u{e0fff}'
    );
    takes_no_room || c.is_control()
}

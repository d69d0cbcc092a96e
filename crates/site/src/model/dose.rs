//! Doses as authors write them: numbers and ranges (`10-20`), lengths of time (`30-60 s`), free text.
//!
//! Pages show the text as the author wrote it, but for a unit where a time has none and the dash of ranges. This module
//! checks it, and reads it as numbers for other checks, for structured data and for the scripts of pages.

use wellpress_diagnostics::yaml::Located;
use wellpress_diagnostics::{Diagnostic, Source, quotable, rules};
use wellpress_foundation::text::is_invisible;

use crate::parse::front_matter::{Dose, MAX_REPETITIONS, MAX_SECONDS, ScalarText};

pub use crate::parse::dose_amounts::{count, seconds};

/// What the text of a dose's field must be.
#[derive(Clone, Copy)]
enum DoseFieldKind {
    /// `sets`, `reps` and `rounds`: a whole number or a range of them.
    Count,
    /// `hold` and `rest`: a length of time or a range of them.
    Time,
    /// `frequency` and `sides`: words, in which only invisible characters are refused.
    Text,
}

/// Checks the fields of a dose, and adds ` s` to a length of time without any letter: on a page, `30` alone could be read as
/// repetitions. An invalid field gives a finding and stays in the dose.
pub(super) fn check_and_complete(source: &Source, mut dose: Dose, findings: &mut Vec<Diagnostic>) -> Dose {
    let limits = dose.limits.as_ref().map(|limits| limits.value.fields());
    for (name, field) in dose.fields().into_iter().chain(limits.into_iter().flatten()) {
        let kind = match name {
            "hold" | "rest" => DoseFieldKind::Time,
            "frequency" | "sides" => DoseFieldKind::Text,
            _ => DoseFieldKind::Count,
        };
        findings.extend(field.and_then(|field| check_field(source, field, kind)));
    }
    for Located { value: ScalarText(text), .. } in [&mut dose.hold, &mut dose.rest].into_iter().flatten() {
        if !text.contains(char::is_alphabetic) {
            text.push_str(" s");
        }
    }
    dose
}

/// The dose of an exercise, with the fields that one line of a programme's schedule sets in their place.
#[must_use]
pub fn with_overrides(base: &Dose, overrides: &Dose) -> Dose {
    let Dose { sets, reps, hold, rounds, rest, frequency, sides, limits: _ } = overrides.clone();
    Dose {
        sets: sets.or_else(|| base.sets.clone()),
        reps: reps.or_else(|| base.reps.clone()),
        hold: hold.or_else(|| base.hold.clone()),
        rounds: rounds.or_else(|| base.rounds.clone()),
        rest: rest.or_else(|| base.rest.clone()),
        frequency: frequency.or_else(|| base.frequency.clone()),
        sides: sides.or_else(|| base.sides.clone()),
        limits: base.limits.clone(),
    }
}

/// The fields of a dose by the name of their key, in the order in which pages show them.
#[must_use]
pub fn fields(dose: &Dose) -> [(&'static str, Option<&ScalarText>); 7] {
    dose.fields().map(|(name, field)| (name, field.map(|field| &field.value)))
}

/// Reads a field as least and most: a length of time in seconds, or a count. `None` for a text that is neither.
#[must_use]
pub fn amount(name: &str, text: &str) -> Option<(f64, f64)> {
    if matches!(name, "hold" | "rest") { seconds(text) } else { count(text) }
}

/// Whether two doses have the same text in all fields. A derived comparison would compare the places in the files too.
#[must_use]
pub fn has_same_text(dose: &Dose, other: &Dose) -> bool {
    fields(dose) == fields(other)
}

/// The finding for an invalid field of a dose: an invisible character, a wrong form, a range whose first number is the
/// larger, or a number so large that it is a typing mistake.
fn check_field(source: &Source, field: &Located<ScalarText>, kind: DoseFieldKind) -> Option<Diagnostic> {
    let Located { value: ScalarText(text), span } = field;
    let location = source.locate(*span);
    // An invisible character can turn the order of digits around, so that readers see another dose than the author wrote.
    if let Some(invisible) = text.chars().find(|c| is_invisible(*c) || c.is_control()) {
        let message = format!("this dose has an invisible character (U+{:04X})", u32::from(invisible));
        return Some(Diagnostic::new(&rules::TEXT_INVISIBLE, location, message).help("type the dose again by hand"));
    }
    let (range, limit, expected, help) = match kind {
        DoseFieldKind::Count => (count(text), MAX_REPETITIONS, "a number or a range", "write it as `10` or `10-20`"),
        DoseFieldKind::Time => {
            (seconds(text), MAX_SECONDS, "a length of time", "write it as `30 s`, `30-60 s` or `2 min`")
        }
        DoseFieldKind::Text => return None,
    };
    let (message, help) = match range {
        None => (format!("`{}` is not {expected}", quotable(text)), help),
        Some((least, most)) if least > most => {
            (format!("the range `{}` falls", quotable(text)), "write the smaller number first, such as `10-20`")
        }
        Some((_, most)) if most > limit => {
            (format!("`{}` is more than anybody does", quotable(text)), "type the dose again")
        }
        Some(_) => return None,
    };
    Some(Diagnostic::new(&rules::FRONT_MATTER_TYPE, location, message).help(help))
}

/// Reads the length of a video in seconds: `12 s`, `3 min`, `3:40`, `1:02:03`, `1 min 30 s`. `None` for any other text, for nothing at
/// all and for more than a day. A number alone is in seconds; one with a fraction (`4.5`) may be meant as minutes and seconds.
#[must_use]
pub fn video_seconds(text: &str) -> Option<f64> {
    let length = if text.contains(':') { clock_seconds(text.trim())? } else { summed_seconds(text)? };
    let has_unit = text.contains(|c: char| c == ':' || c.is_alphabetic());
    (length > 0.0 && length <= MAX_SECONDS && (has_unit || length.fract() == 0.0)).then_some(length)
}

/// Minutes and seconds, or hours, minutes and seconds.
fn clock_seconds(text: &str) -> Option<f64> {
    let parts = text.split(':').map(|part| Some(part).filter(|part| is_clock_part(part))?.parse().ok());
    let parts: Vec<u32> = parts.collect::<Option<_>>()?;
    let is_clock = (2..=3).contains(&parts.len()) && parts[1..].iter().all(|part| *part < 60);
    is_clock.then(|| parts.into_iter().fold(0.0, |total, part| total * 60.0 + f64::from(part)))
}

fn is_clock_part(text: &str) -> bool {
    !text.is_empty() && text.len() <= 5 && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// One length of time, or several with their units behind each other.
fn summed_seconds(text: &str) -> Option<f64> {
    let mut total = 0.0;
    let mut unread_text = text.trim();
    loop {
        let unit = unread_text.find(char::is_alphabetic);
        let next = unit.and_then(|unit| Some(unit + unread_text[unit..].find(|c: char| c.is_ascii_digit())?));
        let (part, behind) = unread_text.split_at(next.unwrap_or(unread_text.len()));
        let (least, most) = seconds(part)?;
        total += (least == most).then_some(least)?;
        if behind.is_empty() {
            return Some(total);
        }
        unread_text = behind;
    }
}

#[cfg(test)]
mod tests {
    use super::video_seconds;

    #[test]
    fn the_length_of_a_video_is_read_in_each_form() {
        let lengths = [
            ("12 s", 12.0),
            ("90", 90.0),
            ("3 min", 180.0),
            ("3:40", 220.0),
            ("0:09", 9.0),
            ("90:00", 5400.0),
            ("1:02:03", 3723.0),
            ("1 min 30 s", 90.0),
            ("1h 2min 3sec", 3723.0),
            ("4.5 min", 270.0),
            ("24:00:00", 86_400.0),
        ];
        for (text, seconds) in lengths {
            assert_eq!(video_seconds(text), Some(seconds), "{text}");
        }
        let no_lengths = [
            "",
            " ",
            "banana",
            "3:",
            ":3",
            "3:75",
            "1:2:3:4",
            "-3:40",
            "1e3",
            "10-20 s",
            "3 min banana",
            "25 h",
            "99999:00",
            "4.5",
            "0",
            "0:00",
            "00:00:00",
            "0 s",
        ];
        for text in no_lengths {
            assert_eq!(video_seconds(text), None, "{text}");
        }
    }
}

//! Reads the fields of a dose as numbers: counts (`10`, `5-10`) and lengths of time (`30-60 s`, `2 min`).

use super::front_matter::TIME_UNITS;

/// Reads a number of sets, repetitions or rounds, as least and most: `10` is from 10 to 10, `5-10` from 5 to 10. `None`
/// unless the text is a whole number or a range of them.
#[must_use]
pub fn count(text: &str) -> Option<(f64, f64)> {
    range(text.trim()).filter(|(least, most)| least.fract() == 0.0 && most.fract() == 0.0)
}

/// Reads how long something is done, as least and most in seconds. A number without a unit is in seconds. `None` for an
/// unknown unit, for several (`1 min 30 s`), and where no number or range stands before it.
#[must_use]
pub fn seconds(text: &str) -> Option<(f64, f64)> {
    let Time { least, most, unit } = Time::read(text)?;
    Some((least * unit, most * unit))
}

/// A length of time or a range, in the unit that the author chose.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Time {
    pub least: f64,
    pub most: f64,
    /// The length of the unit in seconds.
    pub unit: f64,
}

impl Time {
    pub fn read(text: &str) -> Option<Self> {
        let text = text.trim();
        let (numbers, unit) = text.split_at(text.find(char::is_alphabetic).unwrap_or(text.len()));
        let unit = if unit.is_empty() { 1.0 } else { seconds_per_unit(unit.trim_end_matches('.'))? };
        let (least, most) = range(numbers.trim())?;
        Some(Self { least, most, unit })
    }
}

/// One number, or two with a hyphen, en dash or em dash between them.
fn range(text: &str) -> Option<(f64, f64)> {
    // Word processors turn the hyphen of a range into a dash.
    let (least, most) = text.split_once(['-', '\u{2013}', '\u{2014}']).unwrap_or((text, text));
    Some((number(least)?, number(most)?))
}

/// A number in plain notation. `f64` alone would also read `1e3`, `inf` and `+5`.
fn number(text: &str) -> Option<f64> {
    let text = text.trim();
    let is_plain = text.starts_with(|c: char| c.is_ascii_digit()) && !text.contains(['e', 'E']);
    text.parse::<f64>().ok().filter(|_| is_plain)
}

fn seconds_per_unit(unit: &str) -> Option<f64> {
    let unit = unit.to_lowercase();
    TIME_UNITS.iter().find(|(name, _)| *name == unit).map(|(_, seconds)| *seconds)
}

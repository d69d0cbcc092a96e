//! Dates as libraries write them, into a [`PartialDate`]: ISO 8601 with the extensions that BibLaTeX and Hayagriva use, or
//! a year with the month in words. A date that the calendar does not have is refused, never bent into another.

use super::PartialDate;

/// What a field that should hold a date holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Dated {
    /// A date.
    On(PartialDate),
    /// Words that say that there is none, such as `n.d.`.
    Undated,
    /// Words that say how far the work is, such as `in press`.
    Status(&'static str),
}

/// Why it is not a date, as a phrase that follows "`2021-13` is not a date: ".
pub(super) type Fault = &'static str;

const FORM: Fault = "write `2021`, `2021-07` or `2021-07-15`";
const MONTH: Fault = "there is no such month";
const DAY: Fault = "the month has no such day";

/// Reads `2021`, `2021-07`, `2021-07-15`, with a time behind it, `~` or `?` for "about", `2019/2021` for a range.
pub(super) fn parse(text: &str) -> Result<Dated, Fault> {
    let text = text.trim();
    if let Some(words) = in_words(text) {
        return Ok(words);
    }
    let (from, to) = match text.split_once('/') {
        Some((from, to)) => (from.trim(), Some(to.trim())),
        None => (text, None),
    };
    let open = |side: &str| side.is_empty() || side == "..";
    let Some(to) = to.filter(|to| !open(to)) else { return single(from).map(Dated::On) };
    let end = single(to)?;
    if open(from) {
        return Ok(Dated::On(end));
    }
    let start = single(from)?;
    let end_year = (end.year > start.year).then_some(end.year);
    Ok(Dated::On(PartialDate { end_year, ..start }))
}

/// A year completed by BibTeX's fields for month and day. Where the year's field already says more, that counts.
pub(super) fn completed(year: PartialDate, month: &str, day: Option<&str>) -> Result<PartialDate, Fault> {
    if year.month.is_some() {
        return Ok(year);
    }
    let (month, day_beside) = month_field(month)?;
    let day = match day.map(str::trim).filter(|day| !day.is_empty()) {
        Some(day) => Some(day.parse().map_err(|_| DAY)?),
        None => day_beside,
    };
    checked(PartialDate { month, day: day.filter(|_| month.is_some()), ..year })
}

fn in_words(text: &str) -> Option<Dated> {
    let word = text.to_lowercase();
    match word.trim_end_matches('.').replace(['.', ' ', '-'], "").as_str() {
        "nd" | "nodate" | "undated" => Some(Dated::Undated),
        "inpress" => Some(Dated::Status("in press")),
        "forthcoming" | "toappear" => Some(Dated::Status("forthcoming")),
        "submitted" => Some(Dated::Status("submitted")),
        "inpreparation" => Some(Dated::Status("in preparation")),
        _ => None,
    }
}

fn single(text: &str) -> Result<PartialDate, Fault> {
    let bare = text.trim_end_matches(['~', '?', '%']);
    let (about, bare) = match bare.trim_start().strip_prefix("ca.").or_else(|| bare.trim_start().strip_prefix("c.")) {
        Some(rest) => (true, rest.trim()),
        None => (bare.len() < text.len(), bare.trim()),
    };
    let day_part = bare.split(['T', ' ']).next().unwrap_or_default();
    let (sign, digits) = match day_part.strip_prefix(['-', '\u{2212}']) {
        Some(rest) => (-1, rest),
        None => (1, day_part.trim_start_matches('+')),
    };
    let mut parts = digits.split(['-', '\u{2013}']);
    let (year, vague) = year(parts.next().unwrap_or_default())?;
    let month = parts.next().filter(|part| *part != "XX").map(month_number).transpose()?;
    let day = parts.next().filter(|part| *part != "XX").map(|day| day.parse().map_err(|_| DAY)).transpose()?;
    if parts.next().is_some() {
        return Err(FORM);
    }
    checked(PartialDate { year: sign * year, month: month.flatten(), day, approximate: about || vague, end_year: None })
}

/// The year, and whether its last digits are unknown (`201X`).
fn year(text: &str) -> Result<(i32, bool), Fault> {
    let known = text.trim_end_matches(['X', 'x', 'u']);
    let filled: String = known.chars().chain(std::iter::repeat_n('0', text.len() - known.len())).collect();
    let plain = (1..=4).contains(&filled.len()) && filled.bytes().all(|byte| byte.is_ascii_digit());
    match filled.parse() {
        Ok(year) if plain && !known.is_empty() => Ok((year, known.len() < text.len())),
        _ => Err(FORM),
    }
}

/// 1 to 12; a season (21 to 41 in ISO 8601-2) is none of them and no fault.
fn month_number(text: &str) -> Result<Option<u8>, Fault> {
    match text.parse() {
        Ok(month @ 1..=12) if text.len() <= 2 => Ok(Some(month)),
        Ok(21..=41) => Ok(None),
        Ok(_) => Err(MONTH),
        Err(_) => Err(FORM),
    }
}

/// The month of BibTeX's field, which may be a number, a name, a range, or have the day beside it (`5 May`, `May 5`).
fn month_field(text: &str) -> Result<(Option<u8>, Option<u8>), Fault> {
    let mut found = (None, None);
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let numbers_only = text.chars().all(|c| !c.is_alphabetic());
    for word in words {
        if let Ok(number) = word.parse::<u8>() {
            if numbers_only && found.0.is_none() {
                found.0 = month_number(word)?;
            } else if !numbers_only && found.1.is_none() {
                found.1 = Some(number);
            }
        } else if found.0.is_none() && !is_season(word) {
            found.0 = Some(month_name(word).ok_or(MONTH)?);
        }
    }
    Ok(found)
}

fn month_name(word: &str) -> Option<u8> {
    const NAMES: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let word = word.to_lowercase();
    let at = NAMES.iter().position(|name| word.len() >= 3 && name.starts_with(&word));
    at.or((word == "sept").then_some(8)).and_then(|at| u8::try_from(at + 1).ok())
}

fn is_season(word: &str) -> bool {
    matches!(word.to_lowercase().as_str(), "spring" | "summer" | "autumn" | "fall" | "winter" | "and" | "to")
}

/// The date, if the calendar has it.
fn checked(date: PartialDate) -> Result<PartialDate, Fault> {
    let Some(month) = date.month else { return if date.day.is_some() { Err(FORM) } else { Ok(date) } };
    let leap = date.year % 4 == 0 && (date.year % 100 != 0 || date.year % 400 == 0);
    let days = match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    };
    match date.day {
        Some(day) if day == 0 || day > days => Err(DAY),
        _ => Ok(date),
    }
}

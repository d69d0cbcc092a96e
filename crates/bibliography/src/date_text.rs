//! Dates as libraries write them, into a [`PartialDate`]: ISO 8601 with the extensions that BibLaTeX and Hayagriva use, or
//! a year with the month in words. A date that the calendar does not have is refused, never bent into another.

use std::fmt;

use crate::{PartialDate, Season};

/// What a field that should hold a date holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum DateField {
    /// A date.
    Date(PartialDate),
    /// Words that say that there is none, such as `n.d.`.
    Undated,
    /// Words that say how far the work is, such as `in press`.
    Status(&'static str),
}

/// Why it is not a date, as a phrase that follows "`2021-13` is not a date: ".
pub(crate) type DateError = &'static str;

pub(crate) const UNKNOWN_FORM: DateError = "write `2021`, `2021-07` or `2021-07-15`";
pub(crate) const NO_SUCH_MONTH: DateError = "there is no such month";
pub(crate) const NO_SUCH_DAY: DateError = "the month has no such day";
const REVERSED: DateError = "the range ends before it starts";

/// Reads `2021`, `2021-07`, `2021-07-15`, with a time behind it, `~` or `?` for "about", `2019/2021` for a range, and dates
/// in English words, such as `15 July 2021`, `2021 Nov-Dec`, `Spring 2021`.
pub(crate) fn parse(text: &str) -> Result<DateField, DateError> {
    let text = text.trim();
    if let Some(words) = status(text) {
        return Ok(words);
    }
    if let Some(date) = in_words(text) {
        return date.map(DateField::Date);
    }
    let (from, to) = match text.split_once('/') {
        Some((from, to)) => (from.trim(), Some(to.trim())),
        None => (text, None),
    };
    let open = |side: &str| side.is_empty() || side == "..";
    let Some(to) = to.filter(|to| !open(to)) else { return single(from).map(DateField::Date) };
    let end = single(to)?;
    if open(from) {
        return Ok(DateField::Date(end));
    }
    range(single(from)?, &end).map(DateField::Date)
}

/// From one date to another.
pub(crate) fn range(start: PartialDate, end: &PartialDate) -> Result<PartialDate, DateError> {
    let place = |date: &PartialDate| (date.year, date.month.unwrap_or(0), date.day.unwrap_or(0));
    if end.year < start.year || (end.month.is_some() && place(end) < place(&start)) {
        return Err(REVERSED);
    }
    let approximate = start.approximate || end.approximate;
    if end.year == start.year && end.month.is_none() {
        return Ok(PartialDate { approximate, ..start });
    }
    let end_year = (end.year > start.year).then_some(end.year);
    Ok(PartialDate { end_year, end_month: end.month, end_day: end.day, approximate, ..start })
}

/// A year completed by BibTeX's fields for month and day. Where the year's field already says more, that counts.
pub(crate) fn completed(year: PartialDate, month: &str, day: Option<&str>) -> Result<PartialDate, DateError> {
    if year.month.is_some() || year.season.is_some() {
        return Ok(year);
    }
    let months = months(month)?;
    let mut date = match year.end_year {
        // The first month is that of the first year, the second that of the last.
        Some(end_year) => PartialDate { end_year: Some(end_year), ..months },
        None => in_order(months),
    };
    date = PartialDate { year: year.year, approximate: year.approximate, ..date };
    if let Some(day) = day.map(str::trim).filter(|day| !day.is_empty()) {
        date.day = Some(day.parse().map_err(|_| NO_SUCH_DAY)?).filter(|_| date.month.is_some());
    }
    checked(date)
}

fn status(text: &str) -> Option<DateField> {
    const LONGEST: usize = 20;
    if text.len() > LONGEST || text.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let word = text.to_lowercase();
    match word.trim_end_matches('.').replace(['.', ' ', '-'], "").as_str() {
        "nd" | "nodate" | "undated" => Some(DateField::Undated),
        "inpress" => Some(DateField::Status("in press")),
        "forthcoming" | "toappear" => Some(DateField::Status("forthcoming")),
        "submitted" => Some(DateField::Status("submitted")),
        "inpreparation" => Some(DateField::Status("in preparation")),
        _ => None,
    }
}

/// A date or a range with the month or the season in words, or nothing where there are no such words.
fn in_words(text: &str) -> Option<Result<PartialDate, DateError>> {
    let words = || text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let is_named = |word: &str| month_name(word).is_some() || season_name(word).is_some();
    if !text.contains(|c: char| c.is_alphabetic()) || !words().any(is_named) {
        return None;
    }
    let has_year = |side: &str| side.split(|c: char| !c.is_ascii_digit()).any(|digits| digits.len() == 4);
    let sides = text.split_once(['-', '\u{2013}', '/']).filter(|(from, to)| has_year(from) && has_year(to));
    Some(match sides {
        Some((from, to)) => one_in_words(from).and_then(|from| range(from, &one_in_words(to)?)),
        None => one_in_words(text),
    })
}

fn one_in_words(text: &str) -> Result<PartialDate, DateError> {
    let is_year = |word: &&str| word.len() == 4 && word.bytes().all(|byte| byte.is_ascii_digit());
    let words: Vec<&str> = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let year = words.iter().copied().find(is_year).ok_or(UNKNOWN_FORM)?;
    let rest: Vec<&str> = words.into_iter().filter(|word| *word != year).collect();
    let date = month_field(&rest.join(" "))?;
    checked(PartialDate { year: year.parse().map_err(|_| UNKNOWN_FORM)?, ..date })
}

fn single(text: &str) -> Result<PartialDate, DateError> {
    let bare = text.trim_end_matches(['~', '?', '%']);
    let (about, bare) = match without_about(bare.trim_start()) {
        Some(rest) => (true, rest.trim()),
        None => (bare.len() < text.len(), bare.trim()),
    };
    let (day_part, time) = bare.split_once(['T', ' ']).unwrap_or((bare, ""));
    if time.contains(|c: char| c.is_alphabetic() && c != 'Z') {
        return Err(UNKNOWN_FORM);
    }
    let (sign, digits) = match day_part.strip_prefix(['-', '\u{2212}']) {
        Some(rest) => (-1, rest),
        None => (1, day_part.trim_start_matches('+')),
    };
    let mut parts = digits.split(['-', '\u{2013}']);
    let (year, vague) = year(parts.next().unwrap_or_default())?;
    let (month, season) = match parts.next().filter(|part| *part != "XX") {
        Some(month) => month_number(month)?,
        None => (None, None),
    };
    let day = parts.next().filter(|part| *part != "XX").map(|day| day.parse().map_err(|_| NO_SUCH_DAY)).transpose()?;
    if parts.next().is_some() {
        return Err(UNKNOWN_FORM);
    }
    let approximate = about || vague;
    checked(PartialDate { year: sign * year, month, day, season, approximate, ..PartialDate::default() })
}

/// What follows a word for "about".
fn without_about(text: &str) -> Option<&str> {
    const ABOUT: [&str; 8] = ["circa ", "ca. ", "ca.", "ca ", "c. ", "c.", "approximately ", "about "];
    let is_said = |word: &&str| text.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word));
    ABOUT.iter().find(|word| is_said(word)).map(|word| &text[word.len()..])
}

/// The only year in words that are no date, such as `Second printing, 1999`: as near as they say.
pub(crate) fn year_within(text: &str) -> Option<PartialDate> {
    let numbers: Vec<&str> = text.split(|c: char| !c.is_ascii_digit()).filter(|number| number.len() == 4).collect();
    match numbers[..] {
        [year] => Some(PartialDate { year: year.parse().ok()?, approximate: true, ..PartialDate::default() }),
        _ => None,
    }
}

/// The year, and whether its last digits are unknown (`201X`).
fn year(text: &str) -> Result<(i32, bool), DateError> {
    let known = text.trim_end_matches(['X', 'x', 'u']);
    let filled: String = known.chars().chain(std::iter::repeat_n('0', text.len() - known.len())).collect();
    let plain = (1..=4).contains(&filled.len()) && filled.bytes().all(|byte| byte.is_ascii_digit());
    match filled.parse() {
        Ok(year) if plain && !known.is_empty() => Ok((year, known.len() < text.len())),
        _ => Err(UNKNOWN_FORM),
    }
}

/// 1 to 12, or a season (21 to 24 in ISO 8601-2; its halves and quarters are neither and no fault).
fn month_number(text: &str) -> Result<(Option<u8>, Option<Season>), DateError> {
    match text.parse::<u8>() {
        Ok(month @ 1..=12) if text.len() <= 2 => Ok((Some(month), None)),
        Ok(season @ 21..=41) => Ok((None, Season::ALL.get(usize::from(season - 21)).copied())),
        Ok(_) => Err(NO_SUCH_MONTH),
        Err(_) => Err(UNKNOWN_FORM),
    }
}

/// The month of BibTeX's field, which may be a number, a name, a range, a season, or have the day beside it (`5 May`,
/// `May 5`). The year is left open.
pub(crate) fn month_field(text: &str) -> Result<PartialDate, DateError> {
    months(text).map(in_order)
}

/// The months of a field as they stand there.
fn months(text: &str) -> Result<PartialDate, DateError> {
    let mut date = PartialDate::default();
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let numbers_only = text.chars().all(|c| !c.is_alphabetic());
    for word in words {
        let number = word.trim_end_matches(|c: char| c.is_ascii_alphabetic()).parse::<u8>().ok();
        match (number, month_name(word)) {
            (Some(number), _) if numbers_only && date.month.is_none() && date.season.is_none() => {
                (date.month, date.season) = month_number(&number.to_string())?;
            }
            (Some(number), _) if numbers_only => date.end_month = month_number(&number.to_string())?.0,
            (Some(number), _) if date.day.is_none() => date.day = Some(number),
            (Some(number), _) => date.end_day = Some(number),
            (None, Some(month)) if date.month.is_none() => date.month = Some(month),
            (None, Some(month)) => date.end_month = Some(month),
            (None, None) if is_joint(word) => {}
            (None, None) => date.season = date.season.or(Some(season_name(word).ok_or(NO_SUCH_MONTH)?)),
        }
    }
    Ok(date)
}

/// The end of a range within the year, where it is one.
fn in_order(mut date: PartialDate) -> PartialDate {
    if date.month.is_none() {
        return PartialDate { day: None, end_month: None, end_day: None, ..date };
    }
    date.season = None;
    if date.end_day.is_some() && date.end_month.is_none() {
        date.end_month = date.month;
    }
    if (date.end_month, date.end_day) <= (date.month, date.day) {
        (date.end_month, date.end_day) = (None, None);
    }
    date
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

/// The season of this name, in English.
pub(crate) fn season_name(word: &str) -> Option<Season> {
    if word.eq_ignore_ascii_case("fall") {
        return Some(Season::Autumn);
    }
    Season::ALL.into_iter().find(|season| season.name().eq_ignore_ascii_case(word))
}

fn is_joint(word: &str) -> bool {
    matches!(word.to_lowercase().as_str(), "and" | "to" | "of" | "the")
}

/// The date, if the calendar has it.
pub(crate) fn checked(date: PartialDate) -> Result<PartialDate, DateError> {
    on_calendar(date.year, date.month, date.day)?;
    on_calendar(date.end_year.unwrap_or(date.year), date.end_month, date.end_day)?;
    Ok(date)
}

fn on_calendar(year: i32, month: Option<u8>, day: Option<u8>) -> Result<(), DateError> {
    let Some(month) = month else { return if day.is_some() { Err(UNKNOWN_FORM) } else { Ok(()) } };
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => return Err(NO_SUCH_MONTH),
    };
    match day {
        Some(day) if day == 0 || day > days => Err(NO_SUCH_DAY),
        _ => Ok(()),
    }
}

/// In the form of BibLaTeX and ISO 8601-2, such as `2019-05/2021~`, which every reader of the library takes.
impl fmt::Display for PartialDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&part(self.year, self.month, self.day, self.season))?;
        if self.end_year.is_some() || self.end_month.is_some() {
            write!(f, "/{}", part(self.end_year.unwrap_or(self.year), self.end_month, self.end_day, None))?;
        }
        f.write_str(if self.approximate { "~" } else { "" })
    }
}

fn part(year: i32, month: Option<u8>, day: Option<u8>, season: Option<Season>) -> String {
    let sign = if year < 0 { "-" } else { "" };
    let mut text = format!("{sign}{:04}", year.unsigned_abs());
    if let Some(month) = month.or(season.map(|season| season.number() + 20)) {
        text += &format!("-{month:02}");
    }
    if let Some(day) = day {
        text += &format!("-{day:02}");
    }
    text
}

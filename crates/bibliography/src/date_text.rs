//! Reads dates as libraries write them into a [`PartialDate`]: ISO 8601 with the extensions that BibLaTeX and Hayagriva
//! use, or a year with the month in words.
//!
//! A date that the calendar does not have is refused and never changed into a near one: 31 June may be 30 June or 31
//! July, and only the author can tell. Which field holds a date, and the forms that one format alone has, are left to
//! its reader.

use crate::{PartialDate, Season};

/// The content of a field for dates, which libraries also use to say that there is no date yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum DateField {
    /// A date or a range of dates.
    Date(PartialDate),
    /// Words in place of a date, such as `n.d.` or `in press`.
    Words {
        text: String,
        /// How far the work is, if the words say that.
        status: Option<&'static str>,
    },
}

/// Why a text is not a date, as a phrase that follows "`2021-13` is not a date: ".
pub(crate) type DateError = &'static str;

pub(crate) const UNKNOWN_FORM: DateError = "write `2021`, `2021-07` or `2021-07-15`";
pub(crate) const NO_SUCH_MONTH: DateError = "there is no such month";
pub(crate) const NO_SUCH_DAY: DateError = "the month has no such day";
const REVERSED: DateError = "the range ends before it starts";

/// Reads `2021`, `2021-07`, `2021-07-15`, with a time behind it, `~` (before it in Hayagriva) or `?` for "about",
/// `2019/2021` for a range, and dates in English words, such as `15 July 2021`, `2021 Nov-Dec`, `Spring 2021`. The end of
/// a range may be open, as in `2021/..`.
pub(crate) fn parse(text: &str) -> Result<DateField, DateError> {
    let text = text.trim();
    if let Some(words) = words_without_date(text) {
        return Ok(words);
    }
    if let Some(date) = in_words(text) {
        return date.map(DateField::Date);
    }
    let (from, to) = match text.split_once('/') {
        Some((from, to)) => (from.trim(), Some(to.trim())),
        None => (text, None),
    };
    let date = match to {
        None => single(from)?,
        Some(to) if is_open_end(to) => PartialDate { is_open: true, ..single(from)? },
        Some(to) => range(single(from)?, &single(to)?)?,
    };
    Ok(DateField::Date(date))
}

/// Whether the end of a range is open in ISO 8601-2, or in its draft.
fn is_open_end(text: &str) -> bool {
    matches!(text, "" | ".." | "unknown" | "open")
}

/// The range from one date to another. An end in the same year that is no more exact than the year adds nothing.
pub(crate) fn range(start: PartialDate, end: &PartialDate) -> Result<PartialDate, DateError> {
    if end.year < start.year || (end.month.is_some() && calendar_order(end) < calendar_order(&start)) {
        return Err(REVERSED);
    }
    let approximate = start.approximate || end.approximate;
    let end_season = end.season.filter(|_| end.season != start.season || end.year > start.year);
    if end.year == start.year && end.month.is_none() && end_season.is_none() {
        return Ok(PartialDate { approximate, ..start });
    }
    let end_year = (end.year > start.year).then_some(end.year);
    Ok(PartialDate { end_year, end_month: end.month, end_day: end.day, end_season, approximate, ..start })
}

/// Sorts dates by their beginning. A missing month or day counts as the first.
fn calendar_order(date: &PartialDate) -> (i32, u8, u8) {
    (date.year, date.month.unwrap_or(0), date.day.unwrap_or(0))
}

/// A year completed by BibTeX's fields for month and day. If the year's field already has a month or a season, the
/// other fields are ignored.
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

/// Words that libraries have in place of a date, such as `n.d.` or `in press`; `None` for any other text.
fn words_without_date(text: &str) -> Option<DateField> {
    const LONGEST: usize = 20;
    let text = text.trim_start_matches('[').trim_end_matches(']');
    if text.len() > LONGEST || text.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let letters = text.to_lowercase().replace(['.', ' ', '-'], "");
    let status = match letters.as_str() {
        "nd" | "nodate" | "undated" => None,
        "inpress" => Some("in press"),
        "forthcoming" | "toappear" => Some("forthcoming"),
        "submitted" => Some("submitted"),
        "inpreparation" => Some("in preparation"),
        _ => return None,
    };
    Some(DateField::Words { text: text.to_owned(), status })
}

/// A date or a range with the month or the season in words; `None` for a text without such words.
fn in_words(text: &str) -> Option<Result<PartialDate, DateError>> {
    if !words(text).any(|word| month_name(word).is_some() || season_name(word).is_some()) {
        return None;
    }
    // `Nov-Dec 2021` is one date with two months; only a hyphen between two years divides two dates.
    let sides = text.split_once(['-', '\u{2013}', '/']).filter(|(from, to)| has_year(from) && has_year(to));
    Some(match sides {
        Some((from, to)) => one_in_words(from).and_then(|from| range(from, &one_in_words(to)?)),
        None => one_in_words(text),
    })
}

fn one_in_words(text: &str) -> Result<PartialDate, DateError> {
    let year = words(text).find(|word| is_four_digits(word)).ok_or(UNKNOWN_FORM)?;
    let other_words: Vec<&str> = words(text).filter(|word| *word != year).collect();
    let date = month_field(&other_words.join(" "))?;
    checked(PartialDate { year: year.parse().map_err(|_| UNKNOWN_FORM)?, ..date })
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty())
}

fn has_year(text: &str) -> bool {
    text.split(|c: char| !c.is_ascii_digit()).any(is_four_digits)
}

fn is_four_digits(word: &str) -> bool {
    word.len() == 4 && word.bytes().all(|byte| byte.is_ascii_digit())
}

/// One date in figures, not a range.
fn single(text: &str) -> Result<PartialDate, DateError> {
    let unmarked = text.trim_end_matches(['~', '?', '%']);
    let (is_about, bare) = match without_about(unmarked.trim_start()) {
        Some(date) => (true, date.trim()),
        None => (unmarked.len() < text.len(), unmarked.trim()),
    };
    let (day_text, time) = bare.split_once(['T', ' ']).unwrap_or((bare, ""));
    if time.contains(|c: char| c.is_alphabetic() && c != 'Z') {
        return Err(UNKNOWN_FORM);
    }
    let (sign, digits) = match day_text.strip_prefix(['-', '\u{2212}']) {
        Some(digits) => (-1, digits),
        None => (1, day_text.trim_start_matches('+')),
    };
    let mut parts = digits.split(['-', '\u{2013}']);
    let (year, is_rounded) = year(parts.next().unwrap_or_default())?;
    let (month, season) = match parts.next().filter(|part| is_known(part)) {
        Some(month) => month_number(month)?,
        None => (None, None),
    };
    let day = parts.next().filter(|part| is_known(part)).map(|day| day.parse().map_err(|_| NO_SUCH_DAY)).transpose()?;
    if parts.next().is_some() {
        return Err(UNKNOWN_FORM);
    }
    let approximate = is_about || is_rounded;
    checked(PartialDate { year: sign * year, month, day, season, approximate, ..PartialDate::default() })
}

/// `XX` stands for a part of a date that is not known (ISO 8601-2), and so did `uu` in its draft.
fn is_known(part: &str) -> bool {
    !matches!(part, "XX" | "uu")
}

/// The text behind a word for "about"; `None` without such a word.
fn without_about(text: &str) -> Option<&str> {
    const ABOUT: [&str; 9] = ["~", "circa ", "ca. ", "ca.", "ca ", "c. ", "c.", "approximately ", "about "];
    ABOUT.iter().find_map(|word| {
        let (start, date) = text.split_at_checked(word.len())?;
        start.eq_ignore_ascii_case(word).then_some(date)
    })
}

/// The first year in a text that is not a date, such as `c2019`, `1983a` or `Fall/Winter 1992-1993`, with the second one if
/// they make a range. `None` for a year before Christ.
pub(crate) fn years_within(text: &str) -> Option<PartialDate> {
    if words(&text.to_lowercase()).any(|word| matches!(word, "bc" | "bce")) {
        return None;
    }
    let numbers = text.split(|c: char| !c.is_ascii_digit()).filter(|number| is_four_digits(number));
    let mut years = numbers.filter_map(|number| number.parse::<i32>().ok());
    let year = years.next()?;
    // `2010, reprint 2014` is no range.
    let end_year = years.next().filter(|end| *end > year && text.contains(['/', '-', '\u{2013}']));
    Some(PartialDate { year, end_year, ..PartialDate::default() })
}

/// The year, and whether it is rounded down because its last digits are unknown (`201X`).
fn year(text: &str) -> Result<(i32, bool), DateError> {
    let digits = text.trim_end_matches(['X', 'x', 'u']);
    let filled = digits.to_owned() + &"0".repeat(text.len() - digits.len());
    let is_year = (1..=4).contains(&filled.len()) && filled.bytes().all(|byte| byte.is_ascii_digit());
    match filled.parse() {
        Ok(year) if is_year && !digits.is_empty() => Ok((year, digits.len() < text.len())),
        _ => Err(UNKNOWN_FORM),
    }
}

/// A month from 1 to 12, or a season from 21 to 24, as ISO 8601-2 numbers them. Its numbers up to 41 (hemispheres,
/// quarters, halves) are valid as well, but name no season that a reference can hold, so they give neither.
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

/// The words of a month field as a date without a year; whether the end comes after the start is not checked.
fn months(text: &str) -> Result<PartialDate, DateError> {
    let mut date = PartialDate::default();
    let numbers_only = text.chars().all(|c| !c.is_alphabetic());
    for word in words(text) {
        // An ordinal such as `5th` is a number as well.
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
            (None, None) if is_connective(word) => {}
            (None, None) => date.season = date.season.or(Some(season_name(word).ok_or(NO_SUCH_MONTH)?)),
        }
    }
    Ok(date)
}

/// The date without an end that does not come after its start, as with `May-May`, and without a day that has no month.
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

/// The English names of the months, in lower case.
pub(crate) const MONTHS: [&str; 12] = [
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

fn month_name(word: &str) -> Option<u8> {
    let word = word.to_lowercase();
    // Every abbreviation of three letters or more is accepted: `Sept` and `Sep` are both common.
    let is_abbreviation = word.len() >= 3;
    let index = MONTHS.iter().position(|name| is_abbreviation && name.starts_with(&word))?;
    u8::try_from(index + 1).ok()
}

/// The season with this English name, in upper or lower case.
pub(crate) fn season_name(word: &str) -> Option<Season> {
    if word.eq_ignore_ascii_case("fall") {
        return Some(Season::Autumn);
    }
    Season::ALL.into_iter().find(|season| season.name().eq_ignore_ascii_case(word))
}

fn is_connective(word: &str) -> bool {
    matches!(word.to_lowercase().as_str(), "and" | "to" | "of" | "the")
}

/// The date itself, or why the calendar does not have it.
pub(crate) fn checked(date: PartialDate) -> Result<PartialDate, DateError> {
    on_calendar(date.year, date.month, date.day)?;
    on_calendar(date.end_year.unwrap_or(date.year), date.end_month, date.end_day)?;
    Ok(date)
}

/// Checks one end of a range. The rule for leap years is that of the Gregorian calendar, before 1582 too, as ISO 8601
/// has it.
fn on_calendar(year: i32, month: Option<u8>, day: Option<u8>) -> Result<(), DateError> {
    let Some(month) = month else { return if day.is_some() { Err(UNKNOWN_FORM) } else { Ok(()) } };
    let is_leap_year = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        2 if is_leap_year => 29,
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

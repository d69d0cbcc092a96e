//! CSL-JSON's dates: `date-parts` with numbers or texts, `raw`, `literal`, a season, a range, "about"; or just a text.

use serde_json::value::RawValue;

use super::super::dates::{self, Dated, Fault};
use super::super::record::{PartialDate, Season};
use super::value::{self, Fields};

/// What a date says, or why it says nothing.
pub(super) fn date(value: &RawValue) -> Result<Option<Dated>, Fault> {
    if !value.get().starts_with('{') {
        let text = value::text(value).map_err(|()| dates::FORM)?;
        return text.map(|text| dates::parse(&text)).transpose();
    }
    let fields: Fields<'_> = value::fields(value.get()).map_err(|_| dates::FORM)?;
    let dated = match fields.get("date-parts").map(from_parts).transpose()?.flatten() {
        Some(date) => Some(Dated::On(date)),
        None => words(&fields)?,
    };
    match dated {
        Some(Dated::On(date)) => completed(date, &fields).map(|date| Some(Dated::On(date))),
        dated => Ok(dated),
    }
}

fn words(fields: &Fields<'_>) -> Result<Option<Dated>, Fault> {
    let text = ["raw", "literal", "edtf"].into_iter().find_map(|name| value::text(fields.get(name)?).ok()?);
    let read = |text: String| match (dates::parse(&text), dates::year_within(&text)) {
        (Err(_), Some(year)) if fields.get("literal").is_some() => Ok(Dated::On(year)),
        (read, _) => read,
    };
    text.map(read).transpose()
}

fn completed(mut date: PartialDate, fields: &Fields<'_>) -> Result<PartialDate, Fault> {
    date.approximate |= fields.get("circa").is_some_and(value::is_true);
    if let Some(season) = fields.get("season").and_then(|season| value::text(season).ok()?)
        && date.month.is_none()
    {
        let number = season.trim().parse::<usize>().ok().and_then(|number| number.checked_sub(1));
        date.season = number.and_then(|at| Season::ALL.get(at).copied()).or_else(|| dates::season_name(season.trim()));
    }
    Ok(date)
}

/// One list of year, month and day, or two of them for a range.
fn from_parts(parts: &RawValue) -> Result<Option<PartialDate>, Fault> {
    let lists = value::list(parts);
    let Some(start) = lists.first().map(|list| one(list)).transpose()?.flatten() else { return Ok(None) };
    match lists.get(1).map(|list| one(list)).transpose()?.flatten() {
        Some(end) => dates::range(start, &end).map(Some),
        None => Ok(Some(start)),
    }
}

fn one(parts: &RawValue) -> Result<Option<PartialDate>, Fault> {
    let numbers = value::list(parts).into_iter().map(number).collect::<Result<Vec<_>, _>>()?;
    let mut numbers = numbers.into_iter().map_while(|number| number.filter(|number| *number != 0));
    let Some(year) = numbers.next() else { return Ok(None) };
    if !(-9999..=9999).contains(&year) {
        return Err(dates::FORM);
    }
    let (month, season) = match numbers.next() {
        Some(season @ 21..=24) => (None, Season::ALL.get(usize::try_from(season - 21).unwrap_or_default()).copied()),
        month => (month.map(|month| u8::try_from(month).unwrap_or(u8::MAX)), None),
    };
    let day = numbers.next().map(|day| u8::try_from(day).unwrap_or(u8::MAX));
    dates::checked(PartialDate { year, month, day, season, ..PartialDate::default() }).map(Some)
}

/// A number, which may be written as text; nothing where there is none.
fn number(value: &RawValue) -> Result<Option<i32>, Fault> {
    match value::text(value) {
        Ok(None) => Ok(None),
        Ok(Some(text)) => text.trim().trim_end_matches(".0").parse().map(Some).map_err(|_| dates::FORM),
        Err(()) => Err(dates::FORM),
    }
}

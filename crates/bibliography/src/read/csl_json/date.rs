//! Reads dates of CSL-JSON: `date-parts` with numbers or texts, `raw`, `literal`, `edtf`, a season, a range, "about"; or just a
//! text. The texts are left to [`date_text`].

use serde_json::value::RawValue;

use super::json_fields::{self, JsonFields};
use crate::date_text::{self, DateError, DateField};
use crate::read::read_context::nonempty_line;
use crate::{PartialDate, Season};

/// The largest year, before and after year 0; more digits are a slip.
const MAX_YEAR: i32 = 9999;

/// The content of a date variable; `None` if it is empty.
pub(super) fn date(value: &RawValue) -> Result<Option<DateField>, DateError> {
    if !value.get().starts_with('{') {
        let text = json_fields::text(value).map_err(|_| date_text::UNKNOWN_FORM)?;
        return text.map(|text| date_text::parse(&text)).transpose();
    }
    let fields: JsonFields<'_> = json_fields::fields(value.get()).map_err(|_| date_text::UNKNOWN_FORM)?;
    let field = match fields.get("date-parts").map(date_of_parts).transpose()?.flatten() {
        Some(date) => Some(DateField::Date(date)),
        None => date_of_text(&fields)?,
    };
    Ok(field.map(|field| match field {
        DateField::Date(date) => DateField::Date(with_season_and_circa(date, &fields)),
        field => field,
    }))
}

/// The date in `raw`, `literal` or `edtf`, or in the `date-time` of Crossref. Words that are no date stay words if they are the
/// `literal`, which is meant for people to read.
fn date_of_text(fields: &JsonFields<'_>) -> Result<Option<DateField>, DateError> {
    let text_of = |name| Some((name, json_fields::text(fields.get(name)?).ok()??));
    let Some((name, text)) = ["raw", "literal", "edtf", "date-time"].into_iter().find_map(text_of) else {
        return Ok(None);
    };
    match date_text::parse(&text) {
        Err(_) if name == "literal" => Ok(nonempty_line(&text).map(|text| DateField::Words { text, status: None })),
        parsed => parsed.map(Some),
    }
}

fn with_season_and_circa(mut date: PartialDate, fields: &JsonFields<'_>) -> PartialDate {
    date.approximate |= fields.get("circa").is_some_and(json_fields::is_true);
    if let Some(season) = fields.get("season").and_then(|season| json_fields::text(season).ok()?)
        && date.month.is_none()
        && date.season.is_none()
    {
        let by_number = season.trim().parse::<i32>().ok().and_then(|number| season_by_index(number.checked_sub(1)?));
        date.season = by_number.or_else(|| date_text::season_name(season.trim()));
    }
    date
}

/// One list of year, month and day, or two of them for a range.
fn date_of_parts(parts: &RawValue) -> Result<Option<PartialDate>, DateError> {
    let mut lists = json_fields::list(parts);
    // Crossref writes an unknown date as `[[null]]`. One behind it counts by itself.
    while lists.first().is_some_and(|list| is_unknown(list)) {
        lists.remove(0);
    }
    let Some(start) = lists.first().map(|list| year_month_day(list)).transpose()?.flatten() else { return Ok(None) };
    // An end in the year 0 is how processors such as pandoc's write an open range.
    if lists.get(1).is_some_and(|end| matches!(&json_fields::list(end)[..], [year] if year.get() == "0")) {
        return Ok(Some(PartialDate { is_open: true, ..start }));
    }
    match lists.get(1).map(|list| year_month_day(list)).transpose()?.flatten() {
        Some(end) => date_text::range(start, &end).map(Some),
        None => Ok(Some(start)),
    }
}

fn is_unknown(parts: &RawValue) -> bool {
    json_fields::list(parts).first().is_none_or(|year| year.get() == "null")
}

/// A list of year, month and day. A zero ends it, because some programs write zeros for unknown parts.
fn year_month_day(parts: &RawValue) -> Result<Option<PartialDate>, DateError> {
    let numbers = json_fields::list(parts).into_iter().map(number).collect::<Result<Vec<_>, _>>()?;
    let mut numbers = numbers.into_iter().map_while(|number| number.filter(|number| *number != 0));
    let Some(year) = numbers.next() else { return Ok(None) };
    // CSL has no year 0: its year -1 is the year 0 of ISO 8601.
    let year = if year < 0 { year + 1 } else { year };
    if !(-MAX_YEAR..=MAX_YEAR).contains(&year) {
        return Err(date_text::UNKNOWN_FORM);
    }
    let (month, season) = match numbers.next() {
        // CSL numbers the seasons as months 13 to 16, and 21 to 24 as ISO 8601-2 does.
        Some(season @ 13..=16) => (None, season_by_index(season - 13)),
        Some(season @ 21..=24) => (None, season_by_index(season - 21)),
        Some(month) => (Some(u8::try_from(month).map_err(|_| date_text::NO_SUCH_MONTH)?), None),
        None => (None, None),
    };
    let day = numbers.next().map(u8::try_from).transpose().map_err(|_| date_text::NO_SUCH_DAY)?;
    date_text::checked(PartialDate { year, month, day, season, ..PartialDate::default() }).map(Some)
}

fn season_by_index(index: i32) -> Option<Season> {
    Season::ALL.get(usize::try_from(index).ok()?).copied()
}

/// A number, which may be written as a text; `None` for `null` and for an empty text.
fn number(value: &RawValue) -> Result<Option<i32>, DateError> {
    let text = json_fields::text(value).map_err(|_| date_text::UNKNOWN_FORM)?;
    // A program that stores years as floating-point numbers writes `2020.0`.
    let parsed = text.map(|text| text.trim().trim_end_matches(".0").parse().map_err(|_| date_text::UNKNOWN_FORM));
    parsed.transpose()
}

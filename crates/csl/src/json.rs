//! Reads items from CSL-JSON, the exchange format of reference managers. Bad fields are left out: who needs findings about
//! them checks the library before.

use std::borrow::Cow;

use serde_json::Value as Json;

use crate::item::{Date, DateParts, Item, Name};
use crate::variables::{ItemType, Variable, VariableKind};

impl<'a> Item<'a> {
    /// Reads an item from an object of CSL-JSON. Fields that CSL does not know are left out.
    ///
    /// ```
    /// use wellpress_csl::{Item, Variable};
    /// let json = serde_json::json!({
    ///     "id": "a", "type": "book", "title": "Bone", "issued": {"date-parts": [[2021, 5]]}
    /// });
    /// let item = Item::from_csl_json(&json);
    /// assert_eq!(item.date(Variable::Issued).unwrap().start.unwrap().year, 2021);
    /// ```
    #[must_use]
    pub fn from_csl_json(json: &'a Json) -> Self {
        let text = |field: &str| json.get(field).map(scalar).unwrap_or_default();
        let mut item = Self::new(text("id"), ItemType::from_name(&text("type")).unwrap_or_default());
        let Some(fields) = json.as_object() else { return item };
        for (field, value) in fields {
            let Some(variable) = Variable::from_name(field) else { continue };
            // `title-short` wins over the older name of the same variable.
            if field != variable.name() && item.has(variable) {
                continue;
            }
            match variable.kind() {
                VariableKind::Text | VariableKind::Number => item.set_text(variable, scalar(value)),
                VariableKind::Names => item.set_names(variable, names(value)),
                VariableKind::Date => {
                    if let Some(date) = date(value) {
                        item.set_date(variable, date);
                    }
                }
            }
        }
        item.set_note_fields(json);
        item
    }

    /// Sets the variables that a note begins with, a line each: `original-date: 1904`. Reference managers write variables
    /// there for which they have no field.
    fn set_note_fields(&mut self, json: &'a Json) {
        let Some(note) = json.get("note").and_then(Json::as_str) else { return };
        for line in note.lines() {
            let field = line.trim().trim_start_matches('{').trim_start_matches(':').trim_end_matches('}');
            let Some((name, value)) = field.split_once(':') else { break };
            let (name, value) = (name.trim(), value.trim());
            if name == "type" {
                self.item_type = ItemType::from_name(value).unwrap_or(self.item_type);
                continue;
            }
            let Some(variable) = Variable::from_name(name) else { break };
            match variable.kind() {
                VariableKind::Text | VariableKind::Number if !self.has(variable) => self.set_text(variable, value),
                VariableKind::Date => self.set_date(variable, raw_date(value)),
                VariableKind::Names => {
                    let (family, given) = value.split_once("||").unwrap_or((value, ""));
                    let name = if given.is_empty() {
                        Name::literal(family)
                    } else {
                        Name::person(family.trim(), given.trim())
                    };
                    let mut names = self.names(variable).to_vec();
                    names.push(name.split_particles());
                    self.set_names(variable, names);
                }
                _ => {}
            }
        }
    }
}

fn scalar(value: &Json) -> Cow<'_, str> {
    match value {
        Json::String(text) => Cow::Borrowed(text),
        Json::Number(number) => Cow::Owned(number.to_string()),
        _ => Cow::Borrowed(""),
    }
}

fn names(value: &Json) -> Vec<Name<'_>> {
    let names = value.as_array().map_or(&[][..], Vec::as_slice);
    names.iter().filter_map(name).collect()
}

fn name(value: &Json) -> Option<Name<'_>> {
    let part = |field: &str| value.get(field).map(scalar).unwrap_or_default();
    let is_true = |field: &str| match value.get(field) {
        Some(Json::Bool(flag)) => *flag,
        Some(Json::String(text)) => !text.is_empty() && text != "false",
        Some(Json::Number(number)) => number.as_i64() != Some(0),
        _ => false,
    };
    let name = Name {
        family: part("family"),
        given: part("given"),
        dropping_particle: part("dropping-particle"),
        non_dropping_particle: part("non-dropping-particle"),
        suffix: part("suffix"),
        literal: part("literal"),
        comma_suffix: is_true("comma-suffix"),
        static_ordering: is_true("static-ordering"),
    };
    let is_parsed = value.get("parse-names").is_none() || is_true("parse-names");
    let is_split = name.non_dropping_particle.is_empty() && is_parsed && !is_true("static-particles");
    let name = if is_split { name.split_particles() } else { name };
    (!name.family.is_empty() || !name.given.is_empty() || name.is_literal()).then_some(name)
}

fn date(value: &Json) -> Option<Date<'_>> {
    if let Json::String(raw) = value {
        return Some(raw_date(raw));
    }
    if let Some(raw) = value.get("raw") {
        return raw.as_str().map(raw_date);
    }
    let parts: Vec<Vec<i64>> = value.get("date-parts").and_then(Json::as_array).map_or_else(Vec::new, |ranges| {
        ranges
            .iter()
            .map(|range| range.as_array().map_or_else(Vec::new, |parts| parts.iter().map_while(integer).collect()))
            .collect()
    });
    let mut ends = parts.iter().filter(|parts| !parts.is_empty()).map(|parts| date_parts(parts));
    let mut date = Date { start: ends.next(), end: ends.next(), ..Date::default() };
    if let (Some(season), Some(start)) = (value.get("season").and_then(integer), &mut date.start)
        && start.month == 0
    {
        start.month = season_month(season);
    }
    date.circa = match value.get("circa") {
        Some(Json::Bool(circa)) => *circa,
        Some(Json::Number(circa)) => circa.as_i64() != Some(0),
        Some(Json::String(circa)) => !circa.is_empty() && circa != "0" && circa != "false",
        _ => false,
    };
    if date.start.is_none() {
        date.literal = value.get("literal").or_else(|| value.get("season")).map(scalar).unwrap_or_default();
    }
    (date.start.is_some() || !date.literal.is_empty()).then_some(date)
}

fn integer(value: &Json) -> Option<i64> {
    match value {
        Json::Number(number) => number.as_i64(),
        Json::String(text) => text.trim().parse().ok(),
        _ => None,
    }
}

fn season_month(season: i64) -> u8 {
    match season {
        1..=4 => u8::try_from(season + 12).unwrap_or(0),
        _ => 0,
    }
}

fn date_parts(parts: &[i64]) -> DateParts {
    let month = match parts.get(1).copied().unwrap_or(0) {
        // Seasons are written as 13 to 16, and as 21 to 24 in EDTF.
        season @ 21..=24 => season - 8,
        season @ 17..=20 => season - 4,
        month @ 0..=16 => month,
        _ => 0,
    };
    DateParts {
        year: parts.first().and_then(|year| i32::try_from(*year).ok()).unwrap_or(0),
        month: u8::try_from(month).unwrap_or(0),
        day: parts.get(2).and_then(|day| u8::try_from(*day).ok()).filter(|day| *day <= 31).unwrap_or(0),
    }
}

/// Reads a date that is written as text: `2021-05-02`, `2021/2022`, `May 2, 2021`, `2 May 2021`, `Spring 2021`. Anything
/// else stays text.
pub(crate) fn raw_date(raw: &str) -> Date<'_> {
    let text = raw.trim();
    let (text, circa) =
        match text.strip_suffix(['?', '~']).or_else(|| text.strip_prefix("ca.")).or_else(|| text.strip_prefix("c.")) {
            Some(text) => (text.trim(), true),
            None => (text, false),
        };
    let single = |part: &str| iso_date(part.trim()).or_else(|| worded_date(part.trim()));
    if let Some(start) = single(text) {
        return Date { start: Some(start), circa, ..Date::default() };
    }
    for delimiter in ["/", "\u{2013}", " - ", "--", "-"] {
        if let Some((start, end)) = text.split_once(delimiter)
            && let (Some(mut start), Some(end)) = (single(start).or_else(|| month_alone(start)), single(end))
        {
            // "May-July 2021" has its year once.
            if start.year == 0 {
                start.year = end.year;
            }
            return Date { start: Some(start), end: Some(end), circa, ..Date::default() };
        }
    }
    Date { literal: Cow::Borrowed(raw), circa, ..Date::default() }
}

fn iso_date(text: &str) -> Option<DateParts> {
    let (sign, digits) = text.strip_prefix('-').map_or((1, text), |digits| (-1, digits));
    let mut parts = digits.split('-').map(|part| {
        let is_number = !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        is_number.then(|| part.parse::<i64>().ok()).flatten()
    });
    let year = parts.next()??;
    let rest: Vec<i64> = parts.collect::<Option<_>>()?;
    let is_plausible = digits.split('-').next()?.len() >= 3 && rest.len() <= 2;
    is_plausible.then(|| date_parts(&[&[year * sign], &rest[..]].concat()))
}

const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const SEASONS: [&str; 4] = ["spr", "sum", "aut", "win"];

fn month_number(word: &str) -> Option<u8> {
    let start: String = word.to_lowercase().chars().take(3).collect();
    let month = MONTHS.iter().position(|month| *month == start).map(|index| index + 1);
    let season = SEASONS.iter().position(|season| *season == start || (start == "fal" && *season == "aut"));
    month.or_else(|| season.map(|index| index + 13)).and_then(|number| u8::try_from(number).ok())
}

fn month_alone(text: &str) -> Option<DateParts> {
    let words: Vec<&str> = text.split_whitespace().collect();
    match words[..] {
        [month] => Some(DateParts { month: month_number(month)?, ..DateParts::default() }),
        [month, day] | [day, month] if month_number(month).is_some() => {
            Some(DateParts { month: month_number(month)?, day: day.parse().ok()?, year: 0 })
        }
        _ => None,
    }
}

/// A date with the name of its month, in either order.
fn worded_date(text: &str) -> Option<DateParts> {
    let mut parts = DateParts::default();
    for word in text.split([' ', ',', '.']).filter(|word| !word.is_empty()) {
        if let Ok(number) = word.parse::<i32>() {
            let is_year = word.len() >= 3;
            match (is_year, u8::try_from(number)) {
                (true, _) if parts.year == 0 => parts.year = number,
                (false, Ok(day)) if parts.day == 0 && day <= 31 => parts.day = day,
                _ => return None,
            }
        } else if parts.month == 0 && word.chars().all(char::is_alphabetic) {
            parts.month = month_number(word)?;
        } else {
            return None;
        }
    }
    (parts.year != 0 && (parts.day == 0 || parts.month != 0)).then_some(parts)
}

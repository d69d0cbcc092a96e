//! Makes items of CSL-JSON, in which fixtures and expectations are written. Dates in words stay words.

use std::borrow::Cow;

use serde_json::Value as Json;
use wellpress_csl::{Date, DateParts, Item, ItemType, Name, Variable, VariableKind};

/// The item of an object of CSL-JSON. Fields that CSL does not know are left out.
pub(crate) fn item(json: &Json) -> Item<'_> {
    let text = |field: &str| json.get(field).map(scalar).unwrap_or_default();
    let mut item = Item::new(text("id"), ItemType::from_name(&text("type")).unwrap_or_default());
    for (field, value) in json.as_object().into_iter().flatten() {
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
    item
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
    let is_set = |field: &str| value.get(field).is_some_and(is_true);
    let name = Name {
        family: part("family"),
        given: part("given"),
        dropping_particle: part("dropping-particle"),
        non_dropping_particle: part("non-dropping-particle"),
        suffix: part("suffix"),
        literal: part("literal"),
        comma_suffix: is_set("comma-suffix"),
        static_ordering: is_set("static-ordering"),
    };
    let is_parsed = value.get("parse-names").is_none() || is_set("parse-names");
    let is_split = name.non_dropping_particle.is_empty() && is_parsed && !is_set("static-particles");
    let name = if is_split { name.split_particles() } else { name };
    (!name.family.is_empty() || !name.given.is_empty() || name.is_literal()).then_some(name)
}

fn date(value: &Json) -> Option<Date<'_>> {
    let parts: Vec<Vec<i64>> = value.get("date-parts").and_then(Json::as_array).map_or_else(Vec::new, |ranges| {
        ranges
            .iter()
            .map(|range| range.as_array().map_or_else(Vec::new, |parts| parts.iter().map_while(integer).collect()))
            .collect()
    });
    let mut ends = parts.iter().filter(|parts| !parts.is_empty()).map(|parts| date_parts(parts));
    let mut date = Date { start: ends.next(), end: ends.next(), ..Date::default() };
    if let (Some(season @ 1..=4), Some(start)) = (value.get("season").and_then(integer), &mut date.start)
        && start.month == 0
    {
        start.month = u8::try_from(season + 12).unwrap_or(0);
    }
    date.circa = value.get("circa").is_some_and(is_true);
    if date.start.is_none() {
        let words = ["literal", "raw", "season"].iter().find_map(|field| value.get(field));
        date.literal = scalar(words.unwrap_or(value));
    }
    (date.start.is_some() || !date.literal.is_empty()).then_some(date)
}

/// Whether a flag is set, in the spellings of several programs.
fn is_true(value: &Json) -> bool {
    match value {
        Json::Bool(flag) => *flag,
        Json::Number(number) => number.as_i64() != Some(0),
        Json::String(text) => !matches!(text.as_str(), "" | "0" | "false"),
        _ => false,
    }
}

fn integer(value: &Json) -> Option<i64> {
    match value {
        Json::Number(number) => number.as_i64(),
        Json::String(text) => text.trim().parse().ok(),
        _ => None,
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

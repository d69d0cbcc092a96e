//! A [`Reference`] as the item that citation styles format.

use std::borrow::Cow;

use wellpress_bibliography::csl_variables::{CslDate, CslDatePoint, CslValue, csl_variables};
use wellpress_bibliography::{ContributorName, Reference};
use wellpress_csl::{Date, DateParts, Item, ItemType, Name, Variable};

/// The item of a source. Text is borrowed from the reference wherever it can stay as it is.
pub(super) fn source_item(reference: &Reference) -> Item<'_> {
    let item_type = ItemType::from_name(reference.kind.csl()).unwrap_or_default();
    let mut item = Item::new(reference.key.as_str(), item_type);
    for (name, value) in csl_variables(reference) {
        let Some(variable) = Variable::from_name(name) else { continue };
        match value {
            // An abstract is no part of a list, whatever the style says.
            CslValue::Text(_) if matches!(variable, Variable::Abstract | Variable::Status) => {}
            CslValue::Text(text) if variable == Variable::Number => item.set_text(variable, with_literal_hyphens(text)),
            // Styles of CSL 1.0.1 call it `event`. None prints both.
            CslValue::Text(text) if variable == Variable::EventTitle => {
                item.set_text(Variable::Event, text.clone());
                item.set_text(variable, text);
            }
            CslValue::Text(text) => item.set_text(variable, text),
            CslValue::Names(names) => item.set_names(variable, names.iter().map(csl_name).collect()),
            CslValue::DateWords(words) => item.set_date(variable, Date { literal: words.into(), ..Date::default() }),
            CslValue::Date(date) => item.set_date(variable, csl_date(&date)),
        }
    }
    if let Some(note) = &reference.note {
        item.set_text(Variable::Note, note.as_str());
    }
    // "In press" in place of a date is printed once.
    let is_date = reference.status.as_deref().is_some_and(|status| {
        item.date(Variable::Issued).is_some_and(|date| date.literal.eq_ignore_ascii_case(status))
    });
    if let Some(status) = reference.status.as_ref().filter(|_| !is_date) {
        item.set_text(Variable::Status, status.as_str());
    }
    item
}

/// A number whose hyphens divide no range: `99-02` is one report. CSL writes such a hyphen behind a backslash.
fn with_literal_hyphens(number: Cow<'_, str>) -> Cow<'_, str> {
    let is_digits = number.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
    if is_digits && number.contains('-') { Cow::Owned(number.replace('-', "\\-")) } else { number }
}

fn csl_name(name: &ContributorName) -> Name<'_> {
    match name {
        ContributorName::Organisation(body) => Name::literal(body.as_str()),
        ContributorName::Others => Name::literal("others"),
        ContributorName::Person {
            family,
            given,
            dropping_particle,
            non_dropping_particle,
            suffix,
            comma_suffix,
            static_ordering,
        } => {
            let name = Name {
                dropping_particle: dropping_particle.as_deref().unwrap_or_default().into(),
                non_dropping_particle: non_dropping_particle.as_deref().unwrap_or_default().into(),
                suffix: suffix.as_deref().unwrap_or_default().into(),
                comma_suffix: *comma_suffix,
                static_ordering: *static_ordering,
                ..Name::person(family.as_str(), given.as_deref().unwrap_or_default())
            };
            name.split_particles()
        }
    }
}

fn csl_date(date: &CslDate) -> Date<'static> {
    Date {
        start: Some(date_parts(date.start)),
        // A range without an end has the year 0 there.
        end: date.end.map(date_parts),
        circa: date.is_approximate,
        literal: Cow::Borrowed(""),
    }
}

fn date_parts(day: CslDatePoint) -> DateParts {
    let month = day.month.or(day.season.map(|season| season.number() + 12)).unwrap_or(0);
    DateParts { year: day.year, month, day: day.day.unwrap_or(0) }
}

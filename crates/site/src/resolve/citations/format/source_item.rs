//! A [`Reference`] as the item that citation styles format.

use std::borrow::Cow;

use wellpress_bibliography::{ContributorName, PartialDate, Reference, Season, markup};
use wellpress_csl::{Date, DateParts, Item, ItemType, Name, Variable};

/// The item of a source. Text is borrowed from the reference wherever it can stay as it is.
pub(super) fn source_item(reference: &Reference) -> Item<'_> {
    let item_type = ItemType::from_name(reference.kind.csl()).unwrap_or_default();
    let mut item = Item::new(reference.key.as_str(), item_type);
    for (name, text) in reference.texts() {
        match Variable::from_name(name) {
            Some(Variable::Number) => item.set_text(Variable::Number, with_literal_hyphens(text)),
            // An abstract is no part of a list, whatever the style says.
            Some(Variable::Abstract | Variable::Status) | None => {}
            Some(variable) => item.set_text(variable, text),
        }
    }
    if let Some(note) = &reference.note {
        item.set_text(Variable::Note, note.as_str());
    }
    for (variable, title) in reference.titles().filter_map(|(name, title)| Some((Variable::from_name(name)?, title))) {
        item.set_text(variable, markup::with_case_marked(title));
    }
    for (variable, names) in reference.names().filter_map(|(name, names)| Some((Variable::from_name(name)?, names))) {
        item.set_names(variable, names.iter().map(csl_name).collect());
    }
    for (name, words) in reference.date_words() {
        if let Some(variable) = Variable::from_name(name) {
            item.set_date(variable, Date { literal: words.into(), ..Date::default() });
        }
    }
    for (variable, date) in reference.dates().filter_map(|(name, date)| Some((Variable::from_name(name)?, date))) {
        item.set_date(variable, csl_date(date));
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
fn with_literal_hyphens(number: &str) -> Cow<'_, str> {
    let is_digits = number.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
    if is_digits && number.contains('-') { Cow::Owned(number.replace('-', "\\-")) } else { Cow::Borrowed(number) }
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

fn csl_date(date: &PartialDate) -> Date<'static> {
    let month = csl_month(date.month, date.season);
    let start = DateParts { year: csl_year(date.year), month, day: date.day.unwrap_or(0) };
    // A range without an end has the year 0 there.
    let end = match date.is_open {
        true => Some(DateParts::default()),
        _ if date.has_end() => Some(DateParts {
            year: csl_year(date.end_year.unwrap_or(date.year)),
            month: csl_month(date.end_month, date.end_season),
            day: date.end_day.unwrap_or(0),
        }),
        false => None,
    };
    Date { start: Some(start), end, circa: date.approximate, literal: Cow::Borrowed("") }
}

/// CSL has no year 0: the year before 1 is -1.
fn csl_year(year: i32) -> i32 {
    if year <= 0 { year - 1 } else { year }
}

/// The month or season as [`DateParts`] has it.
fn csl_month(month: Option<u8>, season: Option<Season>) -> u8 {
    month.or(season.map(|season| season.number() + 12)).unwrap_or(0)
}

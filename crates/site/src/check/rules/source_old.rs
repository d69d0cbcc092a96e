//! A source that is older than what it says stays true: guidelines and web pages after five years, reviews after seven.

use jiff::civil::Date;

use wellpress_bibliography::{Evidence, PartialDate, Reference, ReferenceKind};
use wellpress_diagnostics::yaml::Day;
use wellpress_diagnostics::{Diagnostic, rules};

use crate::check::cited::{Cited, Place};
use crate::config::Clock;
use crate::model::reference::Library;

/// One finding for each such source, at the first mark in which no newer source stands beside it.
pub(super) fn find(library: &Library, clock: &Clock, cited: &Cited<'_>) -> Vec<Diagnostic> {
    let is_old = |place: &Place| age(library.get(place.source)).is_some_and(|age| clock.is_over(age.until));
    let places = cited.first(|source, group| {
        let own = |place: &&Place| place.source == source;
        group.iter().find(own).is_some_and(is_old) && group.iter().all(is_old)
    });
    let finding = |place: Place| {
        let reference = library.get(place.source);
        let age = age(reference)?;
        let message = format!("the source `{}` is {} of {}", reference.key, age.what, age.year);
        let help = format!("look for a newer one: {} is good for {} years", age.what, age.years);
        Some(cited.finding(&rules::SOURCE_OLD, place, message).help(help))
    };
    places.into_iter().filter_map(finding).collect()
}

/// How long a source is good for.
struct Age {
    what: &'static str,
    year: i32,
    years: i16,
    /// The last day of that.
    until: Day,
}

/// Nothing for what does not grow old, such as a trial, and for what has no date.
fn age(reference: &Reference) -> Option<Age> {
    let (what, years) = match (reference.evidence, reference.kind) {
        (Some(Evidence::Guideline), _) => ("a guideline", 5),
        (Some(Evidence::Web), _) | (None, ReferenceKind::Webpage) => ("a web page", 5),
        (Some(Evidence::Review), _) => ("a review", 7),
        _ => return None,
    };
    let date = reference.issued.as_ref().or(reference.accessed.as_ref())?;
    let until = last_day(date)?.saturating_add(jiff::Span::new().years(years));
    Some(Age { what, year: date.end_year.unwrap_or(date.year), years, until: Day(until) })
}

/// The last day that a date can mean.
fn last_day(date: &PartialDate) -> Option<Date> {
    let year = i16::try_from(date.end_year.unwrap_or(date.year)).ok()?;
    let month = date.month.filter(|_| date.end_year.is_none()).and_then(|month| i8::try_from(month).ok());
    let day = date.day.and_then(|day| i8::try_from(day).ok());
    match (month, day) {
        (Some(month), Some(day)) => Date::new(year, month, day).ok(),
        (Some(month), None) => Date::new(year, month, 1).ok().map(Date::last_of_month),
        (None, _) => Date::new(year, 12, 31).ok(),
    }
}

//! `source-old`: a source that is older than its kind stays true. Guidelines and web pages are good for five years, reviews
//! of studies for seven.
//!
//! These gather the knowledge of their time, which later studies overtake. A trial or a cohort study reports what was
//! measured, which does not change, and is never old. A newer source in the same mark puts the rule at rest.

use jiff::civil::Date;

use wellpress_bibliography::{Evidence, PartialDate, Reference, ReferenceKind};
use wellpress_diagnostics::{Diagnostic, rules};
use wellpress_foundation::Day;

use crate::check::cited::{CitationPlace, CitedSources};
use crate::config::Clock;
use crate::model::reference::{Library, ReferenceId};

/// One finding for each such source, at the first mark in which no newer source stands beside it.
pub(super) fn find(library: &Library, clock: Clock, cited: &CitedSources<'_>) -> Vec<Diagnostic> {
    let places = cited.first_places(|_, group| group.iter().all(|citation| is_old(library, clock, citation.source)));
    places.into_iter().filter_map(|citation| finding(library, cited, citation)).collect()
}

fn is_old(library: &Library, clock: Clock, source: ReferenceId) -> bool {
    validity(library.get(source)).is_some_and(|validity| clock.is_over(validity.last_day))
}

fn finding(library: &Library, cited: &CitedSources<'_>, citation: CitationPlace) -> Option<Diagnostic> {
    let reference = library.get(citation.source);
    let Validity { kind, year, years, .. } = validity(reference)?;
    let message = format!("the source `{}` is {kind} of {year}", reference.key);
    let help = format!("look for a newer one: {kind} is good for {years} years");
    Some(cited.finding(&rules::SOURCE_OLD, citation, message).help(help))
}

/// How long a source is good for.
struct Validity {
    /// What it is, with an article.
    kind: &'static str,
    year: i32,
    years: i16,
    last_day: Day,
}

/// `None` for a source that does not grow old, such as a trial, and for one without a date.
fn validity(reference: &Reference) -> Option<Validity> {
    // What a source is worth as evidence goes before its form: a guideline on the web is still a guideline.
    let (kind, years) = match (reference.evidence, reference.kind) {
        (Some(Evidence::Guideline), _) => ("a guideline", 5),
        (Some(Evidence::Web), _) | (None, ReferenceKind::Webpage | ReferenceKind::Post) => ("a web page", 5),
        (Some(Evidence::Review | Evidence::SystematicReview | Evidence::MetaAnalysis), _) => ("a review", 7),
        _ => return None,
    };
    // A source without a date was at least there on the day on which it was read.
    let date = reference.issued.as_ref().or(reference.accessed.as_ref())?;
    let last_day = Day(last_day(date)?.saturating_add(jiff::Span::new().years(years)));
    Some(Validity { kind, year: date.end_year.unwrap_or(date.year), years, last_day })
}

/// The last day that a date can mean: 2019 may be the end of that year. Gives a source the benefit of the doubt.
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

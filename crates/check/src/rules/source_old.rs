//! `source-old`: a source that is older than its kind stays true. Guidelines and web pages are good for five years, reviews
//! of studies for seven.
//!
//! These gather the knowledge of their time, which later studies overtake. A trial or a cohort study reports what was
//! measured, which does not change, and is never old. A newer source in the same mark puts the rule at rest. For an entry without
//! `evidence` its type and title decide, and the finding says which word to write.

use std::cell::RefCell;

use jiff::civil::Date;
use rustc_hash::FxHashMap;

use wellpress_bibliography::{Evidence, NamingField, PartialDate, ProposedEvidence, Reference, ReferenceKind};
use wellpress_diagnostics::{Diagnostic, rules};
use wellpress_foundation::Day;

use crate::cited::{CitationPlace, CitedSources};
use wellpress_site::config::Clock;
use wellpress_site::model::reference::{Library, ReferenceId};

/// One finding for each such source, at the first mark in which no newer source stands beside it.
pub(super) fn find(library: &Library, clock: Clock, cited: &CitedSources<'_>) -> Vec<Diagnostic> {
    // A page can have many marks of one source, and titles are read.
    let is_old_by_source = RefCell::new(FxHashMap::<ReferenceId, bool>::default());
    let is_old = |source| {
        let judge = || validity(library.get(source)).is_some_and(|validity| clock.is_over(validity.last_day));
        *is_old_by_source.borrow_mut().entry(source).or_insert_with(judge)
    };
    let places = cited.first_places(|_, group| group.iter().all(|citation| is_old(citation.source)));
    places.into_iter().filter_map(|citation| finding(library, cited, citation)).collect()
}

fn finding(library: &Library, cited: &CitedSources<'_>, citation: CitationPlace) -> Option<Diagnostic> {
    let reference = library.get(citation.source);
    let Validity { kind, year, years, proposed, .. } = validity(reference)?;
    let key = &reference.key;
    let newer = format!("look for a newer one: {kind} is good for {years} years");
    let (message, help) = match proposed {
        None => (format!("the source `{key}` is {kind} of {year}"), newer),
        Some(ProposedEvidence { evidence, named_in }) => {
            let field = match named_in {
                NamingField::Genre => "type",
                NamingField::Title => "title",
                NamingField::Journal => "journal",
            };
            let word = evidence.as_str();
            let right = format!("write `evidence = {{{word}}}` in its entry, or what else it is");
            (format!("by its {field} the source `{key}` is {kind} of {year}"), format!("{newer}; {right}"))
        }
    };
    Some(cited.finding(&rules::SOURCE_OLD, citation, message).help(help))
}

/// How long a source is good for.
struct Validity {
    /// What it is, with an article.
    kind: &'static str,
    year: i32,
    years: i16,
    last_day: Day,
    /// The design that the entry's own words name, if it has no `evidence`.
    proposed: Option<ProposedEvidence>,
}

/// `None` for a source that does not grow old, such as a trial, and for one without a date.
fn validity(reference: &Reference) -> Option<Validity> {
    let proposed = if reference.evidence.is_none() { reference.proposed_evidence() } else { None };
    let evidence = reference.evidence.or(proposed.map(|proposed| proposed.evidence));
    // What a source is worth as evidence goes before its form: a guideline on the web is still a guideline.
    let (kind, years) = match (evidence, reference.kind) {
        (Some(Evidence::Guideline), _) => ("a guideline", 5),
        (Some(Evidence::Web), _) | (None, ReferenceKind::Webpage | ReferenceKind::Post) => ("a web page", 5),
        (Some(Evidence::Review | Evidence::SystematicReview | Evidence::MetaAnalysis), _) => ("a review", 7),
        _ => return None,
    };
    // A source without a date was at least there on the day on which it was read.
    let date = reference.issued.as_ref().or(reference.accessed.as_ref())?;
    let last_day = Day(last_day(date)?.saturating_add(jiff::Span::new().years(years)));
    Some(Validity { kind, year: date.end_year.unwrap_or(date.year), years, last_day, proposed })
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

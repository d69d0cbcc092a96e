//! `dose-limits`: a dose outside the limits that the record of its exercise sets, in the record itself or in the schedule of a programme;
//! and limits that begin at 0.

use wellpress_diagnostics::{Diagnostic, rules};

use wellpress_site::model::{Page, dose};
use wellpress_site::parse::front_matter::Dose;
use wellpress_site::resolve::ResolvedSite;

/// One finding for each field of an exercise's own dose that is outside its limits, and for limits that allow nothing at all.
pub(super) fn find(page: &Page) -> Vec<Diagnostic> {
    let exercise = page.exercise().filter(|_| !page.is_withdrawn());
    exercise.map_or_else(Vec::new, |exercise| {
        let mut findings = outside(page, &exercise.dose, page, &exercise.dose);
        findings.extend(from_nothing(page, &exercise.dose));
        findings
    })
}

/// Limits that begin at 0. Nobody does an exercise no times; only a rest may be left out.
fn from_nothing(page: &Page, dose: &Dose) -> impl Iterator<Item = Diagnostic> {
    let limits = dose.limits.iter().flat_map(|limits| limits.value.fields());
    let limits = limits.filter_map(|(name, limit)| Some((name, limit?))).filter(|(name, limit)| {
        *name != "rest" && dose::amount(name, &limit.value.0).is_some_and(|(least, _)| least <= 0.0)
    });
    limits.map(|(name, limit)| {
        let message = format!("the limits `{name}: {}` begin at 0", limit.value.0);
        Diagnostic::new(&rules::DOSE_LIMITS, page.source.locate(limit.span), message)
            .help("begin with the least that anybody should do: a sheet does not offer 0")
    })
}

/// One finding for each field of a scheduled dose that is outside the limits of its exercise.
pub(super) fn find_in_programmes(resolved: &ResolvedSite<'_>) -> Vec<Diagnostic> {
    let pages = resolved.site.pages.iter().filter(|page| !page.is_withdrawn());
    let scheduled = pages.flat_map(|page| {
        let programme = page.programme();
        programme.into_iter().flat_map(move |programme| programme.schedule.iter().map(move |line| (page, line)))
    });
    let findings = scheduled.flat_map(|(page, scheduled)| {
        let record = resolved.site.page(scheduled.exercise);
        record.exercise().map_or_else(Vec::new, |exercise| outside(page, &scheduled.dose, record, &exercise.dose))
    });
    findings.collect()
}

/// The fields of a dose on a page that are outside the limits of a record.
fn outside(page: &Page, dose: &Dose, record: &Page, of_record: &Dose) -> Vec<Diagnostic> {
    let limits = of_record.limits.iter().flat_map(|limits| limits.value.fields());
    let pairs = limits.filter_map(|(name, limit)| {
        let (_, field) = dose.fields().into_iter().find(|(field, _)| *field == name)?;
        Some((name, limit?, field?))
    });
    let findings = pairs.filter_map(|(name, limit, field)| {
        let ((least, most), (least_allowed, most_allowed)) =
            (dose::amount(name, &field.value.0)?, dose::amount(name, &limit.value.0)?);
        let is_within = least_allowed <= least && most <= most_allowed;
        (!is_within).then(|| {
            let (said, allowed) = (&field.value.0, &limit.value.0);
            let message = match page.id == record.id {
                true => format!("`{name}: {said}` is outside the limits of this dose, `{allowed}`"),
                false => format!("`{name}: {said}` is outside the limits of `{}`, `{allowed}`", record.name),
            };
            Diagnostic::new(&rules::DOSE_LIMITS, page.source.locate(field.span), message)
                .help("change the dose, or have somebody who may say so change the limits")
                .related(record.source.locate(limit.span), "the limits")
        })
    });
    findings.collect()
}

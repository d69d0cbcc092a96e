//! [`Programme`]: exercises in an order, each with its dose and its days.

use rustc_hash::FxHashSet;

use wellpress_diagnostics::{Diagnostic, Span, rules};

use crate::parse::front_matter::{Dose, FrontMatter, ScheduleEntry, Weekday};
use crate::sections::ContentKind;

use super::dose;
use super::lookup::Lookup;
use super::page_head::PageHead;
use super::page_id::PageId;
use super::review::EditorialRecord;
use super::unpublished::Unpublished;

/// The fields that only programmes have.
#[derive(Debug)]
pub struct Programme {
    /// Authors and reviews: the part that is the same for every reviewed kind.
    pub editorial: EditorialRecord,
    /// The exercises, in the order of the front matter.
    pub schedule: Vec<ScheduledExercise>,
}

/// One line of a programme's schedule.
#[derive(Debug)]
pub struct ScheduledExercise {
    /// The exercise to do.
    pub exercise: PageId,
    /// Where its id stands.
    pub span: Span,
    /// The fields that differ from the exercise's own dose.
    pub dose: Dose,
    /// On which days, sorted; empty means any day.
    pub days: Vec<Weekday>,
    /// Why the exercise is here though one of its cautions advises against it.
    pub acknowledged: Option<String>,
}

pub(super) fn read(
    lookup: Lookup<'_>,
    page: &PageHead<'_>,
    front: &FrontMatter,
    editorial: EditorialRecord,
    findings: &mut Vec<Diagnostic>,
) -> Programme {
    // A draft may be begun with its title alone.
    let may_be_empty = editorial.withdrawn.is_some() || page.unpublished == Some(Unpublished::Draft);
    // A mistake that emptied the schedule is a finding already.
    let is_unreadable = front.unreadable.contains("schedule");
    if front.schedule.is_empty() && !is_unreadable && !may_be_empty {
        let location = page.source.locate(page.title.span);
        let finding = Diagnostic::new(&rules::FRONT_MATTER_REQUIRED, location, "this programme has no exercises");
        findings.push(finding.help("list them under `schedule`, each as `- exercise: id`"));
    }
    let schedule = front.schedule.iter().cloned();
    let schedule = schedule.filter_map(|scheduled| read_scheduled(lookup, page, scheduled, findings));
    Programme { schedule: schedule.collect(), editorial }
}

fn read_scheduled(
    lookup: Lookup<'_>,
    page: &PageHead<'_>,
    scheduled: ScheduleEntry,
    findings: &mut Vec<Diagnostic>,
) -> Option<ScheduledExercise> {
    if let Some(limits) = &scheduled.dose.limits {
        let location = page.source.locate(limits.span);
        let finding = Diagnostic::new(&rules::FRONT_MATTER_TYPE, location, "a programme cannot set limits of a dose");
        findings.push(finding.help("write `limits` into the `dose` of the exercise"));
    }
    let dose = dose::check_and_complete(page.source, scheduled.dose, findings);
    let mut days = scheduled.days;
    days.sort_unstable();
    days.dedup();
    Some(ScheduledExercise {
        exercise: lookup.ids_of(page, findings).page(ContentKind::Exercise, &scheduled.exercise)?,
        span: scheduled.exercise.span,
        dose,
        days,
        acknowledged: scheduled.acknowledged,
    })
}

impl Programme {
    /// Its exercises without repetitions, in the order of the schedule.
    pub fn exercises(&self) -> impl Iterator<Item = PageId> + '_ {
        let mut seen = FxHashSet::default();
        self.schedule.iter().map(|scheduled| scheduled.exercise).filter(move |exercise| seen.insert(*exercise))
    }
}

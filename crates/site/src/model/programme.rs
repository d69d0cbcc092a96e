//! [`Programme`]: exercises in an order, each with its dose and its days.

use wellpress_diagnostics::{Diagnostic, Span, rules};

use crate::discover::Kind;
use crate::parse::front_matter::{self, Dose, Weekday};

use super::dose;
use super::lookup::Lookup;
use super::page::{Page, PageId, Unpublished};
use super::review::Reviewed;

/// An ordered routine of exercises.
#[derive(Debug)]
pub struct Programme {
    /// What it shares with articles and exercises.
    pub reviewed: Reviewed,
    /// What is done when, in the order written.
    pub schedule: Vec<Session>,
}

/// One line of a programme.
#[derive(Debug)]
pub struct Session {
    /// The exercise.
    pub exercise: PageId,
    /// Where its id stands.
    pub span: Span,
    /// What differs from the record's dose.
    pub dose: Dose,
    /// On which days; empty is any day.
    pub days: Vec<Weekday>,
    /// Why it is here though one of its cautions says otherwise.
    pub acknowledged: Option<String>,
}

pub(super) fn read(
    lookup: Lookup<'_>,
    page: &Page,
    front: front_matter::Programme,
    reviewed: Reviewed,
    findings: &mut Vec<Diagnostic>,
) -> Programme {
    let is_excused = reviewed.withdrawn.is_some() || page.included == Some(Unpublished::Draft);
    if front.schedule.is_empty() && !front.has_lost_exercises && !is_excused {
        let place = page.source.locate(page.title_span);
        let finding = Diagnostic::new(&rules::FRONT_MATTER_REQUIRED, place, "this programme has no exercises");
        findings.push(finding.help("list them under `schedule`, each as `- exercise: id`"));
    }
    let sessions = front.schedule.into_iter().filter_map(|written| session(lookup, page, written, findings));
    Programme { schedule: sessions.collect(), reviewed }
}

fn session(
    lookup: Lookup<'_>,
    page: &Page,
    written: front_matter::Session,
    findings: &mut Vec<Diagnostic>,
) -> Option<Session> {
    let dose = dose::read(page, written.dose, findings);
    let mut days = written.days;
    days.sort_unstable();
    days.dedup();
    Some(Session {
        exercise: lookup.of(page, findings).page(Kind::Exercise, &written.exercise)?,
        span: written.exercise.span,
        dose,
        days,
        acknowledged: written.acknowledged,
    })
}

impl Programme {
    /// Its exercises, each once, in the order of the schedule.
    pub fn exercises(&self) -> impl Iterator<Item = PageId> + '_ {
        let is_first = |(at, session): &(usize, &Session)| {
            !self.schedule[..*at].iter().any(|before| before.exercise == session.exercise)
        };
        self.schedule.iter().enumerate().filter(is_first).map(|(_, session)| session.exercise)
    }
}

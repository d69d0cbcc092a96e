//! The doses of exercises on the schedule of a programme. Input: a programme and the id of an exercise. Output: the doses that places of
//! the programme show for it, and days in words.

use std::borrow::Cow;

use wellpress_site::model::exercise::Exercise;
use wellpress_site::model::programme::{Programme, ScheduledExercise};
use wellpress_site::model::{Page, PageId, dose};
use wellpress_site::parse::front_matter::{Dose, Weekday};

use super::{ShownDose, TextContext};

/// The doses of an exercise in a programme, each once, with the days of each if there are several.
#[must_use]
pub fn doses(text_cx: TextContext<'_>, record: &Programme, id: PageId) -> Vec<ShownDose<'static>> {
    let lines = || record.schedule.iter().filter(|line| line.exercise == id);
    let mut by_dose: Vec<Vec<&ScheduledExercise>> = Vec::new();
    for line in lines() {
        match by_dose.iter_mut().find(|same| dose::has_same_text(&same[0].dose, &line.dose)) {
            Some(same) => same.push(line),
            None => by_dose.push(vec![line]),
        }
    }
    let says_days = by_dose.len() > 1 && lines().any(|line| !line.days.is_empty());
    let doses = by_dose.into_iter().map(|same| ShownDose {
        dose: Cow::Owned(dose_of(text_cx, same[0])),
        days: if says_days { days(text_cx, &days_of(&same)) } else { String::new() },
    });
    doses.collect()
}

/// The doses of an exercise that the text of a page embeds: those of the schedule, if the page is a programme with it or the Easy Read
/// version of one, else its own.
#[must_use]
pub fn doses_on_page<'a>(text_cx: TextContext<'a>, page: &'a Page, exercise: &'a Exercise) -> Vec<ShownDose<'a>> {
    let site = text_cx.resolved.site;
    let around = text_cx.page.map(|around| site.full_page_of(around).unwrap_or_else(|| site.page(around)));
    let scheduled = around.and_then(Page::programme).map(|programme| doses(text_cx, programme, page.id));
    scheduled.filter(|doses| !doses.is_empty()).unwrap_or_else(|| vec![ShownDose::of_record(&exercise.dose)])
}

/// The days of lines of a schedule; none for any day.
fn days_of(lines: &[&ScheduledExercise]) -> Vec<Weekday> {
    if lines.iter().any(|line| line.days.is_empty()) {
        return Vec::new();
    }
    lines.iter().flat_map(|line| line.days.iter().copied()).collect()
}

/// The dose of an exercise with the values replaced that its line of the schedule sets.
#[must_use]
pub fn dose_of(text_cx: TextContext<'_>, scheduled: &ScheduledExercise) -> Dose {
    let record = text_cx.resolved.site.page(scheduled.exercise).exercise().map(|exercise| &exercise.dose);
    record.map_or_else(|| scheduled.dose.clone(), |record| dose::with_overrides(record, &scheduled.dose))
}

/// The days of a line of the schedule in words.
#[must_use]
pub fn days(text_cx: TextContext<'_>, days: &[Weekday]) -> String {
    if days.is_empty() {
        return text_cx.say("text-any-day").into_owned();
    }
    let names = days.iter().map(|day| text_cx.say(&format!("text-day-{}", day.name())));
    names.collect::<Vec<_>>().join(text_cx.separator())
}

//! HTML of a programme: the cautions of all its exercises first, then a table of what is done on which days, with a picture of
//! each exercise where none follow in full.

use std::fmt::Write as _;

use wellpress_site::model::programme::{Programme, ScheduledExercise};
use wellpress_site::model::{Page, PageId, dose};

use super::blocks::withdrawn;
use super::dose::{dose_facts, dose_value};
use super::media::Loading;
use super::scheduled_doses::{days, dose_of};
use super::{TextContext, exercise, media, step_pictures};
use crate::escape::{attribute, escaped};
use crate::notices::{PlannedNotice, before_schedule, disclaimers_after_record};
use crate::theme::strings::MessageValue;

/// What the page of a programme shows of its record: cautions, its own text, which is HTML, the schedule and the disclaimers
/// for exercises.
#[must_use]
pub fn record(text_cx: TextContext<'_>, page: &Page, programme: &Programme, text: &str) -> String {
    let mut html = String::new();
    cautions(&mut html, text_cx, programme);
    let _ = writeln!(html, "<div class=\"programme-text\">\n{text}</div>");
    table(&mut html, text_cx, programme, Pictures::Shown);
    html.push_str(&exercise::disclaimers(text_cx, &disclaimers_after_record(text_cx.resolved, page)));
    html
}

/// Appends a programme that a text embeds: its title, schedule and a link to its page.
pub(super) fn embed(html: &mut String, text_cx: TextContext<'_>, id: PageId) {
    let page = text_cx.resolved.site.page(id);
    let Some(programme) = page.programme() else { return };
    html.push_str("<section class=\"programme\" data-programme=\"");
    attribute(html, &page.name);
    html.push_str("\" aria-label=\"");
    attribute(html, &page.title);
    let _ = writeln!(html, "\">\n<p class=\"programme-title\">{}</p>", exercise::own_words(text_cx, page, &page.title));
    match withdrawn(text_cx, page) {
        Some(notice) => html.push_str(&notice),
        None => {
            exercise::missing_review(html, text_cx, page);
            html.push_str(&schedule(text_cx, programme, Pictures::Shown));
        }
    }
    let view = text_cx.say_with("text-view-programme", &[("title", MessageValue::Text(&page.title))]);
    html.push_str("<p class=\"exercise-link\"><a href=\"");
    attribute(html, &page.url);
    let _ = writeln!(html, "\">{}</a></p>\n</section>", escaped(&view));
}

/// Whether the table of a programme has a picture of each exercise.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Pictures {
    Shown,
    /// Each exercise follows in full, with its pictures.
    Below,
}

/// Cautions and table of a programme. Cautions come first, so that nobody reads a dose without them.
pub(super) fn schedule(text_cx: TextContext<'_>, programme: &Programme, pictures: Pictures) -> String {
    let mut html = String::new();
    cautions(&mut html, text_cx, programme);
    table(&mut html, text_cx, programme, pictures);
    html
}

pub(super) fn cautions(html: &mut String, text_cx: TextContext<'_>, programme: &Programme) {
    let page = text_cx.page.map(|page| text_cx.resolved.site.page(page));
    let site = text_cx.resolved.site;
    exercise::other_languages(html, text_cx, programme.exercises().map(|exercise| site.page(exercise)));
    let Some(PlannedNotice::Cautions(cautions, _)) = before_schedule(text_cx.resolved, page, programme) else { return };
    exercise::cautions(html, text_cx, &cautions, |shown| {
        let exercise = shown.exercises.first().map(|exercise| site.page(*exercise));
        step_pictures::marked(exercise.and_then(|exercise| exercise::other_language(text_cx, exercise)))
    });
}

pub(super) fn table(html: &mut String, text_cx: TextContext<'_>, programme: &Programme, pictures: Pictures) {
    let has_days = programme.schedule.iter().any(|scheduled| !scheduled.days.is_empty());
    html.push_str("<div class=\"table schedule\" role=\"region\" tabindex=\"0\" aria-label=\"");
    attribute(html, &text_cx.say("text-schedule"));
    html.push_str("\"><table>\n<thead><tr>");
    let columns = ["text-exercise", "text-dose", "text-days"];
    for column in &columns[..if has_days { 3 } else { 2 }] {
        let _ = write!(html, "<th scope=\"col\">{}</th>", text_cx.say_html(column));
    }
    html.push_str("</tr></thead><tbody>\n");
    for scheduled in &programme.schedule {
        row(html, text_cx, scheduled, pictures, has_days.then(|| days(text_cx, &scheduled.days)));
    }
    html.push_str("</tbody></table></div>\n");
}

fn row(
    html: &mut String,
    text_cx: TextContext<'_>,
    scheduled: &ScheduledExercise,
    pictures: Pictures,
    days: Option<String>,
) {
    let page = text_cx.resolved.site.page(scheduled.exercise);
    html.push_str("<tr data-exercise=\"");
    attribute(html, &page.name);
    html.push_str("\"><th scope=\"row\">");
    if pictures == Pictures::Shown && !page.is_withdrawn() {
        picture(html, text_cx, page);
    }
    html.push_str("<a href=\"");
    attribute(html, &page.url);
    let _ = write!(html, "\">{}</a></th><td>", exercise::own_words(text_cx, page, &page.title));
    if page.is_withdrawn() {
        html.push_str(&text_cx.say_html("text-withdrawn-exercise"));
    } else {
        let dose = dose_of(text_cx, scheduled);
        let facts = dose_facts(&dose).into_iter().map(|(key, value)| {
            format!("<li data-dose=\"{key}\">{}</li>", escaped(&dose_in_words(text_cx, key, &value)))
        });
        let _ = write!(html, "<ul class=\"facts\">{}</ul>", facts.collect::<String>());
    }
    html.push_str("</td>");
    if let Some(days) = days {
        let _ = write!(html, "<td>{}</td>", escaped(&days));
    }
    html.push_str("</tr>\n");
}

/// Appends the picture that cards of the exercise show, if it has one. The link beside it names the exercise.
fn picture(html: &mut String, text_cx: TextContext<'_>, page: &Page) {
    let resolved = &text_cx.resolved.pages[page.id];
    if let Some(picture) = resolved.images.first().or(resolved.hero.as_deref()) {
        html.push_str("<span class=\"schedule-picture\">");
        media::image_of(html, picture, "", Loading::Lazy, "6rem");
        html.push_str("</span>");
    }
}

/// A field of a dose as readers would say it: "10–20 times", "hold for 30 s". No line ends between a number and its word.
#[must_use]
pub fn dose_in_words(text_cx: TextContext<'_>, key: &str, value: &str) -> String {
    let amount = |amount| ("amount", MessageValue::Text(amount));
    let message = format!("text-dose-words-{key}");
    match key {
        "sets" | "reps" | "rounds" => {
            // The plural form is that of the largest number; `10` is from 10 to 10.
            let most = dose::count(value).map_or(2.0, |(_, most)| most);
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a small whole number")]
            let count = ("count", MessageValue::Count(most as usize));
            in_one_line(&text_cx.say_with(&message, &[amount(value), count]))
        }
        "hold" | "rest" => {
            let value = dose_value(key, value, &text_cx.config.languages[text_cx.language].tag);
            text_cx.say_with(&message, &[amount(&in_one_line(&value))])
        }
        _ => text_cx.say_with(&message, &[amount(value)]),
    }
}

fn in_one_line(text: &str) -> String {
    text.replace(' ', "\u{a0}")
}

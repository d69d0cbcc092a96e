//! HTML of a programme: the cautions of all its exercises first, then a table of what is done on which days.

use std::fmt::Write as _;

use wellpress_site::model::programme::{Programme, Session};
use wellpress_site::model::{Page, PageId, dose};
use wellpress_site::parse::front_matter::{Dose, Weekday};
use wellpress_site::resolve::cautions::of_programme;
use wellpress_site::resolve::reading_order::DisclaimerPosition;

use super::super::strings::MessageValue;
use super::blocks::withdrawn;
use super::escape::{attribute, escaped};
use super::{TextContext, exercise};

/// What the page of a programme shows of its record: cautions, its own text, which is HTML, the schedule and the disclaimers
/// for exercises.
#[must_use]
pub fn record(text_cx: TextContext<'_>, page: &Page, programme: &Programme, text: &str) -> String {
    let mut html = String::new();
    cautions(&mut html, text_cx, programme);
    let _ = writeln!(html, "<div class=\"programme-text\">\n{text}</div>");
    table(&mut html, text_cx, programme);
    for id in &text_cx.resolved.pages[page.id].disclaimers.with_exercise {
        html.push_str(&super::blocks::disclaimer(text_cx, *id, Some(DisclaimerPosition::Record)));
    }
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
    let _ = writeln!(html, "\">\n<p class=\"programme-title\">{}</p>", escaped(&page.title));
    match withdrawn(text_cx, page) {
        Some(notice) => html.push_str(&notice),
        None => {
            if !exercise::has_byline(text_cx) {
                exercise::missing_review(html, text_cx, page);
            }
            html.push_str(&schedule(text_cx, programme));
        }
    }
    let view = text_cx.say_with("text-view-programme", &[("title", MessageValue::Text(&page.title))]);
    html.push_str("<p class=\"exercise-link\"><a href=\"");
    attribute(html, &page.url);
    let _ = writeln!(html, "\">{}</a></p>\n</section>", escaped(&view));
}

/// Cautions and table of a programme. Cautions come first, so that nobody reads a dose without them.
pub(super) fn schedule(text_cx: TextContext<'_>, programme: &Programme) -> String {
    let mut html = String::new();
    cautions(&mut html, text_cx, programme);
    table(&mut html, text_cx, programme);
    html
}

fn cautions(html: &mut String, text_cx: TextContext<'_>, programme: &Programme) {
    let page = text_cx.page.map(|page| text_cx.resolved.site.page(page));
    exercise::cautions(html, text_cx, &of_programme(text_cx.resolved, page, programme));
}

fn table(html: &mut String, text_cx: TextContext<'_>, programme: &Programme) {
    let has_days = programme.schedule.iter().any(|session| !session.days.is_empty());
    html.push_str("<div class=\"table schedule\" role=\"region\" tabindex=\"0\" aria-label=\"");
    attribute(html, &text_cx.say("text-schedule"));
    html.push_str("\"><table>\n<thead><tr>");
    let columns = ["text-exercise", "text-dose", "text-days"];
    for column in &columns[..if has_days { 3 } else { 2 }] {
        let _ = write!(html, "<th scope=\"col\">{}</th>", escaped(&text_cx.say(column)));
    }
    html.push_str("</tr></thead><tbody>\n");
    for session in &programme.schedule {
        row(html, text_cx, session, has_days.then(|| days(text_cx, &session.days)));
    }
    html.push_str("</tbody></table></div>\n");
}

fn row(html: &mut String, text_cx: TextContext<'_>, session: &Session, days: Option<String>) {
    let page = text_cx.resolved.site.page(session.exercise);
    html.push_str("<tr data-exercise=\"");
    attribute(html, &page.name);
    html.push_str("\"><th scope=\"row\"><a href=\"");
    attribute(html, &page.url);
    let _ = write!(html, "\">{}</a></th><td>", escaped(&page.title));
    if page.is_withdrawn() {
        html.push_str(&escaped(&text_cx.say("text-withdrawn-exercise")));
    } else {
        let facts = exercise::dose_facts(&dose_of(text_cx, session));
        let fact = |(key, value): (&str, String)| {
            let label = text_cx.say(&format!("text-dose-{key}"));
            // A no-break space, so that no line ends between a name and its value.
            format!("<li data-dose=\"{key}\">{}\u{a0}{}</li>", escaped(&label), escaped(&value))
        };
        let _ = write!(html, "<ul class=\"facts\">{}</ul>", facts.into_iter().map(fact).collect::<String>());
    }
    html.push_str("</td>");
    if let Some(days) = days {
        let _ = write!(html, "<td>{}</td>", escaped(&days));
    }
    html.push_str("</tr>\n");
}

/// The dose of an exercise with the values that a session sets replaced.
pub(super) fn dose_of(text_cx: TextContext<'_>, session: &Session) -> Dose {
    let record = text_cx.resolved.site.page(session.exercise).exercise().map(|exercise| &exercise.dose);
    record.map_or_else(|| session.dose.clone(), |record| dose::with_overrides(record, &session.dose))
}

fn days(text_cx: TextContext<'_>, days: &[Weekday]) -> String {
    if days.is_empty() {
        return text_cx.say("text-any-day").into_owned();
    }
    let names = days.iter().map(|day| text_cx.say(&format!("text-day-{}", day.name())));
    names.collect::<Vec<_>>().join(", ")
}

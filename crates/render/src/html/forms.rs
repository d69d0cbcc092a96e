//! HTML of the recordings that give a page in another form, each with its player, behind what readers have to know first.
//!
//! Input: the forms of a page. Output: a section for each recording, and in front of the notices the place to which the offers at the top
//! of the page lead.

use std::fmt::Write as _;

use wellpress_foundation::Day;
use wellpress_site::model::Page;
use wellpress_site::resolve::forms::{FormKind, FormPlace, FormState, Maker, PageForm, ResolvedForm};
use wellpress_site::resolve::videos::VideoSource;

use super::exercise::{cautions_and_signals, other_languages};
use super::{TextContext, media};
use crate::escape::{attribute, escaped};
use crate::notices::{self, PlannedNotice, in_texts, of_exercises_on};
use crate::safety::START;
use crate::theme::strings::MessageValue;

/// The id of the place to which the offer of a recording leads: in front of the notices that stand above the players.
#[must_use]
pub fn anchor(kind: FormKind) -> &'static str {
    if kind == FormKind::SignLanguage { "form-sign-language" } else { "form-audio" }
}

/// The recordings of a page behind what its readers have to know first, because a recording can be followed without the text below it.
/// `notices` has the notices of the page that stand above anyway; without it, those of its exercises are written here.
///
/// The places to which the offers lead stand before all of it: who comes by a link has read the notices at the player.
#[must_use]
pub fn players(text_cx: TextContext<'_>, page: &Page, forms: &[PageForm<'_>], notices: Option<String>) -> String {
    let recordings = || {
        forms.iter().filter_map(|form| match form.place {
            FormPlace::File(file) if form.kind != FormKind::LargePrint => Some((form, file)),
            _ => None,
        })
    };
    if recordings().next().is_none() {
        return notices.unwrap_or_default();
    }
    let mut html = match notices {
        Some(of_page) if page.is_easy_read() => of_page,
        Some(mut of_page) => {
            cautions_and_signals(&mut of_page, text_cx, &in_texts(text_cx.resolved, page));
            of_page
        }
        None => before_recording(text_cx, page),
    };
    // The dose of an exercise stands above its cautions.
    let start = html.find(START).unwrap_or(html.len());
    html.insert_str(start, &recordings().map(|(form, _)| start_of(text_cx, form.kind)).collect::<String>());
    recordings().for_each(|(form, file)| player(&mut html, text_cx, form, file));
    html
}

/// What readers of a page have to know before its recording starts: what its exercises say, and what its texts warn of.
#[must_use]
pub fn before_recording(text_cx: TextContext<'_>, page: &Page) -> String {
    let mut html = String::new();
    notices_of_exercises(&mut html, text_cx, &of_exercises_on(text_cx.resolved, page), page);
    cautions_and_signals(&mut html, text_cx, &in_texts(text_cx.resolved, page));
    html
}

/// The place to which an offer leads. Only screen readers read its words: others see where they are.
fn start_of(text_cx: TextContext<'_>, kind: FormKind) -> String {
    let id = anchor(kind);
    format!("<p class=\"form-start\" id=\"{id}\" tabindex=\"-1\">{}</p>\n", text_cx.say_html(&format!("text-{id}")))
}

/// Appends what stands above an Easy Read version: the notices of its page.
pub fn before_easy_read(html: &mut String, text_cx: TextContext<'_>, full: &Page, easy: &Page) {
    notices_of_exercises(html, text_cx, &notices::before_easy_read(text_cx.resolved, full, easy), full);
}

/// Appends notices of the exercises of a page.
fn notices_of_exercises(html: &mut String, text_cx: TextContext<'_>, notices: &[PlannedNotice<'_>], page: &Page) {
    let site = text_cx.resolved.site;
    let (exercises, _) = text_cx.resolved.exercises_of(page);
    other_languages(html, text_cx, exercises.into_iter().map(|exercise| site.page(exercise)));
    cautions_and_signals(html, text_cx, notices);
}

fn player(html: &mut String, text_cx: TextContext<'_>, form: &PageForm<'_>, file: &ResolvedForm) {
    let id = anchor(form.kind);
    let title = text_cx.say(&format!("text-{id}"));
    let _ = writeln!(
        html,
        "<section class=\"form-player\" id=\"{id}-player\" aria-labelledby=\"{id}-title\"><h2 id=\"{id}-title\">{}</h2>",
        escaped(&title)
    );
    match &file.src {
        VideoSource::SiteFile(url) => {
            let (element, size) = match form.kind {
                FormKind::SignLanguage => ("video", " width=\"640\" height=\"360\""),
                _ => ("audio", ""),
            };
            let _ = write!(
                html,
                "<{element} controls preload=\"none\"{size} aria-labelledby=\"{id}-title\"><source src=\""
            );
            attribute(html, url);
            let _ = writeln!(html, "\" type=\"{}\"></{element}>", media_type(form.kind, url));
        }
        VideoSource::External(url) => {
            html.push_str("<p><a href=\"");
            attribute(html, url);
            let key = if form.kind == FormKind::SignLanguage { "text-watch" } else { "text-listen" };
            let words = media::words_of_link(text_cx, key, &title, url);
            let _ = writeln!(html, "\" rel=\"noopener noreferrer external\">{}</a></p>", escaped(&words));
        }
    }
    facts(html, text_cx, form, file);
    media::words_below(html, text_cx, &title, file.spoken_words.as_deref());
    html.push_str("</section>\n");
}

/// Who made it and when, who approved of it, and that it is behind the page.
fn facts(html: &mut String, text_cx: TextContext<'_>, form: &PageForm<'_>, file: &ResolvedForm) {
    let mut facts = makers(text_cx, file);
    if let Some(duration) = &file.duration {
        facts.push(format!("<span class=\"video-duration\">{}</span>", escaped(duration)));
    }
    if let Some(transcript) = &file.transcript {
        let words = text_cx.say_html("text-transcript");
        facts.push(format!("<a href=\"{}\">{words}</a>", escaped(transcript)));
    }
    facts.push(approval(text_cx, approved_by(file, form), form.approved));
    behind(html, text_cx, form);
    let _ = writeln!(html, "<p class=\"form-facts\">{}</p>", facts.join(" \u{b7} "));
}

fn behind(html: &mut String, text_cx: TextContext<'_>, form: &PageForm<'_>) {
    if form.state == FormState::Behind {
        let _ = writeln!(html, "<p class=\"notice\" role=\"note\">{}</p>", text_cx.say_html("text-form-behind"));
    }
}

/// What the listeners of a page's recording have to know of it: that it is behind the page, and who approved of it.
#[must_use]
pub fn standing_of_recording(text_cx: TextContext<'_>, forms: &[PageForm<'_>]) -> String {
    let mut html = String::new();
    for form in forms.iter().filter(|form| form.kind == FormKind::Audio) {
        let FormPlace::File(file) = form.place else { continue };
        behind(&mut html, text_cx, form);
        let (title, approval) =
            (text_cx.say_html("text-form-audio"), approval(text_cx, approved_by(file, form), form.approved));
        let _ = writeln!(html, "<p class=\"form-facts\">{title}: {approval}</p>");
    }
    html
}

/// Who made a file in large print and when, and who approved of it, in a line; recordings say so at their players.
#[must_use]
pub fn facts_of_file(text_cx: TextContext<'_>, form: &PageForm<'_>, file: &ResolvedForm) -> String {
    let mut facts = makers(text_cx, file);
    facts.push(approval(text_cx, approved_by(file, form), form.approved));
    facts.join(" \u{b7} ")
}

/// Who made a file, with the registration of an interpreter, and when.
fn makers(text_cx: TextContext<'_>, file: &ResolvedForm) -> Vec<String> {
    let mut facts = Vec::new();
    if let Some(by) = &file.by {
        let key = match file.kind {
            FormKind::SignLanguage => "text-form-interpreted-by",
            FormKind::Audio => "text-form-read-by",
            FormKind::LargePrint | FormKind::EasyRead => "text-form-made-by",
        };
        facts.push(with_names(text_cx, key, std::slice::from_ref(by)));
    }
    if let Some(number) = &file.registration {
        facts.push(escaped(&text_cx.say_with("text-form-registration", &[("number", MessageValue::Text(number))])));
    }
    facts.extend(file.date.map(|day| time(text_cx, day)));
    facts
}

/// Who approved of a file. Nobody has without a day on which it was.
fn approved_by<'f>(file: &'f ResolvedForm, form: &PageForm<'_>) -> &'f [Maker] {
    if form.is_approved { file.approved_by.as_slice() } else { &[] }
}

/// Who approved of a form, and on which day; or that nobody has.
#[must_use]
pub fn approval(text_cx: TextContext<'_>, by: &[Maker], day: Option<Day>) -> String {
    let words = match (by, day) {
        ([], None) => return text_cx.say_html("text-form-not-approved"),
        ([], Some(_)) => text_cx.say_html("text-form-approved"),
        (by, _) => with_names(text_cx, "text-form-approved-by", by),
    };
    day.map_or(words.clone(), |day| format!("{words} ({})", time(text_cx, day)))
}

/// A string of the theme with names, as HTML with links to the pages of people.
fn with_names(text_cx: TextContext<'_>, key: &str, by: &[Maker]) -> String {
    let site = text_cx.resolved.site;
    let names: Vec<String> = by.iter().map(|by| by.name(site)).collect();
    let links = by.iter().zip(&names).map(|(by, name)| match by.page() {
        Some(person) => format!("<a href=\"{}\">{}</a>", escaped(&site.page(person).url), escaped(name)),
        None => escaped(name),
    });
    let (links, names) = (links.collect::<Vec<_>>().join(text_cx.separator()), names.join(text_cx.separator()));
    let words = escaped(&text_cx.say_with(key, &[("name", MessageValue::Text(&names))]));
    words.replacen(&escaped(&names), &links, 1)
}

fn time(text_cx: TextContext<'_>, day: Day) -> String {
    format!("<time datetime=\"{day}\">{}</time>", escaped(&text_cx.strings.day(text_cx.language, day)))
}

/// The type of a recording, as browsers know it.
pub(crate) fn media_type(kind: FormKind, url: &str) -> &'static str {
    let end = url.rsplit('.').next().unwrap_or_default();
    match (kind, end) {
        (FormKind::SignLanguage, _) => media::media_type(url),
        (_, "mp3") => "audio/mpeg",
        (_, "ogg" | "oga" | "opus") => "audio/ogg",
        (_, "aac") => "audio/aac",
        (_, "flac") => "audio/flac",
        (_, "wav") => "audio/wav",
        (_, "weba") => "audio/webm",
        _ => "audio/mp4",
    }
}

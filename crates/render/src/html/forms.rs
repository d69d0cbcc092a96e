//! HTML of the recordings that give a page in another form, each with its player, behind what readers have to know first.
//!
//! Input: the forms of a page. Output: a section for each recording, to which the offers at the top of the page lead.

use std::fmt::Write as _;

use wellpress_site::model::Page;
use wellpress_site::resolve::forms::{FormKind, FormPlace, FormState, Maker, PageForm, ResolvedForm};
use wellpress_site::resolve::videos::VideoSource;

use super::exercise::{cautions_and_signals, other_languages};
use super::{TextContext, media};
use crate::escape::{attribute, escaped};
use crate::notices::of_exercises_on;
use crate::theme::strings::MessageValue;

/// The id of the section with a recording.
#[must_use]
pub fn anchor(kind: FormKind) -> &'static str {
    if kind == FormKind::SignLanguage { "form-sign-language" } else { "form-audio" }
}

/// The recordings of a page. `says_cautions` if the cautions of the page stand above them already; else they come before the first
/// player, because a recording can be followed without the text below it.
#[must_use]
pub fn players(text_cx: TextContext<'_>, page: &Page, forms: &[PageForm<'_>], says_cautions: bool) -> String {
    let mut html = String::new();
    let files = forms.iter().filter_map(|form| match form.place {
        FormPlace::File(file) if form.kind != FormKind::LargePrint => Some((form, file)),
        _ => None,
    });
    for (number, (form, file)) in files.enumerate() {
        if number == 0 && !says_cautions {
            notices_of_exercises(&mut html, text_cx, page);
        }
        player(&mut html, text_cx, form, file);
    }
    html
}

/// Appends the cautions and the signals to stop of the exercises of a page.
pub fn notices_of_exercises(html: &mut String, text_cx: TextContext<'_>, page: &Page) {
    let site = text_cx.resolved.site;
    let notices = of_exercises_on(text_cx.resolved, page);
    let (exercises, _) = text_cx.resolved.exercises_of(page);
    other_languages(html, text_cx, exercises.into_iter().map(|exercise| site.page(exercise)));
    cautions_and_signals(html, text_cx, &notices);
}

fn player(html: &mut String, text_cx: TextContext<'_>, form: &PageForm<'_>, file: &ResolvedForm) {
    let id = anchor(form.kind);
    let title = text_cx.say(&format!("text-{id}"));
    let _ = writeln!(
        html,
        "<section class=\"form-player\" id=\"{id}\" aria-labelledby=\"{id}-title\" tabindex=\"-1\"><h2 id=\"{id}-title\">{}</h2>",
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
            let words = media::words_of_link(text_cx, &title, url);
            let _ = writeln!(html, "\" rel=\"noopener noreferrer external\">{}</a></p>", escaped(&words));
        }
    }
    facts(html, text_cx, form, file);
    media::words_below(html, text_cx, &title, file.spoken_words.as_deref());
    html.push_str("</section>\n");
}

/// Who made it and when, and that it is behind the page.
fn facts(html: &mut String, text_cx: TextContext<'_>, form: &PageForm<'_>, file: &ResolvedForm) {
    let mut facts = Vec::new();
    if let Some(by) = &file.by {
        let key = if form.kind == FormKind::SignLanguage { "text-form-interpreted-by" } else { "text-form-read-by" };
        let name = by.name(text_cx.resolved.site);
        let words = escaped(&text_cx.say_with(key, &[("name", MessageValue::Text(&name))]));
        facts.push(match by {
            Maker::Person(person) => {
                let url = escaped(&text_cx.resolved.site.page(*person).url);
                words.replacen(&escaped(&name), &format!("<a href=\"{url}\">{}</a>", escaped(&name)), 1)
            }
            Maker::Name(_) => words,
        });
    }
    if let Some(number) = &file.registration {
        facts.push(escaped(&text_cx.say_with("text-form-registration", &[("number", MessageValue::Text(number))])));
    }
    if let Some(day) = file.date {
        let words = escaped(&text_cx.strings.day(text_cx.language, day));
        facts.push(format!("<time datetime=\"{day}\">{words}</time>"));
    }
    if let Some(duration) = &file.duration {
        facts.push(format!("<span class=\"video-duration\">{}</span>", escaped(duration)));
    }
    if let Some(transcript) = &file.transcript {
        let words = text_cx.say_html("text-transcript");
        facts.push(format!("<a href=\"{}\">{words}</a>", escaped(transcript)));
    }
    if form.state == FormState::Behind {
        let _ = writeln!(html, "<p class=\"notice\" role=\"note\">{}</p>", text_cx.say_html("text-form-behind"));
    }
    if !facts.is_empty() {
        let _ = writeln!(html, "<p class=\"form-facts\">{}</p>", facts.join(" \u{b7} "));
    }
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

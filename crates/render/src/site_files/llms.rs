//! `llms.txt` ([llmstxt.org](https://llmstxt.org/)): the pages of a language for programs that answer questions, each with what is
//! known of its review. Input: a resolved site. Output: the text of the file.
//!
//! A page that has a copy in Markdown is listed by that copy, because it has the cautions first. Withdrawn pages, lists, and pages that
//! search engines shall not list are left out, and so are pages of a preview that nobody else may see.

use std::collections::BTreeSet;

use wellpress_site::config::{LanguageId, MAIN_LANGUAGE, MachineFormat};
use wellpress_site::model::Page;
use wellpress_site::model::copies::{LLMS_FILE, can_have_copies, formats_of};

use crate::context::breadcrumbs::section_title;
use crate::html::exercise::caution_label;
use crate::notices::{PlannedNotice, of_exercises_on, standing, text_notices};
use crate::pages::records::copies::copy_url;
use crate::pages::render_context::RenderContext;

/// The text of the file for a language.
#[must_use]
pub fn llms(cx: &RenderContext<'_>, language: LanguageId) -> String {
    let settings = &cx.config.languages[language];
    let mut text = format!("# {}\n", plain(&settings.title));
    if let Some(description) = &settings.description {
        text.push_str(&format!("\n> {}\n", plain(description)));
    }
    let has_markdown = cx.config.settings.machine_readable.iter().any(|format| format.value == MachineFormat::Markdown);
    if has_markdown {
        text.push_str(&format!("\n{}\n", plain(&cx.say(language, "text-llms-notices"))));
    }
    for (section, settings) in cx.config.sections.entries() {
        let pages = cx.resolved.site.pages_in(section, language).filter(|page| is_listed(page));
        let lines: String = pages.map(|page| line(cx, page)).collect();
        if !lines.is_empty() {
            let title = if settings.has_list() {
                plain(&section_title(cx.config, &cx.theme.strings, section, language))
            } else {
                plain(&cx.config.languages[language].title)
            };
            text.push_str(&format!("\n## {title}\n\n{lines}"));
        }
    }
    if language == MAIN_LANGUAGE {
        text.push_str(&other_languages(cx));
    }
    text
}

fn is_listed(page: &Page) -> bool {
    can_have_copies(page) && !page.is_withdrawn() && page.unpublished.is_none()
}

/// A page with what is known of its review, for whom it has cautions, and its description.
fn line(cx: &RenderContext<'_>, page: &Page) -> String {
    let has_markdown = formats_of(cx.config, page).any(|format| format == MachineFormat::Markdown);
    let url =
        if has_markdown { copy_url(cx, page, MachineFormat::Markdown) } else { cx.config.base.absolute(&page.url) };
    let description = page.description.as_deref().map(plain);
    let notes: Vec<String> = [review(cx, page), cautions(cx, page), description].into_iter().flatten().collect();
    let notes = if notes.is_empty() { String::new() } else { format!(": {}", notes.join(" ")) };
    format!("- [{}]({url}){notes}\n", plain(&page.full_title()))
}

/// What is known of the review of a page, as a sentence in its language; `None` for pages that need none.
fn review(cx: &RenderContext<'_>, page: &Page) -> Option<String> {
    let missing: Vec<String> =
        standing(cx.resolved, page).into_iter().map(|key| sentence(&cx.say(page.language, key))).collect();
    if !missing.is_empty() {
        return Some(missing.join(" "));
    }
    let days = cx.resolved.standing_medical_reviews(page).filter_map(|review| review.date);
    let day = days.max().map(|day| format!(", {}", cx.theme.strings.day(page.language, day))).unwrap_or_default();
    let is_reviewed = cx.resolved.is_medically_reviewed(page);
    is_reviewed.then(|| sentence(&format!("{}{day}", cx.say(page.language, "medically-reviewed"))))
}

/// What the exercises of a page warn of, such as "Osteoporosis: change the exercise.", and that they have signals to stop; and that the text
/// of a page warns of something or says when to get help, by the names of what it says there. As sentences.
fn cautions(cx: &RenderContext<'_>, page: &Page) -> Option<String> {
    let text_cx = cx.text_context(page);
    let mut labels: Vec<String> = Vec::new();
    for notice in of_exercises_on(cx.resolved, page) {
        match notice {
            PlannedNotice::Cautions(shown, _) => labels.extend(shown.iter().map(|shown| match shown.condition {
                Some(_) => caution_label(text_cx, shown),
                None => cx.say(page.language, "text-cautions"),
            })),
            PlannedNotice::StopSignals(..) => labels.push(cx.say(page.language, "text-llms-stop")),
            _ => {}
        }
    }
    labels.extend(text_notices(cx.resolved, page).iter().map(|key| cx.say(page.language, key)));
    let mut seen = BTreeSet::new();
    labels.retain(|label| seen.insert(label.clone()));
    let sentences: Vec<String> = labels.iter().map(|label| sentence(label)).collect();
    (!sentences.is_empty()).then(|| sentences.join(" "))
}

fn sentence(words: &str) -> String {
    let words = plain(words);
    if words.ends_with(['.', '!', '?', '\u{3002}']) { words } else { format!("{words}.") }
}

/// The files of the other languages.
fn other_languages(cx: &RenderContext<'_>) -> String {
    let others = cx.config.languages.entries().filter(|(language, _)| *language != MAIN_LANGUAGE);
    let lines: String = others
        .map(|(language, settings)| {
            let url = cx.config.base.absolute(&format!("{}{LLMS_FILE}", cx.home(language)));
            format!("- [{} ({})]({url})\n", plain(&settings.title), settings.tag)
        })
        .collect();
    if lines.is_empty() { lines } else { format!("\n## Optional\n\n{lines}") }
}

/// Words of an author as text in a line of Markdown.
fn plain(words: &str) -> String {
    let mut text = String::with_capacity(words.len());
    for c in words.split_whitespace().collect::<Vec<_>>().join(" ").chars().filter(|c| !c.is_control()) {
        if matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '~' | '|' | '&') {
            text.push('\\');
        }
        text.push(c);
    }
    text
}

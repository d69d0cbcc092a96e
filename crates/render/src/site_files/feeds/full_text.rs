//! The text of a page for an entry of a feed: the whole of it, or only what stands before its recording.
//!
//! Feed readers drop styles, classes and scripts, and show the rest in its order. So everything that readers have to see before
//! the steps stands before them as plain elements: that nobody with a medical credential has reviewed the page, disclaimers,
//! cautions and signals to stop.

use std::fmt::Write as _;

use wellpress_site::config::Config;
use wellpress_site::model::Page;
use wellpress_site::resolve::forms::of_page;

use crate::escape::escaped;
use crate::html::exercise::{before_first_step, disclaimers};
use crate::html::{forms, media, references};
use crate::notices::{AroundText, PlannedNotice, around_text, disclaimers_after_record, standing};
use crate::pages::render_context::RenderContext;
use crate::pages::standalone_text;
use crate::site_files::feeds::atom::printable_html;

/// The text of a page with its disclaimers, pictures and sources. All addresses are absolute.
pub(crate) fn of(cx: &RenderContext<'_>, page: &Page) -> String {
    let resolved = &cx.resolved.pages[page.id];
    let mut html = String::with_capacity(2 * page.source.text.len());
    html.push_str(&standing_of_text(cx, page));
    html.push_str(&standing_of_recording(cx, page));
    let AroundText { above, below } = around_text(cx.resolved, page);
    html.push_str(&disclaimers(cx.text_context(page), &above));
    for picture in standalone_text::pictures(cx, page.id).filter(|picture| picture.step.is_none()) {
        let caption = picture.caption.as_deref().map(escaped).unwrap_or_default();
        media::figure(&mut html, cx.text_context(page), "picture", picture, &caption, media::Loading::Eager);
    }
    html.push_str(&before_first_step(cx.text_context(page), page));
    html.push_str(&standalone_text::text(cx, page));
    if page.programme().is_some() && !page.is_withdrawn() {
        html.push_str(&disclaimers(cx.text_context(page), &disclaimers_after_record(cx.resolved, page)));
    }
    html.push_str(&disclaimers(cx.text_context(page), &below));
    let sources = references::list(cx.text_context(page), &resolved.citations);
    if !sources.is_empty() {
        let title = cx.theme.strings.html(page.language, "text-references-entry");
        let _ = writeln!(html, "<h2>{title}</h2>\n{sources}");
    }
    finished(cx, page, &html)
}

/// What readers have to know before they listen to the recording of a page: programs that fetch it show this text beside it, and not the
/// page.
pub(crate) fn before_recording(cx: &RenderContext<'_>, page: &Page) -> String {
    let text_cx = cx.text_context(page);
    let mut html = String::new();
    html.push_str(&standing_of_text(cx, page));
    html.push_str(&standing_of_recording(cx, page));
    let AroundText { above, below } = around_text(cx.resolved, page);
    let placed = &cx.resolved.pages[page.id].disclaimers;
    let within = placed.with_exercise.iter().chain(&placed.with_video);
    let within: Vec<_> = within.map(|id| PlannedNotice::Disclaimer(*id, None)).collect();
    for notices in [above, within, below] {
        html.push_str(&disclaimers(text_cx, &notices));
    }
    html.push_str(&forms::before_recording(text_cx, page));
    finished(cx, page, &html)
}

fn standing_of_text(cx: &RenderContext<'_>, page: &Page) -> String {
    let mut html = String::new();
    for key in standing(cx.resolved, page) {
        let words = cx.theme.strings.html(page.language, key);
        let _ = writeln!(html, "<p class=\"not-reviewed\"><strong>{words}</strong></p>");
    }
    html
}

/// Whether the recording of a page is behind it, and who approved of it; empty without a recording.
fn standing_of_recording(cx: &RenderContext<'_>, page: &Page) -> String {
    if cx.resolved.pages[page.id].forms.is_empty() {
        return String::new();
    }
    forms::standing_of_recording(cx.text_context(page), &of_page(cx.resolved, page))
}

/// The HTML as feed readers get it, who have no style sheet.
fn finished(cx: &RenderContext<'_>, page: &Page, html: &str) -> String {
    let html = with_titles_of_disclaimers(&standalone_text::without_picture_sources(html));
    let html = BOLD.iter().fold(html, |html, start_tag| with_bold(&html, start_tag));
    printable_html(&with_absolute_addresses(&html, cx.config, page))
}

/// The HTML with the title of each disclaimer as text. Pages show it by their style sheet, from the attribute `aria-label`.
fn with_titles_of_disclaimers(html: &str) -> String {
    let mut titled = String::with_capacity(html.len());
    let mut unread_html = html;
    while let Some(start) = unread_html.find("<aside role=\"note\" class=\"disclaimer\"") {
        // Attributes are escaped, so the first `>` ends the tag.
        let end = unread_html[start..].find('>').map_or(unread_html.len(), |end| start + end + 1);
        titled.push_str(&unread_html[..end]);
        let label = unread_html[start..end].split_once(" aria-label=\"").and_then(|(_, label)| label.split_once('"'));
        if let Some((title, _)) = label {
            let _ = write!(titled, "<p><strong>{title}</strong></p>");
        }
        unread_html = &unread_html[end..];
    }
    titled.push_str(unread_html);
    titled
}

/// The start tags of elements that pages show in bold by their style sheet.
const BOLD: [&str; 2] = ["<p class=\"stop-if-label\">", "<span class=\"care-level\">"];

/// The HTML with the content of these elements in bold. It has no elements inside.
fn with_bold(html: &str, start_tag: &str) -> String {
    let mut parts = html.split(start_tag);
    let mut bold = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (content, rest) = part.split_once('<').unwrap_or((part, ""));
        let _ = write!(bold, "{start_tag}<strong>{content}</strong><{rest}");
    }
    bold
}

/// The HTML with absolute addresses, also those that lead to another place of the page.
fn with_absolute_addresses(html: &str, config: &Config, page: &Page) -> String {
    let html = html.replace(" href=\"#", &format!(" href=\"{}#", escaped(&page.url)));
    standalone_text::with_absolute_addresses(&html, config)
}

//! HTML of calls to action: the links, app links and forms that the settings define and that texts and articles show.
//!
//! Input: the id of a call to action. Output: its HTML, and the words of the page that thanks for a form.

use std::fmt::Write as _;

use wellpress_site::config::{CallKind, CallToAction};
use wellpress_site::resolve::bodies::{DirectiveTarget, ResolvedBody};

use super::{TextContext, form_fields};
use crate::escape::{attribute, escaped, text};

/// The call to action that an article's front matter puts after the text. Its id differs if the text has the same call too.
#[must_use]
pub fn call_after_text(text_cx: TextContext<'_>, text: &ResolvedBody, id: &str) -> String {
    let is_in_text = text.directives.values().any(|target| matches!(target, DirectiveTarget::Call(call) if call == id));
    let anchor = format!("cta-{}{}", slug::slugify(id), if is_in_text { "-after" } else { "" });
    call_to_action(text_cx, id, &anchor)
}

/// The call to action that the settings have under `id`. A form without an address to send it to writes nothing: a reader
/// could fill it in for nobody.
pub(super) fn call_to_action(text_cx: TextContext<'_>, id: &str, anchor: &str) -> String {
    let Some(call) = text_cx.config.settings.calls_to_action.get(id) else { return String::new() };
    if call.kind == CallKind::Form && !call.is_form() {
        return String::new();
    }
    let mut html = String::from("<section class=\"cta\" data-cta=\"");
    attribute(&mut html, id);
    let _ = writeln!(html, "\" aria-labelledby=\"{anchor}\">");
    line(&mut html, "cta-eyebrow", call.eyebrow.as_deref());
    let _ = writeln!(html, "<h2 class=\"cta-title\" id=\"{anchor}\">{}</h2>", escaped(&call.title));
    line(&mut html, "cta-body", call.body.as_deref());
    match call.kind {
        CallKind::Form => form(&mut html, text_cx, call, anchor),
        CallKind::Link | CallKind::App => {
            if let Some(href) = &call.href {
                html.push_str("<p><a class=\"button\" href=\"");
                attribute(&mut html, &text_cx.config.base.site_address(&href.value));
                html.push_str("\">");
                text(&mut html, call.button.as_deref().unwrap_or(&call.title));
                html.push_str("</a></p>\n");
            }
        }
    }
    line(&mut html, "cta-proof", call.proof.as_deref());
    if let Some(login) = &call.login {
        html.push_str("<p class=\"cta-login\"><a href=\"");
        attribute(&mut html, &text_cx.config.base.site_address(&login.href.value));
        html.push_str("\">");
        text(&mut html, &login.text);
        html.push_str("</a></p>\n");
    }
    fine_print(&mut html, text_cx, call.fine_print.as_deref());
    html.push_str("</section>\n");
    html
}

fn line(html: &mut String, class: &str, words: Option<&str>) {
    if let Some(words) = words {
        let _ = writeln!(html, "<p class=\"{class}\">{}</p>", escaped(words));
    }
}

fn form(html: &mut String, text_cx: TextContext<'_>, call: &CallToAction, anchor: &str) {
    let Some(action) = &call.action else { return };
    start_form(html, text_cx, &action.value, Some(call));
    if call.fields.is_empty() {
        form_fields::mail(html, text_cx, &format!("{anchor}-email"), true);
    }
    call.fields.iter().for_each(|field| form_fields::field(html, text_cx, field, anchor));
    if let Some(consent) = &call.consent {
        html.push_str("<label class=\"cta-consent\"><input type=\"checkbox\" name=\"consent\" value=\"");
        attribute(html, &consent.version);
        let _ = writeln!(html, "\" required> {}</label>", escaped(&consent.text));
    }
    let _ =
        writeln!(html, "<button class=\"button\">{}</button>", escaped(call.button.as_deref().unwrap_or(&call.title)));
    end_form(html);
}

/// The start of a form that a script can send, with the words that it shows then. `None` stands for a form for feedback.
pub(super) fn start_form(html: &mut String, text_cx: TextContext<'_>, action: &str, call: Option<&CallToAction>) {
    html.push_str("<form class=\"cta-form\" method=\"post\" action=\"");
    attribute(html, &text_cx.config.base.site_address(action));
    html.push_str("\" data-state=\"idle\"");
    let (title, body) = thanks(text_cx, call);
    // A script shows title and text as one message, so the title has to end a sentence.
    let success = if title.ends_with(['.', '!', '?', '…']) { title } else { format!("{title}.") };
    let success = body.map_or_else(|| success.clone(), |body| format!("{success} {body}"));
    let error =
        call.and_then(|call| call.error.clone()).unwrap_or_else(|| text_cx.say("text-form-failed").into_owned());
    let sending = text_cx.say("text-form-sending").into_owned();
    for (name, words) in [("data-sending", sending), ("data-success", success), ("data-error", error)] {
        let _ = write!(html, " {name}=\"");
        attribute(html, &words);
        html.push('"');
    }
    html.push_str(">\n");
}

/// The end of a form, where a script says what became of it.
pub(super) fn end_form(html: &mut String) {
    html.push_str("<p class=\"cta-status\" role=\"status\" tabindex=\"-1\"></p>\n");
    html.push_str("<p class=\"cta-error\" role=\"alert\"></p>\n</form>\n");
}

/// Title and text of the message after a form was sent: the call's own, else the theme's. `None` stands for a form for feedback.
#[must_use]
pub fn thanks(text_cx: TextContext<'_>, call: Option<&CallToAction>) -> (String, Option<String>) {
    match call.and_then(|call| call.success.as_ref()) {
        Some(success) => (success.title.clone(), success.body.clone()),
        None => (text_cx.say("text-form-thanks").into_owned(), Some(text_cx.say("text-form-sent").into_owned())),
    }
}

/// Writes small print: plain text in which only Markdown links have a meaning. It stands in the settings, which have no
/// other Markdown.
fn fine_print(html: &mut String, text_cx: TextContext<'_>, words: Option<&str>) {
    let Some(words) = words else { return };
    html.push_str("<p class=\"cta-fine-print\">");
    for (words, href) in pieces_of_fine_print(words) {
        let Some(href) = href else {
            text(html, words);
            continue;
        };
        html.push_str("<a href=\"");
        attribute(html, &text_cx.config.base.site_address(href));
        html.push_str("\">");
        text(html, words);
        html.push_str("</a>");
    }
    html.push_str("</p>\n");
}

/// The words of small print, each with where it leads, if it is a link.
#[must_use]
pub fn pieces_of_fine_print(words: &str) -> Vec<(&str, Option<&str>)> {
    let mut pieces = Vec::new();
    let mut remaining = words;
    while let Some(link) = next_link(remaining) {
        pieces.extend([(link.text_before, None), (link.label, Some(link.href))]);
        remaining = link.text_after;
    }
    pieces.push((remaining, None));
    pieces
}

/// A link in small print, with the text around it.
struct FinePrintLink<'a> {
    text_before: &'a str,
    label: &'a str,
    href: &'a str,
    text_after: &'a str,
}

/// The first `[label](href)` of `words`; `None` without one, and for an address that is not safe, such as `javascript:`.
fn next_link(words: &str) -> Option<FinePrintLink<'_>> {
    let middle = words.find("](")?;
    // The nearest bracket, as the text in front of a link may have brackets of its own.
    let open = words[..middle].rfind('[')?;
    let close = middle + words[middle..].find(')')?;
    let href = &words[middle + 2..close];
    wellpress_markdown::is_safe_address(href).then(|| FinePrintLink {
        text_before: &words[..open],
        label: &words[open + 1..middle],
        href,
        text_after: &words[close + 1..],
    })
}

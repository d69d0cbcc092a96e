//! HTML of what asks readers whether a page was helpful, and lets them report a problem: forms to the publisher's own address, or a mail.
//!
//! Input: the settings and a page. Output: a section for the end of the page. A form says which page it is about and which version of
//! it, and nothing of the reader but what they type. It works without a script, as the forms of calls to action do.

use std::fmt::Write as _;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use wellpress_site::config::Config;
use wellpress_site::model::Page;

use super::calls_to_action::{end_form, start_form};
use super::{TextContext, form_fields};
use crate::escape::{attribute, escaped};

/// What a header of a mail has to have encoded in an address.
const IN_MAIL: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');
/// The same for the address of a mailbox, which stands before the headers.
const IN_MAILBOX: &AsciiSet = &IN_MAIL.remove(b'@').remove(b'+');

/// How many digits of its hash name the version of a page.
const VERSION_DIGITS: usize = 12;

/// Whether the page has a form for feedback.
#[must_use]
pub fn has_form(config: &Config, page: &Page) -> bool {
    config.feedback_action().is_some() && is_asked_about(page)
}

/// The section of a page; `None` if the settings name no address, or if nobody is asked about such a page.
#[must_use]
pub fn feedback(text_cx: TextContext<'_>, page: &Page) -> Option<String> {
    let feedback = text_cx.config.settings.feedback.as_ref().filter(|_| is_asked_about(page))?;
    let mut html = String::from("<section class=\"feedback\" aria-labelledby=\"feedback\">\n");
    let _ = writeln!(html, "<h2 id=\"feedback\">{}</h2>", text_cx.say_html("text-feedback-question"));
    match (&feedback.action, &feedback.mail) {
        (Some(action), _) => {
            question(&mut html, text_cx, page, &action.value);
            report(&mut html, text_cx, page, &action.value);
        }
        (None, Some(mail)) => {
            html.push_str("<p class=\"feedback-answers\">");
            for answer in ["text-feedback-yes", "text-feedback-no"] {
                let subject = format!("{} {}", text_cx.say("text-feedback-question"), text_cx.say(answer));
                mail_link(&mut html, text_cx, page, &mail.value, &subject, &text_cx.say(answer));
                html.push('\n');
            }
            html.push_str("</p>\n");
        }
        (None, None) => {}
    }
    if let Some(mail) = &feedback.mail {
        let words = match feedback.action {
            Some(_) => "text-feedback-mail",
            None => "text-feedback-report",
        };
        let subject = format!("{}: {}", text_cx.say("text-feedback-report"), page.title);
        html.push_str("<p>");
        mail_link(&mut html, text_cx, page, &mail.value, &subject, &text_cx.say(words));
        html.push_str("</p>\n");
    }
    html.push_str("</section>\n");
    Some(html)
}

/// Whether readers are asked about a page: it gives health information, and it is in force.
fn is_asked_about(page: &Page) -> bool {
    page.editorial().is_some() && page.is_health && !page.is_withdrawn()
}

/// The two buttons, each of which sends its answer.
fn question(html: &mut String, text_cx: TextContext<'_>, page: &Page, action: &str) {
    start_form(html, text_cx, action, None);
    about_page(html, text_cx, page);
    html.push_str("<p class=\"feedback-answers\">\n");
    for (value, words) in [("yes", "text-feedback-yes"), ("no", "text-feedback-no")] {
        let words = text_cx.say_html(words);
        let _ = writeln!(
            html,
            "<button class=\"button\" name=\"helpful\" value=\"{value}\" aria-describedby=\"feedback\">{words}</button>"
        );
    }
    html.push_str("</p>\n");
    end_form(html);
}

/// What is wrong, in the reader's words.
fn report(html: &mut String, text_cx: TextContext<'_>, page: &Page, action: &str) {
    let _ = writeln!(html, "<details>\n<summary>{}</summary>", text_cx.say_html("text-feedback-report"));
    let _ = writeln!(html, "<p>{}</p>", text_cx.say_html("text-feedback-private"));
    start_form(html, text_cx, action, None);
    about_page(html, text_cx, page);
    form_fields::text(html, text_cx, ("feedback-problem", "problem"), &text_cx.say("text-feedback-problem"));
    form_fields::mail(html, text_cx, "feedback-email", false);
    let _ = writeln!(html, "<button class=\"button\">{}</button>", text_cx.say_html("text-feedback-send"));
    end_form(html);
    html.push_str("</details>\n");
}

/// What a form says of the page.
fn about_page(html: &mut String, text_cx: TextContext<'_>, page: &Page) {
    let url = text_cx.config.base.absolute(&page.url);
    for (name, value) in [("page", url), ("version", version(page))] {
        let _ = write!(html, "<input type=\"hidden\" name=\"{name}\" value=\"");
        attribute(html, &value);
        html.push_str("\">\n");
    }
}

/// The version of a page: the first digits of the BLAKE3 hash of its file.
fn version(page: &Page) -> String {
    blake3::hash(page.written().0.text.as_bytes()).to_hex()[..VERSION_DIGITS].to_owned()
}

fn mail_link(html: &mut String, text_cx: TextContext<'_>, page: &Page, mail: &str, subject: &str, words: &str) {
    let url = text_cx.config.base.absolute(&page.url);
    let body = format!("\r\n\r\n{}\r\n{url}\r\n{}", page.title, version(page));
    let address = format!(
        "mailto:{}?subject={}&body={}",
        utf8_percent_encode(mail, IN_MAILBOX),
        utf8_percent_encode(subject, IN_MAIL),
        utf8_percent_encode(&body, IN_MAIL)
    );
    html.push_str("<a href=\"");
    attribute(html, &address);
    let _ = write!(html, "\">{}</a>", escaped(words));
}

//! HTML of the fields of forms. Each has a label that belongs to it; one that may be left empty says so.

use std::fmt::Write as _;

use wellpress_site::config::{FormField, FormFieldKind};

use super::TextContext;
use crate::escape::{attribute, escaped};

/// The most characters of a line and of a long text. Without a limit a pasted file would be sent.
const LONGEST_LINE: usize = 200;
const LONGEST_TEXT: usize = 5_000;

/// A field of the settings; its id begins with `anchor`, which no other form of the page has.
pub(super) fn field(html: &mut String, text_cx: TextContext<'_>, field: &FormField, anchor: &str) {
    let id = format!("{anchor}-{}", field.name.value);
    label(html, text_cx, &id, &field.label, field.required);
    let (name, required) = (&field.name.value, if field.required { " required" } else { "" });
    let _ = match field.kind {
        FormFieldKind::Text => {
            writeln!(html, "<input id=\"{id}\" name=\"{name}\" type=\"text\" maxlength=\"{LONGEST_LINE}\"{required}>")
        }
        FormFieldKind::Mail => mail_input(html, &id, name, required),
        FormFieldKind::LongText => long_text(html, &id, name, required),
        FormFieldKind::Choice => {
            // Nothing is chosen at first, so that a reader who overlooks it sends no answer that they did not give.
            let _ = writeln!(html, "<select id=\"{id}\" name=\"{name}\"{required}>\n<option value=\"\"></option>");
            for option in &field.options {
                html.push_str("<option value=\"");
                attribute(html, option);
                let _ = writeln!(html, "\">{}</option>", escaped(option));
            }
            writeln!(html, "</select>")
        }
    };
}

fn long_text(html: &mut String, id: &str, name: &str, required: &str) -> std::fmt::Result {
    writeln!(
        html,
        "<textarea id=\"{id}\" name=\"{name}\" rows=\"5\" maxlength=\"{LONGEST_TEXT}\"{required}></textarea>"
    )
}

/// A field for a long text, with this label.
pub(super) fn text(html: &mut String, text_cx: TextContext<'_>, (id, name): (&str, &str), words: &str) {
    label(html, text_cx, id, words, true);
    let _ = long_text(html, id, name, " required");
}

/// The field for an email address that forms have in every language.
pub(super) fn mail(html: &mut String, text_cx: TextContext<'_>, id: &str, is_required: bool) {
    label(html, text_cx, id, &text_cx.say("text-email"), is_required);
    let _ = mail_input(html, id, "email", if is_required { " required" } else { "" });
}

fn mail_input(html: &mut String, id: &str, name: &str, required: &str) -> std::fmt::Result {
    writeln!(html, "<input id=\"{id}\" name=\"{name}\" type=\"email\" autocomplete=\"email\"{required}>")
}

fn label(html: &mut String, text_cx: TextContext<'_>, id: &str, words: &str, is_required: bool) {
    let optional = if is_required { String::new() } else { format!(" ({})", text_cx.say("text-optional")) };
    let _ = writeln!(html, "<label for=\"{id}\">{}{}</label>", escaped(words), escaped(&optional));
}

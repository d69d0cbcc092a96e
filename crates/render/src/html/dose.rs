//! HTML of the dose of an exercise, and its fields as lists show them.
//!
//! Input: a dose. Output: its list. What steps say for a field is in `wellpress_site::parse::dose_values`.

use std::fmt::Write as _;

use wellpress_site::model::Page;
use wellpress_site::parse::dose_values::in_words;
use wellpress_site::parse::front_matter::Dose;

use super::exercise::other_language;
use super::step_pictures::marked;
use super::{ShownDose, TextContext};
use crate::escape::escaped;
use crate::theme::strings::text_direction::direction;

/// Appends the list of a dose; nothing for one without a value.
pub(super) fn list(html: &mut String, text_cx: TextContext<'_>, page: &Page, ShownDose { dose, days }: &ShownDose<'_>) {
    let facts = dose_facts(dose);
    if facts.is_empty() {
        return;
    }
    html.push_str("<dl class=\"dose\">");
    if !days.is_empty() {
        let label = text_cx.say_html("text-days");
        let _ = write!(html, "<div data-dose=\"days\"><dt>{label}</dt><dd>{}</dd></div>", escaped(days));
    }
    for (key, value) in facts {
        let label = text_cx.say_html(&format!("text-dose-{key}"));
        let _ = write!(html, "<div data-dose=\"{key}\"{}>", in_seconds(key, &value));
        let value = dose_value(key, &value, &text_cx.config.languages[page.language].tag);
        // Digits are the same in all languages.
        let has_words = value.chars().any(char::is_alphabetic);
        let language = marked(other_language(text_cx, page).filter(|_| has_words));
        let _ = write!(html, "<dt>{label}</dt><dd{language}>{}</dd></div>", escaped(&value));
    }
    html.push_str("</dl>\n");
}

/// A duration for scripts, as the attribute ` data-seconds="5-10"`; empty for values that are no duration.
fn in_seconds(key: &str, value: &str) -> String {
    match wellpress_site::model::dose::seconds(value).filter(|_| matches!(key, "hold" | "rest")) {
        Some((least, most)) if least < most => format!(" data-seconds=\"{least}-{most}\""),
        Some((least, _)) => format!(" data-seconds=\"{least}\""),
        None => String::new(),
    }
}

/// The fields of a dose that have a value, in reading order, with ranges as `10–20`.
#[must_use]
pub fn dose_facts(dose: &Dose) -> Vec<(&'static str, String)> {
    let fields = wellpress_site::model::dose::fields(dose).into_iter();
    fields.filter_map(|(key, field)| Some((key, with_dash(&field?.0)))).collect()
}

/// A field of a dose as lists show it in a language, given by its tag: as its author wrote it, or in words where the letters of `s` and
/// `min` are those of another script.
#[must_use]
pub fn dose_value(key: &str, value: &str, tag: &str) -> String {
    if direction(tag) == "rtl" { with_dash(&in_words(key, value, tag)) } else { with_dash(value) }
}

/// Replaces hyphens between digits by en dashes.
#[must_use]
pub fn with_dash(value: &str) -> String {
    let bytes = value.as_bytes();
    let characters = value.char_indices().map(|(at, c)| {
        let is_range = c == '-' && at > 0 && has_digit(bytes, at - 1) && has_digit(bytes, at + 1);
        if is_range { '–' } else { c }
    });
    characters.collect()
}

fn has_digit(bytes: &[u8], at: usize) -> bool {
    bytes.get(at).is_some_and(u8::is_ascii_digit)
}

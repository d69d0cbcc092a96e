//! HTML of the fields that the settings declare for a section.
//!
//! Input: a field of a page. Output: its value as HTML, for the theme's block of fields, and as plain text, for the search.

use std::borrow::Cow;
use std::fmt::Write as _;

use wellpress_site::model::fields::FieldValue;
use wellpress_site::model::{Page, PageId};

use super::TextContext;
use super::references::{source_path, source_title};
use crate::escape::{attribute, escaped};

/// The value as HTML: a list or a map has elements of its own, everything else stands in a line.
#[must_use]
pub fn html(text_cx: TextContext<'_>, value: &FieldValue) -> String {
    let mut html = String::new();
    match value {
        FieldValue::Text(text) => html.push_str(&escaped(text)),
        FieldValue::Number { written, .. } => html.push_str(&escaped(written)),
        FieldValue::Date(day) => {
            let words = text_cx.strings.day(text_cx.language, *day);
            let _ = write!(html, "<time datetime=\"{day}\">{}</time>", escaped(&words));
        }
        FieldValue::Url(url) => {
            let href = text_cx.config.base.site_address(url);
            html.push_str("<a href=\"");
            attribute(&mut html, &href);
            let rel = if href.starts_with("http") { " rel=\"noopener external\"" } else { "" };
            let _ = write!(html, "\"{rel}>{}</a>", escaped(shown_address(url)));
        }
        FieldValue::Boolean(value) => html.push_str(&escaped(&text_cx.say(boolean_key(*value)))),
        FieldValue::List(items) => {
            html.push_str("<ul>");
            items.iter().for_each(|item| {
                let _ = write!(html, "<li>{}</li>", self::html(text_cx, item));
            });
            html.push_str("</ul>");
        }
        FieldValue::Map(entries) => {
            html.push_str("<dl>");
            entries.iter().for_each(|(name, value)| {
                let _ = write!(html, "<div><dt>{}</dt><dd>{}</dd></div>", escaped(name), self::html(text_cx, value));
            });
            html.push_str("</dl>");
        }
        FieldValue::Pages(pages) => {
            html.push_str("<ul>");
            for page in shown(text_cx, pages) {
                html.push_str("<li><a href=\"");
                attribute(&mut html, &page.url);
                let _ = write!(html, "\">{}</a></li>", escaped(&page.title));
            }
            html.push_str("</ul>");
        }
        FieldValue::Sources(sources) => {
            html.push_str("<ul>");
            for source in sources {
                html.push_str("<li><a href=\"");
                attribute(&mut html, &source_path(text_cx.config, &text_cx.resolved.site.library, *source));
                let _ = write!(html, "\">{}</a></li>", escaped(&source_title(text_cx.resolved, *source)));
            }
            html.push_str("</ul>");
        }
    }
    html
}

/// The pages that a field leads to; withdrawn ones are left out.
fn shown<'a>(text_cx: TextContext<'a>, pages: &'a [PageId]) -> impl Iterator<Item = &'a Page> + 'a {
    let pages = pages.iter().map(move |page| text_cx.resolved.site.page(*page));
    pages.filter(|page| !page.is_withdrawn())
}

/// The address as readers see it: without its scheme.
fn shown_address(url: &str) -> &str {
    let scheme = ["https://", "http://", "mailto:", "tel:"].into_iter().find_map(|scheme| url.strip_prefix(scheme));
    scheme.map_or(url, |rest| rest.trim_end_matches('/'))
}

fn boolean_key(value: bool) -> &'static str {
    if value { "text-field-yes" } else { "text-field-no" }
}

/// The words of a value that a search finds; titles of other pages are found there.
pub fn words<'a>(value: &'a FieldValue, words: &mut Vec<Cow<'a, str>>) {
    match value {
        FieldValue::Text(text) => words.push(text.into()),
        FieldValue::List(items) => items.iter().for_each(|item| self::words(item, words)),
        FieldValue::Map(entries) => {
            for (name, value) in entries {
                words.push(name.into());
                self::words(value, words);
            }
        }
        FieldValue::Number { written, .. } => words.push(written.into()),
        FieldValue::Date(_) | FieldValue::Url(_) | FieldValue::Boolean(_) => {}
        FieldValue::Pages(_) | FieldValue::Sources(_) => {}
    }
}

/// The value as templates see it: ids of pages become links.
#[must_use]
pub fn json(text_cx: TextContext<'_>, value: &FieldValue) -> serde_json::Value {
    match value {
        FieldValue::Text(text) | FieldValue::Url(text) => text.as_str().into(),
        FieldValue::Number { value, .. } => (*value).into(),
        FieldValue::Date(day) => day.to_string().into(),
        FieldValue::Boolean(value) => (*value).into(),
        FieldValue::List(items) => items.iter().map(|item| json(text_cx, item)).collect(),
        FieldValue::Map(entries) => entries
            .iter()
            .map(|(name, value)| (name.clone(), json(text_cx, value)))
            .collect::<serde_json::Map<_, _>>()
            .into(),
        FieldValue::Pages(pages) => {
            shown(text_cx, pages).map(|page| serde_json::json!({"title": page.title, "url": page.url})).collect()
        }
        FieldValue::Sources(sources) => {
            let library = &text_cx.resolved.site.library;
            let sources = sources.iter().map(|source| {
                let url = source_path(text_cx.config, library, *source);
                serde_json::json!({"title": source_title(text_cx.resolved, *source), "url": url})
            });
            sources.collect()
        }
    }
}

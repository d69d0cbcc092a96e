//! HTML of the fields that the settings declare for a section.
//!
//! Input: a field of a page. Output: its value as HTML, for the theme's block of fields, and as plain text, for the search.

use std::borrow::Cow;
use std::fmt::Write as _;

use wellpress_markdown::behind_link_scheme;
use wellpress_markdown::body::LinkTarget;
use wellpress_site::model::fields::FieldValue;
use wellpress_site::model::reference::ReferenceId;
use wellpress_site::model::{Page, PageId};
use wellpress_site::parse::document::FrontTextId;
use wellpress_site::resolve::bodies::Href;
use wellpress_site::resolve::reading_order::ShownText;

use super::media::{Loading, credit, figure};
use super::references::{source_path, source_title};
use super::{TextContext, TextView, write_line};
use crate::context;
use crate::escape::{attribute, escaped};

/// The value as HTML: a list or a map has elements of its own, everything else stands in a line.
#[must_use]
pub fn html(text_cx: TextContext<'_>, page: &Page, value: &FieldValue) -> String {
    let mut html = String::new();
    match value {
        FieldValue::Text(text) => html.push_str(&escaped(text)),
        FieldValue::Markdown(id) => {
            let _ = write!(html, "<div class=\"field-text\">{}</div>", front_text(text_cx, page, *id));
        }
        FieldValue::Picture(id) => {
            if let Some(picture) = &text_cx.resolved.pages[page.id].field_pictures[*id] {
                let caption = picture.caption.as_deref().map(escaped).unwrap_or_default();
                figure(&mut html, text_cx, "field-picture", picture, &caption, Loading::Lazy);
            }
        }
        FieldValue::Number { written, .. } => html.push_str(&escaped(written)),
        FieldValue::Date(day) => {
            let words = text_cx.strings.day(text_cx.language, *day);
            let _ = write!(html, "<time datetime=\"{day}\">{}</time>", escaped(&words));
        }
        FieldValue::Url(id) => {
            if let Some(FieldLink { href, words }) = address(text_cx, page, *id) {
                let rel = if href.starts_with("http") { " rel=\"noopener external\"" } else { "" };
                link(&mut html, &href, rel, &words);
            }
        }
        FieldValue::Boolean(value) => html.push_str(&text_cx.say_html(boolean_key(*value))),
        FieldValue::List(items) => {
            html.push_str("<ul>");
            items.iter().for_each(|item| {
                let _ = write!(html, "<li>{}</li>", self::html(text_cx, page, item));
            });
            html.push_str("</ul>");
        }
        FieldValue::Map(entries) => {
            html.push_str("<dl>");
            entries.iter().for_each(|(name, value)| {
                let _ =
                    write!(html, "<div><dt>{}</dt><dd>{}</dd></div>", escaped(name), self::html(text_cx, page, value));
            });
            html.push_str("</dl>");
        }
        FieldValue::Pages(pages) => link_list(&mut html, links_to_pages(text_cx, pages)),
        FieldValue::Sources(sources) => link_list(&mut html, links_to_sources(text_cx, sources)),
    }
    html
}

fn link(html: &mut String, href: &str, rel: &str, words: &str) {
    html.push_str("<a href=\"");
    attribute(html, href);
    let _ = write!(html, "\"{rel}>{}</a>", escaped(words));
}

fn link_list<'a>(html: &mut String, links: impl Iterator<Item = FieldLink<'a>>) {
    html.push_str("<ul>");
    for FieldLink { href, words } in links {
        html.push_str("<li>");
        link(html, &href, "", &words);
        html.push_str("</li>");
    }
    html.push_str("</ul>");
}

/// The HTML of a text of the front matter; without the `<p>` around it if it is one paragraph.
#[must_use]
pub fn front_text(text_cx: TextContext<'_>, page: &Page, id: FrontTextId) -> String {
    let view = TextView {
        source: &page.source,
        body: &page.front_texts[id],
        resolved: &text_cx.resolved.pages[page.id].front_texts[id],
        instance: text_cx.reading_order.instance_of(ShownText::FrontText(id)),
        // Ids in it must not clash with those of the text below.
        id_prefix: &format!("front-{}-", id.index() + 1),
        heading_shift: 1,
        dose: None,
    };
    write_line(text_cx, view)
}

/// A link of a field.
pub struct FieldLink<'a> {
    /// The address.
    pub href: Cow<'a, str>,
    /// What it says.
    pub words: Cow<'a, str>,
}

/// Links to the pages that a field names; withdrawn ones are left out.
pub fn links_to_pages<'a>(text_cx: TextContext<'a>, pages: &'a [PageId]) -> impl Iterator<Item = FieldLink<'a>> {
    let pages = pages.iter().map(move |page| text_cx.resolved.site.page(*page));
    let pages = pages.filter(|page| !page.is_withdrawn());
    pages.map(|page| FieldLink { href: page.url.as_str().into(), words: page.title.as_str().into() })
}

/// Links to the pages of the sources that a field names.
pub fn links_to_sources<'a>(
    text_cx: TextContext<'a>,
    sources: &'a [ReferenceId],
) -> impl Iterator<Item = FieldLink<'a>> {
    sources.iter().map(move |source| FieldLink {
        href: source_path(text_cx.config, &text_cx.resolved.site.library, *source).into(),
        words: source_title(text_cx.resolved, *source).into(),
    })
}

/// The link of an address, whose words are the title of a page, else the address as its author wrote it. `None` for one that leads
/// nowhere.
#[must_use]
pub fn address<'a>(text_cx: TextContext<'a>, page: &'a Page, id: FrontTextId) -> Option<FieldLink<'a>> {
    let target = &page.front_texts[id].links.iter().next()?.target;
    let href = text_cx.resolved.pages[page.id].front_texts[id].links.iter().next()?;
    let link = match (href, target) {
        (Href::External, LinkTarget::External(address)) => {
            FieldLink { href: (&**address).into(), words: shown_address(address).into() }
        }
        (Href::SiteUrl(url), LinkTarget::Path { path, .. }) if !path.is_empty() => {
            FieldLink { href: (&**url).into(), words: (&**path).into() }
        }
        (Href::SiteUrl(url), _) => FieldLink { href: (&**url).into(), words: (&**url).into() },
        (Href::Page { page, anchor, .. }, _) => {
            let target = text_cx.resolved.site.page(*page);
            let anchor = anchor.as_ref().map(|anchor| format!("#{anchor}")).unwrap_or_default();
            FieldLink { href: format!("{}{anchor}", target.url).into(), words: target.title.as_str().into() }
        }
        _ => return None,
    };
    Some(link)
}

/// The address as readers see it: without its scheme, and without the words that a text message begins with.
fn shown_address(url: &str) -> &str {
    let Some(address) = behind_link_scheme(url) else { return url };
    let address = if url.starts_with("sms:") { address.split('?').next().unwrap_or_default() } else { address };
    address.trim_start_matches("//").trim_end_matches('/')
}

/// The key of the theme's string for a value that is true or false.
#[must_use]
pub fn boolean_key(value: bool) -> &'static str {
    if value { "text-field-yes" } else { "text-field-no" }
}

/// The words of a value that a search finds; titles of other pages are found there.
pub fn words<'a>(page: &'a Page, value: &'a FieldValue, words: &mut Vec<Cow<'a, str>>) {
    match value {
        FieldValue::Text(text) => words.push(text.into()),
        FieldValue::List(items) => items.iter().for_each(|item| self::words(page, item, words)),
        FieldValue::Map(entries) => {
            for (name, value) in entries {
                words.push(name.into());
                self::words(page, value, words);
            }
        }
        FieldValue::Number { written, .. } => words.push(written.into()),
        FieldValue::Markdown(id) => {
            let text = &page.front_texts[*id];
            words.push(text.plain(&page.source, 0..text.nodes.len()).into());
        }
        FieldValue::Picture(_) | FieldValue::Date(_) | FieldValue::Url(_) | FieldValue::Boolean(_) => {}
        FieldValue::Pages(_) | FieldValue::Sources(_) => {}
    }
}

/// The value as templates see it: ids of pages become links.
#[must_use]
pub fn json(text_cx: TextContext<'_>, page: &Page, value: &FieldValue) -> serde_json::Value {
    match value {
        FieldValue::Text(text) => text.as_str().into(),
        FieldValue::Url(id) => address(text_cx, page, *id).map(|link| link.href).into(),
        FieldValue::Markdown(id) => front_text(text_cx, page, *id).into(),
        FieldValue::Picture(id) => {
            let picture = text_cx.resolved.pages[page.id].field_pictures[*id].as_ref();
            let picture = picture
                .map(|picture| context::Picture::of(picture, credit(picture, text_cx.strings, text_cx.language)));
            serde_json::to_value(picture).unwrap_or_default()
        }
        FieldValue::Number { value, .. } => (*value).into(),
        FieldValue::Date(day) => day.to_string().into(),
        FieldValue::Boolean(value) => (*value).into(),
        FieldValue::List(items) => items.iter().map(|item| json(text_cx, page, item)).collect(),
        FieldValue::Map(entries) => entries
            .iter()
            .map(|(name, value)| (name.clone(), json(text_cx, page, value)))
            .collect::<serde_json::Map<_, _>>()
            .into(),
        FieldValue::Pages(pages) => links_to_pages(text_cx, pages).map(json_of_link).collect(),
        FieldValue::Sources(sources) => links_to_sources(text_cx, sources).map(json_of_link).collect(),
    }
}

fn json_of_link(FieldLink { href, words }: FieldLink<'_>) -> serde_json::Value {
    serde_json::json!({"title": words, "url": href})
}

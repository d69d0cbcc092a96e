//! The text of a page outside of its site, without style sheets, scripts and templates: in the packet for a reviewer and in
//! feeds. Nothing is folded, as nobody may be able to unfold it, and exercises are in it in full.

use wellpress_site::config::Config;
use wellpress_site::model::page::PageRecord;
use wellpress_site::model::programme::Programme;
use wellpress_site::model::{Page, PageId};
use wellpress_site::resolve::ResolvedPicture;

use crate::html::{TextContext, exercise, fields, handout};
use crate::pages::body_html::body_html;
use crate::pages::render_context::RenderContext;

/// The key points and the text of a page, with dose, cautions and steps of its exercises.
#[must_use]
pub fn text(cx: &RenderContext<'_>, page: &Page) -> String {
    let list = key_points(cx, cx.text_context(page), page);
    let text_cx = TextContext { is_unfolded: true, directives: None, ..cx.text_context(page) };
    let text = match &page.record {
        PageRecord::Exercise(_) => {
            let (dose_and_cautions, how_to) = exercise::record(text_cx, page);
            dose_and_cautions + &how_to
        }
        // A withdrawn programme has a notice in the place of its text, and no schedule.
        PageRecord::Programme(record) if !page.is_withdrawn() => {
            whole_programme(cx, page, record, &body_html(cx, page, text_cx))
        }
        _ => body_html(cx, page, text_cx),
    };
    format!("{list}<div class=\"words\">{text}</div>\n")
}

/// The key points of a page below their title; empty without one.
#[must_use]
pub fn key_points(cx: &RenderContext<'_>, text_cx: TextContext<'_>, page: &Page) -> String {
    let items: String =
        page.key_points().map(|(id, _)| format!("<li>{}</li>\n", fields::front_text(text_cx, page, id))).collect();
    if items.is_empty() {
        return items;
    }
    let title = cx.theme.strings.html(page.language, "key-points");
    format!("<p><strong>{title}</strong></p>\n<ul class=\"points\">\n{items}</ul>\n")
}

/// A programme around its text, with its exercises in full, as its handout has them.
fn whole_programme(cx: &RenderContext<'_>, page: &Page, record: &Programme, text: &str) -> String {
    let text_cx = TextContext {
        page: Some(page.id),
        is_unfolded: true,
        directives: None,
        ..cx.text_context_without_page(page.language)
    };
    handout::whole_programme(text_cx, &handout::Texts::new(text_cx, page), record, text)
}

/// The picture at the top of a page, such as the portrait of a person, then those of an exercise.
pub fn pictures<'a>(cx: &RenderContext<'a>, page: PageId) -> impl Iterator<Item = &'a ResolvedPicture> {
    let resolved = &cx.resolved.pages[page];
    resolved.hero.as_deref().into_iter().chain(&resolved.images)
}

/// The HTML without the `<source>` elements of pictures and the attributes `srcset` and `sizes`.
#[must_use]
pub fn without_picture_sources(html: &str) -> String {
    edit_tags(html, |tag| {
        if tag.starts_with("<source type=\"image/") {
            return String::new();
        }
        [" srcset=\"", " sizes=\""].iter().fold(tag.to_owned(), |tag, start| {
            let Some((start_of_tag, value)) = tag.split_once(start) else { return tag };
            format!("{start_of_tag}{}", value.split_once('"').map_or("", |(_, end)| end))
        })
    })
}

/// The HTML with the address of the site before each address that begins at the root of the host.
#[must_use]
pub fn with_absolute_addresses(html: &str, config: &Config) -> String {
    edit_tags(html, |tag| {
        ["href", "src", "poster"].iter().fold(tag.to_owned(), |tag, attribute| {
            tag.replace(&format!(" {attribute}=\"/"), &format!(" {attribute}=\"{}/", config.base.origin))
        })
    })
}

/// The HTML with each start tag as `edit` returns it. It is the output of this crate, which writes attributes in double quotes, and
/// escapes quotes and angle brackets in their values. Text between tags may have quotes, but no `<`.
fn edit_tags(html: &str, edit: impl Fn(&str) -> String) -> String {
    let pieces = html.split_inclusive('>').map(|piece| {
        let (text, tag) = piece.split_at(piece.rfind('<').unwrap_or(piece.len()));
        format!("{text}{}", edit(tag))
    });
    pieces.collect()
}

#[cfg(test)]
mod tests {
    use crate::pages::standalone_text::*;

    #[test]
    fn the_choice_of_formats_is_taken_out() {
        let html = "<picture><source type=\"image/avif\" srcset=\"/a.avif 1w\" sizes=\"9px\"><img src=\"/a.png\" srcset=\"/a.png 1w\" alt=\"A\"></picture>\
            <code>img srcset=\"a\"</code>";
        let expected = "<picture><img src=\"/a.png\" alt=\"A\"></picture><code>img srcset=\"a\"</code>";
        assert_eq!(without_picture_sources(html), expected);
    }
}

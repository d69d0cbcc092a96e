//! The text of a page outside of its site, without style sheets, scripts and templates: in the packet for a reviewer and in
//! feeds. Nothing is folded, as nobody may be able to unfold it, and exercises are in it in full.

use wellpress_site::config::Config;
use wellpress_site::model::page::PageRecord;
use wellpress_site::model::programme::Programme;
use wellpress_site::model::{Page, PageId};
use wellpress_site::resolve::ResolvedPicture;

use crate::escape::escaped;
use crate::html::{TextContext, exercise, handout};
use crate::pages::render_context::RenderContext;
use crate::pages::{body_html, key_points};

/// The key points and the text of a page, with dose, cautions and steps of its exercises.
pub(crate) fn text(cx: &RenderContext<'_>, page: &Page) -> String {
    let points = page.article().map(|article| key_points(cx, page, article)).unwrap_or_default();
    let points = points.iter().map(|point| format!("<li>{point}</li>\n")).collect::<String>();
    let points = if points.is_empty() {
        points
    } else {
        format!(
            "<p><strong>{}</strong></p>\n<ul class=\"points\">\n{points}</ul>\n",
            escaped(&cx.say(page.language, "key-points"))
        )
    };
    let text = match &page.record {
        PageRecord::Exercise(_) => {
            let (dose_and_cautions, how_to) = exercise::record(cx.text_context(page), page);
            dose_and_cautions + &how_to
        }
        PageRecord::Programme(record) if !page.is_withdrawn() => body_html(cx, page) + &exercises(cx, page, record),
        _ => body_html(cx, page),
    };
    let text = text.replace("<details", "<details open");
    format!("{points}<div class=\"words\">{text}</div>\n")
}

/// A programme's schedule with its exercises in full, as its handout has them.
fn exercises(cx: &RenderContext<'_>, page: &Page, record: &Programme) -> String {
    let text_cx = TextContext { page: Some(page.id), ..cx.text_context_without_page(page.language) };
    handout::schedule(text_cx, &handout::Texts::new(text_cx, page), record)
}

/// The picture at the top of a page, then those of its exercise.
pub(crate) fn pictures<'a>(cx: &RenderContext<'a>, page: PageId) -> impl Iterator<Item = &'a ResolvedPicture> {
    let resolved = &cx.resolved.pages[page];
    resolved.hero.as_deref().into_iter().chain(&resolved.images)
}

/// The HTML without the `<source>` elements of pictures and the attributes `srcset` and `sizes`. It is the output of this crate, which
/// writes attributes in double quotes and escapes quotes in their values.
pub(crate) fn without_choices(html: &str) -> String {
    let mut kept = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(start) = rest.find("<source type=\"image/") {
        kept.push_str(&rest[..start]);
        rest = rest[start..].find('>').map_or("", |end| &rest[start + end + 1..]);
    }
    kept.push_str(rest);
    [" srcset=\"", " sizes=\""].iter().fold(kept, |html, attribute| without_attribute(&html, attribute))
}

fn without_attribute(html: &str, attribute: &str) -> String {
    let mut kept = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(start) = rest.find(attribute) {
        kept.push_str(&rest[..start]);
        let value = &rest[start + attribute.len()..];
        rest = value.find('"').map_or("", |end| &value[end + 1..]);
    }
    kept.push_str(rest);
    kept
}

/// The HTML with the address of the site before each address that begins at the root of the host.
pub(crate) fn with_absolute_addresses(html: &str, config: &Config) -> String {
    ["href", "src", "poster"].iter().fold(html.to_owned(), |html, attribute| {
        html.replace(&format!(" {attribute}=\"/"), &format!(" {attribute}=\"{}/", config.base.origin))
    })
}

#[cfg(test)]
mod tests {
    use crate::pages::standalone_text::*;

    #[test]
    fn the_choice_of_formats_is_taken_out() {
        let html = "<picture><source type=\"image/avif\" srcset=\"/a.avif 1w\" sizes=\"9px\"><img src=\"/a.png\" srcset=\"/a.png 1w\" alt=\"A\"></picture>";
        assert_eq!(without_choices(html), "<picture><img src=\"/a.png\" alt=\"A\"></picture>");
    }
}

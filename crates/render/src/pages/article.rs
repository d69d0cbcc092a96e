//! The page of an article.

use wellpress_diagnostics::Diagnostic;
use wellpress_markdown::body::Body;
use wellpress_site::model::Page;
use wellpress_site::model::article::{Article, KeyPointId};
use wellpress_site::parse::front_matter::TocPosition;
use wellpress_site::resolve::bodies::ResolvedBody;
use wellpress_site::resolve::reading_order::ShownText;

use super::super::context;
use super::super::html::{TextView, calls_to_action, write_line};
use super::super::render_context::RenderContext;
use super::record;

pub(super) fn render(cx: &RenderContext<'_>, page: &Page, article: &Article) -> Result<Vec<u8>, Box<Diagnostic>> {
    let record = record::record(cx, page, super::body_html(cx, page));
    let body = &cx.resolved.pages[page.id].body;
    let call = article.call_to_action.as_deref().filter(|_| !page.is_withdrawn());
    let article = context::Article {
        toc: if page.is_withdrawn() { Vec::new() } else { super::toc::toc(cx, page) },
        toc_place: match article.toc {
            TocPosition::Top => "top",
            TocPosition::End => "end",
            TocPosition::Both => "both",
            TocPosition::None => "none",
        },
        key_points: if page.is_withdrawn() { Vec::new() } else { key_points(cx, page, article) },
        call_to_action: call
            .map(|call| calls_to_action::call_after_text(cx.text_context(page), body, call))
            .unwrap_or_default(),
    };
    let text = [("record.content", &*record.content)];
    record::render_record(cx, page, &record, &text, |context| context.insert("article", &article))
}

/// The HTML of each key point.
pub fn key_points(cx: &RenderContext<'_>, page: &Page, article: &Article) -> Vec<String> {
    let resolved = &cx.resolved.pages[page.id];
    let key_points = article.key_points.iter().zip(&resolved.key_points).enumerate();
    key_points.map(|(number, (body, resolved))| key_point(cx, page, KeyPointId::new(number), body, resolved)).collect()
}

fn key_point(cx: &RenderContext<'_>, page: &Page, id: KeyPointId, body: &Body, resolved: &ResolvedBody) -> String {
    let reading_order = &cx.resolved.pages[page.id].reading_order;
    let view = TextView {
        source: &page.source,
        body,
        resolved,
        instance: reading_order.instance_of(ShownText::KeyPoint(id)),
        // Ids inside a key point must not clash with those of the text below.
        id_prefix: "key-points-",
        heading_shift: 1,
    };
    write_line(cx.text_context(page), view)
}

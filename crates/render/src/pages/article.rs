//! The page of an article.

use wellpress_diagnostics::Diagnostic;
use wellpress_site::model::Page;
use wellpress_site::model::article::Article;
use wellpress_site::parse::front_matter::TocPlace;
use wellpress_site::resolve::reading_order::Text;

use super::super::context;
use super::super::html::{TextView, blocks, write_line};
use super::super::render_context::RenderContext;

/// Renders an article.
pub(super) fn render(cx: &RenderContext<'_>, page: &Page, article: &Article) -> Result<Vec<u8>, Box<Diagnostic>> {
    let content = super::own_text(cx, page);
    let record = super::record(cx, page, content);
    let text = &cx.resolved.pages[page.id.index()].body;
    let call = article.call_to_action.as_deref().filter(|_| !page.is_withdrawn());
    let own = context::Article {
        toc: if page.is_withdrawn() { Vec::new() } else { super::toc(cx, page) },
        toc_place: match article.toc {
            TocPlace::Top => "top",
            TocPlace::End => "end",
            TocPlace::Both => "both",
            TocPlace::None => "none",
        },
        key_points: if page.is_withdrawn() { Vec::new() } else { key_points(cx, page, article) },
        call_to_action: call.map(|call| blocks::call_after_text(cx.text_context(page), text, call)).unwrap_or_default(),
    };
    super::render_record(cx, page, &record, None, |context| context.insert("article", &own))
}

/// The key points as HTML, one each.
pub fn key_points(cx: &RenderContext<'_>, page: &Page, article: &Article) -> Vec<String> {
    let resolved = &cx.resolved.pages[page.id.index()];
    let points = article.key_points.iter().zip(&resolved.key_points).enumerate();
    let html = points.map(|(number, (body, point))| {
        let text = Text::Part(u32::try_from(number).unwrap_or(u32::MAX));
        let instance = resolved.reading_order.instances.iter().position(|instance| instance.text == text);
        let view = TextView {
            source: &page.source,
            body,
            resolved: point,
            instance: instance.and_then(|at| u32::try_from(at).ok()),
            id_prefix: "key-points-",
            heading_shift: 1,
        };
        write_line(cx.text_context(page), view)
    });
    html.collect()
}

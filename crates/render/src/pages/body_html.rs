//! The text of a page's file as HTML, for the pages that show it as a whole.

use wellpress_site::model::Page;
use wellpress_site::resolve::reading_order::ShownText;

use crate::html::{TextContext, TextView, references as reference_list, write};
use crate::pages::render_context::RenderContext;

/// The most embedded exercises of a page that shows the steps of all of them. On a page with more, readers open the steps that
/// they want.
pub(crate) const MAX_OPEN_EXERCISES: usize = 2;

/// The text of the page's file as the page shows it: with many exercises, their steps are folded.
pub(in crate::pages) fn folded_body_html(cx: &RenderContext<'_>, page: &Page) -> String {
    let text_cx = cx.text_context(page);
    let folds_steps = text_cx.reading_order.embeds.len() > MAX_OPEN_EXERCISES;
    body_html(cx, page, TextContext { folds_steps, ..text_cx })
}

/// The text of the page's file as HTML.
pub(in crate::pages) fn body_html(cx: &RenderContext<'_>, page: &Page, text_cx: TextContext<'_>) -> String {
    write(text_cx, body_view(cx, page))
}

/// The text of the page's file as its writers take it.
pub(in crate::pages) fn body_view<'a>(cx: &'a RenderContext<'_>, page: &'a Page) -> TextView<'a> {
    let resolved = &cx.resolved.pages[page.id];
    TextView {
        source: &page.source,
        body: &page.body,
        resolved: &resolved.body,
        // A text without an instance in the reading order is written without its citation marks.
        instance: resolved.reading_order.instance_of(ShownText::PageBody),
        id_prefix: "",
        heading_shift: 0,
        dose: None,
    }
}

/// The text of the page's file as HTML, followed by the list of its sources, for pages whose template has no variable for
/// the list.
pub(in crate::pages) fn body_html_with_sources(cx: &RenderContext<'_>, page: &Page) -> String {
    let mut html = folded_body_html(cx, page);
    let list = reference_list::list(cx.text_context(page), &cx.resolved.pages[page.id].citations);
    if !list.is_empty() {
        let title = cx.theme.strings.html(page.language, "text-references-entry");
        html.push_str("<section role=\"doc-bibliography\" class=\"bibliography\" id=\"references\" aria-labelledby=\"references-title\">");
        html.push_str(&format!("<h2 id=\"references-title\">{title}</h2>\n{list}</section>\n"));
    }
    html
}

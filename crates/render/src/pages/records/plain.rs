//! Plain pages: about, privacy and the like.

use wellpress_diagnostics::Diagnostic;
use wellpress_site::model::Page;

use crate::context;
use crate::pages::lists::sections;
use crate::pages::page_variables::PageVariables;
use crate::pages::records::other_forms;
use crate::pages::render_context::RenderContext;

/// Renders a plain page. A page at the address of the home page is the home page's text.
pub(in crate::pages) fn render(
    cx: &RenderContext<'_>,
    page: &Page,
    printed: context::PrintedFiles,
) -> Result<Vec<u8>, Box<Diagnostic>> {
    if page.url == cx.home(page.language) {
        return crate::pages::home::render(cx, page.language, Some(page));
    }
    let resolved = &cx.resolved.pages[page.id];
    let content = context::Plain {
        html: other_forms::players(cx, page, None) + &crate::pages::body_html::body_html_with_sources(cx, page),
        hero: resolved.hero.as_deref().map(|hero| cx.picture(page.language, hero)),
        toc: crate::pages::records::toc::toc(cx, page),
        list: sections::list_below_text(cx, page),
        updated: page.updated.or(page.published).map(|day| cx.date(page.language, day)),
    };
    let mut variables = PageVariables::of_content(cx, page, "page");
    (variables.page.pdf, variables.page.epub) = (printed.pdf, printed.epub);
    variables.render_text(cx, page, "content.html", &content.html, |context| context.insert("content", &content))
}

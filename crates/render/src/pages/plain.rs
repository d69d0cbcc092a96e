//! Plain pages: about, privacy and the like.

use wellpress_diagnostics::Diagnostic;
use wellpress_site::model::Page;

use super::super::context;
use super::super::render_context::{RenderContext, picture_context};

/// Renders a plain page; the home page's text goes to the home page.
pub(super) fn render(cx: &RenderContext<'_>, page: &Page) -> Result<Vec<u8>, Box<Diagnostic>> {
    if page.url == cx.home(page.language) {
        return super::home::render(cx, page.language, Some(page));
    }
    let resolved = &cx.resolved.pages[page.id.index()];
    let own = context::Plain {
        html: super::own_text_with_sources(cx, page),
        hero: resolved.hero.as_deref().map(picture_context),
        toc: super::toc(cx, page),
        updated: page.updated.or(page.published).map(|day| cx.date(page.language, day)),
    };
    let head = super::head(cx, page);
    cx.render("page.html", page.language, &super::page_context(cx, page, "page"), &head, |context| {
        context.insert("content", &own);
    })
}

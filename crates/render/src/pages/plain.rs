//! Plain pages: about, privacy and the like.

use wellpress_diagnostics::Diagnostic;
use wellpress_site::model::Page;

use super::super::context;
use super::super::frame::{Frame, picture_context};

/// Renders a plain page; the home page's text goes to the home page.
pub(super) fn render(frame: &Frame<'_>, page: &Page) -> Result<Vec<u8>, Box<Diagnostic>> {
    if page.url == frame.home(page.language) {
        return super::home::render(frame, page.language, Some(page));
    }
    let resolved = &frame.resolved.pages[page.id.index()];
    let own = context::Plain {
        html: super::own_text_with_sources(frame, page),
        hero: resolved.hero.as_deref().map(picture_context),
        toc: super::toc(frame, page),
        updated: page.updated.or(page.published).map(|day| frame.date(page.language, day)),
    };
    let head = super::head(frame, page);
    frame.render("page.html", page.language, &super::page_context(frame, page, "page"), &head, |context| {
        context.insert("content", &own);
    })
}

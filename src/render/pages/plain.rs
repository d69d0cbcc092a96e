//! Plain pages: about, privacy and the like.

use crate::diagnostics::Diagnostic;
use crate::model::Page;

use super::super::context;
use super::super::frame::{Frame, picture_context};

/// Renders a plain page; the home page's text goes to the home page.
pub(super) fn render(frame: &Frame<'_>, page: &Page) -> Result<Vec<u8>, Box<Diagnostic>> {
    if page.url == frame.home(page.language) {
        return super::home::render(frame, page.language, Some(page));
    }
    let resolved = &frame.resolved.pages[page.id.index()];
    let mut html = super::own_text(frame, page);
    let list = super::reference_list::list(frame.scene(page), &resolved.citations);
    if !list.is_empty() {
        let title = frame.say(page.language, "text-references-entry");
        html.push_str("<section role=\"doc-bibliography\" class=\"bibliography\" id=\"references\" aria-labelledby=\"references-title\">");
        html.push_str(&format!("<h2 id=\"references-title\">{}</h2>\n{list}</section>\n", super::escaped(&title)));
    }
    let own = context::Plain {
        html,
        hero: resolved.hero.as_ref().map(picture_context),
        toc: super::toc(frame, page),
        updated: page.updated.or(page.published).map(|day| frame.date(page.language, day)),
    };
    let head = super::head(frame, page);
    frame.render("page.html", page.language, &super::page_context(frame, page, "page"), &head, |context| {
        context.insert("content", &own);
    })
}

//! The page of an Easy Read version: the notices of its page, its text in rows, and a link to the whole page.

use wellpress_diagnostics::Diagnostic;
use wellpress_site::model::Page;

use crate::context;
use crate::html::{easy_read, forms};
use crate::pages::body_html::body_view;
use crate::pages::records::{other_forms, record};
use crate::pages::render_context::RenderContext;

pub(in crate::pages) fn render(
    cx: &RenderContext<'_>,
    page: &Page,
    full: &Page,
    printed: context::PrintedFiles,
) -> Result<Vec<u8>, Box<Diagnostic>> {
    let record = record::record(cx, page, content(cx, page, full));
    let easy = context::EasyRead {
        full: cx.link(full.id),
        tested_with: page
            .front
            .tested_with
            .as_ref()
            .filter(|_| !page.is_withdrawn())
            .map(|tested| tested.value.clone()),
        approval: other_forms::approval_of_easy_read(cx, page, full),
    };
    let text = [("record.content", &*record.content)];
    record::render_record(cx, page, (&record, printed), &text, |context| context.insert("easy", &easy))
}

/// The text of an Easy Read version behind the notices of its page.
pub(in crate::pages) fn content(cx: &RenderContext<'_>, page: &Page, full: &Page) -> String {
    let text_cx = cx.text_context(page);
    let mut notices = String::new();
    forms::before_easy_read(&mut notices, text_cx, full, page);
    let mut html = other_forms::players(cx, page, Some(notices));
    html.push_str(&easy_read::rows(text_cx, body_view(cx, page)));
    html
}

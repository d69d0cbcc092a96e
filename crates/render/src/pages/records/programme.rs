//! The page of a programme.

use wellpress_diagnostics::Diagnostic;
use wellpress_site::model::programme::Programme;
use wellpress_site::model::{Page, PageId};

use crate::context;
use crate::html::programme as html;
use crate::pages::records::{other_forms, record};
use crate::pages::render_context::RenderContext;

pub(in crate::pages) fn render(
    cx: &RenderContext<'_>,
    page: &Page,
    programme: &Programme,
    pdf: Option<context::PdfFile>,
) -> Result<Vec<u8>, Box<Diagnostic>> {
    // Its cautions stand above the text, and its signals to stop with the exercises.
    let text = other_forms::players(cx, page, false) + &crate::pages::body_html::folded_body_html(cx, page);
    let content = html::record(cx.text_context(page), page, programme, &text);
    let record = record::record(cx, page, content);
    let site = cx.resolved.site;
    let exercises: Vec<PageId> =
        programme.exercises().filter(|exercise| !site.page(*exercise).is_withdrawn()).collect();
    let programme = context::Programme {
        exercises: if page.is_withdrawn() { Vec::new() } else { cx.cards(&exercises) },
        handout: crate::pages::records::handout::url(page),
    };
    let text = [("record.content", &*record.content)];
    record::render_record(cx, page, (&record, pdf), &text, |context| context.insert("programme", &programme))
}

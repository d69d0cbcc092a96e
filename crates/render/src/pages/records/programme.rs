//! The page of a programme.

use wellpress_diagnostics::Diagnostic;
use wellpress_site::model::programme::Programme;
use wellpress_site::model::{Page, PageId};

use crate::context;
use crate::html::programme as html;
use crate::pages::records::{other_forms, record};
use crate::pages::render_context::RenderContext;
use crate::pages::sheet_page::address as sheet_address;

pub(in crate::pages) fn render(
    cx: &RenderContext<'_>,
    page: &Page,
    programme: &Programme,
    printed: context::PrintedFiles,
) -> Result<Vec<u8>, Box<Diagnostic>> {
    // Its cautions stand above the text, and its signals to stop with the exercises.
    let text = other_forms::players(cx, page, None) + &crate::pages::body_html::folded_body_html(cx, page);
    let content = html::record(cx.text_context(page), page, programme, &text);
    let record = record::record(cx, page, content);
    let site = cx.resolved.site;
    let exercises: Vec<PageId> =
        programme.exercises().filter(|exercise| !site.page(*exercise).is_withdrawn()).collect();
    let sheet = sheet_address::address(cx.config, cx.resolved, cx.theme, page.language)
        .filter(|_| !page.is_withdrawn())
        .and_then(|sheet| sheet_address::with_programme(&sheet, cx.resolved, page, programme));
    let programme = context::Programme {
        exercises: if page.is_withdrawn() { Vec::new() } else { cx.cards(&exercises) },
        handout: crate::pages::records::handout::url(page),
        sheet,
    };
    let text = [("record.content", &*record.content)];
    record::render_record(cx, page, (&record, printed), &text, |context| context.insert("programme", &programme))
}

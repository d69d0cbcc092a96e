//! The page of a programme.

use wellpress_diagnostics::Diagnostic;
use wellpress_site::model::programme::Programme;
use wellpress_site::model::{Page, PageId};

use super::super::context;
use super::super::frame::Frame;
use super::super::html::programme as html;

/// Renders a programme.
pub(super) fn render(frame: &Frame<'_>, page: &Page, programme: &Programme) -> Result<Vec<u8>, Box<Diagnostic>> {
    let text = super::own_text(frame, page);
    let content = html::record(frame.scene(page), page, programme, &text);
    let record = super::record(frame, page, content);
    let stands = |exercise: &PageId| !frame.resolved.site.page(*exercise).is_withdrawn();
    let exercises: Vec<PageId> = programme.exercises().filter(stands).collect();
    let own = context::Programme {
        exercises: if page.is_withdrawn() { Vec::new() } else { frame.cards(&exercises) },
        handout: super::handout::url(page),
    };
    super::render_record(frame, page, &record, None, |context| context.insert("programme", &own))
}

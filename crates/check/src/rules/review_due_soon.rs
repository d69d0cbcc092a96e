//! `review-due-soon`: a page whose review is due within the days that the settings announce it ahead.
//!
//! Only a note: nothing is wrong yet, but to find a reviewer takes weeks.

use wellpress_diagnostics::{Diagnostic, rules};

use wellpress_site::config::Config;
use wellpress_site::model::Page;
use wellpress_site::model::review::EditorialRecord;

/// One finding at the line that decides when the review is due. A review that is overdue is reported by `review-overdue`.
pub(super) fn find(config: &Config, page: &Page, reviewed: &EditorialRecord) -> Option<Diagnostic> {
    let day = reviewed.due_soon(config).filter(|_| reviewed.overdue(config).is_none())?;
    let message = format!("the review of this {} is due on {day}", page.word);
    let finding = Diagnostic::new(&rules::REVIEW_DUE_SOON, reviewed.due_location(page), message);
    Some(finding.help("ask a reviewer now; `review.soon` in the settings says how long before you are told"))
}

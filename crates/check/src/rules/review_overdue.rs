//! `review-overdue`: a page whose review was due before today, or that has changed since its last review.
//!
//! "Last reviewed" tells readers that an expert stands by the text. Which change counts is the author's word: one that
//! `changes` calls substantive. Whether there is a review at all is asked by `review-missing`.

use wellpress_diagnostics::{Diagnostic, rules};

use wellpress_site::config::Config;
use wellpress_site::model::Page;
use wellpress_site::model::review::EditorialRecord;
use wellpress_site::model::review_clock::Overdue;

/// One finding at the line that decides it: the day of the review, or that of the change.
pub(super) fn find(config: &Config, page: &Page, reviewed: &EditorialRecord) -> Option<Diagnostic> {
    let (location, message) = match reviewed.overdue(config)? {
        Overdue::Due(day) => {
            (reviewed.due_location(page), format!("the review of this {} was due on {day}", page.word))
        }
        Overdue::Changed(day, span) => {
            let message = format!("what this {} says was changed on {day}, after its last review", page.word);
            (page.source.locate(span), message)
        }
    };
    let help = "have it reviewed by a medical or clinical reviewer, and put their review on record";
    Some(Diagnostic::new(&rules::REVIEW_OVERDUE, location, message).help(help))
}

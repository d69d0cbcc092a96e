//! `review-missing`: a page with health advice that no medical or clinical reviewer has read, as far as the records show.
//!
//! Also reports a `last_reviewed` that no record supports and, where the settings ask for sign-offs, reviews that are only
//! named. Editorial and lay reviews do not count: they do not say that the advice is sound. Whether a review is too old is
//! left to `review-overdue`, and a request for changes to `review-changes-requested`.

use wellpress_diagnostics::{Diagnostic, Location, rules};

use wellpress_site::config::Config;
use wellpress_site::model::Page;
use wellpress_site::model::review::{EditorialRecord, Review};
use wellpress_site::model::review_clock::UnrecordedReview;

/// The first of these that holds: no such review; one without a day, without which nobody can tell when the next is due; a
/// `last_reviewed` that no record supports; a review that is not signed though it has to be.
pub(super) fn find(config: &Config, page: &Page, record: &EditorialRecord) -> Option<Diagnostic> {
    let mut reviews = record.reviews.iter().filter(|review| review.role.is_medical_or_clinical());
    let Some(review) = record.newest_review().or_else(|| reviews.next()) else { return Some(missing(page)) };
    // `last_reviewed` gives the day that the review itself lacks.
    if review.date.is_none() && record.last_reviewed.is_none() {
        return Some(undated(page, review));
    }
    unrecorded(page, record).or_else(|| unsigned(config, page, review))
}

/// The finding for a `last_reviewed` after the newest medical or clinical review on record.
fn unrecorded(page: &Page, record: &EditorialRecord) -> Option<Diagnostic> {
    let UnrecordedReview { claimed, recorded, span } = record.unrecorded_review()?;
    let message =
        format!("`last_reviewed` is {claimed}, but the last medical or clinical review on record is of {recorded}");
    let finding = Diagnostic::new(&rules::REVIEW_MISSING, page.source.locate(span), message);
    Some(finding.help("name who reviewed it on that day, or take `last_reviewed` out"))
}

/// The finding for a review that is named without a sign-off, if the settings ask for sign-offs.
fn unsigned(config: &Config, page: &Page, review: &Review) -> Option<Diagnostic> {
    let approval = page.sign_offs.as_ref().and_then(|signed| signed.current_approval());
    if !config.settings.review.sign_off.is_required()
        || approval.is_some_and(|entry| entry.role.is_medical_or_clinical())
    {
        return None;
    }
    let location = page.review_location(review.place);
    let finding =
        Diagnostic::new(&rules::REVIEW_MISSING, location, "this review is named, but the page is not signed off");
    Some(finding.help(format!("let the reviewer sign it: `wellpress review sign {} --as ..`", page.route)))
}

fn missing(page: &Page) -> Diagnostic {
    let message = format!("nobody with medical or clinical expertise has reviewed this {}", page.word);
    let help = "have it reviewed, and name the reviewer under `reviewers` with the role `medical` or `clinical`";
    Diagnostic::new(&rules::REVIEW_MISSING, Location::file(page.source.path.clone()), message).help(help)
}

fn undated(page: &Page, review: &Review) -> Diagnostic {
    let message = "this review has no day, so that nobody can tell when the next is due";
    let location = page.review_location(review.place);
    Diagnostic::new(&rules::REVIEW_MISSING, location, message).help("add `date: YYYY-MM-DD`, the day of the review")
}

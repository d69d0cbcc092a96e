//! `review-missing`: a page with health advice that no medical or clinical reviewer has read, as far as the records show.
//!
//! Also reports a `last_reviewed` that no record supports, a reviewer's open request for changes, and, where the settings
//! ask for sign-offs, reviews that are only named. Editorial and lay reviews do not count: they do not say that the advice
//! is sound. Whether a review is too old is left to `review-overdue`.

use wellpress_diagnostics::{Diagnostic, Location, Severity, quotable, rules};

use crate::config::Config;
use crate::model::Page;
use crate::model::review::{EditorialRecord, Review};
use crate::model::review_clock::UnrecordedReview;

/// One finding where there is no such review, or none with a day: without one nobody can tell when the next is due.
pub(super) fn find(config: &Config, page: &Page, reviewed: &EditorialRecord) -> Option<Diagnostic> {
    if let Some(request) = asked_for_changes(config, page, reviewed) {
        return Some(request);
    }
    let reviews = reviewed.reviews.iter().filter(|review| review.role.is_medical_or_clinical());
    let mut dated = reviews.clone().filter(|review| review.date.is_some());
    if dated.next().is_some() {
        return unrecorded(page, reviewed).or_else(|| unsigned(config, page, reviewed));
    }
    match reviews.clone().next() {
        // `last_reviewed` gives the day that the review itself lacks.
        Some(_) if reviewed.last_reviewed.is_some() => None,
        Some(review) => Some(undated(page, review)),
        None => Some(missing(page)),
    }
}

/// The finding for a request for changes that nobody has answered with an approval. If the settings require sign-offs, it is
/// an error, so that the page is not published, and only a sign-off answers it.
fn asked_for_changes(config: &Config, page: &Page, reviewed: &EditorialRecord) -> Option<Diagnostic> {
    let signed = page.sign_offs.as_ref()?;
    let request = signed.open_request()?;
    let is_required = config.settings.review.sign_off.is_required();
    // `None` is less than any day, so a review without one answers nothing.
    let later_reviews = reviewed.reviews.iter().filter(|review| review.date > Some(request.date.value));
    let mut answers =
        later_reviews.filter(|review| review.role.is_medical_or_clinical() || review.role == request.role);
    if !is_required && answers.next().is_some() {
        return None;
    }
    let message =
        format!("`{}` asked for changes on {}, and nobody has approved the page since", request.person, request.date);
    let finding = Diagnostic::new(&rules::REVIEW_MISSING, signed.location(request), message);
    let note = request.note.as_deref().map(|note| format!("the note is \"{}\"; ", shortened(note))).unwrap_or_default();
    let help =
        format!("{note}make the changes, and let the reviewer sign: `wellpress review sign {} --as ..`", page.name);
    let finding = finding.help(help);
    Some(Diagnostic { severity: if is_required { Severity::Error } else { Severity::Warning }, ..finding })
}

/// A note in one line, cut if it is long.
fn shortened(note: &str) -> String {
    let note = note.split_whitespace().collect::<Vec<_>>().join(" ");
    let quoted = quotable(&note);
    if quoted.chars().count() < note.chars().count() { quoted + " .." } else { quoted }
}

/// The finding for a `last_reviewed` that no review has as its day. Editorial and lay reviews do not count.
fn unrecorded(page: &Page, reviewed: &EditorialRecord) -> Option<Diagnostic> {
    let UnrecordedReview { claimed, recorded, span } = reviewed.unrecorded_review()?;
    let message =
        format!("`last_reviewed` is {claimed}, but the last medical or clinical review on record is of {recorded}");
    let finding = Diagnostic::new(&rules::REVIEW_MISSING, page.source.locate(span), message);
    Some(finding.help("name who reviewed it on that day, or take `last_reviewed` out"))
}

/// The finding for a review that is named without a sign-off, if the settings ask for sign-offs.
fn unsigned(config: &Config, page: &Page, reviewed: &EditorialRecord) -> Option<Diagnostic> {
    let standing = page.sign_offs.as_ref().and_then(|signed| signed.current_approval());
    if !config.settings.review.sign_off.is_required()
        || standing.is_some_and(|entry| entry.role.is_medical_or_clinical())
    {
        return None;
    }
    let location = page.review_location(reviewed.newest_review()?.place);
    let finding =
        Diagnostic::new(&rules::REVIEW_MISSING, location, "this review is named, but the page is not signed off");
    Some(finding.help(format!("let the reviewer sign it: `wellpress review sign {} --as ..`", page.name)))
}

fn missing(page: &Page) -> Diagnostic {
    let message = format!("nobody with medical or clinical expertise has reviewed this {}", page.kind);
    let help = "have it reviewed, and name the reviewer under `reviewers` with the role `medical` or `clinical`";
    Diagnostic::new(&rules::REVIEW_MISSING, Location::file(page.source.path.clone()), message).help(help)
}

fn undated(page: &Page, review: &Review) -> Diagnostic {
    let message = "this review has no day, so that nobody can tell when the next is due";
    let location = page.review_location(review.place);
    Diagnostic::new(&rules::REVIEW_MISSING, location, message).help("add `date: YYYY-MM-DD`, the day of the review")
}

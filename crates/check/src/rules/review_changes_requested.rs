//! `review-changes-requested`: a page whose reviewer asked for changes that nobody has approved since.
//!
//! A later approval answers the request, and so does a later review on record unless the settings require sign-offs.

use wellpress_diagnostics::{Diagnostic, Severity, quotable, rules};
use wellpress_foundation::text::one_line;

use wellpress_site::config::Config;
use wellpress_site::model::Page;
use wellpress_site::model::review::EditorialRecord;

/// One finding about the newest request that nobody has answered. If the settings require sign-offs, it is an error, so that
/// the page is not published, and only a sign-off answers it.
pub(crate) fn find(config: &Config, page: &Page, reviewed: &EditorialRecord) -> Option<Diagnostic> {
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
    let finding = Diagnostic::new(&rules::REVIEW_CHANGES_REQUESTED, signed.location(request), message);
    let note = request
        .note
        .as_deref()
        .map(|note| format!("the note is \"{}\"; ", quotable(&one_line(note))))
        .unwrap_or_default();
    let help =
        format!("{note}make the changes, and let the reviewer sign: `wellpress review sign {} --as ..`", page.route);
    let finding = finding.help(help);
    Some(Diagnostic { severity: if is_required { Severity::Error } else { Severity::Warning }, ..finding })
}

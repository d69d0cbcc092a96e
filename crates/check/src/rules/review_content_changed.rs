//! `review-content-changed`: a page that says something else than the text that its reviewer signed.
//!
//! "Medically reviewed" has to mean the text that was read. Every word that readers see counts, of the page and of
//! everything that it shows. Pages without a sign-off are left to `review-missing`.

use wellpress_diagnostics::{Diagnostic, Location, Severity, rules};

use wellpress_site::config::Config;
use wellpress_site::model::Page;
use wellpress_site::resolve::ResolvedSite;
use wellpress_site::resolve::reviewed_text::{Difference, OWN_TEXT, REVIEWER, ReviewedText};

/// One finding, at the start of the page's file, that says which parts changed. It is an error where the settings ask for
/// sign-offs, else a warning.
pub(super) fn find(config: &Config, resolved: &ResolvedSite<'_>, page: &Page) -> Option<Diagnostic> {
    if !resolved.is_changed_since_sign_off(page) {
        return None;
    }
    let signed = page.sign_offs.as_ref()?;
    let approval = signed.current_approval()?;
    let text = ReviewedText::of(config, resolved.texts(), page);
    let changes: Vec<String> =
        text.differences(approval).into_iter().map(|(name, difference)| describe(page, name, difference)).collect();
    let changes = if changes.is_empty() { "its words changed".to_owned() } else { changes.join("; ") };
    let (kind, person, date) = (&page.word, &approval.person, &approval.date);
    let message = format!("this {kind} is not what `{person}` signed on {date}: {changes}");
    let help = format!("`wellpress review diff {}` shows it; take it back, or have the page signed again", page.route);
    let location = Location::file(page.source.path.clone());
    let finding = Diagnostic::new(&rules::REVIEW_CONTENT_CHANGED, location, message).help(help);
    let is_required = config.settings.review.sign_off.is_required();
    let severity = if is_required { Severity::Error } else { Severity::Warning };
    Some(Diagnostic { severity, ..finding.related(signed.location(approval), "the sign-off") })
}

fn describe(page: &Page, name: &str, difference: Difference) -> String {
    let said = match difference {
        Difference::Changed => "changed",
        Difference::Added => "is new",
        Difference::Removed => "is gone",
    };
    match name.split_once(':') {
        Some((kind, id)) => format!("the {kind} `{id}` {said}"),
        None if name == OWN_TEXT => format!("the text of the {} {said}", page.word),
        None if name == REVIEWER => format!("what the page says about the reviewer {said}"),
        None => format!("`{name}` {said}"),
    }
}

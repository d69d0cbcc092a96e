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
    let differences = text.differences(approval);
    let changes: Vec<String> = differences.iter().map(|(name, difference)| describe(page, name, *difference)).collect();
    let changes = if changes.is_empty() { "its words changed".to_owned() } else { changes.join("; ") };
    let (kind, person, date) = (&page.word, &approval.person, &approval.date);
    let message = format!("this {kind} is not what `{person}` signed on {date}: {changes}");
    // The id alone means a reviewed page first.
    let id = if page.editorial().is_some() { page.route.clone() } else { resolved.site.full_id(page) };
    let help = format!("`wellpress review diff {id}` shows it; take it back, or have the page signed again");
    let location = Location::file(page.source.path.clone());
    let finding = Diagnostic::new(&rules::REVIEW_CONTENT_CHANGED, location, message).help(help);
    // The settings ask for sign-offs of the pages that are reviewed.
    let is_required = config.settings.review.sign_off.is_required()
        && page.editorial().is_some()
        && !is_by_withdrawal(resolved, page, &differences);
    let severity = if is_required { Severity::Error } else { Severity::Warning };
    Some(Diagnostic { severity, ..finding.related(signed.location(approval), "the sign-off") })
}

/// Whether the page changed because something that it shows was withdrawn: a notice stands in its place, and its sources and disclaimers
/// are gone. An emergency does not wait for the signatures of all pages that embed an exercise.
fn is_by_withdrawal(resolved: &ResolvedSite<'_>, page: &Page, differences: &[(&str, Difference)]) -> bool {
    let is_withdrawn = |page| resolved.site.page(page).is_withdrawn();
    let embeds = resolved.outlines[page.id].embeds.iter().map(|(_, embed)| embed.page);
    let scheduled = page.programme().into_iter().flat_map(|programme| &programme.schedule);
    let mut shown = embeds.chain(scheduled.map(|scheduled| scheduled.exercise));
    let is_of_others = |name: &str| !matches!(name.split_once(':'), None | Some(("field", _)));
    shown.any(is_withdrawn) && differences.iter().all(|(name, _)| is_of_others(name))
}

/// What became of a part of a page, as a phrase.
pub(crate) fn describe(page: &Page, name: &str, difference: Difference) -> String {
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

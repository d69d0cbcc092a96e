//! Rules that need the whole site, one a file. Each takes the resolved site, or one page of it, and gives its
//! findings.

mod author_missing;
mod credential_expired;
mod exercise_twice;
mod heading_level;
mod link_withdrawn;
mod published_missing;
mod review_content_changed;
mod review_due_soon;
mod review_missing;
mod review_overdue;
mod source_unused;

use crate::config::Config;
use crate::diagnostics::Diagnostic;
use crate::model::page::Unpublished;
use crate::model::review::Reviewed;
use crate::model::{Page, Record};
use crate::resolve::ResolvedSite;

/// The findings of rules that look at one page and what it leads to.
pub(super) fn find_in_page(config: &Config, resolved: &ResolvedSite<'_>, page: &Page) -> Vec<Diagnostic> {
    let mut findings = exercise_twice::find(resolved, page);
    findings.extend(heading_level::find(page));
    if let Some(reviewed) = page.reviewed().filter(|_| !page.is_withdrawn()) {
        findings.extend(who_and_when(config, page, reviewed));
        findings.extend(review_content_changed::find(config, resolved, page));
    }
    if let Record::Person(person) = &page.record {
        findings.extend(credential_expired::find_in_profile(config, page, person));
    }
    findings
}

/// Who stands behind a page, since when, and who has looked at it last.
fn who_and_when(config: &Config, page: &Page, reviewed: &Reviewed) -> impl Iterator<Item = Diagnostic> {
    // A draft that is brought in is still being written.
    let absences = match page.included {
        Some(Unpublished::Draft) => [None, None, None],
        _ => [
            author_missing::find(page, reviewed),
            published_missing::find(page),
            review_missing::find(config, page, reviewed),
        ],
    };
    let clock = [review_overdue::find(config, page, reviewed), review_due_soon::find(config, page, reviewed)];
    absences.into_iter().chain(clock).flatten()
}

/// The findings of rules that look at the site as a whole.
pub(super) fn find_in_site(resolved: &ResolvedSite<'_>) -> Vec<Diagnostic> {
    let mut findings: Vec<Diagnostic> = source_unused::find(resolved).collect();
    findings.extend(credential_expired::find_in_reviews(resolved.site));
    findings.extend(link_withdrawn::find(resolved));
    findings
}

//! `adopting`: a site without any person, review or date yet. One note takes the place of the warnings that each of its pages
//! would have.
//!
//! Texts that come from another tool have none of these at first, and five warnings on each page would hide what is wrong with
//! the texts themselves. The first person, review or date ends this: from then on, what a page lacks is an omission.

use std::sync::Arc;

use wellpress_diagnostics::rules::{self, Property};
use wellpress_diagnostics::{Diagnostic, Location};

use wellpress_site::config::Config;
use wellpress_site::model::page::PageRecord;
use wellpress_site::model::{Page, Site};

/// Drops the findings about what a new site lacks on every page, and returns the note in their place.
pub(crate) fn summarise(config: &Config, site: &Site, findings: &mut Vec<Arc<Diagnostic>>) -> Option<Diagnostic> {
    if site.pages.iter().any(|page| is_attributed(page)) {
        return None;
    }
    let has_disclaimer = !site.disclaimers.is_empty();
    let count_before = findings.len();
    findings.retain(|finding| {
        let is_held = finding.rule.has(Property::HeldWhileAdopting)
            || (finding.rule == &rules::DISCLAIMER_MISSING && !has_disclaimer);
        !is_held
    });
    let message = "no page names a person, a review or a date yet, so what each page lacks is not listed";
    let finding = Diagnostic::new(&rules::ADOPTING, Location::file(config.source.path.clone()), message);
    let finding = finding.help("begin with one person, and name who wrote and reviewed each page");
    (findings.len() < count_before).then_some(finding)
}

/// Whether somebody or some day stands behind a page.
fn is_attributed(page: &Page) -> bool {
    let has_people = page.editorial().is_some_and(|record| {
        !record.authors.is_empty()
            || !record.contributors.is_empty()
            || !record.reviews.is_empty()
            || record.last_reviewed.is_some()
            || record.next_review.is_some()
    });
    let has_days = page.published.is_some() || page.updated.is_some();
    has_people || has_days || page.sign_offs.is_some() || matches!(page.record, PageRecord::Person(_))
}

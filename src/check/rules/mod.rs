//! Rules that need the whole site, one a file. Each takes the resolved site, or one page of it, and gives its
//! findings.

mod exercise_twice;
mod heading_level;
mod source_unused;

use crate::diagnostics::Diagnostic;
use crate::model::Page;
use crate::resolve::ResolvedSite;

/// The findings of rules that look at one page and what it leads to.
pub(super) fn find_in_page(resolved: &ResolvedSite<'_>, page: &Page) -> Vec<Diagnostic> {
    let mut findings = exercise_twice::find(resolved, page);
    findings.extend(heading_level::find(page));
    findings
}

/// The findings of rules that look at the site as a whole.
pub(super) fn find_in_site(resolved: &ResolvedSite<'_>) -> Vec<Diagnostic> {
    source_unused::find(resolved).collect()
}

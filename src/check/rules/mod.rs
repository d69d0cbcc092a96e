//! Rules that need the whole site, one a file. Each takes the resolved site and gives its findings.

mod exercise_twice;
mod heading_level;
mod source_unused;

use crate::diagnostics::Diagnostic;
use crate::resolve::ResolvedSite;

/// The findings of all rules.
pub(super) fn find_all(resolved: &ResolvedSite<'_>) -> Vec<Diagnostic> {
    let of_texts = exercise_twice::find(resolved).chain(heading_level::find(resolved));
    of_texts.chain(source_unused::find(resolved)).collect()
}

//! `published-missing`: a page that does not say when it was published.
//!
//! Advice ages, and feeds leave out a page without a day. Asked only of kinds that are reviewed.

use wellpress_diagnostics::{Diagnostic, Location, rules};

use crate::model::Page;

/// One finding, at the start of the file.
pub(super) fn find(page: &Page) -> Option<Diagnostic> {
    if page.published.is_some() {
        return None;
    }
    let message = format!("this {} does not say when it was published", page.kind);
    let finding = Diagnostic::new(&rules::PUBLISHED_MISSING, Location::file(page.source.path.clone()), message);
    Some(finding.help("add `published: YYYY-MM-DD`"))
}

//! `author-missing`: a page that names no author.
//!
//! Who wrote health advice is the first thing by which it is judged. A team may stand for people.

use wellpress_diagnostics::{Diagnostic, Location, rules};

use crate::model::Page;
use crate::model::review::EditorialRecord;

/// One finding, at the start of the file.
pub(super) fn find(page: &Page, reviewed: &EditorialRecord) -> Option<Diagnostic> {
    if !reviewed.authors.is_empty() {
        return None;
    }
    let message = format!("this {} names no author", page.kind);
    let finding = Diagnostic::new(&rules::AUTHOR_MISSING, Location::file(page.source.path.clone()), message);
    Some(finding.help("add `authors: [..]` with ids of people; a team can stand for them with `is: organisation`"))
}

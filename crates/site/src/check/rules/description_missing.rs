//! `description-missing`: an article, an exercise or a programme without a description.
//!
//! Search engines and cards would show some sentence of the text. Other kinds of pages have lists or records that speak
//! for them, and a withdrawn page is not advertised.

use wellpress_diagnostics::{Diagnostic, Location, rules};

use crate::discover::ContentKind;
use crate::model::Page;

/// A finding at the start of the file, where the description is absent.
pub(super) fn find(page: &Page) -> Option<Diagnostic> {
    let is_bare = page.description.as_deref().is_none_or(|description| description.trim().is_empty());
    let is_meant = matches!(page.kind, ContentKind::Article | ContentKind::Exercise | ContentKind::Programme)
        && !page.is_withdrawn();
    (is_meant && is_bare).then(|| {
        let message = format!("this {} has no description", page.kind);
        Diagnostic::new(&rules::DESCRIPTION_MISSING, Location::file(page.source.path.clone()), message)
            .help("add `description: \"..\"`: one sentence for its card and for search engines")
    })
}

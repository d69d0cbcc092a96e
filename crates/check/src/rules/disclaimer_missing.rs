//! `disclaimer-missing`: an article or an exercise that shows no disclaimer.
//!
//! Readers have to know that a page is no substitute for care. A page that leaves its disclaimers out and gives a reason
//! has decided so, and a withdrawn page gives no advice.

use wellpress_diagnostics::{Diagnostic, Location, rules};
use wellpress_markdown::directives::DirectiveKind;

use wellpress_site::model::Page;
use wellpress_site::resolve::ResolvedSite;
use wellpress_site::resolve::disclaimers::PlacedDisclaimers;
use wellpress_site::sections::ContentKind;

/// A finding at the start of the file. What a page leaves out with a reason is not missing.
pub(super) fn find(resolved: &ResolvedSite<'_>, page: &Page) -> Option<Diagnostic> {
    let reviewed = page
        .editorial()
        .filter(|_| page.is_health && matches!(page.kind, ContentKind::Article | ContentKind::Exercise))?;
    let PlacedDisclaimers { top, bottom, with_exercise, with_video } = &resolved.pages[page.id].disclaimers;
    let is_in_text = page.body.directives.iter().any(|directive| directive.kind == DirectiveKind::Disclaimer);
    let is_placed = [top, bottom, with_exercise, with_video].into_iter().any(|placed| !placed.is_empty());
    let is_missing = !is_placed && !is_in_text && reviewed.omitted.is_empty() && !page.is_withdrawn();
    is_missing.then(|| {
        let message = format!("no disclaimer stands on this {}", page.word);
        Diagnostic::new(&rules::DISCLAIMER_MISSING, Location::file(page.source.path.clone()), message)
            .help("name one under `disclaimers` in the settings, for all pages, or in the front matter")
    })
}

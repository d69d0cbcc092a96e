//! `guide-invalid`: `guide` in the front matter of a page that cannot do what it says.
//!
//! Readers would see a page without the parts that its author expects. The site is sound without them, so that it is a warning.

use wellpress_diagnostics::{Diagnostic, Location, rules};

use crate::model::{Page, Site};
use crate::resolve::translations;

/// A finding for each page, at the value of `guide`.
pub(super) fn find(site: &Site) -> impl Iterator<Item = Diagnostic> {
    site.pages.iter().filter_map(move |page| of_translation(page, translations::original(site, page)?))
}

/// A translation that says something else than its original.
fn of_translation(page: &Page, original: &Page) -> Option<Diagnostic> {
    let guide = page.settings.guide.filter(|guide| guide.value != original.is_meant_as_guide())?;
    let (message, help) = if guide.value {
        ("the original of this page is no guide", "write `guide: true` into the original, and take it out here")
    } else {
        (
            "the original of this page is a guide, and so is this page",
            "take the line out; a page is a guide in all languages or in none",
        )
    };
    let finding = Diagnostic::new(&rules::GUIDE_INVALID, page.source.locate(guide.span), message);
    Some(finding.help(help).related(Location::file(original.source.path.clone()), "the original"))
}

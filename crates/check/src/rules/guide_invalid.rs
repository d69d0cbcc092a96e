//! `guide-invalid`: `guide` in the front matter of a page that cannot do what it says.
//!
//! Readers would see a page without the parts that its author expects. The site is sound without them, so that it is a warning.

use wellpress_diagnostics::yaml::Located;
use wellpress_diagnostics::{Diagnostic, Location, Span, rules};

use wellpress_site::model::{Page, Site};

/// A finding for each page, at the value of `guide`.
pub(super) fn find(site: &Site) -> impl Iterator<Item = Diagnostic> {
    let pages = site.pages.iter().filter(|page| !page.is_withdrawn());
    pages.filter_map(move |page| {
        // Without a place, nobody has written it: the text of a folder without front matter is a guide by itself.
        let guide = page.front.guide.filter(|guide| guide.span != Span::default())?;
        match site.original(page) {
            Some(original) => of_translation(page, guide, original),
            None if guide.value => within_guide(site, page, guide).or_else(|| without_parts(site, page, guide)),
            None => None,
        }
    })
}

/// A translation that says something else than its original.
fn of_translation(page: &Page, guide: Located<bool>, original: &Page) -> Option<Diagnostic> {
    let (message, help) = match (guide.value, original.is_meant_as_guide()) {
        (true, false) => {
            ("the original of this page is no guide", "write `guide: true` into the original, and take it out here")
        }
        (false, true) => (
            "the original of this page is a guide, and so is this page",
            "take the line out; a page is a guide in all languages or in none",
        ),
        _ => return None,
    };
    let finding = finding(page, guide, message).help(help);
    Some(finding.related(Location::file(original.source.path.clone()), "the original"))
}

/// A part of a guide that says to be a guide itself.
fn within_guide(site: &Site, page: &Page, guide: Located<bool>) -> Option<Diagnostic> {
    let outer = site.guide_of(page.id).filter(|outer| *outer != page.id).map(|outer| site.page(outer))?;
    let finding = finding(page, guide, "a part of a guide cannot be a guide");
    let finding = finding.help("take the line out, or move the folder out of that of the other guide");
    Some(finding.related(Location::file(outer.source.path.clone()), "the guide of which it is a part"))
}

/// A guide that no page is below. Pages below a withdrawn guide, or below an exercise, are not asked for.
fn without_parts(site: &Site, page: &Page, guide: Located<bool>) -> Option<Diagnostic> {
    let folder = &site.section(page).folder;
    if page.route.is_empty() {
        let finding = finding(page, guide, "a guide has a folder of its own, and this page is in that of its section");
        return Some(finding.help(format!("move it to `content/{folder}/my-guide/index.md`, or take `guide` out")));
    }
    if page.kind.has_handouts() || !site.below(page.id).is_empty() {
        return None;
    }
    let finding = finding(page, guide, "this guide has no parts: no published page is below it");
    Some(finding.help(format!("put the parts into `content/{folder}/{}/`, or take `guide` out", page.route)))
}

fn finding(page: &Page, guide: Located<bool>, message: &str) -> Diagnostic {
    Diagnostic::new(&rules::GUIDE_INVALID, page.source.locate(guide.span), message)
}

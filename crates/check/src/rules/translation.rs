//! `translation-stale` and `translation-unrecorded`: translations whose original has changed since, and those that do not
//! say what they were made from.
//!
//! A caution that was added to the original is missing in the translation, and its readers do not know. A hash of the
//! words that readers see decides, so that new dates or reviewers make no translation stale.

use wellpress_diagnostics::{Diagnostic, Location, rules};

use wellpress_site::model::Page;
use wellpress_site::resolve::ResolvedSite;
use wellpress_site::resolve::{reviewed_text, translations};

/// At most one finding for each translation. Two pages decide, so it is asked of the site as a whole.
pub(super) fn find<'a>(resolved: &'a ResolvedSite<'_>) -> impl Iterator<Item = Diagnostic> + 'a {
    let site = resolved.site;
    site.pages.iter().filter_map(move |page| of_page(page, site.original(page)?))
}

fn of_page(page: &Page, original: &Page) -> Option<Diagnostic> {
    let Some(hash) = &page.front.translated_from else {
        let message = "this translation does not say what it was made from";
        let location = Location::file(page.source.path.clone());
        let help = format!("if it says what the original says now, add `{}`", line(original));
        return Some(Diagnostic::new(&rules::TRANSLATION_UNRECORDED, location, message).help(help));
    };
    let is_outdated = translations::is_outdated(page, original);
    let message = "the original has changed since this translation was made";
    let help = format!("bring the translation up to date, then write `{}`", line(original));
    let finding = Diagnostic::new(&rules::TRANSLATION_STALE, page.source.locate(hash.span), message).help(help);
    is_outdated.then(|| finding.related(Location::file(original.source.path.clone()), "the original"))
}

fn line(original: &Page) -> String {
    format!("translated_from: \"{}\"", reviewed_text::own_words(original))
}

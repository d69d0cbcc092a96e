//! `translation-stale` and `translation-unrecorded`: translations, Easy Read versions and recordings whose page has changed since, and
//! those that do not say what they were made from.
//!
//! A caution that was added to the original is missing in the translation, and its readers do not know. A hash of the
//! words that readers see decides, so that new dates or reviewers make no translation stale.

use wellpress_diagnostics::{Diagnostic, Location, rules};

use wellpress_site::model::Page;
use wellpress_site::resolve::{ResolvedSite, ResolvedTexts, reviewed_text, translations};

/// At most one finding for each translation, Easy Read version and recording. Two pages decide, so it is asked of the site as a whole.
pub(super) fn find<'a>(resolved: &'a ResolvedSite<'_>) -> impl Iterator<Item = Diagnostic> + 'a {
    let site = resolved.site;
    let of_pages = site.pages.iter().filter_map(move |page| of_page(resolved.texts(), page, site.original(page)?));
    let with_files = site.pages.iter().filter(|page| !resolved.pages[page.id].forms.is_empty());
    of_pages.chain(with_files.flat_map(|page| of_files(resolved, page)))
}

fn of_page(texts: ResolvedTexts<'_>, page: &Page, original: &Page) -> Option<Diagnostic> {
    let is_easy_read = page.is_easy_read();
    if is_easy_read && page.is_withdrawn() {
        return None;
    }
    let (word, origin) = if is_easy_read { ("Easy Read version", "page") } else { ("translation", "original") };
    let words = translations::hash_of_original(texts, page, original);
    let line = format!("translated_from: \"{words}\"");
    let Some(hash) = &page.front.translated_from else {
        let message = format!("this {word} does not say what it was made from");
        let location = Location::file(page.source.path.clone());
        let help = format!("if it says what the {origin} says now, add `{line}`");
        return Some(Diagnostic::new(&rules::TRANSLATION_UNRECORDED, location, message).help(help));
    };
    let message = format!("the {origin} has changed since this {word} was made");
    let help = format!("bring the {word} up to date, then write `{line}`");
    let finding = Diagnostic::new(&rules::TRANSLATION_STALE, page.source.locate(hash.span), message).help(help);
    (hash.value != words)
        .then(|| finding.related(Location::file(original.source.path.clone()), format!("the {origin}")))
}

/// What the recordings and the files in large print say of the words of their page. One that was withdrawn has none.
fn of_files(resolved: &ResolvedSite<'_>, page: &Page) -> Vec<Diagnostic> {
    if page.is_withdrawn() {
        return Vec::new();
    }
    let words = reviewed_text::shown_words(resolved.texts(), page);
    let from = format!("made_from: \"{words}\"");
    let findings = resolved.pages[page.id].forms.iter().filter_map(|file| {
        let (key, word) = (file.kind.as_str(), file.kind.name());
        match &file.made_from {
            Some(hash) if hash.value == words => None,
            Some(hash) => {
                let message = format!("this page has changed since its {word} was made");
                let help = format!("make the {word} anew, then write `{from}` below `{key}`");
                Some(Diagnostic::new(&rules::TRANSLATION_STALE, page.source.locate(hash.span), message).help(help))
            }
            None => {
                let message = format!("`{key}` does not say from which words of the page it was made");
                let help = format!("if it says what the page says now, write `{from}` below `{key}`");
                Some(Diagnostic::new(&rules::TRANSLATION_UNRECORDED, page.source.locate(file.span), message).help(help))
            }
        }
    });
    findings.collect()
}

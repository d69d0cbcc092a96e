//! `translation-stale` and `translation-unrecorded`: translations, Easy Read versions and recordings whose page has changed since, and
//! those that do not say what they were made from.
//!
//! A caution that was added to the original is missing in the translation, and its readers do not know. A hash of the
//! words that readers see decides, so that new dates or reviewers make no translation stale.

use wellpress_diagnostics::{Diagnostic, Location, rules};

use wellpress_site::model::Page;
use wellpress_site::resolve::forms::{self, FormPlace, FormState, ResolvedForm};
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
    let line = format!("{TRANSLATED_FROM}: \"{}\"", translations::hash_of_original(texts, page, original));
    let Some(hash) = &page.front.translated_from else {
        let message = format!("this {word} does not say what it was made from");
        let location = Location::file(page.source.path.clone());
        let help = format!("if it says what the {origin} says now, add `{line}`");
        return Some(Diagnostic::new(&rules::TRANSLATION_UNRECORDED, location, message).help(help));
    };
    let has_changed = translations::has_changed(texts, page, original);
    let message = format!("the {origin} has changed since this {word} was made");
    let help = format!("bring the {word} up to date, then write `{line}`");
    let finding = Diagnostic::new(&rules::TRANSLATION_STALE, page.source.locate(hash.span), message).help(help);
    has_changed.then(|| finding.related(Location::file(original.source.path.clone()), format!("the {origin}")))
}

/// What the recordings and the files in large print say of the words of their page.
fn of_files(resolved: &ResolvedSite<'_>, page: &Page) -> Vec<Diagnostic> {
    let forms = forms::of_page(resolved, page).into_iter().filter_map(|form| match form.place {
        FormPlace::File(file) => Some((form, file)),
        FormPlace::Page(_) => None,
    });
    let words = reviewed_text::shown_words(resolved.texts(), page);
    let is_other = |file: &ResolvedForm| file.made_from.as_ref().is_some_and(|hash| hash.value != words);
    let findings = forms.filter_map(|(form, file)| {
        let (key, word) = (form.kind.as_str(), form.kind.name());
        let from = format!("{MADE_FROM}: \"{words}\"");
        match form.state {
            FormState::Current => None,
            // The page is a translation whose original has changed, about which there is another finding.
            FormState::Behind if !is_other(file) => None,
            FormState::Behind => {
                let span = file.made_from.as_ref().map_or(file.span, |hash| hash.span);
                let message = format!("this page has changed since its {word} was made");
                let help = format!("make the {word} anew, then write `{from}` below `{key}`");
                Some(Diagnostic::new(&rules::TRANSLATION_STALE, page.source.locate(span), message).help(help))
            }
            FormState::Unrecorded => {
                let message = format!("`{key}` does not say from which words of the page it was made");
                let help = format!("if it says what the page says now, write `{from}` below `{key}`");
                Some(Diagnostic::new(&rules::TRANSLATION_UNRECORDED, page.source.locate(file.span), message).help(help))
            }
        }
    });
    findings.collect()
}

const TRANSLATED_FROM: &str = "translated_from";
const MADE_FROM: &str = "made_from";

//! `translation-stale` and `translation-unrecorded`: translations, Easy Read versions and recordings whose page has changed since, and
//! those that do not say what they were made from.
//!
//! A caution that was added to the original is missing in the translation, and its readers do not know. A hash of the
//! words that readers see decides, so that new dates or reviewers make no translation stale.

use wellpress_diagnostics::{Diagnostic, Location, rules};

use wellpress_site::model::Page;
use wellpress_site::resolve::ResolvedSite;
use wellpress_site::resolve::forms::{self, FormPlace, FormState};
use wellpress_site::resolve::{reviewed_text, translations};

/// At most one finding for each translation, Easy Read version and recording. Two pages decide, so it is asked of the site as a whole.
pub(super) fn find<'a>(resolved: &'a ResolvedSite<'_>) -> impl Iterator<Item = Diagnostic> + 'a {
    let site = resolved.site;
    let of_pages = site.pages.iter().filter_map(move |page| of_page(page, site.original(page)?));
    let with_files = site.pages.iter().filter(|page| !resolved.pages[page.id].forms.is_empty());
    of_pages.chain(with_files.flat_map(|page| of_files(resolved, page)))
}

fn of_page(page: &Page, original: &Page) -> Option<Diagnostic> {
    let is_easy_read = page.is_easy_read();
    if is_easy_read && page.is_withdrawn() {
        return None;
    }
    let (word, origin) = if is_easy_read { ("Easy Read version", "page") } else { ("translation", "original") };
    let Some(hash) = &page.front.translated_from else {
        let message = format!("this {word} does not say what it was made from");
        let location = Location::file(page.source.path.clone());
        let help = format!("if it says what the {origin} says now, add `{}`", line(TRANSLATED_FROM, original));
        return Some(Diagnostic::new(&rules::TRANSLATION_UNRECORDED, location, message).help(help));
    };
    let is_outdated = translations::is_outdated(page, original);
    let message = format!("the {origin} has changed since this {word} was made");
    let help = format!("bring the {word} up to date, then write `{}`", line(TRANSLATED_FROM, original));
    let finding = Diagnostic::new(&rules::TRANSLATION_STALE, page.source.locate(hash.span), message).help(help);
    is_outdated.then(|| finding.related(Location::file(original.source.path.clone()), format!("the {origin}")))
}

/// What the recordings and the files in large print say of the words of their page.
fn of_files(resolved: &ResolvedSite<'_>, page: &Page) -> Vec<Diagnostic> {
    let forms = forms::of_page(resolved, page).into_iter().filter_map(|form| match form.place {
        FormPlace::File(file) => Some((form, file)),
        FormPlace::Page(_) => None,
    });
    let findings = forms.filter_map(|(form, file)| {
        let (key, word) = (form.kind.as_str(), form.kind.name());
        let from = line(MADE_FROM, page);
        match form.state {
            FormState::Current => None,
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

fn line(key: &str, original: &Page) -> String {
    format!("{key}: \"{}\"", reviewed_text::own_words(original))
}

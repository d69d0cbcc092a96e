//! A translation and the page that it was made from, which it names by the hash of its words.

use crate::model::{Found, Page, Site};

use super::reviewed_text;

/// The page that a translation was made from: the same page in the site's own language.
#[must_use]
pub fn original<'a>(site: &'a Site, page: &Page) -> Option<&'a Page> {
    if page.language == 0 {
        return None;
    }
    match site.index.find_exactly(page.kind, &page.name, 0) {
        Found::Page(found) => Some(site.page(found)),
        Found::Hidden(_) | Found::Nothing => None,
    }
}

/// Whether the original no longer says what it said when the translation was made; not where nothing says what that was.
#[must_use]
pub fn is_outdated(page: &Page, original: &Page) -> bool {
    page.settings.translated_from.as_ref().is_some_and(|hash| hash.value != reviewed_text::own_words(original))
}

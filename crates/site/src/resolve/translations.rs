//! Connects a translation with its original, and an Easy Read version with its page. Each records the hash of the original's words
//! (`translated_from`), so that an original edited later is noticed.

use crate::config::MAIN_LANGUAGE;
use crate::model::{Page, Site};

use super::reviewed_text;

/// The original of a translation: the page of the same kind and name in the site's first language. That of an Easy Read version is
/// its page, in the same language. `None` for other pages, and for a translation whose original is missing or not published.
#[must_use]
pub fn original<'a>(site: &'a Site, page: &Page) -> Option<&'a Page> {
    if page.is_easy_read() {
        return site.full_page_of(page.id);
    }
    if page.language == MAIN_LANGUAGE {
        return None;
    }
    site.index.in_language(page, MAIN_LANGUAGE).map(|original| site.page(original))
}

/// Whether the original changed after the translation was made. `false` if the translation has no `translated_from`.
#[must_use]
pub fn is_outdated(page: &Page, original: &Page) -> bool {
    page.front.translated_from.as_ref().is_some_and(|hash| hash.value != reviewed_text::own_words(original))
}

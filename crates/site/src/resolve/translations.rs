//! Connects a translation with its original, and an Easy Read version with its page. Each records the hash of the original's words
//! (`translated_from`), so that an original edited later is noticed.

use crate::model::Page;

use super::reviewed_text;

/// Whether the original changed after the translation was made. `false` if the translation has no `translated_from`.
#[must_use]
pub fn is_outdated(page: &Page, original: &Page) -> bool {
    page.front.translated_from.as_ref().is_some_and(|hash| hash.value != reviewed_text::own_words(original))
}

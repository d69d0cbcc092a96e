//! Connects a translation with its original, and an Easy Read version with its page. Each records the hash of the original's words
//! (`translated_from`), so that an original edited later is noticed.

use std::collections::BTreeSet;

use crate::model::{Page, PageId};

use super::resolved_texts::ResolvedTexts;
use super::reviewed_text;

/// The hash that a translation or an Easy Read version of a page records. A translation shows exercises and snippets of its own language;
/// an Easy Read version says them in its own words.
#[must_use]
pub fn hash_of_original(texts: ResolvedTexts<'_>, page: &Page, original: &Page) -> String {
    if page.is_easy_read() { reviewed_text::shown_words(texts, original) } else { reviewed_text::own_words(original) }
}

/// The pages whose readers see less than the original says today: the original has changed, or that of an Easy Read version is itself a
/// translation whose original has.
pub(super) fn outdated_pages(texts: ResolvedTexts<'_>) -> BTreeSet<PageId> {
    let pages = texts.site.pages.iter().filter(|page| is_outdated(texts, page));
    pages.map(|page| page.id).collect()
}

fn is_outdated(texts: ResolvedTexts<'_>, page: &Page) -> bool {
    let Some(original) = texts.site.original(page).filter(|_| !page.is_withdrawn()) else { return false };
    let recorded = page.front.translated_from.as_ref();
    recorded.is_some_and(|hash| hash.value != hash_of_original(texts, page, original))
        || page.is_easy_read() && is_outdated(texts, original)
}

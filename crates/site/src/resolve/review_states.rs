//! [`PageReviewState`]: whether the sign-offs of a page are of its present words, and whether their signatures are valid.
//!
//! It is computed once for each page with sign-offs, because rules, the rendered page and `review` all ask.

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;

use wellpress_diagnostics::Span;

use crate::config::Config;
use crate::model::sign_off::PageSignOffs;
use crate::model::{Page, PageId};
use crate::parse::sign_offs::SignOff;
use crate::sections::ContentKind;

use super::resolved_texts::ResolvedTexts;
use super::reuse::Invalidation;
use super::reviewed_text::ReviewedText;
use super::signatures::{KeyRing, SignatureVerdict, statements};

/// The states of a page's sign-offs, in the order of the file.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct PageReviewState {
    entries: Vec<SignOffState>,
}

/// The state of one sign-off.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct SignOffState {
    /// Where it stands in its file, which tells it from the others.
    place: (u32, u32),
    /// Whether it is of exactly the words and files that the page shows now.
    pub is_of_present_words: bool,
    /// Whether it is signed, and the signature valid.
    pub verdict: SignatureVerdict,
}

/// What readers may be told of a review.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ReviewStanding {
    /// Whether the reviewer signed other words than those that the page has now.
    pub is_outdated: bool,
    /// Whether the review has a valid signature over the present words.
    pub is_signed: bool,
}

fn place(span: Span) -> (u32, u32) {
    (span.start, span.end)
}

impl PageReviewState {
    fn of(config: &Config, texts: ResolvedTexts<'_>, page: &Page, sign_offs: &PageSignOffs, keys: &KeyRing) -> Self {
        let text = ReviewedText::of(config, texts, page);
        let entries = statements(sign_offs).into_iter().map(|statement| SignOffState {
            place: place(statement.entry.person.span),
            is_of_present_words: text.is_signed_by(statement.entry),
            verdict: statement.verify(keys),
        });
        Self { entries: entries.collect() }
    }

    /// The state of one of the page's sign-offs.
    #[must_use]
    pub fn of_entry(&self, entry: &SignOff) -> Option<&SignOffState> {
        self.at(entry.person.span)
    }

    pub(super) fn at(&self, span: Span) -> Option<&SignOffState> {
        self.entries.iter().find(|state| state.place == place(span))
    }
}

/// The states of all pages with sign-offs. Those of pages that no edit affects are taken over from the previous run. An edit of
/// a person's record can affect any page.
pub(super) fn of_pages(
    config: &Config,
    texts: ResolvedTexts<'_>,
    keys: &KeyRing,
    invalidation: Option<&Invalidation<'_>>,
) -> BTreeMap<PageId, Arc<PageReviewState>> {
    let previous = invalidation.filter(|invalidation| !invalidation.has_edited(ContentKind::Person));
    let previous = previous.map(|invalidation| invalidation.previous);
    let previous = previous.filter(|previous| previous.signing_keys == *keys);
    let pages = texts.site.pages.as_slice().par_iter();
    let states = pages.filter_map(|page| {
        let sign_offs = page.sign_offs.as_ref()?;
        let unchanged = previous.filter(|run| {
            let is_same_page = run.pages.get(page.id).is_some_and(|old| Arc::ptr_eq(old, &texts.pages[page.id]));
            let old_sign_offs = run.site.pages.get(page.id).and_then(|old| old.sign_offs.as_ref());
            is_same_page && old_sign_offs.is_some_and(|old| Arc::ptr_eq(&old.file, &sign_offs.file))
        });
        let state = unchanged.and_then(|run| run.review_states.get(&page.id)).cloned();
        Some((page.id, state.unwrap_or_else(|| Arc::new(PageReviewState::of(config, texts, page, sign_offs, keys)))))
    });
    states.collect::<Vec<_>>().into_iter().collect()
}

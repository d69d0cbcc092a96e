//! Compares the steps that a page shows with those that the build wrote: no step more, none less, and none outside of its list.

use std::borrow::Cow;

use memchr::memmem;

use super::super::html::blocks::without_tags;
use super::RequiredParts;
use super::folded_text::folded;
use super::notices::{self, BETWEEN_PARTS, PageNotices, StepList, Words};

/// A step that the page shows once more than the build wrote it, in whatever form: in another element, in an attribute, with a sign
/// in front of it, in capitals. One sentence may stand elsewhere by chance, so at least two steps of a list and half of them have to.
pub(super) fn repeated_step<'r>(required: &'r RequiredParts<'_>, page: &PageNotices) -> Option<&'r str> {
    if required.page.steps.is_empty() {
        return None;
    }
    let mut rest = Cow::Borrowed(&*page.words.text);
    // Parts that the page does not have as a whole: their steps stand in the rest, too.
    let mut in_pieces = Words::default();
    for Words { text, attributes } in required.words_without(&page.known) {
        in_pieces.attributes.push_str(&attributes);
        match text.trim() {
            "" => {}
            text => match rest.find(text) {
                Some(at) => rest.to_mut().replace_range(at..at + text.len(), BETWEEN_PARTS),
                None => in_pieces.text.push_str(text),
            },
        }
    }
    // HTML that a page shows as text, or hands to a script, has its words between tags.
    let [rest, attributes] = [&*rest, &page.words.attributes].map(|text| folded(&without_tags(text)));
    let in_pieces = Words { text: folded(&in_pieces.text), attributes: folded(&in_pieces.attributes) };
    let is_repeated = |item: &&str| {
        let item = folded(item);
        let item = memmem::Finder::new(&item);
        let count = |text: &str| item.find_iter(text.as_bytes()).count();
        let is_more = |text: &str, in_pieces: &str| {
            let shown = count(text);
            shown > 0 && shown > count(in_pieces)
        };
        !item.needle().is_empty() && (is_more(&rest, &in_pieces.text) || is_more(&attributes, &in_pieces.attributes))
    };
    required.page.steps.iter().find_map(|steps| {
        let items = steps.items.iter().map(|item| item.trim()).filter(|item| item.len() >= notices::LEAST_SENTENCE);
        let repeated: Vec<&str> = items.filter(is_repeated).collect();
        let are_many = repeated.len() > 1 && repeated.len() * 2 >= steps.items.len();
        repeated.first().copied().filter(|_| are_many)
    })
}

/// Whether one of these lists has this text.
pub(super) fn has_steps(lists: &[StepList], text: &str) -> bool {
    lists.iter().any(|list| list.text == text)
}

/// Whether the page shows each list of steps as often as it has to, word for word, and no other.
pub(super) fn same_steps(required: &[StepList], shown: &[StepList]) -> bool {
    texts_of(required) == texts_of(shown)
}

/// The texts of lists, without empty ones, sorted.
fn texts_of(lists: &[StepList]) -> Vec<&str> {
    let mut texts: Vec<&str> = lists.iter().map(|list| &*list.text).filter(|text| !text.is_empty()).collect();
    texts.sort_unstable();
    texts
}

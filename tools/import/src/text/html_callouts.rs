//! Callouts that are elements of HTML with a class, such as `<div class="alert alert-danger">` of Bootstrap.

use super::{callout, has_word};

/// The callout that classes make of an element. Most words of callouts, such as "example", also name other boxes: these count beside a
/// word for boxes, as in `alert alert-success`. A warning counts more than a note.
pub(crate) fn kind_of(classes: &str) -> Option<&'static str> {
    const BOXES: &str = "alert callout admonition notice note";
    const SURE: &str = "note tip hint important warning caution danger attention";
    let classes = classes.to_lowercase();
    let is_box = classes.split_whitespace().any(|class| has_word(BOXES, class));
    let kind = |class: &str| {
        let parts = ["alert-", "callout-", "notice--", "notice-", "admonition-"];
        let word = parts.iter().find_map(|part| class.strip_prefix(part));
        callout(word.unwrap_or(class)).filter(|_| is_box || word.is_some() || has_word(SURE, class))
    };
    let kinds: Vec<&str> = classes.split_whitespace().filter_map(kind).collect();
    kinds.iter().find(|kind| matches!(**kind, "warning" | "caution" | "important")).or(kinds.last()).copied()
}

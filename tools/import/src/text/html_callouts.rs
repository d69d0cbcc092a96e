//! Callouts that are elements of HTML with a class, such as `<div class="alert alert-danger">` of Bootstrap.

use super::{callout, has_word, strongest};

/// Words for boxes in the names of classes and tags.
const BOXES: &str = "alert callout admonition notice panel message box style";

/// The parts of the name of a class or a tag, such as `bs-callout-danger`.
pub(crate) fn parts(name: &str) -> impl Iterator<Item = &str> {
    name.split(|sign: char| !sign.is_alphanumeric())
}

/// Whether a part of a name is a word for a box.
pub(crate) fn has_box(name: &str) -> bool {
    parts(name).any(|part| has_word(BOXES, part))
}

/// The callout that classes make of an element. Most words of callouts, such as "example", also name other boxes: these count beside a
/// word for boxes, as in `alert alert-success`. A warning counts more than a note.
pub(crate) fn kind_of(classes: &str) -> Option<&'static str> {
    const SURE: &str = "note tip hint important warning caution danger attention";
    let classes = classes.to_lowercase();
    let is_box = classes.split_whitespace().any(|class| has_word(BOXES, class) || class == "note");
    // `info-box-title` is a part of a box.
    let ends_with_box = |class: &str| {
        let end: Vec<&str> = parts(class).filter(|part| !part.is_empty()).collect();
        let end = end.rchunks(2).next().unwrap_or_default();
        end.iter().any(|part| has_word(BOXES, part))
            && end.iter().all(|part| has_word(BOXES, part) || callout(part).is_some())
    };
    let named = classes.split_whitespace().filter(|class| is_box || has_word(SURE, class) || ends_with_box(class));
    // `alert` alone is a callout, and `alert-title` a part of one.
    let words = named
        .flat_map(|class| parts(class).filter(move |part| !has_word(BOXES, part) || *part == class && *part != "box"));
    strongest(words.filter_map(callout))
}

#[cfg(test)]
mod tests {
    use super::kind_of;

    #[test]
    fn the_class_that_warns_the_most_counts() {
        for classes in [
            "alert alert--danger",
            "bs-callout bs-callout-danger",
            "panel panel-danger",
            "warning-box",
            "is-style-warning",
            "box warning",
            "message is-danger",
            "Notice notice--warning notice--info",
        ] {
            assert_eq!(kind_of(classes), Some("warning"), "{classes}");
        }
        assert_eq!([kind_of("alert"), kind_of("callout alert-success")], [Some("note"), Some("tip")]);
        for classes in [
            "box",
            "panel",
            "kt-info-box-title",
            "alert-heading",
            "admonition-title",
            "btn btn-danger",
            "text-danger",
            "example",
        ] {
            assert_eq!(kind_of(classes), None, "{classes}");
        }
    }
}

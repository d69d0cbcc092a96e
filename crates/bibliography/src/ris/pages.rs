//! RIS's first and last page as one range.

/// First and last page together; a dash divides them where they have hyphens of their own.
pub(super) fn range(first: Option<String>, last: Option<String>) -> Option<String> {
    let first = first.map(|first| first.replace("--", "-"));
    match (first, last) {
        (Some(first), Some(last)) if first == last || first.contains(['-', '\u{2013}']) && first.ends_with(&last) => {
            Some(first)
        }
        (Some(first), Some(last)) if first.contains('-') || last.contains('-') => {
            Some(format!("{first}\u{2013}{last}"))
        }
        (Some(first), Some(last)) => Some(format!("{first}-{last}")),
        (first, last) => first.or(last).map(|pages| plain(&pages)),
    }
}

/// A range in one value with a plain hyphen between plain numbers.
fn plain(pages: &str) -> String {
    match pages.split_once('\u{2013}') {
        Some((first, last)) if !pages.contains('-') => format!("{}-{}", first.trim(), last.trim()),
        _ => pages.to_owned(),
    }
}

//! What the path of a file says: whether it fits a pattern, its language, and its date.

use std::collections::BTreeMap;
use std::ops::Range;

use wellpress_foundation::Day;

/// Whether a path fits a pattern with stars, or lies in the folder that it names.
pub(super) fn fits(pattern: &str, path: &str) -> bool {
    let pattern = pattern.trim_start_matches("./").trim_start_matches('/');
    let folder = pattern.trim_end_matches('/');
    if path == folder || path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/')) {
        return true;
    }
    let mut parts = pattern.split('*').filter(|part| !part.is_empty());
    if !pattern.contains('*') {
        return false;
    }
    let (mut rest, mut is_first) = (path, !pattern.starts_with('*'));
    let fits_parts = parts.all(|part| {
        let part = if rest == path { part.trim_start_matches('/') } else { part };
        let Some(at) = rest.find(part).filter(|at| !is_first || *at == 0) else { return false };
        (rest, is_first) = (&rest[at + part.len()..], false);
        true
    });
    fits_parts && (rest.is_empty() || pattern.ends_with('*'))
}

/// A name such as `neck.es`, if `es` is a language of the site.
pub(super) fn language_of_name(name: &str, languages: &BTreeMap<String, String>) -> (String, Option<String>) {
    match name.rsplit_once('.') {
        Some((name, tag)) if languages.contains_key(tag) => (name.to_owned(), Some(tag.to_owned())),
        _ => (name.to_owned(), None),
    }
}

/// The date at the start of a name such as `2024-03-05-neck`, and the rest.
pub(super) fn date_in_name(name: &str) -> (Option<Day>, String) {
    let date = name.get(..10).and_then(Day::parse);
    match (date, name.get(10..).and_then(|rest| rest.strip_prefix(['-', '_']))) {
        (Some(day), Some(rest)) if !rest.is_empty() => (Some(day), rest.to_owned()),
        _ => (None, name.to_owned()),
    }
}

/// An address with one `/` between its parts.
pub(super) fn without_empty_parts(address: &str) -> String {
    let parts: Vec<&str> = address.split('/').filter(|part| !part.is_empty()).collect();
    let end = if address.ends_with('/') && !parts.is_empty() { "/" } else { "" };
    format!("/{}{end}", parts.join("/"))
}

/// A part of a written day, such as `0..4` for the year. It is empty if there is no day.
pub(super) fn part_of_day(day: &str, range: Range<usize>) -> String {
    day.get(range).unwrap_or_default().to_owned()
}

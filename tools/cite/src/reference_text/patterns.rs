//! The patterns of references: how they are compiled, found in a text and taken out of it, and the pattern of a date.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::LazyLock;

use fancy_regex::Regex;

pub(super) const MONTH: &str = r"(?:Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?\.?|July?\.?|Aug(?:ust|\.)?|Sept?(?:ember|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)";

/// A date that can be read in one way only. `03/05/2025` is none: it is in March or in May.
pub(super) static DATE: LazyLock<String> = LazyLock::new(|| {
    format!(
        r"(?:\d{{4}}-\d{{2}}-\d{{2}}|\d{{1,2}}(?:st|nd|rd|th)?\s+{MONTH},?\s+\d{{4}}|{MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+\d{{4}}|\d{{4}},?\s+{MONTH}(?:\s+\d{{1,2}})?|{MONTH},?\s+\d{{4}}|(?:19|20)\d{{2}})\b"
    )
});

/// Compiles a pattern; spaces in it count.
pub(super) fn pattern(text: &str) -> Regex {
    Regex::new(text).expect("the patterns of references are fixed and valid")
}

/// The values of a pattern's named groups that took part in a match.
pub(super) type Groups = BTreeMap<String, String>;

/// The groups of the first match, with its range in the text.
pub(super) fn find(pattern: &Regex, text: &str) -> Option<(Groups, Range<usize>)> {
    // An error is a pattern that went back too often: then the text counts as one without a match.
    let captures = pattern.captures(text).ok().flatten()?;
    let names = pattern.capture_names().flatten();
    let groups = names.filter_map(|name| Some((name.to_owned(), captures.name(name)?.as_str().trim().to_owned())));
    let range = captures.get(0)?.range();
    Some((groups.collect(), range))
}

/// Takes the first match out of the text and puts `instead` in its place.
pub(super) fn take(pattern: &Regex, text: &mut String, instead: &str) -> Option<Groups> {
    let (groups, range) = find(pattern, text)?;
    text.replace_range(range, instead);
    Some(groups)
}

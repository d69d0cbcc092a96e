//! "Did you mean": a word that does not exist and the words that do in, the most likely of them out.

use crate::Diagnostic;

/// The longest edit distance that still counts as a typing mistake, however long the word.
const MAX_DISTANCE: usize = 4;

/// The shortest common beginning that makes two words similar.
const MIN_PREFIX_CHARS: usize = 4;

/// How many findings of one text may have a suggestion.
const MOST_SUGGESTIONS: usize = 200;

/// Whether the next finding about an unknown name gets a suggestion beside the findings that its text has already. For each one every
/// candidate is looked at, so that a text with ten thousand unknown names in a site with as many pages would take minutes.
///
/// ```
/// assert!(wellpress_diagnostics::may_suggest(&[]));
/// ```
#[must_use]
pub fn may_suggest(findings: &[Diagnostic]) -> bool {
    findings.len() < MOST_SUGGESTIONS
}

/// The candidate nearest to `word` by edit distance or by common beginning, or `None` if none is near enough to be
/// meant. Case is ignored, and `word` itself is no candidate.
///
/// ```
/// use wellpress_diagnostics::nearest;
///
/// assert_eq!(nearest("titel", ["type", "title"]), Some("title"));
/// assert_eq!(nearest("desc", ["title", "description"]), Some("description"));
/// assert_eq!(nearest("zebra", ["title"]), None);
/// ```
#[must_use]
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    nearest_by(word, candidates, similar_word_distance)
}

/// The path nearest to `path`, as [`nearest`] for words. Folders at the start that both paths share do not count: they
/// would make any two files of one deep folder look alike.
///
/// ```
/// use wellpress_diagnostics::nearest_path;
///
/// let pages = ["content/articles/neck-pain.md", "content/articles/back-pain.md"];
/// assert_eq!(nearest_path("content/articles/neckpain.md", pages), Some("content/articles/neck-pain.md"));
/// assert_eq!(nearest_path("content/articles/zebra.md", ["content/articles/hip.md"]), None);
/// ```
#[must_use]
pub fn nearest_path<'a>(path: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    nearest_by(path, candidates, |path, candidate| {
        let shared = shared_folders_length(path, candidate);
        // Both are cut behind a slash, so no cut falls into a character.
        similar_word_distance(&path[shared..], &candidate[shared..])
    })
}

/// The candidate with the least distance from `word`, of those that have one. `distance` gets both in lower case.
fn nearest_by<'a>(
    word: &str,
    candidates: impl IntoIterator<Item = &'a str>,
    distance: impl Fn(&str, &str) -> Option<usize>,
) -> Option<&'a str> {
    let folded_word = word.to_lowercase();
    let others = candidates.into_iter().filter(|candidate| *candidate != word);
    let with_distance =
        others.filter_map(|candidate| Some((distance(&folded_word, &candidate.to_lowercase())?, candidate)));
    // Of equally near candidates the first by alphabet, so that the message does not depend on their order.
    with_distance.min().map(|(_, candidate)| candidate)
}

/// How many bytes the folders at the start of both paths have, with their slashes. A slash that ends a path is part of
/// its last name and not of a shared folder.
fn shared_folders_length(left: &str, right: &str) -> usize {
    let same = left.bytes().zip(right.bytes()).take_while(|(a, b)| a == b).count();
    let same = same.min(left.len().saturating_sub(1)).min(right.len().saturating_sub(1));
    left.as_bytes()[..same].iter().rposition(|byte| *byte == b'/').map_or(0, |slash| slash + 1)
}

/// How far `candidate` is from `word`, 0 for the same word, or `None` if it is too far to be meant.
///
/// Near is an edit distance (with swapped neighbours as one edit) of up to a third of the word, at most four. A candidate
/// that begins with the word, or shares at least four characters and half of the word with it, is near too, but ranks
/// behind every candidate with a typing mistake.
fn similar_word_distance(word: &str, candidate: &str) -> Option<usize> {
    let word_length = word.chars().count();
    let allowed = (word_length / 3).min(MAX_DISTANCE);
    let prefix = word.chars().zip(candidate.chars()).take_while(|(a, b)| a == b).count();
    let begins_alike =
        (word_length >= 2 && candidate.starts_with(word)) || (prefix >= MIN_PREFIX_CHARS && prefix * 2 >= word_length);
    // Each edit changes the length by one at most. Most candidates are found out here.
    if !begins_alike && candidate.chars().count().abs_diff(word_length) > allowed {
        return None;
    }
    let distance = strsim::osa_distance(word, candidate);
    match distance {
        _ if distance <= allowed => Some(distance),
        _ if begins_alike => Some(distance + allowed),
        _ => None,
    }
}

//! Decides by its title whether a record is about another work: a comment on it, an erratum, a reply, a notice of retraction.
//! Its title repeats that of the work, and so looks like a misprint of it.

use super::spelling::ascii_words;

/// How titles of such records begin. Words that begin other titles too (`Correction of posture`) are in [`KINDS`].
const BEGINNINGS: [&str; 28] = [
    "addendum to",
    "author correction",
    "author reply",
    "author response",
    "authors reply",
    "authors response",
    "comment on",
    "commentary on",
    "comments on",
    "correction to",
    "corrections to",
    "corrigenda",
    "corrigendum",
    "errata",
    "erratum",
    "expression of concern",
    "in reply",
    "in response to",
    "letter to the editor",
    "notice of retraction",
    "publisher correction",
    "reply to",
    "response to",
    "retraction note",
    "retraction notice",
    "retraction of",
    "retraction to",
    "the authors reply",
];

/// What stands alone before a colon, or behind the title of the work.
const KINDS: [&str; 14] = [
    "addendum",
    "author reply",
    "author response",
    "authors reply",
    "authors response",
    "comment",
    "commentary",
    "correction",
    "corrections",
    "letter",
    "re",
    "reply",
    "response",
    "retraction",
];

/// What separates the parts of a title. A dash within words does not: `dose–response`.
const BOUNDARIES: [&str; 7] = [": ", ". ", "? ", " \u{2013} ", " \u{2014} ", " [", " ("];

/// Whether a title is that of a record about another work. `RETRACTED: ..` and `WITHDRAWN: ..` are not: publishers put them before
/// the title of the work itself.
///
/// A title can begin with these words and be a work of its own (`Response to exercise in old age`), so this says something
/// only beside another title, without them.
pub(super) fn is_response(title: &str) -> bool {
    let title_words = phrase(title);
    let begins = BEGINNINGS.iter().any(|beginning| {
        title_words.strip_prefix(beginning).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
    });
    let is_kind = |part: &str| KINDS.contains(&phrase(part).as_str());
    let title = title.trim_end_matches(['.', ']', ')', ' ']);
    begins
        || BOUNDARIES.iter().any(|boundary| {
            let before = title.split_once(boundary).is_some_and(|(before, _)| is_kind(before));
            before || title.rsplit_once(boundary).is_some_and(|(_, behind)| is_kind(behind))
        })
}

fn phrase(text: &str) -> String {
    // An apostrophe is no end of a word: `Authors' reply`, `Author's reply`.
    let words = ascii_words(&text.replace("'s", "s").replace("\u{2019}s", "s"));
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::is_response;

    #[test]
    fn titles_of_comments_and_errata_are_known() {
        for title in [
            "Comment on: Walking and backs",
            "Comment on \u{201c}Walking and backs\u{201d}",
            "Erratum: Walking and backs",
            "Erratum to: Walking and backs",
            "Correction to: Walking and backs",
            "Correction: Walking and backs",
            "Reply to Comment on Walking and backs",
            "Response to Walking and backs",
            "Retraction: Walking and backs",
            "Retraction note to: Walking and backs",
            "Authors\u{2019} reply: Walking and backs",
            "Walking and backs: authors\u{2019} reply",
            "Walking and backs. Reply.",
            "Walking and backs [Comment]",
            "Re: Walking and backs",
        ] {
            assert!(is_response(title), "{title}");
        }
        for title in [
            "Walking and backs",
            "Correction of posture by walking",
            "RETRACTED: Walking and backs",
            "Retracted Article: Walking",
            "Research on backs",
            "Responses of bone to walking",
            "Letters of a walker",
            "Walking: response of bone",
            "Walking and backs: dose\u{2013}response",
            "Re-evaluating backs",
            "",
        ] {
            assert!(!is_response(title), "{title}");
        }
    }
}

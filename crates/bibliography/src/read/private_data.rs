//! What databases and reference managers keep beside a source and nobody means to publish: e-mail addresses, paths of files,
//! and the bookkeeping of a database.

use std::borrow::Cow;

use wellpress_foundation::text::strip_suffix_ignoring_case;

/// The text without e-mail addresses, paths of files and the labels before them.
pub(super) fn without_private_words(text: &str) -> Cow<'_, str> {
    if !has_private_words(text) {
        return Cow::Borrowed(text);
    }
    let mut public_text = String::with_capacity(text.len());
    for word in text.split_inclusive(char::is_whitespace) {
        if is_email(word) || is_path(word) {
            let text_before_word = public_text.trim_end();
            let text_before_label = LABELS
                .iter()
                .find_map(|label| strip_suffix_ignoring_case(text_before_word, label))
                .unwrap_or(text_before_word);
            public_text.truncate(text_before_label.trim_end_matches([' ', ',', ';', ':', '(']).len());
            let end = word.trim_end().chars().next_back().filter(|c| matches!(c, '.' | ';' | ')'));
            public_text.extend(end.filter(|c| *c != ')'));
            public_text.push(' ');
        } else {
            public_text.push_str(word);
        }
    }
    Cow::Owned(public_text.trim().to_owned())
}

/// Labels that are removed with the address or the path after them. A label that ends like another one (`mail:`) comes
/// after it.
const LABELS: [&str; 7] =
    ["file:", "electronic address:", "e-mail address:", "e-mail:", "email:", "correspondence:", "mail:"];

/// Whether a text may have a word that is not for readers.
pub(super) fn has_private_words(text: &str) -> bool {
    text.contains(['@', '\\']) || PATHS.iter().any(|start| text.contains(start))
}

/// How the paths of files on a person's computer begin.
const PATHS: [&str; 4] = ["file:", "/home/", "/Users/", "/root/"];

/// Whether a word is the path of a file, such as `/home/ann/a.pdf`, `C:\Users\ann\a.pdf` or `file:///tmp/a.pdf`.
fn is_path(word: &str) -> bool {
    let word = word.trim_start_matches(['(', '<', '[', '{', '"', '\'']);
    let is_windows_path = word.get(1..3) == Some(":\\") && word.starts_with(|c: char| c.is_ascii_alphabetic());
    let is_address = word.starts_with("file:/");
    is_windows_path || is_address || PATHS[1..].iter().any(|start| word.starts_with(start))
}

/// Whether a word is an e-mail address, perhaps with punctuation around it. An address of the web with an `@` is not.
fn is_email(word: &str) -> bool {
    let word = word.trim().trim_matches(['(', ')', '<', '>', '[', ']', '{', '}', ',', ';', ':', '.', '"', '\'']);
    let word = word.strip_prefix("mailto:").unwrap_or(word);
    let Some((user, host)) = word.split_once('@') else { return false };
    let domain = host.rsplit_once('.').map_or("", |(_, domain)| domain);
    let has_domain = domain.len() >= 2 && domain.chars().all(char::is_alphabetic);
    !user.is_empty() && !user.contains(['/', ':']) && has_domain && !host.starts_with('.') && !host.contains('/')
}

/// Whether a line of a note is the bookkeeping of a database, such as `Export Date: 10 February 2016`.
pub(super) fn is_bookkeeping(line: &str) -> bool {
    const BEGINNINGS: [&str; 18] = [
        "accession number:",
        "author addresses:",
        "cited by",
        "cited reference",
        "cited references:",
        "chemicals/cas:",
        "copyright",
        "correspondence address:",
        "date revised",
        "export date:",
        "funding details:",
        "funding text",
        "funding:",
        "language of original document:",
        "publication type:",
        "pubmed id:",
        "references:",
        "times cited",
    ];
    let line = line.trim_start().to_lowercase();
    BEGINNINGS.iter().any(|beginning| line.strip_prefix(beginning).is_some_and(|rest| is_of_database(rest, beginning)))
}

/// Whether a database wrote a line that has such a beginning: its lines have a number or a colon. "Copyright issues are discussed below"
/// is a note of a person.
fn is_of_database(rest: &str, beginning: &str) -> bool {
    beginning.ends_with(':') || rest.contains(|c: char| c.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::{is_bookkeeping, without_private_words};

    #[test]
    fn addresses_go_with_their_labels() {
        for (text, kept) in [
            ("Doe, J. E-mail: jane@example.org", "Doe, J."),
            ("Doe, Jane: jane@example.org", "Doe, Jane"),
            ("See (jane@example.org) for the data.", "See for the data."),
            ("jane@example.org", ""),
            ("Posted at https://example.org/@jane", "Posted at https://example.org/@jane"),
            ("p@0.05 is text", "p@0.05 is text"),
        ] {
            assert_eq!(without_private_words(text).trim(), kept, "{text}");
        }
    }

    #[test]
    fn bookkeeping_is_told_from_notes() {
        assert!(is_bookkeeping("Cited By (since 1996):10"));
        assert!(!is_bookkeeping("A reply to Doe"));
    }
}

//! Finds the identifiers in a reference as people write it, each with its range in the text. Finding the work that they
//! name is left to the caller.

use std::ops::Range;

use crate::identifier::{self, Identifier};

/// An identifier with its range in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IdentifierMention {
    /// The identifier in its bare form.
    pub identifier: Identifier,
    /// The bytes that become the link: with the label before it (`PMID: 30000001`), without the sentence's punctuation.
    pub range: Range<usize>,
}

/// The identifiers of a text in their order. None overlaps another: if two begin at the same byte, the longer one
/// counts.
///
/// Two passes find them: DOIs and addresses are recognised by their own shape within a word, while ids of PubMed are
/// bare digits that only the label before them tells from years and pages.
///
/// ```
/// use wellpress_bibliography::identifier_mentions::identifier_mentions;
///
/// let text = "Lee A. Bones. 2020. doi:10.1000/x. PMID: 30000001.";
/// let links: Vec<_> = identifier_mentions(text).into_iter().map(|mention| &text[mention.range]).collect();
/// assert_eq!(links, ["doi:10.1000/x", "PMID: 30000001"]);
/// ```
#[must_use]
pub fn identifier_mentions(text: &str) -> Vec<IdentifierMention> {
    let mut mentions: Vec<IdentifierMention> = words(text).filter_map(|(start, word)| in_word(start, word)).collect();
    mentions.extend(labelled_ids(text));
    mentions.sort_by_key(|mention| (mention.range.start, std::cmp::Reverse(mention.range.end)));
    let mut end = 0;
    mentions.retain(|mention| {
        let is_apart = mention.range.start >= end;
        end = end.max(mention.range.end);
        is_apart
    });
    mentions
}

/// The words of a text without the brackets before them, each with the byte at which it begins. The address of a link in
/// Markdown, `[words](address)`, is a word of its own.
fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut next_start = 0;
    text.split(char::is_whitespace).map(move |word| {
        let start = next_start;
        next_start += word.len() + text[start + word.len()..].chars().next().map_or(0, char::len_utf8);
        let address = word.rfind("](").map_or(word, |offset| &word[offset + 2..]);
        let bare = address.trim_start_matches(['<', '(', '[', '"', '\u{201c}']);
        (start + word.len() - bare.len(), bare)
    })
}

/// The web address or DOI in a word that starts at the byte `start`, with a label or resolver before the DOI if it has
/// one.
fn in_word(start: usize, word: &str) -> Option<IdentifierMention> {
    let bare = trimmed(word);
    if word.starts_with("http://") || word.starts_with("https://") {
        return Some(IdentifierMention { identifier: Identifier::parse(bare)?, range: start..start + bare.len() });
    }
    let (doi, offset) = identifier::doi(bare).map(|doi| (doi, 0)).or_else(|| doi_behind_text(bare))?;
    Some(IdentifierMention { identifier: Identifier::Doi(doi), range: start + offset..start + bare.len() })
}

/// The DOI at the end of a word that begins otherwise, as in `9.doi:10.1000/x`, with its offset. `110.5` and `2.10.5`
/// do not begin one in the middle of their number.
fn doi_behind_text(word: &str) -> Option<(String, usize)> {
    let mut starts = word.match_indices("10.").map(|(offset, _)| offset);
    starts.find_map(|offset| {
        let begins_here = !word[..offset].ends_with(|c: char| c.is_alphanumeric() || c == '.');
        begins_here.then(|| identifier::doi(&word[offset..])).flatten().map(|doi| (doi, offset))
    })
}

/// The ids of PubMed behind `PMID`, and those of PubMed Central behind `PMC` or `PMCID`.
fn labelled_ids(text: &str) -> impl Iterator<Item = IdentifierMention> {
    // ASCII alone, which keeps every byte in its place: the offsets found here are used for the text itself.
    let lower = text.to_ascii_lowercase();
    let starts: Vec<usize> = lower.match_indices("pm").map(|(start, _)| start).collect();
    starts.into_iter().filter_map(move |start| labelled_id(&lower, start))
}

/// The id whose label begins at `start` of a text in small letters.
fn labelled_id(lower: &str, start: usize) -> Option<IdentifierMention> {
    if lower[..start].ends_with(|c: char| c.is_alphanumeric()) {
        return None;
    }
    let labelled = &lower[start..];
    let (prefix, number) = match labelled.strip_prefix("pmid") {
        Some(number) => ("pmid:", number),
        None => ("PMC", labelled.strip_prefix("pmcid").or_else(|| labelled.strip_prefix("pmc"))?),
    };
    let number = number.trim_start_matches([':', ' ', '#']);
    // `PMCID: PMC1234567` has the letters twice.
    let number = if prefix == "PMC" { number.strip_prefix("pmc").unwrap_or(number) } else { number };
    let digits = &number[..number.find(|c: char| !c.is_ascii_digit()).unwrap_or(number.len())];
    let end = lower.len() - number.len() + digits.len();
    let identifier = Identifier::parse(&format!("{prefix}{digits}")).filter(|_| !digits.is_empty())?;
    Some(IdentifierMention { identifier, range: start..end })
}

/// An address or a DOI without the sentence's punctuation behind it. A closing bracket belongs to it only if its
/// opening one does: DOIs of some publishers contain brackets, and people also put whole addresses in brackets.
fn trimmed(word: &str) -> &str {
    let mut word = word;
    loop {
        let bare = word.trim_end_matches(['.', ',', ';', ':', '"', '\u{201d}', '\'']);
        let ends_with_foreign_bracket =
            [('(', ')'), ('[', ']'), ('<', '>')].into_iter().any(|(open, close)| ends_with_unopened(bare, open, close));
        let bare = if ends_with_foreign_bracket { &bare[..bare.len() - 1] } else { bare };
        if bare.len() == word.len() {
            return word;
        }
        word = bare;
    }
}

fn ends_with_unopened(text: &str, open: char, close: char) -> bool {
    text.ends_with(close) && text.matches(open).count() < text.matches(close).count()
}

#[cfg(test)]
mod tests {
    use super::identifier_mentions;

    fn identifiers_and_ranges(text: &str) -> Vec<(String, &str)> {
        let mentions = identifier_mentions(text).into_iter();
        mentions.map(|mention| (mention.identifier.to_string(), &text[mention.range])).collect()
    }

    #[test]
    fn each_identifier_has_its_range() {
        assert_eq!(
            identifiers_and_ranges(
                "Lee A. One. Spine. 2020;3(2):1-9. doi:10.1000/ab(3)c. PMID: 30000001; PMCID: PMC1234567."
            ),
            [
                ("doi:10.1000/ab(3)c".into(), "doi:10.1000/ab(3)c"),
                ("pmid:30000001".into(), "PMID: 30000001"),
                ("PMC1234567".into(), "PMCID: PMC1234567"),
            ]
        );
        assert_eq!(
            identifiers_and_ranges(
                "Ünal A. (https://doi.org/10.1000/x). See <https://example.org/pmc/>, doi: 10.1000/y"
            ),
            [
                ("doi:10.1000/x".into(), "https://doi.org/10.1000/x"),
                ("https://example.org/pmc/".into(), "https://example.org/pmc/"),
                ("doi:10.1000/y".into(), "10.1000/y"),
            ]
        );
    }

    #[test]
    fn the_bracket_of_a_link_does_not_belong_to_its_address() {
        assert_eq!(
            identifiers_and_ranges("Lee A. [The bones](https://doi.org/10.1371/journal.pone.1). 2020."),
            [("doi:10.1371/journal.pone.1".into(), "https://doi.org/10.1371/journal.pone.1")]
        );
    }

    #[test]
    fn angle_brackets_within_a_doi_belong_to_it() {
        let doi = "10.1002/(SICI)1096(199601)99:1<1::AID-X1>3.0.CO;2-1";
        for (text, range) in [
            (format!("J Ex. 1996. doi:{doi}."), format!("doi:{doi}")),
            (format!("J Ex. 1996. https://doi.org/{doi}"), format!("https://doi.org/{doi}")),
            (format!("J Ex. 1996. (<https://doi.org/{doi}>)."), format!("https://doi.org/{doi}")),
        ] {
            assert_eq!(identifiers_and_ranges(&text), [(format!("doi:{doi}"), range.as_str())]);
        }
        assert_eq!(
            identifiers_and_ranges("<10.1000/a<1>>, <https://example.org/a>."),
            [("doi:10.1000/a<1>".into(), "10.1000/a<1>"), ("https://example.org/a".into(), "https://example.org/a")]
        );
    }

    #[test]
    fn numbers_that_only_look_like_identifiers_are_left_alone() {
        assert!(identifier_mentions("2020;110.5:3/4. PMID: unknown. At 10.30 pm, 5 pm 30. https://").is_empty());
    }
}

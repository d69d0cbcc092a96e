//! The identifiers in a reference as people write it, each with its place in the text. Finding the work that they name is
//! left to the caller.

use std::ops::Range;

use crate::identifier::{self, Identifier};

/// An identifier with its place in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IdentifierMention {
    /// The identifier in its bare form.
    pub identifier: Identifier,
    /// The bytes that become the link: with the label before it (`PMID: 30000001`), without the sentence's punctuation.
    pub place: Range<usize>,
}

/// The identifiers of a text in their order. None overlaps another: of two that begin together the longer one counts.
///
/// ```
/// use wellpress_bibliography::identifier_mentions::identifier_mentions;
///
/// let text = "Lee A. Bones. 2020. doi:10.1000/x. PMID: 30000001.";
/// let places: Vec<_> = identifier_mentions(text).into_iter().map(|mention| &text[mention.place]).collect();
/// assert_eq!(places, ["doi:10.1000/x", "PMID: 30000001"]);
/// ```
#[must_use]
pub fn identifier_mentions(text: &str) -> Vec<IdentifierMention> {
    let mut mentions: Vec<IdentifierMention> = words(text).filter_map(|(start, word)| in_word(start, word)).collect();
    mentions.extend(labelled(text));
    mentions.sort_by_key(|mention| (mention.place.start, std::cmp::Reverse(mention.place.end)));
    let mut end = 0;
    mentions.retain(|mention| {
        let is_apart = mention.place.start >= end;
        end = end.max(mention.place.end);
        is_apart
    });
    mentions
}

/// The words of a text with the places where they begin, without the brackets before them.
fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    text.split(char::is_whitespace).map(move |word| {
        let start = at;
        at += word.len() + text[start + word.len()..].chars().next().map_or(0, char::len_utf8);
        let bare = word.trim_start_matches(['<', '(', '[', '"', '\u{201c}']);
        (start + word.len() - bare.len(), bare)
    })
}

/// A web address, or a DOI with or without what people write before it.
fn in_word(start: usize, word: &str) -> Option<IdentifierMention> {
    let bare = trimmed(word);
    if word.starts_with("http://") || word.starts_with("https://") {
        return Some(IdentifierMention { identifier: Identifier::parse(bare)?, place: start..start + bare.len() });
    }
    let whole = |at: &usize| *at == 0 || !bare[..*at].ends_with(|c: char| c.is_alphanumeric() || c == '.');
    let starts = bare.match_indices("10.").map(|(at, _)| at).filter(whole);
    let from = |at: usize| identifier::doi(&bare[at..]).map(|doi| (doi, at));
    let (doi, at) = identifier::doi(bare).map(|doi| (doi, 0)).or_else(|| starts.into_iter().find_map(from))?;
    Some(IdentifierMention { identifier: Identifier::Doi(doi), place: start + at..start + bare.len() })
}

/// PubMed ids behind `PMID`, those of PubMed Central behind `PMC` or `PMCID`.
fn labelled(text: &str) -> impl Iterator<Item = IdentifierMention> {
    let lower = text.to_ascii_lowercase();
    let places: Vec<usize> = lower.match_indices("pm").map(|(at, _)| at).collect();
    places.into_iter().filter_map(move |at| {
        if lower[..at].ends_with(|c: char| c.is_alphanumeric()) {
            return None;
        }
        let written = |label| lower[at..].strip_prefix(label);
        let (prefix, rest) = match written("pmid") {
            Some(rest) => ("pmid:", rest),
            None => ("PMC", written("pmcid").or_else(|| written("pmc"))?),
        };
        let number = rest.trim_start_matches([':', ' ', '#']);
        let number = if prefix == "PMC" { number.strip_prefix("pmc").unwrap_or(number) } else { number };
        let digits = &number[..number.find(|c: char| !c.is_ascii_digit()).unwrap_or(number.len())];
        let end = lower.len() - number.len() + digits.len();
        let identifier = Identifier::parse(&format!("{prefix}{digits}")).filter(|_| !digits.is_empty())?;
        Some(IdentifierMention { identifier, place: at..end })
    })
}

/// An address or a DOI without the sentence's punctuation behind it. A closing bracket is part of it only if one opens in it:
/// DOIs of some publishers have brackets, and people put whole addresses into them.
fn trimmed(word: &str) -> &str {
    let mut word = word;
    loop {
        let bare = word.trim_end_matches(['.', ',', ';', ':', '>', '"', '\u{201d}', '\'']);
        let closes =
            |open: char, close: char| bare.ends_with(close) && bare.matches(open).count() < bare.matches(close).count();
        let bare = if closes('(', ')') || closes('[', ']') { &bare[..bare.len() - 1] } else { bare };
        if bare.len() == word.len() {
            return word;
        }
        word = bare;
    }
}

#[cfg(test)]
mod tests {
    use super::identifier_mentions;

    fn found(text: &str) -> Vec<(String, &str)> {
        let each = identifier_mentions(text).into_iter();
        each.map(|mention| (mention.identifier.to_string(), &text[mention.place])).collect()
    }

    #[test]
    fn each_identifier_has_its_place() {
        assert_eq!(
            found("Lee A. One. Spine. 2020;3(2):1-9. doi:10.1000/ab(3)c. PMID: 30000001; PMCID: PMC1234567."),
            [
                ("doi:10.1000/ab(3)c".into(), "doi:10.1000/ab(3)c"),
                ("pmid:30000001".into(), "PMID: 30000001"),
                ("PMC1234567".into(), "PMCID: PMC1234567"),
            ]
        );
        assert_eq!(
            found("Ünal A. (https://doi.org/10.1000/x). See <https://example.org/pmc/>, doi: 10.1000/y"),
            [
                ("doi:10.1000/x".into(), "https://doi.org/10.1000/x"),
                ("https://example.org/pmc/".into(), "https://example.org/pmc/"),
                ("doi:10.1000/y".into(), "10.1000/y"),
            ]
        );
    }

    #[test]
    fn what_only_looks_like_one_is_left_alone() {
        assert!(identifier_mentions("2020;110.5:3/4. PMID: unknown. At 10.30 pm, 5 pm 30. https://").is_empty());
    }
}

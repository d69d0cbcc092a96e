//! Marks the capitals of a fetched title that a citation style must keep when it changes case: those of `DNA`, of `OrthoInfo`,
//! and of names in a title that is written like a sentence. The BibLaTeX writer puts the marked words into braces.

use wellpress_bibliography::{Case, Reference, Title, in_sentence_case};

/// Protects the capitals in the title and the short title of a fetched record. Services send no such marks, and without them
/// a style in sentence case would print "dna tests in germany". A wrongly protected capital is the smaller harm, since the author
/// sees the braces in the entry and can delete them.
pub(super) fn protect(reference: &mut Reference) {
    let language = reference.language.clone();
    for title in [&mut reference.title, &mut reference.short_title].into_iter().flatten() {
        *title = protected(title, language.as_deref());
    }
}

fn protected(title: &Title, language: Option<&str>) -> Title {
    let text = title.as_str();
    // A title in capitals alone says nothing about which of them belong to names.
    if !text.chars().any(char::is_lowercase) {
        return title.clone();
    }
    let is_sentence_case = in_sentence_case(title.clone(), language) == *title;
    let mut pieces: Vec<(&str, Case)> = Vec::new();
    let mut starts_sentence = true;
    for (piece, case) in title.pieces() {
        for part in piece.split_inclusive(char::is_whitespace) {
            let word = part.trim();
            match case {
                Case::Protected => pieces.push((part, case)),
                Case::Free => {
                    let is_name = is_sentence_case && !starts_sentence && starts_with_capital(word);
                    let is_protected = !is_markup(word) && (has_inner_capital(word) || is_name);
                    pieces.extend(split_punctuation(part, if is_protected { Case::Protected } else { Case::Free }));
                }
            }
            if !word.is_empty() {
                starts_sentence = word.ends_with([':', '.', '?', '!', '\u{2013}', '\u{2014}']);
            }
        }
    }
    Title::from_pieces(pieces)
}

/// Gives `case` to the word alone: `(DNA)` becomes `({DNA})`, so that the braces do not enclose punctuation.
fn split_punctuation(part: &str, case: Case) -> [(&str, Case); 3] {
    let start = part.len() - part.trim_start_matches(is_punctuation).len();
    let end = part.trim_end_matches(is_punctuation).len().max(start);
    [(&part[..start], Case::Free), (&part[start..end], case), (&part[end..], Case::Free)]
}

fn is_punctuation(c: char) -> bool {
    !c.is_alphanumeric()
}

fn is_markup(word: &str) -> bool {
    word.contains(['<', '>'])
}

fn starts_with_capital(word: &str) -> bool {
    word.trim_start_matches(is_punctuation).starts_with(char::is_uppercase)
}

fn has_inner_capital(word: &str) -> bool {
    let mut letters = word.trim_start_matches(is_punctuation).chars();
    letters.next().is_some() && letters.any(char::is_uppercase) && !is_compound_in_title_case(word)
}

/// `Weight-Bearing` has a capital inside only because its second part starts with one.
fn is_compound_in_title_case(word: &str) -> bool {
    let parts: Vec<&str> = word.split(['-', '\u{2010}', '\u{2011}', '/', '\u{2019}', '\'']).collect();
    parts.len() > 1 && !parts.into_iter().any(|part| part.chars().skip(1).any(char::is_uppercase))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kept(text: &str) -> Vec<String> {
        let title = protected(&Title::from(text), None);
        assert_eq!(title.as_str(), text);
        title.protected_ranges().iter().map(|range| title[range.clone()].to_owned()).collect()
    }

    #[test]
    fn names_and_abbreviations_are_kept() {
        assert_eq!(kept("Exercise in Germany: A trial of (DNA) tests"), ["Germany", "DNA"]);
        assert_eq!(kept("Yoga for people with Parkinson's disease"), ["Parkinson's"]);
        assert_eq!(kept("OrthoInfo"), ["OrthoInfo"]);
    }

    #[test]
    fn capitals_of_a_headline_are_not() {
        assert_eq!(kept("Protect Your Bones With Tai Chi"), Vec::<String>::new());
        assert_eq!(kept("Weight-Bearing Exercise After COVID-19"), ["COVID-19"]);
        assert_eq!(kept("A TITLE IN CAPITALS"), Vec::<String>::new());
    }
}

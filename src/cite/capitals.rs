//! Capitals that a citation style must not take from a title that was fetched: of `DNA`, of `OrthoInfo`, and of names in a
//! title that is written like a sentence. In the library they stand in braces.

use wellpress_bibliography::{Case, Reference, Title};

/// Protects the capitals of a source's titles.
pub(super) fn protect(reference: &mut Reference) {
    for title in [&mut reference.title, &mut reference.short_title].into_iter().flatten() {
        *title = protected(title);
    }
}

fn protected(title: &Title) -> Title {
    let text = title.as_str();
    if !text.chars().any(char::is_lowercase) {
        return title.clone();
    }
    let is_sentence = is_sentence(text);
    let mut pieces: Vec<(&str, Case)> = Vec::new();
    let mut starts = true;
    for (piece, case) in title.pieces() {
        for part in piece.split_inclusive(char::is_whitespace) {
            let word = part.trim();
            let is_name = is_sentence && !starts && word.trim_start_matches(opens).starts_with(char::is_uppercase);
            let is_marked_up = word.contains(['<', '>']);
            let kept = !is_marked_up && (has_inner_capital(word) || is_name);
            if !word.is_empty() {
                starts = word.ends_with([':', '.', '?', '!', '\u{2013}', '\u{2014}']);
            }
            match case {
                Case::Protected => pieces.push((part, case)),
                Case::Free => pieces.extend(split(part, if kept { Case::Protected } else { Case::Free })),
            }
        }
    }
    Title::from_pieces(pieces)
}

/// A word that is kept is kept without the signs around it.
fn split(part: &str, case: Case) -> [(&str, Case); 3] {
    let is_sign = |c: char| !c.is_alphanumeric();
    let start = part.len() - part.trim_start_matches(is_sign).len();
    let end = part.trim_end_matches(is_sign).len().max(start);
    [(&part[..start], Case::Free), (&part[start..end], case), (&part[end..], Case::Free)]
}

fn opens(c: char) -> bool {
    !c.is_alphanumeric()
}

fn has_inner_capital(word: &str) -> bool {
    let mut letters = word.trim_start_matches(opens).chars();
    letters.next().is_some() && letters.any(char::is_uppercase) && !is_joined(word)
}

/// `Weight-Bearing` has a capital inside only as `Weight` and `Bearing` have one at their start.
fn is_joined(word: &str) -> bool {
    let capitals_inside = |part: &str| part.chars().skip(1).any(char::is_uppercase);
    let parts: Vec<&str> = word.split(['-', '\u{2010}', '\u{2011}', '/', '\u{2019}', '\'']).collect();
    parts.len() > 1 && !parts.into_iter().any(capitals_inside)
}

/// Whether most longer words within are in lower case.
fn is_sentence(text: &str) -> bool {
    let inner = text.split_whitespace().skip(1).filter(|word| word.chars().count() >= 4);
    let (mut small, mut large) = (0, 0);
    for word in inner {
        match word.chars().next() {
            Some(first) if first.is_lowercase() => small += 1,
            Some(first) if first.is_uppercase() => large += 1,
            _ => {}
        }
    }
    small > large
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kept(text: &str) -> Vec<String> {
        let title = protected(&Title::from(text));
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

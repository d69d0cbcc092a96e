//! Reads lists of names such as `Family, Given and {An Organisation and its Name} and others` into
//! [`ContributorName`]s.
//!
//! Input is the TeX of a name field. The forms are those of BibTeX, `First von Last`, `von Last, First` and
//! `von Last, Jr, First`, and BibLaTeX's `family=Last, given=First, prefix=von, useprefix=false`. Braces keep words
//! together: a name wholly in braces is an organisation.

use wellpress_foundation::text::one_line;

use super::latex::{self, TexPiece};
use crate::{Case, ContributorName};

/// The names in a field's value, in order. Fails with the message of a finding if the TeX cannot be decoded.
pub(super) fn names(tex: &str) -> Result<Vec<ContributorName>, String> {
    let pieces = latex::pieces(tex)?;
    Ok(split_at_and(&pieces).iter().filter_map(|name| contributor(name)).collect())
}

/// Divides the pieces at each `and` outside of braces.
fn split_at_and(pieces: &[TexPiece]) -> Vec<Vec<TexPiece>> {
    let mut names = vec![Vec::new()];
    for piece in pieces {
        if piece.case == Case::Protected {
            push_to_last_name(&mut names, piece.text.clone(), Case::Protected);
            continue;
        }
        let mut unbraced = String::new();
        for word in piece.text.split_inclusive(char::is_whitespace) {
            // Each word still has its trailing blank. An `and` without one ends the field or touches a brace, so it is
            // no separator.
            if word.trim().eq_ignore_ascii_case("and") && word.len() > "and".len() {
                push_to_last_name(&mut names, std::mem::take(&mut unbraced), Case::Free);
                names.push(Vec::new());
            } else {
                unbraced.push_str(word);
            }
        }
        push_to_last_name(&mut names, unbraced, Case::Free);
    }
    names
}

/// Adds a piece to the last name, unless it is empty.
fn push_to_last_name(names: &mut [Vec<TexPiece>], text: String, case: Case) {
    if text.is_empty() {
        return;
    }
    if let Some(last) = names.last_mut() {
        last.push(TexPiece { text, case });
    }
}

/// The contributor of a name; `None` if it is blank. A name wholly in braces is an organisation: BibTeX's way to say "do
/// not divide this". `{Barnes} Inc.` is not.
fn contributor(pieces: &[TexPiece]) -> Option<ContributorName> {
    let whole = one_line(&pieces.iter().map(|piece| piece.text.as_str()).collect::<String>());
    let is_wholly_braced = !pieces.iter().any(|piece| piece.case == Case::Free && !piece.text.trim().is_empty());
    match whole.as_str() {
        "" => None,
        "others" | "et al." | "et al" if !is_wholly_braced => Some(ContributorName::Others),
        _ if is_wholly_braced => Some(ContributorName::Organisation(whole)),
        _ => Some(person(pieces).unwrap_or_else(|| without_commas(&whole))),
    }
}

/// A word of a name. Braces may hold several words of the text together.
#[derive(Debug, Clone, Default)]
struct NameWord {
    text: String,
    /// Whether its first letter is in braces, so that its case says nothing about its part.
    is_protected: bool,
}

impl NameWord {
    /// Whether the word is a particle, such as `von`: as in BibTeX, its first letter is a small one.
    fn is_particle(&self) -> bool {
        let first_letter = self.text.chars().find(|c| c.is_alphabetic());
        !self.is_protected && first_letter.is_some_and(char::is_lowercase)
    }
}

/// The person of a name; `None` if it has no family name.
fn person(pieces: &[TexPiece]) -> Option<ContributorName> {
    let mut parts: Vec<Vec<NameWord>> = parts_at_commas(pieces);
    // A comma in front of `and` divides nothing.
    parts.truncate(parts.iter().rposition(|part| !part.is_empty())? + 1);
    if let Some(person) = extended_person(&parts) {
        return person;
    }
    let (prefix, family, given) = match parts.as_slice() {
        [words] => {
            let (given, prefix, family) = first_von_last(words);
            (prefix, family, given)
        }
        [family, given] => {
            let (prefix, family) = von_last(family);
            (prefix, family, given.as_slice())
        }
        [family, suffix, given @ ..] => {
            let (prefix, family) = von_last(family);
            // A fourth part means that the commas divide names, so none of them may get lost.
            let given = given.iter().filter_map(|words| joined(words)).collect::<Vec<_>>().join(", ");
            let given = Some(given).filter(|given| !given.is_empty());
            return Some(ContributorName::of_parts(joined(family)?, given, joined(prefix), joined(suffix)));
        }
        [] => return None,
    };
    Some(ContributorName::of_parts(joined(family)?, joined(given), joined(prefix), None))
}

/// BibLaTeX's extended form, whose parts are `key=value`; `None` for any other name.
fn extended_person(parts: &[Vec<NameWord>]) -> Option<Option<ContributorName>> {
    let (mut family, mut given, mut prefix, mut suffix, mut keeps_prefix) = (None, None, None, None, true);
    for part in parts {
        let text = joined(part)?;
        let (key, value) = text.split_once('=')?;
        let value = one_line(value.trim().trim_matches('"'));
        let value = Some(value).filter(|value| !value.is_empty());
        match key.trim().to_ascii_lowercase().as_str() {
            "family" => family = value,
            "given" => given = value,
            "prefix" => prefix = value,
            "suffix" => suffix = value,
            "useprefix" => keeps_prefix = value.as_deref() != Some("false"),
            key if key.ends_with("-i") || key == "juniorcomma" => {}
            _ => return None,
        }
    }
    let (dropping_particle, non_dropping_particle) = if keeps_prefix { (None, prefix) } else { (prefix, None) };
    Some(family.map(|family| ContributorName::Person {
        family,
        given,
        dropping_particle,
        non_dropping_particle,
        suffix,
        comma_suffix: false,
        static_ordering: false,
    }))
}

/// The words of the parts that commas outside of braces divide.
fn parts_at_commas(pieces: &[TexPiece]) -> Vec<Vec<NameWord>> {
    let mut parts: Vec<Vec<NameWord>> = vec![Vec::new()];
    let mut word = NameWord::default();
    for piece in pieces {
        if piece.case == Case::Protected {
            word.is_protected |= word.text.is_empty();
            word.text.push_str(&piece.text);
            continue;
        }
        for c in piece.text.chars() {
            if !c.is_whitespace() && c != ',' {
                word.text.push(c);
                continue;
            }
            push_word(&mut parts, std::mem::take(&mut word));
            if c == ',' {
                parts.push(Vec::new());
            }
        }
    }
    push_word(&mut parts, word);
    parts
}

fn push_word(parts: &mut [Vec<NameWord>], word: NameWord) {
    if let Some(last) = parts.last_mut().filter(|_| !word.text.trim().is_empty()) {
        last.push(word);
    }
}

/// Divides `First von Last`: the particle is from the first to the last word in lower case, and the family name is at
/// least the last word.
fn first_von_last(words: &[NameWord]) -> (&[NameWord], &[NameWord], &[NameWord]) {
    let before_last = &words[..words.len().saturating_sub(1)];
    match before_last.iter().position(NameWord::is_particle) {
        None => (before_last, &[], &words[before_last.len()..]),
        Some(start) => {
            let end = before_last.iter().rposition(NameWord::is_particle).map_or(start, |last| last + 1);
            (&words[..start], &words[start..end], &words[end..])
        }
    }
}

/// Divides `von Last`: the particle ends with the last word in lower case.
fn von_last(words: &[NameWord]) -> (&[NameWord], &[NameWord]) {
    let before_last = &words[..words.len().saturating_sub(1)];
    // A family name may have a small word within, as in `Smith y Jones`, so the particle has to begin the name.
    if !before_last.first().is_some_and(NameWord::is_particle) {
        return (&[], words);
    }
    let end = before_last.iter().rposition(NameWord::is_particle).map_or(0, |last| last + 1);
    words.split_at(end)
}

fn joined(words: &[NameWord]) -> Option<String> {
    let words: Vec<&str> = words.iter().map(|word| word.text.as_str()).collect();
    Some(one_line(&words.join(" "))).filter(|text| !text.is_empty())
}

/// What is left of a name such as `, J.`, which has no family name.
fn without_commas(name: &str) -> ContributorName {
    ContributorName::Organisation(name.trim_matches([',', ' ']).to_owned())
}

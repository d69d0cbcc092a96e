//! Reads lists of names such as `Family, Given and {An Organisation and its Name} and others` into
//! [`ContributorName`]s.
//!
//! Input is the TeX of a name field. biblatex has no organisations: it would make `{Johnson and Johnson}` a person with
//! that family name. So this module divides the list at each `and` and recognises organisations, and biblatex divides
//! only the names of persons.

use biblatex::{Chunk, Person, Spanned};

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
    let whole = collapsed(&pieces.iter().map(|piece| piece.text.as_str()).collect::<String>());
    let is_wholly_braced = !pieces.iter().any(|piece| piece.case == Case::Free && !piece.text.trim().is_empty());
    match whole.as_str() {
        "" => None,
        "others" | "et al." | "et al" if !is_wholly_braced => Some(ContributorName::Others),
        _ if is_wholly_braced => Some(ContributorName::Organisation(whole)),
        _ => Some(person_or_organisation(pieces, whole)),
    }
}

/// The person of a name, or an organisation of the `whole` name if biblatex finds no family name.
fn person_or_organisation(pieces: &[TexPiece], whole: String) -> ContributorName {
    let chunks: Vec<_> = trimmed(pieces).iter().map(chunk).collect();
    let person = Person::parse(&chunks);
    match non_blank(&person.name) {
        Some(family) => ContributorName::Person {
            family,
            given: non_blank(&person.given_name),
            dropping_particle: None,
            non_dropping_particle: non_blank(&person.prefix),
            suffix: non_blank(&person.suffix),
            comma_suffix: false,
            static_ordering: false,
        },
        None => ContributorName::Organisation(whole),
    }
}

fn non_blank(text: &str) -> Option<String> {
    Some(collapsed(text)).filter(|text| !text.is_empty())
}

/// A piece as biblatex takes it. Tabs, line ends and ties become spaces: in a name that ends with a comma, biblatex
/// looks for U+0020 alone.
fn chunk(piece: &TexPiece) -> Spanned<Chunk> {
    let text: String = piece.text.chars().map(|c| if c.is_whitespace() { ' ' } else { c }).collect();
    Spanned::zero(match piece.case {
        Case::Protected => Chunk::Verbatim(text),
        Case::Free => Chunk::Normal(text),
    })
}

/// The pieces without the blanks around the name. biblatex would take a blank in braces at its end, as in `Smith { }`,
/// for a word, and so for the family name.
fn trimmed(pieces: &[TexPiece]) -> Vec<TexPiece> {
    let mut pieces: Vec<_> = pieces.to_vec();
    if let Some(first) = pieces.first_mut() {
        first.text = first.text.trim_start().to_owned();
    }
    if let Some(last) = pieces.last_mut() {
        last.text = last.text.trim_end().to_owned();
    }
    pieces
}

fn collapsed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

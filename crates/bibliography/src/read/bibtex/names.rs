//! Authors and editors: `Family, Given and {A Body and its ContributorName} and others` into [`ContributorName`]s.

use biblatex::{Chunk, Person, Spanned};

use super::latex::{self, TexPiece};
use crate::{Case, ContributorName};

/// The names of a field's value.
pub(super) fn names(raw: &str) -> Result<Vec<ContributorName>, String> {
    let pieces = latex::pieces(raw)?;
    Ok(split(&pieces).iter().filter_map(|name| one(name)).collect())
}

/// Cuts at each `and` that stands outside of braces.
fn split(pieces: &[TexPiece]) -> Vec<Vec<TexPiece>> {
    let mut names = vec![Vec::new()];
    for piece in pieces {
        if piece.case == Case::Protected {
            push(&mut names, piece.text.clone(), Case::Protected);
            continue;
        }
        let mut part = String::new();
        for word in piece.text.split_inclusive(char::is_whitespace) {
            if word.trim().eq_ignore_ascii_case("and") && word.len() > 3 {
                push(&mut names, std::mem::take(&mut part), Case::Free);
                names.push(Vec::new());
            } else {
                part.push_str(word);
            }
        }
        push(&mut names, part, Case::Free);
    }
    names
}

fn push(names: &mut [Vec<TexPiece>], text: String, case: Case) {
    if let Some(last) = names.last_mut().filter(|_| !text.is_empty()) {
        last.push(TexPiece { text, case });
    }
}

fn one(pieces: &[TexPiece]) -> Option<ContributorName> {
    let whole = collapsed(&pieces.iter().map(|piece| piece.text.as_str()).collect::<String>());
    let free = pieces.iter().filter(|piece| piece.case == Case::Free && !piece.text.trim().is_empty()).count();
    match whole.as_str() {
        "" => None,
        "others" | "et al." | "et al" if free > 0 => Some(ContributorName::Others),
        _ if free == 0 => Some(ContributorName::Organisation(whole)),
        _ => Some(person(pieces, whole)),
    }
}

fn person(pieces: &[TexPiece], whole: String) -> ContributorName {
    let chunk = |piece: &TexPiece| {
        let text: String = piece.text.chars().map(|c| if c.is_whitespace() { ' ' } else { c }).collect();
        Spanned::zero(if piece.case == Case::Protected { Chunk::Verbatim(text) } else { Chunk::Normal(text) })
    };
    let chunks: Vec<_> = trimmed(pieces).iter().map(chunk).collect();
    let person = Person::parse(&chunks);
    let part = |text: &str| Some(collapsed(text)).filter(|text| !text.is_empty());
    match part(&person.name) {
        Some(family) => ContributorName::Person {
            family,
            given: part(&person.given_name),
            particle: part(&person.prefix),
            suffix: part(&person.suffix),
        },
        None => ContributorName::Organisation(whole),
    }
}

/// The pieces without white space at the ends of the name, which biblatex would take for a part of it.
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

//! Reads lists of names such as `Family, Given and {An Organisation and its Name} and others` into
//! [`ContributorName`]s.
//!
//! Input is the TeX of a name field. The `and`s and the braces are interpreted here, because biblatex knows persons
//! only: it would divide an organisation like a person. The parts of a person's name are left to biblatex.

use biblatex::{Chunk, Person, Spanned};

use super::latex::{self, TexPiece};
use crate::{Case, ContributorName};

/// The names in a field's value, in order.
pub(super) fn names(tex: &str) -> Result<Vec<ContributorName>, String> {
    let pieces = latex::pieces(tex)?;
    Ok(split_at_and(&pieces).iter().filter_map(|name| contributor(name)).collect())
}

/// Divides the pieces at each `and` outside of braces.
fn split_at_and(pieces: &[TexPiece]) -> Vec<Vec<TexPiece>> {
    let mut names = vec![Vec::new()];
    for piece in pieces {
        if piece.case == Case::Protected {
            push(&mut names, piece.text.clone(), Case::Protected);
            continue;
        }
        let mut name_part = String::new();
        for word in piece.text.split_inclusive(char::is_whitespace) {
            // A word includes the blank behind it; `and` at the very end of a piece belongs to a name.
            if word.trim().eq_ignore_ascii_case("and") && word.len() > "and".len() {
                push(&mut names, std::mem::take(&mut name_part), Case::Free);
                names.push(Vec::new());
            } else {
                name_part.push_str(word);
            }
        }
        push(&mut names, name_part, Case::Free);
    }
    names
}

/// Adds a piece to the last name.
fn push(names: &mut [Vec<TexPiece>], text: String, case: Case) {
    if let Some(last) = names.last_mut().filter(|_| !text.is_empty()) {
        last.push(TexPiece { text, case });
    }
}

fn contributor(pieces: &[TexPiece]) -> Option<ContributorName> {
    let whole = collapsed(&pieces.iter().map(|piece| piece.text.as_str()).collect::<String>());
    let is_in_braces = !pieces.iter().any(|piece| piece.case == Case::Free && !piece.text.trim().is_empty());
    match whole.as_str() {
        "" => None,
        "others" | "et al." | "et al" if !is_in_braces => Some(ContributorName::Others),
        _ if is_in_braces => Some(ContributorName::Organisation(whole)),
        _ => Some(person(pieces, whole)),
    }
}

/// The person of a name, or an organisation of the `whole` name if biblatex finds no family name.
fn person(pieces: &[TexPiece], whole: String) -> ContributorName {
    let chunks: Vec<_> = trimmed(pieces).iter().map(chunk).collect();
    let person = Person::parse(&chunks);
    match name_part(&person.name) {
        Some(family) => ContributorName::Person {
            family,
            given: name_part(&person.given_name),
            particle: name_part(&person.prefix),
            suffix: name_part(&person.suffix),
        },
        None => ContributorName::Organisation(whole),
    }
}

fn name_part(text: &str) -> Option<String> {
    Some(collapsed(text)).filter(|text| !text.is_empty())
}

/// A piece as biblatex takes it. It divides names at plain spaces only, so other white space becomes one.
fn chunk(piece: &TexPiece) -> Spanned<Chunk> {
    let text: String = piece.text.chars().map(|c| if c.is_whitespace() { ' ' } else { c }).collect();
    Spanned::zero(match piece.case {
        Case::Protected => Chunk::Verbatim(text),
        Case::Free => Chunk::Normal(text),
    })
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

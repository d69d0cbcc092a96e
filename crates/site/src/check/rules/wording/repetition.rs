//! Whether the text of a page says again what a field of its front matter claims.
//!
//! A description or a key point has no room for a source. Where the text makes the same claim about the same, it is
//! judged there, and one finding is enough.

use super::claim_uncited;
use super::mention::{Mention, SHARED, words};
use crate::check::prose::Passage;

/// Whether a passage that can have a source has the same phrase, with the same number if it has one, in a sentence about
/// the same. A single word such as "risk" has no number that could be another's.
pub(super) fn is_repeated(mention: &Mention<'_>, passages: &[Passage]) -> bool {
    let neighbours = mention.before().iter().chain(mention.after()).copied();
    let subjects: Vec<&str> = neighbours.filter(|word| says_subject(word)).collect();
    let phrase = mention.words();
    let has_number =
        phrase.contains(' ') || !phrase.starts_with(char::is_alphabetic) || number_before(mention).is_some();
    let needs_subject = has_number && !subjects.is_empty();
    passages.iter().filter(|passage| passage.may_claim()).any(|passage| {
        let offsets = offsets_of_phrase(mention, &passage.lower);
        offsets.into_iter().any(|at| !needs_subject || is_about(&passage.lower[passage.sentence(at).range], &subjects))
    })
}

fn is_about(sentence: &str, subjects: &[&str]) -> bool {
    words(sentence).filter(|word| says_subject(word)).any(|word| begins_like_one(word, subjects))
}

fn number_before<'a>(mention: &Mention<'a>) -> Option<&'a str> {
    mention.before().first().filter(|word| word.starts_with(|c: char| c.is_ascii_digit())).copied()
}

/// The bytes where a text has the phrase, with the number before it or behind it.
fn offsets_of_phrase(mention: &Mention<'_>, text: &str) -> Vec<usize> {
    const PERCENT: &[&str] = &["%", "percent", "per cent"];
    let sign = mention.sign();
    // A description may write `%` where the text writes "percent".
    let spellings = if PERCENT.contains(&sign) { PERCENT } else { &[sign] };
    match number_before(mention) {
        Some(number) => {
            let offsets = text.match_indices(number).map(|(at, _)| at).filter(|at| begins_number(text, *at));
            offsets.filter(|at| spellings.iter().any(|spelling| goes_on(text, at + number.len(), spelling))).collect()
        }
        None => {
            let number = mention.after().first().filter(|word| claim_uncited::is_number(word));
            let number = number.copied().unwrap_or_default();
            let offsets = text.match_indices(sign).map(|(at, _)| at);
            offsets.filter(|at| goes_on(text, at + sign.len(), number)).collect()
        }
    }
}

/// Whether a number that is met there is not the end of a longer one: "5" in "1.5".
fn begins_number(text: &str, at: usize) -> bool {
    !text[..at].ends_with(|c: char| c.is_ascii_digit() || matches!(c, '.' | ','))
}

fn goes_on(text: &str, at: usize, with: &str) -> bool {
    text[at..].trim_start().starts_with(with)
}

/// Whether a word says what a sentence is about.
fn says_subject(word: &str) -> bool {
    word.len() >= 4 && word.starts_with(char::is_alphabetic) && !SHARED.lists.function_words.contains(word)
}

/// Whether a word shares its first four letters with another: "walking", "walked".
fn begins_like_one(word: &str, others: &[&str]) -> bool {
    others.iter().any(|other| word.chars().take(4).eq(other.chars().take(4)))
}

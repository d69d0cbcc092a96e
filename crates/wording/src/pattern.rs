//! [`Pattern`]: one line of a rule file, such as `<cures> any|every ..2 <illness>`, as the engine compares it with words.
//!
//! | Element | Stands for |
//! | --- | --- |
//! | `word` | this word, whatever its case; with a capital in it, only as it is written |
//! | `a\|b` | one of these |
//! | `stem*`, `*end` | a word that begins or ends like this |
//! | `<list>` | a word of that list of the file |
//! | `<number>` | a number above one, as digits or as a word |
//! | `<digits>`, `<year>` | a word that begins with a digit; four digits |
//! | `!a\|b` | any word but these, or none at all |
//! | `*` | any word |
//! | `a\|b..2` | up to two of these; `..2` alone is up to two words that deny nothing |
//! | `...` | up to sixty words, across commas |
//! | `^`, `$` | the start and the end of the sentence |
//! | `,` | the border of two clauses |
//! | `~` | in `where` and `unless`: the words that were found |
//!
//! Words next to each other belong to one clause: between two of them stands no comma, colon, bracket or dash. A pattern
//! needs not describe the whole sentence.

use serde::{Deserialize, Serialize};

use crate::conditions::Language;
use crate::words::{Word, Words};

/// Words of a sentence that follow each other.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Pattern {
    pub elements: Vec<Element>,
    /// The lists of which the sentence needs a word each.
    pub needed: ListBits,
}

/// A set of lists, one bit each.
pub(crate) type ListBits = u128;

#[derive(Debug, Serialize, Deserialize)]
pub(crate) enum Element {
    Words(WordTest),
    Start,
    End,
    ClauseBorder,
    /// The words that were found.
    Found,
}

#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct WordTest {
    /// Numbers of words in the vocabulary, ascending.
    pub words: Vec<WordId>,
    pub lists: ListBits,
    pub shapes: Vec<Shape>,
    pub is_negated: bool,
    pub least: u8,
    /// `None` for a run that also crosses the borders of clauses.
    pub most: Option<u8>,
}

/// The number of a word in the vocabulary of a set of rules; 0 is every word that no rule has.
pub(crate) type WordId = u32;

/// What a word can look like, beside being one of some.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) enum Shape {
    Any,
    /// Any word that denies nothing, in a gap.
    Filler,
    Number,
    Digits,
    Year,
    /// Exactly these letters, with their case; and the number of the word.
    Exact(String, WordId),
    /// In lower case.
    BeginsWith(String),
    EndsWith(String),
}

/// The most words that `...` stands for. Without a limit, a text without full stops would be compared with itself.
const LONGEST_RUN: usize = 60;

/// The words of a text as a set of rules knows them.
#[derive(Clone, Copy)]
pub(crate) struct KnownWords<'a> {
    pub words: &'a Words<'a>,
    pub language: &'a Language,
    /// By the index of the word in the text.
    pub ids: &'a [WordId],
    /// The lists that a word is in, by its number.
    pub lists: &'a [ListBits],
}

/// A sentence with the place of what was found in it, if a pattern asks for that.
#[derive(Clone, Copy)]
pub(crate) struct Place {
    pub start: usize,
    pub end: usize,
    pub found: Option<(usize, usize)>,
}

impl WordTest {
    fn accepts(&self, known: &KnownWords<'_>, index: usize) -> bool {
        let id = known.ids[index];
        let is_one_of = (id != 0
            && (self.lists & known.lists[id as usize] != 0 || self.words.binary_search(&id).is_ok()))
            || self.shapes.iter().any(|shape| shape.is_of(known, index));
        is_one_of != self.is_negated
    }
}

impl Shape {
    fn is_of(&self, known: &KnownWords<'_>, index: usize) -> bool {
        let word: &Word = &known.words.words[index];
        let written = || known.words.written(word);
        match self {
            Self::Any => true,
            Self::Filler => {
                let language = known.language;
                ![&language.denials, &language.near_denials, &language.later_denials]
                    .iter()
                    .any(|set| set.has(word.hash))
            }
            Self::Digits => word.is_number,
            Self::Number => {
                let is_small = |number: &str| number.len() < 4 && number.parse::<u16>().is_ok_and(|number| number > 1);
                (word.is_number && is_small(written())) || known.language.numbers.has(word.hash)
            }
            Self::Year => word.is_number && written().len() == 4 && written().bytes().all(|byte| byte.is_ascii_digit()),
            Self::Exact(text, _) => written().chars().map(|c| if c == '’' { '\'' } else { c }).eq(text.chars()),
            Self::BeginsWith(start) => {
                let mut letters = written().chars().flat_map(char::to_lowercase);
                start.chars().all(|letter| letters.next() == Some(letter))
            }
            Self::EndsWith(end) => {
                let mut letters = written().chars().rev().flat_map(char::to_lowercase);
                end.chars().rev().all(|letter| letters.next() == Some(letter))
            }
        }
    }
}

impl Pattern {
    /// The range of words that match, if the element at `anchor` stands for the word at `index`.
    pub fn match_at(
        &self,
        known: &KnownWords<'_>,
        place: Place,
        anchor: usize,
        index: usize,
    ) -> Option<(usize, usize)> {
        let Element::Words(test) = &self.elements[anchor] else { return None };
        if !test.accepts(known, index) {
            return None;
        }
        let search = Search { known, place };
        let end = search.ahead(&self.elements[anchor + 1..], index + 1, false)?;
        let start = search.back(&self.elements[..anchor], index, false)?;
        Some((start, end))
    }

    /// Whether the pattern matches anywhere in a sentence, or around what was found if it names that.
    pub fn matches(&self, known: &KnownWords<'_>, place: Place) -> bool {
        let search = Search { known, place };
        let found = self.elements.iter().position(|element| matches!(element, Element::Found));
        match (found, place.found) {
            (Some(at), Some((start, end))) => {
                search.back(&self.elements[..at], start, false).is_some()
                    && search.ahead(&self.elements[at + 1..], end, false).is_some()
            }
            (Some(_), None) => false,
            (None, _) => (place.start..=place.end).any(|index| search.ahead(&self.elements, index, true).is_some()),
        }
    }
}

/// Compares elements with words, one after the other.
///
/// Tries every length of a run of words. Sentences are short and patterns have few runs, so that this simple search beats the
/// preparation that an automaton would need.
#[derive(Clone, Copy)]
struct Search<'a> {
    known: &'a KnownWords<'a>,
    place: Place,
}

impl Search<'_> {
    /// Where the words end that elements stand for, from the word at `at` on. `is_free` says that `at` may begin a clause.
    fn ahead(self, elements: &[Element], at: usize, is_free: bool) -> Option<usize> {
        let Some((first, others)) = elements.split_first() else { return Some(at) };
        let is_end = at >= self.place.end;
        let is_border = is_end || at == self.place.start || self.begins_clause(at);
        match first {
            Element::Start => (at == self.place.start).then(|| self.ahead(others, at, true))?,
            Element::End => is_end.then(|| self.ahead(others, at, is_free))?,
            Element::ClauseBorder => (is_border && !is_end).then(|| self.ahead(others, at, true))?,
            Element::Found => None,
            Element::Words(test) => {
                let may_step = |index: usize, is_free: bool| {
                    index < self.place.end && (is_free || test.most.is_none() || !self.begins_clause(index))
                };
                if test.is_negated && test.least == 1 && !may_step(at, is_free) {
                    return self.ahead(others, at, is_free);
                }
                // A word that must not follow is no part of what was found.
                if test.is_negated && test.least == 1 && others.is_empty() {
                    return test.accepts(self.known, at).then_some(at);
                }
                let least = usize::from(test.least);
                let most = test.most.map_or(LONGEST_RUN, usize::from);
                let mut count = 0;
                loop {
                    if count >= least
                        && let Some(end) =
                            self.ahead(others, at + count, (is_free && count == 0) || test.most.is_none())
                    {
                        return Some(end);
                    }
                    let next = at + count;
                    if count == most || !may_step(next, is_free && count == 0) || !test.accepts(self.known, next) {
                        return None;
                    }
                    count += 1;
                }
            }
        }
    }

    /// Where the words begin that elements stand for, up to the word before `at`.
    fn back(self, elements: &[Element], at: usize, is_free: bool) -> Option<usize> {
        let Some((last, others)) = elements.split_last() else { return Some(at) };
        let is_start = at <= self.place.start;
        match last {
            Element::Start => is_start.then(|| self.back(others, at, is_free))?,
            Element::End => None,
            Element::ClauseBorder => (is_start || self.begins_clause(at)).then(|| self.back(others, at, true))?,
            Element::Found => None,
            Element::Words(test) => {
                // A step back leads over the border before the word that stands at `index + 1`.
                let may_step = |end: usize, is_free: bool| {
                    end > self.place.start && (is_free || test.most.is_none() || !self.begins_clause(end))
                };
                if test.is_negated && test.least == 1 && !may_step(at, is_free) {
                    return self.back(others, at, is_free);
                }
                if test.is_negated && test.least == 1 && others.is_empty() {
                    return test.accepts(self.known, at - 1).then_some(at);
                }
                let least = usize::from(test.least);
                let most = test.most.map_or(LONGEST_RUN, usize::from);
                let mut count = 0;
                loop {
                    if count >= least
                        && let Some(start) =
                            self.back(others, at - count, (is_free && count == 0) || test.most.is_none())
                    {
                        return Some(start);
                    }
                    let end = at - count;
                    if count == most || !may_step(end, is_free && count == 0) || !test.accepts(self.known, end - 1) {
                        return None;
                    }
                    count += 1;
                }
            }
        }
    }

    /// A border before the first word behind a sentence does not matter.
    fn begins_clause(self, index: usize) -> bool {
        index < self.place.end && self.known.words.words[index].begins_clause
    }
}

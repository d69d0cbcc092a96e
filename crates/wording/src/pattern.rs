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

use std::cell::Cell;

use serde::{Deserialize, Serialize};

use crate::conditions::Language;
use crate::words::{Word, WordKey, Words, letters_of};

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

/// The most steps of a search from one word.
const MOST_STEPS: u32 = 5_000;

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
pub(crate) struct SentenceMatch {
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
        let word_text = || known.words.written(word);
        match self {
            Self::Any => true,
            Self::Filler => !known.language.denies(WordKey(word.hash)),
            Self::Digits => word.is_number,
            Self::Number => {
                (word.is_number && is_above_one(word_text())) || known.language.numbers.get(word.hash).is_some()
            }
            Self::Year => {
                word.is_number && word_text().len() == 4 && word_text().bytes().all(|byte| byte.is_ascii_digit())
            }
            Self::Exact(text, _) => letters_of(word_text()).eq(text.chars()),
            Self::BeginsWith(start) => {
                let mut letters = letters_of(word_text()).flat_map(char::to_lowercase);
                start.chars().all(|letter| letters.next() == Some(letter))
            }
            Self::EndsWith(end) => {
                let letters: Vec<char> = letters_of(word_text()).flat_map(char::to_lowercase).collect();
                let mut letters = letters.into_iter().rev();
                end.chars().rev().all(|letter| letters.next() == Some(letter))
            }
        }
    }
}

fn is_above_one(number: &str) -> bool {
    number.replace(',', "").parse::<f64>().is_ok_and(|number| number > 1.0)
}

impl Pattern {
    /// The range of words that match, if the element at `anchor` stands for the word at `index`.
    pub fn match_at(
        &self,
        known: &KnownWords<'_>,
        place: SentenceMatch,
        anchor: usize,
        index: usize,
    ) -> Option<(usize, usize)> {
        let Element::Words(test) = &self.elements[anchor] else { return None };
        if !test.accepts(known, index) {
            return None;
        }
        let steps = Cell::new(MOST_STEPS);
        let end = Search::ahead(known, place, &steps).walk(&self.elements[anchor + 1..], index + 1, Border::Closed)?;
        let start = Search::back(known, place, &steps).walk(&self.elements[..anchor], index, Border::Closed)?;
        Some((start, end))
    }

    /// Whether the pattern matches anywhere in a sentence, or around what was found if it names that.
    pub fn matches(&self, known: &KnownWords<'_>, place: SentenceMatch) -> bool {
        let steps = Cell::new(MOST_STEPS);
        let (ahead, back) = (Search::ahead(known, place, &steps), Search::back(known, place, &steps));
        let found_position = self.elements.iter().position(|element| matches!(element, Element::Found));
        match (found_position, place.found) {
            (Some(at), Some((start, end))) => {
                back.walk(&self.elements[..at], start, Border::Closed).is_some()
                    && ahead.walk(&self.elements[at + 1..], end, Border::Closed).is_some()
            }
            (Some(_), None) => false,
            (None, _) => {
                (place.start..=place.end).any(|index| ahead.walk(&self.elements, index, Border::Open).is_some())
            }
        }
    }
}

/// Compares elements with words, one after the other, from a place in one direction.
///
/// Tries every length of a run of words. Sentences are short and patterns have few runs, so that this simple search beats the
/// preparation that an automaton would need.
#[derive(Clone, Copy)]
struct Search<'a> {
    known: &'a KnownWords<'a>,
    place: SentenceMatch,
    direction: Direction,
    /// How many more steps the search may take. Several runs beside each other could be divided in endless ways.
    steps: &'a Cell<u32>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Direction {
    Ahead,
    Back,
}

/// Whether the next word may belong to another clause.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Border {
    Open,
    Closed,
}

impl<'a> Search<'a> {
    fn ahead(known: &'a KnownWords<'a>, place: SentenceMatch, steps: &'a Cell<u32>) -> Self {
        Self { known, place, direction: Direction::Ahead, steps }
    }

    fn back(known: &'a KnownWords<'a>, place: SentenceMatch, steps: &'a Cell<u32>) -> Self {
        Self { direction: Direction::Back, ..Self::ahead(known, place, steps) }
    }

    /// Where the words end that elements stand for. Places are between words: `at` stands before the word of that index.
    fn walk(self, elements: &[Element], at: usize, border: Border) -> Option<usize> {
        let next = match self.direction {
            Direction::Ahead => elements.split_first(),
            Direction::Back => elements.split_last(),
        };
        let Some((element, others)) = next else { return Some(at) };
        self.steps.set(self.steps.get().checked_sub(1)?);
        match element {
            Element::Start if at == self.place.start => self.walk(others, at, Border::Open),
            Element::End if at == self.place.end => self.walk(others, at, Border::Open),
            Element::ClauseBorder if at == self.place.start || self.begins_clause(at) => {
                self.walk(others, at, Border::Open)
            }
            Element::Start | Element::End | Element::ClauseBorder | Element::Found => None,
            Element::Words(test) if test.is_negated && test.least == 1 => {
                self.walk_past_other(test, others, at, border)
            }
            Element::Words(test) => self.walk_run(test, others, at, border),
        }
    }

    /// A word that is none of some, or no word at all. At the end of a pattern it is no part of what was found.
    fn walk_past_other(self, test: &WordTest, others: &[Element], at: usize, border: Border) -> Option<usize> {
        match self.word_behind(at, border) {
            None => self.walk(others, at, border),
            Some(word) if !test.accepts(self.known, word) => None,
            Some(_) if others.is_empty() => Some(at),
            Some(_) => self.walk(others, self.step(at), Border::Closed),
        }
    }

    fn walk_run(self, test: &WordTest, others: &[Element], at: usize, border: Border) -> Option<usize> {
        let least = usize::from(test.least);
        let most = test.most.map_or(LONGEST_RUN, usize::from);
        let (mut at, mut border) = (at, if test.most.is_none() { Border::Open } else { border });
        for count in 0..=most {
            if count >= least
                && let Some(end) = self.walk(others, at, border)
            {
                return Some(end);
            }
            let word = self.word_behind(at, border).filter(|_| count < most)?;
            if !test.accepts(self.known, word) {
                return None;
            }
            at = self.step(at);
            border = if test.most.is_none() { Border::Open } else { Border::Closed };
        }
        None
    }

    /// The index of the next word, unless the sentence or the clause ends here.
    fn word_behind(self, at: usize, border: Border) -> Option<usize> {
        let word = match self.direction {
            Direction::Ahead => Some(at).filter(|at| *at < self.place.end),
            Direction::Back => at.checked_sub(1).filter(|_| at > self.place.start),
        };
        word.filter(|_| border == Border::Open || !self.begins_clause(at))
    }

    fn step(self, at: usize) -> usize {
        match self.direction {
            Direction::Ahead => at + 1,
            Direction::Back => at - 1,
        }
    }

    /// A border before the first word behind a sentence does not matter.
    fn begins_clause(self, at: usize) -> bool {
        at < self.place.end && self.known.words.words[at].begins_clause
    }
}

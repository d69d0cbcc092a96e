//! [`Telling`]: what a text says in numbers, denials and words that have an opposite, so that two texts can be compared by it. "Twice a
//! day" and "2 times daily" say the same; "before meals" and "after meals" do not.

use std::ops::Range;
use std::sync::LazyLock;

use crate::conditions::Language;
use crate::numbers::{Number, NumberReader, aligns};
use crate::rule_set::RuleSet;
use crate::word_table::{Side, Unit};
use crate::words::{Word, WordKey, Words, hash_of};

/// What a change of a text changes for those who act on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TellingChange {
    /// A denial came or went: "not", "avoid".
    Denial,
    /// A number is another one.
    Number,
    /// The same number counts another unit.
    Unit,
    /// A word says the opposite.
    Opposite,
}

/// What makes a text one to act on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TellingWeight {
    /// A number with a unit, or how often.
    Amount,
    /// A denial.
    Denial,
    /// A word such as "caution".
    Warning,
}

/// The numbers, denials and opposites of a text, in their order.
#[derive(Debug, Default, Clone)]
pub struct Telling {
    denials: usize,
    numbers: Vec<Number>,
    /// Units without a number: "daily".
    units: Vec<Unit>,
    /// Units but those of time for each of which a number counts, sorted: "mg per kg".
    per: Vec<(u64, u64)>,
    sides: Vec<Side>,
    warns: bool,
    /// The words of each clause, sorted, and the clauses sorted: their order says nothing.
    clauses: Vec<Vec<u64>>,
    /// The words in their order, with its side in place of one that has an opposite.
    frame: Vec<Result<u64, Side>>,
}

impl RuleSet {
    /// What a text says in numbers, denials and words that have an opposite. Of a language that the set does not know, only digits and
    /// signs of units are read.
    #[must_use]
    pub fn telling(&self, words: &Words<'_>, language: &str) -> Telling {
        static UNKNOWN: LazyLock<Language> = LazyLock::new(Language::default);
        let known = self.language(language).unwrap_or(&UNKNOWN);
        let numbers = NumberReader { language: known, signs: self.language("und").unwrap_or(&UNKNOWN) };
        let said_otherwise = numbers.said_otherwise(words);
        let words = said_otherwise.as_ref().unwrap_or(words);
        let mut telling = Telling::default();
        for sentence in &words.sentences {
            Sentence::new(words, sentence.words.clone(), numbers).read_into(&mut telling);
        }
        telling.clauses.retain(|clause| !clause.is_empty());
        telling.clauses.iter_mut().for_each(|clause| clause.sort_unstable());
        telling.clauses.sort_unstable();
        telling.per.sort_unstable();
        telling
    }
}

impl Telling {
    /// What another text says differently. `None` if both say the same, in whatever words.
    #[must_use]
    pub fn difference(&self, other: &Self) -> Option<TellingChange> {
        if self.clauses == other.clauses {
            return None;
        }
        if self.denials != other.denials {
            return Some(TellingChange::Denial);
        }
        if !aligns(&self.numbers, &other.numbers, Number::is_same) {
            let is_of_unit = aligns(&self.numbers, &other.numbers, Number::has_value_of);
            return Some(if is_of_unit { TellingChange::Unit } else { TellingChange::Number });
        }
        if self.per != other.per {
            return Some(TellingChange::Unit);
        }
        let sides = |telling: &Self| telling.sides.iter().map(|side| (side.line, side.side)).collect::<Vec<_>>();
        if exchanges(&sides(self), &sides(other)) || self.is_frame_with_other_sides(other) {
            return Some(TellingChange::Opposite);
        }
        exchanges(&self.periods(), &other.periods()).then_some(TellingChange::Unit)
    }

    /// What makes the text one to act on, if anything does.
    #[must_use]
    pub fn weight(&self) -> Option<TellingWeight> {
        let is_counted = |number: &Number| number.is_certain && number.unit.is_some();
        let is_often = !self.periods().is_empty() && self.numbers.iter().any(|number| number.is_certain);
        if is_often || self.numbers.iter().any(is_counted) {
            Some(TellingWeight::Amount)
        } else if self.denials > 0 {
            Some(TellingWeight::Denial)
        } else {
            self.warns.then_some(TellingWeight::Warning)
        }
    }

    /// Units that count nothing certain: "a day", "weekly".
    fn periods(&self) -> Vec<(u64, u64)> {
        let with_article = self.numbers.iter().filter(|number| !number.is_certain).filter_map(|number| number.unit);
        self.units.iter().copied().chain(with_article).map(|unit| (unit.dimension, unit.size.to_bits())).collect()
    }

    /// Whether the texts have the same words but for opposites that changed places: "left .. right" and "right .. left". Beside each
    /// other, as in "left and right", they say the same in any order.
    fn is_frame_with_other_sides(&self, other: &Self) -> bool {
        if self.frame.len() != other.frame.len() || self.frame == other.frame {
            return false;
        }
        let mut places = Vec::new();
        for (at, pair) in self.frame.iter().zip(&other.frame).enumerate() {
            match pair {
                (Ok(word), Ok(same)) if word == same => {}
                (Err(side), Err(of_other)) if side == of_other => {}
                (Err(side), Err(of_other)) if side.line == of_other.line => places.push(at),
                _ => return false,
            }
        }
        places.windows(2).any(|pair| pair[1] - pair[0] > 2)
    }
}

/// Whether one side of a line went and another came.
fn exchanges<L: PartialEq + Copy, S: PartialEq + Copy>(was: &[(L, S)], now: &[(L, S)]) -> bool {
    let count = |all: &[(L, S)], one: &(L, S)| all.iter().filter(|other| *other == one).count();
    let has_come = |one: &(L, S)| count(now, one) > count(was, one);
    let mut gone = was.iter().filter(|one| count(was, one) > count(now, one));
    gone.any(|(line, side)| now.iter().any(|one| one.0 == *line && one.1 != *side && has_come(one)))
}

/// A sentence whose words are read one after the other.
struct Sentence<'a> {
    words: &'a [Word],
    text: &'a str,
    language: &'a Language,
    numbers: NumberReader<'a>,
    /// Of each word whether it denies.
    denials: Vec<Option<Denial>>,
}

/// How a word denies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Denial {
    /// "Not".
    Word,
    /// "Avoid", which denies what it is about.
    Refusal,
}

impl<'a> Sentence<'a> {
    fn new(words: &'a Words<'_>, range: Range<usize>, numbers: NumberReader<'a>) -> Self {
        let of_sentence = &words.words[range];
        let mut sentence =
            Self { words: of_sentence, text: &words.text, language: numbers.language, numbers, denials: Vec::new() };
        sentence.denials = (0..of_sentence.len()).map(|at| sentence.denial(at)).collect();
        sentence
    }

    fn read_into(&self, telling: &mut Telling) {
        telling.clauses.push(Vec::new());
        let mut read_as_number = 0;
        for (at, word) in self.words.iter().enumerate() {
            let joins = self.language.joins.has(word.hash);
            if word.begins_clause || joins || self.language.turns.has(word.hash) {
                telling.clauses.push(Vec::new());
            }
            if let Some(clause) = telling.clauses.last_mut().filter(|_| !joins) {
                clause.push(word.hash);
            }
            telling.frame.push(self.opposites(word.hash).next().map_or(Ok(word.hash), Err));
            if at < read_as_number {
                continue;
            }
            match self.numbers.read(self.text, &self.words[at..]).filter(|_| !self.is_noun(at)) {
                Some(mut found) => {
                    read_as_number = at + found.length;
                    if let Some(first) = found.numbers.first_mut().filter(|_| self.is_below_zero(at)) {
                        first.value = -first.value;
                    }
                    telling.numbers.extend(found.numbers);
                }
                None => self.read_word(at, telling),
            }
        }
    }

    /// Reads a word that is no number.
    fn read_word(&self, at: usize, telling: &mut Telling) {
        let word = &self.words[at];
        telling.warns |= self.language.cautions.has(word.hash);
        let is_taken_back = self.is_taken_back(at);
        telling.denials += usize::from(self.denials[at].is_some() && !is_taken_back);
        // "Avoid" denies, and may be the opposite of another word; "without" only denies.
        if self.denials[at] != Some(Denial::Word) {
            // "No more than 4" is at most 4, and "do not stop" is to go on.
            let is_turned = is_taken_back || self.is_limit(at);
            let sides = self.opposites(self.core(word));
            telling.sides.extend(sides.map(|side| if is_turned { turned(side) } else { side }));
        }
        if self.is_per(at) {
            let unit = self.numbers.unit(self.written(word)).filter(|unit| !unit.is_time());
            telling.per.extend(unit.map(|unit| (unit.dimension, unit.size.to_bits())));
            if unit.is_some() {
                return;
            }
        }
        // Short units, such as "s" and "h", are read behind a number alone.
        let unit = self.numbers.unit(self.written(word)).filter(|_| word.end - word.start >= 3);
        telling.units.extend(unit);
    }

    /// What a word cannot stand for: by the words of the language, and by signs.
    fn opposites(&self, hash: u64) -> impl Iterator<Item = Side> {
        /// Behind all lines of a language.
        const FIRST_LINE_OF_SIGNS: u16 = 1 << 15;
        let signs = self.numbers.signs.opposites.all(hash);
        let signs = signs.map(|side| Side { line: side.line | FIRST_LINE_OF_SIGNS, ..side });
        self.language.opposites.all(hash).chain(signs)
    }

    /// "mg/kg", "mg per kilogram". A stroke stands before a sign alone: "and/or" and "tablets/capsules" divide nothing.
    fn is_per(&self, at: usize) -> bool {
        let word = &self.words[at];
        let is_behind_stroke = self.text[..word.start as usize].ends_with('/');
        let is_behind_word = at > 0 && self.language.per.has(self.words[at - 1].hash);
        is_behind_word || at > 0 && is_behind_stroke && self.numbers.signs.units.get(word.hash).is_some()
    }

    /// Whether a minus stands before a number, and no other number before that.
    fn is_below_zero(&self, at: usize) -> bool {
        let is_minus = at > 0 && self.written(&self.words[at - 1]) == "−";
        is_minus && self.words[at].is_number && !(at > 1 && self.words[at - 2].is_number)
    }

    /// German "Acht" in "geben Sie Acht": within a sentence, nouns begin with a capital, and numbers do not.
    fn is_noun(&self, at: usize) -> bool {
        self.language.tag == "de" && at > 0 && self.written(&self.words[at]) == "Acht"
    }

    fn denial(&self, at: usize) -> Option<Denial> {
        let word = &self.words[at];
        if self.language.refusals.has(self.core(word)) {
            return Some(Denial::Refusal);
        }
        let is_listed = |word: &Word| {
            !self.language.by_particle.has(word.hash)
                && self.language.denies_surely(WordKey(word.hash), self.written(word))
        };
        let before = &self.words[at.saturating_sub(4)..at];
        // "Ne .. pas plus de": the word before denies.
        let is_by_particle = self.language.by_particle.has(word.hash)
            && before.iter().any(|word| self.is_particle(word))
            && !before.last().is_some_and(is_listed);
        (is_by_particle || is_listed(word)).then_some(Denial::Word)
    }

    /// "Ne", also before a vowel: "n'utilisez".
    fn is_particle(&self, word: &Word) -> bool {
        let elided = || self.written(word).split_once(['\'', '’']).map(|(start, _)| hash_of(&format!("{start}e")));
        self.language.particle.has(word.hash) || elided().is_some_and(|hash| self.language.particle.has(hash))
    }

    /// The number of a word without one or two letters before an apostrophe: of "arrêtez" in "n'arrêtez".
    fn core(&self, word: &Word) -> u64 {
        let behind = self.written(word).split_once(['\'', '’']).filter(|(start, _)| start.len() <= 2);
        behind.map_or(word.hash, |(_, behind)| hash_of(behind))
    }

    /// Whether a denial and the word that it is about say nothing against anything: "not only", "no more than", "do not stop".
    fn is_taken_back(&self, at: usize) -> bool {
        let Some(denial) = self.denials[at] else { return false };
        let near = at.saturating_sub(2)..(at + 3).min(self.words.len());
        let is_other = |other: usize| self.denials[other].is_some_and(|of_other| of_other != denial);
        let is_double = near.into_iter().any(|other| is_other(other) && self.is_one_clause(at, other));
        let following = self.words.get(at + 1);
        let is_idle = following.is_some_and(|word| self.language.idle.has(word.hash));
        let makes_limit = || (at + 1..(at + 4).min(self.words.len())).any(|other| self.is_compared(other));
        is_double || denial == Denial::Word && (is_idle || makes_limit())
    }

    fn is_one_clause(&self, a: usize, b: usize) -> bool {
        self.words[a.min(b) + 1..=a.max(b)].iter().all(|word| !word.begins_clause)
    }

    /// Whether a denial before a word such as "more" makes a limit of it.
    fn is_limit(&self, at: usize) -> bool {
        let mut before = at.saturating_sub(3)..at;
        self.is_compared(at) && before.any(|other| self.denials[other] == Some(Denial::Word))
    }

    /// Whether a word is one such as "more", with "than" behind it.
    fn is_compared(&self, at: usize) -> bool {
        let is_than = |word: &Word| self.language.comparison.0.iter().skip(1).any(|than| *than == word.hash);
        let line = self.language.comparison();
        self.words.get(at + 1).is_some_and(is_than)
            && self.language.opposites.all(self.words[at].hash).any(|side| Some(side.line) == line)
    }

    fn written(&self, word: &Word) -> &'a str {
        &self.text[word.start as usize..word.end as usize]
    }
}

/// The other side of a line of two.
fn turned(side: Side) -> Side {
    Side { side: u8::from(side.side == 0), ..side }
}

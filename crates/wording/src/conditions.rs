//! [`Condition`]: what is true around a match, by the names that rule files use.

use std::ops::Range;

use serde::{Deserialize, Deserializer, Serialize};

use crate::rule_file::{RuleFileError, WordLines, read_yaml};
use crate::word_table::{self, Phrases, Side, Unit, WordTable, WrittenNumbers, WrittenOpposites, WrittenUnits};
use crate::words::{SentenceRange, WordKey, Words, hash_of};

/// Something that is true of a match, its sentence, its passage or its page. A rule lists those under which it is silent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Condition {
    /// A word such as "not" or "no" turns the meaning round.
    Denied,
    /// The sentence is a question, or a heading that asks.
    Question,
    /// The words stand between quotation marks that open within the sentence.
    Quoted,
    /// The words are a part of a name: "the Cures Act".
    InAName,
    /// A citation or a footnote stands in the sentence or the next, or in the same row of a table.
    Cited,
    /// The sentence is a heading.
    Heading,
    /// The sentence is in the caption of a figure or a table.
    Caption,
    /// An item of the steps of an exercise.
    Step,
    /// An item or a paragraph of a list of publications, or a title of a work.
    Publication,
    /// The title, the description or a key point of a page.
    FrontMatter,
    /// An expert whom the page names says it.
    Expert,
    /// The page is for clinicians.
    Clinician,
    /// The page has a care card, or signals at which to stop.
    Care,
}

/// A set of conditions.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Conditions(u16);

impl Conditions {
    /// The set with one more condition.
    #[must_use]
    pub fn with(self, condition: Condition) -> Self {
        Self(self.0 | 1 << condition as u16)
    }

    /// The set with a condition, if it holds.
    #[must_use]
    pub fn with_if(self, condition: Condition, holds: bool) -> Self {
        if holds { self.with(condition) } else { self }
    }

    /// Whether the set has a condition.
    #[must_use]
    pub fn has(self, condition: Condition) -> bool {
        self.0 & 1 << condition as u16 != 0
    }

    fn have_any(self, others: Self) -> bool {
        self.0 & others.0 != 0
    }
}

impl FromIterator<Condition> for Conditions {
    fn from_iter<I: IntoIterator<Item = Condition>>(conditions: I) -> Self {
        conditions.into_iter().fold(Self::default(), Self::with)
    }
}

/// Words that match a pattern, before anything around them was looked at.
pub(crate) struct Candidate {
    pub group: usize,
    pub words: Range<usize>,
}

/// What the caller knows of a passage. The rest the engine sees in its words.
#[derive(Debug, Default, Clone)]
pub struct Situation<'a> {
    /// What holds for the passage as a whole.
    pub conditions: Conditions,
    /// Bytes at which marks of citations and footnotes stand, ascending.
    pub marks: &'a [usize],
}

/// The words of a language by which conditions are seen. Rules in other languages know no denials and no questions.
#[derive(Debug, Default, Clone, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Language {
    #[serde(rename = "language")]
    pub(crate) tag: String,
    /// Numbers above one, in words.
    #[serde(deserialize_with = "word_table::read::<WrittenNumbers, _>")]
    pub(crate) numbers: WordTable<f64>,
    /// Joins two numbers to one word, the lower first: German "und".
    pub(crate) number_joint: Option<String>,
    /// Numbers in words that say how often or how much: "twice", "half".
    #[serde(deserialize_with = "word_table::read::<WrittenNumbers, _>")]
    pub(crate) multiples: WordTable<f64>,
    /// One in words, which also stands where nobody counts: "a", "once".
    pub(crate) ones: WordSet,
    /// Deny or doubt whatever follows within ten words: "myth", "whether".
    pub(crate) doubts: WordSet,
    /// Deny what follows within the clause: "not", "never".
    pub(crate) denials: WordSet,
    /// Deny the same for a rule, and stand in many sentences that deny nothing: "if", "instead".
    pub(crate) loose_denials: WordSet,
    /// Deny only what directly follows: "no", "without".
    pub(crate) near_denials: WordSet,
    /// Deny what stands before them in the clause: German "nicht".
    pub(crate) later_denials: WordSet,
    /// Behind a denial these take it back: "not only", "no doubt".
    pub(crate) idle: WordSet,
    /// A clause that begins with one stands for itself: a denial before it does not reach into it.
    pub(crate) subjects: WordSet,
    /// Join a clause that has a subject of its own: "and".
    pub(crate) joins: WordSet,
    /// Begin a clause that stands for itself: "but".
    pub(crate) turns: WordSet,
    /// Headings that begin with one ask.
    pub(crate) question_starts: WordSet,
    /// Words of links that name nothing: "click here".
    pub(crate) vague_link_words: WordSet,
    /// Sentences that begin with these words only have the shape of a question: "did you know".
    pub(crate) rhetorical: WordSequence,
    /// Makes denials of the words below: French "ne".
    pub(crate) particle: WordSet,
    /// Deny only behind the particle: French "plus", which says "more" without it.
    #[serde(rename = "denials-by-particle")]
    pub(crate) by_particle: WordSet,
    /// Deny what they are about: "avoid". A denial before one takes it back.
    pub(crate) refusals: WordSet,
    /// Words that cannot stand for each other: "before" and "after".
    #[serde(deserialize_with = "word_table::read::<WrittenOpposites, _>")]
    pub(crate) opposites: WordTable<Side>,
    /// The first word of the line of `opposites` in which a denial makes the other side: "no more" is "at most".
    pub(crate) comparison: WordSequence,
    /// Units by what they measure.
    #[serde(deserialize_with = "word_table::read::<WrittenUnits, _>")]
    pub(crate) units: WordTable<Unit>,
    /// A sentence with one warns: "caution".
    pub(crate) cautions: WordSet,
    /// Numbers that count in an order, before a unit of time: "second week".
    #[serde(deserialize_with = "word_table::read::<WrittenNumbers, _>")]
    pub(crate) ordinals: WordTable<f64>,
    /// Stand between a number and the unit for each of which it counts: "mg per kg".
    pub(crate) per: WordSet,
    /// Stand between a part and the whole: "1 in 10".
    pub(crate) shares: WordSet,
    /// Words that are read as others: "every other day" as "every 2 days".
    pub(crate) phrases: Phrases,
}

impl Language {
    /// Whether a word denies what stands beside it, on either side.
    pub(crate) fn denies(&self, word: WordKey) -> bool {
        self.loose_denials.has(word.0) || self.is_listed_denial(word)
    }

    fn is_listed_denial(&self, word: WordKey) -> bool {
        [&self.denials, &self.near_denials, &self.later_denials].into_iter().any(|words| words.has(word.0))
    }

    /// Whether a word denies in whatever sentence it stands; as written, because English contracts "not".
    pub(crate) fn denies_surely(&self, word: WordKey, written: &str) -> bool {
        self.is_listed_denial(word) || self.is_contraction_of_not(written)
    }

    fn is_contraction_of_not(&self, written: &str) -> bool {
        self.tag == "en" && (written.ends_with("n't") || written.ends_with("n’t"))
    }

    /// The line of words such as "more", before which a denial makes a limit.
    pub(crate) fn comparison(&self) -> Option<u16> {
        self.opposites.get(*self.comparison.0.first()?).map(|side| side.line)
    }

    /// Reads the words of a language.
    ///
    /// # Errors
    ///
    /// The text is no YAML, or a key is unknown.
    pub fn parse(text: &str) -> Result<Self, RuleFileError> {
        read_yaml(text)
    }
}

/// Words by their numbers, in the order of their file. A person writes the words, and a compiled set of rules has the numbers.
#[derive(Debug, Default, Clone, Serialize)]
pub(crate) struct WordSequence(pub Vec<u64>);

impl<'de> Deserialize<'de> for WordSequence {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if deserializer.is_human_readable() {
            let lines = WordLines::deserialize(deserializer)?;
            return Ok(Self(lines.iter().map(hash_of).collect()));
        }
        Vec::deserialize(deserializer).map(Self)
    }
}

/// Words by their numbers, ascending.
#[derive(Debug, Default, Clone, Serialize, Deserialize)]
#[serde(from = "WordSequence", into = "WordSequence")]
pub(crate) struct WordSet {
    /// Ascending.
    hashes: Vec<u64>,
    /// A bit for the lowest six bits of each, so that most other words are told without a search.
    lowest_bits: u64,
}

impl From<WordSequence> for WordSet {
    fn from(WordSequence(mut numbers): WordSequence) -> Self {
        numbers.sort_unstable();
        let lowest_bits = numbers.iter().fold(0, |bits, hash| bits | 1 << (hash & 63));
        Self { hashes: numbers, lowest_bits }
    }
}

impl From<WordSet> for WordSequence {
    fn from(set: WordSet) -> Self {
        Self(set.hashes)
    }
}

impl WordSet {
    pub fn has(&self, hash: u64) -> bool {
        self.lowest_bits & 1 << (hash & 63) != 0 && self.hashes.binary_search(&hash).is_ok()
    }
}

/// A match whose surroundings are looked at.
pub(crate) struct Surroundings<'a> {
    pub words: &'a Words<'a>,
    pub language: &'a Language,
    pub situation: &'a Situation<'a>,
    pub sentence: usize,
}

impl Surroundings<'_> {
    /// Whether one of these conditions holds for a match.
    pub fn have_any(&self, conditions: Conditions, found: &Candidate) -> bool {
        let holds = |condition, test: &dyn Fn() -> bool| conditions.has(condition) && test();
        self.situation.conditions.have_any(conditions)
            || holds(Condition::Cited, &|| self.is_cited())
            || holds(Condition::Question, &|| self.asks())
            || holds(Condition::Quoted, &|| self.is_quoted(found))
            || holds(Condition::InAName, &|| self.is_in_a_name(found))
            || holds(Condition::Denied, &|| self.is_denied(found))
    }

    fn range(&self) -> &SentenceRange {
        &self.words.sentences[self.sentence]
    }

    /// Authors set the source of two sentences behind the second, so a mark in the next one counts.
    fn is_cited(&self) -> bool {
        let next = self.words.sentences.get(self.sentence + 1);
        let end = next.map_or(self.words.text.len(), |next| next.bytes.end);
        self.situation.marks.iter().any(|mark| (self.range().bytes.start..=end).contains(mark))
    }

    fn asks(&self) -> bool {
        let range = self.range();
        let words = &self.words.words[range.words.clone()];
        let is_marked = self.words.text[range.bytes.clone()].trim_end().ends_with(['?', '؟', '？']);
        let rhetorical = &self.language.rhetorical.0;
        let is_rhetorical = !rhetorical.is_empty()
            && words.len() >= rhetorical.len()
            && words.iter().zip(rhetorical).all(|(word, hash)| word.hash == *hash);
        let asks_as_heading = self.situation.conditions.has(Condition::Heading)
            && words.first().is_some_and(|word| self.language.question_starts.has(word.hash));
        (is_marked || asks_as_heading) && !is_rhetorical
    }

    /// A quotation of the whole sentence is a slogan, and counts.
    fn is_quoted(&self, found: &Candidate) -> bool {
        let bytes = self.range().bytes.clone();
        let sentence = self.words.text[bytes.clone()].trim();
        let is_slogan =
            sentence.starts_with(['"', '“', '„', '«', '‘']) && sentence.ends_with(['"', '”', '“', '»', '’']);
        if is_slogan {
            return false;
        }
        let text = &self.words.text[bytes.start..self.words.words[found.words.start].start as usize];
        // A straight mark opens and closes alike, so an odd count leaves a quotation open.
        let has_open_straight_mark = text.matches('"').count() % 2 == 1;
        let opens = [('“', '”'), ('„', '“'), ('«', '»'), ('»', '«'), ('‘', '’')];
        has_open_straight_mark
            || opens.iter().any(|(open, close)| text.rfind(*open).is_some_and(|at| !text[at..].contains(*close)))
    }

    fn is_in_a_name(&self, found: &Candidate) -> bool {
        let begins_high = |index: usize| {
            self.words.words.get(index).is_some_and(|word| self.words.written(word).starts_with(char::is_uppercase))
        };
        found.words.start > self.range().words.start
            && begins_high(found.words.start)
            && found.words.end < self.range().words.end
            && begins_high(found.words.end)
            && !self.words.words[found.words.end].begins_clause
    }

    fn is_denied(&self, found: &Candidate) -> bool {
        self.is_denied_before(found.words.start) || self.is_denied_behind(found.words.end)
    }

    fn is_denied_before(&self, start: usize) -> bool {
        /// How many words before a match a denial counts.
        const REACH: usize = 10;
        /// The same for those that deny only what directly follows.
        const NEAR: usize = 4;
        let words = &self.words.words;
        let language = self.language;
        let mut is_own_clause = true;
        // "No medicine is a cure": as its first word it denies the whole sentence.
        let is_near = |index: usize| start - index <= NEAR || index == self.range().words.start;
        for index in (self.range().words.start..start).rev().take(REACH) {
            let word = &words[index];
            // A clause with a subject of its own stands for itself; another goes on with the denial before it.
            let next = &words[index + 1];
            let begins_clause = next.begins_clause || language.joins.has(word.hash);
            let turns = language.turns.has(word.hash);
            let stands_for_itself = turns || (begins_clause && language.subjects.has(next.hash));
            is_own_clause &= !stands_for_itself;
            let is_denial = language.denials.has(word.hash)
                || language.loose_denials.has(word.hash)
                || language.is_contraction_of_not(self.words.written(word));
            let denies = language.doubts.has(word.hash)
                || (is_denial && is_own_clause)
                || (language.near_denials.has(word.hash) && is_own_clause && !begins_clause && is_near(index));
            let is_taken_back = language.idle.has(next.hash) && index + 1 < start;
            if denies && !is_taken_back {
                return true;
            }
        }
        false
    }

    fn is_denied_behind(&self, end: usize) -> bool {
        const REACH: usize = 4;
        let words: Range<usize> = end..self.range().words.end.min(end + REACH);
        let clause = self.words.words[words].iter().take_while(|word| !word.begins_clause);
        !self.language.later_denials.hashes.is_empty()
            && clause.into_iter().any(|word| self.language.later_denials.has(word.hash))
    }
}

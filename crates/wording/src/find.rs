//! Finds the matches of rules in a text.

use std::ops::Range;
use std::sync::LazyLock;

use crate::conditions::{Candidate, Language, Situation, Surroundings};
use crate::pattern::{KnownWords, ListBits, Pattern, SentenceMatch, WordId};
use crate::rule_file::{Example, Once, RuleFile};
use crate::rule_set::{Anchor, Meaning, RuleSet, primary};
use crate::words::Words;

/// Words that a rule is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Match {
    /// Index of the rule in [`RuleSet::rules`].
    pub rule: usize,
    pub(crate) group: usize,
    /// Indices of words.
    pub(crate) words: Range<usize>,
    /// Index of the sentence.
    pub sentence: usize,
    /// Whether the rule reports it as a note here.
    pub is_note: bool,
}

/// What the rules say of a passage.
#[derive(Debug, Default)]
pub struct Outcome {
    /// In the order of the text.
    pub matches: Vec<Match>,
    /// Rules that are silent on the whole page because of words in this passage.
    pub at_rest: Vec<usize>,
    /// Rules that are silent in the section of this passage, from the heading above it to the next.
    pub at_rest_in_section: Vec<usize>,
}

impl Match {
    /// The words that were found, as they are written.
    #[must_use]
    pub fn text<'w>(&self, words: &'w Words<'_>) -> &'w str {
        &words.text[self.bytes(words)]
    }

    /// The bytes of the text.
    #[must_use]
    pub fn bytes(&self, words: &Words<'_>) -> Range<usize> {
        bytes_of(words, self.words.clone())
    }
}

fn bytes_of(words: &Words<'_>, range: Range<usize>) -> Range<usize> {
    words.words[range.start].start as usize..words.words[range.end - 1].end as usize
}

impl RuleSet {
    /// The rules for a language, and those for all. A language is a tag, such as `en-GB`.
    #[must_use]
    pub fn in_language(&self, tag: &str) -> RulesInLanguage<'_> {
        static UNKNOWN: LazyLock<Language> = LazyLock::new(Language::default);
        let is_read = self.rules.iter().map(|rule| rule.reads(primary(tag))).collect();
        RulesInLanguage { set: self, language: self.language(tag).unwrap_or(&UNKNOWN), is_read }
    }

    /// Of rules that report each sign once for a page, keeps the first match of each. The matches are those of a page.
    pub fn keep_first<T>(&self, matches: &mut Vec<T>, match_of: impl Fn(&T) -> &Match) {
        let mut reported = Vec::new();
        matches.retain(|item| {
            let Match { rule, group, .. } = match_of(item);
            let is_new = self.rules[*rule].once != Once::Page || !reported.contains(group);
            if is_new {
                reported.push(*group);
            }
            is_new
        });
    }

    /// The examples of a rule file of this set that show what is not so: sentences that are found and should not be, or the
    /// other way round.
    #[must_use]
    pub fn wrong_examples<'f>(&self, file: &'f RuleFile) -> Vec<Example<'f>> {
        let language = file.languages.first().map_or("en", String::as_str);
        let is_right = |example: &Example<'_>| {
            let words = Words::of(example.sentence);
            let outcome = self.in_language(language).find(&words, &Situation::default());
            let mut of_rule = outcome.matches.iter().filter(|found| self.rules[found.rule].id == file.id.value);
            let is_found = of_rule.next().is_some_and(|found| {
                !outcome.at_rest.contains(&found.rule) && !outcome.at_rest_in_section.contains(&found.rule)
            });
            is_found == example.is_found
        };
        file.examples().filter(|example| !is_right(example)).collect()
    }

    /// The name of the group of patterns that a match is of, and its `sources`.
    #[must_use]
    pub fn group(&self, found: &Match) -> (&str, &[String]) {
        let group = &self.groups[found.group];
        (&group.name, &group.sources)
    }

    /// The names and sources of all groups of the rule of a match.
    pub fn groups_beside(&self, found: &Match) -> impl Iterator<Item = (&str, &[String])> {
        let groups = self.groups.iter().filter(|group| group.rule == found.rule);
        groups.map(|group| (&*group.name, &*group.sources))
    }

    /// The message of a match.
    #[must_use]
    pub fn message(&self, found: &Match, words: &Words<'_>) -> String {
        self.fill(&self.rules[found.rule].message, found, words)
    }

    /// The help of a match.
    #[must_use]
    pub fn help(&self, found: &Match, words: &Words<'_>) -> String {
        self.fill(&self.rules[found.rule].help, found, words)
    }

    fn fill(&self, template: &str, found: &Match, words: &Words<'_>) -> String {
        let sentence = &words.sentences[found.sentence].words;
        let start = found.words.start.saturating_sub(2).max(sentence.start);
        let end = (found.words.end + 3).min(sentence.end);
        template
            .replace("{words}", found.text(words))
            .replace("{around}", &words.text[bytes_of(words, start..end)])
            .replace("{instead}", &self.groups[found.group].instead)
    }
}

/// The rules of a set as they read texts in one language.
#[derive(Debug)]
pub struct RulesInLanguage<'s> {
    set: &'s RuleSet,
    language: &'s Language,
    /// Whether each rule is for the language.
    is_read: Vec<bool>,
}

impl RulesInLanguage<'_> {
    /// The matches in a passage. Conditions are judged, and of the matches of one rule in one sentence only the first counts. A rule
    /// that reports once for a page is left to [`RuleSet::keep_first`].
    #[must_use]
    pub fn find(&self, words: &Words<'_>, situation: &Situation<'_>) -> Outcome {
        let Self { set, language, is_read } = self;
        let ids: Vec<WordId> = words.words.iter().map(|word| set.vocabulary.id(word.hash)).collect();
        let known = KnownWords { words, language, ids: &ids, lists: &set.lists };
        let mut outcome = Outcome::default();
        for sentence in 0..words.sentences.len() {
            SentenceFinder { set, is_read, known, situation, sentence }.find(&mut outcome);
        }
        outcome
    }
}

struct SentenceFinder<'a> {
    set: &'a RuleSet,
    /// Whether each rule is for the language of the text.
    is_read: &'a [bool],
    known: KnownWords<'a>,
    situation: &'a Situation<'a>,
    sentence: usize,
}

impl SentenceFinder<'_> {
    fn find(&self, outcome: &mut Outcome) {
        let range = self.known.words.sentences[self.sentence].words.clone();
        let present =
            self.known.ids[range.clone()].iter().fold(0, |lists: ListBits, id| lists | self.known.lists[*id as usize]);
        let first = outcome.matches.len();
        let whole_sentence = SentenceMatch { start: range.start, end: range.end, found: None };
        for index in range {
            let anchors = self.set.anchors[self.known.ids[index] as usize].iter().chain(&self.set.unanchored);
            for anchor in anchors {
                self.try_at(*anchor, index, whole_sentence, present, outcome);
            }
        }
        self.keep_first_of_each_rule(first, outcome);
    }

    fn try_at(&self, anchor: Anchor, index: usize, place: SentenceMatch, present: ListBits, outcome: &mut Outcome) {
        let indexed = &self.set.patterns[anchor.pattern as usize];
        let rule = match indexed.meaning {
            Meaning::Finds(group) => self.set.groups[group].rule,
            Meaning::PutsAtRest(rule) | Meaning::PutsAtRestInSection(rule) => rule,
        };
        if indexed.pattern.needed & !present != 0 || !self.is_read[rule] {
            return;
        }
        let Some((start, end)) = indexed.pattern.match_at(&self.known, place, anchor.element as usize, index) else {
            return;
        };
        match indexed.meaning {
            Meaning::PutsAtRest(rule) => outcome.at_rest.push(rule),
            Meaning::PutsAtRestInSection(rule) => outcome.at_rest_in_section.push(rule),
            Meaning::Finds(group) => {
                let candidate = Candidate { group, words: start..end };
                if self.is_meant(&candidate) {
                    let is_note = self.surroundings().have_any(self.set.rules[rule].note_when, &candidate);
                    let words = candidate.words;
                    outcome.matches.push(Match { rule, group, words, sentence: self.sentence, is_note });
                }
            }
        }
    }

    fn surroundings(&self) -> Surroundings<'_> {
        Surroundings {
            words: self.known.words,
            language: self.known.language,
            situation: self.situation,
            sentence: self.sentence,
        }
    }

    /// Whether what stands around the words is as their group wants it.
    fn is_meant(&self, candidate: &Candidate) -> bool {
        /// How far from the words the rest of a sentence is read. Only a text that is no prose has longer sentences.
        const REACH: usize = 100;
        let group = &self.set.groups[candidate.group];
        let sentence = &self.known.words.sentences[self.sentence].words;
        let nearby_words = SentenceMatch {
            start: candidate.words.start.saturating_sub(REACH).max(sentence.start),
            end: (candidate.words.end + REACH).min(sentence.end),
            found: Some((candidate.words.start, candidate.words.end)),
        };
        let matches = |pattern: &Pattern| pattern.matches(&self.known, nearby_words);
        (group.wanted.is_empty() || group.wanted.iter().any(matches))
            && !self.surroundings().have_any(group.not_when, candidate)
            && !group.exempt.iter().any(matches)
            && !self.set.rules[group.rule].exempt.iter().any(matches)
    }

    /// Several patterns of a rule may match in a sentence, and one finding is enough. Of rules that report more, those stay that
    /// do not overlap.
    fn keep_first_of_each_rule(&self, first: usize, outcome: &mut Outcome) {
        let mut of_sentence = outcome.matches.split_off(first);
        of_sentence.sort_by_key(|found| (found.words.start, found.words.end));
        for found in of_sentence {
            let last = outcome.matches[first..].iter().rfind(|reported| reported.rule == found.rule);
            let is_enough = last.is_some_and(|last| {
                self.set.rules[found.rule].once == Once::Sentence || found.words.start < last.words.end
            });
            if !is_enough {
                outcome.matches.push(found);
            }
        }
    }
}

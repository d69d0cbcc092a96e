//! [`RuleSet`]: rules as the engine runs them.

use serde::{Deserialize, Serialize};

use crate::conditions::{Conditions, Language};
use crate::pattern::{ListBits, Pattern, WordId};
use crate::rule_file::{Once, Severity};
use crate::words::{Words, hash_of};

/// Several rules with one vocabulary and one index of their patterns.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct RuleSet {
    pub(crate) rules: Vec<RuleInfo>,
    pub(crate) groups: Vec<Group>,
    pub(crate) patterns: Vec<IndexedPattern>,
    pub(crate) vocabulary: Vocabulary,
    /// The lists that a word is in, by its number.
    pub(crate) lists: Vec<ListBits>,
    /// Patterns by the number of the word at which they are tried.
    pub(crate) anchors: Vec<Vec<Anchor>>,
    /// Patterns without such a word, which are tried at every word.
    pub(crate) unanchored: Vec<Anchor>,
    pub(crate) languages: Vec<Language>,
}

/// What a rule is called and says.
#[derive(Debug, Serialize, Deserialize)]
pub struct RuleInfo {
    /// The id.
    pub id: String,
    /// The weight of a finding.
    pub severity: Severity,
    /// Primary language tags; empty for every language.
    pub languages: Vec<String>,
    /// The message with its placeholders.
    pub message: String,
    /// The help with its placeholders.
    pub help: String,
    pub(crate) once: Once,
    pub(crate) note_when: Conditions,
    pub(crate) exempt: Vec<Pattern>,
}

impl RuleInfo {
    /// Whether the rule is for texts in a language, by the first part of its tag.
    pub(crate) fn reads(&self, language: &str) -> bool {
        self.languages.is_empty() || self.languages.iter().any(|tag| tag == language)
    }
}

/// Patterns that share what has to stand beside them.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Group {
    pub name: String,
    pub sources: Vec<String>,
    pub rule: usize,
    pub wanted: Vec<Pattern>,
    pub exempt: Vec<Pattern>,
    pub not_when: Conditions,
    pub instead: String,
}

/// A pattern with what its match means.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct IndexedPattern {
    pub pattern: Pattern,
    pub meaning: Meaning,
}

#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub(crate) enum Meaning {
    /// A match of a group.
    Finds(usize),
    /// A rule is silent on the page.
    PutsAtRest(usize),
    /// A rule is silent in the section.
    PutsAtRestInSection(usize),
}

/// A pattern that is tried at a word.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub(crate) struct Anchor {
    pub pattern: u32,
    /// The element that the word is compared with.
    pub element: u32,
}

/// The numbers of words: a table with open addressing, made when the rules are compiled, so that reading it takes no hashing.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct Vocabulary {
    /// A power of two of places; a hash of 0 is an empty one.
    places: Vec<(u64, WordId)>,
}

impl Vocabulary {
    /// Takes the words by their numbers, from 1 on.
    pub fn new(hashes: &[u64]) -> Self {
        let size = (hashes.len() * 2 + 1).next_power_of_two();
        let mut places = vec![(0, 0); size];
        for (id, hash) in (1..).zip(hashes) {
            let mut at = *hash as usize & (size - 1);
            while places[at].0 != 0 {
                at = (at + 1) & (size - 1);
            }
            places[at] = (*hash, id);
        }
        Self { places }
    }

    /// The number of a word, or 0.
    pub fn id(&self, hash: u64) -> WordId {
        let Some(mask) = self.places.len().checked_sub(1) else { return 0 };
        let mut at = hash as usize & mask;
        loop {
            match self.places[at] {
                (0, _) => return 0,
                (known, id) if known == hash => return id,
                _ => at = (at + 1) & mask,
            }
        }
    }
}

impl RuleSet {
    /// The rules, in the order of their files.
    #[must_use]
    pub fn rules(&self) -> &[RuleInfo] {
        &self.rules
    }

    /// What the set knows of languages, for another set.
    #[must_use]
    pub fn languages(&self) -> &[Language] {
        &self.languages
    }

    /// The set as bytes, for a build script.
    ///
    /// # Panics
    ///
    /// Never: every value of a set can be written.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        postcard::to_allocvec(self).expect("a set of rules can be written")
    }

    /// Reads what [`RuleSet::to_bytes`] wrote.
    ///
    /// # Errors
    ///
    /// The bytes are another's, or of another version of this crate.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, postcard::Error> {
        postcard::from_bytes(bytes)
    }

    /// Whether the words of a link say nothing of where it leads: there are some, and each is on the list of its language.
    #[must_use]
    pub fn is_vague_link(&self, words: &Words<'_>, language: &str) -> bool {
        let vague = self.language(language).map(|language| &language.vague_link_words);
        let parts = |word| words.written(word).split('-').map(hash_of).collect::<Vec<_>>();
        vague.is_some_and(|vague| {
            !words.words.is_empty() && words.words.iter().flat_map(parts).all(|hash| vague.has(hash))
        })
    }

    /// What the set knows of a language. Of others it knows nothing.
    pub(crate) fn language(&self, tag: &str) -> Option<&Language> {
        self.languages.iter().find(|language| language.tag == primary(tag))
    }
}

/// The first part of a language tag: `en` of `en-GB`.
pub(crate) fn primary(tag: &str) -> &str {
    tag.split(['-', '_']).next().unwrap_or_default()
}

//! [`WordTable`]: words with what each of them says, as numbers, units and opposites of a language have it. A person writes the words,
//! and a compiled set of rules has their numbers.

use std::collections::BTreeMap;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer, Serialize};

use crate::rule_file::WordLines;
use crate::words::hash_of;

/// Words by their numbers, ascending, each with a value.
#[derive(Debug, Clone, Serialize)]
#[serde(transparent)]
pub(crate) struct WordTable<T>(Vec<(u64, T)>);

impl<T> Default for WordTable<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T: Copy> WordTable<T> {
    fn new(mut entries: Vec<(u64, T)>) -> Self {
        entries.sort_by_key(|(hash, _)| *hash);
        Self(entries)
    }

    /// What a word says. A word that stands twice has its first value.
    pub fn get(&self, hash: u64) -> Option<T> {
        let first = self.0.partition_point(|(known, _)| *known < hash);
        self.0.get(first).filter(|(known, _)| *known == hash).map(|(_, value)| *value)
    }

    /// All that a word says.
    pub fn all(&self, hash: u64) -> impl Iterator<Item = T> {
        let first = self.0.partition_point(|(known, _)| *known < hash);
        self.0[first..].iter().take_while(move |(known, _)| *known == hash).map(|(_, value)| *value)
    }
}

/// What a person writes as the value of a table.
pub(crate) trait WrittenTable: DeserializeOwned {
    type Value: Copy + DeserializeOwned;

    fn entries(self) -> Result<Vec<(u64, Self::Value)>, String>;
}

/// `{2: two, 0.5: half}`.
#[derive(Deserialize)]
#[serde(transparent)]
pub(crate) struct WrittenNumbers(BTreeMap<String, WordLines>);

impl WrittenTable for WrittenNumbers {
    type Value = f64;

    fn entries(self) -> Result<Vec<(u64, f64)>, String> {
        let mut entries = Vec::new();
        for (number, words) in &self.0 {
            let value: f64 = number.parse().map_err(|_| format!("`{number}` is no number"))?;
            entries.extend(words.iter().map(|word| (hash_of(word), value)));
        }
        Ok(entries)
    }
}

/// A unit: what it measures, and how much of it.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Unit {
    /// The number of the name of what it measures.
    pub(crate) dimension: u64,
    pub(crate) size: f64,
}

/// `{time: {60: minute minutes}}`.
#[derive(Deserialize)]
#[serde(transparent)]
pub(crate) struct WrittenUnits(BTreeMap<String, WrittenNumbers>);

impl WrittenTable for WrittenUnits {
    type Value = Unit;

    fn entries(self) -> Result<Vec<(u64, Unit)>, String> {
        let mut entries = Vec::new();
        for (name, sizes) in self.0 {
            let dimension = hash_of(&name);
            entries.extend(sizes.entries()?.into_iter().map(|(word, size)| (word, Unit { dimension, size })));
        }
        Ok(entries)
    }
}

impl Unit {
    /// Whether it is a part of a whole: "50 %", "1 in 2".
    pub(crate) fn is_share(self) -> bool {
        self.dimension == hash_of("share")
    }

    /// The unit of a part of one whole.
    pub(crate) fn of_shares() -> Self {
        Self { dimension: hash_of("share"), size: 1.0 }
    }

    pub(crate) fn is_time(self) -> bool {
        self.dimension == hash_of("time")
    }
}

/// A word of a line whose sides cannot stand for each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Side {
    /// The position of its line.
    pub(crate) line: u16,
    /// The position of its side in the line.
    pub(crate) side: u8,
}

/// `[before / after, left / right]`.
#[derive(Deserialize)]
#[serde(transparent)]
pub(crate) struct WrittenOpposites(Vec<String>);

impl WrittenTable for WrittenOpposites {
    type Value = Side;

    fn entries(self) -> Result<Vec<(u64, Side)>, String> {
        let mut entries = Vec::new();
        for (line, text) in (0..).zip(&self.0) {
            for (side, words) in (0..).zip(text.split(" / ")) {
                entries.extend(words.split_ascii_whitespace().map(|word| (hash_of(word), Side { line, side })));
            }
        }
        Ok(entries)
    }
}

/// `{every 2 days: [every other day]}`: what stands for each of several phrases.
#[derive(Debug, Default, Clone, Serialize)]
#[serde(transparent)]
pub(crate) struct Phrases(Vec<(Vec<u64>, String)>);

impl Phrases {
    /// What stands for the phrase with which these words begin, and how many words that has. The longest counts.
    pub fn at(&self, mut words: impl Iterator<Item = u64> + Clone) -> Option<(&str, usize)> {
        let first = words.next()?;
        let begins = |phrase: &[u64]| {
            phrase[0] == first && {
                let mut following = words.clone();
                phrase[1..].iter().all(|hash| following.next() == Some(*hash))
            }
        };
        let found = self.0.iter().find(|(phrase, _)| begins(phrase));
        found.map(|(phrase, meaning)| (meaning.as_str(), phrase.len()))
    }
}

impl<'de> Deserialize<'de> for Phrases {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if !deserializer.is_human_readable() {
            return Vec::deserialize(deserializer).map(Self);
        }
        let written: BTreeMap<String, Vec<String>> = BTreeMap::deserialize(deserializer)?;
        let mut phrases = Vec::new();
        for (meaning, said) in written {
            let hashes = said.iter().map(|phrase| phrase.split_ascii_whitespace().map(hash_of).collect::<Vec<_>>());
            phrases.extend(hashes.filter(|hashes| !hashes.is_empty()).map(|hashes| (hashes, meaning.clone())));
        }
        phrases.sort_by_key(|(hashes, _)| std::cmp::Reverse(hashes.len()));
        Ok(Self(phrases))
    }
}

/// Reads a table: as a person writes it, or as a compiled set of rules has it.
pub(crate) fn read<'de, W: WrittenTable, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<WordTable<W::Value>, D::Error> {
    if deserializer.is_human_readable() {
        let entries = W::deserialize(deserializer)?.entries();
        return entries.map(WordTable::new).map_err(serde::de::Error::custom);
    }
    Vec::deserialize(deserializer).map(WordTable)
}

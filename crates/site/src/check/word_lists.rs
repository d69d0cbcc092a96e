//! [`WordFile`]: the words that rules look for, as data that a health editor can read and extend.
//!
//! The files are in the folder `word-lists` of this crate and become part of the program, so that no installation can lack
//! one. Each is parsed once per process, at its first use. What a rule makes of the words is left to the rule; the
//! patterns of the rules about wording are in `rules/wording`.

use std::borrow::Cow;
use std::fmt;
use std::ops::Deref;
use std::sync::OnceLock;

use rustc_hash::FxHashMap;
use serde::de::{DeserializeOwned, Deserializer, Error};
use serde::{Deserialize, Serialize};

/// A YAML file of the folder `word-lists`, read as a `T` and used like one.
///
/// A broken file cannot be shipped: the tests parse every file of the folder, so that the first use may take it for granted.
pub(super) struct WordFile<T> {
    name: &'static str,
    text: &'static str,
    parsed: OnceLock<T>,
}

/// Embeds a file of the folder `word-lists` in the program.
macro_rules! word_file {
    ($name:literal) => {
        $crate::check::word_lists::WordFile::new(
            $name,
            include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/word-lists/", $name)),
        )
    };
}
pub(super) use word_file;

impl<T> WordFile<T> {
    pub const fn new(name: &'static str, text: &'static str) -> Self {
        Self { name, text, parsed: OnceLock::new() }
    }
}

impl<T: DeserializeOwned> WordFile<T> {
    /// Parses the file; the message of an error begins with the file's name and the line.
    fn parse(&self) -> Result<T, String> {
        // Other booleans of YAML, such as `no` and `on`, are words that a list may well contain.
        let options = serde_yaml::options! { strict_booleans: true, with_snippet: false };
        serde_yaml::from_str_with_options(self.text, options).map_err(|error| {
            let line = error.location().map_or(1, |location| location.line());
            format!("{}:{line}: {}", self.name, error.without_snippet())
        })
    }

    /// The file's name, and what is wrong with it.
    #[cfg(test)]
    pub fn problem(&self) -> (&'static str, Option<String>) {
        (self.name, self.parse().err())
    }
}

impl<T: DeserializeOwned> Deref for WordFile<T> {
    type Target = T;

    fn deref(&self) -> &T {
        self.parsed.get_or_init(|| self.parse().expect("the tests parse every word list"))
    }
}

/// A set of words in lower case, in the order of its file.
///
/// In YAML it is one text with blanks between the words, or a list of such lines, so that an editor can sort the words
/// into groups with a comment above each.
#[derive(Default)]
pub(super) struct WordList {
    positions: FxHashMap<String, usize>,
}

impl WordList {
    /// Whether the word is in the list, with a straight apostrophe or a curly one.
    pub fn contains(&self, word: &str) -> bool {
        self.positions.contains_key(word) || (word.contains('’') && self.positions.contains_key(&*straight(word)))
    }

    /// How many words of the list stand before this one.
    pub fn position(&self, word: &str) -> Option<usize> {
        self.positions.get(word).copied()
    }

    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.positions.keys().map(String::as_str)
    }
}

impl FromIterator<String> for WordList {
    fn from_iter<I: IntoIterator<Item = String>>(words: I) -> Self {
        Self { positions: words.into_iter().enumerate().map(|(at, word)| (word, at)).collect() }
    }
}

impl<'de> Deserialize<'de> for WordList {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let WordLines(lines) = WordLines::deserialize(deserializer)?;
        let words = lines.split_ascii_whitespace();
        Ok(Self { positions: words.map(str::to_owned).enumerate().map(|(at, word)| (word, at)).collect() })
    }
}

/// A text with straight apostrophes, as word files have them.
pub(super) fn straight(text: &str) -> Cow<'_, str> {
    match text.contains('’') {
        true => Cow::Owned(text.replace('’', "'")),
        false => Cow::Borrowed(text),
    }
}

/// The words of a list as one text, each of them sound.
#[derive(Serialize)]
pub(super) struct WordLines(pub String);

impl<'de> Deserialize<'de> for WordLines {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum Layout {
            Line(String),
            Lines(Vec<String>),
        }
        let lines = match Layout::deserialize(deserializer)? {
            Layout::Line(line) => line,
            Layout::Lines(lines) => lines.join(" "),
        };
        problem_with(&lines).map_or(Ok(Self(lines)), |problem| Err(D::Error::custom(problem)))
    }
}

/// What would make a word of a list useless: texts are compared in lower case, word by word.
fn problem_with(lines: &str) -> Option<String> {
    let words: Vec<&str> = lines.split_ascii_whitespace().collect();
    let is_unsound = |word: &&&str| word.starts_with('#') || word.contains([',', '"']) || **word != word.to_lowercase();
    let twice = words.iter().enumerate().find(|(at, word)| words[..*at].contains(word));
    match (words.iter().find(is_unsound), twice) {
        _ if words.is_empty() => Some("a list without words".to_owned()),
        (Some(word), _) => Some(format!("`{word}` is no word in lower case, with blanks around it")),
        (None, Some((_, word))) => Some(format!("`{word}` stands in the list twice")),
        (None, None) => None,
    }
}

impl fmt::Debug for WordList {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.iter()).finish()
    }
}

//! [`RuleFile`]: a rule as a person writes it, in YAML.

use std::collections::BTreeMap;
use std::fmt;

use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserializer, MapAccess, Visitor};
use serde::{Deserialize, Serialize};
use serde_yaml::Spanned;

use crate::conditions::Condition;

/// One rule. `docs/house-rules.md` of wellpress explains each field.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct RuleFile {
    /// Small letters, digits and hyphens.
    pub id: Spanned<String>,
    /// The weight of a finding.
    #[serde(default)]
    pub severity: Severity,
    /// Primary language tags; empty for every language.
    #[serde(default)]
    pub languages: Vec<String>,
    /// `{words}` stands for the words that were found, `{around}` for them with their neighbours, and `{instead}` for the better
    /// words of `swap`.
    pub message: String,
    /// What to do about a finding, with the same placeholders.
    #[serde(default)]
    pub help: String,
    /// Words that patterns share.
    #[serde(default)]
    pub lists: BTreeMap<String, WordLines>,
    /// What is looked for.
    #[serde(default)]
    pub find: Vec<Spanned<GroupFile>>,
    /// One of these has to match in the sentence, for groups without a `where` of their own.
    #[serde(default, rename = "where")]
    pub wanted: Vec<Spanned<String>>,
    /// A pattern that matches in the sentence puts the rule at rest there.
    #[serde(default)]
    pub unless: Vec<Spanned<String>>,
    /// A pattern that matches anywhere on the page puts the rule at rest on all of it.
    #[serde(default)]
    pub unless_on_page: Vec<Spanned<String>>,
    /// The same for the text between two headings.
    #[serde(default)]
    pub unless_in_section: Vec<Spanned<String>>,
    /// Conditions under which the rule is silent.
    #[serde(default)]
    pub not_when: Vec<Condition>,
    /// Conditions under which a finding is a note.
    #[serde(default)]
    pub note_when: Vec<Condition>,
    /// How often the rule reports what it finds.
    #[serde(default)]
    pub once: Once,
    /// Sentences that show what it is about.
    #[serde(default)]
    pub examples: Examples,
}

/// Patterns that share what has to stand beside them. A bare line is a group of one.
#[derive(Debug)]
pub enum GroupFile {
    /// One pattern.
    Line(String),
    /// Several, with what belongs to them.
    Group(Box<PatternGroup>),
}

/// By hand, because an untagged enum loses the places of patterns.
impl<'de> Deserialize<'de> for GroupFile {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct GroupVisitor;

        impl<'de> Visitor<'de> for GroupVisitor {
            type Value = GroupFile;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a pattern, or `patterns:` with what belongs to them")
            }

            fn visit_str<E>(self, line: &str) -> Result<GroupFile, E> {
                Ok(GroupFile::Line(line.to_owned()))
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<GroupFile, A::Error> {
                let group = PatternGroup::deserialize(MapAccessDeserializer::new(map))?;
                Ok(GroupFile::Group(Box::new(group)))
            }
        }

        deserializer.deserialize_any(GroupVisitor)
    }
}

/// What patterns share.
#[derive(Debug, Default, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct PatternGroup {
    /// A name by which the program knows the group.
    #[serde(default)]
    pub name: String,
    /// What the program looks for in cited sources, for rules about who is cited.
    #[serde(default)]
    pub sources: Vec<String>,
    /// The patterns.
    #[serde(default)]
    pub patterns: Vec<Spanned<String>>,
    /// Patterns with better words.
    #[serde(default)]
    pub swap: BTreeMap<String, String>,
    /// One of these has to match in the sentence.
    #[serde(default, rename = "where")]
    pub wanted: Vec<Spanned<String>>,
    /// None of these may.
    #[serde(default)]
    pub unless: Vec<Spanned<String>>,
    /// Conditions under which they do not count.
    #[serde(default)]
    pub not_when: Vec<Condition>,
}

/// How often a rule reports what it finds.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Once {
    /// Once for each sentence.
    #[default]
    Sentence,
    /// At every match.
    Match,
    /// Each group once for the page, where it first matches.
    Page,
}

/// How much a finding weighs.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    /// Forbids publishing.
    Error,
    /// Needs judgement.
    #[default]
    Warning,
    /// Worth knowing.
    Note,
}

/// Sentences that show what a rule is about. They are verified.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Examples {
    /// Each is found.
    #[serde(default)]
    pub found: Vec<Spanned<String>>,
    /// None is found.
    #[serde(default)]
    pub not_found: Vec<Spanned<String>>,
}

/// A sentence of a rule file, with its place there.
#[derive(Debug, Clone, Copy)]
pub struct Example<'a> {
    /// The sentence.
    pub sentence: &'a str,
    /// Whether it has to be found.
    pub is_found: bool,
    /// From 1.
    pub line: u64,
    /// From 1.
    pub column: u64,
}

/// Words with blanks between them: one text, or a list of such lines.
#[derive(Debug, Default, Deserialize)]
#[serde(untagged)]
pub enum WordLines {
    /// No words.
    #[default]
    None,
    /// One line of words.
    Line(String),
    /// Several lines.
    Lines(Vec<String>),
}

impl WordLines {
    pub(crate) fn iter(&self) -> impl Iterator<Item = &str> {
        let lines = match self {
            Self::None => &[],
            Self::Line(line) => std::slice::from_ref(line),
            Self::Lines(lines) => lines,
        };
        lines.iter().flat_map(|line| line.split_ascii_whitespace())
    }
}

/// What is wrong with a rule file, and where. Lines and columns begin at 1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleFileError {
    /// From 1.
    pub line: u64,
    /// From 1.
    pub column: u64,
    /// What is wrong.
    pub message: String,
}

impl fmt::Display for RuleFileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.line, self.column, self.message)
    }
}

impl std::error::Error for RuleFileError {}

impl RuleFile {
    /// Reads a rule file.
    ///
    /// # Errors
    ///
    /// The text is no YAML or no rule: a key is unknown, has a value of another type, or is missing.
    pub fn parse(text: &str) -> Result<Self, RuleFileError> {
        read_yaml(text)
    }

    /// The sentences that the file shows.
    pub fn examples(&self) -> impl Iterator<Item = Example<'_>> {
        let [found, not_found] =
            [(&self.examples.found, true), (&self.examples.not_found, false)].map(|(sentences, is_found)| {
                sentences.iter().map(move |sentence| Example {
                    sentence: &sentence.value,
                    is_found,
                    line: sentence.referenced.line(),
                    column: sentence.referenced.column(),
                })
            });
        found.chain(not_found)
    }
}

/// Reads YAML in which only `true` and `false` are booleans: others, such as `no` and `on`, are words that a list may well contain.
///
/// # Errors
///
/// The text is no YAML, or no `T`.
pub fn read_yaml<T: serde::de::DeserializeOwned>(text: &str) -> Result<T, RuleFileError> {
    let options = serde_yaml::options! { strict_booleans: true, with_snippet: false, emit_comments: false };
    serde_yaml::from_str_with_options(text, options).map_err(|error| {
        let (line, column) = error.location().map_or((1, 1), |at| (at.line(), at.column()));
        let message = error.without_snippet().to_string();
        // The place is a field of its own.
        let message = message.split_once(" at line ").map_or(message.as_str(), |(message, _)| message).to_owned();
        RuleFileError { line, column, message }
    })
}

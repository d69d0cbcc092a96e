//! Finds sentences by rules that are data: words, lists of words, the distances between them, and what is true around them.
//!
//! A rule is a YAML file ([`RuleFile`]), which a health editor can read and extend. [`RuleSet::compile`] makes one value of
//! several files; a build script does that for the rules that ship, and [`RuleSet::from_bytes`] reads the result, so that no
//! program parses a table when it starts. [`Words`] divides a text into words once, whatever is looked for in it, and
//! [`RulesInLanguage::find`] gives the matches of all rules in the order of the text.
//!
//! What a match means for a page (its place in the file, its severity) is left to the caller.

mod compile;
mod conditions;
mod find;
mod numbers;
mod pattern;
mod rule_file;
mod rule_set;
mod sentence;
mod telling;
mod word_table;
mod words;

pub use compile::CompileError;
pub use conditions::{Condition, Conditions, Language, Situation};
pub use find::{Match, Outcome, RulesInLanguage};
pub use rule_file::{Example, RuleFile, RuleFileError, Severity, read_yaml};
pub use rule_set::{RuleInfo, RuleSet};
pub use sentence::{sentence_ends, sentences};
pub use telling::{Telling, TellingChange, TellingWeight};
pub use words::{WordInText, WordKey, Words};

/// The example of the README, compiled as a doc test.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct ReadmeExamples;

//! [`ValeRule`]: a style of Vale, of the kinds `existence` and `substitution`.
//!
//! Its tokens are regular expressions, run on the text of a passage. A pattern that the engine cannot run is a finding in the
//! file; the others of the file are run.

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::Path;

use fancy_regex::Regex;
use serde::Deserialize;

use wellpress_diagnostics::{Diagnostic, Rule, Severity, Source, rules};
use wellpress_wording::{RuleFileError, read_yaml};

use super::house::{problem_with_id, wrong};

/// The file as Vale reads it. Keys that change nothing here, such as `link`, are read and ignored.
#[derive(Deserialize)]
struct ValeFile {
    extends: String,
    message: String,
    #[serde(default)]
    level: Level,
    #[serde(default)]
    ignorecase: bool,
    /// Whether tokens may begin and end within words.
    #[serde(default)]
    nonword: bool,
    #[serde(default)]
    tokens: Vec<String>,
    #[serde(default)]
    raw: Vec<String>,
    #[serde(default)]
    swap: BTreeMap<String, String>,
    #[serde(default)]
    exceptions: Vec<String>,
}

#[derive(Clone, Copy, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Level {
    Suggestion,
    #[default]
    Warning,
    Error,
}

/// A rule of one file.
#[derive(Debug)]
pub struct ValeRule {
    /// The rule that it reports; its id is the name of the file.
    pub rule: &'static Rule,
    message: String,
    patterns: Vec<ValePattern>,
    exceptions: Vec<String>,
}

#[derive(Debug)]
struct ValePattern {
    regex: Regex,
    /// The better words of a substitution.
    instead: Option<String>,
}

impl ValeRule {
    /// Reads a file. Its id is its name in small letters.
    ///
    /// # Errors
    ///
    /// Findings at the file: another kind than these two, an id of a shipped rule, no pattern that can be run.
    pub(super) fn parse(source: &Source) -> Result<Self, Vec<Diagnostic>> {
        let file: ValeFile = read_yaml(&source.text).map_err(|error| vec![wrong(source, &error)])?;
        let stem = Path::new(&*source.path).file_stem().unwrap_or_default().to_string_lossy();
        let id = stem.to_lowercase().replace(['_', ' '], "-");
        if let Some(problem) = problem_with_id(&id) {
            return Err(vec![at_file(source, problem)]);
        }
        let tokens = match file.extends.as_str() {
            "existence" => file.tokens.iter().chain(&file.raw).map(|token| (token.as_str(), None)).collect(),
            "substitution" => {
                file.swap.iter().map(|(token, instead)| (token.as_str(), Some(instead))).collect::<Vec<_>>()
            }
            kind => {
                let message = format!("a style of the kind `{kind}` is not read; `existence` and `substitution` are");
                return Err(vec![at_file(source, message)]);
            }
        };
        let mut findings = Vec::new();
        let mut patterns = Vec::new();
        for (token, instead) in tokens {
            match file.regex(token) {
                Ok(regex) => patterns.push(ValePattern { regex, instead: instead.cloned() }),
                Err(error) => {
                    let message = format!("the pattern `{token}` cannot be run: {error}");
                    findings.push(wrong(source, &RuleFileError { message, ..place_of(source, token) }));
                }
            }
        }
        if !findings.is_empty() || patterns.is_empty() {
            if findings.is_empty() {
                findings.push(at_file(source, "the style has no pattern".to_owned()));
            }
            return Err(findings);
        }
        let severity = match file.level {
            Level::Suggestion => Severity::Note,
            Level::Warning => Severity::Warning,
            Level::Error => Severity::Error,
        };
        let rule = rules::register(&id, severity, &source.path);
        Ok(Self { rule, message: file.message, patterns, exceptions: file.exceptions })
    }

    /// The matches in a text, each with its message.
    pub fn find(&self, text: &str) -> Vec<(Range<usize>, String)> {
        let mut matches = Vec::new();
        for pattern in &self.patterns {
            // A pattern that takes too long on a text finds nothing more there.
            for found in pattern.regex.find_iter(text).map_while(Result::ok) {
                let is_exception =
                    self.exceptions.iter().any(|exception| exception.eq_ignore_ascii_case(found.as_str()));
                if !found.as_str().trim().is_empty() && !is_exception {
                    matches.push((found.range(), self.message_of(pattern, found.as_str())));
                }
            }
        }
        matches.sort_by_key(|(range, _)| range.start);
        matches
    }

    /// `%s` in a message stands for the words; in that of a substitution the first for the better ones.
    fn message_of(&self, pattern: &ValePattern, words: &str) -> String {
        match &pattern.instead {
            Some(instead) => self.message.replacen("%s", instead, 1).replacen("%s", words, 1),
            None => self.message.replacen("%s", words, 1),
        }
    }
}

impl ValeFile {
    fn regex(&self, token: &str) -> Result<Regex, fancy_regex::Error> {
        let case = if self.ignorecase { "(?i)" } else { "" };
        let is_raw = self.raw.iter().any(|raw| raw == token);
        let border = if self.nonword || is_raw { "" } else { r"\b" };
        Regex::new(&format!("{case}{border}(?:{token}){border}"))
    }
}

fn at_file(source: &Source, message: String) -> Diagnostic {
    wrong(source, &RuleFileError { line: 1, column: 1, message })
}

/// Where a file has a pattern, as far as a search of its text tells.
fn place_of(source: &Source, token: &str) -> RuleFileError {
    let at = source.text.find(token).unwrap_or(0);
    let before = &source.text[..at];
    let line = before.lines().count().max(1) as u64;
    let column = before.rsplit('\n').next().map_or(1, |line| line.chars().count() as u64 + 1);
    let line = if before.ends_with('\n') { line + 1 } else { line };
    RuleFileError { line, column, message: String::new() }
}

//! [`ValeRule`]: a style of Vale, of the kinds `existence` and `substitution`.
//!
//! Its tokens are regular expressions, run on the text of a passage. A pattern that the engine cannot run is a finding in the file.

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::Path;

use fancy_regex::{Regex, RegexBuilder};
use serde::Deserialize;

use wellpress_diagnostics::{Diagnostic, Rule, Severity, Source, Span, rules};
use wellpress_wording::read_yaml;

use super::house::{at_start, problem_with_id, wrong, wrong_at};

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
    #[serde(default)]
    scope: Option<String>,
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
    /// Whether only headings are read.
    pub is_for_headings: bool,
    message: String,
    /// All patterns of the file as one. Each of a substitution is a named group.
    regex: Regex,
    /// The better words of a substitution.
    swaps: Vec<Swap>,
    exceptions: Vec<String>,
}

/// A group of a regular expression, and what to write instead of the words that it matches.
#[derive(Debug)]
struct Swap {
    group: String,
    instead: String,
}

/// How much work a pattern may cause at a place of a text. One that needs more is given up there.
const MOST_BACKTRACKING: usize = 20_000;

impl ValeRule {
    /// Reads a file. Its id is its name in small letters.
    ///
    /// # Errors
    ///
    /// Findings at the file: another kind than these two, an id of a shipped rule, a pattern that cannot be run.
    pub(super) fn parse(source: &Source) -> Result<Self, Vec<Diagnostic>> {
        let file: ValeFile = read_yaml(&source.text).map_err(|error| vec![wrong(source, &error)])?;
        let stem = Path::new(&*source.path).file_stem().unwrap_or_default().to_string_lossy();
        let id = stem.to_lowercase().replace(['_', ' '], "-");
        let is_for_headings =
            file.scope.as_deref().is_some_and(|scope| scope == "heading" || scope.starts_with("heading."));
        let problem = problem_with_id(&id).or_else(|| match (file.extends.as_str(), file.scope.as_deref()) {
            ("existence" | "substitution", None | Some("text" | "sentence" | "paragraph" | "summary")) => None,
            ("existence" | "substitution", Some(_)) if is_for_headings => None,
            ("existence" | "substitution", Some(scope)) => Some(format!("the scope `{scope}` is not read")),
            (kind, _) => Some(format!("a style of the kind `{kind}` is not read; `existence` and `substitution` are")),
        });
        if let Some(problem) = problem {
            return Err(vec![wrong(source, &at_start(problem))]);
        }
        let patterns: Vec<&String> =
            if file.is_substitution() { file.swap.keys().collect() } else { file.tokens.iter().collect() };
        let broken = patterns.iter().filter_map(|pattern| Some(unusable(source, pattern, &compile(pattern).err()?)));
        let broken: Vec<Diagnostic> = broken.collect();
        if !broken.is_empty() {
            return Err(broken);
        }
        let pattern = file.pattern(&patterns);
        let pattern = pattern.ok_or_else(|| vec![wrong(source, &at_start("the style has no pattern".to_owned()))])?;
        let regex =
            compile(&pattern).map_err(|error| vec![unusable(source, file.raw.first().unwrap_or(&pattern), &error)])?;
        let severity = match file.level {
            Level::Suggestion => Severity::Note,
            Level::Warning => Severity::Warning,
            Level::Error => Severity::Error,
        };
        let better_words = file.swap.into_values().enumerate();
        let swaps = better_words.map(|(number, instead)| Swap { group: group_name(number), instead }).collect();
        let rule = rules::register(&id, severity, &source.path);
        Ok(Self { rule, is_for_headings, message: file.message, regex, swaps, exceptions: file.exceptions })
    }

    /// The matches in a text, each with its message.
    pub fn find(&self, text: &str) -> Vec<(Range<usize>, String)> {
        let matches = self.regex.captures_iter(text).map_while(Result::ok).filter_map(|captures| {
            let whole_match = captures.get(0)?;
            let words = whole_match.as_str();
            let is_exception = self.exceptions.iter().any(|exception| exception.eq_ignore_ascii_case(words));
            let swap = self.swaps.iter().find(|swap| captures.name(&swap.group).is_some());
            let instead = swap.map(|swap| swap.instead.as_str());
            let is_fine = words.trim().is_empty() || is_exception || instead == Some(words);
            (!is_fine).then(|| (whole_match.range(), self.message_of(words, instead)))
        });
        matches.collect()
    }

    /// `%s` in a message stands for the words; in that of a substitution the first for the better ones.
    fn message_of(&self, words: &str, instead: Option<&str>) -> String {
        match instead {
            Some(instead) => self.message.replacen("%s", instead, 1).replacen("%s", words, 1),
            None => self.message.replacen("%s", words, 1),
        }
    }
}

/// The name of the group of a pattern of `swap`.
fn group_name(number: usize) -> String {
    format!("swap{number}")
}

impl ValeFile {
    fn is_substitution(&self) -> bool {
        self.extends == "substitution"
    }

    /// All patterns of the file as one, as Vale joins them. `None` if there is none.
    fn pattern(&self, patterns: &[&String]) -> Option<String> {
        let case = if self.ignorecase { "(?i)" } else { "" };
        let border = if self.nonword { "" } else { r"\b" };
        let raw = self.raw.concat();
        let alternatives: Vec<String> = match self.is_substitution() {
            false => patterns.iter().map(ToString::to_string).collect(),
            true => {
                let groups = patterns.iter().enumerate();
                groups.map(|(number, pattern)| format!("(?P<{}>{pattern})", group_name(number))).collect()
            }
        };
        match (alternatives.is_empty(), raw.is_empty()) {
            (true, true) => None,
            (true, false) => Some(format!("{case}{raw}")),
            (false, _) => Some(format!("{case}{raw}{border}(?:{}){border}", alternatives.join("|"))),
        }
    }
}

fn compile(pattern: &str) -> Result<Regex, fancy_regex::Error> {
    RegexBuilder::new(pattern).backtrack_limit(MOST_BACKTRACKING).build()
}

/// A pattern that cannot be run, at its first place in the file.
fn unusable(source: &Source, pattern: &str, error: &fancy_regex::Error) -> Diagnostic {
    let at = source.text.find(pattern).unwrap_or(0);
    let message = format!("the pattern `{pattern}` cannot be run: {error}");
    wrong_at(source.locate(Span::new(at..at + 1)), message)
}

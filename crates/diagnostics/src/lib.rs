//! What an author is told: a [`Diagnostic`] names a rule, a place, what is wrong and what to do.
//!
//! Every room takes this vocabulary from here and adds findings to a [`Report`]. Nothing here reads a file: a
//! finding carries its place and the source line it points at, so that a report can be shown or stored on its own.

pub mod baseline;
mod packed;
pub mod render;
pub mod rules;
mod source;
pub mod yaml;

use std::borrow::Cow;
use std::cmp::Ordering;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

pub use packed::Packed;
pub use rules::Rule;
pub use source::{Line, Location, Source, Span};

/// How much a finding weighs. Ordered: a note is the least.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Severity {
    /// Worth knowing; never fails a run.
    Note,
    /// Needs judgement; fails a run under `--strict` alone.
    Warning,
    /// The site cannot be published like this.
    Error,
}

impl Severity {
    /// The word that reports print: `error`, `warning` or `note`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// One mistake of an author, or one thing that needs judgement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Diagnostic {
    /// Which rule found it.
    #[serde(with = "rules::by_id")]
    pub rule: &'static Rule,
    /// The rule's severity, or what the settings made of it.
    pub severity: Severity,
    /// Where: file, line and column, with the source line.
    pub location: Location,
    /// What is wrong, in one lower-case phrase.
    pub message: String,
    /// What to do about it.
    pub help: Option<Cow<'static, str>>,
    /// Further places that belong to it, such as the first of two definitions.
    pub related: Vec<Related>,
}

/// A second place of a finding, with what it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Related {
    /// Where.
    pub location: Location,
    /// What stands there, such as "first defined here".
    pub message: String,
}

impl Diagnostic {
    /// A finding of `rule` at `location`, with the rule's own severity.
    pub fn new(rule: &'static Rule, location: Location, message: impl Into<String>) -> Self {
        Self { rule, severity: rule.severity, location, message: message.into(), help: None, related: Vec::new() }
    }

    /// Adds what to do about it.
    #[must_use]
    pub fn help(mut self, help: impl Into<Cow<'static, str>>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Adds "did you mean" where a near name is known, else leaves the finding as it is.
    #[must_use]
    pub fn suggest(self, near: Option<&str>) -> Self {
        match near {
            Some(near) => self.help(format!("did you mean `{near}`?")),
            None => self,
        }
    }

    /// Adds "did you mean" where a near name is known, else what to do without one.
    #[must_use]
    pub fn suggest_or(self, near: Option<&str>, otherwise: impl Into<Cow<'static, str>>) -> Self {
        match near {
            Some(_) => self.suggest(near),
            None => self.help(otherwise),
        }
    }

    /// Adds a second place.
    #[must_use]
    pub fn related(mut self, location: Location, message: impl Into<String>) -> Self {
        self.related.push(Related { location, message: message.into() });
        self
    }
}

/// The findings of a run, sorted by file and place, none twice.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    findings: Vec<Diagnostic>,
}

impl Report {
    /// Sorts `findings` by file, line, column, rule and message, and drops what is there twice.
    #[must_use]
    pub fn new(mut findings: Vec<Diagnostic>) -> Self {
        findings.sort_by(Diagnostic::in_order);
        findings.dedup_by(|a, b| a.in_order(b) == Ordering::Equal);
        // Copied, because an allocator leaves a piece that is half full as it is; this one stays for the whole build.
        let mut fitted = Vec::with_capacity(findings.len());
        fitted.append(&mut findings);
        Self { findings: fitted }
    }

    /// The findings in the order in which they are shown.
    #[must_use]
    pub fn findings(&self) -> &[Diagnostic] {
        &self.findings
    }

    /// How many findings have this severity.
    #[must_use]
    pub fn count(&self, severity: Severity) -> usize {
        self.findings.iter().filter(|finding| finding.severity == severity).count()
    }

    /// Whether anything here forbids publishing.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.findings.iter().any(|finding| finding.severity == Severity::Error)
    }
}

impl Diagnostic {
    /// Findings of one page have one path between them, which need not be read to be compared.
    fn in_order(&self, other: &Self) -> Ordering {
        let is_beside = Arc::ptr_eq(&self.location.file, &other.location.file);
        let by_file = if is_beside { Ordering::Equal } else { self.location.file.cmp(&other.location.file) };
        by_file.then_with(|| self.place_key().cmp(&other.place_key()))
    }

    fn place_key(&self) -> (u32, u32, &'static str, &str) {
        (self.location.line, self.location.column, self.rule.id, &self.message)
    }
}

/// The candidate nearest to `word` by edit distance or by common prefix, if one is near enough to be worth saying.
#[must_use]
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let folded = word.to_lowercase();
    candidates
        .into_iter()
        .filter(|candidate| *candidate != word)
        .filter_map(|candidate| Some((likeness(&folded, &candidate.to_lowercase())?, candidate)))
        .min_by(|a, b| a.0.cmp(&b.0).then_with(|| a.1.cmp(b.1)))
        .map(|(_, candidate)| candidate)
}

/// The path nearest to `path`: the folders at the start that both have are no likeness.
#[must_use]
pub fn nearest_path<'a>(path: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let folded = path.to_lowercase();
    candidates
        .into_iter()
        .filter(|candidate| *candidate != path)
        .filter_map(|candidate| {
            let other = candidate.to_lowercase();
            let shared = shared_folders(&folded, &other);
            Some((likeness(&folded[shared..], &other[shared..])?, candidate))
        })
        .min_by(|a, b| a.0.cmp(&b.0).then_with(|| a.1.cmp(b.1)))
        .map(|(_, candidate)| candidate)
}

/// The length of the folders, with their `/`, with which both paths start; a `/` at the end is none.
fn shared_folders(one: &str, other: &str) -> usize {
    let same = one.bytes().zip(other.bytes()).take_while(|(a, b)| a == b).count();
    let inner = same.min(one.len().saturating_sub(1)).min(other.len().saturating_sub(1));
    one.as_bytes()[..inner].iter().rposition(|byte| *byte == b'/').map_or(0, |slash| slash + 1)
}

/// How far `candidate` is from `word` (0 is the same), or `None` where it is too far to be meant.
fn likeness(word: &str, candidate: &str) -> Option<usize> {
    let distance = strsim::osa_distance(word, candidate);
    let allowed = (word.chars().count() / 3).min(4);
    if distance <= allowed {
        return Some(distance);
    }
    if word.chars().count() >= 2 && candidate.starts_with(word) {
        return Some(distance + allowed);
    }
    let prefix = word.chars().zip(candidate.chars()).take_while(|(a, b)| a == b).count();
    (prefix >= 4 && prefix * 2 >= word.chars().count()).then_some(distance + allowed)
}

/// Shortens text from outside so that a message can quote it: control characters become U+FFFD, and it ends after 60
/// characters, so that a message stays on one line.
#[must_use]
pub fn quotable(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { '\u{fffd}' } else { c }).take(60).collect()
}

//! The formats of a [`Report`]: text for people, JSON for programs, SARIF for code scanning, annotations for GitHub's
//! workflows, a comment for pull requests, and an HTML page for a browser. Each is a pure function from a report to a string; printing or storing the
//! string is left to the caller.

pub mod comment;
mod excerpt;
pub mod github;
pub mod html;
pub mod json;
pub mod sarif;
pub mod text;

use schemars::JsonSchema;
use serde::Serialize;

use super::{Report, Severity};

pub use excerpt::visible;

/// How many findings of each severity a report has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Summary {
    /// Findings that forbid publishing.
    pub errors: usize,
    /// Findings that need judgement.
    pub warnings: usize,
    /// Findings worth knowing.
    pub notes: usize,
}

impl Summary {
    /// Counts the findings of `report`.
    ///
    /// ```
    /// use wellpress_diagnostics::Report;
    /// use wellpress_diagnostics::render::Summary;
    ///
    /// assert_eq!(Summary::of(&Report::default()).to_string(), "no findings");
    /// ```
    #[must_use]
    pub fn of(report: &Report) -> Self {
        Self {
            errors: report.count(Severity::Error),
            warnings: report.count(Severity::Warning),
            notes: report.count(Severity::Note),
        }
    }
}

/// In words, without the severities that have no finding: `2 errors, 1 warning`.
impl std::fmt::Display for Summary {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let counts = [(self.errors, "error"), (self.warnings, "warning"), (self.notes, "note")];
        let phrases: Vec<String> = counts
            .iter()
            .filter(|(count, _)| *count > 0)
            .map(|(count, word)| format!("{count} {word}{}", if *count == 1 { "" } else { "s" }))
            .collect();
        formatter.write_str(if phrases.is_empty() { "no findings".into() } else { phrases.join(", ") }.as_str())
    }
}

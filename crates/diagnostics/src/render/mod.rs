//! A [`Report`] as text for people, JSON for programs, SARIF for code scanning, and annotations for
//! GitHub's workflows, and a page for a browser. Pure functions: who prints or stores the result is up to the caller.

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
    #[must_use]
    pub fn of(report: &Report) -> Self {
        let [errors, warnings, notes] = [Severity::Error, Severity::Warning, Severity::Note].map(|s| report.count(s));
        Self { errors, warnings, notes }
    }
}

/// In words, without what there is none of: `2 errors, 1 warning`.
impl std::fmt::Display for Summary {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let counts = [(self.errors, "error"), (self.warnings, "warning"), (self.notes, "note")];
        let words = |(count, word): (usize, &str)| match count {
            0 => None,
            1 => Some(format!("1 {word}")),
            _ => Some(format!("{count} {word}s")),
        };
        let words: Vec<String> = counts.into_iter().filter_map(words).collect();
        formatter.write_str(if words.is_empty() { "no findings".into() } else { words.join(", ") }.as_str())
    }
}

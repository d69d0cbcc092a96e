//! [`Report`]: the findings of a run in, the same findings sorted and without duplicates out. What a report looks like is
//! left to [`render`](crate::render).

use std::cmp::Ordering;
use std::sync::Arc;

use crate::{Diagnostic, Severity};

/// The findings of a run, sorted by file and place, without duplicates. They are shared, because a preview keeps most of them
/// from one report to the next.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    findings: Vec<Arc<Diagnostic>>,
}

impl Report {
    /// Sorts `findings` by file, line, column, rule and message, and drops duplicates. Of two that differ in severity, the
    /// graver one stays: a mistake in a source that nothing cites is a warning, and an error once a page does.
    ///
    /// ```
    /// # use wellpress_diagnostics::{Diagnostic, Location, Report, rules};
    /// let finding = |file| Diagnostic::new(&rules::FILE_ENCODING, Location::file(file), "the file is not UTF-8");
    /// let report = Report::new(vec![finding("b.md"), finding("a.md"), finding("b.md")]);
    /// let files: Vec<&str> = report.findings().iter().map(|finding| &*finding.location.file).collect();
    /// assert_eq!(files, ["a.md", "b.md"]);
    /// ```
    #[must_use]
    pub fn new(findings: impl IntoIterator<Item = impl Into<Arc<Diagnostic>>>) -> Self {
        let mut findings: Vec<Arc<Diagnostic>> = findings.into_iter().map(Into::into).collect();
        findings.sort_by(|a, b| a.report_order(b));
        findings.dedup_by(|later, kept| {
            let is_duplicate = later.report_order(kept) == Ordering::Equal;
            if is_duplicate && later.severity > kept.severity {
                std::mem::swap(later, kept);
            }
            is_duplicate
        });
        // Moved into a vector of exactly this capacity: `shrink_to_fit` may leave a half-full allocation as it is, and
        // a report stays in memory for the whole build.
        let mut exact = Vec::with_capacity(findings.len());
        exact.append(&mut findings);
        Self { findings: exact }
    }

    /// The findings in the order of the report.
    ///
    /// ```
    /// assert!(wellpress_diagnostics::Report::default().findings().is_empty());
    /// ```
    #[must_use]
    pub fn findings(&self) -> &[Arc<Diagnostic>] {
        &self.findings
    }

    /// How many findings have exactly this severity.
    ///
    /// ```
    /// # use wellpress_diagnostics::{Diagnostic, Location, Report, Severity, rules};
    /// let finding = Diagnostic::new(&rules::RAW_HTML, Location::file("a.md"), "raw HTML");
    /// assert_eq!(Report::new(vec![finding]).count(Severity::Warning), 1);
    /// ```
    #[must_use]
    pub fn count(&self, severity: Severity) -> usize {
        self.findings.iter().filter(|finding| finding.severity == severity).count()
    }

    /// Whether any finding forbids publishing.
    ///
    /// ```
    /// assert!(!wellpress_diagnostics::Report::default().has_errors());
    /// ```
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.has_from(Severity::Error)
    }

    /// Whether any finding has this severity or a graver one.
    ///
    /// ```
    /// # use wellpress_diagnostics::{Diagnostic, Location, Report, Severity, rules};
    /// let report = Report::new(vec![Diagnostic::new(&rules::RAW_HTML, Location::file("a.md"), "raw HTML")]);
    /// assert!(report.has_from(Severity::Note) && !report.has_from(Severity::Error));
    /// ```
    #[must_use]
    pub fn has_from(&self, severity: Severity) -> bool {
        self.findings.iter().any(|finding| finding.severity >= severity)
    }
}

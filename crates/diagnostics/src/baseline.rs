//! [`Baseline`]: the findings that a project already knows in, with a [`Report`] the new ones out. Reading and writing the
//! file is left to the caller.
//!
//! A finding is known by its rule, file and message, and by how often it occurs. Its line does not matter: otherwise a
//! paragraph inserted above would make every finding below it new.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::rules::Property;
use super::{Diagnostic, Report};

/// The known findings of a project, with how often each occurs.
///
/// A project that moves to wellpress lists the findings of its old pages once and fails from then on only over new ones.
///
/// ```
/// use wellpress_diagnostics::baseline::Baseline;
/// use wellpress_diagnostics::{Diagnostic, Location, Report, rules};
///
/// let finding = |line| Diagnostic::new(&rules::RAW_HTML, Location { line, ..Location::file("a.md") }, "raw HTML");
/// let text = Baseline::of(&Report::new(vec![finding(3)])).render();
///
/// let comparison = Baseline::parse(&text).unwrap().compare(&Report::new(vec![finding(7), finding(9)]));
/// assert_eq!(comparison.known_count, 1);
/// assert_eq!(comparison.new.findings(), [finding(9).into()]);
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Baseline {
    counts: BTreeMap<KnownFinding, usize>,
}

/// A finding without its line. Ordered by file, rule and message, as a baseline lists them.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct KnownFinding {
    /// The file, relative to the site's root.
    pub file: String,
    /// The id of the rule.
    pub rule: String,
    /// The message of the finding, word for word.
    pub message: String,
}

/// A report split by a baseline into what is known, what is new, and what no longer occurs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BaselineComparison {
    /// The findings that are not in the baseline.
    pub new: Report,
    /// How many findings of the report the baseline lists.
    pub known_count: usize,
    /// The findings of the baseline that the report lacks, with how many of each.
    pub gone: BTreeMap<KnownFinding, usize>,
}

/// The file as JSON. Fields that it does not know are ignored, because a report in JSON is a baseline too.
#[derive(Serialize, Deserialize)]
struct BaselineFile {
    findings: Vec<BaselineEntry>,
}

#[derive(Serialize, Deserialize)]
struct BaselineEntry {
    #[serde(flatten)]
    finding: KnownFinding,
    #[serde(default = "once")]
    count: usize,
}

fn once() -> usize {
    1
}

impl Baseline {
    /// Lists the findings of a report, except those about the settings: without sound settings no site is read, so such a
    /// baseline would hide that nothing was checked.
    ///
    /// ```
    /// use wellpress_diagnostics::baseline::Baseline;
    /// use wellpress_diagnostics::{Diagnostic, Location, Report, rules};
    ///
    /// let settings = Diagnostic::new(&rules::SETTINGS_INVALID, Location::file("wellpress.yaml"), "no title");
    /// assert!(Baseline::of(&Report::new(vec![settings])).is_empty());
    /// ```
    #[must_use]
    pub fn of(report: &Report) -> Self {
        let mut counts = BTreeMap::new();
        for finding in report.findings().iter().filter(|finding| can_be_known(finding)) {
            *counts.entry(KnownFinding::from(&**finding)).or_default() += 1;
        }
        Self { counts }
    }

    /// Reads a baseline from the text of its file, or from a report in JSON.
    ///
    /// ```
    /// use wellpress_diagnostics::baseline::Baseline;
    ///
    /// let text = r#"{"findings": [{"file": "a.md", "rule": "raw-html", "message": "raw HTML", "count": 2}]}"#;
    /// assert_eq!(Baseline::parse(text).unwrap().len(), 2);
    /// assert!(Baseline::parse("{}").is_err());
    /// ```
    ///
    /// # Errors
    /// When the text is not JSON of this form; the message names line and column.
    pub fn parse(text: &str) -> Result<Self, serde_json::Error> {
        // Some editors save JSON with a byte order mark, which JSON does not allow.
        let file: BaselineFile = serde_json::from_str(text.trim_start_matches('\u{feff}'))?;
        let mut counts = BTreeMap::new();
        for BaselineEntry { finding, count } in file.findings {
            *counts.entry(finding).or_default() += count;
        }
        Ok(Self { counts })
    }

    /// The text of the baseline's file, sorted by file, rule and message, so that version control shows small changes.
    ///
    /// ```
    /// use wellpress_diagnostics::baseline::Baseline;
    ///
    /// let empty = Baseline::default();
    /// assert_eq!(Baseline::parse(&empty.render()).unwrap(), empty);
    /// ```
    #[must_use]
    pub fn render(&self) -> String {
        let entries =
            self.counts.iter().map(|(finding, count)| BaselineEntry { finding: finding.clone(), count: *count });
        let file = BaselineFile { findings: entries.collect() };
        serde_json::to_string_pretty(&file).expect("strings and numbers are always JSON") + "\n"
    }

    /// How many findings the baseline lists, each as often as it occurs.
    ///
    /// ```
    /// use wellpress_diagnostics::baseline::Baseline;
    /// use wellpress_diagnostics::{Diagnostic, Location, Report, rules};
    ///
    /// let finding = |line| Diagnostic::new(&rules::RAW_HTML, Location { line, ..Location::file("a.md") }, "raw HTML");
    /// assert_eq!(Baseline::of(&Report::new(vec![finding(1), finding(2)])).len(), 2);
    /// ```
    #[must_use]
    pub fn len(&self) -> usize {
        self.counts.values().sum()
    }

    /// Whether the baseline lists no finding.
    ///
    /// ```
    /// assert!(wellpress_diagnostics::baseline::Baseline::default().is_empty());
    /// ```
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Splits a report into known and new findings. If a finding occurs more often than the baseline lists it, the last
    /// of its occurrences are new.
    ///
    /// ```
    /// use wellpress_diagnostics::baseline::Baseline;
    /// use wellpress_diagnostics::{Diagnostic, Location, Report, rules};
    ///
    /// let report = Report::new(vec![Diagnostic::new(&rules::RAW_HTML, Location::file("a.md"), "raw HTML")]);
    /// let comparison = Baseline::of(&report).compare(&Report::default());
    /// assert_eq!((comparison.known_count, comparison.gone.len()), (0, 1));
    /// ```
    #[must_use]
    pub fn compare(mut self, report: &Report) -> BaselineComparison {
        let (known, new): (Vec<_>, Vec<_>) =
            report.findings().iter().cloned().partition(|finding| self.use_up_one(finding));
        // What no finding took is left over: it no longer occurs, or less often than the baseline lists it.
        self.counts.retain(|_, count| *count > 0);
        BaselineComparison { new: Report::new(new), known_count: known.len(), gone: self.counts }
    }

    /// Counts one occurrence of the finding down; whether there was one left.
    fn use_up_one(&mut self, finding: &Diagnostic) -> bool {
        match self.counts.get_mut(&KnownFinding::from(finding)) {
            Some(count) if *count > 0 && can_be_known(finding) => {
                *count -= 1;
                true
            }
            _ => false,
        }
    }
}

fn can_be_known(finding: &Diagnostic) -> bool {
    !finding.rule.has(Property::OfSettings)
}

impl From<&Diagnostic> for KnownFinding {
    fn from(finding: &Diagnostic) -> Self {
        Self {
            file: finding.location.file.to_string(),
            rule: finding.rule.id.to_owned(),
            message: finding.message.clone(),
        }
    }
}

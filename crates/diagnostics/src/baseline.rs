//! [`Baseline`]: findings that are known and no longer count. It takes a [`Report`] and gives what is new in it.
//!
//! A finding is known by its rule, file and message, and by how often it is there; its line does not matter, so that a
//! paragraph put in above makes nothing new. Reading and writing the file is up to the caller.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Diagnostic, Report, rules};

/// What is known: how often each finding is there.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Baseline {
    counts: BTreeMap<Known, usize>,
}

/// A finding without its line, in the order in which a baseline lists them.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Known {
    /// The file, relative to the site's root.
    pub file: String,
    /// The rule's id.
    pub rule: String,
    /// What is wrong.
    pub message: String,
}

/// A report without what is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Compared {
    /// What the baseline does not know.
    pub new: Report,
    /// How many findings it knows.
    pub known: usize,
    /// What it knows and is no longer there, with how often.
    pub gone: Vec<(Known, usize)>,
}

/// The file as it is written. A report in JSON can be read as well, so what only that has is passed over.
#[derive(Serialize, Deserialize)]
struct Document {
    findings: Vec<Entry>,
}

#[derive(Serialize, Deserialize)]
struct Entry {
    file: String,
    rule: String,
    message: String,
    #[serde(default = "once")]
    count: usize,
}

fn once() -> usize {
    1
}

impl Baseline {
    /// Everything that a report says, but for what is wrong with the settings: without them no site is read.
    #[must_use]
    pub fn of(report: &Report) -> Self {
        let mut counts = BTreeMap::new();
        for finding in report.findings().iter().filter(|finding| may_be_known(finding)) {
            *counts.entry(Known::from(finding)).or_default() += 1;
        }
        Self { counts }
    }

    /// Reads a baseline's file.
    ///
    /// # Errors
    /// When it is no JSON of this form; the message names line and column.
    pub fn parse(text: &str) -> Result<Self, serde_json::Error> {
        let document: Document = serde_json::from_str(text.trim_start_matches('\u{feff}'))?;
        let mut counts = BTreeMap::new();
        for Entry { file, rule, message, count } in document.findings {
            *counts.entry(Known { file, rule, message }).or_default() += count;
        }
        Ok(Self { counts })
    }

    /// As a file, sorted by file, rule and message.
    #[must_use]
    pub fn render(&self) -> String {
        let entry = |(known, count): (&Known, &usize)| {
            let Known { file, rule, message } = known.clone();
            Entry { file, rule, message, count: *count }
        };
        let document = Document { findings: self.counts.iter().map(entry).collect() };
        serde_json::to_string_pretty(&document).expect("strings and numbers are always JSON") + "\n"
    }

    /// How many findings it knows.
    #[must_use]
    pub fn len(&self) -> usize {
        self.counts.values().sum()
    }

    /// Whether it knows none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Takes what is known out of a report. Where one is there more often than it is known, the last ones are new.
    #[must_use]
    pub fn compare(mut self, report: &Report) -> Compared {
        let (known, new): (Vec<_>, Vec<_>) = report.findings().iter().cloned().partition(|finding| self.takes(finding));
        let gone = self.counts.into_iter().filter(|(_, left)| *left > 0).collect();
        Compared { new: Report::new(new), known: known.len(), gone }
    }

    fn takes(&mut self, finding: &Diagnostic) -> bool {
        let left = self.counts.get_mut(&Known::from(finding)).filter(|left| **left > 0 && may_be_known(finding));
        left.map(|left| *left -= 1).is_some()
    }
}

fn may_be_known(finding: &Diagnostic) -> bool {
    finding.rule != &rules::SETTINGS_INVALID
}

impl From<&Diagnostic> for Known {
    fn from(finding: &Diagnostic) -> Self {
        Self {
            file: finding.location.file.to_string(),
            rule: finding.rule.id.to_owned(),
            message: finding.message.clone(),
        }
    }
}

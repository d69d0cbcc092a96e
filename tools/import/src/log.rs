//! [`ImportLog`]: what an import did and what it could not do, for the report.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

/// What was translated, what was left and what a person has to confirm.
#[derive(Debug, Clone, Default)]
pub struct ImportLog {
    /// How often each kind of construct was translated.
    pub translated: BTreeMap<String, usize>,
    left: BTreeMap<String, Left>,
    /// Claims and doubts for a person, as sentences with a file.
    pub to_confirm: BTreeSet<(String, String)>,
    /// The files whose sense may have changed, so that their pages are drafts until a person has looked.
    doubtful: BTreeSet<String>,
}

#[derive(Debug, Clone, Default)]
struct Left {
    count: usize,
    files: BTreeSet<String>,
    instead: String,
}

/// A kind of construct that was not translated.
#[derive(Debug, Clone, Serialize)]
pub struct LeftConstruct {
    /// What it is, such as "shortcode `chart`".
    pub kind: String,
    /// How often it stands in the source.
    pub count: usize,
    /// The files that have it.
    pub files: Vec<String>,
    /// What to write in its place.
    pub instead: String,
}

impl ImportLog {
    /// Counts a construct that was translated.
    pub fn translated(&mut self, kind: &str) {
        *self.translated.entry(kind.to_owned()).or_default() += 1;
    }

    /// Counts a construct that was left, with the file of the source and what to write in its place.
    pub fn left(&mut self, kind: &str, file: &str, instead: &str) {
        let left = self.left.entry(kind.to_owned()).or_default();
        left.count += 1;
        left.files.insert(file.to_owned());
        if left.instead.is_empty() {
            instead.clone_into(&mut left.instead);
        }
    }

    /// Notes what a person has to confirm or do.
    pub fn confirm(&mut self, file: &str, what: impl Into<String>) {
        self.to_confirm.insert((file.to_owned(), what.into()));
    }

    /// Notes what may have changed the sense of a file. Its page becomes a draft, and so does each page that shows it as a snippet.
    pub fn doubt(&mut self, file: &str, what: impl std::fmt::Display) {
        self.confirm(file, format!("{what}; the page is a draft until you have looked"));
        self.doubtful.insert(file.to_owned());
    }

    /// Whether the sense of a file may have changed.
    #[must_use]
    pub fn is_doubtful(&self, file: &str) -> bool {
        self.doubtful.contains(file)
    }

    /// The constructs that were left, the most frequent first.
    #[must_use]
    pub fn left_constructs(&self) -> Vec<LeftConstruct> {
        let constructs = self.left.iter().map(|(kind, left)| LeftConstruct {
            kind: kind.clone(),
            count: left.count,
            files: left.files.iter().cloned().collect(),
            instead: left.instead.clone(),
        });
        let mut constructs: Vec<_> = constructs.collect();
        constructs.sort_by(|one, other| other.count.cmp(&one.count).then_with(|| one.kind.cmp(&other.kind)));
        constructs
    }
}

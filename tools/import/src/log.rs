//! [`ImportLog`]: what an import did and what it could not do, for the report.

use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
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
    /// The first line in each of the files, where it is known.
    lines: BTreeMap<String, usize>,
    instead: String,
}

/// A kind of construct that was left.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[schemars(rename = "Left")]
pub struct LeftConstruct {
    /// What it is, such as "shortcode `chart`".
    pub kind: String,
    /// How often it stands in the source.
    pub count: usize,
    /// The files of the old site, or those of the new one if the check of the result found it.
    pub files: Vec<String>,
    /// The files again, each with `:` and the first line that has it, where that is known.
    pub places: Vec<String>,
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

    /// Takes one mention of a construct back, since it has found a place.
    pub fn take_back(&mut self, kind: &str, file: &str) {
        if let Some(left) = self.left.get_mut(kind) {
            left.count = left.count.saturating_sub(1);
            left.files.remove(file);
        }
        self.left.retain(|_, left| left.count > 0);
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

    /// Finds the lines of what was left: the first one of each file that has the name of the construct, which stands between backticks.
    pub(crate) fn find_lines(&mut self, text_of: &dyn Fn(&str) -> Option<String>) {
        let mut texts: BTreeMap<String, Option<String>> = BTreeMap::new();
        for (kind, left) in &mut self.left {
            let Some(name) = kind.split('`').nth(1) else { continue };
            let is_key = kind.starts_with("front matter");
            // The name of a language, such as `r`, is in most lines.
            let name = &*if name.len() < 3 { format!("{{{name}") } else { name.to_owned() };
            for file in &left.files {
                let text = texts.entry(file.clone()).or_insert_with(|| text_of(file));
                let has_name =
                    |line: &str| if is_key { line.trim_start().starts_with(name) } else { line.contains(name) };
                let line = text.as_ref().and_then(|text| text.lines().position(has_name));
                if let Some(line) = line {
                    left.lines.entry(file.clone()).or_insert(line + 1);
                }
            }
        }
    }

    /// Whether the line of a construct in a file is still to be found. A search reads the file, so after some mentions there is none.
    pub(crate) fn needs_line(&self, kind: &str, file: &str) -> bool {
        self.left.get(kind).is_some_and(|left| left.count < 100 && !left.lines.contains_key(file))
    }

    /// Notes the line of a construct that was left.
    pub(crate) fn at_line(&mut self, kind: &str, file: &str, line: usize) {
        if let Some(left) = self.left.get_mut(kind) {
            left.lines.entry(file.to_owned()).or_insert(line);
        }
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
            places: left
                .files
                .iter()
                .map(|file| left.lines.get(file).map_or_else(|| file.clone(), |line| format!("{file}:{line}")))
                .collect(),
            instead: left.instead.clone(),
        });
        let mut constructs: Vec<_> = constructs.collect();
        constructs.sort_by(|one, other| other.count.cmp(&one.count).then_with(|| one.kind.cmp(&other.kind)));
        constructs
    }
}

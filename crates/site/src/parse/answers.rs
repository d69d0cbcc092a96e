//! A file `content/reviews/ID.answers.yaml` in, an [`AnswerFile`] out: what reviewers sent back about a page, each remark with its
//! state.
//!
//! `wellpress review import` adds answers, and an editor's "done" changes the state of a remark. Where a remark stands in today's
//! text is left to `resolve::remark_places`.

use serde::{Deserialize, Serialize};

use wellpress_diagnostics::yaml::{self, Dialect};
use wellpress_diagnostics::{Diagnostic, Source, rules};

use super::sign_offs::Decision;

/// What findings about the YAML of these files call it, and their rules.
static DIALECT: Dialect =
    Dialect { date: &rules::DATE_INVALID, ..Dialect::of_one_rule("answer of a reviewer", &rules::REVIEW_INVALID) };

/// The end of the names of these files.
pub const FILE_END: &str = ".answers.yaml";

/// The answers about the pages that share an id, in the order in which they came.
#[derive(Debug)]
pub struct AnswerFile {
    /// The text of the file, for places of findings.
    pub source: Source,
    /// The valid answers.
    pub answers: Vec<RecordedAnswer>,
}

/// What one reviewer sent back about one page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RecordedAnswer {
    /// The BLAKE3 hash of the file that the reviewer sent, so that it is recorded once and can be shown as evidence.
    pub file: String,
    /// The page, as commands name it: `article:neck-pain`.
    pub page: String,
    /// The tag of the page's language.
    pub language: String,
    /// The hash of the words that were read, if the file names it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub read: Option<String>,
    /// The name that the reviewer gave.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reviewer: Option<String>,
    /// The day of the answer, `YYYY-MM-DD`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<String>,
    /// The id of the person who was asked, if the packet names somebody.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub asked: Option<String>,
    /// What the reviewer decided.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decision: Option<Decision>,
    /// The hash of the approval since which the reviewer has read the changes, if they approve of these alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<String>,
    /// The hash that the words have once every suggestion is taken over and nothing else is changed; only then an approval with
    /// suggestions counts. `None` if a suggestion cannot be taken over by the program.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub read_if_accepted: Option<String>,
    /// Comments and suggestions.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub remarks: Vec<RecordedRemark>,
}

/// One comment or suggestion, with what became of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RecordedRemark {
    /// Names the remark among those of the site.
    pub id: String,
    /// What became of it.
    pub state: RemarkState,
    /// The number of the paragraph in the packet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub paragraph: Option<u32>,
    /// The words of that paragraph without marks of citations, by which it is found in the author's files.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub words: String,
    /// The words that the comment is about.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub quote: String,
    /// What the reviewer says.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub comment: String,
    /// Whether it is a change that the program cannot carry out: a paragraph that came, went or moved.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub by_hand: bool,
    /// The change that the reviewer asks for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub suggestion: Option<RecordedSuggestion>,
    /// Who made the remark, if the file says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub author: Option<String>,
    /// When, `YYYY-MM-DD`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<String>,
}

/// Words to write in the place of others.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RecordedSuggestion {
    /// The words before the place, which tell it apart from others.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub before: String,
    /// The words to replace; empty where words are to be added.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub old: String,
    /// The new words; empty where words are to go.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub new: String,
    /// The words behind the place.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub after: String,
}

/// What became of a remark.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RemarkState {
    /// Nobody has dealt with it.
    Open,
    /// The suggested words were taken over by the program.
    Accepted,
    /// An editor has dealt with it.
    Done,
}

impl RecordedRemark {
    /// Whether the reviewer asks for other words than they read.
    #[must_use]
    pub fn asks_for_change_of_words(&self) -> bool {
        self.by_hand || self.suggestion.is_some()
    }
}

impl RecordedAnswer {
    /// Whether the reviewer asks for other words than they read.
    #[must_use]
    pub fn asks_for_changes_of_words(&self) -> bool {
        self.remarks.iter().any(RecordedRemark::asks_for_change_of_words)
    }

    /// The remarks that nobody has dealt with.
    pub fn open_remarks(&self) -> impl Iterator<Item = &RecordedRemark> {
        self.remarks.iter().filter(|remark| remark.state == RemarkState::Open)
    }
}

/// Reads a file of answers. One with a mistake in a value has no answers, with a finding.
pub fn parse(source: Source, findings: &mut Vec<Diagnostic>) -> AnswerFile {
    // `Option`, because an empty file is a list without entries.
    let decoded = yaml::decode::<Option<Vec<RecordedAnswer>>>(&source, source.text.len(), &DIALECT);
    findings.extend(decoded.diagnostics);
    AnswerFile { answers: decoded.value.flatten().unwrap_or_default(), source }
}

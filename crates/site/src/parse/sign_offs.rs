//! A file of `content/reviews` in, a [`SignOffFile`] out: who approved which wording of a page, and when.
//!
//! `wellpress review sign` appends to these files and never rewrites an entry. Whether the people and the page exist is left to
//! `model`.

use std::collections::BTreeMap;

use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize};

use wellpress_diagnostics::yaml::{self, Dialect, Located};
use wellpress_diagnostics::{Diagnostic, Source, rules};
use wellpress_foundation::Day;
use wellpress_io::cache::Fingerprint;

use crate::content_folder::ContentFolder;

use super::front_matter::ReviewRole;

/// What findings about the YAML of these files call it, and their rules.
static DIALECT: Dialect =
    Dialect { date: &rules::DATE_INVALID, ..Dialect::of_one_rule("sign-off", &rules::REVIEW_INVALID) };

/// The sign-offs of one file, in their order.
///
/// The order matters: of several entries by one person in one role on one day, the last in the file counts. The words that were signed are
/// stored with each entry, so that a later difference can be shown without the history of the repository.
#[derive(Debug)]
pub struct SignOffFile {
    /// The id of the pages that were reviewed, which is the path of the file below its folder, without the ending.
    pub id: String,
    /// The text of the file, for places of findings.
    pub source: Source,
    /// Fingerprint of the file's bytes.
    pub fingerprint: Fingerprint,
    /// The valid entries, in the order of the file.
    pub entries: Vec<SignOff>,
}

/// One entry: what one person decided on one day about one wording of a page.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SignOff {
    /// The id of the reviewer.
    pub person: Located<String>,
    /// The role in which the person reviewed.
    pub role: ReviewRole,
    /// The day of the review.
    pub date: Located<Day>,
    /// What the reviewer decided.
    pub decision: Decision,
    /// The hash of an earlier approval, if the reviewer has read only what changed since then. The approval of the changes rests on
    /// that earlier one, and is no review of the page.
    #[serde(default, deserialize_with = "optional_hash")]
    pub since: Option<String>,
    /// The name of the page's section, such as `article`, needed if pages of several sections have this id.
    pub kind: Option<Located<String>>,
    /// The language of the page, by default the site's main language.
    pub language: Option<Located<String>>,
    /// A remark of the reviewer, for the record.
    pub note: Option<String>,
    /// The hash of everything that was reviewed.
    #[serde(deserialize_with = "hash")]
    pub hash: String,
    /// The sign-off before this one, as the signature names it: the hash of its statement, or `none` for the first.
    pub previous: Option<String>,
    /// The SSH signature over the [statement](SignOff::statement), as `ssh-keygen -Y sign` writes it.
    pub signature: Option<Located<String>>,
    /// What was reviewed, by the name of the part.
    #[serde(default)]
    pub parts: BTreeMap<String, ReviewedPart>,
}

impl SignOff {
    /// The bytes that a reviewer signs: everything that the entry says, with the id of the page, one line for each field and
    /// each part. `docs/reviews.md` describes it.
    ///
    /// `previous_word` is what the statement says of the sign-off before: `self.previous`, or a word in its place that makes the
    /// signature of a misplaced entry invalid. The hashes of words are computed from the stored words, so that a change to these
    /// is a change of the statement. `None` if a name or a value has a line break or another control character, which could make
    /// one statement out of two different entries.
    #[must_use]
    pub fn statement(&self, id: &str, previous_word: &str) -> Option<String> {
        let mut statement = "wellpress-review 1\n".to_owned();
        // As JSON, since a note may have several lines.
        let note = self.note.as_ref().map(|note| serde_json::Value::from(note.as_str()).to_string());
        let fields = [
            ("kind", self.kind.as_ref().map(|kind| kind.value.as_str())),
            ("id", Some(id)),
            ("language", self.language.as_ref().map(|language| language.value.as_str())),
            ("person", Some(self.person.value.as_str())),
            ("role", Some(self.role.as_str())),
            ("date", Some(&self.date.to_string())),
            ("decision", Some(self.decision.as_str())),
            ("since", self.since.as_deref()),
            ("note", note.as_deref()),
            ("previous", Some(previous_word)),
            ("hash", Some(&self.hash)),
        ];
        for (key, value) in fields.into_iter().filter_map(|(key, value)| Some((key, value?))) {
            statement.push_str(&format!("{key}: {}\n", without_control_characters(value)?));
        }
        for (name, part) in &self.parts {
            let hash = if part.words.is_empty() {
                part.hash.clone()
            } else {
                blake3::hash(part.words.as_bytes()).to_hex().to_string()
            };
            let (hash, name) = (without_control_characters(&hash)?, without_control_characters(name)?);
            statement.push_str(&format!("{hash}  {name}\n"));
        }
        Some(statement)
    }
}

/// The text itself; `None` if it has control characters.
fn without_control_characters(text: &str) -> Option<&str> {
    (!text.contains(char::is_control)).then_some(text)
}

/// A part of what was reviewed: the page's own text, an exercise, a source, a disclaimer, a file.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReviewedPart {
    /// The hash of the part's words, or of the bytes of a file.
    pub hash: String,
    /// The words themselves, empty for a file, so that `review diff` can show what changed since.
    #[serde(rename = "read", default)]
    pub words: String,
}

/// What a reviewer decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Decision {
    /// The page may be published in this wording.
    Approved,
    /// The page has to change first; this revokes an earlier approval.
    ChangesRequested,
}

impl Decision {
    /// Every decision, in the order in which they are offered.
    pub const ALL: [Self; 2] = [Self::Approved, Self::ChangesRequested];

    /// The word in the file.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Approved => "approved",
            Self::ChangesRequested => "changes-requested",
        }
    }
}

/// Reads a file of sign-offs. A file with a mistake in a value has no entries, with a finding: it vouches for nothing.
pub fn parse(content: &ContentFolder, source: Source, findings: &mut Vec<Diagnostic>) -> SignOffFile {
    // `Option`, because an empty file is a list without entries.
    let decoded = yaml::decode::<Option<Vec<SignOff>>>(&source, source.text.len(), &DIALECT);
    findings.extend(decoded.diagnostics);
    let entries = decoded.value.flatten().unwrap_or_default();
    report_repetitions(&source, &entries, findings);
    let name = source.path.strip_prefix(&*content.path("reviews/")).unwrap_or(&source.path);
    let id = name.strip_suffix(".yaml").unwrap_or(name).to_owned();
    SignOffFile { id, fingerprint: Fingerprint::of(source.text.as_bytes()), source, entries }
}

/// Reads a hash, which is 256 bits in hexadecimal.
fn hash<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    let hash = String::deserialize(deserializer)?;
    let is_valid = hash.len() == 64 && hash.bytes().all(|byte| byte.is_ascii_hexdigit());
    let message = "this is not the hash of what was read: let `wellpress review sign` write the sign-off";
    is_valid.then_some(hash).ok_or_else(|| D::Error::custom(message))
}

fn optional_hash<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    hash(deserializer).map(Some)
}

/// Reports an entry that repeats the last one of the same reviewer: it was copied by mistake. It is kept, since it vouches for
/// nothing new. After a request for changes the same approval is no repetition.
fn report_repetitions(source: &Source, entries: &[SignOff], findings: &mut Vec<Diagnostic>) {
    for (index, entry) in entries.iter().enumerate() {
        let last = entries[..index].iter().rfind(|earlier| is_by_same_reviewer(earlier, entry));
        let Some(first) = last.filter(|last| has_same_result(last, entry)) else { continue };
        let message = "this sign-off is there twice";
        let finding = Diagnostic::new(&rules::REVIEW_INVALID, source.locate(entry.person.span), message);
        let finding = finding.help("take one of the two out");
        findings.push(finding.related(source.locate(first.person.span), "the other one"));
    }
}

/// Whether two entries are by one person in one role, of the page of one kind and language.
fn is_by_same_reviewer(a: &SignOff, b: &SignOff) -> bool {
    (&a.person.value, a.role) == (&b.person.value, b.role)
        && a.kind.as_ref().map(|kind| &kind.value) == b.kind.as_ref().map(|kind| &kind.value)
        && a.language.as_ref().map(|language| &language.value) == b.language.as_ref().map(|language| &language.value)
}

fn has_same_result(a: &SignOff, b: &SignOff) -> bool {
    a.date.value == b.date.value
        && a.decision == b.decision
        && a.since == b.since
        && a.hash == b.hash
        // An approval can be signed later with a key.
        && a.signature.is_some() == b.signature.is_some()
}

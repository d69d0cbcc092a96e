//! A file of `content/reviews` in, a [`SignOffFile`] out: who approved which wording of a page, and when.
//!
//! `wellpress review sign` appends to these files and never rewrites an entry. Whether the people and the page exist is left to
//! `model`.

use std::collections::BTreeMap;

use serde::Deserialize;

use wellpress_diagnostics::yaml::{self, Dialect, Located};
use wellpress_diagnostics::{Diagnostic, Rule, Source, Span, nearest, quotable, rules};
use wellpress_foundation::Day;
use wellpress_io::cache::Fingerprint;

use crate::discover::ContentKind;

use super::front_matter::ReviewRole;

static DIALECT: Dialect = Dialect::of_one_rule("sign-off", &rules::REVIEW_INVALID);

/// The sign-offs of one file, in their order.
///
/// The order matters: of several entries by one person in one role on one day, the lowest counts. The words that were signed are
/// stored with each entry, so that a later difference can be shown without the history of the repository.
#[derive(Debug)]
pub struct SignOffFile {
    /// The id of the pages that were reviewed, which is the stem of the file.
    pub id: String,
    /// The text of the file, for places of findings.
    pub source: Source,
    /// Fingerprint of the file's bytes.
    pub fingerprint: Fingerprint,
    /// The valid entries, in the order of the file.
    pub entries: Vec<SignOff>,
}

/// One entry: what one person decided on one day about one wording of a page.
#[derive(Debug)]
pub struct SignOff {
    /// The id of the reviewer.
    pub person: Located<String>,
    /// The role in which the person reviewed.
    pub role: ReviewRole,
    /// The day of the review.
    pub date: Located<Day>,
    /// What the reviewer decided.
    pub decision: Decision,
    /// The kind of the page, needed if pages of several kinds have this id.
    pub kind: Option<Located<ContentKind>>,
    /// The language of the page, by default the site's own.
    pub language: Option<Located<String>>,
    /// A remark of the reviewer, for the record.
    pub note: Option<String>,
    /// The hash of everything that was reviewed.
    pub hash: String,
    /// What a signature names as the sign-off before it: a hash of that one's statement, or `none`.
    pub previous: Option<String>,
    /// The SSH signature over the [statement](SignOff::statement), as `ssh-keygen -Y sign` writes it.
    pub signature: Option<Located<String>>,
    /// What was reviewed, by the name of the part.
    pub parts: BTreeMap<String, ReviewedPart>,
}

impl SignOff {
    /// The bytes that a reviewer signs: everything that the entry says, with the id of the page, one line for each field and
    /// each part. `docs/reviews.md` describes it.
    ///
    /// `previous` is the hash of the statement of the sign-off before this one, or `none`. The hashes of words are computed
    /// from the stored words, so that a change to these is a change of the statement. `None` if a name or a value has a line
    /// break or another control character, which could make one statement out of two different entries.
    #[must_use]
    pub fn statement(&self, id: &str, previous: &str) -> Option<String> {
        let mut statement = "wellpress-review 1\n".to_owned();
        let note = self.note.as_ref().map(|note| serde_json::Value::from(note.as_str()).to_string());
        let fields = [
            ("kind", self.kind.as_ref().map(|kind| kind.value.name())),
            ("id", Some(id)),
            ("language", self.language.as_ref().map(|language| language.value.as_str())),
            ("person", Some(self.person.value.as_str())),
            ("role", Some(self.role.as_str())),
            ("date", Some(&self.date.to_string())),
            ("decision", Some(self.decision.as_str())),
            ("note", note.as_deref()),
            ("previous", Some(previous)),
            ("hash", Some(&self.hash)),
        ];
        for (key, value) in fields.into_iter().filter_map(|(key, value)| Some((key, value?))) {
            statement.push_str(&format!("{key}: {}\n", line(value)?));
        }
        for (name, part) in &self.parts {
            let hash = match part.read.is_empty() {
                true => part.hash.clone(),
                false => blake3::hash(part.read.as_bytes()).to_hex().to_string(),
            };
            statement.push_str(&format!("{}  {}\n", line(&hash)?, line(name)?));
        }
        Some(statement)
    }
}

/// A text without control characters; `None` for any other.
fn line(text: &str) -> Option<&str> {
    (!text.contains(char::is_control)).then_some(text)
}

/// A part of what was reviewed: the page's own text, an exercise, a source, a disclaimer, a file.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReviewedPart {
    /// The hash of the part's words, or of the bytes of a file.
    pub hash: String,
    /// The words themselves, empty for a file, so that `review diff` can show what changed since.
    #[serde(default)]
    pub read: String,
}

/// What a reviewer decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
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

/// The keys of an entry, before their words are read.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawSignOff {
    person: Located<String>,
    role: Located<String>,
    date: Located<String>,
    decision: Located<String>,
    kind: Option<Located<String>>,
    language: Option<Located<String>>,
    note: Option<String>,
    hash: Located<String>,
    previous: Option<String>,
    signature: Option<Located<String>>,
    #[serde(default)]
    parts: BTreeMap<String, ReviewedPart>,
}

/// Reads a file of sign-offs. An entry with a mistake is left out, with a finding: it vouches for nothing.
pub fn parse(source: Source, findings: &mut Vec<Diagnostic>) -> SignOffFile {
    // `Option`, because an empty file is a list without entries.
    let decoded = yaml::decode::<Option<Vec<RawSignOff>>>(&source, source.text.len(), &DIALECT);
    findings.extend(decoded.diagnostics);
    let raw_entries = decoded.value.flatten().unwrap_or_default();
    let mut reader = SignOffReader { source: &source, findings };
    let entries: Vec<SignOff> = raw_entries.into_iter().filter_map(|raw| reader.sign_off(raw)).collect();
    refuse_repetitions(&source, &entries, findings);
    let stem = source.path.rsplit('/').next().unwrap_or_default().trim_end_matches(".yaml").to_owned();
    SignOffFile { id: stem, fingerprint: Fingerprint::of(source.text.as_bytes()), source, entries }
}

/// Reads the words of entries. Every word is read before the entry is given up, so that one run shows all its mistakes.
struct SignOffReader<'a> {
    source: &'a Source,
    findings: &'a mut Vec<Diagnostic>,
}

impl SignOffReader<'_> {
    fn sign_off(&mut self, raw: RawSignOff) -> Option<SignOff> {
        let role = self.choice("role", &raw.role, ReviewRole::ALL, ReviewRole::as_str);
        let date = self.day(&raw.date);
        let decision = self.choice("decision", &raw.decision, Decision::ALL, Decision::as_str);
        let kind = match &raw.kind {
            Some(word) => self.kind(word).map(Some),
            None => Some(None),
        };
        let hash = self.hash(&raw.hash);
        Some(SignOff {
            role: role?,
            date: date?,
            decision: decision?,
            hash: hash?,
            kind: kind?,
            person: raw.person,
            language: raw.language,
            note: raw.note,
            previous: raw.previous,
            signature: raw.signature,
            parts: raw.parts,
        })
    }

    fn kind(&mut self, word: &Located<String>) -> Option<Located<ContentKind>> {
        let value = self.choice("kind", word, ContentKind::ALL, ContentKind::name)?;
        Some(Located { value, span: word.span })
    }

    /// The value of `choices` that has this word as its name.
    fn choice<T: Copy, const N: usize>(
        &mut self,
        key: &str,
        word: &Located<String>,
        choices: [T; N],
        name: fn(T) -> &'static str,
    ) -> Option<T> {
        let choice = choices.into_iter().find(|choice| name(*choice) == word.value);
        if choice.is_none() {
            let names = choices.map(name);
            let message = format!("`{}` is no {key} of a sign-off", quotable(&word.value));
            let help = format!("it is one of `{}`", names.join("`, `"));
            let finding = self.finding(&rules::REVIEW_INVALID, word.span, message);
            self.findings.push(finding.suggest_or(nearest(&word.value, names), help));
        }
        choice
    }

    fn day(&mut self, word: &Located<String>) -> Option<Located<Day>> {
        let day = Day::parse(&word.value).map(|value| Located { value, span: word.span });
        if day.is_none() {
            let message = format!("`{}` is not a day of the calendar", quotable(&word.value));
            let finding = self.finding(&rules::DATE_INVALID, word.span, message);
            self.findings.push(finding.help("write it as `2026-03-01`"));
        }
        day
    }

    /// A hash is 256 bits in hexadecimal.
    fn hash(&mut self, word: &Located<String>) -> Option<String> {
        let is_valid = word.value.len() == 64 && word.value.bytes().all(|byte| byte.is_ascii_hexdigit());
        if !is_valid {
            let message = "this is not the hash of what was read";
            let finding = self.finding(&rules::REVIEW_INVALID, word.span, message.to_owned());
            self.findings.push(finding.help("let `wellpress review sign` write the sign-off"));
        }
        is_valid.then(|| word.value.clone())
    }

    fn finding(&self, rule: &'static Rule, span: Span, message: String) -> Diagnostic {
        Diagnostic::new(rule, self.source.locate(span), message)
    }
}

/// Refuses an entry that repeats the one before it by the same reviewer, which is a mistake of copying. The same approval with a
/// request for changes in between is none: the reviewer approved again.
fn refuse_repetitions(source: &Source, entries: &[SignOff], findings: &mut Vec<Diagnostic>) {
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
        && a.kind.as_ref().map(|kind| kind.value) == b.kind.as_ref().map(|kind| kind.value)
        && a.language.as_ref().map(|language| &language.value) == b.language.as_ref().map(|language| &language.value)
}

fn has_same_result(a: &SignOff, b: &SignOff) -> bool {
    // An approval can be signed later with a key.
    a.date.value == b.date.value
        && a.decision == b.decision
        && a.hash == b.hash
        && a.signature.is_some() == b.signature.is_some()
}

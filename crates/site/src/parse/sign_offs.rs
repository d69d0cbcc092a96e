//! A file of `content/reviews` in, sign-offs out: who stands by which wording of a page.
//!
//! `wellpress review sign` writes these files and adds to them; what stands in one is never written anew. Whether the
//! people and the page exist is for `model`.

use std::collections::BTreeMap;

use serde::Deserialize;

use wellpress_diagnostics::yaml::{self, Day, Dialect, Located};
use wellpress_diagnostics::{Diagnostic, Rule, Source, Span, nearest, quotable, rules};
use wellpress_io::cache::Fingerprint;

use crate::discover::ContentKind;

use super::front_matter::ReviewRole;

static DIALECT: Dialect = Dialect::of_one_rule("sign-off", &rules::REVIEW_INVALID);

/// The sign-offs of one file, in their order.
#[derive(Debug)]
pub struct SignOffFile {
    /// The id of the pages that they are of: the file's stem.
    pub id: String,
    /// Its text.
    pub source: Source,
    /// What the file's bytes are.
    pub fingerprint: Fingerprint,
    /// The sign-offs.
    pub entries: Vec<SignOff>,
}

/// One sign-off.
#[derive(Debug)]
pub struct SignOff {
    /// The person's id.
    pub person: Located<String>,
    /// In which role.
    pub role: ReviewRole,
    /// When.
    pub date: Located<Day>,
    /// With which result.
    pub decision: Decision,
    /// The page's kind; needed where pages of several kinds have this id.
    pub kind: Option<Located<ContentKind>>,
    /// The page's language; else the site's own.
    pub language: Option<Located<String>>,
    /// What the reviewer wants to be remembered.
    pub note: Option<String>,
    /// The hash of all that was read.
    pub hash: String,
    /// What was read, part by part.
    pub parts: BTreeMap<String, ReviewedPart>,
}

/// A part of what was read: the page's own text, an exercise, a source, a disclaimer.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReviewedPart {
    /// The hash of its words.
    pub hash: String,
    /// Its words, so that what changed since can be shown.
    #[serde(default)]
    pub read: String,
}

/// What a reviewer decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Decision {
    /// They stand by the page.
    Approved,
    /// They do not yet.
    ChangesRequested,
}

impl Decision {
    /// All of them.
    pub const ALL: [Self; 2] = [Self::Approved, Self::ChangesRequested];

    /// As it is written.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Approved => "approved",
            Self::ChangesRequested => "changes-requested",
        }
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    person: Located<String>,
    role: Located<String>,
    date: Located<String>,
    decision: Located<String>,
    kind: Option<Located<String>>,
    language: Option<Located<String>>,
    note: Option<String>,
    hash: Located<String>,
    #[serde(default)]
    parts: BTreeMap<String, ReviewedPart>,
}

/// Reads a file of sign-offs. One with a mistake is left out, and is a finding.
pub fn parse(source: Source, findings: &mut Vec<Diagnostic>) -> SignOffFile {
    let decoded = yaml::decode::<Option<Vec<Written>>>(&source, source.text.len(), &DIALECT);
    findings.extend(decoded.diagnostics);
    let written = decoded.value.flatten().unwrap_or_default();
    let entries: Vec<SignOff> =
        written.into_iter().filter_map(|written| understood(&source, written, findings)).collect();
    refuse_twice(&source, &entries, findings);
    let stem = source.path.rsplit('/').next().unwrap_or_default().trim_end_matches(".yaml").to_owned();
    SignOffFile { id: stem, fingerprint: Fingerprint::of(source.text.as_bytes()), source, entries }
}

fn understood(source: &Source, written: Written, findings: &mut Vec<Diagnostic>) -> Option<SignOff> {
    let mut words = Words { source, findings };
    let role = words.one_of("role", &written.role, ReviewRole::ALL, ReviewRole::as_str);
    let date = words.day(&written.date);
    let decision = words.one_of("decision", &written.decision, Decision::ALL, Decision::as_str);
    let kind = written.kind.as_ref().map(|kind| words.one_of("kind", kind, ContentKind::ALL, ContentKind::name));
    let hash = words.hash(&written.hash);
    let kind = match (kind, &written.kind) {
        (Some(kind), Some(place)) => Some(Located { value: kind?, span: place.span }),
        _ => None,
    };
    Some(SignOff {
        role: role?,
        date: date?,
        decision: decision?,
        hash: hash?,
        kind,
        person: written.person,
        language: written.language,
        note: written.note,
        parts: written.parts,
    })
}

/// Reads single words, so that a file with several mistakes shows all of them.
struct Words<'a> {
    source: &'a Source,
    findings: &'a mut Vec<Diagnostic>,
}

impl Words<'_> {
    fn one_of<T: Copy, const N: usize>(
        &mut self,
        key: &str,
        written: &Located<String>,
        all: [T; N],
        name: fn(T) -> &'static str,
    ) -> Option<T> {
        let found = all.into_iter().find(|one| name(*one) == written.value);
        if found.is_none() {
            let names = all.map(name);
            let message = format!("`{}` is no {key} of a sign-off", quotable(&written.value));
            let one_of = format!("it is one of `{}`", names.join("`, `"));
            let finding = self.wrong(&rules::REVIEW_INVALID, written.span, message);
            self.findings.push(finding.suggest_or(nearest(&written.value, names), one_of));
        }
        found
    }

    fn day(&mut self, written: &Located<String>) -> Option<Located<Day>> {
        let day = Day::parse(&written.value).map(|value| Located { value, span: written.span });
        if day.is_none() {
            let message = format!("`{}` is not a day of the calendar", quotable(&written.value));
            let finding = self.wrong(&rules::DATE_INVALID, written.span, message);
            self.findings.push(finding.help("write it as `2026-03-01`"));
        }
        day
    }

    fn hash(&mut self, written: &Located<String>) -> Option<String> {
        let is_sound = written.value.len() == 32 && written.value.bytes().all(|byte| byte.is_ascii_hexdigit());
        if !is_sound {
            let message = "this is not the hash of what was read";
            let finding = self.wrong(&rules::REVIEW_INVALID, written.span, message.to_owned());
            self.findings.push(finding.help("let `wellpress review sign` write the sign-off"));
        }
        is_sound.then(|| written.value.clone())
    }

    fn wrong(&self, rule: &'static Rule, span: Span, message: String) -> Diagnostic {
        Diagnostic::new(rule, self.source.locate(span), message)
    }
}

/// Whoever approves a text again has asked for changes in between.
fn refuse_twice(source: &Source, entries: &[SignOff], findings: &mut Vec<Diagnostic>) {
    for (number, entry) in entries.iter().enumerate() {
        let last = entries[..number].iter().rfind(|earlier| whose(earlier) == whose(entry));
        let said = |of: &SignOff| (of.date.value, of.decision, of.hash.clone());
        let Some(first) = last.filter(|last| said(last) == said(entry)) else { continue };
        let message = "this sign-off is there twice";
        let finding = Diagnostic::new(&rules::REVIEW_INVALID, source.locate(entry.person.span), message);
        let finding = finding.help("take one of the two out");
        findings.push(finding.related(source.locate(first.person.span), "the other one"));
    }
}

/// By whom, in which role and of which page a sign-off is.
fn whose(of: &SignOff) -> (&str, ReviewRole, Option<ContentKind>, Option<&str>) {
    let kind = of.kind.as_ref().map(|kind| kind.value);
    (&of.person.value, of.role, kind, of.language.as_ref().map(|language| language.value.as_str()))
}

//! The record of a page's reviews: each sign-off with the verdict about its signature, and each review that only the front matter
//! names. `review verify` and `review log` print it; [`export`] writes it for `ssh-keygen -Y verify`.

use std::path::Path;

use serde::Serialize;

use wellpress_command::Failure;
use wellpress_foundation::{Day, Period};
use wellpress_io::fs::Files;
use wellpress_site::config::Config;
use wellpress_site::model::Page;
use wellpress_site::model::review::ReviewPlace;
use wellpress_site::model::sign_off::PageSignOffs;
use wellpress_site::parse::sign_offs::Decision;
use wellpress_site::resolve::ResolvedSite;
use wellpress_site::resolve::signatures::{NAMESPACE, SignatureVerdict, armored_lines, statements};

use super::unwritten;

/// One review of a page. The JSON of `review verify` and `review log` and the columns of the CSV have these names;
/// the CSV lacks `since`.
#[derive(Debug, Serialize)]
pub struct ReviewRecord {
    /// The page's id with its kind, `article:neck-pain`.
    pub page: String,
    /// The tag of the page's language.
    pub language: String,
    /// The day of the review, `YYYY-MM-DD`; the front matter need not say it.
    pub date: Option<String>,
    /// The role of the reviewer.
    pub role: &'static str,
    /// The id of the reviewer.
    pub person: String,
    /// `approved` or `changes-requested`.
    pub decision: &'static str,
    /// The hash of the approval on which it rests, if it is of what changed since then alone.
    pub since: Option<String>,
    /// Whether it is the last decision of this person in this role.
    pub counts: bool,
    /// The hash of what was read; none for a review of the front matter.
    pub hash: Option<String>,
    /// Whether the page has these words now: `current` or `changed`.
    pub words: Option<&'static str>,
    /// `valid`, `invalid` or `unsigned`; `named` for a review of the front matter.
    pub verdict: &'static str,
    /// The fingerprint of the key.
    pub key: Option<String>,
    /// Why the signature does not count, or that one is needed.
    pub fault: Option<String>,
    /// The remark of the reviewer.
    pub note: Option<String>,
}

/// The reviews of a page, the oldest first as they stand in the file of sign-offs; those that only the front matter names come
/// before them.
#[must_use]
pub fn records(config: &Config, resolved: &ResolvedSite<'_>, page: &Page) -> Vec<ReviewRecord> {
    let id = resolved.site.full_id(page);
    let language = config.languages[page.language].tag.clone();
    let reviews = page.editorial().into_iter().flat_map(|editorial| &editorial.reviews);
    let named_reviews = reviews.filter(|review| matches!(review.place, ReviewPlace::FrontMatter(_)));
    let named_records = named_reviews.map(|review| ReviewRecord {
        page: id.clone(),
        language: language.clone(),
        date: review.date.map(|day| day.to_string()),
        role: review.role.as_str(),
        person: resolved.site.page(review.person).name.clone(),
        decision: Decision::Approved.as_str(),
        since: None,
        counts: true,
        hash: None,
        words: None,
        verdict: "named",
        key: None,
        fault: None,
        note: None,
    });
    let mut records: Vec<ReviewRecord> = named_records.collect();
    let Some(sign_offs) = &page.sign_offs else { return records };
    let decisions = sign_offs.decisions();
    for entry in sign_offs.all() {
        let Some(state) = resolved.review_state(page.id).and_then(|state| state.of_entry(entry)) else { continue };
        let fault = match &state.verdict {
            SignatureVerdict::Invalid { fault, .. } => Some(format!("the signature {fault}")),
            SignatureVerdict::Unsigned if resolved.needs_signature(config, sign_offs, entry) => {
                Some("the approval needs a signature".to_owned())
            }
            SignatureVerdict::Unsigned | SignatureVerdict::Valid { .. } => None,
        };
        records.push(ReviewRecord {
            page: id.clone(),
            language: language.clone(),
            date: Some(entry.date.to_string()),
            role: entry.role.as_str(),
            person: entry.person.value.clone(),
            decision: entry.decision.as_str(),
            since: entry.since.clone(),
            counts: decisions.iter().any(|decision| std::ptr::eq(*decision, entry)),
            hash: Some(entry.hash.clone()),
            words: Some(if state.is_of_present_words { "current" } else { "changed" }),
            verdict: state.verdict.as_str(),
            key: state.verdict.fingerprint().map(str::to_owned),
            fault,
            note: entry.note.clone(),
        });
    }
    records
}

/// Whether `review verify` fails on a page: a signature is invalid or lacking where one is needed, or the words are not those of the
/// approval that counts.
#[must_use]
pub fn has_problem(resolved: &ResolvedSite<'_>, page: &Page, records: &[ReviewRecord]) -> bool {
    resolved.is_changed_since_sign_off(page) || records.iter().any(|record| record.fault.is_some())
}

/// Writes the signed bytes of each signature and the signature itself, the keys of all people as `ssh-keygen` reads them, and a script
/// with the commands that verify them.
///
/// # Errors
/// When a file cannot be written.
pub fn export(
    files: &dyn Files,
    config: &Config,
    resolved: &ResolvedSite<'_>,
    pages: &[&Page],
    folder: &Path,
) -> Result<(), Failure> {
    let write = |name: &str, text: &str| {
        let path = folder.join(name);
        files.replace(&path, text.as_bytes()).map_err(unwritten(&path))
    };
    files.create_dir_all(folder).map_err(unwritten(folder))?;
    let mut script = String::from(
        "#!/bin/sh\n# Exits with 1 if a signature is not valid.\ncd \"$(dirname \"$0\")\" || exit 1\nstatus=0\n",
    );
    for page in pages {
        let statements = page.sign_offs.as_ref().map(statements).unwrap_or_default();
        for (number, statement) in statements.iter().enumerate() {
            let Some(armored) = &statement.entry.signature else { continue };
            let language = &config.languages[page.language].tag;
            let id = resolved.site.full_id(page);
            let name = format!("{}.{language}.{}.txt", id.replace([':', '/'], "-"), number + 1);
            write(&name, &statement.text)?;
            // As it was made: the `ssh-key` crate writes signatures of ECDSA security keys with wrong lengths.
            write(&format!("{name}.sig"), &armored_lines(&armored.value))?;
            let (person, day) = (&statement.entry.person.value, compact(statement.entry.date.value));
            script.push_str(&format!(
                "ssh-keygen -Y verify -f allowed_signers -I {} -n {NAMESPACE} -Overify-time={day}120000 -s {} <{} || status=1\n",
                shell_word(person),
                shell_word(&format!("{name}.sig")),
                shell_word(&name)
            ));
        }
    }
    script.push_str("exit $status\n");
    write("verify.sh", &script)?;
    write("allowed_signers", &allowed_signers(resolved))
}

/// The keys of all people in the format of the section ALLOWED SIGNERS of ssh-keygen(1). The days are those of the machine's time
/// zone, as is the time in the script, noon of the day of the sign-off.
fn allowed_signers(resolved: &ResolvedSite<'_>) -> String {
    let mut lines = String::new();
    for (person, keys) in resolved.signing_keys.people() {
        for key in keys {
            let until =
                key.until.map(|until| format!(",valid-before=\"{}\"", compact(Period::of_days(1).after(until))));
            let from = compact(key.from);
            let line = &key.key.line;
            lines.push_str(&format!(
                "{person} namespaces=\"{NAMESPACE}\",valid-after=\"{from}\"{} {line}\n",
                until.unwrap_or_default()
            ));
        }
    }
    lines
}

/// A text as one word of a shell.
fn shell_word(text: &str) -> String {
    format!("'{}'", text.replace('\'', "'\\''"))
}

/// `2026-03-01` as `20260301`.
fn compact(day: Day) -> String {
    day.to_string().replace('-', "")
}

/// Whether a page has anything to verify.
#[must_use]
pub fn has_sign_offs(page: &Page) -> bool {
    page.sign_offs.as_ref().is_some_and(|sign_offs: &PageSignOffs| sign_offs.all().next().is_some())
}

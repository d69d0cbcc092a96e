//! Signing: a sign-off is added to the page's file under `content/reviews`, below those that stand there already.

use std::fmt::Write as _;
use std::path::Path;

use wellpress_diagnostics::yaml::Day;
use wellpress_diagnostics::{Source, nearest};
use wellpress_io::fs::Files;
use wellpress_site::config::Config;
use wellpress_site::discover::ContentKind;
use wellpress_site::model::page::PageRecord;
use wellpress_site::model::sign_off::{PageSignOffs, page_in};
use wellpress_site::model::{Page, PageId, Site};
use wellpress_site::parse::front_matter::ReviewRole;
use wellpress_site::parse::sign_offs::{self, Decision};
use wellpress_site::resolve::reviewed_text::ReviewedText;

use crate::pipeline::CheckedSite;

use super::{ReviewError, errors_of};

/// What a reviewer signs with.
#[derive(Debug, Clone)]
pub struct Signature<'a> {
    /// The person's id.
    pub person: &'a str,
    /// In which role.
    pub role: ReviewRole,
    /// With which result.
    pub decision: Decision,
    /// What they want to be remembered.
    pub note: Option<&'a str>,
    /// Today.
    pub date: Day,
}

/// Signs a page as it is now. Gives the file, relative to the root.
///
/// # Errors
/// Where this person cannot stand by this page, or the file cannot be written.
pub fn sign(
    files: &dyn Files,
    read: &CheckedSite<'_>,
    page: &Page,
    signature: &Signature<'_>,
) -> Result<String, ReviewError> {
    let person = person(read.config, read.resolved.site, signature)?;
    refuse(read, page, person, signature)?;
    let reading = ReviewedText::of(read.resolved, page);
    if is_signed_already(page, signature, &reading) {
        return Err(ReviewError::Twice { person: signature.person.to_owned(), page: page.source.path.to_string() });
    }
    let entry = entry(read.config, page, signature, &reading);
    add(files, read.config, page, &entry)
}

/// The file of a page's sign-offs, relative to the root.
pub(super) fn file_of(page: &Page) -> String {
    format!("content/reviews/{}.yaml", page.name)
}

fn person(config: &Config, site: &Site, signature: &Signature<'_>) -> Result<PageId, ReviewError> {
    let found = (0..config.languages.len())
        .find_map(|language| page_in(&site.index, ContentKind::Person, signature.person, language));
    found.ok_or_else(|| {
        let near = nearest(signature.person, site.index.ids(ContentKind::Person)).map(str::to_owned);
        ReviewError::NoPerson { id: signature.person.to_owned(), near }
    })
}

/// Refuses whoever cannot stand by the page, and a page that nobody can stand by.
fn refuse(read: &CheckedSite<'_>, page: &Page, person: PageId, signature: &Signature<'_>) -> Result<(), ReviewError> {
    let path = || page.source.path.to_string();
    let name = || signature.person.to_owned();
    let profile = read.resolved.site.page(person);
    if page.is_withdrawn() {
        return Err(ReviewError::Withdrawn { page: path() });
    }
    let authors = page.editorial().map_or(&[][..], |reviewed| &reviewed.authors);
    let is_own = authors.iter().any(|author| read.resolved.site.page(*author).name == profile.name);
    let is_translated = !is_own && page.original.as_ref().is_some_and(|original| original.is_by(&profile.name));
    if is_own || is_translated {
        return Err(ReviewError::OwnWork { person: name(), page: path(), is_translated });
    }
    if let PageRecord::Person(person) = &profile.record
        && let Some(day) = &person.credentials_expire
        && signature.role.is_medical_or_clinical()
        && read.config.options.clock.is_over(day.value)
    {
        return Err(ReviewError::Expired { person: name(), day: day.to_string() });
    }
    let findings = errors_of(read, page);
    if findings.is_empty() { Ok(()) } else { Err(ReviewError::Errors { page: path(), findings }) }
}

/// Whether this is what the person said last in this role, of the very same words, today.
fn is_signed_already(page: &Page, signature: &Signature<'_>, reading: &ReviewedText) -> bool {
    let hash = reading.hash();
    let decisions = page.sign_offs.as_ref().map(PageSignOffs::decisions).unwrap_or_default();
    decisions.iter().any(|entry| {
        let who = (entry.person.value.as_str(), entry.role, entry.date.value, entry.decision);
        who == (signature.person, signature.role, signature.date, signature.decision) && entry.hash == hash
    })
}

/// The sign-off as YAML.
fn entry(config: &Config, page: &Page, signature: &Signature<'_>, reading: &ReviewedText) -> String {
    let mut yaml = String::new();
    let fields = [
        ("person", Some(scalar(signature.person))),
        ("role", Some(signature.role.as_str().to_owned())),
        ("date", Some(signature.date.to_string())),
        ("decision", Some(signature.decision.as_str().to_owned())),
        ("kind", Some(page.kind.name().to_owned())),
        ("language", Some(scalar(&config.languages[page.language].tag))),
        ("note", signature.note.map(quoted)),
        ("hash", Some(quoted(&reading.hash()))),
    ];
    let written = fields.iter().filter_map(|(key, value)| Some((key, value.as_ref()?)));
    for (number, (key, value)) in written.enumerate() {
        let _ = writeln!(yaml, "{} {key}: {value}", if number == 0 { "-" } else { " " });
    }
    yaml.push_str("  parts:\n");
    for (name, part) in &reading.parts {
        let _ = writeln!(yaml, "    {}:\n      hash: {}", quoted(name), quoted(&part.hash));
        if !part.read.is_empty() {
            yaml.push_str("      read: |-\n");
            part.read.lines().for_each(|line| _ = writeln!(yaml, "        {line}"));
        }
    }
    yaml
}

/// A word as it is, anything else between quotes: YAML takes `no` and `2026` for something that they are not.
fn scalar(text: &str) -> String {
    let is_word = text.starts_with(|c: char| c.is_ascii_lowercase())
        && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
    let is_taken = matches!(text, "true" | "false" | "yes" | "no" | "on" | "off" | "null" | "y" | "n");
    if is_word && !is_taken { text.to_owned() } else { quoted(text) }
}

fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// Adds a sign-off below those of before, of which not a byte is changed.
fn add(files: &dyn Files, config: &Config, page: &Page, entry: &str) -> Result<String, ReviewError> {
    let name = file_of(page);
    let path = config.root.join(&name);
    let failed = |source| ReviewError::Io { path: path.clone(), source };
    let mut text = match files.exists(&path).map_err(failed)? {
        true => String::from_utf8(files.read(&path).map_err(failed)?)
            .map_err(|_| ReviewError::Unreadable { path: path.clone() })?,
        false => format!("# Who signed `{}` off, and what they read. Written by `wellpress review sign`.\n", page.name),
    };
    if !text.ends_with('\n') {
        text.push('\n');
    }
    text.push_str(entry);
    let mut findings = Vec::new();
    sign_offs::parse(Source::new(name.as_str(), text.replace("\r\n", "\n")), &mut findings);
    if !findings.is_empty() {
        return Err(ReviewError::Unreadable { path });
    }
    files.create_dir_all(path.parent().unwrap_or(Path::new(""))).map_err(failed)?;
    files.replace(&path, text.as_bytes()).map_err(failed)?;
    Ok(name)
}

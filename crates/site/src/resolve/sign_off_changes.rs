//! Compares a page with what was signed: which parts changed, and which lines in each. What counts as the text that a
//! reviewer reads is left to `reviewed_text`.

use similar::{ChangeTag, TextDiff};

use crate::config::Config;
use crate::model::Page;
use crate::parse::sign_offs::{ReviewedPart, SignOff};

use super::resolved_site::ResolvedSite;
use super::reviewed_text::{Difference, OWN_TEXT, ReviewedText};

/// The changes of a page since a sign-off. A reviewer signs more than the text of the page: also the exercises, sources and
/// disclaimers that it shows, so a change to one of these is a change of the page.
#[derive(Debug)]
pub struct ChangesSinceSignOff<'a> {
    /// What the page is compared with: the request for changes that nobody has answered, else the current approval.
    pub sign_off: &'a SignOff,
    /// Whether page and sign-off have the same hash, that is, nothing changed.
    pub is_same: bool,
    /// The parts that differ: the page's own text, then the others by name.
    pub parts: Vec<ChangedPart>,
}

/// A part of a page that differs from what was signed.
#[derive(Debug)]
pub struct ChangedPart {
    /// `text`, `exercise:cobra`, `source:sawicki-2021`, `disclaimer:general`.
    pub name: String,
    /// Whether the part was added, removed or changed.
    pub difference: Difference,
    /// The places with changes, in their order. Each has lines: removed (`-`), added (`+`), or context (a space).
    pub places: Vec<Vec<(char, String)>>,
}

/// Compares the page with the open request for changes, else with the current approval; `None` without either.
#[must_use]
pub fn changes_since_sign_off<'a>(
    config: &Config,
    resolved: &ResolvedSite<'_>,
    page: &'a Page,
) -> Option<ChangesSinceSignOff<'a>> {
    let sign_offs = page.sign_offs.as_ref()?;
    let sign_off = sign_offs.open_request().or_else(|| sign_offs.current_approval())?;
    Some(changes_since(config, resolved, page, sign_off))
}

/// Compares the page with one of its sign-offs.
#[must_use]
pub fn changes_since<'a>(
    config: &Config,
    resolved: &ResolvedSite<'_>,
    page: &Page,
    sign_off: &'a SignOff,
) -> ChangesSinceSignOff<'a> {
    let now = ReviewedText::for_signer(config, resolved.texts(), page, &sign_off.person.value);
    let parts = now.differences(sign_off).into_iter().map(|(name, difference)| {
        let places = changed_places(text_of(sign_off.parts.get(name)), text_of(now.parts.get(name)));
        ChangedPart { name: name.to_owned(), difference, places }
    });
    let mut parts: Vec<ChangedPart> = parts.collect();
    // The own text first.
    parts.sort_by_key(|part| part.name != OWN_TEXT);
    ChangesSinceSignOff { sign_off, is_same: now.is_signed_by(sign_off), parts }
}

fn text_of(part: Option<&ReviewedPart>) -> &str {
    part.map_or("", |part| &part.words)
}

/// The lines that differ, with a line of context before and after.
fn changed_places(old: &str, new: &str) -> Vec<Vec<(char, String)>> {
    let diff = TextDiff::from_lines(old, new);
    let places = diff.grouped_ops(1).into_iter().map(|operations| {
        let changes = operations.iter().flat_map(|operation| diff.iter_changes(operation));
        let lines = changes.map(|change| (sign_of(change.tag()), change.value().trim_end_matches('\n').to_owned()));
        lines.collect()
    });
    places.collect()
}

/// Two texts as one: runs of words that both have (a space), that only the old one has (`-`), and that only the new one has (`+`).
#[must_use]
pub fn changed_words(old: &str, new: &str) -> Vec<(char, String)> {
    let diff = TextDiff::from_words(old, new);
    let mut runs: Vec<(char, String)> = Vec::new();
    for change in diff.iter_all_changes() {
        let sign = sign_of(change.tag());
        match runs.last_mut() {
            Some((last, words)) if *last == sign => words.push_str(change.value()),
            _ => runs.push((sign, change.value().to_owned())),
        }
    }
    runs
}

fn sign_of(tag: ChangeTag) -> char {
    match tag {
        ChangeTag::Delete => '-',
        ChangeTag::Insert => '+',
        ChangeTag::Equal => ' ',
    }
}

//! What changed since a page was signed: which parts, and in each which lines.

use similar::{ChangeTag, TextDiff};

use wellpress_site::model::Page;
use wellpress_site::parse::sign_offs::SignOff;
use wellpress_site::resolve::ResolvedSite;
use wellpress_site::resolve::reviewed_text::{Difference, ReviewedText};

/// What changed since the sign-off that stands.
#[derive(Debug)]
pub struct Since<'a> {
    /// The sign-off.
    pub signed: &'a SignOff,
    /// Whether the page is what was signed, word for word.
    pub is_same: bool,
    /// The parts that are not as they were, by name.
    pub parts: Vec<ChangedPart>,
}

/// A part that is not as it was.
#[derive(Debug)]
pub struct ChangedPart {
    /// `text`, `exercise:cobra`, `source:sawicki-2021`, `disclaimer:general`.
    pub name: String,
    /// How it differs.
    pub difference: Difference,
    /// Its lines that went (`-`), came (`+`) or stand beside these (a blank).
    pub lines: Vec<(char, String)>,
}

/// What changed since the sign-off that stands; nothing where nobody has signed the page off.
#[must_use]
pub fn since<'a>(resolved: &ResolvedSite<'_>, page: &'a Page) -> Option<Since<'a>> {
    let signed = page.sign_offs.as_ref()?.current_approval()?;
    let now = ReviewedText::of(resolved, page);
    let changed = now.differences(signed).into_iter().map(|(name, difference)| {
        let read = |parts: &std::collections::BTreeMap<String, wellpress_site::parse::sign_offs::ReviewedPart>| {
            parts.get(name).map(|part| part.read.clone()).unwrap_or_default()
        };
        ChangedPart { name: name.to_owned(), difference, lines: lines(&read(&signed.parts), &read(&now.parts)) }
    });
    let parts = changed.collect();
    Some(Since { signed, is_same: now.hash() == signed.hash, parts })
}

/// The lines that differ, with one line around them.
fn lines(was: &str, is: &str) -> Vec<(char, String)> {
    let diff = TextDiff::from_lines(was, is);
    let groups = diff.grouped_ops(1);
    let changes = groups.iter().flatten().flat_map(|operation| diff.iter_changes(operation));
    let line = |change: similar::Change<&str>| {
        let sign = match change.tag() {
            ChangeTag::Delete => '-',
            ChangeTag::Insert => '+',
            ChangeTag::Equal => ' ',
        };
        (sign, change.value().trim_end_matches('\n').to_owned())
    };
    changes.map(line).collect()
}

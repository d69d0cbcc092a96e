//! Compares a page with what was signed off: which parts changed, and which lines in each. What counts as the text that a
//! reviewer reads is left to `wellpress_site::resolve::reviewed_text`.

use similar::{ChangeTag, TextDiff};

use wellpress_site::config::Config;
use wellpress_site::model::Page;
use wellpress_site::parse::sign_offs::{ReviewedPart, SignOff};
use wellpress_site::resolve::ResolvedSite;
use wellpress_site::resolve::reviewed_text::{Difference, ReviewedText};

/// The changes of a page since its current approval. A reviewer signs more than the text of the page: also the exercises,
/// sources and disclaimers that it shows, so a change to one of these is a change of the page.
#[derive(Debug)]
pub struct ChangesSinceSignOff<'a> {
    /// The approval that the page is compared with: the newest medical or clinical one, else the newest of any role.
    pub sign_off: &'a SignOff,
    /// Whether page and approval have the same hash, that is, no word changed.
    pub is_same: bool,
    /// The parts that differ, by name.
    pub parts: Vec<ChangedPart>,
}

/// A part of a page that differs from what was signed off.
#[derive(Debug)]
pub struct ChangedPart {
    /// `text`, `exercise:cobra`, `source:sawicki-2021`, `disclaimer:general`.
    pub name: String,
    /// Whether the part was added, removed or changed.
    pub difference: Difference,
    /// Lines of a diff: removed (`-`), added (`+`), or context (a space).
    pub lines: Vec<(char, String)>,
}

/// Compares the page with its current approval; `None` if nobody has approved it.
#[must_use]
pub fn changes_since_sign_off<'a>(
    config: &Config,
    resolved: &ResolvedSite<'_>,
    page: &'a Page,
) -> Option<ChangesSinceSignOff<'a>> {
    let sign_off = page.sign_offs.as_ref()?.current_approval()?;
    let now = ReviewedText::for_signer(config, resolved, page, &sign_off.person.value);
    let parts = now.differences(sign_off).into_iter().map(|(name, difference)| {
        let lines = diff_lines(text_of(sign_off.parts.get(name)), text_of(now.parts.get(name)));
        ChangedPart { name: name.to_owned(), difference, lines }
    });
    let parts = parts.collect();
    Some(ChangesSinceSignOff { sign_off, is_same: now.is_signed_by(sign_off), parts })
}

fn text_of(part: Option<&ReviewedPart>) -> &str {
    part.map_or("", |part| &part.read)
}

/// The lines that differ, with a line of context before and after.
fn diff_lines(old: &str, new: &str) -> Vec<(char, String)> {
    let diff = TextDiff::from_lines(old, new);
    let groups = diff.grouped_ops(1);
    let changes = groups.iter().flatten().flat_map(|operation| diff.iter_changes(operation));
    let lines = changes.map(|change| {
        let sign = match change.tag() {
            ChangeTag::Delete => '-',
            ChangeTag::Insert => '+',
            ChangeTag::Equal => ' ',
        };
        (sign, change.value().trim_end_matches('\n').to_owned())
    });
    lines.collect()
}

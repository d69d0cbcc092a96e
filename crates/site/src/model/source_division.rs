//! [`SourceDivision`]: how a page divides its list of sources, and what it says about single ones.
//!
//! Input: `source_groups` and `source_notes` of the front matter. Output: the same with the sources that the keys name. A key that
//! the library lacks is reported where the list is read; here are the mistakes of the division itself.

use wellpress_diagnostics::yaml::Located;
use wellpress_diagnostics::{Diagnostic, Source, quotable, rules};

use super::lookup::Lookup;
use super::reference::ReferenceId;
use crate::parse::front_matter::{SourceGroup, SourceNote};

/// The parts of a page's list of sources, and the sentences about entries.
#[derive(Debug, Default)]
pub struct SourceDivision {
    /// Titles with the sources below them, in the order of the front matter. A source is in at most one.
    pub groups: Vec<(String, Vec<ReferenceId>)>,
    /// At most one for each source.
    pub notes: Vec<(ReferenceId, String)>,
}

impl SourceDivision {
    pub(super) fn read(
        lookup: Lookup<'_>,
        source: &Source,
        groups: &[SourceGroup],
        notes: &[SourceNote],
        findings: &mut Vec<Diagnostic>,
    ) -> Self {
        let (mut division, mut grouped) = (Self::default(), Vec::new());
        let mut report = |key: &Located<String>, message: String, help: &'static str| {
            let finding = Diagnostic::new(&rules::FRONT_MATTER_INVALID, source.locate(key.span), message);
            findings.push(finding.help(help));
        };
        for group in groups {
            if group.title.value.trim().is_empty() {
                report(&group.title, "this group of sources has no title".to_owned(), "write the heading above it");
            }
            let mut sources = Vec::new();
            for key in &group.sources {
                let Some(source) = lookup.library.find(&key.value) else { continue };
                if grouped.contains(&source) {
                    let message = format!("the source `{}` is in a group already", quotable(&key.value));
                    report(key, message, "leave it in one of them");
                    continue;
                }
                grouped.push(source);
                sources.push(source);
            }
            division.groups.push((group.title.value.clone(), sources));
        }
        for SourceNote { source: key, note } in notes {
            let Some(source) = lookup.library.find(&key.value) else { continue };
            if note.value.trim().is_empty() {
                report(note, "this note is empty".to_owned(), "write a sentence about the source, or take it out");
            } else if division.note(source).is_some() {
                let message = format!("the source `{}` has a note already", quotable(&key.value));
                report(key, message, "write both into one");
            } else {
                division.notes.push((source, note.value.clone()));
            }
        }
        division
    }

    /// The sentence about a source.
    #[must_use]
    pub fn note(&self, source: ReferenceId) -> Option<&str> {
        self.notes.iter().find(|(noted, _)| *noted == source).map(|(_, note)| note.as_str())
    }
}

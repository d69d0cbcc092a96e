//! Reads PubMed's `.nbib` files, which have MEDLINE's tags: one file in, its references and findings out. Each entry is
//! read alone, so that a broken one costs no other.

mod convert;

use wellpress_diagnostics::Source;

use super::derived_key;
use super::parsed_file::ParsedFile;
use super::read_context::ReadContext;
use super::tagged_lines::{BlankLine, LineGroup, TaggedValue, line_groups};
use crate::{CiteKey, Reference, ReferenceKind};

pub(super) fn parse(source: &Source) -> ParsedFile {
    let mut context = ReadContext::new(source);
    let mut entry: Vec<TaggedValue<'_>> = Vec::new();
    for group in line_groups(&source.text, parse_tag, BlankLine::EndsEntry) {
        match group {
            LineGroup::Tag(tag) => {
                // The blank line between two entries may have been lost, but `PMID` comes first in each.
                if tag.tag == "PMID" {
                    read_entry(&mut context, &std::mem::take(&mut entry));
                }
                entry.push(tag);
            }
            LineGroup::Blank => read_entry(&mut context, &std::mem::take(&mut entry)),
            LineGroup::Stray(range) => {
                context.broken_entry(None, range, "this line has no tag such as `TI  - ` and follows none");
            }
        }
    }
    read_entry(&mut context, &entry);
    context.parsed
}

fn read_entry(context: &mut ReadContext<'_>, tags: &[TaggedValue<'_>]) {
    let Some(first) = tags.first() else { return };
    let location = context.lines.locate(first.range.clone());
    let mut reference = Reference::new(CiteKey::new(""), location, ReferenceKind::ArticleJournal);
    convert::fill(&mut reference, context, tags);
    // The PubMed id comes before the DOI here, because every entry of PubMed has one.
    let pmid = reference.pmid.as_ref().map(|pmid| format!("pmid:{pmid}"));
    match pmid.or_else(|| derived_key::derived_key(&reference)) {
        Some(key) => context.push(Reference { key: CiteKey::new(key), ..reference }),
        None => {
            let message = "the entry has no `PMID- `, and no DOI, author or title to be known by";
            context.broken_entry(None, first.range.clone(), message);
        }
    }
}

/// Recognises `PMID- 30000001` and `TI  - ..`: two to four characters in four columns, a hyphen, a blank.
fn parse_tag(line: &str) -> Option<(&str, usize)> {
    let (columns, separator) = line.split_at_checked(4)?;
    let tag = columns.trim_end();
    let is_tag =
        (2..=4).contains(&tag.len()) && tag.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit());
    let is_separated = separator == "-" || separator.starts_with("- ");
    (is_tag && is_separated).then_some((tag, 6))
}

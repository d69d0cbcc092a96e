//! Reads RIS as EndNote, Zotero and publishers' sites write it: one file in, its references and findings out. Each
//! entry is read alone, so that a broken one costs no other.
//!
//! The writer of this crate puts data for which RIS has no tag into a `U1` line, as an object of CSL-JSON, and it is
//! read back here. `U1` is the user's own field, so other programs keep it and give it no meaning.

mod convert;
mod names;
mod pages;

use wellpress_diagnostics::Source;

use super::parsed_file::ParsedFile;
use super::read_context::{ReadContext, nonempty_line};
use super::tagged_lines::{BlankLine, LineGroup, TaggedValue, line_groups};
use super::{derived_key, normalise};
use crate::{CiteKey, Reference, ReferenceKind};

/// The state between two lines of a file.
enum EntryState<'t> {
    Outside,
    /// Behind an entry, where databases write lines of their own.
    BehindEntry,
    /// Within lines without a `TY` before them. They are reported once and skipped up to the next entry.
    WithoutStart,
    /// Within an entry, with its tags so far.
    Inside(Vec<TaggedValue<'t>>),
}

pub(super) fn parse(source: &Source) -> ParsedFile {
    let mut context = ReadContext::new(source);
    let mut state = EntryState::Outside;
    let groups = line_groups(&source.text, parse_tag, BlankLine::IsPartOfValue);
    // Exports may begin with lines of their own, such as `Provider: ..`; a file of nothing else is another format.
    if !groups.iter().any(|group| matches!(group, LineGroup::Tag(_))) && !source.text.trim().is_empty() {
        context.broken_entry(None, 0..1, "this is not RIS: no line in it begins with `TY  - `");
    }
    for group in groups {
        if let LineGroup::Tag(tag) = group {
            state = next_state(&mut context, state, tag);
        }
    }
    read_unended_entry(&mut context, state);
    context.parsed
}

fn next_state<'t>(context: &mut ReadContext<'_>, state: EntryState<'t>, tag: TaggedValue<'t>) -> EntryState<'t> {
    match (tag.tag, state) {
        ("TY", state) => {
            read_unended_entry(context, state);
            EntryState::Inside(vec![tag])
        }
        ("ER", EntryState::Inside(tags)) => {
            read_entry(context, &tags);
            EntryState::BehindEntry
        }
        ("ER", EntryState::Outside | EntryState::BehindEntry | EntryState::WithoutStart) => EntryState::BehindEntry,
        (tag_name, EntryState::BehindEntry) if !begins_source(tag_name) => EntryState::BehindEntry,
        (_, EntryState::Inside(mut tags)) => {
            tags.push(tag);
            EntryState::Inside(tags)
        }
        (_, EntryState::Outside | EntryState::BehindEntry) => {
            context.broken_entry(None, tag.range, "no `TY  - ` line opens the entry that this belongs to");
            EntryState::WithoutStart
        }
        (_, EntryState::WithoutStart) => EntryState::WithoutStart,
    }
}

/// Whether a tag belongs to a source and not to what a database writes between two entries.
fn begins_source(tag: &str) -> bool {
    matches!(tag, "TI" | "T1" | "AU" | "A1")
}

/// Reads an entry that ends without `ER`, at another entry or at the end of the file. It has a finding and is kept,
/// because nothing else in it is wrong.
fn read_unended_entry(context: &mut ReadContext<'_>, state: EntryState<'_>) {
    let EntryState::Inside(tags) = state else { return };
    if let Some(last) = tags.last() {
        let help = "end it with a line `ER  - `; what stands there is used";
        context.report_invalid(last.range.clone(), "no `ER  - ` line ends the entry after this", help);
    }
    read_entry(context, &tags);
}

fn read_entry(context: &mut ReadContext<'_>, tags: &[TaggedValue<'_>]) {
    let Some(first) = tags.first() else { return };
    let id = tags.iter().find(|tag| tag.tag == "ID" && !tag.value.trim().is_empty());
    let location = context.lines.locate(id.unwrap_or(first).range.clone());
    // The key may be derived from the other fields, so it is filled in last.
    let mut reference = Reference::new(CiteKey::new(""), location, ReferenceKind::Document);
    convert::fill(&mut reference, context, tags);
    let key = id.and_then(|id| nonempty_line(id.value)).or_else(|| derived_key::derived_key(&reference));
    match key {
        Some(key) => context.push(Reference { key: CiteKey::new(key), ..reference }),
        None => {
            let message = "the entry has no `ID`, and no DOI, author or title to be known by";
            context.broken_entry(None, first.range.clone(), message);
        }
    }
}

/// The reference that a reader makes of these tags. The writer compares it with the reference that it wrote, and puts the
/// difference in a `U1` line.
#[must_use]
pub(crate) fn read_back(key: CiteKey, tags: &[(&'static str, String)]) -> Reference {
    let source = Source::new("", "");
    let mut context = ReadContext::new(&source);
    let location = context.lines.locate(0..0);
    let tags: Vec<_> = tags.iter().map(|(tag, value)| TaggedValue { tag, value, range: 0..0 }).collect();
    let mut reference = Reference::new(key, location, ReferenceKind::Document);
    convert::fill(&mut reference, &mut context, &tags);
    normalise::normalise(&mut reference);
    reference
}

/// Recognises `TY  - JOUR`: two characters, two blanks, a hyphen, a blank. Programs are careless about the blanks, so
/// one to three are accepted before the hyphen, and any before the tag; the one behind the hyphen may be missing if the two
/// before it are there, and at the end of a line.
fn parse_tag(line: &str) -> Option<(&str, usize)> {
    let indent = line.len() - line.trim_start().len();
    let (tag, length) = parse_tag_at_start(&line[indent..])?;
    Some((tag, indent + length))
}

fn parse_tag_at_start(line: &str) -> Option<(&str, usize)> {
    let bytes = line.as_bytes();
    let has_name = bytes.first()?.is_ascii_uppercase() && bytes.get(1)?.is_ascii_alphanumeric();
    let blanks = bytes.get(2..)?.iter().take_while(|byte| **byte == b' ').count();
    let hyphen = 2 + blanks;
    let is_tag = has_name && (1..=3).contains(&blanks) && bytes.get(hyphen) == Some(&b'-');
    let behind = bytes.get(hyphen + 1);
    let ends_well =
        matches!(behind, None | Some(b' ')) || (blanks == 2 && behind.is_some_and(u8::is_ascii_alphanumeric));
    (is_tag && ends_well).then(|| (&line[..2], hyphen + 1 + usize::from(behind == Some(&b' '))))
}

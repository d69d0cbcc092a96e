//! Reads CSL-JSON as Zotero, Better BibTeX and most services write it: one file in, its references and findings out.
//! Each item is parsed alone, so that a broken one costs no other.

mod convert;
mod date;
mod items;
mod json_fields;
pub(super) mod kind;

pub use convert::DATES_OF_CROSSREF;

use std::ops::Range;

use wellpress_diagnostics::{Diagnostic, Severity, Source, rules};

use super::parsed_file::ParsedFile;
use super::read_context::ReadContext;
use crate::{CiteKey, Reference, ReferenceKind};
use items::{ItemFault, ItemRange};
use json_fields::JsonFields;

pub(super) fn parse(source: &Source) -> ParsedFile {
    let mut context = ReadContext::new(source);
    for item in items::split(&source.text) {
        read_item(&mut context, item);
    }
    context.parsed
}

/// Reads the variables of a CSL-JSON object into a record and replaces their fields. Text that is not an object changes
/// nothing.
pub(super) fn amend(reference: &mut Reference, json: &str) {
    let source = Source::new("", json);
    let mut context = ReadContext::new(&source);
    if let Ok(fields) = json_fields::fields(&source.text) {
        convert::amend(reference, &mut context, &fields);
    }
}

fn read_item(context: &mut ReadContext<'_>, item: ItemRange) {
    let text = context.lines.text();
    let start = item.range.start..item.range.start + 1;
    let (fault_range, message) = match item.fault {
        None => match json_fields::fields(&text[item.range.clone()]) {
            Ok(fields) => return read_fields(context, &item.range, &fields),
            Err(error) => syntax_error(text, &item.range, &error),
        },
        Some(ItemFault::NotAnObject) => (start, "an entry is an object in braces with fields".to_owned()),
        Some(ItemFault::Unclosed) => (start, "the entry is never closed: a `}` is missing".to_owned()),
    };
    if item.fault != Some(ItemFault::Unclosed) {
        return context.broken_entry(key_of(&text[item.range]), fault_range, message);
    }
    // Where the item ends, and so which others there are, is a guess: this is an error.
    let finding = context.warning(&rules::BIBLIOGRAPHY_INVALID, fault_range, message).help("give each `{` its `}`");
    context.parsed.unreadable_entries += 1;
    context.parsed.diagnostics.push(Diagnostic { severity: Severity::Error, ..finding });
}

/// The key of an item that is not JSON, if the field for it can be found.
fn key_of(item: &str) -> Option<CiteKey> {
    let name = ["\"citation-key\"", "\"id\""].into_iter().find(|name| item.contains(name))?;
    let (_, value) = item.split_once(name)?;
    let value = value.trim_start().strip_prefix(':')?.trim_start().strip_prefix('"')?;
    let key = value.split(['"', '\n']).next().filter(|key| !key.is_empty())?;
    Some(CiteKey::new(key))
}

/// The byte range at which the parser stopped, and its message without the line and column, which count from the item's
/// start.
fn syntax_error(text: &str, range: &Range<usize>, error: &serde_json::Error) -> (Range<usize>, String) {
    let item = &text[range.clone()];
    let line_start: usize = item.split_inclusive('\n').take(error.line().saturating_sub(1)).map(str::len).sum();
    let offset = (line_start + error.column().saturating_sub(1)).min(item.len().saturating_sub(1));
    let message = error.to_string();
    let message = message.split(" at line ").next().unwrap_or(&message);
    let start = range.start + offset;
    (start..start + 1, format!("this is not JSON: {message}"))
}

fn read_fields(context: &mut ReadContext<'_>, range: &Range<usize>, fields: &JsonFields<'_>) {
    let Some((key, key_range)) = convert::key(context, range, fields) else { return };
    let location = context.lines.locate(key_range);
    let mut reference = Reference::new(CiteKey::new(key), location, ReferenceKind::Document);
    convert::fill(&mut reference, context, fields);
    context.push(reference);
}

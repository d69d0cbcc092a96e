//! CSL-JSON, as Zotero, Better BibTeX and most services write it. Takes one file, gives its references and what is wrong
//! with it; each item is read alone, so that a broken one costs no more than itself.

mod convert;
mod date;
mod items;
mod kind;
mod value;

use std::ops::Range;

use wellpress_diagnostics::Source;

use super::Parsed;
use super::intake::Intake;
use super::record::{CiteKey, Reference, ReferenceKind};
use items::{Fault, Item};
use value::Fields;

pub(super) fn parse(source: &Source) -> Parsed {
    let mut intake = Intake::new(source);
    for item in items::split(&source.text) {
        read(&mut intake, item, Again::Split);
    }
    intake.parsed
}

/// Reads the variables that an item of CSL-JSON has into a record, where they stand over what is there.
pub(super) fn amend(reference: &mut Reference, json: &str) {
    let source = Source::new("", json);
    let mut intake = Intake::new(&source);
    if let Ok(fields) = value::fields(&source.text) {
        convert::amend(reference, &mut intake, &fields);
    }
}

/// Whether an item that does not parse may be several.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Again {
    Split,
    Not,
}

fn read(intake: &mut Intake<'_>, item: Item, again: Again) {
    let text = intake.places.text();
    let faulty = match item.fault {
        None => match value::fields(&text[item.range.clone()]) {
            Ok(fields) => return entry(intake, &item.range, &fields),
            Err(error) => fault_of(text, &item.range, &error),
        },
        Some(Fault::Deep) => (start_of(&item.range), "the entry is nested too deep".to_owned()),
        Some(Fault::NoObject) => (start_of(&item.range), "an entry is an object in braces with fields".to_owned()),
        Some(Fault::Unclosed) => (start_of(&item.range), "the entry is never closed: a `}` is missing".to_owned()),
    };
    let parts = if again == Again::Split { items::split_again(text, item.range) } else { None };
    match parts {
        Some(parts) => parts.into_iter().for_each(|part| read(intake, part, Again::Not)),
        None => intake.broken(faulty.0, faulty.1),
    }
}

fn start_of(range: &Range<usize>) -> Range<usize> {
    range.start..range.start + 1
}

/// Where in the file the parser stopped, and why.
fn fault_of(text: &str, range: &Range<usize>, error: &serde_json::Error) -> (Range<usize>, String) {
    let item = &text[range.clone()];
    let row: usize = item.split_inclusive('\n').take(error.line().saturating_sub(1)).map(str::len).sum();
    let at = range.start + (row + error.column().saturating_sub(1)).min(item.len().saturating_sub(1));
    let message = error.to_string();
    let message = message.split(" at line ").next().unwrap_or(&message);
    (at..at + 1, format!("this is not JSON: {message}"))
}

fn entry(intake: &mut Intake<'_>, range: &Range<usize>, fields: &Fields<'_>) {
    let Some((key, place)) = convert::key(intake, range, fields) else { return };
    let location = intake.places.locate(place);
    let mut reference = Reference::new(CiteKey::new(key), location, ReferenceKind::Document);
    convert::fill(&mut reference, intake, fields);
    intake.take(reference);
}

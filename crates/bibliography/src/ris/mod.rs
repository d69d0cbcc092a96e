//! RIS, as EndNote, Zotero and publishers' sites write it. Takes one file, gives its references and what is wrong with it;
//! each entry is read alone, so that a broken one costs no more than itself.
//!
//! What RIS has no tag for stands in a `U1` line as an object of CSL-JSON, which this program's own export writes.

mod convert;
mod names;
mod pages;

use wellpress_diagnostics::Source;

use super::intake::Intake;
use super::record::{CiteKey, Reference, ReferenceKind};
use super::tagged::{self, Blank, Stretch, Tagged};
use super::{Parsed, keys};

/// Where in an entry the reader is.
enum Open<'t> {
    /// Between two.
    No,
    /// In one that no `TY` opens.
    Headless,
    /// In one with these tags.
    Entry(Vec<Tagged<'t>>),
}

pub(super) fn parse(source: &Source) -> Parsed {
    let mut intake = Intake::new(source);
    let mut open = Open::No;
    let stretches = tagged::stretches(&source.text, head, Blank::GoesOn);
    if !stretches.iter().any(|stretch| matches!(stretch, Stretch::Tag(_))) && !source.text.trim().is_empty() {
        intake.broken(0..1, "this is not RIS: no line in it begins with `TY  - `");
    }
    for stretch in stretches {
        let Stretch::Tag(tag) = stretch else { continue };
        open = match (tag.tag, open) {
            ("TY", before) => {
                unended(&mut intake, before);
                Open::Entry(vec![tag])
            }
            ("ER", Open::Entry(entry)) => {
                read(&mut intake, &entry);
                Open::No
            }
            ("ER", _) => Open::No,
            (_, Open::Entry(mut entry)) => {
                entry.push(tag);
                Open::Entry(entry)
            }
            (_, Open::No) => {
                intake.broken(tag.range, "no `TY  - ` line opens the entry that this belongs to");
                Open::Headless
            }
            (_, Open::Headless) => Open::Headless,
        };
    }
    unended(&mut intake, open);
    intake.parsed
}

/// What the tags of one entry are read as.
#[must_use]
pub fn read_back(key: CiteKey, tags: &[(&'static str, String)]) -> Reference {
    let source = Source::new("", "");
    let mut intake = Intake::new(&source);
    let location = intake.places.locate(0..0);
    let tags: Vec<_> = tags.iter().map(|(tag, value)| Tagged { tag, value, range: 0..0 }).collect();
    let mut reference = Reference::new(key, location, ReferenceKind::Document);
    convert::fill(&mut reference, &mut intake, &tags);
    super::settle::settle(&mut reference);
    reference
}

/// An entry that another one or the end of the file cuts off. It is whole as far as anybody can tell, so it is kept.
fn unended(intake: &mut Intake<'_>, open: Open<'_>) {
    let Open::Entry(entry) = open else { return };
    if let Some(last) = entry.last() {
        let help = "end it with a line `ER  - `; what stands there is used";
        intake.fault_with_help(last.range.clone(), "no `ER  - ` line ends the entry after this", help);
    }
    read(intake, &entry);
}

fn read(intake: &mut Intake<'_>, entry: &[Tagged<'_>]) {
    let Some(first) = entry.first() else { return };
    let id = entry.iter().find(|tag| tag.tag == "ID" && !tag.value.trim().is_empty());
    let location = intake.places.locate(id.unwrap_or(first).range.clone());
    let mut reference = Reference::new(CiteKey::new(""), location, ReferenceKind::Document);
    convert::fill(&mut reference, intake, entry);
    let key = id.and_then(|id| super::intake::line(id.value)).or_else(|| keys::derived(&reference));
    match key {
        Some(key) => intake.take(Reference { key: CiteKey::new(key), ..reference }),
        None => intake.broken(first.range.clone(), "the entry has no `ID`, and no DOI, author or title to be known by"),
    }
}

/// `TY  - JOUR`: two characters, blanks, a hyphen, a blank. Blanks may be missing at the end of a line, and one before.
fn head(line: &str) -> Option<(&str, usize)> {
    let bytes = line.as_bytes();
    let is_tag = bytes.first()?.is_ascii_uppercase() && bytes.get(1)?.is_ascii_alphanumeric();
    let blanks = bytes.get(2..)?.iter().take_while(|byte| **byte == b' ').count();
    let dash = 2 + blanks;
    let is_head = is_tag && (1..=3).contains(&blanks) && bytes.get(dash) == Some(&b'-');
    let ends = matches!(bytes.get(dash + 1), None | Some(b' '));
    (is_head && ends).then(|| (&line[..2], dash + 2))
}

//! PubMed's format, `.nbib` (MEDLINE's tags). Takes one file, gives its references and what is wrong with it; each entry is
//! read alone, so that a broken one costs no more than itself.

mod convert;

use wellpress_diagnostics::Source;

use super::intake::Intake;
use super::record::{CiteKey, Reference, ReferenceKind};
use super::tagged::{self, Blank, Stretch, Tagged};
use super::{Parsed, keys};

pub(super) fn parse(source: &Source) -> Parsed {
    let mut intake = Intake::new(source);
    let mut entry: Vec<Tagged<'_>> = Vec::new();
    for stretch in tagged::stretches(&source.text, head, Blank::Ends) {
        match stretch {
            Stretch::Tag(tag) => {
                if tag.tag == "PMID" {
                    read(&mut intake, &std::mem::take(&mut entry));
                }
                entry.push(tag);
            }
            Stretch::Blank => read(&mut intake, &std::mem::take(&mut entry)),
            Stretch::Stray(range) => intake.broken(range, "this line has no tag such as `TI  - ` and follows none"),
        }
    }
    read(&mut intake, &entry);
    intake.parsed
}

fn read(intake: &mut Intake<'_>, entry: &[Tagged<'_>]) {
    let Some(first) = entry.first() else { return };
    let location = intake.places.locate(first.range.clone());
    let mut reference = Reference::new(CiteKey::new(""), location, ReferenceKind::ArticleJournal);
    convert::fill(&mut reference, intake, entry);
    let key = reference.pmid.as_ref().map(|pmid| format!("pmid:{pmid}")).or_else(|| keys::derived(&reference));
    match key {
        Some(key) => intake.take(Reference { key: CiteKey::new(key), ..reference }),
        None => {
            intake.broken(first.range.clone(), "the entry has no `PMID- `, and no DOI, author or title to be known by")
        }
    }
}

/// `PMID- 30000001`, `TI  - ..`: two to four characters in four columns, a hyphen, a blank.
fn head(line: &str) -> Option<(&str, usize)> {
    let (tag, rest) = line.split_at_checked(4)?;
    let name = tag.trim_end();
    let is_tag =
        (2..=4).contains(&name.len()) && name.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit());
    let ends = rest == "-" || rest.starts_with("- ");
    (is_tag && ends).then_some((name, 6))
}

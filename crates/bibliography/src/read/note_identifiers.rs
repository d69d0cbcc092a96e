//! Moves identifiers from a note into their fields.
//!
//! Reference managers without a field for an identifier keep it in the note: Zotero's field "Extra" has lines such as
//! `PMID: 30000001`, and Better BibTeX pins a citation key in one. The remaining note is left as it is.

use super::read_context::nonempty_line;
use crate::Reference;
use crate::identifier::IdentifierField;

/// A longer line of a note, in bytes, is prose.
const LONGEST_LINE: usize = 200;

/// Moves the identifiers of lines with nothing but identifiers into their fields. Returns the remaining note on one
/// line.
pub(super) fn move_identifiers_out(reference: &mut Reference, note: &str) -> Option<String> {
    let mut prose: Vec<&str> = Vec::new();
    for line in note.lines().filter(|line| !line.trim().is_empty()) {
        if citation_key(line).is_none() && !move_identifiers(reference, line) {
            prose.push(line);
        }
    }
    nonempty_line(&prose.join(" "))
}

/// Does the same for a reference whose note a reader has already stored.
pub(super) fn move_from_note(reference: &mut Reference) {
    if let Some(note) = reference.note.take_if(|note| note.contains(':')) {
        reference.note = move_identifiers_out(reference, &note);
    }
}

/// The key in a line `Citation Key: doe2020` of a note.
pub(super) fn citation_key(note: &str) -> Option<&str> {
    let key = note.lines().find_map(|line| {
        let (name, key) = line.split_once(':')?;
        let is_key = matches!(name.trim().to_ascii_lowercase().as_str(), "citation key" | "citation-key");
        is_key.then_some(key.trim())
    });
    key.filter(|key| !key.is_empty() && !key.contains(char::is_whitespace))
}

/// Fills the fields from a line that consists of identifiers alone, and returns whether it did. A line with other
/// words, or with an identifier that contradicts a field, stays in the note: moving half of it would lose what its
/// author meant.
fn move_identifiers(reference: &mut Reference, line: &str) -> bool {
    if line.len() > LONGEST_LINE || !line.contains(':') {
        return false;
    }
    let mut identifiers = Vec::new();
    // Older versions of Zotero wrote `{:PMID: 30000001}`.
    let mut words = line.trim().trim_start_matches("{:").trim_end_matches('}').split_whitespace();
    while let Some(label) = words.next() {
        // Nothing is stored yet, so that a line with a later mistake leaves the reference unchanged.
        let Some(field) = labelled_field(label) else { return false };
        let Some(identifier) = words.next().and_then(|word| field.parse(word)) else { return false };
        if field.of(reference).as_ref().is_some_and(|present| !present.eq_ignore_ascii_case(&identifier)) {
            return false;
        }
        identifiers.push((field, identifier));
    }
    for (field, identifier) in identifiers {
        field.of(reference).get_or_insert(identifier);
    }
    true
}

fn labelled_field(label: &str) -> Option<IdentifierField> {
    match label.strip_suffix(':')?.to_ascii_uppercase().as_str() {
        "PMID" => Some(IdentifierField::Pmid),
        "PMCID" => Some(IdentifierField::Pmcid),
        "DOI" => Some(IdentifierField::Doi),
        _ => None,
    }
}

//! Identifiers that a reference manager without a field for them keeps in the note: Zotero's "Extra" with its lines such as
//! `PMID: 30000001`.

use super::identifiers::IdentifierField;
use super::record::Reference;

/// Moves the identifiers of lines that say nothing else into their fields, and gives the note that is left.
pub(super) fn without_identifiers(reference: &mut Reference, note: &str) -> Option<String> {
    let is_left = |line: &&str| !line.trim().is_empty() && citation_key(line).is_none() && !take(reference, line);
    let left: Vec<&str> = note.lines().filter(is_left).collect();
    super::intake::line(&left.join(" "))
}

/// The same for a note that is one line already.
pub(super) fn settle(reference: &mut Reference) {
    if let Some(note) = reference.note.take_if(|note| note.contains(':')) {
        reference.note = without_identifiers(reference, &note);
    }
}

/// The key that a line of the note gives, as Better BibTeX pins it.
pub(super) fn citation_key(note: &str) -> Option<&str> {
    let key = note.lines().find_map(|line| {
        let (name, key) = line.split_once(':')?;
        let is_key = matches!(name.trim().to_ascii_lowercase().as_str(), "citation key" | "citation-key");
        is_key.then_some(key.trim())
    });
    key.filter(|key| !key.is_empty() && !key.contains(char::is_whitespace))
}

/// Whether a line is made of identifiers alone, none of which speaks against a field; then they are in their fields.
fn take(reference: &mut Reference, line: &str) -> bool {
    if line.len() > 200 || !line.contains(':') {
        return false;
    }
    let mut found = Vec::new();
    let mut words = line.trim().trim_start_matches("{:").trim_end_matches('}').split_whitespace();
    while let Some(name) = words.next() {
        let Some(kind) = kind(name) else { return false };
        let Some(value) = words.next().and_then(|value| kind.read(value)) else { return false };
        if field(reference, kind).as_ref().is_some_and(|known| !known.eq_ignore_ascii_case(&value)) {
            return false;
        }
        found.push((kind, value));
    }
    for (kind, value) in found {
        field(reference, kind).get_or_insert(value);
    }
    true
}

fn kind(name: &str) -> Option<IdentifierField> {
    match name.strip_suffix(':')?.to_ascii_uppercase().as_str() {
        "PMID" => Some(IdentifierField::Pmid),
        "PMCID" => Some(IdentifierField::Pmcid),
        "DOI" => Some(IdentifierField::Doi),
        _ => None,
    }
}

fn field(reference: &mut Reference, kind: IdentifierField) -> &mut Option<String> {
    match kind {
        IdentifierField::Doi => &mut reference.doi,
        IdentifierField::Pmid => &mut reference.pmid,
        IdentifierField::Pmcid => &mut reference.pmcid,
    }
}

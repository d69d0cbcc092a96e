//! Moves variables from the beginning of a note into the reference.
//!
//! Zotero has no field for many variables of CSL, so its users write lines such as `original-date: 1904` or
//! `director: Kubrick || Stanley` at the start of the field "Extra", which Zotero exports as the note. Citation
//! processors read them too ("cheater syntax").

use super::csl_json::kind::kind_of_type;
use super::read_context::{nonempty_line, set_date, set_if_empty, set_issued};
use crate::{ContributorName, DateVariable, Reference, TextVariable, date_text, markup};

/// A longer line, in bytes, is prose.
const LONGEST_LINE: usize = 500;

/// Moves the variables at the start of a note into the reference and returns the rest. The start ends at the first line that is
/// not `name: value`. A name that is no variable, such as `PMID` (see [`note_identifiers`](super::note_identifiers)), stays and
/// does not end it.
///
/// A variable only fills what is empty, and a line that contradicts the reference stays in the note. `type` alone replaces the
/// kind, because Zotero always exports one.
pub(super) fn move_out(reference: &mut Reference, note: &str) -> Option<String> {
    let mut remaining_lines = Vec::new();
    // Roles whose people come from this note: further lines add to them, and never to the reference's own people.
    let mut roles_of_note = Vec::new();
    let mut is_at_start = true;
    for line in note.lines() {
        let assignment = assignment(line).filter(|_| is_at_start);
        let is_moved = assignment.as_ref().is_some_and(|(name, value)| set(reference, name, value, &mut roles_of_note));
        is_at_start &= assignment.is_some() || line.trim().is_empty();
        if !is_moved {
            remaining_lines.push(line);
        }
    }
    Some(remaining_lines.join("\n")).filter(|note| !note.trim().is_empty())
}

/// The name of a variable and its value. Zotero accepts its own labels too, such as `Original Date`, and the
/// older form of the syntax is `{:original-date: 1904}`.
fn assignment(line: &str) -> Option<(String, String)> {
    let line = line.trim();
    let line = line.strip_prefix("{:").and_then(|line| line.strip_suffix('}')).unwrap_or(line);
    let (name, value) = line.split_once(':').filter(|_| line.len() <= LONGEST_LINE)?;
    let name = name.trim();
    let is_name = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphabetic() || b"-_ ".contains(&byte));
    if !is_name {
        return None;
    }
    Some((name.to_ascii_lowercase().replace(' ', "-"), nonempty_line(value)?))
}

/// Sets a variable, and returns whether it did.
fn set(reference: &mut Reference, name: &str, value: &str, roles_of_note: &mut Vec<String>) -> bool {
    if name == "type" {
        let kind = kind_of_type(value);
        reference.kind = kind.unwrap_or(reference.kind);
        return kind.is_some();
    }
    // A value with an address stays in the note: addresses are checked only in the fields that hold them.
    if let Some(variable) = TextVariable::from_csl(name).filter(|_| !value.contains("://")) {
        let is_empty = reference.more.text(variable).is_none();
        if is_empty {
            reference.more.set_text(variable, value);
        }
        return is_empty;
    }
    if let Some(variable) = DateVariable::from_csl(name) {
        return set_date_of_text(reference, variable, value);
    }
    // Zotero has fields for the title and the abstract, so such a line is prose about them. Identifiers never get here:
    // `assignment` has lowered the name, and theirs are in capitals.
    if matches!(name, "title" | "abstract") {
        return false;
    }
    if let Some(field) = reference.plain_text_mut(name) {
        let is_empty = field.is_none();
        set_if_empty(field, Some(value.to_owned()));
        return is_empty;
    }
    if let Some(field) = reference.title_mut(name) {
        let is_empty = field.is_none();
        set_if_empty(field, markup::title(value));
        return is_empty && field.is_some();
    }
    add_name(reference, name, value, roles_of_note)
}

fn set_date_of_text(reference: &mut Reference, variable: DateVariable, text: &str) -> bool {
    let is_empty = reference.date(variable).is_none() && reference.more.date_words(variable).is_none();
    let Some(field) = date_text::parse(text).ok().filter(|_| is_empty) else { return false };
    match variable {
        DateVariable::Issued => set_issued(reference, Some(field)),
        _ => set_date(reference, variable, Some(field)),
    }
    true
}

/// Adds `Family || Given`, or an organisation without the bars, to the people of a role.
fn add_name(reference: &mut Reference, role: &str, text: &str, roles_of_note: &mut Vec<String>) -> bool {
    let Some(names) = reference.people(role) else { return false };
    if !names.is_empty() && !roles_of_note.iter().any(|of_note| of_note == role) {
        return false;
    }
    let name = match text.split_once("||") {
        Some((family, given)) => {
            let Some(family) = nonempty_line(family) else { return false };
            ContributorName::person(family, nonempty_line(given).as_deref())
        }
        None => ContributorName::Organisation(text.to_owned()),
    };
    let names = names.iter().cloned().chain([name]).collect();
    reference.set_people(role, names);
    roles_of_note.push(role.to_owned());
    true
}

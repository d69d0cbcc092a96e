//! [`add_notice`]: writes what a list says became of a work into the library's entry of it, as the statement that ends the note:
//! `[Retracted]`. Only these bytes of a BibTeX file change. Files of other formats are exports, apart from the drafts.

use std::io;

use wellpress_bibliography::{EntryFields, Notice, NoticeKind, Reference, comparison::ComparedField, parse};
use wellpress_command::Failure;
use wellpress_diagnostics::Source;
use wellpress_io::fs::Files;
use wellpress_site::config::Config;
use wellpress_site::parse::decode_library;

use super::drafts::{DraftSources, is_draft};
use super::field_patch::with_bytes_of;
use super::target_file::lock_path;
use super::verify::findings::FieldPlaces;

/// Adds the statement to the entry. False if it has to be added by hand: the file has another format, the note is made of
/// macros, the entry would be read otherwise than before, or somebody else writes to the file.
///
/// # Errors
/// When the file cannot be read or written.
pub fn add_notice(files: &dyn Files, config: &Config, entry: &Reference, kind: NoticeKind) -> Result<bool, Failure> {
    let statement = statement(entry, kind);
    if is_draft(entry) {
        return DraftSources::end_note(files, &config.content_path(), &entry.key, &statement);
    }
    let path = config.root.join(&*entry.location.file);
    let fail = |error: io::Error| Failure::machine(format!("cannot change `{}`: {error}", entry.location.file));
    let _lock = match files.lock(&lock_path(&path)) {
        Err(error) if error.kind() == io::ErrorKind::WouldBlock => return Ok(false),
        lock => lock.map_err(fail)?,
    };
    let limit = config.settings.limits.library_size;
    let bytes = files.read_limited(&path, limit).map_err(|error| Failure::machine(error.to_string()))?;
    let source = decode_library(&entry.location.file, bytes.clone(), &mut Vec::new());
    let changed = source.as_ref().and_then(|source| {
        let changed = with_notice(source, entry, kind, &statement)?;
        with_bytes_of(&bytes, &source.text, &changed)
    });
    match changed {
        Some((_, new)) => files.replace_if(&path, &bytes, new.as_bytes()).map_err(fail),
        None => Ok(false),
    }
}

/// The words of a notice at the end of a note.
fn statement(entry: &Reference, kind: NoticeKind) -> String {
    let marked = Reference { notice: Some(Box::new(Notice::of_kind(kind))), note: None, ..entry.clone() };
    marked.note_with_notice().unwrap_or_default()
}

/// The text of the file with the statement in the entry; `None` if it cannot be put there.
fn with_notice(source: &Source, entry: &Reference, kind: NoticeKind, statement: &str) -> Option<String> {
    let before = only_entry(source, entry)?;
    let places = FieldPlaces::of(std::slice::from_ref(source));
    let (_, fields) = places.get(&before)?;
    let (at, words) = insertion(&source.text, fields, statement)?;
    let mut text = source.text.to_string();
    text.insert_str(at, &words);
    let after = only_entry(&Source::new(source.path.clone(), text.as_str()), entry)?;
    let is_as_meant = after.notice.as_ref().is_some_and(|notice| notice.kind == kind)
        && Reference { notice: before.notice.clone(), ..after }.same_content(&before);
    is_as_meant.then_some(text)
}

/// Where the statement goes, and how it is written there: at the end of the note, or as a note behind the title.
fn insertion(text: &str, fields: &EntryFields, statement: &str) -> Option<(usize, String)> {
    if let Some(note) = &fields.note {
        let value = &text[note.clone()];
        let is_empty = value.len() == 2;
        let gap = if is_empty { "" } else { " " };
        return value.starts_with(['{', '"']).then(|| (note.end - 1, format!("{gap}{statement}")));
    }
    let title = fields.ranges.get(&ComparedField::Title)?;
    let line = text[..title.start].rsplit('\n').next().unwrap_or_default();
    let indent = &line[..line.len() - line.trim_start().len()];
    // A title on a line of its own has its fields on lines of their own.
    let is_first_on_line = line.trim_start().get(..5).is_some_and(|word| word.eq_ignore_ascii_case("title"));
    let gap = if is_first_on_line { format!("\n{indent}") } else { " ".to_owned() };
    Some((title.end, format!(",{gap}note = {{{statement}}}")))
}

/// The entry with this key, if the file has it once.
fn only_entry(source: &Source, entry: &Reference) -> Option<Reference> {
    let mut entries = parse(source).references.into_iter().filter(|reference| reference.key == entry.key);
    entries.next().filter(|_| entries.next().is_none())
}

#[cfg(test)]
mod tests {
    use wellpress_bibliography::{NoticeKind, parse};
    use wellpress_diagnostics::Source;

    use super::with_notice;

    fn marked(text: &str) -> Option<String> {
        let source = Source::new("a.bib", text);
        let entry = parse(&source).references.into_iter().next().expect("an entry");
        with_notice(&source, &entry, NoticeKind::Retracted, "[Retracted]")
    }

    #[test]
    fn the_statement_is_added_and_nothing_else_changes() {
        for (text, expected) in [
            (
                "% Ours.\n@article{a,\n  title = {Walking}, % checked\n  year = 2018,\n}\n@book{b, title = {B}}\n",
                "% Ours.\n@article{a,\n  title = {Walking},\n  note = {[Retracted]}, % checked\n  year = 2018,\n}\n@book{b, title = {B}}\n",
            ),
            (
                "@article{a, title = \"Walking\", year = 2018}",
                "@article{a, title = \"Walking\", note = {[Retracted]}, year = 2018}",
            ),
            (
                "@article{a, note = {In {Dutch}.}, title = {Walking}}",
                "@article{a, note = {In {Dutch}. [Retracted]}, title = {Walking}}",
            ),
            ("@article{a, title = {Walking}, note = \"\"}", "@article{a, title = {Walking}, note = \"[Retracted]\"}"),
        ] {
            assert_eq!(marked(text).as_deref(), Some(expected));
        }
    }

    #[test]
    fn what_cannot_be_added_without_doubt_is_left() {
        assert_eq!(marked("@string{n = {In Dutch}}\n@article{a, title = {Walking}, note = n}"), None);
        assert_eq!(marked("@article{a, title = {Walking}, note = 5}"), None);
    }
}

//! The YAML at the start of a content file in, [`FrontMatter`] out: the fields of its kind, strictly typed. What an id means is
//! left to `model`.
//!
//! The comments in `values` are descriptions of the JSON Schema, which editors show to authors, as those of the table of fields are.

mod declared_fields;
mod dose;
mod fields;
mod form_file;
pub(in crate::parse) mod heading_title;
mod one_or_many;
mod plain_texts;
mod scalar_text;
mod specialty;
mod values;

use wellpress_diagnostics::yaml;
use wellpress_diagnostics::{Diagnostic, Source, Span, rules};

use crate::front_matter_fields::ALIASES;
use crate::sections::{ContentKind, Field};

use declared_fields::WrittenFields;
pub use declared_fields::{RawValue, WrittenField};

pub use dose::{Dose, MAX_REPETITIONS, MAX_SECONDS, TIME_UNITS};
use fields::FieldsOf;
pub use fields::FrontMatter;
pub use form_file::FormFile;
pub use one_or_many::OneOrMany;
pub use scalar_text::ScalarText;
pub use specialty::Specialty;
pub use values::*;

/// Reads the front matter of a file with the `fields` that the settings declare. It is `None`, with findings, if it has mistakes
/// with which no page can be made of it; an entry with a mistake in an optional list is left out instead.
pub fn read(source: &Source, kind: ContentKind, fields: &[Field], findings: &mut Vec<Diagnostic>) -> ReadFrontMatter {
    if kind == ContentKind::Snippet && !source.text.starts_with("---") {
        return ReadFrontMatter { front: Some(Box::default()), fields: Vec::new(), text_start: 0 };
    }
    let Some(FrontMatterExtent { yaml_end, text_start }) = extent(source, findings) else {
        return ReadFrontMatter { front: None, fields: Vec::new(), text_start: source.text.len() };
    };
    let names: Vec<&str> = fields.iter().map(|field| field.name.as_str()).collect();
    let dialect = yaml::Dialect { key_aliases: ALIASES, ..yaml::FRONT_MATTER };
    let (decoded, written) =
        yaml::decode_with_fields::<_, WrittenFields>(source, yaml_end, &dialect, &names, FieldsOf(kind));
    findings.extend(decoded.diagnostics.into_iter().map(|finding| about_pandoc_references(source, finding)));
    let unreadable = decoded.set_aside;
    let front = decoded.value.map(|front| Box::new(FrontMatter { unreadable, ..*front }));
    let written = written.into_iter().flatten().map(|(name, value)| WrittenField { name, value });
    ReadFrontMatter { front, fields: written.collect(), text_start }
}

/// What [`read`] found at the start of a file.
pub struct ReadFrontMatter {
    /// `None` if no page can be made of it.
    pub front: Option<Box<FrontMatter>>,
    /// The fields that the settings declare for the section, as they are written.
    pub fields: Vec<WrittenField>,
    /// The offset at which the text begins.
    pub text_start: usize,
}

/// A finding about sources under `references`, where keys belong: Pandoc writes them there for a Word file with citations of Zotero.
fn about_pandoc_references(source: &Source, finding: Diagnostic) -> Diagnostic {
    let lines: Vec<&str> = source.text.lines().take(finding.location.line as usize).collect();
    let key = lines.iter().rev().find(|line| line.starts_with(char::is_alphabetic));
    let is_record = lines.last().is_some_and(|line| line.trim_start().starts_with("- ") && line.contains(':'));
    if key.is_none_or(|line| line.trim_end() != "references:") || !is_record {
        return finding;
    }
    let message = "`references` holds whole sources, as Pandoc writes them, and keys of the library belong here";
    let command =
        format!("`wellpress cite import {}` adds them to the library; then take `references` out", source.path);
    Diagnostic { message: message.to_owned(), ..finding }.help(command)
}

/// The fields of a file's front matter by name, without the types of its kind, and the offset at which the text begins.
#[must_use]
pub fn untyped_fields(source: &Source) -> (Extra, usize) {
    let Some(extent) = extent(source, &mut Vec::new()) else { return (Extra::new(), source.text.len()) };
    let fields = yaml::decode(source, extent.yaml_end, &yaml::FRONT_MATTER).value.unwrap_or_default();
    (fields, extent.text_start)
}

/// The offset at which the text of a snippet begins. Its front matter was read before, so that it has no mistake.
#[must_use]
pub fn text_start(source: &Source) -> usize {
    if source.text.starts_with("---") {
        extent(source, &mut Vec::new()).map_or(0, |extent| extent.text_start)
    } else {
        0
    }
}

/// The front matter as byte offsets of the file. The YAML begins at 0: the opening `---` starts a YAML document, so it can be
/// decoded too, and all places that the decoder reports are places of the file.
struct FrontMatterExtent {
    yaml_end: usize,
    text_start: usize,
}

fn extent(source: &Source, findings: &mut Vec<Diagnostic>) -> Option<FrontMatterExtent> {
    let first_line = source.text.lines().next().unwrap_or_default();
    let location = || source.locate(Span::new(0..first_line.len()));
    if first_line.trim_end() != "---" {
        let (message, help) = match first_line.trim_end() {
            "+++" => (
                "this front matter is TOML, and YAML belongs here",
                "write `---` in place of both lines `+++`, and `title: ..` in place of `title = ..`",
            ),
            "{" => (
                "this front matter is JSON without a line `---` around it",
                "put a line `---` above the first brace and one below the last",
            ),
            _ => (
                "the file does not begin with front matter",
                "begin with a line `---`, then `title: ..` and a line `---`",
            ),
        };
        findings.push(Diagnostic::new(&rules::FRONT_MATTER_MISSING, location(), message).help(help));
        return None;
    }
    let mut line_start = first_line.len() + 1;
    for line in source.text.get(line_start..).unwrap_or_default().split_inclusive('\n') {
        // No value can hold such a line: YAML ends its document there, even within a block of text.
        if line.trim_end() == "---" {
            return Some(FrontMatterExtent { yaml_end: line_start, text_start: line_start + line.len() });
        }
        line_start += line.len();
    }
    let finding = Diagnostic::new(&rules::FRONT_MATTER_INVALID, location(), "the front matter is not closed");
    findings.push(finding.help("write a line `---` below its last key"));
    None
}

#[cfg(test)]
mod tests {
    use super::{ContentKind, read, yaml};
    use wellpress_diagnostics::Source;

    #[test]
    fn each_form_that_a_message_suggests_is_read() {
        for (key, form) in yaml::FRONT_MATTER.value_forms {
            let value = form.replace("VALUE", "\"10\"").replace("YYYY-MM-DD", "2026-01-02");
            let source = Source::new("a.md", format!("---\ntitle: A\n{key}: {value}\n---\n"));
            let is_read = |kind: &ContentKind| {
                let mut findings = Vec::new();
                let front = read(&source, *kind, &[], &mut findings).front;
                front.is_some() && findings.is_empty()
            };
            let kinds = [ContentKind::Article, ContentKind::Exercise, ContentKind::Programme];
            assert!(kinds.iter().any(is_read), "{key}: {value}");
        }
    }
}

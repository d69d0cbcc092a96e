//! YAML text in, typed values and findings out: the one way in which settings, front matter and the glossary are read. What
//! the values mean is left to the caller.
//!
//! A mistake costs only the entry that it stands in: that entry is blanked and the remaining text is read again, so that one
//! run shows every mistake of a file. Aliases, deep nesting and huge documents are refused before they cost anything.

mod control_characters;
mod dialect;
mod lost_text;
mod message;
mod tree;
mod typed;
mod white_space;

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::fmt::{self, Write};
use std::marker::PhantomData;
use std::ops::Range;

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::de::{DeserializeOwned, DeserializeSeed, Error as _, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_yaml::Error;
use serde_yaml::granit_parser::{Event, Parser, ScalarStyle};

use crate::{Diagnostic, Source, Span};
use message::{Document, describe, to_index};

pub use dialect::{Dialect, FRONT_MATTER, GLOSSARY, SETTINGS, TooDeepKey};
pub use message::in_plain_words;
pub use tree::{Node, NodeValue};

/// A value with its place in the text that it was read from, for findings about a value that has the right type and is
/// wrong all the same. A field of this type is written in YAML and in the JSON Schema like one of type `T`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Located<T> {
    /// The value as `T` reads it.
    pub value: T,
    /// The bytes of the value in the source.
    pub span: Span,
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Located<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_newtype_struct(typed::LOCATED, LocatedVisitor(PhantomData))
    }
}

struct LocatedVisitor<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for LocatedVisitor<T> {
    type Value = Located<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    /// A value of a format without places.
    fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<Located<T>, D::Error> {
        Ok(Located { value: T::deserialize(deserializer)?, span: Span::default() })
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut parts: A) -> Result<Located<T>, A::Error> {
        let (start, end) = (parts.next_element()?.unwrap_or_default(), parts.next_element()?.unwrap_or_default());
        let value = parts.next_element()?.ok_or_else(|| A::Error::invalid_length(2, &self))?;
        Ok(Located { value, span: Span::new(start..end) })
    }
}

impl<T: Serialize> Serialize for Located<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.value.serialize(serializer)
    }
}

impl<T: fmt::Display> fmt::Display for Located<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.value.fmt(f)
    }
}

impl<T: JsonSchema> JsonSchema for Located<T> {
    fn schema_name() -> Cow<'static, str> {
        T::schema_name()
    }

    fn schema_id() -> Cow<'static, str> {
        T::schema_id()
    }

    fn inline_schema() -> bool {
        T::inline_schema()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        T::json_schema(generator)
    }
}

/// The result of reading a document: the value, if enough of the document is sound, and every mistake in it.
#[derive(Debug)]
pub struct Decoded<T> {
    /// `None` if the document as a whole is broken or lacks a required key.
    pub value: Option<T>,
    /// The mistakes, in the order in which they were met.
    pub diagnostics: Vec<Diagnostic>,
    /// The top-level keys that the value lacks because of a mistake below them.
    pub set_aside: BTreeSet<String>,
}

/// After so many mistakes a document is not read on: each costs another pass over the text.
const MAX_MISTAKES: usize = 50;

/// Reads the YAML at the start of `source`, up to byte `end`, as a `T`. Places in findings are those of the whole source.
///
/// The parser stops at the first mistake. To report the others too, the top-level entry around the mistake is
/// overwritten with blanks, which keeps every line and byte where it was, and the text is read again. A document of n
/// bytes with m mistakes therefore takes O(n * m), with m at most 50. Of a text with a mistake that is not confined to an entry, such
/// as a quote that is never closed, what stands above the mistake is read for further ones.
///
/// ```
/// use serde::Deserialize;
/// use wellpress_diagnostics::{Source, yaml};
///
/// #[derive(Deserialize)]
/// #[serde(deny_unknown_fields)]
/// struct FrontMatter {
///     title: String,
///     draft: Option<bool>,
/// }
///
/// let source = Source::new("neck.md", "title: Neck\ndraf: true\n");
/// let decoded = yaml::decode::<FrontMatter>(&source, source.text.len(), &yaml::FRONT_MATTER);
/// assert_eq!(decoded.value.unwrap().title, "Neck");
/// assert_eq!(decoded.diagnostics[0].message, "unknown key `draf` in the front matter");
/// assert_eq!(decoded.diagnostics[0].help.as_deref(), Some("did you mean `draft`?"));
/// ```
pub fn decode<T: DeserializeOwned>(source: &Source, end: usize, dialect: &Dialect) -> Decoded<T> {
    // Copied only if an entry has to be blanked: nearly every document is sound.
    let mut decoded = decode_text(source, Cow::Borrowed(&source.text[..end]), dialect, PhantomData::<T>);
    decoded.diagnostics.splice(..0, lost_text::find(source, end));
    decoded
}

/// Reads a document as [`decode`] does, in two parts: the top-level entries that `fields` names as an `F`, and all others as `seed`
/// reads them. `None` for the former if the document has none of them. Each part is read with the other blanked, which keeps all
/// places.
pub fn decode_with_fields<T, F: DeserializeOwned>(
    source: &Source,
    end: usize,
    dialect: &Dialect,
    fields: &[&str],
    seed: impl Copy + for<'de> DeserializeSeed<'de, Value = T>,
) -> (Decoded<T>, Option<F>) {
    let dialect = &Dialect { declared_keys: fields, ..*dialect };
    let text = &source.text[..end];
    let entries = top_level_entries(text).into_iter().filter(|(key, _)| fields.contains(key));
    let entries: Vec<Range<usize>> = entries.map(|(_, bytes)| bytes).collect();
    let (without_fields, of_fields) = if entries.is_empty() {
        (Cow::Borrowed(text), None)
    } else {
        let (without_fields, fields_alone) = divide(text, entries);
        let of_fields = decode_text(source, Cow::Owned(fields_alone), dialect, PhantomData::<F>);
        (Cow::Owned(without_fields), Some(of_fields))
    };
    let mut decoded = decode_text(source, without_fields, dialect, seed);
    let (of_fields, findings) = of_fields.map(|of_fields| (of_fields.value, of_fields.diagnostics)).unwrap_or_default();
    decoded.diagnostics.splice(..0, lost_text::find(source, end).into_iter().chain(findings));
    (decoded, of_fields)
}

/// The text with these entries blanked, and with all others blanked.
fn divide(text: &str, entries: Vec<Range<usize>>) -> (String, String) {
    let mut without_entries = text.to_owned();
    let mut entries_alone = text.to_owned();
    let mut behind = 0;
    for entry in entries {
        blank(&mut without_entries, entry.clone());
        blank(&mut entries_alone, behind..entry.start);
        behind = entry.end;
    }
    blank(&mut entries_alone, behind..text.len());
    (without_entries, entries_alone)
}

/// The keys of the top-level entries, with the bytes of each entry. The last one reaches to the end of the text.
fn top_level_entries(text: &str) -> Vec<(&str, Range<usize>)> {
    let mut entries: Vec<(&str, Range<usize>)> = Vec::new();
    let mut line_start = 0;
    for line in text.split_inclusive('\n') {
        let line_end = line_start + line.len();
        if starts_entry(line) {
            let key = line.split(':').next().unwrap_or_default().trim_end().trim_matches(['"', '\'']);
            entries.push((key, line_start..line_end));
        } else if let Some((_, entry)) = entries.last_mut() {
            entry.end = line_end;
        }
        line_start = line_end;
    }
    entries
}

fn decode_text<T>(
    source: &Source,
    mut text: Cow<'_, str>,
    dialect: &Dialect,
    seed: impl Copy + for<'de> DeserializeSeed<'de, Value = T>,
) -> Decoded<T> {
    let mut set_aside = SetAside::default();
    let mut diagnostics = Vec::new();
    loop {
        let mistake = match control_characters::find(source, &text, dialect) {
            Some(finding) => Mistake::of_finding(finding),
            None => match from_seed(&text, seed) {
                Ok(value) => {
                    let value = Some(value).filter(|_| !set_aside.has_the_end);
                    return Decoded { value, diagnostics, set_aside: set_aside.keys };
                }
                Err(error) => match duplicate_alias(&text, &error, dialect) {
                    Some(alias) => Mistake::of_finding(alias.finding(source, dialect)),
                    None => Mistake {
                        finding: (!set_aside.explains(&error))
                            .then(|| describe(Document { source, text: &text, dialect }, &error)),
                        line: error.location().map_or(0, |location| to_index(location.line())),
                        is_confined: is_confined_to_entry(&error),
                    },
                },
            },
        };
        diagnostics.extend(mistake.finding);
        let can_go_on = diagnostics.len() < MAX_MISTAKES && (mistake.is_confined || !set_aside.has_the_end);
        let Some(mut entry) = entry_at_line(&text, mistake.line).filter(|_| can_go_on) else {
            return Decoded { value: None, diagnostics, set_aside: set_aside.keys };
        };
        if !mistake.is_confined {
            set_aside.has_the_end = true;
            entry.end = text.len();
        }
        set_aside.keys.insert(text[entry.clone()].split(':').next().unwrap_or_default().trim().to_owned());
        blank(text.to_mut(), entry);
    }
}

/// What was blanked because of mistakes in it.
#[derive(Default)]
struct SetAside {
    /// The keys of top-level entries.
    keys: BTreeSet<String>,
    /// Whether all that follows a mistake was blanked too, because it could not be read.
    has_the_end: bool,
}

impl SetAside {
    /// Whether an error only follows from what was set aside: a required key is missing because its entry was blanked, or nothing is
    /// left.
    fn explains(&self, error: &Error) -> bool {
        match error.without_snippet() {
            Error::SerdeMissingField { field, .. } => self.has_the_end || self.keys.contains(*field),
            Error::Eof { .. } => !self.keys.is_empty(),
            // What is open above the mistake, such as a quote, is the mistake.
            _ => self.has_the_end && !is_confined_to_entry(error),
        }
    }
}

/// A text as a JSON string, which is also a double-quoted scalar of YAML.
///
/// ```
/// assert_eq!(wellpress_diagnostics::yaml::quoted("a \"b\""), r#""a \"b\"""#);
/// ```
#[must_use]
pub fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// The values of a document and their structure, without comments, white space and places: two texts with the same content
/// are read as the same values. `None` if the text is broken.
///
/// ```
/// use wellpress_diagnostics::yaml::content;
///
/// assert_eq!(content("title: [Neck, 'and # back'] # why"), content("# why\n\ntitle:\n  - Neck\n  - 'and # back'\n"));
/// assert_ne!(content("title: 1.10"), content("title: 1.1"));
/// assert_ne!(content("title: 'no'"), content("title: no"));
/// ```
#[must_use]
pub fn content(text: &str) -> Option<String> {
    let mut content = String::new();
    for event in Parser::new_from_str(text) {
        // Writing to a string cannot fail.
        let _ = match event.ok()?.0 {
            // With its length, so that no value can look like the structure around it.
            Event::Scalar(value, style, anchor, tag) => {
                let is_plain = style == ScalarStyle::Plain;
                writeln!(content, "{is_plain} {anchor} {tag:?} {} {value}", value.len())
            }
            Event::SequenceStart(_, anchor, tag) => writeln!(content, "[ {anchor} {tag:?}"),
            Event::MappingStart(_, anchor, tag) => writeln!(content, "{{ {anchor} {tag:?}"),
            Event::SequenceEnd => writeln!(content, "]"),
            Event::MappingEnd => writeln!(content, "}}"),
            Event::Alias(anchor) => writeln!(content, "* {anchor}"),
            Event::DocumentStart(..) => writeln!(content, "---"),
            _ => Ok(()),
        };
    }
    Some(content)
}

/// A mistake of a document, after which the rest of it may be read.
struct Mistake {
    /// `None` if it only follows from entries that were set aside.
    finding: Option<Diagnostic>,
    /// The line, from 1; 0 if the parser names none.
    line: usize,
    /// Whether the other entries can still be read.
    is_confined: bool,
}

impl Mistake {
    fn of_finding(finding: Diagnostic) -> Self {
        Self { line: finding.location.line as usize, finding: Some(finding), is_confined: true }
    }
}

/// A document that has a key and its alias. `span` is the later of the two.
struct DuplicateAlias {
    span: Range<usize>,
    names: [&'static str; 2],
}

impl DuplicateAlias {
    fn finding(&self, source: &Source, dialect: &Dialect) -> Diagnostic {
        let [name, alias] = self.names;
        let location = source.locate(Span::new(self.span.clone()));
        Diagnostic::new(dialect.syntax, location, format!("`{name}` and `{alias}` are both there"))
            .help(format!("`{alias}` is another name for `{name}`; keep one"))
    }
}

/// Serde reports a key together with its alias as a duplicate field without a place, so the second of them is looked for
/// among the top-level keys.
fn duplicate_alias(text: &str, error: &Error, dialect: &Dialect) -> Option<DuplicateAlias> {
    let message = error.without_snippet().to_string();
    let names = *dialect.key_aliases.iter().find(|[name, _]| message.contains(&format!("duplicate field `{name}`")))?;
    let mut line_start = 0;
    let mut key_spans = Vec::new();
    for line in text.split_inclusive('\n') {
        let key = line.split(':').next().unwrap_or_default().trim_end();
        if names.contains(&key) {
            key_spans.push(line_start..line_start + key.len());
        }
        line_start += line.len();
    }
    Some(DuplicateAlias { span: key_spans.into_iter().nth(1)?, names })
}

/// Reads a document, as [`decode`] does, up to its first mistake.
///
/// # Errors
/// The first mistake, in the words of the parser; [`in_plain_words`] has other ones.
pub fn from_str<T: DeserializeOwned>(text: &str) -> Result<T, Error> {
    from_seed(text, PhantomData)
}

fn from_seed<T>(text: &str, seed: impl for<'de> DeserializeSeed<'de, Value = T>) -> Result<T, Error> {
    let node = Node::read(text)?;
    let has_content = |line: &str| !line.is_empty() && !line.starts_with('#') && line != "...";
    typed::read(text, &node, seed).map_err(|error| match text.lines().map(str::trim).any(has_content) {
        true => error,
        false => Error::Eof { location: node.location },
    })
}

/// Whether the mistake is confined to its entry, so that the other entries can still be read.
fn is_confined_to_entry(error: &Error) -> bool {
    matches!(
        error.without_snippet(),
        Error::Message { .. }
            | Error::Unexpected { .. }
            | Error::InvalidBooleanStrict { .. }
            | Error::NullIntoString { .. }
            | Error::InvalidScalar { .. }
            | Error::SerdeInvalidType { .. }
            | Error::SerdeInvalidValue { .. }
            | Error::SerdeInvalidLength { .. }
            | Error::SerdeUnknownVariant { .. }
            | Error::SerdeUnknownField { .. }
            | Error::SerdeMissingField { .. }
            | Error::DuplicateMappingKey { .. }
            | Error::UnexpectedSequenceEnd { .. }
            | Error::UnexpectedMappingEnd { .. }
            | Error::ExternallyTaggedEnumExpectedScalarOrMapping { .. }
            | Error::ExpectedStringKeyForExternallyTaggedEnum { .. }
    )
}

/// The bytes of the top-level entry that holds `line` (from 1), or `None` if no entry is there.
fn entry_at_line(text: &str, line: usize) -> Option<Range<usize>> {
    let line_start: usize = text.split_inclusive('\n').take(line.checked_sub(1)?).map(str::len).sum();
    let entries = top_level_entries(text).into_iter().map(|(_, bytes)| bytes);
    entries.take_while(|bytes| bytes.start <= line_start).last()
}

fn starts_entry(line_text: &str) -> bool {
    // A line with one of these goes on with the entry above, is empty, or is a comment.
    !line_text.starts_with([' ', '\t', '#', '-', '\n', '}', ']', '{', '['])
}

/// Overwrites an entry with blanks, so that every line and byte behind it stays where it was.
fn blank(text: &mut String, range: Range<usize>) {
    // Byte by byte: a character of two bytes becomes two blanks.
    let blanks: String = text[range.clone()].bytes().map(|byte| if byte == b'\n' { '\n' } else { ' ' }).collect();
    text.replace_range(range, &blanks);
}

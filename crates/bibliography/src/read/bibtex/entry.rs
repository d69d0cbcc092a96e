//! [`BibtexEntry`]: one entry as names of fields with their values in TeX, `@string`s already expanded.
//!
//! The syntax is parsed by biblatex. What the fields mean is left to [`super::convert`].

use std::collections::BTreeMap;
use std::ops::Range;

use biblatex::{Field, ParseError, RawBibliography, RawChunk};

use super::SyntaxFault;

/// A value that `@string`s make longer than this, in bytes, is refused: a few lines of nested ones can expand to
/// terabytes.
const LONGEST_VALUE: usize = 1_000_000;

/// The value of a field: the content of its braces or quotes as TeX, which [`super::latex`] decodes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct FieldValue {
    pub(super) tex: String,
    /// The bytes of the value in the file. An inherited value keeps those of the parent's field.
    pub(super) range: Range<usize>,
}

pub(super) struct BibtexEntry {
    pub(super) key: String,
    pub(super) key_range: Range<usize>,
    /// The type in lower case, such as `article`.
    pub(super) kind: String,
    pub(super) kind_range: Range<usize>,
    /// Values by the name of the field in lower case.
    pub(super) fields: BTreeMap<String, FieldValue>,
    /// Why fields were left out.
    pub(super) field_faults: Vec<SyntaxFault>,
}

/// The `@string`s of a file up to the current block, by name in lower case. As in BibTeX, an entry can use those before
/// it.
#[derive(Debug, Default)]
pub(super) struct StringMacros(BTreeMap<String, String>);

impl StringMacros {
    /// Reads the `@string` block at `range` of `text`.
    pub(super) fn define(&mut self, text: &str, range: Range<usize>) -> Result<(), SyntaxFault> {
        let start = range.start;
        let block = RawBibliography::parse(&text[range]).map_err(|error| syntax_fault(error, start))?;
        for pair in block.abbreviations {
            let range = shift(&pair.value.span, start);
            let value = self.expand(&pair.value.v).map_err(|message| SyntaxFault { range, message })?;
            self.0.insert(pair.key.v.to_ascii_lowercase(), value);
        }
        Ok(())
    }

    fn expand(&self, field: &Field<'_>) -> Result<String, String> {
        let mut value = String::new();
        for chunk in field {
            match chunk.v {
                RawChunk::Normal(text) => value.push_str(text),
                RawChunk::Abbreviation(name) => value.push_str(self.get(name)?),
            }
            if value.len() > LONGEST_VALUE {
                return Err("the value is too long".to_owned());
            }
        }
        Ok(value)
    }

    fn get<'a>(&'a self, name: &'a str) -> Result<&'a str, String> {
        let lower_name = name.to_ascii_lowercase();
        match self.0.get(&lower_name) {
            Some(value) => Ok(value),
            // Every style of BibTeX defines the months. Their names pass through, because the parser of dates reads
            // them.
            None if is_month(&lower_name) => Ok(name),
            None => Err(format!("`{name}` is neither in braces or quotes nor defined by an `@string`")),
        }
    }
}

impl BibtexEntry {
    /// Parses the entry at `range` of `text`. A field that cannot be read is left out and reported in `field_faults`.
    pub(super) fn parse(text: &str, range: Range<usize>, macros: &StringMacros) -> Result<Self, SyntaxFault> {
        let start = range.start;
        let mut block = RawBibliography::parse(&text[range]).map_err(|error| syntax_fault(error, start))?;
        let Some(raw) = block.entries.pop() else {
            return Err(SyntaxFault { range: start..start, message: "no entry".to_owned() });
        };
        let key_range = shift(&raw.v.key.span, start);
        if raw.v.key.v.is_empty() {
            return Err(SyntaxFault { range: key_range, message: "the entry has no key".to_owned() });
        }
        let mut entry = Self {
            key: raw.v.key.v.to_owned(),
            key_range,
            kind: raw.v.kind.v.to_ascii_lowercase(),
            kind_range: shift(&raw.v.kind.span, start),
            fields: BTreeMap::new(),
            field_faults: Vec::new(),
        };
        for pair in raw.v.fields {
            entry.add_field(pair.key.v, &pair.value.v, shift(&pair.value.span, start), macros);
        }
        Ok(entry)
    }

    /// The value of a field; `None` if it is absent or blank.
    pub(super) fn get(&self, name: &str) -> Option<&FieldValue> {
        self.fields.get(name).filter(|value| !value.tex.trim().is_empty())
    }

    /// The value of the first of these fields that is present and not blank.
    pub(super) fn first(&self, names: &[&str]) -> Option<&FieldValue> {
        names.iter().find_map(|name| self.get(name))
    }

    fn add_field(&mut self, name: &str, field: &Field<'_>, range: Range<usize>, macros: &StringMacros) {
        let name = name.to_ascii_lowercase();
        if self.fields.contains_key(&name) {
            let message = format!("`{name}` is given twice; the first one counts");
            self.field_faults.push(SyntaxFault { range, message });
            return;
        }
        match macros.expand(field) {
            Ok(tex) => {
                self.fields.insert(name, FieldValue { tex, range });
            }
            Err(message) => self.field_faults.push(SyntaxFault { range, message }),
        }
    }
}

fn syntax_fault(error: ParseError, start: usize) -> SyntaxFault {
    SyntaxFault { range: shift(&error.span, start), message: error.kind.to_string() }
}

fn shift(range: &Range<usize>, by: usize) -> Range<usize> {
    range.start + by..range.end + by
}

fn is_month(name: &str) -> bool {
    matches!(
        name,
        "jan" | "feb" | "mar" | "apr" | "may" | "jun" | "jul" | "aug" | "sep" | "sept" | "oct" | "nov" | "dec"
    ) || matches!(
        name,
        "january"
            | "february"
            | "march"
            | "april"
            | "june"
            | "july"
            | "august"
            | "september"
            | "october"
            | "november"
            | "december"
    )
}

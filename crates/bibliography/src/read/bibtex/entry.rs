//! One entry before its fields have a meaning: names of fields with their values as they stand, strings filled in.

use std::collections::BTreeMap;
use std::ops::Range;

use biblatex::{Field, ParseError, RawBibliography, RawChunk};

/// A value that grew longer than this by `@string`s is refused: a few lines of them can ask for terabytes.
const LONGEST_VALUE: usize = 1_000_000;

/// A field's value: TeX, not yet text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct FieldValue {
    /// What stands in the braces.
    pub(super) raw: String,
    /// Where it stands.
    pub(super) range: Range<usize>,
}

/// An entry as it stands.
#[derive(Debug, Clone)]
pub(super) struct BibtexEntry {
    /// Its key.
    pub(super) key: String,
    /// Where the key stands.
    pub(super) key_range: Range<usize>,
    /// `article`, in lower case.
    pub(super) kind: String,
    /// Where that stands.
    pub(super) kind_range: Range<usize>,
    /// Field names in lower case.
    pub(super) fields: BTreeMap<String, FieldValue>,
    /// Findings about single fields: where and what.
    pub(super) faults: Vec<(Range<usize>, String)>,
}

/// The `@string`s of a file up to here, names in lower case.
#[derive(Debug, Default)]
pub(super) struct StringMacros(BTreeMap<String, String>);

impl StringMacros {
    /// Reads an `@string` block at `range`.
    pub(super) fn read(&mut self, text: &str, range: Range<usize>) -> Result<(), (Range<usize>, String)> {
        let start = range.start;
        let block = RawBibliography::parse(&text[range]).map_err(|error| fault(error, start))?;
        for pair in block.abbreviations {
            let place = shift(&pair.value.span, start);
            let value = self.fill(&pair.value.v).map_err(|message| (place, message))?;
            self.0.insert(pair.key.v.to_ascii_lowercase(), value);
        }
        Ok(())
    }

    /// A value with its abbreviations replaced.
    fn fill(&self, field: &Field<'_>) -> Result<String, String> {
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
        let lower = name.to_ascii_lowercase();
        match self.0.get(&lower) {
            Some(value) => Ok(value),
            None if is_month(&lower) => Ok(name),
            None => Err(format!("`{name}` is neither in braces or quotes nor defined by an `@string`")),
        }
    }
}

impl BibtexEntry {
    /// Reads the entry at `range`; the error says where and why it is none.
    pub(super) fn read(
        text: &str,
        range: Range<usize>,
        strings: &StringMacros,
    ) -> Result<Self, (Range<usize>, String)> {
        let start = range.start;
        let whole = range.clone();
        let mut block = RawBibliography::parse(&text[range]).map_err(|error| fault(error, start))?;
        let Some(raw) = block.entries.pop() else { return Err((whole.start..whole.start, "no entry".to_owned())) };
        let key_range = shift(&raw.v.key.span, start);
        if raw.v.key.v.is_empty() {
            return Err((key_range, "the entry has no key".to_owned()));
        }
        let kind = raw.v.kind.v.to_ascii_lowercase();
        let kind_range = shift(&raw.v.kind.span, start);
        let key = raw.v.key.v.to_owned();
        let mut entry = Self { key, key_range, kind, kind_range, fields: BTreeMap::new(), faults: Vec::new() };
        for pair in raw.v.fields {
            entry.add(pair.key.v, &pair.value.v, shift(&pair.value.span, start), strings);
        }
        Ok(entry)
    }

    /// A field's value, where it is not blank.
    pub(super) fn get(&self, name: &str) -> Option<&FieldValue> {
        self.fields.get(name).filter(|value| !value.raw.trim().is_empty())
    }

    /// The first of several fields that is there.
    pub(super) fn first(&self, names: &[&str]) -> Option<&FieldValue> {
        names.iter().find_map(|name| self.get(name))
    }

    fn add(&mut self, name: &str, field: &Field<'_>, range: Range<usize>, strings: &StringMacros) {
        let name = name.to_ascii_lowercase();
        if self.fields.contains_key(&name) {
            self.faults.push((range, format!("`{name}` is given twice; the first one counts")));
            return;
        }
        match strings.fill(field) {
            Ok(raw) => {
                self.fields.insert(name, FieldValue { raw, range });
            }
            Err(message) => self.faults.push((range, message)),
        }
    }
}

fn fault(error: ParseError, start: usize) -> (Range<usize>, String) {
    (shift(&error.span, start), error.kind.to_string())
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

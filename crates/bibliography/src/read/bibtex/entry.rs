//! [`BibtexEntry`]: one entry as names of fields with their values in TeX, `@string`s already expanded.
//!
//! Input is a [`Block`], whose boundaries are known. The parser accepts everything that programs write, and what it has
//! to skip it reports as a [`SyntaxFault`]. What the fields mean is left to [`super::convert`].

use std::collections::BTreeMap;
use std::ops::Range;
use wellpress_foundation::text::one_line;

use super::blocks::Block;
use super::string_macros::StringMacros;

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
    /// Empty if the entry has none.
    pub(super) key: String,
    pub(super) key_range: Range<usize>,
    /// The type in lower case, such as `article`.
    pub(super) kind: String,
    pub(super) kind_range: Range<usize>,
    /// Values by the name of the field in lower case.
    pub(super) fields: BTreeMap<String, FieldValue>,
    /// What could not be read as it is written.
    pub(super) faults: Vec<SyntaxFault>,
}

/// A mistake in a range of bytes of the file, before it becomes a finding.
pub(in crate::read) struct SyntaxFault {
    pub(super) range: Range<usize>,
    pub(super) message: String,
}

impl BibtexEntry {
    /// Parses the entry of a block. What is not a field is skipped and reported in `faults`.
    pub(super) fn parse(text: &str, block: &Block, macros: &mut StringMacros<'_>) -> Self {
        let mut parser = FieldParser { text, offset: block.content.start, end: block.content.end, is_open: false };
        let key_range = parser.key();
        let mut entry = Self {
            key: one_line(&text[key_range.clone()]),
            key_range: if key_range.is_empty() { block.range.start..block.word_range.end } else { key_range },
            kind: block.word.clone(),
            kind_range: block.word_range.clone(),
            fields: BTreeMap::new(),
            faults: Vec::new(),
        };
        if !entry.key.is_empty() && !parser.unread().starts_with(',') && !parser.unread().trim().is_empty() {
            let message = format!("no comma follows the key `{}`", entry.key);
            entry.faults.push(SyntaxFault { range: entry.key_range.clone(), message });
        }
        while let Some(part) = parser.next_part() {
            match part {
                EntryPart::Field(field) => entry.add_field(field, text, macros),
                EntryPart::Fault(fault) => entry.faults.push(fault),
            }
        }
        entry
    }

    /// The value of a field; `None` if it is absent or blank.
    pub(super) fn get(&self, name: &str) -> Option<&FieldValue> {
        self.fields.get(name).filter(|value| !value.tex.trim().is_empty())
    }

    /// The bytes of a value, also of a blank one.
    pub(super) fn range(&self, name: &str) -> Option<Range<usize>> {
        self.fields.get(name).map(|value| value.range.clone())
    }

    /// The value of the first of these fields that is present and not blank.
    pub(super) fn first(&self, names: &[&str]) -> Option<&FieldValue> {
        names.iter().find_map(|name| self.get(name))
    }

    fn add_field(&mut self, field: RawField, text: &str, macros: &mut StringMacros<'_>) {
        let RawField { name, pieces, range, is_open } = field;
        if is_open {
            let message = format!("nothing closes the value of `{name}`, so it reaches to the end of the entry");
            self.faults.push(SyntaxFault { range: range.clone(), message });
        }
        if self.fields.get(&name).is_some_and(|value| !value.tex.trim().is_empty()) {
            let message = format!("`{name}` is given twice; the first one counts");
            self.faults.push(SyntaxFault { range, message });
            return;
        }
        match expand(text, &pieces, macros, &mut self.faults) {
            Ok(tex) => {
                self.fields.insert(name, FieldValue { tex, range });
            }
            Err(message) => self.faults.push(SyntaxFault { range, message }),
        }
    }
}

/// Reads the definitions of an `@string` block.
pub(super) fn define_macros(text: &str, block: &Block, macros: &mut StringMacros<'_>) -> Vec<SyntaxFault> {
    let mut parser = FieldParser { text, offset: block.content.start, end: block.content.end, is_open: false };
    let mut faults = Vec::new();
    while let Some(part) = parser.next_part() {
        match part {
            EntryPart::Field(field) => match expand(text, &field.pieces, macros, &mut faults) {
                Ok(value) => macros.define(&field.name, value),
                Err(message) => {
                    faults.push(SyntaxFault { range: field.range, message });
                    // The name stands for itself, so that its uses are no further faults.
                    macros.define(&field.name, field.name.clone());
                }
            },
            EntryPart::Fault(fault) => faults.push(fault),
        }
    }
    faults
}

/// The pieces of a value joined. The name of an unknown macro stands for itself, with a fault: for most readers the name
/// of a journal's macro is better than no journal.
fn expand(
    text: &str,
    pieces: &[ValuePiece],
    macros: &mut StringMacros<'_>,
    faults: &mut Vec<SyntaxFault>,
) -> Result<String, String> {
    let mut value = String::new();
    for piece in pieces {
        match piece {
            ValuePiece::Text(range) => value.push_str(&text[range.clone()]),
            ValuePiece::Macro(range) => {
                let name = &text[range.clone()];
                match macros.resolve(name) {
                    Some(content) => value.push_str(content),
                    None => {
                        faults.push(SyntaxFault { range: range.clone(), message: unknown_macro(name) });
                        value.push_str(name);
                    }
                }
            }
        }
        if value.len() > LONGEST_VALUE {
            return Err(format!(
                "with its macros put in, the value has more than {LONGEST_VALUE} bytes, so it is left out; write a shorter one"
            ));
        }
    }
    Ok(value)
}

fn unknown_macro(name: &str) -> String {
    format!("`{name}` is neither in braces or quotes nor defined by an `@string`, so it is read as it stands")
}

/// A field before its macros are expanded.
struct RawField {
    /// In lower case, runs of blanks as one space.
    name: String,
    /// The pieces that `#` joins.
    pieces: Vec<ValuePiece>,
    range: Range<usize>,
    /// Whether the quotes or the brace of a piece are not closed.
    is_open: bool,
}

enum ValuePiece {
    /// The bytes within braces or quotes, or a number.
    Text(Range<usize>),
    /// The bytes of a macro's name.
    Macro(Range<usize>),
}

enum EntryPart {
    Field(RawField),
    Fault(SyntaxFault),
}

/// Reads the content of one block from `offset` to `end`.
struct FieldParser<'t> {
    text: &'t str,
    offset: usize,
    end: usize,
    /// Whether a piece of the value that is read is not closed.
    is_open: bool,
}

impl FieldParser<'_> {
    fn unread(&self) -> &str {
        &self.text[self.offset..self.end]
    }

    fn skip_blanks(&mut self) {
        self.offset += self.unread().len() - self.unread().trim_start().len();
    }

    /// Reads the key and the comma behind it. Empty if the content begins with a field.
    fn key(&mut self) -> Range<usize> {
        self.skip_blanks();
        let start = self.offset;
        let head = &self.unread()[..self.unread().find([',', '=', '{', '"']).unwrap_or(self.unread().len())];
        let behind_head = &self.unread()[head.len()..];
        let has_value = behind_head.strip_prefix('=').is_some_and(|value| {
            value.trim_start().starts_with(|c: char| matches!(c, '{' | '"') || c.is_ascii_digit())
        });
        if has_value {
            // Either there is no key, or the comma behind it is missing: then two words stand before the `=`.
            let key = head.split_whitespace().next().filter(|key| key.len() < head.trim_end().len());
            self.offset += key.map_or(0, str::len);
            return start..self.offset;
        }
        let length = self.unread().find(',').unwrap_or(self.unread().len());
        let key = self.unread()[..length].trim_end().len();
        self.offset += length;
        start..start + key
    }

    /// The next field, or the fault in its place; `None` at the end.
    fn next_part(&mut self) -> Option<EntryPart> {
        while let Some(first) = self.unread().chars().next() {
            match first {
                // A comment reaches to the end of its line.
                '%' => self.offset += self.unread().find('\n').unwrap_or(self.unread().len()),
                ',' => self.offset += 1,
                _ if first.is_whitespace() => self.offset += first.len_utf8(),
                _ => break,
            }
        }
        if self.unread().is_empty() {
            return None;
        }
        let start = self.offset;
        let name_length = self.unread().find(['=', ',', '{', '}', '"', '#']).unwrap_or(self.unread().len());
        let name = one_line(&self.unread()[..name_length]).to_lowercase();
        self.offset += name_length;
        if name.is_empty() || !self.unread().starts_with('=') {
            return Some(EntryPart::Fault(self.skip_junk(start)));
        }
        self.offset += 1;
        self.skip_blanks();
        let value_start = self.offset;
        let pieces = self.pieces();
        let range = value_start..self.offset.max(value_start + 1).min(self.end.max(value_start));
        let is_open = std::mem::take(&mut self.is_open);
        Some(EntryPart::Field(RawField { name, pieces, range, is_open }))
    }

    /// Reads pieces and the `#` between them. A value that is missing gives none.
    fn pieces(&mut self) -> Vec<ValuePiece> {
        let mut pieces = Vec::new();
        loop {
            self.skip_blanks();
            pieces.extend(self.piece());
            let value_end = self.offset;
            self.skip_blanks();
            if !self.unread().starts_with('#') {
                self.offset = value_end;
                return pieces;
            }
            self.offset += 1;
        }
    }

    fn piece(&mut self) -> Option<ValuePiece> {
        let start = self.offset;
        match self.unread().as_bytes().first()? {
            b'{' => Some(self.enclosed(group_length(self.unread()))),
            b'"' => Some(self.enclosed(quoted_length(self.unread()))),
            _ => {
                let length = self.unread().find(|c: char| c.is_whitespace() || ",#{}\"=".contains(c));
                self.offset += length.unwrap_or(self.unread().len());
                let word = &self.text[start..self.offset];
                match word.bytes().all(|byte| byte.is_ascii_digit()) {
                    _ if word.is_empty() => None,
                    true => Some(ValuePiece::Text(start..self.offset)),
                    false => Some(ValuePiece::Macro(start..self.offset)),
                }
            }
        }
    }

    /// Reads a piece in braces or quotes of this length. One that nothing closes has the rest of the entry.
    fn enclosed(&mut self, length: Option<usize>) -> ValuePiece {
        let start = self.offset;
        self.is_open |= length.is_none();
        self.offset = length.map_or(self.end, |length| start + length);
        ValuePiece::Text(start + 1..length.map_or(self.end, |_| self.offset - 1))
    }

    /// Skips text that is no field, up to the next comma outside of braces.
    fn skip_junk(&mut self, start: usize) -> SyntaxFault {
        while let Some(first) = self.unread().chars().next() {
            match first {
                ',' => break,
                '{' => self.offset += group_length(self.unread()).unwrap_or(self.unread().len()),
                _ => self.offset += first.len_utf8(),
            }
        }
        let junk: String = self.text[start..self.offset].trim().chars().take(40).collect();
        let message = format!("`{junk}` is not a field such as `year = {{2020}}`, so it is left out");
        SyntaxFault { range: start..self.offset, message }
    }
}

/// The length of the group that opens at the start of the text, both braces included; `None` if nothing closes it. A
/// brace behind a backslash is text.
pub(super) fn group_length(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut depth = 0_usize;
    let mut offset = 0;
    while offset < bytes.len() {
        match bytes[offset] {
            b'\\' => offset += 1,
            b'{' => depth += 1,
            b'}' if depth <= 1 => return Some(offset + 1),
            b'}' => depth -= 1,
            _ => {}
        }
        offset += 1;
    }
    None
}

/// The length of the value in quotes at the start of the text; `None` if nothing closes it. A quote within braces is text.
fn quoted_length(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut depth = 0_usize;
    let mut offset = 1;
    while offset < bytes.len() {
        match bytes[offset] {
            b'\\' => offset += 1,
            b'{' => depth += 1,
            b'}' => depth = depth.saturating_sub(1),
            b'"' if depth == 0 => return Some(offset + 1),
            _ => {}
        }
        offset += 1;
    }
    None
}

//! [`JsonFields`]: the fields of a JSON object in order, each value borrowed from the file, so that a finding can point
//! at it.
//!
//! `serde_json::Value` would lose the places of values, repeated names, and how a number is written (`1.10`).

use std::borrow::Cow;
use std::fmt;
use std::ops::Range;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

use wellpress_diagnostics::ControlCharacter;

/// Names with raw values in the order of the file. A name may occur twice, which a map would hide.
pub(super) struct JsonFields<'t>(pub(super) Vec<(Cow<'t, str>, &'t RawValue)>);

/// Parses a text that is one object.
pub(super) fn fields(text: &str) -> Result<JsonFields<'_>, serde_json::Error> {
    serde_json::from_str(text)
}

impl<'t> JsonFields<'t> {
    /// The first value of this name that is not `null`.
    pub(super) fn get(&self, name: &str) -> Option<&'t RawValue> {
        self.0.iter().find(|(key, value)| key == name && value.get() != "null").map(|(_, value)| *value)
    }
}

impl<'de: 't, 't> Deserialize<'de> for JsonFields<'t> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(JsonFieldsVisitor).map(JsonFields)
    }
}

struct JsonFieldsVisitor;

impl<'de> Visitor<'de> for JsonFieldsVisitor {
    type Value = Vec<(Cow<'de, str>, &'de RawValue)>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut fields = Vec::new();
        while let Some(FieldName(name)) = map.next_key::<FieldName<'de>>()? {
            fields.push((name, map.next_value()?));
        }
        Ok(fields)
    }
}

/// The name of a field, borrowed if it has no escapes. Serde would always copy into a bare `Cow`.
#[derive(serde::Deserialize)]
struct FieldName<'t>(#[serde(borrow)] Cow<'t, str>);

/// The byte range of a value in the `file` from which it was borrowed, found by comparing addresses: `RawValue` keeps
/// no offset.
pub(super) fn range(file: &str, value: &RawValue) -> Range<usize> {
    let start = (value.get().as_ptr() as usize).saturating_sub(file.as_ptr() as usize);
    start..start + value.get().len()
}

/// The error of [`text`]: the value is an object or a boolean.
#[derive(Debug)]
pub(super) struct NotText;

/// A value as text: a string, a number as it is written, or the first value of a list. `None` if it is `null` or blank.
///
/// Lists are taken because Crossref gives titles as lists of one.
pub(super) fn text(value: &RawValue) -> Result<Option<String>, NotText> {
    let raw = value.get();
    match raw.as_bytes().first() {
        Some(b'"') => {
            let text: String = serde_json::from_str(raw).map_err(|_| NotText)?;
            // An escape can put a control character into it, which no page may have.
            let text = ControlCharacter::blanked_in(&text).into_owned();
            Ok(Some(text).filter(|text| !text.trim().is_empty()))
        }
        Some(b'-' | b'0'..=b'9') => Ok(Some(raw.to_owned())),
        Some(b'n') => Ok(None),
        Some(b'[') => match list(value).first() {
            // One level only, so that lists in lists cannot exhaust the stack.
            Some(first) if !first.get().starts_with('[') => text(first),
            _ => Ok(None),
        },
        _ => Err(NotText),
    }
}

/// The values of a list; empty if the value is not a list.
pub(super) fn list(value: &RawValue) -> Vec<&RawValue> {
    serde_json::from_str(value.get()).unwrap_or_default()
}

/// Whether a value means yes. CSL allows `true`, `1` and any words, such as `"circa": "ca."`.
pub(super) fn is_true(value: &RawValue) -> bool {
    !matches!(value.get(), "false" | "null" | "0" | "\"\"" | "\"0\"" | "\"false\"")
}

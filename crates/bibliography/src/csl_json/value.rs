//! An object of JSON as its fields in order, each value as it stands in the file, so that a finding points at it.

use std::borrow::Cow;
use std::fmt;
use std::ops::Range;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

/// The fields of an object.
pub(super) struct Fields<'t>(pub(super) Vec<(Cow<'t, str>, &'t RawValue)>);

/// The fields of the object that a text is.
pub(super) fn fields(text: &str) -> Result<Fields<'_>, serde_json::Error> {
    serde_json::from_str(text)
}

impl<'t> Fields<'t> {
    /// The first value of this name that is not `null`.
    pub(super) fn get(&self, name: &str) -> Option<&'t RawValue> {
        self.0.iter().find(|(key, value)| key == name && value.get() != "null").map(|(_, value)| *value)
    }
}

impl<'de: 't, 't> Deserialize<'de> for Fields<'t> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(FieldsVisitor).map(Fields)
    }
}

struct FieldsVisitor;

impl<'de> Visitor<'de> for FieldsVisitor {
    type Value = Vec<(Cow<'de, str>, &'de RawValue)>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut fields = Vec::new();
        while let Some(name) = map.next_key::<Name<'de>>()? {
            fields.push((name.0, map.next_value()?));
        }
        Ok(fields)
    }
}

/// A field's name, borrowed where it has no escapes.
struct Name<'t>(Cow<'t, str>);

impl<'de: 't, 't> Deserialize<'de> for Name<'t> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct NameVisitor;
        impl<'de> Visitor<'de> for NameVisitor {
            type Value = Cow<'de, str>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a field's name")
            }

            fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Self::Value, E> {
                Ok(Cow::Borrowed(text))
            }

            fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
                Ok(Cow::Owned(text.to_owned()))
            }
        }
        deserializer.deserialize_str(NameVisitor).map(Name)
    }
}

/// Where a value stands in the file that it was borrowed from.
pub(super) fn range(file: &str, value: &RawValue) -> Range<usize> {
    let start = (value.get().as_ptr() as usize).saturating_sub(file.as_ptr() as usize);
    start..start + value.get().len()
}

/// A value as text: a string, a number as it is written, the first of a list. Nothing where it is `null` or empty, and an
/// error where it is something else.
pub(super) fn text(value: &RawValue) -> Result<Option<String>, ()> {
    let raw = value.get();
    match raw.as_bytes().first() {
        Some(b'"') => {
            let text: String = serde_json::from_str(raw).map_err(|_| ())?;
            Ok(Some(text).filter(|text| !text.trim().is_empty()))
        }
        Some(b'-' | b'0'..=b'9') => Ok(Some(raw.to_owned())),
        Some(b'n') => Ok(None),
        Some(b'[') => match list(value).first() {
            Some(first) if !first.get().starts_with('[') => text(first),
            _ => Ok(None),
        },
        _ => Err(()),
    }
}

/// The values of a list; none where it is no list.
pub(super) fn list(value: &RawValue) -> Vec<&RawValue> {
    serde_json::from_str(value.get()).unwrap_or_default()
}

/// Whether a value says yes: `true`, `1`, or words that are not empty.
pub(super) fn is_true(value: &RawValue) -> bool {
    !matches!(value.get(), "false" | "null" | "0" | "\"\"" | "\"0\"" | "\"false\"")
}

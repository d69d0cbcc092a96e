//! The fields of front matter that the settings declare for a section, as they are written. Their types are for `model`.

use std::collections::BTreeMap;
use std::fmt;

use serde::de::{MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};

use wellpress_diagnostics::yaml::Located;
use wellpress_diagnostics::{Source, Span};

use crate::parse::document::FrontTextId;

/// A field with the value that the author wrote.
#[derive(Debug, Clone, PartialEq)]
pub struct WrittenField {
    /// The key.
    pub name: String,
    /// The value with its place.
    pub value: Located<RawValue>,
}

/// A value of YAML.
#[derive(Debug, Clone, PartialEq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum RawValue {
    Null,
    Boolean(bool),
    Number(f64),
    Text(String),
    /// A text or an address that was parsed as Markdown.
    Markdown(FrontTextId),
    List(Vec<Located<RawValue>>),
    /// In the author's order.
    Map(Vec<(String, Located<RawValue>)>),
}

impl RawValue {
    /// Whether nothing is written, or a text, a list or a map with nothing in it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        match self {
            Self::Null => true,
            Self::Text(text) => text.trim().is_empty(),
            Self::List(items) => items.is_empty(),
            Self::Map(entries) => entries.is_empty(),
            Self::Boolean(_) | Self::Number(_) | Self::Markdown(_) => false,
        }
    }

    /// A value of one word or text, whose place is `span`, as its author wrote it: as in every text of front matter, quotes may be
    /// left out. `None` for lists, maps and nothing.
    #[must_use]
    pub fn written_text(&self, source: &Source, span: Span) -> Option<String> {
        match self {
            Self::Text(text) => Some(text.clone()),
            Self::Number(_) | Self::Boolean(_) | Self::Markdown(_) => Some(source.text.get(span.range())?.to_owned()),
            Self::Null | Self::List(_) | Self::Map(_) => None,
        }
    }

    /// Changes each text in it.
    pub(in crate::parse) fn for_each_text(&mut self, change: &mut dyn FnMut(&mut String)) {
        match self {
            Self::Text(text) => change(text),
            Self::List(items) => items.iter_mut().for_each(|item| item.value.for_each_text(change)),
            Self::Map(entries) => entries.iter_mut().for_each(|(_, value)| value.value.for_each_text(change)),
            Self::Null | Self::Boolean(_) | Self::Number(_) | Self::Markdown(_) => {}
        }
    }
}

/// The fields of a document, in the order of their names.
pub(super) type WrittenFields = BTreeMap<String, Located<RawValue>>;

impl<'de> Deserialize<'de> for RawValue {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(RawValueVisitor)
    }
}

struct RawValueVisitor;

impl<'de> Visitor<'de> for RawValueVisitor {
    type Value = RawValue;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_unit<E>(self) -> Result<RawValue, E> {
        Ok(RawValue::Null)
    }

    fn visit_none<E>(self) -> Result<RawValue, E> {
        Ok(RawValue::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<RawValue, E> {
        Ok(RawValue::Boolean(value))
    }

    #[expect(clippy::cast_precision_loss, reason = "no number of front matter has sixteen digits")]
    fn visit_i64<E>(self, value: i64) -> Result<RawValue, E> {
        Ok(RawValue::Number(value as f64))
    }

    #[expect(clippy::cast_precision_loss, reason = "no number of front matter has sixteen digits")]
    fn visit_u64<E>(self, value: u64) -> Result<RawValue, E> {
        Ok(RawValue::Number(value as f64))
    }

    fn visit_f64<E>(self, value: f64) -> Result<RawValue, E> {
        Ok(RawValue::Number(value))
    }

    fn visit_str<E>(self, value: &str) -> Result<RawValue, E> {
        Ok(RawValue::Text(value.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<RawValue, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element()? {
            list.push(item);
        }
        Ok(RawValue::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<RawValue, A::Error> {
        let mut map = Vec::new();
        while let Some(entry) = entries.next_entry()? {
            map.push(entry);
        }
        Ok(RawValue::Map(map))
    }
}

//! [`YamlNode`]: one entry as a tree in which every value has its position, so that a finding points at the value and
//! not at the entry. The meaning of the values is left to [`super::convert`].

use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, SeqAccess, Visitor};
use serde_yaml::{Spanned, budget, options};

use wellpress_diagnostics::ControlCharacter;
use wellpress_diagnostics::yaml::in_plain_words;

/// Line and column in the text of an entry, both from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct YamlPosition {
    pub(super) line: usize,
    /// Counted in characters, not in bytes.
    pub(super) column: usize,
}

impl YamlPosition {
    pub(super) const START: Self = Self { line: 1, column: 1 };

    fn of(location: &serde_yaml::Location) -> Self {
        Self { line: index(location.line()), column: index(location.column()) }
    }
}

/// A value with the position at which it starts.
#[derive(Debug, Clone)]
pub(super) struct YamlNode {
    pub(super) value: YamlValue,
    pub(super) position: YamlPosition,
}

#[derive(Debug, Clone)]
pub(super) enum YamlValue {
    Text(String),
    /// A number or a boolean. Its value is dropped, because the parser has already changed `1.10` and `007`: they are
    /// read from the text again.
    Number,
    Nothing,
    List(Vec<YamlNode>),
    Map(Vec<(YamlNode, YamlNode)>),
}

/// A mistake that keeps a text from being YAML, in words for its author.
pub(super) struct YamlError {
    pub(super) position: YamlPosition,
    pub(super) message: String,
}

/// Parses a YAML document. Deep nesting, very many nodes and anchors are refused before they take memory: with nested
/// anchors a few lines can expand to gigabytes.
pub(super) fn parse(text: &str) -> Result<YamlNode, YamlError> {
    let options = options! { budget: budget! { max_depth: 32, max_nodes: 20_000, max_anchors: 0 } };
    serde_yaml::from_str_with_options::<YamlNode>(text, options).map_err(|error| {
        let position = error.location().map_or(YamlPosition::START, |location| YamlPosition::of(&location));
        YamlError { position, message: in_plain_words(error.without_snippet()).0 }
    })
}

/// Converts a position of the parser, which counts in 64 bits on every platform. An entry has at most
/// [`LONGEST_ENTRY`](super::LONGEST_ENTRY) bytes.
fn index(position: u64) -> usize {
    usize::try_from(position).expect("positions in an entry of limited length fit")
}

impl<'de> Deserialize<'de> for YamlNode {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let Spanned { value, referenced, .. } = Spanned::<YamlValue>::deserialize(deserializer)?;
        Ok(Self { value, position: YamlPosition::of(&referenced) })
    }
}

impl<'de> Deserialize<'de> for YamlValue {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(YamlVisitor)
    }
}

struct YamlVisitor;

impl<'de> Visitor<'de> for YamlVisitor {
    type Value = YamlValue;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("text, a list or a map")
    }

    fn visit_bool<E>(self, _: bool) -> Result<YamlValue, E> {
        Ok(YamlValue::Number)
    }

    fn visit_i64<E>(self, _: i64) -> Result<YamlValue, E> {
        Ok(YamlValue::Number)
    }

    fn visit_u64<E>(self, _: u64) -> Result<YamlValue, E> {
        Ok(YamlValue::Number)
    }

    fn visit_f64<E>(self, _: f64) -> Result<YamlValue, E> {
        Ok(YamlValue::Number)
    }

    fn visit_str<E>(self, text: &str) -> Result<YamlValue, E> {
        // An escape can put a control character into it, which no page may have.
        Ok(YamlValue::Text(ControlCharacter::blanked_in(text).into_owned()))
    }

    fn visit_unit<E>(self) -> Result<YamlValue, E> {
        Ok(YamlValue::Nothing)
    }

    fn visit_none<E>(self) -> Result<YamlValue, E> {
        Ok(YamlValue::Nothing)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<YamlValue, D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<YamlValue, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element()? {
            list.push(item);
        }
        Ok(YamlValue::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<YamlValue, A::Error> {
        let mut map = Vec::new();
        while let Some(entry) = entries.next_entry()? {
            map.push(entry);
        }
        Ok(YamlValue::Map(map))
    }
}

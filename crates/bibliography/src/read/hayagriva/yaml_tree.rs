//! One YAML entry as a tree whose every value knows its place, so that a finding points at the value and not at the entry.

use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, SeqAccess, Visitor};
use serde_yaml::{Spanned, budget, options};

use wellpress_diagnostics::yaml::in_plain_words;

/// A value with the line and column, from 1, at which it starts in its text.
#[derive(Debug, Clone)]
pub(super) struct YamlNode {
    pub(super) value: YamlValue,
    pub(super) line: usize,
    pub(super) column: usize,
}

/// A value of YAML. Numbers keep no digits here: `1.10` and `007` are read from the text again.
#[derive(Debug, Clone)]
pub(super) enum YamlValue {
    Text(String),
    Number,
    Nothing,
    List(Vec<YamlNode>),
    Map(Vec<(YamlNode, YamlNode)>),
}

/// Why a text is no YAML: line, column (from 1) and message.
pub(super) type YamlFault = (usize, usize, String);

/// Reads a YAML document. Deep nesting and anchors are refused before they cost anything.
pub(super) fn parse(text: &str) -> Result<YamlNode, YamlFault> {
    let options = options! { budget: budget! { max_depth: 32, max_nodes: 20_000, max_anchors: 0 } };
    serde_yaml::from_str_with_options::<YamlNode>(text, options).map_err(|error| {
        let place = error.location().map_or((1, 1), |place| (size(place.line()), size(place.column())));
        (place.0, place.1, in_plain_words(error.without_snippet()).0)
    })
}

fn size(value: u64) -> usize {
    usize::try_from(value).unwrap_or(usize::MAX)
}

impl<'de> Deserialize<'de> for YamlNode {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let Spanned { value, referenced, .. } = Spanned::<YamlValue>::deserialize(deserializer)?;
        Ok(Self { value, line: size(referenced.line()), column: size(referenced.column()) })
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
        Ok(YamlValue::Text(text.to_owned()))
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

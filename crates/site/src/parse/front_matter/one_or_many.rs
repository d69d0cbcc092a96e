//! [`OneOrMany`]: a field of front matter that takes one word or a list of them: mostly ids, in one field credentials.

use std::borrow::Cow;
use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::{SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};

use wellpress_diagnostics::yaml::Located;
use wellpress_diagnostics::{Source, Span};

/// A value or a list of values: `broader: pain` and `broader: [pain, neck]`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct OneOrMany {
    /// The values in their order.
    pub values: Vec<String>,
    /// The place of the whole value.
    pub span: Span,
}

impl OneOrMany {
    /// The values, each with its own place in `source`. A value that the YAML spells in another way, such as with an escape, has the
    /// place of the whole value.
    #[must_use]
    pub fn located(&self, source: &Source) -> Vec<Located<String>> {
        // Each value is searched behind the one before, since a value can occur twice or be a part of another.
        let mut search_start = self.span.start as usize;
        let mut located = Vec::with_capacity(self.values.len());
        for value in &self.values {
            let offset = source.text[search_start..].find(value.as_str()).map(|offset| search_start + offset);
            let range = offset.map_or(self.span.range(), |start| start..start + value.len());
            search_start = range.end.min(source.text.len());
            located.push(Located { value: value.clone(), span: Span::new(range) });
        }
        located
    }
}

impl<'de> Deserialize<'de> for OneOrMany {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let Located { value: Values(values), span } = Located::<Values>::deserialize(deserializer)?;
        Ok(Self { values, span })
    }
}

impl JsonSchema for OneOrMany {
    fn schema_name() -> Cow<'static, str> {
        "OneOrMany".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({"type": ["string", "array"], "items": {"type": "string"}})
    }
}

struct Values(Vec<String>);

impl<'de> Deserialize<'de> for Values {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ValuesVisitor)
    }
}

struct ValuesVisitor;

impl<'de> Visitor<'de> for ValuesVisitor {
    type Value = Values;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an id or a list of ids")
    }

    fn visit_str<E>(self, value: &str) -> Result<Values, E> {
        Ok(Values(vec![value.to_owned()]))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Values, A::Error> {
        let mut values = Vec::new();
        while let Some(value) = list.next_element()? {
            values.push(value);
        }
        Ok(Values(values))
    }
}

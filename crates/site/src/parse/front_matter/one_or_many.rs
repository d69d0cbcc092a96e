//! [`OneOrMany`]: a field of front matter that takes one id or a list of them.

use std::borrow::Cow;
use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::{SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};

use wellpress_diagnostics::yaml::Located;
use wellpress_diagnostics::{Source, Span};

/// An id or a list of ids: `broader: pain` and `broader: [pain, neck]`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct OneOrMany {
    /// The ids in their order.
    pub ids: Vec<String>,
    /// The place of the whole value.
    pub span: Span,
}

impl OneOrMany {
    /// The ids, each with its own place in `source`. An id that the YAML spells in another way, such as with an escape, has the
    /// place of the whole value.
    #[must_use]
    pub fn located(&self, source: &Source) -> Vec<Located<String>> {
        // Each id is searched behind the one before, since an id can occur twice or be a part of another.
        let mut search_start = self.span.start as usize;
        let mut located = Vec::with_capacity(self.ids.len());
        for id in &self.ids {
            let offset = source.text[search_start..].find(id.as_str()).map(|offset| search_start + offset);
            let range = offset.map_or(self.span.range(), |start| start..start + id.len());
            search_start = range.end.min(source.text.len());
            located.push(Located { value: id.clone(), span: Span::new(range) });
        }
        located
    }
}

impl<'de> Deserialize<'de> for OneOrMany {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let Located { value: Ids(ids), span } = Located::<Ids>::deserialize(deserializer)?;
        Ok(Self { ids, span })
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

struct Ids(Vec<String>);

impl<'de> Deserialize<'de> for Ids {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(IdsVisitor)
    }
}

struct IdsVisitor;

impl<'de> Visitor<'de> for IdsVisitor {
    type Value = Ids;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an id or a list of ids")
    }

    fn visit_str<E>(self, id: &str) -> Result<Ids, E> {
        Ok(Ids(vec![id.to_owned()]))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Ids, A::Error> {
        let mut ids = Vec::new();
        while let Some(id) = list.next_element()? {
            ids.push(id);
        }
        Ok(Ids(ids))
    }
}

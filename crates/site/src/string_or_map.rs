//! [`StringOrMap`]: a value of YAML that authors write as a map or, in short, as one string.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};

/// A map with the keys of `T`, or one string in its place.
#[derive(Debug, Clone)]
pub enum StringOrMap<T> {
    /// The short form.
    String(String),
    /// The map.
    Map(T),
}

/// A map that one string can replace.
pub trait HasShortForm {
    /// Both forms in words, for messages about a value that has neither.
    const FORMS: &'static str;
}

/// An untagged enum of serde would read the same, but its only message is that no variant fits.
impl<'de, T: Deserialize<'de> + HasShortForm> Deserialize<'de> for StringOrMap<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(FormVisitor(PhantomData))
    }
}

struct FormVisitor<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de> + HasShortForm> Visitor<'de> for FormVisitor<T> {
    type Value = StringOrMap<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(T::FORMS)
    }

    fn visit_str<E>(self, text: &str) -> Result<StringOrMap<T>, E> {
        Ok(StringOrMap::String(text.to_owned()))
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<StringOrMap<T>, A::Error> {
        T::deserialize(MapAccessDeserializer::new(map)).map(StringOrMap::Map)
    }
}

impl<T: JsonSchema> JsonSchema for StringOrMap<T> {
    fn schema_name() -> Cow<'static, str> {
        format!("{}OrString", T::schema_name()).into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let map = generator.subschema_for::<T>();
        json_schema!({"anyOf": [map, {"type": "string"}]})
    }
}

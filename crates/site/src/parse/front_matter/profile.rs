//! What only people have, in its short forms too: a portrait by its path, a profile by its address.

use std::borrow::Cow;
use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};

use wellpress_diagnostics::yaml::Located;

use super::Picture;

/// A portrait: a picture, or its path alone, which leaves the alternative text to the name.
#[derive(Debug, Clone)]
pub struct Portrait {
    /// The picture.
    pub picture: Picture,
    /// Whether only its path is written.
    pub is_path_only: bool,
}

/// A profile elsewhere: its title and address, or the address alone, which is then called by its host.
#[derive(Debug, Clone)]
pub struct ProfileLink {
    /// What it says.
    pub title: String,
    /// Where it goes.
    pub url: Located<String>,
}

/// A map, or one string in its place.
enum Short<T> {
    Text(String),
    Whole(T),
}

struct ShortVisitor<T>(&'static str, std::marker::PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for ShortVisitor<T> {
    type Value = Short<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }

    fn visit_str<E>(self, text: &str) -> Result<Short<T>, E> {
        Ok(Short::Text(text.to_owned()))
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Short<T>, A::Error> {
        T::deserialize(MapAccessDeserializer::new(map)).map(Short::Whole)
    }
}

struct ShortPicture(Short<Picture>);

impl<'de> Deserialize<'de> for ShortPicture {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let visitor = ShortVisitor("a picture's path, or `{src, alt}`", std::marker::PhantomData);
        deserializer.deserialize_any(visitor).map(Self)
    }
}

impl<'de> Deserialize<'de> for Portrait {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let Located { value: ShortPicture(short), span } = Located::deserialize(deserializer)?;
        Ok(match short {
            Short::Whole(picture) => Self { picture, is_path_only: false },
            Short::Text(path) => {
                let src = Located { value: path, span };
                Self { picture: Picture { src, alt: None, caption: None, credit: None }, is_path_only: true }
            }
        })
    }
}

#[derive(serde::Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct WholeLink {
    /// What it says.
    title: String,
    /// Where it goes.
    url: Located<String>,
}

struct ShortLink(Short<WholeLink>);

impl<'de> Deserialize<'de> for ShortLink {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let visitor = ShortVisitor("an address, or `{title, url}`", std::marker::PhantomData);
        deserializer.deserialize_any(visitor).map(Self)
    }
}

impl<'de> Deserialize<'de> for ProfileLink {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let Located { value: ShortLink(short), span } = Located::deserialize(deserializer)?;
        Ok(match short {
            Short::Whole(WholeLink { title, url }) => Self { title, url },
            Short::Text(address) => {
                let parsed = url::Url::parse(&address);
                let host =
                    parsed.ok().and_then(|url| url.host_str().map(|host| host.trim_start_matches("www.").to_owned()));
                Self { title: host.unwrap_or_else(|| address.clone()), url: Located { value: address, span } }
            }
        })
    }
}

impl JsonSchema for Portrait {
    fn schema_name() -> Cow<'static, str> {
        "Portrait".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let picture = generator.subschema_for::<Picture>();
        json_schema!({"anyOf": [picture, {"type": "string"}]})
    }
}

impl JsonSchema for ProfileLink {
    fn schema_name() -> Cow<'static, str> {
        "ProfileLink".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let whole = generator.subschema_for::<WholeLink>();
        json_schema!({"anyOf": [whole, {"type": "string"}]})
    }
}

//! [`Portrait`] and [`ProfileLink`]: fields of people that authors write as a map or, in short, as one string.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};

use wellpress_diagnostics::yaml::Located;

use super::Picture;

/// A portrait: a picture, or its path alone. Then the person's name is the alternative text.
#[derive(Debug, Clone)]
pub struct Portrait {
    /// The picture, without any texts if only its path is written.
    pub picture: Picture,
    /// Whether the author wrote the path alone.
    pub is_path_only: bool,
}

/// A profile on another site: a title and an address, or the address alone. Then its host is the title.
#[derive(Debug, Clone)]
pub struct ProfileLink {
    /// The text of the link.
    pub title: String,
    /// The address of the profile.
    pub url: Located<String>,
}

/// A map, or one string in its place.
enum StringOrMap<T> {
    String(String),
    Map(T),
}

/// Reads a [`StringOrMap`]. An untagged enum of serde would do the same, but its only message is that no variant fits.
struct StringOrMapVisitor<T> {
    expected: &'static str,
    map_type: PhantomData<T>,
}

impl<'de, T: Deserialize<'de>> Visitor<'de> for StringOrMapVisitor<T> {
    type Value = StringOrMap<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.expected)
    }

    fn visit_str<E>(self, text: &str) -> Result<StringOrMap<T>, E> {
        Ok(StringOrMap::String(text.to_owned()))
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<StringOrMap<T>, A::Error> {
        T::deserialize(MapAccessDeserializer::new(map)).map(StringOrMap::Map)
    }
}

/// The value of a portrait as written, in a type of its own so that [`Located`] can read it and add its span.
struct PortraitValue(StringOrMap<Picture>);

impl<'de> Deserialize<'de> for PortraitValue {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let visitor = StringOrMapVisitor { expected: "a picture's path, or `{src, alt}`", map_type: PhantomData };
        deserializer.deserialize_any(visitor).map(Self)
    }
}

impl<'de> Deserialize<'de> for Portrait {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let Located { value: PortraitValue(value), span } = Located::deserialize(deserializer)?;
        Ok(match value {
            StringOrMap::Map(picture) => Self { picture, is_path_only: false },
            StringOrMap::String(path) => {
                let src = Located { value: path, span };
                Self { picture: Picture { src, alt: None, caption: None, credit: None }, is_path_only: true }
            }
        })
    }
}

/// The long form of a [`ProfileLink`].
#[derive(serde::Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct ProfileLinkMap {
    /// The text of the link.
    title: String,
    /// The address of the profile.
    url: Located<String>,
}

/// The value of a profile as written, for [`Located`] as well.
struct ProfileLinkValue(StringOrMap<ProfileLinkMap>);

impl<'de> Deserialize<'de> for ProfileLinkValue {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let visitor = StringOrMapVisitor { expected: "an address, or `{title, url}`", map_type: PhantomData };
        deserializer.deserialize_any(visitor).map(Self)
    }
}

impl<'de> Deserialize<'de> for ProfileLink {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let Located { value: ProfileLinkValue(value), span } = Located::deserialize(deserializer)?;
        Ok(match value {
            StringOrMap::Map(ProfileLinkMap { title, url }) => Self { title, url },
            StringOrMap::String(address) => {
                // An address without a host, such as `mailto:` or a path, is its own title.
                let parsed = url::Url::parse(&address);
                let host = parsed.ok().and_then(|url| Some(url.host_str()?.trim_start_matches("www.").to_owned()));
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
        let link = generator.subschema_for::<ProfileLinkMap>();
        json_schema!({"anyOf": [link, {"type": "string"}]})
    }
}

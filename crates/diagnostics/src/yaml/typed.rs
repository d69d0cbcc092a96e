//! Reads a tree of [`Node`]s as any type. It gives the same values, and the same errors at the same places, as serde-saphyr, which is
//! `serde_yaml` in the code; `tests/typed_values.rs` compares them. Each function is small, because the compiler copies it for each type.

use std::cell::Cell;

use serde::de::value::StrDeserializer;
use serde::de::{DeserializeSeed, Deserializer, EnumAccess, MapAccess, SeqAccess, VariantAccess, Visitor};
use serde::de::{Error as _, Unexpected};
use serde_yaml::{Error, Location};

use super::tree::{Node, NodeValue};

/// The name by which a [`Located`](super::Located) asks for the place of its value.
pub(super) const LOCATED: &str = "wellpress_located";

/// Reads `node`, a value of the document `text`, as `seed` does.
pub(super) fn read<T>(
    text: &str,
    node: &Node,
    seed: impl for<'de> DeserializeSeed<'de, Value = T>,
) -> Result<T, Error> {
    seed.deserialize(NodeDeserializer { text, node, places: ErrorLocations { of_value: node.location, of_key: None } })
}

/// Where an error of a value is reported, if it names no place itself.
#[derive(Clone, Copy)]
struct ErrorLocations {
    of_value: Location,
    /// The key of the value. A value of a wrong type is reported there.
    of_key: Option<Location>,
}

impl ErrorLocations {
    #[cold]
    #[inline(never)]
    fn add_to_error(self, mut error: Error) -> Error {
        if error.location().is_some() {
            return error;
        }
        let place = self.of_key.unwrap_or(self.of_value);
        match &mut error {
            Error::Message { location, .. } => *location = self.of_value,
            Error::SerdeInvalidType { location, .. }
            | Error::SerdeInvalidValue { location, .. }
            | Error::SerdeInvalidLength { location, .. }
            | Error::SerdeUnknownVariant { location, .. }
            | Error::SerdeUnknownField { location, .. }
            | Error::SerdeMissingField { location, .. } => *location = place,
            _ => {}
        }
        error
    }
}

#[derive(Clone, Copy)]
struct NodeDeserializer<'a> {
    text: &'a str,
    node: &'a Node,
    places: ErrorLocations,
}

impl<'a> NodeDeserializer<'a> {
    fn child(self, node: &'a Node, key: Option<&Node>) -> Self {
        Self { node, places: ErrorLocations { of_value: node.location, of_key: key.map(|key| key.location) }, ..self }
    }

    #[cold]
    fn unexpected(self, expected: &'static str) -> Error {
        Error::Unexpected { expected, location: self.node.location }
    }

    /// The value as it is written, whatever it would be without a type.
    fn scalar_text(self) -> Result<&'a str, Error> {
        let text = self.node.written(self.text);
        text.ok_or_else(|| self.unexpected("string scalar"))
    }

    fn integer(self, ty: &'static str) -> Result<i128, Error> {
        let invalid = || Error::InvalidScalar { ty, location: self.node.location };
        integer(trimmed(self.scalar_text()?)).ok_or_else(invalid)
    }

    fn list(self) -> Result<&'a [Node], Error> {
        match &self.node.value {
            NodeValue::List(items) => Ok(items),
            NodeValue::Null => Ok(&[]),
            _ => Err(self.unexpected("sequence start")),
        }
    }

    fn map(self) -> Result<&'a [(Node, Node)], Error> {
        match &self.node.value {
            NodeValue::Map(entries) => Ok(entries),
            NodeValue::Null => Ok(&[]),
            _ => Err(self.unexpected("mapping start")),
        }
    }
}

/// Without the blanks that numbers and words in quotes may have around them.
fn trimmed(text: &str) -> &str {
    text.trim_matches([' ', '\t', '\r', '\n'])
}

/// A whole number in decimal digits, or in others behind `0x`, `0o` or `0b`. `_` may stand between two digits; a decimal number does not
/// begin with a zero.
fn integer(text: &str) -> Option<i128> {
    let (sign, digits) = match text.as_bytes().first()? {
        b'-' => (-1, &text[1..]),
        b'+' => (1, &text[1..]),
        _ => (1, text),
    };
    let prefix = digits.get(..2).unwrap_or_default().to_ascii_lowercase();
    let (radix, digits) = match prefix.as_str() {
        "0x" => (16, &digits[2..]),
        "0o" => (8, &digits[2..]),
        "0b" => (2, &digits[2..]),
        _ => (10, digits),
    };
    let is_padded = radix == 10 && digits.starts_with('0') && digits != "0";
    let has_misplaced_underscore = digits.starts_with('_') || digits.ends_with('_') || digits.contains("__");
    if is_padded || has_misplaced_underscore || !digits.bytes().all(|byte| byte == b'_' || byte.is_ascii_alphanumeric())
    {
        return None;
    }
    let magnitude = i128::from_str_radix(&digits.replace('_', ""), radix).ok()?;
    magnitude.checked_mul(sign)
}

/// A number of YAML 1.2.
fn float(text: &str) -> Option<f64> {
    match trimmed(text).to_ascii_lowercase().as_str() {
        ".nan" | "+.nan" | "-.nan" => Some(f64::NAN),
        ".inf" | "+.inf" => Some(f64::INFINITY),
        "-.inf" => Some(f64::NEG_INFINITY),
        _ => trimmed(text).parse().ok().filter(|number: &f64| number.is_finite()),
    }
}

macro_rules! deserialize_integers {
    ($($method:ident $visit:ident $type:ident)*) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
            let invalid = |_| Error::InvalidScalar { ty: stringify!($type), location: self.node.location };
            visitor.$visit($type::try_from(self.integer(stringify!($type))?).map_err(invalid)?)
        }
    )*};
}

impl<'de> Deserializer<'de> for NodeDeserializer<'_> {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match &self.node.value {
            NodeValue::Null => visitor.visit_unit(),
            NodeValue::Boolean(value) => visitor.visit_bool(*value),
            NodeValue::Signed(value) => visitor.visit_i64(*value),
            NodeValue::Unsigned(value) => visitor.visit_u64(*value),
            NodeValue::Float(value) if value.is_finite() => visitor.visit_f64(*value),
            NodeValue::Float(_) => {
                Err(Error::NonFiniteFloat { value: self.scalar_text()?.to_owned(), location: self.node.location })
            }
            NodeValue::Text(value) => visitor.visit_str(value),
            NodeValue::List(items) => visitor.visit_seq(Items { parent: self, items: items.iter() }),
            NodeValue::Map(_) => self.deserialize_map(visitor),
        }
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match trimmed(self.scalar_text()?) {
            word if word.eq_ignore_ascii_case("true") => visitor.visit_bool(true),
            word if word.eq_ignore_ascii_case("false") => visitor.visit_bool(false),
            _ => Err(Error::InvalidBooleanStrict { location: self.node.location }),
        }
    }

    deserialize_integers! {
        deserialize_i8 visit_i8 i8
        deserialize_i16 visit_i16 i16
        deserialize_i32 visit_i32 i32
        deserialize_i64 visit_i64 i64
        deserialize_i128 visit_i128 i128
        deserialize_u8 visit_u8 u8
        deserialize_u16 visit_u16 u16
        deserialize_u32 visit_u32 u32
        deserialize_u64 visit_u64 u64
        deserialize_u128 visit_u128 u128
    }

    fn deserialize_f32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.deserialize_f64(visitor)
    }

    fn deserialize_f64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        let invalid = || Error::InvalidScalar { ty: "floating point", location: self.node.location };
        visitor.visit_f64(float(self.scalar_text()?).ok_or_else(invalid)?)
    }

    fn deserialize_char<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.deserialize_str(visitor)
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.node.value {
            NodeValue::Null => Err(Error::NullIntoString { location: self.node.location }),
            _ => visitor.visit_str(self.scalar_text()?),
        }
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.deserialize_str(visitor)
    }

    fn deserialize_bytes<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Error> {
        Err(Error::invalid_type(Unexpected::Other("a value of YAML"), &"bytes"))
    }

    fn deserialize_byte_buf<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.deserialize_bytes(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.node.value {
            NodeValue::Null => visitor.visit_none(),
            _ => visitor.visit_some(self),
        }
    }

    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.node.value {
            NodeValue::Null => visitor.visit_unit(),
            _ => Err(Error::UnexpectedValueForUnit { location: self.node.location }),
        }
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Error> {
        self.deserialize_unit(visitor)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, name: &'static str, visitor: V) -> Result<V::Value, Error> {
        match name {
            LOCATED => visitor.visit_seq(LocatedParts { node: self, part: 0 }),
            _ => visitor.visit_newtype_struct(self),
        }
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_seq(Items { parent: self, items: self.list()?.iter() })
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, length: usize, visitor: V) -> Result<V::Value, Error> {
        let items = self.list()?;
        if items.len() > length {
            return Err(self.places.add_to_error(Error::invalid_length(items.len(), &visitor)));
        }
        self.deserialize_seq(visitor)
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        length: usize,
        visitor: V,
    ) -> Result<V::Value, Error> {
        self.deserialize_tuple(length, visitor)
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        let entries = self.map()?;
        // A missing key is reported at the last key of the map; if the map is null, at the key that has no value.
        let is_null = matches!(self.node.value, NodeValue::Null);
        let last_key = Cell::new(if is_null { self.places.of_key } else { Some(self.node.location) });
        let entries = Entries { parent: self, entries: entries.iter(), entry: None, last_key: &last_key };
        visitor.visit_map(entries).map_err(|error| match (&error, last_key.get()) {
            (&Error::SerdeMissingField { field, .. }, Some(location)) if error.location().is_none() => {
                Error::SerdeMissingField { field, location }
            }
            _ => error,
        })
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        self.deserialize_map(visitor)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        let location = self.node.location;
        match &self.node.value {
            NodeValue::List(_) => Err(Error::ExternallyTaggedEnumExpectedScalarOrMapping { location }),
            NodeValue::Map(entries) => {
                let Some((key, value)) = entries.first() else {
                    return Err(Error::ExpectedStringKeyForExternallyTaggedEnum { location });
                };
                let Some(name) = key.written(self.text) else {
                    return Err(Error::ExpectedStringKeyForExternallyTaggedEnum { location: key.location });
                };
                let second = entries.get(1).map(|(key, _)| key.location);
                let value = visitor.visit_enum(Variant {
                    name,
                    location: key.location,
                    value: Some(self.child(value, None)),
                })?;
                match second {
                    Some(location) => Err(Error::ExpectedMappingEndAfterEnumVariantValue { location }),
                    None => Ok(value),
                }
            }
            _ => visitor.visit_enum(Variant { name: self.scalar_text()?, location, value: None }),
        }
    }

    fn deserialize_identifier<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.deserialize_str(visitor)
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_unit()
    }
}

/// The items of a list.
struct Items<'a> {
    parent: NodeDeserializer<'a>,
    items: std::slice::Iter<'a, Node>,
}

impl<'de> SeqAccess<'de> for Items<'_> {
    type Error = Error;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Error> {
        let Some(item) = self.items.next() else { return Ok(None) };
        let item = self.parent.child(item, None);
        seed.deserialize(item).map(Some).map_err(|error| item.places.add_to_error(error))
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.items.len())
    }
}

/// The keys and values of a map.
struct Entries<'a> {
    parent: NodeDeserializer<'a>,
    entries: std::slice::Iter<'a, (Node, Node)>,
    /// The entry whose key was read last.
    entry: Option<&'a (Node, Node)>,
    last_key: &'a Cell<Option<Location>>,
}

impl<'de> MapAccess<'de> for Entries<'_> {
    type Error = Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Error> {
        self.entry = self.entries.next();
        let Some((key, _)) = self.entry else { return Ok(None) };
        self.last_key.set(Some(key.location));
        let key = self.parent.child(key, None);
        seed.deserialize(key).map(Some).map_err(|error| key.places.add_to_error(error))
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Error> {
        let Some((key, value)) = self.entry else {
            return Err(Error::ValueRequestedBeforeKey { location: self.parent.node.location });
        };
        let value = self.parent.child(value, Some(key));
        seed.deserialize(value).map_err(|error| value.places.add_to_error(error))
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.entries.len())
    }
}

/// One of an enum's variants by its name, with the value below the name if it is a key.
struct Variant<'a> {
    name: &'a str,
    location: Location,
    value: Option<NodeDeserializer<'a>>,
}

impl<'de, 'a> EnumAccess<'de> for Variant<'a> {
    type Error = Error;
    type Variant = Payload<'a>;

    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Result<(V::Value, Self::Variant), Error> {
        let places = ErrorLocations { of_value: self.location, of_key: None };
        let variant = seed.deserialize(StrDeserializer::new(self.name)).map_err(|error| places.add_to_error(error))?;
        Ok((variant, Payload(self.value)))
    }
}

/// What stands below the name of a variant.
struct Payload<'a>(Option<NodeDeserializer<'a>>);

impl<'a> Payload<'a> {
    fn require(self, what: &str) -> Result<NodeDeserializer<'a>, Error> {
        self.0.ok_or_else(|| Error::custom(format_args!("{what} belong behind this word and a colon")))
    }
}

impl<'de> VariantAccess<'de> for Payload<'_> {
    type Error = Error;

    fn unit_variant(self) -> Result<(), Error> {
        match self.0.map(|value| (&value.node.value, value.node.location)) {
            None | Some((NodeValue::Null, _)) => Ok(()),
            Some((_, location)) => Err(Error::UnexpectedValueForUnitEnumVariant { location }),
        }
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, Error> {
        let value = self.require("values")?;
        seed.deserialize(value).map_err(|error| value.places.add_to_error(error))
    }

    fn tuple_variant<V: Visitor<'de>>(self, length: usize, visitor: V) -> Result<V::Value, Error> {
        self.require("items")?.deserialize_tuple(length, visitor)
    }

    fn struct_variant<V: Visitor<'de>>(self, _: &'static [&'static str], visitor: V) -> Result<V::Value, Error> {
        self.require("keys")?.deserialize_map(visitor)
    }
}

/// The three parts that a [`Located`](super::Located) asks for, as a sequence: the first byte, the byte behind the last, the value.
struct LocatedParts<'a> {
    node: NodeDeserializer<'a>,
    part: u8,
}

impl<'de> SeqAccess<'de> for LocatedParts<'_> {
    type Error = Error;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Error> {
        self.part += 1;
        let byte = |byte: usize| serde::de::value::UsizeDeserializer::new(byte);
        let node = self.node.node;
        match self.part {
            1 => seed.deserialize(byte(node.start())).map(Some),
            2 => seed.deserialize(byte(node.end())).map(Some),
            3 => seed.deserialize(self.node).map(Some),
            _ => Ok(None),
        }
    }
}

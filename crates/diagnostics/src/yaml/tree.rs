//! YAML text in, a tree of [`Node`]s out: its values, each with its place and as it is written. Settings and front matter are read from
//! it, and what has no type of its own, such as a library of Hayagriva.
//!
//! serde-saphyr could read a text straight into a type, and compiles its whole reader again for each: that of the settings and of the
//! front matter was half of the code of their crate. So it reads a text into one type, this tree, and [`typed`](super::typed) reads the
//! tree as another one.

use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_yaml::{Error, Location, NonFiniteFloatPolicy, Spanned};

/// A value of a document, with its place.
///
/// ```
/// use wellpress_diagnostics::yaml::{Node, NodeValue};
///
/// let text = "volume: 1.10";
/// let NodeValue::Map(fields) = Node::read(text).unwrap().value else { panic!() };
/// assert_eq!(fields[0].1.written(text), Some("1.10"));
/// ```
#[derive(Debug)]
pub struct Node {
    /// The place of the value, also in errors.
    pub location: Location,
    /// What it is.
    pub value: NodeValue,
}

/// A value as the rules of YAML for plain words read it. What is in quotes is a text.
#[derive(Debug)]
#[expect(missing_docs, reason = "the names say it")]
pub enum NodeValue {
    Null,
    Boolean(bool),
    Signed(i64),
    Unsigned(u64),
    Float(f64),
    Text(String),
    List(Vec<Node>),
    /// In the order of the document.
    Map(Vec<(Node, Node)>),
}

impl Node {
    /// Reads the only document of a text. Anchors, deep nesting and very many values are refused before they take memory.
    ///
    /// # Errors
    /// The first mistake of the text, in the words of the parser.
    pub fn read(text: &str) -> Result<Self, Error> {
        // Strict booleans: YAML 1.1 reads `no`, the country code of Norway, as false. Numbers that are none, such as `.nan`, are a
        // mistake only where a number is asked for.
        let options = serde_yaml::options! {
            // No anchors: aliases of aliases make gigabytes of a few lines.
            budget: serde_yaml::budget! { max_depth: 32, max_nodes: 20_000, max_anchors: 0 },
            strict_booleans: true,
            with_snippet: false,
            emit_comments: false,
            non_finite_float_policy: NonFiniteFloatPolicy::PassThrough,
        };
        serde_yaml::from_str_with_options(text, options)
    }

    /// The value as `text`, the document, spells it; a text as YAML reads it. `None` for lists and maps.
    #[must_use]
    pub fn written<'t>(&'t self, text: &'t str) -> Option<&'t str> {
        match &self.value {
            NodeValue::Text(value) => Some(value),
            NodeValue::List(_) | NodeValue::Map(_) => None,
            _ => Some(&text[self.start()..self.end()]),
        }
    }

    /// The byte at which the value begins.
    #[must_use]
    pub fn start(&self) -> usize {
        to_index(self.location.span().byte_offset())
    }

    /// The byte behind the value.
    #[must_use]
    pub fn end(&self) -> usize {
        self.start() + to_index(self.location.span().byte_len())
    }
}

fn to_index(byte: Option<u64>) -> usize {
    byte.and_then(|byte| usize::try_from(byte).ok()).unwrap_or_default()
}

impl<'de> Deserialize<'de> for Node {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let spanned = Spanned::<NodeValue>::deserialize(deserializer)?;
        Ok(Self { location: spanned.referenced, value: spanned.value })
    }
}

impl<'de> Deserialize<'de> for NodeValue {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ValueVisitor)
    }
}

struct ValueVisitor;

impl<'de> Visitor<'de> for ValueVisitor {
    type Value = NodeValue;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_unit<E>(self) -> Result<NodeValue, E> {
        Ok(NodeValue::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<NodeValue, E> {
        Ok(NodeValue::Boolean(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<NodeValue, E> {
        Ok(NodeValue::Signed(value))
    }

    fn visit_u64<E>(self, value: u64) -> Result<NodeValue, E> {
        Ok(NodeValue::Unsigned(value))
    }

    fn visit_f64<E>(self, value: f64) -> Result<NodeValue, E> {
        Ok(NodeValue::Float(value))
    }

    fn visit_str<E>(self, value: &str) -> Result<NodeValue, E> {
        Ok(NodeValue::Text(value.to_owned()))
    }

    fn visit_string<E>(self, value: String) -> Result<NodeValue, E> {
        Ok(NodeValue::Text(value))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<NodeValue, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element()? {
            list.push(item);
        }
        Ok(NodeValue::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<NodeValue, A::Error> {
        let mut map = Vec::new();
        while let Some(entry) = entries.next_entry()? {
            map.push(entry);
        }
        Ok(NodeValue::Map(map))
    }
}

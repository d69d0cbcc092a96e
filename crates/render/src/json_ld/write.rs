//! Nodes in, the text of one `<script type="application/ld+json">` out: JSON in which no character can end the
//! element or begin another.

use std::io;

use serde::Serialize;
use serde_json::ser::{Formatter, Serializer};
use serde_json::value::RawValue;

use crate::html::escape::find;

use super::schema::Node;

/// The graph as JSON.
pub(super) fn graph(nodes: &[Node<'_>]) -> String {
    text(&Graph { context: "https://schema.org", graph: nodes })
}

/// A part of graphs as JSON that is put into them as it stands.
pub(super) fn part(part: &impl Serialize) -> Box<RawValue> {
    RawValue::from_string(text(part)).expect("what the serialiser writes is JSON")
}

fn text(value: &impl Serialize) -> String {
    let mut bytes = Vec::with_capacity(4096);
    let written = value.serialize(&mut Serializer::with_formatter(&mut bytes, InScript));
    debug_assert!(written.is_ok(), "strings and numbers always serialise");
    String::from_utf8(bytes).unwrap_or_default()
}

#[derive(Serialize)]
struct Graph<'a> {
    #[serde(rename = "@context")]
    context: &'static str,
    #[serde(rename = "@graph")]
    graph: &'a [Node<'a>],
}

/// Compact JSON whose strings escape what HTML and older JavaScript would take for their own.
struct InScript;

impl Formatter for InScript {
    fn write_string_fragment<W: ?Sized + io::Write>(&mut self, writer: &mut W, fragment: &str) -> io::Result<()> {
        if find(fragment, may_begin_special).is_none() {
            return writer.write_all(fragment.as_bytes());
        }
        let mut rest = fragment;
        while let Some(at) = rest.find(['<', '>', '&', '\u{2028}', '\u{2029}']) {
            let found = rest[at..].chars().next().unwrap_or_default();
            writer.write_all(&rest.as_bytes()[..at])?;
            write!(writer, "\\u{:04X}", u32::from(found))?;
            rest = &rest[at + found.len_utf8()..];
        }
        writer.write_all(rest.as_bytes())
    }
}

/// Whether such a character may begin with this byte; U+2028 and U+2029 begin with the last, and so does much else.
fn may_begin_special(byte: u8) -> bool {
    (byte == b'<') | (byte == b'>') | (byte == b'&') | (byte == 0xE2)
}

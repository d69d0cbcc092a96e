//! Graph nodes in, the text of one `<script type="application/ld+json">` out. The JSON contains no character that could
//! end the script element or open another one.

use std::io;

use serde::Serialize;
use serde_json::Value;
use serde_json::ser::{Formatter, Serializer};

use wellpress_site::model::reference::ReferenceId;

use crate::escape::find;

/// The property with the sources of a work. A node has their numbers in the library there, in whose places their texts are written.
const SOURCES: &str = "citation";

/// The document around the nodes of a page, as JSON. The properties of a node are sorted by name. `source` gives the text of a source.
pub(crate) fn document<'s>(nodes: &[Value], source: impl Fn(ReferenceId) -> &'s str) -> String {
    let mut writer = NodeWriter { bytes: Vec::with_capacity(8 * 1024), source };
    writer.bytes.extend_from_slice(b"{\"@context\":\"https://schema.org\",\"@graph\":");
    writer.list(nodes);
    writer.bytes.push(b'}');
    String::from_utf8(writer.bytes).unwrap_or_default()
}

/// A node by itself, as JSON.
pub(crate) fn node(node: &Value) -> String {
    let mut writer = NodeWriter { bytes: Vec::with_capacity(1024), source: |_| "" };
    writer.value(node);
    String::from_utf8(writer.bytes).unwrap_or_default()
}

/// Writes nodes without the properties whose value is unknown, so that nodes can be made without asking for each value whether there
/// is one.
struct NodeWriter<F> {
    bytes: Vec<u8>,
    source: F,
}

impl<'s, F: Fn(ReferenceId) -> &'s str> NodeWriter<F> {
    fn value(&mut self, value: &Value) {
        match value {
            Value::Object(properties) => {
                self.bytes.push(b'{');
                let known = properties.iter().filter(|(_, value)| !is_unknown(value));
                for (number, (name, value)) in known.enumerate() {
                    self.comma_behind(number);
                    self.text(name);
                    self.bytes.push(b':');
                    match value {
                        Value::Array(sources) if name == SOURCES => self.sources(sources),
                        _ => self.value(value),
                    }
                }
                self.bytes.push(b'}');
            }
            Value::Array(values) => self.list(values),
            Value::String(text) => self.text(text),
            _ => self.bytes.extend_from_slice(value.to_string().as_bytes()),
        }
    }

    fn list(&mut self, values: &[Value]) {
        self.bytes.push(b'[');
        for (number, value) in values.iter().enumerate() {
            self.comma_behind(number);
            self.value(value);
        }
        self.bytes.push(b']');
    }

    fn sources(&mut self, numbers: &[Value]) {
        self.bytes.push(b'[');
        for (number, source) in numbers.iter().filter_map(Value::as_u64).enumerate() {
            self.comma_behind(number);
            self.bytes.extend_from_slice((self.source)(ReferenceId::of_number(source as u32)).as_bytes());
        }
        self.bytes.push(b']');
    }

    fn comma_behind(&mut self, preceding: usize) {
        if preceding > 0 {
            self.bytes.push(b',');
        }
    }

    fn text(&mut self, text: &str) {
        let result = text.serialize(&mut Serializer::with_formatter(&mut self.bytes, ScriptSafe));
        debug_assert!(result.is_ok(), "texts always serialise");
    }
}

fn is_unknown(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.is_empty(),
        Value::Array(values) => values.is_empty(),
        _ => false,
    }
}

/// Formats compact JSON and escapes `<`, `>`, `&`, U+2028 and U+2029 in strings as `\uXXXX`.
///
/// The HTML parser does not decode entities inside a script element, so HTML escaping would corrupt the data, while a
/// literal `</script>` or `<!--` would change how the rest of the page is parsed. The two separators end a line in
/// JavaScript before ES2019, where they would break a string literal.
struct ScriptSafe;

impl Formatter for ScriptSafe {
    fn write_string_fragment<W: ?Sized + io::Write>(&mut self, writer: &mut W, fragment: &str) -> io::Result<()> {
        // Most strings contain none of them: one pass over the bytes is much cheaper than one over the characters.
        if find(fragment, may_begin_special).is_none() {
            return writer.write_all(fragment.as_bytes());
        }
        let mut remaining = fragment;
        while let Some(at) = remaining.find(['<', '>', '&', '\u{2028}', '\u{2029}']) {
            let special = remaining[at..].chars().next().unwrap_or_default();
            writer.write_all(&remaining.as_bytes()[..at])?;
            write!(writer, "\\u{:04X}", u32::from(special))?;
            remaining = &remaining[at + special.len_utf8()..];
        }
        writer.write_all(remaining.as_bytes())
    }
}

/// Whether a character to escape may begin with this byte. U+2028 and U+2029 begin with 0xE2 in UTF-8, and so do other
/// characters such as the en dash: a match only means that the string has to be looked at character by character.
fn may_begin_special(byte: u8) -> bool {
    // `|` instead of `||` leaves no branches, so that the compiler can compare many bytes at once.
    (byte == b'<') | (byte == b'>') | (byte == b'&') | (byte == 0xE2)
}

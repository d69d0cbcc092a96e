//! Graph nodes in, the text of one `<script type="application/ld+json">` out. The JSON contains no character that could
//! end the script element or open another one.

use std::io;

use serde::Serialize;
use serde_json::ser::{Formatter, Serializer};
use serde_json::{Value, json};

use crate::escape::find;
use crate::machine::json_ld::GraphNodes;

/// The document around the nodes of a page, as JSON. The properties of a node are sorted by name.
pub(crate) fn document(nodes: GraphNodes) -> String {
    let mut document = json!({"@context": "https://schema.org"});
    document["@graph"] = nodes.into();
    prune(&mut document);
    let mut bytes = Vec::with_capacity(4096);
    let result = document.serialize(&mut Serializer::with_formatter(&mut bytes, ScriptSafe));
    debug_assert!(result.is_ok(), "strings and numbers always serialise");
    String::from_utf8(bytes).unwrap_or_default()
}

/// Takes out all properties whose value is unknown, so that nodes can be made without asking for each value whether there is one.
fn prune(value: &mut Value) {
    match value {
        Value::Object(properties) => properties.retain(|_, value| {
            prune(value);
            !is_unknown(value)
        }),
        Value::Array(values) => values.iter_mut().for_each(prune),
        _ => {}
    }
}

fn is_unknown(value: &Value) -> bool {
    value.is_null() || value.as_str() == Some("") || value.as_array().is_some_and(Vec::is_empty)
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

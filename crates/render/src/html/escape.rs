//! Text made safe inside HTML.

use std::convert::Infallible;
use std::io::{self, Write};

/// Appends `plain` as text.
pub fn text(html: &mut String, plain: &str) {
    let Ok(()) = escape(plain, in_text, appending(html));
}

/// Appends an address as text, where a line may end behind a slash: with none to end at, it would end within a word.
pub fn address(html: &mut String, plain: &str) {
    // The first two slashes are those of `https://`.
    for (number, part) in plain.split_inclusive('/').enumerate() {
        html.push_str(if number > 2 { "<wbr>" } else { "" });
        text(html, part);
    }
}

/// Appends `plain` inside a double-quoted attribute.
pub fn attribute(html: &mut String, plain: &str) {
    let Ok(()) = escape(plain, in_attribute, appending(html));
}

/// Writes `plain` so that it is safe as text and inside attributes with either quote: what templates print is escaped so.
///
/// # Errors
/// What `out` cannot take.
pub fn anywhere(plain: &str, out: &mut dyn Write) -> io::Result<()> {
    escape(plain, in_attribute, |piece| out.write_all(piece.as_bytes()))
}

/// `plain` as text.
#[must_use]
pub fn escaped(plain: &str) -> String {
    let mut html = String::with_capacity(plain.len());
    text(&mut html, plain);
    html
}

/// Where the first byte is of which `is_special` is true. Most text has none, and that is seen for many bytes together,
/// as long as `is_special` is no more than comparisons.
pub fn find(text: &str, is_special: impl Fn(u8) -> bool) -> Option<usize> {
    let bytes = text.as_bytes();
    let (strides, rest) = bytes.as_chunks::<STRIDE>();
    let has_one = |stride: &[u8; STRIDE]| stride.iter().fold(false, |found, byte| found | is_special(*byte));
    let first = |place: usize, bytes: &[u8]| Some(place + bytes.iter().position(|byte| is_special(*byte))?);
    if let Some(passed) = strides.iter().position(has_one) {
        return first(passed * STRIDE, &strides[passed]);
    }
    // The last bytes of a longer text are seen together as well, with some that were seen before.
    match bytes.last_chunk() {
        Some(last) if !has_one(last) => None,
        _ => first(bytes.len() - rest.len(), rest),
    }
}

/// So many bytes are one comparison.
const STRIDE: usize = 16;

fn in_text(byte: u8) -> bool {
    (byte == b'<') | (byte == b'>') | (byte == b'&')
}

fn in_attribute(byte: u8) -> bool {
    in_text(byte) | (byte == b'"') | (byte == b'\'')
}

fn replacement(byte: u8) -> &'static str {
    match byte {
        b'<' => "&lt;",
        b'>' => "&gt;",
        b'&' => "&amp;",
        b'"' => "&quot;",
        _ => "&#39;",
    }
}

fn appending(html: &mut String) -> impl FnMut(&str) -> Result<(), Infallible> {
    |piece| {
        html.push_str(piece);
        Ok(())
    }
}

fn escape<E>(
    plain: &str,
    is_special: impl Fn(u8) -> bool + Copy,
    mut put: impl FnMut(&str) -> Result<(), E>,
) -> Result<(), E> {
    let mut rest = plain;
    while let Some(at) = find(rest, is_special) {
        put(&rest[..at])?;
        put(replacement(rest.as_bytes()[at]))?;
        rest = &rest[at + 1..];
    }
    put(rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_special_byte_is_found_at_each_place_of_texts_of_each_length() {
        let is_special = |byte| byte == b'<';
        for length in 0..4 * STRIDE {
            let plain = "a".repeat(length);
            assert_eq!(find(&plain, is_special), None, "{length}");
            for place in 0..length {
                let text = format!("{}<{}", &plain[..place], &plain[place + 1..]);
                assert_eq!(find(&text, is_special), Some(place), "{text}");
                assert_eq!(find(&text.replacen("a", "<", length), is_special), Some(0), "{text}");
            }
        }
    }
}

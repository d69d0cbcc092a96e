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
    let (strides, rest) = text.as_bytes().as_chunks::<STRIDE>();
    let has_one = |stride: &[u8; STRIDE]| stride.iter().fold(false, |found, byte| found | is_special(*byte));
    let passed = strides.iter().position(has_one).unwrap_or(strides.len());
    let last = strides.get(passed).map_or(rest, |stride| stride);
    last.iter().position(|byte| is_special(*byte)).map(|at| passed * STRIDE + at)
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

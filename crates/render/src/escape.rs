//! Escapes text for HTML.
//!
//! It is our own because neither crate at hand fits: `pulldown-cmark-escape` leaves `'` alone, which ends an attribute that a
//! theme writes with single quotes, and `html-escape` takes twelve times as long for the texts of the Well Guide, because it
//! looks at one byte after the other, while [`find`] passes 16 at a time.

use std::borrow::Cow;
use std::convert::Infallible;
use std::io::{self, Write};

use memchr::memchr2;

use wellpress_foundation::text::decode_references;

/// Appends `plain` as the text of an element. Quotes are left as they are.
pub fn text(html: &mut String, plain: &str) {
    let Ok(()) = escape(plain, in_text, appending(html));
}

/// HTML that this crate wrote, as plain text, for attributes. It knows the three escapes of [`text`] only, and no comments:
/// it is no general converter. Nor does it need a parser of HTML, since every `<` in such text begins a tag.
pub(crate) fn without_tags(html: &str) -> Cow<'_, str> {
    if memchr2(b'<', b'&', html.as_bytes()).is_none() {
        return Cow::Borrowed(html);
    }
    let mut plain = String::with_capacity(html.len());
    let mut remaining = html;
    while let Some(open) = remaining.find('<') {
        plain.push_str(&remaining[..open]);
        remaining = remaining[open..].find('>').map_or("", |close| &remaining[open + close + 1..]);
    }
    plain.push_str(remaining);
    Cow::Owned(decode_references(&plain).into_owned())
}

/// Appends a web address as text, with `<wbr>` after its slashes: without them a browser breaks a long address within a word.
pub fn address(html: &mut String, plain: &str) {
    // The first two slashes are those of `https://`.
    for (number, part) in plain.split_inclusive('/').enumerate() {
        html.push_str(if number > 2 { "<wbr>" } else { "" });
        text(html, part);
    }
}

/// Appends `plain` as part of a quoted attribute.
pub fn attribute(html: &mut String, plain: &str) {
    let Ok(()) = escape(plain, in_attribute, appending(html));
}

/// Writes `plain` so that it is safe as text and inside attributes with either quote. The template engine escapes every value
/// with this, as it does not know where a template prints one.
///
/// # Errors
/// Errors of `out`.
pub fn anywhere(plain: &str, out: &mut dyn Write) -> io::Result<()> {
    escape(plain, in_attribute, |piece| out.write_all(piece.as_bytes()))
}

/// [`text`] as a new string.
#[must_use]
pub fn escaped(plain: &str) -> String {
    let mut html = String::with_capacity(plain.len());
    text(&mut html, plain);
    html
}

/// The index of the first byte for which `is_special` is true.
///
/// Blocks of 16 bytes are tested as a whole. As long as `is_special` consists of comparisons joined by `|`, without the
/// branches of `||`, the compiler turns the test of a block into a few vector instructions.
pub fn find(text: &str, is_special: impl Fn(u8) -> bool) -> Option<usize> {
    let bytes = text.as_bytes();
    let (blocks, tail) = bytes.as_chunks::<BLOCK>();
    if let Some(passed) = blocks.iter().position(|block| has_special(block, &is_special)) {
        let start = passed * BLOCK;
        return blocks[passed].iter().position(|byte| is_special(*byte)).map(|at| start + at);
    }
    // The tail is tested as a block too, together with bytes before it that were tested already.
    match bytes.last_chunk() {
        Some(last) if !has_special(last, &is_special) => None,
        _ => tail.iter().position(|byte| is_special(*byte)).map(|at| bytes.len() - tail.len() + at),
    }
}

fn has_special(block: &[u8; BLOCK], is_special: &impl Fn(u8) -> bool) -> bool {
    block.iter().fold(false, |any, byte| any | is_special(*byte))
}

/// Bytes that one vector comparison takes.
const BLOCK: usize = 16;

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
    let mut remaining = plain;
    while let Some(at) = find(remaining, is_special) {
        put(&remaining[..at])?;
        put(replacement(remaining.as_bytes()[at]))?;
        remaining = &remaining[at + 1..];
    }
    put(remaining)
}

#[cfg(test)]
mod tests {
    use crate::escape::*;

    #[test]
    fn the_first_special_byte_is_found_at_every_position_in_texts_of_every_length() {
        let is_special = |byte| byte == b'<';
        for length in 0..4 * BLOCK {
            let plain = "a".repeat(length);
            assert_eq!(find(&plain, is_special), None, "{length}");
            for position in 0..length {
                let text = format!("{}<{}", &plain[..position], &plain[position + 1..]);
                assert_eq!(find(&text, is_special), Some(position), "{text}");
                assert_eq!(find(&text.replacen("a", "<", length), is_special), Some(0), "{text}");
            }
        }
    }
}

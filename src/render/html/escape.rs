//! Text made safe inside HTML.

use std::convert::Infallible;
use std::io::{self, Write};

/// Appends `plain` as text.
pub fn text(html: &mut String, plain: &str) {
    let Ok(()) = escape(plain, &IN_TEXT, appending(html));
}

/// Appends `plain` inside a double-quoted attribute.
pub fn attribute(html: &mut String, plain: &str) {
    let Ok(()) = escape(plain, &IN_ATTRIBUTES, appending(html));
}

/// Writes `plain` so that it is safe as text and inside attributes with either quote: what templates print is escaped so.
///
/// # Errors
/// What `out` cannot take.
pub fn anywhere(plain: &str, out: &mut dyn Write) -> io::Result<()> {
    escape(plain, &IN_ATTRIBUTES, |piece| out.write_all(piece.as_bytes()))
}

/// `plain` as text.
#[must_use]
pub fn escaped(plain: &str) -> String {
    let mut html = String::with_capacity(plain.len());
    text(&mut html, plain);
    html
}

/// What stands for each byte; nothing for those that stand for themselves.
type Replacements = [Option<&'static str>; 256];

static IN_TEXT: Replacements = replacements(&[(b'<', "&lt;"), (b'>', "&gt;"), (b'&', "&amp;")]);

static IN_ATTRIBUTES: Replacements =
    replacements(&[(b'<', "&lt;"), (b'>', "&gt;"), (b'&', "&amp;"), (b'"', "&quot;"), (b'\'', "&#39;")]);

const fn replacements(pairs: &[(u8, &'static str)]) -> Replacements {
    let mut table = [None; 256];
    let mut at = 0;
    while at < pairs.len() {
        table[pairs[at].0 as usize] = Some(pairs[at].1);
        at += 1;
    }
    table
}

fn appending(html: &mut String) -> impl FnMut(&str) -> Result<(), Infallible> {
    |piece| {
        html.push_str(piece);
        Ok(())
    }
}

/// Bytes looked at together: most hold nothing that is to be replaced, which is seen for all of them at once.
const STRIDE: usize = 16;

fn escape<E>(plain: &str, table: &Replacements, mut put: impl FnMut(&str) -> Result<(), E>) -> Result<(), E> {
    let mut done = 0;
    for (number, stride) in plain.as_bytes().chunks(STRIDE).enumerate() {
        if is_harmless(stride) {
            continue;
        }
        for (at, byte) in (number * STRIDE..).zip(stride) {
            if let Some(replacement) = table[usize::from(*byte)] {
                put(&plain[done..at])?;
                put(replacement)?;
                done = at + 1;
            }
        }
    }
    put(&plain[done..])
}

/// Whether a whole stride has none of the bytes that any table replaces.
fn is_harmless(stride: &[u8]) -> bool {
    let Ok(stride) = <&[u8; STRIDE]>::try_from(stride) else { return false };
    let is_special = |byte| (byte == b'<') | (byte == b'>') | (byte == b'&') | (byte == b'"') | (byte == b'\'');
    stride.map(is_special) == [false; STRIDE]
}

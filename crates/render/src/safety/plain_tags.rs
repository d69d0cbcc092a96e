//! Takes HTML apart that is written as the build writes it: tags with quoted attributes, the common character references, nothing
//! that a browser has to repair. It is several times as fast as a tokenizer for all HTML, and gives the same events. Whatever it does
//! not know is [`Stop::NotPlain`], and the whole text is left to that tokenizer.

use std::borrow::Cow;

use memchr::{memchr, memchr2, memmem};

/// Why reading ended before the end of the text.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Stop<E> {
    /// The text is written in another way.
    NotPlain,
    /// The receiver of the events refused one.
    Refused(E),
}

impl<E> From<E> for Stop<E> {
    fn from(error: E) -> Self {
        Self::Refused(error)
    }
}

/// A part of a tag, or text. Names are in lower case, and text has no references.
#[derive(Debug, Clone, Copy)]
pub(super) enum Event<'e> {
    /// A start tag begins.
    Start(&'e [u8]),
    /// The name of an attribute of that tag.
    AttributeName(&'e [u8]),
    /// The value of the attribute that was named last.
    AttributeValue(&'e str),
    /// The start tag is complete.
    StartIsComplete {
        self_closing: bool,
    },
    EndTag(&'e [u8]),
    Text(&'e str),
}

/// What is told of a text.
pub(super) trait Receiver {
    /// Why no more is read.
    type Error;
    fn event(&mut self, event: Event<'_>) -> Result<(), Self::Error>;
    /// A tag begins at this offset. The result is how many bytes from there on need not be read.
    fn skip(&mut self, at: usize) -> usize;
}

/// Reads a text to its end.
pub(super) fn read<R: Receiver>(html: &[u8], receiver: &mut R) -> Result<(), Stop<R::Error>> {
    // A tokenizer replaces these, and the bytes that are no UTF-8.
    let html = std::str::from_utf8(html).ok().filter(|html| memchr2(b'\r', 0, html.as_bytes()).is_none());
    let html = html.ok_or(Stop::NotPlain)?;
    let mut rest = html;
    while !rest.is_empty() {
        let tag = memchr(b'<', rest.as_bytes()).unwrap_or(rest.len());
        if tag > 0 {
            let text = unescaped(&rest[..tag]).ok_or(Stop::NotPlain)?;
            receiver.event(Event::Text(&text))?;
        }
        rest = &rest[tag..];
        let skipped = if rest.is_empty() { 0 } else { receiver.skip(html.len() - rest.len()) };
        rest = match rest.as_bytes() {
            _ if skipped > 0 => &rest[skipped..],
            [] => rest,
            [b'<', b'!', ..] => declaration(rest).ok_or(Stop::NotPlain)?,
            [b'<', b'/', ..] => end_tag(rest, receiver)?,
            _ => start_tag(rest, receiver)?,
        };
    }
    Ok(())
}

/// Skips a comment or the document type.
fn declaration(html: &str) -> Option<&str> {
    const DOCTYPE: &str = "<!doctype html>";
    if html.get(..DOCTYPE.len()).is_some_and(|start| start.eq_ignore_ascii_case(DOCTYPE)) {
        return html.get(DOCTYPE.len()..);
    }
    let (text, behind) = html.strip_prefix("<!--")?.split_once("-->")?;
    // These end a comment in other ways, or make the tokenizer look back.
    let is_plain = !text.starts_with(['>', '-']) && !text.ends_with('-');
    let is_plain = is_plain && !text.contains("--") && !text.contains("<!");
    is_plain.then_some(behind)
}

fn end_tag<'h, R: Receiver>(html: &'h str, receiver: &mut R) -> Result<&'h str, Stop<R::Error>> {
    let (name, rest) = name(&html[2..]).ok_or(Stop::NotPlain)?;
    let rest = rest.trim_ascii_start().strip_prefix('>').ok_or(Stop::NotPlain)?;
    receiver.event(Event::EndTag(&name))?;
    Ok(rest)
}

fn start_tag<'h, R: Receiver>(html: &'h str, receiver: &mut R) -> Result<&'h str, Stop<R::Error>> {
    let (name, mut rest) = name(&html[1..]).ok_or(Stop::NotPlain)?;
    receiver.event(Event::Start(&name))?;
    loop {
        let blanks = rest.len() - rest.trim_ascii_start().len();
        rest = &rest[blanks..];
        let self_closing = rest.starts_with("/>");
        if self_closing || rest.starts_with('>') {
            receiver.event(Event::StartIsComplete { self_closing })?;
            rest = &rest[if self_closing { 2 } else { 1 }..];
            return content_of(&name, rest, receiver);
        }
        if blanks == 0 {
            return Err(Stop::NotPlain);
        }
        rest = attribute(rest, receiver)?;
    }
}

fn attribute<'h, R: Receiver>(html: &'h str, receiver: &mut R) -> Result<&'h str, Stop<R::Error>> {
    let is_of_name = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b':' | b'_' | b'.' | b'@');
    let length = html.bytes().take_while(is_of_name).count();
    let (name, rest) = html.split_at(length);
    if name.is_empty() {
        return Err(Stop::NotPlain);
    }
    receiver.event(Event::AttributeName(&in_lower_case(name.as_bytes())))?;
    let Some(value) = rest.strip_prefix('=') else {
        // A blank in front of the sign would still make it a value.
        return if rest.trim_ascii_start().starts_with('=') { Err(Stop::NotPlain) } else { Ok(rest) };
    };
    let value = value.strip_prefix('"').ok_or(Stop::NotPlain)?;
    let end = memchr(b'"', value.as_bytes()).ok_or(Stop::NotPlain)?;
    receiver.event(Event::AttributeValue(&unescaped(&value[..end]).ok_or(Stop::NotPlain)?))?;
    Ok(&value[end + 1..])
}

/// The text of an element that has no elements, up to its end tag.
fn content_of<'h, R: Receiver>(name: &[u8], html: &'h str, receiver: &mut R) -> Result<&'h str, Stop<R::Error>> {
    let has_references = match name {
        b"title" | b"textarea" => true,
        b"script" | b"style" => false,
        b"plaintext" | b"iframe" | b"xmp" | b"noembed" | b"noframe" | b"noframes" | b"noscript" => {
            return Err(Stop::NotPlain);
        }
        _ => return Ok(html),
    };
    let end_tag = [b"</", name, b">"].concat();
    let end = memmem::find(html.as_bytes(), &end_tag).ok_or(Stop::NotPlain)?;
    let text = &html[..end];
    // Another spelling of the end tag, or in a script what may hide the end tag.
    if memchr::memchr_iter(b'<', text.as_bytes()).any(|at| matches!(text.as_bytes().get(at + 1), Some(b'/' | b'!'))) {
        return Err(Stop::NotPlain);
    }
    if !text.is_empty() {
        let value = if has_references { unescaped(text).ok_or(Stop::NotPlain)? } else { Cow::Borrowed(text) };
        receiver.event(Event::Text(&value))?;
    }
    Ok(&html[end..])
}

/// The name at the start of a tag, in lower case, and what is behind it.
fn name(html: &str) -> Option<(Cow<'_, [u8]>, &str)> {
    let length = html.bytes().take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'-').count();
    let (name, rest) = html.split_at(length);
    let ends = matches!(rest.as_bytes().first(), Some(b' ' | b'\n' | b'\t' | b'/' | b'>'));
    let name = name.as_bytes();
    (ends && name.first()?.is_ascii_alphabetic()).then(|| (in_lower_case(name), rest))
}

fn in_lower_case(name: &[u8]) -> Cow<'_, [u8]> {
    match name.iter().any(u8::is_ascii_uppercase) {
        true => Cow::Owned(name.to_ascii_lowercase()),
        false => Cow::Borrowed(name),
    }
}

/// The references that the build writes, and what they stand for.
const REFERENCES: [(&str, char); 6] =
    [("&amp;", '&'), ("&lt;", '<'), ("&gt;", '>'), ("&quot;", '"'), ("&#39;", '\''), ("&#x27;", '\'')];

/// A text without references; `None` if it has others.
fn unescaped(text: &str) -> Option<Cow<'_, str>> {
    let Some(mut at) = memchr(b'&', text.as_bytes()) else { return Some(Cow::Borrowed(text)) };
    let (mut unescaped, mut rest) = (String::with_capacity(text.len()), text);
    loop {
        unescaped.push_str(&rest[..at]);
        rest = &rest[at..];
        let (reference, character) = REFERENCES.iter().find(|(reference, _)| rest.starts_with(reference))?;
        unescaped.push(*character);
        rest = &rest[reference.len()..];
        match memchr(b'&', rest.as_bytes()) {
            Some(next) => at = next,
            None => break,
        }
    }
    unescaped.push_str(rest);
    Some(Cow::Owned(unescaped))
}

//! XML from arbitrary bytes.

use std::collections::BTreeSet;

/// Whether names keep their prefixes. A parser that knows namespaces refuses prefixes that nothing declares.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Prefixes {
    Kept,
    LeftOut,
}

/// The bytes as well-formed XML with one root: elements without an end are closed, other end tags are left out, and what is no
/// markup is escaped. Without this, most mutations of a file would get no further than the XML parser.
pub fn well_formed(bytes: &[u8], prefixes: Prefixes) -> String {
    let text = String::from_utf8_lossy(bytes);
    let mut unread = &*text;
    let mut output = String::new();
    let mut open: Vec<&str> = Vec::new();
    while let Some((words, markup)) = unread.split_once('<') {
        if !open.is_empty() {
            output.push_str(&escaped(words));
        }
        if let Some(data) = markup.strip_prefix("![CDATA[").filter(|_| !open.is_empty()) {
            let (data, behind) = data.split_once("]]>").unwrap_or((data, ""));
            output.push_str(&format!("<![CDATA[{}]]>", allowed(data)));
            unread = behind;
            continue;
        }
        let (tag, behind) = markup.split_once('>').unwrap_or((markup, ""));
        unread = behind;
        if tag.starts_with('/') {
            // The root stays open to the end.
            if open.len() > 1
                && let Some(name) = open.pop()
            {
                output.push_str(&format!("</{name}>"));
            }
            continue;
        }
        let Some(name) = name(tag, prefixes) else { continue };
        output.push_str(&format!("<{name}{}", attributes(tag, prefixes)));
        if tag.ends_with('/') && !open.is_empty() {
            output.push_str("/>");
        } else {
            output.push('>');
            open.push(name);
        }
    }
    if !open.is_empty() {
        output.push_str(&escaped(unread));
    }
    open.iter().rev().for_each(|name| output.push_str(&format!("</{name}>")));
    output
}

/// The name at the start of a tag or before the value of an attribute.
fn name(text: &str, prefixes: Prefixes) -> Option<&str> {
    let end = text.find(|sign: char| !sign.is_ascii_alphanumeric() && !matches!(sign, ':' | '_' | '-'));
    let name = &text[..end.unwrap_or(text.len())];
    let name = if prefixes == Prefixes::LeftOut { name.rsplit(':').next().unwrap_or(name) } else { name };
    let has_whole_parts = name.split(':').all(|part| part.starts_with(|sign: char| sign.is_ascii_alphabetic()));
    (has_whole_parts && name.matches(':').count() < 2).then_some(name)
}

fn attributes(tag: &str, prefixes: Prefixes) -> String {
    let mut names = BTreeSet::new();
    let mut output = String::new();
    let mut parts = tag.split('"');
    while let (Some(before), Some(value)) = (parts.next(), parts.next()) {
        let word = before.rsplit(char::is_whitespace).next().and_then(|word| word.strip_suffix('='));
        let is_declaration = word.is_some_and(|word| word.starts_with("xmlns"));
        if let Some(name) = word.and_then(|word| name(word, prefixes))
            && !(is_declaration && prefixes == Prefixes::LeftOut)
            && names.insert(name)
        {
            output.push_str(&format!(" {name}=\"{}\"", escaped(value)));
        }
    }
    output
}

fn escaped(text: &str) -> String {
    let mut parts = text.split('&');
    let mut output = allowed(parts.next().unwrap_or_default()).replace('<', "&lt;").replace("]]>", "]]&gt;");
    for part in parts {
        let is_entity = ["amp;", "lt;", "gt;", "quot;", "apos;"].iter().any(|entity| part.starts_with(entity));
        output.push_str(if is_entity { "&" } else { "&amp;" });
        output.push_str(&allowed(part).replace('<', "&lt;").replace("]]>", "]]&gt;"));
    }
    output
}

/// The characters of a text that XML allows.
fn allowed(text: &str) -> String {
    let is_allowed = |sign: &char| match sign {
        '\t' | '\n' | '\r' => true,
        '\u{fffe}' | '\u{ffff}' => false,
        _ => *sign >= ' ',
    };
    text.chars().filter(is_allowed).collect()
}

//! `citation-form`: text in brackets that was meant as a mark of a citation, and is shown as text: a key without its `@`, a
//! space behind the `@`, keys that a comma divides.
//!
//! A key without `@` is only found if it has a letter and a digit, as `smith-2020`. A library may have a source `who`, and
//! `[who]` is also how authors put words into a quotation.

use wellpress_diagnostics::{Diagnostic, Span, rules};
use wellpress_markdown::body::{Body, Element, TextRef};
use wellpress_markdown::walk::{Skip, TextEvent};

use crate::model::Page;
use crate::model::reference::Library;

/// The longest text in brackets that is looked at, in characters.
const MAX_LENGTH: usize = 400;

/// One finding for each such pair of brackets.
pub(super) fn find(library: &Library, page: &Page) -> Vec<Diagnostic> {
    let bodies = page.key_points().iter().chain([&*page.body]);
    bodies.flat_map(|body| opening_brackets(page, body)).filter_map(|start| finding(library, page, start)).collect()
}

/// Where a text has an opening bracket, outside of links and code.
fn opening_brackets(page: &Page, body: &Body) -> Vec<usize> {
    let mut brackets = Vec::new();
    let mut walk = body.walk(&page.source, 0..body.nodes.len(), &[Skip::CodeBlocks, Skip::Images]);
    while let Some((at, event)) = walk.next() {
        match event {
            TextEvent::Start(Element::Link(_)) => walk.skip_to(body.end_of(at) + 1),
            TextEvent::Text { text, stored: TextRef::Source(span), .. } => {
                let in_text = memchr::memchr_iter(b'[', text.as_bytes());
                brackets.extend(in_text.map(|offset| span.start as usize + offset));
            }
            _ => {}
        }
    }
    brackets
}

fn finding(library: &Library, page: &Page, start: usize) -> Option<Diagnostic> {
    let backslashes = page.source.text[..start].bytes().rev().take_while(|byte| *byte == b'\\').count();
    if backslashes % 2 == 1 {
        return None;
    }
    let behind = &page.source.text[start + 1..];
    let (end, _) = behind.char_indices().take(MAX_LENGTH).find(|(_, c)| matches!(c, ']' | '['))?;
    let (inside, after) = (&behind[..end], &behind[end..]);
    // A link whose definition is missing has its own finding.
    if !after.starts_with(']') || after[1..].starts_with(['(', '[', ':', '{']) {
        return None;
    }
    let (message, right) = mistake(library, inside)?;
    let span = Span::new(start..start + 1 + end + 1);
    let finding = Diagnostic::new(&rules::CITATION_FORM, page.source.locate(span), message);
    Some(finding.help(format!("write `[{right}]`, or escape the bracket: `\\[`")))
}

/// What is wrong with the text in brackets, and what to write in it.
fn mistake(library: &Library, inside: &str) -> Option<(String, String)> {
    let is_key = |key: &str| library.find(key).is_some();
    let text = inside.trim();
    let Some(behind_sign) = text.strip_prefix('@') else {
        let has = |test: fn(char) -> bool| text.contains(test);
        let is_like_key = has(char::is_alphabetic) && has(char::is_numeric) && !has(char::is_whitespace);
        return (is_like_key && is_key(text))
            .then(|| (format!("the key `{text}` without `@` is no citation"), format!("@{text}")));
    };
    let key = behind_sign.trim_start();
    if key.len() < behind_sign.len() && is_key(key) {
        return Some((format!("a space divides `@` from the key `{key}`"), format!("@{key}")));
    }
    let parts = parts_with_key(text);
    let end_of_key = |part: &str| part.find([',', ';', ' ', '\n']).unwrap_or(part.len());
    let have_keys = parts.len() > 1 && parts.iter().all(|part| is_key(&part[1..end_of_key(part)]));
    (have_keys && !text.contains(';')).then(|| ("keys in one mark are divided by `;`".to_owned(), parts.join("; ")))
}

/// The text in parts that begin with `@`, without what divides them: a comma, a blank, "and".
fn parts_with_key(text: &str) -> Vec<&str> {
    let signs = text.match_indices('@').map(|(at, _)| at);
    let mut starts: Vec<usize> =
        signs.filter(|at| text[..*at].is_empty() || text[..*at].ends_with([',', ' ', '\n'])).collect();
    starts.push(text.len());
    let parts = starts.windows(2).map(|ends| {
        let part = text[ends[0]..ends[1]].trim_end();
        part.strip_suffix(" and").unwrap_or(part).trim_end_matches([',', ' ', '\n'])
    });
    parts.collect()
}

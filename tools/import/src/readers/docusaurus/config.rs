//! Settings that are written in a program, such as `{to: '/a', from: '/b'}`. The program is not run: [`objects`] finds its objects, and
//! [`string_in`] the texts in them.

use std::ops::Range;

/// An object that is written in a program.
#[derive(Debug)]
pub(super) struct Object {
    /// The key whose value it is, if it has one.
    pub key: String,
    pub range: Range<usize>,
    /// What is written in it, without comments and without the objects in it.
    pub own: String,
}

/// All objects of a program, in the order of their beginnings. A pattern such as `/'/` is read as the start of a text: such objects are lost.
pub(super) fn objects(program: &str) -> Vec<Object> {
    let (mut objects, mut open) = (Vec::new(), Vec::<Object>::new());
    let mut at = 0;
    while let Some(sign) = program[at..].chars().next() {
        let unread_text = &program[at..];
        let length = match sign {
            '/' if unread_text.starts_with("//") => unread_text.find('\n').unwrap_or(unread_text.len()),
            '/' if unread_text.starts_with("/*") => unread_text.find("*/").map_or(unread_text.len(), |end| end + 2),
            '\'' | '"' | '`' => text_length(unread_text, sign),
            _ => sign.len_utf8(),
        };
        match sign {
            '{' => {
                let text_before_object = program[..at].trim_end().trim_end_matches(':').trim_end_matches(['\'', '"']);
                let key = text_before_object
                    .rsplit(|sign: char| !sign.is_alphanumeric())
                    .next()
                    .unwrap_or_default()
                    .to_owned();
                open.push(Object { key, range: at..at, own: String::new() });
            }
            '}' => objects.extend(open.pop().map(|object| Object { range: object.range.start..at, ..object })),
            '/' if length > 1 => {}
            _ => open.iter_mut().last().into_iter().for_each(|object| object.own.push_str(&unread_text[..length])),
        }
        at += length;
    }
    objects.sort_by_key(|object| object.range.start);
    objects
}

/// The length of a text with its quotes.
fn text_length(text: &str, quote: char) -> usize {
    let mut is_escaped = false;
    let end = text.char_indices().skip(1).find(|(_, sign)| {
        let is_end = *sign == quote && !is_escaped;
        is_escaped = *sign == '\\' && !is_escaped;
        is_end
    });
    end.map_or(text.len(), |(at, _)| at + 1)
}

/// The first text behind a key, such as `title: 'My site'`.
pub(super) fn string_in(program: &str, key: &str) -> Option<String> {
    strings_in(program, key).into_iter().next()
}

/// The texts behind a key: one, or a list of them.
pub(super) fn strings_in(program: &str, key: &str) -> Vec<String> {
    let values = program.match_indices(key).filter_map(|(at, _)| {
        let is_word = program[..at].ends_with(|sign: char| sign.is_alphanumeric() || sign == '_');
        let value_text =
            program[at + key.len()..].trim_start_matches(['\'', '"']).trim_start().strip_prefix(':')?.trim_start();
        let list = value_text.strip_prefix('[').map(|list| list.split(']').next().unwrap_or_default());
        let texts: Vec<String> = match list {
            Some(list) => list
                .split(',')
                .filter_map(|text| text.trim().split(first_quote(text.trim())?).nth(1))
                .map(str::to_owned)
                .collect(),
            None => value_text.split(first_quote(value_text)?).nth(1).map(str::to_owned).into_iter().collect(),
        };
        (!is_word && !texts.is_empty()).then_some(texts)
    });
    values.into_iter().next().unwrap_or_default()
}

fn first_quote(text: &str) -> Option<char> {
    text.chars().next().filter(|quote| matches!(quote, '\'' | '"' | '`'))
}

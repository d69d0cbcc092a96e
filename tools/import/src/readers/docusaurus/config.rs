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
    let values = values_of(program, key).filter_map(|value_text| {
        let list = value_text.strip_prefix('[').map(|list| list.split(']').next().unwrap_or_default());
        let texts: Vec<String> = match list {
            Some(list) => list
                .split(',')
                .filter_map(|text| text.trim().split(first_quote(text.trim())?).nth(1))
                .map(str::to_owned)
                .collect(),
            None => value_text.split(first_quote(value_text)?).nth(1).map(str::to_owned).into_iter().collect(),
        };
        (!texts.is_empty()).then_some(texts)
    });
    values.into_iter().next().unwrap_or_default()
}

/// What stands behind each place of a key. Behind `?` its colon belongs to a choice, and behind a dot it is no key of this object.
fn values_of<'p>(program: &'p str, key: &str) -> impl Iterator<Item = &'p str> {
    program.match_indices(key).filter_map(move |(at, key)| {
        let before = program[..at].trim_end_matches(['\'', '"']);
        let is_other = program[..at].ends_with(is_of_name) || before.trim_end().ends_with(['?', '.']);
        let behind = program[at + key.len()..].trim_start_matches(['\'', '"']).trim_start();
        behind.strip_prefix(':').filter(|_| !is_other).map(str::trim_start)
    })
}

fn is_of_name(sign: char) -> bool {
    sign.is_alphanumeric() || sign == '_'
}

/// The text of a setting that may stand in a constant, or behind `||` for an empty one. `None` for one with a value that is computed.
pub(super) fn setting_in(program: &str, key: &str) -> Option<String> {
    let is_whole = |text: &String| !text.contains("${");
    let text_of = |value: &str| {
        let line = value.trim_start().split(['\n', ';']).next()?;
        let start = ["||", "??"].iter().filter_map(|sign| line.rfind(sign)).max().map_or(0, |at| at + 2);
        let text = line[start..].trim_start();
        text.split(first_quote(text)?).nth(1).map(str::to_owned).filter(is_whole)
    };
    let value = values_of(program, key).next();
    let name = value.map_or(key, |value| value.split(|sign| !is_of_name(sign)).next().unwrap_or_default());
    let is_declared = |at: usize| ["const ", "let ", "var "].iter().any(|word| program[..at].ends_with(word));
    let constants = program.match_indices(name).filter(|(at, name)| !name.is_empty() && is_declared(*at));
    let mut constants = constants.filter_map(|(at, name)| {
        let (kind, value) = program[at + name.len()..].split_once('=')?;
        (kind.trim().is_empty() || kind.starts_with(':')).then(|| text_of(value)).flatten()
    });
    value.and_then(text_of).or_else(|| constants.next()).or_else(|| string_in(program, key).filter(is_whole))
}

fn first_quote(text: &str) -> Option<char> {
    text.chars().next().filter(|quote| matches!(quote, '\'' | '"' | '`'))
}

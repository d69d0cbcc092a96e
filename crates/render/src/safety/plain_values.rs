//! Values of CSS declarations in one way of writing, and with the values of custom properties in the place of `var()`.

use std::collections::BTreeMap;

use cssparser::{ParseError, Parser, ToCss, Token};

use super::selectors::closing;

/// The values that a style sheet gives to each custom property, from all its rules.
pub(super) type CustomProperties = BTreeMap<String, Vec<String>>;

/// A value in lower case, without comments and escapes, and with single blanks.
pub(super) fn plain(value: &str) -> String {
    let mut plain_value = String::with_capacity(value.len());
    write_plain(&mut Parser::new(value), &mut plain_value);
    plain_value.trim().to_owned()
}

fn write_plain(parser: &mut Parser<'_>, written: &mut String) {
    while let Ok(token) = parser.next_including_whitespace() {
        let end = match token {
            Token::Ident(name) => {
                written.push_str(&name.to_ascii_lowercase());
                continue;
            }
            Token::Function(name) => {
                written.push_str(&name.to_ascii_lowercase());
                written.push('(');
                ')'
            }
            Token::ParenthesisBlock => {
                written.push('(');
                ')'
            }
            Token::WhiteSpace(_) => {
                if !written.ends_with(['(', ',', ' ']) {
                    written.push(' ');
                }
                continue;
            }
            token => {
                written.push_str(&token.to_css_string().to_ascii_lowercase());
                continue;
            }
        };
        let _ = parser.parse_nested_block(|nested| {
            write_plain(nested, written);
            Ok::<_, ParseError<()>>(())
        });
        written.truncate(written.trim_end().len());
        written.push(end);
    }
}

/// More values than these are not tried for one declaration.
pub(super) const MAX_VALUES: usize = 1_000;

/// A plain value with each `var(--name)` replaced: one result for each value that the property has somewhere, or its fallback. `None`
/// if they are too many.
pub(super) fn substituted(value: &str, custom: &CustomProperties) -> Option<Vec<String>> {
    let mut complete = Vec::new();
    let mut open = vec![(value.to_owned(), 0_usize)];
    // Each step replaces one `var()`.
    for _ in 0..MAX_VALUES {
        let Some((value, depth)) = open.pop() else { return Some(complete) };
        let Some(start) = value.find("var(") else {
            complete.push(value);
            continue;
        };
        // A property that is made of itself has no value.
        if depth == MAX_DEPTH {
            continue;
        }
        let length = closing(&value[start + 3..]);
        let Some(inside) = value[start..].get(4..(length + 2).max(4)) else { continue };
        let (name, fallback) = inside.split_once(',').map_or((inside, None), |(name, rest)| (name, Some(rest)));
        let values = custom.get(name.trim()).map(Vec::as_slice).unwrap_or_default().iter().map(|value| plain(value));
        let replacements = values.chain(fallback.map(|fallback| fallback.trim().to_owned()));
        let (before, after) = (&value[..start], &value[start + 3 + length..]);
        open.extend(replacements.map(|replacement| (format!("{before}{replacement}{after}"), depth + 1)));
    }
    open.is_empty().then_some(complete)
}

/// A plain value with `var(--name)` replaced where the property has one value everywhere.
pub(super) fn resolved(value: &str, custom: &CustomProperties) -> String {
    let mut resolved = value.to_owned();
    let mut read = 0;
    for _ in 0..MAX_DEPTH {
        let Some(start) = resolved[read..].find("var(").map(|at| read + at) else { break };
        let end = start + 3 + closing(&resolved[start + 3..]);
        let inside = resolved[start..end].get(4..).unwrap_or_default();
        let name = inside.split([',', ')']).next().unwrap_or_default().trim();
        match custom.get(name).map(Vec::as_slice) {
            Some([only]) => resolved.replace_range(start..end, &plain(only)),
            _ => read = start + 4,
        }
    }
    resolved
}

/// How many custom properties may stand for one another in a row.
const MAX_DEPTH: usize = 16;

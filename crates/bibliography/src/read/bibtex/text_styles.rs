//! Turns TeX's commands for styles of type (`\emph{..}`, `\textsubscript{..}`, `{\it ..}`) into the tags that titles
//! hold.
//!
//! This takes two steps around the decoding of the other TeX. Before it, [`with_placeholders`] replaces the commands
//! and their braces by characters of Unicode's private use area: biblatex would drop the commands and take their braces
//! for those that protect case. After it, [`with_tags`] replaces these characters by tags.

use std::borrow::Cow;

use crate::markup::{MarkupToken, TextStyle};

/// The placeholders for the beginning and the end of each style. Those of [`super::latex`] follow from U+F8F0 on.
const PLACEHOLDERS: [(TextStyle, char, char); 5] = [
    (TextStyle::Italic, '\u{f8e0}', '\u{f8e5}'),
    (TextStyle::Bold, '\u{f8e1}', '\u{f8e6}'),
    (TextStyle::Subscript, '\u{f8e2}', '\u{f8e7}'),
    (TextStyle::Superscript, '\u{f8e3}', '\u{f8e8}'),
    (TextStyle::SmallCaps, '\u{f8e4}', '\u{f8e9}'),
];

/// An open brace of TeX, by what its closing brace becomes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum OpenBrace {
    Plain,
    Styled(TextStyle),
}

/// The value with placeholders for its styles. A value whose braces do not pair is returned unchanged, as its styles
/// have no certain end.
pub(super) fn with_placeholders(tex: &str) -> Cow<'_, str> {
    if !tex.contains('\\') {
        return Cow::Borrowed(tex);
    }
    let mut out = String::with_capacity(tex.len());
    let mut open_braces: Vec<OpenBrace> = Vec::new();
    let mut unread = tex;
    while let Some(offset) = unread.find(['\\', '{', '}']) {
        out.push_str(&unread[..offset]);
        unread = &unread[offset..];
        let length = match (style_command(unread), unread.as_bytes()[0]) {
            (Some((style, length)), _) => {
                out.push(placeholders(style).0);
                open_braces.push(OpenBrace::Styled(style));
                length
            }
            (None, b'{') => {
                out.push('{');
                open_braces.push(OpenBrace::Plain);
                1
            }
            (None, b'}') => {
                out.push(match open_braces.pop() {
                    Some(OpenBrace::Plain) => '}',
                    Some(OpenBrace::Styled(style)) => placeholders(style).1,
                    None => return Cow::Borrowed(tex),
                });
                1
            }
            // biblatex keeps the backslash of an escaped dollar that ends a value.
            _ if unread.starts_with("\\$") => {
                out.push_str("\\textdollar{}");
                2
            }
            // Another backslash escapes the next character, which may be a brace.
            _ => {
                let length = 1 + unread[1..].chars().next().map_or(0, char::len_utf8);
                out.push_str(&unread[..length]);
                length
            }
        };
        unread = &unread[length..];
    }
    if open_braces.is_empty() { Cow::Owned(out + unread) } else { Cow::Borrowed(tex) }
}

/// The text with tags in place of the placeholders.
pub(super) fn with_tags(text: &str) -> Cow<'_, str> {
    if !text.contains(is_placeholder) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match token(c) {
            Some(MarkupToken::Open(style)) => out.push_str(style.opening()),
            Some(MarkupToken::Close(style)) => out.push_str(style.closing()),
            Some(MarkupToken::Text(_)) | None => out.push(c),
        }
    }
    Cow::Owned(out)
}

pub(super) fn is_placeholder(c: char) -> bool {
    token(c).is_some()
}

/// The style that begins at the start of the text, with `\emph{` or `{\it `, and the length of its command.
fn style_command(text: &str) -> Option<(TextStyle, usize)> {
    let (name, prefix_length) = match text.strip_prefix("{\\") {
        Some(name) => (name, 2),
        None => (text.strip_prefix('\\')?, 1),
    };
    let (name, text_behind) = name.split_at(name.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(name.len()));
    let blanks = text_behind.len() - text_behind.trim_start_matches(' ').len();
    let length = prefix_length + name.len() + blanks;
    if prefix_length == 2 {
        return switch(name).map(|style| (style, length));
    }
    let has_argument = text_behind[blanks..].starts_with('{');
    command(name).filter(|_| has_argument).map(|style| (style, length + 1))
}

/// TeX's older switches, which hold to the end of the group: `{\it ..}`.
fn switch(name: &str) -> Option<TextStyle> {
    match name {
        "it" | "em" | "itshape" => Some(TextStyle::Italic),
        "bf" | "bfseries" => Some(TextStyle::Bold),
        "sc" | "scshape" => Some(TextStyle::SmallCaps),
        _ => None,
    }
}

/// LaTeX's commands with an argument: `\emph{..}`.
fn command(name: &str) -> Option<TextStyle> {
    match name {
        "emph" | "textit" => Some(TextStyle::Italic),
        "textbf" => Some(TextStyle::Bold),
        "textsubscript" => Some(TextStyle::Subscript),
        "textsuperscript" => Some(TextStyle::Superscript),
        "textsc" => Some(TextStyle::SmallCaps),
        _ => None,
    }
}

/// The characters for the beginning and the end of a style.
fn placeholders(style: TextStyle) -> (char, char) {
    let row = PLACEHOLDERS.iter().find(|(row_style, ..)| *row_style == style).expect("each style has a row");
    (row.1, row.2)
}

/// The tag for which a placeholder stands.
fn token(c: char) -> Option<MarkupToken<'static>> {
    PLACEHOLDERS.iter().find_map(|(style, begin, end)| match c {
        _ if c == *begin => Some(MarkupToken::Open(*style)),
        _ if c == *end => Some(MarkupToken::Close(*style)),
        _ => None,
    })
}

//! Characters of text that Markdown would read as marks.
//!
//! The converter has rules of its own for them that look at one text at a time and know nothing of wellpress. So each sign of a text
//! is replaced by a private character before it runs, which says whether the sign needs a backslash, and [`restore`] puts the signs
//! back. Emphasis and line breaks are private characters too, because only the finished text shows what stands around them.

use std::iter::Peekable;
use std::str::Chars;

/// A sign that stays as it is: this plus its code in ASCII.
const PLAIN: u32 = 0x10_F000;
/// A sign with a backslash.
const ESCAPED: u32 = 0x10_F100;
pub(super) const BREAK: char = '\u{10F200}';
pub(super) const OPEN_STRONG: char = '\u{10F201}';
pub(super) const CLOSE_STRONG: char = '\u{10F202}';
pub(super) const OPEN_EMPHASIS: char = '\u{10F203}';
pub(super) const CLOSE_EMPHASIS: char = '\u{10F204}';

/// Whether the module has a meaning for the character, so that no source may have it.
pub(super) fn is_private(c: char) -> bool {
    ('\u{10F000}'..='\u{10F2FF}').contains(&c)
}

/// Replaces the signs of a text. `starts_line` says whether the text begins a line of Markdown.
pub(super) fn mask(text: &str, starts_line: bool) -> String {
    let mut masked = String::with_capacity(text.len());
    let mut before = None;
    let mut is_address = false;
    let mut in_marker = starts_line && needs_escape_at_start(text);
    for (at, c) in text.char_indices() {
        let rest = text.get(at..).unwrap_or_default();
        if before.is_none_or(char::is_whitespace) {
            is_address = ["http://", "https://", "www."].iter().any(|start| rest.starts_with(start));
        }
        let is_marker = in_marker && !c.is_ascii_digit();
        in_marker &= !is_marker;
        if c.is_ascii_punctuation() {
            let escapes = is_marker || if is_address { "*`<[]".contains(c) } else { needs_escape(c, before, rest) };
            masked.push(private(if escapes { ESCAPED } else { PLAIN }, c));
        } else {
            masked.push(c);
        }
        before = Some(c);
    }
    masked
}

fn private(first: u32, sign: char) -> char {
    char::from_u32(first + u32::from(sign)).unwrap_or(sign)
}

/// Gives each of a sign a backslash, in a masked text and in what handlers wrote around it.
pub(super) fn escape_each(masked: &str, sign: char) -> String {
    masked.replace(sign, &format!("\\{sign}")).replace(private(PLAIN, sign), &private(ESCAPED, sign).to_string())
}

/// Whether a text would be read as a heading, a list, a quote, a rule, a definition or a directive at the start of a line.
fn needs_escape_at_start(text: &str) -> bool {
    let followed_by_blank = |rest: &str| rest.is_empty() || rest.starts_with(char::is_whitespace);
    match text.chars().next() {
        Some('#') => followed_by_blank(text.trim_start_matches('#')),
        Some(sign @ ('-' | '+')) => {
            let is_rule = text.chars().take_while(|other| *other == sign).count() >= 3;
            followed_by_blank(text.get(1..).unwrap_or_default()) || is_rule
        }
        Some('>' | '=' | '|') => true,
        Some(':') => text.starts_with("::") || text.starts_with(": "),
        Some('0'..='9') => {
            let rest = text.trim_start_matches(|c: char| c.is_ascii_digit());
            rest.strip_prefix(['.', ')']).is_some_and(followed_by_blank)
        }
        _ => false,
    }
}

/// Whether a sign needs a backslash between the character before it and `rest`, which begins with it.
fn needs_escape(sign: char, before: Option<char>, rest: &str) -> bool {
    let after = rest.chars().nth(1);
    let follows_word = before.is_some_and(char::is_alphanumeric);
    let is_blank = |c: Option<char>| c.is_some_and(char::is_whitespace);
    match sign {
        '`' | '[' | ']' | '~' | '^' => true,
        '\\' => after.is_none_or(|c| !c.is_alphanumeric()),
        '*' => !(is_blank(before) && is_blank(after)),
        '_' => {
            let is_within_word = follows_word && after.is_some_and(char::is_alphanumeric);
            !(is_within_word || is_blank(before) && is_blank(after))
        }
        '<' => after.is_none_or(|c| c.is_ascii_alphabetic() || matches!(c, '/' | '!' | '?')),
        '$' => !follows_word,
        '@' => !follows_word && after.is_none_or(|c| c.is_alphabetic() || c == '{'),
        '{' => matches!(after, Some('{' | '#' | '.' | '%')) && before != Some('{'),
        '=' => before == Some('=') || after == Some('='),
        '&' => is_entity(rest),
        ':' => !follows_word && is_emoji_code(rest),
        _ => false,
    }
}

fn is_entity(rest: &str) -> bool {
    let name = rest.get(1..).unwrap_or_default().trim_start_matches('#');
    let length = name.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(name.len());
    length > 0 && name.get(length..).is_some_and(|end| end.starts_with(';'))
}

fn is_emoji_code(rest: &str) -> bool {
    let code = rest.get(1..).unwrap_or_default();
    let length = code.find(|c: char| !(c.is_ascii_alphanumeric() || "_+-".contains(c))).unwrap_or(code.len());
    length > 0 && code.get(length..).is_some_and(|end| end.starts_with(':'))
}

/// Divides a text into blanks and breaks, its words, and blanks and breaks again.
pub(super) fn split_edges(text: &str) -> (&str, &str, &str) {
    let is_edge = |c: char| c.is_whitespace() || c == BREAK;
    let words = text.trim_start_matches(is_edge);
    let before = text.strip_suffix(words).unwrap_or_default();
    let inner = words.trim_end_matches(is_edge);
    (before, inner, words.strip_prefix(inner).unwrap_or_default())
}

/// Puts the signs back and writes line breaks and emphasis.
pub(super) fn restore(masked: &str) -> String {
    let lines: Vec<&str> = masked.lines().collect();
    let is_empty = |line: &str| line.trim_matches([' ', '>', BREAK]).is_empty();
    let mut text = String::with_capacity(masked.len());
    for (index, line) in lines.iter().enumerate() {
        if is_empty(line) {
            text.push_str(line.trim_end_matches([' ', BREAK]));
        } else if let Some(words) = line.strip_suffix(BREAK) {
            text.push_str(words.trim_end());
            if lines.get(index + 1).is_some_and(|next| !is_empty(next)) {
                text.push('\\');
            }
        } else {
            text.push_str(line);
        }
        text.push('\n');
    }
    with_signs(&with_emphasis(&text.replace(BREAK, " "))).trim_matches('\n').to_owned()
}

fn with_signs(masked: &str) -> String {
    let mut text = String::with_capacity(masked.len());
    for c in masked.chars() {
        let sign = |first: u32| u32::from(c).checked_sub(first).filter(|code| *code < 0x80).and_then(char::from_u32);
        match (sign(PLAIN), sign(ESCAPED)) {
            (Some(plain), _) => text.push(plain),
            (_, Some(escaped)) => text.extend(['\\', escaped]),
            _ => text.push(c),
        }
    }
    text
}

/// Asterisks around words only open and close emphasis next to the right characters: `**Note:**words` shows its asterisks. Such a
/// pair becomes an element.
fn with_emphasis(masked: &str) -> String {
    let mut text = String::with_capacity(masked.len());
    let mut opened = Vec::new();
    let mut chars = masked.chars().peekable();
    while let Some(c) = chars.next() {
        let (tag, mark) = match c {
            OPEN_STRONG | CLOSE_STRONG => ("strong", "**"),
            OPEN_EMPHASIS | CLOSE_EMPHASIS => ("em", "*"),
            _ => {
                text.push(c);
                continue;
            }
        };
        if matches!(c, OPEN_STRONG | OPEN_EMPHASIS) {
            opened.push((text.len(), may_stand(text.chars().next_back(), next_character(&mut chars))));
        } else if let Some((at, may_open)) = opened.pop() {
            let may_close = may_stand(next_character(&mut chars), text.chars().next_back());
            if may_open && may_close {
                text.insert_str(at, mark);
                text.push_str(mark);
            } else {
                text.insert_str(at, &format!("<{tag}>"));
                text.push_str(&format!("</{tag}>"));
            }
        }
    }
    text
}

fn next_character(chars: &mut Peekable<Chars<'_>>) -> Option<char> {
    chars.peek().copied()
}

/// Whether asterisks between a character outside of the emphasis and one inside work as marks.
fn may_stand(outside: Option<char>, inside: Option<char>) -> bool {
    let is_mark = |c: char| c == '*' || matches!(c, OPEN_STRONG | OPEN_EMPHASIS);
    let is_in_word = outside.is_some_and(char::is_alphanumeric) && !inside.is_some_and(char::is_alphanumeric);
    !outside.is_some_and(is_mark) && !is_in_word
}

//! The attributes of a directive: `#id`, `.class`, `key="value"`, as they stand between its braces.

use std::ops::Range;

use wellpress_diagnostics::{Diagnostic, Source, Span, rules};

use super::{Attribute, Directive};

/// Reads what stands at `range` into the directive.
pub(super) fn read_attributes(
    source: &Source,
    range: Range<usize>,
    directive: &mut Directive,
    findings: &mut Vec<Diagnostic>,
) {
    let text = &source.text;
    let mut at = range.start;
    while at < range.end {
        let rest = &text[at..range.end];
        let Some(first) = rest.chars().next() else { break };
        if first.is_whitespace() {
            at += first.len_utf8();
            continue;
        }
        let word_end = rest.find(|c: char| c.is_whitespace() || c == '=').map_or(range.end, |end| at + end);
        match first {
            '#' if word_end > at + 1 && directive.id.is_some() => {
                let place = source.locate(Span::new(at..word_end));
                let finding = Diagnostic::new(&rules::DIRECTIVE_ATTRIBUTE, place, "there is a second id");
                findings.push(finding.help("keep one of the two"));
                at = word_end;
            }
            '#' if word_end > at + 1 => {
                directive.id = Some((text[at + 1..word_end].to_owned(), Span::new(at + 1..word_end)));
                at = word_end;
            }
            '.' => {
                let classes = text[at..word_end].split('.').filter(|class| !class.is_empty());
                directive.classes.extend(classes.map(str::to_owned));
                at = word_end;
            }
            _ if word_end > at && first != '#' => {
                let key = text[at..word_end].to_owned();
                let (value, span, next) = read_value(text, at, word_end, range.end);
                directive.attributes.push(Attribute { key, value, span });
                at = next;
            }
            _ => {
                let place = source.locate(Span::new(at..range.end));
                let finding = Diagnostic::new(&rules::DIRECTIVE_ATTRIBUTE, place, "these attributes cannot be read");
                findings.push(finding.help("write them as `{#id .class key=\"value\" key}`"));
                return;
            }
        }
    }
}

/// The value behind `key=`, unescaped, its place, and where reading goes on.
fn read_value(text: &str, key_start: usize, key_end: usize, limit: usize) -> (String, Span, usize) {
    let Some(rest) = text[key_end..limit].strip_prefix('=') else {
        return (String::new(), Span::new(key_start..key_end), key_end);
    };
    let start = key_end + 1;
    match rest.chars().next().filter(|quote| matches!(quote, '"' | '\'')) {
        Some(quote) => {
            let inside = &text[start + 1..limit];
            let mut escaped = false;
            let end = inside.find(|c: char| {
                let ends = c == quote && !escaped;
                escaped = c == '\\' && !escaped;
                ends
            });
            let end = end.map_or(limit, |end| start + 1 + end);
            (unescape(&text[start + 1..end]), Span::new(start + 1..end), (end + 1).min(limit))
        }
        None => {
            let end = rest.find(char::is_whitespace).map_or(limit, |end| start + end);
            (text[start..end].to_owned(), Span::new(start..end), end)
        }
    }
}

/// Takes away the backslashes that protect brackets, quotes and backslashes.
pub(super) fn unescape(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let protects = c == '\\' && chars.peek().is_some_and(char::is_ascii_punctuation);
        plain.push(if protects { chars.next().unwrap_or(c) } else { c });
    }
    plain
}

//! The attributes of a directive: `#id`, `.class`, `key="value"`, read from between its braces and checked against the
//! table of directives.

use std::ops::Range;

use wellpress_diagnostics::{Diagnostic, Source, Span, nearest, rules};

use super::{Attribute, AttributeNeed, AttributeSpec, AttributeValue, Directive};

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

/// Reports attributes that the table does not give this directive, values that they cannot have, and those that are
/// required and absent.
pub(super) fn check_attributes(source: &Source, directive: &Directive, findings: &mut Vec<Diagnostic>) {
    let specs = directive.kind.spec().attributes;
    for (number, attribute) in directive.attributes.iter().enumerate() {
        let is_repeated = directive.attributes[..number].iter().any(|earlier| earlier.key == attribute.key);
        let mistake = match specs.iter().find(|spec| spec.name == attribute.key) {
            _ if is_repeated => Some((format!("`{}` is given twice", attribute.key), "keep one of the two".to_owned())),
            None => {
                let message = format!("`{}` has no attribute `{}`", directive.name, attribute.key);
                Some((message, help_for_unknown(&attribute.key, specs)))
            }
            Some(spec) if !spec.value.accepts(&attribute.value) => {
                let message = format!("`{}` is not a value of `{}`", attribute.value, spec.name);
                Some((message, help_for_value(spec)))
            }
            Some(_) => None,
        };
        findings.extend(mistake.map(|(message, help)| finding(source, attribute.span, message, help)));
    }
    for spec in specs.iter().filter(|spec| is_missing(directive, spec)) {
        let message = format!("`{}` needs `{}`", directive.name, spec.name);
        findings.push(finding(source, directive.span, message, format!("add `{}=\"..\"`", spec.name)));
    }
}

fn finding(source: &Source, span: Span, message: String, help: String) -> Diagnostic {
    Diagnostic::new(&rules::DIRECTIVE_ATTRIBUTE, source.locate(span), message).help(help)
}

fn is_missing(directive: &Directive, spec: &AttributeSpec) -> bool {
    let is_required = match spec.need {
        AttributeNeed::Optional => false,
        AttributeNeed::Required => true,
        AttributeNeed::RequiredWithout(substitute) => directive.get(substitute).is_none(),
    };
    is_required && directive.get(spec.name).is_none_or(str::is_empty)
}

fn help_for_unknown(key: &str, specs: &[AttributeSpec]) -> String {
    let names: Vec<&str> = specs.iter().map(|spec| spec.name).collect();
    match nearest(key, names.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None if names.is_empty() => "take it out".to_owned(),
        None => format!("it takes `{}`", names.join("`, `")),
    }
}

fn help_for_value(spec: &AttributeSpec) -> String {
    match spec.value {
        AttributeValue::Any => String::new(),
        AttributeValue::HeadingLevel => "write a level from 2 to 6".to_owned(),
        AttributeValue::OptionalNumber => format!("write a number, or `{}` alone", spec.name),
        AttributeValue::OneOf([word]) => format!("write `{}=\"{word}\"`", spec.name),
        AttributeValue::OneOf(words) => {
            let (last, others) = words.split_last().expect("a list of values has one");
            format!("write `{}` or `{last}`", others.join("`, `"))
        }
    }
}

//! Parses the attributes of a directive (`#id`, `.class`, `key="value"`) and checks them against the table of
//! directives. Finding the braces around them is left to [`super::lines`].

use std::borrow::{Borrow, Cow};
use std::ops::Range;

use wellpress_diagnostics::yaml::Located;
use wellpress_diagnostics::{Diagnostic, Source, Span, nearest, rules};

use super::directive::{Attribute, Directive};
use super::table::{AttributeNeed, AttributeSpec, AttributeValue, DirectiveKind};

/// A part of the attributes in braces.
enum AttributePart {
    /// `#id`, as the range of the id.
    Id(Range<usize>),
    /// `.a`, or `.a.b` for two classes as in CSS: the range behind the first dot.
    Classes(Range<usize>),
    /// `key="value"`, `key=value` or `key`, with the range of the key.
    Pair(Range<usize>, AttributeText),
    /// None of these; the rest of the braces is not read.
    Unreadable(Range<usize>),
}

/// The parts of the attributes in `range`, the content of the braces.
fn parts(text: &str, range: Range<usize>) -> impl Iterator<Item = AttributePart> + '_ {
    let mut start = range.start;
    std::iter::from_fn(move || {
        let unread = text[start..range.end].trim_start();
        let word_start = range.end - unread.len();
        let length = unread.find(|c: char| c.is_whitespace() || c == '=').unwrap_or(unread.len());
        let word = word_start..word_start + length;
        let part = match unread.chars().next()? {
            '#' if length > 1 => AttributePart::Id(word.start + 1..word.end),
            '.' => AttributePart::Classes(word.start + 1..word.end),
            '#' | '=' => AttributePart::Unreadable(word.start..range.end),
            _ => AttributePart::Pair(word.clone(), read_value(text, word.clone(), range.end)),
        };
        start = match &part {
            AttributePart::Id(_) | AttributePart::Classes(_) => word.end,
            AttributePart::Pair(_, value) => value.end,
            AttributePart::Unreadable(_) => range.end,
        };
        Some(part)
    })
}

/// Parses the attributes in `range`, the content of the braces, into the directive. It stops at the first part that it
/// cannot parse, which gives a finding.
pub(super) fn read_attributes(
    source: &Source,
    range: Range<usize>,
    directive: &mut Directive,
    findings: &mut Vec<Diagnostic>,
) {
    let text = &source.text;
    for part in parts(text, range) {
        match part {
            AttributePart::Id(id) if directive.id.is_some() => {
                let span = Span::new(id.start - 1..id.end);
                findings.push(finding(source, span, "there is a second id", "keep one of the two"));
            }
            AttributePart::Id(id) => {
                directive.id = Some(Located { value: text[id.clone()].to_owned(), span: Span::new(id) });
            }
            AttributePart::Classes(classes) => {
                let classes = text[classes].split('.').filter(|class| !class.is_empty());
                directive.classes.extend(classes.map(str::to_owned));
            }
            AttributePart::Pair(key, AttributeText { value, span, .. }) => {
                directive.attributes.push(Attribute { key: text[key].to_owned(), value, span });
            }
            AttributePart::Unreadable(rest) => {
                let help = "write them as `{#id .class key=\"value\" key}`";
                findings.push(finding(source, Span::new(rest), "these attributes cannot be read", help));
            }
        }
    }
}

/// Attributes that belong to no directive, as those of a link.
#[derive(Debug, Default)]
pub(crate) struct LooseAttributes {
    pub(crate) id: Option<String>,
    pub(crate) classes: Vec<String>,
    /// The others in their order.
    pairs: Vec<(String, String)>,
}

impl LooseAttributes {
    /// Whether it has an id, a class or a size. `{x=1}` alone may be mathematics.
    pub(crate) fn has_meaning(&self) -> bool {
        self.id.is_some() || !self.classes.is_empty() || ["width", "height"].iter().any(|name| self.get(name).is_some())
    }

    /// The value of the first attribute of this name.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.pairs.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }
}

/// Parses the attributes in `range`, the content of the braces. `None` unless all of it has the form of attributes, since
/// braces behind a link may be text.
pub(super) fn loose_attributes(text: &str, range: Range<usize>) -> Option<LooseAttributes> {
    let mut attributes = LooseAttributes::default();
    for part in parts(text, range) {
        match part {
            AttributePart::Id(id) if is_name(&text[id.clone()]) => {
                attributes.id.get_or_insert_with(|| text[id].to_owned());
            }
            AttributePart::Classes(classes) if is_name(&text[classes.clone()]) => {
                attributes.classes.extend(text[classes].split('.').map(str::to_owned));
            }
            AttributePart::Pair(key, value) if is_name(&text[key.clone()]) && text[key.end..].starts_with('=') => {
                attributes.pairs.push((text[key].to_owned(), value.value));
            }
            _ => return None,
        }
    }
    let is_empty = attributes.id.is_none() && attributes.classes.is_empty() && attributes.pairs.is_empty();
    (!is_empty).then_some(attributes)
}

fn is_name(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | ':' | '.'))
}

/// The value of an attribute, parsed.
struct AttributeText {
    /// The value without quotes and escapes; empty without an `=`.
    value: String,
    /// The span of the value, or of the key without an `=`.
    span: Span,
    /// The byte behind the attribute.
    end: usize,
}

/// The value behind the key at `key`. A quoted value without a closing quote ends at `limit`.
fn read_value(text: &str, key: Range<usize>, limit: usize) -> AttributeText {
    let Some(value) = text[key.end..limit].strip_prefix('=') else {
        return AttributeText { value: String::new(), end: key.end, span: Span::new(key) };
    };
    let start = key.end + 1;
    match value.chars().next().filter(|quote| matches!(quote, '"' | '\'')) {
        Some(quote) => {
            let quoted = start + 1..quote_end(&text[start + 1..limit], quote).map_or(limit, |end| start + 1 + end);
            let end = (quoted.end + 1).min(limit);
            AttributeText { value: unescape(&text[quoted.clone()]), span: Span::new(quoted), end }
        }
        None => {
            let end = value.find(char::is_whitespace).map_or(limit, |length| start + length);
            AttributeText { value: text[start..end].to_owned(), span: Span::new(start..end), end }
        }
    }
}

/// The offset of the first quote that is not escaped by a backslash.
fn quote_end(text: &str, quote: char) -> Option<usize> {
    let mut is_escaped = false;
    text.find(|c: char| {
        let ends = c == quote && !is_escaped;
        is_escaped = c == '\\' && !is_escaped;
        ends
    })
}

/// Removes the backslashes before punctuation.
pub(crate) fn unescape(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let is_escape = c == '\\' && chars.peek().is_some_and(char::is_ascii_punctuation);
        plain.push(if is_escape { chars.next().unwrap_or(c) } else { c });
    }
    plain
}

/// Reports attributes that the directive does not have by `specs`, values that an attribute cannot have, and required
/// attributes that are missing.
pub(super) fn check_attributes(
    source: &Source,
    directive: &Directive,
    specs: &[AttributeSpec<'_>],
    findings: &mut Vec<Diagnostic>,
) {
    for (index, attribute) in directive.attributes.iter().enumerate() {
        let is_repeated = directive.attributes[..index].iter().any(|earlier| earlier.key == attribute.key);
        let mistake = match specs.iter().find(|spec| spec.name == attribute.key) {
            // First, because only the first value of a repeated key counts, and a later one need not be judged.
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
    if directive.kind == DirectiveKind::IconArray {
        findings.extend(too_many_people(source, directive));
    }
}

/// The finding about more people affected than there are in an icon array.
fn too_many_people(source: &Source, directive: &Directive) -> Option<Diagnostic> {
    let of = directive.count("of")?;
    let key = ["n", "then"].into_iter().find(|key| directive.count(key).is_some_and(|people| people > of))?;
    let message = format!("`{key}` is more than the {of} people of `of`");
    Some(finding(source, directive.attribute_span(key), message, format!("write a whole number from 0 to {of}")))
}

fn finding(source: &Source, span: Span, message: impl Into<String>, help: impl Into<Cow<'static, str>>) -> Diagnostic {
    Diagnostic::new(&rules::DIRECTIVE_ATTRIBUTE, source.locate(span), message).help(help)
}

fn is_missing(directive: &Directive, spec: &AttributeSpec<'_>) -> bool {
    let is_required = match spec.need {
        AttributeNeed::Optional => false,
        AttributeNeed::Required => true,
        AttributeNeed::RequiredWithout(substitute) => directive.get(substitute).is_none(),
    };
    is_required
        && directive.get(spec.name).is_none_or(|value| value.is_empty() && spec.value != AttributeValue::Boolean)
}

fn help_for_unknown(key: &str, specs: &[AttributeSpec<'_>]) -> String {
    let names: Vec<&str> = specs.iter().map(|spec| spec.name).collect();
    match nearest(key, names.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None if names.is_empty() => "take it out".to_owned(),
        None => format!("it takes `{}`", names.join("`, `")),
    }
}

fn help_for_value(spec: &AttributeSpec<'_>) -> String {
    match spec.value {
        AttributeValue::Any | AttributeValue::Words => String::new(),
        AttributeValue::HeadingLevel => "write a level from 2 to 6".to_owned(),
        AttributeValue::OptionalNumber => format!("write a number, or `{}` alone", spec.name),
        AttributeValue::OneOf(words) => one_of(spec.name, words),
        AttributeValue::Choice(words) => one_of(spec.name, words),
        AttributeValue::Count(least, most) => format!("write a whole number from {least} to {most}"),
        AttributeValue::Number => "write a number such as `3` or `0.5`".to_owned(),
        AttributeValue::Day => "write a day such as `2026-03-01`".to_owned(),
        AttributeValue::Address => "write an address such as `https://example.org/`".to_owned(),
        AttributeValue::Boolean => format!("write `true` or `false`, or `{}` alone for `true`", spec.name),
    }
}

fn one_of(name: &str, words: &[impl Borrow<str>]) -> String {
    match words.split_last() {
        Some((word, [])) => format!("write `{name}=\"{}\"`", word.borrow()),
        Some((last, others)) => {
            let others: Vec<&str> = others.iter().map(Borrow::borrow).collect();
            format!("write `{}` or `{}`", others.join("`, `"), last.borrow())
        }
        None => "take it out".to_owned(),
    }
}

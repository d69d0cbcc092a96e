//! Directives: a line, a block between colons or a word in brackets, with a name, a label and attributes.
//!
//! Takes text and gives what stands there; which names and attributes there are is known here too, so that a mistake
//! is found at its place. What a directive shows is for `resolve` and `render`.

mod attributes;

use std::collections::BTreeMap;
use std::ops::Range;

use memchr::{memchr, memrchr};

use schemars::JsonSchema;
use serde::Deserialize;
use wellpress_diagnostics::{Diagnostic, Source, Span, nearest, rules};

use attributes::{read_attributes, unescape};

/// A directive in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Directive {
    /// What it is.
    pub kind: DirectiveKind,
    /// Its name as written.
    pub name: String,
    /// `#id`: the record that is meant, or its own id on the page.
    pub id: Option<(String, Span)>,
    /// `.class`, for the theme's style sheets.
    pub classes: Vec<String>,
    /// `key="value"`, `key=value` or `key`, in the order written.
    pub attributes: Vec<Attribute>,
    /// Its label as plain text, and where it stands.
    pub label: Option<(String, Span)>,
    /// The line or the stretch of the line that it stands on.
    pub span: Span,
}

impl Directive {
    /// The value of an attribute; a key without a value has an empty one.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&str> {
        self.attributes.iter().find(|attribute| attribute.key == key).map(|attribute| attribute.value.as_str())
    }

    /// Where an attribute's value stands, else the directive itself.
    #[must_use]
    pub fn place(&self, key: &str) -> Span {
        self.attributes.iter().find(|attribute| attribute.key == key).map_or(self.span, |attribute| attribute.span)
    }

    /// Its own id on the page, where `#id` does not say which record it means.
    #[must_use]
    pub fn anchor(&self) -> Option<&str> {
        self.id.as_ref().filter(|_| !self.kind.means_record()).map(|(id, _)| id.as_str())
    }

    /// The level that `heading=2` asks for.
    #[must_use]
    pub fn heading(&self) -> Option<u8> {
        self.get("heading").and_then(|level| level.parse().ok())
    }
}

/// A key with its value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attribute {
    /// The key.
    pub key: String,
    /// The value; empty where there is none.
    pub value: String,
    /// The value's place, else the key's.
    pub span: Span,
}

/// What a directive is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the names are those of the manual's table")]
pub enum DirectiveKind {
    Exercise,
    Programme,
    Video,
    Playlist,
    Disclaimer,
    CallToAction,
    Experts,
    Figure,
    /// A callout; its name is the directive's.
    Callout(CalloutKind),
    Care,
    Do,
    Dont,
    Details,
    Faq,
    Quote,
    By,
    Promo,
    Term,
}

impl DirectiveKind {
    /// Whether its `#id` says which record it means.
    #[must_use]
    pub fn means_record(self) -> bool {
        matches!(self, Self::Exercise | Self::Programme | Self::Disclaimer | Self::CallToAction | Self::Term)
    }
}

/// In which of the three forms a directive is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// `:name[..]` in a line.
    Inline,
    /// `::name[..]{..}` alone on a line.
    Leaf,
    /// From `:::name` to `:::`.
    Container,
}

/// Whether a directive must say which record it means.
#[derive(Clone, Copy, PartialEq, Eq)]
enum NeedsId {
    Yes,
    No,
}

struct Known {
    name: &'static str,
    kind: DirectiveKind,
    form: Form,
    id: NeedsId,
    attributes: &'static [&'static str],
}

const fn known(
    name: &'static str,
    kind: DirectiveKind,
    form: Form,
    id: NeedsId,
    attributes: &'static [&'static str],
) -> Known {
    Known { name, kind, form, id, attributes }
}

const KNOWN: &[Known] = &[
    known(
        "exercise",
        DirectiveKind::Exercise,
        Form::Leaf,
        NeedsId::Yes,
        &["number", "only", "heading", "acknowledged"],
    ),
    known("programme", DirectiveKind::Programme, Form::Leaf, NeedsId::Yes, &["acknowledged"]),
    known(
        "video",
        DirectiveKind::Video,
        Form::Leaf,
        NeedsId::No,
        &["src", "title", "duration", "poster", "captions", "transcript", "described", "exercise", "acknowledged"],
    ),
    known("playlist", DirectiveKind::Playlist, Form::Container, NeedsId::No, &[]),
    known("disclaimer", DirectiveKind::Disclaimer, Form::Leaf, NeedsId::Yes, &[]),
    known("cta", DirectiveKind::CallToAction, Form::Leaf, NeedsId::Yes, &[]),
    known("experts", DirectiveKind::Experts, Form::Leaf, NeedsId::No, &[]),
    known("figure", DirectiveKind::Figure, Form::Leaf, NeedsId::No, &["src", "alt", "credit"]),
    known("care", DirectiveKind::Care, Form::Container, NeedsId::No, &["level"]),
    known("do", DirectiveKind::Do, Form::Container, NeedsId::No, &[]),
    known("dont", DirectiveKind::Dont, Form::Container, NeedsId::No, &[]),
    known("details", DirectiveKind::Details, Form::Container, NeedsId::No, &[]),
    known("faq", DirectiveKind::Faq, Form::Container, NeedsId::No, &[]),
    known("quote", DirectiveKind::Quote, Form::Container, NeedsId::No, &["by"]),
    known("promo", DirectiveKind::Promo, Form::Container, NeedsId::No, &["heading"]),
    known("by", DirectiveKind::By, Form::Inline, NeedsId::No, &["person"]),
    known("term", DirectiveKind::Term, Form::Inline, NeedsId::No, &[]),
];

const CALLOUT_ATTRIBUTES: &[&str] = &["heading"];

/// Whether a directive of this name stands in a line.
#[must_use]
pub fn is_inline(name: &str) -> bool {
    KNOWN.iter().any(|known| known.name == name && known.form == Form::Inline)
}

/// A directive line as it stands in the text, before its name is looked up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fence {
    /// From the first colon to the end of the line's text.
    pub span: Range<usize>,
    /// How many colons.
    pub colons: usize,
    /// The name's bytes; empty for a closing line.
    pub name: Range<usize>,
    /// The label's bytes, without brackets.
    pub label: Option<Range<usize>>,
    /// The attributes' bytes, without braces.
    pub attributes: Option<Range<usize>>,
    /// Whether anything else stands on the line.
    pub shape: Shape,
}

/// Whether a line has the shape of a directive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// It has.
    Sound,
    /// It begins like one and goes on otherwise: an exercise that only shows as text would be lost with its cautions.
    Broken,
}

impl Fence {
    /// Whether it closes a container.
    #[must_use]
    pub fn closes(&self) -> bool {
        self.name.is_empty() && self.shape == Shape::Sound
    }
}

/// Finds the lines of `text` that have the shape of a directive, in order.
#[must_use]
pub fn fences(text: &str, from: usize) -> Vec<Fence> {
    let lines = colon_lines(text, from).filter(|line| text[line.clone()].starts_with("::"));
    lines.filter_map(|line| read_fence(text, line.start..line.start + text[line].trim_end().len())).collect()
}

/// The colons that begin a line's text and neither a definition, which has a blank behind its colon, nor the columns
/// of a table, nor one of `fences`.
#[must_use]
pub fn leading_colons(text: &str, from: usize, fences: &[Fence]) -> Vec<usize> {
    let is_fence = |at: usize| fences.binary_search_by_key(&at, |fence| fence.span.start).is_ok();
    let begins = |line: &Range<usize>| {
        text[line.clone()].chars().nth(1).is_some_and(|c| !c.is_whitespace() && c != '-') && !is_fence(line.start)
    };
    colon_lines(text, from).filter(begins).map(|line| line.start).collect()
}

/// The lines whose text begins with a colon, each from there to its end. Colons are few, so they are looked for, not lines.
fn colon_lines(text: &str, from: usize) -> impl Iterator<Item = Range<usize>> {
    let bytes = text.as_bytes();
    let mut next = from;
    std::iter::from_fn(move || {
        loop {
            let colon = next + memchr(b':', &bytes[next..])?;
            let start = memrchr(b'\n', &bytes[next..colon]).map_or(next, |newline| next + newline + 1);
            let end = memchr(b'\n', &bytes[colon..]).map_or(bytes.len(), |length| colon + length);
            next = end;
            if start + marker_length(&text[start..end]) == colon {
                return Some(colon..end);
            }
        }
    })
}

/// The bytes of a line before its text: blanks, quote markers and list markers.
pub(super) fn marker_length(line: &str) -> usize {
    let bytes = line.as_bytes();
    let mut at = 0;
    loop {
        match bytes.get(at) {
            Some(b' ' | b'\t' | b'>') => at += 1,
            Some(b'-' | b'*' | b'+') if bytes.get(at + 1) == Some(&b' ') => at += 2,
            Some(b'0'..=b'9') => {
                let digits = bytes[at..].iter().take_while(|byte| byte.is_ascii_digit()).count();
                let marker = bytes.get(at + digits).is_some_and(|byte| matches!(byte, b'.' | b')'));
                if digits > 9 || !marker || bytes.get(at + digits + 1) != Some(&b' ') {
                    return at;
                }
                at += digits + 2;
            }
            _ => return at,
        }
    }
}

fn read_fence(text: &str, span: Range<usize>) -> Option<Fence> {
    let colons = text[span.clone()].bytes().take_while(|byte| *byte == b':').count();
    let name = read_name(text, span.start + colons);
    let (label, attributes, end) = read_tail(text, name.end, span.end);
    let closes = name.is_empty();
    let is_sound = if closes { colons >= 3 && name.end == span.end } else { end == span.end };
    if is_sound {
        return Some(Fence { span, colons, name, label, attributes, shape: Shape::Sound });
    }
    let rest = text[name.end..span.end].trim_start();
    let begins_like_one = match colons {
        2 => !closes && rest.starts_with(['[', '{']),
        _ => !closes || rest.starts_with(|c: char| c.is_ascii_alphabetic()),
    };
    begins_like_one.then_some(Fence { span, colons, name, label: None, attributes: None, shape: Shape::Broken })
}

/// The name at `at`: a letter, then letters, digits, `-` or `_`.
#[must_use]
pub fn read_name(text: &str, at: usize) -> Range<usize> {
    let rest = &text[at..];
    if !rest.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return at..at;
    }
    let length = rest.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))).unwrap_or(rest.len());
    at..at + length
}

type Tail = (Option<Range<usize>>, Option<Range<usize>>, usize);

/// `[label]{attributes}` from `at`, each optional, and where reading stopped.
fn read_tail(text: &str, at: usize, limit: usize) -> Tail {
    let label = enclosed(text, at, limit, b'[', b']');
    let after_label = label.as_ref().map_or(at, |label| label.end + 1);
    let attributes = enclosed(text, after_label, limit, b'{', b'}');
    let end = attributes.as_ref().map_or(after_label, |attributes| attributes.end + 1);
    (label, attributes, end)
}

/// Braces in a line that hold more hold no attributes: without a limit, each of many open ones would be read to the end.
const LONGEST_ATTRIBUTES: usize = 2_000;

/// The attributes in braces at `at`, if they stand there, without the braces.
#[must_use]
pub fn attributes_at(text: &str, at: usize) -> Option<Range<usize>> {
    if !text[at..].starts_with('{') {
        return None;
    }
    let length = text.as_bytes()[at..].iter().take(LONGEST_ATTRIBUTES).position(|byte| *byte == b'\n');
    let limit = length.map_or_else(|| text.len().min(at + LONGEST_ATTRIBUTES), |length| at + length);
    enclosed(text, at, limit, b'{', b'}')
}

/// What stands between `open` at `at` and its `close`; quotes and backslashes protect.
fn enclosed(text: &str, at: usize, limit: usize, open: u8, close: u8) -> Option<Range<usize>> {
    let bytes = text.as_bytes();
    if at >= limit || bytes[at] != open {
        return None;
    }
    let (mut depth, mut quoted, mut position) = (1_usize, None, at + 1);
    while position < limit {
        let byte = bytes[position];
        match byte {
            b'\\' => position += 1,
            b'"' | b'\'' if open == b'{' && quoted.is_none() && bytes[position - 1] == b'=' => quoted = Some(byte),
            _ if quoted == Some(byte) => quoted = None,
            _ if quoted.is_some() => {}
            _ if byte == open => depth += 1,
            _ if byte == close => {
                depth -= 1;
                if depth == 0 {
                    return Some(at + 1..position);
                }
            }
            _ => {}
        }
        position += 1;
    }
    None
}

/// What is needed to give a directive its meaning.
#[derive(Clone, Copy)]
pub struct Vocabulary<'a> {
    /// The settings' own callouts.
    pub callouts: &'a BTreeMap<String, Callout>,
}

impl Vocabulary<'_> {
    fn find(&self, name: &str) -> Option<(DirectiveKind, Form, NeedsId, &'static [&'static str])> {
        if let Some(known) = KNOWN.iter().find(|known| known.name == name) {
            return Some((known.kind, known.form, known.id, known.attributes));
        }
        let callout = CalloutKind::find(name).or_else(|| self.callouts.get(name).map(|callout| callout.like))?;
        Some((DirectiveKind::Callout(callout), Form::Container, NeedsId::No, CALLOUT_ATTRIBUTES))
    }

    fn nearest(&self, name: &str) -> Option<&str> {
        let own = self.callouts.keys().map(String::as_str);
        nearest(name, KNOWN.iter().map(|known| known.name).chain(CalloutKind::ALL.map(|(name, _)| name)).chain(own))
    }
}

/// The parts of a directive in the text.
pub struct Parts {
    /// Inline, leaf or container.
    pub form: Form,
    /// The name.
    pub name: Range<usize>,
    /// The label, without brackets.
    pub label: Option<Range<usize>>,
    /// The attributes, without braces.
    pub attributes: Option<Range<usize>>,
    /// All of it.
    pub span: Range<usize>,
}

/// Gives a directive its meaning, or `None` with a finding where its name is unknown or its form another.
pub fn read(
    source: &Source,
    parts: &Parts,
    vocabulary: Vocabulary<'_>,
    findings: &mut Vec<Diagnostic>,
) -> Option<Directive> {
    let name = &source.text[parts.name.clone()];
    let name_at = || source.locate(Span::new(parts.name.clone()));
    let Some((kind, form, needs_id, allowed)) = vocabulary.find(name) else {
        let finding = Diagnostic::new(&rules::DIRECTIVE_UNKNOWN, name_at(), format!("there is no directive `{name}`"));
        let otherwise = "the manual lists all directives; a backslash before the first colon makes it plain text";
        findings.push(finding.suggest_or(vocabulary.nearest(name), otherwise));
        return None;
    };
    if form != parts.form {
        let finding =
            Diagnostic::new(&rules::DIRECTIVE_UNKNOWN, name_at(), format!("`{name}` is not written like this"));
        findings.push(finding.help(right_form(form, name)));
        return None;
    }
    let mut directive = Directive {
        kind,
        name: name.to_owned(),
        id: None,
        classes: Vec::new(),
        attributes: Vec::new(),
        label: parts.label.clone().map(|label| (unescape(&source.text[label.clone()]), Span::new(label))),
        span: Span::new(parts.span.clone()),
    };
    let before = findings.len();
    if let Some(attributes) = parts.attributes.clone() {
        read_attributes(source, attributes, &mut directive, findings);
        directive.attributes.shrink_to_fit();
    }
    let id_is_missing = needs_id == NeedsId::Yes && directive.id.is_none();
    if id_is_missing && findings.len() == before {
        let finding = Diagnostic::new(
            &rules::DIRECTIVE_ATTRIBUTE,
            name_at(),
            format!("`{name}` does not say which one it means"),
        );
        findings.push(finding.help(format!("add its id: `::{name}{{#id}}`")));
    }
    check_attributes(source, &directive, allowed, findings);
    (!id_is_missing).then_some(directive)
}

/// The callout that a quote with `[!name]` is; an unknown name is a finding.
pub fn read_callout(
    source: &Source,
    parts: &Parts,
    vocabulary: Vocabulary<'_>,
    findings: &mut Vec<Diagnostic>,
) -> Option<Directive> {
    let name = source.text[parts.name.clone()].to_lowercase();
    let Some((kind @ DirectiveKind::Callout(_), ..)) = vocabulary.find(&name) else {
        let place = source.locate(Span::new(parts.name.clone()));
        let own = vocabulary.callouts.keys().map(String::as_str);
        let near = nearest(&name, CalloutKind::ALL.iter().map(|(name, _)| *name).chain(own));
        findings.push(
            Diagnostic::new(&rules::DIRECTIVE_UNKNOWN, place, format!("there is no callout `{name}`"))
                .suggest_or(near, "write `[!TIP]`, or one of NOTE, IMPORTANT, WARNING and CAUTION"),
        );
        return None;
    };
    let label = parts.label.clone().map(|label| (source.text[label.clone()].to_owned(), Span::new(label)));
    let span = Span::new(parts.span.clone());
    Some(Directive { kind, name, id: None, classes: Vec::new(), attributes: Vec::new(), label, span })
}

fn right_form(form: Form, name: &str) -> String {
    match form {
        Form::Inline => format!("write it in the line: `:{name}[words]`"),
        Form::Leaf => format!("write it alone on a line with two colons: `::{name}{{..}}`"),
        Form::Container => format!("write it as a block: `:::{name}`, its text, and `:::` on a line of its own"),
    }
}

fn check_attributes(source: &Source, directive: &Directive, allowed: &[&'static str], findings: &mut Vec<Diagnostic>) {
    let mut wrong = |span: Span, message: String, help: &str| {
        findings.push(Diagnostic::new(&rules::DIRECTIVE_ATTRIBUTE, source.locate(span), message).help(help.to_owned()));
    };
    for (number, attribute) in directive.attributes.iter().enumerate() {
        let (key, value) = (attribute.key.as_str(), attribute.value.as_str());
        if directive.attributes[..number].iter().any(|before| before.key == key) {
            wrong(attribute.span, format!("`{key}` is given twice"), "keep one of the two");
            continue;
        }
        if !allowed.contains(&key) {
            let help = nearest(key, allowed.iter().copied()).map_or_else(
                || {
                    if allowed.is_empty() {
                        "take it out".to_owned()
                    } else {
                        format!("it takes `{}`", allowed.join("`, `"))
                    }
                },
                |near| format!("did you mean `{near}`?"),
            );
            wrong(attribute.span, format!("`{}` has no attribute `{key}`", directive.name), &help);
            continue;
        }
        let sound = match key {
            "heading" => matches!(value, "2" | "3" | "4" | "5" | "6"),
            "number" => value.is_empty() || value.parse::<u16>().is_ok(),
            "only" => value == "steps",
            "level" => matches!(value, "non-urgent" | "urgent" | "emergency"),
            "described" => matches!(value, "soundtrack" | "track" | "version"),
            _ => true,
        };
        if !sound {
            let help = match key {
                "heading" => "write a level from 2 to 6",
                "number" => "write a number, or `number` alone",
                "only" => "write `only=\"steps\"`",
                "level" => "write `non-urgent`, `urgent` or `emergency`",
                _ => "write `soundtrack`, `track` or `version`",
            };
            wrong(attribute.span, format!("`{value}` is not a value of `{key}`"), help);
        }
    }
    require(directive, &mut wrong);
}

fn require(directive: &Directive, wrong: &mut impl FnMut(Span, String, &str)) {
    let mut need = |key: &str| {
        if directive.get(key).is_none_or(str::is_empty) {
            wrong(directive.span, format!("`{}` needs `{key}`", directive.name), &format!("add `{key}=\"..\"`"));
        }
    };
    match directive.kind {
        DirectiveKind::Care => need("level"),
        DirectiveKind::Figure => need("src"),
        DirectiveKind::Video if directive.get("exercise").is_none() => {
            need("src");
            need("title");
        }
        _ => {}
    }
}

/// A callout of the site's own.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Callout {
    /// What it is labelled.
    pub label: String,
    /// The callout that it looks like.
    pub like: CalloutKind,
}

/// The callouts that every site has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum CalloutKind {
    /// Advice.
    Tip,
    /// An aside.
    Note,
    /// Not to be missed.
    Important,
    /// A risk.
    Warning,
    /// A caution.
    Caution,
}

impl CalloutKind {
    /// All, with their names.
    pub const ALL: [(&'static str, Self); 5] = [
        ("tip", Self::Tip),
        ("note", Self::Note),
        ("important", Self::Important),
        ("warning", Self::Warning),
        ("caution", Self::Caution),
    ];

    /// The callout of this name.
    #[must_use]
    pub fn find(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|(known, _)| *known == name).map(|(_, kind)| *kind)
    }

    /// Its name.
    #[must_use]
    pub fn name(self) -> &'static str {
        Self::ALL.iter().find(|(_, kind)| *kind == self).map_or("note", |(name, _)| name)
    }
}

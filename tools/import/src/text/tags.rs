//! Tags of templates in texts: shortcodes of Hugo, Zola and Quarto, tags of Liquid. [`expand`] finds them, pairs those that open and
//! close, and lets a [`TagTranslator`] say what stands in their place.

use std::collections::BTreeSet;
use std::ops::Range;

use wellpress_markdown::foreign_notations::{HUGO_SHORTCODES, TEMPLATE_TAGS};

use super::scan::{find_unquoted, last_line, near, replaced, split_at_closing};
use super::{code, icons};

mod left_over;
mod lost;

pub(crate) use left_over::{LOOK, SHOWN, icon, note_hole};
use left_over::{left_over, linked, without_code_blanks};
pub(crate) use lost::{has_amount, has_more, is_sign_of_unit, note_lost, template_words};
use lost::{translated, unit_behind};

/// The form of tags.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Syntax {
    /// `{{< name a="b" >}}`, `{{% name %}}`; closed by `{{< /name >}}`. Quarto has these too.
    Hugo,
    /// `{{ name(a="b") }}`, `{% name(a="b") %}` closed by `{% end %}`.
    Zola,
    /// `{% name arguments %}` closed by `{% endname %}`, `{{ value | filter }}`. Also Jinja, as macros of MkDocs have it.
    Liquid,
    /// Components of MDX: `<Name a="b" c={d} />`, `<Name>` closed by `</Name>`. Names of HTML begin with a small letter.
    Mdx,
}

/// A tag in a text.
#[derive(Debug, Clone)]
pub(crate) struct Tag {
    /// Its name; empty for a value of Liquid.
    pub name: String,
    pub arguments: Vec<Argument>,
    /// What stands between name and end of the tag, as it is written.
    pub rest: String,
    /// Whether nothing else stands on its line.
    pub is_alone: bool,
    /// Whether it stands in a line with others, with all of its content.
    pub is_in_line: bool,
    /// The unit behind it, if it stands where a number of a dose may have stood: `{{< dose >}} mg`.
    pub unit: Option<String>,
    /// Whether it stands among words, and in no address and no tag of HTML.
    is_in_words: bool,
    /// Whether a comment in its place would be a line of code.
    is_in_code: bool,
    /// Whether nothing else stands in its cell of a table.
    pub is_in_cell: bool,
    range: Range<usize>,
    kind: TagKind,
}

/// A value given to a tag, with its name if it has one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Argument {
    pub name: Option<String>,
    pub value: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum TagKind {
    Open,
    Close,
    Single,
}

impl Tag {
    fn at(text: &str, range: Range<usize>, kind: TagKind, name: &str, rest: &str, arguments: Vec<Argument>) -> Self {
        let (is_alone, unit) = (is_alone(text, &range), unit_behind(&text[range.end..]));
        let is_in_words = is_in_words(text, &range);
        let is_in_code = is_alone && is_in_code(&text[..range.start]);
        let is_in_cell = icons::is_in_cell(&text[..range.start], &text[range.end..]);
        Self {
            name: name.to_owned(),
            arguments,
            rest: rest.to_owned(),
            is_in_line: !is_alone,
            is_alone,
            unit,
            is_in_words,
            is_in_code,
            is_in_cell,
            range,
            kind,
        }
    }

    /// What the report calls a tag of this kind that is not known. One without a name is a value of a template, such as
    /// `{{ page.title }}`.
    pub fn unknown_kind(&self, kind: &str) -> String {
        if self.name.is_empty() {
            return format!("template value `{}`", self.rest);
        }
        format!("{kind} `{}`", self.name)
    }

    /// A comment that tells authors what stood there.
    fn comment(&self, raw: &str) -> String {
        if self.is_in_code { String::new() } else { comment(raw) }
    }

    /// The tag as the report names it.
    pub fn written(&self) -> String {
        super::excerpt(format!("{} {}", self.name, self.rest).trim())
    }

    /// Whether another tag closes it.
    pub fn has_content(&self) -> bool {
        self.kind == TagKind::Open
    }

    /// The argument with one of these names.
    pub fn argument(&self, names: &[&str]) -> Option<&str> {
        named(&self.arguments, names)
    }

    /// The argument without a name at a position.
    pub fn position(&self, index: usize) -> Option<&str> {
        let mut unnamed = self.arguments.iter().filter(|argument| argument.name.is_none());
        unnamed.nth(index).map(|argument| argument.value.as_str())
    }
}

/// Says what stands in the place of a tag. `None` if it is not known.
pub(crate) trait TagTranslator {
    /// A tag without content.
    fn single(&mut self, tag: &Tag) -> Option<String>;

    /// A tag with content, which is translated already.
    fn block(&mut self, _tag: &Tag, _content: &str) -> Option<String> {
        None
    }

    /// Is told of each tag that neither of the two knows.
    fn unknown(&mut self, tag: &Tag);

    /// Is told of the translation of a tag, in which words of it may be missing.
    fn lost(&mut self, _tag: &Tag, _translated: &str) {}

    /// Whether braces that nothing is known of may be words of the text.
    fn keeps_unknown(&self) -> bool {
        false
    }
}

/// Replaces all tags outside of code. Of an unknown tag, the words of its arguments stay; on a line of its own it also becomes a
/// comment. Of one with content, the content stays too: readers get the words, and authors see what stood there.
pub(crate) fn expand(text: &str, syntax: Syntax, translator: &mut dyn TagTranslator) -> String {
    let mut tags = scan(text, syntax);
    pair(&mut tags);
    let (mut output, mut at) = (String::with_capacity(text.len()), 0);
    let (mut open, mut ends): (Vec<(Tag, String)>, _) = (Vec::new(), BTreeSet::new());
    for tag in tags {
        output.push_str(text.get(at..tag.range.start).unwrap_or_default());
        at = tag.range.end;
        ends.extend((syntax == Syntax::Mdx && tag.kind != TagKind::Open).then_some(at));
        let raw = &text[tag.range.clone()];
        let is_in_raw = syntax == Syntax::Liquid && open.last().is_some_and(|(opening, _)| opening.name == "raw");
        if is_in_raw && (tag.kind, tag.name.as_str()) != (TagKind::Close, "raw") {
            output.push_str(raw);
            continue;
        }
        match tag.kind {
            TagKind::Open => open.push((tag, std::mem::take(&mut output))),
            TagKind::Close => {
                let Some((mut opening, outer)) = open.pop() else { continue };
                let content = std::mem::replace(&mut output, outer);
                let range = opening.range.start..tag.range.end;
                opening.is_in_line = !is_alone(text, &range) && !text[range].contains('\n');
                let translated = translated(translator, &opening, Some(&content)).unwrap_or_else(|| {
                    let above = &text[..opening.range.start];
                    let content = linked(&mut opening, content, above);
                    translator.unknown(&opening);
                    let end = if tag.is_alone { tag.comment(raw) } else { String::new() };
                    let start = left_over(&opening, &text[opening.range.clone()]);
                    let gap = match content.contains('\n') {
                        _ if opening.is_alone || start.is_empty() || content.trim().is_empty() => "",
                        true => "\n\n",
                        false => " ",
                    };
                    format!("{start}{gap}{content}{end}")
                });
                push(&mut output, &translated, ends.contains(&opening.range.start));
            }
            TagKind::Single => {
                let length = output.len();
                match translated(translator, &tag, None) {
                    Some(translated) => push(&mut output, &translated, ends.contains(&tag.range.start)),
                    None => {
                        translator.unknown(&tag);
                        output.push_str(&match translator.keeps_unknown() {
                            true => raw.to_owned(),
                            // It was an address. The link leads nowhere, and the module `writer` takes it out.
                            false if output.ends_with("](") => "# ".to_owned(),
                            false => left_over(&tag, raw),
                        });
                    }
                }
                if output.len() == length && syntax == Syntax::Hugo && !tag.is_alone {
                    without_code_blanks(&mut output);
                }
                let is_gap = output.len() == length && icons::opens_words(&output);
                at += usize::from(is_gap && text[at..].starts_with(' '));
            }
        }
    }
    output.push_str(text.get(at..).unwrap_or_default());
    output
}

/// Adds words. Those of components beside each other are parted, as boxes were.
fn push(output: &mut String, words: &str, is_beside: bool) {
    let is_apart = words.starts_with(|sign: char| !sign.is_whitespace() && !",.;:!?)".contains(sign));
    let has_gap = output.is_empty() || output.ends_with(char::is_whitespace);
    output.extend([if is_beside && is_apart && !has_gap { " " } else { "" }, words]);
}

pub(crate) fn comment(tag: &str) -> String {
    format!("<!-- {} -->", tag.replace("--", "- -"))
}

/// Deeper tags are text, since each level of blocks has one more colon.
const MAX_DEPTH: usize = 32;

/// Marks the tags without a closing one as single, and closing tags without an opening one too.
fn pair(tags: &mut [Tag]) {
    let mut open: Vec<usize> = Vec::new();
    for index in 0..tags.len() {
        match tags[index].kind {
            TagKind::Open if open.len() < MAX_DEPTH => open.push(index),
            TagKind::Open => tags[index].kind = TagKind::Single,
            TagKind::Single => {}
            TagKind::Close => {
                let name = tags[index].name.clone();
                match open.iter().rposition(|opening| name.is_empty() || tags[*opening].name == name) {
                    Some(position) => {
                        open.drain(position + 1..).for_each(|unclosed| tags[unclosed].kind = TagKind::Single);
                        open.pop();
                    }
                    None => tags[index].kind = TagKind::Single,
                }
            }
        }
    }
    open.into_iter().for_each(|unclosed| tags[unclosed].kind = TagKind::Single);
}

fn scan(text: &str, syntax: Syntax) -> Vec<Tag> {
    let code = code::ranges(text);
    // Readers do not see what stands in a comment.
    let comments = code::comments(text, &code);
    let mut tags = Vec::new();
    let mut at = 0;
    let sign = if syntax == Syntax::Mdx { '<' } else { '{' };
    let last_ends = forms(syntax).map(|(_, closing)| text.rfind(closing));
    while let Some(offset) = text[at..].find(sign) {
        let start = at + offset;
        let tag = match syntax {
            _ if code::contains(&code, start) || code::contains(&comments, start) => None,
            Syntax::Mdx => component_at(text, start),
            _ => tag_at(text, start, syntax, last_ends),
        };
        at = tag.as_ref().map_or(start + 1, |tag: &Tag| tag.range.end);
        tags.extend(tag);
    }
    tags
}

/// What begins and ends the tags of a syntax with braces.
fn forms(syntax: Syntax) -> [(&'static str, &'static str); 2] {
    if syntax == Syntax::Hugo { HUGO_SHORTCODES } else { TEMPLATE_TAGS }
}

/// The tag at a brace. `last_ends` are the last places of the signs that end the forms of tags.
fn tag_at(text: &str, start: usize, syntax: Syntax, last_ends: [Option<usize>; 2]) -> Option<Tag> {
    let unread_text = &text[start..];
    let mut forms = forms(syntax).into_iter().zip(last_ends);
    let ((opening, closing), last_end) = forms.find(|((opening, _), _)| unread_text.starts_with(opening))?;
    let has_end = last_end.is_some_and(|end| end > start);
    let (length, closing) = end_of_tag(&unread_text[opening.len()..], closing, has_end)?;
    let range = start..start + opening.len() + length + closing.len();
    let inner = unread_text[opening.len()..opening.len() + length].trim();
    let inner = inner.trim_start_matches('-').trim_end_matches('-').trim();
    // A comment in a shortcode is how a manual of Hugo shows one.
    if inner.is_empty() || inner.starts_with("/*") {
        return None;
    }
    let (name, rest, kind) = match (syntax, opening) {
        (Syntax::Hugo, _) => hugo_parts(inner),
        (_, "{{") => match (syntax, inner.split_once('(')) {
            (Syntax::Zola, Some((name, rest))) if is_name(name) => (name, rest.trim_end_matches(')'), TagKind::Single),
            _ => ("", inner, TagKind::Single),
        },
        (Syntax::Zola, _) => match inner.split_once('(') {
            Some((name, rest)) if is_name(name) => (name, rest.trim_end().trim_end_matches(')'), TagKind::Open),
            _ if inner == "end" => ("", "", TagKind::Close),
            _ => (inner, "", TagKind::Open),
        },
        (Syntax::Liquid | Syntax::Mdx, _) => {
            let (name, rest) = inner.split_once(char::is_whitespace).unwrap_or((inner, ""));
            match name.strip_prefix("end") {
                Some(name) if !name.is_empty() => (name, "", TagKind::Close),
                _ => (name, rest, TagKind::Open),
            }
        }
    };
    let separators: &[char] = if syntax == Syntax::Zola { &[','] } else { &[' ', '\n', '\t', ','] };
    Some(Tag::at(text, range, kind, name, rest.trim(), arguments(rest, separators)))
}

/// Whether nothing but blanks stands on the lines of a range.
fn is_alone(text: &str, range: &Range<usize>) -> bool {
    let behind = text[range.end..].trim_start_matches(|sign: char| sign.is_whitespace() && sign != '\n');
    last_line(&text[..range.start]).trim().is_empty() && (behind.is_empty() || behind.starts_with('\n'))
}

/// Whether the last line of a text, which has blanks alone, begins code: it is indented by four, and continues no paragraph.
fn is_in_code(before: &str) -> bool {
    let (above, blanks) = before.rsplit_once('\n').unwrap_or(("", before));
    let above = above.rsplit('\n').next().unwrap_or_default().trim_end();
    super::indent(blanks) >= 4 && (above.is_empty() || above.ends_with(['}', '>']) || super::indent(above) >= 4)
}

/// Whether a sentence of the line above a place goes on in its line.
fn goes_on(before: &str) -> bool {
    let line = before.trim_end_matches(' ').strip_suffix('\n').and_then(|above| above.rsplit('\n').next());
    line.map(str::trim).is_some_and(|line| {
        let is_text = !line.starts_with(['#', '|', '{', '<', ':', '=']);
        is_text && line.ends_with(|sign: char| sign.is_alphanumeric() || ",(\u{ff0c}\u{ff08}\u{3001}".contains(sign))
    })
}

/// Whether a range stands among words: neither alone, nor in the address of a link or in a tag of HTML.
fn is_in_words(text: &str, range: &Range<usize>) -> bool {
    let before = last_line(&text[..range.start]);
    let is_open = |open: &str, close: char| before.rsplit(close).next().is_some_and(|behind| behind.contains(open));
    let behind_sign = before.rsplit('<').next().unwrap_or_default();
    let is_in_tag =
        is_open("<", '>') && behind_sign.starts_with(|sign: char| sign.is_alphabetic() || "/!".contains(sign));
    let is_definition = before.starts_with('[') && !before.starts_with("[^") && before.contains("]:");
    (!is_alone(text, range) || goes_on(&text[..range.start])) && !is_open("](", ')') && !is_in_tag && !is_definition
}

/// A tag of a component.
fn component_at(text: &str, start: usize) -> Option<Tag> {
    let behind = &text[start + 1..];
    let inner = behind.strip_prefix('/').unwrap_or(behind);
    let is_closing = inner.len() < behind.len();
    let length = inner.find(|c: char| !(c.is_alphanumeric() || matches!(c, '.' | '_'))).unwrap_or(inner.len());
    let (name, attributes) = inner.split_at(length);
    let end = name.starts_with(|c: char| c.is_ascii_uppercase()).then(|| end_of_component(attributes)).flatten()?;
    let range = start..text.len() - attributes.len() + end + 1;
    let attributes = attributes[..end].trim();
    let (rest, kind) = match attributes.strip_suffix('/') {
        _ if is_closing => ("", TagKind::Close),
        Some(attributes) => (attributes, TagKind::Single),
        None => (attributes, TagKind::Open),
    };
    Some(Tag::at(text, range, kind, name, rest, arguments(&with_quotes(rest), &[' ', '\n', '\t'])))
}

/// Gives the values in braces of tags of HTML quotes, as [`with_quotes`] does for components. A class has the name of HTML.
pub(crate) fn with_plain_attributes(text: &str) -> String {
    replaced(text, "<", |_, behind| {
        let end = behind.starts_with(|c: char| c.is_ascii_lowercase()).then(|| end_of_component(behind)).flatten()?;
        let (attributes, rest) = behind.split_at(end);
        let has_own_form = attributes.contains("={") || attributes.contains("className=");
        let attributes = || with_quotes(attributes).replace("\\\"", "&quot;").replace("className=", "class=");
        has_own_form.then(|| (format!("<{}", attributes()), rest))
    })
}

/// Where a tag of a component ends: at the first `>` outside of quotes and braces.
fn end_of_component(attributes: &str) -> Option<usize> {
    let mut depth = 0_i32;
    let (end, sign) = find_unquoted(near(attributes), &['"', '\'', '`'], |sign| {
        depth += i32::from(sign == '{') - i32::from(sign == '}');
        depth <= 0 && matches!(sign, '>' | '<')
    })?;
    (sign == '>').then_some(end)
}

/// Attributes whose values in braces are in quotes: `a={'b'}` and `a={require('b')}` are `a="b"`.
fn with_quotes(attributes: &str) -> String {
    replaced(attributes, "={", |written, behind| {
        let (value, rest) = split_at_closing(behind, ['{', '}']).unwrap_or((behind, ""));
        let literal = value.find(['"', '\'', '`']).and_then(|at| {
            let quote = value[at..].chars().next()?;
            let call = value[..at].trim();
            let is_alone = matches!(call, "" | "useBaseUrl(") || call.ends_with("require(");
            let words = value[at + 1..].split(quote).next().filter(|_| is_alone)?;
            let is_of_site = call == "useBaseUrl(" && !words.starts_with('/') && !words.contains(':');
            Some(if is_of_site { format!("/{words}") } else { words.to_owned() })
        });
        let map = value.trim().strip_prefix('{').filter(|_| written.ends_with("style"));
        let value =
            map.map_or_else(|| literal.as_deref().unwrap_or(value).replace('\\', "\\\\").replace('"', "\\\""), css);
        Some((format!("=\"{value}\""), rest))
    })
}

/// The declarations of a style that is a map, such as `color: 'red', textDecoration: 'none'`.
fn css(map: &str) -> String {
    let mut css = String::with_capacity(map.len());
    for sign in map.chars() {
        match sign {
            ',' => css.push(';'),
            'A'..='Z' => css.extend(['-', sign.to_ascii_lowercase()]),
            '\'' | '"' | '`' | '\\' | '{' | '}' => {}
            _ => css.push(sign),
        }
    }
    css
}

fn hugo_parts(inner: &str) -> (&str, &str, TagKind) {
    if let Some(name) = inner.strip_prefix('/') {
        return (name.trim(), "", TagKind::Close);
    }
    let (inner, kind) = match inner.strip_suffix('/') {
        Some(inner) => (inner, TagKind::Single),
        None => (inner, TagKind::Open),
    };
    let (name, rest) = inner.split_once(char::is_whitespace).unwrap_or((inner, ""));
    (name, rest, kind)
}

fn is_name(text: &str) -> bool {
    let text = text.trim();
    !text.is_empty()
        && text.chars().all(|character| character.is_alphanumeric() || matches!(character, '_' | '-' | '.' | '/' | ':'))
}

/// What cannot stand in a tag that is closed.
const NOT_IN_TAGS: [&str; 4] = ["{%", "{{<", "{{%", "\n\n"];

/// The length of the inner part of a tag, and the sign that closes it. That sign does not count in quotes, if they close. A tag with
/// another one or an empty line in it was never closed: it ends with a brace on its line, if there is one.
///
/// Thousands of tags that were never closed must not each be read to the end of the text: `has_end` says whether the sign is in it.
fn end_of_tag<'c>(text: &str, closing: &'c str, has_end: bool) -> Option<(usize, &'c str)> {
    let is_comment = text.starts_with("/*");
    let is_opened_again = |at: usize| !is_comment && NOT_IN_TAGS.iter().any(|sign| text[..at].ends_with(sign));
    let (mut quote, mut first, mut end) = (None, None, None);
    for (at, character) in text.char_indices().take_while(|(at, _)| has_end && !is_opened_again(*at)) {
        let is_end = text[at..].starts_with(closing);
        first = first.or(is_end.then_some(at));
        match (quote, character) {
            (Some(open), _) if character == open => quote = None,
            (None, '"' | '`') => quote = Some(character),
            (None, _) if is_end => {
                end = Some(at);
                break;
            }
            _ => {}
        }
    }
    let is_closed = |end: &usize| is_comment || !NOT_IN_TAGS.iter().any(|sign| text[..*end].contains(sign));
    let line = near(text).lines().next().unwrap_or_default();
    let brace = || line.find('}').filter(|at| !line[..*at].contains("{{")).map(|at| (at, "}"));
    end.or(first).filter(is_closed).map(|end| (end, closing)).or_else(brace)
}

/// The values of a tag: `"words"`, `name="words"`, `name=word`, `word`, `[1, 2]`.
pub(crate) fn arguments(text: &str, separators: &[char]) -> Vec<Argument> {
    let mut arguments = Vec::new();
    let mut unread_text = text.trim_matches(|c: char| c.is_whitespace() || c == ',');
    while !unread_text.is_empty() {
        let name_length = unread_text.find(|c: char| !is_of_name(c)).unwrap_or(unread_text.len());
        let (name, start) = match unread_text[name_length..].trim_start().strip_prefix('=') {
            Some(value) if name_length > 0 => (Some(&unread_text[..name_length]), value.trim_start()),
            _ => (None, unread_text),
        };
        let (value, length) = value_of(start, separators);
        arguments.push(Argument { name: name.map(str::to_owned), value });
        unread_text = start[length..].trim_start_matches(|c: char| c.is_whitespace() || c == ',');
    }
    arguments
}

/// The value of the first argument with one of these names.
pub(crate) fn named<'a>(arguments: &'a [Argument], names: &[&str]) -> Option<&'a str> {
    let has_name = |argument: &&Argument| argument.name.as_deref().is_some_and(|name| names.contains(&name));
    arguments.iter().find(has_name).map(|argument| argument.value.as_str())
}

fn is_of_name(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | ':')
}

/// A value and its length in bytes.
fn value_of(text: &str, separators: &[char]) -> (String, usize) {
    let first = text.chars().next().unwrap_or(' ');
    if matches!(first, '"' | '\'' | '`') {
        let mut value = String::new();
        let mut escaped = false;
        for (at, character) in text.char_indices().skip(1) {
            match character {
                '\\' if !escaped && first != '`' => escaped = true,
                _ if character == first && !escaped => return (value, at + 1),
                _ => {
                    value.push(character);
                    escaped = false;
                }
            }
        }
    }
    if first == '['
        && let Some(end) = text.find(']')
    {
        return (text[1..end].trim().to_owned(), end + 1);
    }
    let end = text.find(separators).unwrap_or(text.len());
    (text[..end].trim().trim_matches(['"', '\'']).to_owned(), end)
}

#[cfg(test)]
mod tests {
    use super::{Syntax, Tag, TagTranslator, expand, scan};

    struct Show(Vec<String>);

    impl TagTranslator for Show {
        fn single(&mut self, tag: &Tag) -> Option<String> {
            (tag.name != "other").then(|| format!("<{} {:?} {:?}>", tag.name, tag.argument(&["a"]), tag.position(0)))
        }

        fn block(&mut self, tag: &Tag, content: &str) -> Option<String> {
            (tag.name != "other").then(|| format!("<{}:{content}>", tag.name))
        }

        fn unknown(&mut self, tag: &Tag) {
            self.0.push(tag.name.clone());
        }
    }

    fn shown(text: &str, syntax: Syntax) -> String {
        expand(text, syntax, &mut Show(Vec::new()))
    }

    #[test]
    fn shortcodes_of_hugo() {
        assert_eq!(shown("a {{< x a=\"b > c\" >}} b", Syntax::Hugo), "a <x Some(\"b > c\") None> b");
        assert_eq!(shown("{{% x %}}a {{< y \"z\" >}} b{{% /x %}}", Syntax::Hugo), "<x:a <y None Some(\"z\")> b>");
        assert_eq!(shown("`{{< x >}}` {{</* x */>}}", Syntax::Hugo), "`{{< x >}}` {{</* x */>}}");
        assert_eq!(shown("{{< other >}}a{{< /other >}}", Syntax::Hugo), "a");
        assert_eq!(shown("{{< other >}}\na {{< other >}}", Syntax::Hugo), "<!-- {{< other >}} -->\na ");
        let words = "{{< other >}}{{< other title=\"A b\" subtitle=\"C\" href=\"/d/\" >}}{{< /other >}} {{< other \"e f\" g >}}.";
        assert_eq!(shown(words, Syntax::Hugo), "[A b](</d/>), C e f.");
        let expected = "<!-- {{< other title=\"A\" >}} -->\n\nA\n\nB\n<!-- {{< /other >}} -->\n";
        assert_eq!(shown("{{< other title=\"A\" >}}\nB\n{{< /other >}}\n", Syntax::Hugo), expected);
    }

    #[test]
    fn shortcodes_of_zola() {
        assert_eq!(shown("{{ x(a=\"b, c\", d=[1, 2]) }}", Syntax::Zola), "<x Some(\"b, c\") None>");
        assert_eq!(shown("{% x() %}a{% y(a=1) %}b{% end %}{% end %}", Syntax::Zola), "<x:a<y:b>>");
    }

    #[test]
    fn components_of_mdx() {
        assert_eq!(shown("<X a={'b > c'}>\n\nd <Y a=\"z\" /></X>\n", Syntax::Mdx), "<X:\n\nd <Y Some(\"z\") None>>\n");
        let expected = "<X Some(\"./p.png\") None>";
        assert_eq!(shown("<X a={require('./p.png').default} on={() => 1}/>", Syntax::Mdx), expected);
        assert_eq!(shown("`<X/>` <div> 1 <X 2 and <x/>", Syntax::Mdx), "`<X/>` <div> 1 <X 2 and <x/>");
    }

    #[test]
    fn tags_that_are_never_closed_are_text() {
        for (syntax, tag) in [(Syntax::Hugo, "{{< a "), (Syntax::Liquid, "{% a "), (Syntax::Liquid, "{{ a ")] {
            for end in ["", ">}} %}"] {
                assert!(scan(&(tag.repeat(20_000) + end), syntax).len() < 2, "{tag}{end}");
            }
        }
    }

    #[test]
    fn tags_of_liquid() {
        let expected = "<cite None Some(\"x\")>< None Some(\"site.a\")>";
        assert_eq!(shown("{% cite x -l 5 %}{{ site.a }}", Syntax::Liquid), expected);
        assert_eq!(shown("{%- raw -%}a{% endraw %}", Syntax::Liquid), "<raw:a>");
        let expected = "<raw:a {{ b }} {% c %}d{% endc %}> < None Some(\"e\")>";
        assert_eq!(shown("{% raw %}a {{ b }} {% c %}d{% endc %}{% endraw %} {{ e }}", Syntax::Liquid), expected);
        assert_eq!(shown("{% raw %}{{ b }}", Syntax::Liquid), "<raw None None>< None Some(\"b\")>");
        let expected = "a <cite None Some(\"x\")>. B 25%.\n\n[c](<link None Some(\"d.md\")>) {% open";
        assert_eq!(shown("a {% cite x }. B 25%.\n\n[c]({% link d.md %}) {% open", Syntax::Liquid), expected);
        assert_eq!(shown("{% include f.html a='b c' %}", Syntax::Liquid), "<include Some(\"b c\") Some(\"f.html\")>");
    }
}

//! [`Cursor`]: what stands at a place of a text that is being typed: a key, an id, a name, with its bytes. It reads the line alone, and
//! the lines of front matter, so that it is quick in any text and needs no valid one.

use std::ops::Range as Bytes;

use wellpress_markdown::directives::DirectiveForm;

use crate::positions::Text;
use crate::yaml_lines::{self, Segment, YamlPlace};

/// What stands at a cursor, or can be written there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place<'t> {
    /// The key of a source.
    Cite,
    /// The word with which a locator begins.
    Locator,
    /// The id of a page in a wikilink, with the kind before it.
    Wiki(Option<&'t str>),
    /// An anchor in a wikilink: kind and id of the page.
    WikiAnchor(Option<&'t str>, &'t str),
    /// The path of a link.
    Link,
    /// The anchor of a link, with its path.
    LinkAnchor(&'t str),
    /// The name of a directive.
    Directive(DirectiveForm),
    /// The id in a directive of this name.
    DirectiveId(&'t str),
    /// The key of an attribute of a directive.
    AttributeKey(&'t str, DirectiveForm),
    /// The value of an attribute: directive, form and key.
    AttributeValue(&'t str, DirectiveForm, &'t str),
    /// A term of the glossary.
    Term,
    /// A variable of the settings.
    Variable,
    /// The id of a rule in a comment.
    Rule,
    /// A key of YAML, with the path of its map.
    YamlKey(Vec<Segment>),
    /// A value of YAML, with its path.
    YamlValue(Vec<Segment>),
}

/// A place with its bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cursor<'t> {
    /// What stands there.
    pub place: Place<'t>,
    /// Its bytes, also those behind the cursor.
    pub range: Bytes<usize>,
}

/// The kind of a file, by which its lines are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileForm {
    /// Front matter and Markdown.
    Markdown,
    /// YAML with texts in Markdown.
    Yaml,
}

impl FileForm {
    /// The form of a file by its name.
    #[must_use]
    pub fn of(path: &str) -> Option<Self> {
        match path.rsplit_once('.')?.1 {
            "md" => Some(Self::Markdown),
            "yaml" => Some(Self::Yaml),
            _ => None,
        }
    }
}

/// What stands at a byte of a text; `None` for words and for code.
#[must_use]
pub fn at(text: &Text, form: FileForm, offset: usize) -> Option<Cursor<'_>> {
    let line = text.column_of(offset).0 as usize - 1;
    let yaml = match form {
        FileForm::Yaml => Some(0..text.line_count()),
        FileForm::Markdown => yaml_lines::front_matter_lines(text),
    };
    let in_line = InLine::new(text, line, offset);
    if let Some(lines) = yaml.filter(|lines| lines.contains(&line)) {
        // Key points and definitions have marks and links.
        return in_line.markdown().or_else(|| Some(yaml_cursor(text, lines, line, offset)));
    }
    if form == FileForm::Yaml || (line == 0 && text.line(0).trim_end() == "---") || is_in_code(text, line) {
        return None;
    }
    in_line.markdown().or_else(|| in_line.directive_name())
}

fn yaml_cursor(text: &Text, lines: Bytes<usize>, line: usize, offset: usize) -> Cursor<'_> {
    match yaml_lines::place_at(text, lines, line, offset) {
        YamlPlace::Key(key) => Cursor { place: Place::YamlKey(key.path), range: key.range },
        YamlPlace::Value(value) => Cursor { place: Place::YamlValue(value.path), range: value.range },
    }
}

/// Whether a line is in a block of code.
fn is_in_code(text: &Text, line: usize) -> bool {
    let mut fence = None;
    for above in 0..line {
        let content = text.line(above).trim_start();
        let mark = ["```", "~~~"].into_iter().find(|mark| content.starts_with(mark));
        fence = match (fence, mark) {
            (None, mark) => mark,
            (open, mark) if open == mark => None,
            (open, _) => open,
        };
    }
    fence.is_some() || text.line(line).trim_start().starts_with("```")
}

/// Whether a byte is in a block of code or between two backticks.
#[must_use]
pub fn is_code(text: &Text, offset: usize) -> bool {
    let line = text.column_of(offset).0 as usize - 1;
    let range = text.line_range(line);
    is_in_code(text, line) || text.as_str()[range.start..offset.min(range.end)].matches('`').count() % 2 == 1
}

/// A line that is divided by the cursor.
struct InLine<'t> {
    line: &'t str,
    start: usize,
    column: usize,
}

impl<'t> InLine<'t> {
    fn new(text: &'t Text, line: usize, offset: usize) -> Self {
        let range = text.line_range(line);
        Self { line: text.line(line), start: range.start, column: offset.min(range.end) - range.start }
    }

    fn before(&self) -> &'t str {
        &self.line[..self.column]
    }

    fn cursor(&self, place: Place<'t>, from: usize, to: usize) -> Option<Cursor<'t>> {
        Some(Cursor { place, range: self.start + from..self.start + to.max(from).max(self.column) })
    }

    /// The column behind the cursor at which one of these characters stands, else the end of the line.
    fn until(&self, is_end: impl Fn(char) -> bool) -> usize {
        self.line[self.column..].find(is_end).map_or(self.line.len(), |at| self.column + at)
    }

    fn markdown(&self) -> Option<Cursor<'t>> {
        self.rule()
            .or_else(|| self.variable())
            .or_else(|| self.braces())
            .or_else(|| self.wikilink())
            .or_else(|| self.link())
            .or_else(|| self.term())
            .or_else(|| self.citation())
            .or_else(|| self.locator())
    }

    fn rule(&self) -> Option<Cursor<'t>> {
        const START: &str = "<!-- wellpress-allow ";
        let start = self.before().rfind(START)? + START.len();
        let is_id = |c: char| c.is_ascii_alphanumeric() || c == '-';
        self.before()[start..].chars().all(is_id).then(|| self.cursor(Place::Rule, start, self.until(|c| !is_id(c))))?
    }

    fn variable(&self) -> Option<Cursor<'t>> {
        let open = self.before().rfind("{{")?;
        let name = self.before()[open + 2..].trim_start();
        let is_name = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.');
        let start = self.column - name.len();
        name.chars().all(is_name).then(|| self.cursor(Place::Variable, start, self.until(|c| !is_name(c))))?
    }

    /// The attributes of a directive.
    fn braces(&self) -> Option<Cursor<'t>> {
        let open = self.before().rfind('{').filter(|open| !self.before()[*open..].contains('}'))?;
        let (name, form) = directive_before(&self.line[..open])?;
        let inside = &self.before()[open + 1..];
        // A quoted value may have blanks.
        let is_quoted = inside.matches('"').count() % 2 == 1;
        let token = match is_quoted {
            true => {
                let quote = inside.rfind('"')?;
                inside[..quote].rfind(' ').map_or(0, |blank| blank + 1)
            }
            false => inside.rfind(' ').map_or(0, |blank| blank + 1),
        };
        let (token, start) = (&inside[token..], open + 1 + token);
        let end = self.until(|c| matches!(c, '}' | '"') || (c == ' ' && !is_quoted));
        if token.starts_with('#') {
            return self.cursor(Place::DirectiveId(name), start + 1, end);
        }
        match token.split_once('=') {
            Some((key, value)) => {
                let quote = usize::from(value.starts_with('"'));
                let place = Place::AttributeValue(name, form, &self.line[start..start + key.len()]);
                self.cursor(place, start + key.len() + 1 + quote, end)
            }
            None => {
                let end = self.until(|c| matches!(c, '}' | '=' | ' '));
                self.cursor(Place::AttributeKey(name, form), start, end)
            }
        }
    }

    fn wikilink(&self) -> Option<Cursor<'t>> {
        let open = self.before().rfind("[[")?;
        let inside = &self.before()[open + 2..];
        if inside.contains(['|', ']']) {
            return None;
        }
        let end = self.until(|c| matches!(c, '|' | ']' | '#'));
        let (kind, id_start) = match inside.split_once(':') {
            Some((kind, _)) => (Some(&self.line[open + 2..open + 2 + kind.len()]), open + 3 + kind.len()),
            None => (None, open + 2),
        };
        match inside.rfind('#') {
            Some(hash) => {
                let id = &self.line[id_start..open + 2 + hash];
                self.cursor(Place::WikiAnchor(kind, id), open + 3 + hash, end)
            }
            None => self.cursor(Place::Wiki(kind), id_start, end),
        }
    }

    fn link(&self) -> Option<Cursor<'t>> {
        let open = self.before().rfind("](")? + 2;
        let inside = &self.before()[open..];
        if inside.contains([')', ' ']) {
            return None;
        }
        let end = self.until(|c| matches!(c, ')' | ' ' | '#'));
        if inside.starts_with("cite:") {
            return self.cursor(Place::Cite, open + 5, end);
        }
        match inside.rfind('#') {
            Some(hash) => self.cursor(Place::LinkAnchor(&self.line[open..open + hash]), open + hash + 1, end),
            None => self.cursor(Place::Link, open, end),
        }
    }

    fn term(&self) -> Option<Cursor<'t>> {
        let open = self.before().rfind(":term[")? + 6;
        let inside = &self.before()[open..];
        (!inside.contains(']')).then(|| self.cursor(Place::Term, open, self.until(|c| c == ']')))?
    }

    fn citation(&self) -> Option<Cursor<'t>> {
        let sign = self.before().rfind('@')?;
        let key = &self.before()[sign + 1..];
        let is_start = !self.line[..sign].ends_with(|c: char| c.is_alphanumeric() || c == '\\' || c == '.');
        if !is_start || !key.chars().all(is_key_character) {
            return None;
        }
        let end = self.until(|c| !is_key_character(c));
        let end = sign + 1 + self.line[sign + 1..end].trim_end_matches(['.', ':', '?', ',']).len();
        self.cursor(Place::Cite, sign + 1, end)
    }

    fn locator(&self) -> Option<Cursor<'t>> {
        let open = self.before().rfind('[').filter(|open| !self.before()[*open..].contains(']'))?;
        let inside = &self.before()[open + 1..];
        let item = inside.rsplit(';').next()?;
        let behind = item.rsplit_once(',').filter(|(source, _)| source.contains('@'))?.1;
        let word = behind.trim_start();
        let is_word = word.chars().all(|c| c.is_alphabetic() || c == '.');
        (is_word && behind.len() > word.len())
            .then(|| self.cursor(Place::Locator, self.column - word.len(), self.column))?
    }

    fn directive_name(&self) -> Option<Cursor<'t>> {
        let is_name = |c: char| c.is_alphanumeric() || c == '-';
        let name = self.before().len()
            - self.before().chars().rev().take_while(|c| is_name(*c)).map(char::len_utf8).sum::<usize>();
        let head = &self.before()[..name];
        let outside = head.trim_end_matches(':');
        let end = self.until(|c| !is_name(c));
        let is_line_start = outside.trim_matches([' ', '\t', '>', '-', '*']).is_empty();
        match head.len() - outside.len() {
            0 => None,
            1 if outside.is_empty() || outside.ends_with([' ', '(', '*', '_']) => {
                self.cursor(Place::Directive(DirectiveForm::Inline), name, end)
            }
            1 => None,
            2 if is_line_start => self.cursor(Place::Directive(DirectiveForm::Leaf), name, end),
            _ if is_line_start => self.cursor(Place::Directive(DirectiveForm::Container), name, end),
            _ => None,
        }
    }
}

/// The characters of a key, as Pandoc has them.
fn is_key_character(c: char) -> bool {
    c.is_alphanumeric()
        || matches!(c, '_' | '-' | ':' | '.' | '#' | '$' | '%' | '&' | '+' | '?' | '<' | '>' | '~' | '/')
}

/// The name and the form of the directive whose braces begin behind a text.
fn directive_before(head: &str) -> Option<(&str, DirectiveForm)> {
    let head = match head.strip_suffix(']') {
        Some(label) => &label[..label.rfind('[')?],
        None => head,
    };
    let name_start = head.rfind(|c: char| !(c.is_alphanumeric() || c == '-')).map_or(0, |at| at + 1);
    let colons = head[..name_start].len() - head[..name_start].trim_end_matches(':').len();
    let form = match colons {
        0 => return None,
        1 => DirectiveForm::Inline,
        2 => DirectiveForm::Leaf,
        _ => DirectiveForm::Container,
    };
    (name_start < head.len()).then(|| (&head[name_start..], form))
}

#[cfg(test)]
mod tests {
    use super::{FileForm, at};
    use crate::positions::Text;

    fn cursor(marked: &str) -> String {
        let offset = marked.find('|').unwrap();
        let text = Text::new(marked.replacen('|', "", 1));
        match at(&text, FileForm::Markdown, offset) {
            Some(cursor) => format!("{:?} `{}`", cursor.place, &text.as_str()[cursor.range.clone()]),
            None => "none".to_owned(),
        }
    }

    #[test]
    fn each_place_is_recognised() {
        for (marked, expected) in [
            ("See [@sa|wicki-2012, p. 4].", "Cite `sawicki-2012`"),
            ("See @|", "Cite ``"),
            ("Write to ana@ex|ample.org", "none"),
            ("A [w](cite:ab|c) b", "Cite `abc`"),
            ("See [@a, p|", "Locator `p`"),
            ("See [@a; b, p|", "none"),
            ("See [[ne|ck|the neck]]", "Wiki(None) `neck`"),
            ("See [[exercise:co|bra]]", "Wiki(Some(\"exercise\")) `cobra`"),
            ("See [[article:neck#st|retch]]", "WikiAnchor(Some(\"article\"), \"neck\") `stretch`"),
            ("[a](../exercises/co|bra.md)", "Link `../exercises/cobra.md`"),
            ("[a](#po|sture)", "LinkAnchor(\"\") `posture`"),
            ("::ex|", "Directive(Leaf) `ex`"),
            (":::t|ip", "Directive(Container) `tip`"),
            ("a :te|", "Directive(Inline) `te`"),
            ("12:3|0", "none"),
            ("::exercise[a b]{#co|bra number}", "DirectiveId(\"exercise\") `cobra`"),
            (":::care[x]{le|vel=\"a\"}", "AttributeKey(\"care\", Container) `level`"),
            (":::care{level=\"ur|gent\"}", "AttributeValue(\"care\", Container, \"level\") `urgent`"),
            ("a :by[Dr. X]{person=a|na}", "AttributeValue(\"by\", Inline, \"person\") `ana`"),
            ("a :term[thin bo|nes]", "Term `thin bones`"),
            ("Call {{ he|lp }}", "Variable `help`"),
            ("<!-- wellpress-allow pro|mise: x -->", "Rule `promise`"),
            ("```\n@a|\n```", "none"),
            ("---\nauthors: [an|a]\n---\n", "YamlValue([Key(\"authors\"), Item]) `ana`"),
            ("---\nkey_points:\n  - \"See [@a|b].\"\n---\n", "Cite `ab`"),
            ("words|", "none"),
        ] {
            assert_eq!(cursor(marked), expected, "{marked}");
        }
    }
}

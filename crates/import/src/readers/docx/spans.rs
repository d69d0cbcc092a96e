//! The text of a paragraph as spans of one format each, and those as Markdown.

use std::collections::BTreeMap;

use super::escape::{BREAK, Characters, OBJECT, Place};

/// A part of a paragraph.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Span {
    pub content: Content,
    pub format: Format,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) enum Content {
    Text(String),
    Break,
    Picture {
        src: String,
        /// None if it is missing, empty if the picture only decorates.
        alt: Option<String>,
    },
    /// Markdown that is written as it is: a citation or the mark of a footnote.
    Markdown(String),
}

#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Format {
    pub bold: bool,
    pub italic: bool,
    pub strike: bool,
    pub baseline: Baseline,
    pub hidden: bool,
    /// An address, or `#` with the name of a bookmark.
    pub link: Option<String>,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Baseline {
    #[default]
    Normal,
    Superscript,
    Subscript,
}

/// The ids of headings by the names of bookmarks in them.
pub(super) type HeadingIds = BTreeMap<String, String>;

/// What encloses spans, from the outermost to the innermost.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Markup<'f> {
    Link(&'f str),
    /// Marks, and the element of HTML where marks would not be read.
    Marks(&'static str, &'static str),
}

const LEVELS: usize = 5;

impl Format {
    fn markup(&self, level: usize) -> Option<Markup<'_>> {
        match level {
            0 => self.link.as_deref().map(Markup::Link),
            1 => self.bold.then_some(Markup::Marks("**", "b")),
            2 => self.italic.then_some(Markup::Marks("*", "i")),
            3 => self.strike.then_some(Markup::Marks("~~", "del")),
            _ => match self.baseline {
                Baseline::Normal => None,
                Baseline::Superscript => Some(Markup::Marks("^", "sup")),
                Baseline::Subscript => Some(Markup::Marks("~", "sub")),
            },
        }
    }
}

/// The words alone.
pub(super) fn plain(spans: &[Span]) -> String {
    let words = spans.iter().map(|span| match &span.content {
        Content::Text(text) => text.as_str(),
        Content::Break => " ",
        Content::Picture { .. } | Content::Markdown(_) => "",
    });
    words.collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether nothing of the spans can be seen.
pub(super) fn is_blank(span: &Span) -> bool {
    match &span.content {
        Content::Text(text) => text.trim().is_empty(),
        Content::Break => true,
        Content::Picture { .. } | Content::Markdown(_) => false,
    }
}

/// The spans as Markdown, without blanks and breaks around them.
pub(super) fn markdown(spans: &[Span], place: Place, ids: &HeadingIds) -> String {
    let first = spans.iter().position(|span| !is_blank(span)).unwrap_or(spans.len());
    let end = spans.iter().rposition(|span| !is_blank(span)).map_or(first, |last| last + 1);
    let merged = merged(spans.get(first..end).unwrap_or_default(), place);
    let mut all = Vec::new();
    let mut placed = Vec::new();
    for span in &merged {
        placed.push((all.len(), span));
        match &span.content {
            Content::Text(text) => all.extend(text.chars()),
            Content::Break => all.push(BREAK),
            Content::Picture { .. } | Content::Markdown(_) => all.push(OBJECT),
        }
    }
    let writer = SpanWriter { characters: Characters::new(all, place), place, ids };
    let text = writer.write(&placed, 0);
    text.split('\n').map(|line| line.trim_matches(' ')).collect::<Vec<_>>().join("\n")
}

/// Joins spans of one format. Word divides a text where somebody stopped typing.
fn merged(spans: &[Span], place: Place) -> Vec<Span> {
    let mut merged: Vec<Span> = Vec::new();
    for span in spans {
        let mut span = span.clone();
        // A heading is bold already.
        span.format.bold &= place != Place::Heading;
        match (merged.last_mut(), &span.content) {
            (Some(Span { content: Content::Text(text), format }), Content::Text(more)) if *format == span.format => {
                text.push_str(more);
            }
            _ => merged.push(span),
        }
    }
    let mut is_line_start = true;
    for span in &mut merged {
        if let Content::Text(text) = &mut span.content
            && is_line_start
        {
            *text = text.trim_start().to_owned();
        }
        is_line_start = span.content == Content::Break;
    }
    merged
}

struct SpanWriter<'a> {
    characters: Characters,
    place: Place,
    ids: &'a HeadingIds,
}

impl SpanWriter<'_> {
    fn write(&self, spans: &[(usize, &Span)], level: usize) -> String {
        if level == LEVELS {
            return spans.iter().map(|(at, span)| self.content(*at, span)).collect();
        }
        let mut text = String::new();
        for group in spans.chunk_by(|(_, one), (_, next)| one.format.markup(level) == next.format.markup(level)) {
            let inside = self.write(group, level + 1);
            match group.first().and_then(|(_, span)| span.format.markup(level)) {
                None => text.push_str(&inside),
                Some(Markup::Link(target)) => text.push_str(&self.link(target, inside, group)),
                Some(Markup::Marks(marks, element)) => self.enclose(&mut text, &inside, group, (marks, element)),
            }
        }
        text
    }

    fn content(&self, at: usize, span: &Span) -> String {
        match &span.content {
            Content::Text(text) => self.characters.escaped(at..at + text.chars().count(), span.format.link.is_some()),
            Content::Break => match self.place {
                Place::Paragraph => "\\\n".to_owned(),
                Place::Cell => "<br>".to_owned(),
                Place::Heading | Place::Caption => " ".to_owned(),
            },
            Content::Picture { src, alt } => {
                let alt: Vec<char> = alt
                    .as_deref()
                    .unwrap_or_default()
                    .split_whitespace()
                    .collect::<Vec<_>>()
                    .join(" ")
                    .chars()
                    .collect();
                let length = alt.len();
                let place = if self.place == Place::Cell { Place::Cell } else { Place::Caption };
                format!("![{}]({})", Characters::new(alt, place).escaped(0..length, true), address(src))
            }
            Content::Markdown(markdown) => markdown.clone(),
        }
    }

    fn link(&self, target: &str, inside: String, group: &[(usize, &Span)]) -> String {
        let address = match target.strip_prefix('#') {
            Some(bookmark) => self.ids.get(bookmark).map(|id| format!("#{id}")),
            None => Some(address(target)),
        };
        let Some(address) = address.filter(|_| !inside.trim().is_empty()) else { return inside };
        let words: String = group.iter().map(|(_, span)| plain(&[(*span).clone()])).collect();
        if words == target && target.starts_with("http") && self.place != Place::Cell {
            return format!("<{address}>");
        }
        let (before, words, after) = trimmed(&inside);
        format!("{before}[{words}]({address}){after}")
    }

    /// Puts marks around a text, or an element of HTML where the marks would not be read as such.
    fn enclose(&self, text: &mut String, inside: &str, group: &[(usize, &Span)], (marks, element): (&str, &str)) {
        let (before, words, after) = trimmed(inside);
        if words.is_empty() {
            return text.push_str(inside);
        }
        let start = group.first().map_or(0, |(at, _)| *at);
        let end = group.last().map_or(0, |(at, span)| at + length(span));
        let is_word = |side: Option<char>| side.is_some_and(|side| !side.is_whitespace() && !is_punctuation(side));
        let starts_wrong =
            before.is_empty() && words.starts_with(is_punctuation) && is_word(self.characters.before(start));
        let ends_wrong = after.is_empty() && words.ends_with(is_punctuation) && is_word(self.characters.at(end));
        let runs_on = before.is_empty() && text.ends_with(|last| marks.starts_with(last)) && !text.ends_with("\\*");
        // Scripts need no word boundary, but cannot have blanks inside.
        let is_script = matches!(marks, "^" | "~");
        let is_wrong_script =
            is_script && words.contains(|inside: char| inside.is_whitespace() || "^~".contains(inside));
        text.push_str(before);
        if (!is_script && (starts_wrong || ends_wrong)) || runs_on || is_wrong_script {
            text.push_str(&format!("<{element}>{words}</{element}>"));
        } else {
            text.push_str(&format!("{marks}{words}{marks}"));
        }
        text.push_str(after);
    }
}

fn length(span: &Span) -> usize {
    match &span.content {
        Content::Text(text) => text.chars().count(),
        _ => 1,
    }
}

fn is_punctuation(character: char) -> bool {
    !character.is_alphanumeric() && !character.is_whitespace()
}

/// The blanks before a text, the text and the blanks behind it.
fn trimmed(text: &str) -> (&str, &str, &str) {
    let rest = text.trim_start();
    let (before, _) = text.split_at(text.len() - rest.len());
    let (words, after) = rest.split_at(rest.trim_end().len());
    (before, words, after)
}

/// An address as it can stand between the parentheses of a link.
fn address(address: &str) -> String {
    let mut written = String::new();
    for character in address.chars().filter(|character| !character.is_control()) {
        match character {
            ' ' => written.push_str("%20"),
            '(' => written.push_str("%28"),
            ')' => written.push_str("%29"),
            '<' => written.push_str("%3C"),
            '>' => written.push_str("%3E"),
            '\\' => written.push_str("%5C"),
            '|' => written.push_str("%7C"),
            _ => written.push(character),
        }
    }
    written
}

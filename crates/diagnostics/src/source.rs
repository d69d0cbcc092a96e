//! Text with a path, and places in it: bytes in, lines and columns from 1 out (columns in characters).

use std::fmt;
use std::ops::{Deref, Range};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A stretch of a source's bytes. Never longer than 4 GiB: a source over the size limit is refused before it is parsed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, PartialOrd, Ord)]
pub struct Span {
    /// The first byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// From a byte range.
    #[must_use]
    pub fn new(range: Range<usize>) -> Self {
        let clamp = |value: usize| u32::try_from(value).unwrap_or(u32::MAX);
        Self { start: clamp(range.start), end: clamp(range.end) }
    }

    /// As a range that can index a string.
    #[must_use]
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// Where a finding points, complete in itself: the line's text comes along.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Location {
    /// Relative to the site's root, with `/`.
    pub file: Arc<str>,
    /// First line, from 1.
    pub line: u32,
    /// First column, from 1, in characters.
    pub column: u32,
    /// Last line, from 1.
    pub end_line: u32,
    /// One past the last column, from 1, in characters.
    pub end_column: u32,
    /// The text of the first line without its end, where there is one to show. [`Packed`](super::Packed) keeps it apart.
    #[serde(skip)]
    pub excerpt: Option<Line>,
}

/// A line of a text: a place in the text itself, since a site may have as many findings as lines, and long ones.
#[derive(Clone)]
pub struct Line {
    text: Arc<str>,
    span: Span,
}

impl Deref for Line {
    type Target = str;

    fn deref(&self) -> &str {
        &self.text[self.span.range()]
    }
}

impl<T: Into<Arc<str>>> From<T> for Line {
    fn from(text: T) -> Self {
        let text: Arc<str> = text.into();
        Self { span: Span::new(0..text.len()), text }
    }
}

impl fmt::Debug for Line {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).fmt(formatter)
    }
}

impl PartialEq for Line {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

impl Eq for Line {}

impl Serialize for Line {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self)
    }
}

impl<'de> Deserialize<'de> for Line {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(Self::from)
    }
}

impl Location {
    /// The start of a file, for what is absent from it or wrong with it as a whole.
    pub fn file(file: impl Into<Arc<str>>) -> Self {
        Self { file: file.into(), line: 1, column: 1, end_line: 1, end_column: 1, excerpt: None }
    }
}

/// A text file of the site as it was read (without a byte order mark, line ends as `\n`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// Relative to the site's root, with `/`.
    pub path: Arc<str>,
    /// The whole text.
    pub text: Arc<str>,
    lines: Lines,
}

/// Where each line starts, found once, when the first finding asks for it, and the place that was asked for last: a file
/// may have many findings, and one line too.
#[derive(Debug, Clone, Default)]
struct Lines {
    starts: OnceLock<Arc<[u32]>>,
    last: Arc<Mutex<Option<Seen>>>,
}

/// A place in a line whose column is known, with the text of the line.
#[derive(Debug, Clone)]
struct Seen {
    line: usize,
    at: usize,
    column: usize,
    quoted: Line,
}

/// They follow from the text.
impl PartialEq for Lines {
    fn eq(&self, _other: &Self) -> bool {
        true
    }
}

impl Eq for Lines {}

impl Source {
    /// A text with its path.
    pub fn new(path: impl Into<Arc<str>>, text: impl Into<Arc<str>>) -> Self {
        Self { path: path.into(), text: text.into(), lines: Lines::default() }
    }

    /// What stands at `span`.
    #[must_use]
    pub fn slice(&self, span: Span) -> &str {
        &self.text[span.range()]
    }

    /// Where a text begins in what stands at `span`, if it stands there as it is.
    #[must_use]
    pub fn find(&self, text: &str, span: Span) -> Option<usize> {
        self.slice(span).find(text).map(|at| span.start as usize + at)
    }

    /// Line, column and excerpt of `span`. A span that ends before it starts is a point.
    #[must_use]
    pub fn locate(&self, span: Span) -> Location {
        let start = self.floor(span.start as usize);
        let end = self.floor(span.end as usize).max(start);
        let first = self.seen(start);
        let last = self.seen(end);
        let number = |value: usize| u32::try_from(value).unwrap_or(u32::MAX);
        Location {
            file: self.path.clone(),
            line: number(first.line),
            column: number(first.column),
            end_line: number(last.line),
            end_column: number(last.column),
            excerpt: Some(first.quoted),
        }
    }

    /// The place of a line and column from 1 (in characters), as another parser reports them.
    #[must_use]
    pub fn locate_line(&self, line: usize, column: usize) -> Location {
        let line_start = match line {
            0 | 1 => 0,
            _ => self.text.match_indices('\n').nth(line - 2).map_or(self.text.len(), |(at, _)| at + 1),
        };
        let rest = &self.text[line_start..];
        let row = &rest[..rest.find('\n').unwrap_or(rest.len())];
        let offset = row.char_indices().nth(column.saturating_sub(1)).map_or(row.len(), |(at, _)| at);
        let start = line_start + offset;
        self.locate(Span::new(start..start + word_length(&row[offset..])))
    }

    fn floor(&self, at: usize) -> usize {
        let mut at = at.min(self.text.len());
        while !self.text.is_char_boundary(at) {
            at -= 1;
        }
        at
    }

    /// Columns are counted on from the place before, where that is in the same line.
    fn seen(&self, at: usize) -> Seen {
        let starts = self.lines();
        let line = starts.partition_point(|start| *start as usize <= at);
        let mut last = self.lines.last.lock().unwrap_or_else(PoisonError::into_inner);
        let known = last.take().filter(|known| known.line == line && known.at <= at);
        let seen = match known {
            Some(known) => Seen { at, column: known.column + self.text[known.at..at].chars().count(), ..known },
            None => {
                let start = starts[line - 1] as usize;
                let rest = &self.text[start..];
                let quoted = rest[..rest.find('\n').unwrap_or(rest.len())].trim_end_matches('\r').len();
                let quoted = Line { text: self.text.clone(), span: Span::new(start..start + quoted) };
                Seen { line, at, column: self.text[start..at].chars().count() + 1, quoted }
            }
        };
        *last = Some(seen.clone());
        seen
    }

    fn lines(&self) -> &[u32] {
        let starts = || std::iter::once(0).chain(self.text.match_indices('\n').map(|(newline, _)| after(newline)));
        self.lines.starts.get_or_init(|| starts().collect())
    }
}

/// The place behind a line end; no source is so long that it would not fit.
fn after(newline: usize) -> u32 {
    u32::try_from(newline + 1).unwrap_or(u32::MAX)
}

/// How many bytes the word at the start of `text` has, at least one character where there is one.
fn word_length(text: &str) -> usize {
    let ends = |c: char| c.is_whitespace() || matches!(c, ',' | ':' | ']' | '}');
    let word = text.find(ends).unwrap_or(text.len());
    word.max(text.chars().next().map_or(0, char::len_utf8))
}

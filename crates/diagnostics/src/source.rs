//! A [`Source`] is a text with its path. It turns byte ranges ([`Span`]) into what people read ([`Location`]): line and
//! column from 1, columns in characters, with the text of the line. Reading and parsing files is left to the caller.

use std::fmt;
use std::ops::{Deref, Range};
use std::sync::{Arc, OnceLock};

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use composed::Composition;
pub use composed::{ComposedSource, IncludedText};

mod composed;

/// A range of bytes in a source. Positions have 32 bits, which halves the size of every node that carries a span; a file
/// over the size limit, far below 4 GiB, is refused before it is parsed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Span {
    /// Offset of the first byte.
    pub start: u32,
    /// Offset behind the last byte.
    pub end: u32,
}

impl Span {
    /// The span of a byte range.
    ///
    /// ```
    /// # use wellpress_diagnostics::Span;
    /// assert_eq!(Span::new(4..9), Span { start: 4, end: 9 });
    /// ```
    #[must_use]
    pub fn new(range: Range<usize>) -> Self {
        Self { start: saturated(range.start), end: saturated(range.end) }
    }

    /// The span as a range that indexes a string.
    ///
    /// ```
    /// # use wellpress_diagnostics::Span;
    /// assert_eq!(&"neck pain"[Span::new(5..9).range()], "pain");
    /// ```
    #[must_use]
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// An offset, line or column in 32 bits. One that does not fit becomes the largest, so that a message about an absurdly
/// large text names a wrong place instead of ending the program.
fn saturated(value: usize) -> u32 {
    u32::try_from(value).unwrap_or(u32::MAX)
}

/// The place that a finding points at, complete in itself: it holds the text of its first line.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Location {
    /// The file, relative to the site's root, with `/`.
    pub file: Arc<str>,
    /// First line, from 1.
    pub line: u32,
    /// First column, from 1, in characters.
    pub column: u32,
    /// Last line, from 1.
    pub end_line: u32,
    /// Column behind the last character, from 1, in characters.
    pub end_column: u32,
    /// The first line without its line end, or `None` for a place in no text.
    pub excerpt: Option<SourceLine>,
}

/// One line of a text. It shares the text instead of copying the line, because a page may have as many findings as
/// words and all of them in one long line.
#[derive(Clone)]
pub struct SourceLine {
    text: Arc<str>,
    span: Span,
}

impl Deref for SourceLine {
    type Target = str;

    fn deref(&self) -> &str {
        &self.text[self.span.range()]
    }
}

impl<T: Into<Arc<str>>> From<T> for SourceLine {
    fn from(text: T) -> Self {
        let text: Arc<str> = text.into();
        Self { span: Span::new(0..text.len()), text }
    }
}

impl fmt::Debug for SourceLine {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).fmt(formatter)
    }
}

impl PartialEq for SourceLine {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

impl Eq for SourceLine {}

impl Serialize for SourceLine {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self)
    }
}

impl<'de> Deserialize<'de> for SourceLine {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(Self::from)
    }
}

impl Location {
    /// The start of a file without an excerpt, for a finding about the file as a whole or about something missing in it.
    ///
    /// ```
    /// # use wellpress_diagnostics::Location;
    /// let location = Location::file("content/neck.md");
    /// assert_eq!((location.line, location.column), (1, 1));
    /// ```
    pub fn file(file: impl Into<Arc<str>>) -> Self {
        Self { file: file.into(), line: 1, column: 1, end_line: 1, end_column: 1, excerpt: None }
    }
}

/// A text with its path, which can say where in it something stands.
///
/// Line starts are searched for once, with the first finding, so a file without findings costs nothing. Columns of long
/// lines are counted from marks that are set once for the whole text. Without them, a page of one long line with a finding in
/// every word would take quadratic time, in whatever order the findings come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// Relative to the site's root, with `/`.
    pub path: Arc<str>,
    /// The text as parsers see it: without a byte order mark, line ends as `\n`.
    pub text: Arc<str>,
    positions: PositionCache,
    /// The files that the text is put together of, if it is not that of one file.
    composition: Option<Arc<Composition>>,
}

/// Where lines start, and how many characters stand before each of the marks. Clones share both, since they share the text.
#[derive(Debug, Clone, Default)]
struct PositionCache {
    line_starts: OnceLock<Arc<[u32]>>,
    chars_before_marks: OnceLock<Arc<[u32]>>,
}

/// The distance of the marks from which columns are counted, in bytes. Most lines are shorter, and need none.
const MARK_DISTANCE: usize = 1024;

/// Line and column of a byte.
struct TextPosition {
    line: usize,
    column: usize,
}

/// Two caches are always equal: they follow from the text, which [`Source`] compares.
impl PartialEq for PositionCache {
    fn eq(&self, _other: &Self) -> bool {
        true
    }
}

impl Eq for PositionCache {}

impl Source {
    /// A text with its path.
    ///
    /// ```
    /// # use wellpress_diagnostics::Source;
    /// let source = Source::new("a.md", "Neck pain");
    /// assert_eq!(&*source.path, "a.md");
    /// ```
    pub fn new(path: impl Into<Arc<str>>, text: impl Into<Arc<str>>) -> Self {
        Self { path: path.into(), text: text.into(), positions: PositionCache::default(), composition: None }
    }

    /// The text of this source with others in it, see [`ComposedSource`].
    fn composed(&self, text: String, composition: Composition) -> Self {
        Self { composition: Some(Arc::new(composition)), ..Self::new(self.path.clone(), text) }
    }

    /// The path of the file in which the byte at `offset` stands. It differs from [`Self::path`] in a text that is put together of
    /// several files.
    ///
    /// ```
    /// # use wellpress_diagnostics::Source;
    /// assert_eq!(&**Source::new("a.md", "Neck pain").path_at(4), "a.md");
    /// ```
    #[must_use]
    pub fn path_at(&self, offset: u32) -> &Arc<str> {
        self.composition.as_ref().and_then(|composition| composition.path_at(offset)).unwrap_or(&self.path)
    }

    /// The text at `span`.
    ///
    /// ```
    /// # use wellpress_diagnostics::{Source, Span};
    /// assert_eq!(Source::new("a.md", "Neck pain").slice(Span::new(0..4)), "Neck");
    /// ```
    #[must_use]
    pub fn slice(&self, span: Span) -> &str {
        &self.text[span.range()]
    }

    /// The offset in the whole text at which `text` first occurs within `span`.
    ///
    /// ```
    /// # use wellpress_diagnostics::{Source, Span};
    /// assert_eq!(Source::new("a.md", "a b a").find("a", Span::new(1..5)), Some(4));
    /// ```
    #[must_use]
    pub fn find(&self, text: &str, span: Span) -> Option<usize> {
        self.slice(span).find(text).map(|offset| span.start as usize + offset)
    }

    /// Line, column and excerpt of `span`. A span that ends before it starts is a point; one that ends behind the text,
    /// or within a character, is moved back to the nearest character.
    ///
    /// ```
    /// # use wellpress_diagnostics::{Source, Span};
    /// let location = Source::new("a.md", "é\nneck").locate(Span::new(3..7));
    /// assert_eq!((location.line, location.column, location.end_column), (2, 1, 5));
    /// assert_eq!(location.excerpt.as_deref(), Some("neck"));
    /// ```
    #[must_use]
    pub fn locate(&self, span: Span) -> Location {
        if let Some(composition) = &self.composition {
            return composition.locate(span).unwrap_or_else(|| Location::file(self.path.clone()));
        }
        let start = self.floor_char_boundary(span.start as usize);
        let end = self.floor_char_boundary(span.end as usize).max(start);
        let (first, last) = (self.position(start), self.position(end));
        Location {
            file: self.path.clone(),
            line: saturated(first.line),
            column: saturated(first.column),
            end_line: saturated(last.line),
            end_column: saturated(last.column),
            excerpt: Some(self.line_text(first.line)),
        }
    }

    /// The word at a line and column, both from 1 and the column in characters, as other parsers report their errors.
    ///
    /// ```
    /// # use wellpress_diagnostics::Source;
    /// let location = Source::new("a.yaml", "a: 1\ntitel: x").locate_line(2, 1);
    /// assert_eq!((location.line, location.end_column), (2, 6));
    /// ```
    #[must_use]
    pub fn locate_line(&self, line: usize, column: usize) -> Location {
        let Some(line_start) = self.line_starts().get(line.max(1) - 1).map(|start| *start as usize) else {
            return self.locate(Span::new(self.text.len()..self.text.len()));
        };
        let line_text = &self.text[line_start..self.line_end(line.max(1))];
        let in_line = self.offset_of_char(line_start, column.saturating_sub(1)) - line_start;
        let in_line = in_line.min(line_text.len());
        let start = line_start + in_line;
        self.locate(Span::new(start..start + word_length(&line_text[in_line..])))
    }

    fn floor_char_boundary(&self, offset: usize) -> usize {
        let mut offset = offset.min(self.text.len());
        while !self.text.is_char_boundary(offset) {
            offset -= 1;
        }
        offset
    }

    fn position(&self, offset: usize) -> TextPosition {
        let line_starts = self.line_starts();
        // The first line starts at 0, so at least one starts at or before the offset.
        let line = line_starts.partition_point(|start| *start as usize <= offset);
        let start = line_starts[line - 1] as usize;
        let chars = match offset - start {
            0..=MARK_DISTANCE => count_chars(&self.text.as_bytes()[start..offset]),
            _ => self.chars_before(offset) - self.chars_before(start),
        };
        TextPosition { line, column: chars + 1 }
    }

    /// The number of characters before a byte.
    fn chars_before(&self, offset: usize) -> usize {
        let mark = offset / MARK_DISTANCE;
        self.chars_before_marks()[mark] as usize + count_chars(&self.text.as_bytes()[mark * MARK_DISTANCE..offset])
    }

    /// The offset of the character that stands so many characters behind the byte at `start`; the end of the text if it is shorter.
    fn offset_of_char(&self, start: usize, distance: usize) -> usize {
        let wanted = self.chars_before(start).saturating_add(distance);
        let behind = self.chars_before_marks().partition_point(|chars| (*chars as usize) <= wanted);
        let mark = self.floor_char_boundary(((behind - 1) * MARK_DISTANCE).max(start));
        let chars = self.text[mark..].char_indices().map(|(offset, _)| mark + offset);
        chars.chain([self.text.len()]).nth(wanted.saturating_sub(self.chars_before(mark))).unwrap_or(self.text.len())
    }

    /// For each mark the number of characters that begin before it.
    fn chars_before_marks(&self) -> &[u32] {
        self.positions.chars_before_marks.get_or_init(|| {
            let parts = self.text.as_bytes().chunks(MARK_DISTANCE);
            let counts = parts.scan(0, |chars, part| {
                *chars += count_chars(part);
                Some(saturated(*chars))
            });
            std::iter::once(0).chain(counts).collect()
        })
    }

    /// The text of a line, from 1. A `\r` at its end belongs to the line end.
    fn line_text(&self, line: usize) -> SourceLine {
        let start = self.line_starts()[line - 1] as usize;
        let length = self.text[start..self.line_end(line)].trim_end_matches('\r').len();
        SourceLine { text: self.text.clone(), span: Span::new(start..start + length) }
    }

    /// The end of a line, from 1, without its line end.
    fn line_end(&self, line: usize) -> usize {
        self.line_starts().get(line).map_or(self.text.len(), |next| *next as usize - 1)
    }

    fn line_starts(&self) -> &[u32] {
        self.positions.line_starts.get_or_init(|| {
            let behind_newlines = self.text.match_indices('\n').map(|(newline, _)| saturated(newline + 1));
            std::iter::once(0).chain(behind_newlines).collect()
        })
    }
}

/// The number of characters that begin in these bytes of a text.
fn count_chars(bytes: &[u8]) -> usize {
    // All bytes of a character but the first have these two bits.
    bytes.iter().filter(|byte| **byte & 0b1100_0000 != 0b1000_0000).count()
}

/// How many bytes the word at the start of `text` has: at least one character, if there is one.
fn word_length(text: &str) -> usize {
    let word_end = text.find(|c: char| c.is_whitespace() || matches!(c, ',' | ':' | ']' | '}'));
    word_end.unwrap_or(text.len()).max(text.chars().next().map_or(0, char::len_utf8))
}

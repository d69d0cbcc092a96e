//! Signs at the start of a line: a minus, a plus, a comparison, a number or dashes that a wrapped sentence has there, and that Markdown
//! takes for a list, a quotation, a heading or its underline.
//!
//! The lists and quotes around a line are followed as far as the decision needs them. The parser alone knows them exactly, but it reads
//! the text after the decision.

use std::ops::Range;

use super::connecting_words::{ends_phrase, goes_on};
use super::measures::{begins_with_number, is_measure};
use super::sign::{HiddenSign, Reading, Sign, Signs};
use crate::parser::code_lines::{LinePlace, TextLine};
use crate::parser::tables;

/// A line that is so long was probably wrapped by an editor, in bytes.
const WRAPPED: usize = 40;
/// How many lines below an item are searched for the next one.
const LINES_TO_NEXT_ITEM: usize = 40;

/// Decides about the first signs of all lines.
pub(super) fn read(text: &str, range: &Range<usize>, lines: &[TextLine], signs: &mut Signs) {
    let is_one_line = !text[range.clone()].trim().contains('\n');
    let mut starts = LineStarts { text, lines, signs, is_one_line, blocks: OpenBlocks::default() };
    for index in 0..lines.len() {
        starts.line(index);
    }
}

/// An item of a list that is open: the columns of its marker and of its words.
#[derive(Clone, Copy, PartialEq, Eq)]
struct OpenItem {
    marker: usize,
    content: usize,
    sign: char,
}

/// What is open above a line.
#[derive(Default)]
struct OpenBlocks {
    /// The line with which the paragraph above began; `None` if the line above is no text.
    paragraph: Option<usize>,
    quotes: usize,
    items: Vec<OpenItem>,
    is_table: bool,
    is_list_table: bool,
}

impl OpenBlocks {
    /// Opens what a marker begins, and returns where the words behind it start, with their column.
    fn open(&mut self, marker: &Marker<'_>) -> (usize, usize) {
        let blanks = indentation(marker.behind);
        let start = marker.end + blanks;
        if marker.sign == Sign::Quote {
            self.quotes += 1;
            self.items.clear();
            // Columns count from the innermost quote.
            return (start, 0);
        }
        let content = marker.column + marker.end - marker.start + if (1..5).contains(&blanks) { blanks } else { 1 };
        self.items.push(OpenItem { marker: marker.column, content, sign: marker.first });
        (start, content)
    }
}

struct LineStarts<'t, 's> {
    text: &'t str,
    lines: &'t [TextLine],
    signs: &'s mut Signs,
    /// Whether the text is one line, as fields of front matter are.
    is_one_line: bool,
    blocks: OpenBlocks,
}

/// A marker at the start of a line, with the column at which it stands and the words behind it.
#[derive(Clone, Copy)]
struct Marker<'t> {
    sign: Sign,
    first: char,
    /// Its bytes in the text.
    start: usize,
    end: usize,
    column: usize,
    /// The number of an item.
    number: Option<u32>,
    behind: &'t str,
}

impl<'t> LineStarts<'t, '_> {
    fn content(&self, index: usize) -> &'t str {
        &self.text[self.lines[index].content.clone()]
    }

    fn line(&mut self, index: usize) {
        let line = &self.lines[index];
        let content = self.content(index);
        let starts_paragraph = self.blocks.paragraph.is_none();
        if line.place != LinePlace::Text
            || content.starts_with("::")
            || is_empty(&self.text[line.markers.start..line.content.end])
        {
            return self.end_paragraph(content);
        }
        let markers = &self.text[line.markers.clone()];
        // Most lines begin with a letter.
        let begins_with_word = content.starts_with(char::is_alphabetic) && markers.bytes().all(|byte| byte == b' ');
        if begins_with_word && !starts_paragraph {
            return;
        }
        if begins_with_word && self.blocks.items.is_empty() {
            (self.blocks.paragraph, self.blocks.quotes) = (Some(index), 0);
            return;
        }
        if self.is_row_of_table(index) {
            return;
        }
        if starts_paragraph { self.first_line(index) } else { self.further_line(index) }
    }

    fn end_paragraph(&mut self, content: &str) {
        (self.blocks.paragraph, self.blocks.is_table) = (None, false);
        if content.starts_with(":::") {
            self.blocks.is_list_table = content.trim_start_matches(':').starts_with("list-table");
            self.blocks.items.clear();
        }
    }

    /// Follows the rows of a table. A row without a bar at its start may begin with a sign: no list has columns.
    fn is_row_of_table(&mut self, index: usize) -> bool {
        if self.blocks.paragraph == Some(index.wrapping_sub(1)) && tables::is_row_of_dashes(self.content(index)) {
            self.blocks.is_table = true;
            return true;
        }
        if !self.blocks.is_table {
            return false;
        }
        let (start, indent) = self.within_quotes(index, self.blocks.quotes);
        let Some(marker) = self.marker(index, start, indent) else { return self.content(index).contains('|') };
        if marker.behind.contains('|') {
            self.signs.hide(marker.sign, marker.hidden());
        } else {
            self.blocks.is_table = false;
            self.open(index, marker);
        }
        true
    }

    /// A line that goes on with the paragraph above it, unless a sign at its start begins something else.
    fn further_line(&mut self, index: usize) {
        let (start, indent) = self.within_quotes(index, self.blocks.quotes);
        let depth = self.blocks.items.iter().take_while(|item| item.content <= indent).count();
        let is_inside = depth == self.blocks.items.len();
        let Some(marker) = self.marker(index, start, indent) else {
            if is_inside {
                self.heading_or_underline(index);
            }
            return;
        };
        if !is_inside && is_item(&marker) {
            let is_of_other_list = self.blocks.items.get(depth).is_some_and(|item| item.sign != marker.first);
            self.blocks.items.truncate(depth);
            return self.sibling(index, marker, is_of_other_list);
        }
        let innermost = self.blocks.items.last().map_or(0, |item| item.content);
        // Only a list that starts with 1 can begin within a paragraph, and nothing that is indented like code.
        if marker.number.is_some_and(|number| number != 1) || (is_inside && indent >= innermost + 4) {
            return;
        }
        // Neither can an item without words.
        if is_inside && marker.sign != Sign::Quote && marker.behind.trim().is_empty() {
            if marker.first == '-' {
                self.underline(index, marker.start..marker.end);
            }
            return;
        }
        let reading = self.reading_within_paragraph(index, &marker);
        let (sign, shown) = (marker.sign, marker.hidden());
        match reading {
            Reading::Markup => self.open(index, marker),
            Reading::Text => self.signs.hide(sign, shown),
            Reading::Both => self.signs.hide_in_doubt(sign, shown, marked(&marker)),
        }
    }

    /// The first line of a paragraph: its markers begin lists and quotes, but not behind each other before a number.
    fn first_line(&mut self, index: usize) {
        self.blocks.quotes = 0;
        let (start, indent) = self.within_quotes(index, 0);
        let marker = self.marker(index, start, indent);
        let is_next_item = marker.as_ref().is_some_and(|marker| self.has_open_item(marker));
        self.blocks.items.retain(|item| item.content <= indent);
        match marker {
            None => {
                self.blocks.paragraph = Some(index);
                if heading_level(self.content(index)).is_some() {
                    self.blocks.paragraph = None;
                }
            }
            Some(marker) if is_next_item => self.open(index, marker),
            Some(marker) => match self.reading_at_start(index, &marker) {
                Reading::Text => self.keep(index, &marker),
                Reading::Both if marker.sign == Sign::Quote => {
                    self.signs.doubt(marker.sign, marked(&marker));
                    self.open(index, marker);
                }
                Reading::Both => {
                    self.signs.hide_in_doubt(marker.sign, marker.hidden(), marked(&marker));
                    self.blocks.paragraph = Some(index);
                }
                Reading::Markup => self.open(index, marker),
            },
        }
    }

    /// Keeps a sign as the first one of a paragraph.
    fn keep(&mut self, index: usize, marker: &Marker<'_>) {
        self.signs.hide(marker.sign, marker.hidden());
        self.blocks.paragraph = Some(index);
    }

    /// The start of a line and its indentation behind so many marks of quotes.
    fn within_quotes(&self, index: usize, quotes: usize) -> (usize, usize) {
        let line = &self.lines[index];
        let bytes = self.text.as_bytes();
        let mut start = line.markers.start;
        for _ in 0..quotes {
            let mark = start + indentation(&self.text[start..line.content.end]);
            if bytes.get(mark) != Some(&b'>') {
                break;
            }
            start = mark + 1 + usize::from(bytes.get(mark + 1) == Some(&b' '));
        }
        (start, indentation(&self.text[start..line.content.end]))
    }

    /// The marker behind the blanks at `start`.
    fn marker(&self, index: usize, start: usize, column: usize) -> Option<Marker<'t>> {
        let line = &self.text[start..self.lines[index].content.end];
        marker(line.trim_ascii_start(), start + line.len() - line.trim_ascii_start().len(), column)
    }

    /// Follows a marker that is markup, and those that stand behind it on its line.
    fn open(&mut self, index: usize, marker: Marker<'t>) {
        self.blocks.paragraph = Some(index);
        let mut outer = marker;
        // A loop, because a line may have thousands of them.
        loop {
            let (start, column) = self.blocks.open(&outer);
            let words = &self.text[start..self.lines[index].content.end.max(start)];
            let Some(inner) = self::marker(words, start, column) else { return self.words_behind_marker(words, start) };
            if self.reading_behind_marker(index, &outer, &inner) != Reading::Markup {
                return self.keep(index, &inner);
            }
            outer = inner;
        }
    }

    /// `- # 3 needle`
    fn words_behind_marker(&mut self, words: &str, start: usize) {
        let Some((level, title)) = heading_level(words) else { return };
        if level == 1 && begins_with_number(title) {
            self.signs.hide(Sign::Heading, start..start + 1);
        } else {
            self.blocks.paragraph = None;
        }
    }

    /// The next item of a list. It begins in the middle of a sentence if the words of the one above need others behind them, and perhaps
    /// if another sign marks it: `- 20 mg` and below it `+ 5 mg more`.
    fn sibling(&mut self, index: usize, marker: Marker<'t>, is_of_other_list: bool) {
        let above = self.content(index - 1);
        let goes_on_above = goes_on(above) && !above.trim_end().ends_with(',');
        if begins_with_number(marker.behind) && (goes_on_above || is_of_other_list) && marker.sign == Sign::Bullet {
            self.signs.doubt(marker.sign, marked(&marker));
        }
        self.open(index, marker);
    }

    /// What a sign is that stands behind the marker of an item or a quote: `- > 65 years`, `- + 2 degrees`.
    fn reading_behind_marker(&self, index: usize, outer: &Marker<'_>, inner: &Marker<'_>) -> Reading {
        let words = inner.behind.trim_ascii();
        let is_value = begins_with_number(words) && self::marker(words, 0, 0).is_none();
        let is_text = outer.sign != Sign::Quote && is_value && !self.blocks.is_list_table;
        match inner.sign {
            Sign::Quote if is_text && !self.next_line_has(index, inner) => Reading::Text,
            Sign::Bullet if is_text && !self.has_next_item(index, inner) => Reading::Text,
            _ => Reading::Markup,
        }
    }

    /// What a sign is that begins a paragraph.
    fn reading_at_start(&self, index: usize, marker: &Marker<'_>) -> Reading {
        let behind = marker.behind.trim_ascii();
        if !begins_with_number(behind) {
            return Reading::Markup;
        }
        let is_short = self.is_one_line && is_measure(behind);
        match marker.sign {
            Sign::Quote if is_comparison(marker.behind) || self.is_one_line => Reading::Text,
            Sign::Quote if self.next_line_has(index, marker) => Reading::Markup,
            Sign::Quote if ends_phrase(behind) && !has_colon_behind_number(behind) => Reading::Markup,
            Sign::Quote => Reading::Both,
            Sign::Bullet if self.has_next_item(index, marker) => Reading::Markup,
            Sign::Bullet if is_short || (self.is_one_line && marker.first == '+') => Reading::Text,
            Sign::Bullet if is_measure(behind) || marker.first == '+' => Reading::Both,
            _ => Reading::Markup,
        }
    }

    /// What a sign is at the start of a line below other words.
    fn reading_within_paragraph(&self, index: usize, marker: &Marker<'_>) -> Reading {
        let above = self.content(index - 1);
        match marker.sign {
            Sign::Quote => self.quote_within_paragraph(index, marker, above),
            _ => self.item_within_paragraph(index, marker, above),
        }
    }

    fn quote_within_paragraph(&self, index: usize, marker: &Marker<'_>, above: &str) -> Reading {
        let behind = marker.behind.trim_ascii();
        if is_comparison(marker.behind) {
            return Reading::Text;
        }
        let is_number = begins_with_number(behind);
        match (goes_on(above), self.next_line_has(index, marker)) {
            (true, false) if is_number => Reading::Text,
            (true, true) if is_number => Reading::Both,
            (true, false) if begins_in_lower_case(behind) => Reading::Both,
            (_, false) if is_number && !(ends_phrase(above) && ends_phrase(behind)) => Reading::Both,
            (_, true) if is_number && !ends_phrase(above) && self.next_line_has_number(index) => Reading::Both,
            _ => Reading::Markup,
        }
    }

    fn item_within_paragraph(&self, index: usize, marker: &Marker<'_>, above: &str) -> Reading {
        let behind = marker.behind.trim_ascii();
        if is_open_bracket_closed_by(above, behind) {
            return Reading::Text;
        }
        if ends_phrase(above) {
            return Reading::Markup;
        }
        let (is_number, goes_on_below) = (begins_with_number(behind), goes_on(above));
        if self.has_next_item(index, marker) {
            let is_of_sentence = is_number && goes_on_below && goes_on(behind) && !behind.ends_with(',');
            return if is_of_sentence { Reading::Both } else { Reading::Markup };
        }
        let is_wrapped = above.len() >= WRAPPED && self.blocks.items.is_empty();
        match (goes_on_below, is_number) {
            (true, true) => Reading::Text,
            (true, false) if begins_in_lower_case(behind) => Reading::Both,
            (false, true) if self.blocks.items.is_empty() => Reading::Both,
            (false, false) if is_wrapped && begins_in_lower_case(behind) => Reading::Both,
            _ => Reading::Markup,
        }
    }

    /// Whether the line below begins with the same mark of a quote, or the paragraph goes on below without one.
    fn next_line_has(&self, index: usize, marker: &Marker<'_>) -> bool {
        let next = self.lines.get(index + 1).map(|line| &self.text[line.markers.start..line.content.end]);
        let marks = |line: &str| line.bytes().filter(|byte| *byte == b'>').count();
        let line_start = self.lines[index].markers.start;
        let own = marks(&self.text[line_start..=marker.start]);
        next.is_some_and(|next| marks(&next[..next.len() - next.trim_start_matches(['>', ' ']).len()]) >= own)
    }

    /// Whether a number follows the marks of the line below.
    fn next_line_has_number(&self, index: usize) -> bool {
        self.lines.get(index + 1).is_some_and(|line| begins_with_number(&self.text[line.content.clone()]))
    }

    fn has_open_item(&self, marker: &Marker<'_>) -> bool {
        let mut items = self.blocks.items.iter();
        items.any(|item| item.marker == marker.column && item.sign == marker.first)
    }

    /// Whether the list goes on below with another item.
    fn has_next_item(&self, index: usize, marker: &Marker<'_>) -> bool {
        let below = self.lines[index + 1..].iter().take(LINES_TO_NEXT_ITEM);
        let mut follows_empty_line = false;
        for line in below {
            let line = &self.text[line.markers.start..line.content.end];
            if is_empty(line) {
                follows_empty_line = true;
                continue;
            }
            let inner = line.trim_start_matches(['>', ' ', '\t']);
            let column = line.len() - inner.len();
            let is_next = self::marker(inner, 0, column).is_some_and(|next| marker.is_continued_by(&next));
            if is_next && column.abs_diff(marker.column) < 2 + self.blocks.quotes * 2 {
                return true;
            }
            // The words of an item are indented; others end the list.
            if follows_empty_line && column <= marker.column {
                return false;
            }
        }
        false
    }

    /// A line that begins with none of the markers, but may be a heading or underline one.
    fn heading_or_underline(&mut self, index: usize) {
        let content = self.content(index);
        let start = self.lines[index].content.start;
        let above = self.content(index - 1);
        if let Some((level, words)) = heading_level(content) {
            let is_number = level == 1 && begins_with_number(words) && !ends_phrase(above);
            match (is_number, goes_on(above)) {
                (true, true) => self.signs.hide(Sign::Heading, start..start + 1),
                (true, false) => {
                    self.signs.hide_in_doubt(Sign::Heading, start..start + 1, start..first_word_end(content, start, 1))
                }
                (false, _) => self.blocks.paragraph = None,
            }
        } else if is_underline(content) {
            self.underline(index, self.lines[index].content.clone());
        } else if content.starts_with(": ") && begins_with_number(&content[1..]) && ends_with_bare_number(above) {
            self.signs.hide(Sign::Ratio, start..start + 1);
        } else if is_rule(content) {
            self.blocks.paragraph = None;
        }
    }

    /// A line of `-` or `=` below a paragraph makes a heading of it.
    fn underline(&mut self, index: usize, range: Range<usize>) {
        let above = self.content(index - 1);
        let first = self.blocks.paragraph.unwrap_or(index);
        // Neither a table nor HTML is underlined.
        if self.blocks.is_table || self.content(first).starts_with('<') {
            return self.end_paragraph("");
        }
        let has_several_lines = first + 1 < index;
        let next = self.lines.get(index + 1).map_or("", |line| &self.text[line.markers.start..line.content.end]);
        if range.len() < 3 {
            if !next.trim().is_empty() || ends_phrase(above) || goes_on(above) {
                return self.signs.hide(Sign::Underline, range);
            }
        } else if has_several_lines && ends_phrase(above) {
            // The author means a line across the page, which needs an empty line above it.
            let shown = if self.text[range.clone()].starts_with('-') { b'_' } else { b'%' };
            self.signs.hidden.push(HiddenSign { range, shown });
        } else if has_several_lines
            || (ends_phrase(above) && above.len() >= WRAPPED && !above.ends_with(['?', '!', ':']))
        {
            self.signs.doubt(Sign::Underline, range);
        }
        self.blocks.paragraph = None;
    }
}

impl Marker<'_> {
    /// The byte that the parser must not see: a number of a list is one by the sign behind it.
    fn hidden(&self) -> Range<usize> {
        match self.sign {
            Sign::ListNumber => self.end - 1..self.end,
            _ => self.start..self.start + 1,
        }
    }

    /// Whether another marker is that of the next item of the same list.
    fn is_continued_by(&self, next: &Self) -> bool {
        match self.sign {
            Sign::ListNumber => next.sign == Sign::ListNumber,
            _ => next.first == self.first,
        }
    }
}

fn is_item(marker: &Marker<'_>) -> bool {
    matches!(marker.sign, Sign::Bullet | Sign::ListNumber)
}

/// The marker of a list or a quote with which a line begins.
fn marker(line: &str, start: usize, column: usize) -> Option<Marker<'_>> {
    let first = line.chars().next()?;
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let (sign, length) = match first {
        '>' => (Sign::Quote, 1),
        '-' | '+' | '*' => (Sign::Bullet, 1),
        '0'..='9' if digits < 10 && line[digits..].starts_with(['.', ')']) => (Sign::ListNumber, digits + 1),
        _ => return None,
    };
    let (number, behind) = (line[..digits].parse().ok(), &line[length..]);
    let is_marker = sign == Sign::Quote || behind.is_empty() || behind.starts_with([' ', '\t']);
    is_marker.then_some(Marker { sign, first, start, end: start + length, column, number, behind })
}

/// The marker with the word behind it, which a finding marks.
fn marked(marker: &Marker<'_>) -> Range<usize> {
    marker.start..first_word_end(marker.behind, marker.end, 0)
}

/// The end of the first word behind so many bytes of a text that begins at `start`.
fn first_word_end(text: &str, start: usize, skipped: usize) -> usize {
    let behind = &text[skipped..];
    let word = behind.trim_ascii_start();
    let length = word.find(char::is_whitespace).unwrap_or(word.len());
    start + text.len() - word.len() + length
}

/// The number of blanks before the words of a line. A tab counts as one, because indentation within paragraphs means nothing.
fn indentation(line: &str) -> usize {
    line.bytes().take_while(|byte| matches!(byte, b' ' | b'\t')).count()
}

/// Whether a line has nothing but marks of quotes.
fn is_empty(line: &str) -> bool {
    line.bytes().all(|byte| byte.is_ascii_whitespace() || byte == b'>')
}

/// The level of a heading with its words.
fn heading_level(line: &str) -> Option<(usize, &str)> {
    let words = line.trim_start_matches('#');
    let level = line.len() - words.len();
    ((1..7).contains(&level) && words.starts_with(' ')).then_some((level, words))
}

/// Whether `>` before this text compares: `>= 65`, `>65`.
fn is_comparison(behind: &str) -> bool {
    behind.trim_start().starts_with('=') || (!behind.starts_with(' ') && begins_with_number(behind))
}

/// `65 years: half the dose.`
fn has_colon_behind_number(text: &str) -> bool {
    const LONGEST_HEAD: usize = 30;
    text.find(':').is_some_and(|colon| colon < LONGEST_HEAD && !text[colon..].trim_start_matches(':').is_empty())
}

fn is_underline(line: &str) -> bool {
    line.trim_matches('-').is_empty() || line.trim_matches('=').is_empty()
}

/// A line across the page, `* * *`.
fn is_rule(line: &str) -> bool {
    let mark = line.bytes().next().filter(|byte| matches!(byte, b'*' | b'_' | b'-'));
    let marks = line.bytes().filter(|byte| Some(*byte) == mark).count();
    marks >= 3 && line.bytes().all(|byte| Some(byte) == mark || byte == b' ')
}

fn begins_in_lower_case(text: &str) -> bool {
    text.starts_with(char::is_lowercase)
}

/// Whether the last word of a line is a number, as the first one of a ratio is.
fn ends_with_bare_number(line: &str) -> bool {
    let word = line.rsplit(char::is_whitespace).next().unwrap_or_default();
    word.starts_with(|c: char| c.is_ascii_digit())
        && word.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b','))
}

/// Whether a bracket that is open in a line is closed in the words below: both are of one sentence.
fn is_open_bracket_closed_by(line: &str, below: &str) -> bool {
    let count = |text: &str, bracket: char| text.matches(bracket).count();
    count(line, '(') > count(line, ')') && count(below, ')') > count(below, '(')
}

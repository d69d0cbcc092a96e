//! [`Sign`]: the signs that have two readings, and [`Signs`], what was decided about those of a text.

use std::ops::Range;

use wellpress_diagnostics::{Diagnostic, Source, Span, quotable, rules};

use crate::parser::code_lines::TextLine;

/// What a sign is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::parser) enum Reading {
    Markup,
    /// No author can have meant markup.
    Text,
    /// Either, so that a finding asks the author.
    Both,
}

/// The signs that have two readings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::parser) enum Sign {
    Star,
    DoubleTilde,
    Tilde,
    Caret,
    Dollar,
    Bullet,
    ListNumber,
    Quote,
    Heading,
    Underline,
    Ratio,
    LabelColon,
}

/// What the two readings of a sign are called, and how to write each of them.
struct SignRow {
    sign: Sign,
    /// The markup that the sign makes, such as `a list`.
    markup: &'static str,
    /// How to write the sign of the text.
    as_text: &'static str,
    /// How to write the markup.
    as_markup: &'static str,
    /// What the parser sees in place of a sign of the text. It must not be markup itself.
    shown: u8,
}

impl SignRow {
    const fn new(sign: Sign, markup: &'static str, as_text: &'static str, as_markup: &'static str, shown: u8) -> Self {
        Self { sign, markup, as_text, as_markup, shown }
    }
}

const ABOVE: &str = "an empty line above it";

/// The table of all signs.
const SIGNS: [SignRow; 12] = [
    SignRow::new(Sign::Star, "emphasis", "`\\*` or `×`", "the marks beside the words, as in `*5 mg*`,", b'%'),
    SignRow::new(Sign::DoubleTilde, "deleted words", "`\\~~`", "the marks beside the words, as in `~~5 mg~~`,", b'%'),
    SignRow::new(Sign::Tilde, "a subscript", "`\\~`", "`<sub>..</sub>`", b'%'),
    SignRow::new(Sign::Caret, "a superscript", "`\\^`", "`<sup>..</sup>`", b'%'),
    SignRow::new(Sign::Dollar, "a formula", "`\\$`", "the units and words of it as `\\text{..}`", b'%'),
    SignRow::new(Sign::Bullet, "a list", "a backslash before it", ABOVE, b'%'),
    SignRow::new(Sign::ListNumber, "a list", "a backslash before the dot", ABOVE, b'%'),
    SignRow::new(Sign::Quote, "a quotation", "`\\>`", "further lines of it with `>`", b'%'),
    SignRow::new(Sign::Heading, "a heading", "`\\#`", ABOVE, b'%'),
    SignRow::new(
        Sign::Underline,
        "a heading of the lines above it",
        "an empty line above it",
        "the heading as `## ..`",
        b'%',
    ),
    SignRow::new(Sign::Ratio, "a definition", "the ratio on one line", "the term without a number", b'%'),
    SignRow::new(Sign::LabelColon, "the address of a link", "a backslash before the colon", "a whole address", b'%'),
];

impl Sign {
    fn row(self) -> &'static SignRow {
        SIGNS.iter().find(|row| row.sign == self).expect("each sign has a row")
    }
}

/// A text has so many of these findings at most: the place of each is counted from the start of its line.
const MOST_FINDINGS: usize = 500;

/// Bytes of the text that the parser sees as another character.
pub(in crate::parser) struct HiddenSign {
    pub(in crate::parser) range: Range<usize>,
    pub(in crate::parser) shown: u8,
}

/// A sign with two possible readings, and the one that the page has.
struct Doubt {
    sign: Sign,
    range: Range<usize>,
    shown: Reading,
}

/// What was decided about the signs of one text.
#[derive(Default)]
pub(in crate::parser) struct Signs {
    pub(in crate::parser) hidden: Vec<HiddenSign>,
    doubts: Vec<Doubt>,
}

impl Signs {
    /// Adds the findings about signs that can be read in two ways, in the order of the text.
    pub(in crate::parser) fn report(&mut self, source: &Source, findings: &mut Vec<Diagnostic>) {
        self.doubts.sort_by_key(|doubt| doubt.range.start);
        findings.extend(self.doubts.iter().take(MOST_FINDINGS).map(|doubt| doubt.finding(source)));
    }

    /// Keeps a sign as a part of the text.
    pub(super) fn hide(&mut self, sign: Sign, range: Range<usize>) {
        self.hidden.push(HiddenSign { range, shown: sign.row().shown });
    }

    /// Asks the author about a sign, and keeps it as a part of the text meanwhile: then the page shows what the file does.
    pub(super) fn hide_in_doubt(&mut self, sign: Sign, range: Range<usize>, marked: Range<usize>) {
        self.doubts.push(Doubt { sign, range: marked, shown: Reading::Text });
        self.hide(sign, range);
    }

    /// Asks the author about a sign that remains markup.
    pub(super) fn doubt(&mut self, sign: Sign, marked: Range<usize>) {
        self.doubts.push(Doubt { sign, range: marked, shown: Reading::Markup });
    }
}

impl Doubt {
    fn finding(&self, source: &Source) -> Diagnostic {
        finding(source, self.sign, self.range.clone(), self.shown)
    }
}

/// The finding about a sign that can be read in two ways.
pub(in crate::parser) fn finding(source: &Source, sign: Sign, range: Range<usize>, shown: Reading) -> Diagnostic {
    let row = sign.row();
    let words = quotable(&source.text[range.clone()]);
    let as_shown = if shown == Reading::Markup { row.markup } else { "it is written" };
    let message = format!("`{words}` can be {} or a part of the text, and is shown as {as_shown}", row.markup);
    let help =
        format!("write {} if it is a part of the text, and {} if it is {}", row.as_text, row.as_markup, row.markup);
    Diagnostic::new(&rules::MARKDOWN_MISREAD, source.locate(Span::new(range)), message).help(help)
}

/// Whether a sign behind a text is escaped.
pub(in crate::parser) fn is_escaped_behind(text: &str) -> bool {
    text.bytes().rev().take_while(|byte| *byte == b'\\').count() % 2 == 1
}

/// Whether the sign at an offset has none of its kind beside it. The text before `from` is not read.
pub(super) fn is_single_sign(bytes: &[u8], at: usize, from: usize) -> bool {
    let sign = bytes[at];
    bytes.get(at + 1) != Some(&sign) && (at == from || bytes[at - 1] != sign)
}

/// The line outside of code that has the byte at an offset. Signs in code are left alone.
pub(super) fn line_at(lines: &[TextLine], offset: usize) -> Option<usize> {
    let next = lines.partition_point(|line| line.content.end <= offset);
    lines.get(next).filter(|line| line.content.start <= offset).map(|_| next)
}

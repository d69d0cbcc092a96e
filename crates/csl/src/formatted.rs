//! [`Formatted`]: text with its look and the parts that links and marks need. Plain data, without HTML.

use crate::style::format::{Display, VerticalPosition};
use crate::variables::Variable;

/// Formatted text. Positions are bytes of `text`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Formatted {
    /// The text, not escaped.
    pub text: String,
    /// Stretches of one look each. Together they cover the text.
    pub runs: Vec<Run>,
    /// The parts of the text that have a meaning. They nest.
    pub spans: Vec<Span>,
}

/// Text up to `end` from the end of the run before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Run {
    /// Where the run ends.
    pub end: usize,
    /// How it looks.
    pub look: Look,
}

/// How text looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a property of its own")]
pub struct Look {
    /// Italic or oblique.
    pub italic: bool,
    /// Bold.
    pub bold: bool,
    /// Small capitals.
    pub small_caps: bool,
    /// Underlined.
    pub underline: bool,
    /// On, above or below the line.
    pub position: VerticalPosition,
}

/// A part of the text with a meaning.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    /// Where the part begins.
    pub start: usize,
    /// Where it ends.
    pub end: usize,
    /// What it is.
    pub role: Role,
}

/// What a part of formatted text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Role {
    /// The names that a mark begins with, or what stands for them.
    Names,
    /// The value of a variable.
    Variable(Variable),
    /// The year of a date.
    Year,
    /// The letter that tells two years apart.
    YearSuffix,
    /// A source within a mark, by its index in the citation.
    Cite(usize),
    /// Words that the author of the citation put before or behind the source.
    CiteAffix,
    /// A part that is set by itself.
    Display(Display),
}

impl Formatted {
    /// The text of a span.
    #[must_use]
    pub fn span_text(&self, span: &Span) -> &str {
        &self.text[span.start..span.end]
    }

    /// The first part with a role.
    #[must_use]
    pub fn find(&self, role: Role) -> Option<&Span> {
        self.spans.iter().find(|span| span.role == role)
    }

    /// The stretches of one look, with their text.
    pub fn pieces(&self) -> impl Iterator<Item = (&str, Look)> {
        let mut start = 0;
        self.runs.iter().map(move |run| {
            let text = &self.text[start..run.end];
            start = run.end;
            (text, run.look)
        })
    }
}

//! [`Signs`]: decides which signs of a text are markup and which belong to its words and numbers, for all signs that Markdown and its
//! extensions read as markup beside digits or at the start of a line.
//!
//! Input is the text as its author wrote it, outside of code. Where no author can have meant markup, the sign is hidden from the
//! parser and stays in the text: `2*5 mg`, or a wrapped line `- 2.5 or lower` below "a T-score of". Where both readings are possible
//! there is a finding at the sign. Everything else is left to the parser. A sign behind a backslash is none here.

use std::borrow::Cow;
use std::ops::Range;

use super::code_lines::{TextLine, lines_without_code};
use crate::extensions::Extensions;

mod connecting_words;
mod definitions;
mod line_starts;
pub(super) mod list_numbers;
mod measures;
mod money;
mod pairs;
mod scripts;
mod sign;

pub(super) use scripts::script_reading;
pub(super) use sign::{Reading, Sign, Signs, finding, is_escaped_behind};

impl Signs {
    /// Decides about the signs in `range` of a text, whose lines outside of code are `lines`.
    pub(super) fn read(text: &str, range: &Range<usize>, lines: &[TextLine], extensions: Extensions) -> Self {
        let text = &text[..range.end];
        let mut signs = Self::default();
        line_starts::read(text, range, lines, &mut signs);
        definitions::read(text, range.start, lines, &mut signs);
        pairs::read(text, range.start, lines, &mut signs);
        scripts::read(text, range.start, extensions, &mut signs);
        if extensions.math {
            money::read(text, range.start, lines, &mut signs);
        }
        signs
    }
}

/// A text of its own without the signs that are no markup in it.
pub(super) fn hidden_in(text: &str, extensions: Extensions) -> Cow<'_, str> {
    let lines: Vec<TextLine> = lines_without_code(text, 0..text.len()).collect();
    let signs = Signs::read(text, &(0..text.len()), &lines, extensions);
    if signs.hidden.is_empty() {
        return Cow::Borrowed(text);
    }
    let mut bytes = text.as_bytes().to_vec();
    signs.hidden.into_iter().for_each(|sign| bytes[sign.range].fill(sign.shown));
    String::from_utf8(bytes).map_or(Cow::Borrowed(text), Cow::Owned)
}

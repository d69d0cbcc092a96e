//! [`Grammar`]: what a site decides about how its texts are parsed.

use pulldown_cmark::Options;

use crate::directives::Vocabulary;
use crate::extensions::Extensions;
use crate::language::TextLanguage;

/// Whether raw HTML reaches the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RawHtml {
    /// It is shown as text, with a warning.
    Escaped,
    /// It reaches the page as it is.
    Passed,
}

/// The settings of a site that decide how its texts are parsed.
#[derive(Clone, Copy)]
pub struct Grammar<'a> {
    /// The callouts that the site adds to the directives.
    pub vocabulary: Vocabulary<'a>,
    /// Whether raw HTML reaches the page.
    pub raw_html: RawHtml,
    /// The number of directive containers that may be nested. A deeper one gives a finding.
    pub nesting: usize,
    /// The extensions of Markdown that the site uses.
    pub extensions: Extensions,
    /// The language of the text.
    pub language: TextLanguage<'a>,
}

/// What the parser of CommonMark is told to read.
pub(super) fn options(extensions: Extensions) -> Options {
    let mut options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_SMART_PUNCTUATION
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_DEFINITION_LIST
        | Options::ENABLE_WIKILINKS;
    options.set(Options::ENABLE_MATH, extensions.math);
    options
}

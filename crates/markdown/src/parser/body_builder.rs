//! [`BodyBuilder`]: the body of one text while it is made, and what is open at the moment. What an event adds is in the other files of
//! this folder.

use std::cell::OnceCell;
use std::collections::HashMap;

use rustc_hash::FxHashSet;

use wellpress_diagnostics::{Diagnostic, Source, Span};

use crate::body::{Body, DirectiveId, Element, FootnoteId, HtmlElementId};
use crate::heading_ids::HeadingIds;

use super::brackets::{DecidedBrackets, LinkTexts};
use super::grammar::Grammar;
use super::inline_html::OpenHtmlElements;
use super::masks::Masks;
use super::shown_signs::ShownRun;
use super::written_references::WrittenReferences;

/// Builds the body of one text from the events of the CommonMark parser.
///
/// Each event carries its byte range in the source. Text is stored as a span of the source wherever it occurs there as
/// it is, and in the arena of the body otherwise.
pub(super) struct BodyBuilder<'s, 'f> {
    pub(super) source: &'s Source,
    pub(super) grammar: Grammar<'s>,
    pub(super) findings: &'f mut Vec<Diagnostic>,
    pub(super) masks: Masks,
    /// The byte of the source at which the parsed range starts; the parser counts from there.
    pub(super) text_start: usize,
    pub(super) body: Body,
    pub(super) heading_ids: HeadingIds,
    /// Ids of footnotes by label.
    pub(super) footnotes: HashMap<String, FootnoteId>,
    pub(super) open: OpenElements,
    /// Events that start before this offset were consumed already, as part of a citation, a label or attributes.
    pub(super) consumed_to: usize,
    pub(super) link_texts: LinkTexts,
    pub(super) brackets: DecidedBrackets,
    pub(super) written_references: WrittenReferences,
    /// What may be the ids of figures and tables of the text, once a reference to one is met.
    pub(super) caption_ids: OnceCell<FxHashSet<&'s str>>,
}

/// The elements that are open at the current event.
#[derive(Default)]
pub(super) struct OpenElements {
    /// The parser's own containers, outermost first, with what each became.
    pub(super) containers: Vec<ContainerRole>,
    /// The number of open containers that are left out with their content.
    pub(super) dropped: usize,
    pub(super) directives: Vec<OpenDirective>,
    /// The node with which the open heading starts. The nodes from there on make its plain text and its id.
    pub(super) heading_start: Option<usize>,
    pub(super) links: usize,
    /// Whether the open link has its text as its label, as `[@who]` has beside the definition `[@who]: https://example.org/`.
    pub(super) link_is_label: bool,
    pub(super) pictures: usize,
    pub(super) code: InCode,
    /// Whether an HTML comment over several lines is open.
    pub(super) comment: bool,
    /// Safe elements of HTML, outermost first.
    pub(super) html: OpenHtmlElements,
    /// Whether a double quote is open in the current block.
    pub(super) double_quote: InQuote,
    pub(super) single_quote: InQuote,
    pub(super) shown_runs: Vec<ShownRun>,
    /// The number of comments, blocks of code and elements of HTML that never closed.
    pub(super) unclosed: usize,
}

/// A directive that waits for its closing line.
pub(super) struct OpenDirective {
    /// `None` for a directive with a mistake. It is kept so that the line that closes it is not reported as a further
    /// mistake.
    pub(super) directive: Option<DirectiveId>,
    pub(super) colons: usize,
    /// The number of the parser's own containers that were open at its first line. A closing line in a list or quote
    /// can only close a directive that was opened there.
    pub(super) depth: usize,
    pub(super) span: Span,
}

/// Whether a code block is open.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum InCode {
    Yes,
    #[default]
    No,
}

/// Whether a quotation is open.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum InQuote {
    Yes,
    #[default]
    No,
}

/// The element that a container of the parser becomes in the body.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum ContainerRole {
    /// The element that the parser reports.
    Plain(Element),
    /// A callout that is written as a quote.
    Callout(DirectiveId),
    /// The first paragraph of such a quote, while the title of the callout is read.
    CalloutTitle,
    /// A citation or the name of an alert: its content is left out.
    Dropped,
    /// A directive in a line, such as `:term[..]`.
    Inline(DirectiveId),
    /// Words with attributes behind them.
    Attributed(HtmlElementId),
    /// The content is reported, the container itself is not.
    Transparent,
    /// Words in brackets that are no link: the closing bracket has to be added as text.
    Bracketed,
}

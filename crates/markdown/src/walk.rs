//! [`TextWalk`]: the words of some nodes with what stands between them, for everybody who reads a text and does not render
//! it: the search index, structured data, the rules about wording, excerpts.
//!
//! Which elements are left out differs from reader to reader and is an option ([`Skip`]). What belongs to one sentence does
//! not differ, and is said once ([`Body::is_inline`]).

use std::ops::Range;

use wellpress_diagnostics::{Source, Span};

use crate::body::{Body, CitationId, Element, FootnoteId, LinkTarget, NodeKind, TextRef};
use crate::directives::WordOrigin;

/// A step through a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TextEvent<'a> {
    /// Words.
    Text {
        /// As they show.
        text: &'a str,
        /// Where they stand in the source as they show, or in the arena if they stand there otherwise.
        stored: TextRef,
        /// What they come from in the source.
        span: Span,
    },
    /// Code in a line. The code of a block is [`TextEvent::Text`] within [`Element::CodeBlock`].
    Code(&'a str),
    /// The end of a line within a paragraph, shown or not: a blank between words.
    Break,
    /// A citation mark. Words that are linked to a source are an [`Element::Link`], see [`Body::citation_of`].
    Citation(CitationId),
    /// A reference to a footnote.
    FootnoteReference(FootnoteId),
    /// An element starts; its content follows.
    Start(Element),
    /// An element ends.
    End(Element),
    /// An element stands here that is left out with all its content.
    Skipped(Element),
}

/// An element that a reader of text leaves out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Skip {
    /// The text of a footnote, where it is written.
    Footnotes,
    /// A picture with its alternative text.
    Images,
    /// Code that is a block.
    CodeBlocks,
    /// Raw HTML that is a block.
    HtmlBlocks,
    /// `>` quotes.
    BlockQuotes,
    /// Directives that hold these words.
    Directives(WordOrigin),
}

impl Skip {
    fn is(self, body: &Body, element: Element) -> bool {
        match (self, element) {
            (Self::Footnotes, Element::Footnote(_))
            | (Self::Images, Element::Image(_))
            | (Self::CodeBlocks, Element::CodeBlock(_))
            | (Self::HtmlBlocks, Element::HtmlBlock)
            | (Self::BlockQuotes, Element::BlockQuote) => true,
            (Self::Directives(words), Element::Directive(directive)) => {
                body.directives[directive].kind.words() == words
            }
            _ => false,
        }
    }
}

/// Walks some nodes of a text, see [`Body::walk`]. Allocates nothing.
#[derive(Debug, Clone)]
pub struct TextWalk<'a> {
    body: &'a Body,
    source: &'a Source,
    nodes: Range<usize>,
    skips: &'a [Skip],
}

impl Body {
    /// The text of `nodes`, step by step, each with the index of its node. An element of `skips` is one step.
    ///
    /// ```
    /// use wellpress_diagnostics::Source;
    /// use wellpress_markdown::directives::Vocabulary;
    /// use wellpress_markdown::parser::{Grammar, RawHtml, parse};
    /// use wellpress_markdown::walk::{Skip, TextEvent};
    ///
    /// let source = Source::new("a.md", "Rest *well* ![a bed](bed.png).\n");
    /// let callouts = Default::default();
    /// let grammar = Grammar { vocabulary: Vocabulary { callouts: &callouts }, raw_html: RawHtml::Escaped, nesting: 8 };
    /// let body = parse(&source, 0..source.text.len(), grammar, &mut Vec::new());
    /// let words = body.walk(&source, 0..body.nodes.len(), &[Skip::Images]).filter_map(|(_, event)| match event {
    ///     TextEvent::Text { text, .. } => Some(text),
    ///     _ => None,
    /// });
    /// assert_eq!(words.collect::<String>(), "Rest well .");
    /// ```
    #[must_use]
    pub fn walk<'a>(&'a self, source: &'a Source, nodes: Range<usize>, skips: &'a [Skip]) -> TextWalk<'a> {
        TextWalk { body: self, source, nodes, skips }
    }

    /// Whether an element stands in a line: the words before it, in it and after it are one sentence.
    ///
    /// A label counts as inline, because the directive around it is the block.
    #[must_use]
    pub fn is_inline(&self, element: Element) -> bool {
        match element {
            Element::Emphasis
            | Element::Strong
            | Element::Strikethrough
            | Element::Link(_)
            | Element::Image(_)
            | Element::Label => true,
            Element::Directive(directive) => self.directives[directive].kind.is_inline(),
            _ => false,
        }
    }

    /// The citation that a link makes of its words.
    #[must_use]
    pub fn citation_of(&self, element: Element) -> Option<CitationId> {
        match element {
            Element::Link(link) => match self.links[link].target {
                LinkTarget::Cite(citation) => Some(citation),
                _ => None,
            },
            _ => None,
        }
    }
}

impl TextWalk<'_> {
    /// Continues at a node further on, such as behind an element that was read otherwise.
    pub fn skip_to(&mut self, node: usize) {
        self.nodes.start = self.nodes.start.max(node);
    }
}

impl<'a> Iterator for TextWalk<'a> {
    type Item = (usize, TextEvent<'a>);

    fn next(&mut self) -> Option<Self::Item> {
        while self.nodes.start < self.nodes.end {
            let at = self.nodes.start;
            self.nodes.start += 1;
            let node = self.body.nodes.at(at);
            let event = match node.kind {
                NodeKind::Start(element) if self.skips.iter().any(|skip| skip.is(self.body, element)) => {
                    self.nodes.start = self.body.end_of(at) + 1;
                    TextEvent::Skipped(element)
                }
                NodeKind::Start(element) => TextEvent::Start(element),
                NodeKind::End(element) => TextEvent::End(element),
                NodeKind::Text(stored) => {
                    TextEvent::Text { text: self.body.text(self.source, stored), stored, span: node.span }
                }
                NodeKind::Code(stored) => TextEvent::Code(self.body.text(self.source, stored)),
                NodeKind::SoftBreak | NodeKind::HardBreak => TextEvent::Break,
                NodeKind::Citation(citation) => TextEvent::Citation(citation),
                NodeKind::FootnoteReference(footnote) => TextEvent::FootnoteReference(footnote),
                NodeKind::HtmlBlock(_) | NodeKind::HtmlInline(_) | NodeKind::Rule | NodeKind::Task(_) => continue,
            };
            return Some((at, event));
        }
        None
    }
}
